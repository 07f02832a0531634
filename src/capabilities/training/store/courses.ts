/** Courses, nominations and seats: SQL. */
import type { Reader, Writer } from '#kernel/database/port.ts'
import { sql } from '#kernel/database/sql.ts'
import type { MemberId, NetworkId } from '#wire/address.ts'
import type { CourseKind, CourseState } from '../vocabulary.ts'

export interface CourseRow {
  readonly holder: MemberId
  readonly course: string
  readonly network: NetworkId
  readonly organiser: MemberId
  readonly version: number
  readonly state: CourseState
  readonly kind: CourseKind
  /** `YYYY-MM-DD`. */
  readonly first_day: string
  readonly last_day: string
  readonly nominate_by: Date
  readonly offered_at: Date
  readonly invited: readonly string[]
  readonly access_class: number
  readonly slot: number
  readonly sealed: Uint8Array | null
}
const COLUMNS = sql`holder, course::text as course, network, organiser, version, state, kind, first_day::text as first_day, last_day::text as last_day,
  nominate_by, offered_at, invited, access_class, slot, sealed`

export const maybeCourse = (reading: Reader, holder: string, course: string): Promise<CourseRow | undefined> =>
  reading.maybeOne(sql`select ${COLUMNS} from training_course where holder = ${holder} and course = ${course}::uuid`)

/** Held until the transaction ends. */
export const maybeCourseToChange = (writing: Writer, holder: string, course: string): Promise<CourseRow | undefined> =>
  writing.maybeOne(sql`select ${COLUMNS} from training_course where holder = ${holder} and course = ${course}::uuid for update`)

export interface Days {
  readonly from: string
  readonly to: string
}
/** Courses that touch these days, in the order of their days, of the classes that the officer may see. */
export const coursesBetween = (
  reading: Reader,
  holder: string,
  classes: readonly number[],
  { from, to }: Days,
  { limit, offset }: { limit: number; offset: number },
): Promise<CourseRow[]> =>
  reading.many(sql`select ${COLUMNS} from training_course where holder = ${holder} and access_class = any(${[...classes]}::int[]) and sealed is not null
    and last_day >= ${from}::date and first_day <= ${to}::date order by first_day, last_day, course limit ${limit} offset ${offset}`)

export const countBetween = async (reading: Reader, holder: string, classes: readonly number[], { from, to }: Days): Promise<number> =>
  (
    await reading.one<{ n: number }>(
      sql`select count(*) as n from training_course where holder = ${holder} and access_class = any(${[...classes]}::int[]) and sealed is not null
        and last_day >= ${from}::date and first_day <= ${to}::date`,
    )
  ).n

/** How many of one organiser are held, so that nobody fills a node with courses. */
export const countCoursesOf = async (reading: Reader, holder: string, organiser: string): Promise<number> =>
  (await reading.one<{ n: number }>(sql`select count(*) as n from training_course where holder = ${holder} and organiser = ${organiser}`)).n

export const saveCourse = (writing: Writer, row: CourseRow): Promise<number> =>
  writing.run(sql`insert into training_course (holder, course, network, organiser, version, state, kind, first_day, last_day, nominate_by, offered_at,
      invited, access_class, slot, sealed)
    values (${row.holder}, ${row.course}, ${row.network}, ${row.organiser}, ${row.version}, ${row.state}, ${row.kind}, ${row.first_day}::date,
      ${row.last_day}::date, ${row.nominate_by}, ${row.offered_at}, ${[...row.invited]}::text[], ${row.access_class}, ${row.slot}, ${row.sealed})
    on conflict (holder, course) do update set version = excluded.version, state = excluded.state, kind = excluded.kind, first_day = excluded.first_day,
      last_day = excluded.last_day, nominate_by = excluded.nominate_by, invited = excluded.invited, sealed = excluded.sealed`)

export const invitedToo = (writing: Writer, holder: string, course: string, partner: string): Promise<number> =>
  writing.run(sql`update training_course set invited = array_append(invited, ${partner})
    where holder = ${holder} and course = ${course}::uuid and not (${partner} = any(invited))`)

/** What may be forgotten: courses that ended before a day. */
export const coursesOver = (reading: Reader, holder: string, before: Date, limit: number): Promise<CourseRow[]> =>
  reading.many(
    sql`select ${COLUMNS} from training_course where holder = ${holder} and last_day < ${before.toISOString().slice(0, 10)}::date order by last_day limit ${limit}`,
  )
export const deleteCourse = (writing: Writer, holder: string, course: string): Promise<number> =>
  writing.run(sql`delete from training_course where holder = ${holder} and course = ${course}::uuid`)

const MOST_MEMBERS = 500

export interface NominationRow {
  readonly member: MemberId
  readonly version: number
  /** When the first version came: the order of receipt goes by it. */
  readonly first_at: Date
  readonly received_at: Date
  readonly statement: string | null
  readonly slot: number
  readonly sealed: Uint8Array | null
}
const NOMINATION = sql`member, version, first_at, received_at, statement::text as statement, slot, sealed`

