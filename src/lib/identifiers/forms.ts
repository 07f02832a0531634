/** All values under which one identifier may be kept: what two spellings of one thing have in common is a form. */
import { provenAccounts } from './bank-account.ts'
import type { Kind } from './kinds.ts'
import { dniLetter, provenNumbers } from './national-numbers.ts'
import { normalise } from './normalise.ts'
import { plateDoubles } from './plate.ts'

export interface Form {
  readonly value: string
  /** `assumed`: it is the same thing only if an assumption holds, such as the country of who wrote it. */
  readonly assumed: boolean
  /** The only country in which the assumption can hold. */
  readonly country?: string
}

export interface FormOptions {
  /** ISO 3166-1 alpha-3: where the value was met or which state issued it. */
  readonly country?: string | undefined
  /** ISO 3166-1 alpha-3 of whose register or question it is: a national number without a country is taken for one of theirs. */
  readonly home?: string | undefined
}

const MAX_FORMS = 8

/** The canonical value first, at most eight; none for what normalising refuses. */
export function formsOf(kind: Kind, text: string, { country, home }: FormOptions = {}): Form[] {
  const normal = normalise(kind, text, country === undefined ? {} : { country })
  if (!normal.ok) return []
  const more = MORE[kind]?.(normal.value, text, { country, home }) ?? []
  const forms: Form[] = [{ value: normal.value, assumed: false }, ...more]
  return forms.filter(({ value }, i) => value !== '' && forms.findIndex((one) => one.value === value) === i).slice(0, MAX_FORMS)
}

type More = (value: string, text: string, options: FormOptions) => Form[]

const sure = (value: string): Form => ({ value, assumed: false })
const assumed = (value: string): Form => ({ value, assumed: true })

const MORE: Partial<Record<Kind, More>> = {
  document: documentForms,
  plate: (_, text, { country }) => plateDoubles(text, country).map(assumed),
  telephone: telephoneForms,
  email: emailForms,
  handle: (value) => (value.includes(':') ? [assumed(value.slice(value.indexOf(':') + 1))] : []),
  domain: (value) => (value.startsWith('www.') ? [assumed(value.slice(4))] : []),
  url: urlForms,
  'bank-account': accountForms,
}

/** Spain's number is written with and without its letter, Germany's with and without the check digit of its zone. */
function documentForms(value: string, _: string, { country }: FormOptions): Form[] {
  if ((country === 'ESP' || country === undefined) && /^\d{8}[A-Z]$/.test(value) && dniLetter(value.slice(0, 8)) === value[8]) {
    return [{ ...assumed(value.slice(0, 8)), country: 'ESP' }]
  }
  if (country === 'ESP' && /^\d{8}$/.test(value)) return [{ ...assumed(value + dniLetter(value)), country: 'ESP' }]
  const german = provenNumbers(value).some((one) => one.country === 'DEU')
  return german && (country === undefined || country === 'DEU') ? [{ ...assumed(value.slice(0, 9)), country: 'DEU' }] : []
}

/** A number without a country as the home country reads it. */
function telephoneForms(value: string, text: string, { country, home }: FormOptions): Form[] {
  if (country !== undefined || home === undefined || value.startsWith('+')) return []
  const at_home = normalise('telephone', text, { country: home })
  return at_home.ok ? [assumed(at_home.value)] : []
}

/** What stands behind a plus is the owner's own mark; to Google's mail the dots say nothing. */
function emailForms(value: string): Form[] {
  const at = value.lastIndexOf('@')
  const [local, domain] = [value.slice(0, at), value.slice(at + 1)]
  const unmarked = local.replace(/(?<=.)\+.*$/, '')
  if (domain !== 'gmail.com' && domain !== 'googlemail.com') return unmarked === local ? [] : [assumed(`${unmarked}@${domain}`)]
  return [sure(`${unmarked.replaceAll('.', '')}@gmail.com`)]
}

function urlForms(value: string): Form[] {
  const bare = value.replace(/^www\./, '').replace(/\/$/, '')
  return bare === value ? [] : [assumed(bare)]
}

/** An IBAN is also kept as its national number, and a national number that proves itself as the IBAN that follows from it. */
function accountForms(value: string, text: string, { country }: FormOptions): Form[] {
  const iban = /^[A-Z]{2}\d{2}([A-Z0-9]{10,30})$/.exec(value)
  if (iban !== null) return [assumed(iban[1]!)]
  const proven = country === undefined ? provenAccounts(value) : []
  const typed = text.replace(/[^A-Za-z0-9]/g, '').toUpperCase()
  return [...proven.map((one) => (proven.length === 1 ? sure : assumed)(one.iban)), ...(typed === value ? [] : [assumed(typed)])]
}
