/** The small alphabets in which letter costs are kept: each folded token becomes a row of small numbers. */
import type { Script } from './fold.ts'

/** Scripts with an alphabet of their own. Greek is first written in Latin letters, other scripts have none. */
export type Alphabet = 'latin' | 'arabic' | 'hebrew' | 'cyrillic'

/** The letter that stands before and after each token, so that costs may depend on the beginning and the end. */
export const EDGE = 1

const LETTERS: Record<Alphabet, string> = {
  latin: 'abcdefghijklmnopqrstuvwxyz',
  arabic: 'ابتثجحخدذرزسشصضطظعغفقكلمنهوي',
  hebrew: 'אבגדהוזחטיכלמנסעפצקרשת׳',
  cyrillic: 'абвгдежзийклмнопрстуфхцчшщъыьэюя',
}

/** Letters of an alphabet, in order: the number of a letter is its place plus two. */
export const lettersOf = (alphabet: Alphabet): string => LETTERS[alphabet]

const NUMBERS = Object.fromEntries(
  Object.entries(LETTERS).map(([alphabet, letters]) => [alphabet, new Map([...letters].map((letter, i) => [letter, i + 2]))]),
) as Record<Alphabet, Map<string, number>>

/** Encodes folded text with an edge on both sides; letters outside of the alphabet are passed over. */
export function encode(text: string, alphabet: Alphabet): Uint8Array {
  const numbers = NUMBERS[alphabet]
  const row = [EDGE]
  for (const letter of text) {
    const number = numbers.get(letter)
    if (number !== undefined) row.push(number)
  }
  row.push(EDGE)
  return Uint8Array.from(row)
}

export function alphabetOf(script: Script): Alphabet | undefined {
  if (script === 'greek') return 'latin'
  return script === 'other' ? undefined : script
}

const GREEK_PAIRS: [RegExp, string][] = [
  [/ου/g, 'ou'],
  [/αυ(?=[θκξπσφχψτ]|$)/g, 'af'],
  [/ευ(?=[θκξπσφχψτ]|$)/g, 'ef'],
  [/αυ/g, 'av'],
  [/ευ/g, 'ev'],
  [/^μπ/g, 'b'],
  [/^ντ/g, 'd'],
  [/^γκ/g, 'g'],
  [/γγ/g, 'ng'],
]
const GREEK: Record<string, string> = {
  α: 'a',
  β: 'v',
  γ: 'g',
  δ: 'd',
  ε: 'e',
  ζ: 'z',
  η: 'i',
  θ: 'th',
  ι: 'i',
  κ: 'k',
  λ: 'l',
  μ: 'm',
  ν: 'n',
  ξ: 'x',
  ο: 'o',
  π: 'p',
  ρ: 'r',
  σ: 's',
  τ: 't',
  υ: 'y',
  φ: 'f',
  χ: 'ch',
  ψ: 'ps',
  ω: 'o',
}

/** Writes folded Greek in Latin letters, after ELOT 743 (ISO 843 type 2) without its marks. */
export function greekInLatin(text: string): string {
  const pairs = GREEK_PAIRS.reduce((written, [from, to]) => written.replace(from, to), text)
  return [...pairs].map((letter) => GREEK[letter] ?? letter).join('')
}
