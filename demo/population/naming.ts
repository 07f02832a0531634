/** How names are made up in each tradition, and in what order a country writes them. */

import type { Chance } from './chance.ts'
import type { Country } from './countries.ts'
import * as from from './vocabularies.ts'
import { arabicWord, latinWord, type Word } from './words.ts'

export type Role = 'given' | 'particle' | 'father' | 'family' | 'second-family'
export interface Part {
  readonly role: Role
  readonly word: Word
}
export type Sex = 'F' | 'M' | 'X'
export const TRADITIONS = [
  'maghreb',
  'mashriq',
  'gulf',
  'mauritania',
  'spanish',
  'portuguese',
  'french',
  'italian',
  'turkish',
  'greek',
  'russian',
  'ukrainian',
  'hebrew',
  'west-africa-french',
  'west-africa-english',
  'west-africa-portuguese',
] as const
export type Tradition = (typeof TRADITIONS)[number]
/** A name by its parts, and how they were put together. */
export interface Naming {
  readonly tradition: Tradition
  readonly parts: readonly Part[]
}
type Maker = (sex: Sex, chance: Chance) => Part[]

const BIN = arabicWord('bin', ['Ben', 'Bin', 'Ibn'])
const BINT = arabicWord('bint', ['Bent', 'Bint'])
const OULD = arabicWord('walad', ['Ould', 'Oulad', 'Weld'])
const MINT = arabicWord('bint', ['Mint', 'Bint', 'Ment'])
const AND = latinWord('y', 'spanish')
const OF = ['da', 'dos', 'de'].map((text) => latinWord(text, 'portuguese'))

const part = (role: Role, word: Word): Part => ({ role, word })
const given = (vocabulary: from.Vocabulary, sex: Sex, chance: Chance): Word =>
  (sex === 'F' || (sex === 'X' && chance.is(0.5)) ? vocabulary.female : vocabulary.male)(chance)
const isSame = (parts: readonly Part[], word: Word) => parts.some((one) => one.word.text === word.text)

/** Draws again where a name would be the one before it, a few times at most. */
function other(draw: (chance: Chance) => Word, parts: readonly Part[], chance: Chance): Word {
  let word = draw(chance)
  for (let i = 0; i < 3 && isSame(parts, word); i++) word = draw(chance)
  return word
}

/** Given name, now and then the father's with or without `bin`, and the family's. */
function maghrebi(sex: Sex, chance: Chance, father_rate: number, bin_rate: number): Part[] {
  const parts = [part('given', given(from.maghrebi, sex, chance))]
  if (chance.is(father_rate)) {
    if (chance.is(bin_rate)) parts.push(part('particle', sex === 'F' && chance.is(0.5) ? BINT : BIN))
    parts.push(part('father', other(from.maghrebi.male, parts, chance)))
  }
  return [...parts, part('family', other(from.maghrebi.family, parts, chance))]
}

/** Mauritania: the father's name after Ould or Mint, and a family's name that may be another father's. */
function mauritanian(sex: Sex, chance: Chance): Part[] {
  const parts = [part('given', given(from.maghrebi, sex, chance))]
  if (chance.is(0.7)) parts.push(part('particle', sex === 'F' ? MINT : OULD))
  parts.push(part('father', other(from.maghrebi.male, parts, chance)))
  if (chance.is(0.5)) parts.push(part('family', other(chance.is(0.5) ? from.maghrebi.male : from.maghrebi.family, parts, chance)))
  return parts
}

/** Egypt and Libya: the father's and the grandfather's names follow; a family name more often in Libya. */
function mashriqi(sex: Sex, chance: Chance, fathers: number, family_rate: number): Part[] {
  const parts = [part('given', given(from.mashriqi, sex, chance))]
  for (let i = 0; i < fathers; i++) parts.push(part('father', other(from.mashriqi.male, parts, chance)))
  if (fathers === 0 || chance.is(family_rate)) parts.push(part('family', other(from.mashriqi.family, parts, chance)))
  return parts
}

/** The Gulf: `bin` or `bint` before the father's name, sometimes the grandfather's, and a family or tribe. */
function gulf(sex: Sex, chance: Chance): Part[] {
  const parts = [part('given', given(from.gulf, sex, chance))]
  for (let fathers = chance.is(0.35) ? 2 : chance.is(0.85) ? 1 : 0; fathers > 0; fathers--) {
    if (chance.is(0.6)) parts.push(part('particle', parts.length === 1 && sex === 'F' ? BINT : BIN))
    parts.push(part('father', other(from.gulf.male, parts, chance)))
  }
  return [...parts, part('family', other(from.gulf.family, parts, chance))]
}

/** Two surnames, the father's and the mother's, now and then joined by `y`. */
function spanish(sex: Sex, chance: Chance): Part[] {
  const parts = [part('given', given(from.spanish, sex, chance))]
  if (chance.is(0.25))
    parts.push(
      part(
        'given',
        other((one) => given(from.spanish, sex, one), parts, chance),
      ),
    )
  parts.push(part('family', from.spanish.family(chance)))
  if (chance.is(0.02)) parts.push(part('particle', AND))
  return [...parts, part('second-family', from.spanish.family(chance))]
}

