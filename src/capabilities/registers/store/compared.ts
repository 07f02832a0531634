/** Reading what the register in memory is made of, and what has changed since. */
import type { Reader, Writer } from '#kernel/database/port.ts'
import { sql } from '#kernel/database/sql.ts'

export const RECORD_LABEL = 'registers.record'

export interface ComparedRow {
  readonly id: string
  readonly slot: number
  readonly sealed: Uint8Array
}

export interface Change {
  readonly counter: number
  readonly record: string | null
  readonly import: string | null
}

/** Which database this is, and how many changes it has seen. */
export const head = (reading: Reader): Promise<{ identity: string; counter: number }> =>
  reading.one(sql`select identity::text as identity, counter from registers_head`)

/** Counts a change; changes commit in the order of their numbers, because the head's row is held until the commit. */
export async function countChange(writing: Writer, change: { record: string } | { import: string }, now: Date): Promise<void> {
  const { counter } = await writing.one<{ counter: number }>(sql`update registers_head set counter = counter + 1 returning counter`)
  const [record, from] = 'record' in change ? [change.record, null] : [null, change.import]
  await writing.run(sql`insert into registers_change (counter, record, import, at) values (${counter}, ${record}, ${from}, ${now})`)
}

export const changesAfter = (reading: Reader, counter: number, most: number): Promise<Change[]> =>
  reading.many(sql`select counter, record::text as record, import::text as import from registers_change
    where counter > ${counter} order by counter limit ${most}`)

/** Shortens the list of changes, of which the last stays; who was away longer reads everything anew. */
export const deleteChanges = (writing: Writer, before: Date, most: number): Promise<number> =>
  writing.run(
    sql`delete from registers_change where counter in (
      select counter from registers_change where at < ${before} and counter < (select counter from registers_head) order by counter limit ${most})`,
  )

/** The head, held until the transaction ends: no change is counted meanwhile. */
export const headHeld = (writing: Writer): Promise<{ counter: number }> => writing.one(sql`select counter from registers_head for share`)

/** What tells a change from another one of the same number, in a database that was set back and went on. */
export const maybeMark = async (reading: Reader, counter: number): Promise<string | undefined> => {
  if (counter === 0) return 'none'
  const change = await reading.maybeOne<{ thing: string; at: Date }>(
    sql`select coalesce(record, import)::text as thing, at from registers_change where counter = ${counter}`,
  )
  return change && `${change.thing} ${change.at.toISOString()}`
}

const COLUMNS = sql`id::text as id, slot, sealed`
const COMPARED = sql`status = 'active' and kind in ('person', 'firearm') and sealed is not null`

/** In the order of their slots, which is nearly that on the disk: in the order of their ids each would be read from another place. */
export const comparedFrom = (reading: Reader, member: string, after: number, most: number): Promise<ComparedRow[]> =>
  reading.many(
    sql`select ${COLUMNS} from registers_live where member = ${member} and ${COMPARED} and slot > ${after} order by slot limit ${most}`,
  )

export const comparedOf = (reading: Reader, member: string, ids: readonly string[]): Promise<ComparedRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : reading.many(
        sql`select ${COLUMNS} from registers_live where member = ${member} and ${COMPARED} and id = any(${[...ids]}::uuid[]) limit ${ids.length}`,
      )

export const comparedOfImport = (reading: Reader, member: string, from: string, after: number, most: number): Promise<ComparedRow[]> =>
  reading.many(sql`select ${COLUMNS} from registers_live
    where import = ${from}::uuid and member = ${member} and ${COMPARED} and slot > ${after} order by slot limit ${most}`)
