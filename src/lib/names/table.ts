/** Rows of a tab-separated table out of pieces of bytes as they come: fields are stretches of a buffer, so that ten million make no strings. */
import { keyOf } from './facts.ts'

/** Longest line read; a longer one is refused as a whole. */
export const LONGEST_LINE = 64 * 1024

export type TableRow = {
  bytes: Uint8Array
  /** Fields lie between `starts[i]` and `ends[i]`. */
  starts: Int32Array
  ends: Int32Array
  fields: number
}

const [TAB, LINE, RETURN] = [9, 10, 13]
const MOST_FIELDS = 64

/**
 * Reads a table whose first line names the columns. `header` is told their names once and answers whether to go on; `row` gets each line that
 * is not empty, valid during the call only. `push` takes a piece, `end` the last line without its end.
 */
export function createTableReader(header: (columns: string[]) => void, row: (row: TableRow) => void) {
  let carry = new Uint8Array(0)
  let begun = false
  let skipped = 0
  const view: TableRow = { bytes: carry, starts: new Int32Array(MOST_FIELDS), ends: new Int32Array(MOST_FIELDS), fields: 0 }
  const decoder = new TextDecoder()

  const line = (bytes: Uint8Array, from: number, to: number) => {
    const end = to > from && bytes[to - 1] === RETURN ? to - 1 : to
    if (!begun) {
      begun = true
      header(
        decoder
          .decode(bytes.subarray(from, end))
          .replace(/^\uFEFF/, '')
          .split('\t')
          .map((name) => name.trim()),
      )
      return
    }
    if (end === from) return
    if (end - from > LONGEST_LINE) {
      skipped++
      return
    }
    view.bytes = bytes
    let fields = 0
    let start = from
    for (let at = from; at <= end && fields < MOST_FIELDS; at++) {
      if (at < end && bytes[at] !== TAB) continue
      view.starts[fields] = start
      view.ends[fields++] = at
      start = at + 1
    }
    view.fields = fields
    row(view)
  }

  return {
    push(piece: Uint8Array) {
      let bytes = piece
      if (carry.length > 0) {
        bytes = new Uint8Array(carry.length + piece.length)
        bytes.set(carry)
        bytes.set(piece, carry.length)
      }
      let at = 0
      for (;;) {
        const next = bytes.indexOf(LINE, at)
        if (next < 0) break
        line(bytes, at, next)
        at = next + 1
      }
      carry = bytes.slice(at)
    },
    end() {
      if (carry.length > 0) line(carry, 0, carry.length)
      carry = new Uint8Array(0)
    },
    /** Whether a header was read, and lines that were too long. */
    get begun() {
      return begun
    },
    get skipped() {
      return skipped
    },
  }
}

/** A whole number of at most fifteen digits without leading zeros; −1 for anything else. */
export function wholeNumber(bytes: Uint8Array, from: number, to: number): number {
  if (to === from || to - from > 15 || (bytes[from] === 48 && to - from > 1)) return -1
  let number = 0
  for (let at = from; at < to; at++) {
    const digit = bytes[at]! - 48
    if (digit < 0 || digit > 9) return -1
    number = number * 10 + digit
  }
  return number
}

/** A date as `facts.ts` keeps it, from ISO text whole or partial; 0 for anything else. */
export function dateKeyOf(bytes: Uint8Array, from: number, to: number): number {
  const length = to - from
  if (length !== 4 && length !== 7 && length !== 10) return 0
  const digits = (at: number, many: number) => {
    let number = 0
    for (let i = at; i < at + many; i++) {
      const digit = bytes[i]! - 48
      if (digit < 0 || digit > 9) return -1
      number = number * 10 + digit
    }
    return number
  }
  const year = digits(from, 4)
  const month = length > 4 && bytes[from + 4] === 45 ? digits(from + 5, 2) : length > 4 ? -1 : 0
  const day = length > 7 && bytes[from + 7] === 45 ? digits(from + 8, 2) : length > 7 ? -1 : 0
  return year <= 0 || month < 0 || day < 0 ? 0 : keyOf(year, month, day)
}
