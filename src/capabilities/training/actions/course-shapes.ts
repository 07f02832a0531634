/** What the actions on courses share. */
import type { Act, View } from '#kernel/capability.ts'
import { Refusal } from '#wire/refusal.ts'
import { courseClass } from '../course-class.ts'
import { type CourseText, openCourse } from '../course-keeping.ts'
import { type CourseRow, maybeCourse, maybeCourseToChange } from '../store/courses.ts'
import { conflict } from './shapes.ts'

export const onCourse = async ({ course }: { readonly course: string }, { reading, officer }: Pick<View, 'reading' | 'officer'>) => {
  if (!(await maybeCourse(reading, officer.member, course))) throw new Refusal('thing.unknown', { inside: `course ${course}` })
  return courseClass(officer.member)
}
export const onOwnCourses = (_: unknown, { officer }: Pick<View, 'officer'>) => courseClass(officer.member)
export const courseSubject = ({ course }: { readonly course: string }) => `course:${course}`

export interface KnownCourse {
  readonly row: CourseRow
  readonly text: CourseText
}
const known = (row: CourseRow | undefined, vault: View['vault'], id: string): KnownCourse => {
  const text = row && openCourse(vault, row)
  if (!row || !text) throw new Refusal('thing.unknown', { inside: `course ${id}` })
  return { row, text }
}
export const knownCourse = async (
  { reading, vault, officer }: Pick<View, 'reading' | 'vault' | 'officer'>,
  id: string,
): Promise<KnownCourse> => known(await maybeCourse(reading, officer.member, id), vault, id)
export const courseToChange = async (
  { writing, vault, officer }: Pick<Act, 'writing' | 'vault' | 'officer'>,
  id: string,
): Promise<KnownCourse> => known(await maybeCourseToChange(writing, officer.member, id), vault, id)

export function demandOrganiser({ organiser, holder }: CourseRow): void {
  if (organiser !== holder) throw conflict('/course', 'another member organises it')
}

/** Says a course's next word to those of these members that are members still. */
export async function tellMembers(
  doing: Pick<Act, 'networks' | 'officer' | 'send'>,
  network: string,
  to: readonly string[],
  type: string,
  body: unknown,
  id?: string,
): Promise<void> {
  const active = new Set(doing.networks.partners(network).map((one) => one.id))
  const reached = to.filter((member) => active.has(member))
  if (reached.length === 0) return
  const { unit, language } = doing.officer
  await doing.send({ ...(id && { id }), network, to: reached, type, unit, classification: 'restricted', language, body })
}
