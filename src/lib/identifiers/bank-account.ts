/** Bank accounts: IBAN (ISO 13616), and national numbers where a state uses none. */
import { electronicFormatIBAN, friendlyFormatIBAN, isValidIBAN } from 'ibantools'
import { maybeAlpha3 } from './countries.ts'
import { capitals, fold, SEPARATORS } from './fold.ts'
import { type Normalised, refused } from './kinds.ts'

export function normaliseBankAccount(text: string, country?: string): Normalised {
  const typed = capitals(fold(text))
    .replace(/^IBAN\b[\s:]*/, '')
    .replace(SEPARATORS, '')
  if (typed === '') return refused('empty')
  if (!/^[A-Z0-9]+$/.test(typed)) return refused('bad-character')
  if (typed.length < 5 || typed.length > 34) return refused('bad-length')
  const whose = /^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/.test(typed) ? maybeAlpha3(typed.slice(0, 2)) : undefined
  if (whose !== undefined) {
    const value = electronicFormatIBAN(typed) ?? typed
    const notes = [isValidIBAN(value) ? ('checksum-ok' as const) : ('checksum-wrong' as const)]
    return { ok: true, value, display: friendlyFormatIBAN(value) ?? value, notes, country: whose, scheme: 'iban' }
  }
  if (!/\d{4}/.test(typed)) return refused('bad-form')
  if (country === 'MAR' && /^\d{24}$/.test(typed)) {
    return { ok: true, value: typed, display: typed, notes: ['not-iban', ribRemark(typed)], country, scheme: 'rib' }
  }
  return { ok: true, value: typed, display: typed, notes: ['not-iban'], ...(country && { country }) }
}

/** Morocco's 24 digits end in a key that makes the whole divisible by 97. */
const ribRemark = (digits: string) => (BigInt(digits) % 97n === 0n ? 'checksum-ok' : 'checksum-wrong')
