/** Records, their versions and their look-up keys. */
import type { Reader, Writer } from '#kernel/database/port.ts'
import { allOf, type Sql, sql } from '#kernel/database/sql.ts'
import type { Classification } from '#wire/vocabulary.ts'
import type { Kind, Sharing } from '../kinds.ts'
import { KEYING } from '../look-up-keys.ts'

export interface RecordRow {
  readonly id: string
  readonly member: string
  readonly unit: string
  readonly only_unit: string
  readonly kind: Kind
  readonly reference: string | null
  readonly status: 'active' | 'withdrawn' | 'expired' | 'erased'
  readonly classification: Classification
  readonly access_class: number
  readonly sharing: Sharing['rule']
  readonly networks: string[]
  readonly members: string[]
  readonly review_on: string
  readonly expires_on: string
  readonly version: number
  readonly created_at: Date
  readonly changed_at: Date
  readonly changed_by: string
  readonly slot: number
  readonly sealed: Uint8Array | null
}

const COLUMNS = sql`id::text as id, member, unit, only_unit, kind, reference, status, classification, access_class, sharing, networks, members,
  review_on, expires_on, version, created_at, changed_at, changed_by, slot, sealed`

export const maybeRecord = (reading: Reader, member: string, id: string): Promise<RecordRow | undefined> =>
  reading.maybeOne(sql`select ${COLUMNS} from registers_live where id = ${id}::uuid and member = ${member}`)

/** The record held until the transaction ends. */
export const maybeRecordToChange = (writing: Writer, member: string, id: string): Promise<RecordRow | undefined> =>
  writing.maybeOne(sql`select ${COLUMNS} from registers_record where id = ${id}::uuid and member = ${member}
    and (import is null or import in (select id from registers_import where state = 'done')) for update`)

/** Records that answer on a day, out of these; the bound is the number of ids. */
export const answeringRecords = (reading: Reader, member: string, ids: readonly string[], day: string): Promise<RecordRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : reading.many(sql`select ${COLUMNS} from registers_live
        where id = any(${[...ids]}::uuid[]) and member = ${member} and status = 'active' and expires_on >= ${day}::date limit ${ids.length}`)

/** Records of these units that a whole network may find, and that are not confidential: those changed last first, in pages after `before`. */
export const comparableRecords = (
  reading: Reader,
  member: string,
  asked: {
    readonly units: readonly string[]
    readonly kinds: readonly Kind[]
    readonly network: string
    readonly day: string
    readonly before: { readonly changed_at: Date; readonly id: string } | undefined
    readonly limit: number
  },
): Promise<RecordRow[]> => {
  const { changed_at, id } = asked.before ?? {
    changed_at: new Date('9999-12-31T00:00:00.000Z'),
    id: 'ffffffff-ffff-ffff-ffff-ffffffffffff',
  }
  return reading.many(sql`select ${COLUMNS} from registers_live
    where member = ${member} and unit = any(${[...asked.units]}::text[]) and kind = any(${[...asked.kinds]}::text[]) and status = 'active'
      and expires_on >= ${asked.day}::date and sharing = 'network' and ${asked.network} = any(networks) and only_unit = ''
      and classification in ('unclassified', 'restricted') and (changed_at, id) < (${changed_at}, ${id}::uuid)
    order by changed_at desc, id desc limit ${asked.limit}`)
}

/** Ids of records under any of these keys, at most `most`. */
export const recordsUnderKeys = (reading: Reader, digests: readonly Uint8Array[], most: number): Promise<{ record: string }[]> =>
  digests.length === 0
    ? Promise.resolve([])
    : reading.many(
        sql`select distinct record::text as record from registers_key where digest = any(${[...digests]}::bytea[]) limit ${most}`,
      )

export type NewRecord = Omit<RecordRow, 'sealed'> & { readonly sealed: Uint8Array }

