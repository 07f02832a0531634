/** Reads rows of a CSV file piece by piece, so that a file of any length is read in bounded slices and can be resumed. */
import { CsvError } from 'csv-parse'
import { parse } from 'csv-parse/sync'
import { DELIMITERS } from './import-mapping.ts'

export interface CsvRow {
  readonly cells: readonly string[]
  /** Where the row begins, counted from 1. */
  readonly line: number
  /** Bytes from the beginning of the piece to the end of this row. */
  readonly end: number
}

export interface CsvPiece {
  readonly rows: readonly CsvRow[]
  /** The file cannot be read beyond this row. */
  readonly fault?: { readonly line: number; readonly reason: 'unreadable' }
  /** Lines up to the end of the last row. */
  readonly line: number
}

/** Longest row, so that a quote left open does not swallow the file. */
export const MAX_ROW_BYTES = 65_536

/**
 * Reads at most `most` rows of a piece that begins at a row on line `line`. Unless `is_last`, the row that the piece's end may have cut
 * is left for the next piece. Throws TypeError for a `most` that is no bound.
 */
export function readRows(piece: Uint8Array, { delimiter, line, most, is_last }: { delimiter: string; line: number; most: number; is_last: boolean }): CsvPiece {
  if (!Number.isSafeInteger(most) || most < 1) throw new TypeError('rows are read up to a bound')
  const rows: CsvRow[] = []
  let fault: CsvPiece['fault']
  try {
    parse(piece, {
      delimiter,
      bom: line === 1,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: MAX_ROW_BYTES,
      // one more than asked: the last may be cut and is then dropped
      to: most + 1,
      on_record: (cells: string[], { bytes, lines }) => {
        const within = cells.reduce((sum, cell) => sum + (cell.match(/\n/g)?.length ?? 0), 0)
        rows.push({ cells, line: line - 1 + lines - within, end: bytes })
        return null
      },
    })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const cut = error.code === 'CSV_QUOTE_NOT_CLOSED' && !is_last && piece.length - (rows.at(-1)?.end ?? 0) < MAX_ROW_BYTES
    if (!cut) fault = { line: (rows.at(-1)?.line ?? line - 1) + 1, reason: 'unreadable' }
  }
  const whole = rows.length > most ? rows.slice(0, most) : is_last || fault !== undefined ? rows : rows.slice(0, -1)
  const complete = whole.length < rows.length && rows.length > most
  const last = whole.at(-1)
  const next = last === undefined ? line : last.line + (last.cells.join('').match(/\n/g)?.length ?? 0) + 1
  return { rows: whole, line: next, ...(fault !== undefined && !complete && { fault }) }
}

/** The delimiter that the first line has most of; a comma where it has none. */
export function guessDelimiter(first_line: string): (typeof DELIMITERS)[number] {
  const unquoted = first_line.replace(/"[^"]*"/g, '')
  const counted = DELIMITERS.map((delimiter) => ({ delimiter, count: unquoted.split(delimiter).length - 1 }))
  return counted.reduce((best, one) => (one.count > best.count ? one : best)).delimiter
}

/** Writes one row (RFC 4180). A cell that a spreadsheet would read as a formula gets an apostrophe before it. */
export const csvRow = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`

function csvCell(cell: string): string {
  const harmless = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
