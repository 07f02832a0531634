/** The report of a survey, as a document: pure. Its figures are those of the results; what limits them has a chapter of its own. */
import type { Document, Line, Piece } from '#lib/documents/index.ts'
import type { Language } from '#wire/vocabulary.ts'
import { REPORT_WORDS } from './report-words.ts'
import type { SurveyResults } from './results.ts'

export interface ReportSource {
  readonly results: SurveyResults
  readonly asked_by: string
  readonly network: string
  readonly with_late: boolean
  readonly demonstration: boolean
  readonly now: Date
  nameOf(member: string): string
}

const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', fr: 'fr', ar: 'ar-u-nu-latn', es: 'es' }
const EMPTY = '–'

export function needsReport(
  { results, asked_by, network, with_late, demonstration, now, nameOf }: ReportSource,
  language: Language,
): Document {
  const words = REPORT_WORDS[language]
  const locale = LOCALES[language]
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 })
  const percents = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 })
  const times = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23', timeZone: 'UTC' })
  const number = (value: number): Piece => ({ number: value, written: numbers.format(value) })
  const share = (value: number): Piece => ({ number: value, written: percents.format(value) })
  const time = (at: string): Piece => times.format(new Date(at))
  const { survey, asked, scores, response_rate } = results
  const stood = ({ answered_at, late, active }: (typeof asked)[number]): Line => [
    answered_at === null ? words.silent : late ? (with_late ? words.late_counted : words.late) : words.in_time,
    ...(active ? [] : ['·', words.left]),
  ]
  return {
    language,
    title: words.title,
    subtitle: { text: survey.title.text, language: survey.title.language },
    marking: words.marking,
    ...(demonstration && { warning: words.demonstration }),
    reference: `${survey.id} · ${now.toISOString().slice(0, 16)}Z`,
    made_at: now.toISOString(),
    page: { page: words.page, of: words.of },
    sections: [
      {
        title: words.survey,
        blocks: [
          {
            kind: 'facts',
            facts: [
              { label: words.asked_by, line: { name: asked_by } },
              { label: words.network, line: { name: network } },
              { label: words.asked_at, line: time(survey.asked_at) },
              { label: words.due, line: time(survey.due) },
              { label: words.topics, line: number(survey.topics) },
              { label: words.rate, line: share(response_rate) },
            ],
          },
        ],
      },
      {
        title: words.order,
        blocks: [
          { kind: 'paragraph', line: words.method },
          {
            kind: 'bars',
            caption: words.order,
            first: words.topic,
            second: words.priority,
            bars: scores
              .slice(0, 20)
              .map(({ title, priority }) => ({ label: title.text, number: priority, written: numbers.format(priority) })),
          },
          {
            kind: 'table',
            caption: words.order,
            columns: [
              { title: words.rank, is_number: true },
              { title: words.topic, share: 4 },
              { title: words.priority, is_number: true },
              { title: words.officers, is_number: true },
              { title: words.urgency, is_number: true },
              { title: words.proficiency, is_number: true },
              { title: words.relevance, is_number: true },
              { title: words.moves },
            ],
            rows: scores.map((one): Line[] => [
              number(one.rank),
              { text: one.title.text, language: one.title.language },
              number(one.priority),
              number(one.officers),
              one.urgency === null ? EMPTY : number(one.urgency),
              one.proficiency === null ? EMPTY : number(one.proficiency),
              share(one.relevance),
              { code: `${one.rank_without_one.best}–${one.rank_without_one.worst}` },
            ]),
            source: `${words.rate}: ${percents.format(response_rate)}. ${words.scales}`,
          },
        ],
      },
      {
        title: words.by_country,
        blocks: [
          {
            kind: 'table',
            caption: words.by_country,
            columns: [
              { title: words.topic, share: 3 },
              { title: words.member, share: 2 },
              { title: words.officers, is_number: true },
              { title: words.urgency, is_number: true },
            ],
            rows: scores
              .flatMap(({ title, by_country, silent }) => [
                ...by_country.map(({ country, officers, urgency }): Line[] => [
                  { text: title.text, language: title.language },
                  { name: nameOf(country) },
                  number(officers),
                  number(urgency),
                ]),
                ...silent.map((country): Line[] => [
                  { text: title.text, language: title.language },
                  { name: nameOf(country) },
                  words.unsaid,
                  EMPTY,
                ]),
              ])
              .slice(0, MAX_BY_COUNTRY),
          },
        ],
      },
      {
        title: words.answered,
        blocks: [
          {
            kind: 'table',
            caption: words.answered,
            columns: [{ title: words.member, share: 2 }, { title: words.answer, share: 2 }, { title: words.at }],
            rows: asked.map((one): Line[] => [
              { name: nameOf(one.member) },
              stood(one),
              one.answered_at === null ? EMPTY : time(one.answered_at),
            ]),
          },
        ],
      },
      { title: words.limits, blocks: [{ kind: 'list', lines: [words.limit_rate, words.limit_numbers, words.limit_late] }] },
    ],
  }
}

/** Sixty topics by fifty countries. */
const MAX_BY_COUNTRY = 3_000
