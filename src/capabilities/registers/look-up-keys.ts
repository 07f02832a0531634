/** The normalised identifiers under which a record is found exactly, and those that a question looks for. */
import { corrections, formsOf, type Kind as IdentifierForm, maybeAlpha3, normalise, plainest } from '#lib/identifiers/index.ts'
import type { MemberId } from '#wire/address.ts'
import { isTooWorn } from '#wire/checks/subjects.ts'
import type { IdentifierKind, Subject } from './kinds.ts'
import type { AskedSubject } from './query.ts'

/** Grows when records get keys that they did not have; a duty gives them to those that were kept before. */
export const KEYING = 2

/** What a digest is taken of. */
export interface Key {
  readonly label: `registers.${string}`
  readonly value: string
}

export interface AskedKey extends Key {
  /** A look-alike reading or a slip, not what was asked. */
  readonly look_alike: boolean
}

/**
 * Three sorts of key for one number: what it is; the plainest spelling of its look-alikes, where it is not that already; and, where its
 * check digit does not hold, the numbers one slip away. So that a question needs one look-up of each sort, whatever it may be mistaken for.
 */
const exact = (kind: IdentifierForm, value: string): Key => ({ label: `registers.${kind}`, value })
const plain = (kind: IdentifierForm, value: string): Key => ({ label: `registers.${kind}-plainest`, value })
const slip = (kind: IdentifierForm, value: string): Key => ({ label: `registers.${kind}-slip`, value })

/** The country of a member that is a state: how numbers without a country are read. */
export const homeOf = (member: MemberId): string | undefined => maybeAlpha3(member)

/** Germany prints D in its documents where others print three letters. */
export const countryOf = (issuer: string | undefined): string | undefined => (issuer === 'D' ? 'DEU' : issuer)

function keysOf(kind: IdentifierForm, text: string | undefined, country: string | undefined, home: string | undefined): Key[] {
  if (text === undefined) return []
  const forms = formsOf(kind, text, { country: countryOf(country), home })
  const spellings = forms.flatMap(({ value }) => {
    const spelt = plainest(kind, value)
    return spelt === undefined || spelt === value ? [] : [plain(kind, spelt)]
  })
  const slips = corrections(kind, text, countryOf(country)).map(({ value }) => slip(kind, value))
  return [...forms.map(({ value }) => exact(kind, value)), ...spellings, ...slips]
}

/** The keys of a record; none for an identifier that does not normalise, which `subjectFaults` refuses beforehand. */
export function keysOfRecord(subject: Subject, member: MemberId): Key[] {
  const { person, document, vehicle, firearm, identifier } = subject
  const home = homeOf(member)
  if (person) return unique((person.documents ?? []).flatMap(({ number, issuer }) => keysOf('document', number, issuer, home)))
  if (document) return unique(keysOf('document', document.number, document.issuer, home))
  if (vehicle) {
    return unique([...keysOf('plate', vehicle.plate, vehicle.country, home), ...keysOf('vin', vehicle.vin, undefined, home)])
  }
  if (firearm) return isWorn(firearm.serial) ? [] : unique(keysOf('firearm', firearm.serial, undefined, home))
  return identifier ? unique(keysOf(identifier.kind, identifier.value, identifier.country, home)) : []
}

/** At most 122 keys for each identifier asked about: its forms and, where opted in, its look-alikes and the numbers one slip away. */
export function keysAsked(subject: AskedSubject, with_look_alikes: boolean, asker: MemberId): AskedKey[] {
  const { document, vehicle, firearm, identifier } = subject
  const home = homeOf(asker)
  const asked = (kind: IdentifierForm, text: string | undefined, stated?: string): AskedKey[] => {
    if (text === undefined) return []
    const country = countryOf(stated)
    const forms = formsOf(kind, text, { country, home })
    const own = forms.map(({ value }) => ({ ...exact(kind, value), look_alike: false }))
    if (!with_look_alikes) return own
    const alike = forms.flatMap(({ value }) => {
      const spelt = plainest(kind, value)
      return spelt === undefined ? [] : [exact(kind, spelt), plain(kind, spelt)]
    })
    const near = corrections(kind, text, country).map(({ value }) => exact(kind, value))
    const slipped = forms.slice(0, 1).map(({ value }) => slip(kind, value))
    return [...own, ...[...alike, ...near, ...slipped].map((key) => ({ ...key, look_alike: true }))]
  }
  const keys = (): AskedKey[] => {
    if (document) return asked('document', document.number, document.issuer)
    if (vehicle) return [...asked('plate', vehicle.plate, vehicle.country), ...asked('vin', vehicle.vin)]
    if (firearm) return isWorn(firearm.serial) ? [] : asked('firearm', firearm.serial)
    return identifier ? asked(identifier.kind, identifier.value, identifier.country) : []
  }
  return unique(keys())
}

/** A serial with worn characters is compared, not looked up. */
export function isWorn(serial: string): boolean {
  const normal = normalise('firearm', serial)
  return normal.ok && /[*…]/.test(normal.value)
}

/** Faults in the identifiers of a subject: JSON pointers into it with the normaliser's reason. */
export function subjectFaults(subject: Subject): { path: string; reason: string }[] {
  const { person, document, vehicle, firearm, identifier } = subject
  const fault = (path: string, kind: IdentifierForm, text: string | undefined, country?: string) => {
    if (text === undefined) return []
    const normal = normalise(kind, text, country === undefined ? {} : { country })
    return normal.ok ? [] : [{ path, reason: normal.reason }]
  }
  return [
    ...(person?.documents ?? []).flatMap(({ number, issuer }, i) => fault(`/person/documents/${i}/number`, 'document', number, issuer)),
    ...fault('/document/number', 'document', document?.number, document?.issuer),
    ...fault('/vehicle/plate', 'plate', vehicle?.plate, vehicle?.country),
    ...fault('/vehicle/vin', 'vin', vehicle?.vin),
    ...fault('/firearm/serial', 'firearm', firearm?.serial),
    ...(firearm && isTooWorn(firearm.serial) ? [{ path: '/firearm/serial', reason: 'too-worn' }] : []),
    ...(identifier ? fault('/identifier/value', identifier.kind as IdentifierKind, identifier.value, identifier.country) : []),
  ]
}

const unique = <K extends Key>(keys: readonly K[]): K[] => {
  const first = new Map<string, K>()
  for (const key of keys) if (!first.has(`${key.label} ${key.value}`)) first.set(`${key.label} ${key.value}`, key)
  return [...first.values()]
}
