import { describe, expect, test } from 'vitest'
import {
  betweennessOf,
  chanceOf,
  degreeOf,
  distanceFragmentation,
  distanceReach,
  fragmentationAfter,
  type Graph,
  keyPlayersOf,
  oneByOne,
  pathSumsInParts,
  rankSensitivity,
  ranksOf,
} from './index.ts'
import { graphFrom, karateClub, path, star } from './known-networks.ts'

/** Two stars of five, their middles 0 and 5 joined by 10 between them. */
const twoGangs = () =>
  graphFrom(
    11,
    [1, 2, 3, 4, 10].flatMap(
      (v) =>
        [
          [0, v],
          [5, v === 10 ? v : v + 5],
        ] as const,
    ),
  )
const drawn = (seed: number, nodes: number, ties: number): Graph => {
  const chance = chanceOf(seed)
  return graphFrom(
    nodes,
    Array.from({ length: ties }, () => [chance.below(nodes), chance.below(nodes)] as const),
  )
}

describe('nodes taken out', () => {
  test('one by one and in a raid', () => {
    const [whole, first, second] = fragmentationAfter(twoGangs(), oneByOne([10, 0]))
    expect(whole).toMatchObject({ removed: [], nodes: 11, components: 1, largest_component: 11, fragmentation: 0 })
    expect(first).toMatchObject({ removed: [10], nodes: 10, components: 2, largest_component: 5, fragmentation: 1 - 40 / 90 })
    expect(second).toMatchObject({ removed: [0], nodes: 9, components: 5, largest_component: 5, fragmentation: 1 - 20 / 72 })
    expect(fragmentationAfter(twoGangs(), [[10, 0, 10], [0]]).slice(1)).toEqual([
      { ...second, removed: [10, 0] },
      { ...second, removed: [] },
    ])
  })
  test('distances: a path of three, and less its middle', () => {
    const [whole, without] = fragmentationAfter(path(3), [[1]], { with_distances: true })
    expect(whole!.distance_fragmentation).toBeCloseTo(1 - 5 / 6, 12)
    expect(without).toMatchObject({ fragmentation: 1, distance_fragmentation: 1 })
  })
  test('is what is counted from the pieces themselves', () => {
    const graph = drawn(5, 60, 70)
    const order = Array.from({ length: 60 }, (_, i) => (i * 7) % 60)
    for (const [step, left] of fragmentationAfter(graph, oneByOne(order)).entries()) {
      const gone = new Set(order.slice(0, step))
      const sizes: number[] = []
      const seen = new Set(gone)
      for (let v = 0; v < 60; v++) {
        if (seen.has(v)) continue
        seen.add(v)
        const piece = [v]
        for (const u of piece) {
          for (const next of graph.around.to.subarray(graph.around.starts[u], graph.around.starts[u + 1])) {
            if (!seen.has(next)) piece.push(next)
            seen.add(next)
          }
        }
        sizes.push(piece.length)
      }
      expect([left.nodes, left.components, left.largest_component]).toEqual([60 - step, sizes.length, Math.max(0, ...sizes)])
      const pairs = left.nodes * (left.nodes - 1)
      expect(left.fragmentation).toBeCloseTo(pairs === 0 ? 1 : 1 - sizes.reduce((sum, size) => sum + size * (size - 1), 0) / pairs, 12)
    }
  })
  test('what is no node cannot be taken out', () => expect(() => fragmentationAfter(path(3), [[3]])).toThrow(TypeError))
})

