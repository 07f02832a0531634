/** How an officer of another country may write the same name: other letters, another romanisation, a part left out, a slip of the fingers. README.md states the model. */
import { readMrz, writeMrz } from '#lib/mrz/index.ts'
import { capitalised, type Hand } from './arabic.ts'
import type { Chance } from './chance.ts'
import { COUNTRIES, type Country, PROFILES } from './countries.ts'
import { NAMING, type Part } from './naming.ts'
import { lettersFor, named, type SyntheticPerson, type WrittenName } from './people.ts'
import { acrossTheBorder, arabic, freely, latin, type Script, type Word } from './words.ts'

export const STEPS = [
  'romanised-freely',
  'spelt-across-the-border',
  'father-left-out',
  'second-surname-left-out',
  'particle-left-out',
  'given-name-left-out',
  'part-added',
  'surnames-swapped',
  'initial',
  'joined',
  'split',
  'reversed',
  'accents-lost',
  'typing',
  'reading',
  'machine-readable-zone',
] as const
export type Step = (typeof STEPS)[number]

export interface Misspelt extends WrittenName {
  /** Who wrote it. */
  readonly by: Country
  readonly steps: readonly Step[]
}

const RATES = {
  loose: 0.15,
  across_the_border: 0.6,
  father: 0.3,
  second_surname: 0.35,
  particle: 0.25,
  second_given: 0.3,
  added: 0.04,
  swapped: 0.06,
  initial: 0.02,
  joined: 0.06,
  split: 0.25,
  reversed: 0.12,
  accents: 0.6,
  typing: 0.08,
  reading: 0.03,
  zone: 0.05,
} as const

type Did = (step: Step, p: number) => boolean

/**
 * Writes a person's name as `by` might (any other country unless said), in its letters unless said. Each draw of chance gives another
 * spelling.
 */
export function misspelt(
  person: Pick<SyntheticPerson, 'identity' | 'nationality' | 'tradition' | 'sex'>,
  chance: Chance,
  by: Country = anotherThan(person.nationality, chance),
  script: Script = lettersFor(person.identity, by),
): Misspelt {
  const { hand } = PROFILES[by]
  const steps = new Set<Step>()
  const did: Did = (step, p) => chance.is(p) && steps.add(step) !== undefined
  const parts = turned(added(shortened(person.identity, did), person, chance, did), did)
  const is_african = person.tradition.startsWith('west-africa')
  const spell = ({ word, role }: Part): string => {
    const text = script === 'Latn' ? romanised(word, hand, is_african, chance, steps) : script === 'Arab' ? arabic(word) : word.text
    return role === 'given' && text.length > 2 && did('initial', RATES.initial) ? text[0]! : text
  }
  const spelt = new Map(parts.map((part) => [part, spell(part)]))
  let whole = named(parts, script, (part) => spelt.get(part)!, 'main')
  if (whole.family.includes(' ') && did('joined', RATES.joined))
    whole = renamed(whole, whole.given, capitalised(whole.family.replace(' ', '').toLocaleLowerCase('en')))
  if (canSplit(whole.name) && did('split', RATES.split)) whole = renamed(whole, split(whole.given), split(whole.family))
  if (script === 'Latn' && /\p{M}/u.test(whole.name.normalize('NFD')) && did('accents-lost', RATES.accents))
    whole = renamed(whole, plain(whole.given), plain(whole.family))
  if (did('typing', RATES.typing)) whole = slipped(whole, chance, slip)
  if (did('reading', RATES.reading)) whole = slipped(whole, chance, misread)
  if (whole.given !== '' && whole.family !== '') {
    const zone = script === 'Latn' && chance.is(RATES.zone) ? inZone(whole, person, chance) : undefined
    if (zone !== undefined) {
      steps.add('machine-readable-zone')
      whole = zone
    } else if (did('reversed', RATES.reversed)) whole = { ...whole, name: `${whole.family} ${whole.given}` }
  }
  return { ...whole, by, steps: STEPS.filter((step) => steps.has(step)) }
}

