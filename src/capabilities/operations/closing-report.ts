/** The closing report of a team, as a document: pure. Its figures are the board's; what it may not carry is left out, and said so. */
import type { Block, Column, Document, Line, Piece, Section } from '#lib/documents/index.ts'
import type { MemberId } from '#wire/address.ts'
import type { Text, Value } from '#wire/fields.ts'
import type { Language } from '#wire/vocabulary.ts'
import type { Agreement } from './agreement.ts'
import type { Board } from './board.ts'
import { kindOf } from './kinds.ts'
import { REPORT_WORDS, type ReportWords } from './report-words/index.ts'
import { fieldIn } from './rules.ts'
import type { Thing } from './things.ts'
import type { SpaceKind, SpaceState } from './vocabulary.ts'

/** What a report shows of the hours at most: four days. */
export const REPORT_HOURS = 96
const MAX_TABLE_ROWS = 300
const FIRST_REPORT_MS = 24 * 3_600_000
const MINUTE_MS = 60_000

export interface ReportSource {
  readonly space: string
  readonly network: string
  readonly title: Text
  readonly kind: SpaceKind
  readonly state: SpaceState
  readonly leader: MemberId
  readonly members: readonly MemberId[]
  readonly own: MemberId
  readonly unit: string
  readonly purpose: string
  readonly agreement: Agreement | undefined
  readonly things: readonly Thing[]
  /** Acts whose contents are not here, by reason. */
  readonly gaps: Readonly<Record<string, number>>
  readonly forked: readonly MemberId[]
  readonly board: Board
  readonly demonstration: boolean
  readonly now: Date
  nameOf(member: MemberId): string
}

interface Writing {
  readonly words: ReportWords
  number(value: number): Piece
  decimal(value: string): Piece
  time(at: string): Piece
  hour(at: string): string
  lasting(ms: number): string
  member(id: MemberId): Piece
}

/** A report in one language; texts in it stay in theirs. */
export function closingReport(known: ReportSource, language: Language): Document {
  const source = { ...known, things: known.things.map(countedAlone) }
  const words = REPORT_WORDS[language]
  const writing = writingIn(language, source)
  const sections = [
    teamSection(source, writing),
    phasesSection(source, writing),
    postsSection(source, writing),
    figuresSection(source, writing),
    resultsSection(source, writing),
    eventsSection(source, writing),
    rightsSection(source, writing),
    missingSection(source, writing),
    handlingSection(source, writing),
  ]
  return {
    language,
    title: words.title,
    subtitle: [said(source.title), '·', words.space[source.kind]],
    marking: words.marking,
    ...(source.demonstration && { warning: words.demonstration }),
    reference: `${source.space} · ${source.now.toISOString().slice(0, 16)}Z`,
    made_at: source.now.toISOString(),
    page: { page: words.page, of: words.of },
    sections,
  }
}

const COUNTED_ALONE: readonly string[] = ['complaint']

/** Of what may only be counted the codes by which it is counted, and nothing that anybody wrote. */
export function countedAlone(thing: Thing): Thing {
  const kind = kindOf(thing.kind)
  if (kind && !kind.operational && !COUNTED_ALONE.includes(thing.kind)) return thing
  return {
    ...thing,
    fields: Object.fromEntries(Object.entries(thing.fields).filter(([field]) => kind?.fields[field]?.takes.form === 'code')),
  }
}

const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', fr: 'fr', ar: 'ar-u-nu-latn', es: 'es' }

function writingIn(language: Language, { nameOf }: ReportSource): Writing {
  const locale = LOCALES[language]
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 })
  const times = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23', timeZone: 'UTC' })
  const hours = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: 'UTC',
  })
  const durations = new Intl.DurationFormat(locale, { style: 'long' })
  const number = (value: number): Piece => ({ number: value, written: numbers.format(value) })
  return {
    words: REPORT_WORDS[language],
    number,
    // a decimal text may be longer than a number holds: it is written from the text
    decimal: (value) => ({ number: Number(value), written: numbers.format(value as unknown as number) }),
    time: (at) => times.format(new Date(at)),
    hour: (at) => hours.format(new Date(at)),
    lasting(ms) {
      const minutes = Math.max(0, Math.round(ms / MINUTE_MS))
      return durations.format(
        minutes < 60 ? { minutes } : { hours: Math.floor(minutes / 60), ...(minutes % 60 > 0 && { minutes: minutes % 60 }) },
      )
    },
    member: (id) => ({ name: nameOf(id) }),
  }
}

