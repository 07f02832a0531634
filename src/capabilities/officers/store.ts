/** The only SQL of this capability: changes that wait for a second administrator. Accounts are the kernel's. */
import type { Reader, Writer } from '#kernel/database/port.ts'
import { allOf, sql } from '#kernel/database/sql.ts'

export interface ChangeRow<Proposal = unknown> {
  readonly id: string
  readonly member: string
  readonly kind: 'add' | 'change' | 'reset' | 'token'
  readonly officer: string | null
  readonly officer_version: number | null
  readonly proposal: Proposal
  readonly reason: string
  readonly proposed_by: string
  readonly proposed_at: Date
  readonly expires_at: Date
  readonly state: 'waiting' | 'confirmed' | 'rejected'
  readonly settled_by: string | null
  readonly settled_at: Date | null
  /** Of the proposer's half of new credentials; the sealed bytes go when it is collected or lapses. */
  readonly half_slot: number | null
  readonly half_sealed: Uint8Array | null
  readonly collected_at: Date | null
}

export const insertChange = (
  writing: Writer,
  change: Omit<ChangeRow, 'state' | 'settled_by' | 'settled_at' | 'half_slot' | 'half_sealed' | 'collected_at'>,
) =>
  writing.run(sql`
    insert into officers_change (id, member, kind, officer, officer_version, proposal, reason, proposed_by, proposed_at, expires_at, state)
    values (${change.id}, ${change.member}, ${change.kind}, ${change.officer}, ${change.officer_version},
      ${JSON.stringify(change.proposal)}::text::jsonb, ${change.reason}, ${change.proposed_by},
      ${change.proposed_at.toISOString()}::timestamptz, ${change.expires_at.toISOString()}::timestamptz, 'waiting')`)

export const maybeChange = (reading: Reader, id: string) => reading.maybeOne<ChangeRow>(sql`select * from officers_change where id = ${id}`)

export const maybeChangeHeld = (writing: Writer, id: string) =>
  writing.maybeOne<ChangeRow>(sql`select * from officers_change where id = ${id} for update`)

export const settleChange = (writing: Writer, id: string, state: 'confirmed' | 'rejected', by: string, now: Date) =>
  writing.run(sql`
    update officers_change set state = ${state}, settled_by = ${by}, settled_at = ${now.toISOString()}::timestamptz
    where id = ${id} and state = 'waiting'`)

export const keepHalf = (writing: Writer, id: string, slot: number, sealed: Uint8Array) =>
  writing.run(sql`update officers_change set half_slot = ${slot}, half_sealed = ${sealed} where id = ${id}`)

export const markCollected = (writing: Writer, id: string, now: Date) =>
  writing.run(sql`
    update officers_change set half_sealed = null, collected_at = ${now.toISOString()}::timestamptz where id = ${id}`)

/** Takes what nobody collected; answers the slots whose keys go with it. */
export const dropLapsedHalves = async (writing: Writer, settled_before: Date, limit: number): Promise<number[]> =>
  (
    await writing.many<{ half_slot: number }>(sql`
      update officers_change set half_sealed = null where id in (
        select id from officers_change where half_sealed is not null and settled_at <= ${settled_before.toISOString()}::timestamptz limit ${limit})
      returning half_slot`)
  ).map(({ half_slot }) => half_slot)

export const countWaiting = async (reading: Reader, member: string, now: Date): Promise<number> =>
  (
    await reading.one<{ count: number }>(sql`
      select count(*) as count from officers_change
      where member = ${member} and state = 'waiting' and expires_at > ${now.toISOString()}::timestamptz`)
  ).count

export async function manyChanges(
  reading: Reader,
  { member, waiting, now }: { member: string; waiting?: boolean; now: Date },
  { limit, offset }: { limit: number; offset: number },
) {
  const stands = sql`(state = 'waiting' and expires_at > ${now.toISOString()}::timestamptz)`
  const where = allOf([sql`member = ${member}`, ...(waiting === undefined ? [] : [waiting ? stands : sql`not ${stands}`])])
  const rows = await reading.many<ChangeRow>(
    sql`select * from officers_change where ${where} order by proposed_at desc, id limit ${limit} offset ${offset}`,
  )
  const { total } = await reading.one<{ total: number }>(sql`select count(*) as total from officers_change where ${where}`)
  return { rows, total }
}