/** The mother's surname first, the father's last, particles between. */
function portuguese(sex: Sex, chance: Chance): Part[] {
  const parts = [part('given', given(from.portuguese, sex, chance))]
  if (chance.is(0.6))
    parts.push(
      part(
        'given',
        other((one) => given(from.portuguese, sex, one), parts, chance),
      ),
    )
  if (chance.is(0.8)) parts.push(part('second-family', from.portuguese.family(chance)))
  const family = other(from.portuguese.family, parts, chance)
  if (!/^d[aeo]s? /.test(family.text) && chance.is(0.3)) parts.push(part('particle', chance.pick(OF)))
  return [...parts, part('family', family)]
}

const simple =
  (vocabulary: from.Vocabulary, second_given = 0.1, second_family = 0): Maker =>
  (sex, chance) => {
    const parts = [part('given', given(vocabulary, sex, chance))]
    if (chance.is(second_given))
      parts.push(
        part(
          'given',
          other((one) => given(vocabulary, sex, one), parts, chance),
        ),
      )
    const family = (sex === 'F' && vocabulary.family_female) || vocabulary.family
    parts.push(part('family', other(family, parts, chance)))
    if (second_family > 0 && chance.is(second_family)) parts.push(part('second-family', other(family, parts, chance)))
    return parts
  }

const eastSlavic =
  (vocabulary: from.EastSlavic): Maker =>
  (sex, chance) => {
    const { fathers, family, family_female } = vocabulary
    const woman = sex === 'F'
    return [
      part('given', given(vocabulary, sex, chance)),
      part('father', (woman ? fathers.female : fathers.male)(chance)),
      part('family', (woman ? family_female! : family)(chance)),
    ]
  }

type Named = (sex: Sex, chance: Chance) => Naming
const as =
  (tradition: Tradition, make: Maker): Named =>
  (sex, chance) => ({ tradition, parts: make(sex, chance) })
/** A share of the citizens bear names of another tradition. */
const also =
  (share: number, some: Named, most: Named): Named =>
  (sex, chance) =>
    (chance.is(share) ? some : most)(sex, chance)

const MAGHREB = as('maghreb', (sex, chance) => maghrebi(sex, chance, 0.2, 0.3))
const MANDE = as('west-africa-french', simple(from.mande, 0.3))
const LEVANT = as('mashriq', (sex, chance) => mashriqi(sex, chance, chance.is(0.5) ? 2 : 1, 0.95))
const GULF = as('gulf', gulf)
const PORTUGUESE = as('portuguese', portuguese)

/** The tradition is that of the country of citizenship; a part of each country's people come from another. */
export const NAMING: Readonly<Record<Country, Named>> = {
  MAR: MAGHREB,
  DZA: as('maghreb', (sex, chance) => maghrebi(sex, chance, 0.2, 0.2)),
  TUN: as('maghreb', (sex, chance) => maghrebi(sex, chance, 0.6, 0.9)),
  LBY: as('mashriq', (sex, chance) => mashriqi(sex, chance, 2, 0.7)),
  MRT: also(0.3, MANDE, as('mauritania', mauritanian)),
  EGY: as('mashriq', (sex, chance) => mashriqi(sex, chance, chance.is(0.6) ? 2 : 3, 0.25)),
  JOR: LEVANT,
  PSE: LEVANT,
  LBN: as('mashriq', (sex, chance) => mashriqi(sex, chance, chance.is(0.5) ? 1 : 0, 1)),
  SAU: GULF,
  ARE: GULF,
  ESP: also(0.06, MAGHREB, as('spanish', spanish)),
  FRA: also(
    0.12,
    as('maghreb', (sex, chance) => maghrebi(sex, chance, 0, 0)),
    as('french', simple(from.french, 0.3, 0.05)),
  ),
  ITA: as('italian', simple(from.italian, 0.12)),
  PRT: PORTUGUESE,
  TUR: as('turkish', simple(from.turkish, 0.2)),
  GRC: as('greek', simple(from.greek, 0.12)),
  RUS: as('russian', eastSlavic(from.russian)),
  UKR: as('ukrainian', eastSlavic(from.ukrainian)),
  ISR: also(
    0.15,
    as('mashriq', (sex, chance) => mashriqi(sex, chance, 1, 1)),
    as('hebrew', simple(from.hebrew, 0.08)),
  ),
  SEN: as('west-africa-french', simple(from.senegalese, 0.4)),
  MLI: MANDE,
  GIN: as('west-africa-french', simple(from.mande, 0.35)),
  GMB: as('west-africa-english', simple(from.gambian, 0.25)),
  CIV: as('west-africa-french', simple(from.ivorian, 0.75)),
  NER: as('west-africa-french', simple(from.nigerien, 0.4)),
  NGA: as('west-africa-english', simple(from.nigerian, 0.4)),
  GHA: as('west-africa-english', simple(from.ghanaian, 0.4)),
  GNB: as('west-africa-portuguese', simple(from.bissauGuinean, 0.15)),
  CPV: also(0.1, as('west-africa-portuguese', simple(from.bissauGuinean, 0.1)), as('west-africa-portuguese', portuguese)),
}
