/** Bank accounts: IBAN (ISO 13616), and the national numbers from which a state's IBAN follows, so that one account is met under either. */
import { composeIBAN, countrySpecs, electronicFormatIBAN, friendlyFormatIBAN, isValidBBAN, isValidIBAN } from 'ibantools'
import { maybeAlpha2, maybeAlpha3 } from './countries.ts'
import { capitals, fold, SEPARATORS } from './fold.ts'
import { type Normalised, type Remark, refused } from './kinds.ts'

export function normaliseBankAccount(text: string, country?: string): Normalised {
  const typed = capitals(fold(text))
    .replace(/^(?:IBAN|RIB|CCC|NIB|BBAN)\b[\s:]*/, '')
    .replace(SEPARATORS, '')
  if (typed === '') return refused('empty')
  if (!/^[A-Z0-9]+$/.test(typed)) return refused('bad-character')
  if (typed.length < 5 || typed.length > 34) return refused('bad-length')
  const whose = isIbanShaped(typed) ? maybeAlpha3(typed.slice(0, 2)) : undefined
  if (whose !== undefined) return ibanOf(typed, whose, [])
  if (!/\d{4}/.test(typed)) return refused('bad-form')
  return national(typed, country)
}

const isIbanShaped = (typed: string) => /^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/.test(typed)

function ibanOf(typed: string, country: string, notes: readonly Remark[]): Extract<Normalised, { ok: true }> {
  const value = electronicFormatIBAN(typed) ?? typed
  const verdict = isValidIBAN(value) ? 'checksum-ok' : 'checksum-wrong'
  return { ok: true, value, display: friendlyFormatIBAN(value) ?? value, notes: [...notes, verdict], country, scheme: 'iban' }
}

/** How states name their own numbers. */
const SCHEMES: Record<string, string> = { FRA: 'rib', MCO: 'rib', MAR: 'rib', TUN: 'rib', MRT: 'rib', DZA: 'rib', ESP: 'ccc', PRT: 'nib' }

/** A national number becomes the IBAN of its state where the state is known or its key proves it, and stays as it is otherwise. */
function national(typed: string, country: string | undefined): Normalised {
  const key = country === undefined ? undefined : nationalKey(typed, country)
  if (country !== undefined && key !== 'checksum-wrong') {
    const iban = maybeIban(typed, country)
    if (iban !== undefined) return ibanOf(iban, country, ['iban-computed'])
  }
  const notes: Remark[] = key === undefined ? ['not-iban'] : ['not-iban', key]
  const scheme = country === undefined ? undefined : SCHEMES[country]
  return { ok: true, value: typed, display: typed, notes, ...(country && { country }), ...(scheme && { scheme }) }
}

/** The IBAN that a national number has in a state, where its structure is that state's. */
function maybeIban(bban: string, country: string): string | undefined {
  const alpha_2 = maybeAlpha2(country)
  const spec = alpha_2 === undefined ? undefined : countrySpecs[alpha_2]
  // Algeria's account numbers of twenty digits are not what its IBAN is said to hold
  if (spec?.bban_regexp === undefined || country === 'DZA') return undefined
  if (bban.length + 4 !== spec.chars || !new RegExp(spec.bban_regexp).test(bban)) return undefined
  return composeIBAN({ countryCode: alpha_2!, bban }) ?? undefined
}

/** States whose national number proves itself; the others' is taken on the word of who states the country. */
const PROVEN = ['ESP', 'FRA', 'MAR', 'TUN', 'PRT', 'MRT', 'BEL'] as const

/**
 * Whether the key inside a national number holds: Spain's two digits, the keys of France, Monaco, Portugal and Belgium as ibantools has them;
 * in Morocco, Tunisia and Mauritania the whole number is divisible by 97.
 */
function nationalKey(bban: string, country: string): 'checksum-ok' | 'checksum-wrong' | undefined {
  const alpha_2 = maybeAlpha2(country)
  const length = alpha_2 === undefined ? undefined : countrySpecs[alpha_2]?.chars
  if (length !== bban.length + 4) return undefined
  if (country === 'ESP' || country === 'FRA' || country === 'MCO' || country === 'PRT' || country === 'BEL') {
    return verdict(isValidBBAN(bban, alpha_2!))
  }
  if (country === 'MAR' || country === 'TUN' || country === 'MRT') return verdict(/^\d+$/.test(bban) && rest97(bban) === 0)
  return undefined
}

const verdict = (is_right: boolean) => (is_right ? 'checksum-ok' : 'checksum-wrong')

function rest97(digits: string): number {
  let rest = 0
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % 97
  return rest
}

/** The states whose national number this is by its own key, with the IBAN it has there. */
export function provenAccounts(typed: string): { country: string; iban: string }[] {
  if (!/^[A-Z0-9]{12,24}$/.test(typed) || isIbanShaped(typed) || /^0+$/.test(typed)) return []
  return PROVEN.flatMap((country) => {
    const iban = nationalKey(typed, country) === 'checksum-ok' ? maybeIban(typed, country) : undefined
    return iban === undefined ? [] : [{ country, iban }]
  })
}
