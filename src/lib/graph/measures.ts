/** The measures of a network, of the whole and of each node, normalised as networkx does by default; which count weights stands at each. */
import { chanceOf, sample } from './chance.ts'
import { communitiesOf } from './communities.ts'
import { componentsOf, diameterOf } from './components.ts'
import { coreNumbers } from './cores.ts'
import { degreeIn, type Graph } from './graph.ts'
import { eigenvectorOf, pageRankOf } from './powers.ts'
import type { PathSums } from './shortest-paths.ts'
import { clusteringOf, effectiveSizes } from './triangles.ts'

/** Up to so many nodes, and so many nodes times ties, shortest paths are counted from every node. */
export const EXACT_NODES = 10_000
export const EXACT_STEPS = 40_000_000_000
const SAMPLED_STEPS = 1_000_000_000
const [FEWEST_SOURCES, MOST_SOURCES] = [64, 1_000]

/** From which nodes shortest paths are looked for: all, or as many by chance as the size of the graph lets. */
export function sourcesFor({ nodes, out }: Graph, { seed, most }: { seed: number; most?: number | undefined }): Int32Array {
  const is_exact = nodes <= EXACT_NODES && nodes * out.to.length <= EXACT_STEPS
  const many = most ?? (is_exact ? nodes : Math.floor(SAMPLED_STEPS / Math.max(1, out.to.length)))
  const bounded = most ?? (is_exact ? nodes : Math.min(MOST_SOURCES, Math.max(FEWEST_SOURCES, many)))
  return sample(nodes, Math.min(nodes, bounded), chanceOf(seed))
}

export interface GraphMeasures {
  readonly nodes: number
  readonly edges: number
  readonly directed: boolean
  /** Whether ties have weights: they count in PageRank and communities. */
  readonly weighted: boolean
  readonly density: number
  /** Directions not counted, as in all that follow. */
  readonly components: number
  readonly largest_component: number
  readonly average_clustering: number
  readonly transitivity: number
  /** Of the largest component; null where it would take too long. */
  readonly diameter: number | null
  /** Mean steps between two nodes of the largest component; null in a directed graph and where sources were sampled. */
  readonly average_distance: number | null
  /** Freeman 1978: 1 for a star, 0 where all have as many; null below three nodes. */
  readonly degree_centralisation: number | null
  readonly modularity: number
  readonly communities: number
  readonly seed: number
  /** Null where shortest paths were counted from every node; else how many sources, and the error that has. */
  readonly sampled: { readonly sources: number; readonly betweenness_error_95: number } | null
}

export interface NodeMeasures {
  readonly degree: Float64Array
  readonly betweenness: Float64Array
  readonly closeness: Float64Array
  /** None where no eigenvector was found. */
  readonly eigenvector: Float64Array | undefined
  readonly pagerank: Float64Array
  /** NaN where it is not defined. */
  readonly effective_size: Float64Array
  readonly core: Int32Array
  readonly community: Int32Array
}

export interface Measures {
  readonly graph: GraphMeasures
  readonly nodes: NodeMeasures
}

/** Puts everything together; `paths` are the sums over `sources`, with squares where these are not all nodes. */
export function measuresOf(graph: Graph, sources: Int32Array, paths: PathSums, { seed }: { seed: number }): Measures {
  const components = componentsOf(graph)
  const clustering = clusteringOf(graph)
  const communities = communitiesOf(graph, { seed })
  const { nodes, edges, is_directed } = graph
  const pairs = nodes * (nodes - 1)
  const is_exact = sources.length === nodes
  const closeness = closenessOf(graph, sources, paths)
  return {
    graph: {
      nodes,
      edges,
      directed: is_directed,
      weighted: graph.out.weights !== undefined,
      density: pairs === 0 ? 0 : (is_directed ? edges : 2 * edges) / pairs,
      components: components.sizes.length,
      largest_component: components.sizes[0] ?? 0,
      average_clustering: clustering.average,
      transitivity: clustering.transitivity,
      diameter: diameterOf(graph, components) ?? null,
      average_distance: is_exact && !is_directed ? averageDistance(components.of, components.sizes[0] ?? 0, paths) : null,
      degree_centralisation: centralisationOf(graph),
      modularity: communities.modularity,
      communities: communities.sizes.length,
      seed,
      sampled: is_exact ? null : { sources: sources.length, betweenness_error_95: errorOf(graph, sources.length, paths) },
    },
    nodes: {
      degree: degreeOf(graph),
      betweenness: betweennessOf(graph, sources.length, paths),
      closeness,
      eigenvector: eigenvectorOf(graph),
      pagerank: pageRankOf(graph),
      effective_size: effectiveSizes(graph, clustering),
      core: coreNumbers(graph),
      community: communities.of,
    },
  }
}

