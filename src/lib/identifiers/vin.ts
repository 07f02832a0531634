/** Vehicle identification numbers: ISO 3779, with the check digit of 49 CFR 565 where it is in use. */
import { capitals, fold, SEPARATORS } from './fold.ts'
import { type Normalised, type Remark, refused } from './kinds.ts'
import { countryOfMaker, makerOf } from './wmi.ts'

const WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]
const VALUES = '0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ'

/** Maker (as `scheme`) and country are those that the number itself names: ISO 3780. */
export function normaliseVin(text: string, country?: string): Normalised {
  const typed = capitals(fold(text))
    .replace(/^VIN\b[\s:#]*/, '')
    .replace(SEPARATORS, '')
  if (typed === '') return refused('empty')
  if (!/^[A-Z0-9]+$/.test(typed)) return refused('bad-character')
  if (typed.length < 5 || typed.length > 17) return refused('bad-length')
  if (typed.length !== 17) return { ok: true, value: typed, display: typed, notes: ['not-17-characters'], ...(country && { country }) }
  const value = typed.replace(/[OQ]/g, '0').replace(/I/g, '1')
  const notes: Remark[] = value === typed ? [] : ['look-alikes-replaced']
  notes.push(checkRemark(value))
  const maker = makerOf(value)
  const whose = countryOfMaker(value)
  return { ok: true, value, display: value, notes, ...(whose && { country: whose }), ...(maker && { scheme: maker }) }
}

/** The check digit is law in North America and China only; elsewhere position nine may hold anything. */
export const mustHoldCheckDigit = (vin: string): boolean => /^[1-57L]/.test(vin) && !/^7[A-E]/.test(vin)

function checkRemark(vin: string): Remark {
  if (vinCheckDigit(vin) === vin[8]) return 'checksum-ok'
  return mustHoldCheckDigit(vin) ? 'checksum-wrong' : 'checksum-not-required'
}

/** The character due in position nine of a number of seventeen characters without I, O and Q. */
export function vinCheckDigit(vin: string): string {
  let sum = 0
  for (let i = 0; i < 17; i++) sum += (VALUES.indexOf(vin[i]!) % 10) * WEIGHTS[i]!
  const rest = sum % 11
  return rest === 10 ? 'X' : String(rest)
}
