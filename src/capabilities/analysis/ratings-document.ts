/** The ratings of a chart as a workbook: groups, countries, raters, attributes, and what the order hangs on. Pure. */
// without the typesetter, which is native code of a process of its own
import { type Block, type Column, type Document, type Line, MAX_CHARACTERS, MAX_ROWS, type Piece } from '#lib/documents/document.ts'
import { maybeAlpha2 } from '#lib/identifiers/countries.ts'
import type { Language, Purpose } from '#wire/vocabulary.ts'
import { RATING_WORDS } from './rating-words/index.ts'
import type { RatedGroup } from './ratings.ts'
import type { Use } from './rules.ts'

export const MAX_DOCUMENT_CHARACTERS = MAX_CHARACTERS - 10_000
/** Rows of all tables together; beside them stand some lines of text. */
const MAX_TABLE_ROWS = MAX_ROWS - 100

export interface RatingsSource {
  readonly chart: string
  readonly title: string
  readonly synthetic: boolean
  readonly classification: string
  readonly purpose: Purpose
  readonly use: Use
  readonly now: Date
  readonly rated: readonly RatedGroup[]
  readonly left_out: { readonly groups: number; readonly ratings: number }
}

/** A workbook in one language; names and reasons stay in theirs. Rows beyond the bound of a document are left off its longest tables, and counted. */
export function ratingsDocument(source: RatingsSource, language: Language): Document {
  const words = RATING_WORDS[language]
  const regions = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' })
  const format = new Intl.NumberFormat(language === 'ar' ? 'ar-MA' : language, { maximumFractionDigits: 1, useGrouping: false })
  const number = (value: number): Piece => ({ number: value, written: format.format(value) })
  const said = (text: string): Piece => ({ name: text })
  const column = (title: string, is_number = false): Column => ({ title, ...(is_number && { is_number }) })
  let left = MAX_TABLE_ROWS
  const table = (caption: string, columns: readonly Column[], rows: readonly (readonly Line[])[]): Block => {
    const shown = rows.slice(0, left)
    left -= shown.length
    const cut = rows.length - shown.length
    return { kind: 'table', caption, columns, rows: shown, source: cut > 0 ? `${words.count_rule} (+ ${cut})` : words.count_rule }
  }
  const { rated } = source
  const codes = [
    ...new Set(rated.flatMap(({ ratings }) => ratings.flatMap(({ provenance }) => provenance.handling.map(({ code }) => code)))),
  ].sort()
  const country = (code: string): Line => [{ code }, { name: regionOf(regions, code) }]
  return {
    language,
    title: [words.title, said(source.title)],
    marking: [source.classification.toUpperCase(), ...codes].join(' · '),
    ...(source.synthetic && { warning: words.synthetic }),
    reference: `chart:${source.chart} ${source.now.toISOString()}`,
    made_at: source.now.toISOString(),
    page: { page: words.page, of: words.of },
    sections: [
      {
        title: words.method,
        blocks: [
          { kind: 'list', lines: [words.official, words.ours] },
          {
            kind: 'facts',
            facts: [
              { label: words.purpose, line: { code: source.purpose } },
              { label: words.use, line: words[source.use] },
            ],
          },
          ...(source.left_out.groups + source.left_out.ratings > 0
            ? [
                {
                  kind: 'note' as const,
                  line: words.left_out
                    .replace('{groups}', format.format(source.left_out.groups))
                    .replace('{ratings}', format.format(source.left_out.ratings)),
                },
              ]
            : []),
        ],
      },
      {
        title: words.groups,
        blocks: [
          table(
            words.groups,
            [
              column(words.group),
              ...[words.number, words.middle_least, words.middle_most, words.whole_least, words.whole_most, words.best, words.worst].map(
                (title) => column(title, true),
              ),
            ],
            rated.map(({ group, ratings, spread, sensitivity }) => [
              said(group.name),
              number(ratings.length),
              ...(spread ? [spread.middle.least, spread.middle.most, spread.whole.least, spread.whole.most].map(number) : ['', '', '', '']),
              ...(sensitivity ? [number(sensitivity.over_all.best), number(sensitivity.over_all.worst)] : ['', '']),
            ]),
          ),
        ],
      },
      {
        title: words.countries,
        blocks: [
          table(
            words.countries,
            [
              column(words.group),
              column(words.country),
              ...[words.number, words.middle_least, words.middle_most, words.whole_least, words.whole_most].map((title) =>
                column(title, true),
              ),
            ],
            rated.flatMap(({ group, spread }) =>
              (spread?.countries ?? []).map((one) => [
                said(group.name),
                country(one.country),
                ...[one.raters, one.middle.least, one.middle.most, one.whole.least, one.whole.most].map(number),
              ]),
            ),
          ),
        ],
      },
      {
        title: words.hangs,
        blocks: [
          table(
            words.hangs,
            [column(words.group), column(words.doubt), column(words.best, true), column(words.worst, true)],
            rated.flatMap(({ group, sensitivity }) =>
              Object.entries(sensitivity?.places ?? {}).map(([doubt, { best, worst }]) => [
                said(group.name),
                words.doubts[doubt as keyof typeof words.doubts],
                number(best),
                number(worst),
              ]),
            ),
          ),
        ],
      },
      {
        title: words.raters,
        blocks: [
          table(
            words.raters,
            [
              ...[words.group, words.country, words.rater].map((title) => column(title)),
              ...[words.least, words.most, words.answered].map((title) => column(title, true)),
              ...[words.answers, words.reason, words.source, words.evaluation, words.handling, words.classification].map((title) =>
                column(title),
              ),
            ],
            rated.flatMap(({ group, ratings, spread }) =>
              ratings.map((one, i) => {
                const { score } = spread!.raters[i]!
                const answers = one.answers.map(
                  ({ attribute, level, reason }) =>
                    `${words.attribute_names[attribute]}: ${words.levels[level]}${reason ? ` (${reason})` : ''}`,
                )
                const { provenance } = one
                return [
                  said(group.name),
                  country(one.country),
                  said(one.rater),
                  ...[score.least, score.most, score.answered].map(number),
                  answers.join('; '),
                  said(one.reason),
                  said(provenance.source),
                  { code: provenance.evaluation },
                  said(provenance.handling.map(({ code, words }) => (words ? `${code}: ${words}` : code)).join(' ')),
                  { code: provenance.classification },
                ]
              }),
            ),
          ),
        ],
      },
      {
        title: words.attributes,
        blocks: [
          table(
            words.attributes,
            [
              ...[words.group, words.attribute].map((title) => column(title)),
              ...[words.weight, ...Object.values(words.levels), words.unanswered, words.apart].map((title) => column(title, true)),
            ],
            rated.flatMap(({ group, spread }) =>
              (spread?.criteria ?? []).map((one) => [
                said(group.name),
                words.attribute_names[one.criterion as keyof typeof words.attribute_names],
                ...[one.weight, ...Object.keys(words.levels).map((level) => one.levels[level] ?? 0), one.unanswered, one.apart].map(number),
              ]),
            ),
          ),
        ],
      },
    ],
  }
}

/** Intl knows regions by two letters; where three are not known, the code has to do. */
function regionOf(regions: Intl.DisplayNames, code: string): string {
  const alpha2 = maybeAlpha2(code)
  return (alpha2 && regions.of(alpha2)) ?? ''
}
