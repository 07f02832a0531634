/** Entries, the chains of their authors, the acts in them, and the contents that travel apart. */
import type { Reader, Writer } from '#kernel/database/port.ts'
import { type Sql, sql } from '#kernel/database/sql.ts'
import type { MemberId } from '#wire/address.ts'
import type { LeaverKeeps } from '../vocabulary.ts'

export interface SpaceKey {
  readonly member: MemberId
  readonly space: string
}

export type Verified = 'waiting' | 'accepted' | 'rejected' | null

export interface EntryRow extends SpaceKey {
  readonly network: string
  readonly id: string
  readonly author: MemberId
  readonly n: number
  readonly at: string
  readonly tick: number
  readonly epoch: number
  readonly digest: Uint8Array
  readonly previous: Uint8Array | null
  readonly governing: boolean
  readonly standing: 'parked' | 'waiting' | 'counted' | 'void'
  readonly said_at: Date
  readonly slot: number
  readonly sealed: Uint8Array | null
  readonly held_sha256: Uint8Array | null
  readonly held_to: readonly MemberId[] | null
  readonly operational: boolean
  readonly inline: boolean
  readonly quarantined: boolean
  /** What the leader says of it, where somebody has to. */
  readonly verified: Verified
  readonly erased_at: Date | null
  readonly sent_to: readonly MemberId[]
}

const of = ({ member, space }: SpaceKey): Sql => sql`member = ${member} and space = ${space}::uuid`
const VERIFIED = sql`case when quarantined then coalesce((select case when accepted then 'accepted' else 'rejected' end from operations_verdict v
  where v.member = operations_entry.member and v.space = operations_entry.space and v.entry = operations_entry.id), 'waiting') end`
const COLUMNS = sql`member, space::text as space, network, id::text as id, author, n, at, tick, epoch, digest, previous, governing, standing, said_at, slot, sealed,
  held_sha256, held_to, operational, inline, quarantined, ${VERIFIED} as verified, erased_at, sent_to`

export const hasEntry = async (reading: Reader, key: SpaceKey, id: string): Promise<boolean> =>
  (await reading.maybeOne(sql`select 1 as one from operations_entry where ${of(key)} and id = ${id}::uuid`)) !== undefined

export const maybeEntry = (reading: Reader, key: SpaceKey, id: string): Promise<EntryRow | undefined> =>
  reading.maybeOne(sql`select ${COLUMNS} from operations_entry where ${of(key)} and id = ${id}::uuid`)

export interface ActRow {
  readonly index: number
  readonly verb: string
  readonly thing: string | null
  readonly kind: string | null
}

export async function insertEntry(writing: Writer, row: EntryRow, acts: readonly ActRow[]): Promise<void> {
  await writing.run(sql`insert into operations_entry (member, space, network, id, author, n, at, tick, epoch, digest, previous, governing, standing, said_at, slot, sealed,
      held_sha256, held_to, operational, inline, sent_to)
    values (${row.member}, ${row.space}, ${row.network}, ${row.id}, ${row.author}, ${row.n}, ${row.at}, ${row.tick}, ${row.epoch}, ${row.digest}, ${row.previous},
      ${row.governing}, ${row.standing}, ${row.said_at}, ${row.slot}, ${row.sealed}, ${row.held_sha256}, ${row.held_to && [...row.held_to]}::text[],
      ${row.operational}, ${row.inline}, ${[...row.sent_to]}::text[])`)
  await writing.run(sql`insert into operations_act (member, space, entry, index, verb, thing, kind)
    select ${row.member}, ${row.space}::uuid, ${row.id}::uuid, u.* from unnest(${acts.map(({ index }) => index)}::int[], ${acts.map(({ verb }) => verb)}::text[],
      ${acts.map(({ thing }) => thing)}::uuid[], ${acts.map(({ kind }) => kind)}::text[]) as u`)
}

/** How many entries of an author are parked for a space that is not known. */
export const countParked = async (reading: Reader, key: SpaceKey, author: MemberId): Promise<number> =>
  (
    await reading.one<{ n: number }>(
      sql`select count(*) as n from operations_entry where member = ${key.member} and author = ${author} and standing = 'parked'`,
    )
  ).n

