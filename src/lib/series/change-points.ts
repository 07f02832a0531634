/**
 * Months from which on a series runs at another level: optimal partitioning (Jackson et al. 2005), which finds the segmentation of least
 * squares about their means plus a penalty for each change. It is the same as PELT (Killick, Fearnhead, Eckley 2012), which only skips
 * candidates that cannot win; series of months are short enough to look at all.
 */
import { medianOf, withoutSeason } from './season.ts'

export const MOST_MONTHS = 1_200

/** Where segments begin, without the first: of at least `shortest` values each. Throws TypeError for bounds that are none. */
export function changePoints(
  values: readonly number[],
  { penalty, shortest = 1 }: { readonly penalty: number; readonly shortest?: number },
): number[] {
  if (!(penalty >= 0) || !Number.isSafeInteger(shortest) || shortest < 1 || values.length > MOST_MONTHS)
    throw new TypeError('a penalty, a shortest segment and a bounded series')
  const n = values.length
  const [sums, squares] = [new Float64Array(n + 1), new Float64Array(n + 1)]
  for (let i = 0; i < n; i++) {
    sums[i + 1] = sums[i]! + values[i]!
    squares[i + 1] = squares[i]! + values[i]! ** 2
  }
  const costOf = (from: number, to: number) => Math.max(0, squares[to]! - squares[from]! - (sums[to]! - sums[from]!) ** 2 / (to - from))
  const best = new Float64Array(n + 1).fill(Number.POSITIVE_INFINITY)
  const before = new Int32Array(n + 1).fill(-1)
  best[0] = -penalty
  for (let t = shortest; t <= n; t++)
    for (let s = 0; s <= t - shortest; s++) {
      const cost = best[s]! + costOf(s, t) + penalty
      if (cost < best[t]!) {
        best[t] = cost
        before[t] = s
      }
    }
  const found: number[] = []
  for (let t = n; t > 0 && before[t]! > 0; t = before[t]!) found.unshift(before[t]!)
  return found
}

export interface Change {
  /** Place of the first month at the new level. */
  readonly at: number
  /** The usual month before and after, season taken out, as counts. */
  readonly before: number
  readonly after: number
}

/** A change lasts a year at least: what is shorter is weather, a calm sea or a single operation. */
export const SHORTEST_SEGMENT = 12
export const SHORTEST_FOR_CHANGES = 36
/** Times the usual penalty of 2 σ² ln n: months resemble their neighbours, and each would otherwise count as fresh evidence. */
export const PENALTY_TIMES = 3
/** A month is taken to be uncertain by a tenth at least: a change smaller than what counting itself moves is none. */
export const LEAST_NOISE = 0.1

export type Changes =
  | { readonly ok: true; readonly changes: readonly Change[]; readonly penalty: number }
  | { readonly ok: false; readonly reason: 'too-short' | 'not-numbers' }

/** Changes of level of monthly counts: on their logarithm, without the season. A month that is not one number (`null`) refuses all. */
export function changesOf(counts: readonly (number | null)[]): Changes {
  if (counts.length < SHORTEST_FOR_CHANGES || counts.length > MOST_MONTHS) return { ok: false, reason: 'too-short' }
  if (counts.some((count) => count === null)) return { ok: false, reason: 'not-numbers' }
  const values = withoutSeason(counts.map((count) => Math.log1p(count!)))
  // few a month scatter by chance alone
  const by_chance = 1 / Math.sqrt(1 + medianOf(counts as readonly number[]))
  const penalty = PENALTY_TIMES * 2 * Math.max(LEAST_NOISE, by_chance, noiseOf(values)) ** 2 * Math.log(values.length)
  const starts = changePoints(values, { penalty, shortest: SHORTEST_SEGMENT })
  const bounds = [0, ...starts, values.length]
  const level = (i: number) => {
    const part = values.slice(bounds[i]!, bounds[i + 1]!)
    return Math.expm1(part.reduce((sum, value) => sum + value, 0) / part.length)
  }
  return { ok: true, penalty, changes: starts.map((at, i) => ({ at, before: level(i), after: level(i + 1) })) }
}

/** The spread of one month about its level, from the steps between neighbours, so that changes of level hardly count in it. */
export function noiseOf(values: readonly number[]): number {
  const steps = values.slice(1).map((value, i) => value - values[i]!)
  const middle = medianOf(steps)
  const NORMAL = 1.4826
  return (NORMAL * medianOf(steps.map((step) => Math.abs(step - middle)))) / Math.SQRT2
}
