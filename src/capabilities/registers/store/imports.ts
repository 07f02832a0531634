/** Imports: the parts of a file, the rows staged from it, the bad rows, and the one switch that makes them live. */
import type { Reader, Writer } from '#kernel/database/port.ts'
import { sql } from '#kernel/database/sql.ts'
import type { Kind, Sharing } from '../kinds.ts'
import { KEYING } from '../look-up-keys.ts'

export type ImportState = 'receiving' | 'running' | 'done' | 'refused' | 'withdrawn' | 'abandoned'

export interface ImportRow {
  readonly id: string
  readonly member: string
  readonly unit: string
  readonly officer: string
  readonly kind: Kind
  readonly access_class: number
  readonly state: ImportState
  readonly bytes: number
  readonly bytes_received: number
  readonly parts: number
  readonly leave_out_bad: boolean
  readonly record_class: number | null
  readonly cursor_part: number
  readonly cursor_byte: number
  readonly cursor_line: number
  readonly bytes_read: number
  readonly rows_read: number
  readonly rows_staged: number
  readonly rows_bad: number
  readonly begun_at: Date
  readonly touched_at: Date
  readonly finished_at: Date | null
  readonly slot: number
  readonly sealed: Uint8Array
  readonly text_slot: number
}

const COLUMNS = sql`id::text as id, member, unit, officer, kind, access_class, state, bytes, bytes_received, parts, leave_out_bad, record_class, cursor_part,
  cursor_byte, cursor_line, bytes_read, rows_read, rows_staged, rows_bad, begun_at, touched_at, finished_at, slot, sealed, text_slot`

export const insertImport = (
  writing: Writer,
  row: Pick<
    ImportRow,
    'id' | 'member' | 'unit' | 'officer' | 'kind' | 'access_class' | 'bytes' | 'begun_at' | 'slot' | 'sealed' | 'text_slot'
  >,
): Promise<number> =>
  writing.run(sql`insert into registers_import (id, member, unit, officer, kind, access_class, state, bytes, begun_at, touched_at, slot, sealed, text_slot)
    values (${row.id}, ${row.member}, ${row.unit}, ${row.officer}, ${row.kind}, ${row.access_class}, 'receiving', ${row.bytes}, ${row.begun_at},
      ${row.begun_at}, ${row.slot}, ${row.sealed}, ${row.text_slot})`)

export const maybeImport = (reading: Reader, member: string, id: string): Promise<ImportRow | undefined> =>
  reading.maybeOne(sql`select ${COLUMNS} from registers_import where id = ${id}::uuid and member = ${member}`)

/** Held until the transaction ends, so that two processes never read the same slice. */
export const maybeImportToChange = (writing: Writer, id: string): Promise<ImportRow | undefined> =>
  writing.maybeOne(sql`select ${COLUMNS} from registers_import where id = ${id}::uuid for update`)

export const openImportsOf = async (reading: Reader, member: string): Promise<number> =>
  (
    await reading.one<{ n: number }>(
      sql`select count(*) as n from registers_import where member = ${member} and state in ('receiving', 'running')`,
    )
  ).n

export const insertPart = (
  writing: Writer,
  part: { import: string; position: number; bytes: number; digest: Uint8Array; sealed: Uint8Array },
): Promise<number> =>
  writing.run(sql`insert into registers_import_part (import, position, bytes, digest, sealed)
    values (${part.import}, ${part.position}, ${part.bytes}, ${part.digest}, ${part.sealed})`)

export const maybePartDigest = async (reading: Reader, id: string, position: number): Promise<Uint8Array | undefined> =>
  (
    await reading.maybeOne<{ digest: Uint8Array }>(
      sql`select digest from registers_import_part where import = ${id}::uuid and position = ${position}`,
    )
  )?.digest

export const partsFrom = (
  reading: Reader,
  id: string,
  position: number,
  most: number,
): Promise<{ position: number; bytes: number; sealed: Uint8Array }[]> =>
  reading.many(sql`select position, bytes, sealed from registers_import_part where import = ${id}::uuid and position >= ${position}
    order by position limit ${most}`)

