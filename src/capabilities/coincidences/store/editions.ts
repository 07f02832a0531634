/** The own editions with what is spoken of in them, and what partners gave of theirs. */
import type { Reader, Writer } from '#kernel/database/port.ts'
import { sql } from '#kernel/database/sql.ts'
import type { Kind } from '../vocabulary.ts'

export interface Place {
  readonly member: string
  readonly network: string
}
const at = ({ member, network }: Place) => sql`member = ${member} and network = ${network}`

export interface EditionRow {
  readonly kind: Kind
  readonly number: number
  readonly key_id: string
  readonly public_key: string
  readonly opened_at: Date
  readonly slot: number
  readonly sealed: Uint8Array | null
}
const COLUMNS = sql`kind, number, key_id, public_key, opened_at, slot, sealed`

export const openEditions = (reading: Reader, place: Place): Promise<EditionRow[]> =>
  reading.many(sql`select ${COLUMNS} from coincidences_edition where ${at(place)} and closed_at is null order by kind, number limit 100`)

export const maybeOpenEdition = (reading: Reader, place: Place, kind: Kind): Promise<EditionRow | undefined> =>
  reading.maybeOne(
    sql`select ${COLUMNS} from coincidences_edition where ${at(place)} and kind = ${kind} and closed_at is null order by number desc limit 1`,
  )

export const tagsOf = async (reading: Reader, place: Place, kind: Kind, number: number): Promise<Uint8Array | undefined> =>
  (
    await reading.maybeOne<{ tags: Uint8Array | null }>(
      sql`select tags from coincidences_edition where ${at(place)} and kind = ${kind} and number = ${number}`,
    )
  )?.tags ?? undefined

export const lastNumber = async (reading: Reader, place: Place, kind: Kind): Promise<number> =>
  (
    await reading.one<{ n: number | null }>(
      sql`select max(number)::int as n from coincidences_edition where ${at(place)} and kind = ${kind}`,
    )
  ).n ?? 0

export const insertEdition = (writing: Writer, place: Place, row: EditionRow & { readonly tags: Uint8Array }): Promise<number> =>
  writing.run(sql`insert into coincidences_edition (member, network, kind, number, key_id, public_key, opened_at, slot, sealed, tags)
    values (${place.member}, ${place.network}, ${row.kind}, ${row.number}, ${row.key_id}, ${row.public_key}, ${row.opened_at}, ${row.slot}, ${row.sealed},
      ${row.tags}) on conflict do nothing`)

/** Nothing is evaluated under it any more; its seed is the caller's to destroy. */
export const closeEdition = (writing: Writer, place: Place, kind: Kind, number: number, now: Date): Promise<number> =>
  writing.run(sql`update coincidences_edition set closed_at = ${now}, sealed = null, tags = null
    where ${at(place)} and kind = ${kind} and number = ${number} and closed_at is null`)

/** The last edition keeps its number for ever: none is given twice. */
export async function forgetEditions(writing: Writer, place: Place, before: Date): Promise<void> {
  await writing.run(sql`delete from coincidences_spoken s where ${at(place)} and exists (select 1 from coincidences_edition e
    where e.member = s.member and e.network = s.network and e.kind = s.kind and e.number = s.number and e.closed_at <= ${before})`)
  await writing.run(sql`delete from coincidences_edition e where ${at(place)} and closed_at <= ${before}
    and exists (select 1 from coincidences_edition later where later.member = e.member and later.network = e.network and later.kind = e.kind and later.number > e.number)`)
}

export const closeUnder = (writing: Writer, slots: readonly number[]): Promise<number> =>
  writing.run(
    sql`update coincidences_edition set closed_at = coalesce(closed_at, opened_at), sealed = null, tags = null where slot = any(${[...slots]}::bigint[])`,
  )

export interface SpokenRow {
  readonly tag: string
  readonly check: string
  readonly digest: Uint8Array
  readonly matter: string
  readonly thing: string
  readonly unit: string
}

export const spokenIn = (reading: Reader, place: Place, kind: Kind, number: number): Promise<SpokenRow[]> =>
  reading.many(
    sql`select tag, "check", digest, matter, thing, unit from coincidences_spoken where ${at(place)} and kind = ${kind} and number = ${number} limit 300000`,
  )

/** What of the own is behind a tag of an edition, open or lately closed. */
export const spokenUnder = (reading: Reader, place: Place, kind: Kind, key_id: string, tag: string): Promise<SpokenRow[]> =>
  reading.many(sql`select s.tag, s."check", s.digest, s.matter, s.thing, s.unit from coincidences_spoken s join coincidences_edition e
    on e.member = s.member and e.network = s.network and e.kind = s.kind and e.number = s.number
    where s.member = ${place.member} and s.network = ${place.network} and s.kind = ${kind} and e.key_id = ${key_id} and s.tag = ${tag} order by s.matter, s.thing limit 50`)

export const insertSpoken = (writing: Writer, place: Place, kind: Kind, number: number, rows: readonly SpokenRow[]): Promise<number> =>
  writing.run(sql`insert into coincidences_spoken (member, network, kind, number, tag, "check", digest, matter, thing, unit)
    select ${place.member}, ${place.network}, ${kind}, ${number}, tag, kept, decode(digest, 'hex'), matter, thing, unit
    from unnest(${rows.map(({ tag }) => tag)}::text[], ${rows.map(({ check }) => check)}::text[],
      ${rows.map(({ digest }) => Buffer.from(digest).toString('hex'))}::text[], ${rows.map(({ matter }) => matter)}::text[],
      ${rows.map(({ thing }) => thing)}::text[], ${rows.map(({ unit }) => unit)}::text[]) as given (tag, kept, digest, matter, thing, unit) on conflict do nothing`)

