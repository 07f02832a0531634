/** Brings typed text to one spelling: compatibility forms, digits of all scripts, invisible characters, letters that only look foreign. */

const ZEROS = [0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0e50]
const OTHER_DIGITS = /[\u0660-\u0669\u06f0-\u06f9\u07c0-\u07c9\u0966-\u096f\u09e6-\u09ef\u0e50-\u0e59]/g
/** Control, soft hyphen, tatweel, zero-width and direction marks. */
const INVISIBLE = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u0640\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g
const VARIATION_SELECTORS = /\p{Variation_Selector}/gu
const DASHES = /[\u2010-\u2015\u2212\u02d7]/g

/** Compatibility forms composed, digits Latin, dashes plain, blanks single, ends trimmed; case as typed. */
export function fold(text: string): string {
  return text
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .replace(VARIATION_SELECTORS, '')
    .replace(OTHER_DIGITS, asciiDigit)
    .replace(DASHES, '-')
    .replace(/\s+/g, ' ')
    .trim()
}

function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0)!
  return String(code - ZEROS.findLast((zero) => zero <= code)!)
}

/** Greek and Cyrillic capitals that look like Latin ones: plates and documents of several states use exactly these. */
const HOMOGLYPHS: Record<string, string> = {
  А: 'A',
  В: 'B',
  Е: 'E',
  К: 'K',
  М: 'M',
  Н: 'H',
  О: 'O',
  Р: 'P',
  С: 'C',
  Т: 'T',
  У: 'Y',
  Х: 'X',
  І: 'I',
  Ѕ: 'S',
  Ј: 'J',
  Α: 'A',
  Β: 'B',
  Ε: 'E',
  Ζ: 'Z',
  Η: 'H',
  Ι: 'I',
  Κ: 'K',
  Μ: 'M',
  Ν: 'N',
  Ο: 'O',
  Ρ: 'P',
  Τ: 'T',
  Υ: 'Y',
  Χ: 'X',
}

/** Capitals without accents; Greek and Cyrillic look-alikes become Latin. */
export function capitals(folded: string): string {
  let text = ''
  for (const letter of folded
    .toUpperCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC'))
    text += HOMOGLYPHS[letter] ?? letter
  return text
}

/** Between the groups of a number: blanks, dots, dashes, slashes, bars, fillers, quotes. */
export const SEPARATORS = /[\s.,:;'"’`·•_/\\|<>()[\]-]/g