const said = ({ text, language }: Text): Piece => ({ text, language })
const EMPTY = '–'

/** A field as it stands in a cell. */
function shown(value: Value | undefined): Piece {
  if (typeof value === 'object' && 'text' in value) return said(value)
  if (typeof value === 'object' && 'name' in value) return { name: value.name }
  return value === undefined ? EMPTY : String(value)
}
const codeOf = (thing: Thing, field: string) => String(fieldIn(thing, field) ?? '')
const wordOf = (words: Readonly<Record<string, string>>, code: string): string =>
  Object.hasOwn(words, code) ? words[code]! : code || EMPTY
const standing = (things: readonly Thing[], kind: string) => things.filter((one) => one.kind === kind && !one.withdrawn)

/** A table, or what to say where it is empty; cut where it is too long, and said so. */
function tableOf(
  { words, number }: Writing,
  {
    caption,
    columns,
    rows,
    source,
    none,
  }: { caption: string; columns: readonly Column[]; rows: readonly (readonly Line[])[]; source?: string; none?: string },
): Block[] {
  if (rows.length === 0) return none === undefined ? [] : [{ kind: 'paragraph', line: none }]
  const cut = rows.length - MAX_TABLE_ROWS
  return [
    { kind: 'table', caption, columns, rows: rows.slice(0, MAX_TABLE_ROWS), ...(source !== undefined && { source }) },
    ...(cut > 0 ? [{ kind: 'note' as const, line: [`${words.say.cut}:`, number(cut)] }] : []),
  ]
}

function teamSection(
  { kind, state, network, leader, members, agreement, own, unit, purpose, now }: ReportSource,
  { words, member, time }: Writing,
): Section {
  const clause = (id: string) => agreement?.clauses.find((one) => one.id === id)?.value
  const period = clause('period')
  const facts: { label: string; line: Line }[] = [
    { label: words.team.kind, line: words.space[kind] },
    { label: words.team.state, line: words.state[state] },
    { label: words.team.network, line: { name: network } },
    { label: words.team.leader, line: member(leader) },
    { label: words.team.members, line: apart(members.map(member)) },
  ]
  if (typeof period === 'object' && 'from' in period)
    facts.push({ label: words.team.period, line: [{ code: period.from }, '–', { code: period.until }] })
  for (const [label, id] of [
    [words.team.purpose, 'purpose'],
    [words.team.legal_basis, 'legal-basis'],
    [words.team.states_of_operation, 'states-of-operation'],
  ] as const) {
    const value = clause(id)
    if (Array.isArray(value)) facts.push({ label, line: apart(value.map((code) => ({ code }))) })
    else if (typeof value === 'object' && 'text' in value) facts.push({ label, line: said(value) })
  }
  facts.push(
    { label: words.team.known_at, line: member(own) },
    { label: words.team.made_for, line: { name: unit } },
    { label: words.team.read_by, line: wordOf(words.purpose, purpose) },
    { label: words.team.made_at, line: [time(now.toISOString()), { code: 'UTC' }] },
  )
  return { title: words.sections.team, blocks: [{ kind: 'facts', facts }] }
}

const apart = (pieces: readonly Piece[]): Piece[] => pieces.flatMap((piece, i) => (i === 0 ? [piece] : ['·', piece]))

function phasesSection({ board, now }: ReportSource, writing: Writing): Section {
  const { words, time, lasting, member } = writing
  const columns = [
    { title: words.column.phase, share: 2 },
    { title: `${words.column.from} (UTC)`, share: 2 },
    { title: `${words.column.until} (UTC)`, share: 2 },
    { title: words.column.lasted, share: 2 },
    { title: words.column.by },
  ]
  const rows = board.phases.map(({ phase, from, until, by }) => [
    wordOf(words.phase, phase),
    time(from),
    until === null ? words.say.not_ended : time(until),
    lasting(Date.parse(until ?? now.toISOString()) - Date.parse(from)),
    member(by),
  ])
  return {
    title: words.sections.phases,
    blocks: tableOf(writing, { caption: words.caption.phases, columns, rows, none: words.none.phases }),
  }
}

