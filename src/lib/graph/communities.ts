/**
 * Communities by modularity (Louvain, Blondel and others 2008), directions not counted, weights counted. Nodes move while that is a gain,
 * communities become nodes, and so on; then nodes may move once more, and what does not hang together is parted. A seed gives the order.
 */
import { type Chance, chanceOf, shuffle } from './chance.ts'
import { numberedBySize } from './components.ts'
import type { Graph, Ties } from './graph.ts'

export interface Communities {
  /** By node, the number of its community; 0 is the largest, of equals the one of the lowest node. */
  readonly of: Int32Array
  readonly sizes: readonly number[]
  readonly modularity: number
}

/** Graphs up to this size are gone through with ten orders, and the best is kept. */
const SMALL = 2_000
const MOST_ROUNDS = 10
const GAIN = 1e-9

export function communitiesOf(
  graph: Graph,
  { seed, tries = graph.nodes <= SMALL ? 10 : 1 }: { seed: number; tries?: number },
): Communities {
  if (!Number.isSafeInteger(tries) || tries < 1) throw new TypeError('one try at least')
  const level = finest(graph)
  let best: Communities | undefined
  for (let one = 0; one < tries; one++) {
    const found = attempt(graph, level, chanceOf(seed + one))
    if (!best || found.modularity > best.modularity + GAIN) best = found
  }
  return best!
}

/** A graph whose nodes may be communities: with what each holds inside, both ways counted. */
interface Level {
  readonly nodes: number
  readonly ties: Ties
  readonly inside: Float64Array
  /** Weight of all ties of a node, those inside it too. */
  readonly weight: Float64Array
  readonly total: number
}

function finest({ nodes, around }: Graph): Level {
  const weight = new Float64Array(nodes)
  let total = 0
  for (let v = 0; v < nodes; v++) {
    for (let k = around.starts[v]!; k < around.starts[v + 1]!; k++) weight[v]! += around.weights?.[k] ?? 1
    total += weight[v]!
  }
  return { nodes, ties: around, inside: new Float64Array(nodes), weight, total }
}

function attempt(graph: Graph, level: Level, chance: Chance): Communities {
  let of: Int32Array = Int32Array.from({ length: graph.nodes }, (_, v) => v)
  let modularity = modularityOf(graph, of)
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = climbed(level, of.slice(), chance)
    const reached = modularityOf(graph, next)
    if (reached <= modularity + GAIN) break
    of = next
    modularity = reached
  }
  const parted = hangingTogether(graph, of)
  return { ...parted, modularity: modularityOf(graph, parted.of) }
}

/** Moves nodes from where they are, then communities as nodes, until nothing moves. */
function climbed(level: Level, of: Int32Array, chance: Chance): Int32Array {
  const has_moved = move(level, of, chance)
  const count = renumber(of)
  if (count === level.nodes || (!has_moved && count === 1)) return of
  const above = climbed(
    gathered(level, of, count),
    Int32Array.from({ length: count }, (_, v) => v),
    chance,
  )
  for (let v = 0; v < of.length; v++) of[v] = above[of[v]!]!
  return of
}

/** Lets nodes go where modularity gains most, each again when a neighbour has left it; in place. */
function move({ nodes, ties: { starts, to, weights }, weight, total }: Level, of: Int32Array, chance: Chance): boolean {
  if (total === 0) return false
  const whole = new Float64Array(nodes)
  for (let v = 0; v < nodes; v++) whole[of[v]!]! += weight[v]!
  const queue = shuffle(
    Int32Array.from({ length: nodes }, (_, v) => v),
    chance,
  )
  const is_waiting = new Uint8Array(nodes).fill(1)
  const link = new Float64Array(nodes)
  const near = new Int32Array(nodes)
  let has_moved = false
  let [first, waiting] = [0, nodes]
  // each move is a gain, so this ends; the bound is for rounding
  for (let left = nodes * 200; waiting > 0 && left > 0; left--) {
    const v = queue[first]!
    first = first + 1 === nodes ? 0 : first + 1
    waiting--
    is_waiting[v] = 0
    const home = of[v]!
    let count = 0
    near[count++] = home
    const [begin, end] = [starts[v]!, starts[v + 1]!]
    for (let k = begin; k < end; k++) {
      const there = of[to[k]!]!
      if (link[there] === 0 && there !== home) near[count++] = there
      link[there]! += weights ? weights[k]! : 1
    }
    const share = weight[v]! / total
    whole[home]! -= weight[v]!
    let best = home
    let gain = link[home]! - share * whole[home]!
    for (let i = 1; i < count; i++) {
      const there = near[i]!
      const other = link[there]! - share * whole[there]!
      if (other > gain + 1e-10) {
        gain = other
        best = there
      }
      link[there] = 0
    }
    link[home] = 0
    whole[best]! += weight[v]!
    if (best === home) continue
    of[v] = best
    has_moved = true
    for (let k = begin; k < end; k++) {
      const u = to[k]!
      if (is_waiting[u] || of[u] === best) continue
      is_waiting[u] = 1
      queue[(first + waiting) % nodes] = u
      waiting++
    }
  }
  return has_moved
}