export interface Chain {
  readonly through: number
  readonly digest: Uint8Array
  readonly forked: boolean
}

export const maybeChain = (writing: Reader, key: SpaceKey, author: MemberId, governing: boolean): Promise<Chain | undefined> =>
  writing.maybeOne(
    sql`select through, digest, forked from operations_author where ${of(key)} and author = ${author} and governing = ${governing}`,
  )

export const saveChain = (
  writing: Writer,
  key: SpaceKey,
  author: MemberId,
  governing: boolean,
  { through, digest, forked }: Chain,
): Promise<number> =>
  writing.run(sql`insert into operations_author (member, space, author, governing, through, digest, forked)
    values (${key.member}, ${key.space}, ${author}, ${governing}, ${through}, ${digest}, ${forked})
    on conflict (member, space, author, governing) do update set through = excluded.through, digest = excluded.digest,
      forked = operations_author.forked or excluded.forked`)

export const chainsOf = (
  reading: Reader,
  key: SpaceKey,
): Promise<{ author: MemberId; governing: boolean; through: number; forked: boolean }[]> =>
  reading.many(sql`select author, governing, through, forked from operations_author where ${of(key)} order by author limit 200`)

/** Parked entries of an author in one network, in order: what comes next, and what claims a place that is taken. */
export const parkedOf = (
  reading: Reader,
  key: SpaceKey,
  { network, author, governing }: { network: string; author: MemberId; governing: boolean },
  limit: number,
): Promise<EntryRow[]> =>
  reading.many(sql`select ${COLUMNS} from operations_entry where ${of(key)} and network = ${network} and author = ${author} and governing = ${governing}
    and standing = 'parked' order by n, id limit ${limit}`)

/** Authors with parked entries, for when a space becomes known. */
export const authorsParked = async (reading: Reader, key: SpaceKey): Promise<MemberId[]> =>
  (
    await reading.many<{ author: MemberId }>(
      sql`select distinct author from operations_entry where ${of(key)} and standing = 'parked' order by author limit 200`,
    )
  ).map(({ author }) => author)

export const MAX_GOVERNING = 5_000
/** What the agreement is read out of: all that is chained, whoever said it. */
export const governingEntries = (reading: Reader, key: SpaceKey): Promise<EntryRow[]> =>
  reading.many(
    sql`select ${COLUMNS} from operations_entry where ${of(key)} and governing and standing <> 'parked' order by at, tick, author, n limit ${MAX_GOVERNING}`,
  )

/** Entries on which a changed agreement may have another word. */
export const entriesToJudge = (reading: Reader, key: SpaceKey, departed: readonly MemberId[], limit: number): Promise<EntryRow[]> =>
  reading.many(sql`select ${COLUMNS} from operations_entry where ${of(key)} and (standing = 'waiting'
    or (standing in ('counted', 'void') and author = any(${[...departed]}::text[]))) order by at, tick, author, n limit ${limit}`)

export const setStanding = (writing: Writer, key: SpaceKey, ids: readonly string[], standing: EntryRow['standing']): Promise<number> =>
  writing.run(sql`update operations_entry set standing = ${standing} where ${of(key)} and id = any(${[...ids]}::uuid[])`)

/** The verdict may come before the entry it is on. */
export const saveVerdict = (writing: Writer, key: SpaceKey, entry: string, accepted: boolean, stamp: string): Promise<number> =>
  writing.run(sql`insert into operations_verdict (member, space, entry, accepted, stamp) values (${key.member}, ${key.space}, ${entry}, ${accepted}, ${stamp})
    on conflict (member, space, entry) do update set accepted = excluded.accepted, stamp = excluded.stamp where excluded.stamp > operations_verdict.stamp`)

export const setQuarantined = (writing: Writer, key: SpaceKey, id: string): Promise<number> =>
  writing.run(sql`update operations_entry set quarantined = true where ${of(key)} and id = ${id}::uuid`)

