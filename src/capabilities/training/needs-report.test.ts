/** The report of a survey says the figures of its results, in each language, and what limits them. */
import { expect, test } from 'vitest'
import { type Document, demandBounded, lineText } from '#lib/documents/index.ts'
import { LANGUAGES } from '#wire/vocabulary.ts'
import { needsReport } from './needs-report.ts'
import { resultsOf } from './results.ts'
import type { SurveyRow } from './store/surveys.ts'
import { MAX_TOPICS } from './vocabulary.ts'

const NOW = new Date('2026-12-01T10:00:00.000Z')
const row: SurveyRow = {
  holder: 'esp',
  survey: '00000000-0000-4000-8000-000000000001',
  network: 'euromed',
  organiser: 'esp',
  version: 1,
  state: 'open',
  asked_at: NOW,
  due: NOW,
  asked: ['esp', 'mar', 'tun'],
  access_class: 0,
  slot: 0,
  sealed: null,
}
const topic = (id: string) => ({ id, title: { text: `About ${id}`, language: 'en' as const } })
const line = (topic: string, officers: number, urgency: number) => ({
  topic,
  profile: 'analyst' as const,
  officers,
  urgency,
  proficiency: 2,
})
const reportOf = (topics: readonly string[], members: readonly string[]): [Document, ReturnType<typeof resultsOf>][] => {
  const text = { title: { text: 'Needs', language: 'en' as const }, topics: topics.map(topic) }
  const answers = members.map((member, i) => ({
    member,
    answered_at: NOW,
    said: { lines: topics.map((id) => line(id, 1_200 + i, 1 + (i % 4))), irrelevant: [] },
  }))
  const results = resultsOf({ ...row, asked: members }, text, answers, { with_late: false, active: new Set(members) })
  const source = {
    results,
    asked_by: 'esp',
    network: 'euromed',
    with_late: false,
    demonstration: true,
    now: NOW,
    nameOf: (id: string) => id,
  }
  return LANGUAGES.map((language) => [needsReport(source, language), results])
}
const tables = ({ sections }: Document) => sections.flatMap(({ blocks }) => blocks.flatMap((one) => (one.kind === 'table' ? [one] : [])))

test('each figure in it is a figure of the results', () => {
  for (const [report, { scores, response_rate }] of reportOf(['darkweb', 'forgery'], ['mar', 'tun'])) {
    const [order, by_country] = tables(report)
    expect(
      order!.rows.map((row) =>
        row
          .slice(0, 1)
          .concat(row.slice(2, 7))
          .map((one) => (one as { number: number }).number),
      ),
    ).toEqual(scores.map((one) => [one.rank, one.priority, one.officers, one.urgency, one.proficiency, one.relevance]))
    expect(by_country!.rows).toHaveLength(4)
    expect(report.sections).toHaveLength(5)
    expect(order!.source).toContain(response_rate === 1 ? '100' : 'never')
    expect(report.warning).toBeDefined()
  }
})

test('the largest survey still fits a document', () => {
  const topics = Array.from({ length: MAX_TOPICS }, (_, i) => `topic-${i}`)
  const members = Array.from({ length: 100 }, (_, i) => `m${i}`)
  for (const [report] of reportOf(topics, members)) expect(() => demandBounded(report)).not.toThrow()
})

test('what limits it is a chapter of its own, whatever came in', () => {
  for (const [report] of reportOf(['darkweb'], [])) {
    const last = report.sections.at(-1)!
    expect(last.blocks[0]).toMatchObject({ kind: 'list' })
    expect(report.sections.every(({ title }) => lineText(title).length > 0)).toBe(true)
  }
})
