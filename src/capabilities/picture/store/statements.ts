/** What members state of their seizures: the newest of each year whole, of those before it only that there was one. */
import type { Reader, Writer } from '#kernel/database/port.ts'
import { allOf, sql } from '#kernel/database/sql.ts'
import type { MemberId, NetworkId } from '#wire/address.ts'
import type { Classification } from '#wire/vocabulary.ts'

export interface StatementRow {
  readonly holder: MemberId
  readonly network: NetworkId
  readonly member: MemberId
  readonly year: number
  readonly version: number
  readonly statement: string
  readonly stated_at: Date
  readonly received_at: Date
  readonly classification: Classification
  readonly access_class: number
  readonly figures: number
  readonly slot: number
  readonly sealed: Uint8Array | null
}

export const newestVersion = async (reading: Reader, holder: string, network: string, member: string, year: number): Promise<number> =>
  (
    await reading.one<{ version: number | null }>(sql`select max(version) as version from picture_statement
      where holder = ${holder} and network = ${network} and member = ${member} and year = ${year}`)
  ).version ?? 0

export const insertStatement = (writing: Writer, row: StatementRow): Promise<number> =>
  writing.run(sql`insert into picture_statement (holder, network, member, year, version, statement, stated_at, received_at, classification, access_class,
      figures, slot, sealed)
    values (${row.holder}, ${row.network}, ${row.member}, ${row.year}, ${row.version}, ${row.statement}, ${row.stated_at}, ${row.received_at},
      ${row.classification}, ${row.access_class}, ${row.figures}, ${row.slot}, ${row.sealed})`)

/** Empties the versions before one, and answers the slots of what they said. */
export const supersede = async (
  writing: Writer,
  { holder, network, member, year, version }: Pick<StatementRow, 'holder' | 'network' | 'member' | 'year' | 'version'>,
): Promise<number[]> =>
  (
    await writing.many<{ slot: number }>(sql`update picture_statement set sealed = null where holder = ${holder} and network = ${network}
      and member = ${member} and year = ${year} and version < ${version} and sealed is not null returning slot`)
  ).map(({ slot }) => slot)

const KEPT_VERSIONS = 100
/** Of versions that say nothing any more, the newest hundred stay. */
export const pruneVersions = (
  writing: Writer,
  { holder, network, member, year }: Pick<StatementRow, 'holder' | 'network' | 'member' | 'year'>,
): Promise<number> =>
  writing.run(sql`delete from picture_statement where (holder, network, member, year, version) in (
    select holder, network, member, year, version from picture_statement where holder = ${holder} and network = ${network} and member = ${member}
      and year = ${year} and sealed is null order by version desc offset ${KEPT_VERSIONS})`)

export const emptyStatements = (writing: Writer, slots: readonly number[]): Promise<number> =>
  writing.run(sql`update picture_statement set sealed = null where slot = any(${[...slots]}::bigint[]) and sealed is not null`)

const MOST = 2_000
export const statementsIn = (
  reading: Reader,
  filter: {
    readonly holder: string
    readonly classes: readonly number[]
    readonly network?: string | undefined
    readonly year?: number | undefined
  },
): Promise<StatementRow[]> =>
  reading.many(
    sql`select * from picture_statement where ${allOf([
      sql`holder = ${filter.holder}`,
      sql`access_class = any(${[...filter.classes]}::int[])`,
      ...(filter.network === undefined ? [] : [sql`network = ${filter.network}`]),
      ...(filter.year === undefined ? [] : [sql`year = ${filter.year}`]),
    ])} order by year desc, network, member, version desc limit ${MOST}`,
  )

/** The newest of each year that a member stated and that still says something. */
export const ownStatements = (reading: Reader, network: string, member: string): Promise<StatementRow[]> =>
  reading.many(sql`select * from picture_statement where holder = ${member} and network = ${network} and member = ${member} and sealed is not null
    order by year limit 200`)

export const sentVersions = (
  reading: Reader,
  network: string,
  member: string,
): Promise<{ partner: string; year: number; version: number }[]> =>
  reading.many(sql`select partner, year, version from picture_sent where network = ${network} and member = ${member} limit 100000`)

export async function noteSent(
  writing: Writer,
  { network, member, partner, year, version }: { network: string; member: string; partner: string; year: number; version: number },
): Promise<void> {
  await writing.run(sql`insert into picture_sent (member, network, partner, year, version) values (${member}, ${network}, ${partner}, ${year}, ${version})
    on conflict (member, network, partner, year) do update set version = greatest(picture_sent.version, excluded.version)`)
}
