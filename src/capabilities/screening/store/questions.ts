/** Questions of lists: which are due, who takes them up, what came of them, how fast a partner is asked; and the forgetting of who is clear. */
import type { Reader, Writer } from '#kernel/database/port.ts'
import { sql } from '#kernel/database/sql.ts'
import type { State } from '#wire/checks/outcomes.ts'
import type { ListRow } from './lists.ts'

/** A list that is being asked about, as far as asking needs it. */
export type AskedList = Pick<
  ListRow,
  | 'id'
  | 'network'
  | 'member'
  | 'unit'
  | 'officer'
  | 'clearance'
  | 'language'
  | 'purpose'
  | 'partners'
  | 'alternatives'
  | 'kept_h'
  | 'asked_at'
>

export const listsAsked = (reading: Reader, network: string, member: string, most: number): Promise<AskedList[]> =>
  reading.many(sql`select id::text as id, network, member, unit, officer, clearance, language, purpose, partners, alternatives, kept_h, asked_at
    from screening_list where state = 'asking' and network = ${network} and member = ${member} order by started_at limit ${most}`)

export interface Pace {
  readonly partner: string
  readonly next_at: Date
  readonly resting_until: Date | null
  readonly silences: number
  readonly said: string | null
}

const PACE = sql`partner, next_at, resting_until, silences, said`

/** How fast a partner may be asked now, held until the transaction ends: two processes together ask no faster than one. */
export async function holdPace(writing: Writer, network: string, member: string, partner: string, now: Date): Promise<Pace> {
  await writing.run(
    sql`insert into screening_pace (network, member, partner, next_at) values (${network}, ${member}, ${partner}, ${now}) on conflict do nothing`,
  )
  return writing.one(
    sql`select ${PACE} from screening_pace where network = ${network} and member = ${member} and partner = ${partner} for update`,
  )
}

export const spendPace = (writing: Writer, network: string, member: string, partner: string, next_at: Date): Promise<number> =>
  writing.run(
    sql`update screening_pace set next_at = ${next_at} where network = ${network} and member = ${member} and partner = ${partner}`,
  )

/** Leaves a partner alone until a moment, and keeps why; null asks on. */
export const restPartner = (
  writing: Writer,
  { network, member, partner }: { network: string; member: string; partner: string },
  rest: { resting_until: Date | null; silences: number; said: string | null },
): Promise<number> =>
  writing.run(sql`update screening_pace set resting_until = ${rest.resting_until}, silences = ${rest.silences}, said = ${rest.said}
    where network = ${network} and member = ${member} and partner = ${partner}`)

export const pacesOf = (reading: Reader, network: string, member: string): Promise<Pace[]> =>
  reading.many(sql`select ${PACE} from screening_pace where network = ${network} and member = ${member} order by partner limit 1000`)

export interface Claimed {
  readonly list: string
  readonly line: number
  readonly partner: string
  readonly tries: number
  readonly slot: number
  readonly sealed: Uint8Array
  /** Nobody was asked about this line before. */
  readonly first: boolean
}

