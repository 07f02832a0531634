// The worker that lays out and measures what is shown; each call to its end, and broken off by ending the worker.
// not by its door: reading files is nothing for a browser
import { chanceOf, sample } from '#lib/graph/chance.ts'
import { communitiesOf } from '#lib/graph/communities.ts'
import { coreNumbers } from '#lib/graph/cores.ts'
import { distanceFragmentation, distanceReach, fragmentationAfter } from '#lib/graph/fragmentation.ts'
import { type Graph, graphOf } from '#lib/graph/graph.ts'
import { keyPlayersOf } from '#lib/graph/key-players.ts'
import { layoutOf } from '#lib/graph/layout.ts'
import { betweennessOf, closenessOf, degreeOf, measuresOf, sourcesFor } from '#lib/graph/measures.ts'
import { eigenvectorOf, pageRankOf } from '#lib/graph/powers.ts'
import { rankSensitivity } from '#lib/graph/sensitivity.ts'
import { pathSumsInParts } from '#lib/graph/shortest-paths.ts'
import { clusteringOf, effectiveSizes } from '#lib/graph/triangles.ts'
import type { Answer, GraphInput, MeasureCalls, Measured, MeasureName, MeasureNews } from './messages.ts'

const SEED = 1
const PICTURE_EVERY_MS = 120
/** Ties looked at for one ranking with all its draws, and draws of it at least and at most. */
const SENSITIVITY_STEPS = 3_000_000_000
const [FEWEST_DRAWS, MOST_DRAWS] = [20, 100]
/** With distances the loss of nodes costs nodes × ties. */
const DISTANCE_STEPS = 400_000_000

type Handlers = { [Name in keyof MeasureCalls]: (input: MeasureCalls[Name][0]) => [MeasureCalls[Name][1], Transferable[]] }

const graphFrom = ({ nodes, from, to, weight, directed }: GraphInput): Graph =>
  graphOf(nodes, { from, to, weights: weight.every((one) => one === 1) ? undefined : weight }, { is_directed: directed })

const handlers: Handlers = {
  layout({ graph, seed }) {
    let told = performance.now() - PICTURE_EVERY_MS
    const positions = layoutOf(graphFrom(graph), {
      seed,
      onProgress: (so_far, done) => {
        if (performance.now() - told < PICTURE_EVERY_MS) return
        told = performance.now()
        postMessage({ news: 'layout', positions: so_far, done } satisfies MeasureNews, { transfer: [so_far.buffer as ArrayBuffer] })
      },
    })
    return [{ positions }, [positions.buffer as ArrayBuffer]]
  },

  communities({ graph }) {
    const { of, sizes, modularity } = communitiesOf(graphFrom(graph), { seed: SEED })
    return [{ community: of, communities: sizes.length, modularity }, []]
  },

  measures({ graph: input }) {
    const graph = graphFrom(input)
    const sources = sourcesFor(graph, { seed: SEED })
    const is_all = sources.length === graph.nodes
    const { graph: whole, nodes } = measuresOf(graph, sources, pathSumsInParts(graph, sources, !is_all), { seed: SEED })
    const { community, core, eigenvector, ...rest } = nodes
    const measured: Measured = {
      nodes: {
        ...rest,
        community,
        core: Float64Array.from(core),
        eigenvector: eigenvector ?? new Float64Array(graph.nodes).fill(Number.NaN),
      },
      graph: whole,
    }
    return [measured, []]
  },

  sensitivity({ graph: input, measure, missing }) {
    const graph = graphFrom(input)
    const paths = measure === 'betweenness' || measure === 'closeness'
    const per_draw = SENSITIVITY_STEPS / FEWEST_DRAWS
    const most_sources = Math.max(16, Math.floor(per_draw / Math.max(1, graph.out.to.length)))
    // the same sources for every draw: what moves is then the ties alone
    const sources = paths && most_sources < graph.nodes ? sample(graph.nodes, most_sources, chanceOf(SEED)) : undefined
    const steps = paths ? (sources?.length ?? graph.nodes) * graph.out.to.length : graph.out.to.length * 60
    const draws = Math.max(FEWEST_DRAWS, Math.min(MOST_DRAWS, Math.floor(SENSITIVITY_STEPS / Math.max(1, steps))))
    const found = rankSensitivity(graph, measureBy(measure, sources), { missing, draws, seed: SEED })
    return [{ ...found, measure, sources: sources?.length ?? null }, []]
  },

  players({ graph: input, size, aim }) {
    const graph = graphFrom(input)
    const found = keyPlayersOf(graph, { size, aim, most_steps: DISTANCE_STEPS })
    const before =
      aim === 'reach'
        ? distanceReach(graph, [])
        : aim === 'disrupt'
          ? distanceFragmentation(graph, () => true)
          : fragmentationAfter(graph, [])[0]!.fragmentation
    return [{ ...found, set: [...found.set], before, aim }, []]
  },

  fragment({ graph: input, raids }) {
    const graph = graphFrom(input)
    const with_distances = (raids.length + 1) * graph.nodes * graph.around.to.length <= DISTANCE_STEPS
    const left = fragmentationAfter(graph, raids, { with_distances })
    return [
      {
        left: left.map(({ removed, nodes, components, largest_component, fragmentation, distance_fragmentation }) => ({
          removed: [...removed],
          nodes,
          components,
          largest_component,
          fragmentation,
          distance: distance_fragmentation ?? null,
        })),
      },
      [],
    ]
  },
}

function measureBy(name: MeasureName, some: Int32Array | undefined): (graph: Graph) => Float64Array {
  const byPaths = (graph: Graph, read: (graph: Graph, sources: Int32Array, sums: ReturnType<typeof pathSumsInParts>) => Float64Array) => {
    const sources = some ?? sourcesFor(graph, { seed: SEED, most: graph.nodes })
    return read(graph, sources, pathSumsInParts(graph, sources, false))
  }
  switch (name) {
    case 'betweenness':
      return (graph) => byPaths(graph, (one, sources, sums) => betweennessOf(one, sources.length, sums))
    case 'closeness':
      return (graph) => byPaths(graph, closenessOf)
    case 'degree':
      return degreeOf
    case 'eigenvector':
      return (graph) => eigenvectorOf(graph) ?? new Float64Array(graph.nodes).fill(Number.NaN)
    case 'pagerank':
      return pageRankOf
    case 'effective_size':
      return (graph) => effectiveSizes(graph, clusteringOf(graph))
    case 'core':
      return (graph) => Float64Array.from(coreNumbers(graph))
  }
}

addEventListener('message', ({ data }: MessageEvent<{ id: number; call: keyof MeasureCalls; input: never }>) => {
  try {
    const [value, transfer] = handlers[data.call](data.input) as [unknown, Transferable[]]
    postMessage({ id: data.id, value } satisfies Answer, { transfer })
  } catch (error) {
    postMessage({ id: data.id, error: { code: 'page.failed', message: String(error), status: 0 } } satisfies Answer)
  }
})
