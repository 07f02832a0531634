/** Synthetic people, without end and without chance: the same seed, country and number give the same person. */
import type { Hand } from './arabic.ts'
import { type Chance, chanceOf, skewed, weighted } from './chance.ts'
import { COUNTRIES, type Country, PROFILES } from './countries.ts'
import { NAMING, type Part, type Sex, type Tradition } from './naming.ts'
import { arabic, latin, type Script } from './words.ts'

export interface WrittenName {
  readonly name: string
  readonly family: string
  readonly given: string
  readonly script: Script
  readonly kind: 'main' | 'transcription'
}

export interface SyntheticPerson {
  /** `DEMO-MAR-P0000001`: by it every record is known to be synthetic. */
  readonly reference: string
  readonly names: readonly WrittenName[]
  /** `1974-08-12`, `1974-08` or `1974`. */
  readonly birth_date: string
  readonly sex: Sex
  /** ISO 3166-1 alpha-3. */
  readonly nationality: Country
  readonly place_of_birth: string
  readonly tradition: Tradition
  /** What the name is made of, however it is written. */
  readonly identity: readonly Part[]
}

export interface PeopleOptions {
  readonly seed: number
  readonly count: number
  /** Whose register they stand in. */
  readonly country: Country
  /** The first number; so that parts of one population can be made apart. */
  readonly from?: number
  /** The share of people whom other countries' registers hold too, written as each writes them. */
  readonly shared?: number
  /** The year in which they live. */
  readonly year?: number
}

/** People known in several countries, of each seed. */
export const SHARED_PEOPLE = 2_000
const SHARED_RATE = 0.02
const YEAR = 2026
const OWN = 1
const COMMON = 2
const WRITING = 3

export const nationalityIn = (country: Country, chance: Chance): Country =>
  drawOf(nationalityDraws, country, () => weighted(PROFILES[country].citizens))(chance)
const nationalityDraws = new Map<Country, (chance: Chance) => Country>()
const townDraws = new Map<Country, (chance: Chance) => readonly [string, string?]>()
export const sexDraw = weighted<Sex>({ M: 78, F: 21.5, X: 0.5 })

const drawOf = <T>(known: Map<Country, (chance: Chance) => T>, country: Country, make: () => (chance: Chance) => T) => {
  const draw = known.get(country) ?? make()
  known.set(country, draw)
  return draw
}

/** Makes the people one by one; more than 50,000 a second on one core of an ordinary machine. */
export function* people({ seed, count, country, from = 1, shared = SHARED_RATE, year = YEAR }: PeopleOptions): Generator<SyntheticPerson> {
  if (!COUNTRIES.includes(country)) throw new TypeError(`no country ${country}`)
  for (let number = from; number < from + count; number++) yield personOf(seed, number, country, shared, year)
}

const countryNumber = (country: Country) => COUNTRIES.indexOf(country) * 8

function personOf(seed: number, number: number, country: Country, shared: number, year: number): SyntheticPerson {
  const writing = chanceOf(seed, number, countryNumber(country) + WRITING)
  const is_shared = writing.is(shared)
  const chance = is_shared ? chanceOf(seed, writing.below(SHARED_PEOPLE), COMMON) : chanceOf(seed, number, countryNumber(country) + OWN)
  const nationality = is_shared ? chance.pick(COUNTRIES) : nationalityIn(country, chance)
  const sex = sexDraw(chance)
  const { tradition, parts: identity } = NAMING[nationality](sex, chance)
  const birth_date = born(chance, year, PROFILES[nationality].year_only)
  const town = drawOf(townDraws, nationality, () => skewed(PROFILES[nationality].towns, 1))(chance)
  const { letters } = PROFILES[country]
  return {
    reference: `DEMO-${country}-P${String(number).padStart(7, '0')}`,
    names: written(identity, country, writing),
    // registers that hold one person know the date more or less exactly
    birth_date: is_shared && writing.is(0.1) ? birth_date.slice(0, 4) : birth_date,
    sex,
    nationality,
    place_of_birth: (letters === 'Arab' && town[1]) || town[0],
    tradition,
    identity,
  }
}

export function born(chance: Chance, year: number, year_only: number): string {
  const age = 16 + Math.floor((chance.next() + chance.next() * chance.next()) * 34)
  const text = String(year - age)
  if (chance.is(year_only)) return text
  const month = 1 + chance.below(12)
  const day = 1 + chance.below([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]!)
  const partial = `${text}-${String(month).padStart(2, '0')}`
  return chance.is(0.02) ? partial : `${partial}-${String(day).padStart(2, '0')}`
}

/** As the country's register writes a name: in its own letters, often with the passport's Latin spelling beside them. */
function written(identity: readonly Part[], country: Country, chance: Chance): WrittenName[] {
  const { hand } = PROFILES[country]
  const script = lettersFor(identity, country)
  const main = writtenIn(identity, script, hand, 'main')
  return script === 'Latn' || !chance.is(0.55) ? [main] : [main, writtenIn(identity, 'Latn', hand, 'transcription')]
}

/** Arabic letters for everybody where the country has them; Greek, Hebrew, Cyrillic where the whole name is so at home; else Latin. */
export function lettersFor(identity: readonly Part[], country: Country): Script {
  const { letters } = PROFILES[country]
  return letters === 'Arab' || identity.every(({ word }) => word.script === letters) ? letters : 'Latn'
}

export const writtenIn = (identity: readonly Part[], script: Script, hand: Hand, kind: WrittenName['kind']): WrittenName =>
  named(identity, script, ({ word }) => (script === 'Latn' ? latin(word, hand) : script === 'Arab' ? arabic(word) : word.text), kind)

/** Puts spelt parts together: what stands before the first father's or family's part is the given name. */
export function named(parts: readonly Part[], script: Script, spell: (part: Part) => string, kind: WrittenName['kind']): WrittenName {
  let given = ''
  let family = ''
  for (const part of parts) {
    const text = spell(part)
    if (text === '') continue
    if (part.role === 'given' && family === '') given = given === '' ? text : `${given} ${text}`
    else family = family === '' ? text : `${family} ${text}`
  }
  return { name: given && family ? `${given} ${family}` : given || family, family, given, script, kind }
}
