/** The one door for messages: what was received is applied by its capability, in order, each in effect exactly once. */
import { maybeText } from '#lib/bytes.ts'
import { peekCompact } from '#lib/envelope/index.ts'
import type { Address } from '#wire/address.ts'
import { Refusal } from '#wire/refusal.ts'
import { decodeStatement, type Statement } from '#wire/statement.ts'
import { applying } from '../applying.ts'
import type { Writer } from '../database/port.ts'
import { sql } from '../database/sql.ts'
import type { Node } from '../node.ts'
import { sealing, settledDooms } from '../sealing.ts'

const BATCH = 64
const MAX_ATTEMPTS = 8

interface Kept {
  readonly id: string
  readonly type: string
  readonly slot: number
  readonly sealed: Uint8Array
  readonly received_at: Date
  readonly attempts: number
}

/** Applies what one correspondent's mail is due; answers how many messages were moved on. */
export async function dispatchBatch(node: Node, batch = BATCH): Promise<number> {
  const now = node.clock.now()
  let current: { link: Link; row: Kept } | undefined
  try {
    return await node.database.transaction(async (writing) => {
      const link = await nextLink(writing, now)
      if (!link) return 0
      const rows = await nextRows(writing, link, batch)
      for (const row of rows) {
        current = { link, row }
        await applyOne(node, writing, link, row)
      }
      current = undefined
      await writing.run(sql`update inbox set standing = 'applied', applied_at = ${now}, failure = null
        where ${within(link)} and id = any(${rows.map(({ id }) => id)}::uuid[])`)
      return rows.length
    })
  } catch (failure) {
    if (!current) throw failure
    // the batch is rolled back as a whole; what stood before the failing message goes alone next time
    if (batch > 1) return dispatchBatch(node, 1)
    await failed(node, current.link, current.row, failure)
    return 1
  }
}

interface Link {
  readonly network: string
  readonly own: string
  readonly partner: string
  readonly their_epoch: string | null
  readonly received_through: number
}

const within = ({ network, own, partner }: Link) => sql`network = ${network} and own = ${own} and partner = ${partner}`

/** Locks the correspondent, so that two processes never apply one partner's mail side by side. */
const nextLink = (writing: Writer, now: Date): Promise<Link | undefined> =>
  writing.maybeOne<Link>(sql`
    select c.network, c.own, c.partner, c.their_epoch, c.received_through from correspondent c
    where exists (
      select 1 from inbox i where i.network = c.network and i.own = c.own and i.partner = c.partner and i.standing = 'kept'
        and (i.epoch <> c.their_epoch or i.sequence <= c.received_through))
      and not exists (
      select 1 from inbox i where i.network = c.network and i.own = c.own and i.partner = c.partner and i.standing = 'kept' and i.next_attempt_at > ${now})
    limit 1 for update skip locked`)

const nextRows = (writing: Writer, link: Link, limit: number): Promise<Kept[]> =>
  writing.many<Kept>(sql`
    select id, type, slot, sealed, received_at, attempts from inbox
    where ${within(link)} and standing = 'kept' and (epoch <> ${link.their_epoch} or sequence <= ${link.received_through})
    order by (epoch = ${link.their_epoch}), sequence limit ${limit}`)

async function applyOne(node: Node, writing: Writer, link: Link, row: Kept) {
  const kept = keptJws(node, row)
  const statement = kept && statementIn(kept)
  // a destroyed key leaves nothing to apply: the case was erased while its mail was waiting
  if (!statement) return
  // what was kept before its type was known has not been held against the schema yet
  const [fault] = node.types.knows(row.type) ? node.types.faults(row.type, statement.body) : []
  if (fault) throw new Refusal('message.body-invalid', { inside: `${row.type} ${fault.path} ${fault.reason}` })
  const own: Address = { network: link.network, member: link.own }
  await node.handlers
    .get(row.type)
    ?.apply?.(statement as Statement<never>, applying(node, writing, own, 'received', row.received_at, sealing(node, writing)), kept)
  await settledDooms(writing)
}

/** The statement of an inbox row, as its sender signed it; `undefined` once its key is destroyed. */
export function readKept(node: Node, row: Pick<Kept, 'id' | 'slot' | 'sealed'>): Statement | undefined {
  const jws = keptJws(node, row)
  return jws === undefined ? undefined : statementIn(jws)
}

function keptJws(node: Node, { id, slot, sealed }: Pick<Kept, 'id' | 'slot' | 'sealed'>): string | undefined {
  const bytes = node.vault.open(slot, `inbox:${id}`, sealed)
  return bytes && maybeText(bytes)
}

function statementIn(jws: string): Statement | undefined {
  const peeked = peekCompact(jws)
  return peeked.ok ? decodeStatement(peeked.payload) : undefined
}

async function failed(node: Node, link: Link, row: Kept, failure: unknown) {
  const attempts = row.attempts + 1
  const code = failure instanceof Refusal && failure.code === 'message.body-invalid' ? failure.code : 'node.failed'
  const final = attempts >= MAX_ATTEMPTS || code !== 'node.failed'
  const at = new Date(node.clock.now().getTime() + Math.min(250 * 2 ** attempts, 60_000))
  node.report('dispatch.failed', {
    type: row.type,
    id: row.id,
    attempts,
    inside: failure instanceof Error ? failure.stack : String(failure),
  })
  await node.database.transaction(async (writing) => {
    await writing.run(sql`update inbox set attempts = ${attempts}, next_attempt_at = ${final ? null : at}, standing = ${final ? 'failed' : 'kept'}, failure = ${final ? code : null}
      where ${within(link)} and id = ${row.id} and standing = 'kept'`)
    if (final) {
      await node.journal.append(writing, {
        event: 'post.failed',
        network: link.network,
        actor: link.partner,
        subject: `statement:${row.id}`,
        outcome: 'failed',
        detail: { type: row.type, attempts },
      })
    }
  })
}
