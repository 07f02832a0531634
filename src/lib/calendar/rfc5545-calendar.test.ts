/** RFC 5545: what is written is what a calendar program reads. */
import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { type CalendarEvent, calendarOf, MOST_EVENTS } from './index.ts'

const made_at = '2026-05-01T10:00:00.000Z'
const event = (summary: string, more: Partial<CalendarEvent> = {}): CalendarEvent => ({
  uid: 'a@x',
  from: '2026-05-02T08:00:00.000Z',
  until: '2026-05-02T16:00:00.000Z',
  summary,
  ...more,
})
const written = (...events: CalendarEvent[]) => calendarOf({ name: 'Shifts', made_at, events })

test('an event as section 3.6.1 has it', () => {
  expect(written(event('Patrol')).split('\r\n')).toEqual([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Portolan//EN',
    'NAME:Shifts',
    'X-WR-CALNAME:Shifts',
    'BEGIN:VEVENT',
    'UID:a@x',
    'DTSTAMP:20260501T100000Z',
    'DTSTART:20260502T080000Z',
    'DTEND:20260502T160000Z',
    'SUMMARY:Patrol',
    'CLASS:PRIVATE',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ])
})

test('days are dates, and the end is not part of the event (sections 3.3.4 and 3.6.1)', () => {
  const lines = (from: string, until: string) =>
    written(event('Course', { from, until }))
      .split('\r\n')
      .filter((line) => /^DT(START|END)/.test(line))
  expect(lines('2026-12-28', '2026-12-31')).toEqual(['DTSTART;VALUE=DATE:20261228', 'DTEND;VALUE=DATE:20270101'])
  expect(lines('2028-02-28', '2028-02-28')).toEqual(['DTSTART;VALUE=DATE:20280228', 'DTEND;VALUE=DATE:20280229'])
})

test('what else is said of an event', () => {
  const said = written(event('Course', { description: 'a, b', location: 'Rabat; Salé', sequence: 3, status: 'cancelled' })).split('\r\n')
  expect(said.slice(11, 15)).toEqual(['DESCRIPTION:a\\, b', 'LOCATION:Rabat\\; Salé', 'SEQUENCE:3', 'STATUS:CANCELLED'])
})

test('no text begins a line of its own (section 3.3.11)', () => {
  const said = written(event('a\r\nBEGIN:VALARM\nb;c,d\\e\u0007', { location: 'x\r\nEND:VEVENT' }))
  expect(said).toContain('SUMMARY:a\\nBEGIN:VALARM\\nb\\;c\\,d\\\\e ')
  expect(said.split('\r\n').filter((line) => /^(BEGIN|END):/.test(line))).toEqual([
    'BEGIN:VCALENDAR',
    'BEGIN:VEVENT',
    'END:VEVENT',
    'END:VCALENDAR',
  ])
})

test('lines have at most 75 octets, and unfolded they are what was said (section 3.1)', () => {
  const summary = 'دورية مشتركة على الشاطئ بين الناظور ومليلية مع الشرطة المحلية في الليل'
  const said = written(event(summary))
  for (const line of said.split('\r\n')) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75)
  expect(said.replaceAll('\r\n ', '')).toContain(`SUMMARY:${summary}`)
})

test.each([
  ['an end before the beginning', { from: '2026-05-03', until: '2026-05-02' }],
  ['a day and an instant', { from: '2026-05-03', until: '2026-05-04T10:00:00.000Z' }],
  ['a day that is none', { from: '2026-02-29', until: '2026-03-02' }],
  ['no time', { from: 'soon', until: 'later' }],
])('%s is refused', (_, wrong) => {
  expect(() => written(event('x', wrong))).toThrow(TypeError)
})

test('more events than a calendar has are refused', () => {
  expect(() => written(...Array.from({ length: MOST_EVENTS + 1 }, () => event('x')))).toThrow(TypeError)
})

/** Debian's python3-icalendar belongs to Debian's Python, which need not be the first one found. */
const python = ['python3', '/usr/bin/python3'].find((one) => spawnSync(one, ['-c', 'import icalendar'], { timeout: 60_000 }).status === 0)
const READ = `
import sys, json, icalendar
calendar = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
print(json.dumps([{ 'uid': str(e['UID']), 'summary': str(e['SUMMARY']), 'location': str(e.get('LOCATION', '')), 'begin': e['DTSTART'].dt.isoformat(),
  'end': e['DTEND'].dt.isoformat(), 'sequence': int(e.get('SEQUENCE', 0)), 'status': str(e.get('STATUS', '')) } for e in calendar.walk('VEVENT')]))
`
test.skipIf(python === undefined)(
  'the independent reader icalendar (Python) reads what was said; not run where it is not installed',
  () => {
    const course = event('دورة: الويب المظلم, الجزء\\الأول; 日本語 🚓'.repeat(4), {
      uid: 'c@x',
      from: '2027-03-01',
      until: '2027-03-05',
      location: 'Rabat, Institut; salle\n2',
      sequence: 7,
      status: 'tentative',
    })
    const { stdout, stderr } = spawnSync(python!, ['-c', READ], { input: written(event('Patrol'), course), timeout: 60_000 })
    expect(stderr.toString()).toBe('')
    expect(JSON.parse(stdout.toString())).toEqual([
      {
        uid: 'a@x',
        summary: 'Patrol',
        location: '',
        begin: '2026-05-02T08:00:00+00:00',
        end: '2026-05-02T16:00:00+00:00',
        sequence: 0,
        status: '',
      },
      {
        uid: 'c@x',
        summary: course.summary,
        location: course.location,
        begin: '2027-03-01',
        end: '2027-03-06',
        sequence: 7,
        status: 'TENTATIVE',
      },
    ])
  },
)
