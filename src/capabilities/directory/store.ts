/** The only SQL of the directory: the own draft, the newest statement of each member, units and contact points. */
import type { Reader, Writer } from '#kernel/database/port.ts'
import { allOf, type Sql, sql } from '#kernel/database/sql.ts'
import type { MemberId, NetworkId } from '#wire/address.ts'
import type { ContactKind, Names } from './bodies.ts'

export interface SealedRow {
  readonly slot: number
  readonly sealed: Uint8Array
}

export interface DraftRow extends SealedRow {
  readonly member: MemberId
  readonly network: NetworkId
  readonly changed_at: Date
  readonly changed_by: string
}

export interface StatementRow extends SealedRow {
  readonly network: NetworkId
  readonly member: MemberId
  readonly version: number
  readonly statement: string | null
  readonly stated_at: Date
  readonly received_at: Date
}

export interface UnitRow {
  readonly network: NetworkId
  readonly member: MemberId
  readonly id: string
  readonly kind: string
  readonly parent: string | null
  readonly names: Names
  readonly place: number
}

export interface ContactRow extends SealedRow {
  readonly network: NetworkId
  readonly member: MemberId
  readonly id: string
  readonly unit: string | null
  readonly kind: ContactKind
  readonly crime_areas: readonly string[]
  readonly languages: readonly string[]
  readonly last_confirmed: Date
  readonly stale_since: Date | null
  readonly place: number
  readonly access_class: number
}

export const maybeDraft = (reading: Reader, member: MemberId, network: NetworkId): Promise<DraftRow | undefined> =>
  reading.maybeOne<DraftRow>(sql`select * from directory_draft where member = ${member} and network = ${network}`)

export async function saveDraft(writing: Writer, row: DraftRow): Promise<void> {
  await writing.run(sql`
    insert into directory_draft (member, network, changed_at, changed_by, slot, sealed)
    values (${row.member}, ${row.network}, ${row.changed_at}, ${row.changed_by}, ${row.slot}, ${row.sealed})
    on conflict (member, network) do update set changed_at = excluded.changed_at, changed_by = excluded.changed_by, slot = excluded.slot, sealed = excluded.sealed`)
}

export const maybeStatement = (reading: Reader, network: NetworkId, member: MemberId): Promise<StatementRow | undefined> =>
  reading.maybeOne<StatementRow>(sql`select * from directory_statement where network = ${network} and member = ${member}`)

export const statementsOf = (reading: Reader, network: NetworkId): Promise<StatementRow[]> =>
  reading.many<StatementRow>(sql`select * from directory_statement where network = ${network} order by member limit 1000`)

/** Puts a newer statement in the place of the one before it, units and contact points with it. */
export async function replaceStatement(
  writing: Writer,
  row: StatementRow,
  units: readonly UnitRow[],
  contacts: readonly ContactRow[],
): Promise<void> {
  const { network, member } = row
  await writing.run(sql`
    insert into directory_statement (network, member, version, statement, stated_at, received_at, slot, sealed)
    values (${network}, ${member}, ${row.version}, ${row.statement}, ${row.stated_at}, ${row.received_at}, ${row.slot}, ${row.sealed})
    on conflict (network, member) do update set version = excluded.version, statement = excluded.statement, stated_at = excluded.stated_at,
      received_at = excluded.received_at, slot = excluded.slot, sealed = excluded.sealed`)
  await writing.run(sql`delete from directory_unit where network = ${network} and member = ${member}`)
  await writing.run(sql`delete from directory_contact where network = ${network} and member = ${member}`)
  for (const unit of units) {
    await writing.run(sql`
      insert into directory_unit (network, member, id, kind, parent, names, place)
      values (${network}, ${member}, ${unit.id}, ${unit.kind}, ${unit.parent}, ${unit.names}::jsonb, ${unit.place})`)
  }
  for (const contact of contacts) {
    await writing.run(sql`
      insert into directory_contact (network, member, id, unit, kind, crime_areas, languages, last_confirmed, place, access_class, slot, sealed)
      values (${network}, ${member}, ${contact.id}, ${contact.unit}, ${contact.kind}, ${[...contact.crime_areas]}::text[], ${[...contact.languages]}::text[],
        ${contact.last_confirmed}, ${contact.place}, ${contact.access_class}, ${contact.slot}, ${contact.sealed})`)
  }
}

export const unitsOf = (reading: Reader, network: NetworkId, member: MemberId): Promise<UnitRow[]> =>
  reading.many<UnitRow>(sql`select * from directory_unit where network = ${network} and member = ${member} order by place limit 1000`)

