/** Words as they are compared: without case, accents, vowel marks, bidirectional marks and punctuation, one space between them. */

/** `Prénom(s)` and `prenom s` are the same; so are `الجنسيّة` and `الجنسيه`. */
export const plainWords = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\p{M}\u0640]/gu, '')
    .toLowerCase()
    .replaceAll('ة', 'ه')
    .replaceAll('ى', 'ي')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

const ZEROS = [0x0660, 0x06f0]

/** Digits of the Arabic scripts as those of the Latin one; marks of direction taken out. */
export const latinDigits = (text: string): string =>
  text.replace(/[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]/g, '').replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => {
    const code = digit.charCodeAt(0)
    return String(code - ZEROS.find((zero) => code >= zero && code <= zero + 9)!)
  })
