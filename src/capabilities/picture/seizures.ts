/** The pure decisions on seizures that members state: which unit goes with what, what is held back at its source, which statement is newer. */
import { type Count, type Total, totalOf } from '#lib/series/index.ts'
import type { Counting, Figure, FiguresBody, Told } from './bodies.ts'
import type { SeizedKind, SeizedUnit } from './vocabulary.ts'

const POWDERS: readonly SeizedUnit[] = ['kg', 'l', 'tablets', 'pieces']
const PIECES: readonly SeizedUnit[] = ['pieces']

/** Units in which a kind can be stated. */
export const unitsOf = (kind: SeizedKind): readonly SeizedUnit[] => {
  switch (kind) {
    case 'cash':
      return ['eur']
    case 'firearms':
    case 'identity-documents':
    case 'vehicles':
    case 'vessels':
    case 'cultural-goods':
      return PIECES
    case 'ammunition':
    case 'counterfeit-goods':
    case 'other-goods':
      return ['pieces', 'kg', 'l']
    case 'tobacco':
      return ['kg', 'pieces']
    case 'cannabis-herb':
    case 'cannabis-resin':
    case 'explosives':
      return ['kg', 'pieces']
    default:
      return POWDERS
  }
}

export interface Fault {
  readonly path: string
  readonly reason: string
}

/** What does not hold together; empty where it can be stated. `months`: of the year, up to now. */
export function faultsOf(figures: readonly Figure[], year: number, now: Date): Fault[] {
  const seen = new Set<string>()
  return figures.flatMap(({ month, kind, unit }, i): Fault[] => {
    const key = keyOf({ month, kind, unit })
    const faults: Fault[] = []
    if (!unitsOf(kind).includes(unit)) faults.push({ path: `/figures/${i}/unit`, reason: 'unit-of-another-kind' })
    if (seen.has(key)) faults.push({ path: `/figures/${i}`, reason: 'repeated' })
    seen.add(key)
    if (Date.UTC(year, month - 1) > now.getTime()) faults.push({ path: `/figures/${i}/month`, reason: 'not-yet-begun' })
    return faults
  })
}

const keyOf = ({ month, kind, unit }: Pick<Figure, 'month' | 'kind' | 'unit'>) => `${month} ${kind} ${unit}`

/**
 * Holds small counts back before anything leaves: fewer seizures than `below` are told as that, and the amount with them not at all, for one
 * weight of one seizure is that case.
 */
export function heldBack(figures: readonly Figure[], below: number | undefined): Figure[] {
  if (below === undefined) return [...figures]
  return figures.map((figure): Figure => {
    const { seizures } = figure
    if (seizures === undefined || !('value' in seizures) || seizures.value === 0 || seizures.value >= below) return figure
    return { ...figure, seizures: { below }, quantity: { withheld: true } }
  })
}

/** A partner's figures as they can be kept: what is said twice counts once, as first said. */
export function tidied(figures: readonly Figure[]): Figure[] {
  const kept = new Map<string, Figure>()
  for (const figure of figures) if (!kept.has(keyOf(figure))) kept.set(keyOf(figure), figure)
  return [...kept.values()]
}

/** The number of the next version: seconds since 1970 unless that were not higher, so that a restored member still goes up. */
export const nextVersion = (stated: number, now: Date): number => Math.max(stated + 1, Math.floor(now.getTime() / 1_000))

/** Whether two statements say the same of the year. */
export const saysTheSame = (
  a: Pick<FiguresBody, 'counting' | 'figures'>,
  b: { readonly counting: Counting; readonly figures: readonly Figure[] },
): boolean => text(a) === text(b)
const text = ({ counting, figures }: { readonly counting: Counting; readonly figures: readonly Figure[] }) =>
  JSON.stringify(ordered([counting, [...figures].sort((x, y) => (keyOf(x) < keyOf(y) ? -1 : 1))]))
const ordered = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(ordered)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .sort(([x], [y]) => (x < y ? -1 : 1))
            .map(([key, inner]) => [key, ordered(inner)]),
        )
      : value

/** What is told as a count with its state. */
export const countOf = (told: Told): Count =>
  'value' in told ? { state: 'number', value: told.value } : 'below' in told ? { state: 'below', below: told.below } : { state: 'withheld' }

export const quantityOf = ({ quantity }: Figure): Total => totalOf(countOf(quantity), { whole: false })
export const seizuresOf = ({ seizures }: Figure): Total | undefined =>
  seizures === undefined ? undefined : totalOf(countOf(seizures), { whole: true })

/** A statement must fit into one message with its seal. */
export const MAX_CHARACTERS = 150_000
