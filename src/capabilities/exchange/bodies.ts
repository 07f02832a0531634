/** What statements of this capability say: the bodies published in types/exchange, as schemas the code can use. */
import Type, { type Static, type TObject } from 'typebox'
import { ID_PATTERN } from '#wire/address.ts'
import { IDENTIFIER_KINDS, LANGUAGES, REFUSAL_GROUNDS, REPLY_CLASSES } from '#wire/vocabulary.ts'

export const UUID_PATTERN = '^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$'
/** The years 1900 to 2199, so that every database and every clock can hold it. */
export const INSTANT_PATTERN = '^(19|20|21)\\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d\\.\\d{3}Z$'
/** A date of which only the year, or the year and the month, may be known. */
const PARTIAL_DATE_PATTERN = '^(18|19|20|21)\\d{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01]))?)?$'

/** An object with nothing but what is listed. */
const closed = <P extends Record<string, Type.TSchema>>(properties: P, more: object = {}): TObject<P> =>
  Type.Object(properties, { additionalProperties: false, ...more })

const words = (maxLength: number, description?: string) => Type.String({ minLength: 1, maxLength, ...(description && { description }) })

export const Uuid = Type.String({ pattern: UUID_PATTERN })
export const Instant = Type.String({ pattern: INSTANT_PATTERN })
export const Member = Type.String({ pattern: ID_PATTERN })
export const Unit = Type.String({ pattern: ID_PATTERN })
const Country = Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 3166-1 alpha-3, or a code of ICAO Doc 9303-3 section 5' })
const PartialDate = Type.String({ pattern: PARTIAL_DATE_PATTERN, description: 'YYYY, YYYY-MM or YYYY-MM-DD' })

/** A free text with its language. */
export const Text = closed({ text: words(20_000), language: Type.Enum([...LANGUAGES]) })
export type Text = Static<typeof Text>

export const SCHEMES = [...IDENTIFIER_KINDS, 'other'] as const

const Person = closed({
  kind: Type.Literal('person'),
  family_name: Type.Optional(words(200)),
  given_names: Type.Optional(words(200)),
  full_name: Type.Optional(words(300, 'the whole name where its parts are not known, in any script')),
  birth_date: Type.Optional(PartialDate),
  birth_place: Type.Optional(words(200)),
  sex: Type.Optional(Type.Enum(['F', 'M', 'X'])),
  nationality: Type.Optional(Country),
  document_number: Type.Optional(words(50)),
  document_issuer: Type.Optional(Country),
})
const Document = closed({
  kind: Type.Literal('document'),
  document: Type.Enum(['passport', 'identity-card', 'residence-permit', 'visa', 'driving-licence', 'vehicle-papers', 'other']),
  number: words(50),
  issuer: Type.Optional(Country),
  mrz: Type.Optional(Type.String({ pattern: '^[A-Z0-9<]{30,44}(\\n[A-Z0-9<]{30,44}){1,2}$', description: 'the lines as printed' })),
})
const Vehicle = closed({
  kind: Type.Literal('vehicle'),
  plate: Type.Optional(words(30)),
  plate_country: Type.Optional(Country),
  vin: Type.Optional(words(30)),
  make: Type.Optional(words(80)),
  model: Type.Optional(words(80)),
  colour: Type.Optional(words(40)),
})
const Firearm = closed({
  kind: Type.Literal('firearm'),
  serial: Type.Optional(words(60)),
  category: Type.Optional(words(60)),
  make: Type.Optional(words(80)),
  model: Type.Optional(words(80)),
  calibre: Type.Optional(words(40)),
})
const Identifier = closed({ kind: Type.Literal('identifier'), scheme: Type.Enum([...SCHEMES]), value: words(500) })
const Other = closed({ kind: Type.Literal('other'), description: words(2_000) })

/** Whom or what a request or a fact is about. */
export const Subject = Type.Union([Person, Document, Vehicle, Firearm, Identifier, Other])
export type Subject = Static<typeof Subject>

export const QUESTIONS = [
  'behind-hit',
  'identity',
  'whereabouts',
  'criminal-history',
  'associates',
  'document-status',
  'document-holder',
  'travel-history',
  'vehicle-owner',
  'vehicle-movements',
  'firearm-trace',
  'subscriber',
  'account-holder',
  'transactions',
  'photograph',
  'fingerprints',
  'other',
] as const
const QuestionCode = Type.Enum([...QUESTIONS])
const Question = closed({ code: QuestionCode, text: Type.Optional(Text) })

export const RequestBody = closed({
  subject: Subject,
  questions: Type.Array(Question, { minItems: 1, maxItems: 20 }),
  reason: Text,
  text: Type.Optional(Text),
  reference: Type.Optional(words(100, "the asker's own reference, to be quoted in answers")),
  unit: Type.Optional(Unit),
  hit: Type.Optional(
    closed(
      { record: words(200, "the receiver's own reference of the record that matched"), check: Type.Optional(Uuid) },
      { description: 'the hit that this request follows; only the owner of the record is told' },
    ),
  ),
})
export type RequestBody = Static<typeof RequestBody>

export const ClarificationBody = closed({ part: Type.Enum(['question', 'reply']), text: Text })
export type ClarificationBody = Static<typeof ClarificationBody>

const Fact = closed({
  question: QuestionCode,
  subject: Type.Optional(Subject),
  text: Type.Optional(Text),
  as_of: Type.Optional(PartialDate),
})
export const AnswerBody = closed({
  final: Type.Boolean({ description: 'false: more will follow, and the time limit runs on' }),
  result: Type.Enum(['information', 'nothing-held']),
  facts: Type.Array(Fact, { maxItems: 50 }),
  text: Type.Optional(Text),
  reference: Type.Optional(words(100, "the answering member's own reference")),
})
export type AnswerBody = Static<typeof AnswerBody>

