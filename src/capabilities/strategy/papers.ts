/** The report of a meeting, and a declaration with those who signed it, as documents: pure. */
import type { Block, Document, Line, Piece, Section } from '#lib/documents/index.ts'
import type { Fields, Text, Value } from '#wire/fields.ts'
import type { Language } from '#wire/vocabulary.ts'
import type { Coming, Followed } from './following.ts'
import { PAPER_WORDS, type PaperWords } from './paper-words.ts'
import type { Signing } from './signing.ts'
import type { Thing } from './things.ts'

export interface PaperSource {
  readonly forum: { readonly id: string; readonly title: Text; readonly network: string }
  readonly demonstration: boolean
  readonly now: Date
  nameOf(member: string): string
}
export interface MeetingSource extends PaperSource {
  readonly meeting: Thing
  readonly agenda: readonly Thing[]
  readonly documents: readonly Thing[]
  readonly decisions: readonly Thing[]
  readonly coming: readonly Coming[]
  readonly carried: readonly Followed[]
  readonly agreed: readonly Thing[]
}
export interface DeclarationSource extends PaperSource {
  readonly declaration: Thing
  readonly renderings: readonly Thing[]
  readonly signing: Signing
}

const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', fr: 'fr', ar: 'ar-u-nu-latn', es: 'es' }
const EMPTY = '–'
/** Of each table; what does not fit is said in it. */
const MOST_ROWS = 500

const isText = (value: Value | undefined): value is Text => typeof value === 'object' && value !== null && 'text' in value
const saidIn = ({ set }: Pick<Thing, 'set'>, field: string): Piece => {
  const value = set[field]
  if (isText(value)) return { text: value.text, language: value.language }
  if (typeof value === 'object' && value !== null && 'name' in value) return { name: value.name }
  return EMPTY
}

/** How things are written in a language. */
function writing(language: Language, now: Date) {
  const locale = LOCALES[language]
  const times = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23', timeZone: 'UTC' })
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' })
  const numbers = new Intl.NumberFormat(locale)
  const dated = (format: Intl.DateTimeFormat, at: string): Piece => (Number.isNaN(Date.parse(at)) ? EMPTY : format.format(new Date(at)))
  return {
    words: PAPER_WORDS[language],
    time: (at: string) => dated(times, at),
    day: (on: string) => dated(days, on),
    number: (value: number): Piece => ({ number: value, written: numbers.format(value) }),
    page: (words: PaperWords, { forum, demonstration }: PaperSource) => ({
      language,
      marking: words.marking,
      ...(demonstration && { warning: words.demonstration }),
      reference: `${forum.id} · ${now.toISOString().slice(0, 16)}Z`,
      made_at: now.toISOString(),
      page: { page: words.page, of: words.of },
    }),
  }
}

/** A text paragraph by paragraph. */
const paragraphs = (value: Value | undefined): Block[] =>
  isText(value)
    ? value.text
        .split(/\n\s*\n|\n/)
        .map((part) => part.trim())
        .filter(Boolean)
        .slice(0, 200)
        .map((part): Block => ({ kind: 'paragraph', line: { text: part, language: value.language } }))
    : []

const cut = <T>(some: readonly T[], rowOf: (one: T) => Line[], width: number, more: string): Line[][] => [
  ...some.slice(0, MOST_ROWS).map(rowOf),
  ...(some.length > MOST_ROWS ? [[more, ...Array.from({ length: width - 1 }, () => EMPTY)]] : []),
]

const section = (title: string, blocks: readonly Block[], none: string): Section => ({
  title,
  blocks: blocks.length > 0 ? blocks : [{ kind: 'paragraph', line: none }],
})

