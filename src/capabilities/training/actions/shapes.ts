/** What the actions share. */
import Type from 'typebox'
import type { Act, View } from '#kernel/capability.ts'
import { Refusal } from '#wire/refusal.ts'
import { Irrelevant, Line } from '../bodies.ts'
import { openSurvey, type SurveyText } from '../keeping.ts'
import { maybeSurvey, maybeSurveyToChange, type SurveyRow } from '../store/surveys.ts'
import { surveyClass } from '../survey-class.ts'
import { MAX_LINES } from '../vocabulary.ts'

export const Page = { limit: Type.Integer({ minimum: 1, maximum: 200 }), offset: Type.Integer({ minimum: 0, maximum: 1_000_000 }) }
export const Needs = { lines: Type.Array(Line, { maxItems: MAX_LINES }), irrelevant: Irrelevant }

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
