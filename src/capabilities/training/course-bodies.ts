/** What members say to each other of courses, as published in types/training: the course, who is nominated, who has a seat, who took part. */
import Type, { type Static } from 'typebox'
import { SEAT_REASONS } from '#lib/seats/index.ts'
import { ID_PATTERN } from '#wire/address.ts'
import { LANGUAGES } from '#wire/vocabulary.ts'
import { closed, Instant, Topic, Uuid, Words } from './bodies.ts'
import {
  CERTIFIED,
  COURSE_KINDS,
  COURSE_STATES,
  LANGUAGE_LEVELS,
  MAX_CANDIDATES,
  MAX_SEATS,
  MOST_LOOKED_BACK,
  PROFILES,
} from './vocabulary.ts'

const code = <const T extends readonly string[]>(values: T) => Type.Enum([...values] as unknown as T[number][])
const Version = Type.Integer({ minimum: 1, maximum: 9_007_199_254_740_991 })
export const Day = Type.String({ pattern: '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$' })
/** A proper name, in whatever script. */
const Name = (maxLength: number) => Type.String({ minLength: 1, maxLength })
const Member = Type.String({ pattern: ID_PATTERN })

/** What a course is, beside its id and its state. */
export const CourseSaid = {
  kind: code(COURSE_KINDS),
  title: Words(200),
  about: Type.Optional(Words(2_000)),
  /** What it is about; with `survey`, topics of that survey, whose need it answers. */
  topics: Type.Array(Topic, { minItems: 1, maxItems: 10 }),
  survey: Type.Optional(Uuid),
  profiles: Type.Array(code(PROFILES), { minItems: 1, maxItems: PROFILES.length, uniqueItems: true }),
  languages: Type.Array(code(LANGUAGES), { minItems: 1, maxItems: LANGUAGES.length, uniqueItems: true }),
  institution: Name(200),
  /** Where; without it the course is online. */
  place: Type.Optional(Name(120)),
  from: Day,
  to: Day,
  /** After it a nomination is late: it comes after all others. */
  nominate_by: Instant,
  seats: Type.Integer({ minimum: 1, maximum: MAX_SEATS }),
  /** The most seats of one member. */
  most_each: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_SEATS })),
  /** Of how many courses before it the seats of each member are counted; the fewest come first. */
  looked_back: Type.Integer({ minimum: 0, maximum: MOST_LOOKED_BACK }),
}

/** A course as its organiser states it; stated again it has a higher version. */
export const CourseBody = closed({ course: Uuid, version: Version, state: code(COURSE_STATES), ...CourseSaid })
export type CourseBody = Static<typeof CourseBody>

/** Somebody whom a member nominates; personal data. */
export const Candidate = closed({
  candidate: Uuid,
  name: Name(120),
  unit: Name(120),
  profile: code(PROFILES),
  language: code(LANGUAGES),
  language_level: code(LANGUAGE_LEVELS),
})
export type Candidate = Static<typeof Candidate>

/** All that a member nominates, anew each time, best first; to the organiser alone. */
export const NominationBody = closed({
  course: Uuid,
  version: Version,
  candidates: Type.Array(Candidate, { maxItems: MAX_CANDIDATES }),
})
export type NominationBody = Static<typeof NominationBody>

/** What became of one candidate; no name. */
export const Outcome = closed({
  candidate: Uuid,
  /** Absent: a seat. */
  waiting: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
  /** In which turn it came up among all; 0 for a seat that was held already. */
  turn: Type.Integer({ minimum: 0, maximum: 10_000 }),
  reason: code(SEAT_REASONS),
})
/** Numbers by country, so that the rule can be checked; no candidate of another. */
export const Share = closed({
  member: Member,
  seats_before: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
  nominated: Type.Integer({ minimum: 0, maximum: MAX_CANDIDATES }),
  seats: Type.Integer({ minimum: 0, maximum: MAX_SEATS }),
})

/** Seats as given by the rule; to each nominating member its own candidates alone. */
export const SeatsBody = closed({
  course: Uuid,
  version: Version,
  outcomes: Type.Array(Outcome, { maxItems: MAX_CANDIDATES }),
  shares: Type.Array(Share, { maxItems: 200 }),
})
export type SeatsBody = Static<typeof SeatsBody>

/** That somebody took part, to the member that nominated: no more than the paper says. */
export const CertificateBody = closed({
  certificate: Uuid,
  course: Uuid,
  candidate: Uuid,
  name: Name(120),
  title: Words(200),
  kind: code(COURSE_KINDS),
  institution: Name(200),
  from: Day,
  to: Day,
  certified: code(CERTIFIED),
})
export type CertificateBody = Static<typeof CertificateBody>

export const COURSE_BODIES = {
  'training.course.v1': CourseBody,
  'training.nomination.v1': NominationBody,
  'training.seats.v1': SeatsBody,
  'training.certificate.v1': CertificateBody,
}
