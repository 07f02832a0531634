/** A dictionary of name tokens as a trie, searched by letter costs: all tokens near a query, cheapest first, none missed. */
import { type CostModel, chunkNumbers, leastToEnd, SWAP_COST } from './costs.ts'
import { EDGE } from './letters.ts'

/** Tokens of one alphabet. Nodes are flat: first child, next sibling, letter, token number (−1 for none). */
export type Dictionary = {
  add(row: Uint8Array, number: number): void
  /** The cheapest tokens, at most `limit`: tries each budget in turn until `enough` are found. */
  near(query: Uint8Array, model: CostModel, budgets: readonly number[], enough: number, limit: number, allowance?: Allowance): Near[]
  nodes(): number
  bytes(): number
}

/** A token found: its number and its cost in hundredths of a natural logarithm. */
export type Near = { number: number; cost: number }

/** How many nodes may still be opened; shared by the searches of one query, so that no query is slow. */
export type Allowance = { nodes: number }

/** Most trie nodes that one search may open; a search that reaches it returns what it has found. */
const MAX_OPENED = 60_000
const DEEPEST = 44
const FAR = 1_000_000

export function createDictionary(): Dictionary {
  let child = new Int32Array(1024)
  let sibling = new Int32Array(1024)
  let letter = new Uint8Array(1024)
  let token = new Int32Array(1024).fill(-1)
  let count = 1
  const grow = () => {
    const size = child.length * 2
    child = longer(child, size)
    sibling = longer(sibling, size)
    token = longer(token, size).fill(-1, count)
    const letters = new Uint8Array(size)
    letters.set(letter)
    letter = letters
  }
  const step = (node: number, wanted: number): number => {
    for (let next = child[node]!; next !== 0; next = sibling[next]!) if (letter[next] === wanted) return next
    if (count === child.length) grow()
    letter[count] = wanted
    sibling[count] = child[node]!
    child[node] = count
    return count++
  }
  return {
    add(row, number) {
      let node = 0
      for (let i = 0; i < row.length && i < DEEPEST; i++) node = step(node, row[i]!)
      token[node] = number
    },
    near(query, model, budgets, enough, limit, allowance = { nodes: MAX_OPENED }) {
      let found: Near[] = []
      for (const budget of budgets) {
        const walked = walk({ child, sibling, letter, token }, query, model, budget, limit, allowance)
        if (walked.found.length > found.length || walked.whole) found = walked.found
        if (found.length >= enough || !walked.whole) break
      }
      return found
    },
    nodes: () => count,
    bytes: () => child.byteLength + sibling.byteLength + letter.byteLength + token.byteLength,
  }
}

function longer(row: Int32Array, size: number): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(size)
  grown.set(row)
  return grown
}

type Walked = { found: Near[]; whole: boolean }

type Trie = { child: Int32Array; sibling: Int32Array; letter: Uint8Array; token: Int32Array }

/**
 * Depth first, one row of costs a node: `rows[depth][i]` is the cheapest way to have read `i` letters of the query and `depth` of the
 * path. A way is left when it cannot reach the end of the query within the budget.
 */
function walk(trie: Trie, query: Uint8Array, model: CostModel, budget: number, limit: number, allowance: Allowance): Walked {
  const { child, sibling, letter, token } = trie
  const length = query.length
  const width = length + 1
  const least = leastToEnd(query, model)
  const offsets = chunkNumbers(query, model.from_ids, model.from_max).map((number) => (number < 0 ? -1 : number * model.to_count))
  const firsts = chunkNumbers(query, model.from_ids, model.from_max).map((number) => (number < 0 ? 0 : model.firsts[number]!))
  const rows = new Int32Array((DEEPEST + 1) * width).fill(FAR)
  const path = new Uint8Array(DEEPEST + 1)
  const bands = new Int32Array(2 * (DEEPEST + 1))
  const stack = new Int32Array(DEEPEST + 1)
  const found: Near[] = []
  rows[0] = 0
  settle(rows, 0, bands, query, offsets, least, model, budget)
  stack[0] = child[0]!
  const most = Math.min(MAX_OPENED, allowance.nodes)
  let opened = 0
  for (let depth = 0; depth >= 0; ) {
    const node = stack[depth]!
    if (node === 0) {
      depth--
      continue
    }
    stack[depth] = sibling[node]!
    if (++opened > most) break
    path[depth] = letter[node]!
    const base = (depth + 1) * width
    rows.fill(FAR, base, base + width)
    descend(rows, depth + 1, width, path, query, offsets, firsts, bands, least, model, budget)
    if (!settle(rows, depth + 1, bands, query, offsets, least, model, budget)) continue
    if (token[node]! >= 0 && rows[base + length]! <= budget) found.push({ number: token[node]!, cost: rows[base + length]! })
    if (depth + 1 < DEEPEST) stack[++depth] = child[node]!
  }
  allowance.nodes -= Math.min(opened, most)
  found.sort((a, b) => a.cost - b.cost || a.number - b.number)
  return { found: found.slice(0, limit), whole: opened <= most }
}

