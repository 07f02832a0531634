// The officer's own hours for a calendar: when, and nothing of where, what for or with whom.
import type { Turn } from '#capabilities/operations/planning.ts'
import { calendarOf } from '#lib/calendar/index.ts'

/** Calendars of telephones are copied to where nobody of the team can reach: they get hours and one word. */
export const ownCalendar = (own: readonly Turn[], made_at: string, word: string): string =>
  calendarOf({
    name: word,
    made_at,
    events: own.map(({ id, from, until }) => ({ uid: `${id}@portolan`, from, until, summary: word })),
  })