/** The latest stamp of anything known, for the clock of the next entry. */
export const latestStamp = (reading: Reader, key: SpaceKey): Promise<{ at: string; tick: number } | undefined> =>
  reading.maybeOne(sql`select at, tick from operations_entry where ${of(key)} order by at desc, tick desc limit 1`)

/** Entries that a member was not sent: the own ones, and where `others` names authors theirs too. */
export const entriesUnsent = (
  reading: Reader,
  key: SpaceKey,
  to: MemberId,
  { authors, governing, limit }: { authors: readonly MemberId[]; governing: boolean; limit: number },
): Promise<EntryRow[]> =>
  reading.many(sql`select ${COLUMNS} from operations_entry where ${of(key)} and author = any(${[...authors]}::text[]) and author <> ${to}
      and standing <> 'parked' and not (${to} = any(sent_to)) and sealed is not null ${governing ? sql`and governing` : sql``}
    order by author, n limit ${limit}`)

export const markSent = (writing: Writer, key: SpaceKey, ids: readonly string[], to: readonly MemberId[]): Promise<number> =>
  writing.run(sql`update operations_entry set sent_to = sent_to || ${[...to]}::text[] where ${of(key)} and id = any(${[...ids]}::uuid[])`)

export const MAX_WORK = 100_000
/** Entries with acts on things: of one kind, on one thing, or all. */
export const workingEntries = (
  reading: Reader,
  key: SpaceKey,
  which: { kinds?: readonly string[]; thing?: string } = {},
): Promise<EntryRow[]> => {
  const chosen = which.thing
    ? sql`and exists (select 1 from operations_act a where a.member = operations_entry.member and a.space = operations_entry.space and a.entry = operations_entry.id and a.thing = ${which.thing}::uuid)`
    : which.kinds
      ? sql`and exists (select 1 from operations_act a where a.member = operations_entry.member and a.space = operations_entry.space and a.entry = operations_entry.id
          and (a.kind = any(${[...which.kinds]}::text[]) or a.verb = 'withdraw'))`
      : sql`and exists (select 1 from operations_act a where a.member = operations_entry.member and a.space = operations_entry.space and a.entry = operations_entry.id and a.verb in ('put', 'withdraw'))`
  return reading.many(sql`select ${COLUMNS} from operations_entry where ${of(key)} and standing = 'counted' ${chosen}
    order by at, tick, author, n limit ${MAX_WORK}`)
}

export interface LogRow {
  readonly id: string
  readonly author: MemberId
  readonly n: number
  readonly at: string
  readonly standing: EntryRow['standing']
  readonly verbs: readonly string[]
  readonly kinds: readonly string[]
  readonly erased_at: Date | null
  readonly verified: Verified
}
/** Who said something of which kind when; it outlives the contents. */
export const logPage = (reading: Reader, key: SpaceKey, { limit, offset }: { limit: number; offset: number }): Promise<LogRow[]> =>
  reading.many(sql`select id::text as id, author, n, at, standing, erased_at, ${VERIFIED} as verified,
      (select coalesce(array_agg(verb order by index), '{}') from operations_act a where a.member = operations_entry.member and a.space = operations_entry.space and a.entry = operations_entry.id) as verbs,
      (select coalesce(array_agg(distinct kind) filter (where kind is not null), '{}') from operations_act a where a.member = operations_entry.member and a.space = operations_entry.space and a.entry = operations_entry.id) as kinds
    from operations_entry where ${of(key)} and standing <> 'parked' order by at desc, tick desc, author limit ${limit} offset ${offset}`)

export const countLog = async (reading: Reader, key: SpaceKey): Promise<number> =>
  (await reading.one<{ n: number }>(sql`select count(*) as n from operations_entry where ${of(key)} and standing <> 'parked'`)).n

/** How many entries the log of each of these has. */
export async function countLogs(reading: Reader, member: MemberId, spaces: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await reading.many<{ space: string; n: number }>(sql`select space::text as space, count(*) as n from operations_entry
    where member = ${member} and space = any(${[...spaces]}::uuid[]) and standing <> 'parked' group by space`)
  return new Map(rows.map(({ space, n }) => [space, n]))
}

// contents that travel apart

