/** A list from its file to its end: begin, send the parts, look at what is understood, start, watch, pause, end, forget. */
import Type, { type Static } from 'typebox'
import { type Act, act, type View, view } from '#kernel/capability.ts'
import { maybeBase64, sameBytes, sha256 } from '#lib/bytes.ts'
import { clearanceOf } from '#wire/checks/outcomes.ts'
import { closed, oneOf, Subjects, Uuid } from '#wire/checks/subjects.ts'
import { Refusal } from '#wire/refusal.ts'
import { PURPOSES } from '#wire/vocabulary.ts'
import { type FileFindings, FOUND_LABEL, LIST_LABEL, PART_LABEL } from '../contents.ts'
import { closeList as forgetList, stopAsking } from '../ending.ts'
import { listClass } from '../list-class.ts'
import { FIELDS, Mapping } from '../mapping.ts'
import { Reading } from '../reading.ts'
import {
  BEFORE_START,
  dayBegin,
  LEGAL_GROUNDS,
  LIST_STATES,
  LONGEST_KEPT_H,
  MAX_FILE_BYTES,
  MAX_OPEN_LISTS,
  MAX_PART_BYTES,
  MAX_PARTNERS,
  MAX_PARTS,
  QUOTA,
  quotaBroken,
  untilNextDay_s,
} from '../rules.ts'
import {
  awaitReading,
  findBadLines as badLines,
  countOpen,
  insertList,
  insertPart,
  type ListRow,
  findLists as listsFound,
  maybeListToChange,
  maybePartDigest,
  pauseList as pause,
  resumeList as resume,
  startList as start,
} from '../store/lists.ts'
import { askAgain as askOnceMore, countSilent, pacesOf, partnersOf, partnersOfMany, silentOfMany } from '../store/questions.ts'
import { checkedSince, holdQuota } from '../store/quota.ts'
import {
  aboutOf,
  conflict,
  Limit,
  ListLine,
  lineOf,
  MemberId,
  Moment,
  Offset,
  onList,
  ownList,
  Partner,
  partnerOf,
  subject,
  unknown,
} from './shapes.ts'

/** Base64 of a part of the file. */
const MAX_PART_CHARACTERS = Math.ceil(MAX_PART_BYTES / 3) * 4
const DEFAULT_LIMIT = 50
const State = closed({ state: oneOf(LIST_STATES) })

export const beginList = act({
  name: 'screening.begin-list',
  summary: 'Begin a list of people to check: a CSV file or a workbook (XLSX) of at most 5 MB and 5,000 rows',
  purpose: 'none',
  journal: 'always',
  input: closed({
    file_name: Type.String({ minLength: 1, maxLength: 200 }),
    bytes: Type.Integer({ minimum: 1 }),
    network: Type.Optional(MemberId),
  }),
  output: closed({ list: Uuid }),
  refusals: ['input.too-large', 'quota.exceeded'],
  on: (_, { officer }) => listClass(officer),
  subject: (_, output) => `list:${output?.list ?? 'none'}`,
  async run({ file_name, bytes, network }, act) {
    const { officer, now, writing, vault } = act
    if (bytes > MAX_FILE_BYTES)
      throw new Refusal('input.too-large', { details: [{ path: '/bytes', reason: `more than ${MAX_FILE_BYTES}` }] })
    if ((await countOpen(writing, officer.member, officer.id)) >= MAX_OPEN_LISTS)
      throw new Refusal('quota.exceeded', { inside: 'open lists', details: [{ path: '', reason: 'open-lists' }] })
    const id = act.newId()
    const [slot, file_slot] = await vault.newSlots(2)
    await insertList(writing, {
      id,
      network: networkOf(network, act),
      member: officer.member,
      unit: officer.unit,
      officer: officer.id,
      access_class: await act.classOf(listClass(officer)),
      clearance: officer.clearance,
      language: officer.language,
      bytes,
      begun_at: now,
      slot: slot!,
      sealed: vault.sealJson(slot!, LIST_LABEL, { file_name }),
      file_slot: file_slot!,
    })
    return { list: id }
  },
})

