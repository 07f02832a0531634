/** Surveys, drafts and answers: the only SQL of this capability. */
import type { Reader, Writer } from '#kernel/database/port.ts'
import { sql } from '#kernel/database/sql.ts'
import type { MemberId, NetworkId } from '#wire/address.ts'

export interface SurveyRow {
  readonly holder: MemberId
  readonly survey: string
  readonly network: NetworkId
  readonly organiser: MemberId
  readonly version: number
  readonly state: 'open' | 'closed'
  readonly asked_at: Date
  readonly due: Date
  readonly asked: readonly string[]
  readonly access_class: number
  readonly slot: number
  readonly sealed: Uint8Array | null
}
const COLUMNS = sql`holder, survey::text as survey, network, organiser, version, state, asked_at, due, asked, access_class, slot, sealed`

export const maybeSurvey = (reading: Reader, holder: string, survey: string): Promise<SurveyRow | undefined> =>
  reading.maybeOne(sql`select ${COLUMNS} from training_survey where holder = ${holder} and survey = ${survey}::uuid`)

/** Held until the transaction ends. */
export const maybeSurveyToChange = (writing: Writer, holder: string, survey: string): Promise<SurveyRow | undefined> =>
  writing.maybeOne(sql`select ${COLUMNS} from training_survey where holder = ${holder} and survey = ${survey}::uuid for update`)

/** Those that are due last first, of the classes that the officer may see. */
export const surveysPage = (
  reading: Reader,
  holder: string,
  classes: readonly number[],
  { limit, offset }: { limit: number; offset: number },
): Promise<SurveyRow[]> =>
  reading.many(sql`select ${COLUMNS} from training_survey where holder = ${holder} and access_class = any(${[...classes]}::int[]) and sealed is not null
    order by state desc, due desc, survey limit ${limit} offset ${offset}`)

export const countSurveys = async (reading: Reader, holder: string, classes: readonly number[]): Promise<number> =>
  (
    await reading.one<{ n: number }>(
      sql`select count(*) as n from training_survey where holder = ${holder} and access_class = any(${[...classes]}::int[]) and sealed is not null`,
    )
  ).n

/** How many of one organiser are held, so that nobody fills a node with surveys. */
export const countOf = async (reading: Reader, holder: string, organiser: string): Promise<number> =>
  (await reading.one<{ n: number }>(sql`select count(*) as n from training_survey where holder = ${holder} and organiser = ${organiser}`)).n

export const saveSurvey = (writing: Writer, row: SurveyRow): Promise<number> =>
  writing.run(sql`insert into training_survey (holder, survey, network, organiser, version, state, asked_at, due, asked, access_class, slot, sealed)
    values (${row.holder}, ${row.survey}, ${row.network}, ${row.organiser}, ${row.version}, ${row.state}, ${row.asked_at}, ${row.due},
      ${[...row.asked]}::text[], ${row.access_class}, ${row.slot}, ${row.sealed})
    on conflict (holder, survey) do update set version = excluded.version, state = excluded.state, due = excluded.due, asked = excluded.asked, sealed = excluded.sealed`)

export const askedToo = (writing: Writer, holder: string, survey: string, partner: string): Promise<number> =>
  writing.run(sql`update training_survey set asked = array_append(asked, ${partner})
    where holder = ${holder} and survey = ${survey}::uuid and not (${partner} = any(asked))`)

export interface DraftRow {
  readonly unit: string
  readonly officer: string
  readonly changed_at: Date
  readonly sealed: Uint8Array
}
const MOST_UNITS = 200
export const draftsOf = (reading: Reader, holder: string, survey: string): Promise<DraftRow[]> =>
  reading.many(
    sql`select unit, officer, changed_at, sealed from training_draft where holder = ${holder} and survey = ${survey}::uuid order by unit limit ${MOST_UNITS}`,
  )
export const saveDraft = (writing: Writer, holder: string, survey: string, row: DraftRow): Promise<number> =>
  writing.run(sql`insert into training_draft (holder, survey, unit, officer, changed_at, sealed)
    values (${holder}, ${survey}, ${row.unit}, ${row.officer}, ${row.changed_at}, ${row.sealed})
    on conflict (holder, survey, unit) do update set officer = excluded.officer, changed_at = excluded.changed_at, sealed = excluded.sealed`)
export const deleteDraft = (writing: Writer, holder: string, survey: string, unit: string): Promise<number> =>
  writing.run(sql`delete from training_draft where holder = ${holder} and survey = ${survey}::uuid and unit = ${unit}`)

export interface AnswerRow {
  readonly member: MemberId
  readonly version: number
  readonly answered_at: Date
  readonly slot: number
  readonly sealed: Uint8Array | null
}
const ANSWER = sql`member, version, answered_at, slot, sealed`
const MOST_MEMBERS = 500

export const answersTo = (reading: Reader, holder: string, survey: string): Promise<AnswerRow[]> =>
  reading.many(
    sql`select ${ANSWER} from training_answer where holder = ${holder} and survey = ${survey}::uuid order by member limit ${MOST_MEMBERS}`,
  )
export const maybeAnswer = (reading: Reader, holder: string, survey: string, member: string): Promise<AnswerRow | undefined> =>
  reading.maybeOne(sql`select ${ANSWER} from training_answer where holder = ${holder} and survey = ${survey}::uuid and member = ${member}`)
/** Whether each of these surveys has the member's answer. */
export const answered = async (
  reading: Reader,
  holder: string,
  surveys: readonly string[],
): Promise<readonly { survey: string; member: string }[]> =>
  reading.many(
    sql`select survey::text as survey, member from training_answer where holder = ${holder} and survey = any(${[...surveys]}::uuid[])`,
  )

export const saveAnswer = (writing: Writer, holder: string, survey: string, row: AnswerRow): Promise<number> =>
  writing.run(sql`insert into training_answer (holder, survey, member, version, answered_at, slot, sealed)
    values (${holder}, ${survey}, ${row.member}, ${row.version}, ${row.answered_at}, ${row.slot}, ${row.sealed})
    on conflict (holder, survey, member) do update set version = excluded.version, answered_at = excluded.answered_at, slot = excluded.slot, sealed = excluded.sealed`)

/** What may be forgotten: surveys that were due before a time. */
export const surveysOver = (reading: Reader, holder: string, before: Date, limit: number): Promise<SurveyRow[]> =>
  reading.many(sql`select ${COLUMNS} from training_survey where holder = ${holder} and due < ${before} order by due limit ${limit}`)
export const deleteSurvey = (writing: Writer, holder: string, survey: string): Promise<number> =>
  writing.run(sql`delete from training_survey where holder = ${holder} and survey = ${survey}::uuid`)

/** What nobody can read any more says nothing any more. */
export async function emptyUnder(writing: Writer, slots: readonly number[]): Promise<void> {
  await writing.run(sql`update training_answer set sealed = null where slot = any(${[...slots]}::bigint[])`)
  await writing.run(
    sql`delete from training_draft d using training_survey s where s.holder = d.holder and s.survey = d.survey and s.slot = any(${[...slots]}::bigint[])`,
  )
  await writing.run(sql`update training_survey set sealed = null where slot = any(${[...slots]}::bigint[])`)
}