/** What was on the agenda, who was there, what was decided, and how the commitments of meetings before stand. */
export function meetingPaper(source: MeetingSource, language: Language): Document {
  const { forum, meeting, agenda, documents, decisions, coming, carried, agreed, now, nameOf } = source
  const { words, time, day, number, page } = writing(language, now)
  const members = (some: readonly string[]): Line =>
    some.length === 0
      ? words.everybody
      : some.flatMap((one, i): Piece[] => (i === 0 ? [{ name: nameOf(one) }] : ['·', { name: nameOf(one) }]))
  const code = (value: Value | undefined, of: Readonly<Record<string, string>>): Piece =>
    typeof value === 'string' && Object.hasOwn(of, value) ? of[value]! : EMPTY
  const tableOf = (caption: string, columns: Extract<Block, { kind: 'table' }>['columns'], rows: Line[][]): Block[] =>
    rows.length > 0 ? [{ kind: 'table', caption, columns, rows }] : []
  return {
    ...page(words, source),
    title: words.meeting_title,
    subtitle: saidIn(meeting, 'title'),
    sections: [
      {
        title: words.meeting,
        blocks: [
          {
            kind: 'facts',
            facts: [
              { label: words.forum, line: { text: forum.title.text, language: forum.title.language } },
              { label: words.network, line: { name: forum.network } },
              { label: words.at, line: time(String(meeting.set.at)) },
              ...(meeting.set.until ? [{ label: words.until, line: time(String(meeting.set.until)) }] : []),
              {
                label: words.place,
                line: meeting.set.online === true ? [saidIn(meeting, 'place'), '·', words.online] : saidIn(meeting, 'place'),
              },
              { label: words.state, line: code(meeting.set.state ?? 'called', words.meeting_states) },
            ],
          },
        ],
      },
      section(
        words.coming,
        tableOf(
          words.coming,
          [{ title: words.member, share: 2 }, { title: words.part }, { title: words.says }],
          cut(
            coming,
            ({ member, part, says }) => [
              { name: nameOf(member) },
              words.parts[part],
              says === null ? words.unsaid : code(says, words.attendance),
            ],
            3,
            words.more,
          ),
        ),
        words.none,
      ),
      section(
        words.agenda,
        tableOf(
          words.agenda,
          [{ title: words.order, is_number: true }, { title: words.item, share: 4 }, { title: words.by }],
          cut(
            agenda,
            (one) => [typeof one.set.order === 'number' ? number(one.set.order) : EMPTY, saidIn(one, 'title'), { name: nameOf(one.by) }],
            3,
            words.more,
          ),
        ),
        words.none,
      ),
      section(words.minutes, paragraphs(meeting.set.minutes), words.none),
      section(
        words.decisions,
        decisions
          .slice(0, 100)
          .flatMap((one): Block[] => [{ kind: 'list', lines: [saidIn(one, 'title')] }, ...paragraphs(one.set.text).slice(0, 3)]),
        words.none,
      ),
      section(
        words.agreed,
        tableOf(
          words.agreed,
          [{ title: words.commitment, share: 3 }, { title: words.owners, share: 2 }, { title: words.due }],
          cut(
            agreed,
            (one) => [
              saidIn(one, 'title'),
              members(Array.isArray(one.set.owners) ? one.set.owners : []),
              one.set.due ? day(String(one.set.due)) : EMPTY,
            ],
            3,
            words.more,
          ),
        ),
        words.none,
      ),
      section(
        words.carried,
        [
          ...tableOf(
            words.carried,
            [
              { title: words.commitment, share: 3 },
              { title: words.owners, share: 2 },
              { title: words.due },
              { title: words.state },
              { title: words.times, is_number: true },
              { title: words.overdue, is_number: true },
            ],
            cut(
              carried,
              (one) => [
                saidIn(one.thing, 'title'),
                members(one.owners),
                one.due === null ? EMPTY : day(one.due),
                words.followed[one.state],
                number(one.carried),
                one.overdue_days > 0 ? number(one.overdue_days) : EMPTY,
              ],
              6,
              words.more,
            ),
          ),
          ...(carried.length > 0 ? [{ kind: 'note', line: words.carried_rule } as const] : []),
        ],
        words.none,
      ),
      section(
        words.documents,
        tableOf(
          words.documents,
          [{ title: words.document, share: 2 }, { title: words.by }, { title: words.hash, share: 2 }],
          cut(
            documents,
            (one) => [
              saidIn(one, 'title'),
              { name: nameOf(one.by) },
              typeof one.set.sha256 === 'string' ? { code: one.set.sha256 } : EMPTY,
            ],
            3,
            words.more,
          ),
        ),
        words.none,
      ),
    ],
  }
}

/** The text that is signed, its translation into the paper's language where there is one, and who signed it. */
export function declarationPaper(source: DeclarationSource, language: Language): Document {
  const { forum, declaration, renderings, signing, now, nameOf } = source
  const { words, time, page } = writing(language, now)
  const own = isText(declaration.set.text) ? declaration.set.text.language : language
  const rendering = own === language ? undefined : renderings.find(({ set }) => isText(set.text) && set.text.language === language)
  const functionOf = (set: Fields): Piece => saidIn({ set }, 'function')
  const states: Readonly<Record<string, string>> = words.declaration_states
  return {
    ...page(words, source),
    title: words.declaration_title,
    subtitle: saidIn(declaration, 'title'),
    sections: [
      {
        title: words.declaration,
        blocks: [
          {
            kind: 'facts',
            facts: [
              { label: words.forum, line: { text: forum.title.text, language: forum.title.language } },
              { label: words.network, line: { name: forum.network } },
              { label: words.state, line: states[String(declaration.set.state)] ?? EMPTY },
              { label: words.hash, line: { code: signing.sha256 } },
            ],
          },
        ],
      },
      section(words.text, paragraphs(declaration.set.text), words.none),
      ...(rendering
        ? [{ title: words.rendering, blocks: [{ kind: 'note', line: words.rendering_rule } as const, ...paragraphs(rendering.set.text)] }]
        : []),
      section(
        words.signatures,
        signing.signatures.length > 0
          ? [
              {
                kind: 'table',
                caption: words.signatures,
                columns: [
                  { title: words.member, share: 2 },
                  { title: words.signatory, share: 2 },
                  { title: words.function, share: 2 },
                  { title: words.signed_at },
                  { title: words.state },
                ],
                rows: cut(
                  signing.signatures,
                  ({ member, state, word }) => [
                    { name: nameOf(member) },
                    saidIn(word, 'signatory'),
                    functionOf(word.set),
                    time(word.said_at),
                    words.signature_states[state],
                  ],
                  5,
                  words.more,
                ),
                source: words.signature_rule,
              },
            ]
          : [],
        words.nobody_signed,
      ),
      section(
        words.unsigned,
        signing.unsigned.length > 0 ? [{ kind: 'list', lines: signing.unsigned.map((one): Line => ({ name: nameOf(one) })) }] : [],
        words.all_signed,
      ),
    ],
  }
}