function anotherThan(country: Country, chance: Chance): Country {
  const other = chance.pick(COUNTRIES)
  return other === country ? COUNTRIES[(COUNTRIES.indexOf(country) + 1) % COUNTRIES.length]! : other
}

function shortened(identity: readonly Part[], did: Did): readonly Part[] {
  const has_family = identity.some(({ role }) => role === 'family')
  const no_father = has_family && identity.some(({ role }) => role === 'father') && did('father-left-out', RATES.father)
  const no_second = identity.some(({ role }) => role === 'second-family') && did('second-surname-left-out', RATES.second_surname)
  const no_particle = identity.some(({ role }) => role === 'particle') && (no_father || did('particle-left-out', RATES.particle))
  const first = identity.find(({ role }) => role === 'given')
  const no_given = identity.filter(({ role }) => role === 'given').length > 1 && did('given-name-left-out', RATES.second_given)
  return identity.filter(
    (part) =>
      !(no_father && part.role === 'father') &&
      !(no_second && part.role === 'second-family') &&
      !(no_particle && part.role === 'particle') &&
      !(no_given && part.role === 'given' && part !== first),
  )
}

/** One more given name of the same tradition, after the first. */
function added(
  parts: readonly Part[],
  { nationality, sex }: Pick<SyntheticPerson, 'nationality' | 'sex'>,
  chance: Chance,
  did: Did,
): readonly Part[] {
  if (!did('part-added', RATES.added)) return parts
  const more = NAMING[nationality](sex, chance).parts[0]!
  return [parts[0]!, more, ...parts.slice(1)]
}

function turned(parts: readonly Part[], did: Did): readonly Part[] {
  const first = parts.findIndex(({ role }) => role === 'family')
  const second = parts.findIndex(({ role }) => role === 'second-family')
  if (first < 0 || second < 0 || !did('surnames-swapped', RATES.swapped)) return parts
  return parts.map((part, i) => (i === first ? parts[second]! : i === second ? parts[first]! : part))
}

function romanised(word: Word, hand: Hand, is_african: boolean, chance: Chance, steps: Set<Step>): string {
  if (word.script !== 'Latn') {
    const heard = freely(word, hand, chance, RATES.loose)
    if (heard !== latin(word, word.script === 'Arab' ? 'french' : hand)) steps.add('romanised-freely')
    return heard
  }
  if (!is_african || word.hand === hand || !chance.is(RATES.across_the_border)) return word.text
  const text = acrossTheBorder(word, hand === 'english' || hand === 'portuguese' ? hand : 'french')
  if (text !== word.text) steps.add('spelt-across-the-border')
  return text
}

/** What is often written in one or in two: Benali, Bou Azza, Abderrahmane, Noureddine. */
const TWO_IN_ONE = /^(ben|bel|bou|abd[aeou][lr]|ould|nour|nur|ezz|salah|عبد|بن|بو)(?=\p{L}{3})(?!an|en$)/iu
const canSplit = (name: string): boolean => name.split(' ').some((word) => TWO_IN_ONE.test(word))
const split = (text: string): string =>
  text
    .split(' ')
    .map((word) => capitalised(word.replace(TWO_IN_ONE, '$1 ')))
    .join(' ')

