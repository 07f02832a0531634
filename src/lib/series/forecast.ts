/**
 * Forecasts of monthly counts, and what they have been worth: each method is tried from many months of the past on what came then
 * (rolling origin), and nothing is forecast without that. Methods: the same month of last year (seasonal naive), and exponential smoothing
 * with a damped trend and a season (Holt–Winters, Gardner 1985), both on the logarithm.
 */
import { YEAR } from './season.ts'

export const METHODS = ['seasonal-naive', 'damped-holt-winters'] as const
export type Method = (typeof METHODS)[number]

/** Months that the first trial has to learn from, trials at most and at least, months ahead. */
export const SHORTEST_TRAINING = 36
export const MOST_ORIGINS = 60
export const LEAST_ORIGINS = 24
export const HORIZON = 12
export const SHORTEST_FOR_FORECAST = SHORTEST_TRAINING + LEAST_ORIGINS + HORIZON
export const LONGEST_FOR_FORECAST = 1_200
/** Share of what came that the interval is meant to hold. */
export const LEVEL = 0.8
/** Past errors that a width is taken from at least. */
const LEAST_ERRORS = 10

export type ForecastRefusal = 'too-short' | 'not-numbers' | 'never-varies'

export interface Backtest {
  readonly method: Method
  readonly origins: number
  /** Mean absolute error of all trials, as a share of what last year's month missed by within the training (Hyndman & Koehler 2006): 1 is as good as that. */
  readonly mase: number
  /** Mean absolute error in counts a month. */
  readonly mae: number
  /** The first, at each month ahead. */
  readonly mase_by_month: readonly number[]
  /** How often the interval held what came, of how many, each interval made of errors that were known then. */
  readonly held: number
  readonly intervals: number
}

export interface ForecastMonth {
  readonly low: number
  readonly middle: number
  readonly high: number
}

export type Forecast =
  | {
      readonly ok: true
      readonly method: Method
      readonly months: readonly ForecastMonth[]
      /** Of every method, the chosen one first. */
      readonly backtests: readonly Backtest[]
    }
  | { readonly ok: false; readonly reason: ForecastRefusal }

/** The next twelve months by the method that missed least so far. A month that is not one number (`null`) refuses all. */
export function forecastOf(counts: readonly (number | null)[]): Forecast {
  if (counts.some((count) => count === null)) return { ok: false, reason: 'not-numbers' }
  if (counts.length < SHORTEST_FOR_FORECAST || counts.length > LONGEST_FOR_FORECAST) return { ok: false, reason: 'too-short' }
  const values = counts as readonly number[]
  const trials = METHODS.map((method) => tried(method, values))
  if (trials.some(({ backtest }) => !Number.isFinite(backtest.mase))) return { ok: false, reason: 'never-varies' }
  const [best, ...others] = trials.sort((a, b) => a.backtest.mase - b.backtest.mase)
  const { method } = best!.backtest
  const months = predict(method, values.map(Math.log1p)).map((middle, h) => {
    const width = widthOf(best!.errors[h]!)!
    return { low: countOf(middle - width), middle: countOf(middle), high: countOf(middle + width) }
  })
  return { ok: true, method, months, backtests: [best!.backtest, ...others.map(({ backtest }) => backtest)] }
}

const countOf = (value: number) => Math.max(0, Math.expm1(value))

interface Trial {
  readonly backtest: Backtest
  /** On the logarithm, by month ahead, oldest first. */
  readonly errors: readonly (readonly number[])[]
}

