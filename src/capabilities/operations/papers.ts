/** Papers of a team beside its closing report: the powers card of a guest officer, the statistics of a desk. Pure. */
import type { Block, Document, Line, Piece } from '#lib/documents/index.ts'
import type { MemberId } from '#wire/address.ts'
import type { Text, Value } from '#wire/fields.ts'
import type { Language } from '#wire/vocabulary.ts'
import { DESK_PARTS, deskMonthsOf } from './desk.ts'
import { PAPER_WORDS } from './paper-words/index.ts'
import { REPORT_WORDS } from './report-words/index.ts'
import { fieldIn } from './rules.ts'
import type { Thing } from './things.ts'

export interface PaperSource {
  readonly space: string
  readonly title: Text
  readonly demonstration: boolean
  readonly now: Date
  nameOf(member: MemberId): string
}

const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', fr: 'fr', ar: 'ar-u-nu-latn', es: 'es' }
const said = (value: Value | undefined): Piece | undefined => {
  if (typeof value !== 'object') return undefined
  if ('text' in value) return { text: value.text, language: value.language }
  return 'name' in value ? { name: value.name } : undefined
}

function sheet(source: PaperSource, language: Language, title: string, reference: string): Omit<Document, 'sections'> {
  const { marking, demonstration, page, of } = REPORT_WORDS[language]
  return {
    language,
    title,
    subtitle: { text: source.title.text, language: source.title.language },
    marking,
    ...(source.demonstration && { warning: demonstration }),
    reference: `${reference} · ${source.now.toISOString().slice(0, 16)}Z`,
    made_at: source.now.toISOString(),
    page: { page, of },
  }
}

/**
 * What a guest officer carries: who, until when, and what may be done. Of patrols, places and other officers it says nothing: a card is shown to
 * people in the street, and is lost.
 */
export function powersCard(source: PaperSource, card: Thing, language: Language): Document {
  const words = PAPER_WORDS[language]
  const days = new Intl.DateTimeFormat(LOCALES[language], { dateStyle: 'long', timeZone: 'UTC' })
  const day = (value: Value | undefined) => (typeof value === 'string' ? days.format(new Date(`${value}T00:00:00Z`)) : words.card.unsaid)
  const member = (field: string): Piece => {
    const value = fieldIn(card, field)
    return typeof value === 'string' ? { name: source.nameOf(value) } : words.card.unsaid
  }
  const whether = (field: string) => {
    const value = fieldIn(card, field)
    return typeof value === 'boolean' ? words[value ? 'yes' : 'no'] : words.card.unsaid
  }
  const facts: { label: string; line: Line }[] = [
    { label: words.card.officer, line: said(fieldIn(card, 'officer')) ?? words.card.unsaid },
    { label: words.card.member, line: member('member') },
    { label: words.card.host, line: member('host') },
    { label: words.card.validity, line: [day(card.fields.from?.value), '–', day(card.fields.until?.value)] },
    { label: words.card.beside, line: member('host') },
    { label: words.card.powers, line: said(fieldIn(card, 'powers')) ?? words.card.unsaid },
    { label: words.card.executive, line: whether('executive') },
    { label: words.card.weapon, line: whether('weapon') },
    { label: words.card.given, line: { name: source.nameOf(card.by) } },
  ]
  return {
    ...sheet(source, language, words.card.title, card.id),
    sections: [
      {
        title: words.card.title,
        blocks: [
          { kind: 'facts', facts },
          { kind: 'note', line: words.card.note },
        ],
      },
    ],
  }
}

/** The statistics of a desk by month, with the rules by which they were counted. Numbers alone: who asked about whom is in no request of a desk. */
export function deskStatistics(source: PaperSource, things: readonly Thing[], language: Language): Document {
  const words = PAPER_WORDS[language]
  const numbers = new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: 1 })
  const number = (value: number): { number: number; written: string } => ({ number: value, written: numbers.format(value) })
  const { months, earlier, unplaced } = deskMonthsOf(things)
  const source_line = `${words.desk.rule[0]} ${words.desk.rule[1]} ${words.desk.rule[2]}`
  const tables: Block[] =
    months.length === 0
      ? [{ kind: 'paragraph', line: words.desk.none }]
      : [
          {
            kind: 'bars',
            caption: words.desk.chart,
            first: words.desk.month,
            second: words.desk.all,
            bars: months.map(({ month, all }) => ({ label: month, ...number(all) })),
            source: source_line,
          },
          {
            kind: 'table',
            caption: words.desk.months,
            columns: [
              { title: words.desk.month, share: 2 },
              ...(['all', 'urgent', 'answered', 'refused', 'open', 'median', 'timed'] as const).map((one) => ({
                title: words.desk[one],
                is_number: true,
              })),
            ],
            rows: months.map(({ month, all, urgent, answered, refused, open, median_h, timed }) => [
              { code: month },
              ...[all, urgent, answered, refused, open].map(number),
              median_h === null ? '–' : number(median_h),
              number(timed),
            ]),
            source: source_line,
          },
          {
            kind: 'table',
            caption: words.desk.by,
            columns: [
              { title: words.desk.month, share: 2 },
              { title: words.desk.part, share: 2 },
              { title: words.desk.code, share: 3 },
              { title: words.desk.count, is_number: true },
            ],
            rows: months.flatMap(({ month, by }) =>
              DESK_PARTS.flatMap((part) =>
                by[part].map(({ code, count }) => [{ code: month }, words.desk.parts[part], wordFor(part, code), number(count)]),
              ),
            ),
            source: source_line,
          },
        ]
  return {
    ...sheet(source, language, words.desk.title, source.space),
    sections: [
      { title: words.desk.months, blocks: tables },
      {
        title: words.desk.rules,
        blocks: [
          { kind: 'list', lines: words.desk.rule },
          {
            kind: 'facts',
            facts: [
              { label: words.desk.earlier, line: number(earlier) },
              { label: words.desk.unplaced, line: number(unplaced) },
            ],
          },
        ],
      },
    ],
  }

  function wordFor(part: (typeof DESK_PARTS)[number], code: string): Piece {
    if (part === 'asked_by' || part === 'asked_of') return { name: source.nameOf(code) }
    const known: Readonly<Record<string, string>> = words.code[part]
    return Object.hasOwn(known, code) ? known[code]! : { code }
  }
}
