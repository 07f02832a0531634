// What a threshold makes of counted scores: the same counting as the node's, so that a slider answers at once.

export type Histogram = { matches: readonly number[]; others: readonly number[] }

export type Figures = {
  found: number
  false_hits: number
  missed: number
  precision: number | null
  recall: number | null
  f1: number | null
  false_per_thousand: number | null
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)
const share = (part: number, whole: number) => (whole === 0 ? null : part / whole)

/** Counts at a threshold of whole hundredths. */
export function figuresAt({ matches, others }: Histogram, threshold: number): Figures {
  const from = Math.round(threshold * 100)
  const found = sum(matches.slice(from))
  const false_hits = sum(others.slice(from))
  const precision = share(found, found + false_hits)
  const recall = share(found, sum(matches))
  const both = precision === null || recall === null ? null : precision + recall
  return {
    found,
    false_hits,
    missed: sum(matches) - found,
    precision,
    recall,
    f1: both === null ? null : both === 0 ? 0 : (2 * precision! * recall!) / both,
    false_per_thousand: others.length === 0 || sum(others) === 0 ? null : (1_000 * false_hits) / sum(others),
  }
}

/** All groups as one. */
export function together(groups: readonly Histogram[]): Histogram {
  const bins = Array.from({ length: 100 }, (_, i) => i)
  return {
    matches: bins.map((i) => sum(groups.map(({ matches }) => matches[i] ?? 0))),
    others: bins.map((i) => sum(groups.map(({ others }) => others[i] ?? 0))),
  }
}

export const sizeOf = ({ matches, others }: Histogram): number => sum(matches) + sum(others)