export const countPart = (writing: Writer, id: string, bytes: number, now: Date): Promise<number> =>
  writing.run(
    sql`update registers_import set parts = parts + 1, bytes_received = bytes_received + ${bytes}, touched_at = ${now} where id = ${id}::uuid`,
  )

export const keepSettings = (writing: Writer, id: string, sealed: Uint8Array, now: Date): Promise<number> =>
  writing.run(sql`update registers_import set sealed = ${sealed}, touched_at = ${now} where id = ${id}::uuid`)

export const startImport = (
  writing: Writer,
  id: string,
  { leave_out_bad, record_class, now }: { leave_out_bad: boolean; record_class: number; now: Date },
) =>
  writing.run(sql`update registers_import set state = 'running', leave_out_bad = ${leave_out_bad}, record_class = ${record_class}, touched_at = ${now}
    where id = ${id}::uuid`)

export const moveCursor = (
  writing: Writer,
  id: string,
  at: { part: number; byte: number; line: number; bytes: number; read: number; staged: number; bad: number; now: Date },
): Promise<number> =>
  writing.run(sql`update registers_import set cursor_part = ${at.part}, cursor_byte = ${at.byte}, cursor_line = ${at.line},
      bytes_read = bytes_read + ${at.bytes}, rows_read = rows_read + ${at.read}, rows_staged = rows_staged + ${at.staged}, rows_bad = rows_bad + ${at.bad},
      touched_at = ${at.now} where id = ${id}::uuid`)

/** Ends an import; `done` is what makes its rows exist. The parts of the file go with it. */
export async function finishImport(
  writing: Writer,
  id: string,
  state: Exclude<ImportState, 'receiving' | 'running'>,
  now: Date,
): Promise<void> {
  await writing.run(sql`update registers_import set state = ${state}, finished_at = ${now}, touched_at = ${now}, swept = ${state === 'done'}
    where id = ${id}::uuid`)
  await writing.run(sql`delete from registers_import_part where import = ${id}::uuid`)
}

export const insertBadRows = (
  writing: Writer,
  id: string,
  rows: readonly { line: number; field: string; reason: string }[],
): Promise<number> =>
  rows.length === 0
    ? Promise.resolve(0)
    : writing.run(sql`insert into registers_import_bad (import, line, field, reason)
        select ${id}::uuid, line, field, reason from unnest(${rows.map(({ line }) => line)}::int[], ${rows.map(({ field }) => field)}::text[],
          ${rows.map(({ reason }) => reason)}::text[]) as b (line, field, reason) on conflict do nothing`)

export async function findBadRows(
  reading: Reader,
  id: string,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ rows: { line: number; field: string; reason: string }[]; total: number }> {
  const { total } = await reading.one<{ total: number }>(sql`select count(*) as total from registers_import_bad where import = ${id}::uuid`)
  const rows = await reading.many<{ line: number; field: string; reason: string }>(
    sql`select line, field, reason from registers_import_bad where import = ${id}::uuid order by line limit ${limit} offset ${offset}`,
  )
  return { rows, total }
}

export interface StagedRecord {
  readonly id: string
  readonly reference: string
  readonly review_on: string
  readonly expires_on: string
  readonly slot: number
  readonly sealed: Uint8Array
}

export interface StagedAlike {
  readonly import: string
  readonly member: string
  readonly unit: string
  readonly officer: string
  readonly only_unit: string
  readonly kind: Kind
  readonly classification: string
  readonly access_class: number
  readonly sharing: Sharing
  readonly now: Date
}

