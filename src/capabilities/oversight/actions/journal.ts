/** The journal as people see it: data protection sees who did what and why, a supervisor what the own unit did, and anyone of them that nothing was altered. */
import Type, { type Static } from 'typebox'
import { type View, view } from '#kernel/capability.ts'
import { logName } from '#kernel/journal.ts'
import { hex } from '#lib/bytes.ts'
import {
  inclusionNodes,
  inclusionProof,
  leafHash,
  openNote,
  parseCheckpoint,
  readVerifierKey,
  verifierKey,
  verifyInclusion,
} from '#lib/log/index.ts'
import { Refusal } from '#wire/refusal.ts'
import { detailOf, type Period, periodOf, ROW_FINDINGS, rowFinding, spellings, textOf } from '../rules.ts'
import {
  Code,
  Count,
  closed,
  DEFAULT_LIMIT,
  Hash,
  Id,
  iso,
  Limit,
  list,
  Moment,
  MomentIn,
  maybe,
  oneOf,
  TotalOut,
  Uuid,
} from '../shapes.ts'
import {
  type CheckpointRow,
  type EntryRow,
  findAccesses,
  findCheckpoints,
  findEntries,
  maybeEntry,
  maybeErasureOf,
  newestCheckpoint,
  treeNodes,
} from '../store/journal.ts'
import { newestRosters } from '../store/network.ts'

const OUTCOMES = ['done', 'refused', 'failed'] as const
/** What the journal calls a thing; names and numbers that people search for have no place in it. */
export const SubjectText = Type.String({ pattern: '^[a-z0-9][A-Za-z0-9:._/-]{0,199}$' })
const EventText = Type.String({ pattern: '^[a-z][a-z0-9.-]{0,79}$' })
const ActorText = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9:._-]{0,119}$' })
const Detail = Type.Record(Type.String({ maxLength: 80 }), Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()]))

const filters = {
  from: Type.Optional(MomentIn),
  to: Type.Optional(MomentIn),
  event: Type.Optional(EventText),
  actor: Type.Optional(ActorText),
  outcome: Type.Optional(oneOf(OUTCOMES)),
} as const
const page = { limit: Limit, before: Type.Optional(Uuid) } as const

/** A month unless said, two years at most: the bound of what one search reads. */
const JOURNAL_DAYS = { usual_days: 31, most_days: 732 }
const UNIT_DAYS = { usual_days: 7, most_days: 92 }

export function demandPeriod(asked: { from?: string; to?: string }, now: Date, days: { usual_days: number; most_days: number }): Period {
  const period = periodOf(asked, now, days)
  if (!period) throw new Refusal('input.malformed', { details: [{ path: '/from', reason: `a period of at most ${days.most_days} days` }] })
  return period
}

const LineOut = closed({
  id: Uuid,
  at: Moment,
  event: Code,
  network: maybe(Id),
  actor: maybe(Type.String({ maxLength: 200 })),
  /** Of an officer of this node. */
  actor_name: maybe(Type.String({ maxLength: 200 })),
  subject: Type.String({ maxLength: 20_000 }),
  outcome: oneOf(OUTCOMES),
  purpose: maybe(Code),
  /** The refusal, where it was refused. */
  code: maybe(Code),
  unit: maybe(Code),
  detail: Detail,
  erased: Type.Boolean(),
  /** Which log it stands in, and where: a restore opens another. */
  log: maybe(Count),
  sequence: maybe(Count),
})

function lineOf(row: EntryRow): Static<typeof LineOut> {
  const detail = detailOf(row.row)
  return {
    id: row.id,
    at: iso(row.at),
    event: row.event,
    network: row.network,
    actor: row.actor,
    actor_name: row.actor_name,
    subject: row.subject,
    outcome: row.outcome as (typeof OUTCOMES)[number],
    purpose: textOf(detail.purpose),
    code: textOf(detail.code),
    unit: textOf(detail.unit),
    detail,
    erased: row.row === null,
    log: row.log,
    sequence: row.sequence,
  }
}

const nextOf = (rows: readonly { id: string }[], limit: number): string | null => (rows.length === limit ? rows.at(-1)!.id : null)
const PeriodOut = { from: Moment, to: Moment } as const
const NextOut = { next: maybe(Uuid) } as const

const findJournal = view({
  name: 'oversight.find-journal',
  summary: 'List what happened at this node in a period, newest first',
  purpose: 'none',
  journal: 'always',
  input: closed({ ...filters, subject: Type.Optional(SubjectText), network: Type.Optional(Id), ...page }),
  output: closed({ ...PeriodOut, rows: list(LineOut), ...TotalOut, ...NextOut }),
  subject: ({ subject }) => subject ?? 'oversight:journal',
  async run({ from, to, limit = DEFAULT_LIMIT, before, ...filter }, { officer, reading, now }) {
    const period = demandPeriod({ from, to }, now, JOURNAL_DAYS)
    const { rows, ...total } = await findEntries(reading, { ...filter, period, member: officer.member }, before, limit)
    return { from: iso(period.from), to: iso(period.to), rows: rows.map(lineOf), ...total, next: nextOf(rows, limit) }
  },
})