export const deleteSpoken = (writing: Writer, place: Place, kind: Kind, number: number, matter: string, thing: string): Promise<number> =>
  writing.run(
    sql`delete from coincidences_spoken where ${at(place)} and kind = ${kind} and number = ${number} and matter = ${matter} and thing = ${thing}`,
  )

// of partners

export interface TheirsRow {
  readonly partner: string
  readonly kind: Kind
  readonly number: number
  readonly key_id: string
  readonly public_key: string
  readonly looked_at: Date
}

export const theirSets = (reading: Reader, place: Place): Promise<TheirsRow[]> =>
  reading.many(sql`select partner, kind, number, key_id, public_key, looked_at from coincidences_theirs where ${at(place)} limit 5000`)

export const theirTags = async (reading: Reader, place: Place, partner: string, kind: Kind): Promise<Uint8Array | undefined> =>
  (
    await reading.maybeOne<{ tags: Uint8Array }>(
      sql`select tags from coincidences_theirs where ${at(place)} and partner = ${partner} and kind = ${kind}`,
    )
  )?.tags

/** Another edition: what was asked under the one before tells nothing of it. */
export async function saveTheirs(writing: Writer, place: Place, row: TheirsRow & { readonly tags: Uint8Array }): Promise<void> {
  await forgetTheirs(writing, place, row.partner, row.kind)
  await writing.run(sql`insert into coincidences_theirs (member, network, partner, kind, number, key_id, public_key, tags, looked_at)
    values (${place.member}, ${place.network}, ${row.partner}, ${row.kind}, ${row.number}, ${row.key_id}, ${row.public_key}, ${row.tags}, ${row.looked_at})`)
}

export async function forgetTheirs(writing: Writer, place: Place, partner: string, kind: Kind): Promise<void> {
  await writing.run(sql`delete from coincidences_theirs where ${at(place)} and partner = ${partner} and kind = ${kind}`)
  await writing.run(sql`delete from coincidences_asked where ${at(place)} and partner = ${partner} and kind = ${kind}`)
}

export const touchTheirs = (writing: Writer, place: Place, partner: string, kind: Kind, now: Date): Promise<number> =>
  writing.run(sql`update coincidences_theirs set looked_at = ${now} where ${at(place)} and partner = ${partner} and kind = ${kind}`)

export const askedOf = async (reading: Reader, place: Place, partner: string, kind: Kind): Promise<ReadonlySet<string>> =>
  new Set(
    (
      await reading.many<{ digest: string }>(
        sql`select encode(digest, 'hex') as digest from coincidences_asked where ${at(place)} and partner = ${partner} and kind = ${kind} limit 300000`,
      )
    ).map(({ digest }) => digest),
  )

export const insertAsked = (writing: Writer, place: Place, partner: string, kind: Kind, digests: readonly string[]): Promise<number> =>
  writing.run(sql`insert into coincidences_asked (member, network, partner, kind, digest)
    select ${place.member}, ${place.network}, ${partner}, ${kind}, decode(digest, 'hex') from unnest(${[...digests]}::text[]) as digest on conflict do nothing`)

// counts

export interface CountRow {
  readonly partner: string
  readonly day: string
  readonly kind: Kind
  readonly asked_by_us: number
  readonly found_by_us: number
  readonly asked_by_them: number
  readonly found_by_them: number
}
type Counted = 'asked_by_us' | 'found_by_us' | 'asked_by_them' | 'found_by_them'
const COUNTED = {
  asked_by_us: sql`asked_by_us`,
  found_by_us: sql`found_by_us`,
  asked_by_them: sql`asked_by_them`,
  found_by_them: sql`found_by_them`,
} as const

/** Adds to a day's count and answers what it is now. */
export const count = async (
  writing: Writer,
  place: Place,
  { partner, day, kind }: Pick<CountRow, 'partner' | 'day' | 'kind'>,
  what: Counted,
  n: number,
): Promise<number> =>
  (
    await writing.one<{ n: number }>(sql`insert into coincidences_count (member, network, partner, day, kind, ${COUNTED[what]})
      values (${place.member}, ${place.network}, ${partner}, ${day}::date, ${kind}, ${n})
      on conflict (member, network, partner, day, kind) do update set ${COUNTED[what]} = coincidences_count.${COUNTED[what]} + excluded.${COUNTED[what]}
      returning ${COUNTED[what]} as n`)
  ).n

export const counts = (reading: Reader, place: Place, since: string): Promise<CountRow[]> =>
  reading.many(sql`select partner, day::text as day, kind, asked_by_us, found_by_us, asked_by_them, found_by_them from coincidences_count
    where ${at(place)} and day >= ${since}::date order by day desc, partner, kind limit 5000`)

export const forgetCounts = (writing: Writer, place: Place, before: string): Promise<number> =>
  writing.run(sql`delete from coincidences_count where ${at(place)} and day < ${before}::date`)
