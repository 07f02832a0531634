/** SQL of the daily totals: counted once from the journal in its own order, then read without it. */
import type { Reader, Writer } from '#kernel/database/port.ts'
import { sql } from '#kernel/database/sql.ts'
import type { Period } from '../rules.ts'

/** Counts up to `most` further entries; answers how many. */
export async function countEntries(writing: Writer, now: Date, most: number): Promise<number> {
  const { log, through } = await writing.one<{ log: number; through: number }>(sql`select log, through from oversight_counted for update`)
  const { open, size } = await writing.one<{ open: number; size: number }>(sql`
    select log as open, case when log = ${log} then size else coalesce((select max(size) from journal_checkpoint where log = ${log}), 0) end as size from journal_head`)
  const to = Math.min(size, through + most)
  if (to > through) {
    await writing.run(sql`
      insert into oversight_count (day, member, unit, event, outcome, purpose, type, count)
      select (at at time zone 'UTC')::date, coalesce(detail ->> 'member', ''), coalesce(detail ->> 'unit', ''), event, outcome, coalesce(detail ->> 'purpose', ''), coalesce(detail ->> 'type', ''), count(*)
      from (select at, event, outcome, case when row is not null then convert_from(row, 'UTF8')::jsonb -> 'detail' end as detail
        from journal_entry where log = ${log} and sequence >= ${through} and sequence < ${to}) as fresh
      group by 1, 2, 3, 4, 5, 6, 7
      on conflict (day, member, unit, event, outcome, purpose, type) do update set count = oversight_count.count + excluded.count`)
  }
  // a log that a restore closed grows no more: the next round begins with the one after it
  const is_done = log < open && to === size
  await writing.run(sql`update oversight_counted set log = ${is_done ? log + 1 : log}, through = ${is_done ? 0 : to}, at = ${now}`)
  return to - through
}

export interface CountFilter {
  readonly period: Period
  readonly member: string
  readonly unit?: string
  readonly event?: string
}
const where = ({ period, member, unit, event }: CountFilter) =>
  sql`day >= ${period.from.toISOString().slice(0, 10)}::date and day <= ${period.to.toISOString().slice(0, 10)}::date and member in (${member}::text, '')
    and ${unit === undefined ? sql`true` : sql`unit = ${unit}`} and ${event ? sql`starts_with(event, ${event})` : sql`true`}`

export const countsByDay = (
  reading: Reader,
  filter: CountFilter,
  most: number,
): Promise<{ day: string; event: string; outcome: string; type: string; count: number }[]> =>
  reading.many(
    sql`select day::text as day, event, outcome, type, sum(count)::bigint as count from oversight_count where ${where(filter)} group by 1, 2, 3, 4 order by 1 desc, 2, 3, 4 limit ${most}`,
  )

export const countsByPurpose = (
  reading: Reader,
  filter: CountFilter,
  most: number,
): Promise<{ event: string; purpose: string; count: number }[]> =>
  reading.many(
    sql`select event, purpose, sum(count)::bigint as count from oversight_count where ${where(filter)} and purpose <> '' and outcome = 'done' group by 1, 2 order by 1, 2 limit ${most}`,
  )

/** When the totals were last brought forward, and how many entries of the open log they lack. */
export const countedThrough = (reading: Reader): Promise<{ at: Date | null; uncounted: number }> =>
  reading.one(
    sql`select c.at, h.size - case when c.log = h.log then c.through else 0 end as uncounted from oversight_counted c cross join journal_head h`,
  )
