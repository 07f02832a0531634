/** Telephone numbers in the international form of ITU-T E.164. */
import { type CountryCode, isSupportedCountry, type PhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { maybeAlpha2, maybeAlpha3 } from './countries.ts'
import { fold } from './fold.ts'
import { type Normalised, type Remark, refused } from './kinds.ts'

const EXTENSION = /(?:;ext=|extension|ext|poste|x|#)[.\s]?\s?(\d{1,7})$/i

/** A number without country code is read as one of `country`; where none is given its digits stay and the remark says so. */
export function normaliseTelephone(text: string, country?: string): Normalised {
  const typed = fold(text).replace(/^(?:tel|phone|whatsapp)\s?:\s?/i, '')
  if (typed === '') return refused('empty')
  const extension = EXTENSION.exec(typed)
  const main = extension === null ? typed : typed.slice(0, extension.index)
  if (!/^\(?\+?[\d\s().\-/]+$/.test(main)) return refused('bad-character')
  const notes: Remark[] = extension === null ? [] : ['extension-removed']
  const digits = main.replace(/\D/g, '')
  const is_international = main.includes('+') || /^00[1-9]/.test(digits)
  if (!is_international) return national(digits, country, notes)
  const after_trunk = main.replace('(0)', '').replace(/\D/g, '')
  return international(main.includes('+') ? after_trunk : after_trunk.slice(2), notes)
}

function national(digits: string, country: string | undefined, notes: Remark[]): Normalised {
  if (digits.length < 3 || digits.length > 15) return refused('bad-length')
  const alpha_2 = maybeAlpha2(country)
  if (alpha_2 === undefined || !isSupportedCountry(alpha_2)) return withoutCountry(digits, notes)
  const parsed = parsePhoneNumberFromString(digits, alpha_2 as CountryCode)
  return parsed?.isPossible() ? found(parsed, notes) : withoutCountry(digits, notes)
}

const withoutCountry = (digits: string, notes: Remark[]): Normalised => ({
  ok: true,
  value: digits,
  display: digits,
  notes: [...notes, 'country-unknown'],
})

function international(digits: string, notes: Remark[]): Normalised {
  if (digits.length < 3 || digits.length > 15) return refused('bad-length')
  const parsed = parsePhoneNumberFromString(`+${digits}`)
  if (parsed !== undefined) return found(parsed, notes)
  return { ok: true, value: `+${digits}`, display: `+${digits}`, notes: [...notes, 'not-valid-for-country'] }
}

function found(parsed: PhoneNumber, notes: Remark[]): Normalised {
  const whose = maybeAlpha3(parsed.country)
  return {
    ok: true,
    value: parsed.number,
    display: parsed.formatInternational(),
    notes: parsed.isValid() ? notes : [...notes, 'not-valid-for-country'],
    ...(whose && { country: whose }),
  }
}
