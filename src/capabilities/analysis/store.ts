/** Charts, their blocks, and files on their way in: the only SQL of this capability. */
import type { Reader, Writer } from '#kernel/database/port.ts'
import { allOf, sql } from '#kernel/database/sql.ts'
import type { Classification, Purpose } from '#wire/vocabulary.ts'
import type { ImportKind, ImportState } from './rules.ts'

export interface ChartRow {
  readonly id: string
  readonly member: string
  readonly unit: string
  readonly officer: string
  readonly access_class: number
  readonly classification: Classification
  readonly purpose: Purpose
  readonly elements: number
  readonly links: number
  readonly merges: number
  readonly edition: number
  readonly begun_at: Date
  readonly changed_at: Date
  readonly forget_at: Date
  readonly erased_at: Date | null
  readonly slot: number
  readonly sealed: Uint8Array | null
  readonly work: Uint8Array | null
}

const COLUMNS = sql`id::text as id, member, unit, officer, access_class, classification, purpose, elements, links, merges, edition, begun_at, changed_at,
  forget_at, erased_at, slot, sealed, work`

export const insertChart = (
  writing: Writer,
  row: Omit<ChartRow, 'elements' | 'links' | 'merges' | 'edition' | 'changed_at' | 'erased_at' | 'sealed' | 'work'> & {
    readonly sealed: Uint8Array
  },
): Promise<number> =>
  writing.run(sql`insert into analysis_chart (id, member, unit, officer, access_class, classification, purpose, begun_at, changed_at, forget_at, slot, sealed)
    values (${row.id}, ${row.member}, ${row.unit}, ${row.officer}, ${row.access_class}, ${row.classification}, ${row.purpose}, ${row.begun_at},
      ${row.begun_at}, ${row.forget_at}, ${row.slot}, ${row.sealed})`)

export const maybeChart = (reading: Reader, member: string, id: string): Promise<ChartRow | undefined> =>
  reading.maybeOne(sql`select ${COLUMNS} from analysis_chart where id = ${id}::uuid and member = ${member}`)

/** Held until the transaction ends, so that two analysts never write over each other. */
export const maybeChartToChange = (writing: Writer, member: string, id: string): Promise<ChartRow | undefined> =>
  writing.maybeOne(sql`select ${COLUMNS} from analysis_chart where id = ${id}::uuid and member = ${member} for update`)

export const countOpen = async (reading: Reader, member: string, officer: string): Promise<number> =>
  (
    await reading.one<{ n: number }>(
      sql`select count(*) as n from analysis_chart where member = ${member} and officer = ${officer} and erased_at is null`,
    )
  ).n

export interface ChartFilter {
  readonly member: string
  readonly classes?: readonly number[]
  readonly open?: boolean
}

export async function findCharts(
  reading: Reader,
  { member, classes, open }: ChartFilter,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ rows: ChartRow[]; total: number }> {
  const conditions = allOf([
    sql`member = ${member}`,
    ...(classes === undefined ? [] : [sql`access_class = any(${[...classes]}::int[])`]),
    ...(open === undefined ? [] : [open ? sql`erased_at is null` : sql`erased_at is not null`]),
  ])
  const { total } = await reading.one<{ total: number }>(sql`select count(*) as total from analysis_chart where ${conditions}`)
  const rows = await reading.many<ChartRow>(
    sql`select ${COLUMNS} from analysis_chart where ${conditions} order by changed_at desc, id desc limit ${limit} offset ${offset}`,
  )
  return { rows, total }
}

export const setAbout = (writing: Writer, id: string, sealed: Uint8Array, forget_at: Date, now: Date): Promise<number> =>
  writing.run(sql`update analysis_chart set sealed = ${sealed}, forget_at = ${forget_at}, changed_at = ${now} where id = ${id}::uuid`)

export const setWork = (writing: Writer, id: string, work: Uint8Array, merges: number, now: Date): Promise<number> =>
  writing.run(sql`update analysis_chart set work = ${work}, merges = ${merges}, changed_at = ${now} where id = ${id}::uuid`)

const MOST_BLOCKS = 1_000
export const blocksIn = (reading: Reader, id: string): Promise<{ position: number; sealed: Uint8Array }[]> =>
  reading.many(sql`select position, sealed from analysis_block where chart = ${id}::uuid order by position limit ${MOST_BLOCKS}`)

