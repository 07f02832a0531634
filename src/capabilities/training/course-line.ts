/** A course as lists and pages name it. */
import Type, { type Static } from 'typebox'
import { LANGUAGES } from '#wire/vocabulary.ts'
import { closed, Topic, Uuid, Words } from './bodies.ts'
import { Day } from './course-bodies.ts'
import type { CourseText } from './course-keeping.ts'
import type { CourseRow } from './store/courses.ts'
import { count, list, Member, maybe, time } from './survey-line.ts'
import { COURSE_KINDS, COURSE_STATES, PROFILES } from './vocabulary.ts'

export const CourseLine = closed({
  id: Uuid,
  network: Type.String({ maxLength: 32 }),
  organiser: Member,
  own: Type.Boolean({ description: 'the own member organises it' }),
  version: count,
  state: Type.Enum([...COURSE_STATES]),
  kind: Type.Enum([...COURSE_KINDS]),
  title: Words(200),
  topics: list(Topic, 10),
  survey: maybe(Uuid),
  profiles: list(Type.Enum([...PROFILES]), PROFILES.length),
  languages: list(Type.Enum([...LANGUAGES]), LANGUAGES.length),
  institution: Type.String({ maxLength: 200 }),
  place: maybe(Type.String({ maxLength: 120 })),
  from: Day,
  to: Day,
  nominate_by: time,
  seats: count,
  most_each: maybe(count),
  looked_back: count,
})

export function courseLine(row: CourseRow, text: CourseText): Static<typeof CourseLine> {
  return {
    id: row.course,
    network: row.network,
    organiser: row.organiser,
    own: row.organiser === row.holder,
    version: row.version,
    state: row.state,
    kind: row.kind,
    title: text.title,
    topics: text.topics.map((one) => ({ ...one })),
    survey: text.survey ?? null,
    profiles: [...text.profiles],
    languages: [...text.languages],
    institution: text.institution,
    place: text.place ?? null,
    from: row.first_day,
    to: row.last_day,
    nominate_by: row.nominate_by.toISOString(),
    seats: text.seats,
    most_each: text.most_each ?? null,
    looked_back: text.looked_back,
  }
}
