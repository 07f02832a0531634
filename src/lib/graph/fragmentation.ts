/** What is left of a network when nodes are taken out of it, one by one or in raids (Borgatti 2006). */
import type { Graph } from './graph.ts'

export interface Left {
  /** Nodes taken out at this step; none at the first, which is the network whole. */
  readonly removed: readonly number[]
  readonly nodes: number
  readonly components: number
  readonly largest_component: number
  /** Share of the pairs of what is left that cannot reach each other; 1 where there is no pair. */
  readonly fragmentation: number
  /** The same with a pair counted by how far apart it is: 1 less the mean of 1 / steps. Undefined where not asked. */
  readonly distance_fragmentation: number | undefined
}

/**
 * The network whole, and after each raid; who stands in an earlier raid is not taken twice. Directions are not counted. Throws TypeError
 * for what is no node. Time: ties, and with distances raids × nodes × ties.
 */
export function fragmentationAfter(
  graph: Graph,
  raids: readonly (readonly number[])[],
  { with_distances = false }: { with_distances?: boolean } = {},
): Left[] {
  const { nodes } = graph
  const taken_at = new Int32Array(nodes).fill(-1)
  const removed = raids.map((raid, step) =>
    raid.filter((v) => {
      if (!(Number.isInteger(v) && v >= 0 && v < nodes)) throw new TypeError('only a node can be taken out')
      if (taken_at[v]! >= 0) return false
      taken_at[v] = step
      return true
    }),
  )
  // backwards: what was taken last is put back first, so that pieces only ever join
  const pieces = joining(graph)
  for (let v = 0; v < nodes; v++) if (taken_at[v]! < 0) pieces.put(v)
  const found: Left[] = []
  for (let step = raids.length; step >= 0; step--) {
    found[step] = { removed: step === 0 ? [] : removed[step - 1]!, ...pieces.now(), distance_fragmentation: undefined }
    if (step > 0) for (const v of removed[step - 1]!) pieces.put(v)
  }
  if (!with_distances) return found
  return found.map((left, step) => ({
    ...left,
    distance_fragmentation: distanceFragmentation(graph, (v) => taken_at[v]! < 0 || taken_at[v]! >= step),
  }))
}

/** One raid for each. */
export const oneByOne = (nodes: readonly number[]): number[][] => nodes.map((node) => [node])

/** Pieces that grow together as nodes are put in (union by size). */
function joining({ nodes, around: { starts, to } }: Graph) {
  const above = new Int32Array(nodes).fill(-1)
  const size = new Int32Array(nodes)
  let [present, components, largest, pairs] = [0, 0, 0, 0]
  const topOf = (v: number) => {
    let top = v
    while (above[top] !== top) top = above[top]!
    for (let at = v; above[at] !== top; ) {
      const next = above[at]!
      above[at] = top
      at = next
    }
    return top
  }
  return {
    put(v: number) {
      above[v] = v
      size[v] = 1
      present++
      components++
      largest = Math.max(largest, 1)
      for (let k = starts[v]!; k < starts[v + 1]!; k++) {
        if (above[to[k]!]! < 0) continue
        let [one, other] = [topOf(v), topOf(to[k]!)]
        if (one === other) continue
        if (size[one]! < size[other]!) [one, other] = [other, one]
        pairs += 2 * size[one]! * size[other]!
        above[other] = one
        size[one]! += size[other]!
        largest = Math.max(largest, size[one]!)
        components--
      }
    },
    now: () => ({
      nodes: present,
      components,
      largest_component: largest,
      fragmentation: present < 2 ? 1 : 1 - pairs / (present * (present - 1)),
    }),
  }
}

/** Over the nodes that are in; 1 where there is no pair. */
export function distanceFragmentation({ nodes, around: { starts, to } }: Graph, isIn: (node: number) => boolean): number {
  const steps = new Int32Array(nodes).fill(-1)
  const order = new Int32Array(nodes)
  const is_in = Uint8Array.from({ length: nodes }, (_, v) => Number(isIn(v)))
  let [near, present] = [0, 0]
  for (let source = 0; source < nodes; source++) {
    if (is_in[source] === 0) continue
    present++
    order[0] = source
    steps[source] = 0
    let found = 1
    for (let i = 0; i < found; i++) {
      const u = order[i]!
      if (i > 0) near += 1 / steps[u]!
      for (let k = starts[u]!; k < starts[u + 1]!; k++) {
        const v = to[k]!
        if (steps[v]! >= 0 || is_in[v] === 0) continue
        steps[v] = steps[u]! + 1
        order[found++] = v
      }
    }
    for (let i = 0; i < found; i++) steps[order[i]!] = -1
  }
  return present < 2 ? 1 : 1 - near / (present * (present - 1))
}

/** How near a set is to all: the mean of 1 / steps from the nearest of it, its own nodes counted as one step away; directions not counted. */
export function distanceReach({ nodes, around }: Graph, set: readonly number[]): number {
  if (nodes === 0) return 0
  const steps = new Int32Array(nodes).fill(-1)
  const order = new Int32Array(nodes)
  let found = 0
  for (const v of set) {
    if (steps[v] === 0) continue
    steps[v] = 0
    order[found++] = v
  }
  let near = found
  for (let i = 0; i < found; i++) {
    const u = order[i]!
    if (steps[u]! > 0) near += 1 / steps[u]!
    for (let k = around.starts[u]!; k < around.starts[u + 1]!; k++) {
      const v = around.to[k]!
      if (steps[v]! >= 0) continue
      steps[v] = steps[u]! + 1
      order[found++] = v
    }
  }
  return near / nodes
}
