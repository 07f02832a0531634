/** Whether two identifiers of one kind are the same thing, and how they differ where they are nearly. */
import { type Correction, corrections, slipBetween } from './corrections.ts'
import { LEAST_READABLE, matchSerial } from './firearm.ts'
import { type Form, type FormOptions, formsOf } from './forms.ts'
import type { Kind } from './kinds.ts'
import { areLookAlikes } from './look-alikes.ts'

export type IdentifierVerdict =
  | 'equal'
  /** The same if an assumption holds: the country of a number, a spelling of a series. */
  | 'compatible'
  | 'look-alike'
  /** One slip apart, and the check digit of only one of them holds. */
  | 'near'
  /** What can be read agrees. */
  | 'worn'
  | 'different'

export interface IdentifierComparison {
  readonly verdict: IdentifierVerdict
  /** The canonical values compared; empty for what normalising refuses. */
  readonly a: string
  readonly b: string
  /** Where two near values differ. */
  readonly slip?: Pick<Correction, 'slip' | 'at'>
}

export interface Compared extends FormOptions {
  readonly text: string
}

/** Compares two identifiers; look-alikes and slips are looked for only on request, and never called equal. */
export function compareIdentifiers(kind: Kind, a: Compared, b: Compared, { look_alikes = false } = {}): IdentifierComparison {
  const [forms_a, forms_b] = [formsOf(kind, a.text, a), formsOf(kind, b.text, b)]
  const [x, y] = [forms_a[0]?.value ?? '', forms_b[0]?.value ?? '']
  const verdict = (found: IdentifierVerdict): IdentifierComparison => ({ verdict: found, a: x, b: y })
  if (x === '' || y === '') return verdict('different')
  if (kind === 'firearm' && /[*…]/.test(x + y)) return verdict(isWornMatch(x, y, look_alikes) ? 'worn' : 'different')
  const holds = ({ country }: Form, other: Compared) => country === undefined || other.country === undefined || other.country === country
  const common = forms_a.flatMap((one) =>
    forms_b.filter((other) => other.value === one.value && holds(one, b) && holds(other, a)).map((other) => one.assumed || other.assumed),
  )
  if (common.includes(false)) return verdict('equal')
  if (common.length > 0) return verdict('compatible')
  if (!look_alikes) return verdict('different')
  if (areLookAlikes(kind, x, y)) return verdict('look-alike')
  const is_near =
    corrections(kind, x, a.country).some(({ value }) => value === y) || corrections(kind, y, b.country).some(({ value }) => value === x)
  if (!is_near) return verdict('different')
  const slip = slipBetween(x, y)
  return { ...verdict('near'), ...(slip && { slip }) }
}

function isWornMatch(a: string, b: string, look_alikes: boolean): boolean {
  const { matches, readable } = matchSerial(a, b, { look_alikes })
  return matches && readable >= LEAST_READABLE
}
