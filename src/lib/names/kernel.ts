/**
 * The inner loop of finding: what it costs to have written one word as another, for one asked word against many held ones. A table of costs
 * has a row for each held letter, and held words are best asked about in the order of their letters: the rows of a beginning that two
 * neighbours share are made once, and a beginning that is too dear ends all words that have it.
 */
import { type CostModel, LETTERS, SWAP_COST } from './costs.ts'
import { EDGE } from './letters.ts'

/** Letters of a word that are compared; longer words are cut. */
export const LONGEST_WORD = 40
const FAR = 1_000_000
const ABSENT = 32_000
/** Rows in a row that are too dear everywhere: no chunk of a held word is longer, so nothing comes after them. */
const DEAD_ROWS = 3

/** An asked word against the words of one alphabet. */
export type Asked = {
  /** Letters with an edge on both sides. */
  row: Uint8Array
  model: CostModel
  /** `[at * from_max + length - 1]`: the number of that chunk of the asked word, −1 for none that is known. */
  chunks: Int16Array
  /** `[at]`: the least that the letters from there to the end can cost. */
  least: Int32Array
}

export function asked(letters: Uint8Array, model: CostModel): Asked {
  const length = Math.min(letters.length, LONGEST_WORD)
  const row = new Uint8Array(length + 2).fill(EDGE)
  row.set(letters.subarray(0, length), 1)
  const { from_max, from_chunks } = model
  const chunks = new Int16Array(row.length * from_max).fill(-1)
  for (let at = 0; at < row.length; at++) {
    let key = 0
    for (let long = 1; long <= from_max && at + long <= row.length; long++) {
      key = key * LETTERS + row[at + long - 1]!
      chunks[at * from_max + long - 1] = from_chunks[key]!
    }
  }
  const least = new Int32Array(row.length + 1)
  for (let at = row.length - 1; at >= 0; at--) {
    let best = least[at + 1]! + (row[at] === EDGE || model.same_alphabet ? 0 : model.typing)
    for (let long = 1; long <= from_max && at + long <= row.length; long++) {
      const chunk = chunks[at * from_max + long - 1]!
      if (chunk >= 0) best = Math.min(best, least[at + long]! + model.cheapest[chunk]!)
    }
    least[at] = best
  }
  return { row, model, chunks, least }
}

const WIDTH = LONGEST_WORD + 3
const HEIGHT = LONGEST_WORD + 3

// one word at a time is asked against many: for each chunk of its model, the place where it has it (plus one), and where it has it again
let current: Asked | undefined
let first = new Uint8Array(4_096)
const again = new Uint8Array((LONGEST_WORD + 2) * 3 + 1)
/** What leaving one letter of the asked word unwritten costs, by habit or by error; and chunks of two or three, where any habit does so. */
const dropped = new Int32Array(WIDTH)
const longer_dropped = new Int32Array((LONGEST_WORD + 2) * 3)
let drops_longer = false

/** What each letter of the asked word costs as one held letter, and what the held letter costs for nothing. */
const singly = new Int32Array((LETTERS + 1) * WIDTH)
const added = new Int32Array(LETTERS + 1)
const known_letter = new Uint8Array(LETTERS + 1)
/** The start of a word among held letters: the number of no letter. */
const START = LETTERS
/** Where longer chunks meet: for each held chunk the end of its triples in `meetings`, and their beginning; made when it first comes up. */
let meeting_from = new Int32Array(4_096)
let meeting_to = new Int32Array(4_096)
let meeting_turn = new Int32Array(4_096)
let turn = 0
/** From (before which asked letter), to, cost. */
let meetings = new Int32Array(1 << 14)
let meetings_end = 0

/** Letters of the word whose rows are made, its rows, how many of them hold, and for each how many rows up to it were too dear. Outside of `low` to `high` a row is not read. */
const held = new Uint8Array(HEIGHT)
const cells = new Int32Array(HEIGHT * WIDTH)
const dead = new Uint8Array(HEIGHT)
/** The first and the last place of each row that is not too dear. */
const low = new Int32Array(HEIGHT)
const high = new Int32Array(HEIGHT)
let made = 0
let ceiling = 0

