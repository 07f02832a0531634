/** How courses, nominations and seats are kept: sealed, a newer version in the place of the one before, and of names never more than the last word. */
import type { Applying, Unsealing } from '#kernel/capability.ts'
import { forgetStatements } from '#kernel/post/originals.ts'
import type { MemberId, NetworkId } from '#wire/address.ts'
import type { Candidate, CourseBody, NominationBody, SeatsBody } from './course-bodies.ts'
import { courseClass } from './course-class.ts'
import {
  type CourseRow,
  countCoursesOf,
  deleteNominations,
  emptySeats,
  maybeCourseToChange,
  maybeNomination,
  maybeSeats,
  type NominationRow,
  nominationsFor,
  type SeatsRow,
  saveCourse,
  saveNomination,
  saveSeats,
  seatsOf,
} from './store/courses.ts'

/** Courses of one organiser that are kept at once: ten years of five hundred. */
const MOST_OF_ONE = 5_000

export type CourseText = Omit<CourseBody, 'course' | 'version' | 'state' | 'kind' | 'to' | 'nominate_by' | 'from'>
export interface NominationText {
  readonly candidates: readonly Candidate[]
  /** Ids of those that were nominated in time, as they stand. */
  readonly in_time: readonly string[]
}
export interface SeatsText extends Pick<SeatsBody, 'outcomes' | 'shares'> {
  /** At the organiser: who was there. */
  readonly present: readonly string[]
}

const courseLabel = (id: string) => `training.course:${id}`
const nominationLabel = (id: string, member: string) => `training.nomination:${id}/${member}`
const seatsLabel = (id: string, member: string) => `training.seats:${id}/${member}`

export const openCourse = (vault: Unsealing, { course, slot, sealed }: CourseRow): CourseText | undefined =>
  sealed === null ? undefined : vault.openJson<CourseText>(slot, courseLabel(course), sealed)
export const openNomination = (vault: Unsealing, course: string, { member, slot, sealed }: NominationRow): NominationText | undefined =>
  sealed === null ? undefined : vault.openJson<NominationText>(slot, nominationLabel(course, member), sealed)
export const openSeats = (vault: Unsealing, course: string, { member, slot, sealed }: SeatsRow): SeatsText | undefined =>
  sealed === null ? undefined : vault.openJson<SeatsText>(slot, seatsLabel(course, member), sealed)

export type How = Pick<Applying, 'writing' | 'vault' | 'classOf'>

/** Keeps a course unless one as new is here; answers whether it did. Only who organises a course says anything more of it. */
export async function keepCourse(
  how: How,
  holder: MemberId,
  from: { readonly network: NetworkId; readonly member: MemberId },
  { course, version, state, kind, from: first_day, to: last_day, nominate_by, ...text }: CourseBody,
  at: Date,
  invited: readonly string[] = [],
): Promise<boolean> {
  const known = await maybeCourseToChange(how.writing, holder, course)
  if (known ? known.organiser !== from.member || known.network !== from.network || known.version >= version : false) return false
  if (first_day > last_day) return false
  if (!known && (await countCoursesOf(how.writing, holder, from.member)) >= MOST_OF_ONE) return false
  const slot = known?.slot ?? (await how.vault.newSlots(1))[0]!
  await saveCourse(how.writing, {
    holder,
    course,
    network: from.network,
    organiser: from.member,
    version,
    state,
    kind,
    first_day,
    last_day,
    nominate_by: new Date(nominate_by),
    offered_at: known?.offered_at ?? at,
    invited: [...new Set([...(known?.invited ?? []), ...invited])],
    access_class: await how.classOf(courseClass(holder)),
    slot,
    sealed: how.vault.sealJson(slot, courseLabel(course), text),
  })
  return true
}

/** What was said, and the message that said it. */
async function forgetOne(
  how: Pick<How, 'writing' | 'vault'>,
  holder: MemberId,
  { slot, statement }: Pick<SeatsRow, 'slot' | 'statement'>,
): Promise<void> {
  how.vault.destroy([slot])
  if (statement !== null) await forgetStatements(how.writing, how.vault, holder, { ids: [statement] })
}

/** Who was nominated goes, and who got which seat; numbers by country stay. */
export async function forgetNames(how: Pick<How, 'writing' | 'vault'>, holder: MemberId, course: string): Promise<number> {
  const nominations = await nominationsFor(how.writing, holder, course)
  const seats = await seatsOf(how.writing, holder, course)
  for (const one of [...nominations, ...seats]) await forgetOne(how, holder, one)
  await deleteNominations(how.writing, holder, course)
  await emptySeats(how.writing, holder, course)
  return nominations.length
}

const same = (a: Candidate, b: Candidate) =>
  (['candidate', 'name', 'unit', 'profile', 'language', 'language_level'] as const).every((field) => a[field] === b[field])

/**
 * Keeps a nomination unless one as new is here. In time is who is nominated by the day, or was, and is still the same person; once nominations are
 * closed nobody new comes in. What was said before is forgotten, its message with it.
 */
export async function keepNomination(
  how: How,
  row: CourseRow,
  member: MemberId,
  { version, candidates }: NominationBody,
  at: Date,
  statement: string | null,
): Promise<boolean> {
  const known = await maybeNomination(how.writing, row.holder, row.course, member)
  if (known && known.version >= version) return false
  const before = known && openNomination(how.vault, row.course, known)
  const stands = (one: Candidate) => before?.candidates.some((other) => same(one, other)) ?? false
  const named = candidates.filter((one, i) => candidates.findIndex(({ candidate }) => candidate === one.candidate) === i)
  const taken = row.state === 'open' ? named : named.filter(stands)
  const is_late = at.getTime() > row.nominate_by.getTime()
  const text: NominationText = {
    candidates: taken,
    in_time: taken.filter((one) => !is_late || (stands(one) && before!.in_time.includes(one.candidate))).map(({ candidate }) => candidate),
  }
  if (known) await forgetOne(how, row.holder, known)
  const slot = (await how.vault.newSlots(1))[0]!
  const sealed = how.vault.sealJson(slot, nominationLabel(row.course, member), text)
  const first_at = known?.first_at ?? at
  await saveNomination(how.writing, row.holder, row.course, { member, version, first_at, received_at: at, statement, slot, sealed })
  return true
}

/** Keeps what seats a member got unless something as new is here. */
export async function keepSeats(
  how: How,
  row: CourseRow,
  member: MemberId,
  { version, ...text }: Pick<SeatsBody, 'version'> & SeatsText,
  at: Date,
  statement: string | null,
): Promise<boolean> {
  const known = await maybeSeats(how.writing, row.holder, row.course, member)
  if (known && known.version >= version) return false
  if (known) await forgetOne(how, row.holder, known)
  const slot = (await how.vault.newSlots(1))[0]!
  const seated = text.outcomes.filter(({ waiting }) => waiting === undefined).length
  await saveSeats(how.writing, row.holder, row.course, {
    member,
    version,
    given_at: at,
    nominated: text.outcomes.length,
    seats: seated,
    attended: text.present.length,
    statement,
    slot,
    sealed: how.vault.sealJson(slot, seatsLabel(row.course, member), text),
  })
  return true
}

/** At the organiser: who of a member's was there. What the member was told stays as it is. */
export async function keepPresent(how: Pick<How, 'writing' | 'vault'>, row: CourseRow, known: SeatsRow, text: SeatsText): Promise<void> {
  const sealed = how.vault.sealJson(known.slot, seatsLabel(row.course, known.member), text)
  await saveSeats(how.writing, row.holder, row.course, { ...known, attended: text.present.length, sealed })
}
