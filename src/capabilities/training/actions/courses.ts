/** Offering: a course is stated to the members invited, moved on, called off; everybody's courses are found by their days. */
import Type from 'typebox'
import type { View } from '#kernel/capability.ts'
import { act, view } from '#kernel/capability.ts'
import { ID_PATTERN } from '#wire/address.ts'
import { Refusal } from '#wire/refusal.ts'
import { closed, Instant, type Topic, Uuid, Words } from '../bodies.ts'
import { type CourseBody, CourseSaid, Day, Share } from '../course-bodies.ts'
import { keepCourse, openCourse, openNomination, openSeats } from '../course-keeping.ts'
import { CourseLine, courseLine } from '../course-line.ts'
import { mayFollow, sharesOf } from '../course-rules.ts'
import { nextVersion, openSurvey } from '../keeping.ts'
import { countBetween, coursesBetween, maybeNomination, maybeSeats, nominationsFor, seatsBefore, seatsOf } from '../store/courses.ts'
import { maybeSurvey } from '../store/surveys.ts'
import { count, list, Member, maybe, time } from '../survey-line.ts'
import { COURSE_STATES, MAX_SEATS } from '../vocabulary.ts'
import { courseSubject, courseToChange, demandOrganiser, knownCourse, onCourse, onOwnCourses, tellMembers } from './course-shapes.ts'
import { conflict, Page } from './shapes.ts'

const DAY_MS = 86_400_000
const LONGEST_MS = 366 * DAY_MS
const FARTHEST_MS = 5 * 366 * DAY_MS
const MOST_INVITED = 100

/** Days in order, the nomination before the first of them, none farther away than five years. */
function demandDays({ from, to, nominate_by }: Pick<CourseBody, 'to' | 'nominate_by' | 'from'>, now: Date): void {
  const [first, last] = [Date.parse(from), Date.parse(to)]
  if (!(first <= last && last - first <= LONGEST_MS)) throw conflict('/to', 'on the first day or after it, within a year')
  if (last - now.getTime() > FARTHEST_MS) throw conflict('/to', 'within five years')
  if (!(Date.parse(nominate_by) < first + DAY_MS)) throw conflict('/nominate_by', 'before the course begins')
}

/** Topics of a survey that is here, each once. */
async function demandTopics(
  { reading, vault, officer }: Pick<View, 'reading' | 'vault' | 'officer'>,
  topics: readonly Topic[],
  survey?: string,
) {
  if (new Set(topics.map(({ id }) => id)).size < topics.length) throw conflict('/topics', 'the same topic twice')
  if (survey === undefined) return
  const row = await maybeSurvey(reading, officer.member, survey)
  const asked = row && openSurvey(vault, row)?.topics.map(({ id }) => id)
  if (!asked) throw new Refusal('thing.unknown', { details: [{ path: '/survey', reason: survey }] })
  if (topics.some(({ id }) => !asked.includes(id))) throw conflict('/topics', 'not a topic of the survey')
}

const openCourseAct = act({
  name: 'training.open-course',
  summary: 'Offers a course to members of a network: what, for whom, when and where, how many seats, and until when to nominate',
  purpose: 'none',
  journal: 'always',
  input: closed({
    network: Type.String({ pattern: ID_PATTERN }),
    state: Type.Enum(['planned', 'open'] as const),
    ...CourseSaid,
    /** Who is invited beside the own member. */
    members: Type.Array(Type.String({ pattern: ID_PATTERN }), { maxItems: MOST_INVITED, uniqueItems: true }),
  }),
  output: closed({ course: Uuid }),
  refusals: ['partner.unknown', 'thing.unknown', 'state.conflict', 'quota.exceeded'],
  on: onOwnCourses,
  subject: (_, output) => `course:${output?.course ?? 'new'}`,
  async run({ network, members, ...said }, doing) {
    const own = doing.networks.own(network)
    if (own !== doing.officer.member) throw new Refusal('partner.unknown', { details: [{ path: '/network', reason: network }] })
    demandDays(said, doing.now)
    if (Date.parse(said.nominate_by) <= doing.now.getTime()) throw conflict('/nominate_by', 'has passed')
    await demandTopics(doing, said.topics, said.survey)
    const partners = doing.networks.partners(network).map(({ id }) => id)
    const stranger = members.find((id) => !partners.includes(id))
    if (stranger !== undefined) throw new Refusal('partner.unknown', { details: [{ path: '/members', reason: stranger }] })
    const course = doing.newId()
    const body: CourseBody = { course, version: nextVersion(undefined, doing.now), ...said }
    if (!(await keepCourse(doing, own, { network, member: own }, body, doing.now, [own, ...members])))
      throw new Refusal('quota.exceeded', { inside: 'courses of this member' })
    await tellMembers(doing, network, members, 'training.course.v1', body)
    return { course }
  },
})

