/** What leaves a forum as a file: the report of a meeting and a declaration on paper, meetings as a calendar, a declaration as a bundle. */
import Type from 'typebox'
import { act, type View } from '#kernel/capability.ts'
import { DOCUMENT_FORMS, MAX_DOCUMENT_BYTES, MEDIA_TYPES, madeDocument } from '#kernel/documents.ts'
import { namesIn } from '#kernel/networks.ts'
import { bundleOf } from '#kernel/post/bundle.ts'
import { base64, hex, sha256, utf8 } from '#lib/bytes.ts'
import { CALENDAR_MEDIA_TYPE, type CalendarEvent, calendarOf, MOST_EVENTS } from '#lib/calendar/index.ts'
import type { Document } from '#lib/documents/index.ts'
import { encodeBundle, MAX_BUNDLE_STATEMENTS } from '#wire/bundle.ts'
import { closed, Sha256, type Text, Uuid } from '#wire/fields.ts'
import { Refusal } from '#wire/refusal.ts'
import { LANGUAGES, type Language } from '#wire/vocabulary.ts'
import { openSigned } from '../contents.ts'
import { agendaOf, atOf, comingTo, commitmentsAt, meetingsIn } from '../following.ts'
import { declarationPaper, meetingPaper } from '../papers.ts'
import { type Known, knownForum, thingsIn } from '../saying.ts'
import { signedWords } from '../store/words.ts'
import { live, pointing, type Thing } from '../things.ts'
import { MEETING_KINDS, nameIn, oneOf, signingIn, textIn } from './meetings.ts'
import { count, onForum, subjectOf } from './shapes.ts'

const File = {
  name: Type.String({ maxLength: 100 }),
  media_type: Type.String({ maxLength: 100 }),
  size: count,
  sha256: Sha256,
  content: Type.String({ maxLength: Math.ceil((MAX_DOCUMENT_BYTES / 3) * 4) + 4, description: 'base64' }),
}
const common = { purpose: 'none', journal: 'always', on: onForum, subject: subjectOf } as const
const Languages = Type.Enum([...LANGUAGES])

function fileOf(name: string, media_type: string, bytes: Uint8Array) {
  if (bytes.length > MAX_DOCUMENT_BYTES) throw new Refusal('input.too-large', { inside: `a file of ${bytes.length} bytes` })
  return { name, media_type, size: bytes.length, sha256: hex(sha256(bytes)), content: base64(bytes) }
}

const PAPERS = ['meeting', 'declaration'] as const

const takePaper = act({
  ...common,
  name: 'strategy.take-paper',
  summary: 'Makes the report of a meeting, or a declaration with who signed it, as PDF, DOCX or XLSX in one of the languages',
  input: closed({ forum: Uuid, kind: Type.Enum([...PAPERS]), thing: Uuid, form: Type.Enum([...DOCUMENT_FORMS]), language: Languages }),
  output: closed(File),
  refusals: ['thing.unknown', 'call.busy', 'input.too-large'],
  async prepare({ forum, kind, thing, form, language }, viewing): Promise<Uint8Array> {
    const known = await knownForum(viewing, forum)
    const document = await (kind === 'meeting' ? ofMeeting : ofDeclaration)(viewing, known, thing, language)
    return madeDocument(document, form)
  },
  async run({ forum, kind, form, language }, doing) {
    // it may have gone meanwhile
    await knownForum(doing, forum)
    const made = fileOf(`${kind}-${doing.now.toISOString().slice(0, 10)}-${language}.${form}`, MEDIA_TYPES[form], doing.ready as Uint8Array)
    await doing.record('strategy.paper-made', subjectOf({ forum }), { kind, form, language, sha256: made.sha256 })
    return made
  },
})

function sourceOf(viewing: View, { row, text }: Known, language: Language) {
  const { demonstration, now, networks } = viewing
  const network = networks.all().find((one) => one.network === row.network)?.title ?? row.network
  return {
    forum: { id: row.forum, title: text.set.title as Text, network },
    demonstration,
    now,
    nameOf: namesIn(networks, row.network, language),
  }
}

async function ofMeeting(viewing: View, known: Known, id: string, language: Language): Promise<Document> {
  const all = await thingsIn(viewing, known, MEETING_KINDS)
  const meeting = oneOf(all, 'meeting', id)
  const about = (kind: string) => pointing(all, kind, 'meeting', id)
  const source = {
    ...sourceOf(viewing, known, language),
    meeting,
    agenda: agendaOf(meeting, all),
    documents: about('document'),
    decisions: about('decision'),
    agreed: about('commitment'),
    coming: comingTo(meeting, all, known.text.standing),
    carried: commitmentsAt(meeting, all, viewing.now.toISOString()),
  }
  return meetingPaper(source, language)
}

