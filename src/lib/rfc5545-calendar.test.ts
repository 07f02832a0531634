/** RFC 5545: what is written is what a calendar program reads. */
import { expect, test } from 'vitest'
import { calendarOf } from './calendar.ts'

const event = (summary: string) => ({ uid: 'a@x', from: '2026-05-02T08:00:00.000Z', until: '2026-05-02T16:00:00.000Z', summary })

test('an event as section 3.6.1 has it', () => {
  expect(calendarOf('-//Portolan//EN', '2026-05-01T10:00:00.000Z', [event('Patrol')]).split('\r\n')).toEqual([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Portolan//EN',
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

test('no text begins a line of its own (section 3.3.11)', () => {
  const written = calendarOf('x', '2026-05-01T10:00:00.000Z', [event('a\r\nBEGIN:VALARM\nb;c,d\\e\u0007')])
  expect(written).toContain('SUMMARY:a\\nBEGIN:VALARM\\nb\\;c\\,d\\\\e ')
  expect(written.split('\r\n').filter((line) => line.startsWith('BEGIN:'))).toEqual(['BEGIN:VCALENDAR', 'BEGIN:VEVENT'])
})

test('lines have at most 75 octets, and unfolded they are what was said (section 3.1)', () => {
  const summary = 'دورية مشتركة على الشاطئ بين الناظور ومليلية مع الشرطة المحلية في الليل'
  const written = calendarOf('x', '2026-05-01T10:00:00.000Z', [event(summary)])
  for (const line of written.split('\r\n')) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75)
  expect(written.replaceAll('\r\n ', '')).toContain(`SUMMARY:${summary}`)
})

test('more events than a calendar has are refused', () => {
  expect(() =>
    calendarOf(
      'x',
      '2026-05-01T10:00:00.000Z',
      Array.from({ length: 1_001 }, () => event('x')),
    ),
  ).toThrow(TypeError)
})