/** In the order of receipt. */
export const nominationsFor = (reading: Reader, holder: string, course: string): Promise<NominationRow[]> =>
  reading.many(sql`select ${NOMINATION} from training_nomination where holder = ${holder} and course = ${course}::uuid
    order by first_at, member limit ${MOST_MEMBERS}`)
export const maybeNomination = (reading: Reader, holder: string, course: string, member: string): Promise<NominationRow | undefined> =>
  reading.maybeOne(
    sql`select ${NOMINATION} from training_nomination where holder = ${holder} and course = ${course}::uuid and member = ${member}`,
  )
export const saveNomination = (writing: Writer, holder: string, course: string, row: NominationRow): Promise<number> =>
  writing.run(sql`insert into training_nomination (holder, course, member, version, first_at, received_at, statement, slot, sealed)
    values (${holder}, ${course}, ${row.member}, ${row.version}, ${row.first_at}, ${row.received_at}, ${row.statement}::uuid, ${row.slot}, ${row.sealed})
    on conflict (holder, course, member) do update set version = excluded.version, received_at = excluded.received_at, statement = excluded.statement,
      slot = excluded.slot, sealed = excluded.sealed`)
/** Courses over before a day of which names are still held. */
export const coursesWithNames = (reading: Reader, holder: string, before: Date, limit: number): Promise<{ course: string }[]> =>
  reading.many(sql`select c.course::text as course from training_course c where c.holder = ${holder} and c.last_day < ${before.toISOString().slice(0, 10)}::date
    and exists (select 1 from training_nomination n where n.holder = c.holder and n.course = c.course) order by c.last_day limit ${limit}`)
export const deleteNominations = (writing: Writer, holder: string, course: string): Promise<number> =>
  writing.run(sql`delete from training_nomination where holder = ${holder} and course = ${course}::uuid`)

export interface SeatsRow {
  readonly member: MemberId
  readonly version: number
  readonly given_at: Date
  readonly nominated: number
  readonly seats: number
  readonly attended: number
  readonly statement: string | null
  readonly slot: number
  readonly sealed: Uint8Array | null
}
const SEATS = sql`member, version, given_at, nominated, seats, attended, statement::text as statement, slot, sealed`

export const seatsOf = (reading: Reader, holder: string, course: string): Promise<SeatsRow[]> =>
  reading.many(
    sql`select ${SEATS} from training_seats where holder = ${holder} and course = ${course}::uuid order by member limit ${MOST_MEMBERS}`,
  )
export const maybeSeats = (reading: Reader, holder: string, course: string, member: string): Promise<SeatsRow | undefined> =>
  reading.maybeOne(sql`select ${SEATS} from training_seats where holder = ${holder} and course = ${course}::uuid and member = ${member}`)
export const saveSeats = (writing: Writer, holder: string, course: string, row: SeatsRow): Promise<number> =>
  writing.run(sql`insert into training_seats (holder, course, member, version, given_at, nominated, seats, attended, statement, slot, sealed)
    values (${holder}, ${course}, ${row.member}, ${row.version}, ${row.given_at}, ${row.nominated}, ${row.seats}, ${row.attended}, ${row.statement}::uuid,
      ${row.slot}, ${row.sealed})
    on conflict (holder, course, member) do update set version = excluded.version, given_at = excluded.given_at, nominated = excluded.nominated,
      seats = excluded.seats, attended = excluded.attended, statement = excluded.statement, slot = excluded.slot, sealed = excluded.sealed`)
/** The numbers by country stay, who they were goes. */
export const emptySeats = (writing: Writer, holder: string, course: string): Promise<number> =>
  writing.run(sql`update training_seats set sealed = null, statement = null where holder = ${holder} and course = ${course}::uuid`)

/** Seats by country in the newest courses of one organiser that began before a day; those called off do not count. */
export const seatsBefore = (
  reading: Reader,
  holder: string,
  { organiser, network, day, courses }: { organiser: string; network: string; day: string; courses: number },
): Promise<{ member: string; seats: number; attended: number; courses: number }[]> =>
  reading.many(sql`with looked as (
      select holder, course from training_course where holder = ${holder} and organiser = ${organiser} and network = ${network}
        and first_day < ${day}::date and state <> 'cancelled' order by first_day desc, course limit ${courses})
    select s.member, sum(s.seats)::int as seats, sum(s.attended)::int as attended, count(*)::int as courses
    from training_seats s join looked using (holder, course) where s.seats > 0 group by s.member order by s.member limit ${MOST_MEMBERS}`)

/** What nobody can read any more says nothing any more. */
export async function emptyCoursesUnder(writing: Writer, slots: readonly number[]): Promise<void> {
  for (const table of [sql`training_nomination`, sql`training_seats`, sql`training_course`])
    await writing.run(sql`update ${table} set sealed = null where slot = any(${[...slots]}::bigint[])`)
}