/** Puts a whole new content in the place of the old one. */
export async function setContent(
  writing: Writer,
  id: string,
  blocks: readonly Uint8Array[],
  counts: { elements: number; links: number },
  now: Date,
): Promise<void> {
  await writing.run(sql`delete from analysis_block where chart = ${id}::uuid`)
  for (const [position, sealed] of blocks.entries())
    await writing.run(sql`insert into analysis_block (chart, position, sealed) values (${id}::uuid, ${position}, ${sealed})`)
  await writing.run(sql`update analysis_chart set elements = ${counts.elements}, links = ${counts.links}, edition = edition + 1, changed_at = ${now}
    where id = ${id}::uuid`)
}

/** Nothing of a chart stays but that there was one, whose, why, and how large. */
export async function emptyChart(writing: Writer, id: string, now: Date): Promise<void> {
  await writing.run(sql`delete from analysis_block where chart = ${id}::uuid`)
  await writing.run(sql`delete from analysis_import where chart = ${id}::uuid`)
  await writing.run(sql`delete from analysis_rating where chart = ${id}::uuid`)
  await writing.run(sql`delete from analysis_handed where chart = ${id}::uuid`)
  await writing.run(
    sql`update analysis_chart set sealed = null, work = null, erased_at = coalesce(erased_at, ${now}), changed_at = ${now} where id = ${id}::uuid`,
  )
}

export const overdueCharts = (writing: Writer, member: string, now: Date, most: number): Promise<ChartRow[]> =>
  writing.many(sql`select ${COLUMNS} from analysis_chart where member = ${member} and erased_at is null and forget_at <= ${now}
    order by forget_at limit ${most} for update`)

export const chartsUnder = (writing: Writer, slots: readonly number[]): Promise<ChartRow[]> =>
  writing.many(sql`select ${COLUMNS} from analysis_chart where erased_at is null and slot = any(${[...slots]}::bigint[]) limit 10000`)

