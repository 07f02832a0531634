/** Forums as this node knows them: one row each for its own member. */
import type { Reader, Writer } from '#kernel/database/port.ts'
import { sql } from '#kernel/database/sql.ts'
import type { MemberId, NetworkId } from '#wire/address.ts'

export const PARTS = ['chair', 'participant', 'observer', 'guest', 'left'] as const
export type Part = (typeof PARTS)[number]

export interface ForumRow {
  readonly holder: MemberId
  readonly forum: string
  readonly network: NetworkId
  readonly kind: string
  readonly state: 'open' | 'closed'
  readonly part: Part
  readonly access_class: number
  readonly touched_at: Date
  readonly closed_at: Date | null
  readonly slot: number
  readonly sealed: Uint8Array | null
}
const COLUMNS = sql`holder, forum::text as forum, network, kind, state, part, access_class, touched_at, closed_at, slot, sealed`

export const maybeForum = (reading: Reader, holder: MemberId, forum: string): Promise<ForumRow | undefined> =>
  reading.maybeOne(sql`select ${COLUMNS} from strategy_forum where holder = ${holder} and forum = ${forum}::uuid`)

/** Held until the transaction ends: words of one forum are put down one after the other. */
export const maybeForumToChange = (writing: Writer, holder: MemberId, forum: string): Promise<ForumRow | undefined> =>
  writing.maybeOne(sql`select ${COLUMNS} from strategy_forum where holder = ${holder} and forum = ${forum}::uuid for update`)

export const saveForum = (writing: Writer, row: ForumRow): Promise<number> =>
  writing.run(sql`insert into strategy_forum (holder, forum, network, kind, state, part, access_class, touched_at, closed_at, slot, sealed)
    values (${row.holder}, ${row.forum}, ${row.network}, ${row.kind}, ${row.state}, ${row.part}, ${row.access_class}, ${row.touched_at}, ${row.closed_at}, ${row.slot}, ${row.sealed})
    on conflict (holder, forum) do update set kind = excluded.kind, state = excluded.state, part = excluded.part, touched_at = excluded.touched_at,
      closed_at = excluded.closed_at, sealed = excluded.sealed`)

export const touchForum = (writing: Writer, holder: MemberId, forum: string, now: Date): Promise<number> =>
  writing.run(sql`update strategy_forum set touched_at = ${now} where holder = ${holder} and forum = ${forum}::uuid`)

export const forumsPage = (
  reading: Reader,
  holder: MemberId,
  classes: readonly number[],
  { limit, offset }: { limit: number; offset: number },
): Promise<ForumRow[]> =>
  reading.many(sql`select ${COLUMNS} from strategy_forum where holder = ${holder} and access_class = any(${[...classes]}::int[]) and sealed is not null
    order by touched_at desc, forum limit ${limit} offset ${offset}`)

export const countForums = async (reading: Reader, holder: MemberId, classes: readonly number[]): Promise<number> =>
  (
    await reading.one<{ n: number }>(
      sql`select count(*) as n from strategy_forum where holder = ${holder} and access_class = any(${[...classes]}::int[]) and sealed is not null`,
    )
  ).n

export const setSpreading = (writing: Writer, holder: MemberId, forum: string, spreading: boolean): Promise<number> =>
  writing.run(sql`update strategy_forum set spreading = ${spreading} where holder = ${holder} and forum = ${forum}::uuid`)
export const forumsSpreading = (reading: Reader, holder: MemberId, limit: number): Promise<ForumRow[]> =>
  reading.many(sql`select ${COLUMNS} from strategy_forum where holder = ${holder} and spreading order by forum limit ${limit}`)

/** Forums that were closed before a time. */
export const forumsOver = (reading: Reader, holder: MemberId, before: Date, limit: number): Promise<ForumRow[]> =>
  reading.many(
    sql`select ${COLUMNS} from strategy_forum where holder = ${holder} and closed_at < ${before} order by closed_at limit ${limit}`,
  )
export async function deleteForum(writing: Writer, holder: MemberId, forum: string): Promise<void> {
  const where = sql`holder = ${holder} and forum = ${forum}::uuid`
  await writing.run(sql`delete from strategy_word where ${where}`)
  await writing.run(sql`delete from strategy_forum where ${where}`)
}
