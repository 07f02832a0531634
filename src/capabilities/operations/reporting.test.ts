/** What is owed: first reports within 24 hours, follow-ups when they were promised. */
import { expect, test } from 'vitest'
import type { Fields } from '#wire/fields.ts'
import type { Planned } from './planning.ts'
import { dueOf, reportedAfter_ms } from './reporting.ts'

const text = (text: string) => ({ text, language: 'en' as const })
const at = (day: number, hour: number) => `2026-05-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00:00.000Z`
const NOW = Date.parse(at(10, 12))
let made = 0
function thing(kind: string, set: Fields, said_at = at(9, 0), withdrawn = false): Planned {
  const fields = Object.fromEntries(Object.entries(set).map(([field, value]) => [field, { value, by: 'esp', at: said_at }]))
  return { id: `00000000-0000-4000-8000-${String(++made).padStart(12, '0')}`, kind, by: 'esp', fields, withdrawn: withdrawn || undefined }
}
const incident = (happened: string) => thing('incident', { category: 'injury', at: happened, text: text('x') })
const event = (more: Fields) => thing('event', { title: text('x'), category: 'other', happened_at: at(8, 0), ...more })
const follow = (of: Planned, said_at: string, next_due?: string) =>
  thing('follow-up', { event: of.id, text: text('x'), ...(next_due && { next_due }) }, said_at)

test('an incident that no event reports is owed within 24 hours', () => {
  const [old, young] = [incident(at(9, 11)), incident(at(10, 11))]
  expect(dueOf([young, old], NOW)).toEqual([
    { thing: old.id, what: 'first-report', due_at: at(10, 11), is_over: true },
    { thing: young.id, what: 'first-report', due_at: at(11, 11), is_over: false },
  ])
})

test('an event that names it reports it, unless it was withdrawn', () => {
  const one = incident(at(9, 11))
  expect(dueOf([one, event({ incident: one.id })], NOW)).toEqual([])
  const gone = { ...event({ incident: one.id }), withdrawn: true }
  expect(dueOf([one, gone], NOW).map(({ thing }) => thing)).toEqual([one.id])
})

test('a promised follow-up is owed until a later report is there, whose own promise stands then', () => {
  const open = event({ next_due: at(10, 9) })
  expect(dueOf([open], NOW)).toEqual([{ thing: open.id, what: 'follow-up', due_at: at(10, 9), is_over: true }])
  expect(dueOf([open, follow(open, at(10, 8))], NOW)).toEqual([])
  const promised = [follow(open, at(10, 8), at(11, 8)), follow(open, at(9, 8), at(9, 9))]
  expect(dueOf([open, ...promised], NOW)).toEqual([{ thing: open.id, what: 'follow-up', due_at: at(11, 8), is_over: false }])
})

test('what is promised anew on the event after the last report stands', () => {
  const open = event({})
  const anew = { ...open, fields: { ...open.fields, next_due: { value: at(12, 0), by: 'esp', at: at(10, 9) } } }
  expect(dueOf([anew, follow(open, at(10, 8))], NOW).map(({ due_at }) => due_at)).toEqual([at(12, 0)])
})

test('of a closed event nothing is owed', () => {
  expect(dueOf([event({ next_due: at(9, 0), state: 'closed' })], NOW)).toEqual([])
})

test('what is dated after it was said counts as said at once', () => {
  expect(reportedAfter_ms(at(10, 9), at(10, 8))).toBe(0)
  expect(reportedAfter_ms(at(9, 8), at(10, 8))).toBe(86_400_000)
})
