/** The report of a threat assessment, as a document: the restricted one with all that this member holds, the public one with public chapters alone. Pure. */
import type { Block, Document, Line, Piece, Section } from '#lib/documents/index.ts'
import type { Text } from '#wire/fields.ts'
import type { CrimeArea, Language } from '#wire/vocabulary.ts'
import { AREA_WORDS } from './area-words.ts'
import type { AssessmentReading } from './assessing.ts'
import { ASSESSMENT_WORDS, type AssessmentWords } from './assessment-words.ts'
import { codeIn, live, pointing, type Thing } from './things.ts'

export interface AssessmentSource {
  readonly assessment: Thing
  readonly things: readonly Thing[]
  readonly reading: AssessmentReading
  readonly forum_title: Text
  readonly demonstration: boolean
  readonly now: Date
  nameOf(member: string): string
}

const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', fr: 'fr', ar: 'ar-u-nu-latn', es: 'es' }
const EMPTY = '–'
const MOST_CHAPTERS = 40
const MOST_ROWS = 1_500
const MOST_INDICATORS = 500

const said = (text: Text | null): Line => (text ? { text: text.text, language: text.language } : EMPTY)
const textIn = (thing: Thing, field: string): Text | null => {
  const value = thing.set[field]
  return typeof value === 'object' && 'text' in value ? value : null
}

/** Chapters in the order that the chair gave them; limitations come last where nothing else was said. */
export function chaptersOf(assessment: string, things: readonly Thing[]): Thing[] {
  const order = (one: Thing) => (typeof one.set.order === 'number' ? one.set.order : one.set.part === 'limitations' ? 9_999 : 9_998)
  return pointing(things, 'chapter', 'assessment', assessment)
    .filter(live)
    .sort((a, b) => order(a) - order(b) || (a.first_at < b.first_at ? -1 : 1))
}

/** Each paragraph of a chapter stands by itself. */
function chapterSection(chapter: Thing): Section {
  const title = textIn(chapter, 'title')
  const text = textIn(chapter, 'text')
  const paragraphs = (text?.text ?? '').split(/\n{2,}/u).filter((one) => one.trim().length > 0)
  return {
    title: title?.text ?? EMPTY,
    blocks: paragraphs.slice(0, 12).map((one): Block => ({ kind: 'paragraph', line: { text: one, language: text!.language } })),
  }
}

/** The public version: nothing of a chapter that is not public, no contribution, no figure of a country, no name of who said what. */
export function publicReport(source: AssessmentSource, language: Language): Document {
  const words = ASSESSMENT_WORDS[language]
  const { assessment, things } = source
  const chapters = chaptersOf(assessment.id, things).filter((one) => one.set.public === true)
  return {
    ...headOf(source, language),
    marking: words.marking_public,
    sections: [
      { title: words.about, blocks: [{ kind: 'facts', facts: [{ label: words.period, line: periodOf(assessment) }] }] },
      ...chapters.slice(0, MOST_CHAPTERS).map(chapterSection),
    ],
  }
}

const periodOf = ({ set }: Thing): Line => ({ code: `${String(set.from)} – ${String(set.until)}` })

function headOf({ assessment, forum_title, demonstration, now }: AssessmentSource, language: Language) {
  const words = ASSESSMENT_WORDS[language]
  const title = textIn(assessment, 'title') ?? forum_title
  return {
    language,
    title: words.title,
    subtitle: { text: title.text, language: title.language },
    ...(demonstration && { warning: words.demonstration }),
    reference: `${assessment.id} · ${now.toISOString().slice(0, 16)}Z`,
    made_at: now.toISOString(),
    page: { page: words.page, of: words.of },
  }
}

const NOTE: Readonly<Record<string, keyof AssessmentWords>> = {
  twice: 'twice',
  'no-unit': 'no_unit',
  late: 'late',
  'no-rating': 'no_rating',
  'against-before': 'against_before',
}