export const addPart = act({
  name: 'screening.add-part',
  summary: 'Send a part of the file as base64, in order; the same part again does no harm',
  purpose: 'none',
  journal: 'always',
  input: closed({
    list: Uuid,
    position: Type.Integer({ minimum: 0, maximum: MAX_PARTS - 1 }),
    data: Type.String({ minLength: 4, maxLength: MAX_PART_CHARACTERS }),
  }),
  output: closed({ bytes_received: Type.Integer(), bytes: Type.Integer() }),
  refusals: ['thing.unknown', 'state.conflict', 'input.too-large'],
  on: onList,
  subject,
  async run({ list: id, position, data }, act) {
    const { now, writing, vault } = act
    const row = await listToChange(act, id, 'receiving')
    const bytes = maybeBase64(data)
    if (bytes === undefined) throw new Refusal('input.malformed', { details: [{ path: '/data', reason: 'not-base64' }] })
    const digest = sha256(bytes)
    const before = await maybePartDigest(writing, id, position)
    if (before !== undefined) {
      if (!sameBytes(before, digest)) throw conflict('/position', 'another-part')
      return { bytes_received: row.bytes_received, bytes: row.bytes }
    }
    if (position !== row.parts) throw conflict('/position', 'out-of-order')
    const bytes_received = row.bytes_received + bytes.length
    if (bytes_received > row.bytes) throw new Refusal('input.too-large', { details: [{ path: '/data', reason: 'more-than-stated' }] })
    const sealed = vault.seal(row.file_slot, `${PART_LABEL}:${position}`, bytes)
    await insertPart(writing, { list: id, position, bytes: bytes.length, digest, sealed }, now)
    return { bytes_received, bytes: row.bytes }
  },
})

export const prepareList = act({
  name: 'screening.prepare-list',
  summary: 'Read the file, all of it, and say which rows are bad and why; what is not stated about it is found out',
  purpose: 'none',
  journal: 'always',
  input: closed({ list: Uuid, reading: Type.Optional(Reading) }),
  output: State,
  refusals: ['thing.unknown', 'state.conflict'],
  on: onList,
  subject,
  async run({ list: id, reading = {} }, act) {
    const row = await listToChange(act, id, 'receiving', 'prepared')
    if (row.bytes_received !== row.bytes) throw conflict('', 'parts-missing')
    await awaitReading(act.writing, id, act.vault.sealJson(row.file_slot, FOUND_LABEL, { reading } satisfies FileFindings), act.now)
    wake(act)
    return { state: 'reading' as const }
  },
})

