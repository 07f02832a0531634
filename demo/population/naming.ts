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
  if (chance.is(0.3)) parts.push(part('particle', chance.pick(OF)))
  return [...parts, part('family', other(from.portuguese.family, parts, chance))]
}

const simple =
  (vocabulary: from.Vocabulary, second_given = 0.1) =>
  (sex: Sex, chance: Chance): Part[] => {
    const parts = [part('given', given(vocabulary, sex, chance))]
    if (chance.is(second_given))
      parts.push(
        part(
          'given',
          other((one) => given(vocabulary, sex, one), parts, chance),
        ),
      )
    return [...parts, part('family', other((sex === 'F' && vocabulary.family_female) || vocabulary.family, parts, chance))]
  }

function russian(sex: Sex, chance: Chance): Part[] {
  const { fathers, family, family_female } = from.russian
  const woman = sex === 'F'
  return [
    part('given', given(from.russian, sex, chance)),
    part('father', (woman ? fathers.female : fathers.male)(chance)),
    part('family', (woman ? family_female! : family)(chance)),
  ]
}

/** The tradition is that of the country of citizenship; a part of each country's people come from another. */
export const NAMING: Readonly<Record<Country, (sex: Sex, chance: Chance) => Part[]>> = {
  MAR: (sex, chance) => maghrebi(sex, chance, 0.1, 0.3),
  DZA: (sex, chance) => maghrebi(sex, chance, 0.1, 0.2),
  TUN: (sex, chance) => maghrebi(sex, chance, 0.6, 0.9),
  LBY: (sex, chance) => mashriqi(sex, chance, 2, 0.7),
  MRT: (sex, chance) => (chance.is(0.3) ? simple(from.mande)(sex, chance) : mauritanian(sex, chance)),
  EGY: (sex, chance) => mashriqi(sex, chance, chance.is(0.6) ? 2 : 3, 0.25),
  JOR: (sex, chance) => mashriqi(sex, chance, chance.is(0.5) ? 2 : 1, 0.95),
  PSE: (sex, chance) => mashriqi(sex, chance, chance.is(0.5) ? 2 : 1, 0.95),
  LBN: (sex, chance) => mashriqi(sex, chance, chance.is(0.5) ? 1 : 0, 1),
  ESP: (sex, chance) => (chance.is(0.06) ? maghrebi(sex, chance, 0.1, 0.3) : spanish(sex, chance)),
  FRA: (sex, chance) => (chance.is(0.12) ? maghrebi(sex, chance, 0, 0) : simple(from.french, 0.3)(sex, chance)),
  ITA: simple(from.italian, 0.12),
  PRT: portuguese,
  TUR: simple(from.turkish, 0.2),
  GRC: simple(from.greek, 0.05),
  RUS: russian,
  ISR: (sex, chance) => (chance.is(0.15) ? mashriqi(sex, chance, 1, 1) : simple(from.hebrew, 0.08)(sex, chance)),
  SEN: simple(from.senegalese, 0.12),
  MLI: simple(from.mande, 0.05),
  GIN: simple(from.mande, 0.15),
  GMB: simple(from.gambian, 0.05),
  CIV: simple(from.ivorian, 0.4),
  NER: simple(from.nigerien, 0.1),
  NGA: simple(from.nigerian, 0.15),
  GHA: simple(from.ghanaian, 0.2),
}
