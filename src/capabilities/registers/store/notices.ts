/** Who was told of a hit, how much partners asked, and what they are refused. */
import type { Reader, Writer } from '#kernel/database/port.ts'
import { allOf, sql } from '#kernel/database/sql.ts'
import type { SharingRule } from '../rules.ts'

export interface NewNotice {
  readonly id: string
  readonly record: string
  readonly network: string
  readonly by_member: string
  readonly by_unit: string
  readonly purpose: string
  readonly statement: string
  readonly subject_kind: string
  readonly score: number
  readonly shown: boolean
  readonly at: Date
}

/** A repeated question tells no second time. */
export async function insertNotices(writing: Writer, notices: readonly NewNotice[]): Promise<void> {
  if (notices.length === 0) return
  const column = <K extends keyof NewNotice>(key: K) => notices.map((notice) => notice[key])
  await writing.run(sql`insert into registers_notice (id, record, network, by_member, by_unit, purpose, statement, subject_kind, score, shown, at)
    select * from unnest(${column('id')}::uuid[], ${column('record')}::uuid[], ${column('network')}::text[],
      ${column('by_member')}::text[], ${column('by_unit')}::text[], ${column('purpose')}::text[], ${column('statement')}::uuid[],
      ${column('subject_kind')}::text[], ${column('score')}::real[], ${column('shown')}::boolean[], ${column('at')}::timestamptz[])
    on conflict (record, statement) do nothing`)
}

export interface NoticeRow extends NewNotice {
  readonly reference: string | null
  readonly kind: string
}

export async function findNotices(
  reading: Reader,
  { member, classes, record, unit, since }: { member: string; classes: readonly number[]; record?: string; unit?: string; since?: Date },
  { limit, offset }: { limit: number; offset: number },
): Promise<{ rows: NoticeRow[]; total: number }> {
  const conditions = allOf([
    sql`r.member = ${member}`,
    sql`r.access_class = any(${[...classes]}::int[])`,
    ...(record === undefined ? [] : [sql`n.record = ${record}::uuid`]),
    ...(unit === undefined ? [] : [sql`r.unit = ${unit}`]),
    ...(since === undefined ? [] : [sql`n.at >= ${since}`]),
  ])
  const from = sql`registers_notice n join registers_live r on r.id = n.record`
  const { total } = await reading.one<{ total: number }>(sql`select count(*) as total from ${from} where ${conditions}`)
  const rows = await reading.many<NoticeRow>(sql`select n.id::text as id, n.record::text as record, r.reference, r.kind, n.network,
      n.by_member, n.by_unit, n.purpose, n.statement::text as statement, n.subject_kind, n.score, n.shown, n.at
    from ${from} where ${conditions} order by n.at desc, n.id desc limit ${limit} offset ${offset}`)
  return { rows, total }
}

/** Notices are kept as long as the journal's own retention asks nothing else: older ones go, at most `most`. */
export const deleteNotices = (writing: Writer, before: Date, most: number): Promise<number> =>
  writing.run(
    sql`delete from registers_notice where id in (select id from registers_notice where at < ${before} order by at limit ${most})`,
  )

export async function askedThisHour(reading: Reader, member: string, network: string, partner: string, hour: Date): Promise<number> {
  const row = await reading.maybeOne<{ asked: number }>(
    sql`select asked from registers_quota where member = ${member} and network = ${network} and partner = ${partner} and hour = ${hour}`,
  )
  return row?.asked ?? 0
}

export const countAsked = (writing: Writer, member: string, network: string, partner: string, hour: Date): Promise<number> =>
  writing.run(sql`insert into registers_quota (member, network, partner, hour, asked) values (${member}, ${network}, ${partner}, ${hour}, 1)
    on conflict (member, network, partner, hour) do update set asked = registers_quota.asked + 1`)

export const deleteQuotas = (writing: Writer, before: Date): Promise<number> =>
  writing.run(sql`delete from registers_quota where hour < ${before}`)

/** What one partner may ask in an hour, where the member has said so. */
export const maybeQuotaLimit = async (reading: Reader, member: string): Promise<number | undefined> =>
  (await reading.maybeOne<{ per_hour: number }>(sql`select per_hour from registers_quota_limit where member = ${member}`))?.per_hour

export const setQuotaLimit = (writing: Writer, member: string, per_hour: number, now: Date, by: string): Promise<number> =>
  writing.run(sql`insert into registers_quota_limit (member, per_hour, set_at, set_by) values (${member}, ${per_hour}, ${now}, ${by})
    on conflict (member) do update set per_hour = excluded.per_hour, set_at = excluded.set_at, set_by = excluded.set_by`)

export const MAX_SHARING_RULES = 1_000

export type SharingRuleRow = SharingRule & { readonly id: string; readonly set_at: Date; readonly set_by: string }

export const sharingRules = (reading: Reader, member: string): Promise<SharingRuleRow[]> =>
  reading.many(sql`select id::text as id, network, partner, purpose, kind, verdict, ground, set_at, set_by from registers_sharing_rule
    where member = ${member} order by network, partner, kind, purpose limit ${MAX_SHARING_RULES}`)

export const setSharingRule = (writing: Writer, member: string, rule: SharingRuleRow): Promise<{ id: string }> =>
  writing.one(sql`insert into registers_sharing_rule (id, member, network, partner, purpose, kind, verdict, ground, set_at, set_by)
    values (${rule.id}, ${member}, ${rule.network}, ${rule.partner}, ${rule.purpose}, ${rule.kind}, ${rule.verdict}, ${rule.ground}, ${rule.set_at}, ${rule.set_by})
    on conflict (member, network, partner, purpose, kind) do update
      set verdict = excluded.verdict, ground = excluded.ground, set_at = excluded.set_at, set_by = excluded.set_by
    returning id::text as id`)

export const removeSharingRule = (writing: Writer, member: string, id: string): Promise<number> =>
  writing.run(sql`delete from registers_sharing_rule where member = ${member} and id = ${id}::uuid`)