export const startList = act({
  name: 'screening.start-list',
  summary: 'Check everybody on the list in the own registers and with the chosen partners, at a bounded pace, within the quota',
  purpose: 'required',
  journal: 'always',
  input: closed({
    list: Uuid,
    purpose: Type.Optional(oneOf(PURPOSES)),
    ground: oneOf(LEGAL_GROUNDS),
    /** Why these people, in the officer's words; forgotten with the list. */
    reason: Type.String({ minLength: 3, maxLength: 1_000 }),
    /** Partners to ask; none unless said. The own registers are always asked. */
    partners: Type.Optional(Type.Array(MemberId, { maxItems: MAX_PARTNERS, uniqueItems: true })),
    /** Also look-alike readings of document numbers. */
    alternatives: Type.Optional(Type.Boolean()),
    /** Hours after the last answer until the list is forgotten. */
    kept_h: Type.Optional(Type.Integer({ minimum: 1, maximum: LONGEST_KEPT_H })),
    /** What bad rows mean for the others. */
    bad_rows: oneOf(['refuse-all', 'leave-out'] as const),
  }),
  output: State,
  refusals: ['thing.unknown', 'state.conflict', 'import.invalid', 'quota.exceeded', 'partner.unknown'],
  on: onList,
  subject,
  async run(
    { list: id, purpose: stated, ground, reason, partners: chosen = [], alternatives = false, kept_h = LONGEST_KEPT_H, bad_rows },
    act,
  ) {
    const { officer, now, writing, vault } = act
    const purpose = act.purpose ?? stated
    if (purpose === undefined) throw new Refusal('purpose.missing')
    const row = await listToChange(act, id, 'prepared')
    if (row.fault !== null || row.lines === 0) throw conflict('', row.fault ?? 'nobody-to-check')
    if (row.bad > 0 && bad_rows === 'refuse-all')
      throw new Refusal('import.invalid', { details: [{ path: '/bad_rows', reason: `${row.bad}` }] })
    const quota = await holdQuota(writing, officer.member, QUOTA)
    const today = await checkedSince(writing, officer.member, { officer: officer.id, unit: row.unit }, dayBegin(now))
    const broken = quotaBroken(row.lines, today, quota)
    if (broken !== undefined) {
      throw new Refusal('quota.exceeded', {
        details: [{ path: '/list', reason: broken }],
        ...(broken !== 'list' && { retry_after_s: untilNextDay_s(now) }),
      })
    }
    const partners = [officer.member, ...chosenOf(chosen, row.network, act)]
    await start(writing, id, {
      clearance: officer.clearance,
      language: officer.language,
      purpose,
      ground,
      partners,
      alternatives,
      kept_h,
      sealed: vault.sealJson(row.slot, LIST_LABEL, { ...aboutOf(row, act), reason }),
      now,
    })
    const { lines, bad, network } = row
    await act.record('screening.started', `list:${id}`, {
      lines,
      bad,
      ground,
      kept_h,
      network,
      partners: partners.join(' '),
      purpose,
      clearance: clearanceOf(officer.clearance),
    })
    wake(act)
    return { state: 'staging' as const }
  },
})

export const pauseList = act({
  name: 'screening.pause-list',
  summary: 'Stop asking for now; answers that are under way are still kept',
  purpose: 'none',
  journal: 'always',
  input: closed({ list: Uuid }),
  output: State,
  refusals: ['thing.unknown', 'state.conflict'],
  on: onList,
  subject,
  async run({ list: id }, act) {
    await listToChange(act, id, 'asking')
    await pause(act.writing, id, 'officer')
    wake(act, id)
    return { state: 'paused' as const }
  },
})

export const resumeList = act({
  name: 'screening.resume-list',
  summary: 'Go on asking',
  purpose: 'none',
  journal: 'always',
  input: closed({ list: Uuid }),
  output: State,
  refusals: ['thing.unknown', 'state.conflict'],
  on: onList,
  subject,
  async run({ list: id }, act) {
    await listToChange(act, id, 'paused')
    await resume(act.writing, id)
    wake(act, id)
    return { state: 'asking' as const }
  },
})

export const stopList = act({
  name: 'screening.stop-list',
  summary: 'End the asking now: who was not asked about is forgotten, hits stay to be worked through; also by a supervisor of the unit',
  purpose: 'none',
  journal: 'always',
  input: closed({ list: Uuid }),
  output: State,
  refusals: ['thing.unknown', 'state.conflict'],
  on: onList,
  subject,
  async run({ list: id }, act) {
    const row = await maybeListToChange(act.writing, id)
    if (row === undefined || row.member !== act.officer.member) throw unknown(id)
    if (row.officer !== act.officer.id) await act.demand('screening.stop-of-unit', listClass(row))
    demandState(row, 'staging', 'asking', 'paused')
    await stopAsking({ ...act, record: recorder(act) }, row)
    wake(act, id)
    return { state: 'asked' as const }
  },
})

