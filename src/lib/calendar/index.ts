/** A calendar that other programs read: iCalendar, RFC 5545, with the name of RFC 7986. */

export interface CalendarEvent {
  /** Stays the same when the event changes (section 3.8.4.7). */
  readonly uid: string
  /** Both ISO 8601, UTC; or both a day (`2027-03-01`): all day then, the last one with them. */
  readonly from: string
  readonly until: string
  readonly summary: string
  readonly description?: string
  readonly location?: string
  /** Grows with each change, so that a program takes the newer one (section 3.8.7.4). */
  readonly sequence?: number
  readonly status?: 'tentative' | 'confirmed' | 'cancelled'
}

export interface Calendar {
  /** What a program shows for it. */
  readonly name: string
  /** When it was written, ISO 8601: the same calendar at the same time is the same bytes. */
  readonly made_at: string
  readonly events: readonly CalendarEvent[]
}

export const CALENDAR_MEDIA_TYPE = 'text/calendar;charset=utf-8'
export const MOST_EVENTS = 1_000
const FOLD_OCTETS = 75
const DAY_MS = 86_400_000

/** Writes events as one calendar. Throws TypeError for more than 1,000, for what is no time, and for an event that ends before it begins. */
export function calendarOf({ name, made_at, events }: Calendar): string {
  if (events.length > MOST_EVENTS) throw new TypeError(`a calendar has at most ${MOST_EVENTS} events`)
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Portolan//EN',
    `NAME:${escaped(name)}`,
    `X-WR-CALNAME:${escaped(name)}`,
    ...events.flatMap((event) => linesOf(event, made_at)),
    'END:VCALENDAR',
  ]
  return `${lines.map(folded).join('\r\n')}\r\n`
}

function linesOf({ uid, from, until, summary, description, location, sequence, status }: CalendarEvent, made_at: string): string[] {
  if (Date.parse(from) > Date.parse(until)) throw new TypeError('an event ends before it begins')
  return [
    'BEGIN:VEVENT',
    `UID:${escaped(uid)}`,
    `DTSTAMP:${instant(made_at)}`,
    ...(isDay(from) && isDay(until)
      ? // the end is not part of it (section 3.6.1)
        [`DTSTART;VALUE=DATE:${day(from)}`, `DTEND;VALUE=DATE:${day(until, DAY_MS)}`]
      : [`DTSTART:${instant(from)}`, `DTEND:${instant(until)}`]),
    `SUMMARY:${escaped(summary)}`,
    ...(description === undefined ? [] : [`DESCRIPTION:${escaped(description)}`]),
    ...(location === undefined ? [] : [`LOCATION:${escaped(location)}`]),
    ...(sequence === undefined ? [] : [`SEQUENCE:${sequence}`]),
    ...(status === undefined ? [] : [`STATUS:${status.toUpperCase()}`]),
    // who may look into a calendar that is shared sees that time is taken, and not with what
    'CLASS:PRIVATE',
    'END:VEVENT',
  ]
}

const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text)

/** Section 3.3.5, form 2. */
function instant(at: string): string {
  if (isDay(at) || Number.isNaN(Date.parse(at))) throw new TypeError(`no instant: ${at}`)
  return `${new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`
}

/** Section 3.3.4. */
function day(on: string, plus_ms = 0): string {
  const at = new Date(`${on}T00:00:00.000Z`)
  if (Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== on) throw new TypeError(`no day: ${on}`)
  return new Date(at.getTime() + plus_ms).toISOString().slice(0, 10).replaceAll('-', '')
}

/** Section 3.3.11; what is no text ends no line. */
const escaped = (text: string) =>
  text
    .replace(/[\\;,]/g, '\\$&')
    .replace(/\r\n|\r|\n/g, '\\n')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, ' ')

/** Section 3.1: lines of at most 75 octets, and no character cut in two. */
function folded(line: string): string {
  const lines: string[] = []
  let now = ''
  let octets = 0
  for (const character of line) {
    const size = new TextEncoder().encode(character).length
    if (octets + size > FOLD_OCTETS) {
      lines.push(now)
      now = ' '
      octets = 1
    }
    now += character
    octets += size
  }
  return [...lines, now].join('\r\n')
}