const sameName = (value: Value | undefined): string =>
  typeof value === 'object' && 'name' in value ? value.name.normalize('NFKC').trim().toLowerCase() : ''

function postsSection({ things }: ReportSource, writing: Writing): Section {
  const { words, number, member } = writing
  const counts = standing(things, 'count')
  const columns = [
    { title: words.column.post, share: 3 },
    { title: words.column.member, share: 2 },
    { title: words.column.place, share: 2 },
    { title: words.column.telephone, share: 3 },
    { title: words.column.counts, is_number: true },
  ]
  const rows = standing(things, 'post').map((post) => {
    const telephone = fieldIn(post, 'telephone')
    return [
      shown(fieldIn(post, 'name')),
      member(codeOf(post, 'member')),
      shown(fieldIn(post, 'place')),
      typeof telephone === 'object' && 'name' in telephone ? { code: telephone.name } : EMPTY,
      number(counts.filter((count) => sameName(fieldIn(count, 'post')) === sameName(fieldIn(post, 'name'))).length),
    ]
  })
  return { title: words.sections.posts, blocks: tableOf(writing, { caption: words.caption.posts, columns, rows, none: words.none.posts }) }
}

const NUMBERS = ['checks', 'hits', 'arrests', 'victims', 'seizures'] as const

function figuresSection({ board, members }: ReportSource, writing: Writing): Section {
  const { words, number, member, hour } = writing
  const numbered = NUMBERS.map((name) => ({ title: words.column[name], is_number: true }))
  const countries = [...new Set([...board.by_member.map((one) => one.member), ...members])]
  const none = { checks: 0, hits: 0, arrests: 0, victims: 0, seizures: 0 }
  const counting = `${words.source.counts} ${words.source.results} ${words.source.seizures}`
  const busy = board.hours.slice(board.hours.findIndex((one) => NUMBERS.some((name) => one[name] > 0)))
  const totals: [string, number][] = [
    ...(['persons', 'vehicles', 'premises', 'checks', 'hits', 'new_cases', 'officers'] as const).map((name): [string, number] => [
      words.figure[name],
      board[name],
    ]),
    [words.column.arrests, board.arrests],
    [words.column.victims, board.victims],
    [words.column.seizures, board.seizures],
  ]
  const blocks: Block[] = [
    {
      kind: 'table',
      caption: words.caption.totals,
      columns: [
        { title: words.column.what, share: 4 },
        { title: words.column.number, is_number: true },
      ],
      rows: totals.map(([name, value]) => [name, number(value)]),
      source: counting,
    },
    ...tableOf(writing, {
      caption: words.caption.by_member,
      columns: [{ title: words.column.member, share: 2 }, ...numbered],
      rows: countries.map((id) => {
        const own = board.by_member.find((one) => one.member === id) ?? none
        return [member(id), ...NUMBERS.map((name) => number(own[name]))]
      }),
      source: counting,
    }),
  ]
  if (board.hours.length > 0)
    blocks.push(
      {
        kind: 'bars',
        caption: words.caption.checks_by_hour,
        first: words.column.hour,
        second: words.column.checks,
        bars: busy.map(({ from, checks }) => ({ label: hour(from), ...(number(checks) as { number: number; written: string }) })),
        source: words.source.counts,
      },
      ...tableOf(writing, {
        caption: words.caption.by_hour,
        columns: [{ title: words.column.hour, share: 2 }, ...numbered],
        rows: busy.map((one) => [hour(one.from), ...NUMBERS.map((name) => number(one[name]))]),
        source: counting,
      }),
    )
  return { title: words.sections.figures, blocks }
}

