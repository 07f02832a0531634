/** A chart from its beginning to its end: begun for a purpose, found, read, named otherwise, merged in, forgotten. */
import Type from 'typebox'
import { act, view } from '#kernel/capability.ts'
import { closed, oneOf, Uuid } from '#wire/checks/subjects.ts'
import { Refusal } from '#wire/refusal.ts'
import { CLASSIFICATIONS, HANDLING_CODES, PURPOSES } from '#wire/vocabulary.ts'
import { chartClass } from '../chart-class.ts'
import { ABOUT_LABEL, type About } from '../contents.ts'
import { forgetChart } from '../ending.ts'
import { forgetAt, KEPT_DAYS, LONGEST_KEPT_DAYS, MAX_MERGES, MAX_OPEN_CHARTS, MAX_VIEWS } from '../rules.ts'
import { findCharts as chartsFound, countOpen, insertChart, setAbout } from '../store.ts'
import {
  aboutOf,
  ChartId,
  ChartLine,
  chartToChange,
  conflict,
  contentOf,
  keepWork,
  Limit,
  lineOf,
  Moment,
  malformed,
  Offset,
  onChart,
  openChart,
  orNull,
  subject,
  unknown,
  workOf,
} from './shapes.ts'

const DEFAULT_LIMIT = 50
const Title = Type.String({ minLength: 1, maxLength: 120 })
const Reason = Type.String({ minLength: 3, maxLength: 1_000 })
const Days = Type.Integer({ minimum: 1, maximum: LONGEST_KEPT_DAYS })

export const beginChart = act({
  name: 'analysis.begin-chart',
  summary: 'Begin a chart for a purpose; it is as secret as the most secret thing that it may hold, and forgotten after a time',
  purpose: 'required',
  journal: 'always',
  input: closed({
    title: Title,
    reason: Reason,
    purpose: Type.Optional(oneOf(PURPOSES)),
    classification: oneOf(CLASSIFICATIONS),
    /** Made up, for an exercise or a demonstration. */
    synthetic: Type.Optional(Type.Boolean()),
    keep_days: Type.Optional(Days),
  }),
  output: ChartId,
  refusals: ['quota.exceeded'],
  on: ({ classification }, { officer }) => chartClass({ ...officer, classification }),
  subject: (_, output) => `chart:${output?.chart ?? 'none'}`,
  async run({ title, reason, purpose: stated, classification, synthetic = false, keep_days = KEPT_DAYS }, act) {
    const { officer, now, writing, vault } = act
    const purpose = act.purpose ?? stated
    if (purpose === undefined) throw new Refusal('purpose.missing')
    if ((await countOpen(writing, officer.member, officer.id)) >= MAX_OPEN_CHARTS)
      throw new Refusal('quota.exceeded', { inside: 'open charts', details: [{ path: '', reason: 'open-charts' }] })
    const id = act.newId()
    const [slot] = await vault.newSlots(1)
    await insertChart(writing, {
      id,
      member: officer.member,
      unit: officer.unit,
      officer: officer.id,
      access_class: await act.classOf(chartClass({ ...officer, classification })),
      classification,
      purpose,
      begun_at: now,
      forget_at: forgetAt(now, keep_days),
      slot: slot!,
      sealed: vault.sealJson(slot!, ABOUT_LABEL, { title, reason, synthetic } satisfies About),
    })
    return { chart: id }
  },
})

export const changeChart = act({
  name: 'analysis.change-chart',
  summary: 'Say otherwise what a chart is called, why it is made, or until when it is kept, counted from today',
  purpose: 'none',
  journal: 'always',
  input: closed({ chart: Uuid, title: Type.Optional(Title), reason: Type.Optional(Reason), keep_days: Type.Optional(Days) }),
  output: ChartId,
  refusals: ['thing.unknown'],
  on: onChart,
  subject,
  async run({ chart, title, reason, keep_days }, act) {
    const row = await chartToChange(chart, act)
    const about = aboutOf(row, act)
    if (about === undefined) throw unknown(chart)
    const next = { ...about, ...(title !== undefined && { title }), ...(reason !== undefined && { reason }) }
    const forget_at = keep_days === undefined ? row.forget_at : forgetAt(act.now, keep_days)
    await setAbout(act.writing, chart, act.vault.sealJson(row.slot, ABOUT_LABEL, next), forget_at, act.now)
    return { chart }
  },
})