export interface ContentsRow extends SpaceKey {
  readonly entry: string
  readonly source: MemberId
  readonly statements: readonly string[]
  readonly at: Date
  readonly slot: number
  readonly sealed: Uint8Array | null
}
const CONTENTS = sql`member, space::text as space, entry::text as entry, source, statements::text[] as statements, at, slot, sealed`

export const maybeContents = (reading: Reader, key: SpaceKey, entry: string): Promise<ContentsRow | undefined> =>
  reading.maybeOne(sql`select ${CONTENTS} from operations_contents where ${of(key)} and entry = ${entry}::uuid`)

export const contentsOf = (reading: Reader, key: SpaceKey, entries: readonly string[]): Promise<ContentsRow[]> =>
  reading.many(sql`select ${CONTENTS} from operations_contents where ${of(key)} and entry = any(${[...entries]}::uuid[]) limit ${MAX_WORK}`)

export const insertContents = (writing: Writer, row: ContentsRow): Promise<number> =>
  writing.run(sql`insert into operations_contents (member, space, entry, source, statements, at, slot, sealed)
    values (${row.member}, ${row.space}, ${row.entry}, ${row.source}, ${[...row.statements]}::uuid[], ${row.at}, ${row.slot}, ${row.sealed})
    on conflict do nothing`)

/** A further statement carries the same contents: it is forgotten with them. */
export const addCarrier = (writing: Writer, key: SpaceKey, entry: string, statement: string): Promise<number> =>
  writing.run(sql`update operations_contents set statements = array_append(statements, ${statement}::uuid) where ${of(key)} and entry = ${entry}::uuid
    and not (${statement}::uuid = any(statements))`)

export const dropContents = (writing: Writer, key: SpaceKey, entry: string): Promise<number> =>
  writing.run(sql`delete from operations_contents where ${of(key)} and entry = ${entry}::uuid`)

export const countContentsFrom = async (reading: Reader, key: SpaceKey, source: MemberId): Promise<number> =>
  (
    await reading.one<{ n: number }>(sql`select count(*) as n from operations_contents c where ${of(key)} and source = ${source}
      and not exists (select 1 from operations_entry e where e.member = c.member and e.space = c.space and e.id = c.entry)`)
  ).n

export const insertTaken = (writing: Writer, key: SpaceKey, entry: string, taker: MemberId, at: Date): Promise<number> =>
  writing.run(sql`insert into operations_taken (member, space, entry, taker, at) values (${key.member}, ${key.space}, ${entry}, ${taker}, ${at})
    on conflict do nothing`)

export const takersOf = async (reading: Reader, key: SpaceKey, entry: string): Promise<MemberId[]> =>
  (
    await reading.many<{ taker: MemberId }>(
      sql`select taker from operations_taken where ${of(key)} and entry = ${entry}::uuid order by taker limit 200`,
    )
  ).map(({ taker }) => taker)

/** Operational entries whose contents have to go: taken by all that they are for, or older than the term. */
export const operationalOver = (reading: Reader, member: MemberId, before: Date, limit: number): Promise<EntryRow[]> =>
  reading.many(sql`select ${COLUMNS} from operations_entry where member = ${member} and operational and erased_at is null and standing <> 'parked'
      and (said_at <= ${before} or (cardinality(held_to) > 0 and not exists (
        select 1 from unnest(held_to) as addressee where addressee <> author and not exists (
          select 1 from operations_taken t where t.member = operations_entry.member and t.space = operations_entry.space and t.entry = operations_entry.id and t.taker = addressee))
        and exists (select 1 from unnest(held_to) as addressee where addressee <> author)))
    order by said_at limit ${limit}`)

export const markErased = (writing: Writer, key: SpaceKey, ids: readonly string[], now: Date): Promise<number> =>
  writing.run(sql`update operations_entry set erased_at = ${now} where ${of(key)} and id = any(${[...ids]}::uuid[]) and erased_at is null`)