function resultsSection({ board }: ReportSource, writing: Writing): Section {
  const { words, number, decimal, member } = writing
  const what = { title: words.column.what, share: 3 }
  const unit = { title: words.column.unit, share: 2 }
  const quantity = { title: words.column.number, is_number: true, share: 2 }
  const results = { title: words.column.results, is_number: true }
  const blocks: Block[] = [
    ...tableOf(writing, {
      caption: words.caption.results,
      columns: [what, quantity, unit, results],
      rows: board.totals.map((one) => [
        wordOf(words.result, one.category),
        decimal(one.quantity),
        wordOf(words.unit, one.unit),
        number(one.results),
      ]),
      source: words.source.results,
      none: words.none.results,
    }),
    ...tableOf(writing, {
      caption: words.caption.attribution,
      columns: [what, { title: words.column.member, share: 2 }, quantity, unit, results],
      rows: board.totals.flatMap((one) =>
        one.by_member.map((own) => [
          wordOf(words.result, one.category),
          member(own.member),
          decimal(own.quantity),
          wordOf(words.unit, one.unit),
          number(own.results),
        ]),
      ),
      source: words.source.results,
    }),
    ...tableOf(writing, {
      caption: words.caption.arrests,
      columns: [{ title: words.column.crime_area, share: 4 }, quantity],
      rows: board.arrests_by_area.map(({ crime_area, persons }) => [
        crime_area === '' ? words.say.unsaid : wordOf(words.crime_area, crime_area),
        decimal(persons),
      ]),
    }),
  ]
  return { title: words.sections.results, blocks }
}

const isLate = (event: Thing) => Date.parse(event.at) - Date.parse(codeOf(event, 'happened_at')) > FIRST_REPORT_MS
const byTime = (field: string) => (a: Thing, b: Thing) => (codeOf(a, field) < codeOf(b, field) ? -1 : 1)

function eventsSection({ things }: ReportSource, writing: Writing): Section {
  const { words, time, member } = writing
  const timeOf = (thing: Thing, field: string): Piece => (codeOf(thing, field) === '' ? EMPTY : time(codeOf(thing, field)))
  const at = { title: words.column.at, share: 2 }
  const blocks: Block[] = [
    ...tableOf(writing, {
      caption: words.caption.events,
      columns: [
        at,
        { title: words.column.kind, share: 2 },
        { title: words.column.title, share: 4 },
        { title: words.column.place, share: 2 },
        { title: words.column.state },
        { title: words.column.first_report, share: 2 },
        { title: words.column.by, share: 2 },
      ],
      rows: standing(things, 'event')
        .sort(byTime('happened_at'))
        .map((event) => [
          timeOf(event, 'happened_at'),
          wordOf(words.event, codeOf(event, 'category')),
          shown(fieldIn(event, 'title')),
          shown(fieldIn(event, 'place')),
          wordOf(words.standing, codeOf(event, 'state') || 'open'),
          isLate(event) ? words.say.late : words.say.in_time,
          member(event.by),
        ]),
      source: words.source.first_report,
      none: words.none.events,
    }),
    ...tableOf(writing, {
      caption: words.caption.incidents,
      columns: [
        at,
        { title: words.column.kind, share: 2 },
        { title: words.column.text, share: 5 },
        { title: words.column.place, share: 2 },
        { title: words.column.by, share: 2 },
      ],
      rows: standing(things, 'incident')
        .sort(byTime('at'))
        .map((incident) => [
          timeOf(incident, 'at'),
          wordOf(words.incident, codeOf(incident, 'category')),
          shown(fieldIn(incident, 'text')),
          shown(fieldIn(incident, 'place')),
          member(incident.by),
        ]),
      none: words.none.incidents,
    }),
  ]
  return { title: words.sections.events, blocks }
}

/** Numbers alone: what a complaint is about and who was referred where stays in the space. */
function rightsSection({ things }: ReportSource, writing: Writing): Section {
  const { words, number } = writing
  const countedBy = (kind: string, field: string) => {
    const counted = new Map<string, number>()
    for (const one of standing(things, kind)) counted.set(codeOf(one, field), (counted.get(codeOf(one, field)) ?? 0) + 1)
    return [...counted].sort(([a], [b]) => (a < b ? -1 : 1))
  }
  const table = (caption: string, words_of: Readonly<Record<string, string>>, counted: readonly (readonly [string, number])[]): Block => ({
    kind: 'table',
    caption,
    columns: [
      { title: words.column.kind, share: 4 },
      { title: words.column.number, is_number: true },
    ],
    rows: (counted.length > 0 ? counted : ([['', 0]] as const)).map(([code, count]) => [
      code === '' ? (counted.length > 0 ? words.say.unsaid : EMPTY) : wordOf(words_of, code),
      number(count),
    ]),
  })
  return {
    title: words.sections.rights,
    blocks: [
      table(words.caption.referrals, words.referral, countedBy('referral', 'category')),
      table(words.caption.complaints, words.standing, countedBy('complaint', 'state')),
      { kind: 'facts', facts: [{ label: words.say.instructions, line: number(standing(things, 'instruction').length) }] },
      { kind: 'note', line: words.handling.complaints },
    ],
  }
}