export const eraseChart = act({
  name: 'analysis.erase-chart',
  summary: 'Forget a chart: its key is destroyed, and with it every copy; that there was one stays',
  purpose: 'none',
  journal: 'always',
  input: ChartId,
  output: ChartId,
  refusals: ['thing.unknown'],
  on: onChart,
  subject,
  async run({ chart }, act) {
    await forgetChart(act, await chartToChange(chart, act))
    return { chart }
  },
})

const KeptMerge = closed({
  id: Type.Integer(),
  into: Type.Integer(),
  from: Type.Array(Type.Integer()),
  by: Type.String(),
  at: Moment,
})
const KeptView = closed({ name: Type.String(), settings: Type.String(), by: Type.String(), at: Moment })

export const readChart = view({
  name: 'analysis.read-chart',
  summary: 'A chart: what it is about, how much it holds, what was merged in it, and the views that were saved',
  purpose: 'none',
  journal: 'always',
  input: ChartId,
  output: closed({
    ...ChartLine.properties,
    reason: orNull(Type.String()),
    merged: Type.Array(KeptMerge),
    views: Type.Array(KeptView),
  }),
  refusals: ['thing.unknown'],
  on: onChart,
  subject,
  async run({ chart }, view) {
    const row = await openChart(chart, view)
    const about = aboutOf(row, view)
    const { merges, views } = workOf(row, view)
    return {
      ...lineOf(row, about),
      reason: about?.reason ?? null,
      merged: merges.map((one) => ({ ...one, from: [...one.from] })),
      views: views.map((one) => ({ ...one })),
    }
  },
})

const Numbers = Type.Array(Type.Integer())
const Texts = Type.Array(Type.String())
const Degrees = Type.Array(orNull(Type.Number()))

export const readContent = view({
  name: 'analysis.read-content',
  summary: 'All elements and links of a chart, column by column, each with from where it is known and how it may be handled',
  purpose: 'required',
  journal: 'always',
  input: ChartId,
  output: closed({
    edition: Type.Integer(),
    link_kinds: Texts,
    provenances: Type.Array(
      closed({
        source: Type.String(),
        evaluation: Type.String(),
        handling: Type.Array(closed({ code: oneOf(HANDLING_CODES), words: Type.Optional(Type.String()) })),
        classification: oneOf(CLASSIFICATIONS),
        /** Of what was taken from a team's space. */
        from: Type.Optional(
          closed({
            matter: Type.String(),
            title: Type.String(),
            source: Type.String(),
            thing: Type.String(),
            by: Type.String(),
            version: Type.String(),
            changed_at: Type.String(),
            taken_at: Type.String(),
          }),
        ),
      }),
    ),
    /** Numbers of elements that are in the chart no more. */
    gone: Numbers,
    elements: closed({
      key: Texts,
      label: Texts,
      kind: Numbers,
      begin: Texts,
      end: Texts,
      lat: Degrees,
      lon: Degrees,
      provenance: Numbers,
    }),
    links: closed({
      source: Numbers,
      target: Numbers,
      kind: Numbers,
      weight: Type.Array(Type.Number()),
      begin: Texts,
      end: Texts,
      provenance: Numbers,
    }),
  }),
  refusals: ['thing.unknown'],
  on: onChart,
  subject,
  async run({ chart }, view) {
    const row = await openChart(chart, view)
    const content = await contentOf(row, view)
    return { edition: row.edition, gone: [], ...content } as never
  },
})

const FindInput = closed({ open: Type.Optional(Type.Boolean()), limit: Limit, offset: Offset })
const FindOutput = closed({ rows: Type.Array(ChartLine), total: Type.Integer() })

export const findCharts = view({
  name: 'analysis.find-charts',
  summary: "The charts of the officer's unit, the last changed first",
  purpose: 'none',
  journal: 'refusals',
  input: FindInput,
  output: FindOutput,
  on: (_, { officer }) => chartClass({ ...officer, classification: 'unclassified' }),
  async run({ open = true, limit = DEFAULT_LIMIT, offset = 0 }, view) {
    const classes = await view.classes('analysis.find-charts')
    const { rows, total } = await chartsFound(view.reading, { member: view.officer.member, classes, open }, { limit, offset })
    return { rows: rows.map((row) => lineOf(row, aboutOf(row, view))), total }
  },
})