export const askAgain = act({
  name: 'screening.ask-again',
  summary: 'Ask those once more who gave no answer, about some persons or about all; the deadline of the list stays',
  purpose: 'none',
  journal: 'always',
  input: closed({
    list: Uuid,
    lines: Type.Optional(Type.Array(Type.Integer({ minimum: 1, maximum: 10_000_000 }), { minItems: 1, maxItems: 500, uniqueItems: true })),
  }),
  output: closed({ state: oneOf(LIST_STATES), questions: Type.Integer() }),
  refusals: ['thing.unknown', 'state.conflict'],
  on: onList,
  subject,
  async run({ list: id, lines }, act) {
    const row = await listToChange(act, id, 'asked', 'asking', 'paused')
    const questions = await askOnceMore(act.writing, id, lines)
    if (questions > 0 && row.state === 'asked') await resume(act.writing, id)
    wake(act, id)
    return { state: questions > 0 && row.state === 'asked' ? ('asking' as const) : row.state, questions }
  },
})

export const closeList = act({
  name: 'screening.close-list',
  summary: 'Close a list: everything of it is forgotten at once, its counts stay',
  purpose: 'none',
  journal: 'always',
  input: closed({
    list: Uuid,
    /** Also while hits are not decided on. */
    leave_undecided: Type.Optional(Type.Boolean()),
  }),
  output: State,
  refusals: ['thing.unknown', 'state.conflict'],
  on: onList,
  subject,
  async run({ list: id, leave_undecided = false }, act) {
    const row = await listToChange(act, id, ...BEFORE_START, 'asked')
    const sum = (counts: readonly number[]) => counts.reduce((a, b) => a + b, 0)
    if (sum(row.hits) > sum(row.confirmed) + sum(row.discarded) && !leave_undecided) throw conflict('/leave_undecided', 'undecided')
    await forgetList({ ...act, record: recorder(act) }, row, BEFORE_START.includes(row.state) ? 'withdrawn' : 'closed', act.officer.id)
    wake(act, id)
    return { state: 'closed' as const }
  },
})

const Fault = closed({ field: Type.String(), reason: Type.String() })

export const readList = view({
  name: 'screening.read-list',
  summary: 'A list: how it stands, and before it is started what was understood of its file',
  purpose: 'none',
  journal: 'always',
  input: closed({ list: Uuid }),
  output: closed({
    ...ListLine.properties,
    reason: Type.Union([Type.String(), Type.Null()]),
    bytes: Type.Integer(),
    bytes_received: Type.Integer(),
    /** Why the file could not be read. */
    fault: Type.Union([Type.String(), Type.Null()]),
    /** What was asked for, and what was found; null once the list is started. */
    found: Type.Union([
      closed({
        format: oneOf(['csv', 'xlsx'] as const),
        encoding: Type.Union([Type.String(), Type.Null()]),
        delimiter: Type.Union([Type.String(), Type.Null()]),
        sheets: Type.Array(Type.String()),
        sheet: Type.Integer(),
        width: Type.Integer(),
        headings: Type.Array(Type.String()),
        fields: Type.Array(oneOf(FIELDS)),
        mapping: Mapping,
        faults: Type.Array(closed({ path: Type.String(), reason: Type.String() })),
        ambiguous_dates: Type.Integer(),
        shown: Type.Array(
          closed({
            line: Type.Integer(),
            cells: Type.Array(Type.String()),
            subjects: Type.Array(Subjects.items),
            reference: Type.Union([Type.String(), Type.Null()]),
            faults: Type.Array(Fault),
          }),
        ),
      }),
      Type.Null(),
    ]),
  }),
  refusals: ['thing.unknown'],
  on: onList,
  subject,
  async run({ list: id }, view) {
    const row = await ownList(id, view)
    const findings = row.found === null ? undefined : view.vault.openJson<FileFindings>(row.file_slot, FOUND_LABEL, row.found)
    return {
      ...(await wholeLine(row, view)),
      reason: aboutOf(row, view)?.reason ?? null,
      bytes: row.bytes,
      bytes_received: row.bytes_received,
      fault: row.fault,
      found: foundOf(findings),
    }
  },
})

