/** What members say to each other of training needs, as published in types/training: a survey, and a country's answer. No person, no unit. */
import Type, { type Static, type TProperties } from 'typebox'
import { CRIME_AREAS, LANGUAGES } from '#wire/vocabulary.ts'
import { HIGHEST, LOWEST, MAX_LINES, MAX_OFFICERS, MAX_TOPICS, PROFILES } from './vocabulary.ts'

export const closed = <P extends TProperties>(properties: P) => Type.Object(properties, { additionalProperties: false })
const code = <const T extends readonly string[]>(values: T) => Type.Enum([...values] as unknown as T[number][])

export const Uuid = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$' })
export const Words = (maxLength: number) => closed({ text: Type.String({ minLength: 1, maxLength }), language: code(LANGUAGES) })
export const TopicId = Type.String({ pattern: '^[a-z][a-z0-9-]{1,47}$' })
export const Instant = Type.String({
  pattern: '^(19|20|21)\\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d\\.\\d{3}Z$',
})
const Version = Type.Integer({ minimum: 1, maximum: 9_007_199_254_740_991 })

export const Topic = closed({ id: TopicId, title: Words(200), crime_area: Type.Optional(code(CRIME_AREAS)) })
export type Topic = Static<typeof Topic>

/** A survey as its organiser states it; stated again it has a higher version: another day, or its end. */
export const SurveyBody = closed({
  survey: Uuid,
  version: Version,
  state: code(['open', 'closed']),
  title: Words(200),
  about: Type.Optional(Words(2_000)),
  /** After it an answer is late: kept, marked, and counted only where the organiser says so. */
  due: Instant,
  topics: Type.Array(Topic, { minItems: 1, maxItems: MAX_TOPICS }),
})
export type SurveyBody = Static<typeof SurveyBody>

/** Officers in need of one topic, by profile: how far they are, and how urgent it is. */
export const Line = closed({
  topic: TopicId,
  profile: code(PROFILES),
  officers: Type.Integer({ minimum: 1, maximum: MAX_OFFICERS }),
  proficiency: Type.Integer({ minimum: LOWEST, maximum: HIGHEST }),
  urgency: Type.Integer({ minimum: LOWEST, maximum: HIGHEST }),
})
export type Line = Static<typeof Line>
export const Irrelevant = Type.Array(TopicId, { maxItems: MAX_TOPICS })

/** A country's answer, all of it anew each time; to the organiser alone. */
export const NeedsBody = closed({
  survey: Uuid,
  version: Version,
  lines: Type.Array(Line, { maxItems: MAX_LINES }),
  irrelevant: Irrelevant,
  note: Type.Optional(Words(2_000)),
})
export type NeedsBody = Static<typeof NeedsBody>

export const SURVEY_BODIES = { 'training.survey.v1': SurveyBody, 'training.needs.v1': NeedsBody }
