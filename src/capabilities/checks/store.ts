/** Checks and their answers: the only SQL of this capability. */
import type { Reader, Writer } from '#kernel/database/port.ts'
import { allOf, sql } from '#kernel/database/sql.ts'
import type { Outcome, State } from '#wire/checks/outcomes.ts'
import type { Kind, Subject } from '#wire/checks/subjects.ts'

export const CHECK_LABEL = 'checks.check'
export const ANSWER_LABEL = 'checks.answer'

/** What is sealed with a check. */
export interface Asked {
  readonly subjects: readonly Subject[]
  readonly alternatives: boolean
  readonly partners: readonly string[]
  readonly text?: string
  readonly place?: string
}

export interface CheckRow {
  readonly id: string
  readonly network: string
  readonly member: string
  readonly officer: string
  readonly unit: string
  readonly purpose: string
  readonly kinds: Kind[]
  readonly access_class: number
  readonly asked_at: Date
  readonly deadline_at: Date
  readonly keep_until: Date
  readonly counter: number
  readonly slot: number
  readonly sealed: Uint8Array
}

const COLUMNS = sql`id::text as id, network, member, officer, unit, purpose, kinds, access_class, asked_at, deadline_at, keep_until, counter, slot, sealed`

export const maybeCheck = (reading: Reader, member: string, id: string): Promise<CheckRow | undefined> =>
  reading.maybeOne(sql`select ${COLUMNS} from checks_check where id = ${id}::uuid and member = ${member}`)

/** Adds a check with a waiting answer of each partner; false where the id is taken. */
export async function insertCheck(writing: Writer, row: Omit<CheckRow, 'counter'>, partners: readonly string[]): Promise<boolean> {
  const added =
    await writing.run(sql`insert into checks_check (id, network, member, officer, unit, purpose, kinds, access_class, asked_at, deadline_at,
      keep_until, slot, sealed)
    values (${row.id}, ${row.network}, ${row.member}, ${row.officer}, ${row.unit}, ${row.purpose}, ${[...row.kinds]}, ${row.access_class}, ${row.asked_at},
      ${row.deadline_at}, ${row.keep_until}, ${row.slot}, ${row.sealed}) on conflict (id) do nothing`)
  if (added === 0) return false
  await writing.run(
    sql`insert into checks_answer (check_id, partner, state) select ${row.id}::uuid, partner, 'waiting' from unnest(${[...partners]}::text[]) as p (partner)`,
  )
  return true
}

export interface AnswerRow {
  readonly check_id: string
  readonly partner: string
  readonly state: State
  readonly ground: string | null
  readonly refusal: string | null
  readonly hits: number
  readonly took_ms: number | null
  readonly position: number | null
  readonly sealed: Uint8Array | null
}

const ANSWER_COLUMNS = sql`check_id::text as check_id, partner, state, ground, refusal, hits, took_ms, position, sealed`

export const answersOf = (reading: Reader, check: string): Promise<AnswerRow[]> =>
  reading.many(
    sql`select ${ANSWER_COLUMNS} from checks_answer where check_id = ${check}::uuid order by position nulls last, partner limit 200`,
  )

export const answersAfter = (reading: Reader, check: string, after: number): Promise<AnswerRow[]> =>
  reading.many(
    sql`select ${ANSWER_COLUMNS} from checks_answer where check_id = ${check}::uuid and position > ${after} order by position limit 200`,
  )

export const countWaiting = async (reading: Reader, check: string): Promise<number> =>
  (await reading.one<{ n: number }>(sql`select count(*) as n from checks_answer where check_id = ${check}::uuid and state = 'waiting'`)).n

/** Keeps an answer in the place of a waiting one; an answer that is there stays. */
export async function keepAnswer(
  writing: Writer,
  check: string,
  partner: string,
  { state, ground, refusal, body }: Outcome,
  took_ms: number,
  seal: () => Uint8Array | null,
): Promise<void> {
  const counted = await writing.maybeOne<{ counter: number }>(sql`update checks_check set counter = counter + 1
    where id = ${check}::uuid and exists (select 1 from checks_answer where check_id = ${check}::uuid and partner = ${partner} and state = 'waiting')
    returning counter`)
  if (counted === undefined) return
  await writing.run(sql`update checks_answer set state = ${state}, ground = ${ground}, refusal = ${refusal}, hits = ${body?.hits.length ?? 0},
      took_ms = ${took_ms}, position = ${counted.counter}, sealed = ${seal()}
    where check_id = ${check}::uuid and partner = ${partner} and state = 'waiting'`)
}

/** Checks that still wait after the last moment for answers, at most `most`. */
export const overdueAnswers = (writing: Writer, before: Date, most: number): Promise<{ check_id: string; partner: string }[]> =>
  writing.many(sql`select a.check_id::text as check_id, a.partner from checks_answer a join checks_check c on c.id = a.check_id
    where a.state = 'waiting' and c.deadline_at < ${before} order by c.deadline_at limit ${most}`)

/** Removes checks whose time is over, at most `most`; answers the slots of their keys. */
export const removeExpired = (writing: Writer, now: Date, most: number): Promise<{ slot: number }[]> =>
  writing.many(
    sql`delete from checks_check where id in (select id from checks_check where keep_until < ${now} order by keep_until limit ${most}) returning slot`,
  )

/** Removes checks whose keys are gone. */
export const removeUnder = (writing: Writer, slots: readonly number[]): Promise<number> =>
  writing.run(sql`delete from checks_check where slot = any(${[...slots]}::bigint[])`)

export interface CheckFilter {
  readonly member: string
  readonly classes: readonly number[]
  readonly officer?: string
  readonly unit?: string
  readonly state?: State
  readonly since?: Date
}

export async function findChecks(
  reading: Reader,
  { member, classes, officer, unit, state, since }: CheckFilter,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ rows: CheckRow[]; total: number }> {
  const conditions = allOf([
    sql`member = ${member}`,
    sql`access_class = any(${[...classes]}::int[])`,
    ...(officer === undefined ? [] : [sql`officer = ${officer}`]),
    ...(unit === undefined ? [] : [sql`unit = ${unit}`]),
    ...(since === undefined ? [] : [sql`asked_at >= ${since}`]),
    ...(state === undefined ? [] : [sql`exists (select 1 from checks_answer a where a.check_id = checks_check.id and a.state = ${state})`]),
  ])
  const { total } = await reading.one<{ total: number }>(sql`select count(*) as total from checks_check where ${conditions}`)
  const rows = await reading.many<CheckRow>(
    sql`select ${COLUMNS} from checks_check where ${conditions} order by asked_at desc, id desc limit ${limit} offset ${offset}`,
  )
  return { rows, total }
}

export const answersOfMany = (reading: Reader, checks: readonly string[]): Promise<AnswerRow[]> =>
  checks.length === 0
    ? Promise.resolve([])
    : reading.many(
        sql`select ${ANSWER_COLUMNS} from checks_answer where check_id = any(${[...checks]}::uuid[]) limit ${checks.length * 200}`,
      )
