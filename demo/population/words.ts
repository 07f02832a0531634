/** One word of a name: how it is written at home, and how others write it. */
import { type Choose, greekInLatin, hebrewInLatin, hebrewOtherwise, russianInLatin, ukrainianInLatin } from './alphabets.ts'
import { capitalised, type Hand, heard, inArabic, inLatin, soundsOf } from './arabic.ts'
import type { Chance } from './chance.ts'

/** ISO 15924. */
export type Script = 'Latn' | 'Arab' | 'Hebr' | 'Grek' | 'Cyrl'

export interface Word {
  readonly script: Script
  /** As written at home. */
  readonly text: string
  /** Of an Arabic name: how it sounds. */
  readonly sounds?: string
  /** Spelt by custom and not by sound, the usual spelling first. */
  readonly customary?: readonly string[]
  /** Of a Latin one: in which orthography. */
  readonly hand?: Hand
  /** Spellings that were asked for before. */
  readonly known: Map<string, string>
}

export const latinWord = (text: string, hand: Hand): Word => ({ script: 'Latn', text, hand, known: new Map() })
export const arabicWord = (sounds: string, customary?: readonly string[]): Word => ({
  script: 'Arab',
  text: inArabic(sounds),
  sounds,
  ...(customary && { customary }),
  known: new Map(),
})
/** An Arabic name of which only the letters are known. */
export const readWord = (text: string): Word => ({ script: 'Arab', text, sounds: heard(text), known: new Map() })
export const otherWord = (text: string, script: 'Hebr' | 'Grek' | 'Cyrl', customary?: string): Word => ({
  script,
  text,
  ...(customary && { customary: [customary] }),
  known: new Map(),
})

/** The word in Latin letters as an administration of this orthography writes it. */
export function latin(word: Word, hand: Hand): string {
  if (word.script === 'Latn') return word.text
  if (word.customary) return word.customary[0]!
  const known = word.known.get(hand)
  if (known !== undefined) return known
  const made =
    word.script === 'Arab'
      ? inLatin(word.sounds!, hand)
      : word.script === 'Grek'
        ? greekInLatin(word.text)
        : word.script === 'Cyrl'
          ? russianInLatin(word.text, hand)
          : hebrewInLatin(word.text)
  word.known.set(hand, made)
  return made
}

/**
 * The word in Latin letters as one writes it who does not copy the home country's passport: each sound or letter takes another
 * spelling of the orthography at rate `loose`.
 */
export function freely(word: Word, hand: Hand, chance: Chance, loose: number): string {
  const choose: Choose = (spellings) =>
    spellings.length > 1 && chance.is(loose) ? spellings[1 + chance.below(spellings.length - 1)]! : spellings[0]!
  if (word.script === 'Arab')
    return word.customary
      ? chance.is(loose)
        ? chance.pick(word.customary)
        : word.customary[0]!
      : inLatin(word.sounds!, chance.is(HEARD_AS_FRENCH) ? 'french' : hand, chance, loose)
  if (word.script === 'Grek') return greekInLatin(word.text, choose)
  if (word.script === 'Cyrl') return word.customary ? ukrainianInLatin(word.text, choose) : russianInLatin(word.text, hand, choose)
  if (word.script === 'Hebr') return chance.is(3 * loose) ? hebrewOtherwise(latin(word, hand), chance) : latin(word, hand)
  return word.text
}
/** Two of three who write Arabic names in Latin letters use the French orthography, as passports of the Maghreb do. */
const HEARD_AS_FRENCH = 0.66

/** A West African name as a neighbour with another official language spells it: Diallo is Jallow in Banjul and Djaló in Bissau. */
export function acrossTheBorder(word: Word, hand: Hand): string {
  if (word.script !== 'Latn' || word.hand === hand) return word.text
  const known = word.known.get(hand)
  if (known !== undefined) return known
  const french = word.hand === 'french' ? word.text : respelt(word.text, TO_FRENCH[word.hand === 'portuguese' ? 'portuguese' : 'english'])
  const made =
    hand === 'french'
      ? french
      : (KNOWN_ABROAD[hand]?.[french] ?? respelt(french, hand === 'english' ? FRENCH_TO.english : FRENCH_TO.portuguese))
  word.known.set(hand, made)
  return made
}

type Rules = readonly (readonly [RegExp, string])[]
const respelt = (text: string, rules: Rules): string =>
  capitalised(rules.reduce((rest, [pattern, by]) => rest.replace(pattern, by), text.toLocaleLowerCase('en')))
