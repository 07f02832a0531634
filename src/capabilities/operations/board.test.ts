/** The numbers of a command post and of a desk, added up. */
import { expect, test } from 'vitest'
import type { Fields } from '#wire/fields.ts'
import { boardOf, deskFiguresOf } from './board.ts'
import { fittingOf } from './kinds.ts'
import type { Thing } from './things.ts'

const NOW = new Date('2026-05-01T10:45:00.000Z')
const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
let made = 0

function thing(kind: string, by: string, fields: Fields, withdrawn = false): Thing {
  const at = '2026-05-01T10:00:00.000Z'
  return {
    id: id(++made),
    kind,
    entry: id(0),
    by,
    at,
    changed_at: at,
    fields: Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, { value, by, at }])),
    withdrawn: withdrawn ? { by, at, reason: { text: 'x', language: 'en' } } : undefined,
    missing: [],
  }
}
const at = (hour: string) => ({ post: { name: 'North' }, at: `2026-05-01T${hour}:30:00.000Z` })
const numbers = { checks: 0, hits: 0, arrests: 0, victims: 0, seizures: 0 }

test('counts are added up by country and hour; withdrawn ones and those before the last day are no part of the hours', () => {
  const board = boardOf(
    [
      thing('count', 'esp', { ...at('09'), persons: 10, vehicles: 2, hits: 1, officers: 6 }),
      thing('count', 'esp', { ...at('10'), persons: 5, new_cases: 1, officers: 4 }),
      thing('count', 'mar', { ...at('10'), premises: 3, hits: 2, officers: 9 }),
      thing('count', 'mar', { ...at('10'), persons: 1_000 }, true),
      thing('count', 'mar', { post: { name: 'North' }, at: '2026-04-29T10:30:00.000Z', persons: 7 }),
      thing('message', 'mar', {}),
    ],
    NOW,
  )
  expect([board.checks, board.hits, board.new_cases, board.officers, board.persons, board.counts]).toEqual([27, 3, 1, 13, 22, 4])
  expect(board.by_member).toEqual([
    { member: 'esp', ...numbers, checks: 17, hits: 1 },
    { member: 'mar', ...numbers, checks: 10, hits: 2 },
  ])
  expect(board.hours).toHaveLength(24)
  expect(board.hours.at(-1)).toEqual({ from: '2026-05-01T10:00:00.000Z', ...numbers, checks: 8, hits: 2 })
  expect(board.hours.at(-2)).toEqual({ from: '2026-05-01T09:00:00.000Z', ...numbers, checks: 12, hits: 1 })
  expect(board.hours.reduce((sum, { checks }) => sum + checks, 0)).toBe(20)
  expect(board.hours_left_out).toBe(1)
  expect(boardOf([], NOW).hours).toEqual([])
})

test('what is dated after now moves no hour, and is said to be left out', () => {
  const board = boardOf(
    [
      thing('count', 'esp', { ...at('10'), persons: 5 }),
      thing('count', 'mar', { ...at('10'), at: '2199-01-01T00:00:00.000Z', persons: 1 }),
    ],
    NOW,
  )
  expect(board.hours.at(-1)).toEqual({ from: '2026-05-01T10:00:00.000Z', ...numbers, checks: 5 })
  expect(board.hours_left_out).toBe(1)
})

test('a result that two claim counts once for the team and for the hour, and beside each of them', () => {
  const first = thing('result', 'esp', {
    category: 'arrest',
    quantity: '3',
    unit: 'person',
    crime_area: 'drug-trafficking',
    happened_at: '2026-05-01T10:05:00.000Z',
    claimed_by: ['esp'],
  })
  const again = thing('result', 'mar', {
    category: 'arrest',
    quantity: '3',
    unit: 'person',
    happened_at: '2026-05-01T10:10:00.000Z',
    claimed_by: ['mar'],
    same_as: first.id,
  })
  const drugs = thing('result', 'mar', {
    category: 'drugs',
    quantity: '120.5',
    unit: 'kg',
    happened_at: '2026-05-01T09:10:00.000Z',
    claimed_by: ['mar'],
  })
  const victims = thing('result', 'mar', {
    category: 'victim',
    quantity: '2',
    unit: 'person',
    happened_at: '2026-05-01T09:20:00.000Z',
    claimed_by: ['esp', 'mar'],
  })
  const board = boardOf([first, again, drugs, victims], NOW)
  expect([board.arrests, board.seizures, board.victims]).toEqual([3, 1, 2])
  expect(board.by_member).toEqual([
    { member: 'esp', ...numbers, arrests: 3, victims: 2 },
    { member: 'mar', ...numbers, arrests: 3, victims: 2, seizures: 1 },
  ])
  expect(board.hours.at(-1)).toMatchObject({ arrests: 3, seizures: 0 })
  expect(board.hours.at(-2)).toMatchObject({ arrests: 0, seizures: 1, victims: 2 })
  expect(board.arrests_by_area).toEqual([{ crime_area: 'drug-trafficking', persons: '3' }])
})

test('phases stand in the order of time, whoever said them first', () => {
  const board = boardOf(
    [
      thing('phase', 'mar', { phase: 'field', from: '2026-05-01T06:00:00.000Z' }),
      thing('phase', 'esp', { phase: 'intelligence', from: '2026-04-28T06:00:00.000Z', until: '2026-05-01T06:00:00.000Z' }),
      thing('phase', 'esp', { phase: 'field', from: '2026-04-28T05:00:00.000Z' }, true),
    ],
    NOW,
  )
  expect(board.phases.map(({ phase, until, by }) => [phase, until, by])).toEqual([
    ['intelligence', '2026-05-01T06:00:00.000Z', 'esp'],
    ['field', null, 'mar'],
  ])
})

test('what a partner says in another form than the kind has is not read; what this node does not know is kept', () => {
  expect(fittingOf('result', { quantity: 'abc', unit: 'kg', happened_at: 'yesterday', weather: 'wind' })).toEqual({
    unit: 'kg',
    weather: 'wind',
  })
  expect(fittingOf('count', { at: '2026-13-45T99:99:99.999Z', persons: -3, hits: 2 })).toEqual({ hits: 2 })
  expect(fittingOf('constructor', { at: 'x' })).toEqual({ at: 'x' })
})

test('a desk counts each request once, the withdrawn ones not at all', () => {
  const request = (type: string, channel: string, urgency: string, state: string, gone = false) =>
    thing('desk-request', 'esp', { type, channel, urgency, state }, gone)
  expect(
    deskFiguresOf([
      request('vehicle', 'in-person', 'urgent', 'answered'),
      request('vehicle', 'radio', 'normal', 'open'),
      request('identity', 'radio', 'normal', 'open'),
      request('identity', 'radio', 'normal', 'withdrawn'),
      request('identity', 'radio', 'normal', 'open', true),
    ]),
  ).toEqual([
    {
      type: 'vehicle',
      all: 2,
      urgent: 1,
      answered: 1,
      open: 1,
      channels: [
        { channel: 'in-person', count: 1 },
        { channel: 'radio', count: 1 },
      ],
    },
    { type: 'identity', all: 1, urgent: 0, answered: 0, open: 1, channels: [{ channel: 'radio', count: 1 }] },
  ])
})
