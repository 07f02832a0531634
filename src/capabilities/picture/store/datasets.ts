/** Datasets, their figures, and files on their way in. */
import type { Reader, Writer } from '#kernel/database/port.ts'
import { allOf, type Sql, sql } from '#kernel/database/sql.ts'
import type { Format, Measure } from '#lib/figures/index.ts'
import type { CellColumns } from '../reading.ts'
import { EXPORT_ROWS, type ImportState, MAX_DATASETS, MOST_GROUPS, MOST_PERIODS, MOST_PLACES, SQUARE } from '../rules.ts'

export interface DatasetRow {
  readonly id: string
  readonly member: string
  readonly officer: string
  readonly access_class: number
  readonly title: string
  readonly publisher: string
  readonly licence: string
  readonly address: string
  readonly retrieved_on: string | null
  readonly note: string
  readonly file_name: string
  readonly digest: Uint8Array
  readonly bytes: number
  readonly rows: number
  readonly cells: number
  readonly repeated: number
  readonly bad: number
  readonly format: Format
  readonly measure: Measure
  readonly period_kind: 'month' | 'year'
  readonly has_origin: boolean
  readonly has_place: boolean
  readonly has_position: boolean
  readonly suppressed: number
  readonly not_reported: number
  readonly first_period: string
  readonly last_period: string
  readonly taken_at: Date
}

const COLUMNS = sql`id::text as id, member, officer, access_class, title, publisher, licence, address, retrieved_on::text as retrieved_on, note, file_name,
  digest, bytes, rows, cells, repeated, bad, format, measure, period_kind, has_origin, has_place, has_position, suppressed, not_reported, first_period,
  last_period, taken_at`

export const insertDataset = (writing: Writer, d: DatasetRow): Promise<number> =>
  writing.run(sql`insert into picture_dataset (id, member, officer, access_class, title, publisher, licence, address, retrieved_on, note, file_name, digest,
      bytes, rows, cells, repeated, bad, format, measure, period_kind, has_origin, has_place, has_position, suppressed, not_reported, first_period,
      last_period, taken_at)
    values (${d.id}, ${d.member}, ${d.officer}, ${d.access_class}, ${d.title}, ${d.publisher}, ${d.licence}, ${d.address}, ${d.retrieved_on}::date, ${d.note},
      ${d.file_name}, ${d.digest}, ${d.bytes}, ${d.rows}, ${d.cells}, ${d.repeated}, ${d.bad}, ${d.format}, ${d.measure}, ${d.period_kind}, ${d.has_origin},
      ${d.has_place}, ${d.has_position}, ${d.suppressed}, ${d.not_reported}, ${d.first_period}, ${d.last_period}, ${d.taken_at})`)

const AT_ONCE = 5_000

/** All figures of a dataset, in the transaction that makes it. */
export async function insertCells(
  writing: Writer,
  dataset: string,
  routes: readonly { readonly code: string; readonly name: string }[],
  cells: CellColumns,
): Promise<void> {
  await writing.run(sql`insert into picture_route (dataset, code, name)
    select ${dataset}::uuid, r.* from unnest(${routes.map(({ code }) => code)}::text[], ${routes.map(({ name }) => name)}::text[]) as r`)
  for (let at = 0; at < cells.line.length; at += AT_ONCE) {
    const part = <T>(values: readonly T[]) => values.slice(at, at + AT_ONCE)
    await writing.run(sql`insert into picture_cell (dataset, line, period, route, origin, place, kind, unit, state, amount, below, reference, lat, lon)
      select ${dataset}::uuid, c.* from unnest(${part(cells.line)}::int[], ${part(cells.period)}::text[], ${part(cells.route)}::text[],
        ${part(cells.origin)}::text[], ${part(cells.place)}::text[], ${part(cells.kind)}::text[], ${part(cells.unit)}::text[],
        ${part(cells.state)}::smallint[], ${part(cells.amount)}::double precision[], ${part(cells.below)}::double precision[],
        ${part(cells.reference)}::text[], ${part(cells.lat)}::double precision[], ${part(cells.lon)}::double precision[]) as c`)
  }
}

export const deleteDataset = (writing: Writer, member: string, id: string): Promise<number> =>
  writing.run(sql`delete from picture_dataset where member = ${member} and id = ${id}::uuid`)

export const maybeDataset = (reading: Reader, member: string, id: string): Promise<DatasetRow | undefined> =>
  reading.maybeOne(sql`select ${COLUMNS} from picture_dataset where member = ${member} and id = ${id}::uuid`)

