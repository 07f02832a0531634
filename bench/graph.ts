/**
 * Measures of networks beside python3-networkx and python3-igraph, as Debian ships them, on the same graphs in the same run.
 * `npm run bench -- graph [--sizes 1000,10000] [--large 100000] [--networkx-sources 200]`: exact betweenness and communities at the sizes, communities
 * alone at the large one, where one is asked. networkx is timed from so many sources where the nodes are more, and scaled up (`share`).
 * `--layouts 1000,5000`: pictures beside igraph's Fruchterman-Reingold and DrL, each told with how long a tie is beside any two nodes (less is better).
 * `--sampled 100000 --sampled-sources 20`: betweenness from the same sources at all three.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { pathSumsByThreads } from '#kernel/graph-threads.ts'
import { betweennessOf, chanceOf, communitiesOf, edgesOf, type Graph, graphOf, layoutOf, sample, sourcesFor } from '#lib/graph/index.ts'

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1000,10000' },
    large: { type: 'string', default: '0' },
    'networkx-sources': { type: 'string', default: '200' },
    layouts: { type: 'string', default: '1000,5000' },
    sampled: { type: 'string', default: '0' },
    'sampled-sources': { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
  },
})
const PYTHON = '/usr/bin/python3'
const seed = Number(values.seed)

/** Groups of fifty that keep to themselves, and a few to whom all turn: three ties drawn a node, one in ten of them beyond the group. */
function drawn(nodes: number): Graph {
  const chance = chanceOf(seed)
  const from = new Int32Array(nodes * 3)
  const to = new Int32Array(nodes * 3)
  for (let i = 0; i < from.length; i++) {
    const v = Math.floor(i / 3)
    const group = v - (v % 50)
    const is_beyond = chance.below(10) === 0
    from[i] = v
    to[i] = is_beyond ? Math.floor(nodes * chance.share() ** 3) : Math.min(nodes - 1, group + Math.floor(50 * chance.share() ** 2))
  }
  return graphOf(nodes, { from, to, weights: undefined }, { is_directed: false })
}

interface Timed {
  readonly peer: string
  readonly what: string
  readonly nodes: number
  readonly wall_s: number
  readonly cpu_s: number
  readonly share: number
  readonly highest?: number
  readonly modularity?: number
  /** Mean length of a tie over the mean distance of two nodes. */
  readonly stretch?: number
}

async function timed<Of>(what: string, nodes: number, work: () => Of | Promise<Of>, more: (found: Of) => Partial<Timed>): Promise<Timed> {
  const began = performance.now()
  let found: Of
  let rounds = 0
  let times = { wall_s: Number.POSITIVE_INFINITY, cpu_s: Number.POSITIVE_INFINITY }
  // short work is done up to ten times, and the best counts, as of the others
  do {
    const [wall, cpu] = [performance.now(), process.cpuUsage()]
    found = await work()
    const used = process.cpuUsage(cpu)
    const now = { wall_s: (performance.now() - wall) / 1_000, cpu_s: (used.user + used.system) / 1e6 }
    if (now.cpu_s < times.cpu_s) times = now
  } while (++rounds < 10 && performance.now() - began < 2_000)
  return { peer: 'portolan', what, nodes, ...times, share: 1, ...more(found) }
}

const betweenness = (graph: Graph) =>
  timed(
    'betweenness',
    graph.nodes,
    async () => {
      const sources = sourcesFor(graph, { seed, most: graph.nodes })
      return betweennessOf(graph, sources.length, await pathSumsByThreads(graph, sources))
    },
    (found) => ({ highest: found.reduce((most, one) => Math.max(most, one), 0) }),
  )
const communities = (graph: Graph) =>
  timed(
    'communities',
    graph.nodes,
    () => communitiesOf(graph, { seed, tries: 1 }),
    ({ modularity }) => ({ modularity }),
  )

const layout = (graph: Graph) =>
  timed(
    'layout',
    graph.nodes,
    () => layoutOf(graph, { seed }),
    (at) => ({ stretch: stretchOf(graph, at) }),
  )
const sampled = (graph: Graph, sources: Int32Array) =>
  timed(
    'sampled betweenness',
    graph.nodes,
    async () => betweennessOf(graph, sources.length, await pathSumsByThreads(graph, sources)),
    (found) => ({ highest: found.reduce((most, one) => Math.max(most, one), 0) }),
  )