function turnTo(word: Asked) {
  if (current) for (const chunk of current.chunks) if (chunk >= 0) first[chunk] = 0
  current = word
  const { chunks, model, row } = word
  if (first.length < model.from_ids.size) first = new Uint8Array(model.from_ids.size)
  if (meeting_turn.length < model.to_count) {
    meeting_from = new Int32Array(model.to_count)
    meeting_to = new Int32Array(model.to_count)
    meeting_turn = new Int32Array(model.to_count)
  }
  turn++
  meetings_end = 0
  known_letter.fill(0)
  drops_longer = false
  for (let i = 0; i < row.length; i++) dropped[i] = row[i]! > EDGE ? model.typing : FAR
  for (let slot = 0; slot < chunks.length; slot++) {
    const chunk = chunks[slot]!
    longer_dropped[slot] = FAR
    if (chunk < 0) continue
    const nothing = model.table[chunk * model.to_count]!
    const at = Math.floor(slot / model.from_max)
    if (slot % model.from_max === 0) dropped[at] = Math.min(dropped[at]!, nothing)
    else if (nothing < ABSENT) {
      longer_dropped[slot] = nothing
      drops_longer = true
    }
    again[slot + 1] = first[chunk]!
    first[chunk] = slot + 1
  }
  made = 0
}

/** What one held letter costs against each asked one; the start and the end of a word meet only themselves. */
function readLetter({ row, model }: Asked, letter: number): void {
  known_letter[letter] = 1
  const { to_chunks, table, typing, same_alphabet, from_max, met_starts, met_by, met_costs } = model
  const base = letter * WIDTH
  const n = row.length
  const edge = letter === START || letter === EDGE
  for (let i = 0; i < n; i++) {
    const a = row[i]!
    if (edge) singly[base + i] = a === EDGE && (i === 0) === (letter === START) ? 0 : FAR
    else singly[base + i] = a <= EDGE ? FAR : same_alphabet && a === letter ? 0 : typing
  }
  const chunk = to_chunks[letter === START ? EDGE : letter]!
  added[letter] = edge ? FAR : typing
  if (chunk < 0) return
  added[letter] = Math.min(added[letter]!, table[chunk]! < ABSENT ? table[chunk]! : FAR)
  for (let k = met_starts[chunk]!, end = met_starts[chunk + 1]!; k < end; k++)
    for (let slot = first[met_by[k]!]!; slot !== 0; slot = again[slot]!) {
      const i = ((slot - 1) / from_max) | 0
      if (slot - 1 === i * from_max && met_costs[k]! < singly[base + i]!) singly[base + i] = met_costs[k]!
    }
}

/** Where a held chunk meets chunks of the asked word: of one letter, only those that are longer. */
function readChunk({ model }: Asked, chunk: number, single: boolean): void {
  const { from_max, met_starts, met_by, met_costs } = model
  meeting_turn[chunk] = turn
  meeting_from[chunk] = meetings_end
  for (let k = met_starts[chunk]!, end = met_starts[chunk + 1]!; k < end; k++)
    for (let slot = first[met_by[k]!]!; slot !== 0; slot = again[slot]!) {
      const i = ((slot - 1) / from_max) | 0
      const long = slot - i * from_max
      if (single && long === 1) continue
      if (meetings_end + 3 > meetings.length) {
        const longer = new Int32Array(meetings.length * 2)
        longer.set(meetings)
        meetings = longer
      }
      meetings[meetings_end++] = i
      meetings[meetings_end++] = i + long
      meetings[meetings_end++] = met_costs[k]!
    }
  meeting_to[chunk] = meetings_end
}

/**
 * The cost, in hundredths of a natural logarithm, of the asked word having been written as the held one: the letters `from` to `to` of
 * the pool, without edges. Anything dearer than `limit` comes back as more than the limit. `most` is the highest limit among the words that
 * follow: while it does not rise, what was made for the words before is used.
 */
export function costOf(word: Asked, pool: Uint8Array, from: number, to: number, limit: number, most = limit): number {
  if (current !== word) turnTo(word)
  const m = Math.min(to - from, LONGEST_WORD) + 2
  let rows = 0
  if (most <= ceiling) {
    const top = Math.min(made - 1, m)
    if (top > 0) rows = 1
    while (rows < top && held[rows] === (rows === m - 1 ? EDGE : pool[from + rows - 1]!)) rows++
  }
  if (rows <= 1) {
    rows = 0
    ceiling = most
    cells.fill(FAR, 0, WIDTH)
    cells[0] = 0
    finish(word, 0, 0)
  }
  for (let j = rows + 1; j <= m; j++) {
    if (dead[j - 1]! >= DEAD_ROWS) {
      made = j
      return FAR
    }
    held[j - 1] = j === 1 ? START : j === m ? EDGE : pool[from + j - 2]!
    fill(word, j)
  }
  made = m + 1
  return high[m] === word.row.length ? cells[m * WIDTH + word.row.length]! : FAR
}