export const datasetOfFile = (reading: Reader, member: string, digest: Uint8Array): Promise<DatasetRow | undefined> =>
  reading.maybeOne(sql`select ${COLUMNS} from picture_dataset where member = ${member} and digest = ${digest}`)

export const datasetsOf = (reading: Reader, member: string, classes?: readonly number[]): Promise<DatasetRow[]> =>
  reading.many(sql`select ${COLUMNS} from picture_dataset where member = ${member}
    and ${classes === undefined ? sql`true` : sql`access_class = any(${[...classes]}::int[])`}
    order by taken_at desc, id desc limit ${MAX_DATASETS}`)

export const routesOf = (reading: Reader, dataset: string): Promise<{ code: string; name: string }[]> =>
  reading.many(sql`select code, name from picture_route where dataset = ${dataset}::uuid order by code limit 1000`)

export interface CellFilter {
  readonly dataset: string
  readonly route?: string | undefined
  /** `2023`, or `2023-07`. */
  readonly period?: string | undefined
  readonly year_from?: number | undefined
  readonly year_until?: number | undefined
  readonly origin?: string | undefined
  readonly place?: string | undefined
}

function where({ dataset, route, period, year_from, year_until, origin, place }: CellFilter): Sql {
  return allOf([
    sql`dataset = ${dataset}::uuid`,
    ...(route === undefined ? [] : [sql`route = ${route}`]),
    // a year is before its months, and they before the next
    ...(period === undefined ? [] : [sql`(period = ${period} or starts_with(period, ${`${period}-`}))`]),
    ...(year_from === undefined ? [] : [sql`period >= ${String(year_from)}`]),
    ...(year_until === undefined ? [] : [sql`period < ${String(year_until + 1)}`]),
    ...(origin === undefined ? [] : [sql`origin = ${origin}`]),
    ...(place === undefined ? [] : [sql`place = ${place}`]),
  ])
}

export interface SumRow {
  readonly low: number
  /** Of what can be bounded; nothing is, where cells are withheld or not reported. */
  readonly high: number
  readonly numbers: number
  readonly suppressed: number
  readonly not_reported: number
  readonly unbounded: number
}

/** Sums that keep their states apart; less than five things counted one by one are four at most. */
const sums = (whole: boolean) => sql`coalesce(sum(amount), 0) as low,
  coalesce(sum(amount), 0) + coalesce(sum(below - ${whole ? 1 : 0}::int), 0) as high,
  count(*) filter (where state = 0) as numbers, count(*) filter (where state in (1, 2)) as suppressed, count(*) filter (where state = 3) as not_reported,
  count(*) filter (where state in (2, 3)) as unbounded`

export const sumsByRouteAndPeriod = (
  reading: Reader,
  filter: CellFilter,
  whole: boolean,
): Promise<(SumRow & { route: string; period: string })[]> =>
  reading.many(sql`select route, period, ${sums(whole)} from picture_cell where ${where(filter)} group by route, period order by period, route
    limit ${60 * MOST_PERIODS}`)

export const sumsByPeriod = (reading: Reader, filter: CellFilter, whole: boolean): Promise<(SumRow & { period: string })[]> =>
  reading.many(
    sql`select period, ${sums(whole)} from picture_cell where ${where(filter)} group by period order by period limit ${MOST_PERIODS}`,
  )

export const sumsByFlow = (
  reading: Reader,
  filter: CellFilter,
  whole: boolean,
): Promise<(SumRow & { origin: string; route: string; place: string })[]> =>
  reading.many(sql`select origin, route, place, ${sums(whole)} from picture_cell where ${where(filter)} group by origin, route, place
    order by low desc, origin, route, place limit ${MOST_GROUPS}`)

export const sumsByOrigin = (reading: Reader, filter: CellFilter, whole: boolean): Promise<(SumRow & { origin: string })[]> =>
  reading.many(
    sql`select origin, ${sums(whole)} from picture_cell where ${where(filter)} group by origin order by low desc, origin limit 2000`,
  )

/** By squares of the map, the fullest first. */
export const sumsBySquare = (reading: Reader, filter: CellFilter, whole: boolean): Promise<(SumRow & { lat: number; lon: number })[]> =>
  reading.many(sql`select floor(lat / ${SQUARE}::int) * ${SQUARE}::int as lat, floor(lon / ${SQUARE}::int) * ${SQUARE}::int as lon, ${sums(whole)}
    from picture_cell where ${where(filter)} and lat is not null group by 1, 2 order by low desc, 1, 2 limit ${MOST_PLACES}`)

export const countUnplaced = async (reading: Reader, filter: CellFilter): Promise<number> =>
  (await reading.one<{ n: number }>(sql`select count(*) as n from picture_cell where ${where(filter)} and lat is null`)).n

