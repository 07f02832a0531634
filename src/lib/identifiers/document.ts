/** Numbers of travel and identity documents. */
import { hasArabicLetter, latinLetters } from './arabic-letters.ts'
import { capitals, fold, SEPARATORS } from './fold.ts'
import { type Normalised, type Remark, refused } from './kinds.ts'
import { nationalNumber } from './national-numbers.ts'

export function normaliseDocument(text: string, country?: string): Normalised {
  const folded = capitals(fold(text))
  const value = latinLetters(folded, country).replace(SEPARATORS, '')
  if (value === '') return refused('empty')
  if (!/^[A-Z0-9]+$/.test(value)) return refused('bad-character')
  if (value.length < 3 || value.length > 30) return refused('bad-length')
  const notes: Remark[] = []
  if (hasArabicLetter(folded)) notes.push('letters-transliterated')
  if (!/\d/.test(value)) notes.push('no-digit')
  const number = country === undefined ? undefined : nationalNumber(value, country)
  if (number !== undefined) notes.push(number.holds ? 'checksum-ok' : 'checksum-wrong')
  return { ok: true, value, display: value, notes, ...(country && { country }), ...(number?.holds && { scheme: number.scheme }) }
}