/** Names communities 0, 1, 2… in the order of their lowest nodes, in place; the number is how many. */
function renumber(of: Int32Array): number {
  const renamed = new Int32Array(of.length).fill(-1)
  let count = 0
  for (let v = 0; v < of.length; v++) {
    if (renamed[of[v]!]! < 0) renamed[of[v]!] = count++
    of[v] = renamed[of[v]!]!
  }
  return count
}

/** Communities as nodes. */
function gathered({ nodes, ties: { starts, to, weights }, inside, weight, total }: Level, of: Int32Array, count: number): Level {
  const begins = new Int32Array(count + 1)
  for (let v = 0; v < nodes; v++) begins[of[v]! + 1]!++
  for (let c = 0; c < count; c++) begins[c + 1]! += begins[c]!
  const next = begins.slice(0, count)
  const members = new Int32Array(nodes)
  for (let v = 0; v < nodes; v++) members[next[of[v]!]!++] = v

  const above = { inside: new Float64Array(count), weight: new Float64Array(count) }
  const above_starts = new Int32Array(count + 1)
  const above_to = new Int32Array(to.length)
  const above_weights = new Float64Array(to.length)
  const at = new Int32Array(count).fill(-1)
  let kept = 0
  for (let c = 0; c < count; c++) {
    const row = kept
    for (let i = begins[c]!; i < begins[c + 1]!; i++) {
      const v = members[i]!
      above.weight[c]! += weight[v]!
      above.inside[c]! += inside[v]!
      for (let k = starts[v]!; k < starts[v + 1]!; k++) {
        const there = of[to[k]!]!
        const worth = weights ? weights[k]! : 1
        if (there === c) above.inside[c]! += worth
        else if (at[there]! >= row) above_weights[at[there]!]! += worth
        else {
          at[there] = kept
          above_to[kept] = there
          above_weights[kept++] = worth
        }
      }
    }
    above_starts[c + 1] = kept
  }
  return {
    ...above,
    nodes: count,
    ties: { starts: above_starts, to: above_to.slice(0, kept), weights: above_weights.slice(0, kept) },
    total,
  }
}

/** Parts of a community without a tie between them become communities of their own. */
function hangingTogether({ nodes, around: { starts, to } }: Graph, of: Int32Array) {
  const parted = new Int32Array(nodes).fill(-1)
  const queue = new Int32Array(nodes)
  const sizes: number[] = []
  for (let first = 0; first < nodes; first++) {
    if (parted[first]! >= 0) continue
    let found = 1
    queue[0] = first
    parted[first] = sizes.length
    for (let i = 0; i < found; i++) {
      const u = queue[i]!
      for (let k = starts[u]!; k < starts[u + 1]!; k++) {
        const v = to[k]!
        if (parted[v]! >= 0 || of[v] !== of[first]) continue
        parted[v] = sizes.length
        queue[found++] = v
      }
    }
    sizes.push(found)
  }
  return numberedBySize(parted, sizes)
}

/** Share of weight inside communities, less what chance would put there (Newman and Girvan 2004); 0 without ties. */
export function modularityOf({ nodes, around: { starts, to, weights } }: Graph, of: Int32Array): number {
  let highest = 0
  for (let v = 0; v < nodes; v++) highest = Math.max(highest, of[v]! + 1)
  const whole = new Float64Array(highest)
  let [inside, total] = [0, 0]
  for (let v = 0; v < nodes; v++) {
    for (let k = starts[v]!; k < starts[v + 1]!; k++) {
      const worth = weights ? weights[k]! : 1
      total += worth
      whole[of[v]!]! += worth
      if (of[to[k]!] === of[v]) inside += worth
    }
  }
  return total === 0 ? 0 : inside / total - whole.reduce((sum, one) => sum + (one / total) ** 2, 0)
}
