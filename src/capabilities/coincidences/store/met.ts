/** Coincidences: for each side what of its own met, and what the other side says of itself. */
import type { Reader, Writer } from '#kernel/database/port.ts'
import { sql } from '#kernel/database/sql.ts'
import type { Kind, Outcome, Rule } from '../vocabulary.ts'
import type { Place } from './editions.ts'

export interface MetRow extends Place {
  readonly id: string
  readonly partner: string
  readonly reference: string
  readonly kind: Kind
  readonly matter: string
  readonly thing: string
  readonly unit: string
  readonly access_class: number
  readonly rule: Rule
  readonly target: boolean
  readonly found_at: Date
  readonly told_at: Date | null
  readonly answered_at: Date | null
  readonly outcome: Outcome | null
  readonly settled_by: string | null
  readonly settled_at: Date | null
  readonly slot: number
  readonly theirs: Uint8Array | null
  readonly note: Uint8Array | null
}
const COLUMNS = sql`id::text as id, member, network, partner, reference::text as reference, kind, matter, thing, unit, access_class, rule, target, found_at, told_at,
  answered_at, outcome, settled_by, settled_at, slot, theirs, note`

export const maybeMet = (reading: Reader, member: string, id: string): Promise<MetRow | undefined> =>
  reading.maybeOne(sql`select ${COLUMNS} from coincidences_met where member = ${member} and id = ${id}::uuid`)

export const maybeMetWith = (
  reading: Reader,
  { member, network }: Place,
  { partner, kind, matter, thing }: Pick<MetRow, 'partner' | 'kind' | 'matter' | 'thing'>,
): Promise<MetRow | undefined> =>
  reading.maybeOne(sql`select ${COLUMNS} from coincidences_met where member = ${member} and network = ${network} and partner = ${partner}
    and kind = ${kind} and matter = ${matter} and thing = ${thing}`)

export const metUnder = (reading: Reader, { member, network }: Place, partner: string, reference: string): Promise<MetRow[]> =>
  reading.many(sql`select ${COLUMNS} from coincidences_met where member = ${member} and network = ${network} and partner = ${partner}
    and reference = ${reference}::uuid order by id limit 50`)

export const insertMet = (writing: Writer, row: MetRow): Promise<number> =>
  writing.run(sql`insert into coincidences_met (id, member, network, partner, reference, kind, matter, thing, unit, access_class, rule, target, found_at, told_at,
      answered_at, slot, theirs)
    values (${row.id}, ${row.member}, ${row.network}, ${row.partner}, ${row.reference}, ${row.kind}, ${row.matter}, ${row.thing}, ${row.unit},
      ${row.access_class}, ${row.rule}, ${row.target}, ${row.found_at}, ${row.told_at}, ${row.answered_at}, ${row.slot}, ${row.theirs}) on conflict do nothing`)

export const saveTheirSide = (
  writing: Writer,
  id: string,
  { reference, theirs, at }: { reference: string; theirs: Uint8Array | null; at: Date },
): Promise<number> =>
  writing.run(
    sql`update coincidences_met set reference = ${reference}::uuid, theirs = ${theirs}, answered_at = ${at} where id = ${id}::uuid`,
  )

export const settleMet = (
  writing: Writer,
  id: string,
  { outcome, note, by, at }: { outcome: Outcome; note: Uint8Array | null; by: string; at: Date },
): Promise<number> =>
  writing.run(
    sql`update coincidences_met set outcome = ${outcome}, note = ${note}, settled_by = ${by}, settled_at = ${at} where id = ${id}::uuid`,
  )

/** What was found before it was marked, or before the mark was taken off, is seen by the same people as what is found after. */
export const reclassifyMet = (
  writing: Writer,
  member: string,
  { matter, thing, unit }: Pick<MetRow, 'matter' | 'thing' | 'unit'>,
  { target, access_class }: Pick<MetRow, 'target' | 'access_class'>,
): Promise<number> =>
  writing.run(sql`update coincidences_met set target = ${target}, access_class = ${access_class}
    where member = ${member} and matter = ${matter} and thing = ${thing} and unit = ${unit}`)

const among = (member: string, classes: readonly number[], settled: boolean) =>
  sql`member = ${member} and access_class = any(${[...classes]}::int[]) and (outcome is not null) = ${settled}`

export const metPage = (
  reading: Reader,
  member: string,
  classes: readonly number[],
  { settled, limit, offset }: { settled: boolean; limit: number; offset: number },
): Promise<MetRow[]> =>
  reading.many(
    sql`select ${COLUMNS} from coincidences_met where ${among(member, classes, settled)} order by found_at desc, id limit ${limit} offset ${offset}`,
  )

export const countMet = async (reading: Reader, member: string, classes: readonly number[], settled: boolean): Promise<number> =>
  (await reading.one<{ n: number }>(sql`select count(*)::int as n from coincidences_met where ${among(member, classes, settled)}`)).n

export const metBefore = (
  reading: Reader,
  { member, network }: Place,
  before: Date,
  limit: number,
): Promise<{ id: string; slot: number }[]> =>
  reading.many(
    sql`select id::text as id, slot from coincidences_met where member = ${member} and network = ${network} and found_at <= ${before} order by found_at limit ${limit}`,
  )

export const deleteMet = (writing: Writer, ids: readonly string[]): Promise<number> =>
  writing.run(sql`delete from coincidences_met where id = any(${[...ids]}::uuid[])`)

export const blankMet = (writing: Writer, slots: readonly number[]): Promise<number> =>
  writing.run(sql`update coincidences_met set theirs = null, note = null where slot = any(${[...slots]}::bigint[])`)
