/** Tables as countries and carriers send them: CSV and workbooks into rows of text, and what their headings, dates and words mean. */
export { type CsvPiece, type CsvRow, csvRow, DELIMITERS, type Delimiter, guessDelimiter, MAX_ROW_BYTES, readRows } from './csv.ts'
export { type DateOrder, type DateRead, isAmbiguous, isDay, isoDate, readDate } from './dates.ts'
export { decodeText, ENCODINGS, type Encoding, guessEncoding } from './encoding.ts'
export { type Guess, guessFields } from './headings.ts'
export { latinDigits, plainWords } from './plain.ts'
export { type DocumentWord, maybeCountry, maybeDocumentType, maybeSex } from './words.ts'
export {
  type CellKind,
  type CellNature,
  MAX_CELL,
  MAX_PART_BYTES,
  readWorkbook,
  type SheetRow,
  type Workbook,
  type WorkbookFault,
} from './xlsx.ts'
