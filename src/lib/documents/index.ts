/** Documents for people: one neutral source, from which PDF, DOCX and XLSX are made, from left to right and from right to left. */
export {
  type Block,
  type Column,
  type Document,
  type DocumentLanguage,
  demandBounded,
  type Line,
  lineText,
  MAX_ROWS,
  type Piece,
  type Section,
} from './document.ts'
export { docxOf } from './docx.ts'
export { pdfOf, type Typesetting } from './pdf.ts'
export { xlsxOf } from './xlsx.ts'
