/** Thresholds by purpose, and the changes of them that wait for a second officer. */
import type { Reader, Writer } from '#kernel/database/port.ts'
import { allOf, sql } from '#kernel/database/sql.ts'

export interface ThresholdRow {
  readonly purpose: string
  readonly threshold: number
  readonly set_at: Date
  readonly proposed_by: string
  readonly confirmed_by: string
}

/** What a member has set; at most one row a purpose. */
export const thresholds = (reading: Reader, member: string): Promise<ThresholdRow[]> =>
  reading.many(
    sql`select purpose, threshold, set_at, proposed_by, confirmed_by from registers_threshold where member = ${member} limit 100`,
  )

/** The same, by purpose alone. */
export const thresholdsSet = async (reading: Reader, member: string): Promise<ReadonlyMap<string, number>> =>
  new Map((await thresholds(reading, member)).map(({ purpose, threshold }) => [purpose, threshold]))

export interface ThresholdChangeRow {
  readonly id: string
  readonly member: string
  readonly purpose: string
  readonly before: number
  readonly threshold: number
  readonly reason: string
  readonly proposed_by: string
  readonly proposed_at: Date
  readonly expires_at: Date
  readonly state: 'waiting' | 'confirmed' | 'rejected' | 'expired'
  readonly settled_by: string | null
  readonly settled_at: Date | null
}

const COLUMNS = sql`id::text as id, member, purpose, before, threshold, reason, proposed_by, proposed_at, expires_at, state, settled_by, settled_at`

/** Adds a proposal; false where one of the same purpose waits already. */
export async function insertChange(
  writing: Writer,
  change: Omit<ThresholdChangeRow, 'state' | 'settled_by' | 'settled_at'>,
): Promise<boolean> {
  await writing.run(sql`update registers_threshold_change set state = 'expired'
    where member = ${change.member} and purpose = ${change.purpose} and state = 'waiting' and expires_at <= ${change.proposed_at}`)
  const added = await writing.run(sql`
    insert into registers_threshold_change (id, member, purpose, before, threshold, reason, proposed_by, proposed_at, expires_at, state)
    values (${change.id}, ${change.member}, ${change.purpose}, ${change.before}, ${change.threshold}, ${change.reason},
      ${change.proposed_by}, ${change.proposed_at}, ${change.expires_at}, 'waiting')
    on conflict (member, purpose) where state = 'waiting' do nothing`)
  return added > 0
}

/** Held until the transaction ends, so that it is decided once. */
export const maybeChangeHeld = (writing: Writer, member: string, id: string): Promise<ThresholdChangeRow | undefined> =>
  writing.maybeOne(sql`select ${COLUMNS} from registers_threshold_change where member = ${member} and id = ${id}::uuid for update`)

export const settleChange = (writing: Writer, id: string, state: 'confirmed' | 'rejected', by: string, now: Date): Promise<number> =>
  writing.run(sql`update registers_threshold_change set state = ${state}, settled_by = ${by}, settled_at = ${now}
    where id = ${id}::uuid and state = 'waiting'`)

export const setThreshold = (
  writing: Writer,
  { id, member, purpose, threshold, proposed_by }: ThresholdChangeRow,
  confirmed_by: string,
  now: Date,
): Promise<number> =>
  writing.run(sql`insert into registers_threshold (member, purpose, threshold, change, set_at, proposed_by, confirmed_by)
    values (${member}, ${purpose}, ${threshold}, ${id}::uuid, ${now}, ${proposed_by}, ${confirmed_by})
    on conflict (member, purpose) do update set threshold = excluded.threshold, change = excluded.change, set_at = excluded.set_at,
      proposed_by = excluded.proposed_by, confirmed_by = excluded.confirmed_by`)

export async function findChanges(
  reading: Reader,
  { member, waiting, now }: { member: string; waiting?: boolean; now: Date },
  { limit, offset }: { limit: number; offset: number },
): Promise<{ rows: ThresholdChangeRow[]; total: number }> {
  const stands = sql`(state = 'waiting' and expires_at > ${now})`
  const where = allOf([sql`member = ${member}`, ...(waiting === undefined ? [] : [waiting ? stands : sql`not ${stands}`])])
  const { total } = await reading.one<{ total: number }>(sql`select count(*) as total from registers_threshold_change where ${where}`)
  const rows = await reading.many<ThresholdChangeRow>(sql`select ${COLUMNS} from registers_threshold_change where ${where}
    order by proposed_at desc, id desc limit ${limit} offset ${offset}`)
  return { rows, total }
}
