/** A calendar that other programs read: iCalendar, RFC 5545. */

export interface CalendarEvent {
  /** Stays the same when the event changes (section 3.8.4.7). */
  readonly uid: string
  /** ISO 8601, UTC. */
  readonly from: string
  readonly until: string
  readonly summary: string
}

const MOST_EVENTS = 1_000
const FOLD_OCTETS = 75

/** Writes events as one calendar. Throws TypeError for more than 1,000. */
export function calendarOf(product: string, made_at: string, events: readonly CalendarEvent[]): string {
  if (events.length > MOST_EVENTS) throw new TypeError(`a calendar has at most ${MOST_EVENTS} events`)
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    `PRODID:${escaped(product)}`,
    ...events.flatMap(({ uid, from, until, summary }) => [
      'BEGIN:VEVENT',
      `UID:${escaped(uid)}`,
      `DTSTAMP:${instant(made_at)}`,
      `DTSTART:${instant(from)}`,
      `DTEND:${instant(until)}`,
      `SUMMARY:${escaped(summary)}`,
      // who may look into a calendar that is shared sees that time is taken, and not with what
      'CLASS:PRIVATE',
      'END:VEVENT',
    ]),
    'END:VCALENDAR',
  ]
  return `${lines.map(folded).join('\r\n')}\r\n`
}

/** Section 3.3.5, form 2. */
const instant = (at: string) => `${new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`

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