export const findMemberCharts = view({
  name: 'analysis.find-member-charts',
  summary: 'Who of the own member has which chart, for what, how large, and until when; not what is in it',
  purpose: 'none',
  journal: 'always',
  input: FindInput,
  output: FindOutput,
  async run({ open, limit = DEFAULT_LIMIT, offset = 0 }, view) {
    const filter = { member: view.officer.member, ...(open !== undefined && { open }) }
    const { rows, total } = await chartsFound(view.reading, filter, { limit, offset })
    return { rows: rows.map((row) => lineOf(row, undefined)), total }
  },
})

const ElementNumber = Type.Integer({ minimum: 0, maximum: 10_000_000 })

export const mergeElements = act({
  name: 'analysis.merge-elements',
  summary: 'Say that several elements are one; nothing is lost, and it can be undone',
  purpose: 'none',
  journal: 'always',
  input: closed({ chart: Uuid, into: ElementNumber, from: Type.Array(ElementNumber, { minItems: 1, maxItems: 50, uniqueItems: true }) }),
  output: closed({ merge: Type.Integer() }),
  refusals: ['thing.unknown', 'state.conflict', 'quota.exceeded'],
  on: onChart,
  subject,
  async run({ chart, into, from }, act) {
    const row = await chartToChange(chart, act)
    if ([into, ...from].some((one) => one >= row.elements)) throw malformed('/into', 'element-unknown')
    if (from.includes(into)) throw malformed('/from/0', 'itself')
    const work = workOf(row, act)
    if (work.merges.length >= MAX_MERGES)
      throw new Refusal('quota.exceeded', { details: [{ path: '', reason: `more than ${MAX_MERGES}` }] })
    const id = (work.merges.at(-1)?.id ?? 0) + 1
    const merge = { id, into, from, by: act.officer.id, at: act.now.toISOString() }
    await keepWork(act, row, { ...work, merges: [...work.merges, merge] })
    return { merge: id }
  },
})

export const undoMerge = act({
  name: 'analysis.undo-merge',
  summary: 'Take a merging back: the elements stand by themselves again',
  purpose: 'none',
  journal: 'always',
  input: closed({ chart: Uuid, merge: Type.Integer({ minimum: 1, maximum: 1_000_000 }) }),
  output: ChartId,
  refusals: ['thing.unknown', 'state.conflict'],
  on: onChart,
  subject,
  async run({ chart, merge }, act) {
    const row = await chartToChange(chart, act)
    const work = workOf(row, act)
    if (!work.merges.some(({ id }) => id === merge)) throw conflict('/merge', 'merge-unknown')
    await keepWork(act, row, { ...work, merges: work.merges.filter(({ id }) => id !== merge) })
    return { chart }
  },
})

const ViewName = Type.String({ minLength: 1, maxLength: 60 })

export const saveView = act({
  name: 'analysis.save-view',
  summary: 'Keep what a chart is looked at by, under a name; the same name again is kept anew',
  purpose: 'none',
  journal: 'always',
  input: closed({ chart: Uuid, name: ViewName, settings: Type.String({ minLength: 2, maxLength: 4_000 }) }),
  output: ChartId,
  refusals: ['thing.unknown', 'quota.exceeded'],
  on: onChart,
  subject,
  async run({ chart, name, settings }, act) {
    const row = await chartToChange(chart, act)
    const work = workOf(row, act)
    const others = work.views.filter((one) => one.name !== name)
    if (others.length >= MAX_VIEWS) throw new Refusal('quota.exceeded', { details: [{ path: '', reason: `more than ${MAX_VIEWS}` }] })
    await keepWork(act, row, { ...work, views: [...others, { name, settings, by: act.officer.id, at: act.now.toISOString() }] })
    return { chart }
  },
})

export const removeView = act({
  name: 'analysis.remove-view',
  summary: 'Remove a saved view',
  purpose: 'none',
  journal: 'always',
  input: closed({ chart: Uuid, name: ViewName }),
  output: ChartId,
  refusals: ['thing.unknown'],
  on: onChart,
  subject,
  async run({ chart, name }, act) {
    const row = await chartToChange(chart, act)
    const work = workOf(row, act)
    await keepWork(act, row, { ...work, views: work.views.filter((one) => one.name !== name) })
    return { chart }
  },
})

export const chartActions = [
  beginChart,
  changeChart,
  eraseChart,
  readChart,
  readContent,
  findCharts,
  findMemberCharts,
  mergeElements,
  undoMerge,
  saveView,
  removeView,
]
