/** What officers ask of the region's register: a record as another hand writes it, or a person whom it does not hold. README.md states the model. */
import { type Chance, chanceOf, weighted } from './chance.ts'
import { COUNTRIES, type Country, PROFILES } from './countries.ts'
import { misspelt, type Step } from './misspelling.ts'
import type { Sex, Tradition } from './naming.ts'
import { lettersFor } from './people.ts'
import { nameKey, REGISTERS, type RegionRecord, recordOf } from './region.ts'
import type { Script } from './words.ts'

export const DETAIL_STEPS = [
  'date-not-known',
  'year-only',
  'month-only',
  'day-and-month-swapped',
  'year-before-or-after',
  'first-of-january',
  'digit-wrong',
  'nationality-not-known',
  'nationality-wrong',
] as const
export type DetailStep = (typeof DETAIL_STEPS)[number]

export interface RegionQuery {
  readonly number: number
  /** Whom it asks for; `undefined` where the register does not hold the person. */
  readonly id: number | undefined
  readonly name: string
  readonly birth_date?: string
  readonly sex?: Sex
  readonly nationality?: Country
  readonly script: Script
  readonly by: Country
  readonly tradition: Tradition
  /** `nameKey` of the person asked for. */
  readonly key: string
  /** Other letters than those of the record. */
  readonly is_across: boolean
  readonly steps: readonly (Step | DetailStep)[]
}

export interface QueryOptions {
  /** Of the register. */
  readonly seed: number
  /** How many records it has. */
  readonly population: number
  readonly query_seed: number
  /** The share of those asked for whom it does not hold. */
  readonly absent?: number
}

const RATES = {
  absent: 0.2,
  same_country: 0.3,
  /** Who keeps registers in letters of their own often asks with the Latin ones of a passport. */
  in_latin: 0.45,
  capitals: 0.25,
  sex_known: 0.6,
} as const
const dateDraw = weighted<DetailStep | 'as-registered'>({
  'as-registered': 61,
  'date-not-known': 15,
  'year-only': 9,
  'month-only': 3,
  'day-and-month-swapped': 3,
  'year-before-or-after': 4,
  'first-of-january': 3,
  'digit-wrong': 2,
})
const nationalityDraw = weighted<DetailStep | 'as-registered'>({
  'as-registered': 60,
  'nationality-not-known': 32,
  'nationality-wrong': 8,
})
const writerDraw = weighted(REGISTERS)
const ASKING = 7
const STRANGERS = 2 ** 31

export function queryOf({ seed, population, query_seed, absent = RATES.absent }: QueryOptions, number: number): RegionQuery {
  const chance = chanceOf(query_seed, number, ASKING)
  const is_absent = chance.is(absent)
  const record = recordOf(seed, is_absent ? population + chance.below(STRANGERS - population) : chance.below(population))
  const by = chance.is(RATES.same_country) ? record.country : writerDraw(chance)
  const script = PROFILES[by].letters !== 'Latn' && chance.is(RATES.in_latin) ? 'Latn' : lettersFor(record.identity, by)
  const { name, steps } = misspelt(record, chance, by, script)
  const [date_step, birth_date] = asked(record.birth_date, dateDraw(chance), chance)
  const nationality_step = nationalityDraw(chance)
  const nationality =
    nationality_step === 'as-registered'
      ? record.nationality
      : nationality_step === 'nationality-wrong'
        ? another(record, chance)
        : undefined
  return {
    number,
    id: is_absent ? undefined : record.id,
    name: script === 'Latn' && chance.is(RATES.capitals) ? name.toLocaleUpperCase('en') : name,
    ...(birth_date !== undefined && { birth_date }),
    ...(chance.is(RATES.sex_known) && { sex: record.sex }),
    ...(nationality !== undefined && { nationality }),
    script,
    by,
    tradition: record.tradition,
    key: nameKey(record.identity),
    is_across: script !== record.script,
    steps: [...steps, ...[date_step, nationality_step].filter((step) => step !== 'as-registered')],
  }
}

const another = ({ nationality }: RegionRecord, chance: Chance): Country => {
  const other = chance.pick(COUNTRIES)
  return other === nationality ? COUNTRIES[(COUNTRIES.indexOf(other) + 1) % COUNTRIES.length]! : other
}

const two = (number: number) => String(number).padStart(2, '0')

/** The date as asked, and what was done to it: a step that the date has nothing for is none. */
function asked(date: string, step: DetailStep | 'as-registered', chance: Chance): [DetailStep | 'as-registered', string | undefined] {
  if (step === 'date-not-known') return [step, undefined]
  const [year, month, day] = date.split('-').map(Number) as [number, number?, number?]
  const rest = date.slice(4)
  if (step === 'year-before-or-after') return [step, `${year + (chance.is(0.5) ? 1 : -1)}${rest}`]
  if (month === undefined) return ['as-registered', date]
  if (step === 'year-only') return [step, String(year)]
  if (step === 'first-of-january' && rest !== '-01-01') return [step, `${year}-01-01`]
  if (day === undefined) return ['as-registered', date]
  if (step === 'month-only') return [step, `${year}-${two(month)}`]
  if (step === 'day-and-month-swapped' && day <= 12 && day !== month) return [step, `${year}-${two(day)}-${two(month)}`]
  if (step === 'digit-wrong') return [step, `${year}-${two(month)}-${two(1 + ((day + 8 + chance.below(9)) % 28))}`]
  return ['as-registered', date]
}
