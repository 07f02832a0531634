/** What the actions share. */
import Type from 'typebox'
import type { Act, View } from '#kernel/capability.ts'
import { Refusal } from '#wire/refusal.ts'
import { closed, Irrelevant, Line, Topic, Uuid, Words } from '../bodies.ts'
import { openSurvey, type SurveyText } from '../keeping.ts'
import { maybeSurvey, maybeSurveyToChange, type SurveyRow } from '../store/surveys.ts'
import { surveyClass } from '../survey-class.ts'
import { MAX_LINES } from '../vocabulary.ts'

export const maybe = <S extends Type.TSchema>(schema: S) => Type.Union([schema, Type.Null()])
export const list = <S extends Type.TSchema>(schema: S, maxItems: number) => Type.Array(schema, { maxItems })
export const time = Type.String({ maxLength: 30, description: 'ISO 8601, UTC' })
export const count = Type.Integer({ minimum: 0 })
export const Member = Type.String({ maxLength: 32 })
export const Page = { limit: Type.Integer({ minimum: 1, maximum: 200 }), offset: Type.Integer({ minimum: 0, maximum: 1_000_000 }) }
export const Needs = { lines: Type.Array(Line, { maxItems: MAX_LINES }), irrelevant: Irrelevant }

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
export const TopicOut = Topic

export const onSurvey = async ({ survey }: { readonly survey: string }, { reading, officer }: Pick<View, 'reading' | 'officer'>) => {
  if (!(await maybeSurvey(reading, officer.member, survey))) throw new Refusal('thing.unknown', { inside: `survey ${survey}` })
  return surveyClass(officer.member)
}
export const onOwn = (_: unknown, { officer }: Pick<View, 'officer'>) => surveyClass(officer.member)
export const subjectOf = ({ survey }: { readonly survey: string }) => `survey:${survey}`
export const conflict = (path: string, reason: string) => new Refusal('state.conflict', { details: [{ path, reason }] })

export interface Known {
  readonly row: SurveyRow
  readonly text: SurveyText
}
const known = (row: SurveyRow | undefined, vault: View['vault'], id: string): Known => {
  const text = row && openSurvey(vault, row)
  if (!row || !text) throw new Refusal('thing.unknown', { inside: `survey ${id}` })
  return { row, text }
}
export const knownSurvey = async ({ reading, vault, officer }: Pick<View, 'reading' | 'vault' | 'officer'>, id: string): Promise<Known> =>
  known(await maybeSurvey(reading, officer.member, id), vault, id)
export const surveyToChange = async ({ writing, vault, officer }: Pick<Act, 'writing' | 'vault' | 'officer'>, id: string): Promise<Known> =>
  known(await maybeSurveyToChange(writing, officer.member, id), vault, id)