export const insertRecord = (writing: Writer, row: NewRecord): Promise<number> =>
  writing.run(sql`insert into registers_record (id, member, unit, only_unit, kind, reference, status, classification, access_class, sharing, networks,
      members, review_on, expires_on, version, created_at, changed_at, changed_by, slot, sealed, keyed)
    values (${row.id}, ${row.member}, ${row.unit}, ${row.only_unit}, ${row.kind}, ${row.reference}, ${row.status}, ${row.classification},
      ${row.access_class}, ${row.sharing}, ${[...row.networks]}, ${[...row.members]}, ${row.review_on}, ${row.expires_on}, ${row.version},
      ${row.created_at}, ${row.changed_at}, ${row.changed_by}, ${row.slot}, ${row.sealed}, ${KEYING})`)

export const updateRecord = (writing: Writer, row: NewRecord): Promise<number> =>
  writing.run(sql`update registers_record set only_unit = ${row.only_unit}, reference = ${row.reference}, status = ${row.status},
      classification = ${row.classification}, access_class = ${row.access_class}, sharing = ${row.sharing}, networks = ${[...row.networks]},
      members = ${[...row.members]}, review_on = ${row.review_on}, review_told = false, expires_on = ${row.expires_on}, version = ${row.version},
      changed_at = ${row.changed_at}, changed_by = ${row.changed_by}, sealed = ${row.sealed}, keyed = ${KEYING}
    where id = ${row.id}::uuid`)

export const keepVersion = (writing: Writer, { id, version, status, changed_at, changed_by, sealed }: RecordRow): Promise<number> =>
  writing.run(sql`insert into registers_version (record, version, status, at, by, sealed)
    values (${id}, ${version}, ${status}, ${changed_at}, ${changed_by}, ${sealed})`)

export interface VersionRow {
  readonly version: number
  readonly status: string
  readonly at: Date
  readonly by: string
  readonly sealed: Uint8Array
}

export const versionsOf = (reading: Reader, record: string): Promise<VersionRow[]> =>
  reading.many(
    sql`select version, status, at, by, sealed from registers_version where record = ${record}::uuid order by version desc limit 200`,
  )

export async function replaceKeys(writing: Writer, record: string, keys: readonly { label: string; digest: Uint8Array }[]): Promise<void> {
  await writing.run(sql`delete from registers_key where record = ${record}::uuid`)
  if (keys.length === 0) return
  await writing.run(sql`insert into registers_key (digest, record, label)
    select digest, ${record}::uuid, label from unnest(${keys.map(({ digest }) => digest)}::bytea[], ${keys.map(({ label }) => label)}::text[]) as k (digest, label)
    on conflict do nothing`)
}

/** Records that lack the newer sorts of keys, held until the transaction ends, at most `most`. */
export const recordsToKey = (
  writing: Writer,
  member: string,
  most: number,
): Promise<Pick<RecordRow, 'id' | 'member' | 'slot' | 'sealed'>[]> =>
  writing.many(sql`select id::text as id, member, slot, sealed from registers_record
    where member = ${member} and keyed < ${KEYING} and status = 'active' order by id limit ${most} for update skip locked`)

export const markKeyed = (writing: Writer, ids: readonly string[]): Promise<number> =>
  writing.run(sql`update registers_record set keyed = ${KEYING} where id = any(${[...ids]}::uuid[])`)

/** Whether the member uses the reference already, rows of unfinished imports included. */
export const isReferenceTaken = async (reading: Reader, member: string, reference: string, except: string): Promise<boolean> =>
  (await reading.maybeOne(
    sql`select id from registers_record where member = ${member} and reference = ${reference} and id <> ${except}::uuid`,
  )) !== undefined

/** Leaves of a record nothing but that it was there. */
export async function eraseRecord(writing: Writer, id: string, now: Date, by: string): Promise<void> {
  await writing.run(sql`delete from registers_key where record = ${id}::uuid`)
  await writing.run(sql`delete from registers_version where record = ${id}::uuid`)
  await writing.run(sql`update registers_record set status = 'erased', reference = null, sealed = null, changed_at = ${now}, changed_by = ${by},
    version = version + 1 where id = ${id}::uuid`)
}