const KNOWN_ABROAD: Partial<Record<Hand, Readonly<Record<string, string>>>> = {
  english: { Touré: 'Touray', Cissé: 'Ceesay', Cisse: 'Ceesay', Gueye: 'Gaye', Ndiaye: 'Njie', Kamara: 'Camara' },
  portuguese: { Diallo: 'Djaló', Keïta: 'Queita', Touré: 'Turé', Cissé: 'Sissé', Barry: 'Bari' },
}
const FRENCH_TO: Readonly<Record<'english' | 'portuguese', Rules>> = {
  english: [
    [/^di(?=[aeo])|^dj/, 'j'],
    [/allo$/, 'allow'],
    [/é$/, 'eh'],
    [/^ou(?=[bcdfgklmnprstz])/, 'o'],
    [/ou/g, 'u'],
    [/aye$/, 'ay'],
    [/tch/g, 'ch'],
    [/ï/g, 'i'],
    [/é|è|ê/g, 'e'],
  ],
  portuguese: [
    [/^di(?=[ao])/, 'dj'],
    [/ou/g, 'u'],
    [/ye$/, 'i'],
    [/kh?(?=[aou])/g, 'c'],
    [/kh?(?=[eéi])/g, 'qu'],
    [/ï/g, 'i'],
    [/o$/, 'ó'],
    [/th/g, 't'],
    [/w/g, 'u'],
  ],
}
const TO_FRENCH: Readonly<Record<'english' | 'portuguese', Rules>> = {
  english: [
    [/allow$/, 'allo'],
    [/^j/, 'di'],
    [/ay$/, 'aye'],
    [/eh$/, 'é'],
    [/oo|u/g, 'ou'],
    [/sh/g, 'ch'],
    [/w(?=[aei])/g, 'ou'],
  ],
  portuguese: [
    [/^dj(?=[ao])/, 'di'],
    [/qu(?=[ei])/g, 'k'],
    [/u(?=[bcdfglmnprst])/g, 'ou'],
    [/c(?=[aou])/g, 'k'],
    [/ó$/, 'o'],
    [/á$/, 'a'],
  ],
}

const plain = (text: string): string => text.toLocaleLowerCase('en').normalize('NFD').replace(/\p{M}/gu, '')

/** Names that came south with Islam: who writes Arabic knows them under any spelling. */
const ISLAMIC = new Map(
  Object.entries({
    muHammad: 'mohamed mohammed mouhamed mouhammadou mohamadou mouhamadou muhammed',
    "'aHmad": 'ahmed ahmet',
    "'aHmadU": 'amadou',
    mUsY: 'moussa musa',
    "'ibrAhIm": 'ibrahim ibrahima ebrima',
    '3ucmAn': 'ousmane osman ousman',
    '3umar': 'omar oumar',
    '3alI': 'ali aly aliou alieu',
    'fATima@': 'fatima',
    "3A'i$a@": 'aicha',
    '3abd allAh': 'abdoulaye',
    sulaymAn: 'souleymane',
    yUsuf: 'youssouf youssou yusuf',
    '3IsY': 'issa',
    "'ismA3Il": 'ismaila ebou',
    "'idrIs": 'idrissa',
    Hasan: 'hassan hassane hasan',
    Husayn: 'huseyin',
    "'amIna@": 'amina',
    muSTafY: 'moustapha mustafa',
    'bU bakr': 'boubacar boubakar',
    'al-$ayx': 'cheikh',
    'xalIfa@': 'khalifa',
    mAlik: 'malick',
    yaHyY: 'yaya yahaya',
    maryam: 'mariam meryem',
    zaynab: 'zainab zeinabou zeynep',
    '3abdU': 'abdou',
    bilAl: 'bilal',
    jibrIl: 'djibril',
    'al-Hasan': 'alassane',
  }).flatMap(([sounds, spellings]) => spellings.split(' ').map((spelling) => [spelling, sounds] as const)),
)

/** The word in Arabic letters: as it is known, else by its sound. */
export function arabic(word: Word): string {
  if (word.script === 'Arab') return word.text
  const known = word.known.get('arabic')
  if (known !== undefined) return known
  const text = latin(word, 'english')
  const made = inArabic(ISLAMIC.get(plain(text)) ?? soundsOf(text, word.hand ?? 'english'))
  word.known.set('arabic', made)
  return made
}

/** What the word is, however it is written: its letters at home without marks; names that came south with Islam are the Arabic ones. */
export function identityOf(word: Word): string {
  const known = word.known.get('identity')
  if (known !== undefined) return known
  const sounds = word.script === 'Latn' ? ISLAMIC.get(plain(word.text)) : undefined
  const made = plain(sounds === undefined ? word.text : inArabic(sounds)).replace(/[^\p{L}]/gu, '')
  word.known.set('identity', made)
  return made
}
