/** What members have said, version by version, and what units of the own member want said. */
import type { Reader, Writer } from '#kernel/database/port.ts'
import { sql } from '#kernel/database/sql.ts'
import type { MemberId, NetworkId } from '#wire/address.ts'

export interface ForumKey {
  readonly holder: MemberId
  readonly forum: string
}

export interface WordRow extends ForumKey {
  readonly network: NetworkId
  readonly thing: string
  readonly author: MemberId
  readonly version: number
  readonly maker: MemberId
  readonly kind: string
  readonly latest: boolean
  readonly first_at: Date
  readonly said_at: Date
  readonly came_at: Date
  readonly statement: string
  readonly digest: Uint8Array
  readonly sent_to: readonly MemberId[]
  readonly under: string | null
  readonly slot: number
  readonly sealed: Uint8Array | null
  readonly signed: Uint8Array | null
}
const of = ({ holder, forum }: ForumKey) => sql`holder = ${holder} and forum = ${forum}::uuid`
const COLUMNS = sql`holder, forum::text as forum, network, thing::text as thing, author, version, maker, kind, latest, first_at, said_at, came_at,
  statement::text as statement, digest, sent_to, under::text as under, slot, sealed, null::bytea as signed`
/** With the signed statement, which is as long again. */
const WHOLE = sql`holder, forum::text as forum, network, thing::text as thing, author, version, maker, kind, latest, first_at, said_at, came_at,
  statement::text as statement, digest, sent_to, under::text as under, slot, sealed, signed`

/** How much of a forum one reading takes. */
export const MAX_THINGS = 20_000

/** The newest words of each author, of some kinds or of all. */
export const latestWords = (reading: Reader, key: ForumKey, network: NetworkId, kinds?: readonly string[]): Promise<WordRow[]> =>
  reading.many(sql`select ${COLUMNS} from strategy_word where ${of(key)} and latest and network = ${network} and sealed is not null
    ${kinds ? sql`and kind = any(${[...kinds]}::text[])` : sql``} order by first_at, thing limit ${MAX_THINGS}`)

/** The newest words that belong to some things, of some kinds. */
export const latestUnder = (
  reading: Reader,
  key: ForumKey,
  network: NetworkId,
  kinds: readonly string[],
  under: readonly string[],
): Promise<WordRow[]> =>
  reading.many(sql`select ${COLUMNS} from strategy_word where ${of(key)} and latest and network = ${network} and sealed is not null
    and under = any(${[...under]}::uuid[]) and kind = any(${[...kinds]}::text[]) order by first_at, thing limit ${MAX_THINGS}`)

/** Every version of the words of some kinds, oldest first. */
export const wordsOfKinds = (reading: Reader, key: ForumKey, network: NetworkId, kinds: readonly string[]): Promise<WordRow[]> =>
  reading.many(sql`select ${COLUMNS} from strategy_word where ${of(key)} and network = ${network} and sealed is not null
    and kind = any(${[...kinds]}::text[]) order by version, author limit ${MAX_THINGS}`)

/** Words by the statements that they came in, as they were signed. */
export const signedWords = (reading: Reader, key: ForumKey, network: NetworkId, statements: readonly string[]): Promise<WordRow[]> =>
  reading.many(sql`select ${WHOLE} from strategy_word where ${of(key)} and network = ${network} and statement = any(${[...statements]}::uuid[])
    order by version, author limit 500`)

/** Every word on one thing, oldest first. */
export const wordsOn = (reading: Reader, key: ForumKey, network: NetworkId, thing: string): Promise<WordRow[]> =>
  reading.many(
    sql`select ${COLUMNS} from strategy_word where ${of(key)} and network = ${network} and thing = ${thing}::uuid and sealed is not null
    order by version, author limit 500`,
  )
/** Every word on the forum itself. */
export const forumWords = (reading: Reader, key: ForumKey, network: NetworkId): Promise<WordRow[]> =>
  wordsOn(reading, key, network, key.forum)

export const maybeWord = (
  reading: Reader,
  key: ForumKey,
  { network, thing, author, version }: Pick<WordRow, 'network' | 'thing' | 'author' | 'version'>,
): Promise<WordRow | undefined> =>
  reading.maybeOne(sql`select ${COLUMNS} from strategy_word where ${of(key)} and network = ${network} and thing = ${thing}::uuid and author = ${author}
    and version = ${version}`)

/** The highest version of anybody on a thing, and the first time its author spoke of it. */
export const highestVersion = async (reading: Reader, key: ForumKey, thing: string): Promise<number> =>
  (await reading.one<{ n: number | null }>(sql`select max(version) as n from strategy_word where ${of(key)} and thing = ${thing}::uuid`))
    .n ?? 0
export const firstOf = async (
  reading: Reader,
  key: ForumKey,
  thing: string,
): Promise<{ first_at: Date; came_at: Date; n: number } | undefined> =>
  reading.maybeOne(sql`select min(first_at) as first_at, min(came_at) as came_at, count(*) as n from strategy_word where ${of(key)} and thing = ${thing}::uuid
    having count(*) > 0`)

