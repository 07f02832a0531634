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
  /** Of a Latin one: in which orthography. */
  readonly hand?: Hand
  /** Spellings that were asked for before. */
  readonly known: Map<string, string>
}

export const latinWord = (text: string, hand: Hand): Word => ({ script: 'Latn', text, hand, known: new Map() })
export const arabicWord = (sounds: string): Word => ({ script: 'Arab', text: inArabic(sounds), sounds, known: new Map() })
/** An Arabic name of which only the letters are known. */
export const readWord = (text: string): Word => ({ script: 'Arab', text, sounds: heard(text), known: new Map() })
export const otherWord = (text: string, script: 'Hebr' | 'Grek' | 'Cyrl'): Word => ({ script, text, known: new Map() })

/** The word in Latin letters as an administration of this orthography writes it. */
export function latin(word: Word, hand: Hand): string {
  if (word.script === 'Latn') return word.text
  const known = word.known.get(hand)
  if (known !== undefined) return known
  const made = word.script === 'Arab' ? inLatin(word.sounds!, hand) : word.script === 'Grek' ? greekInLatin(word.text) : word.script === 'Cyrl' ? russianInLatin(word.text, hand) : hebrewInLatin(word.text)
  word.known.set(hand, made)
  return made
}

/** The word in Arabic letters, by its sound. */
export function arabic(word: Word): string {
  if (word.script === 'Arab') return word.text
  const known = word.known.get('arabic')
  if (known !== undefined) return known
  const made = inArabic(soundsOf(latin(word, 'english'), word.hand ?? 'english'))
  word.known.set('arabic', made)
  return made
}