export const unitsNamed = (reading: Reader, contacts: readonly ContactRow[]): Promise<UnitRow[]> =>
  contacts.length === 0
    ? Promise.resolve([])
    : reading.many<UnitRow>(sql`
        select u.* from directory_unit u
        join unnest(${contacts.map(({ network }) => network)}::text[], ${contacts.map(({ member }) => member)}::text[], ${contacts.map(({ unit }) => unit)}::text[]) as c (network, member, id)
          on c.network = u.network and c.member = u.member and c.id = u.id limit 10000`)

export interface ContactFilter {
  readonly networks: readonly NetworkId[]
  readonly classes: readonly number[]
  readonly member?: MemberId | undefined
  readonly kind?: ContactKind | undefined
  readonly crime_area?: string | undefined
  readonly language?: string | undefined
  readonly unit?: string | undefined
  /** Confirmed before it (stale), or since. */
  readonly stale?: { readonly before: Date; readonly is: boolean } | undefined
}

export async function contactsPage(
  reading: Reader,
  filter: ContactFilter,
  limit: number,
  offset: number,
): Promise<{ rows: ContactRow[]; total: number }> {
  const conditions: Sql[] = [sql`network = any(${[...filter.networks]}::text[])`, sql`access_class = any(${[...filter.classes]}::int[])`]
  if (filter.member !== undefined) conditions.push(sql`member = ${filter.member}`)
  if (filter.kind !== undefined) conditions.push(sql`kind = ${filter.kind}`)
  if (filter.unit !== undefined) conditions.push(sql`unit = ${filter.unit}`)
  // no area named means that it answers for all
  if (filter.crime_area !== undefined) conditions.push(sql`(${filter.crime_area} = any(crime_areas) or crime_areas = '{}')`)
  if (filter.language !== undefined) conditions.push(sql`${filter.language} = any(languages)`)
  if (filter.stale !== undefined)
    conditions.push(filter.stale.is ? sql`last_confirmed <= ${filter.stale.before}` : sql`last_confirmed > ${filter.stale.before}`)
  const where = allOf(conditions)
  const rows = await reading.many<ContactRow>(sql`
    select * from directory_contact where ${where} order by network, member, (kind <> 'single-point-of-contact'), place, id limit ${limit} offset ${offset}`)
  const { total } = await reading.one<{ total: number }>(sql`select count(*) as total from directory_contact where ${where}`)
  return { rows, total }
}

export interface MemberFigures {
  readonly member: MemberId
  readonly contacts: number
  readonly stale: number
}

export const memberFigures = (
  reading: Reader,
  network: NetworkId,
  classes: readonly number[],
  stale_before: Date,
): Promise<MemberFigures[]> =>
  reading.many<MemberFigures>(sql`
    select member, count(*) as contacts, count(*) filter (where last_confirmed <= ${stale_before}) as stale
    from directory_contact where network = ${network} and access_class = any(${[...classes]}::int[]) group by member limit 1000`)

/** Marks contact points nobody confirmed since, and answers them; each once until it is stated anew. */
export const markStale = (
  writing: Writer,
  before: Date,
  now: Date,
  limit: number,
): Promise<{ network: NetworkId; member: MemberId; id: string }[]> =>
  writing.many<{ network: NetworkId; member: MemberId; id: string }>(sql`
    update directory_contact set stale_since = ${now} where (network, member, id) in (
      select network, member, id from directory_contact where stale_since is null and last_confirmed <= ${before} order by last_confirmed limit ${limit})
    returning network, member, id`)

export const versionSent = async (reading: Reader, network: NetworkId, member: MemberId, partner: MemberId): Promise<number> =>
  (
    await reading.maybeOne<{ version: number }>(
      sql`select version from directory_sent where network = ${network} and member = ${member} and partner = ${partner}`,
    )
  )?.version ?? 0

export const versionsSent = (reading: Reader, network: NetworkId, member: MemberId): Promise<{ partner: MemberId; version: number }[]> =>
  reading.many<{ partner: MemberId; version: number }>(
    sql`select partner, version from directory_sent where network = ${network} and member = ${member} limit 1000`,
  )

export async function noteSent(writing: Writer, network: NetworkId, member: MemberId, partner: MemberId, version: number): Promise<void> {
  await writing.run(sql`
    insert into directory_sent (network, member, partner, version) values (${network}, ${member}, ${partner}, ${version})
    on conflict (network, member, partner) do update set version = greatest(directory_sent.version, excluded.version)`)
}
