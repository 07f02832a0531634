/** The normalised identifiers under which a record is found exactly, and those that a question looks for. */
import { alternatives, type Kind as IdentifierForm, normalise } from '#lib/identifiers/index.ts'
import type { IdentifierKind, Subject } from './kinds.ts'
import type { AskedSubject } from './query.ts'

/** What a digest is taken of. */
export interface Key {
  readonly label: `registers.${string}`
  readonly value: string
}

export interface AskedKey extends Key {
  /** A look-alike reading, not what was asked. */
  readonly look_alike: boolean
}

const labelled = (kind: IdentifierForm, value: string): Key => ({ label: `registers.${kind}`, value })

function keysOf(kind: IdentifierForm, text: string | undefined, country?: string): Key[] {
  if (text === undefined) return []
  const normal = normalise(kind, text, country === undefined ? {} : { country })
  return normal.ok ? [labelled(kind, normal.value)] : []
}

/** The keys of a record; none for an identifier that does not normalise, which `subjectFaults` refuses beforehand. */
export function keysOfRecord(subject: Subject): Key[] {
  const { person, document, vehicle, firearm, identifier } = subject
  if (person) return unique((person.documents ?? []).flatMap(({ number, issuer }) => keysOf('document', number, issuer)))
  if (document) return keysOf('document', document.number, document.issuer)
  if (vehicle) return [...keysOf('plate', vehicle.plate, vehicle.country), ...keysOf('vin', vehicle.vin)]
  if (firearm) return isWorn(firearm.serial) ? [] : keysOf('firearm', firearm.serial)
  return identifier ? keysOf(identifier.kind, identifier.value, identifier.country) : []
}

/** At most seventeen keys for each identifier asked about: the reading itself and, where opted in, its look-alikes. */
export function keysAsked(subject: AskedSubject, with_look_alikes: boolean): AskedKey[] {
  const { document, vehicle, firearm, identifier } = subject
  const asked = (kind: IdentifierForm, text: string | undefined, country?: string): AskedKey[] => {
    const own = keysOf(kind, text, country).map((key) => ({ ...key, look_alike: false }))
    if (!with_look_alikes || text === undefined || own.length === 0) return own
    return [...own, ...alternatives(kind, text).map((value) => ({ ...labelled(kind, value), look_alike: true }))]
  }
  if (document) return asked('document', document.number, document.issuer)
  if (vehicle) return [...asked('plate', vehicle.plate, vehicle.country), ...asked('vin', vehicle.vin)]
  if (firearm) return isWorn(firearm.serial) ? [] : asked('firearm', firearm.serial)
  return identifier ? asked(identifier.kind, identifier.value, identifier.country) : []
}

/** A serial with worn characters is compared, not looked up. */
export function isWorn(serial: string): boolean {
  const normal = normalise('firearm', serial)
  return normal.ok && /[*…]/.test(normal.value)
}

/** The canonical form, or `undefined` where the text cannot be of this kind. */
export function canonical(kind: IdentifierForm, text: string | undefined, country?: string): string | undefined {
  if (text === undefined) return undefined
  const normal = normalise(kind, text, country === undefined ? {} : { country })
  return normal.ok ? normal.value : undefined
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
    ...(identifier ? fault('/identifier/value', identifier.kind as IdentifierKind, identifier.value, identifier.country) : []),
  ]
}

const unique = (keys: readonly Key[]): Key[] => [...new Map(keys.map((key) => [`${key.label} ${key.value}`, key])).values()]
