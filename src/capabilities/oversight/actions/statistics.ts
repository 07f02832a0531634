/** How much was done, day by day and by purpose: numbers of events, never of persons. */
import Type from 'typebox'
import { view } from '#kernel/capability.ts'
import { Code, Count, closed, Id, iso, list, MomentIn, maybe, maybeIso } from '../shapes.ts'
import { countedThrough, countsByDay, countsByPurpose } from '../store/counts.ts'
import { demandPeriod } from './journal.ts'

const DAYS = { usual_days: 30, most_days: 366 }
const MOST_ROWS = 10_000
const Day = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' })

const readStatistics = view({
  name: 'oversight.read-statistics',
  summary: 'Count events by day and by purpose in a period, from the journal',
  purpose: 'none',
  journal: 'refusals',
  input: closed({
    from: Type.Optional(MomentIn),
    to: Type.Optional(MomentIn),
    event: Type.Optional(Type.String({ pattern: '^[a-z][a-z0-9.-]{0,79}$' })),
    unit: Type.Optional(Id),
  }),
  output: closed({
    from: Day,
    to: Day,
    /** Whole days, UTC; each event at the day it happened. */
    days: list(closed({ day: Day, event: Code, outcome: Code, type: maybe(Code), count: Count }), MOST_ROWS),
    purposes: list(closed({ event: Code, purpose: Code, count: Count }), MOST_ROWS),
    /** More rows than are shown: narrow the period or the event. */
    capped: Type.Boolean(),
    counted_at: maybe(MomentIn),
    uncounted: Count,
  }),
  async run({ from, to, event, unit }, { officer, reading, now }) {
    const period = demandPeriod({ from, to }, now, DAYS)
    const filter = { period, member: officer.member, ...(event && { event }), ...(unit && { unit }) }
    const days = await countsByDay(reading, filter, MOST_ROWS)
    const purposes = await countsByPurpose(reading, filter, MOST_ROWS)
    const { at, uncounted } = await countedThrough(reading)
    return {
      from: iso(period.from).slice(0, 10),
      to: iso(period.to).slice(0, 10),
      days: days.map((row) => ({ ...row, type: row.type || null })),
      purposes,
      capped: days.length === MOST_ROWS || purposes.length === MOST_ROWS,
      counted_at: maybeIso(at),
      uncounted,
    }
  },
})

export const statisticsActions = [readStatistics]
