/** How charts are shown, and what the actions on them share. */
import Type, { type Static } from 'typebox'
import type { Act, View } from '#kernel/capability.ts'
import type { Reader } from '#kernel/database/port.ts'
import type { ChartContent } from '#lib/charts/index.ts'
import { emptyContent } from '#lib/charts/index.ts'
import { closed, oneOf, Uuid } from '#wire/checks/subjects.ts'
import { Refusal } from '#wire/refusal.ts'
import { CLASSIFICATIONS, PURPOSES } from '#wire/vocabulary.ts'
import { chartClass } from '../chart-class.ts'
import { ABOUT_LABEL, type About, BLOCK_LABEL, contentFrom, NO_WORK, WORK_LABEL, type Work } from '../contents.ts'
import { takenThings, withTaken } from '../handed.ts'
import { blocksIn, type ChartRow, maybeChart, maybeChartToChange, setWork } from '../store.ts'

export const Limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 200 }))
export const Offset = Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 }))
export const Moment = Type.String({ format: 'date-time' })
export const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
export const ChartId = closed({ chart: Uuid })

export const ChartLine = closed({
  id: Uuid,
  /** Null to who watches over charts without reading them, and once a chart is forgotten. */
  title: orNull(Type.String()),
  synthetic: orNull(Type.Boolean()),
  unit: Type.String(),
  officer: Type.String(),
  classification: oneOf(CLASSIFICATIONS),
  purpose: oneOf(PURPOSES),
  elements: Type.Integer(),
  links: Type.Integer(),
  merges: Type.Integer(),
  edition: Type.Integer(),
  begun_at: Moment,
  changed_at: Moment,
  forget_at: Moment,
  erased_at: orNull(Moment),
})

export function lineOf(row: ChartRow, about: About | undefined): Static<typeof ChartLine> {
  return {
    id: row.id,
    title: about?.title ?? null,
    synthetic: about?.synthetic ?? null,
    unit: row.unit,
    officer: row.officer,
    classification: row.classification,
    purpose: row.purpose,
    elements: row.elements,
    links: row.links,
    merges: row.merges,
    edition: row.edition,
    begun_at: row.begun_at.toISOString(),
    changed_at: row.changed_at.toISOString(),
    forget_at: row.forget_at.toISOString(),
    erased_at: row.erased_at?.toISOString() ?? null,
  }
}

export const subject = ({ chart }: { chart: string }) => `chart:${chart}`
export const unknown = (id: string) => new Refusal('thing.unknown', { inside: `chart ${id}` })
export const conflict = (path: string, reason: string) => new Refusal('state.conflict', { details: [{ path, reason }] })
export const malformed = (path: string, reason: string) => new Refusal('input.malformed', { details: [{ path, reason }] })

/** What the policy is asked about; another member's chart is as if there were none. */
export async function onChart({ chart }: { chart: string }, { officer, reading }: Pick<View, 'officer' | 'reading'>) {
  const row = await maybeChart(reading, officer.member, chart)
  if (row === undefined) throw unknown(chart)
  return chartClass(row)
}

/** A chart that is there and not forgotten. */
export async function openChart(id: string, { officer, reading }: Pick<View, 'officer' | 'reading'>): Promise<ChartRow> {
  const row = await maybeChart(reading, officer.member, id)
  if (row === undefined || row.erased_at !== null) throw unknown(id)
  return row
}

/** The same, held until the act ends. */
export async function chartToChange(id: string, { officer, writing }: Pick<Act, 'officer' | 'writing'>): Promise<ChartRow> {
  const row = await maybeChartToChange(writing, officer.member, id)
  if (row === undefined || row.erased_at !== null) throw unknown(id)
  return row
}

type Opening = Pick<View, 'vault'>
export const aboutOf = ({ slot, sealed }: ChartRow, { vault }: Opening): About | undefined =>
  sealed === null ? undefined : vault.openJson<About>(slot, ABOUT_LABEL, sealed)
/** What was kept before there were groups has none. */
export const workOf = ({ slot, work }: ChartRow, { vault }: Opening): Work => ({
  ...NO_WORK,
  ...(work === null ? undefined : vault.openJson<Partial<Work>>(slot, WORK_LABEL, work)),
})
export const keepWork = (
  { writing, vault, now }: Pick<Act, 'writing' | 'vault' | 'now'>,
  { id, slot }: Pick<ChartRow, 'id' | 'slot'>,
  work: Work,
) => setWork(writing, id, vault.sealJson(slot, WORK_LABEL, work), work.merges.length, now)

/** All that a chart holds, with what it has from others as this officer may see it now. */
export async function contentOf(row: ChartRow, view: Pick<View, 'reading' | 'vault' | 'matters'>): Promise<ChartContent> {
  return withTaken(await ownContentOf(row, view.reading, view), await takenThings(row.id, view))
}

/** What a chart keeps of its own, under its own key; what comes from others has but its numbers there. */
export async function ownContentOf({ id, slot }: ChartRow, reading: Reader, { vault }: Opening): Promise<ChartContent> {
  const blocks = await blocksIn(reading, id)
  if (blocks.length === 0) return emptyContent()
  const opened = blocks.map(({ position, sealed }) => vault.open(slot, `${BLOCK_LABEL}:${position}`, sealed))
  const whole = opened.filter((block) => block !== undefined)
  // a key that is gone leaves nothing, and no half
  return whole.length === blocks.length ? contentFrom(whole) : emptyContent()
}