/** The same of every peer's picture, whatever its scale. */
function stretchOf(graph: Graph, at: ArrayLike<number>): number {
  const apart = (a: number, b: number) => Math.hypot(at[2 * a]! - at[2 * b]!, at[2 * a + 1]! - at[2 * b + 1]!)
  const { from, to } = edgesOf(graph)
  const tied = from.reduce((sum, a, k) => sum + apart(a, to[k]!), 0) / from.length
  const chance = chanceOf(7)
  const pairs = 100_000
  let any = 0
  for (let i = 0; i < pairs; i++) any += apart(chance.below(graph.nodes), chance.below(graph.nodes))
  return tied / (any / pairs)
}

const sizesOf = (text: string) =>
  text
    .split(',')
    .map(Number)
    .filter((size) => size > 0)
const pictures = sizesOf(values.layouts).map(drawn)
const many = sizesOf(values.sampled).map(drawn)
const sourcesOf = (graph: Graph) => sample(graph.nodes, Number(values['sampled-sources']), chanceOf(seed))
const exact = values.sizes.split(',').map((size) => drawn(Number(size)))
const large = values.large === '0' ? [] : [drawn(Number(values.large))]
const folder = mkdtempSync(join(tmpdir(), 'portolan-bench-graph-'))
try {
  const graphs = [...exact, ...large, ...pictures, ...many].map((graph, i) => {
    const { from, to } = edgesOf(graph)
    const file = join(folder, `${i}.csv`)
    writeFileSync(file, `source,target\n${Array.from(from, (a, k) => `${a},${to[k]}`).join('\n')}\n`)
    return {
      file,
      nodes: graph.nodes,
      betweenness: exact.includes(graph),
      communities: exact.includes(graph) || large.includes(graph),
      networkx_sources: Number(values['networkx-sources']),
      layout: pictures.includes(graph) ? join(folder, `${i}`) : null,
      sources: many.includes(graph) ? [...sourcesOf(graph)] : null,
    }
  })
  const ours: Timed[] = []
  for (const graph of exact) ours.push(await betweenness(graph))
  for (const graph of [...exact, ...large]) ours.push(await communities(graph))
  for (const graph of pictures) ours.push(await layout(graph))
  for (const graph of many) ours.push(await sampled(graph, sourcesOf(graph)))

  const peers = spawnSync(PYTHON, [join(import.meta.dirname, 'graph/peers.py')], {
    input: JSON.stringify({ graphs }),
    encoding: 'utf8',
    maxBuffer: 1 << 24,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const theirs = (peers.stdout ?? '')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Timed & { places?: string })
    .map(({ places, ...one }) => {
      if (places === undefined) return one
      const graph = pictures.find(({ nodes }) => nodes === one.nodes)!
      return { ...one, stretch: stretchOf(graph, JSON.parse(readFileSync(places, 'utf8')) as number[]) }
    })
  const round = (value: number) => Number(value.toPrecision(4))
  const rounded = ({ wall_s, cpu_s, ...rest }: Timed) => ({ ...rest, wall_s: round(wall_s), cpu_s: round(cpu_s) })
  const results = ours.map((mine) => {
    const beside = theirs.filter(({ what, nodes }) => what === mine.what && nodes === mine.nodes)
    const times_faster = Object.fromEntries(
      beside.map(({ peer, wall_s, cpu_s }) => [peer, { wall: round(wall_s / mine.wall_s), cpu: round(cpu_s / mine.cpu_s) }]),
    )
    return { what: mine.what, nodes: mine.nodes, times_faster, measured: [mine, ...beside].map(rounded) }
  })
  const not_run = ['networkx', 'igraph'].filter((name) => !theirs.some(({ peer }) => peer.startsWith(name)))
  console.log(
    JSON.stringify(
      {
        graph: 'groups of fifty, three ties drawn a node',
        edges: [...exact, ...large, ...pictures, ...many].map(({ edges }) => edges),
        cores: availableParallelism(),
        not_run: not_run.map((name) => `python3-${name} is not installed`),
        results,
      },
      null,
      2,
    ),
  )
} finally {
  rmSync(folder, { recursive: true })
}
