/** A CSV of figures piece by piece: what is read of a long file does not stay, and what goes beyond a bound is refused with its line. */
import { guessDelimiter, MAX_ROW_BYTES, readRows } from '../tables/csv.ts'
import type { Format } from './formats.ts'
import { type Cell, MOST_CELLS, MOST_ROUTES, MOST_ROWS, type RowFault, type RowReader, rowReader } from './rows.ts'

export type FileFault =
  | 'empty'
  | 'not-of-this-encoding'
  | 'unreadable'
  | 'columns-missing'
  | 'columns-twice'
  | 'too-many-rows'
  | 'too-many-figures'
  | 'too-many-routes'

export interface Refused {
  readonly reason: FileFault
  readonly line: number
  /** Of columns: those that are missing, or stand twice, in the format that comes nearest. */
  readonly columns?: readonly string[]
  readonly nearest?: Format
}

export interface FiguresSink {
  onCells(cells: readonly Cell[]): void
  /** Of bad rows: all of them, one after the other. */
  onFaults(faults: readonly RowFault[]): void
  onHeadings?(headings: readonly string[], reader: RowReader): void
}

/** Takes rows one by one, the first as headings; answers why no more can be taken. */
export function rowTaker(sink: FiguresSink) {
  let reader: RowReader | undefined
  const routes = new Set<string>()
  let [rows, figures] = [0, 0]
  return {
    rows: () => rows,
    reader: () => reader,
    take(cells: readonly string[], line: number): Refused | undefined {
      if (reader === undefined) {
        const found = rowReader(cells)
        if (!found.ok) {
          const { nearest, missing, twice } = found
          return missing.length > 0
            ? { reason: 'columns-missing', line, columns: missing, nearest }
            : { reason: 'columns-twice', line, columns: twice, nearest }
        }
        reader = found.reader
        sink.onHeadings?.(cells, reader)
        return undefined
      }
      if (rows >= MOST_ROWS) return { reason: 'too-many-rows', line }
      rows++
      const read = reader.read(cells, line)
      if ('faults' in read) {
        sink.onFaults(read.faults)
        return undefined
      }
      figures += read.cells.length
      if (figures > MOST_CELLS) return { reason: 'too-many-figures', line }
      const route = read.cells[0]?.route
      if (route !== undefined && !routes.has(route)) {
        if (routes.size >= MOST_ROUTES) return { reason: 'too-many-routes', line }
        routes.add(route)
      }
      sink.onCells(read.cells)
      return undefined
    },
  }
}

const SLICE = 5_000
const HEAD_BYTES = 65_536

/** `push` takes a piece in UTF-8 and says whether to go on; `end` says how many rows were read, or why not. */
export function createFiguresReader(sink: FiguresSink) {
  const taker = rowTaker(sink)
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const encoder = new TextEncoder()
  let carry: Uint8Array = new Uint8Array(0)
  let delimiter: string | undefined
  let line = 1
  let refused: Refused | undefined

  function go(is_last: boolean): void {
    if (delimiter === undefined) {
      if (carry.length < HEAD_BYTES && !is_last) return
      const head = new TextDecoder().decode(carry.subarray(0, HEAD_BYTES))
      delimiter = guessDelimiter(head.split(/\r\n|\r|\n/, 1)[0]!)
    }
    let at = 0
    while (at < carry.length && refused === undefined) {
      const piece = readRows(carry.subarray(at), { delimiter, line, most: SLICE, is_last })
      for (const row of piece.rows) {
        if (row.cells.every((cell) => cell.trim() === '')) continue
        refused = taker.take(row.cells, row.line)
        if (refused !== undefined) return
      }
      if (piece.fault) {
        refused = { reason: 'unreadable', line: piece.fault.line }
        return
      }
      const read = piece.rows.at(-1)?.end ?? 0
      if (read === 0) break
      at += read
      line = piece.line
    }
    carry = carry.slice(at)
    if (carry.length > 2 * MAX_ROW_BYTES && !is_last) refused = { reason: 'unreadable', line }
  }

  function decoded(piece: Uint8Array | undefined): boolean {
    try {
      const text = piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true })
      if (text.includes('\0')) throw new TypeError('not text')
      const bytes = encoder.encode(text)
      const whole = new Uint8Array(carry.length + bytes.length)
      whole.set(carry)
      whole.set(bytes, carry.length)
      carry = whole
      return true
    } catch {
      refused ??= { reason: 'not-of-this-encoding', line }
      return false
    }
  }

  return {
    push(piece: Uint8Array): boolean {
      if (refused !== undefined || !decoded(piece)) return false
      go(false)
      return refused === undefined
    },
    end(): { readonly ok: true; readonly rows: number; readonly reader: RowReader } | { readonly ok: false; readonly refused: Refused } {
      if (refused === undefined && decoded(undefined)) go(true)
      if (refused !== undefined) return { ok: false, refused }
      const reader = taker.reader()
      return reader === undefined || taker.rows() === 0
        ? { ok: false, refused: { reason: 'empty', line: 1 } }
        : { ok: true, rows: taker.rows(), reader }
    },
  }
}
