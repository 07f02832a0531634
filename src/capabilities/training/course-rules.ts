/** What courses hold together: which state follows which, and numbers by country. Pure. */

import type { Static } from 'typebox'
import type { Share } from './course-bodies.ts'
import { COURSE_STATES, type CourseState } from './vocabulary.ts'

/** The next one, one further on, or opened again for nominations; called off from any but the last. */
export function mayFollow(now: CourseState, next: CourseState): boolean {
  if (now === 'done' || now === 'cancelled') return false
  if (next === 'cancelled') return true
  if (now === 'closed' && next === 'open') return true
  return COURSE_STATES.indexOf(next) > COURSE_STATES.indexOf(now)
}

interface Counts {
  readonly before: ReadonlyMap<string, number>
  readonly nominated: ReadonlyMap<string, number>
  readonly seats: ReadonlyMap<string, number>
}
export const sharesOf = (members: readonly string[], { before, nominated, seats }: Counts): Static<typeof Share>[] =>
  members.map((member) => ({
    member,
    seats_before: before.get(member) ?? 0,
    nominated: nominated.get(member) ?? 0,
    seats: seats.get(member) ?? 0,
  }))
