/** What a member states of itself: its units and whom to reach, as published in types/directory. */
import Type, { type Static, type TProperties } from 'typebox'
import { ID_PATTERN } from '#wire/address.ts'
import { CRIME_AREAS, LANGUAGES } from '#wire/vocabulary.ts'

export const UNIT_KINDS = [
  'single-point-of-contact',
  'headquarters',
  'national-unit',
  'regional-unit',
  'specialised-unit',
  'cooperation-centre',
  'liaison-office',
  'training-institution',
  'other',
] as const

export const CONTACT_KINDS = ['single-point-of-contact', 'analysis', 'capacity-building', 'specialised-unit', 'cooperation-centre'] as const
export type ContactKind = (typeof CONTACT_KINDS)[number]

export const MAX_UNITS = 200
export const MAX_CONTACTS = 300

const closed = <P extends TProperties>(properties: P, more: object = {}) =>
  Type.Object(properties, { additionalProperties: false, ...more })
const words = (maxLength: number) => Type.String({ minLength: 1, maxLength })

export const Id = Type.String({ pattern: ID_PATTERN })
export const Instant = Type.String({
  pattern: '^(19|20|21)\\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d\\.\\d{3}Z$',
})
const Telephone = Type.String({ pattern: '^\\+?[0-9][0-9 ()./-]{2,39}$', description: 'with the country code, as it is dialled' })
const Email = Type.String({ pattern: '^[^\\s@<>]{1,64}@[^\\s@<>]{1,190}$', maxLength: 255 })

/** A name in one or several of the network's languages. */
export const Names = closed(
  Object.fromEntries(LANGUAGES.map((language) => [language, Type.Optional(words(200))])) as Record<
    (typeof LANGUAGES)[number],
    Type.TOptional<Type.TString>
  >,
  {
    minProperties: 1,
  },
)
export type Names = Static<typeof Names>

export const Unit = closed({ id: Id, kind: Type.Enum([...UNIT_KINDS]), names: Names, parent: Type.Optional(Id) })
export type Unit = Static<typeof Unit>

const Hours = Type.Union([
  closed({ kind: Type.Literal('always') }),
  closed({
    kind: Type.Literal('stated'),
    text: words(300),
    time_zone: Type.String({ pattern: '^[A-Za-z_+-]{1,30}(/[A-Za-z0-9_+-]{1,30}){0,2}$', description: 'IANA' }),
  }),
])

const Deputy = closed(
  { holder: Type.Optional(words(200)), telephone: Type.Optional(Telephone), email: Type.Optional(Email) },
  { minProperties: 1 },
)

const contact = {
  id: Id,
  unit: Type.Optional(Id),
  kind: Type.Enum([...CONTACT_KINDS]),
  names: Names,
  holder: Type.Optional(words(200)),
  telephone: Type.Array(Telephone, { maxItems: 5 }),
  email: Type.Array(Email, { maxItems: 5 }),
  languages: Type.Array(Type.String({ pattern: '^[a-z]{2,3}$', description: 'ISO 639' }), { maxItems: 20, uniqueItems: true }),
  hours: Hours,
  crime_areas: Type.Array(Type.Enum([...CRIME_AREAS]), { maxItems: CRIME_AREAS.length, uniqueItems: true }),
  deputies: Type.Array(Deputy, { maxItems: 10 }),
  address: Type.Optional(words(500)),
}

// a single point of contact answers at all hours and has a number (Directive (EU) 2023/977, article 14)
const always = {
  if: { properties: { kind: { const: 'single-point-of-contact' } } },
  // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
  then: { properties: { telephone: { minItems: 1 }, hours: { properties: { kind: { const: 'always' } } } } },
}

/** A contact point as its member edits it. */
export const ContactDraft = closed(contact, always)
export type ContactDraft = Static<typeof ContactDraft>

export const Contact = closed({ ...contact, last_confirmed: Instant }, always)
export type Contact = Static<typeof Contact>

export const StatementBody = closed({
  version: Type.Integer({ minimum: 1, maximum: 9_007_199_254_740_991 }),
  stated_at: Instant,
  units: Type.Array(Unit, { maxItems: MAX_UNITS }),
  contacts: Type.Array(Contact, { maxItems: MAX_CONTACTS }),
})
export type StatementBody = Static<typeof StatementBody>
