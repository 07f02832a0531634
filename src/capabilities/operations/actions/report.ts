/** The numbers of a command post, and the closing report that is made of them. */
import Type from 'typebox'
import { act, type View, view } from '#kernel/capability.ts'
import { DOCUMENT_FORMS, type DocumentForm, MAX_DOCUMENT_BYTES, MEDIA_TYPES, madeDocument } from '#kernel/documents.ts'
import { namesIn } from '#kernel/networks.ts'
import { base64, hex, sha256 } from '#lib/bytes.ts'
import { Member, Uuid } from '#wire/fields.ts'
import { LANGUAGES, type Language } from '#wire/vocabulary.ts'
import { boardOf } from '../board.ts'
import { closingReport, REPORT_HOURS } from '../closing-report.ts'
import { whyMissing, workOf } from '../reading.ts'
import { knownSpace } from '../saying.ts'
import { chainsOf } from '../store/entries.ts'
import { closed, count, LookAlikes, list, maybe, Quantity, TotalOut, time } from './shapes.ts'
import { onSpace, subjectOf } from './spaces.ts'

const numbers = { checks: count, hits: count, arrests: Type.Number(), victims: Type.Number(), seizures: count }
const readBoard = view({
  name: 'operations.read-board',
  summary: 'The numbers of a command post: what the posts have counted, and results, each once, by country and by hour',
  purpose: 'none',
  journal: 'refusals',
  input: closed({ space: Uuid }),
  output: closed({
    ...numbers,
    persons: count,
    vehicles: count,
    premises: count,
    new_cases: count,
    officers: count,
    counts: count,
    phases: list(closed({ id: Uuid, phase: Type.String({ maxLength: 20 }), from: time, until: maybe(time), by: Member }), 200),
    by_member: list(closed({ member: Member, ...numbers }), 200),
    hours: list(closed({ from: time, ...numbers }), 24),
    hours_left_out: count,
    totals: list(TotalOut, 100),
    arrests_by_area: list(closed({ crime_area: Type.String({ maxLength: 40 }), persons: Quantity }), 50),
    look_alikes: LookAlikes,
    read_at: time,
  }),
  on: onSpace,
  subject: subjectOf,
  async run({ space }, viewing) {
    const { standing, key } = await knownSpace(viewing, space)
    const { things } = await workOf(viewing, key, standing, { kinds: ['count', 'phase', 'result'] })
    const board = boardOf(things, viewing.now)
    return {
      ...board,
      phases: board.phases.slice(0, 200),
      by_member: board.by_member.slice(0, 200),
      hours: [...board.hours],
      totals: board.totals.slice(0, 100).map((one) => ({ ...one, by_member: [...one.by_member] })),
      arrests_by_area: board.arrests_by_area.slice(0, 50),
      look_alikes: [...board.look_alikes],
      read_at: viewing.now.toISOString(),
    }
  },
})

interface Made {
  readonly bytes: Uint8Array
}

const makeClosingReport = act({
  name: 'operations.closing-report',
  summary: 'Makes the closing report of a team out of what is known here, as PDF, DOCX or XLSX; operational contents are left out of it',
  purpose: 'required',
  journal: 'always',
  input: closed({ space: Uuid, form: Type.Enum([...DOCUMENT_FORMS]), language: Type.Enum([...LANGUAGES]) }),
  output: closed({
    name: Type.String({ maxLength: 100 }),
    media_type: Type.String({ maxLength: 100 }),
    size: count,
    sha256: Type.String({ maxLength: 64 }),
    content: Type.String({ maxLength: Math.ceil((MAX_DOCUMENT_BYTES / 3) * 4) + 4, description: 'base64' }),
  }),
  refusals: ['thing.unknown', 'call.busy', 'input.too-large'],
  on: onSpace,
  subject: subjectOf,
  prepare: ({ space, form, language }, viewing): Promise<Made> => made(viewing, space, form, language),
  async run({ space, form, language }, doing) {
    // it may have ended meanwhile
    await knownSpace(doing, space)
    const { bytes } = doing.ready as Made
    const digest = hex(sha256(bytes))
    await doing.record('operations.report-made', `space:${space}`, { form, language, sha256: digest })
    return {
      name: `closing-report-${doing.now.toISOString().slice(0, 10)}-${language}.${form}`,
      media_type: MEDIA_TYPES[form],
      size: bytes.length,
      sha256: digest,
      content: base64(bytes),
    }
  },
})

async function made(viewing: View, id: string, form: DocumentForm, language: Language): Promise<Made> {
  const { space, standing, key } = await knownSpace(viewing, id)
  const { things, entries } = await workOf(viewing, key, standing)
  const gaps: Record<string, number> = {}
  for (const { missing } of things)
    for (const { entry } of missing) {
      const why = whyMissing(entries.get(entry), key.member)
      gaps[why] = (gaps[why] ?? 0) + 1
    }
  const chains = await chainsOf(viewing.reading, key)
  const report = closingReport(
    {
      space: id,
      network: space.network,
      title: standing.title,
      kind: standing.kind,
      state: standing.state,
      leader: standing.leader,
      members: standing.members,
      own: key.member,
      unit: viewing.officer.unit,
      purpose: viewing.purpose ?? '',
      agreement: standing.agreements.at(-1),
      things,
      gaps,
      forked: [...new Set(chains.filter(({ forked }) => forked).map(({ author }) => author))],
      board: boardOf(things, viewing.now, REPORT_HOURS),
      demonstration: viewing.demonstration,
      now: viewing.now,
      nameOf: namesIn(viewing.networks, space.network, language),
    },
    language,
  )
  return { bytes: await madeDocument(report, form) }
}

export const reportActions = [readBoard, makeClosingReport]
