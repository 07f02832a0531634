/** How an officer of another country may write the same name: other letters, another romanisation, a part left out, a slip of the fingers. README.md states the model. */
import { capitalised, type Hand, inLatin } from './arabic.ts'
import type { Chance } from './chance.ts'
import { COUNTRIES, type Country, PROFILES } from './countries.ts'
import type { Part } from './naming.ts'
import { named, type SyntheticPerson, type WrittenName } from './people.ts'
import { arabic, latin, type Script, type Word } from './words.ts'

export const STEPS = [
  'romanised-freely',
  'father-left-out',
  'second-surname-left-out',
  'particle-left-out',
  'given-name-left-out',
  'initial',
  'joined',
  'reversed',
  'accents-lost',
  'typing',
] as const
export type Step = (typeof STEPS)[number]

export interface Misspelt extends WrittenName {
  /** Who wrote it. */
  readonly by: Country
  readonly steps: readonly Step[]
}

const RATES = {
  loose: 0.15,
  father: 0.3,
  second_surname: 0.35,
  particle: 0.25,
  second_given: 0.3,
  initial: 0.02,
  joined: 0.06,
  reversed: 0.12,
  accents: 0.6,
  typing: 0.08,
} as const

/** Writes a person's name as `by` might (any other country unless said). Each draw of chance gives another spelling. */
export function misspelt(
  person: Pick<SyntheticPerson, 'identity' | 'nationality'>,
  chance: Chance,
  by: Country = anotherThan(person.nationality, chance),
): Misspelt {
  const { letters, hand } = PROFILES[by]
  const script: Script = letters === 'Arab' ? 'Arab' : 'Latn'
  const steps = new Set<Step>()
  const did = (step: Step, p: number): boolean => chance.is(p) && steps.add(step) !== undefined
  const parts = shortened(person.identity, did)
  const spell = ({ word, role }: Part): string => {
    const text = script === 'Arab' ? arabic(word) : romanised(word, hand, chance, steps)
    return role === 'given' && text.length > 2 && did('initial', RATES.initial) ? text[0]! : text
  }
  const spelt = new Map(parts.map((part) => [part, spell(part)]))
  let whole = named(parts, script, (part) => spelt.get(part)!, 'main')
  if (whole.family.includes(' ') && did('joined', RATES.joined))
    whole = renamed(whole, whole.given, capitalised(whole.family.replace(' ', '').toLocaleLowerCase('en')))
  if (script === 'Latn' && /\p{M}/u.test(whole.name.normalize('NFD')) && did('accents-lost', RATES.accents))
    whole = renamed(whole, plain(whole.given), plain(whole.family))
  if (did('typing', RATES.typing)) whole = slipped(whole, chance)
  if (whole.given !== '' && whole.family !== '' && did('reversed', RATES.reversed))
    whole = { ...whole, name: `${whole.family} ${whole.given}` }
  return { ...whole, by, steps: STEPS.filter((step) => steps.has(step)) }
}

function anotherThan(country: Country, chance: Chance): Country {
  const other = chance.pick(COUNTRIES)
  return other === country ? COUNTRIES[(COUNTRIES.indexOf(country) + 1) % COUNTRIES.length]! : other
}

function shortened(identity: readonly Part[], did: (step: Step, p: number) => boolean): readonly Part[] {
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

/** Two of three officers copy the passport of the home country, the third writes what is heard. */
function romanised(word: Word, hand: Hand, chance: Chance, steps: Set<Step>): string {
  if (word.script !== 'Arab') return latin(word, hand)
  if (word.customary) {
    const another = chance.is(RATES.loose) ? chance.pick(word.customary) : word.customary[0]!
    if (another !== word.customary[0]) steps.add('romanised-freely')
    return another
  }
  const usual = latin(word, 'french')
  const heard = inLatin(word.sounds!, chance.is(0.66) ? 'french' : hand, chance, RATES.loose)
  if (heard !== usual) steps.add('romanised-freely')
  return heard
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

function slipped(name: WrittenName, chance: Chance): WrittenName {
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
