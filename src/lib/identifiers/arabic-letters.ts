/**
 * One Latin spelling for each Arabic letter of plates and document numbers, so that a typed `A` meets a photographed `أ`.
 * The table is Portolan's own, except Saudi Arabia's, whose plates carry both scripts. It is for matching, never for printing.
 */
const GENERAL: Record<string, string> = {
  ا: 'A',
  أ: 'A',
  إ: 'A',
  آ: 'A',
  ٱ: 'A',
  ب: 'B',
  ج: 'J',
  د: 'D',
  ه: 'H',
  ة: 'H',
  ھ: 'H',
  ہ: 'H',
  و: 'W',
  ز: 'Z',
  ط: 'T',
  ي: 'Y',
  ى: 'Y',
  ی: 'Y',
  ك: 'K',
  ک: 'K',
  ل: 'L',
  م: 'M',
  ن: 'N',
  س: 'S',
  ع: 'E',
  ف: 'F',
  ق: 'Q',
  ر: 'R',
  ت: 'TE',
  ث: 'TH',
  ح: 'HA',
  خ: 'KH',
  ذ: 'DH',
  ش: 'SH',
  ص: 'SA',
  ض: 'DA',
  ظ: 'ZA',
  غ: 'GH',
}

/** The seventeen letters of Saudi plates with the Latin letters printed under them. */
const SAUDI: Record<string, string> = { ح: 'J', ص: 'X', ق: 'G', م: 'Z', و: 'U', ى: 'V', ي: 'V' }

/** Spells the Arabic letters of a text in Latin ones; everything else stays. */
export function latinLetters(text: string, country?: string): string {
  const own = country === 'SAU' ? SAUDI : {}
  let spelt = ''
  for (const letter of text.replace(/[\u064b-\u065f\u0670]/g, '')) spelt += own[letter] ?? GENERAL[letter] ?? letter
  return spelt
}

export const hasArabicLetter = (text: string): boolean => /[\u0621-\u064a\u0671-\u06d3]/.test(text)