/** Makes row `j` from those before it, between the first and the last place that any of them can lead to. */
function fill(word: Asked, j: number): void {
  const { row, model } = word
  const { to_max, to_chunks, same_alphabet, table } = model
  const n = row.length
  const b = held[j - 1]!
  if (known_letter[b] === 0) readLetter(word, b)
  const base = j * WIDTH
  let lowest = n
  for (let dj = 1; dj <= to_max && dj <= j; dj++) if (low[j - dj]! < lowest) lowest = low[j - dj]!
  for (let i = lowest; i <= n; i++) cells[base + i] = FAR
  const above = base - WIDTH
  const start = low[j - 1]!
  const end = high[j - 1]!
  if (start <= end) {
    const costs = b * WIDTH
    const extra = added[b]!
    let before = cells[above + start]!
    cells[base + start] = before + extra
    for (let i = start; i < end; i++) {
      const met = before + singly[costs + i]!
      before = cells[above + i + 1]!
      const more = before + extra
      cells[base + i + 1] = met < more ? met : more
    }
    if (end < n) cells[base + end + 1] = before + singly[costs + end]!
  }
  if (same_alphabet && j > 2 && b > EDGE) {
    const c = held[j - 2]!
    const two_above = base - 2 * WIDTH
    if (c !== b && c > EDGE)
      for (let i = low[j - 2]!; i <= high[j - 2]! && i + 2 <= n; i++)
        if (row[i] === b && row[i + 1] === c && cells[two_above + i]! + SWAP_COST < cells[base + i + 2]!)
          cells[base + i + 2] = cells[two_above + i]! + SWAP_COST
  }
  let key = 0
  let unit = 1
  for (let dj = 1; dj <= to_max && dj <= j; dj++) {
    const letter = held[j - dj]!
    key += (letter === START ? EDGE : letter) * unit
    unit *= LETTERS
    const first_place = low[j - dj]!
    const last_place = high[j - dj]!
    if (first_place > last_place) continue
    const chunk = to_chunks[key]!
    if (chunk < 0) continue
    if (meeting_turn[chunk] !== turn) readChunk(word, chunk, dj === 1)
    const source = base - dj * WIDTH
    for (let k = meeting_from[chunk]!, last = meeting_to[chunk]!; k < last; k += 3) {
      const place = meetings[k]!
      if (place < first_place || place > last_place) continue
      const met = cells[source + place]! + meetings[k + 2]!
      const at = base + meetings[k + 1]!
      if (met < cells[at]!) cells[at] = met
    }
    if (dj > 1 && table[chunk]! < ABSENT) {
      const extra = table[chunk]!
      for (let i = first_place; i <= last_place; i++) {
        const more = cells[source + i]! + extra
        if (more < cells[base + i]!) cells[base + i] = more
      }
    }
  }
  finish(word, j, lowest)
}

/** Within a row, from `lowest` on: letters of the asked word that nothing was written for; and what is too dear already. */
function finish({ row, model, least }: Asked, j: number, lowest: number): void {
  const n = row.length
  const { from_max } = model
  const base = j * WIDTH
  let from = n + 1
  let to = -1
  for (let i = lowest; i <= n; i++) {
    const here = cells[base + i]!
    if (here + least[i]! > ceiling) {
      cells[base + i] = FAR
      continue
    }
    if (to < 0) from = i
    to = i
    if (i === n) break
    const less = here + dropped[i]!
    if (less < cells[base + i + 1]!) cells[base + i + 1] = less
    if (drops_longer)
      for (let di = 2; di <= from_max && i + di <= n; di++) {
        const fewer = here + longer_dropped[i * from_max + di - 1]!
        if (fewer < cells[base + i + di]!) cells[base + i + di] = fewer
      }
  }
  low[j] = from
  high[j] = to
  dead[j] = to >= 0 ? 0 : j === 0 ? 1 : dead[j - 1]! + 1
}
