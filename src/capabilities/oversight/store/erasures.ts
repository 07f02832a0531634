/** SQL of erasures. Beside its own table it blanks rows of the kernel's journal, in the manner of the kernel's own erasure: hash and order stay. */
import type { Reader, Writer } from '#kernel/database/port.ts'
import { sql } from '#kernel/database/sql.ts'
import { counted } from './network.ts'

export interface ErasureRow {
  readonly id: string
  readonly member: string
  readonly subject: string
  readonly ground: string
  readonly reference: string
  readonly state: 'proposed' | 'done' | 'withdrawn'
  readonly proposed_by: string
  readonly proposed_at: Date
  readonly decided_by: string | null
  readonly decided_at: Date | null
  readonly entries: number | null
}
const COLUMNS = sql`id::text as id, member, subject, ground, reference, state, proposed_by, proposed_at, decided_by, decided_at, entries`

/** Adds a proposal; false where one on the same thing is open. */
export const insertErasure = async (
  writing: Writer,
  row: Pick<ErasureRow, 'id' | 'member' | 'subject' | 'ground' | 'reference' | 'proposed_by' | 'proposed_at'> & {
    subject_digest: Uint8Array
  },
): Promise<boolean> =>
  (await writing.run(sql`
    insert into oversight_erasure (id, member, subject, subject_digest, ground, reference, state, proposed_by, proposed_at)
    values (${row.id}, ${row.member}, ${row.subject}, ${row.subject_digest}, ${row.ground}, ${row.reference}, 'proposed', ${row.proposed_by}, ${row.proposed_at})
    on conflict (member, subject_digest) where state = 'proposed' do nothing`)) > 0

/** Held until the transaction ends, so that it is decided once. */
export const maybeErasure = (writing: Writer, member: string, id: string): Promise<ErasureRow | undefined> =>
  writing.maybeOne<ErasureRow>(sql`select ${COLUMNS} from oversight_erasure where member = ${member} and id = ${id}::uuid for update`)

export const settleErasure = (
  writing: Writer,
  { id, state, decided_by, decided_at, entries }: Pick<ErasureRow, 'id' | 'state' | 'decided_by' | 'decided_at' | 'entries'>,
) =>
  writing.run(sql`update oversight_erasure set state = ${state}, decided_by = ${decided_by}, decided_at = ${decided_at}, entries = ${entries}, subject = case when ${state === 'done'} then '' else subject end
    where id = ${id}::uuid`)

export async function findErasures(
  reading: Reader,
  filter: { member: string; state?: string; subject_digest?: Uint8Array },
  before: string | undefined,
  limit: number,
) {
  const { member, state, subject_digest } = filter
  const where = sql`member = ${member} and ${state ? sql`state = ${state}` : sql`true`} and ${subject_digest ? sql`subject_digest = ${subject_digest}` : sql`true`}`
  const after = before ? sql`id < ${before}::uuid` : sql`true`
  const rows = await reading.many<ErasureRow>(
    sql`select ${COLUMNS} from oversight_erasure where ${where} and ${after} order by id desc limit ${limit}`,
  )
  return { rows, ...(await counted(reading, sql`oversight_erasure where ${where}`)) }
}

/** The member whose people an entry names; null where it names none. */
const NAMED_MEMBER = sql`convert_from(row, 'UTF8')::jsonb -> 'detail' ->> 'member'`

/**
 * How many entries name a thing, counted no further than `most`; whether an officer is the actor of one that is not a look by oversight; and
 * how many of them are of other members that the node serves.
 */
export const entriesAbout = (
  reading: Reader,
  subjects: readonly string[],
  { officer, member }: { officer: string; member: string },
  most: number,
): Promise<{ count: number; own: number; foreign: number }> =>
  reading.one(sql`
    select count(*) as count, count(*) filter (where actor = ${officer} and not starts_with(event, 'oversight.')) as own,
      count(*) filter (where member <> ${member}) as foreign
    from (select actor, event, ${NAMED_MEMBER} as member from journal_entry
      where subject = any(${[...subjects]}::text[]) and row is not null limit ${most}) as few`)

/** Blanks the rows about a thing, at most `most`; answers their ids. */
export const blankEntries = (writing: Writer, subjects: readonly string[], most: number): Promise<{ id: string }[]> =>
  writing.many(sql`
    update journal_entry set row = null, nonce = null, actor = null, subject = 'erased'
    where id in (select id from journal_entry where subject = any(${[...subjects]}::text[]) and row is not null order by id limit ${most}) returning id::text as id`)
