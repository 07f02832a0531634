/** What a closing report is made of, and in which languages. */
import { expect, test } from 'vitest'
import { demandBounded } from '#lib/documents/index.ts'
import type { Fields } from '#wire/fields.ts'
import { LANGUAGES } from '#wire/vocabulary.ts'
import { boardOf } from './board.ts'
import { closingReport, countedAlone, REPORT_HOURS, type ReportSource } from './closing-report.ts'
import { KINDS } from './kinds.ts'
import type { Thing } from './things.ts'

const NOW = new Date('2026-05-01T10:45:00.000Z')
const AT = '2026-05-01T10:00:00.000Z'
const en = (text: string) => ({ text, language: 'en' as const })

const thing = (n: number, kind: string, set: Fields): Thing => ({
  id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
  kind,
  entry: '00000000-0000-4000-8000-000000000000',
  by: 'esp',
  at: AT,
  changed_at: AT,
  fields: Object.fromEntries(Object.entries(set).map(([field, value]) => [field, { value, by: 'esp', at: AT }])),
  withdrawn: undefined,
  missing: [],
})

const sourceOf = (things: readonly Thing[]): ReportSource => ({
  space: '00000000-0000-4000-8000-000000000001',
  network: 'euromed',
  title: en('Day'),
  kind: 'action-day',
  state: 'operational',
  leader: 'esp',
  members: ['esp', 'mar'],
  own: 'esp',
  unit: 'spoc',
  purpose: 'investigation',
  agreement: undefined,
  things,
  gaps: {},
  forked: [],
  board: boardOf(things, NOW, REPORT_HOURS),
  demonstration: false,
  now: NOW,
  nameOf: (member) => member,
})

test('a report is given nothing that operational things say, nor what complaints are about', () => {
  const canary = { name: 'canary' }
  const operational = Object.keys(KINDS).filter((kind) => KINDS[kind]!.operational)
  expect(operational).toContain('person')
  // by a field that reports show of others: a report that took these in would show it
  const things = [...operational, 'complaint', 'kind-of-tomorrow'].map((kind, i) =>
    thing(i, kind, { full_name: canary, title: canary, text: canary, name: canary }),
  )
  for (const one of things) expect([one.kind, countedAlone(one).fields]).toEqual([one.kind, {}])
  expect(JSON.stringify(closingReport(sourceOf(things), 'en'))).not.toContain('canary')
  const kept = countedAlone(thing(1, 'evidence', { title: canary, handling: 'H2', sha256: 'ab'.repeat(32), source_grade: 'A' }))
  expect(Object.keys(kept.fields).sort()).toEqual(['handling', 'source_grade'])
  const event = thing(2, 'event', { title: en('Boat') })
  expect(countedAlone(event)).toBe(event)
})

test('with nothing known, and with more than it shows, it stays within the bounds of a document in every language', () => {
  const many = Array.from({ length: 2_000 }, (_, i) =>
    thing(i, 'event', { title: en('x'.repeat(300)), category: 'crime', happened_at: AT, state: 'open' }),
  )
  for (const language of LANGUAGES)
    for (const things of [[], many]) {
      const report = closingReport(sourceOf(things), language)
      expect(() => demandBounded(report)).not.toThrow()
      expect(JSON.stringify(report)).not.toContain('undefined')
    }
  expect(JSON.stringify(closingReport(sourceOf(many), 'en'))).toContain('Further rows left out for length')
})
