/** Changes of level: by hand, against a search through every segmentation, and in series that have none. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chanceOf } from '../graph/chance.ts'
import { changePoints, changesOf, noiseOf } from './change-points.ts'
import { withoutSeason } from './season.ts'

/** The cheapest of all segmentations, each looked at. */
function bySearch(values: readonly number[], penalty: number, shortest: number): number {
  const costOf = (part: readonly number[]) => {
    const mean = part.reduce((sum, value) => sum + value, 0) / part.length
    return part.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  }
  let best = Number.POSITIVE_INFINITY
  for (let mask = 0; mask < 2 ** (values.length - 1); mask++) {
    const bounds = [0]
    for (let i = 1; i < values.length; i++) if (mask & (1 << (i - 1))) bounds.push(i)
    bounds.push(values.length)
    const parts = bounds.slice(1).map((to, i) => values.slice(bounds[i]!, to))
    if (parts.some((part) => part.length < shortest)) continue
    best = Math.min(best, parts.reduce((sum, part) => sum + costOf(part), 0) + penalty * (parts.length - 1))
  }
  return best
}
const costOf = (values: readonly number[], starts: readonly number[], penalty: number) => {
  const bounds = [0, ...starts, values.length]
  return bounds.slice(1).reduce((sum, to, i) => {
    const part = values.slice(bounds[i]!, to)
    const mean = part.reduce((a, b) => a + b, 0) / part.length
    return sum + part.reduce((a, b) => a + (b - mean) ** 2, 0) + (i > 0 ? penalty : 0)
  }, 0)
}

describe('segments of least squares', () => {
  test('by hand: 1 1 1 9 9 9 splits at the fourth while that saves more than the penalty', () => {
    // one segment costs 6 × 4² = 96 about the mean of 5; two cost nothing but the penalty
    expect(changePoints([1, 1, 1, 9, 9, 9], { penalty: 95 })).toEqual([3])
    expect(changePoints([1, 1, 1, 9, 9, 9], { penalty: 97 })).toEqual([])
  })

  test('no segment is shorter than asked', () => {
    expect(changePoints([0, 0, 0, 50, 0, 0, 0], { penalty: 1 })).toEqual([3, 4])
    expect(changePoints([0, 0, 0, 50, 0, 0, 0], { penalty: 1, shortest: 3 })).toEqual([3])
    expect(changePoints([0, 0, 0, 50, 0, 0, 0], { penalty: 1, shortest: 4 })).toEqual([])
  })

  test('nothing is cheaper: every segmentation of short series, with and without a shortest length', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 4, maxLength: 11 }),
        fc.integer({ min: 1, max: 80 }),
        fc.integer({ min: 1, max: 3 }),
        (values, penalty, shortest) => {
          const found = changePoints(values, { penalty, shortest })
          expect(costOf(values, found, penalty)).toBeCloseTo(bySearch(values, penalty, shortest), 6)
        },
      ),
      { seed: 2012, numRuns: 150 },
    )
  })

  test('bounds that are none are refused', () => {
    expect(() => changePoints([1, 2], { penalty: Number.NaN })).toThrow(TypeError)
    expect(() => changePoints([1, 2], { penalty: 1, shortest: 0 })).toThrow(TypeError)
  })
})

const season = (t: number) => [1, 1, 2, 3, 4, 6, 8, 8, 6, 4, 2, 1][t % 12]!
/** Small, of a fixed seed, and without a level of its own. */
const chance = chanceOf(2012)
const flickers = Array.from({ length: 96 }, () => 0.9 + 0.2 * chance.share())
const flicker = (t: number) => flickers[t]!

describe('changes of level of monthly counts', () => {
  test('a season alone is no change', () => {
    const counts = Array.from({ length: 96 }, (_, t) => Math.round(100 * season(t) * flicker(t)))
    expect(changesOf(counts)).toMatchObject({ ok: true, changes: [] })
  })

  test('a level five times as high from one January on is found there, with both levels', () => {
    const counts = Array.from({ length: 96 }, (_, t) => Math.round((t < 48 ? 100 : 500) * season(t) * flicker(t)))
    const found = changesOf(counts)
    if (!found.ok) throw new Error(found.reason)
    expect(found.changes.map(({ at }) => at)).toEqual([48])
    const { before, after } = found.changes[0]!
    expect(after / before).toBeGreaterThan(4.5)
    expect(after / before).toBeLessThan(5.5)
  })

  test('a handful a month scatters by chance, and no change is seen in it', () => {
    const counts = Array.from({ length: 96 }, (_, t) => (t % 40 < 20 ? Math.round(2 * flicker(t)) : 0))
    expect(changesOf(counts)).toMatchObject({ ok: true, changes: [] })
  })

  test('what is short, or not all numbers, is not judged', () => {
    expect(changesOf(new Array(35).fill(1))).toEqual({ ok: false, reason: 'too-short' })
    expect(changesOf([...new Array(40).fill(1), null])).toEqual({ ok: false, reason: 'not-numbers' })
    expect(changesOf(new Array(40).fill(0))).toMatchObject({ ok: true, changes: [] })
  })
})

test('the season is taken out whole: a series of nothing else is flat', () => {
  const left = withoutSeason(Array.from({ length: 60 }, (_, t) => season(t)))
  expect(Math.max(...left) - Math.min(...left)).toBeLessThan(1e-9)
})

test('one step of level hardly counts as noise', () => {
  const calm = Array.from({ length: 60 }, (_, t) => flicker(t))
  expect(noiseOf(calm.map((value, t) => value + (t < 30 ? 0 : 100)))).toBeCloseTo(noiseOf(calm), 2)
})