export interface CellRow {
  readonly line: number
  readonly period: string
  readonly route: string
  readonly origin: string
  readonly place: string
  readonly kind: string
  readonly unit: string
  readonly state: number
  readonly amount: number | null
  readonly below: number | null
  readonly reference: string
}

export async function findCells(
  reading: Reader,
  filter: CellFilter,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ rows: CellRow[]; total: number }> {
  const { total } = await reading.one<{ total: number }>(sql`select count(*) as total from picture_cell where ${where(filter)}`)
  const rows = await reading.many<CellRow>(sql`select line, period, route, origin, place, kind, unit, state, amount, below, reference
    from picture_cell where ${where(filter)} order by line, period limit ${Math.min(limit, EXPORT_ROWS)} offset ${offset}`)
  return { rows, total }
}

export interface ImportRow {
  readonly id: string
  readonly member: string
  readonly officer: string
  readonly state: ImportState
  readonly bytes: number
  readonly bytes_received: number
  readonly parts: number
  readonly fault: string | null
  readonly begun_at: Date
  readonly touched_at: Date
  readonly slot: number
  readonly found: Uint8Array
}

const IMPORT = sql`id::text as id, member, officer, state, bytes, bytes_received, parts, fault, begun_at, touched_at, slot, found`

export const insertImport = (
  writing: Writer,
  row: Pick<ImportRow, 'id' | 'member' | 'officer' | 'bytes' | 'begun_at' | 'slot' | 'found'>,
): Promise<number> =>
  writing.run(sql`insert into picture_import (id, member, officer, state, bytes, begun_at, touched_at, slot, found)
    values (${row.id}, ${row.member}, ${row.officer}, 'receiving', ${row.bytes}, ${row.begun_at}, ${row.begun_at}, ${row.slot}, ${row.found})`)

export const maybeImport = (reading: Reader, member: string, id: string): Promise<ImportRow | undefined> =>
  reading.maybeOne(sql`select ${IMPORT} from picture_import where id = ${id}::uuid and member = ${member}`)

/** Held until the transaction ends, so that a file is never taken in twice side by side. */
export const maybeImportToChange = (writing: Writer, member: string, id: string): Promise<ImportRow | undefined> =>
  writing.maybeOne(sql`select ${IMPORT} from picture_import where id = ${id}::uuid and member = ${member} for update`)

export const importsOf = (reading: Reader, member: string): Promise<ImportRow[]> =>
  reading.many(sql`select ${IMPORT} from picture_import where member = ${member} order by begun_at desc limit 100`)

export const maybePartDigest = async (reading: Reader, id: string, position: number): Promise<Uint8Array | undefined> =>
  (
    await reading.maybeOne<{ digest: Uint8Array }>(
      sql`select digest from picture_part where import = ${id}::uuid and position = ${position}`,
    )
  )?.digest

export async function insertPart(
  writing: Writer,
  part: { id: string; position: number; bytes: number; digest: Uint8Array; sealed: Uint8Array },
  now: Date,
): Promise<void> {
  await writing.run(
    sql`insert into picture_part (import, position, digest, sealed) values (${part.id}, ${part.position}, ${part.digest}, ${part.sealed})`,
  )
  await writing.run(
    sql`update picture_import set parts = parts + 1, bytes_received = bytes_received + ${part.bytes}, touched_at = ${now} where id = ${part.id}::uuid`,
  )
}

export const partsOf = (reading: Reader, id: string): Promise<{ position: number; sealed: Uint8Array }[]> =>
  reading.many(sql`select position, sealed from picture_part where import = ${id}::uuid order by position limit 1000`)

export const setFound = (writing: Writer, id: string, found: Uint8Array, fault: string | null, now: Date): Promise<number> =>
  writing.run(
    sql`update picture_import set state = 'prepared', found = ${found}, fault = ${fault}, touched_at = ${now} where id = ${id}::uuid`,
  )

export const deleteImport = (writing: Writer, id: string): Promise<number> =>
  writing.run(sql`delete from picture_import where id = ${id}::uuid`)

export const abandonedImports = (writing: Writer, member: string, untouched_since: Date, most: number): Promise<ImportRow[]> =>
  writing.many(
    sql`select ${IMPORT} from picture_import where member = ${member} and touched_at < ${untouched_since} order by touched_at limit ${most}`,
  )

export const importsUnder = (writing: Writer, slots: readonly number[]): Promise<ImportRow[]> =>
  writing.many(sql`select ${IMPORT} from picture_import where slot = any(${[...slots]}::bigint[]) limit 10000`)
