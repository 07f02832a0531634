/** Lists: their file on its way in, their states and counts, what is bad in them, and their end. */
import type { Reader, Writer } from '#kernel/database/port.ts'
import { allOf, sql } from '#kernel/database/sql.ts'
import type { Language } from '#wire/vocabulary.ts'
import type { Ending, LegalGround, ListState, PAUSES } from '../rules.ts'

export interface ListRow {
  readonly id: string
  readonly network: string
  readonly member: string
  readonly unit: string
  readonly officer: string
  readonly access_class: number
  readonly clearance: 0 | 1 | 2
  readonly language: Language
  readonly state: ListState
  readonly paused_by: (typeof PAUSES)[number] | null
  readonly ending: Ending | null
  readonly stopped: boolean
  readonly bytes: number
  readonly bytes_received: number
  readonly parts: number
  readonly fault: string | null
  readonly purpose: string | null
  readonly ground: LegalGround | null
  readonly partners: readonly string[]
  readonly alternatives: boolean
  readonly kept_h: number | null
  readonly rows: number
  readonly lines: number
  readonly bad: number
  readonly staged: number
  readonly clear: number
  readonly unasked: number
  readonly hits: readonly number[]
  readonly confirmed: readonly number[]
  readonly discarded: readonly number[]
  readonly silent: number
  readonly counter: number
  readonly begun_at: Date
  readonly touched_at: Date
  readonly started_at: Date | null
  readonly asked_at: Date | null
  readonly forget_at: Date | null
  readonly closed_at: Date | null
  readonly slot: number
  readonly sealed: Uint8Array | null
  readonly file_slot: number
  readonly found: Uint8Array | null
}

const COLUMNS = sql`id::text as id, network, member, unit, officer, access_class, clearance, language, state, paused_by, ending, stopped, bytes,
  bytes_received, parts, fault, purpose, ground, partners, alternatives, kept_h, rows, lines, bad, staged, clear, unasked, hits, confirmed, discarded, silent,
  counter, begun_at, touched_at, started_at, asked_at, forget_at, closed_at, slot, sealed, file_slot, found`

export const insertList = (
  writing: Writer,
  row: Pick<
    ListRow,
    | 'id'
    | 'network'
    | 'member'
    | 'unit'
    | 'officer'
    | 'access_class'
    | 'clearance'
    | 'language'
    | 'bytes'
    | 'begun_at'
    | 'slot'
    | 'file_slot'
  > & { readonly sealed: Uint8Array },
): Promise<number> =>
  writing.run(sql`insert into screening_list (id, network, member, unit, officer, access_class, clearance, language, state, bytes, begun_at, touched_at, slot,
      sealed, file_slot)
    values (${row.id}, ${row.network}, ${row.member}, ${row.unit}, ${row.officer}, ${row.access_class}, ${row.clearance}, ${row.language}, 'receiving',
      ${row.bytes}, ${row.begun_at}, ${row.begun_at}, ${row.slot}, ${row.sealed}, ${row.file_slot})`)

export const maybeList = (reading: Reader, member: string, id: string): Promise<ListRow | undefined> =>
  reading.maybeOne(sql`select ${COLUMNS} from screening_list where id = ${id}::uuid and member = ${member}`)

/** Held until the transaction ends, so that a list is never closed and decided on side by side. */
export const maybeListToChange = (writing: Writer, id: string): Promise<ListRow | undefined> =>
  writing.maybeOne(sql`select ${COLUMNS} from screening_list where id = ${id}::uuid for update`)

/** Lists of an officer that are not closed. */
export const countOpen = async (reading: Reader, member: string, officer: string): Promise<number> =>
  (
    await reading.one<{ n: number }>(
      sql`select count(*) as n from screening_list where member = ${member} and officer = ${officer} and state <> 'closed'`,
    )
  ).n

export const maybePartDigest = async (reading: Reader, id: string, position: number): Promise<Uint8Array | undefined> =>
  (
    await reading.maybeOne<{ digest: Uint8Array }>(
      sql`select digest from screening_part where list = ${id}::uuid and position = ${position}`,
    )
  )?.digest

export async function insertPart(
  writing: Writer,
  part: { list: string; position: number; bytes: number; digest: Uint8Array; sealed: Uint8Array },
  now: Date,
): Promise<void> {
  await writing.run(
    sql`insert into screening_part (list, position, digest, sealed) values (${part.list}, ${part.position}, ${part.digest}, ${part.sealed})`,
  )
  await writing.run(
    sql`update screening_list set parts = parts + 1, bytes_received = bytes_received + ${part.bytes}, touched_at = ${now} where id = ${part.list}::uuid`,
  )
}

export const partsOf = (reading: Reader, id: string): Promise<{ position: number; sealed: Uint8Array }[]> =>
  reading.many(sql`select position, sealed from screening_part where list = ${id}::uuid order by position limit 1000`)

export const deleteParts = (writing: Writer, id: string): Promise<number> =>
  writing.run(sql`delete from screening_part where list = ${id}::uuid`)

