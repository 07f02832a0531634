/** What supervisors decided: which matters take part, what is a target, which partners are compared with. */
import type { Reader, Writer } from '#kernel/database/port.ts'
import { sql } from '#kernel/database/sql.ts'
import type { Ruling, Target } from '../rules.ts'

const MOST = 10_000

export const rulings = (reading: Reader, member: string): Promise<(Ruling & { changed_at: Date })[]> =>
  reading.many(
    sql`select matter, unit, rule, changed_at from coincidences_rule where member = ${member} order by matter, unit limit ${MOST}`,
  )

export const saveRuling = (writing: Writer, member: string, { matter, unit, rule }: Ruling, officer: string, now: Date): Promise<number> =>
  writing.run(sql`insert into coincidences_rule (member, matter, unit, rule, officer, changed_at)
    values (${member}, ${matter}, ${unit}, ${rule}, ${officer}, ${now})
    on conflict (member, matter, unit) do update set rule = excluded.rule, officer = excluded.officer, changed_at = excluded.changed_at`)

export const targets = (reading: Reader, member: string): Promise<Target[]> =>
  reading.many(sql`select matter, thing, unit from coincidences_target where member = ${member} order by matter, thing limit ${MOST}`)

export const markTarget = (writing: Writer, member: string, { matter, thing, unit }: Target, officer: string, now: Date): Promise<number> =>
  writing.run(sql`insert into coincidences_target (member, matter, thing, unit, officer, marked_at)
    values (${member}, ${matter}, ${thing}, ${unit}, ${officer}, ${now}) on conflict do nothing`)

export const unmarkTarget = (writing: Writer, member: string, { matter, thing, unit }: Target): Promise<number> =>
  writing.run(sql`delete from coincidences_target where member = ${member} and matter = ${matter} and thing = ${thing} and unit = ${unit}`)

export interface PartnerPolicy {
  readonly partner: string
  readonly compared: boolean
  readonly daily: number | null
}

export const partnerPolicies = (reading: Reader, member: string, network: string): Promise<PartnerPolicy[]> =>
  reading.many(
    sql`select partner, compared, daily from coincidences_partner where member = ${member} and network = ${network} order by partner limit 500`,
  )

export const maybePartnerPolicy = (reading: Reader, member: string, network: string, partner: string): Promise<PartnerPolicy | undefined> =>
  reading.maybeOne(
    sql`select partner, compared, daily from coincidences_partner where member = ${member} and network = ${network} and partner = ${partner}`,
  )

export const savePartnerPolicy = (
  writing: Writer,
  member: string,
  network: string,
  { partner, compared, daily }: PartnerPolicy,
): Promise<number> =>
  writing.run(sql`insert into coincidences_partner (member, network, partner, compared, daily)
    values (${member}, ${network}, ${partner}, ${compared}, ${daily})
    on conflict (member, network, partner) do update set compared = excluded.compared, daily = excluded.daily`)

export const participates = async (reading: Reader, member: string): Promise<boolean> =>
  (await reading.maybeOne(sql`select 1 as one from coincidences_rule where member = ${member} and rule <> 'apart' limit 1`)) !== undefined

/** Takes the turn of a comparison, if one is due. */
export const takeTurn = async (writing: Writer, member: string, network: string, now: Date, next_at: Date): Promise<boolean> =>
  (await writing.run(sql`insert into coincidences_pace (member, network, next_at) values (${member}, ${network}, ${next_at})
    on conflict (member, network) do update set next_at = excluded.next_at where coincidences_pace.next_at <= ${now}`)) > 0

export const turnAt = (writing: Writer, member: string, network: string, at: Date): Promise<number> =>
  writing.run(sql`update coincidences_pace set next_at = ${at} where member = ${member} and network = ${network}`)

/** A rule or a mark has changed: every network of the member is looked at anew at once. */
export const hurry = (writing: Writer, member: string, now: Date): Promise<number> =>
  writing.run(sql`update coincidences_pace set next_at = ${now} where member = ${member}`)