/** Takes up waiting questions to a partner, at most `most`, of all lists in turn; they are asked again if that is not the end of them by `until`. */
export async function claim(
  writing: Writer,
  lists: readonly string[],
  partner: string,
  most: number,
  now: Date,
  until: Date,
): Promise<Claimed[]> {
  const due = await writing.many<{ list: string; line: number }>(sql`
    select l.list::text as list, q.line from unnest(${[...lists]}::uuid[]) with ordinality as l (list, place)
    cross join lateral (select line from screening_question w where w.list = l.list and w.partner = ${partner} and w.state = 'waiting'
      order by line limit ${most} for update skip locked) q
    order by row_number() over (partition by l.list order by q.line), l.place limit ${most}`)
  if (due.length === 0) return []
  const [of, at] = [due.map(({ list }) => list), due.map(({ line }) => line)]
  await writing.run(sql`update screening_question q set state = 'asking', claimed_until = ${until}
    from unnest(${of}::uuid[], ${at}::int[]) as d (list, line) where q.list = d.list and q.line = d.line and q.partner = ${partner}`)
  // updated before it is looked at: of two lanes that come to a line at once only one is the first
  const first = await writing.many<{ list: string; line: number }>(sql`update screening_line l set asked_at = ${now}
    from unnest(${of}::uuid[], ${at}::int[]) as d (list, line) where l.list = d.list and l.line = d.line and l.asked_at is null
    returning l.list::text as list, l.line`)
  const rows = await writing.many<Omit<Claimed, 'first'>>(sql`select q.list::text as list, q.line, q.partner, q.tries, l.slot, l.sealed
    from unnest(${of}::uuid[], ${at}::int[]) with ordinality as d (list, line, place)
    join screening_question q on q.list = d.list and q.line = d.line and q.partner = ${partner}
    join screening_line l on l.list = q.list and l.line = q.line order by d.place limit ${most}`)
  return rows.map((row) => ({ ...row, first: first.some(({ list, line }) => list === row.list && line === row.line) }))
}

/** Back in line: not asked after all, or to be asked once more. */
export const release = (writing: Writer, list: string, line: number, partner: string, tries: number): Promise<number> =>
  writing.run(sql`update screening_question set state = 'waiting', claimed_until = null, tries = ${tries}
    where list = ${list}::uuid and line = ${line} and partner = ${partner} and state = 'asking'`)

/** Whoever took these up is gone. */
export const releaseLapsed = (writing: Writer, now: Date): Promise<number> =>
  writing.run(sql`update screening_question set state = 'waiting', claimed_until = null where state = 'asking' and claimed_until < ${now}`)

export type Final = Exclude<State, 'waiting'>
const COUNTED: Record<Final, ReturnType<typeof sql>> = {
  hit: sql`hit`,
  'no-hit': sql`no_hit`,
  refused: sql`refused`,
  'no-answer': sql`no_answer`,
}

/** Keeps what came of a question; false where the list is gone meanwhile, or somebody else had its answer first. */
export async function keepOutcome(
  writing: Writer,
  { list, line, partner }: Pick<Claimed, 'list' | 'line' | 'partner'>,
  state: Final,
  refusal: string | null,
): Promise<boolean> {
  const kept = await writing.run(sql`update screening_question set state = ${state}, claimed_until = null, refusal = ${refusal}
    where list = ${list}::uuid and line = ${line} and partner = ${partner} and state = 'asking'`)
  if (kept === 0) return false
  await countOutcomes(writing, list, partner, state, 1)
  return true
}

export const countOutcomes = (writing: Writer, list: string, partner: string, state: Final, more: number): Promise<number> =>
  writing.run(
    sql`update screening_partner set ${COUNTED[state]} = ${COUNTED[state]} + ${more} where list = ${list}::uuid and partner = ${partner}`,
  )

/** All that waits for a partner in a list has no answer; answers the lines. */
export async function silence(writing: Writer, list: string, partner: string, refusal: string | null): Promise<number[]> {
  const lines = await writing.many<{
    line: number
  }>(sql`update screening_question set state = 'no-answer', claimed_until = null, refusal = ${refusal}
    where list = ${list}::uuid and partner = ${partner} and state in ('waiting', 'asking') returning line`)
  if (lines.length > 0) await countOutcomes(writing, list, partner, 'no-answer', lines.length)
  return lines.map(({ line }) => line)
}

/** Of these lines, all of whose questions are over, those on which nobody has anything and nobody was silent; they are removed. */
export const removeClear = (writing: Writer, list: string, lines: readonly number[]): Promise<{ slot: number }[]> =>
  writing.many(sql`delete from screening_line l where l.list = ${list}::uuid and l.line = any(${[...lines]}::int[])
    and not exists (select 1 from screening_question q where q.list = l.list and q.line = l.line and q.state in ('waiting', 'asking', 'no-answer'))
    and not exists (select 1 from screening_hit h where h.list = l.list and h.line = l.line) returning slot`)

