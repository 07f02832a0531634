/**
 * Reads a CSV of ties (RFC 4180, in UTF-8) piece by piece into flat arrays: nothing is kept of a row but two numbers and a weight, and what
 * goes beyond a bound is refused. The first line names the columns `source`, `target` and, where ties have one, `weight`; comma, semicolon,
 * tab or bar stands between cells.
 */
import { guessDelimiter } from '../tables/csv.ts'
import { createIds, type Ids, isSame } from './ids.ts'

/** What one file may hold: rows, nodes, bytes of an id, bytes of all ids together. */
export const BOUNDS = { rows: 20_000_000, nodes: 5_000_000, id_bytes: 256, ids_bytes: 256 * 2 ** 20 } as const

export type EdgeFault =
  | 'empty'
  | 'not-utf-8'
  | 'column-missing'
  | 'column-twice'
  | 'no-rows'
  | 'cells-missing'
  | 'cells-extra'
  | 'id-missing'
  | 'id-too-long'
  | 'weight-not-above-zero'
  | 'quote-not-closed'
  | 'quote-misplaced'
  | 'row-too-long'
  | 'too-many-rows'
  | 'too-many-nodes'

export interface ReadEdges {
  readonly ids: Ids
  readonly from: Int32Array
  readonly to: Int32Array
  readonly weights: Float64Array | undefined
  /** Rows of a node with itself among them; their nodes are kept, the ties will be dropped. */
  readonly self_loops: number
}

export type EdgesResult =
  | { readonly ok: true; readonly edges: ReadEdges }
  /** `line` from 1; `column` where one is missing or said twice. */
  | { readonly ok: false; readonly reason: EdgeFault; readonly line: number; readonly column?: string }

export interface EdgeColumns {
  readonly source: string
  readonly target: string
  readonly weight: string
}

/** Rows whose cell in that column is not exactly that text are passed over. */
export interface OnlyRows {
  readonly column: string
  readonly value: string
}

type Bounds = { readonly [Name in keyof typeof BOUNDS]: number }

const COLUMNS: EdgeColumns = { source: 'source', target: 'target', weight: 'weight' }
const [LF, CR, QUOTE, SPACE, TAB] = [10, 13, 34, 32, 9]
const LONGEST_ROW = 65_536
const MOST_CELLS = 256
const BLOCK = 1 << 20

