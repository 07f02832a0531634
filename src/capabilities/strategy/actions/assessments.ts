/** A threat assessment read out of what this member holds, and the reports that are made of it. */
import Type from 'typebox'
import { act, type View, view } from '#kernel/capability.ts'
import { DOCUMENT_FORMS, MAX_DOCUMENT_BYTES, MEDIA_TYPES, madeDocument } from '#kernel/documents.ts'
import { namesIn } from '#kernel/networks.ts'
import { base64, hex, sha256 } from '#lib/bytes.ts'
import { closed, type Text, Uuid } from '#wire/fields.ts'
import { Refusal } from '#wire/refusal.ts'
import { LANGUAGES, type Language } from '#wire/vocabulary.ts'
import { ASSESSED_KINDS, AssessmentReading, readAssessment } from '../assessing.ts'
import { type AssessmentSource, publicReport, restrictedReport } from '../assessment-report.ts'
import { knownForum, thingsIn } from '../saying.ts'
import { live, type Thing } from '../things.ts'
import { count, onForum, subjectOf } from './shapes.ts'

const common = { purpose: 'none', journal: 'always', on: onForum, subject: subjectOf } as const
const AtAssessment = { forum: Uuid, assessment: Uuid }

interface Found {
  readonly assessment: Thing
  readonly things: readonly Thing[]
  readonly reading: AssessmentReading
  readonly known: Awaited<ReturnType<typeof knownForum>>
}
async function found(viewing: View, forum: string, id: string): Promise<Found> {
  const known = await knownForum(viewing, forum)
  const things = await thingsIn(viewing, known, ASSESSED_KINDS)
  const assessment = things.find((one) => one.id === id && one.kind === 'assessment' && live(one))
  if (!assessment) throw new Refusal('thing.unknown', { inside: id })
  const reading = readAssessment({ assessment, things, forum: known.text.standing, own: viewing.officer.member })
  return { assessment, things, reading, known }
}

const readAssessmentAct = view({
  ...common,
  name: 'strategy.read-assessment',
  summary: 'A threat assessment as far as this member holds it: who answered, risks by country with their spread, what contradicts itself',
  input: closed(AtAssessment),
  output: AssessmentReading,
  refusals: ['thing.unknown'],
  run: async ({ forum, assessment }, viewing) => (await found(viewing, forum, assessment)).reading,
})

export const VERSIONS = ['restricted', 'public'] as const

const takeReport = act({
  ...common,
  name: 'strategy.take-assessment',
  summary: 'Makes the report of a threat assessment as PDF, DOCX or XLSX: the restricted one, or the public one of public chapters alone',
  input: closed({
    ...AtAssessment,
    version: Type.Enum([...VERSIONS]),
    form: Type.Enum([...DOCUMENT_FORMS]),
    language: Type.Enum([...LANGUAGES]),
  }),
  output: closed({
    name: Type.String({ maxLength: 100 }),
    media_type: Type.String({ maxLength: 100 }),
    size: count,
    sha256: Type.String({ maxLength: 64 }),
    content: Type.String({ maxLength: Math.ceil((MAX_DOCUMENT_BYTES / 3) * 4) + 4, description: 'base64' }),
  }),
  refusals: ['thing.unknown', 'state.conflict', 'call.busy', 'input.too-large'],
  async prepare({ forum, assessment, version, form, language }, viewing): Promise<Uint8Array> {
    const source = await found(viewing, forum, assessment)
    return madeDocument(documentOf(source, version, language, viewing), form)
  },
  async run({ forum, assessment, version, form, language }, doing) {
    // it may have gone meanwhile
    await knownForum(doing, forum)
    const bytes = doing.ready as Uint8Array
    const digest = hex(sha256(bytes))
    await doing.record('strategy.assessment-taken', subjectOf({ forum }), { assessment, version, form, language, sha256: digest })
    return {
      name: `threat-assessment-${version}-${doing.now.toISOString().slice(0, 10)}-${language}.${form}`,
      media_type: MEDIA_TYPES[form],
      size: bytes.length,
      sha256: digest,
      content: base64(bytes),
    }
  },
})

function documentOf({ assessment, things, reading, known }: Found, version: (typeof VERSIONS)[number], language: Language, viewing: View) {
  // the forum says that it is public; before that there is no public version
  if (version === 'public' && assessment.set.state !== 'published')
    throw new Refusal('state.conflict', { details: [{ path: '/version', reason: 'not published' }] })
  const source: AssessmentSource = {
    assessment,
    things,
    reading,
    forum_title: known.text.set.title as Text,
    demonstration: viewing.demonstration,
    now: viewing.now,
    nameOf: namesIn(viewing.networks, known.row.network, language),
  }
  return version === 'public' ? publicReport(source, language) : restrictedReport(source, language)
}

export const assessmentActions = [readAssessmentAct, takeReport]
