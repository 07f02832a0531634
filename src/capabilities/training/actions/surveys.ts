/** Asking: a survey is sent to members, put off, closed; what came back is scored for who asked. */
import Type from 'typebox'
import { type Act, act, view } from '#kernel/capability.ts'
import { ID_PATTERN } from '#wire/address.ts'
import { Refusal } from '#wire/refusal.ts'
import { closed, Instant, type SurveyBody, Topic, Uuid, Words } from '../bodies.ts'
import { keepSurvey, nextVersion, openSurvey } from '../keeping.ts'
import { PUBLISHED_TOPICS, TOPICS_SOURCE } from '../published-topics.ts'
import { answered, countSurveys, surveysPage } from '../store/surveys.ts'
import { count, lineOf, list, SurveyLine } from '../survey-line.ts'
import { MAX_TOPICS } from '../vocabulary.ts'
import { conflict, onOwn, onSurvey, Page, subjectOf, surveyToChange } from './shapes.ts'

/** A survey is open for a day at least, and for two years at most. */
const SHORTEST_MS = 86_400_000
const LONGEST_MS = 2 * 366 * 86_400_000
const MOST_ASKED = 100

function demandDue(due: string, now: Date): void {
  const in_ms = Date.parse(due) - now.getTime()
  if (!(in_ms >= SHORTEST_MS && in_ms <= LONGEST_MS)) throw conflict('/due', 'a day from now at least, two years at most')
}

const openSurveyAct = act({
  name: 'training.open-survey',
  summary: 'Asks members of a network what training their officers need: topics, and the day by which to answer',
  purpose: 'none',
  journal: 'always',
  input: closed({
    network: Type.String({ pattern: ID_PATTERN }),
    title: Words(200),
    about: Type.Optional(Words(2_000)),
    due: Instant,
    topics: Type.Array(Topic, { minItems: 1, maxItems: MAX_TOPICS }),
    /** Who is asked beside the own member. */
    members: Type.Array(Type.String({ pattern: ID_PATTERN }), { maxItems: MOST_ASKED, uniqueItems: true }),
  }),
  output: closed({ survey: Uuid }),
  refusals: ['partner.unknown', 'state.conflict', 'quota.exceeded'],
  on: onOwn,
  subject: (_, output) => `survey:${output?.survey ?? 'new'}`,
  async run({ network, title, about, due, topics, members }, doing) {
    const own = doing.networks.own(network)
    if (own !== doing.officer.member) throw new Refusal('partner.unknown', { details: [{ path: '/network', reason: network }] })
    demandDue(due, doing.now)
    if (new Set(topics.map(({ id }) => id)).size < topics.length) throw conflict('/topics', 'the same topic twice')
    const partners = doing.networks.partners(network).map(({ id }) => id)
    const stranger = members.find((id) => !partners.includes(id))
    if (stranger !== undefined) throw new Refusal('partner.unknown', { details: [{ path: '/members', reason: stranger }] })
    const survey = doing.newId()
    const body: SurveyBody = {
      survey,
      version: nextVersion(undefined, doing.now),
      state: 'open',
      title,
      ...(about && { about }),
      due,
      topics,
    }
    if (!(await keepSurvey(doing, own, { network, member: own }, body, doing.now, [own, ...members])))
      throw new Refusal('quota.exceeded', { inside: 'surveys of this member' })
    await tell(doing, network, members, body)
    return { survey }
  },
})

async function tell(doing: Act, network: string, to: readonly string[], body: SurveyBody): Promise<void> {
  if (to.length === 0) return
  const { unit, language } = doing.officer
  await doing.send({ network, to: [...to], type: 'training.survey.v1', unit, classification: 'restricted', language, body })
}

const changeSurvey = act({
  name: 'training.change-survey',
  summary: 'Puts the day of a survey off, closes it or opens it again; all who were asked are told',
  purpose: 'none',
  journal: 'always',
  input: closed({ survey: Uuid, due: Type.Optional(Instant), state: Type.Enum(['open', 'closed'] as const) }),
  output: closed({ survey: Uuid }),
  refusals: ['thing.unknown', 'state.conflict'],
  on: onSurvey,
  subject: subjectOf,
  async run({ survey, due, state }, doing) {
    const { row, text } = await surveyToChange(doing, survey)
    if (row.organiser !== doing.officer.member) throw conflict('/survey', 'another member asked')
    if (due !== undefined) demandDue(due, doing.now)
    if (state === row.state && due === undefined) throw conflict('/state', state)
    const body: SurveyBody = {
      ...text,
      survey,
      version: nextVersion(row.version, doing.now),
      state,
      due: due ?? row.due.toISOString(),
    }
    await keepSurvey(doing, row.holder, { network: row.network, member: row.organiser }, body, doing.now)
    const active = new Set(doing.networks.partners(row.network).map(({ id }) => id))
    await tell(
      doing,
      row.network,
      row.asked.filter((id) => active.has(id)),
      body,
    )
    return { survey }
  },
})

const findSurveys = view({
  name: 'training.find-surveys',
  summary: 'Surveys of training needs that this member sent or was sent, open ones first',
  purpose: 'none',
  journal: 'refusals',
  input: closed(Page),
  output: closed({ surveys: list(SurveyLine, 200), total: count }),
  async run({ limit, offset }, viewing) {
    const holder = viewing.officer.member
    const classes = await viewing.classes('training.find-surveys')
    const rows = await surveysPage(viewing.reading, holder, classes, { limit, offset })
    const here = await answered(
      viewing.reading,
      holder,
      rows.map(({ survey }) => survey),
    )
    return {
      surveys: rows.flatMap((row) => {
        const text = openSurvey(viewing.vault, row)
        return text
          ? [
              lineOf(
                row,
                text,
                here.filter(({ survey }) => survey === row.survey).map(({ member }) => member),
              ),
            ]
          : []
      }),
      total: await countSurveys(viewing.reading, holder, classes),
    }
  },
})

const findTopics = view({
  name: 'training.find-topics',
  summary: 'Training topics that regional strategies have published, with their source, to ask about',
  purpose: 'none',
  journal: 'refusals',
  input: closed({}),
  output: closed({ source: Type.String({ maxLength: 300 }), topics: list(Topic, 100) }),
  run: async () => ({ source: TOPICS_SOURCE, topics: PUBLISHED_TOPICS.map((one) => ({ ...one })) }),
})

export const surveyActions = [openSurveyAct, changeSurvey, findSurveys, findTopics]