function foundOf(findings: FileFindings | undefined) {
  const found = findings?.found
  if (found === undefined) return null
  const { format, sheets, sheet, width, headings, mapping, ambiguous_dates } = found
  return {
    format,
    encoding: found.encoding ?? null,
    delimiter: found.delimiter ?? null,
    sheets: [...sheets],
    sheet,
    width,
    headings: [...headings],
    fields: [...FIELDS],
    mapping,
    faults: [...found.mapping_faults],
    ambiguous_dates,
    shown: found.shown.map(({ line, cells, mapped, faults }) => ({
      line,
      cells: [...cells],
      subjects: [...(mapped?.subjects ?? [])],
      reference: mapped?.reference ?? null,
      faults: [...faults],
    })),
  }
}

export const readProgress = view({
  name: 'screening.read-progress',
  summary: 'How far a list is, member by member; for following it',
  purpose: 'none',
  journal: 'refusals',
  input: closed({ list: Uuid, after: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000_000 })) }),
  output: closed({
    state: oneOf(LIST_STATES),
    lines: Type.Integer(),
    staged: Type.Integer(),
    clear: Type.Integer(),
    hits: Type.Integer(),
    confirmed: Type.Integer(),
    discarded: Type.Integer(),
    partners: Type.Array(
      closed({
        ...Partner.properties,
        /** It asked for patience, or keeps silent: when it is asked again. */
        resting_until: Type.Union([Moment, Type.Null()]),
        said: Type.Union([Type.String(), Type.Null()]),
      }),
    ),
    forget_at: Type.Union([Moment, Type.Null()]),
    after: Type.Integer(),
    complete: Type.Boolean(),
  }),
  refusals: ['thing.unknown'],
  on: onList,
  subject,
  async run({ list: id }, view) {
    const row = await ownList(id, view)
    const paces = new Map((await pacesOf(view.reading, row.network, row.member)).map((pace) => [pace.partner, pace]))
    const { hits, confirmed, discarded } = lineOf(row, [], 0, view)
    return {
      state: row.state,
      lines: row.lines,
      staged: row.staged,
      clear: row.clear,
      hits,
      confirmed,
      discarded,
      partners: (await partnersOf(view.reading, id)).map((one) => {
        const pace = paces.get(one.partner)
        const rests = row.state === 'asking' && pace?.resting_until != null && pace.resting_until > view.now
        return {
          ...partnerOf(one, row, view),
          resting_until: rests ? pace.resting_until!.toISOString() : null,
          said: rests ? pace.said : null,
        }
      }),
      forget_at: row.forget_at?.toISOString() ?? null,
      after: row.counter,
      complete: !['reading', 'staging', 'asking'].includes(row.state),
    }
  },
})

export const findBadLines = view({
  name: 'screening.find-bad-lines',
  summary: 'The bad rows of a file, each with its line and reason',
  purpose: 'none',
  journal: 'refusals',
  input: closed({ list: Uuid, limit: Limit, offset: Offset }),
  output: closed({
    rows: Type.Array(closed({ line: Type.Integer(), field: Type.String(), reason: Type.String() })),
    total: Type.Integer(),
  }),
  refusals: ['thing.unknown'],
  on: onList,
  subject,
  async run({ list: id, limit = DEFAULT_LIMIT, offset = 0 }, view) {
    await ownList(id, view)
    return badLines(view.reading, id, { limit, offset })
  },
})

const FindInput = closed({ open: Type.Optional(Type.Boolean()), limit: Limit, offset: Offset })
const FindOutput = closed({ rows: Type.Array(ListLine), total: Type.Integer() })

export const findLists = view({
  name: 'screening.find-lists',
  summary: "The officer's own lists, newest first",
  purpose: 'none',
  journal: 'refusals',
  input: FindInput,
  output: FindOutput,
  run: (input, view) => find(input, view, 'screening.find-lists', { officer: view.officer.id }),
})