/** Questions that are not asked any more, because the list was ended. */
export const dropWaiting = (writing: Writer, list: string): Promise<{ line: number }[]> =>
  writing.many(sql`delete from screening_question where list = ${list}::uuid and state in ('waiting', 'asking') returning line`)

export const isAllAsked = async (reading: Reader, list: string): Promise<boolean> =>
  (await reading.maybeOne(
    sql`select 1 as one from screening_question where list = ${list}::uuid and state in ('waiting', 'asking') limit 1`,
  )) === undefined

export interface PartnerCounts {
  readonly partner: string
  readonly hit: number
  readonly no_hit: number
  readonly refused: number
  readonly no_answer: number
}

export const partnersOf = (reading: Reader, list: string): Promise<PartnerCounts[]> =>
  reading.many(
    sql`select partner, hit, no_hit, refused, no_answer from screening_partner where list = ${list}::uuid order by partner limit 1000`,
  )

export const partnersOfMany = (reading: Reader, lists: readonly string[]): Promise<(PartnerCounts & { list: string })[]> =>
  lists.length === 0
    ? Promise.resolve([])
    : reading.many(sql`select list::text as list, partner, hit, no_hit, refused, no_answer from screening_partner where list = any(${[...lists]}::uuid[])
        order by partner limit ${lists.length * 200}`)

export const countSilent = async (reading: Reader, list: string): Promise<number> =>
  (
    await reading.one<{ n: number }>(
      sql`select count(distinct line) as n from screening_question where list = ${list}::uuid and state = 'no-answer'`,
    )
  ).n

export const silentOfMany = async (reading: Reader, lists: readonly string[]): Promise<ReadonlyMap<string, number>> =>
  new Map(
    lists.length === 0
      ? []
      : (
          await reading.many<{ list: string; n: number }>(sql`select list::text as list, count(distinct line) as n from screening_question
            where list = any(${[...lists]}::uuid[]) and state = 'no-answer' group by list limit ${lists.length}`)
        ).map(({ list, n }) => [list, n]),
  )

export interface SilentLine {
  readonly line: number
  readonly slot: number
  readonly sealed: Uint8Array
  readonly partners: readonly string[]
}

/** Lines about which somebody kept silent, in the order of the file. */
export const silentLines = (reading: Reader, list: string, { limit, offset }: { limit: number; offset: number }): Promise<SilentLine[]> =>
  reading.many(sql`select l.line, l.slot, l.sealed, array_agg(q.partner order by q.partner) as partners from screening_line l
    join screening_question q on q.list = l.list and q.line = l.line and q.state = 'no-answer'
    where l.list = ${list}::uuid group by l.list, l.line order by l.line limit ${limit} offset ${offset}`)

/** Asks once more those who kept silent, of some lines or of all; answers how many questions, by partner. */
export async function askAgain(writing: Writer, list: string, lines: readonly number[] | undefined): Promise<number> {
  const again = await writing.many<{ partner: string; n: number }>(sql`with again as (
      update screening_question set state = 'waiting', tries = 0, refusal = null where list = ${list}::uuid and state = 'no-answer'
        and ${lines === undefined ? sql`true` : sql`line = any(${[...lines]}::int[])`} returning partner)
    select partner, count(*) as n from again group by partner limit 1000`)
  for (const { partner, n } of again) await countOutcomes(writing, list, partner, 'no-answer', -n)
  return again.reduce((sum, { n }) => sum + n, 0)
}

export const maybeLine = (reading: Reader, list: string, line: number): Promise<{ slot: number; sealed: Uint8Array } | undefined> =>
  reading.maybeOne(sql`select slot, sealed from screening_line where list = ${list}::uuid and line = ${line}`)

/** Lines whose keys are destroyed. */
export const removeLinesUnder = (writing: Writer, slots: readonly number[]): Promise<number> =>
  writing.run(sql`delete from screening_line where slot = any(${[...slots]}::bigint[])`)