/** `push` takes a piece and says whether to go on; `end` says what was read, or why not. */
export function createEdgeReader({
  columns = COLUMNS,
  only,
  bounds = BOUNDS,
}: {
  columns?: EdgeColumns
  only?: OnlyRows | undefined
  bounds?: Bounds
} = {}) {
  const wanted = only && new TextEncoder().encode(only.value)
  const ids = createIds({ most: bounds.nodes, most_bytes: bounds.ids_bytes })
  const [from, to, weights] = [blocks(Int32Array), blocks(Int32Array), blocks(Float64Array)]
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let carry = new Uint8Array(0)
  let fault: Exclude<EdgesResult, { ok: true }> | undefined
  let place: { source: number; target: number; weight: number; only: number; cells: number } | undefined
  let delimiter = -1
  let line = 1
  let rows = 0
  let self_loops = 0

  // a row laid out flat: quotes are taken off into `cells`
  const cells = new Uint8Array(LONGEST_ROW)
  const starts = new Int32Array(MOST_CELLS)
  const ends = new Int32Array(MOST_CELLS)
  let count = 0

  const refuse = (reason: EdgeFault, column?: string) => {
    fault ??= { ok: false, reason, line, ...(column !== undefined && { column }) }
  }

  /** Lays out the row that begins at a place; answers where the next begins, −1 where the row is cut, −2 where it is refused. */
  function layOut(bytes: Uint8Array, begin: number, is_last: boolean): number {
    count = 0
    let used = 0
    let at = begin
    let newlines = 0
    const most = Math.min(bytes.length, begin + LONGEST_ROW)
    for (;;) {
      while (at < most && bytes[at] === SPACE) at++
      const start = used
      let kept = used
      if (at < most && bytes[at] === QUOTE) {
        at++
        for (;;) {
          if (at >= most) return cut(at, is_last, 'quote-not-closed')
          const byte = bytes[at]!
          if (byte === QUOTE) {
            if (at + 1 >= most && !is_last) return cut(at + 1, is_last, 'quote-not-closed')
            if (bytes[at + 1] !== QUOTE) break
            at++
          }
          if (byte === LF) newlines++
          cells[used++] = byte
          at++
        }
        at++
        kept = used
        while (at < most && bytes[at] === SPACE) at++
        if (at < most && bytes[at] !== delimiter && bytes[at] !== LF && bytes[at] !== CR) {
          refuse('quote-misplaced')
          return -2
        }
      } else {
        while (at < most) {
          const byte = bytes[at]!
          if (byte === delimiter || byte === LF || byte === CR) break
          if (byte === QUOTE) {
            refuse('quote-misplaced')
            return -2
          }
          cells[used++] = byte
          if (byte !== SPACE && byte !== TAB) kept = used
          at++
        }
      }
      if (at >= most && !(is_last && at === bytes.length)) return cut(at, false, 'row-too-long')
      if (count < MOST_CELLS) {
        starts[count] = start
        ends[count] = kept
      }
      count++
      if (at < bytes.length && bytes[at] === delimiter) {
        at++
        continue
      }
      if (bytes[at] === CR && at + 1 >= bytes.length && !is_last) return -1
      const next = bytes[at] === CR && bytes[at + 1] === LF ? at + 2 : at + 1
      take()
      line += newlines + 1
      return fault ? -2 : Math.min(next, bytes.length)
    }

    function cut(reached: number, is_final: boolean, reason: EdgeFault): number {
      if (!is_final && reached - begin < LONGEST_ROW) return -1
      refuse(reached - begin >= LONGEST_ROW ? 'row-too-long' : reason)
      return -2
    }
  }

  function take() {
    if (count === 1 && ends[0] === starts[0]) return
    if (!place) return header()
    const { source, target, weight, only: chosen } = place
    if (Math.max(source, target, weight, chosen) >= count) return refuse('cells-missing')
    // a comma that wanted quotes would pass for an end of the tie
    for (let i = place.cells; i < count; i++) if (i >= MOST_CELLS || ends[i] !== starts[i]) return refuse('cells-extra')
    if (wanted && !isSame(wanted, 0, wanted.length, cells, starts[chosen]!, ends[chosen]!)) return
    if (rows === bounds.rows) return refuse('too-many-rows')
    const a = nodeIn(source)
    const b = a < 0 ? a : nodeIn(target)
    if (b < 0) return
    if (weight >= 0) {
      const worth = numberOf(cells, starts[weight]!, ends[weight]!)
      if (!(worth > 0)) return refuse('weight-not-above-zero')
      weights.push(worth)
    }
    rows++
    if (a === b) self_loops++
    from.push(a)
    to.push(b)
  }

  function nodeIn(cell: number): number {
    const [begin, end] = [starts[cell]!, ends[cell]!]
    if (end === begin) refuse('id-missing')
    else if (end - begin > bounds.id_bytes) refuse('id-too-long')
    else {
      const size = ids.size
      const number = ids.numberOf(cells, begin, end)
      if (number < 0) refuse('too-many-nodes')
      else if (ids.size > size && !isText(begin, end)) refuse('not-utf-8')
    }
    return fault ? -1 : ids.numberOf(cells, begin, end)
  }

  function isText(begin: number, end: number): boolean {
    let high = 0
    for (let i = begin; i < end; i++) high |= cells[i]!
    if (high < 128) return true
    try {
      decoder.decode(cells.subarray(begin, end))
      return true
    } catch {
      return false
    }
  }

  function header() {
    const named = Array.from({ length: Math.min(count, MOST_CELLS) }, (_, i) =>
      new TextDecoder().decode(cells.subarray(starts[i]!, ends[i]!)).trim().toLowerCase(),
    )
    const at = (name: string) => named.indexOf(name.toLowerCase())
    for (const name of Object.values(columns)) if (at(name) !== named.lastIndexOf(name.toLowerCase())) return refuse('column-twice', name)
    for (const name of [columns.source, columns.target, ...(only ? [only.column] : [])])
      if (at(name) < 0) return refuse('column-missing', name)
    place = {
      source: at(columns.source),
      target: at(columns.target),
      weight: at(columns.weight),
      only: only ? at(only.column) : -1,
      cells: count,
    }
  }

  /** Reads rows as far as they are whole; what is left waits for the next piece. */
  function read(bytes: Uint8Array, is_last: boolean) {
    let at = delimiter < 0 ? begun(bytes, is_last) : 0
    while (delimiter >= 0 && at < bytes.length) {
      const next = layOut(bytes, at, is_last)
      if (next === -2) return
      if (next === -1) break
      at = next
    }
    carry = bytes.slice(at)
  }

  /** Finds what stands between cells in the first line that is not empty; answers where that line begins. */
  function begun(bytes: Uint8Array, is_last: boolean): number {
    // UTF-16 would read as columns of nothing
    if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) refuse('not-utf-8')
    if (fault) return bytes.length
    let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
    let empty = 0
    while (bytes[at] === LF || bytes[at] === CR) if (bytes[at++] === LF) empty++
    let end = at
    while (end < bytes.length && bytes[end] !== LF && bytes[end] !== CR) end++
    if (end === bytes.length && !is_last) {
      if (end - at >= LONGEST_ROW) refuse('row-too-long')
      return 0
    }
    line += empty
    delimiter = guessDelimiter(new TextDecoder().decode(bytes.subarray(at, end))).charCodeAt(0)
    return at
  }

  function whole(piece: Uint8Array): Uint8Array {
    if (carry.length === 0) return piece
    const bytes = new Uint8Array(carry.length + piece.length)
    bytes.set(carry)
    bytes.set(piece, carry.length)
    return bytes
  }

  return {
    push(piece: Uint8Array): boolean {
      if (!fault) read(whole(piece), false)
      return fault === undefined
    },
    end(): EdgesResult {
      if (!fault) read(whole(new Uint8Array(0)), true)
      if (!fault && !place) refuse('empty')
      if (!fault && rows === 0) refuse('no-rows')
      if (fault) return fault
      const weighed = place!.weight >= 0 ? weights.all() : undefined
      return { ok: true, edges: { ids, from: from.all(), to: to.all(), weights: weighed, self_loops } }
    },
  }
}

