/** One register of the whole region, of any size: record i depends only on the seed and i. For the benchmarks of names. */
import { type Chance, chanceOf, weighted } from './chance.ts'
import { type Country, PROFILES } from './countries.ts'
import { NAMING, type Part, type Sex, type Tradition } from './naming.ts'
import { born, lettersFor, nationalityIn, sexDraw, writtenIn } from './people.ts'
import { identityOf, type Script } from './words.ts'

export interface RegionRecord {
  readonly id: number
  readonly name: string
  readonly script: Script
  readonly tradition: Tradition
  /** Whose officers wrote it. */
  readonly country: Country
  /** ISO, whole or partial. */
  readonly birth_date: string
  readonly sex: Sex
  /** ISO 3166-1 alpha-3. */
  readonly nationality: Country
  readonly identity: readonly Part[]
}

export interface RegionOptions {
  readonly seed: number
  readonly count: number
  readonly from?: number
}

/** How many of the records each country gave, by weight: larger countries more, none as many as it has people. */
export const REGISTERS: Readonly<Partial<Record<Country, number>>> = {
  ...{ MAR: 10, DZA: 10, TUN: 6, LBY: 3, MRT: 3, EGY: 9, JOR: 3, LBN: 3, PSE: 2, SAU: 4, ARE: 2 },
  ...{ ESP: 9, FRA: 10, ITA: 9, PRT: 4, GRC: 3, TUR: 4, ISR: 3, RUS: 3, UKR: 2 },
  ...{ SEN: 4, MLI: 3, GIN: 2, GMB: 1, CIV: 3, NER: 2, GNB: 1, CPV: 1, NGA: 2, GHA: 1 },
}
const registerDraw = weighted(REGISTERS)
/** Of entries whose register has letters of its own: kept under the Latin spelling of a passport instead. */
const IN_LATIN = 0.4
/** How clerks type Latin letters. */
const STYLES = { capitals: 0.22, accents_lost: 0.3, family_first: 0.06 } as const
/** Where only the year is known: written as the first of January. */
const FIRST_OF_JANUARY = 0.5
const YEAR = 2026
const REGION = 6
const NUMBERS = 2 ** 31

/** Makes the records one by one, in bounded memory. */
export function* region({ seed, count, from = 0 }: RegionOptions): Generator<RegionRecord> {
  for (let id = from; id < from + count; id++) yield recordOf(seed, id)
}

export function recordOf(seed: number, id: number): RegionRecord {
  if (!Number.isSafeInteger(id) || id < 0 || id >= NUMBERS) throw new TypeError('a record has a number from 0 up to 2^31')
  const chance = chanceOf(seed, id, REGION)
  const country = registerDraw(chance)
  const nationality = nationalityIn(country, chance)
  const sex = sexDraw(chance)
  const { tradition, parts: identity } = NAMING[nationality](sex, chance)
  const { letters, hand } = PROFILES[country]
  const script = letters !== 'Latn' && chance.is(IN_LATIN) ? 'Latn' : lettersFor(identity, country)
  const { name, given, family } = writtenIn(identity, script, hand, 'main')
  const ordered = given !== '' && family !== '' && chance.is(STYLES.family_first) ? `${family} ${given}` : name
  return {
    id,
    name: script === 'Latn' ? typed(ordered, chance) : ordered,
    script,
    tradition,
    country,
    birth_date: registered(born(chance, YEAR, PROFILES[nationality].year_only), chance),
    sex,
    nationality,
    identity,
  }
}

function typed(name: string, chance: Chance): string {
  const plain = chance.is(STYLES.accents_lost) ? withoutAccents(name) : name
  return chance.is(STYLES.capitals) ? plain.toLocaleUpperCase('en') : plain
}

const registered = (date: string, chance: Chance): string => (date.length === 4 && chance.is(FIRST_OF_JANUARY) ? `${date}-01-01` : date)

export const withoutAccents = (text: string): string =>
  /[^ -~]/.test(text)
    ? text.normalize('NFD').replace(/\p{M}/gu, '').replace(/ı/g, 'i').replace(/ø/g, 'o').replace(/ɛ/g, 'e').replace(/ɔ/g, 'o')
    : text

/** Which name it is, whatever its letters, spelling, order and particles: records of one key bear the same name. */
export const nameKey = (identity: readonly Part[]): string =>
  identity
    .filter(({ role }) => role !== 'particle')
    .map(({ word }) => identityOf(word))
    .sort()
    .join('|')
