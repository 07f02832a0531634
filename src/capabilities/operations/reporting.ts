/** When what happens has to be reported: the first time within 24 hours, then when a follow-up was promised (EUROSUR, Regulation (EU) 2021/581). */
import type { Planned } from './planning.ts'

export const FIRST_REPORT_MS = 24 * 3_600_000

/** A report that is owed, of which thing. */
export interface Due {
  readonly thing: string
  readonly what: 'first-report' | 'follow-up'
  readonly due_at: string
  readonly is_over: boolean
}

const textIn = (thing: Planned, field: string): string | undefined => {
  const value = thing.fields[field]?.value
  return typeof value === 'string' ? value : undefined
}
const standing = (things: readonly Planned[], kind: string) => things.filter((one) => one.kind === kind && !one.withdrawn)

/** What is owed, the most urgent first: of incidents that no event reports, and of open events whose next report was promised. */
export function dueOf(things: readonly Planned[], now: number): Due[] {
  const events = standing(things, 'event')
  const reported = new Set(events.map((event) => textIn(event, 'incident')))
  const followed = Map.groupBy(standing(things, 'follow-up'), (one) => textIn(one, 'event') ?? '')
  const owed: Omit<Due, 'is_over'>[] = []
  for (const incident of standing(things, 'incident')) {
    const at = textIn(incident, 'at')
    if (at !== undefined && !reported.has(incident.id))
      owed.push({ thing: incident.id, what: 'first-report', due_at: new Date(Date.parse(at) + FIRST_REPORT_MS).toISOString() })
  }
  for (const event of events) {
    const due_at = textIn(event, 'state') === 'closed' ? undefined : promisedIn(event, followed.get(event.id) ?? [])
    if (due_at !== undefined) owed.push({ thing: event.id, what: 'follow-up', due_at })
  }
  return owed.map((one) => ({ ...one, is_over: Date.parse(one.due_at) < now })).sort((a, b) => Date.parse(a.due_at) - Date.parse(b.due_at))
}

/** The promise that stands: the last report's, where that made one; a report without a promise fulfils the one before it. */
function promisedIn(event: Planned, follow_ups: readonly Planned[]): string | undefined {
  const last = follow_ups.reduce<Planned | undefined>((latest, one) => (latest && saidAt(latest) >= saidAt(one) ? latest : one), undefined)
  const promised = event.fields.next_due
  // promised anew on the event itself, after that report
  if (!last || (promised && promised.at > saidAt(last))) return textIn(event, 'next_due')
  return textIn(last, 'next_due')
}

const saidAt = (thing: Planned): string => thing.fields.text?.at ?? ''

/** How long after it happened something was first said in the space. */
export const reportedAfter_ms = (happened_at: string, said_at: string): number => Math.max(0, Date.parse(said_at) - Date.parse(happened_at))