/** As a reader of travel documents gives it: A to Z, family name first, cut to the length of the field (Doc 9303-4, section 4.2.3). */
function inZone(
  whole: WrittenName,
  { nationality, sex }: Pick<SyntheticPerson, 'nationality' | 'sex'>,
  chance: Chance,
): WrittenName | undefined {
  const format = chance.is(0.5) ? 'TD3' : 'TD1'
  const names = { primary: whole.family, secondary: whole.given }
  const document = { issuer: nationality, nationality, document_number: 'XD0000000', birth_date: '', expiry_date: '', sex }
  const written = writeMrz({ ...document, format, names })
  const read = written.ok ? readMrz(written.text) : undefined
  if (!read?.ok) return undefined
  const { primary: family, secondary: given } = read.mrz.names
  return { ...whole, family, given, name: [family, given].filter(Boolean).join(' ') }
}

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').replace(/ı/g, 'i').replace(/ø/g, 'o')
const renamed = (name: WrittenName, given: string, family: string): WrittenName => ({
  ...name,
  given,
  family,
  name: [given, family].filter(Boolean).join(' '),
})

/** Rows of keys, Latin and Arabic: a finger that slips hits a neighbour. */
const ROWS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'ضصثقفغعهخحجد', 'شسيبلاتنمكط', 'ئءؤرىةوزظ']
/** Letters that differ by dots, hamza or habit. */
const ALIKE: Readonly<Record<string, string>> = {
  ب: 'ت',
  ت: 'ث',
  ن: 'ت',
  ج: 'ح',
  ح: 'خ',
  د: 'ذ',
  ر: 'ز',
  س: 'ش',
  ص: 'ض',
  ط: 'ظ',
  ع: 'غ',
  ف: 'ق',
  أ: 'ا',
  إ: 'ا',
  آ: 'ا',
  ة: 'ه',
  ى: 'ي',
  ي: 'ى',
}

type Slip = (letters: string[], at: number, chance: Chance) => string

function slipped(name: WrittenName, chance: Chance, slip: Slip): WrittenName {
  const in_family = name.family.length > 3 && chance.is(0.6)
  const text = in_family ? name.family : name.given
  const places = [...text].flatMap((letter, i) => (i > 0 && /\p{L}/u.test(letter) ? [i] : []))
  if (places.length < 2) return name
  const wrong = slip([...text], chance.pick(places), chance)
  return in_family ? renamed(name, name.given, wrong) : renamed(name, wrong, name.family)
}

function slip(letters: string[], at: number, chance: Chance): string {
  const letter = letters[at]!
  const kind = chance.below(4)
  if (kind === 0) letters.splice(at, 1)
  else if (kind === 1) letters.splice(at, 0, letter)
  else if (kind === 2 && at + 1 < letters.length && letters[at + 1] !== ' ') [letters[at], letters[at + 1]] = [letters[at + 1]!, letter]
  else letters[at] = ALIKE[letter] && chance.is(0.7) ? ALIKE[letter] : neighbour(letter, chance)
  return letters.join('')
}

function neighbour(letter: string, chance: Chance): string {
  const row = ROWS.find((keys) => keys.includes(letter.toLocaleLowerCase('en')))
  if (!row) return letter
  const at = row.indexOf(letter.toLocaleLowerCase('en'))
  return row[at === 0 ? 1 : at === row.length - 1 ? at - 1 : at + (chance.is(0.5) ? 1 : -1)]!
}

/** What a machine or a tired eye reads for what. */
const READ_AS: readonly (readonly [string, string])[] = [
  ['rn', 'm'],
  ['m', 'rn'],
  ['cl', 'd'],
  ['l', 'i'],
  ['i', 'l'],
  ['o', '0'],
  ['s', '5'],
  ['b', '8'],
  ['e', 'c'],
  ['c', 'e'],
  ['u', 'v'],
  ['v', 'u'],
  ['h', 'n'],
  ['n', 'h'],
  ['g', 'q'],
]

function misread(letters: string[], at: number): string {
  const text = letters.join('')
  for (let i = at; i < text.length; i++) {
    const seen = READ_AS.find(([from]) => text.startsWith(from, i))
    if (seen) return text.slice(0, i) + seen[1] + text.slice(i + seen[0].length)
    const alike = ALIKE[text[i]!]
    if (alike) return text.slice(0, i) + alike + text.slice(i + 1)
  }
  return text
}
