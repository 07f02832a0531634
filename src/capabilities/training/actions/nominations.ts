/** Nominating through the national unit, and giving seats by the rule; names are read by supervisors alone, and each reading is journalled. */
import Type from 'typebox'
import { act, view } from '#kernel/capability.ts'
import { giveSeats } from '#lib/seats/index.ts'
import { closed, Uuid } from '../bodies.ts'
import { Candidate, Outcome, type SeatsBody } from '../course-bodies.ts'
import { keepNomination, keepSeats, openNomination, openSeats } from '../course-keeping.ts'
import { sharesOf } from '../course-rules.ts'
import { nextVersion } from '../keeping.ts'
import { maybeNomination, maybeSeats, nominationsFor, seatsBefore, seatsOf } from '../store/courses.ts'
import { count, list, Member, maybe, time } from '../survey-line.ts'
import { MAX_CANDIDATES } from '../vocabulary.ts'
import { courseSubject, courseToChange, demandOrganiser, knownCourse, onCourse, tellMembers } from './course-shapes.ts'
import { conflict } from './shapes.ts'

const { candidate: _, ...Person } = Candidate.properties

const nominate = act({
  name: 'training.nominate',
  summary:
    'Nominates for a course, all of it anew and best first, to the organiser alone; once nominations are closed it can only take back',
  purpose: 'none',
  journal: 'always',
  input: closed({
    course: Uuid,
    /** With an id: somebody who was nominated before. */
    candidates: Type.Array(closed({ candidate: Type.Optional(Uuid), ...Person }), { maxItems: MAX_CANDIDATES }),
  }),
  output: closed({ course: Uuid, late: Type.Boolean() }),
  refusals: ['thing.unknown', 'state.conflict'],
  on: onCourse,
  subject: courseSubject,
  async run({ course, candidates: said }, doing) {
    const { row } = await courseToChange(doing, course)
    if (!['open', 'closed', 'running'].includes(row.state)) throw conflict('/course', row.state)
    const known = await maybeNomination(doing.writing, row.holder, course, row.holder)
    const before = known && openNomination(doing.vault, course, known)
    const ids = new Set(before?.candidates.map(({ candidate }) => candidate))
    const stranger = said.findIndex(({ candidate }) => candidate !== undefined && !ids.has(candidate))
    if (stranger >= 0) throw conflict(`/candidates/${stranger}/candidate`, 'was not nominated before')
    if (new Set(said.flatMap(({ candidate }) => candidate ?? [])).size < said.filter(({ candidate }) => candidate).length)
      throw conflict('/candidates', 'the same candidate twice')
    if (row.state !== 'open' && said.some(({ candidate }) => candidate === undefined)) throw conflict('/course', row.state)
    if (!before && said.length === 0) throw conflict('/candidates', 'nobody is named')
    const candidates = said.map(({ candidate = doing.newId(), ...person }): Candidate => ({ candidate, ...person }))
    const body = { course, version: nextVersion(known?.version, doing.now), candidates }
    if (row.organiser === row.holder) await keepNomination(doing, row, row.holder, body, doing.now, null)
    else {
      if (!doing.networks.partners(row.network).some(({ id }) => id === row.organiser))
        throw conflict('/course', 'who organises it is no member any more')
      await tellMembers(doing, row.network, [row.organiser], 'training.nomination.v1', body)
    }
    return { course, late: doing.now.getTime() > row.nominate_by.getTime() }
  },
})

const readCandidates = view({
  name: 'training.read-candidates',
  summary: 'Who is nominated for a course, by name, and what became of it: of all members at the organiser, elsewhere the own',
  purpose: 'none',
  journal: 'always',
  input: closed({ course: Uuid }),
  output: closed({
    nominations: list(
      closed({
        member: Member,
        received_at: time,
        candidates: list(
          closed({
            ...Candidate.properties,
            late: Type.Boolean(),
            outcome: maybe(closed({ turn: count, waiting: maybe(count), reason: Outcome.properties.reason })),
            present: Type.Boolean(),
          }),
          MAX_CANDIDATES,
        ),
      }),
      500,
    ),
  }),
  refusals: ['thing.unknown'],
  on: onCourse,
  subject: courseSubject,
  async run({ course }, viewing) {
    const { row } = await knownCourse(viewing, course)
    const { reading, vault } = viewing
    const seats = new Map((await seatsOf(reading, row.holder, course)).map((one) => [one.member, openSeats(vault, course, one)]))
    return {
      nominations: (await nominationsFor(reading, row.holder, course)).flatMap((one) => {
        const named = openNomination(vault, course, one)
        if (!named) return []
        const given = seats.get(one.member)
        return {
          member: one.member,
          received_at: one.received_at.toISOString(),
          candidates: named.candidates.map((person) => {
            const outcome = given?.outcomes.find(({ candidate }) => candidate === person.candidate)
            return {
              ...person,
              late: !named.in_time.includes(person.candidate),
              outcome: outcome ? { turn: outcome.turn, waiting: outcome.waiting ?? null, reason: outcome.reason } : null,
              present: given?.present.includes(person.candidate) ?? false,
            }
          }),
        }
      }),
    }
  },
})