/** A list of numbers that grows by blocks, so that growing copies nothing. */
function blocks<Of extends Int32Array | Float64Array>(kind: new (size: number) => Of) {
  const full: Of[] = []
  let now = new kind(0)
  let used = 0
  return {
    push(value: number) {
      if (used === now.length) {
        if (now.length > 0) full.push(now)
        // small files keep small
        now = new kind(full.length === 0 && now.length === 0 ? 1 << 12 : BLOCK)
        used = 0
      }
      now[used++] = value
    },
    all(): Of {
      const size = full.reduce((sum, { length }) => sum + length, used)
      const whole = new kind(size)
      let at = 0
      for (let block = full.shift(); block; block = full.shift()) {
        whole.set(block, at)
        at += block.length
      }
      whole.set(now.subarray(0, used) as Of, at)
      now = new kind(0)
      used = 0
      return whole
    },
  }
}

/** A decimal number with a point, as CSV files write it; NaN for anything else. */
function numberOf(bytes: Uint8Array, begin: number, end: number): number {
  let value = 0
  let is_whole = end > begin && end - begin <= 15
  for (let i = begin; i < end && is_whole; i++) {
    const digit = bytes[i]! - 48
    if (digit < 0 || digit > 9) is_whole = false
    value = value * 10 + digit
  }
  if (is_whole) return value
  const text = end - begin <= 40 ? String.fromCharCode(...bytes.subarray(begin, end)) : ''
  const number = /^\+?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(text) ? Number(text) : Number.NaN
  return Number.isFinite(number) ? number : Number.NaN
}
