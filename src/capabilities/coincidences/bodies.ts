/** What statements of this capability say: the bodies published in types/coincidences, as schemas the code can use. */
import Type, { type Static, type TObject, type TProperties } from 'typebox'
import { CRIME_AREAS } from '#wire/vocabulary.ts'
import { KINDS } from './vocabulary.ts'

const closed = <P extends TProperties>(properties: P): TObject<P> => Type.Object(properties, { additionalProperties: false })

const hexOf = (bytes: number) => Type.String({ pattern: `^[0-9a-f]{${2 * bytes}}$` })
const base64urlUpTo = (characters: number) => Type.String({ pattern: `^[A-Za-z0-9_-]{1,${characters}}$` })
const UUID_PATTERN = '^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$'

const Kind = Type.Enum([...KINDS])
const KeyId = hexOf(16)

/** Entries of a set in one part: 128 KiB, well below what one statement holds. */
export const PART_TAGS = 8_192
const PART_CHARACTERS = Math.ceil((PART_TAGS * 16 * 4) / 3)
/** Sixty-four elements of ristretto255 behind the key's id. */
const REQUEST_CHARACTERS = Math.ceil(((16 + 64 * 32) * 4) / 3)
const RESPONSE_CHARACTERS = Math.ceil(((64 * 32 + 64) * 4) / 3)

export const SetQuery = closed({
  kind: Kind,
  part: Type.Integer({ minimum: 0, maximum: 127 }),
  known: Type.Optional(KeyId),
})
export type SetQuery = Static<typeof SetQuery>

export const SetAnswer = closed({
  kind: Kind,
  edition: Type.Union([
    closed({
      number: Type.Integer({ minimum: 1, maximum: 1_000_000_000 }),
      suite: Type.Literal('ristretto255-SHA512'),
      public_key: hexOf(32),
      key_id: KeyId,
      parts: Type.Integer({ minimum: 1, maximum: 128 }),
    }),
    Type.Null(),
  ]),
  tags: Type.Optional(base64urlUpTo(PART_CHARACTERS)),
})
export type SetAnswer = Static<typeof SetAnswer>

export const EvaluationQuery = closed({ kind: Kind, request: base64urlUpTo(REQUEST_CHARACTERS) })
export type EvaluationQuery = Static<typeof EvaluationQuery>

export const Evaluation = closed({ kind: Kind, response: Type.Union([base64urlUpTo(RESPONSE_CHARACTERS), Type.Null()]) })
export type Evaluation = Static<typeof Evaluation>

/** What one side says of itself: which unit to speak to, and of what the matter is, where it may be said. */
export const Side = closed({
  rule: Type.Enum(['told', 'contact']),
  unit: Type.String({ pattern: '^[a-z][a-z0-9-]{1,31}$' }),
  matter: Type.Optional(Type.Enum(['team', 'chart', 'register'])),
  crime_area: Type.Optional(Type.Enum([...CRIME_AREAS])),
})
export type Side = Static<typeof Side>

export const Found = closed({
  reference: Type.String({ pattern: UUID_PATTERN }),
  kind: Kind,
  key_id: KeyId,
  tag: hexOf(16),
  proof: hexOf(32),
  side: Side,
})
export type Found = Static<typeof Found>

export const Told = closed({ reference: Type.String({ pattern: UUID_PATTERN }), side: Type.Union([Side, Type.Null()]) })
export type Told = Static<typeof Told>

export const BODIES = {
  'coincidences.set-query.v1': SetQuery,
  'coincidences.set.v1': SetAnswer,
  'coincidences.evaluation-query.v1': EvaluationQuery,
  'coincidences.evaluation.v1': Evaluation,
  'coincidences.found.v1': Found,
  'coincidences.told.v1': Told,
} as const