const giveSeatsAct = act({
  name: 'training.give-seats',
  summary: 'Gives the seats of a course by its rule, each explained; who has a seat keeps it. Each member is told of its own candidates',
  purpose: 'none',
  journal: 'always',
  input: closed({ course: Uuid }),
  output: closed({ course: Uuid, seats: count, waiting: count }),
  refusals: ['thing.unknown', 'state.conflict'],
  on: onCourse,
  subject: courseSubject,
  async run({ course }, doing) {
    const { row, text } = await courseToChange(doing, course)
    demandOrganiser(row)
    if (!['open', 'closed', 'running'].includes(row.state)) throw conflict('/course', row.state)
    if (row.state === 'open' && doing.now.getTime() <= row.nominate_by.getTime()) throw conflict('/course', 'nominations are still open')
    const { writing, vault } = doing
    const named = (await nominationsFor(writing, row.holder, course)).flatMap((one) => {
      const said = openNomination(vault, course, one)
      return said ? [{ member: one.member, said }] : []
    })
    if (!named.some(({ said }) => said.candidates.length > 0)) throw conflict('/course', 'nobody is nominated')
    const before = new Map(
      (await seatsBefore(writing, row.holder, { ...row, day: row.first_day, courses: text.looked_back })).map(({ member, seats }) => [
        member,
        seats,
      ]),
    )
    const given = await seatsOf(writing, row.holder, course)
    // ids are each member's own: no member can name another's candidate
    const key = (member: string, candidate: string) => `${member}/${candidate}`
    const held = given.flatMap((one) =>
      (openSeats(vault, course, one)?.outcomes ?? [])
        .filter(({ waiting }) => waiting === undefined)
        .map(({ candidate }) => key(one.member, candidate)),
    )
    const outcomes = giveSeats(
      { seats: text.seats, ...(text.most_each && { most_each: text.most_each }) },
      named.map(({ member, said: { candidates, in_time } }) => ({
        country: member,
        seats_before: before.get(member) ?? 0,
        in_time: candidates.filter(({ candidate }) => in_time.includes(candidate)).map(({ candidate }) => key(member, candidate)),
        late: candidates.filter(({ candidate }) => !in_time.includes(candidate)).map(({ candidate }) => key(member, candidate)),
      })),
      new Set(held),
    )
    const of = (member: string) => outcomes.filter(({ country }) => country === member)
    const seated = new Map(named.map(({ member }) => [member, of(member).filter(({ waiting }) => waiting === undefined).length]))
    const nominated = new Map(named.map(({ member, said }) => [member, said.candidates.length]))
    const shares = sharesOf(
      named.map(({ member }) => member),
      { before, nominated, seats: seated },
    )
    for (const { member } of named) {
      const body: SeatsBody = {
        course,
        version: nextVersion(given.find((one) => one.member === member)?.version, doing.now),
        outcomes: of(member).map(({ candidate, waiting, turn, reason }) => ({
          candidate: candidate.slice(member.length + 1),
          ...(waiting !== undefined && { waiting }),
          turn,
          reason,
        })),
        shares,
      }
      if (member === row.holder) {
        const present = (await ownPresent(doing, row.holder, course)) ?? []
        await keepSeats(doing, row, member, { version: body.version, outcomes: body.outcomes, shares, present }, doing.now, null)
      } else await tellMembers(doing, row.network, [member], 'training.seats.v1', body)
    }
    const seats = [...seated.values()].reduce((sum, one) => sum + one, 0)
    await doing.record('training.seats-given', courseSubject({ course }), { candidates: outcomes.length, seats })
    return { course, seats, waiting: outcomes.length - seats }
  },
})

async function ownPresent({ writing, vault }: Pick<Parameters<typeof keepSeats>[0], 'writing' | 'vault'>, holder: string, course: string) {
  const known = await maybeSeats(writing, holder, course, holder)
  return known && openSeats(vault, course, known)?.present
}

export const nominationActions = [nominate, readCandidates, giveSeatsAct]