/** The time where no clock is given: a restore's. */
export const databaseTime = async (reading: Reader): Promise<Date> => (await reading.one<{ now: Date }>(sql`select now() as now`)).now

/** Removes what records whose keys are gone left behind; answers their ids. */
export async function forgetRecords(writing: Writer, slots: readonly number[], now: Date): Promise<string[]> {
  const rows = await writing.many<{ id: string }>(
    sql`select id::text as id from registers_record where slot = any(${[...slots]}::bigint[]) and status <> 'erased' limit ${slots.length}`,
  )
  for (const { id } of rows) await eraseRecord(writing, id, now, 'restore')
  return rows.map(({ id }) => id)
}

export interface RecordFilter {
  readonly member: string
  readonly classes: readonly number[]
  readonly kind?: Kind
  readonly status?: string
  readonly classification?: string
  readonly unit?: string
  readonly review_by?: string
  /** Ids, best first, or a reference that begins so. */
  readonly search?: { readonly ids: readonly string[]; readonly reference: string }
}

const conditionsOf = ({ member, classes, kind, status, classification, unit, review_by, search }: RecordFilter): Sql =>
  allOf([
    sql`member = ${member}`,
    sql`access_class = any(${[...classes]}::int[])`,
    sql`status <> 'erased'`,
    ...(kind === undefined ? [] : [sql`kind = ${kind}`]),
    ...(status === undefined ? [] : [sql`status = ${status}`]),
    ...(classification === undefined ? [] : [sql`classification = ${classification}`]),
    ...(unit === undefined ? [] : [sql`unit = ${unit}`]),
    ...(review_by === undefined ? [] : [sql`status = 'active' and review_on <= ${review_by}::date`]),
    ...(search === undefined
      ? []
      : [sql`(id = any(${[...search.ids]}::uuid[]) or starts_with(upper(reference), upper(${search.reference})))`]),
  ])

export async function findRecords(
  reading: Reader,
  filter: RecordFilter,
  { limit, offset, by }: { limit: number; offset: number; by: 'changed' | 'review' },
): Promise<{ rows: RecordRow[]; total: number }> {
  const conditions = conditionsOf(filter)
  const order =
    by === 'review'
      ? sql`review_on, id`
      : filter.search === undefined
        ? sql`changed_at desc, id desc`
        : sql`array_position(${[...filter.search.ids]}::uuid[], id) nulls last, changed_at desc, id desc`
  const { total } = await reading.one<{ total: number }>(sql`select count(*) as total from registers_live where ${conditions}`)
  const rows = await reading.many<RecordRow>(
    sql`select ${COLUMNS} from registers_live where ${conditions} order by ${order} limit ${limit} offset ${offset}`,
  )
  return { rows, total }
}

/** Takes records out of service whose last day is over, at most `most`; answers their ids. */
export async function expireRecords(writing: Writer, day: string, now: Date, most: number): Promise<string[]> {
  const rows = await writing.many<{ id: string }>(sql`select id::text as id from registers_record
    where status = 'active' and expires_on < ${day}::date order by expires_on limit ${most} for update skip locked`)
  const ids = rows.map(({ id }) => id)
  if (ids.length === 0) return []
  await writing.run(sql`update registers_record set status = 'expired', changed_at = ${now} where id = any(${ids}::uuid[])`)
  await writing.run(sql`delete from registers_key where record = any(${ids}::uuid[])`)
  return ids
}

/** Marks records whose review is due as told, at most `most`; answers their ids. */
export async function tellReviews(writing: Writer, day: string, most: number): Promise<string[]> {
  const rows = await writing.many<{ id: string }>(sql`update registers_record set review_told = true where id in (
      select id from registers_record where status = 'active' and review_on <= ${day}::date and not review_told order by review_on limit ${most}
      for update skip locked)
    returning id::text as id`)
  return rows.map(({ id }) => id)
}
