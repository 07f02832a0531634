import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chanceOf, componentsOf, graphOf, layoutOf } from './index.ts'
import { graphFrom, karateClub, path } from './known-networks.ts'

const apart = (at: Float32Array, a: number, b: number) => Math.hypot(at[2 * a]! - at[2 * b]!, at[2 * a + 1]! - at[2 * b + 1]!)

/** Two groups that keep to themselves, and one tie between them. */
function twoGroups(size: number) {
  const chance = chanceOf(3)
  const ties: [number, number][] = [[0, size]]
  for (let i = 0; i < size * 6; i++) {
    const group = (i % 2) * size
    ties.push([group + chance.below(size), group + chance.below(size)])
  }
  return graphOf(
    2 * size,
    { from: Int32Array.from(ties, ([a]) => a), to: Int32Array.from(ties, ([, b]) => b), weights: undefined },
    { is_directed: false },
  )
}

describe('a picture', () => {
  test('is the same for the same seed, another for another', () => {
    const graph = twoGroups(200)
    expect(layoutOf(graph, { seed: 5 })).toEqual(layoutOf(graph, { seed: 5 }))
    expect(layoutOf(graph, { seed: 5 })).not.toEqual(layoutOf(graph, { seed: 6 }))
  })
  test('puts who is tied nearer than who is not', () => {
    for (const graph of [karateClub(), twoGroups(300), path(40)]) {
      const at = layoutOf(graph, { seed: 1 })
      let [tied, ties] = [0, 0]
      for (let v = 0; v < graph.nodes; v++)
        for (let k = graph.around.starts[v]!; k < graph.around.starts[v + 1]!; k++) {
          tied += apart(at, v, graph.around.to[k]!)
          ties++
        }
      const chance = chanceOf(2)
      let any = 0
      for (let i = 0; i < 2_000; i++) any += apart(at, chance.below(graph.nodes), chance.below(graph.nodes))
      expect(tied / ties).toBeLessThan((0.55 * any) / 2_000)
    }
  })
  test('keeps two groups apart', () => {
    const size = 300
    const at = layoutOf(twoGroups(size), { seed: 1 })
    const middle = (from: number) => {
      let [x, y] = [0, 0]
      for (let v = from; v < from + size; v++) {
        x += at[2 * v]! / size
        y += at[2 * v + 1]! / size
      }
      return [x, y] as const
    }
    const [[ax, ay], [bx, by]] = [middle(0), middle(size)]
    let mixed = 0
    for (let v = 0; v < 2 * size; v++) {
      const nearer_a = Math.hypot(at[2 * v]! - ax, at[2 * v + 1]! - ay) < Math.hypot(at[2 * v]! - bx, at[2 * v + 1]! - by)
      if (nearer_a !== v < size) mixed++
    }
    expect(mixed).toBeLessThan(size * 0.04)
  })
  test('a path comes out long: its ends are further apart than most', () => {
    const at = layoutOf(path(60), { seed: 4 })
    expect(apart(at, 0, 59)).toBeGreaterThan(20)
  })
  test('parts that do not hang together do not lie on each other', () => {
    const graph = graphFrom(9, [
      [0, 1],
      [1, 2],
      [2, 0],
      [3, 4],
      [4, 5],
      [5, 3],
    ])
    const at = layoutOf(graph, { seed: 1 })
    const { of } = componentsOf(graph)
    for (let a = 0; a < 9; a++) for (let b = 0; b < a; b++) if (of[a] !== of[b]) expect(apart(at, a, b)).toBeGreaterThan(0.5)
  })
  test('a star of a thousand has its middle in the middle', () => {
    const graph = graphFrom(
      1_001,
      Array.from({ length: 1_000 }, (_, i): [number, number] => [0, i + 1]),
    )
    const at = layoutOf(graph, { seed: 1 })
    const far = Array.from({ length: 1_000 }, (_, i) => apart(at, 0, i + 1)).sort((a, b) => a - b)
    expect(far[999]! / far[500]!).toBeLessThan(4)
  })
  test('of any graph it is finite, and told on the way until told to stop', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 60 }).chain((nodes) =>
          fc.record({
            nodes: fc.constant(nodes),
            ties: nodes === 0 ? fc.constant([]) : fc.array(fc.tuple(fc.nat(nodes - 1), fc.nat(nodes - 1)), { maxLength: 120 }),
          }),
        ),
        ({ nodes, ties }) => {
          const at = layoutOf(graphFrom(nodes, ties), { seed: 9 })
          expect(at).toHaveLength(2 * nodes)
          expect(at.every(Number.isFinite)).toBe(true)
        },
      ),
      { numRuns: 60 },
    )
    const shares: number[] = []
    const at = layoutOf(twoGroups(300), {
      seed: 1,
      onProgress: (so_far, done) => {
        expect(so_far.every(Number.isFinite)).toBe(true)
        shares.push(done)
        return shares.length < 5
      },
    })
    expect(shares).toHaveLength(5)
    expect([...shares].sort((a, b) => a - b)).toEqual(shares)
    expect(at.every(Number.isFinite)).toBe(true)
  })
})
