// Courses as a calendar for other programs: days, title, place, who offers it; of nominations nothing.
import { calendarOf } from '#lib/calendar/index.ts'
import type { Output } from '../api/client.ts'

type Course = Pick<
  Output<'training.find-courses'>['courses'][number],
  'id' | 'title' | 'from' | 'to' | 'place' | 'institution' | 'organiser' | 'version' | 'state'
>
const STATUS = { planned: 'tentative', cancelled: 'cancelled' } as const
/** SEQUENCE is a 32-bit integer, and versions are seconds since 1970. */
const BEGINNING = 1_577_836_800

export const calendarOfCourses = (
  courses: readonly Course[],
  { name, made_at, nameOf, online }: { name: string; made_at: string; nameOf: (member: string) => string; online: string },
): string =>
  calendarOf({
    name,
    made_at,
    events: courses.map(({ id, title, from, to, place, institution, organiser, version, state }) => ({
      uid: `${id}@portolan`,
      from,
      until: to,
      summary: title.text,
      location: place === null ? online : `${institution}, ${place}`,
      description: nameOf(organiser),
      sequence: Math.max(0, version - BEGINNING),
      status: STATUS[state as keyof typeof STATUS] ?? 'confirmed',
    })),
  })