/** The restricted version. */
export function restrictedReport(source: AssessmentSource, language: Language): Document {
  const words = ASSESSMENT_WORDS[language]
  const { assessment, things, reading, forum_title, nameOf } = source
  const numbers = new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: 2 })
  const percents = new Intl.NumberFormat(LOCALES[language], { style: 'percent', maximumFractionDigits: 0 })
  const number = (value: number): Piece => ({ number: value, written: numbers.format(value) })
  const maybeNumber = (value: number | null): Line => (value === null ? EMPTY : number(value))
  const range = ({ least, most }: { least: number; most: number }): Line =>
    least === most ? number(least) : { code: `${numbers.format(least)} – ${numbers.format(most)}` }
  const area = (one: string | null): Line => (one === null ? EMPTY : (AREA_WORDS[language][one as CrimeArea] ?? { code: one }))
  const word = (key: string | null): Line => (key === null ? EMPTY : ((words as Readonly<Record<string, string>>)[key] ?? { code: key }))
  const table = (caption: string, columns: readonly (string | [string, number])[], rows: Line[][], source?: string): Block[] => [
    {
      kind: 'table',
      caption,
      columns: columns.map((one) => (typeof one === 'string' ? { title: one } : { title: one[0], share: one[1] })),
      rows: rows.slice(0, MOST_ROWS),
      ...(source && { source }),
    },
    ...(rows.length > MOST_ROWS ? [{ kind: 'note', line: words.cut } satisfies Block] : []),
  ]
  const { weights } = reading
  const weighed = reading.combiner.endsWith('mean')
  const limits = textIn(assessment, 'limitations')
  const contributions = reading.areas.flatMap(({ crime_area, contributions: those }) => those.map((one) => ({ crime_area, ...one })))
  const changes = reading.areas.flatMap(({ crime_area, changes: those }) => those.map((one) => ({ crime_area, ...one })))
  return {
    ...headOf(source, language),
    marking: words.marking,
    sections: [
      {
        title: words.about,
        blocks: [
          {
            kind: 'facts',
            facts: [
              { label: words.forum, line: said(forum_title) },
              { label: words.by, line: { name: nameOf(assessment.by) } },
              { label: words.period, line: periodOf(assessment) },
              { label: words.due, line: { code: String(assessment.set.due).slice(0, 16).replace('T', ' ') } },
              { label: words.state, line: word(codeIn(assessment, 'state') ?? null) },
              ...(reading.response_rate === null ? [] : [{ label: words.rate, line: percents.format(reading.response_rate) }]),
              { label: words.method, line: word(reading.combiner) },
              ...(weighed
                ? [
                    {
                      label: words.weights,
                      line: `${words.magnitude} ${weights.magnitude}, ${words.likelihood} ${weights.likelihood}, ${words.vulnerability} ${weights.vulnerability}, ${words.impact} ${weights.impact}`,
                    },
                  ]
                : []),
            ],
          },
          ...(reading.holds === 'shared' ? [{ kind: 'note', line: words.part_held } satisfies Block] : []),
        ],
      },
      ...chaptersOf(assessment.id, things)
        .filter((one) => one.set.part !== 'limitations')
        .slice(0, MOST_CHAPTERS)
        .map(chapterSection),
      {
        title: words.risk,
        blocks: [
          ...table(
            words.risk,
            [[words.area, 3], words.least, words.middle, words.most, words.countries],
            reading.areas.map(({ crime_area, risk }) => [
              area(crime_area),
              risk ? number(risk.whole.least) : EMPTY,
              risk ? range(risk.middle) : EMPTY,
              risk ? number(risk.whole.most) : EMPTY,
              number(risk?.countries ?? 0),
            ]),
          ),
          { kind: 'note', line: words.risk_note },
        ],
      },
      {
        title: words.by_country,
        blocks: table(
          words.by_country,
          [
            [words.area, 2],
            [words.country, 2],
            [words.unit, 2],
            words.quantity,
            words.magnitude,
            words.likelihood,
            words.vulnerability,
            words.impact,
            words.risk_one,
            [words.notes, 2],
          ],
          contributions.map((one) => [
            area(one.crime_area),
            { name: nameOf(one.member) },
            said(one.counting_unit),
            one.quantity === null ? EMPTY : { code: one.quantity },
            maybeNumber(one.ratings.magnitude),
            maybeNumber(one.ratings.likelihood),
            maybeNumber(one.ratings.vulnerability),
            maybeNumber(one.ratings.impact),
            one.risk ? range(one.risk) : EMPTY,
            one.doubts.length === 0 ? EMPTY : one.doubts.map((doubt) => words[NOTE[doubt]!]).join('; '),
          ]),
        ),
      },
      ...(changes.length > 0
        ? [
            {
              title: words.changes,
              blocks: table(
                words.changes,
                [[words.area, 2], [words.country, 2], words.before, words.now, words.direction],
                changes.map((one) => [
                  area(one.crime_area),
                  { name: nameOf(one.country) },
                  range(one.before),
                  range(one.now),
                  words[one.direction],
                ]),
              ),
            },
          ]
        : []),
      ...(reading.groups.length > 0
        ? [
            {
              title: words.groups,
              blocks: [
                ...table(
                  words.groups,
                  [[words.group, 3], words.least, words.middle, words.most, words.countries, words.place],
                  reading.groups.map((one) => [
                    { name: one.group },
                    number(one.whole.least),
                    range(one.middle),
                    number(one.whole.most),
                    number(one.countries.length),
                    range({ least: one.places.best, most: one.places.worst }),
                  ]),
                ),
                { kind: 'note', line: words.groups_note } satisfies Block,
              ],
            },
          ]
        : []),
      ...(reading.indicators.length > 0
        ? [
            {
              title: words.indicators,
              blocks: table(
                words.indicators,
                [words.focus, [words.indicator, 3], [words.country, 2], words.value, words.unit, words.year, [words.source, 2]],
                reading.indicators
                  .slice(0, MOST_INDICATORS)
                  .map((one) => [
                    word(one.focus),
                    said(one.title),
                    { name: nameOf(one.member) },
                    one.value === null ? EMPTY : { code: one.value },
                    said(one.unit),
                    one.year === null ? EMPTY : { code: String(one.year) },
                    said(one.source),
                  ]),
              ),
            },
          ]
        : []),
      {
        title: words.answered,
        blocks: table(
          words.answered,
          [[words.member, 2], words.areas_answered, [words.missing, 3], words.late_ones],
          reading.asked.map((one) => [
            { name: nameOf(one.member) },
            number(one.answered),
            one.missing === null || one.missing.length === 0 ? EMPTY : one.missing.map((each) => AREA_WORDS[language][each]).join('; '),
            number(one.late),
          ]),
        ),
      },
      {
        title: words.positions,
        blocks: table(
          words.positions,
          [[words.member, 2], words.position, [words.notes, 3]],
          reading.positions.map((one) => [{ name: nameOf(one.member) }, word(one.says ?? 'silent'), said(one.reason)]),
        ),
      },
      ...chaptersOf(assessment.id, things)
        .filter((one) => one.set.part === 'limitations')
        .slice(0, 5)
        .map(chapterSection),
      {
        title: words.limits,
        blocks: [
          {
            kind: 'list',
            lines: [
              words.limits_fixed,
              ...(limits ? [{ text: limits.text, language: limits.language }] : []),
              ...(reading.holds === 'shared' ? [words.part_held] : []),
            ],
          },
        ],
      },
    ],
  }
}
