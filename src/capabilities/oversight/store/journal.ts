/** SQL on the journal, read only: entries by period, by thing, and the nodes of the tree that prove one. */

import type { Reader } from '#kernel/database/port.ts'
import { allOf, type Sql, sql } from '#kernel/database/sql.ts'
import { utf8 } from '#lib/bytes.ts'
import { firstIdAt, type Period } from '../rules.ts'
import { counted } from './network.ts'

export interface EntryRow {
  readonly id: string
  readonly at: Date
  readonly event: string
  readonly network: string | null
  readonly actor: string | null
  readonly actor_name: string | null
  readonly subject: string
  readonly outcome: string
  readonly row: Uint8Array | null
  readonly nonce: Uint8Array | null
  readonly entry: Uint8Array
  /** Its place: which log, and where in it. */
  readonly log: number | null
  readonly sequence: number | null
}

const COLUMNS = sql`j.id::text as id, j.at, j.event, j.network, j.actor, o.name as actor_name, j.subject, j.outcome, j.row, j.nonce, j.entry, j.log, j.sequence`
/** Who an officer is stands in the accounts; a member or a token has no name there. */
const NAMED = sql`left join officer o on o.id = j.actor`
/** The detail as the row states it; a row that is erased states nothing. */
const detail = (name: string): Sql => sql`convert_from(j.row, 'UTF8')::jsonb -> 'detail' ->> ${name}::text`

export interface EntryFilter {
  readonly period: Period
  /** Start of the event's name. */
  readonly event?: string
  readonly actor?: string
  readonly subject?: string
  readonly outcome?: string
  readonly network?: string
  /** Only what this member's own people did, or what no member is named in: a node may serve several members. */
  readonly member: string
  /** Only what passed the people's door for this unit. */
  readonly unit?: string
}

/** Entries of a period, newest first, from before an id. */
export async function findEntries(reading: Reader, filter: EntryFilter, before: string | undefined, limit: number) {
  const { period, event, actor, subject, outcome, network, member, unit } = filter
  const where = allOf([
    sql`j.id >= ${firstIdAt(period.from)}::uuid and j.id < ${firstIdAt(period.to)}::uuid`,
    ...(event ? [sql`starts_with(j.event, ${event})`] : []),
    ...(actor ? [sql`j.actor = ${actor}`] : []),
    ...(subject ? [sql`j.subject = ${subject}`] : []),
    ...(outcome ? [sql`j.outcome = ${outcome}`] : []),
    ...(network ? [sql`j.network = ${network}`] : []),
    unit === undefined
      ? sql`(j.row is null or coalesce(${detail('member')}, ${member}) = ${member})`
      : // bytes first: reading every row of a period as JSON costs ten times as much
        sql`case when position(${utf8(`"unit":${JSON.stringify(unit)}`)}::bytea in coalesce(j.row, ''::bytea)) > 0
          then ${detail('session')} is not null and ${detail('member')} = ${member} and ${detail('unit')} = ${unit} else false end`,
  ])
  const after = before ? sql`j.id < ${before}::uuid` : sql`true`
  const rows = await reading.many<EntryRow>(
    sql`select ${COLUMNS} from journal_entry j ${NAMED} where ${where} and ${after} order by j.id desc limit ${limit}`,
  )
  return { rows, ...(await counted(reading, sql`journal_entry j where ${where}`)) }
}

/** Everything that was done to things, newest first, from before an id. */
export async function findAccesses(
  reading: Reader,
  subjects: readonly string[],
  member: string,
  before: string | undefined,
  limit: number,
) {
  const where = sql`j.subject = any(${[...subjects]}::text[]) and (j.row is null or coalesce(${detail('member')}, ${member}) = ${member})`
  const after = before ? sql`j.id < ${before}::uuid` : sql`true`
  const rows = await reading.many<EntryRow>(
    sql`select ${COLUMNS} from journal_entry j ${NAMED} where ${where} and ${after} order by j.id desc limit ${limit}`,
  )
  return { rows, ...(await counted(reading, sql`journal_entry j where ${where}`)) }
}

export const maybeEntry = (reading: Reader, id: string, member: string): Promise<EntryRow | undefined> =>
  reading.maybeOne<EntryRow>(
    sql`select ${COLUMNS} from journal_entry j ${NAMED} where j.id = ${id}::uuid and (j.row is null or coalesce(${detail('member')}, ${member}) = ${member})`,
  )

export interface CheckpointRow {
  readonly log: number
  /** Of the restore that opened the log; null for the first. */
  readonly epoch: string | null
  readonly size: number
  readonly at: Date
  readonly note: string
}

const CHECKPOINT = sql`select c.log, l.epoch, c.size, c.at, c.note from journal_checkpoint c join journal_log l on l.log = c.log`

/** The newest of a log. */
export const newestCheckpoint = (reading: Reader, log: number): Promise<CheckpointRow | undefined> =>
  reading.maybeOne<CheckpointRow>(sql`${CHECKPOINT} where c.log = ${log} order by c.size desc limit 1`)

/** Checkpoints, newest first, from before one. */
export async function findCheckpoints(reading: Reader, before: { log: number; size: number } | undefined, limit: number) {
  const after = before === undefined ? sql`true` : sql`(c.log, c.size) < (${before.log}::int, ${before.size}::bigint)`
  const rows = await reading.many<CheckpointRow>(sql`${CHECKPOINT} where ${after} order by c.log desc, c.size desc limit ${limit}`)
  return { rows, ...(await counted(reading, sql`journal_checkpoint`)) }
}

/** Stored hashes of these nodes of the tree; at most about a hundred are ever needed for one proof. */
export async function treeNodes(
  reading: Reader,
  log: number,
  addresses: readonly { level: number; index: number }[],
): Promise<(level: number, index: number) => Uint8Array | undefined> {
  const rows =
    addresses.length === 0
      ? []
      : await reading.many<{ level: number; index: number; hash: Uint8Array }>(sql`
          select level, index, hash from journal_node
          join unnest(${addresses.map(({ level }) => level)}::int[], ${addresses.map(({ index }) => index)}::bigint[]) as wanted (level, index) using (level, index) where log = ${log} limit 1000`)
  const found = new Map(rows.map(({ level, index, hash }) => [`${level}/${index}`, hash]))
  return (level, index) => found.get(`${level}/${index}`)
}

/** The erasure that lists an entry, among those since it was written; its subject names up to 200 ids. */
export const maybeErasureOf = (
  reading: Reader,
  { id, at }: Pick<EntryRow, 'id' | 'at'>,
): Promise<{ id: string; at: Date; actor: string | null; row: Uint8Array | null } | undefined> =>
  reading.maybeOne(
    sql`select id::text as id, at, actor, row from journal_entry where event = 'journal.erased' and id >= ${firstIdAt(at)}::uuid and ${id}::text = any(string_to_array(subject, ' ')) order by id limit 1`,
  )
