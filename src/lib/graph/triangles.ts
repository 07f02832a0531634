/** Triangles, and what they say: clustering, transitivity, and the effective size of what surrounds a node (Burt 1992). */
import { degreeIn, type Graph } from './graph.ts'

type OnTriangle = (a: number, b: number, c: number) => void

/** Calls back once for every three nodes tied to each other, whatever the direction. Time: ties × √ties at most. */
function eachTriangle({ nodes, around }: Graph, found: OnTriangle) {
  const { starts, to } = around
  const rank = (v: number) => degreeIn(around, v)
  const isAfter = (v: number, u: number) => rank(v) > rank(u) || (rank(v) === rank(u) && v > u)
  // each tie kept at the end of lower degree only: rows stay short where a node has very many
  const first = new Int32Array(nodes + 1)
  for (let u = 0; u < nodes; u++) {
    first[u + 1] = first[u]!
    for (let k = starts[u]!; k < starts[u + 1]!; k++) if (isAfter(to[k]!, u)) first[u + 1]!++
  }
  const onward = new Int32Array(first[nodes]!)
  let at = 0
  for (let u = 0; u < nodes; u++) for (let k = starts[u]!; k < starts[u + 1]!; k++) if (isAfter(to[k]!, u)) onward[at++] = to[k]!
  const mark = new Int32Array(nodes).fill(-1)
  for (let u = 0; u < nodes; u++) {
    for (let k = first[u]!; k < first[u + 1]!; k++) mark[onward[k]!] = u
    for (let k = first[u]!; k < first[u + 1]!; k++) {
      const v = onward[k]!
      for (let j = first[v]!; j < first[v + 1]!; j++) if (mark[onward[j]!] === u) found(u, v, onward[j]!)
    }
  }
}

export interface Clustering {
  /** Mean over the nodes of the share of pairs of neighbours that are tied; 0 for nodes of fewer than two. */
  readonly average: number
  /** Three times the triangles over the pairs of ties that meet in a node. */
  readonly transitivity: number
  /** Triangles by node. */
  readonly triangles: Float64Array
}

/** Whatever the direction of the ties. */
export function clusteringOf(graph: Graph): Clustering {
  const triangles = new Float64Array(graph.nodes)
  eachTriangle(graph, (a, b, c) => {
    triangles[a]!++
    triangles[b]!++
    triangles[c]!++
  })
  let [sum, closed, pairs] = [0, 0, 0]
  for (let v = 0; v < graph.nodes; v++) {
    const degree = degreeIn(graph.around, v)
    const around = (degree * (degree - 1)) / 2
    pairs += around
    closed += triangles[v]!
    if (around > 0) sum += triangles[v]! / around
  }
  return { average: graph.nodes === 0 ? 0 : sum / graph.nodes, transitivity: pairs === 0 ? 0 : closed / pairs, triangles }
}

/**
 * Neighbours less what is redundant among them, weights not counted; NaN for a node without ties. Undirected: degree − 2 × ties among the neighbours / degree (Borgatti 1997). Directed: Burt's own, where a tie there and
 * back counts twice.
 */
export function effectiveSizes(graph: Graph, { triangles }: Clustering): Float64Array {
  const sizes = new Float64Array(graph.nodes)
  for (let v = 0; v < graph.nodes; v++) {
    const degree = degreeIn(graph.around, v)
    if (degree === 0) sizes[v] = Number.NaN
    else sizes[v] = graph.is_directed ? degree : degree - (2 * triangles[v]!) / degree
  }
  if (!graph.is_directed) return sizes

  const total = new Float64Array(graph.nodes)
  const strongest = new Float64Array(graph.nodes)
  for (let v = 0; v < graph.nodes; v++) {
    total[v] = degreeIn(graph.out, v) + degreeIn(graph.into, v)
    // more neighbours' arrows than neighbours: with one of them there are both
    strongest[v] = total[v]! > degreeIn(graph.around, v) ? 2 : 1
  }
  const both = (a: number, b: number) => Number(isTied(graph, a, b)) + Number(isTied(graph, b, a))
  eachTriangle(graph, (a, b, c) => {
    const [ab, ac, bc] = [both(a, b), both(a, c), both(b, c)]
    // what a puts into c it has already through b, the more the stronger b holds c; and so on round
    sizes[a]! -= ((ac / strongest[b]! + ab / strongest[c]!) * bc) / total[a]!
    sizes[b]! -= ((bc / strongest[a]! + ab / strongest[c]!) * ac) / total[b]!
    sizes[c]! -= ((bc / strongest[a]! + ac / strongest[b]!) * ab) / total[c]!
  })
  return sizes
}

function isTied({ out: { starts, to } }: Graph, from: number, target: number): boolean {
  let low = starts[from]!
  let high = starts[from + 1]! - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    if (to[middle] === target) return true
    if (to[middle]! < target) low = middle + 1
    else high = middle - 1
  }
  return false
}
