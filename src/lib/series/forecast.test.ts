/** Forecasts and what they have been worth, by hand and in series whose future is known. */
import { describe, expect, test } from 'vitest'
import { forecastOf, HORIZON, LEAST_ORIGINS, METHODS, SHORTEST_FOR_FORECAST, smoothed } from './forecast.ts'

const season = [3, 3, 5, 8, 10, 14, 20, 21, 15, 9, 5, 3]
const flicker = (t: number) => 1 + (((t * 7919) % 13) - 6) / 40
const series = (length: number, level = (_: number) => 100) =>
  Array.from({ length }, (_, t) => Math.round(level(t) * season[t % 12]! * flicker(t)))

test('smoothing by hand: two seasons, one step', () => {
  // start: level (2+4)/2 = 3, season −1 +1, no trend; the third value 3 is expected as 3 − 1 = 2
  const { squares, ahead } = smoothed([2, 4, 3], { alpha: 0.5, beta: 0.5, gamma: 0.5, phi: 0.5 }, 2, 2)
  expect(squares).toBe(1)
  // level .5·(3+1) + .5·3 = 3.5; trend .5·.5 + .5·.5·0 = .25; season of the first .5·(3−3.5) + .5·(−1) = −.75
  expect(ahead[0]).toBeCloseTo(3.5 + 0.5 * 0.25 + 1, 12)
  expect(ahead[1]).toBeCloseTo(3.5 + (0.5 + 0.25) * 0.25 - 0.75, 12)
})

describe('a forecast', () => {
  test('comes with the back-test of every method, the better one first', () => {
    const found = forecastOf(series(120))
    if (!found.ok) throw new Error(found.reason)
    expect(found.months).toHaveLength(HORIZON)
    expect(found.backtests.map(({ method }) => method).sort()).toEqual([...METHODS].sort())
    expect(found.method).toBe(found.backtests[0]!.method)
    expect(found.backtests[0]!.mase).toBeLessThanOrEqual(found.backtests[1]!.mase)
    for (const { origins, mase, mase_by_month, held, intervals } of found.backtests) {
      expect(origins).toBe(60)
      expect(mase).toBeCloseTo(mase_by_month.reduce((a, b) => a + b, 0) / HORIZON, 9)
      expect(held).toBeLessThanOrEqual(intervals)
    }
    for (const { low, middle, high } of found.months) expect(low <= middle && middle <= high && low >= 0).toBe(true)
  })

  test('of a season that repeats with noise is near it, and its intervals hold about as often as they promise', () => {
    const whole = series(132)
    const found = forecastOf(whole.slice(0, 120))
    if (!found.ok) throw new Error(found.reason)
    const came = whole.slice(120)
    for (const [h, { middle }] of found.months.entries()) expect(Math.abs(middle / came[h]! - 1)).toBeLessThan(0.5)
    const { held, intervals } = found.backtests[0]!
    expect(held / intervals).toBeGreaterThan(0.65)
  })

  test('the error by hand: last year’s month when every year is twice the one before', () => {
    // whole years of 1, 2, 4 … a month: each trial misses as much as the level it learnt from; the scale is the mean step of the training
    const counts = Array.from({ length: 84 }, (_, t) => 1000 * 2 ** Math.floor(t / 12))
    const found = forecastOf(counts)
    if (!found.ok) throw new Error(found.reason)
    const naive = found.backtests.find(({ method }) => method === 'seasonal-naive')!
    let [sum, trials] = [0, 0]
    for (let origin = 36; origin <= 72; origin++) {
      let scale = 0
      for (let t = 12; t < origin; t++) scale += (counts[t]! - counts[t - 12]!) / (origin - 12)
      for (let h = 0; h < 12; h++) sum += Math.abs(counts[origin + h]! - counts[origin + h - 12]!) / scale
      trials++
    }
    expect(naive.origins).toBe(trials)
    expect(naive.mase).toBeCloseTo(sum / trials / 12, 9)
    expect(naive.mae).toBeGreaterThan(0)
  })

  test('is not made of too little, of what is not all numbers, or of what never varies', () => {
    expect(SHORTEST_FOR_FORECAST).toBe(36 + LEAST_ORIGINS + HORIZON)
    expect(forecastOf(series(SHORTEST_FOR_FORECAST - 1))).toEqual({ ok: false, reason: 'too-short' })
    expect(forecastOf(series(SHORTEST_FOR_FORECAST))).toMatchObject({ ok: true })
    expect(forecastOf([...series(100), null])).toEqual({ ok: false, reason: 'not-numbers' })
    expect(forecastOf(new Array(100).fill(0))).toEqual({ ok: false, reason: 'never-varies' })
  })

  test('learns nothing from the months that it is tried on', () => {
    // the last year is another world: trials whose months all lie before it are as they were without it
    const calm = series(96)
    const wild = calm.map((value, t) => (t >= 84 ? value * 50 : value))
    const [a, b] = [forecastOf(calm.slice(0, 84)), forecastOf(wild.slice(0, 84))]
    expect(a).toEqual(b)
    const [c, d] = [forecastOf(calm), forecastOf(wild)]
    if (!c.ok || !d.ok) throw new Error('refused')
    expect(d.backtests[0]!.mase).toBeGreaterThan(c.backtests[0]!.mase * 5)
  })
})
