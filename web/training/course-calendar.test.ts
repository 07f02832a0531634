// The calendar of courses has days and places, a number that grows, and nobody's name.
import { expect, test } from 'vitest'
import { calendarOfCourses } from './course-calendar.ts'

const course = {
  id: '0190a000-0000-7000-8000-0000000000d1',
  title: { text: 'Dark web evidence', language: 'en' as const },
  from: '2027-03-01',
  to: '2027-03-05',
  place: 'Rabat',
  institution: 'National Police Academy',
  organiser: 'mar',
  version: 1_800_000_000,
  state: 'cancelled' as const,
}
const how = { name: 'Courses 2027', made_at: '2027-01-01T00:00:00.000Z', nameOf: (id: string) => id.toUpperCase(), online: 'online' }

test('a course is whole days, at a place, called off where it is', () => {
  const written = calendarOfCourses([course, { ...course, place: null, state: 'open' }], how)
  expect(written).toContain('DTSTART;VALUE=DATE:20270301\r\nDTEND;VALUE=DATE:20270306\r\nSUMMARY:Dark web evidence\r\nDESCRIPTION:MAR\r\n')
  expect(written).toContain('LOCATION:National Police Academy\\, Rabat\r\nSEQUENCE:222163200\r\nSTATUS:CANCELLED')
  expect(written).toContain('LOCATION:online\r\n')
})
