/** Letter costs between two alphabets, learnt from pairs of spellings, as flat tables that a comparison reads. */
import { chunkKey, chunkLetters } from './learn.ts'
import { type Alphabet, EDGE, lettersOf } from './letters.ts'

/** What a weights file holds: from chunk → "to:cost to:cost" in hundredths of a natural logarithm; `_` is the edge. */
export type Weights = { from: Alphabet; to: Alphabet; source: string; chunks: Record<string, string> }

/** Chunks have numbers of their own (0 is the empty one); `table[from * to_count + to]` is the cost of their meeting. */
export type CostModel = {
  from_max: number
  to_max: number
  from_ids: Map<number, number>
  to_ids: Map<number, number>
  /** The same by direct look-up in base `LETTERS`, −1 where no such chunk is known. */
  to_chunks: Int16Array
  to_count: number
  table: Int16Array
  cheapest: Int16Array
  /** For each from chunk, the letters (modulo 32) that a to chunk it meets may begin with: most pairs are ruled out by it. */
  firsts: Int32Array
  /** From chunks by direct look-up, as `to_chunks`. */
  from_chunks: Int16Array
  /** The from chunks (but the empty one) that meet to chunk `t`: `met_by[met_starts[t]]` to before `met_by[met_starts[t + 1]]`, and their costs. */
  met_starts: Int32Array
  met_by: Uint16Array
  met_costs: Int16Array
  same_alphabet: boolean
  typing: number
}

/** More than there are letters in any alphabet, and no more than needed: the tables are small enough to stay near the processor. */
export const LETTERS = 36

/** Hundredths of a natural logarithm: what one wrong, missing or added letter costs when no habit explains it. */
export const TYPING_COST = 420
/** Across alphabets letters rarely meet one to one, and an error must not be cheaper than a rare habit. */
const TYPING_ACROSS = 520
/** Two neighbouring letters in the wrong order. */
export const SWAP_COST = 380
const ABSENT = 32_000
const FAR = 1_000_000

export function costModel(weights: Weights): CostModel {
  const entries = Object.entries(weights.chunks).flatMap(([from, row]) =>
    row.split(' ').map((one) => {
      const [to, cost] = one.split(':')
      return { from: letterRow(from, weights.from), to: letterRow(to!, weights.to), cost: Number(cost) }
    }),
  )
  return build(entries, weights.from === weights.to)
}

/** The same costs read from the other side. */
export function turned(model: CostModel): CostModel {
  const to_count = model.from_ids.size
  const table = new Int16Array(model.table.length).fill(ABSENT)
  for (let from = 0; from < model.from_ids.size; from++)
    for (let to = 0; to < model.to_count; to++) table[to * to_count + from] = model.table[from * model.to_count + to]!
  const half = { from_max: model.to_max, to_max: model.from_max, from_ids: model.to_ids, to_ids: model.from_ids, to_count, table }
  const to_chunks = direct(half.to_ids, half.to_max)
  const firsts = firstsOf(half.to_ids, half.from_ids.size, to_count, table)
  return {
    ...half,
    to_chunks,
    firsts,
    from_chunks: direct(half.from_ids, half.from_max),
    ...metBy(half.from_ids.size, to_count, table),
    cheapest: cheapestOf(half.from_ids.size, to_count, table),
    same_alphabet: model.same_alphabet,
    typing: model.typing,
  }
}

const letterRow = (text: string, alphabet: Alphabet): Uint8Array =>
  Uint8Array.from([...text], (letter) => (letter === '_' ? EDGE : lettersOf(alphabet).indexOf(letter) + 2))

function build(entries: { from: Uint8Array; to: Uint8Array; cost: number }[], same_alphabet: boolean): CostModel {
  const from_ids = new Map([[0, 0]])
  const to_ids = new Map([[0, 0]])
  const number = (ids: Map<number, number>, row: Uint8Array) => {
    const key = chunkKey(row, 0, row.length)
    if (!ids.has(key)) ids.set(key, ids.size)
    return ids.get(key)!
  }
  const numbered = entries.map((entry) => ({ from: number(from_ids, entry.from), to: number(to_ids, entry.to), cost: entry.cost }))
  const table = new Int16Array(from_ids.size * to_ids.size).fill(ABSENT)
  for (const { from, to, cost } of numbered) table[from * to_ids.size + to] = Math.max(0, cost)
  return {
    from_max: Math.max(...entries.map((entry) => entry.from.length)),
    to_max: Math.max(...entries.map((entry) => entry.to.length)),
    from_ids,
    to_ids,
    to_chunks: direct(to_ids, Math.max(...entries.map((entry) => entry.to.length))),
    to_count: to_ids.size,
    table,
    cheapest: cheapestOf(from_ids.size, to_ids.size, table),
    firsts: firstsOf(to_ids, from_ids.size, to_ids.size, table),
    from_chunks: direct(from_ids, Math.max(...entries.map((entry) => entry.from.length))),
    ...metBy(from_ids.size, to_ids.size, table),
    same_alphabet,
    typing: same_alphabet ? TYPING_COST : TYPING_ACROSS,
  }
}

function direct(ids: Map<number, number>, longest: number): Int16Array {
  const chunks = new Int16Array(LETTERS ** longest).fill(-1)
  for (const [key, id] of ids) if (key > 0) chunks[chunkLetters(key).reduce((sum, letter) => sum * LETTERS + letter, 0)] = id
  return chunks
}

