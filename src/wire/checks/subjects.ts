/** What can be asked about, as officers and national systems state it; the same shape travels in checks.query.v2. */
import Type, { type Static, type TSchema } from 'typebox'
import { normalise } from '#lib/identifiers/index.ts'
import { IDENTIFIER_KINDS } from '../vocabulary.ts'

export const closed = <P extends Record<string, TSchema>>(properties: P, options: object = {}) =>
  Type.Object(properties, { additionalProperties: false, ...options })
export const oneOf = <const T extends readonly string[]>(values: T) => Type.Unsafe<T[number]>({ type: 'string', enum: [...values] })
const words = (maxLength: number) => Type.String({ minLength: 1, maxLength })
export const Uuid = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$' })
const Issuer = Type.String({ pattern: '^[A-Z]{1,3}$' })
const PartialDate = Type.String({ pattern: '^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$' })

export const KINDS = ['person', 'document', 'vehicle', 'firearm', 'identifier'] as const
export type Kind = (typeof KINDS)[number]

export const DOCUMENT_TYPES = [
  'passport',
  'identity-card',
  'visa',
  'residence-permit',
  'travel-document',
  'driving-licence',
  'vehicle-registration',
  'other',
] as const

const Name = closed(
  {
    kind: Type.Optional(oneOf(['main', 'alias', 'birth', 'transcription'] as const)),
    text: Type.Optional(words(200)),
    family: Type.Optional(words(120)),
    given: Type.Optional(words(120)),
  },
  { anyOf: [{ required: ['text'] }, { required: ['family'] }, { required: ['given'] }] },
)

export const Subject = closed(
  {
    person: Type.Optional(
      closed({
        names: Type.Array(Name, { minItems: 1, maxItems: 5 }),
        birth_date: Type.Optional(PartialDate),
        sex: Type.Optional(oneOf(['F', 'M', 'X'] as const)),
        nationality: Type.Optional(Issuer),
      }),
    ),
    document: Type.Optional(closed({ number: words(40), issuer: Type.Optional(Issuer), type: Type.Optional(oneOf(DOCUMENT_TYPES)) })),
    vehicle: Type.Optional(
      closed(
        { plate: Type.Optional(words(20)), country: Type.Optional(Issuer), vin: Type.Optional(words(20)) },
        { anyOf: [{ required: ['plate'] }, { required: ['vin'] }] },
      ),
    ),
    firearm: Type.Optional(
      closed({ serial: words(60), make: Type.Optional(words(60)), model: Type.Optional(words(60)), calibre: Type.Optional(words(40)) }),
    ),
    identifier: Type.Optional(closed({ kind: oneOf(IDENTIFIER_KINDS), value: words(2_000), country: Type.Optional(Issuer) })),
  },
  { minProperties: 1, maxProperties: 1 },
)
export type Subject = Static<typeof Subject>

export const MAX_SUBJECTS = 3
export const Subjects = Type.Array(Subject, { minItems: 1, maxItems: MAX_SUBJECTS })

export function kindOf(subject: Subject): Kind {
  const kind = KINDS.find((one) => subject[one] !== undefined)
  if (kind === undefined) throw new TypeError('a subject holds one kind of thing')
  return kind
}

/** A check in one line: the names and numbers asked about. */
export const titleOf = (subjects: readonly Subject[]): string =>
  subjects
    .map(({ person, document, vehicle, firearm, identifier }) => {
      if (person) {
        const [name] = person.names
        return name!.text ?? [name!.given, name!.family].filter((part) => part !== undefined).join(' ')
      }
      return document?.number ?? vehicle?.plate ?? vehicle?.vin ?? firearm?.serial ?? identifier?.value ?? ''
    })
    .join(' · ')

/** Faults in the numbers asked about: JSON pointers into the subjects, with the normaliser's reason. */
export function subjectFaults(subjects: readonly Subject[]): { path: string; reason: string }[] {
  const fault = (path: string, kind: Parameters<typeof normalise>[0], text: string | undefined, country?: string) => {
    if (text === undefined) return []
    const normal = normalise(kind, text, country === undefined ? {} : { country })
    return normal.ok ? [] : [{ path, reason: normal.reason }]
  }
  return subjects.flatMap(({ document, vehicle, firearm, identifier }, i) => [
    ...fault(`/subjects/${i}/document/number`, 'document', document?.number, document?.issuer),
    ...fault(`/subjects/${i}/vehicle/plate`, 'plate', vehicle?.plate, vehicle?.country),
    ...fault(`/subjects/${i}/vehicle/vin`, 'vin', vehicle?.vin),
    ...fault(`/subjects/${i}/firearm/serial`, 'firearm', firearm?.serial),
    ...(firearm && isTooWorn(firearm.serial) ? [{ path: `/subjects/${i}/firearm/serial`, reason: 'too-worn' }] : []),
    ...(identifier ? fault(`/subjects/${i}/identifier/value`, identifier.kind, identifier.value, identifier.country) : []),
  ])
}

/** Fewer readable characters than a worn serial is compared by: the answer would be a no hit that says nothing. */
export function isTooWorn(serial: string): boolean {
  const normal = normalise('firearm', serial)
  return normal.ok && normal.notes.includes('too-worn')
}
