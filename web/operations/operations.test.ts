// The pages of teams: every kind, field and code has its word; what is typed becomes what is sent; numbers are added up.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { KINDS } from '#capabilities/operations/kinds.ts'
import { CLAUSES, LEAVER_KEEPS, SPACE_KINDS, SPACE_STATES } from '#capabilities/operations/vocabulary.ts'
import { boardOf, deskFiguresOf } from './board.ts'
import { GROUPS, kindsFor, UNDER } from './kinds.ts'
import { placesOf } from './places.ts'
import { sentOf } from './typed.ts'
import type { Team, Thing } from './types.ts'

const words = JSON.parse(readFileSync(join(import.meta.dirname, '../language/en/operations.json'), 'utf8')) as Record<
  string,
  Record<string, string>
>
const terms = JSON.parse(readFileSync(join(import.meta.dirname, '../language/en/terms.json'), 'utf8')) as Record<string, object>
const TERMS: Record<string, string> = {
  source_grade: 'source-grade',
  information_grade: 'information-grade',
  handling: 'handling',
  crime_area: 'crime-area',
  sex: 'sex',
}

test('every kind, field and code of things has a word', () => {
  const missing: string[] = []
  for (const [kind, { fields }] of Object.entries(KINDS)) {
    if (!words.kind![kind]) missing.push(kind)
    const own = (words.own as unknown as Record<string, Record<string, string>>)[kind]
    for (const [field, { takes }] of Object.entries(fields)) {
      if (!own?.[field] && !words.field![field]) missing.push(`${kind}.${field}`)
      if (takes.form !== 'code') continue
      for (const code of takes.of) {
        const known = TERMS[field]
          ? code in (terms[TERMS[field]] ?? {})
          : /^[A-Z]{3}$/.test(code) || words[field]?.[code] !== undefined || words.code![code] !== undefined
        if (!known) missing.push(`${kind}.${field}: ${code}`)
      }
    }
  }
  expect(missing).toEqual([])
})

test('every kind of team, state, clause and what a leaver keeps has a word', () => {
  for (const kind of SPACE_KINDS) expect(words.space).toHaveProperty(kind)
  for (const state of SPACE_STATES) expect(words.state).toHaveProperty(state)
  for (const clause of CLAUSES) expect(words.clause).toHaveProperty(clause)
  for (const keeps of LEAVER_KEEPS) expect(words.keeps).toHaveProperty(keeps)
})

test('every kind has its place on a page, and no page asks for more kinds than the node answers at once', () => {
  const placed = new Set<string>([...Object.values(GROUPS).flat(), ...Object.values(UNDER).map(({ kind }) => kind)])
  expect(Object.keys(KINDS).filter((kind) => !placed.has(kind))).toEqual([])
  for (const group of Object.keys(GROUPS) as (keyof typeof GROUPS)[]) expect(kindsFor(group).length).toBeLessThanOrEqual(30)
  expect(kindsFor('evidence')).toEqual(['evidence', 'custody'])
})

test('what is typed becomes what is sent, and what is of another form does not', () => {
  expect(sentOf(' ', { form: 'name' })).toBeUndefined()
  expect(sentOf('Puerto', { form: 'name' })).toEqual({ name: 'Puerto' })
  expect(sentOf({ text: ' a ', language: 'en' }, { form: 'text' })).toEqual({ text: 'a', language: 'en' })
  expect(sentOf('120.5', { form: 'amount' })).toBe('120.5')
  expect(sentOf('120,5', { form: 'amount' })).toBeNull()
  expect(sentOf('7', { form: 'count' })).toBe(7)
  expect(sentOf('-7', { form: 'count' })).toBeNull()
  expect(sentOf('181', { form: 'degree' })).toBeNull()
  expect(sentOf('2026-05-01T10:30', { form: 'time' })).toBe(new Date('2026-05-01T10:30').toISOString())
  expect(sentOf('no', { form: 'yes-no' })).toBe(false)
  expect(sentOf([], { form: 'members' })).toBeUndefined()
})

const thing = (kind: string, by: string, fields: Record<string, unknown>, withdrawn = false): Thing =>
  ({
    id: crypto.randomUUID(),
    kind,
    by,
    at: '2026-05-01T10:00:00.000Z',
    fields: Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, { value, by, at: '2026-05-01T10:00:00.000Z' }])),
    withdrawn: withdrawn ? { by, at: '2026-05-01T10:00:00.000Z', reason: { text: 'x', language: 'en' } } : null,
  }) as unknown as Thing

test('counts are added up by country and hour; withdrawn ones and those before the last day are no part of the hours', () => {
  const at = (hour: string) => ({ post: { name: 'North' }, at: `2026-05-01T${hour}:30:00.000Z` })
  const board = boardOf([
    thing('count', 'esp', { ...at('09'), persons: 10, vehicles: 2, hits: 1, officers: 6 }),
    thing('count', 'esp', { ...at('10'), persons: 5, new_cases: 1, officers: 4 }),
    thing('count', 'mar', { ...at('10'), premises: 3, hits: 2, officers: 9 }),
    thing('count', 'mar', { ...at('10'), persons: 1_000 }, true),
    thing('count', 'mar', { post: { name: 'North' }, at: '2026-04-29T10:30:00.000Z', persons: 7 }),
    thing('message', 'mar', {}),
  ])
  expect([board.checks, board.hits, board.new_cases, board.officers]).toEqual([27, 3, 1, 13])
  expect(board.by_member).toEqual([
    { member: 'esp', checks: 17, hits: 1 },
    { member: 'mar', checks: 10, hits: 2 },
  ])
  expect(board.hours).toHaveLength(24)
  expect(board.hours.at(-1)).toEqual({ from: '2026-05-01T10:00:00.000Z', checks: 8, hits: 2 })
  expect(board.hours.at(-2)).toEqual({ from: '2026-05-01T09:00:00.000Z', checks: 12, hits: 1 })
  expect(board.hours.reduce((sum, { checks }) => sum + checks, 0)).toBe(20)
  expect(boardOf([]).hours).toEqual([])
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

test('the line says what is passed, what was left out, and what is ahead', () => {
  const team = {
    state: 'archived',
    begun_at: '2026-01-01T00:00:00.000Z',
    agreements: [{ in_force_at: '2026-02-01T00:00:00.000Z', clauses: [] }],
    entered: [
      { state: 'operational', at: '2026-03-01T00:00:00.000Z', by: 'esp' },
      { state: 'closed', at: '2026-04-01T00:00:00.000Z', by: 'esp' },
      { state: 'archived', at: '2026-05-01T00:00:00.000Z', by: 'esp' },
    ],
  } as unknown as Team
  expect(placesOf(team).map(({ state, standing }) => `${state} ${standing}`)).toEqual([
    'proposal passed',
    'negotiation passed',
    'signed passed',
    'operational passed',
    'extended skipped',
    'closed passed',
    'evaluated skipped',
    'archived now',
  ])
  expect(placesOf({ ...team, state: 'signed' }).at(-1)).toEqual({ state: 'archived', standing: 'ahead', at: undefined })
})
