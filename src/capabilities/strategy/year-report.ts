/** The report of a year's plans, as a document: pure. It is made of what was reported once, and of nothing that was written for it. */
import type { Document, Line, Piece, Section } from '#lib/documents/index.ts'
import type { Language } from '#wire/vocabulary.ts'
import type { ActionStanding, PlanStanding } from './plans.ts'
import { countedOnce, totalsOf } from './results.ts'
import { codeIn, membersIn, pointing, type Thing } from './things.ts'
import { YEAR_WORDS, type YearWords } from './year-words.ts'

export interface YearSource {
  readonly year: number
  readonly forum: string
  readonly forum_title: Line
  readonly chair: string
  readonly plans: readonly PlanStanding[]
  /** All that belongs to those plans. */
  readonly things: readonly Thing[]
  readonly demonstration: boolean
  readonly now: Date
  nameOf(member: string): string
}

const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', fr: 'fr', ar: 'ar-u-nu-latn', es: 'es' }
const EMPTY = '–'
/** Of a table: beyond that the workbook of the plan itself serves. */
const MOST_ROWS = 1_000
const MOST_PLANS = 20
const CONDITIONS = ['resources', 'opportunities', 'challenges', 'limitations'] as const

export function yearReport(source: YearSource, language: Language): Document {
  const { year, forum, plans, things, now, nameOf } = source
  const words = YEAR_WORDS[language]
  const numbers = new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: 6 })
  const days = new Intl.DateTimeFormat(LOCALES[language], { dateStyle: 'medium', timeZone: 'UTC' })
  const number = (value: number): Piece => ({ number: value, written: numbers.format(value) })
  const decimal = (text: string): Piece => ({ number: Number(text), written: numbers.format(text as never) })
  const day = (text: string | undefined): Piece => (text ? days.format(new Date(text)) : EMPTY)
  const said = (thing: Thing, field: string): Piece => {
    const value = thing.set[field]
    return typeof value === 'object' && 'text' in value ? { text: value.text, language: value.language } : EMPTY
  }
  const names = (members: readonly string[]): Line => (members.length > 0 ? members.map((one): Piece => ({ name: nameOf(one) })) : EMPTY)
  const all = plans.flatMap(({ actions }) => actions)
  const totals = totalsOf(things)
  const differing = countedOnce(things).flatMap((one) => one.differing)
  const silent = [...new Set(plans.flatMap((one) => one.silent))].sort()
  return {
    language,
    title: words.title,
    subtitle: source.forum_title,
    marking: words.marking,
    ...(source.demonstration && { warning: words.demonstration }),
    reference: `${forum} · ${year} · ${now.toISOString().slice(0, 16)}Z`,
    made_at: now.toISOString(),
    page: { page: words.page, of: words.of },
    sections: [
      {
        title: words.overview,
        blocks: [
          {
            kind: 'facts',
            facts: [
              { label: words.year, line: { code: String(year) } },
              { label: words.forum, line: source.forum_title },
              { label: words.chair, line: { name: nameOf(source.chair) } },
              { label: words.plans, line: number(plans.length) },
              { label: words.actions, line: number(all.length) },
              { label: words.done, line: number(all.filter(({ state }) => state === 'done').length) },
              { label: words.late, line: number(plans.reduce((sum, { late }) => sum + late, 0)) },
              { label: words.obstacles, line: number(plans.reduce((sum, one) => sum + one.with_obstacles, 0)) },
            ],
          },
          {
            kind: 'table',
            caption: words.plans,
            columns: [
              { title: words.plan, share: 3 },
              { title: words.driver, share: 2 },
              { title: words.actions, is_number: true },
              { title: words.done, is_number: true },
              { title: words.late, is_number: true },
              { title: words.budget, share: 2 },
            ],
            rows: plans.map(({ plan, actions, by_state, late, budget }): Line[] => [
              said(plan, 'title'),
              { name: nameOf(codeIn(plan, 'driver') ?? '') },
              number(actions.length),
              number(by_state.done),
              number(late),
              budget.length > 0 ? budget.flatMap(({ amount, currency }): Piece[] => [decimal(amount), { code: currency }]) : EMPTY,
            ]),
          },
        ],
      },
      {
        title: words.results,
        blocks: [
          {
            kind: 'table',
            caption: words.results,
            columns: [
              { title: words.category, share: 2 },
              { title: words.quantity, is_number: true },
              { title: words.unit },
              { title: words.number, is_number: true },
            ],
            rows: totals.map(({ category, unit, quantity, results }): Line[] => [
              wordIn(words.categories, category),
              decimal(quantity),
              wordIn(words.units, unit),
              number(results),
            ]),
          },
          {
            kind: 'table',
            caption: words.attribution,
            columns: [
              { title: words.category, share: 2 },
              { title: words.member, share: 2 },
              { title: words.quantity, is_number: true },
              { title: words.unit },
              { title: words.number, is_number: true },
            ],
            rows: totals
              .flatMap(({ category, unit, by_member }) =>
                by_member.map(({ member, quantity, results }): Line[] => [
                  wordIn(words.categories, category),
                  { name: nameOf(member) },
                  decimal(quantity),
                  wordIn(words.units, unit),
                  number(results),
                ]),
              )
              .slice(0, MOST_ROWS),
            source: words.attribution_note,
          },
        ],
      },
      ...plans.slice(0, MOST_PLANS).map(
        (one): Section => ({
          title: textOf(one.plan),
          blocks: [
            {
              kind: 'table',
              caption: words.actions,
              columns: [
                { title: words.action, share: 3 },
                { title: words.leader, share: 2 },
                { title: words.from },
                { title: words.until },
                { title: words.state },
                { title: words.notes, share: 2 },
              ],
              rows: one.actions
                .slice(0, MOST_ROWS)
                .map((standing): Line[] => [
                  said(standing.action, 'title'),
                  { name: nameOf(codeIn(standing.action, 'leader') ?? '') },
                  day(codeIn(standing.action, 'from')),
                  day(codeIn(standing.action, 'until')),
                  words.states[standing.state],
                  notesOn(standing, words, number),
                ]),
            },
            {
              kind: 'table',
              caption: words.obstacles,
              columns: [{ title: words.action, share: 2 }, { title: words.member }, { title: words.obstacle, share: 3 }],
              rows: one.actions
                .flatMap(({ action, obstacles }) =>
                  obstacles.map((report): Line[] => [said(action, 'title'), { name: nameOf(report.by) }, said(report, 'obstacles')]),
                )
                .slice(0, MOST_ROWS),
            },
            { kind: 'facts', facts: CONDITIONS.map((field) => ({ label: words[field], line: said(one.plan, field) })) },
          ],
        }),
      ),
      {
        title: words.evaluations,
        blocks: [
          {
            kind: 'table',
            caption: words.evaluations,
            columns: [
              { title: words.question, share: 2 },
              { title: words.finding, share: 3 },
            ],
            rows: things
              .filter(({ kind }) => kind === 'evaluation')
              .slice(0, MOST_ROWS)
              .map((one): Line[] => [said(one, 'question'), said(one, 'finding')]),
          },
          {
            kind: 'table',
            caption: words.recommendation,
            columns: [
              { title: words.recommendation, share: 3 },
              { title: words.owners, share: 2 },
              { title: words.due },
              { title: words.standing },
            ],
            rows: things
              .filter(({ kind }) => kind === 'recommendation')
              .slice(0, MOST_ROWS)
              .map((one): Line[] => {
                const last = pointing(things, 'report', 'on', one.id).sort((a, b) => (a.said_at < b.said_at ? 1 : -1))[0]
                return [
                  said(one, 'title'),
                  names(membersIn(one, 'owners')),
                  day(codeIn(one, 'due')),
                  last ? wordIn(words.followed, String(last.set.state)) : EMPTY,
                ]
              }),
          },
        ],
      },
      {
        title: words.limits,
        blocks: [
          {
            kind: 'list',
            lines: [
              words.limit_reported,
              [words.limit_differing, differing.length > 0 ? number(differing.length) : words.none],
              [words.limit_silent, ...(silent.length > 0 ? silent.map((member): Piece => ({ name: nameOf(member) })) : [words.none])],
            ],
          },
        ],
      },
    ],
  }
}

const wordIn = (words: Readonly<Record<string, string>>, code: string): Piece => words[code] ?? { code }
function textOf(thing: Thing): string {
  const { title } = thing.set
  return typeof title === 'object' && 'text' in title ? title.text : ''
}

function notesOn({ overdue_days, late_start_days, clashes }: ActionStanding, words: YearWords, number: (value: number) => Piece): Line {
  const notes: Piece[] = [
    ...(overdue_days > 0 ? [words.overdue, number(overdue_days)] : []),
    ...(late_start_days > 0 ? [words.late_start, number(late_start_days)] : []),
    ...(clashes.length > 0 ? [words.clash] : []),
  ]
  return notes.length > 0 ? notes : EMPTY
}
