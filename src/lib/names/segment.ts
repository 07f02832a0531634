/**
 * Records as flat rows in order of their birth dates, and for each part of a name where it stands: since the places of a part are in order
 * too, those of one day or one year are one stretch of them.
 */
import { dateOf } from './facts.ts'
import { grown } from './growing.ts'

/** A segment does not change; what is removed from it is marked. */
export type Segment = {
  readonly size: number
  readonly ids: Uint32Array | Float64Array
  readonly facts: Uint32Array
  /** Parts of record `i`: `tokens[starts[i]]` to before `tokens[starts[i + 1]]`. */
  readonly starts: Uint32Array
  readonly tokens: Uint32Array
  /** Places of part `t`: `places[postings[t]]` to before `places[postings[t + 1]]`; parts newer than the segment are beyond it. */
  readonly postings: Uint32Array
  readonly places: Uint32Array
  /** One for each record that is gone; absent while none is. */
  gone: Uint8Array | undefined
  gone_count: number
  /** Made at the first removal: places in order of their ids. */
  by_id: Uint32Array | undefined
}

/** Records as they come, to be looked through one by one until there are enough for a segment. */
export function createPile() {
  let size = 0
  let length = 0
  let ids = new Float64Array(256)
  let facts = new Uint32Array(256)
  let starts = new Uint32Array(257)
  let tokens = new Uint32Array(1024)
  let largest = 0
  return {
    add(id: number, fact: number, parts: Int32Array, count: number) {
      ids = grown(ids, size + 1)
      facts = grown(facts, size + 1)
      starts = grown(starts, size + 2)
      tokens = grown(tokens, length + count)
      ids[size] = id
      if (id > largest) largest = id
      facts[size] = fact
      for (let i = 0; i < count; i++) tokens[length++] = parts[i]!
      starts[++size] = length
    },
    get size() {
      return size
    },
    id: (at: number) => ids[at]!,
    rows: () => ({ size, ids, facts, starts, tokens, largest }),
    clear() {
      size = 0
      length = 0
      largest = 0
    },
    get bytes() {
      return ids.byteLength + facts.byteLength + starts.byteLength + tokens.byteLength
    },
  }
}

export type Rows = { size: number; ids: Uint32Array | Float64Array; facts: Uint32Array; starts: Uint32Array; tokens: Uint32Array }

/** Puts rows in order of their dates and makes the places of each part; `parts` is one more than the highest part. Linear in all. */
export function segmentOf({ size, ids, facts, starts, tokens }: Rows, parts: number, small_ids: boolean): Segment {
  const order = inOrderOfDates(facts, size)
  const ordered = {
    ids: small_ids ? new Uint32Array(size) : new Float64Array(size),
    facts: new Uint32Array(size),
    starts: new Uint32Array(size + 1),
    tokens: new Uint32Array(starts[size]!),
  }
  const postings = new Uint32Array(parts + 1)
  let at = 0
  for (let place = 0; place < size; place++) {
    const from = order[place]!
    ordered.ids[place] = ids[from]!
    ordered.facts[place] = facts[from]!
    for (let i = starts[from]!; i < starts[from + 1]!; i++) {
      const token = tokens[i]!
      ordered.tokens[at++] = token
      postings[token]!++
    }
    ordered.starts[place + 1] = at
  }
  return placed(ordered, size, postings)
}

function placed(
  rows: { ids: Uint32Array | Float64Array; facts: Uint32Array; starts: Uint32Array; tokens: Uint32Array },
  size: number,
  postings: Uint32Array,
): Segment {
  // counts become ends, and ends become beginnings while the places are filled from the last to the first
  let sum = 0
  for (let token = 0; token < postings.length; token++) {
    sum += postings[token]!
    postings[token] = sum
  }
  const places = new Uint32Array(rows.tokens.length)
  for (let place = size - 1; place >= 0; place--)
    for (let i = rows.starts[place + 1]! - 1; i >= rows.starts[place]!; i--) places[--postings[rows.tokens[i]!]!] = place
  return { size, ...rows, postings, places, gone: undefined, gone_count: 0, by_id: undefined }
}

/** The same from rows that lie in order already. */
export function segmentFrom(rows: Rows, parts: number): Segment {
  const postings = new Uint32Array(parts + 1)
  for (const token of rows.tokens) postings[token]!++
  return placed(rows, rows.size, postings)
}

/** Two passes of counting, eleven bits of the date each. */
function inOrderOfDates(facts: Uint32Array, size: number): Uint32Array {
  let from = new Uint32Array(size)
  let to = new Uint32Array(size)
  for (let i = 0; i < size; i++) from[i] = i
  for (const shift of [11, 22]) {
    const mask = shift === 11 ? 2047 : 1023
    const counts = new Uint32Array(mask + 2)
    for (let i = 0; i < size; i++) counts[((facts[i]! >>> shift) & mask) + 1]!++
    for (let i = 1; i < counts.length; i++) counts[i]! += counts[i - 1]!
    for (let i = 0; i < size; i++) to[counts[(facts[from[i]!]! >>> shift) & mask]!++] = from[i]!
    ;[from, to] = [to, from]
  }
  return from
}

/** One segment of what is left of several. */
export function merged(segments: readonly Segment[], parts: number, small_ids: boolean): Segment {
  const size = segments.reduce((sum, segment) => sum + segment.size - segment.gone_count, 0)
  const length = segments.reduce((sum, segment) => sum + segment.tokens.length, 0)
  const rows = {
    size,
    ids: small_ids ? new Uint32Array(size) : new Float64Array(size),
    facts: new Uint32Array(size),
    starts: new Uint32Array(size + 1),
    tokens: new Uint32Array(length),
  }
  let at = 0
  let end = 0
  for (const { size, ids, facts, starts, tokens, gone } of segments)
    for (let place = 0; place < size; place++) {
      if (gone?.[place]) continue
      rows.ids[at] = ids[place]!
      rows.facts[at] = facts[place]!
      for (let i = starts[place]!; i < starts[place + 1]!; i++) rows.tokens[end++] = tokens[i]!
      rows.starts[++at] = end
    }
  return segmentOf({ ...rows, tokens: rows.tokens.subarray(0, end) }, parts, small_ids)
}

/** The first place whose date is `key` or later. */
export function placeOfDate(facts: Uint32Array, size: number, key: number): number {
  let low = 0
  let high = size
  while (low < high) {
    const middle = (low + high) >> 1
    if (dateOf(facts[middle]!) < key) low = middle + 1
    else high = middle
  }
  return low
}

/** Places of an id, found in order of the ids, which is made at the first asking. */
export function placeOfId(segment: Segment, id: number): number {
  const { ids, size } = segment
  if (!segment.by_id) segment.by_id = new Uint32Array(size).map((_, i) => i).sort((a, b) => ids[a]! - ids[b]!)
  let low = 0
  let high = size
  while (low < high) {
    const middle = (low + high) >> 1
    if (ids[segment.by_id[middle]!]! < id) low = middle + 1
    else high = middle
  }
  for (let at = low; at < size && ids[segment.by_id[at]!] === id; at++) if (!segment.gone?.[segment.by_id[at]!]) return segment.by_id[at]!
  return -1
}

export const bytesOfSegment = ({ ids, facts, starts, tokens, postings, places, gone, by_id }: Segment): number =>
  [ids, facts, starts, tokens, postings, places, gone, by_id].reduce((sum, row) => sum + (row?.byteLength ?? 0), 0)