/** Fills the row of a path from the rows of its beginnings, by habits and by errors. */
function descend(
  rows: Int32Array,
  depth: number,
  width: number,
  path: Uint8Array,
  query: Uint8Array,
  offsets: Int32Array,
  firsts: Int32Array,
  bands: Int32Array,
  least: Int32Array,
  model: CostModel,
  budget: number,
): void {
  const { from_max, to_max, table, to_chunks, same_alphabet } = model
  const length = width - 1
  const base = depth * width
  const last = path[depth - 1]!
  let key = 0
  for (let back = 1; back <= 3 && back <= depth; back++) {
    key += path[depth - back]! * 64 ** (back - 1)
    const to = back <= to_max ? to_chunks[key]! : -1
    if (to < 0 && back > 2) continue
    const before = base - back * width
    const first = path[depth - back]!
    const swap = back === 2 && same_alphabet && last !== path[depth - 2]
    const end = bands[2 * (depth - back) + 1]!
    for (let i = bands[2 * (depth - back)]!; i <= end; i++) {
      const here = rows[before + i]!
      if (here >= FAR) continue
      if (to >= 0)
        for (let di = back === 1 ? 0 : 1; di <= from_max && i + di <= length; di++) {
          const offset = di === 0 ? 0 : offsets[i * from_max + di - 1]!
          if (offset < 0 || (di > 0 && ((firsts[i * from_max + di - 1]! >> (first & 31)) & 1) === 0)) continue
          const cost = here + table[offset + to]!
          if (cost < rows[base + i + di]! && cost + least[i + di]! <= budget) rows[base + i + di] = cost
        }
      if (back === 1) {
        const own = i < length ? query[i]! : 0
        if (last === EDGE) {
          if (own === EDGE && (i === 0) === (depth === 1) && here < rows[base + i + 1]!) rows[base + i + 1] = here
          continue
        }
        const added = here + model.typing
        if (added < rows[base + i]! && added + least[i]! <= budget) rows[base + i] = added
        if (own <= EDGE) continue
        const met = same_alphabet && own === last ? here : added
        if (met < rows[base + i + 1]! && met + least[i + 1]! <= budget) rows[base + i + 1] = met
      } else if (swap && i + 2 <= length && query[i] === last && query[i + 1] === path[depth - 2]) {
        const cost = here + SWAP_COST
        if (cost < rows[base + i + 2]! && cost + least[i + 2]! <= budget) rows[base + i + 2] = cost
      }
    }
  }
}

/** Letters of the query that meet nothing, within one row; notes the band of the row still within reach. Says whether any way is left. */
function settle(
  rows: Int32Array,
  depth: number,
  bands: Int32Array,
  query: Uint8Array,
  offsets: Int32Array,
  least: Int32Array,
  model: CostModel,
  budget: number,
): boolean {
  const { from_max, table } = model
  const length = query.length
  const base = depth * (length + 1)
  let first = length + 1
  let last = -1
  for (let i = 0; i <= length; i++) {
    const here = rows[base + i]!
    if (here >= FAR) continue
    if (i < first) first = i
    last = i
    for (let di = 1; di <= from_max && i + di <= length; di++) {
      const offset = offsets[i * from_max + di - 1]!
      if (offset < 0) continue
      const cost = here + table[offset]!
      if (cost < rows[base + i + di]! && cost + least[i + di]! <= budget) rows[base + i + di] = cost
    }
    if (i === length || query[i] === EDGE) continue
    const missed = here + model.typing
    if (missed < rows[base + i + 1]! && missed + least[i + 1]! <= budget) rows[base + i + 1] = missed
  }
  bands[2 * depth] = first
  bands[2 * depth + 1] = last
  return last >= 0
}
