/**
 * Sets of key players (Borgatti 2006): whose removal leaves the others furthest apart, or from whom the others are nearest. The best set of
 * any size is not the best single ones together; it is built by adding the best, and then by exchanging while that is a gain,
 * from several beginnings.
 */
import { distanceFragmentation, distanceReach, fragmentationAfter } from './fragmentation.ts'
import { degreeIn, type Graph } from './graph.ts'

export type KeyPlayerAim =
  /** KPP-Neg: to take apart, by distance. */
  | 'disrupt'
  /** KPP-Neg by components alone, for networks too large for distances. */
  | 'disconnect'
  /** KPP-Pos: to reach all. */
  | 'reach'

export interface KeyPlayers {
  readonly set: readonly number[]
  /** What the set attains: a fragmentation or a reach, each from 0 to 1. */
  readonly value: number
  /** So many nodes were looked at, those with most ties first. */
  readonly candidates: number
  /** Whether no single exchange with a candidate makes it better; else the bound on time ended it. */
  readonly is_settled: boolean
}

/** Ties looked at, at most. */
const MOST_STEPS = 2_000_000_000
const FEWEST_CANDIDATES = 20
const STARTS = 10

/** A set of `size` nodes. Throws TypeError for a size that is no number of the nodes. */
export function keyPlayersOf(
  graph: Graph,
  { size, aim, most_steps = MOST_STEPS }: { size: number; aim: KeyPlayerAim; most_steps?: number },
): KeyPlayers {
  if (!(Number.isInteger(size) && size >= 1 && size <= graph.nodes)) throw new TypeError('a set is of one node to all of them')
  const cost = costOf(graph, aim)
  // adding looks at each candidate once a place, and exchanging about twice more
  const affordable = Math.floor(most_steps / (3 * size * cost))
  const candidates = byTies(graph).slice(0, Math.max(size, FEWEST_CANDIDATES, affordable))
  const worth = worthOf(graph, aim)
  let left = Math.floor(most_steps / cost)

  /** The candidate that adds most to a set. */
  const best = (others: readonly number[]) => {
    let [found, most] = [-1, Number.NEGATIVE_INFINITY]
    for (const v of candidates) {
      if (others.includes(v)) continue
      left--
      const attained = worth([...others, v])
      // what is equal but for rounding goes to who has more ties
      if (attained > most + 1e-12) [found, most] = [v, attained]
    }
    return { found, most }
  }
  const climbedFrom = (first: readonly number[]) => {
    const set = [...first]
    let value = worth(set)
    while (set.length < size) {
      const { found, most } = best(set)
      set.push(found)
      value = most
    }
    let unchanged = 0
    for (let place = 0; unchanged < size && left > 0; place = (place + 1) % size) {
      const { found, most } = best(set.filter((_, i) => i !== place))
      if (most > value + 1e-12) {
        set[place] = found
        value = most
        unchanged = 0
      } else unchanged++
    }
    return { set: set.sort((a, b) => a - b), value, is_settled: unchanged >= size }
  }

  let found = climbedFrom([])
  // also from each of those with most ties, for what is best alone may stand in the way
  for (const first of candidates.slice(0, STARTS)) {
    if (left <= 0 || size === 1) break
    const other = climbedFrom([first])
    if (other.value > found.value + 1e-12) found = other
  }
  return { ...found, candidates: candidates.length }
}

const costOf = ({ nodes, around }: Graph, aim: KeyPlayerAim) => (aim === 'disrupt' ? nodes : 1) * Math.max(1, around.to.length + nodes)

function worthOf(graph: Graph, aim: KeyPlayerAim): (set: readonly number[]) => number {
  if (aim === 'reach') return (set) => distanceReach(graph, set)
  if (aim === 'disconnect') return (set) => fragmentationAfter(graph, [set])[1]!.fragmentation
  return (set) => distanceFragmentation(graph, (v) => !set.includes(v))
}

function byTies({ nodes, around }: Graph): number[] {
  return Array.from({ length: nodes }, (_, v) => v).sort((a, b) => degreeIn(around, b) - degreeIn(around, a) || a - b)
}
