/** Counts as publishers print them, and sums that never make a number of what was not told: a total is a range from what is sure to what is possible. */
import { latinDigits, plainWords } from '../tables/plain.ts'

export type Count =
  | { readonly state: 'number'; readonly value: number }
  /** Printed as `<5`: there is something, or nothing, less than `below`. */
  | { readonly state: 'below'; readonly below: number }
  /** Held back, and not said below what. */
  | { readonly state: 'withheld' }
  | { readonly state: 'not-reported' }

export type CountFault = 'not-a-count' | 'negative' | 'not-whole' | 'too-large'

export const LARGEST_COUNT = 1e12
const LONGEST = 40
const NOT_REPORTED = new Set([
  '',
  'na',
  'n a',
  'nan',
  'null',
  'nil reported',
  'not available',
  'not reported',
  'no data',
  'nd',
  'غير متوفر',
])
const WITHHELD = new Set(['c', 's', 'suppressed', 'withheld', 'confidential', 'supprime', 'confidentiel', 'suprimido', 'محجوب'])
const BELOW = /^(?:<|less than|fewer than|under|moins de|menos de|أقل من)\s*(\d{1,9})$/i
const AT_MOST = /^(?:<=|≤|at most|au plus|como maximo)\s*(\d{1,9})$/i

/** Reads a cell. With `whole` a fraction is a fault: persons and cases are counted one by one. */
export function readCount(
  typed: string,
  { whole }: { readonly whole: boolean },
): { readonly ok: true; readonly count: Count } | { readonly ok: false; readonly reason: CountFault } {
  const text = latinDigits(typed.slice(0, LONGEST + 1)).trim()
  if (text.length > LONGEST) return { ok: false, reason: 'not-a-count' }
  if (/^\*{1,3}$/.test(text) || WITHHELD.has(plainWords(text))) return found({ state: 'withheld' })
  if (/^[-–—.…]{0,3}$/.test(text) || (/\p{L}/u.test(text) && NOT_REPORTED.has(plainWords(text)))) return found({ state: 'not-reported' })
  const below = BELOW.exec(text)?.[1]
  const at_most = AT_MOST.exec(text)?.[1]
  if (below !== undefined || at_most !== undefined) {
    const bound = below === undefined ? Number(at_most) + 1 : Number(below)
    return bound > 0 ? found({ state: 'below', below: bound }) : { ok: false, reason: 'not-a-count' }
  }
  if (/^[-−]\s*\d/.test(text)) return { ok: false, reason: 'negative' }
  const plain = /^\d{1,3}([, \u00a0\u202f]\d{3})+(\.\d+)?$/.test(text) ? text.replace(/[, \u00a0\u202f]/g, '') : text
  if (!/^\d+(\.\d+)?(e[+-]?\d{1,2})?$/i.test(plain)) return { ok: false, reason: 'not-a-count' }
  const value = Number(plain)
  if (value > LARGEST_COUNT) return { ok: false, reason: 'too-large' }
  if (whole && !Number.isInteger(value)) return { ok: false, reason: 'not-whole' }
  return found({ state: 'number', value })
}

const found = (count: Count) => ({ ok: true, count }) as const

/** What counts come to: at least `low`, at most `high` (null: nobody can say), of so many cells of each state. */
export interface Total {
  readonly low: number
  readonly high: number | null
  readonly numbers: number
  readonly suppressed: number
  readonly not_reported: number
}

export const NOTHING: Total = { low: 0, high: 0, numbers: 0, suppressed: 0, not_reported: 0 }

/** What one cell comes to. Of things counted one by one, less than five are four at most; of what is weighed, five at most. */
export function totalOf(count: Count, { whole }: { readonly whole: boolean }): Total {
  switch (count.state) {
    case 'number':
      return { ...NOTHING, low: count.value, high: count.value, numbers: 1 }
    case 'below':
      return { ...NOTHING, high: whole ? count.below - 1 : count.below, suppressed: 1 }
    case 'withheld':
      return { ...NOTHING, high: null, suppressed: 1 }
    case 'not-reported':
      return { ...NOTHING, high: null, not_reported: 1 }
  }
}

export const addTotals = (a: Total, b: Total): Total => ({
  low: a.low + b.low,
  high: a.high === null || b.high === null ? null : a.high + b.high,
  numbers: a.numbers + b.numbers,
  suppressed: a.suppressed + b.suppressed,
  not_reported: a.not_reported + b.not_reported,
})

export const sumOf = (totals: Iterable<Total>): Total => {
  let sum = NOTHING
  for (const one of totals) sum = addTotals(sum, one)
  return sum
}

/** Whether a total is one number. */
export const isExact = ({ low, high }: Pick<Total, 'low' | 'high'>): boolean => low === high

/** So many for each `per` inhabitants, as a range where the count is one; nothing where nobody lives. */
export const rateOf = (
  { low, high }: Pick<Total, 'low' | 'high'>,
  population: number,
  per = 100_000,
): { readonly low: number; readonly high: number | null } | undefined =>
  population > 0 ? { low: (low * per) / population, high: high === null ? null : (high * per) / population } : undefined
