/**
 * Betweenness and farness over shortest paths, each tie one step (Brandes 2001). One pass from a source finds how far everything is, in how
 * many ways, and what part of those ways each node lies on; the sums over sources are what centralities are made of.
 */
import type { Graph, Ties } from './graph.ts'

export interface PathSums {
  /** By node: the share of shortest paths from the sources that pass through it, both ends left out. */
  readonly between: Float64Array
  /** Sum of the squares of the same, for the error of a sample; none where not asked. */
  readonly squares: Float64Array | undefined
  /** By node: steps from all sources that reach it. */
  readonly far: Float64Array
  /** By node: sources that reach it, itself not counted. */
  readonly reached: Int32Array
}

/** From so many ways on floating numbers no longer hold the count of them, and it is kept by its logarithm. */
const MOST_WAYS = 1e290

/**
 * Sums over the given sources, in whose order they are added. Time: sources × ties; memory: some forty bytes a node and four a tie.
 */
export function pathSums(nodes: number, { starts, to }: Pick<Ties, 'starts' | 'to'>, sources: Int32Array, with_squares = false): PathSums {
  const between = new Float64Array(nodes)
  const squares = with_squares ? new Float64Array(nodes) : undefined
  const far = new Float64Array(nodes)
  const reached = new Int32Array(nodes)
  const steps = new Int32Array(nodes).fill(-1)
  const ways = new Float64Array(nodes)
  const credit = new Float64Array(nodes)
  const order = new Int32Array(nodes)
  // ties that lie on shortest paths, by the place of their nearer end in the order
  const onward = new Int32Array(to.length)
  const onward_starts = new Int32Array(nodes + 1)

  for (let s = 0; s < sources.length; s++) {
    const source = sources[s]!
    let found = 1
    let ties = 0
    let most = 1
    order[0] = source
    steps[source] = 0
    ways[source] = 1
    for (let i = 0; i < found; i++) {
      const u = order[i]!
      const next = steps[u]! + 1
      const ways_u = ways[u]!
      if (ways_u > most) most = ways_u
      onward_starts[i] = ties
      for (let k = starts[u]!, end = starts[u + 1]!; k < end; k++) {
        const v = to[k]!
        const at = steps[v]!
        if (at === next) {
          ways[v]! += ways_u
          onward[ties++] = v
        } else if (at < 0) {
          steps[v] = next
          ways[v] = ways_u
          order[found++] = v
          onward[ties++] = v
        }
      }
    }
    onward_starts[found] = ties
    if (most > MOST_WAYS) byLogarithms(order, found, onward, onward_starts, ways)
    const is_logarithm = most > MOST_WAYS
    for (let i = found - 1; i > 0; i--) {
      const u = order[i]!
      let sum = 0
      const ways_u = ways[u]!
      let through: number
      if (is_logarithm) {
        for (let k = onward_starts[i]!, end = onward_starts[i + 1]!; k < end; k++) {
          const v = onward[k]!
          sum += Math.exp(ways_u - ways[v]!) * credit[v]!
        }
        through = sum
        credit[u] = 1 + through
      } else {
        for (let k = onward_starts[i]!, end = onward_starts[i + 1]!; k < end; k++) sum += credit[onward[k]!]!
        through = ways_u * sum
        credit[u] = (1 + through) / ways_u
      }
      between[u]! += through
      if (squares) squares[u]! += through * through
      far[u]! += steps[u]!
      reached[u]!++
      steps[u] = -1
    }
    steps[source] = -1
  }
  return { between, squares, far, reached }
}

/** Replaces the counts of ways by their natural logarithms. */
function byLogarithms(order: Int32Array, found: number, onward: Int32Array, onward_starts: Int32Array, ways: Float64Array) {
  for (let i = 1; i < found; i++) ways[order[i]!] = Number.NEGATIVE_INFINITY
  ways[order[0]!] = 0
  for (let i = 0; i < found; i++) {
    const here = ways[order[i]!]!
    for (let k = onward_starts[i]!; k < onward_starts[i + 1]!; k++) {
      const v = onward[k]!
      const [low, high] = here < ways[v]! ? [here, ways[v]!] : [ways[v]!, here]
      ways[v] = high + Math.log1p(Math.exp(low - high))
    }
  }
}

/** In how many parts sources are summed: by the size alone, so that the last digit does not depend on how many threads there are. */
export const partsFor = (nodes: number): number => (nodes > 100_000 ? 2 : 8)

export function partsOf(nodes: number, sources: Int32Array): Int32Array[] {
  const parts = partsFor(nodes)
  return Array.from({ length: parts }, (_, i) =>
    sources.slice(Math.floor((i * sources.length) / parts), Math.floor(((i + 1) * sources.length) / parts)),
  )
}

/** Adds up parts in their order. */
export function added(parts: readonly PathSums[]): PathSums {
  const [first, ...others] = parts
  if (!first) throw new TypeError('no parts to add')
  for (const { between, squares, far, reached } of others) {
    for (let v = 0; v < between.length; v++) {
      first.between[v]! += between[v]!
      if (first.squares && squares) first.squares[v]! += squares[v]!
      first.far[v]! += far[v]!
      first.reached[v]! += reached[v]!
    }
  }
  return first
}

/** All parts one after the other, for who has no threads. */
export const pathSumsInParts = ({ nodes, out }: Graph, sources: Int32Array, with_squares = false): PathSums =>
  added(partsOf(nodes, sources).map((part) => pathSums(nodes, out, part, with_squares)))

/** Steps from one node along the ties; −1 for what cannot be reached. `order` gets what is reached, nearest first; the number is how many. */
export function stepsFrom(source: number, { starts, to }: Ties, steps: Int32Array, order: Int32Array): number {
  steps.fill(-1)
  steps[source] = 0
  order[0] = source
  let found = 1
  for (let i = 0; i < found; i++) {
    const u = order[i]!
    for (let k = starts[u]!; k < starts[u + 1]!; k++) {
      const v = to[k]!
      if (steps[v]! >= 0) continue
      steps[v] = steps[u]! + 1
      order[found++] = v
    }
  }
  return found
}
