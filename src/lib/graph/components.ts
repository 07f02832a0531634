/** Components: what hangs together, whatever the direction of the ties. */
import { degreeIn, type Graph } from './graph.ts'
import { stepsFrom } from './shortest-paths.ts'

export interface Components {
  /** By node, the number of its component; 0 is the largest, of equals the one of the lowest node. */
  readonly of: Int32Array
  /** Nodes by component. */
  readonly sizes: readonly number[]
}

export function componentsOf({ nodes, around: { starts, to } }: Graph): Components {
  const of = new Int32Array(nodes).fill(-1)
  const queue = new Int32Array(nodes)
  const sizes: number[] = []
  for (let first = 0; first < nodes; first++) {
    if (of[first]! >= 0) continue
    const number = sizes.length
    let found = 1
    queue[0] = first
    of[first] = number
    for (let i = 0; i < found; i++) {
      const u = queue[i]!
      for (let k = starts[u]!; k < starts[u + 1]!; k++) {
        const v = to[k]!
        if (of[v]! >= 0) continue
        of[v] = number
        queue[found++] = v
      }
    }
    sizes.push(found)
  }
  return numberedBySize(of, sizes)
}

/** Numbers groups anew: the largest is 0, of equals the one numbered first. */
export function numberedBySize(of: Int32Array, sizes: readonly number[]): Components {
  const ranked = sizes.map((size, number) => ({ size, number })).sort((a, b) => b.size - a.size || a.number - b.number)
  const renamed = new Int32Array(sizes.length)
  for (const [rank, { number }] of ranked.entries()) renamed[number] = rank
  for (let v = 0; v < of.length; v++) of[v] = renamed[of[v]!]!
  return { of, sizes: ranked.map(({ size }) => size) }
}

/** So many ties are looked at for a diameter at most. */
export const MOST_STEPS_FOR_DIAMETER = 200_000_000

/**
 * Longest of the shortest paths in the largest component, whatever the direction of the ties: looked for from the outside in, which mostly
 * takes few passes (iFUB, Crescenzi and others 2013). Undefined where it would take more than `most_steps`.
 */
export function diameterOf(graph: Graph, { of }: Components, most_steps = MOST_STEPS_FOR_DIAMETER): number | undefined {
  const { nodes, around } = graph
  if (nodes === 0) return 0
  const [steps, order] = [new Int32Array(nodes), new Int32Array(nodes)]
  let left = most_steps
  const look = (from: number) => {
    const found = stepsFrom(from, around, steps, order)
    left -= around.to.length + nodes
    return found
  }
  let widest = -1
  for (let v = 0; v < nodes; v++) if (of[v] === 0 && (widest < 0 || degreeIn(around, v) > degreeIn(around, widest))) widest = v
  // two sweeps, and the middle of the path they find
  const far = order[look(widest) - 1]!
  const end = order[look(far) - 1]!
  let longest = steps[end]!
  let middle = end
  while (steps[middle]! > longest >> 1) middle = nearer(graph, middle, steps)
  const found = look(middle)
  const levels = order.slice(0, found)
  const level_of = steps.slice()
  for (let i = found - 1; i >= 0; i--) {
    const level = level_of[levels[i]!]!
    // what lies within this level can be at most twice as far apart
    if (longest >= 2 * level) return longest
    if (left < 0) return undefined
    longest = Math.max(longest, steps[order[look(levels[i]!) - 1]!]!)
  }
  return longest
}

function nearer({ around: { starts, to } }: Graph, node: number, steps: Int32Array): number {
  for (let k = starts[node]!; k < starts[node + 1]!; k++) if (steps[to[k]!]! === steps[node]! - 1) return to[k]!
  throw new TypeError('nothing is nearer')
}