/** Forecasts from each of the last origins and compares with what came. */
function tried(method: Method, counts: readonly number[]): Trial {
  const values = counts.map(Math.log1p)
  const last = counts.length - HORIZON
  const first = Math.max(SHORTEST_TRAINING, last - MOST_ORIGINS + 1)
  const errors: number[][] = Array.from({ length: HORIZON }, () => [])
  const scaled: number[] = new Array(HORIZON).fill(0)
  let [held, intervals, missed] = [0, 0, 0]
  for (let origin = first; origin <= last; origin++) {
    const scale = naiveMiss(counts, origin)
    const predicted = predict(method, values.slice(0, origin))
    for (let h = 0; h < HORIZON; h++) {
      const came = counts[origin + h]!
      const miss = Math.abs(countOf(predicted[h]!) - came)
      missed += miss
      scaled[h]! += miss / scale
      // of this many months ahead, the trials whose month had come by this origin: all but the last h
      const width = widthOf(errors[h]!.slice(0, Math.max(0, errors[h]!.length - h)))
      if (width !== undefined) {
        intervals++
        if (Math.abs(predicted[h]! - values[origin + h]!) <= width) held++
      }
    }
    for (let h = 0; h < HORIZON; h++) errors[h]!.push(Math.abs(predicted[h]! - values[origin + h]!))
  }
  const origins = last - first + 1
  const mase_by_month = scaled.map((sum) => sum / origins)
  const mase = mase_by_month.reduce((sum, one) => sum + one, 0) / HORIZON
  const mae = missed / (origins * HORIZON)
  return { backtest: { method, origins, mase, mae, mase_by_month, held, intervals }, errors }
}

/** What the same month of last year missed by, on average, within the first `n` months. */
function naiveMiss(counts: readonly number[], n: number): number {
  let sum = 0
  for (let t = YEAR; t < n; t++) sum += Math.abs(counts[t]! - counts[t - YEAR]!)
  return sum / (n - YEAR)
}

/** The error that so large a share of past ones did not exceed (split conformal: one more than there are); nothing of too few. */
function widthOf(errors: readonly number[]): number | undefined {
  if (errors.length < LEAST_ERRORS) return undefined
  const sorted = [...errors].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length, Math.ceil((sorted.length + 1) * LEVEL)) - 1]!
}

function predict(method: Method, values: readonly number[]): number[] {
  if (method === 'seasonal-naive') return Array.from({ length: HORIZON }, (_, h) => values[values.length - YEAR + (h % YEAR)]!)
  return fitted(values)
}

const ALPHAS = [0.1, 0.3, 0.5, 0.7, 0.9]
const BETAS = [0.01, 0.1, 0.3]
const GAMMAS = [0.05, 0.2, 0.5]
const PHIS = [0.8, 0.9, 0.98]

/** Smoothing by the parameters of a fixed grid that missed the next month least (squares): the same on every machine. */
function fitted(values: readonly number[]): number[] {
  let best = Number.POSITIVE_INFINITY
  let chosen: Smoothing = { alpha: 0.5, beta: 0.1, gamma: 0.2, phi: 0.9 }
  for (const alpha of ALPHAS)
    for (const beta of BETAS)
      for (const gamma of GAMMAS)
        for (const phi of PHIS) {
          const { squares } = smoothed(values, { alpha, beta, gamma, phi }, YEAR, 0)
          if (squares < best) {
            best = squares
            chosen = { alpha, beta, gamma, phi }
          }
        }
  return smoothed(values, chosen, YEAR, HORIZON).ahead
}

export interface Smoothing {
  readonly alpha: number
  readonly beta: number
  readonly gamma: number
  readonly phi: number
}

/**
 * Additive Holt–Winters with a damped trend, in the form of recursions: level from the value without its season, trend from the level's step,
 * season from what is left. It starts from the first period: its mean, no trend, its distances from the mean.
 */
export function smoothed(
  values: readonly number[],
  { alpha, beta, gamma, phi }: Smoothing,
  period: number,
  horizon: number,
): { readonly squares: number; readonly ahead: number[] } {
  let level = 0
  for (let i = 0; i < period; i++) level += values[i]! / period
  let trend = 0
  const season = new Float64Array(period)
  for (let i = 0; i < period; i++) season[i] = values[i]! - level
  let squares = 0
  for (let t = period; t < values.length; t++) {
    const value = values[t]!
    const usual = season[t % period]!
    const expected = level + phi * trend
    squares += (value - expected - usual) ** 2
    const next = alpha * (value - usual) + (1 - alpha) * expected
    trend = beta * (next - level) + (1 - beta) * phi * trend
    season[t % period] = gamma * (value - next) + (1 - gamma) * usual
    level = next
  }
  const ahead: number[] = []
  let damped = 0
  for (let h = 1; h <= horizon; h++) {
    damped += phi ** h
    ahead.push(level + damped * trend + season[(values.length + h - 1) % period]!)
  }
  return { squares, ahead }
}
