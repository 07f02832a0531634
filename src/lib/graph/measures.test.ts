import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  communitiesOf,
  componentsOf,
  diameterOf,
  edgesOf,
  type Graph,
  graphOf,
  type Measures,
  measuresOf,
  modularityOf,
  pathSumsInParts,
  sourcesFor,
} from './index.ts'
import { graphFrom, karateClub, path, star } from './known-networks.ts'

function measured(graph: Graph, most?: number): Measures {
  const sources = sourcesFor(graph, { seed: 7, most })
  return measuresOf(graph, sources, pathSumsInParts(graph, sources, sources.length < graph.nodes), { seed: 7 })
}

describe('the karate club, as published', () => {
  const { graph, nodes } = measured(karateClub())
  const of = (name: keyof typeof nodes, ...members: number[]) => members.map((member) => Number(nodes[name]![member - 1]!.toFixed(6)))

  test('the whole', () => {
    expect(graph).toMatchObject({ nodes: 34, edges: 78, components: 1, largest_component: 34, diameter: 5, communities: 4, sampled: null })
    expect(graph.density).toBeCloseTo(0.139037, 6)
    expect(graph.average_clustering).toBeCloseTo(0.570638, 6)
    expect(graph.transitivity).toBeCloseTo(0.255682, 6)
    expect(graph.average_distance).toBeCloseTo(2.4082, 6)
    // the highest there is (Brandes and others 2008)
    expect(graph.modularity).toBeCloseTo(0.41979, 6)
  })
  test('the instructor, the officer and who stands beside them', () => {
    expect(of('degree', 1, 34, 33)).toEqual([0.484848, 0.515152, 0.363636])
    expect(of('betweenness', 1, 34, 33)).toEqual([0.437635, 0.304075, 0.145247])
    expect(of('closeness', 1, 34, 33)).toEqual([0.568966, 0.55, 0.515625])
    expect(of('eigenvector', 1, 34, 33)).toEqual([0.355491, 0.373363, 0.308644])
    expect(of('pagerank', 1, 34)).toEqual([0.096997, 0.100919])
    expect(of('core', 1, 34, 10, 12)).toEqual([4, 4, 2, 1])
  })
})

