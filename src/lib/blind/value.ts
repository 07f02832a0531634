/** What is compared blind: a kind and a normalised value, as bytes that are the same at every member. */
import { utf8 } from '../bytes.ts'
import { canonicalJson } from '../canonical-json.ts'
import { type FormOptions, formsOf, type IdentifierRefusal, type Kind, normalise } from '../identifiers/index.ts'
import { nameKeys } from '../names/index.ts'

/** Changes when the same value would give other bytes: values of two versions never meet. */
const VERSION = 'portolan-blind-1'
/** Longest value in UTF-16 units; in bytes it stays far below the 65,535 of RFC 9497, section 1.2. */
const MAX_VALUE = 2_000

/**
 * The input of the function for one value: UTF-8 of the canonical JSON (RFC 8785) of `["portolan-blind-1", kind, value]`. The value is taken as it
 * is: who calls has normalised it. Throws TypeError for a kind that is not lower-case words, and for a value that is empty, longer than 2,000 or
 * ill-formed.
 */
export function blindInput(kind: string, value: string): Uint8Array {
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(kind)) throw new TypeError(`not the name of a kind: ${kind.slice(0, 60)}`)
  if (value === '' || value.length > MAX_VALUE || !value.isWellFormed()) throw new TypeError('not a normalised value')
  return utf8(canonicalJson([VERSION, kind, value]))
}

/**
 * The inputs for an identifier as it was typed or recorded: one for each form under which it may be kept, at most eight, the canonical one first.
 * Owner and asker both take all of them, and meet where they share one. Refuses what cannot be of this kind.
 */
export function blindInputs(
  kind: Kind,
  text: string,
  options: FormOptions = {},
): { readonly ok: true; readonly inputs: Uint8Array[] } | { readonly ok: false; readonly reason: IdentifierRefusal } {
  const normal = normalise(kind, text, options.country === undefined ? {} : { country: options.country })
  if (!normal.ok) return { ok: false, reason: normal.reason }
  return { ok: true, inputs: formsOf(kind, text, options).map(({ value }) => blindInput(kind, value)) }
}

const WHOLE_DATE = /^(19|20)\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/

/**
 * The inputs for a person: one for each key of the name (`nameKeys`, at most 24) with the whole birth date (ISO 8601). Two spellings in any scripts meet where they
 * share a key and the date is written the same; who meets may still be another person. None without a whole date or without a key: fewer would meet half a country.
 */
export function blindPersonInputs(name: string, birth_date: string | undefined): Uint8Array[] {
  if (birth_date === undefined || !WHOLE_DATE.test(birth_date)) return []
  return nameKeys(name).map((key) => blindInput('person', `${key}/${birth_date}`))
}
