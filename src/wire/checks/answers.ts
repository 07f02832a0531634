/** The body of checks.answer.v2 (v1 says no threshold), and how an answer is shown: one shape for pages, national systems and streams. */
import Type, { type Static } from 'typebox'
import { CLASSIFICATIONS, CRIME_AREAS, HANDLING_CODES, INFORMATION_GRADES, REFUSAL_GROUNDS, SOURCE_GRADES } from '../vocabulary.ts'
import { closed, KINDS, oneOf, Uuid } from './subjects.ts'

const Stretch = Type.Union([Type.Null(), closed({ text: Type.String(), start: Type.Integer(), end: Type.Integer() })])

export const Reason = closed({
  subject: Type.Integer(),
  field: Type.String(),
  verdict: Type.String(),
  asked: Type.Optional(Type.String()),
  held: Type.Optional(Type.String()),
  score: Type.Optional(Type.Number()),
  parts: Type.Optional(Type.Array(closed({ asked: Stretch, held: Stretch, rule: Type.String(), score: Type.Number() }))),
})

export const Hit = closed({
  record: Uuid,
  reference: Type.String(),
  kind: oneOf(KINDS),
  owner: closed({ member: Type.String(), unit: Type.String() }),
  subjects: Type.Array(Type.Integer()),
  score: Type.Number(),
  reasons: Type.Array(Reason),
  action_to_take: closed({ code: Type.String(), words: Type.Optional(Type.String()) }),
  crime_area: Type.Optional(oneOf(CRIME_AREAS)),
  document_status: Type.Optional(Type.String()),
  document_type: Type.Optional(Type.String()),
  classification: oneOf(CLASSIFICATIONS),
  handling: Type.Array(closed({ code: oneOf(HANDLING_CODES), words: Type.Optional(Type.String()) })),
  evaluation: closed({ source: oneOf(SOURCE_GRADES), information: oneOf(INFORMATION_GRADES) }),
  contact: Type.Optional(Type.String()),
})
export type Hit = Static<typeof Hit>

const RefusedSubject = closed({ subject: Type.Integer(), ground: oneOf(REFUSAL_GROUNDS) })

export const AnswerBody = closed({
  outcome: oneOf(['hit', 'no-hit', 'refused'] as const),
  ground: Type.Optional(oneOf(REFUSAL_GROUNDS)),
  refused: Type.Array(RefusedSubject),
  hits: Type.Array(Hit),
  more: Type.Boolean(),
  threshold: Type.Optional(Type.Number()),
})
export type AnswerBody = Static<typeof AnswerBody>

/** One partner's answer as an officer sees it. */
export const Answer = closed({
  partner: Type.String(),
  name: Type.String(),
  own: Type.Boolean(),
  state: oneOf(['waiting', 'hit', 'no-hit', 'refused', 'no-answer'] as const),
  ground: Type.Union([oneOf(REFUSAL_GROUNDS), Type.Null()]),
  /** The published code of a refusal, or of what kept the answer away. */
  refusal: Type.Union([Type.String(), Type.Null()]),
  took_ms: Type.Union([Type.Integer(), Type.Null()]),
  refused: Type.Array(RefusedSubject),
  hits: Type.Array(Hit),
  more: Type.Boolean(),
  /** From which score on a name was a hit there, for the purpose of the check; null where it is not told. */
  threshold: Type.Union([Type.Number(), Type.Null()]),
})
export type Answer = Static<typeof Answer>
