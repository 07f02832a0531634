/** How many people a member's officers and units may check, and how many they did today. */
import type { Reader, Writer } from '#kernel/database/port.ts'
import { sql } from '#kernel/database/sql.ts'
import type { Quota } from '../rules.ts'

export interface QuotaRow extends Quota {
  readonly set_at: Date | null
  readonly set_by: string | null
}

const COLUMNS = sql`per_list, per_officer_day, per_unit_day, set_at, set_by`

export const maybeQuota = (reading: Reader, member: string): Promise<QuotaRow | undefined> =>
  reading.maybeOne(sql`select ${COLUMNS} from screening_quota where member = ${member}`)

/** The quota of a member, held until the transaction ends: two lists started side by side do not pass it together. */
export async function holdQuota(writing: Writer, member: string, otherwise: Quota): Promise<QuotaRow> {
  await writing.run(sql`insert into screening_quota (member, per_list, per_officer_day, per_unit_day)
    values (${member}, ${otherwise.per_list}, ${otherwise.per_officer_day}, ${otherwise.per_unit_day}) on conflict do nothing`)
  return writing.one(sql`select ${COLUMNS} from screening_quota where member = ${member} for update`)
}

export const setQuota = (writing: Writer, member: string, quota: Quota, by: string, now: Date): Promise<number> =>
  writing.run(sql`insert into screening_quota (member, per_list, per_officer_day, per_unit_day, set_at, set_by)
    values (${member}, ${quota.per_list}, ${quota.per_officer_day}, ${quota.per_unit_day}, ${now}, ${by})
    on conflict (member) do update set per_list = excluded.per_list, per_officer_day = excluded.per_officer_day, per_unit_day = excluded.per_unit_day,
      set_at = excluded.set_at, set_by = excluded.set_by`)

/** People on lists started since a moment, by an officer and by a unit. */
export const checkedSince = (
  reading: Reader,
  member: string,
  { officer, unit }: { officer: string; unit: string },
  since: Date,
): Promise<{ officer: number; unit: number }> =>
  reading.one(sql`select coalesce(sum(lines) filter (where officer = ${officer}), 0)::bigint as officer,
      coalesce(sum(lines) filter (where unit = ${unit}), 0)::bigint as unit
    from screening_list where member = ${member} and started_at >= ${since} and (officer = ${officer} or unit = ${unit})`)