/** To be read, or read again by other settings. */
export const awaitReading = (writing: Writer, id: string, found: Uint8Array, now: Date): Promise<number> =>
  writing.run(sql`update screening_list set state = 'reading', fault = null, working_until = null, found = ${found}, touched_at = ${now},
    counter = counter + 1 where id = ${id}::uuid`)

/** The list of a member that has waited longest for its file to be read, or for its persons to be laid out; taken until `until`. */
export const takeFileWork = (writing: Writer, network: string, member: string, now: Date, until: Date): Promise<ListRow | undefined> =>
  writing.maybeOne(sql`update screening_list set working_until = ${until} where id = (
      select id from screening_list where state in ('reading', 'staging') and network = ${network} and member = ${member}
        and (working_until is null or working_until < ${now}) order by touched_at limit 1 for update skip locked)
    returning ${COLUMNS}`)

export async function keepReading(
  writing: Writer,
  id: string,
  read: { fault: string | null; found: Uint8Array | null; rows: number; lines: number },
  bad: readonly { line: number; field: string; reason: string }[],
  now: Date,
): Promise<void> {
  const bad_lines = new Set(bad.map(({ line }) => line)).size
  await writing.run(sql`delete from screening_bad where list = ${id}::uuid`)
  if (bad.length > 0) {
    await writing.run(sql`insert into screening_bad (list, line, field, reason)
      select ${id}::uuid, line, field, reason from unnest(${bad.map(({ line }) => line)}::int[], ${bad.map(({ field }) => field)}::text[],
        ${bad.map(({ reason }) => reason)}::text[]) as b (line, field, reason) on conflict do nothing`)
  }
  await writing.run(sql`update screening_list set state = 'prepared', working_until = null, fault = ${read.fault}, found = ${read.found}, rows = ${read.rows},
    lines = ${read.lines}, bad = ${bad_lines}, touched_at = ${now}, counter = counter + 1 where id = ${id}::uuid`)
}

export async function findBadLines(
  reading: Reader,
  id: string,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ rows: { line: number; field: string; reason: string }[]; total: number }> {
  const { total } = await reading.one<{ total: number }>(sql`select count(*) as total from screening_bad where list = ${id}::uuid`)
  const rows = await reading.many<{ line: number; field: string; reason: string }>(
    sql`select line, field, reason from screening_bad where list = ${id}::uuid order by line, field limit ${limit} offset ${offset}`,
  )
  return { rows, total }
}

export async function startList(
  writing: Writer,
  id: string,
  start: Pick<ListRow, 'clearance' | 'language' | 'alternatives' | 'partners'> & {
    readonly purpose: string
    readonly ground: LegalGround
    readonly kept_h: number
    readonly sealed: Uint8Array
    readonly now: Date
  },
): Promise<void> {
  await writing.run(sql`update screening_list set state = 'staging', clearance = ${start.clearance}, language = ${start.language},
      purpose = ${start.purpose}, ground = ${start.ground}, partners = ${[...start.partners]}, alternatives = ${start.alternatives}, kept_h = ${start.kept_h},
      sealed = ${start.sealed}, started_at = ${start.now}, touched_at = ${start.now}, counter = counter + 1
    where id = ${id}::uuid`)
  await writing.run(
    sql`insert into screening_partner (list, partner) select ${id}::uuid, partner from unnest(${[...start.partners]}::text[]) as p (partner)`,
  )
}

/** Lays out persons: each under its own key, a waiting question to each partner. */
export async function stageLines(
  writing: Writer,
  id: string,
  lines: readonly { line: number; slot: number; sealed: Uint8Array }[],
  partners: readonly string[],
  now: Date,
): Promise<void> {
  await writing.run(sql`insert into screening_line (list, line, slot, sealed)
    select ${id}::uuid, line, slot, sealed from unnest(${lines.map(({ line }) => line)}::int[], ${lines.map(({ slot }) => slot)}::bigint[],
      ${lines.map(({ sealed }) => sealed)}::bytea[]) as l (line, slot, sealed)`)
  await writing.run(sql`insert into screening_question (list, line, partner, state)
    select ${id}::uuid, line, partner, 'waiting' from unnest(${lines.map(({ line }) => line)}::int[]) as l (line), unnest(${[...partners]}::text[]) as p (partner)`)
  await writing.run(
    sql`update screening_list set staged = staged + ${lines.length}, touched_at = ${now}, counter = counter + 1 where id = ${id}::uuid`,
  )
}

/** All are laid out: from now on they are asked about, and the file is gone. */
export const beginAsking = (writing: Writer, id: string, now: Date): Promise<number> =>
  writing.run(sql`update screening_list set state = 'asking', working_until = null, found = null, touched_at = ${now}, counter = counter + 1
    where id = ${id}::uuid`)

export const pauseList = (writing: Writer, id: string, by: (typeof PAUSES)[number]): Promise<number> =>
  writing.run(sql`update screening_list set state = 'paused', paused_by = ${by}, counter = counter + 1 where id = ${id}::uuid`)

