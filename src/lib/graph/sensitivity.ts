/**
 * How sure a ranking is when ties are missing: it is made again many times with a share of the known ties left out by chance, and what a
 * node's rank then moves between is told beside it (after Borgatti, Carley and Krackhardt 2006).
 */
import { chanceOf, sample } from './chance.ts'
import { edgesOf, type Graph, graphOf } from './graph.ts'

export interface RankSensitivity {
  /** By node, its rank among all, the highest 1; who is equal has the same. */
  readonly rank: Int32Array
  /** By node, what nine of ten drawn ranks lie between. */
  readonly lowest: Int32Array
  readonly highest: Int32Array
  /** Share of the draws in which who is first stays first. */
  readonly first_stays: number
  /** Mean share of the first ten (or of all, of fewer) that are among the first ten. */
  readonly top_stays: number
  readonly draws: number
  readonly missing: number
  readonly seed: number
}

/** Ranks held at a time, at most. */
const MOST_RANKS = 50_000_000
const TOP = 10

/**
 * Ranks the nodes by `measure`. Throws TypeError for a share that is not between 0 and 1, and for more draws than can be held. Time: draws
 * × what the measure takes.
 */
export function rankSensitivity(
  graph: Graph,
  measure: (graph: Graph) => Float64Array,
  { missing, draws, seed }: { missing: number; draws: number; seed: number },
): RankSensitivity {
  if (!(missing > 0 && missing < 1)) throw new TypeError('a share of ties lies between 0 and 1')
  if (!(Number.isInteger(draws) && draws >= 1 && draws * graph.nodes <= MOST_RANKS)) throw new TypeError('too many draws for so many nodes')
  const { nodes } = graph
  const rank = ranksOf(measure(graph))
  const edges = edgesOf(graph)
  const kept = Math.round(edges.from.length * (1 - missing))
  const chance = chanceOf(seed)
  const drawn = new Int32Array(nodes * draws)
  const top = topOf(rank)
  const first = rank.indexOf(1)
  let [first_stays, top_stays] = [0, 0]
  for (let draw = 0; draw < draws; draw++) {
    const at = sample(edges.from.length, kept, chance)
    const weights = edges.weights && Float64Array.from(at, (k) => edges.weights![k]!)
    const some = { from: at.map((k) => edges.from[k]!), to: at.map((k) => edges.to[k]!), weights }
    const ranks = ranksOf(measure(graphOf(nodes, some, graph)))
    for (let v = 0; v < nodes; v++) drawn[v * draws + draw] = ranks[v]!
    if (ranks[first] === 1) first_stays++
    const stays = topOf(ranks)
    let both = 0
    for (const v of top) if (stays.has(v)) both++
    top_stays += both / Math.max(1, top.size)
  }
  const [lowest, highest] = [new Int32Array(nodes), new Int32Array(nodes)]
  for (let v = 0; v < nodes; v++) {
    const own = drawn.subarray(v * draws, (v + 1) * draws).sort()
    lowest[v] = own[Math.floor(0.05 * (draws - 1))]!
    highest[v] = own[Math.ceil(0.95 * (draws - 1))]!
  }
  return { rank, lowest, highest, first_stays: first_stays / draws, top_stays: top_stays / draws, draws, missing, seed }
}

/** Ranks from 1, the highest first; what is equal but for rounding has the same, what is no number comes last. */
export function ranksOf(values: Float64Array): Int32Array {
  const worth = values.map((value) => (Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value))
  const order = Int32Array.from(worth, (_, v) => v).sort((a, b) => worth[b]! - worth[a]! || a - b)
  const ranks = new Int32Array(values.length)
  let rank = 1
  for (const [i, v] of order.entries()) {
    const before = i === 0 ? worth[v]! : worth[order[i - 1]!]!
    if (before !== worth[v]! && before - worth[v]! > 1e-9 * Math.abs(before)) rank = i + 1
    ranks[v] = rank
  }
  return ranks
}

/** The first ten; of equals at the end those of the lowest numbers. */
function topOf(ranks: Int32Array): Set<number> {
  const order = Int32Array.from(ranks, (_, v) => v).sort((a, b) => ranks[a]! - ranks[b]! || a - b)
  return new Set(order.subarray(0, TOP))
}