export const RefusalBody = closed({
  ground: Type.Enum([...REFUSAL_GROUNDS]),
  deferred_until: Type.Optional(Instant),
  text: Type.Optional(Text),
})
export type RefusalBody = Static<typeof RefusalBody>

export const OpenedBody = closed({ received_at: Instant, opened_at: Instant })
export type OpenedBody = Static<typeof OpenedBody>

export const RecallBody = closed({
  statement: Uuid,
  erase: Type.Boolean({ description: 'true: the contents are to be erased; false: they are no longer to be used' }),
  reason: Type.Optional(Text),
})
export type RecallBody = Static<typeof RecallBody>

export const RESULTS = ['withdrawn', 'erased', 'corrected', 'not-held'] as const
export const ExecutedBody = closed({
  order: Uuid,
  statement: Uuid,
  result: Type.Enum([...RESULTS]),
  executed_at: Instant,
  /** How many members further on have been told to do the same. */
  passed_on: Type.Integer({ minimum: 0, maximum: 1_000 }),
})
export type ExecutedBody = Static<typeof ExecutedBody>

const Thing = closed({
  kind: Type.Enum(['case', 'record']),
  id: words(200, 'the case as the header names it to this receiver, or the record'),
})

/** What a member did with a case that was handed over: it has it, it obeys the new owner, or it did nothing and why. */
export const HANDED_RESULTS = ['taken-over', 'owner-changed', 'not-held', 'not-owner'] as const
export type HandedResult = (typeof HANDED_RESULTS)[number]
/** The second version proves a hand-over as well; of a recall or a correction it says what the first says. */
export const ExecutedV2Body = closed(
  {
    order: Uuid,
    statement: Type.Optional(Uuid),
    handed: Type.Optional(closed({ thing: Thing, new_owner: Member })),
    result: Type.Enum([...new Set([...RESULTS, ...HANDED_RESULTS])]),
    executed_at: Instant,
    passed_on: Type.Integer({ minimum: 0, maximum: 1_000 }),
  },
  {
    oneOf: [
      { required: ['statement'], properties: { result: { enum: [...RESULTS] } } },
      { required: ['handed'], properties: { result: { enum: [...HANDED_RESULTS] } } },
    ],
  },
)
export type ExecutedV2Body = Static<typeof ExecutedV2Body>

export const CorrectionBody = closed(
  { statement: Uuid, reason: Text, request: Type.Optional(RequestBody), answer: Type.Optional(AnswerBody) },
  { oneOf: [{ required: ['request'] }, { required: ['answer'] }] },
)
export type CorrectionBody = Static<typeof CorrectionBody>

const Use = Type.Enum(['onward', 'evidence'])
const Audience = Type.Array(Member, { maxItems: 50, uniqueItems: true })

export const PermissionRequestBody = closed(
  { statement: Uuid, use: Use, audience: Audience, reason: Text },
  { description: 'audience: to whom it shall be passed on; empty for evidential use' },
)
export type PermissionRequestBody = Static<typeof PermissionRequestBody>

export const PermissionBody = closed({
  statement: Uuid,
  use: Use,
  audience: Audience,
  granted: Type.Boolean(),
  until: Type.Optional(Instant),
  conditions: Type.Optional(Text),
})
export type PermissionBody = Static<typeof PermissionBody>

const HandedRequest = closed({
  id: Uuid,
  member: Member,
  class: Type.Enum([...REPLY_CLASSES]),
  sent_at: Instant,
  received_at: Type.Optional(Instant),
})
export const HandoverBody = closed({
  thing: Thing,
  new_owner: Member,
  title: Type.Optional(words(300)),
  reason: Type.Optional(Text),
  /** Told to the new owner alone. */
  parties: Type.Optional(Type.Array(closed({ member: Member, case: Uuid }), { maxItems: 100 })),
  requests: Type.Optional(Type.Array(HandedRequest, { maxItems: 200 })),
})
export type HandoverBody = Static<typeof HandoverBody>

/** A compact JWS of at most 180,000 characters: with its seal it must still fit into one statement. */
export const MAX_FORWARDED = 180_000
const COMPACT_JWS = '^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+$'
const Jws = (maxLength: number) => Type.String({ minLength: 5, maxLength, pattern: COMPACT_JWS })
export const ForwardBody = closed({
  original: Jws(MAX_FORWARDED),
  permission: Type.Optional(Jws(20_000)),
  note: Type.Optional(Text),
})
export type ForwardBody = Static<typeof ForwardBody>

/** Every published type of this capability with its body. */
export const BODIES = {
  'exchange.request.v1': RequestBody,
  'exchange.clarification.v1': ClarificationBody,
  'exchange.answer.v1': AnswerBody,
  'exchange.refusal.v1': RefusalBody,
  'exchange.opened.v1': OpenedBody,
  'exchange.recall.v1': RecallBody,
  'exchange.executed.v1': ExecutedBody,
  'exchange.executed.v2': ExecutedV2Body,
  'exchange.correction.v1': CorrectionBody,
  'exchange.permission-request.v1': PermissionRequestBody,
  'exchange.permission.v1': PermissionBody,
  'exchange.handover.v1': HandoverBody,
  'exchange.forward.v1': ForwardBody,
} as const
export type TypeName = keyof typeof BODIES