export const resumeList = (writing: Writer, id: string): Promise<number> =>
  writing.run(sql`update screening_list set state = 'asking', paused_by = null, counter = counter + 1 where id = ${id}::uuid`)

/** The time of its end stays that of the first time that all were asked. */
export const endAsking = (writing: Writer, id: string, at: { asked_at: Date; forget_at: Date; stopped: boolean }): Promise<number> =>
  writing.run(sql`update screening_list set state = 'asked', paused_by = null, stopped = stopped or ${at.stopped},
    asked_at = coalesce(asked_at, ${at.asked_at}), forget_at = coalesce(forget_at, ${at.forget_at}), counter = counter + 1 where id = ${id}::uuid`)

export const count = (writing: Writer, id: string, more: { clear?: number; unasked?: number; silent?: number }): Promise<number> =>
  writing.run(sql`update screening_list set clear = clear + ${more.clear ?? 0}, unasked = unasked + ${more.unasked ?? 0},
    silent = silent + ${more.silent ?? 0}, counter = counter + 1 where id = ${id}::uuid`)

/** The keys of everything that a list still holds. */
export const slotsOf = async (reading: Reader, { id, slot, file_slot }: Pick<ListRow, 'id' | 'slot' | 'file_slot'>): Promise<number[]> => [
  slot,
  file_slot,
  ...(await reading.many<{ slot: number }>(sql`select slot from screening_line where list = ${id}::uuid limit 100000`)).map(
    (line) => line.slot,
  ),
]

/** Nothing of a list stays but its counts. */
export async function emptyList(writing: Writer, id: string, ending: Ending, now: Date): Promise<void> {
  await writing.run(sql`delete from screening_line where list = ${id}::uuid`)
  await deleteParts(writing, id)
  await writing.run(sql`delete from screening_bad where list = ${id}::uuid`)
  await writing.run(sql`update screening_list set state = 'closed', ending = ${ending}, paused_by = null, sealed = null, found = null, fault = null,
    closed_at = ${now}, touched_at = ${now}, counter = counter + 1 where id = ${id}::uuid`)
}

/** Lists whose time is over: of their deadline, or given up before they were started. */
export const overdueLists = (
  writing: Writer,
  member: string,
  { now, untouched_since, most }: { now: Date; untouched_since: Date; most: number },
): Promise<ListRow[]> =>
  writing.many(sql`select ${COLUMNS} from screening_list where member = ${member} and state <> 'closed' and (forget_at <= ${now}
      or (state in ('receiving', 'reading', 'prepared') and touched_at < ${untouched_since})) order by begun_at limit ${most} for update`)

/** Lists that are being asked about for too long. */
export const endlessLists = (writing: Writer, member: string, started_before: Date, most: number): Promise<ListRow[]> =>
  writing.many(sql`select ${COLUMNS} from screening_list where member = ${member} and state in ('staging', 'asking', 'paused') and asked_at is null
    and started_at < ${started_before} order by started_at limit ${most} for update`)

/** Open lists whose own key, or that of their file, is among those destroyed. */
export const listsUnder = (writing: Writer, slots: readonly number[]): Promise<ListRow[]> =>
  writing.many(sql`select ${COLUMNS} from screening_list where state <> 'closed' and (slot = any(${[...slots]}::bigint[])
    or (found is not null and file_slot = any(${[...slots]}::bigint[]))) limit 10000`)

export const deleteCounts = (writing: Writer, closed_before: Date, most: number): Promise<{ id: string }[]> =>
  writing.many(sql`with old as (select id from screening_list where state = 'closed' and closed_at < ${closed_before} limit ${most}),
      partners as (delete from screening_partner where list in (select id from old))
    delete from screening_list where id in (select id from old) returning id::text as id`)

export interface ListFilter {
  readonly member: string
  readonly classes: readonly number[]
  readonly officer?: string
  readonly unit?: string
  readonly open?: boolean
  readonly since?: Date
}

export async function findLists(
  reading: Reader,
  { member, classes, officer, unit, open, since }: ListFilter,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ rows: ListRow[]; total: number }> {
  const conditions = allOf([
    sql`member = ${member}`,
    sql`access_class = any(${[...classes]}::int[])`,
    ...(officer === undefined ? [] : [sql`officer = ${officer}`]),
    ...(unit === undefined ? [] : [sql`unit = ${unit}`]),
    ...(open === undefined ? [] : [open ? sql`state <> 'closed'` : sql`state = 'closed'`]),
    ...(since === undefined ? [] : [sql`begun_at >= ${since}`]),
  ])
  const { total } = await reading.one<{ total: number }>(sql`select count(*) as total from screening_list where ${conditions}`)
  const rows = await reading.many<ListRow>(
    sql`select ${COLUMNS} from screening_list where ${conditions} order by begun_at desc, id desc limit ${limit} offset ${offset}`,
  )
  return { rows, total }
}
