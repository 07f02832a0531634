/** Answering: each unit says what it needs, a supervisor puts it together and answers for the country; to the organiser alone. */
import Type from 'typebox'
import { act, view } from '#kernel/capability.ts'
import { Refusal } from '#wire/refusal.ts'
import { closed, Irrelevant, Line, type NeedsBody, Topic, Uuid, Words } from '../bodies.ts'
import { type DraftText, keepAnswer, nextVersion, openAnswer, openDraft, sealDraft } from '../keeping.ts'
import { faultsOf, together } from '../rules.ts'
import { deleteDraft, draftsOf, maybeAnswer, saveDraft } from '../store/surveys.ts'
import { lineOf, list, maybe, SurveyLine, time } from '../survey-line.ts'
import { MAX_LINES } from '../vocabulary.ts'
import { conflict, knownSurvey, Needs, onSurvey, subjectOf, surveyToChange } from './shapes.ts'

const demandSound = (needs: DraftText, topics: readonly { readonly id: string }[]) => {
  const faults = faultsOf(
    needs,
    topics.map(({ id }) => id),
  )
  if (faults.length > 0) throw new Refusal('state.conflict', { inside: 'needs do not hold together', details: faults.slice(0, 20) })
}

const readSurvey = view({
  name: 'training.read-survey',
  summary: 'A survey with its topics, what the units of the own member want said, and what the own member has answered',
  purpose: 'none',
  journal: 'refusals',
  input: closed({ survey: Uuid }),
  output: closed({
    ...SurveyLine.properties,
    about: maybe(Words(2_000)),
    topic_list: list(Topic, 60),
    /** The own unit's; all units' to a supervisor. */
    drafts: list(
      closed({
        unit: Type.String({ maxLength: 32 }),
        changed_at: time,
        lines: Type.Array(Line, { maxItems: MAX_LINES }),
        irrelevant: Irrelevant,
      }),
      200,
    ),
    answer: maybe(
      closed({ answered_at: time, lines: Type.Array(Line, { maxItems: MAX_LINES }), irrelevant: Irrelevant, note: maybe(Words(2_000)) }),
    ),
  }),
  refusals: ['thing.unknown'],
  on: onSurvey,
  subject: subjectOf,
  async run({ survey }, viewing) {
    const { row, text } = await knownSurvey(viewing, survey)
    const { officer, reading, vault } = viewing
    const all = officer.roles.includes('supervisor')
    const answer = await maybeAnswer(reading, row.holder, survey, row.holder)
    const said = answer && openAnswer(vault, survey, answer)
    return {
      ...lineOf(row, text, answer ? [row.holder] : []),
      about: text.about ?? null,
      topic_list: text.topics.map((one) => ({ ...one })),
      drafts: (await draftsOf(reading, row.holder, survey)).flatMap((draft) => {
        const needs = all || draft.unit === officer.unit ? openDraft(vault, row, draft) : undefined
        return needs
          ? [{ unit: draft.unit, changed_at: draft.changed_at.toISOString(), lines: [...needs.lines], irrelevant: [...needs.irrelevant] }]
          : []
      }),
      answer:
        answer && said
          ? {
              answered_at: answer.answered_at.toISOString(),
              lines: [...said.lines],
              irrelevant: [...said.irrelevant],
              note: said.note ?? null,
            }
          : null,
      // how many have answered is shown with the results
      answers: null,
    }
  },
})

const saveDraftAct = act({
  name: 'training.save-draft',
  summary: 'Says what the own unit needs, all of it anew; nothing leaves the country by it',
  purpose: 'none',
  journal: 'always',
  input: closed({ survey: Uuid, ...Needs }),
  output: closed({ survey: Uuid }),
  refusals: ['thing.unknown', 'state.conflict'],
  on: onSurvey,
  subject: subjectOf,
  async run({ survey, lines, irrelevant }, doing) {
    const { row, text } = await surveyToChange(doing, survey)
    if (row.state === 'closed') throw conflict('/survey', 'closed')
    demandSound({ lines, irrelevant }, text.topics)
    const { unit, id: officer } = doing.officer
    if (lines.length + irrelevant.length === 0) await deleteDraft(doing.writing, row.holder, survey, unit)
    else {
      const sealed = sealDraft(doing.vault, row, unit, { lines, irrelevant })
      await saveDraft(doing.writing, row.holder, survey, { unit, officer, changed_at: doing.now, sealed })
    }
    return { survey }
  },
})

const answerSurvey = act({
  name: 'training.answer-survey',
  summary: 'Answers for the country, all of it anew, to the organiser alone: lines of the units are put together, and name no unit',
  purpose: 'none',
  journal: 'always',
  input: closed({ survey: Uuid, ...Needs, note: Type.Optional(Words(2_000)) }),
  output: closed({ survey: Uuid, late: Type.Boolean() }),
  refusals: ['thing.unknown', 'state.conflict'],
  on: onSurvey,
  subject: subjectOf,
  async run({ survey, lines, irrelevant, note }, doing) {
    const { row, text } = await surveyToChange(doing, survey)
    if (row.state === 'closed') throw conflict('/survey', 'closed')
    const needs = together([{ lines, irrelevant }])
    demandSound(needs, text.topics)
    if (needs.lines.length + needs.irrelevant.length === 0) throw conflict('/lines', 'nothing is said')
    const known = await maybeAnswer(doing.writing, row.holder, survey, row.holder)
    const body: NeedsBody = {
      survey,
      version: nextVersion(known?.version, doing.now),
      lines: [...needs.lines],
      irrelevant: [...needs.irrelevant],
      ...(note && { note }),
    }
    if (row.organiser === row.holder)
      await keepAnswer(
        doing,
        row,
        text.topics.map(({ id }) => id),
        row.holder,
        body,
        doing.now,
      )
    else {
      if (!doing.networks.partners(row.network).some(({ id }) => id === row.organiser))
        throw conflict('/survey', 'who asked is no member any more')
      const { unit, language } = doing.officer
      const to = [row.organiser]
      await doing.send({ network: row.network, to, type: 'training.needs.v1', unit, classification: 'restricted', language, body })
    }
    return { survey, late: doing.now.getTime() > row.due.getTime() }
  },
})

export const answerActions = [readSurvey, saveDraftAct, answerSurvey]