export const findUnitLists = view({
  name: 'screening.find-unit-lists',
  summary: "Who of the supervisor's unit ran which list, in counts; not whom it names",
  purpose: 'none',
  journal: 'always',
  input: FindInput,
  output: FindOutput,
  on: (_, { officer }) => listClass(officer),
  run: (input, view) => find(input, view, 'screening.find-unit-lists', { unit: view.officer.unit }),
})

export const findMemberLists = view({
  name: 'screening.find-member-lists',
  summary: 'Who of the own member ran which list, in counts; not whom it names',
  purpose: 'none',
  journal: 'always',
  input: FindInput,
  output: FindOutput,
  run: (input, view) => find(input, view, 'screening.find-member-lists', {}),
})

export const listActions = [
  beginList,
  addPart,
  prepareList,
  startList,
  pauseList,
  resumeList,
  stopList,
  askAgain,
  closeList,
  readList,
  readProgress,
  findBadLines,
  findLists,
  findUnitLists,
  findMemberLists,
]

async function find(
  { open, limit = DEFAULT_LIMIT, offset = 0 }: Static<typeof FindInput>,
  view: View,
  action: string,
  whose: { officer?: string; unit?: string },
): Promise<Static<typeof FindOutput>> {
  const classes = await view.classes(action)
  const filter = { member: view.officer.member, classes, ...whose, ...(open !== undefined && { open }) }
  const { rows, total } = await listsFound(view.reading, filter, { limit, offset })
  const ids = rows.map(({ id }) => id)
  const partners = Map.groupBy(await partnersOfMany(view.reading, ids), ({ list }) => list)
  const silent = await silentOfMany(view.reading, ids)
  return {
    rows: rows.map((row) => lineOf(row, partners.get(row.id) ?? [], row.state === 'closed' ? row.silent : (silent.get(row.id) ?? 0), view)),
    total,
  }
}

const wholeLine = async (row: ListRow, view: View) =>
  lineOf(row, await partnersOf(view.reading, row.id), row.state === 'closed' ? row.silent : await countSilent(view.reading, row.id), view)

/** The officer's own list, held until the act ends, in one of these states. */
export async function listToChange({ writing, officer }: Act, id: string, ...states: readonly ListRow['state'][]): Promise<ListRow> {
  const row = await maybeListToChange(writing, id)
  if (row === undefined || row.member !== officer.member || row.officer !== officer.id) throw unknown(id)
  demandState(row, ...states)
  return row
}

function demandState(row: ListRow, ...states: readonly ListRow['state'][]) {
  if (!states.includes(row.state))
    throw new Refusal('state.conflict', { inside: `the list is ${row.state}`, details: [{ path: '', reason: row.state }] })
}

/** What an act leaves in the journal is the officer's, whoever it is said to be by. */
export const recorder = (act: Act) => (event: string, about: string, detail?: Record<string, string | number | boolean | null>) =>
  act.record(event, about, detail)

/** Wakes the errands, and who follows the list. */
function wake(act: Act, list?: string) {
  act.afterwards(async ({ tell }) => {
    tell('errand')
    if (list !== undefined) tell(`list:${list}`)
  })
}

function networkOf(stated: string | undefined, { networks, officer }: Act): string {
  const mine = networks.all().filter(({ own }) => own === officer.member)
  const found = stated === undefined && mine.length === 1 ? mine[0] : mine.find(({ network }) => network === stated)
  if (found === undefined)
    throw new Refusal('input.malformed', {
      details: [{ path: '/network', reason: stated === undefined ? 'several-networks' : 'network-unknown' }],
    })
  return found.network
}

function chosenOf(stated: readonly string[], network: string, { networks }: Act): string[] {
  const known = networks.partners(network).map(({ id }) => id)
  if (stated.some((partner) => !known.includes(partner)))
    throw new Refusal('partner.unknown', { details: [{ path: '/partners', reason: 'unknown' }] })
  return [...stated].sort()
}