export const countOf = async (reading: Reader, key: ForumKey, author: MemberId): Promise<number> =>
  (await reading.one<{ n: number }>(sql`select count(*) as n from strategy_word where ${of(key)} and author = ${author}`)).n

/** Puts a word down; the newest of its author on the thing is marked as that, in whatever order they came. */
export async function insertWord(writing: Writer, row: Omit<WordRow, 'latest'>): Promise<void> {
  const same = sql`${of(row)} and thing = ${row.thing}::uuid and author = ${row.author}`
  await writing.run(sql`insert into strategy_word (holder, forum, network, thing, author, version, maker, kind, latest, first_at, said_at, came_at, statement, digest,
      sent_to, under, slot, sealed, signed)
    values (${row.holder}, ${row.forum}, ${row.network}, ${row.thing}, ${row.author}, ${row.version}, ${row.maker}, ${row.kind}, false, ${row.first_at},
      ${row.said_at}, ${row.came_at}, ${row.statement}, ${row.digest}, ${[...row.sent_to]}::text[], ${row.under}::uuid, ${row.slot}, ${row.sealed}, ${row.signed})`)
  await writing.run(sql`update strategy_word set latest = (version = (select max(version) from strategy_word where ${same})),
      first_at = (select min(first_at) from strategy_word where ${of(row)} and thing = ${row.thing}::uuid) where ${same}`)
}

/** Words of these authors that a member was not sent, of kinds that it may get. */
export const wordsUnsent = (
  reading: Reader,
  key: ForumKey,
  to: MemberId,
  authors: readonly MemberId[],
  limit: number,
  after: string,
): Promise<WordRow[]> =>
  reading.many(sql`select ${WHOLE} from strategy_word where ${of(key)} and author = any(${[...authors]}::text[]) and author <> ${to}
    and not (${to} = any(sent_to)) and latest and sealed is not null and statement > ${after}::uuid order by statement limit ${limit}`)

export const markSent = (writing: Writer, key: ForumKey, statements: readonly string[], to: MemberId): Promise<number> =>
  writing.run(sql`update strategy_word set sent_to = array_append(sent_to, ${to}) where ${of(key)} and statement = any(${[...statements]}::uuid[])
    and not (${to} = any(sent_to))`)

/** What nobody can read any more says nothing any more. */
export async function emptyUnder(writing: Writer, slots: readonly number[]): Promise<void> {
  await writing.run(sql`update strategy_word set sealed = null, signed = null where slot = any(${[...slots]}::bigint[])`)
  await writing.run(sql`delete from strategy_draft where slot = any(${[...slots]}::bigint[])`)
  await writing.run(sql`update strategy_forum set sealed = null where slot = any(${[...slots]}::bigint[])`)
}

/** Words of forums that have not become known, from before a time. */
export const deleteOrphans = (writing: Writer, holder: MemberId, before: Date): Promise<number> =>
  writing.run(sql`delete from strategy_word w where holder = ${holder} and came_at < ${before}
    and not exists (select 1 from strategy_forum f where f.holder = w.holder and f.forum = w.forum)`)

// what units want said

export interface DraftRow {
  readonly holder: MemberId
  readonly draft: string
  readonly forum: string
  readonly unit: string
  readonly officer: string
  readonly kind: string
  readonly thing: string | null
  readonly changed_at: Date
  readonly slot: number
  readonly sealed: Uint8Array
}
const DRAFT = sql`holder, draft::text as draft, forum::text as forum, unit, officer, kind, thing::text as thing, changed_at, slot, sealed`
export const MAX_DRAFTS = 500

export const draftsOf = (reading: Reader, key: ForumKey, unit: string | undefined): Promise<DraftRow[]> =>
  reading.many(sql`select ${DRAFT} from strategy_draft where ${of(key)} ${unit === undefined ? sql`` : sql`and unit = ${unit}`}
    order by changed_at desc, draft limit ${MAX_DRAFTS}`)
export const maybeDraft = (reading: Reader, holder: MemberId, draft: string): Promise<DraftRow | undefined> =>
  reading.maybeOne(sql`select ${DRAFT} from strategy_draft where holder = ${holder} and draft = ${draft}::uuid`)
export const countDrafts = async (reading: Reader, key: ForumKey): Promise<number> =>
  (await reading.one<{ n: number }>(sql`select count(*) as n from strategy_draft where ${of(key)}`)).n
export const saveDraft = (writing: Writer, row: DraftRow): Promise<number> =>
  writing.run(sql`insert into strategy_draft (holder, draft, forum, unit, officer, kind, thing, changed_at, slot, sealed)
    values (${row.holder}, ${row.draft}, ${row.forum}, ${row.unit}, ${row.officer}, ${row.kind}, ${row.thing}, ${row.changed_at}, ${row.slot}, ${row.sealed})
    on conflict (holder, draft) do update set officer = excluded.officer, changed_at = excluded.changed_at, sealed = excluded.sealed`)
export const deleteDraft = (writing: Writer, holder: MemberId, draft: string): Promise<number> =>
  writing.run(sql`delete from strategy_draft where holder = ${holder} and draft = ${draft}::uuid`)