describe('graphs that can be measured by hand', () => {
  test('a path of five', () => {
    const { graph, nodes } = measured(path(5))
    expect([...nodes.betweenness]).toEqual([0, 3 / 6, 4 / 6, 3 / 6, 0])
    expect([...nodes.closeness]).toEqual([4 / 10, 4 / 7, 4 / 6, 4 / 7, 4 / 10])
    expect([...nodes.core]).toEqual([1, 1, 1, 1, 1])
    expect([...nodes.effective_size]).toEqual([1, 2, 2, 2, 1])
    expect(graph).toMatchObject({ diameter: 4, average_distance: 2, transitivity: 0 })
  })
  test('a star', () => {
    const { graph, nodes } = measured(star(6))
    expect(nodes.betweenness[0]).toBe(1)
    expect(nodes.eigenvector![0]).toBeCloseTo(Math.SQRT1_2, 10)
    expect(graph).toMatchObject({ degree_centralisation: 1, diameter: 2, communities: 1 })
  })
  test('two pieces and a node alone', () => {
    const { graph, nodes } = measured(
      graphFrom(6, [
        [0, 1],
        [1, 2],
        [2, 0],
        [3, 4],
      ]),
    )
    expect(graph).toMatchObject({ components: 3, largest_component: 3, diameter: 1, communities: 3 })
    expect([...nodes.closeness]).toEqual([2 / 5, 2 / 5, 2 / 5, 1 / 5, 1 / 5, 0])
    expect([...nodes.core]).toEqual([2, 2, 2, 1, 1, 0])
    expect(nodes.effective_size[5]).toBeNaN()
  })
  test('arrows in a row: only what comes in makes close, and no eigenvector', () => {
    const { graph, nodes } = measured(path(4, true))
    expect([...nodes.betweenness]).toEqual([0, 2 / 6, 2 / 6, 0])
    expect([...nodes.closeness]).toEqual([0, 1 / 3, (2 / 3) * (2 / 3), (3 / 6) * (3 / 3)])
    expect(nodes.eigenvector).toBeUndefined()
    expect(graph).toMatchObject({ directed: true, components: 1, diameter: 3, density: 3 / 12 })
    expect(nodes.pagerank.reduce((sum, one) => sum + one)).toBeCloseTo(1, 12)
  })
  test('the same tie in several rows, there and back, and one with itself', () => {
    const edges = { from: Int32Array.of(0, 1, 0, 2), to: Int32Array.of(1, 0, 1, 2), weights: Float64Array.of(1, 2, 4, 9) }
    const undirected = graphOf(3, edges, { is_directed: false })
    expect([undirected.edges, ...undirected.out.weights!]).toEqual([1, 7, 7])
    const directed = graphOf(3, edges, { is_directed: true })
    expect([directed.edges, ...directed.out.weights!]).toEqual([2, 5, 2])
    expect([...directed.around.weights!]).toEqual([7, 7])
    expect(measured(undirected).graph).toMatchObject({ nodes: 3, edges: 1, components: 2 })
  })
  test('more shortest paths than a number can count', () => {
    // a chain of squares: the ways double at each
    const squares = 1_000
    const graph = graphFrom(
      3 * squares + 1,
      Array.from(
        { length: squares },
        (_, i) =>
          [
            [3 * i, 3 * i + 1],
            [3 * i, 3 * i + 2],
            [3 * i + 1, 3 * i + 3],
            [3 * i + 2, 3 * i + 3],
          ] as const,
      ).flat(),
    )
    const { betweenness } = measured(graph).nodes
    // all pairs of one before and one after, and half of each of the two pairs in the squares beside it
    const corner = 3 * 500
    const pairs = ((graph.nodes - 1) * (graph.nodes - 2)) / 2
    expect(betweenness[corner]! * pairs).toBeCloseTo(corner * (graph.nodes - 1 - corner) + 1, 3)
    expect(betweenness.every(Number.isFinite)).toBe(true)
  })
})

test('what is drawn by chance is near what is counted, within the error told', () => {
  const graph = tangle(400, 1_600)
  const [exact, drawn] = [measured(graph), measured(graph, 150)]
  expect(drawn.graph.sampled).toMatchObject({ sources: 150 })
  const error = drawn.graph.sampled!.betweenness_error_95
  const apart = drawn.nodes.betweenness.map((one, v) => Math.abs(one - exact.nodes.betweenness[v]!))
  expect(apart.filter((one) => one > error).length).toBeLessThan(0.05 * graph.nodes)
  expect(error).toBeLessThan(Math.max(...exact.nodes.betweenness))
  expect(Math.max(...drawn.nodes.closeness.map((one, v) => Math.abs(one - exact.nodes.closeness[v]!)))).toBeLessThan(0.05)
  expect(measured(graph, 150)).toEqual(drawn)
})

function tangle(nodes: number, edges: number): Graph {
  const to = Int32Array.from({ length: edges }, (_, i) => (i * i * 7 + 3 * i) % nodes)
  const from = Int32Array.from({ length: edges }, (_, i) => (i * 31 + (i >> 3)) % nodes)
  return graphOf(nodes, { from, to, weights: undefined }, { is_directed: false })
}

const anyGraph = fc.integer({ min: 2, max: 14 }).chain((nodes) =>
  fc.record({
    nodes: fc.constant(nodes),
    is_directed: fc.boolean(),
    rows: fc.array(fc.tuple(fc.nat(nodes - 1), fc.nat(nodes - 1), fc.integer({ min: 1, max: 5 })), { minLength: 1, maxLength: 40 }),
    order: fc.shuffledSubarray(
      Array.from({ length: nodes }, (_, i) => i),
      { minLength: nodes },
    ),
  }),
)
const built = (nodes: number, rows: readonly (readonly number[])[], is_directed: boolean) =>
  graphOf(
    nodes,
    {
      from: Int32Array.from(rows, ([a]) => a!),
      to: Int32Array.from(rows, ([, b]) => b!),
      weights: Float64Array.from(rows, ([, , weight]) => weight!),
    },
    { is_directed },
  )

