/** Vehicle identification numbers: ISO 3779, with the check digit of 49 CFR 565 where it is in use. */
import { capitals, fold, SEPARATORS } from './fold.ts'
import { type Normalised, type Remark, refused } from './kinds.ts'

const WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]
const VALUES = '0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ'

export function normaliseVin(text: string, country?: string): Normalised {
  const typed = capitals(fold(text)).replace(SEPARATORS, '')
  if (typed === '') return refused('empty')
  if (!/^[A-Z0-9]+$/.test(typed)) return refused('bad-character')
  if (typed.length < 5 || typed.length > 17) return refused('bad-length')
  const where = country && { country }
  if (typed.length !== 17) return { ok: true, value: typed, display: typed, notes: ['not-17-characters'], ...where }
  const value = typed.replace(/[OQ]/g, '0').replace(/I/g, '1')
  const notes: Remark[] = value === typed ? [] : ['look-alikes-replaced']
  notes.push(checkRemark(value))
  return { ok: true, value, display: value, notes, ...where }
}

/** The check digit is law in North America and China only; elsewhere position nine may hold anything. */
function checkRemark(vin: string): Remark {
  if (vinCheckDigit(vin) === vin[8]) return 'checksum-ok'
  return /^[1-5L]/.test(vin) ? 'checksum-wrong' : 'checksum-not-required'
}

/** The character due in position nine of a number of seventeen characters without I, O and Q. */
export function vinCheckDigit(vin: string): string {
  let sum = 0
  for (let i = 0; i < 17; i++) sum += (VALUES.indexOf(vin[i]!) % 10) * WEIGHTS[i]!
  const rest = sum % 11
  return rest === 10 ? 'X' : String(rest)
}
