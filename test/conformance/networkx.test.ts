/** The same networks measured by an independent implementation: python3-networkx, as Debian ships it. */
import { execFileSync, spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { chanceOf, edgesOf, type Graph, graphOf, measuresOf, pathSumsInParts, sourcesFor } from '#lib/graph/index.ts'

const PYTHON = '/usr/bin/python3'
const installed = spawnSync(PYTHON, ['-c', 'import networkx, scipy'], { timeout: 30_000 }).status === 0
const why = installed ? '' : ' (not run: python3-networkx and python3-scipy are not installed)'

/** Ties by chance; those of low numbers have more. */
function drawn(seed: number, { nodes, edges, is_directed }: { nodes: number; edges: number; is_directed: boolean }): Graph {
  const chance = chanceOf(seed)
  const one = () => Math.floor(nodes * chance.share() ** 2)
  const from = Int32Array.from({ length: edges }, one)
  const to = Int32Array.from({ length: edges }, one)
  const weights = Float64Array.from({ length: edges }, () => 1 + chance.below(9))
  return graphOf(nodes, { from, to, weights }, { is_directed })
}

interface Peer {
  readonly nodes: Readonly<Record<string, (number | null)[]>>
  readonly graph: Readonly<Record<string, number>>
  readonly louvain: number
}

test.skipIf(!installed)(`networkx measures the same${why}`, () => {
  const graphs = [
    drawn(1, { nodes: 60, edges: 150, is_directed: false }),
    drawn(2, { nodes: 60, edges: 60, is_directed: false }),
    drawn(3, { nodes: 200, edges: 1_200, is_directed: false }),
    drawn(4, { nodes: 50, edges: 120, is_directed: true }),
    drawn(5, { nodes: 50, edges: 50, is_directed: true }),
    drawn(6, { nodes: 150, edges: 1_500, is_directed: true }),
  ]
  const ours = graphs.map((graph) => {
    const sources = sourcesFor(graph, { seed: 1 })
    return measuresOf(graph, sources, pathSumsInParts(graph, sources), { seed: 1 })
  })
  const request = graphs.map((graph, i) => {
    const { from, to, weights } = edgesOf(graph)
    const edges = Array.from(from, (a, k) => [a, to[k]!, weights![k]!])
    return { nodes: graph.nodes, directed: graph.is_directed, edges, communities: [...ours[i]!.nodes.community] }
  })
  const script = new URL('./networkx_peer.py', import.meta.url).pathname
  const peers = JSON.parse(execFileSync(PYTHON, [script], { input: JSON.stringify(request), encoding: 'utf8', timeout: 120_000 })) as Peer[]

  for (const [i, { nodes, graph, louvain }] of peers.entries()) {
    const mine = ours[i]!
    for (const [name, values] of Object.entries(nodes)) {
      const own = mine.nodes[name as keyof typeof mine.nodes]!
      // Debian's networkx leaves out nodes that only ties come in to; later ones do not
      const is_left_out = (v: number) => name === 'effective_size' && graphs[i]!.out.starts[v + 1] === graphs[i]!.out.starts[v]
      const apart = values.map((value, v) => (value === null && is_left_out(v) ? 0 : Math.abs(value! - own[v]!)))
      expect(Math.max(...apart), `${name} of graph ${i}`).toBeLessThan(1e-9)
    }
    for (const [name, value] of Object.entries(graph)) {
      expect(mine.graph[name as keyof typeof mine.graph], `${name} of graph ${i}`).toBeCloseTo(value, 10)
    }
    expect(mine.graph.modularity).toBeGreaterThan(louvain - 0.01)
  }
  // two of the directed ones have circles, and so an eigenvector to compare
  expect(peers.filter((peer) => peer.nodes.eigenvector).length).toBeGreaterThanOrEqual(4)
})