export interface ImportRow {
  readonly id: string
  readonly chart: string
  readonly officer: string
  readonly holds: ImportKind
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

const IMPORT = sql`id::text as id, chart::text as chart, officer, holds, state, bytes, bytes_received, parts, fault, begun_at, touched_at, slot, found`

export const insertImport = (
  writing: Writer,
  row: Pick<ImportRow, 'id' | 'chart' | 'officer' | 'holds' | 'bytes' | 'begun_at' | 'slot' | 'found'>,
): Promise<number> =>
  writing.run(sql`insert into analysis_import (id, chart, officer, holds, state, bytes, begun_at, touched_at, slot, found)
    values (${row.id}, ${row.chart}, ${row.officer}, ${row.holds}, 'receiving', ${row.bytes}, ${row.begun_at}, ${row.begun_at}, ${row.slot}, ${row.found})`)

export const maybeImport = (reading: Reader, chart: string, id: string): Promise<ImportRow | undefined> =>
  reading.maybeOne(sql`select ${IMPORT} from analysis_import where id = ${id}::uuid and chart = ${chart}::uuid`)

export const importsOf = (reading: Reader, chart: string): Promise<ImportRow[]> =>
  reading.many(sql`select ${IMPORT} from analysis_import where chart = ${chart}::uuid order by begun_at desc limit 100`)

export const maybePartDigest = async (reading: Reader, id: string, position: number): Promise<Uint8Array | undefined> =>
  (
    await reading.maybeOne<{ digest: Uint8Array }>(
      sql`select digest from analysis_part where import = ${id}::uuid and position = ${position}`,
    )
  )?.digest

export async function insertPart(
  writing: Writer,
  part: { id: string; position: number; bytes: number; digest: Uint8Array; sealed: Uint8Array },
  now: Date,
): Promise<void> {
  await writing.run(
    sql`insert into analysis_part (import, position, digest, sealed) values (${part.id}, ${part.position}, ${part.digest}, ${part.sealed})`,
  )
  await writing.run(
    sql`update analysis_import set parts = parts + 1, bytes_received = bytes_received + ${part.bytes}, touched_at = ${now} where id = ${part.id}::uuid`,
  )
}

export const partsOf = (reading: Reader, id: string): Promise<{ position: number; sealed: Uint8Array }[]> =>
  reading.many(sql`select position, sealed from analysis_part where import = ${id}::uuid order by position limit 1000`)

export const setFound = (writing: Writer, id: string, found: Uint8Array, fault: string | null, now: Date): Promise<number> =>
  writing.run(
    sql`update analysis_import set state = 'prepared', found = ${found}, fault = ${fault}, touched_at = ${now} where id = ${id}::uuid`,
  )

export const deleteImport = (writing: Writer, id: string): Promise<number> =>
  writing.run(sql`delete from analysis_import where id = ${id}::uuid`)

export const abandonedImports = (writing: Writer, member: string, untouched_since: Date, most: number): Promise<ImportRow[]> =>
  writing.many(sql`select ${IMPORT} from analysis_import where touched_at < ${untouched_since}
    and chart in (select id from analysis_chart where member = ${member}) order by touched_at limit ${most}`)

export const importsUnder = (writing: Writer, slots: readonly number[]): Promise<ImportRow[]> =>
  writing.many(sql`select ${IMPORT} from analysis_import where slot = any(${[...slots]}::bigint[]) limit 10000`)

// ratings

export interface RatingRow {
  readonly id: string
  readonly chart: string
  readonly of_group: number
  readonly officer: string
  readonly rated_at: Date
  readonly sealed: Uint8Array
}
const RATING = sql`id::text as id, chart::text as chart, of_group, officer, rated_at, sealed`

export const ratingsOf = (reading: Reader, chart: string, most: number): Promise<RatingRow[]> =>
  reading.many(sql`select ${RATING} from analysis_rating where chart = ${chart}::uuid order by of_group, rated_at, id limit ${most}`)

export const countRatings = async (reading: Reader, chart: string): Promise<number> =>
  (await reading.one<{ n: number }>(sql`select count(*) as n from analysis_rating where chart = ${chart}::uuid`)).n

export const maybeRating = (reading: Reader, chart: string, id: string): Promise<RatingRow | undefined> =>
  reading.maybeOne(sql`select ${RATING} from analysis_rating where chart = ${chart}::uuid and id = ${id}::uuid`)

/** The rating of a group that this rater has given. */
export const maybeRatingBy = (reading: Reader, chart: string, of_group: number, rater: Uint8Array): Promise<RatingRow | undefined> =>
  reading.maybeOne(sql`select ${RATING} from analysis_rating where chart = ${chart}::uuid and of_group = ${of_group} and rater = ${rater}`)

export const insertRating = (writing: Writer, row: RatingRow & { readonly rater: Uint8Array }): Promise<number> =>
  writing.run(sql`insert into analysis_rating (id, chart, of_group, rater, officer, rated_at, sealed)
    values (${row.id}, ${row.chart}, ${row.of_group}, ${row.rater}, ${row.officer}, ${row.rated_at}, ${row.sealed})`)

export const deleteRating = (writing: Writer, id: string): Promise<number> =>
  writing.run(sql`delete from analysis_rating where id = ${id}::uuid`)

export const deleteRatingsOf = (writing: Writer, chart: string, of_group: number): Promise<number> =>
  writing.run(sql`delete from analysis_rating where chart = ${chart}::uuid and of_group = ${of_group}`)

// what comes from other capabilities

export interface HandedRow {
  readonly chart: string
  readonly matter: string
  readonly thing: string
  readonly element: number | null
  readonly slots: readonly number[]
  readonly officer: string
  readonly taken_at: Date
  readonly sealed: Uint8Array | null
}
const HANDED = sql`chart::text as chart, matter, thing, element, slots, officer, taken_at, sealed`

export const handedTo = async (reading: Reader, chart: string, most: number): Promise<HandedRow[]> =>
  (
    await reading.many<HandedRow>(
      sql`select ${HANDED} from analysis_handed where chart = ${chart}::uuid order by matter, element nulls last, thing limit ${most}`,
    )
  ).map((row) => ({ ...row, slots: row.slots.map(Number) }))

export const countHanded = async (reading: Reader, chart: string): Promise<number> =>
  (await reading.one<{ n: number }>(sql`select count(*) as n from analysis_handed where chart = ${chart}::uuid`)).n

export const insertHanded = (writing: Writer, row: HandedRow): Promise<number> =>
  writing.run(sql`insert into analysis_handed (chart, matter, thing, element, slots, officer, taken_at, sealed)
    values (${row.chart}, ${row.matter}, ${row.thing}, ${row.element}, ${[...row.slots]}::bigint[], ${row.officer}, ${row.taken_at}, ${row.sealed})`)

/** In the place of what was kept of it before. */
export const saveHanded = (writing: Writer, row: Omit<HandedRow, 'element'>): Promise<number> =>
  writing.run(sql`update analysis_handed set slots = ${[...row.slots]}::bigint[], officer = ${row.officer}, taken_at = ${row.taken_at}, sealed = ${row.sealed}
    where chart = ${row.chart}::uuid and matter = ${row.matter} and thing = ${row.thing}`)

export const letGoOf = (writing: Writer, chart: string, matter: string, things: readonly string[]): Promise<number> =>
  writing.run(
    sql`update analysis_handed set sealed = null where chart = ${chart}::uuid and matter = ${matter} and thing = any(${[...things]}::text[])`,
  )

export const letGoUnder = (writing: Writer, slots: readonly number[]): Promise<number> =>
  writing.run(sql`update analysis_handed set sealed = null where slots && ${[...slots]}::bigint[]`)