/** Stages rows that do not exist for anybody until the import is done. */
export const stageRecords = (writing: Writer, rows: readonly StagedRecord[], alike: StagedAlike): Promise<number> =>
  rows.length === 0
    ? Promise.resolve(0)
    : writing.run(sql`insert into registers_record (id, member, unit, only_unit, kind, reference, status, classification, access_class, sharing, networks,
        members, review_on, expires_on, version, created_at, changed_at, changed_by, import, slot, sealed, keyed)
      select id, ${alike.member}, ${alike.unit}, ${alike.only_unit}, ${alike.kind}, reference, 'active', ${alike.classification}, ${alike.access_class}::int,
        ${alike.sharing.rule}, ${alike.sharing.networks}::text[], ${alike.sharing.members}::text[], review_on, expires_on, 1, ${alike.now}::timestamptz,
        ${alike.now}::timestamptz, ${alike.officer}, ${alike.import}::uuid, slot, sealed, ${KEYING}::smallint
      from unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ reference }) => reference)}::text[], ${rows.map(({ review_on }) => review_on)}::date[],
        ${rows.map(({ expires_on }) => expires_on)}::date[], ${rows.map(({ slot }) => slot)}::bigint[], ${rows.map(({ sealed }) => sealed)}::bytea[])
        as r (id, reference, review_on, expires_on, slot, sealed)`)

export const stageKeys = (writing: Writer, keys: readonly { record: string; label: string; digest: Uint8Array }[]): Promise<number> =>
  keys.length === 0
    ? Promise.resolve(0)
    : writing.run(sql`insert into registers_key (digest, record, label)
        select * from unnest(${keys.map(({ digest }) => digest)}::bytea[], ${keys.map(({ record }) => record)}::uuid[],
          ${keys.map(({ label }) => label)}::text[]) on conflict do nothing`)

/** Which of these references the member uses already, and whether within this import. */
export const takenReferences = (
  reading: Reader,
  member: string,
  references: readonly string[],
  id: string,
): Promise<{ reference: string; here: boolean }[]> =>
  references.length === 0
    ? Promise.resolve([])
    : reading.many(sql`select reference, coalesce(import = ${id}::uuid, false) as here from registers_record
        where member = ${member} and reference = any(${[...references]}::text[]) limit ${references.length}`)

/** Imports that run and were not touched for a while: the process that ran them is gone. */
export const stalledImports = (reading: Reader, member: string, before: Date, most: number): Promise<{ id: string }[]> =>
  reading.many(sql`select id::text as id from registers_import where member = ${member} and state = 'running' and touched_at < ${before}
    order by touched_at limit ${most}`)

export const forgottenImports = (reading: Reader, before: Date, most: number): Promise<{ id: string; text_slot: number }[]> =>
  reading.many(
    sql`select id::text as id, text_slot from registers_import where state = 'receiving' and touched_at < ${before} order by touched_at limit ${most}`,
  )

/** Imports whose file or whose settings have lost their key cannot go on. */
export const importsUnder = (writing: Writer, slots: readonly number[]): Promise<{ id: string }[]> =>
  writing.many(sql`select id::text as id from registers_import where state in ('receiving', 'running')
    and (slot = any(${[...slots]}::bigint[]) or text_slot = any(${[...slots]}::bigint[])) limit ${slots.length}`)

/** Imports that came to nothing and whose staged rows are not all removed yet. */
export const unsweptImports = (writing: Writer, most: number): Promise<{ id: string }[]> =>
  writing.many(sql`select id::text as id from registers_import
    where not swept and state in ('refused', 'withdrawn', 'abandoned') order by finished_at limit ${most} for update skip locked`)

/** Removes staged rows of an import that came to nothing, at most `most`; answers the slots of their keys. */
export const removeStaged = (writing: Writer, id: string, most: number): Promise<{ slot: number }[]> =>
  writing.many(
    sql`delete from registers_record where id in (select id from registers_record where import = ${id}::uuid limit ${most}) returning slot`,
  )

export const markSwept = (writing: Writer, id: string): Promise<number> =>
  writing.run(sql`update registers_import set swept = true where id = ${id}::uuid`)

export async function findImports(
  reading: Reader,
  { member, classes }: { member: string; classes: readonly number[] },
  { limit, offset }: { limit: number; offset: number },
): Promise<{ rows: ImportRow[]; total: number }> {
  const conditions = sql`member = ${member} and access_class = any(${[...classes]}::int[])`
  const { total } = await reading.one<{ total: number }>(sql`select count(*) as total from registers_import where ${conditions}`)
  const rows = await reading.many<ImportRow>(
    sql`select ${COLUMNS} from registers_import where ${conditions} order by begun_at desc, id desc limit ${limit} offset ${offset}`,
  )
  return { rows, total }
}
