/** One word of a name: how it is written at home, and how others write it. */
import { greekInLatin, hebrewInLatin, russianInLatin } from './alphabets.ts'
import { type Hand, heard, inArabic, inLatin, soundsOf } from './arabic.ts'

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
