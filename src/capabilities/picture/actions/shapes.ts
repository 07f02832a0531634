/** How datasets and totals are shown, and what the actions on them share. */
import Type, { type Static } from 'typebox'
import type { View } from '#kernel/capability.ts'
import { hex } from '#lib/bytes.ts'
import { FORMATS, isWhole, MEASURES } from '#lib/figures/index.ts'
import type { Total } from '#lib/series/index.ts'
import { closed, oneOf, Uuid } from '#wire/checks/subjects.ts'
import { Refusal } from '#wire/refusal.ts'
import { datasetClass } from '../dataset-class.ts'
import { ABSENT_IS_NONE, COUNTING_RULES, type CountingRule } from '../rules.ts'
import { type DatasetRow, maybeDataset, type SumRow } from '../store/datasets.ts'

export const Limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 200 }))
export const Offset = Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 }))
export const Moment = Type.String({ format: 'date-time' })
export const Year = Type.Integer({ minimum: 1900, maximum: 2100 })
export const RouteCode = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' })
export const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
export const DatasetId = closed({ dataset: Uuid })

export const subject = ({ dataset }: { dataset: string }) => `dataset:${dataset}`
export const unknown = (id: string) => new Refusal('thing.unknown', { inside: `dataset ${id}` })
export const conflict = (path: string, reason: string) => new Refusal('state.conflict', { details: [{ path, reason }] })

/** What the policy is asked about; another member's dataset is as if there were none. */
export async function onDataset({ dataset }: { dataset: string }, { officer, reading }: Pick<View, 'officer' | 'reading'>) {
  const row = await maybeDataset(reading, officer.member, dataset)
  if (row === undefined) throw unknown(dataset)
  return datasetClass(row.member)
}

export async function datasetOf(id: string, { officer, reading }: Pick<View, 'officer' | 'reading'>): Promise<DatasetRow> {
  const row = await maybeDataset(reading, officer.member, id)
  if (row === undefined) throw unknown(id)
  return row
}

export const DatasetLine = closed({
  id: Uuid,
  title: Type.String(),
  publisher: Type.String(),
  licence: Type.String(),
  address: Type.String(),
  /** The day on which the publisher's file was got. */
  retrieved_on: orNull(Type.String()),
  note: Type.String(),
  file_name: Type.String(),
  /** Of the file as it was taken in. */
  sha256: Type.String(),
  bytes: Type.Integer(),
  rows: Type.Integer(),
  cells: Type.Integer(),
  /** Rows that were left out: said twice; wrong. */
  repeated: Type.Integer(),
  bad: Type.Integer(),
  format: oneOf(FORMATS),
  measure: oneOf(MEASURES),
  rule: oneOf(COUNTING_RULES),
  /** A month of which the file has no row counts as none. */
  absent_is_none: Type.Boolean(),
  period_kind: oneOf(['month', 'year'] as const),
  has_origin: Type.Boolean(),
  has_place: Type.Boolean(),
  has_position: Type.Boolean(),
  suppressed: Type.Integer(),
  not_reported: Type.Integer(),
  first_period: Type.String(),
  last_period: Type.String(),
  taken_at: Moment,
  officer: Type.String(),
})

const RULES: Readonly<Record<DatasetRow['measure'], CountingRule>> = {
  detections: 'detections',
  deaths: 'deaths',
  seizures: 'seizures',
  population: 'inhabitants',
}

export function lineOf(row: DatasetRow): Static<typeof DatasetLine> {
  const { member: _, access_class: __, digest, taken_at, ...rest } = row
  return {
    ...rest,
    sha256: hex(digest),
    rule: RULES[row.measure],
    absent_is_none: ABSENT_IS_NONE[row.format],
    taken_at: taken_at.toISOString(),
  }
}

export const wholeOf = ({ measure }: Pick<DatasetRow, 'measure'>): boolean => isWhole(measure)

/** A sum from the database as a total: without an upper end where something in it is not told. */
export const totalFrom = ({ low, high, numbers, suppressed, not_reported, unbounded }: SumRow): Total => ({
  low,
  high: unbounded > 0 ? null : high,
  numbers,
  suppressed,
  not_reported,
})

/** At least and at most; `high` null where nobody can say. */
export const Range = closed({
  low: Type.Number(),
  high: orNull(Type.Number()),
  suppressed: Type.Integer(),
  not_reported: Type.Integer(),
})
export const rangeOf = ({ low, high, suppressed, not_reported }: Total): Static<typeof Range> => ({ low, high, suppressed, not_reported })