async function ofDeclaration(viewing: View, known: Known, id: string, language: Language): Promise<Document> {
  const all = await thingsIn(viewing, known, ['declaration', 'rendering'])
  const declaration = oneOf(all, 'declaration', id)
  const source = {
    ...sourceOf(viewing, known, language),
    declaration,
    renderings: pointing(all, 'rendering', 'declaration', id),
    signing: await signingIn(viewing, known, id),
  }
  return declarationPaper(source, language)
}

const takeCalendar = act({
  ...common,
  name: 'strategy.take-calendar',
  summary: 'Meetings of a forum as a calendar that other programs read (iCalendar)',
  input: closed({ forum: Uuid }),
  output: closed(File),
  refusals: ['thing.unknown', 'input.too-large'],
  async run({ forum }, doing) {
    const known = await knownForum(doing, forum)
    const all = (await thingsIn(doing, known, ['meeting'])).filter(live)
    const [going, off] = [meetingsIn(all), all.filter(({ set }) => set.state === 'cancelled')]
    const meetings = [...going, ...off].slice(-MOST_EVENTS)
    const title = textIn(known.text.set.title)
    const written = calendarOf({ name: title, made_at: doing.now.toISOString(), events: meetings.map((one) => eventOf(one, title)) })
    const made = fileOf(`meetings-${doing.now.toISOString().slice(0, 10)}.ics`, CALENDAR_MEDIA_TYPE, utf8(written))
    await doing.record('strategy.calendar-made', subjectOf({ forum }), { meetings: meetings.length, sha256: made.sha256 })
    return made
  },
})

const HOUR_MS = 3_600_000
/** A meeting without an end takes an hour. */
function eventOf(meeting: Thing, forum: string): CalendarEvent {
  const { set, id, version } = meeting
  const from = atOf(meeting)
  const until = typeof set.until === 'string' && set.until >= from ? set.until : new Date(Date.parse(from) + HOUR_MS).toISOString()
  const place = nameIn(set.place)
  return {
    uid: `${id}@portolan`,
    from,
    until,
    summary: textIn(set.title),
    description: forum,
    ...(place && { location: place }),
    // seconds since 1970 fit until 2038, as the standard has its integers
    sequence: Math.min(version, 2_147_483_647),
    status: set.state === 'cancelled' ? 'cancelled' : 'confirmed',
  }
}

const takeBundle = act({
  ...common,
  name: 'strategy.take-bundle',
  summary: 'A declaration and the signatures on it as a bundle, which anybody verifies offline',
  input: closed({ forum: Uuid, declaration: Uuid }),
  output: closed({
    ...File,
    statements: count,
    /** What this node cannot read any more. */
    left_out: count,
    /** With neither an entry nor a receipt: not in sequence yet, or handed on to this node later; a node that was there then can show them. */
    unproven: count,
  }),
  refusals: ['thing.unknown', 'state.conflict', 'input.too-large'],
  async run({ forum, declaration }, doing) {
    const known = await knownForum(doing, forum)
    const { signatures, shown } = await signingIn(doing, known, declaration)
    const words = [...shown, ...signatures.filter(({ state }) => state === 'signed').map(({ word }) => word)]
    const ids = words.map(({ statement }) => statement).slice(0, MAX_BUNDLE_STATEMENTS)
    const wanted = (await signedWords(doing.reading, known.key, known.row.network, ids)).map((row) => {
      const signed = openSigned(doing.vault, row)
      return { id: row.statement, ...(signed !== undefined && { signed }) }
    })
    const where = { reading: doing.reading, vault: doing.vault, network: known.row.network, own: known.key.holder }
    const { bundle, left_out, unproven } = await bundleOf(where, wanted)
    if (!bundle) throw new Refusal('state.conflict', { details: [{ path: '/declaration', reason: 'nothing to prove here' }] })
    const made = fileOf(`declaration-${doing.now.toISOString().slice(0, 10)}.bundle.json`, 'application/json', encodeBundle(bundle))
    await doing.record('strategy.bundle-made', subjectOf({ forum }), {
      declaration,
      statements: bundle.statements.length,
      left_out: left_out.length,
      sha256: made.sha256,
    })
    return { ...made, statements: bundle.statements.length, left_out: left_out.length, unproven: unproven.length }
  },
})

export const paperActions = [takePaper, takeCalendar, takeBundle]