function missingSection({ things, board, members, gaps, forked }: ReportSource, writing: Writing): Section {
  const { words, number, member } = writing
  const posts = standing(things, 'post')
  const counts = standing(things, 'count')
  const named = new Set(counts.map((one) => sameName(fieldIn(one, 'post'))))
  const entered = new Set(posts.map((one) => sameName(fieldIn(one, 'name'))))
  const quiet = posts.filter((one) => !named.has(sameName(fieldIn(one, 'name'))))
  const strange = [
    ...new Map(
      counts.filter((one) => !entered.has(sameName(fieldIn(one, 'post')))).map((one) => [sameName(fieldIn(one, 'post')), one]),
    ).values(),
  ]
  const silent = members.filter((id) => !board.by_member.some((one) => one.member === id))
  const events = standing(things, 'event')
  const facts: { label: string; line: Line }[] = [
    ...(quiet.length > 0
      ? [{ label: words.say.quiet_posts, line: apart(quiet.slice(0, 50).map((one) => shown(fieldIn(one, 'name')))) }]
      : []),
    ...(strange.length > 0
      ? [{ label: words.say.strange_counts, line: apart(strange.slice(0, 50).map((one) => shown(fieldIn(one, 'post')))) }]
      : []),
    ...(silent.length > 0 ? [{ label: words.say.quiet_members, line: apart(silent.map(member)) }] : []),
    ...(forked.length > 0 ? [{ label: words.say.forked, line: apart(forked.map(member)) }] : []),
    { label: words.say.alike, line: number(board.look_alikes.length) },
    { label: words.say.open_events, line: number(events.filter((one) => codeOf(one, 'state') !== 'closed').length) },
    { label: words.say.late_events, line: number(events.filter(isLate).length) },
    { label: words.say.withdrawn, line: number(things.filter(({ withdrawn }) => withdrawn).length) },
  ]
  const reasons = Object.entries(gaps).filter(([, count]) => count > 0)
  return {
    title: words.sections.missing,
    blocks: [
      { kind: 'facts', facts },
      ...tableOf(writing, {
        caption: words.caption.gaps,
        columns: [
          { title: words.column.reason, share: 6 },
          { title: words.column.number, is_number: true },
        ],
        rows: reasons.map(([why, count]) => [wordOf(words.why, why), number(count)]),
        none: words.none.gaps,
      }),
      { kind: 'note', line: words.say.elsewhere },
    ],
  }
}

const LEFT_OUT = [
  ['person', 'persons'],
  ['organisation', 'organisations'],
  ['object', 'objects'],
  ['place', 'places'],
  ['link', 'links'],
  ['evidence', 'evidence'],
  ['identity-case', 'identity-cases'],
] as const

function handlingSection({ things }: ReportSource, { words, number }: Writing): Section {
  const codes = new Map<string, number>()
  for (const one of standing(things, 'evidence')) codes.set(codeOf(one, 'handling'), (codes.get(codeOf(one, 'handling')) ?? 0) + 1)
  const coded = [...codes].sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    title: words.sections.handling,
    blocks: [
      { kind: 'paragraph', line: words.handling.left_out },
      {
        kind: 'facts',
        facts: LEFT_OUT.map(([kind, word]) => ({ label: words.handling[word], line: number(standing(things, kind).length) })),
      },
      ...(coded.length > 0
        ? [
            { kind: 'paragraph' as const, line: `${words.handling.codes}:` },
            {
              kind: 'facts' as const,
              facts: coded.map(([code, count]) => ({ label: code === '' ? words.handling.uncoded : code, line: number(count) })),
            },
          ]
        : []),
      { kind: 'note', line: words.handling.keep },
    ],
  }
}
