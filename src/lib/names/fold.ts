/** Folds a name as written into tokens of one script each, with their places in the original text. */

/** The scripts that names are compared across; `other` is compared with itself only. */
export type Script = 'latin' | 'arabic' | 'hebrew' | 'cyrillic' | 'greek' | 'other'

/** One run of letters: `text` is folded (lower case, no marks), `start` and `end` are UTF-16 offsets in the original. */
export type Token = { text: string; start: number; end: number; script: Script; joined_to_next: boolean }

export type FoldedName = { ok: true; tokens: Token[] } | { ok: false; reason: string }

/** Longest name read, in UTF-16 units: three lines of a travel document and room to spare. */
export const MAX_NAME_LENGTH = 400
/** Most tokens read in one name. */
export const MAX_TOKENS = 24
const MAX_TOKEN_LENGTH = 40

type Folded = { text: string; script: Script } | 'separator' | 'nothing'
const folded = new Map<number, Folded>()

/**
 * Splits a name into folded tokens. Refuses a name without a letter, one longer than 400 UTF-16 units, and one of more
 * than 24 parts; control and direction marks, emoji and unpaired surrogates are passed over.
 */
export function foldName(text: string): FoldedName {
  if (typeof text !== 'string') throw new TypeError('a name is a string')
  if (text.length > MAX_NAME_LENGTH) return { ok: false, reason: `the name is longer than ${MAX_NAME_LENGTH} characters` }
  const tokens: Token[] = []
  let open: Token | undefined
  for (let at = 0; at < text.length; ) {
    const point = text.codePointAt(at)!
    const end = at + (point > 0xffff ? 2 : 1)
    const one = foldPoint(point)
    if (one === 'separator') {
      if (open && (point === 0x2d || point === 0x2010 || point === 0x2011)) open.joined_to_next = true
      open = undefined
    } else if (one !== 'nothing') {
      if (!open || open.script !== one.script || open.text.length >= MAX_TOKEN_LENGTH) {
        open = { text: '', start: at, end, script: one.script, joined_to_next: false }
        tokens.push(open)
      }
      open.text += one.text
      open.end = end
    }
    at = end
  }
  const kept = tokens.map(finish).filter((token) => token.text !== '')
  if (kept.length === 0) return { ok: false, reason: 'the name has no letter' }
  if (kept.length > MAX_TOKENS) return { ok: false, reason: `the name has more than ${MAX_TOKENS} parts` }
  return { ok: true, tokens: kept }
}

/** Digits stand for letters inside words (a misread O, the 7 and 3 of Arabic typed in Latin); a number alone is no name. */
function finish(token: Token): Token {
  if (token.script !== 'latin' || !/\d/.test(token.text)) return token
  if (!/[a-z]/.test(token.text)) return { ...token, text: '' }
  return { ...token, text: token.text.replace(/\d/g, (digit) => DIGITS[digit] ?? '') }
}

const DIGITS: Record<string, string> = { '0': 'o', '1': 'i', '5': 's', '7': 'h', '8': 'b', '9': 'q' }

function foldPoint(point: number): Folded {
  const known = folded.get(point)
  if (known) return known
  const made = makeFold(point)
  if (folded.size < 20_000) folded.set(point, made)
  return made
}

const NOTHING = /[\p{M}\p{Cf}'’‘ʼʻʽʾʿ`´ʹʺ"״ـ]/u
const NATIVE: Record<string, string> = {
  ى: 'ي',
  ی: 'ي',
  ے: 'ي',
  ة: 'ه',
  ۀ: 'ه',
  ہ: 'ه',
  ھ: 'ه',
  ە: 'ه',
  ک: 'ك',
  گ: 'ك',
  ڭ: 'ك',
  پ: 'ب',
  چ: 'ش',
  ژ: 'ز',
  ڤ: 'ف',
  ڥ: 'ف',
  ڨ: 'ق',
  ٱ: 'ا',
  ء: '',
  ך: 'כ',
  ם: 'מ',
  ן: 'נ',
  ף: 'פ',
  ץ: 'צ',
  '׳': '׳',
  і: 'и',
  ї: 'и',
  є: 'е',
  ё: 'е',
  ґ: 'г',
  ў: 'у',
  ј: 'й',
  љ: 'ль',
  њ: 'нь',
  ћ: 'ч',
  ђ: 'дж',
  џ: 'дж',
  ѓ: 'г',
  ќ: 'к',
  ң: 'н',
  ө: 'о',
  ү: 'у',
  ұ: 'у',
  қ: 'к',
  ғ: 'г',
  ә: 'а',
  һ: 'х',
  ς: 'σ',
}
const LATIN: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ŋ: 'ng',
  ħ: 'h',
  ə: 'a',
  ɓ: 'b',
  ɗ: 'd',
  ƙ: 'k',
  ɛ: 'e',
  ɔ: 'o',
  ƴ: 'y',
}

function makeFold(point: number): Folded {
  if (point >= 0xd800 && point <= 0xdfff) return 'separator'
  const character = String.fromCodePoint(point)
  if (character === '׳') return { text: '׳', script: 'hebrew' }
  if (NOTHING.test(character)) return 'nothing'
  if (/\p{Nd}/u.test(character)) return point < 128 ? { text: character, script: 'latin' } : 'nothing'
  if (!/\p{L}/u.test(character)) return 'separator'
  const script = scriptOf(character)
  const lower = character.toLowerCase()
  if (script === 'other') return { text: lower.normalize('NFKC'), script }
  const native = NATIVE[lower]
  if (native !== undefined) return { text: native, script }
  if (lower === 'й') return { text: lower, script }
  const plain = [...lower.normalize('NFKD')].filter((part) => !/\p{M}/u.test(part))
  const text = plain.map((part) => LATIN[part] ?? NATIVE[part] ?? part).join('')
  if (script === 'latin' && !/^[a-z]*$/.test(text)) return { text: text.replace(/[^a-z]/g, ''), script }
  return { text: text.replace(/[\s\p{P}\p{S}ـ]/gu, ''), script }
}

function scriptOf(character: string): Script {
  if (/\p{Script=Latin}/u.test(character)) return 'latin'
  if (/\p{Script=Arabic}/u.test(character)) return 'arabic'
  if (/\p{Script=Cyrillic}/u.test(character)) return 'cyrillic'
  if (/\p{Script=Hebrew}/u.test(character)) return 'hebrew'
  if (/\p{Script=Greek}/u.test(character)) return 'greek'
  return 'other'
}
