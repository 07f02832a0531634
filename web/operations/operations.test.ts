// The pages of teams: every kind, field and code has its word; what is typed becomes what is sent; a report says the pages' words.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { KINDS } from '#capabilities/operations/kinds.ts'
import { REPORT_WORDS } from '#capabilities/operations/report-words/index.ts'
import { CLAUSES, LEAVER_KEEPS, SPACE_KINDS, SPACE_STATES } from '#capabilities/operations/vocabulary.ts'
import { LANGUAGES } from '#wire/vocabulary.ts'
import { sentOf } from '../pieces/typed.ts'
import { GROUPS, kindsFor, UNDER } from './kinds.ts'
import { placesOf } from './places.ts'
import type { Team } from './types.ts'

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

test('a closing report says the same words as the pages', () => {
  for (const language of LANGUAGES) {
    const read = (file: string) => JSON.parse(readFileSync(join(import.meta.dirname, `../language/${language}/${file}.json`), 'utf8'))
    const [pages, common] = [read('operations'), read('terms')]
    // the report leaves vowel signs out, see report-words/ar.ts
    const plain = (words: object) => JSON.parse(JSON.stringify(words).replace(/[\u064b-\u0652]/g, '')) as Record<string, string>
    const said = REPORT_WORDS[language]
    expect(said.space).toEqual(plain(pages.space))
    expect(said.state).toEqual(plain(pages.state))
    expect(said.why).toEqual(plain(pages.missing))
    expect(said.crime_area).toEqual(plain(common['crime-area']))
    expect(said.purpose).toEqual(plain(common.purpose))
    for (const group of ['result', 'event', 'incident', 'referral', 'standing', 'phase'] as const)
      expect(plain(pages.code), `${language} ${group}`).toMatchObject(said[group])
    expect(said.phase).toHaveProperty('field')
  }
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
  expect(sentOf('181', { form: 'degree', most: 180 })).toBeNull()
  expect(sentOf('91', { form: 'degree', most: 90 })).toBeNull()
  expect(sentOf('-5.4321', { form: 'degree', most: 90 })).toBe('-5.4321')
  expect(sentOf('2026-05-01T10:30', { form: 'time' })).toBe(new Date('2026-05-01T10:30').toISOString())
  expect(sentOf('no', { form: 'yes-no' })).toBe(false)
  expect(sentOf([], { form: 'members' })).toBeUndefined()
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
