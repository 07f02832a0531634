/** What members tell each other of courses: the course from its organiser, nominations to it alone, seats to each for its own candidates. */
import type { Applying, MessageHandler } from '#kernel/capability.ts'
import { forgetStatements } from '#kernel/post/originals.ts'
import type { Header } from '#wire/statement.ts'
import { keepCertificate } from './certificate-keeping.ts'
import type { CertificateBody, CourseBody, NominationBody, SeatsBody } from './course-bodies.ts'
import { keepCourse, keepNomination, keepSeats, openCourse, openNomination, openSeats } from './course-keeping.ts'
import { invitedToo, maybeCourse, maybeCourseToChange, maybeNomination, maybeSeats } from './store/courses.ts'

interface Said<Body> {
  readonly header: Header
  readonly body: Body
}
const said = <Body>(statement: unknown) => statement as Said<Body>

const courseHandler: MessageHandler = {
  type: 'training.course.v1',
  async apply(statement, how) {
    const { header, body } = said<CourseBody>(statement)
    if (!('member' in header.to)) return
    const from = { network: header.network, member: header.from.member }
    if (how.direction === 'sent') {
      await keepCourse(how, how.own, from, body, how.at)
      await invitedToo(how.writing, how.own, body.course, header.to.member)
      return
    }
    if (await keepCourse(how, how.own, from, body, how.at))
      await how.record('training.course-offered', `course:${body.course}`, { partner: from.member, state: body.state, from: body.from })
  },
}

const nominationHandler: MessageHandler = {
  type: 'training.nomination.v1',
  async apply(statement, how) {
    const { header, body } = said<NominationBody>(statement)
    const { member } = header.from
    const row = await maybeCourseToChange(how.writing, how.own, body.course)
    // only to who organises, only by who was invited, and only while it matters
    const meant = how.direction === 'sent' || (row?.organiser === how.own && row.invited.includes(member))
    if (!row || row.network !== header.network || !meant || !['open', 'closed', 'running'].includes(row.state)) {
      await how.record('training.nomination-dropped', `course:${body.course}`, { partner: member })
      await unsaid(how, header.id)
      return
    }
    if (!(await keepNomination(how, row, member, body, how.at, header.id))) await unsaid(how, header.id)
    else if (how.direction === 'received')
      await how.record('training.nominated', `course:${body.course}`, {
        partner: member,
        candidates: body.candidates.length,
        late: how.at.getTime() > row.nominate_by.getTime(),
      })
  },
}

/** Names that nobody may keep do not stay in the post either. */
async function unsaid({ direction, writing, vault, own }: Applying, id: string): Promise<void> {
  if (direction === 'received') await forgetStatements(writing, vault, own, { ids: [id] })
}

const seatsHandler: MessageHandler = {
  type: 'training.seats.v1',
  async apply(statement, how) {
    const { header, body } = said<SeatsBody>(statement)
    if (!('member' in header.to)) return
    const of = how.direction === 'sent' ? header.to.member : how.own
    const row = await maybeCourse(how.writing, how.own, body.course)
    const course = row && openCourse(how.vault, row)
    const nominated = row && (await maybeNomination(how.writing, how.own, body.course, of))
    const own = row && nominated && openNomination(how.vault, row.course, nominated)
    const all = body.shares.reduce((sum, { seats }) => sum + seats, 0)
    const given = body.outcomes.filter(({ waiting }) => waiting === undefined).length
    const sound = course !== undefined && all <= course.seats && given <= (body.shares.find(({ member }) => member === of)?.seats ?? 0)
    if (!row || !own || row.network !== header.network || row.organiser !== header.from.member || !sound) {
      await how.record('training.seats-dropped', `course:${body.course}`, { partner: header.from.member })
      return
    }
    const outcomes = body.outcomes.filter(({ candidate }) => own.candidates.some((one) => one.candidate === candidate))
    const known = await maybeSeats(how.writing, how.own, body.course, of)
    const before = known && openSeats(how.vault, row.course, known)
    const seated = new Set(outcomes.filter(({ waiting }) => waiting === undefined).map(({ candidate }) => candidate))
    const present = before?.present.filter((id) => seated.has(id)) ?? []
    const { version, shares } = body
    if ((await keepSeats(how, row, of, { version, outcomes, shares, present }, how.at, header.id)) && how.direction === 'received')
      await how.record('training.seats-came', `course:${body.course}`, {
        partner: header.from.member,
        candidates: outcomes.length,
        seats: seated.size,
      })
  },
}

const certificateHandler: MessageHandler = {
  type: 'training.certificate.v1',
  async apply(statement, how) {
    const { header, body } = said<CertificateBody>(statement)
    if (!('member' in header.to)) return
    const of = how.direction === 'sent' ? header.to.member : how.own
    const row = await maybeCourse(how.writing, how.own, body.course)
    const nominated = row && (await maybeNomination(how.writing, how.own, body.course, of))
    const own = row && nominated && openNomination(how.vault, row.course, nominated)
    // by who organises alone, of somebody whom this member nominated, under the name it gave
    const meant = own?.candidates.some(({ candidate, name }) => candidate === body.candidate && name === body.name) ?? false
    if (!row || row.network !== header.network || row.organiser !== header.from.member || body.certificate !== header.id || !meant) {
      await how.record('training.certificate-dropped', `course:${body.course}`, { partner: header.from.member })
      await unsaid(how, header.id)
      return
    }
    if (!(await keepCertificate(how, how.own, of, body, how.at, header.id))) return
    if (how.direction === 'received')
      await how.record('training.certificate-came', `course:${body.course}`, { partner: header.from.member, certificate: body.certificate })
  },
}

export const courseMessages: readonly MessageHandler[] = [courseHandler, nominationHandler, seatsHandler, certificateHandler]
