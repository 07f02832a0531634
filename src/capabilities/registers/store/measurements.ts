/** Measurements: what is known of each in clear, and its pairs and scores as sealed bytes. */
import type { Reader, Writer } from '#kernel/database/port.ts'
import { sql } from '#kernel/database/sql.ts'

export const MEASUREMENT_LABEL = 'registers.measurement'
export const PAIRS_LABEL = 'registers.measurement-pairs'
export const SCORES_LABEL = 'registers.measurement-scores'
export const GROUPS_LABEL = 'registers.measurement-groups'

export interface MeasurementRow {
  readonly id: string
  readonly member: string
  readonly officer: string
  readonly source: 'synthetic' | 'upload'
  readonly names_alone: boolean
  readonly pairs: number
  readonly done: number
  readonly state: 'running' | 'done' | 'interrupted'
  readonly begun_at: Date
  readonly touched_at: Date
  readonly finished_at: Date | null
  readonly kept: boolean
  readonly keep_until: Date
  readonly slot: number
  readonly sealed: Uint8Array
}

const COLUMNS = sql`id::text as id, member, officer, source, names_alone, pairs, done, state, begun_at, touched_at, finished_at, kept, keep_until, slot, sealed`

/** What an officer may see of a member's measurements: the saved ones, and the own. */
const seen = (member: string, officer: string) => sql`member = ${member} and (kept or officer = ${officer})`

export const insertMeasurement = (
  writing: Writer,
  row: Omit<MeasurementRow, 'done' | 'state' | 'touched_at' | 'finished_at' | 'kept'> & { readonly sealed_pairs: Uint8Array },
): Promise<number> =>
  writing.run(sql`insert into registers_measurement
    (id, member, officer, source, names_alone, pairs, state, begun_at, touched_at, keep_until, slot, sealed, sealed_pairs)
    values (${row.id}, ${row.member}, ${row.officer}, ${row.source}, ${row.names_alone}, ${row.pairs}, 'running', ${row.begun_at}, ${row.begun_at},
      ${row.keep_until}, ${row.slot}, ${row.sealed}, ${row.sealed_pairs})`)

export const maybeMeasurement = (reading: Reader, member: string, officer: string, id: string): Promise<MeasurementRow | undefined> =>
  reading.maybeOne(sql`select ${COLUMNS} from registers_measurement where id = ${id}::uuid and ${seen(member, officer)}`)

export const maybeMeasurementHeld = (writing: Writer, member: string, officer: string, id: string): Promise<MeasurementRow | undefined> =>
  writing.maybeOne(sql`select ${COLUMNS} from registers_measurement where id = ${id}::uuid and ${seen(member, officer)} for update`)

/** The sealed parts of one; scores and counts are null until it is done. */
export const sealedParts = (
  reading: Reader,
  id: string,
): Promise<{ sealed_pairs: Uint8Array; sealed_scores: Uint8Array | null; sealed_groups: Uint8Array | null }> =>
  reading.one(sql`select sealed_pairs, sealed_scores, sealed_groups from registers_measurement where id = ${id}::uuid`)

/** Says how far it is; false where it was removed or given up meanwhile. */
export const tellDone = async (writing: Writer, id: string, done: number, now: Date): Promise<boolean> =>
  (await writing.run(
    sql`update registers_measurement set done = ${done}, touched_at = ${now} where id = ${id}::uuid and state = 'running'`,
  )) > 0

export const finishMeasurement = (
  writing: Writer,
  {
    id,
    done,
    sealed_scores,
    sealed_groups,
    now,
  }: { id: string; done: number; sealed_scores: Uint8Array; sealed_groups: Uint8Array; now: Date },
): Promise<number> =>
  writing.run(sql`update registers_measurement set state = 'done', done = ${done}, sealed_scores = ${sealed_scores},
      sealed_groups = ${sealed_groups}, touched_at = ${now}, finished_at = ${now}
    where id = ${id}::uuid and state = 'running'`)

export const keepMeasurement = (
  writing: Writer,
  { id, sealed, keep_until }: { id: string; sealed: Uint8Array; keep_until: Date },
): Promise<number> =>
  writing.run(sql`update registers_measurement set kept = true, sealed = ${sealed}, keep_until = ${keep_until} where id = ${id}::uuid`)

export const removeMeasurement = (writing: Writer, id: string): Promise<number> =>
  writing.run(sql`delete from registers_measurement where id = ${id}::uuid`)

export async function findMeasurements(
  reading: Reader,
  { member, officer }: { member: string; officer: string },
  { limit, offset }: { limit: number; offset: number },
): Promise<{ rows: MeasurementRow[]; total: number }> {
  const where = seen(member, officer)
  const { total } = await reading.one<{ total: number }>(sql`select count(*) as total from registers_measurement where ${where}`)
  const rows = await reading.many<MeasurementRow>(
    sql`select ${COLUMNS} from registers_measurement where ${where} order by begun_at desc, id desc limit ${limit} offset ${offset}`,
  )
  return { rows, total }
}

/** How many a member has, how many of them run, and how many an officer has not saved. */
export const countMeasurements = (
  reading: Reader,
  member: string,
  officer: string,
): Promise<{ all: number; running: number; unsaved: number }> =>
  reading.one(sql`select count(*) as all, count(*) filter (where state = 'running') as running,
      count(*) filter (where not kept and officer = ${officer}) as unsaved
    from registers_measurement where member = ${member}`)

/** Whose process went away in the middle; answers how many. */
export const interruptMeasurements = (writing: Writer, before: Date): Promise<number> =>
  writing.run(sql`update registers_measurement set state = 'interrupted' where state = 'running' and touched_at < ${before}`)

/** Unsaved ones that are no longer new, by officer: for the question whose session is over. */
export const unsavedMeasurements = (
  reading: Reader,
  before: Date,
  most: number,
): Promise<{ id: string; officer: string; slot: number }[]> =>
  reading.many(sql`select id::text as id, officer, slot from registers_measurement
    where not kept and begun_at < ${before} order by begun_at limit ${most}`)

/** Removes those whose time is over, at most `most`; answers the slots of their keys. */
export const removeOverMeasurements = (writing: Writer, now: Date, most: number): Promise<{ slot: number }[]> =>
  writing.many(sql`delete from registers_measurement
    where id in (select id from registers_measurement where keep_until < ${now} order by keep_until limit ${most}) returning slot`)

/** Removes those whose keys are gone. */
export const removeMeasurementsUnder = (writing: Writer, slots: readonly number[]): Promise<number> =>
  writing.run(sql`delete from registers_measurement where slot = any(${[...slots]}::bigint[])`)
