/** A survey as lists and results name it. */
import Type, { type Static } from 'typebox'
import { closed, Uuid, Words } from './bodies.ts'
import type { SurveyText } from './keeping.ts'
import type { SurveyRow } from './store/surveys.ts'

export const maybe = <S extends Type.TSchema>(schema: S) => Type.Union([schema, Type.Null()])
export const list = <S extends Type.TSchema>(schema: S, maxItems: number) => Type.Array(schema, { maxItems })
export const time = Type.String({ maxLength: 30, description: 'ISO 8601, UTC' })
export const count = Type.Integer({ minimum: 0 })
export const Member = Type.String({ maxLength: 32 })

export const SurveyLine = closed({
  id: Uuid,
  network: Type.String({ maxLength: 32 }),
  organiser: Member,
  own: Type.Boolean({ description: 'the own member asked' }),
  title: Words(200),
  state: Type.Enum(['open', 'closed'] as const),
  due: time,
  asked_at: time,
  topics: count,
  /** Of the own surveys: how many were asked, the own member with them, and how many have answered. */
  asked: maybe(count),
  answers: maybe(count),
  answered: Type.Boolean({ description: 'the own member has answered' }),
})

export function lineOf(row: SurveyRow, { title, topics }: SurveyText, answers: readonly string[]): Static<typeof SurveyLine> {
  const own = row.organiser === row.holder
  return {
    id: row.survey,
    network: row.network,
    organiser: row.organiser,
    own,
    title,
    state: row.state,
    due: row.due.toISOString(),
    asked_at: row.asked_at.toISOString(),
    topics: topics.length,
    asked: own ? row.asked.length : null,
    answers: own ? answers.length : null,
    answered: answers.includes(row.holder),
  }
}