const findUnitJournal = view({
  name: 'oversight.find-unit-journal',
  summary: 'List what officers did for the own unit in a period, without what they did it to',
  purpose: 'none',
  journal: 'always',
  input: closed({ ...filters, ...page }),
  output: closed({
    ...PeriodOut,
    rows: list(
      closed({
        id: Uuid,
        at: Moment,
        event: Code,
        actor: maybe(Type.String({ maxLength: 200 })),
        actor_name: maybe(Type.String({ maxLength: 200 })),
        outcome: oneOf(OUTCOMES),
        purpose: maybe(Code),
        code: maybe(Code),
        channel: maybe(Code),
      }),
    ),
    ...TotalOut,
    ...NextOut,
  }),
  on: (_, { officer }) => ({ kind: 'oversight.unit', member: officer.member, classification: 'unclassified', unit: officer.unit }),
  async run({ from, to, limit = DEFAULT_LIMIT, before, ...filter }, { officer, reading, now }) {
    const period = demandPeriod({ from, to }, now, UNIT_DAYS)
    const { rows, ...total } = await findEntries(reading, { ...filter, period, member: officer.member, unit: officer.unit }, before, limit)
    return {
      from: iso(period.from),
      to: iso(period.to),
      rows: rows.map((row) => {
        const { id, at, event, actor, actor_name, outcome, purpose, code, detail } = lineOf(row)
        return { id, at, event, actor, actor_name, outcome, purpose, code, channel: textOf(detail.channel) }
      }),
      ...total,
      next: nextOf(rows, limit),
    }
  },
})

const findAccessesView = view({
  name: 'oversight.find-accesses',
  summary: 'List everything that was done to one thing: who looked, when, and for which purpose',
  purpose: 'none',
  journal: 'always',
  input: closed({ subject: SubjectText, ...page }),
  output: closed({ rows: list(LineOut), ...TotalOut, ...NextOut }),
  subject: ({ subject }) => subject,
  async run({ subject, limit = DEFAULT_LIMIT, before }, { officer, reading }) {
    const { rows, ...total } = await findAccesses(reading, spellings(subject), officer.member, before, limit)
    return { rows: rows.map(lineOf), ...total, next: nextOf(rows, limit) }
  },
})

const CheckpointOut = closed({
  log: Count,
  size: Count,
  at: Moment,
  note: Type.String({ maxLength: 65_536 }),
  verifier_keys: list(Type.String({ maxLength: 300 }), 50),
})
const checkpointOut = (row: CheckpointRow, keys: readonly string[]) => ({
  log: row.log,
  size: row.size,
  at: iso(row.at),
  note: row.note,
  verifier_keys: keysOf(row, keys),
})

/** A log that a restore opened signs with the same key under a name of its own. */
const keysOf = ({ epoch }: CheckpointRow, keys: readonly string[]): string[] =>
  keys.map((text) => {
    const { name, key } = readVerifierKey(text)
    return verifierKey(logName(name, epoch), key.publicJwk)
  })

const readEntry = view({
  name: 'oversight.read-entry',
  summary: 'Read one entry of the journal with the proof that it stands in the log as it was written',
  purpose: 'none',
  journal: 'always',
  input: closed({ id: Uuid }),
  output: closed({
    line: LineOut,
    /** The bytes that were hashed, as text, and their nonce: who has both can check the entry without this node. */
    row: maybe(Type.String({ maxLength: 200_000 })),
    nonce: maybe(Hash),
    entry: Hash,
    leaf: Hash,
    proof: list(Hash, 64),
    checkpoint: maybe(CheckpointOut),
    erasure: maybe(closed({ id: Uuid, at: Moment, by: maybe(Type.String({ maxLength: 200 })), reason: maybe(Code) })),
    verified: closed({
      row: oneOf(ROW_FINDINGS),
      inclusion: oneOf(['proven', 'waiting', 'broken']),
      /** By the key that the roster names for this node's journal. */
      checkpoint: oneOf(['signed', 'refused', 'no-key', 'none']),
    }),
  }),
  refusals: ['thing.unknown'],
  subject: ({ id }) => `journal-entry:${id}`,
  async run({ id }, viewing) {
    const { officer, reading } = viewing
    const stored = await maybeEntry(reading, id, officer.member)
    if (!stored) throw new Refusal('thing.unknown', { inside: `entry ${id}` })
    const erasure = stored.row === null ? await maybeErasureOf(reading, stored) : undefined
    const checkpoint = stored.log === null ? undefined : await newestCheckpoint(reading, stored.log)
    const keys = await journalKeys(viewing)
    const { inclusion, proof } = await inclusionOf(viewing, stored, checkpoint)
    return {
      line: lineOf(stored),
      row: stored.row && new TextDecoder().decode(stored.row),
      nonce: stored.nonce && hex(stored.nonce),
      entry: hex(stored.entry),
      leaf: hex(leafHash(stored.entry)),
      proof: proof.map(hex),
      checkpoint: checkpoint ? checkpointOut(checkpoint, keys) : null,
      erasure: erasure ? { id: erasure.id, at: iso(erasure.at), by: erasure.actor, reason: textOf(detailOf(erasure.row).reason) } : null,
      verified: { row: rowFinding(stored, erasure !== undefined), inclusion, checkpoint: signatureOf(checkpoint, keys) },
    }
  },
})

