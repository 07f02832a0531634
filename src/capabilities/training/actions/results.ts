/** What came back, scored for who asked; and the report that is made of it by itself. */
import Type from 'typebox'
import { act, type View, view } from '#kernel/capability.ts'
import { DOCUMENT_FORMS, MAX_DOCUMENT_BYTES, MEDIA_TYPES, madeDocument } from '#kernel/documents.ts'
import { namesIn } from '#kernel/networks.ts'
import { base64, hex, sha256 } from '#lib/bytes.ts'
import { LANGUAGES } from '#wire/vocabulary.ts'
import { closed, Uuid } from '../bodies.ts'
import { openAnswer } from '../keeping.ts'
import { needsReport } from '../needs-report.ts'
import { resultsOf, SurveyResults } from '../results.ts'
import { answersTo } from '../store/surveys.ts'
import { count } from '../survey-line.ts'
import { conflict, knownSurvey, onSurvey, subjectOf } from './shapes.ts'

const Late = Type.Boolean({ description: 'whether late answers count' })

const readResults = view({
  name: 'training.read-results',
  summary:
    'Priorities of topics by the formula of this project, beside who answered, who was late, and how far each rank hangs on one country',
  purpose: 'none',
  journal: 'always',
  input: closed({ survey: Uuid, late: Late }),
  output: SurveyResults,
  refusals: ['thing.unknown', 'state.conflict'],
  on: onSurvey,
  subject: subjectOf,
  run: async ({ survey, late }, viewing) => (await resultsFor(viewing, survey, late)).results,
})

async function resultsFor(viewing: View, id: string, with_late: boolean) {
  const { reading, vault, officer, networks } = viewing
  const { row, text } = await knownSurvey(viewing, id)
  if (row.organiser !== officer.member) throw conflict('/survey', 'another member asked')
  const answers = (await answersTo(reading, row.holder, id)).map((answer) => ({
    member: answer.member,
    answered_at: answer.answered_at,
    said: openAnswer(vault, id, answer),
  }))
  const active = new Set([row.holder, ...networks.partners(row.network).map((one) => one.id)])
  return { row, results: resultsOf(row, text, answers, { with_late, active }) }
}

const takeReport = act({
  name: 'training.take-report',
  summary: 'Makes the report of a survey as PDF, DOCX or XLSX: the order beside who answered, what each country said, and what limits it',
  purpose: 'none',
  journal: 'always',
  input: closed({ survey: Uuid, late: Late, form: Type.Enum([...DOCUMENT_FORMS]), language: Type.Enum([...LANGUAGES]) }),
  output: closed({
    name: Type.String({ maxLength: 100 }),
    media_type: Type.String({ maxLength: 100 }),
    size: count,
    sha256: Type.String({ maxLength: 64 }),
    content: Type.String({ maxLength: Math.ceil((MAX_DOCUMENT_BYTES / 3) * 4) + 4, description: 'base64' }),
  }),
  refusals: ['thing.unknown', 'state.conflict', 'call.busy', 'input.too-large'],
  on: onSurvey,
  subject: subjectOf,
  async prepare({ survey, late, form, language }, viewing): Promise<Uint8Array> {
    const { row, results } = await resultsFor(viewing, survey, late)
    const nameOf = namesIn(viewing.networks, row.network, language)
    const network = viewing.networks.all().find((one) => one.network === row.network)?.title ?? row.network
    const { demonstration, now } = viewing
    const report = needsReport({ results, asked_by: nameOf(row.organiser), network, with_late: late, demonstration, now, nameOf }, language)
    return madeDocument(report, form)
  },
  async run({ survey, form, language }, doing) {
    // it may have gone meanwhile
    await knownSurvey(doing, survey)
    const bytes = doing.ready as Uint8Array
    const digest = hex(sha256(bytes))
    await doing.record('training.report-made', subjectOf({ survey }), { form, language, sha256: digest })
    return {
      name: `training-needs-${doing.now.toISOString().slice(0, 10)}-${language}.${form}`,
      media_type: MEDIA_TYPES[form],
      size: bytes.length,
      sha256: digest,
      content: base64(bytes),
    }
  },
})

export const resultActions = [readResults, takeReport]
