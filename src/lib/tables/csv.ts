/** Reads rows of a CSV file piece by piece, so that a file of any length is read in bounded slices and can be resumed. */
import { CsvError } from 'csv-parse'
import { parse } from 'csv-parse/sync'

/** What may stand between two cells. */
export const DELIMITERS = [',', ';', '\t', '|'] as const
export type Delimiter = (typeof DELIMITERS)[number]

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
export function readRows(
  piece: Uint8Array,
  { delimiter, line, most, is_last }: { delimiter: string; line: number; most: number; is_last: boolean },
): CsvPiece {
  if (!Number.isSafeInteger(most) || most < 1) throw new TypeError('rows are read up to a bound')
  const found: { cells: string[]; end: number }[] = []
  let failed: CsvError | undefined
  try {
    parse(piece, {
      delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      bom: line === 1,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: MAX_ROW_BYTES,
      // one more than asked: the last may be cut and is then dropped
      to: most + 1,
      on_record: (cells: string[], { bytes }) => {
        found.push({ cells, end: bytes })
        return null
      },
    })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    failed = error
  }
  const read_to = found.at(-1)?.end ?? 0
  const cut = failed?.code === 'CSV_QUOTE_NOT_CLOSED' && !is_last && piece.length - read_to < MAX_ROW_BYTES
  const broken = failed !== undefined && !cut
  const whole = found.length > most ? found.slice(0, most) : is_last || failed !== undefined ? found : found.slice(0, -1)
  const rows = withLines(piece, line, whole)
  const end = rows.at(-1)?.end ?? 0
  const next = line + newlines(piece, 0, end)
  const fault_at = next + newlines(piece, end, beginningOf(piece, end))
  return { rows, line: next, ...(broken && { fault: { line: fault_at, reason: 'unreadable' as const } }) }
}

/** Says of each row on which line it begins; empty lines before it are passed over. */
function withLines(piece: Uint8Array, line: number, rows: readonly { cells: string[]; end: number }[]): CsvRow[] {
  let at = 0
  let now = line
  return rows.map(({ cells, end }) => {
    const begin = beginningOf(piece, at)
    now += newlines(piece, at, begin)
    const row = { cells, line: now, end }
    now += newlines(piece, begin, end)
    at = end
    return row
  })
}

const LF = 0x0a
const CR = 0x0d

function beginningOf(piece: Uint8Array, from: number): number {
  let at = from
  while (piece[at] === LF || piece[at] === CR) at++
  return at
}

function newlines(piece: Uint8Array, from: number, to: number): number {
  let count = 0
  for (let at = from; at < to; at++) if (piece[at] === LF || (piece[at] === CR && piece[at + 1] !== LF)) count++
  return count
}

/** The delimiter that the first line has most of; a comma where it has none. */
export function guessDelimiter(first_line: string): Delimiter {
  const unquoted = first_line.replace(/"[^"]*"/g, '')
  const counted = DELIMITERS.map((delimiter) => ({ delimiter, count: unquoted.split(delimiter).length - 1 }))
  return counted.reduce((best, one) => (one.count > best.count ? one : best)).delimiter
}

/** Writes one row (RFC 4180). A cell that a spreadsheet would read as a formula gets an apostrophe before it. */
export const csvRow = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`

function csvCell(cell: string): string {
  const harmless = /^'*[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