/** Proven means: the path from this entry ends in the root that the newest checkpoint states. */
async function inclusionOf({ reading }: Pick<View, 'reading'>, { sequence, entry }: EntryRow, checkpoint: CheckpointRow | undefined) {
  if (sequence === null || !checkpoint || sequence >= checkpoint.size) return { inclusion: 'waiting' as const, proof: [] }
  const stated = parseCheckpoint(textOfNote(checkpoint.note))
  const nodeAt = await treeNodes(reading, checkpoint.log, inclusionNodes(sequence, checkpoint.size))
  const proof = maybeProof(sequence, checkpoint.size, nodeAt)
  const is_proven =
    proof &&
    stated.ok &&
    stated.size === checkpoint.size &&
    verifyInclusion({ leaf: leafHash(entry), index: sequence, size: stated.size, proof, root: stated.root })
  return { inclusion: is_proven ? ('proven' as const) : ('broken' as const), proof: proof ?? [] }
}

function maybeProof(
  index: number,
  size: number,
  nodeAt: (level: number, index: number) => Uint8Array | undefined,
): Uint8Array[] | undefined {
  if (inclusionNodes(index, size).some((node) => nodeAt(node.level, node.index) === undefined)) return undefined
  return inclusionProof(index, size, nodeAt)
}

const textOfNote = (note: string): string => note.slice(0, note.lastIndexOf('\n\n') + 1)

function signatureOf(checkpoint: CheckpointRow | undefined, keys: readonly string[]): 'signed' | 'refused' | 'no-key' | 'none' {
  if (!checkpoint) return 'none'
  if (keys.length === 0) return 'no-key'
  return openNote(checkpoint.note, keysOf(checkpoint, keys)).ok ? 'signed' : 'refused'
}

/** The keys that the rosters name for the journal of this member's node: what partners verify it by. */
async function journalKeys({ reading, networks }: Pick<View, 'reading' | 'networks'>): Promise<string[]> {
  const all = networks.all()
  const rosters = await newestRosters(
    reading,
    all.map(({ network }) => network),
  )
  const keys = all.flatMap(({ network, own }) => rosters.get(network)?.roster.members.find(({ id }) => id === own)?.journal ?? [])
  return [...new Set(keys)].slice(0, 50)
}

const readCheckpoints = view({
  name: 'oversight.read-checkpoints',
  summary: 'List the signed checkpoints of the journal, newest first, with the keys that verify them',
  purpose: 'none',
  journal: 'refusals',
  input: closed({
    limit: Limit,
    before_log: Type.Optional(Type.Integer({ minimum: 1 })),
    before_size: Type.Optional(Type.Integer({ minimum: 0 })),
  }),
  output: closed({ rows: list(CheckpointOut), ...TotalOut, next: maybe(closed({ before_log: Count, before_size: Count })) }),
  async run({ limit = DEFAULT_LIMIT, before_log, before_size }, viewing) {
    if ((before_log === undefined) !== (before_size === undefined))
      throw new Refusal('input.malformed', { details: [{ path: '/before_log', reason: 'goes with before_size' }] })
    const before = before_log !== undefined && before_size !== undefined ? { log: before_log, size: before_size } : undefined
    const { rows, ...total } = await findCheckpoints(viewing.reading, before, limit)
    const keys = await journalKeys(viewing)
    const last = rows.at(-1)
    return {
      rows: rows.map((row) => checkpointOut(row, keys)),
      ...total,
      next: last && rows.length === limit ? { before_log: last.log, before_size: last.size } : null,
    }
  },
})

export const journalActions = [findJournal, findUnitJournal, findAccessesView, readEntry, readCheckpoints]
