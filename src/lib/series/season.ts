/** A month's usual part in the year, taken out by classical decomposition: moving average over a year, then the middle of what each month has above it. */

export const YEAR = 12

/** The values without their season, on the scale they come in; whole series of at least two years, else as they are. */
export function withoutSeason(values: readonly number[]): number[] {
  const n = values.length
  if (n < 2 * YEAR) return [...values]
  const above: number[][] = Array.from({ length: YEAR }, () => [])
  for (let t = YEAR / 2; t + YEAR / 2 < n; t++) above[t % YEAR]!.push(values[t]! - trendAt(values, t))
  const season = above.map(medianOf)
  // the months of a season cancel each other over a year
  const mean = season.reduce((sum, one) => sum + one, 0) / YEAR
  return values.map((value, t) => value - (season[t % YEAR]! - mean))
}

/** Thirteen months about one, the outer two by half: each calendar month has the same weight. */
function trendAt(values: readonly number[], t: number): number {
  let sum = (values[t - YEAR / 2]! + values[t + YEAR / 2]!) / 2
  for (let i = 1 - YEAR / 2; i < YEAR / 2; i++) sum += values[t + i]!
  return sum / YEAR
}

export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const half = sorted.length >> 1
  if (sorted.length === 0) return 0
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2
}
