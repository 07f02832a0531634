/** What all answers to a survey come to: priorities, who answered, and how far each rank hangs on one country. Pure. */
import Type, { type Static } from 'typebox'
import { scoreNeeds } from '#lib/needs/index.ts'
import { closed, TopicId, Words } from './bodies.ts'
import type { AnswerText, SurveyText } from './keeping.ts'
import type { SurveyRow } from './store/surveys.ts'
import { count, lineOf, list, Member, maybe, SurveyLine, time } from './survey-line.ts'
import { MAX_TOPICS } from './vocabulary.ts'

const Score = closed({
  topic: TopicId,
  title: Words(200),
  officers: count,
  urgency: maybe(Type.Number()),
  proficiency: maybe(Type.Number()),
  relevance: Type.Number({ minimum: 0, maximum: 1 }),
  relevant: list(Member, 500),
  irrelevant: list(Member, 500),
  silent: list(Member, 500),
  priority: Type.Number({ minimum: 0 }),
  rank: Type.Integer({ minimum: 1 }),
  rank_without_one: closed({ best: Type.Integer(), worst: Type.Integer() }),
  by_country: list(closed({ country: Member, officers: count, urgency: Type.Number() }), 500),
})

export const SurveyResults = closed({
  survey: SurveyLine,
  asked: list(
    closed({ member: Member, active: Type.Boolean(), answered_at: maybe(time), late: Type.Boolean(), counted: Type.Boolean() }),
    500,
  ),
  /** Counted answers among those asked that still are members. */
  response_rate: Type.Number({ minimum: 0, maximum: 1 }),
  scores: list(Score, MAX_TOPICS),
})
export type SurveyResults = Static<typeof SurveyResults>

export interface OpenAnswer {
  readonly member: string
  readonly answered_at: Date
  /** `undefined` where its key is gone. */
  readonly said: AnswerText | undefined
}

/** `active`: who is a member of the network now, the organiser with them. */
export function resultsOf(
  row: SurveyRow,
  text: SurveyText,
  answers: readonly OpenAnswer[],
  { with_late, active }: { readonly with_late: boolean; readonly active: ReadonlySet<string> },
): SurveyResults {
  const isLate = (at: Date) => at.getTime() > row.due.getTime()
  const asked = [...new Set([...row.asked, ...answers.map(({ member }) => member)])].map((member) => {
    const answer = answers.find((one) => one.member === member)
    const late = answer !== undefined && isLate(answer.answered_at)
    return {
      member,
      active: active.has(member),
      answered_at: answer?.answered_at.toISOString() ?? null,
      late,
      counted: answer !== undefined && answer.said !== undefined && (with_late || !late),
    }
  })
  const counted = answers.flatMap(({ member, answered_at, said }) =>
    said && (with_late || !isLate(answered_at)) ? [{ country: member, lines: said.lines, irrelevant: said.irrelevant }] : [],
  )
  const members = asked.filter((one) => one.active)
  const scores = scoreNeeds(
    text.topics.map(({ id }) => id),
    counted,
  )
  return {
    survey: lineOf(
      row,
      text,
      answers.map(({ member }) => member),
    ),
    asked,
    response_rate: members.length === 0 ? 0 : members.filter((one) => one.counted).length / members.length,
    scores: scores.map((score) => ({
      ...score,
      title: text.topics.find(({ id }) => id === score.topic)!.title,
      urgency: score.urgency ?? null,
      proficiency: score.proficiency ?? null,
      relevant: [...score.relevant],
      irrelevant: [...score.irrelevant],
      silent: [...score.silent],
      by_country: [...score.by_country],
    })),
  }
}
