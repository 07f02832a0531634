/** The kinds of thing that a register holds, and what is known of each. */
import Type, { type Static, type TSchema } from 'typebox'
import { ID_PATTERN } from '#wire/address.ts'
import { CRIME_AREAS, HANDLING_CODES, IDENTIFIER_KINDS, INFORMATION_GRADES, LANGUAGES, SOURCE_GRADES } from '#wire/vocabulary.ts'

export { IDENTIFIER_KINDS, type IdentifierKind } from '#wire/vocabulary.ts'

export const KINDS = ['person', 'document', 'vehicle', 'firearm', 'identifier'] as const
export type Kind = (typeof KINDS)[number]

export const NAME_KINDS = ['main', 'alias', 'birth', 'transcription'] as const
export const SEXES = ['F', 'M', 'X'] as const
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
/** As INTERPOL's database of stolen and lost travel documents names them. */
export const DOCUMENT_STATUSES = ['stolen-blank', 'stolen', 'lost', 'invalid', 'revoked'] as const
export const FIREARM_CATEGORIES = ['handgun', 'rifle', 'shotgun', 'automatic', 'part', 'ammunition', 'explosive', 'other'] as const

/** What the finder is to do; the words explain, the code decides. */
export const ACTIONS_TO_TAKE = [
  'arrest',
  'locate',
  'identify',
  'protect',
  'return',
  'refuse-entry',
  'discreet-check',
  'inquiry-check',
  'specific-check',
  'seize',
  'inform-owner',
  'other',
] as const

export const SHARING = ['national', 'network', 'members'] as const

export const oneOf = <const T extends readonly string[]>(values: T) => Type.Unsafe<T[number]>({ type: 'string', enum: [...values] })
export const closed = <P extends Record<string, TSchema>>(properties: P, options: object = {}) =>
  Type.Object(properties, { additionalProperties: false, ...options })
export const words = (maxLength: number) => Type.String({ minLength: 1, maxLength })
export const Day = Type.String({ pattern: '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$' })
/** A date of which the month or the day may be unknown. */
export const PartialDate = Type.String({ pattern: '^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$' })
/** ISO 3166-1 alpha-3, or what ICAO Doc 9303-3 adds to it. */
export const Issuer = Type.String({ pattern: '^[A-Z]{1,3}$' })
export const Id = Type.String({ pattern: ID_PATTERN })
export const Uuid = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$' })

export const FreeText = closed({ text: words(2_000), language: oneOf(LANGUAGES) })

/** A name as given: in one piece, or by its parts. */
export const Name = closed(
  {
    kind: Type.Optional(oneOf(NAME_KINDS)),
    text: Type.Optional(words(200)),
    family: Type.Optional(words(120)),
    given: Type.Optional(words(120)),
  },
  { anyOf: [{ required: ['text'] }, { required: ['family'] }, { required: ['given'] }] },
)
export type Name = Static<typeof Name>

export const Person = closed({
  names: Type.Array(Name, { minItems: 1, maxItems: 20 }),
  birth_date: Type.Optional(PartialDate),
  sex: Type.Optional(oneOf(SEXES)),
  nationalities: Type.Optional(Type.Array(Issuer, { maxItems: 5 })),
  birth_place: Type.Optional(words(120)),
  birth_country: Type.Optional(Issuer),
  documents: Type.Optional(
    Type.Array(closed({ number: words(40), issuer: Type.Optional(Issuer), type: Type.Optional(oneOf(DOCUMENT_TYPES)) }), { maxItems: 10 }),
  ),
  description: Type.Optional(FreeText),
})
export type Person = Static<typeof Person>

export const Document = closed({
  number: words(40),
  issuer: Type.Optional(Issuer),
  type: oneOf(DOCUMENT_TYPES),
  document_status: oneOf(DOCUMENT_STATUSES),
  holder: Type.Optional(closed({ name: Name, birth_date: Type.Optional(PartialDate) })),
})
export type Document = Static<typeof Document>

export const Vehicle = closed(
  {
    plate: Type.Optional(words(20)),
    country: Type.Optional(Issuer),
    vin: Type.Optional(words(20)),
    make: Type.Optional(words(60)),
    model: Type.Optional(words(60)),
    colour: Type.Optional(words(40)),
  },
  { anyOf: [{ required: ['plate'] }, { required: ['vin'] }] },
)
export type Vehicle = Static<typeof Vehicle>

export const Firearm = closed({
  category: oneOf(FIREARM_CATEGORIES),
  serial: words(60),
  make: Type.Optional(words(60)),
  model: Type.Optional(words(60)),
  calibre: Type.Optional(words(40)),
})
export type Firearm = Static<typeof Firearm>

export const Identifier = closed({
  kind: oneOf(IDENTIFIER_KINDS),
  value: words(2_000),
  country: Type.Optional(Issuer),
  holder: Type.Optional(words(200)),
})
export type Identifier = Static<typeof Identifier>

export const SUBJECTS = { person: Person, document: Document, vehicle: Vehicle, firearm: Firearm, identifier: Identifier } as const

/** What a record is about: one member, named as its kind. */
export const Subject = closed(
  {
    person: Type.Optional(Person),
    document: Type.Optional(Document),
    vehicle: Type.Optional(Vehicle),
    firearm: Type.Optional(Firearm),
    identifier: Type.Optional(Identifier),
  },
  { minProperties: 1, maxProperties: 1 },
)
export type Subject = Static<typeof Subject>

export const ActionToTake = closed({ code: oneOf(ACTIONS_TO_TAKE), words: Type.Optional(words(1_000)) })
export const Evaluation = closed({ source: oneOf(SOURCE_GRADES), information: oneOf(INFORMATION_GRADES) })
export const HandlingCodes = Type.Array(closed({ code: oneOf(HANDLING_CODES), words: Type.Optional(words(500)) }), { maxItems: 4 })
export const Sharing = closed({
  rule: oneOf(SHARING),
  networks: Type.Array(Id, { maxItems: 20 }),
  members: Type.Array(Id, { maxItems: 100 }),
})
export type Sharing = Static<typeof Sharing>

/** What the owner says of a record beside its subject; sealed with it. */
export const Remarks = closed({
  reason: FreeText,
  crime_area: Type.Optional(oneOf(CRIME_AREAS)),
  action_to_take: ActionToTake,
  evaluation: Evaluation,
  handling: HandlingCodes,
  /** Whom to call, in words; units and telephone numbers stand in the directory. */
  contact: Type.Optional(words(200)),
})
export type Remarks = Static<typeof Remarks>

/** The sealed content of a record. */
export interface Content {
  readonly subject: Subject
  readonly remarks: Remarks
}

/** The kind of a subject; throws TypeError where it holds none. */
export function kindOf(subject: Subject): Kind {
  const kind = KINDS.find((one) => subject[one] !== undefined)
  if (kind === undefined) throw new TypeError('a subject holds one kind of thing')
  return kind
}

/** A name in one piece. */
export const wholeName = (name: Name): string => name.text ?? [name.given, name.family].filter((part) => part !== undefined).join(' ')