describe('of any graph', () => {
  test('other names for the nodes and another order of the rows change no measure', () => {
    fc.assert(
      fc.property(anyGraph, ({ nodes, rows, order, is_directed }) => {
        const one = measured(built(nodes, rows, is_directed))
        const renamed = rows.map(([a, b, weight]) => [order[a]!, order[b]!, weight]).reverse()
        const other = measured(built(nodes, renamed, is_directed))
        for (const name of ['degree', 'betweenness', 'closeness', 'pagerank', 'effective_size', 'core', 'eigenvector'] as const) {
          const [mine, its] = [one.nodes[name], other.nodes[name]]
          expect(mine === undefined, name).toBe(its === undefined)
          for (const [v, value] of (mine ?? []).entries()) {
            if (Number.isNaN(value)) expect(its![order[v]!]).toBeNaN()
            else expect(its![order[v]!], name).toBeCloseTo(value, 6)
          }
        }
        for (const name of ['edges', 'density', 'components', 'largest_component', 'average_clustering', 'transitivity'] as const) {
          expect(other.graph[name], name).toBeCloseTo(one.graph[name], 9)
        }
      }),
      { numRuns: 150 },
    )
  })
  test('communities hang together, their modularity is what is said, and no node is better off elsewhere', () => {
    fc.assert(
      fc.property(anyGraph, ({ nodes, rows }) => {
        const graph = built(nodes, rows, false)
        const found = communitiesOf(graph, { seed: 3 })
        expect(modularityOf(graph, found.of)).toBeCloseTo(found.modularity, 12)
        const within = rows.filter(([a, b]) => found.of[a] === found.of[b])
        expect(componentsOf(built(nodes, within, false)).sizes.length).toBe(found.sizes.length)
        for (let v = 0; v < nodes; v++) {
          for (let community = 0; community < found.sizes.length; community++) {
            const moved = found.of.slice()
            moved[v] = community
            expect(modularityOf(graph, moved)).toBeLessThan(found.modularity + 1e-6)
          }
        }
        expect(communitiesOf(graph, { seed: 3 })).toEqual(found)
      }),
      { numRuns: 100 },
    )
  })
  test('the diameter is the longest of all distances', () => {
    fc.assert(
      fc.property(anyGraph, ({ nodes, rows }) => {
        const graph = built(nodes, rows, false)
        const components = componentsOf(graph)
        const apart = Array.from({ length: nodes }, (_, a) =>
          Array.from({ length: nodes }, (_, b) => (a === b ? 0 : Number.POSITIVE_INFINITY)),
        )
        const { from, to } = edgesOf(graph)
        for (const [i, a] of from.entries()) apart[a]![to[i]!] = apart[to[i]!]![a] = 1
        for (let c = 0; c < nodes; c++)
          for (let a = 0; a < nodes; a++)
            for (let b = 0; b < nodes; b++) apart[a]![b] = Math.min(apart[a]![b]!, apart[a]![c]! + apart[c]![b]!)
        const largest = apart.filter((_, v) => components.of[v] === 0).flat()
        expect(diameterOf(graph, components)).toBe(Math.max(...largest.filter(Number.isFinite)))
      }),
    )
  })
})

test('what is no graph is refused', () => {
  const one = Int32Array.of(0)
  expect(() => graphOf(1, { from: one, to: Int32Array.of(1), weights: undefined }, { is_directed: false })).toThrow(TypeError)
  expect(() => graphOf(1, { from: one, to: one, weights: Float64Array.of(0) }, { is_directed: false })).toThrow(TypeError)
  expect(() => graphOf(1, { from: one, to: Int32Array.of(), weights: undefined }, { is_directed: false })).toThrow(TypeError)
})
