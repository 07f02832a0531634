/** Registration plates of vehicles. Letters of the Arabic script are spelt in Latin ones, so both spellings of one plate meet. */
import { hasArabicLetter, latinLetters } from './arabic-letters.ts'
import { capitals, fold, SEPARATORS } from './fold.ts'
import { type Normalised, type Remark, refused } from './kinds.ts'

/** Names of states as printed on plates. Tunisia's is part of the number; the others are decoration. */
const STATES: [word: string, country: string][] = [
  ['المغرب', 'MAR'],
  ['الجزائر', 'DZA'],
  ['ليبيا', 'LBY'],
  ['مصر', 'EGY'],
  ['موريتانيا', 'MRT'],
  ['السعودية', 'SAU'],
]

export function normalisePlate(text: string, country?: string): Normalised {
  const folded = capitals(fold(text))
  const named = STATES.find(([word]) => folded.includes(word))
  const bare = named === undefined ? folded : folded.replaceAll(named[0], ' ').replace(/\s+/g, ' ').trim()
  const tunisian = tunisianOf(bare.replace(SEPARATORS, ''))
  if (tunisian !== undefined) return { ...tunisian, country: 'TUN' }
  const where = country ?? named?.[1]
  const moroccan = where === undefined || where === 'MAR' ? moroccanOf(bare.replace(SEPARATORS, ''), where) : undefined
  if (moroccan !== undefined) return moroccan
  const value = latinLetters(bare, where).replace(SEPARATORS, '')
  if (value === '') return refused('empty')
  if (!/^[A-Z0-9\p{Lo}]+$/u.test(value)) return refused('bad-character')
  if (value.length < 2 || value.length > 16) return refused('bad-length')
  const notes: Remark[] = hasArabicLetter(bare) ? ['letters-transliterated'] : []
  return { ok: true, value, display: bare, notes, ...(where && { country: where }) }
}

/** Series, the state's name, number: `123 تونس 4567`, typed also as 123 TU 4567 or 123 TN 4567. */
function tunisianOf(joined: string): Extract<Normalised, { ok: true }> | undefined {
  const match = /^(\d{1,4})(تونس|TUNIS|TUN|TU|TN)(\d{1,4})$/.exec(joined)
  if (match === null) return undefined
  const [, first = '', word = '', second = ''] = match
  const reversed = first.length > 3 && second.length <= 3
  if (first.length > 3 && !reversed) return undefined
  const [series, number] = reversed ? [second, first] : [first, second]
  const notes: Remark[] = []
  if (hasArabicLetter(word)) notes.push('letters-transliterated')
  if (reversed) notes.push('parts-reordered')
  return { ok: true, value: `${series}TUN${number}`, display: `${series} تونس ${number}`, notes }
}

/** Serial of up to five digits, letter, prefecture of up to two: the order that a right-to-left field may turn round. */
function moroccanOf(joined: string, country: string | undefined): Extract<Normalised, { ok: true }> | undefined {
  const match = /^(\d{1,6})([A-Z\u0621-\u064a])(\d{1,6})$/.exec(joined)
  if (match === null) return undefined
  const [, first = '', letter = '', second = ''] = match
  const is_arabic = hasArabicLetter(letter)
  if (!is_arabic && country !== 'MAR') return undefined
  const reversed = first.length <= 2 && second.length >= 3
  const [serial, prefecture] = reversed ? [second, first] : [first, second]
  if (prefecture.length > 2) return undefined
  const notes: Remark[] = []
  if (is_arabic) notes.push('letters-transliterated')
  if (reversed) notes.push('parts-reordered')
  const value = serial + latinLetters(letter) + prefecture
  return { ok: true, value, display: `${serial} | ${letter} | ${prefecture}`, notes, ...(country && { country }) }
}
