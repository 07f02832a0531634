/** Spaces as this node knows them: one row each for its own member. */
import type { Reader, Writer } from '#kernel/database/port.ts'
import { type Sql, sql } from '#kernel/database/sql.ts'
import type { MemberId } from '#wire/address.ts'

export interface SpaceRow {
  readonly member: MemberId
  readonly id: string
  readonly network: string
  readonly unit: string
  readonly access_class: number
  readonly kind: string
  readonly state: string
  readonly leader: MemberId
  readonly epoch: number
  readonly members: readonly MemberId[]
  readonly invited: readonly MemberId[]
  readonly belongs: boolean
  readonly begun_at: Date
  readonly touched_at: Date
  readonly ended_at: Date | null
  readonly emptied_at: Date | null
  readonly slot: number
  readonly sealed: Uint8Array | null
}

const COLUMNS = sql`member, id::text as id, network, unit, access_class, kind, state, leader, epoch, members, invited, belongs, begun_at, touched_at, ended_at,
  emptied_at, slot, sealed`

export const maybeSpace = (reading: Reader, member: MemberId, id: string): Promise<SpaceRow | undefined> =>
  reading.maybeOne(sql`select ${COLUMNS} from operations_space where member = ${member} and id = ${id}::uuid`)

/** Held until the transaction ends: what is said to one space is put in order one after the other. */
export const maybeSpaceToChange = (writing: Writer, member: MemberId, id: string): Promise<SpaceRow | undefined> =>
  writing.maybeOne(sql`select ${COLUMNS} from operations_space where member = ${member} and id = ${id}::uuid for update`)

export const insertSpace = (writing: Writer, row: SpaceRow): Promise<number> =>
  writing.run(sql`insert into operations_space (member, id, network, unit, access_class, kind, state, leader, epoch, members, invited, belongs, begun_at,
      touched_at, slot, sealed)
    values (${row.member}, ${row.id}, ${row.network}, ${row.unit}, ${row.access_class}, ${row.kind}, ${row.state}, ${row.leader}, ${row.epoch},
      ${[...row.members]}::text[], ${[...row.invited]}::text[], ${row.belongs}, ${row.begun_at}, ${row.touched_at}, ${row.slot}, ${row.sealed})`)

/** Each change moves the time on, so that who follows a space misses none of two in one instant. */
const movedOn = (at: Date): Sql => sql`greatest(${at}::timestamptz, touched_at + interval '1 millisecond')`

export const saveSpace = (writing: Writer, row: SpaceRow): Promise<number> =>
  writing.run(sql`update operations_space set unit = ${row.unit}, access_class = ${row.access_class}, state = ${row.state}, leader = ${row.leader},
      epoch = ${row.epoch}, members = ${[...row.members]}::text[], invited = ${[...row.invited]}::text[], belongs = ${row.belongs},
      touched_at = ${movedOn(row.touched_at)}, ended_at = ${row.ended_at}, emptied_at = ${row.emptied_at}, sealed = ${row.sealed}
    where member = ${row.member} and id = ${row.id}::uuid`)

export const touchSpace = (writing: Writer, member: MemberId, id: string, now: Date): Promise<number> =>
  writing.run(sql`update operations_space set touched_at = ${movedOn(now)} where member = ${member} and id = ${id}::uuid`)

/** Newest first, of the classes that the officer may see. */
export const spacesPage = (
  reading: Reader,
  member: MemberId,
  classes: readonly number[],
  { limit, offset }: { limit: number; offset: number },
): Promise<SpaceRow[]> =>
  reading.many(sql`select ${COLUMNS} from operations_space where member = ${member} and access_class = any(${[...classes]}::int[])
    order by touched_at desc, id limit ${limit} offset ${offset}`)

export const countSpaces = async (reading: Reader, member: MemberId, classes: readonly number[]): Promise<number> =>
  (
    await reading.one<{ n: number }>(
      sql`select count(*) as n from operations_space where member = ${member} and access_class = any(${[...classes]}::int[])`,
    )
  ).n

/** Spaces whose contents have to go here: erased, or left by the own member. */
export const spacesToEmpty = (reading: Reader, member: MemberId, limit: number): Promise<SpaceRow[]> =>
  reading.many(sql`select ${COLUMNS} from operations_space where member = ${member} and emptied_at is null
      and (state = 'erased' or (not belongs and ended_at is not null)) order by id limit ${limit}`)

/** Spaces in which the own member leads the work and a unit is named for it, those touched last first. */
export const spacesLed = (reading: Reader, member: MemberId, network: string, limit: number): Promise<SpaceRow[]> =>
  reading.many(sql`select ${COLUMNS} from operations_space where member = ${member} and network = ${network} and leader = ${member} and belongs
    and unit <> '' and emptied_at is null and state in ('operational', 'extended', 'closed') order by touched_at desc, id limit ${limit}`)

export const spacesUnder = (reading: Reader, slots: readonly number[]): Promise<{ member: MemberId; id: string }[]> =>
  reading.many(sql`select member, id::text as id from operations_space where slot = any(${[...slots]}::bigint[])`)

export const blankSpace = (writing: Writer, member: MemberId, id: string): Promise<number> =>
  writing.run(sql`update operations_space set sealed = null where member = ${member} and id = ${id}::uuid`)

export interface ExecutedRow {
  readonly partner: MemberId
  readonly what: 'erased' | 'left'
  readonly entries: number
  readonly done_at: Date
}

export const insertExecuted = (
  writing: Writer,
  member: MemberId,
  space: string,
  { partner, what, entries, done_at, statement }: ExecutedRow & { readonly statement: string },
): Promise<number> =>
  writing.run(sql`insert into operations_executed (member, space, partner, what, entries, done_at, statement)
    values (${member}, ${space}, ${partner}, ${what}, ${entries}, ${done_at}, ${statement}) on conflict do nothing`)

export const executedOf = (reading: Reader, member: MemberId, space: string): Promise<ExecutedRow[]> =>
  reading.many(sql`select partner, what, entries, done_at from operations_executed where member = ${member} and space = ${space}::uuid
    order by partner, what limit 200`)

/** Where no clock is at hand: what a restore forgets bears the database's own time. */
export const databaseTime = async (reading: Reader): Promise<Date> => (await reading.one<{ now: Date }>(sql`select now() as now`)).now

export const setSpreading = (writing: Writer, member: MemberId, id: string, spreading: boolean): Promise<number> =>
  writing.run(sql`update operations_space set spreading = ${spreading} where member = ${member} and id = ${id}::uuid`)

/** Spaces of which more is to be passed on. */
export const spacesSpreading = (reading: Reader, member: MemberId, limit: number): Promise<SpaceRow[]> =>
  reading.many(sql`select ${COLUMNS} from operations_space where member = ${member} and spreading and belongs order by id limit ${limit}`)