function metBy(from_count: number, to_count: number, table: Int16Array) {
  const met_starts = new Int32Array(to_count + 1)
  const met: number[] = []
  const costs: number[] = []
  for (let to = 0; to < to_count; to++) {
    for (let from = 1; from < from_count; from++)
      if (to > 0 && table[from * to_count + to]! < ABSENT) {
        met.push(from)
        costs.push(table[from * to_count + to]!)
      }
    met_starts[to + 1] = met.length
  }
  return { met_starts, met_by: Uint16Array.from(met), met_costs: Int16Array.from(costs) }
}

function firstsOf(to_ids: Map<number, number>, from_count: number, to_count: number, table: Int16Array): Int32Array {
  const firsts = new Int32Array(from_count)
  for (const [key, to] of to_ids) {
    const bit = key === 0 ? 0 : 1 << (chunkLetters(key)[0]! & 31)
    for (let from = 0; from < from_count; from++) if (table[from * to_count + to]! < ABSENT) firsts[from]! |= bit
  }
  return firsts
}

function cheapestOf(from_count: number, to_count: number, table: Int16Array): Int16Array {
  const cheapest = new Int16Array(from_count).fill(ABSENT)
  for (let from = 0; from < from_count; from++)
    for (let to = 0; to < to_count; to++) cheapest[from] = Math.min(cheapest[from]!, table[from * to_count + to]!)
  return cheapest
}

/** Chunk numbers of a row: `[at * max + length - 1]` is the chunk of that length starting there, −1 where none is known. */
export function chunkNumbers(row: Uint8Array, ids: Map<number, number>, max: number): Int32Array {
  const numbers = new Int32Array(row.length * max).fill(-1)
  for (let at = 0; at < row.length; at++)
    for (let length = 1; length <= max && at + length <= row.length; length++)
      numbers[at * max + length - 1] = ids.get(chunkKey(row, at, length)) ?? -1
  return numbers
}

/** The least that the letters from each place to the end can cost against any spelling. */
export function leastToEnd(row: Uint8Array, model: CostModel): Int32Array {
  const numbers = chunkNumbers(row, model.from_ids, model.from_max)
  const least = new Int32Array(row.length + 1)
  for (let at = row.length - 1; at >= 0; at--) {
    let best = least[at + 1]! + (row[at] === EDGE || model.same_alphabet ? 0 : model.typing)
    for (let length = 1; length <= model.from_max && at + length <= row.length; length++) {
      const chunk = numbers[at * model.from_max + length - 1]!
      if (chunk >= 0) best = Math.min(best, least[at + length]! + model.cheapest[chunk]!)
    }
    least[at] = best
  }
  return least
}

/** One table for all comparisons, which never overlap; grown where two long words need more. */
let cells = new Int32Array(2048)

/**
 * The cost of writing `from` as `to`, by habit or by error, in hundredths; the cheapest cut of both into chunks. Anything
 * dearer than `limit` comes back as some number above it.
 */
export function pairCost(from: Uint8Array, to: Uint8Array, model: CostModel, limit = FAR - 1): number {
  const { from_max, to_max, table, to_count, typing, same_alphabet, firsts } = model
  const width = to.length + 1
  const size = (from.length + 1) * width
  if (cells.length < size) cells = new Int32Array(size * 2)
  const cost = cells
  cost.fill(FAR, 0, size)
  cost[0] = 0
  const from_numbers = numbersOf(from, model.from_ids, from_max)
  const to_numbers = numbersOf(to, model.to_ids, to_max)
  for (let i = 0; i <= from.length; i++)
    for (let j = 0; j <= to.length; j++) {
      const at = i * width + j
      const here = cost[at]!
      if (here > limit) continue
      const a = i < from.length ? from[i]! : 0
      const b = j < to.length ? to[j]! : 0
      for (let di = 0; di <= from_max && i + di <= from.length; di++) {
        const chunk = di === 0 ? 0 : from_numbers[i * from_max + di - 1]!
        if (chunk < 0) continue
        const row = chunk * to_count
        if (di > 0) {
          const dropped = here + table[row]!
          if (dropped < cost[at + di * width]!) cost[at + di * width] = dropped
        }
        if (((firsts[chunk]! >> (b & 31)) & 1) === 0) continue
        for (let dj = 1; dj <= to_max && j + dj <= to.length; dj++) {
          const other = to_numbers[j * to_max + dj - 1]!
          if (other < 0) continue
          const step = here + table[row + other]!
          const cell = at + di * width + dj
          if (step < cost[cell]!) cost[cell] = step
        }
      }
      if (a === EDGE && b === EDGE) {
        if ((i === 0) === (j === 0) && here < cost[at + width + 1]!) cost[at + width + 1] = here
        continue
      }
      const wrong = here + typing
      if (a > EDGE && wrong < cost[at + width]!) cost[at + width] = wrong
      if (b > EDGE && wrong < cost[at + 1]!) cost[at + 1] = wrong
      if (a <= EDGE || b <= EDGE) continue
      const met = same_alphabet && a === b ? here : wrong
      if (met < cost[at + width + 1]!) cost[at + width + 1] = met
      if (same_alphabet && a !== b && from[i + 1] === b && to[j + 1] === a && here + SWAP_COST < cost[at + 2 * width + 2]!)
        cost[at + 2 * width + 2] = here + SWAP_COST
    }
  return cost[size - 1]!
}

const known_numbers = new WeakMap<Uint8Array, Map<Map<number, number>, Int32Array>>()

/** Chunk numbers, remembered as long as the row lives. */
function numbersOf(row: Uint8Array, ids: Map<number, number>, max: number): Int32Array {
  let known = known_numbers.get(row)
  if (!known) {
    known = new Map()
    known_numbers.set(row, known)
  }
  let numbers = known.get(ids)
  if (!numbers) {
    numbers = chunkNumbers(row, ids, max)
    known.set(ids, numbers)
  }
  return numbers
}
