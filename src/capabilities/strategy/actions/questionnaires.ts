/** The questionnaire of a threat assessment as a workbook, and what comes back in one as drafts of contributions. */
import Type from 'typebox'
import { act, type View } from '#kernel/capability.ts'
import { MEDIA_TYPES } from '#kernel/documents.ts'
import { base64, maybeBase64 } from '#lib/bytes.ts'
import { CELL_FAULTS, MAX_FAULTS, questionnaireTemplate } from '#lib/questionnaire/index.ts'
import { closed, Uuid } from '#wire/fields.ts'
import { Refusal } from '#wire/refusal.ts'
import { CRIME_AREAS, LANGUAGES } from '#wire/vocabulary.ts'
import { draftLabel } from '../contents.ts'
import { contributionsIn, questionnaireOf, type ReadContributions } from '../national-questionnaire.ts'
import { knownForum, thingsIn } from '../saying.ts'
import { countDrafts, draftsOf, MAX_DRAFTS, saveDraft } from '../store/words.ts'
import { live, pointing, type Thing } from '../things.ts'
import { count, list, maybe, onForum, subjectOf } from './shapes.ts'

const common = { purpose: 'none', journal: 'always', on: onForum, subject: subjectOf } as const
/** A file beside the rest of a call; a questionnaire of every crime area is far below it. */
export const MAX_QUESTIONNAIRE_BYTES = 512 * 1024
const CHARACTERS = Math.ceil(MAX_QUESTIONNAIRE_BYTES / 3) * 4
const Input = { forum: Uuid, assessment: Uuid, language: Type.Enum([...LANGUAGES]) }

async function assessmentIn(viewing: View, forum: string, id: string) {
  const known = await knownForum(viewing, forum)
  const things = await thingsIn(viewing, known, ['assessment', 'contribution'])
  const assessment = things.find((one) => one.id === id && one.kind === 'assessment' && live(one))
  if (!assessment) throw new Refusal('thing.unknown', { inside: id })
  return { known, things, assessment }
}

const makeQuestionnaire = act({
  ...common,
  name: 'strategy.make-questionnaire',
  summary: 'The questionnaire of a threat assessment as a workbook to fill in, in one of four languages',
  input: closed(Input),
  output: closed({
    name: Type.String({ maxLength: 100 }),
    media_type: Type.String({ maxLength: 100 }),
    content: Type.String({ maxLength: CHARACTERS, description: 'base64' }),
  }),
  refusals: ['thing.unknown'],
  async run({ forum, assessment: id, language }, viewing) {
    const { assessment } = await assessmentIn(viewing, forum, id)
    const bytes = questionnaireTemplate(questionnaireOf(assessment), language, viewing.now.toISOString())
    return { name: `threat-questionnaire-${language}.xlsx`, media_type: MEDIA_TYPES.xlsx, content: base64(bytes) }
  },
})

const Fault = closed({
  sheet: Type.String({ maxLength: 200 }),
  cell: maybe(Type.String({ maxLength: 40 })),
  reason: Type.Enum([...CELL_FAULTS]),
  found: Type.String({ maxLength: 2_000 }),
})

interface Ready {
  readonly read: ReadContributions
  readonly assessment: Thing
}

const readQuestionnaireAct = act({
  ...common,
  name: 'strategy.read-questionnaire',
  summary: 'Reads a filled questionnaire into drafts of contributions, whole, or tells every cell that cannot be read',
  input: closed({ ...Input, content: Type.String({ minLength: 4, maxLength: CHARACTERS, description: 'base64' }) }),
  output: closed({
    drafts: list(closed({ draft: Uuid, crime_area: Type.Enum([...CRIME_AREAS]) }), CRIME_AREAS.length),
    /** Why nothing was taken in; `null` where it was. */
    refused: maybe(Type.String({ maxLength: 40 })),
    faults: list(Fault, MAX_FAULTS),
    fault_count: count,
  }),
  refusals: ['thing.unknown', 'state.conflict', 'input.malformed', 'quota.exceeded'],
  async prepare({ forum, assessment: id, language, content }, viewing): Promise<Ready> {
    const { assessment } = await assessmentIn(viewing, forum, id)
    const bytes = maybeBase64(content)
    if (bytes === undefined) throw new Refusal('input.malformed', { details: [{ path: '/content', reason: 'not-base64' }] })
    return { read: contributionsIn(assessment, bytes, language), assessment }
  },
  async run({ forum, assessment: id }, doing) {
    const { read } = doing.ready as Ready
    const { known, things } = await assessmentIn(doing, forum, id)
    if (!read.ok)
      return {
        drafts: [],
        refused: read.reason,
        faults: read.faults
          .slice(0, MAX_FAULTS)
          .map(({ sheet, cell, reason, found }) => ({ sheet, cell, reason, found: found.slice(0, 2_000) })),
        fault_count: read.fault_count,
      }
    const { key, row } = known
    const { unit, member, id: officer } = doing.officer
    const own = (await draftsOf(doing.reading, key, unit)).filter((one) => one.kind === 'contribution')
    const before = own.map((one) => ({
      one,
      set: doing.vault.openJson<{ assessment?: string; crime_area?: string }>(one.slot, draftLabel(one.draft), one.sealed),
    }))
    const drafts: { draft: string; crime_area: (typeof CRIME_AREAS)[number] }[] = []
    let room = MAX_DRAFTS - (await countDrafts(doing.reading, key))
    for (const { crime_area, set } of read.contributions) {
      // what the unit drafted on the same area is filled in anew
      const there = before.find((each) => each.set?.assessment === id && each.set.crime_area === crime_area)?.one
      if (!there && room-- <= 0) throw new Refusal('quota.exceeded', { inside: 'drafts of this forum' })
      const said = pointing(things, 'contribution', 'assessment', id).find((one) => one.by === member && one.set.crime_area === crime_area)
      const draft = there?.draft ?? doing.newId()
      await saveDraft(doing.writing, {
        holder: key.holder,
        draft,
        forum,
        unit,
        officer,
        kind: 'contribution',
        thing: said?.id ?? null,
        changed_at: doing.now,
        slot: row.slot,
        sealed: doing.vault.sealJson(row.slot, draftLabel(draft), set),
      })
      drafts.push({ draft, crime_area })
    }
    return { drafts, refused: null, faults: [], fault_count: 0 }
  },
})

export const questionnaireActions = [makeQuestionnaire, readQuestionnaireAct]