const changeCourse = act({
  name: 'training.change-course',
  summary: 'Moves a course on or calls it off, or changes its days, place or seats; all who were invited are told',
  purpose: 'none',
  journal: 'always',
  input: closed({
    course: Uuid,
    state: Type.Enum([...COURSE_STATES]),
    from: Type.Optional(Day),
    to: Type.Optional(Day),
    nominate_by: Type.Optional(Instant),
    seats: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_SEATS })),
    place: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
  }),
  output: closed({ course: Uuid }),
  refusals: ['thing.unknown', 'state.conflict'],
  on: onCourse,
  subject: courseSubject,
  async run({ course, state, ...changed }, doing) {
    const { row, text } = await courseToChange(doing, course)
    demandOrganiser(row)
    const is_changed = Object.keys(changed).length > 0
    if (!mayFollow(row.state, state) && !(state === row.state && is_changed && !['done', 'cancelled'].includes(state)))
      throw conflict('/state', row.state)
    const body: CourseBody = {
      ...text,
      kind: row.kind,
      from: row.first_day,
      to: row.last_day,
      nominate_by: row.nominate_by.toISOString(),
      ...changed,
      course,
      version: nextVersion(row.version, doing.now),
      state,
    }
    demandDays(body, doing.now)
    if (state === 'done' && doing.now.getTime() < Date.parse(body.to)) throw conflict('/state', 'before its last day')
    const given = (await seatsOf(doing.reading, row.holder, course)).reduce((sum, { seats }) => sum + seats, 0)
    if (body.seats < given) throw conflict('/seats', `${given} are given`)
    await keepCourse(doing, row.holder, { network: row.network, member: row.organiser }, body, doing.now)
    await tellMembers(
      doing,
      row.network,
      row.invited.filter((id) => id !== row.holder),
      'training.course.v1',
      body,
    )
    return { course }
  },
})

const findCourses = view({
  name: 'training.find-courses',
  summary: 'Courses of this member and those it was invited to that touch these days, in the order of their days',
  purpose: 'none',
  journal: 'refusals',
  input: closed({ from: Day, to: Day, ...Page }),
  output: closed({ courses: list(CourseLine, 200), total: count }),
  async run({ from, to, limit, offset }, viewing) {
    const holder = viewing.officer.member
    const classes = await viewing.classes('training.find-courses')
    const rows = await coursesBetween(viewing.reading, holder, classes, { from, to }, { limit, offset })
    return {
      courses: rows.flatMap((row) => {
        const text = openCourse(viewing.vault, row)
        return text ? [courseLine(row, text)] : []
      }),
      total: await countBetween(viewing.reading, holder, classes, { from, to }),
    }
  },
})

const readCourse = view({
  name: 'training.read-course',
  summary: 'A course, what the own member nominated in numbers, and seats by country here and in the courses before; no name',
  purpose: 'none',
  journal: 'refusals',
  input: closed({ course: Uuid }),
  output: closed({
    ...CourseLine.properties,
    about: maybe(Words(2_000)),
    invited: list(Member, 500),
    nomination: maybe(closed({ received_at: time, candidates: count, late: count })),
    seats_given_at: maybe(time),
    shares: list(Share, 500),
  }),
  refusals: ['thing.unknown'],
  on: onCourse,
  subject: courseSubject,
  async run({ course }, viewing) {
    const { row, text } = await knownCourse(viewing, course)
    const { reading, vault } = viewing
    const nomination = await maybeNomination(reading, row.holder, course, row.holder)
    const named = nomination && openNomination(vault, course, nomination)
    const seats = await maybeSeats(reading, row.holder, course, row.holder)
    const own = row.organiser === row.holder
    const given = own ? await seatsOf(reading, row.holder, course) : []
    return {
      ...courseLine(row, text),
      about: text.about ?? null,
      invited: own ? [...row.invited] : [],
      nomination:
        nomination && named
          ? {
              received_at: nomination.received_at.toISOString(),
              candidates: named.candidates.length,
              late: named.candidates.length - named.in_time.length,
            }
          : null,
      seats_given_at:
        (own ? given.map(({ given_at }) => given_at).sort((a, b) => b.getTime() - a.getTime())[0] : seats?.given_at)?.toISOString() ?? null,
      shares: own ? await ownShares(viewing, row, text) : [...((seats && openSeats(vault, course, seats)?.shares) ?? [])],
    }
  },
})

/** At the organiser: all that were invited, as it stands now. */
async function ownShares(
  { reading, vault }: Pick<View, 'reading' | 'vault'>,
  row: Parameters<typeof openCourse>[1],
  text: { looked_back: number },
) {
  const before = await seatsBefore(reading, row.holder, { ...row, day: row.first_day, courses: text.looked_back })
  const nominations = await nominationsFor(reading, row.holder, row.course)
  const given = await seatsOf(reading, row.holder, row.course)
  return sharesOf(row.invited, {
    before: new Map(before.map(({ member, seats }) => [member, seats])),
    nominated: new Map(nominations.map((one) => [one.member, openNomination(vault, row.course, one)?.candidates.length ?? 0])),
    seats: new Map(given.map(({ member, seats }) => [member, seats])),
  })
}

export const courseActions = [openCourseAct, changeCourse, findCourses, readCourse]
