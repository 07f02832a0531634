/** The inner loop of finding: what it costs to have written one word as another, for one asked word against many held ones. */
import { type CostModel, LETTERS, SWAP_COST } from './costs.ts'
import { EDGE } from './letters.ts'

/** Letters of a word that are compared; longer words are cut. */
export const LONGEST_WORD = 40
const FAR = 1_000_000
const ABSENT = 32_000

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

// one word at a time is asked against many: for each chunk of its model, the place where it has it (plus one), and where it has it again
let current: Asked | undefined
let first = new Uint8Array(4_096)
const again = new Uint8Array((LONGEST_WORD + 2) * 3 + 1)
/** What leaving one letter of the asked word unwritten costs, by habit or by error; and chunks of two or three, where any habit does so. */
const dropped = new Int32Array(LONGEST_WORD + 3)
const longer_dropped = new Int32Array((LONGEST_WORD + 2) * 3)
let drops_longer = false
const held = new Uint8Array(LONGEST_WORD + 5)
const cells = new Int32Array((LONGEST_WORD + 6) * (LONGEST_WORD + 3))

function turnTo(word: Asked) {
  if (current) for (const chunk of current.chunks) if (chunk >= 0) first[chunk] = 0
  current = word
  const { chunks, model } = word
  if (first.length < model.from_ids.size) first = new Uint8Array(model.from_ids.size)
  drops_longer = false
  for (let i = 0; i < word.row.length; i++) dropped[i] = word.row[i]! > EDGE ? model.typing : FAR
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
}

/**
 * The cost, in hundredths of a natural logarithm, of the asked word having been written as the held one: the letters `from` to `to` of
 * the pool, without edges. Anything dearer than `limit` comes back as more than the limit.
 */
export function costOf(word: Asked, pool: Uint8Array, from: number, to: number, limit: number): number {
  if (current !== word) turnTo(word)
  const { row, least, model } = word
  const { from_max, to_max, to_chunks, same_alphabet, typing, table, met_starts, met_by, met_costs } = model
  const n = row.length
  const width = n + 1
  const m = Math.min(to - from, LONGEST_WORD) + 2
  held[0] = EDGE
  for (let j = 1; j < m - 1; j++) held[j] = pool[from + j - 1]!
  held[m - 1] = EDGE
  held[m] = 0
  const size = (m + 1) * width
  for (let cell = 0; cell < size; cell++) cells[cell] = FAR
  cells[0] = 0
  let dead = 0
  for (let j = 0; j <= m; j++) {
    const base = j * width
    const below = base + width
    const b = held[j]!
    const last = j === m
    let alive = false
    // within the row: letters of the asked word that nothing was written for; and errors
    for (let i = 0; i <= n; i++) {
      const here = cells[base + i]!
      if (here + least[i]! > limit) {
        cells[base + i] = FAR
        continue
      }
      alive = true
      if (i === n) break
      const less = here + dropped[i]!
      if (less < cells[base + i + 1]!) cells[base + i + 1] = less
      if (drops_longer)
        for (let di = 2; di <= from_max && i + di <= n; di++) {
          const fewer = here + longer_dropped[i * from_max + di - 1]!
          if (fewer < cells[base + i + di]!) cells[base + i + di] = fewer
        }
      if (last) continue
      const a = row[i]!
      const wrong = here + typing
      if (b > EDGE) {
        if (a > EDGE) {
          const met = same_alphabet && a === b ? here : wrong
          if (met < cells[below + i + 1]!) cells[below + i + 1] = met
          if (same_alphabet && a !== b && row[i + 1] === b && held[j + 1] === a && here + SWAP_COST < cells[below + width + i + 2]!)
            cells[below + width + i + 2] = here + SWAP_COST
        }
      } else if (a === EDGE && (i === 0) === (j === 0) && here < cells[below + i + 1]!) cells[below + i + 1] = here
    }
    if (!alive) {
      if (++dead === 3) return FAR
      continue
    }
    dead = 0
    if (last) break
    // letters written for nothing, by habit or by error
    const added = to_chunks[b]!
    let extra = b > EDGE ? typing : FAR
    if (added >= 0 && table[added]! < extra) extra = table[added]!
    if (extra < FAR)
      for (let i = 0; i <= n; i++) {
        const more = cells[base + i]! + extra
        if (more < cells[below + i]!) cells[below + i] = more
      }
    let key = 0
    for (let dj = 1; dj <= to_max && j + dj <= m; dj++) {
      key = key * LETTERS + held[j + dj - 1]!
      const chunk = to_chunks[key]!
      if (chunk < 0) continue
      const ahead = base + dj * width
      for (let k = met_starts[chunk]!, end = met_starts[chunk + 1]!; k < end; k++) {
        for (let slot = first[met_by[k]!]!; slot !== 0; slot = again[slot]!) {
          const i = ((slot - 1) / from_max) | 0
          const step = cells[base + i]! + met_costs[k]!
          const cell = ahead + slot - i * (from_max - 1)
          if (step < cells[cell]!) cells[cell] = step
        }
      }
      if (dj > 1 && table[chunk]! < limit)
        for (let i = 0; i <= n; i++) {
          const more = cells[base + i]! + table[chunk]!
          if (more < cells[ahead + i]!) cells[ahead + i] = more
        }
    }
  }
  return cells[size - 1]!
}