/** Ties over the other nodes, in and out together; weights not counted. */
export function degreeOf({ nodes, is_directed, out, into }: Graph): Float64Array {
  const others = Math.max(1, nodes - 1)
  return Float64Array.from({ length: nodes }, (_, v) => (degreeIn(out, v) + (is_directed ? degreeIn(into, v) : 0)) / others)
}

/** Share of the shortest paths between two others that pass through, over all pairs; scaled up from a sample. Weights not counted. */
export function betweennessOf({ nodes }: Graph, sources: number, { between }: PathSums): Float64Array {
  const scale = scaleOf(nodes, sources)
  return between.map((sum) => sum * scale)
}

const scaleOf = (nodes: number, sources: number) => (nodes > 2 && sources > 0 ? nodes / sources / ((nodes - 1) * (nodes - 2)) : 0)

/** The widest of the nodes' half intervals of 95 per cent, from how far apart the sources are (drawn without return). */
function errorOf({ nodes }: Graph, sources: number, { between, squares }: PathSums): number {
  if (!squares || sources < 2) return Number.NaN
  let most = 0
  for (let v = 0; v < nodes; v++) most = Math.max(most, squares[v]! - between[v]! ** 2 / sources)
  const deviation = Math.sqrt(most / (sources - 1))
  return 1.96 * deviation * Math.sqrt(sources * (1 - sources / nodes)) * scaleOf(nodes, sources)
}

/**
 * Nodes that reach it over their steps, times the share of nodes that reach it (Wasserman and Faust); by ties that come in, weights not
 * counted. From a sample: the mean steps of the sources that reach it stand for all, and in a directed graph their share too.
 */
export function closenessOf(graph: Graph, sources: Int32Array, { far, reached }: PathSums): Float64Array {
  const { nodes } = graph
  const closeness = new Float64Array(nodes)
  if (nodes < 2) return closeness
  const is_exact = sources.length === nodes
  const components = is_exact || graph.is_directed ? undefined : componentsOf(graph)
  const is_source = new Uint8Array(nodes)
  for (const source of sources) is_source[source] = 1
  for (let v = 0; v < nodes; v++) {
    if (reached[v] === 0 || far[v] === 0) continue
    // a source counts no steps from itself
    const seen = sources.length - is_source[v]!
    const reaching = is_exact ? reached[v]! : components ? components.sizes[components.of[v]!]! - 1 : (reached[v]! / seen) * (nodes - 1)
    closeness[v] = ((reached[v]! / far[v]!) * reaching) / (nodes - 1)
  }
  return closeness
}

function averageDistance(component: Int32Array, size: number, { far }: PathSums): number | null {
  if (size < 2) return null
  let steps = 0
  for (let v = 0; v < component.length; v++) if (component[v] === 0) steps += far[v]!
  return steps / (size * (size - 1))
}

function centralisationOf({ nodes, around }: Graph): number | null {
  if (nodes < 3) return null
  let [most, all] = [0, 0]
  for (let v = 0; v < nodes; v++) {
    most = Math.max(most, degreeIn(around, v))
    all += degreeIn(around, v)
  }
  return (most * nodes - all) / ((nodes - 1) * (nodes - 2))
}