/** Entries whose keys are still there, of all authors or of all but some; what is said on the agreement may have to wait. */
export const entriesToEmpty = (
  reading: Reader,
  key: SpaceKey,
  { sparing, sparing_governing, limit }: { sparing: LeaverKeeps; sparing_governing: boolean; limit: number },
): Promise<EntryRow[]> => {
  const spared =
    sparing === 'nothing'
      ? sql``
      : sparing === 'own'
        ? sql`and author <> ${key.member}`
        : sql`and author <> ${key.member} and held_sha256 is not null and operational`
  return reading.many(
    sql`select ${COLUMNS} from operations_entry where ${of(key)} and sealed is not null ${spared}
    ${sparing_governing ? sql`and not (governing and author = ${key.member})` : sql``} order by id limit ${limit}`,
  )
}

export const emptyEntries = (writing: Writer, key: SpaceKey, ids: readonly string[], now: Date): Promise<number> =>
  writing.run(
    sql`update operations_entry set sealed = null, erased_at = coalesce(erased_at, ${now}) where ${of(key)} and id = any(${[...ids]}::uuid[])`,
  )

export const entriesUnder = (reading: Reader, slots: readonly number[]): Promise<{ member: MemberId; space: string; id: string }[]> =>
  reading.many(
    sql`select member, space::text as space, id::text as id from operations_entry where slot = any(${[...slots]}::bigint[]) and sealed is not null`,
  )
export const contentsUnder = (reading: Reader, slots: readonly number[]): Promise<{ member: MemberId; space: string; entry: string }[]> =>
  reading.many(
    sql`select member, space::text as space, entry::text as entry from operations_contents where slot = any(${[...slots]}::bigint[])`,
  )

/** Logs of spaces that ended before a day. */
export const logsOver = (reading: Reader, member: MemberId, before: Date, limit: number): Promise<{ id: string }[]> =>
  reading.many(
    sql`select id::text as id from operations_space where member = ${member} and emptied_at is not null and ended_at <= ${before} order by id limit ${limit}`,
  )
export async function deleteSpace(writing: Writer, { member, space }: SpaceKey): Promise<void> {
  const where = sql`member = ${member} and space = ${space}::uuid`
  await writing.run(sql`delete from operations_act where ${where}`)
  await writing.run(sql`delete from operations_taken where ${where}`)
  await writing.run(sql`delete from operations_verdict where ${where}`)
  await writing.run(sql`delete from operations_contents where ${where}`)
  await writing.run(sql`delete from operations_author where ${where}`)
  await writing.run(sql`delete from operations_executed where ${where}`)
  await writing.run(sql`delete from operations_entry where ${where}`)
  await writing.run(sql`delete from operations_space where member = ${member} and id = ${space}::uuid`)
}

const AWAITING = sql`standing = 'counted' and quarantined and erased_at is null and not exists (select 1 from operations_verdict v
  where v.member = operations_entry.member and v.space = operations_entry.space and v.entry = operations_entry.id)`

/** Which of these spaces hold something that waits for the leader's eyes. */
export const spacesAwaiting = async (reading: Reader, member: MemberId, spaces: readonly string[]): Promise<ReadonlySet<string>> =>
  new Set(
    (
      await reading.many<{ space: string }>(
        sql`select distinct space::text as space from operations_entry where member = ${member} and space = any(${[...spaces]}::uuid[]) and ${AWAITING} limit 200`,
      )
    ).map(({ space }) => space),
  )

/** What waits for the leader's eyes. */
export const entriesAwaiting = (reading: Reader, key: SpaceKey, limit: number): Promise<EntryRow[]> =>
  reading.many(sql`select ${COLUMNS} from operations_entry where ${of(key)} and ${AWAITING} order by at, tick, author limit ${limit}`)

/** Of a space that is not known yet: what may name the own member. */
export const parkedGoverning = (reading: Reader, key: SpaceKey, network: string): Promise<EntryRow[]> =>
  reading.many(
    sql`select ${COLUMNS} from operations_entry where ${of(key)} and network = ${network} and standing = 'parked' and governing order by at, id limit ${MAX_GOVERNING}`,
  )

/** How many entries of a space have lost their contents here. */
export const countEmptied = async (reading: Reader, key: SpaceKey): Promise<number> =>
  (await reading.one<{ n: number }>(sql`select count(*) as n from operations_entry where ${of(key)} and sealed is null`)).n