describe('key players', () => {
  test('of two gangs: both middles, not the one between them', () => {
    expect(keyPlayersOf(twoGangs(), { size: 2, aim: 'disconnect' })).toMatchObject({ set: [0, 5], value: 1, is_settled: true })
    expect(keyPlayersOf(twoGangs(), { size: 2, aim: 'disrupt' })).toMatchObject({ set: [0, 5], value: 1 })
    const reach = keyPlayersOf(twoGangs(), { size: 2, aim: 'reach' })
    expect(reach).toMatchObject({ set: [0, 5], value: 1 })
    expect(keyPlayersOf(star(8), { size: 1, aim: 'reach' })).toMatchObject({ set: [0], value: 1 })
  })
  test('of small networks: nearly always the best set there is, and never better', () => {
    let best_found = 0
    for (let seed = 1; seed <= 12; seed++) {
      const graph = drawn(seed, 14, 22)
      for (const [aim, worth] of [
        ['disrupt', (set: number[]) => distanceFragmentation(graph, (v) => !set.includes(v))],
        ['reach', (set: number[]) => distanceReach(graph, set)],
      ] as const) {
        let most = 0
        for (let a = 0; a < 14; a++) for (let b = 0; b < a; b++) for (let c = 0; c < b; c++) most = Math.max(most, worth([a, b, c]))
        const found = keyPlayersOf(graph, { size: 3, aim })
        expect(worth([...found.set])).toBeCloseTo(found.value, 12)
        expect(found.value).toBeLessThan(most + 1e-12)
        if (found.value > most - 1e-12) best_found++
      }
    }
    expect(best_found).toBeGreaterThanOrEqual(20)
  })
  test('a bound on time is kept and told', () => {
    const graph = drawn(9, 2_000, 6_000)
    const found = keyPlayersOf(graph, { size: 2, aim: 'reach', most_steps: 1_000_000 })
    expect(found.candidates).toBeLessThan(100)
    expect(found.set.length).toBe(2)
  })
  test.each([0, 4, 1.5])('a set of %d of three is refused', (size) =>
    expect(() => keyPlayersOf(path(3), { size, aim: 'reach' })).toThrow(TypeError),
  )
})

describe('how sure a ranking is', () => {
  const betweenness = (graph: Graph) => {
    const sources = Int32Array.from({ length: graph.nodes }, (_, v) => v)
    return betweennessOf(graph, sources.length, pathSumsInParts(graph, sources))
  }
  test('the middle of a star is sure, its ends are not told apart', () => {
    const { rank, lowest, highest, first_stays } = rankSensitivity(star(12), degreeOf, { missing: 0.2, draws: 100, seed: 1 })
    expect([rank[0], lowest[0], highest[0], first_stays]).toEqual([1, 1, 1, 1])
    expect([rank[1], rank[11]]).toEqual([2, 2])
  })
  test('the instructor and the officer of the karate club; the more is missing the less is sure', () => {
    const few = rankSensitivity(karateClub(), betweenness, { missing: 0.05, draws: 200, seed: 1 })
    const many = rankSensitivity(karateClub(), betweenness, { missing: 0.4, draws: 200, seed: 1 })
    expect([...few.rank].slice(0, 1)).toEqual([1])
    expect([few.lowest[0], few.highest[0]!]).toEqual([1, expect.any(Number)])
    expect(few.highest[33]).toBeLessThanOrEqual(3)
    const width = ({ lowest, highest }: typeof few) => highest.reduce((sum, high, v) => sum + high - lowest[v]!, 0)
    expect(width(many)).toBeGreaterThan(1.5 * width(few))
    expect(many.first_stays).toBeLessThan(few.first_stays)
    expect(many.top_stays).toBeLessThan(few.top_stays)
    for (const [v, low] of few.lowest.entries()) expect(low).toBeLessThanOrEqual(few.highest[v]!)
    expect(rankSensitivity(karateClub(), betweenness, { missing: 0.4, draws: 200, seed: 1 })).toEqual(many)
    expect(rankSensitivity(karateClub(), betweenness, { missing: 0.4, draws: 200, seed: 2 })).not.toEqual(many)
  })
  test('ranks: equals share one, what is no number comes last', () => {
    expect([...ranksOf(Float64Array.of(0.3, Number.NaN, 0.5, 0.1 + 0.2, 0))]).toEqual([2, 5, 1, 2, 4])
  })
  test.each([
    [0, 10],
    [1, 10],
    [0.1, 0],
    [0.1, 1e9],
  ])('a share of %d and %d draws are refused', (missing, draws) =>
    expect(() => rankSensitivity(path(3), degreeOf, { missing, draws, seed: 1 })).toThrow(TypeError),
  )
})
