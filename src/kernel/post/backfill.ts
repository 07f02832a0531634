/** Filling gaps: what a partner's numbering shows to be missing, and all that a restored node has lost of both directions. */
import { maybeText, sha256, utf8 } from '#lib/bytes.ts'
import { peekCompact } from '#lib/envelope/index.ts'
import { UUID } from '#lib/uuid.ts'
import { type Address, ID } from '#wire/address.ts'
import { Refusal } from '#wire/refusal.ts'
import { decodeStatement, type Statement } from '#wire/statement.ts'
import { applying } from '../applying.ts'
import { sql } from '../database/sql.ts'
import type { Node } from '../node.ts'
import type { KnownKey } from '../peers.ts'
import { sealing, settledDooms, slotsOf } from '../sealing.ts'
import { callPartner } from './calls.ts'
import type { Link } from './deliver.ts'
import { scopeOf } from './outbox.ts'

/** What the caller has and wants; all numbers are of the numbering named beside them. */
export interface BackfillRequest {
  readonly network: string
  readonly own: string
  readonly partner: string
  /** The caller's present epoch. */
  readonly epoch: string
  /** The partner's epoch as the caller knows it, and how far it has received without a gap. */
  readonly their_epoch: string | null
  readonly received_through: number
  /** After a restore: the caller's epoch before, and how far its outbox of it reaches. */
  readonly sent?: { readonly epoch: string; readonly through: number }
}

export interface BackfillReply {
  readonly epoch: string
  /** Numbers up to this exist. */
  readonly through: number
  /** Numbers that will never be filled. */
  readonly void: readonly number[]
  /** What the caller had sent and lost, oldest first, with the receipts it was given. */
  readonly sent: readonly { readonly sequence: number; readonly statement: string; readonly receipt: string }[]
}

const WINDOW = 1_000
const PAGE = 200
const MAX_PAGES = 10_000

/** Answers a partner's request: queues again what it misses, names what stays void, returns what it had sent us. */
export async function answerBackfill(body: unknown, { address, member }: KnownKey, node: Node): Promise<BackfillReply> {
  const asked = requestOf(body)
  if (asked.network !== address.network || asked.own !== address.member) throw new Refusal('message.sender-mismatch')
  if (member.status === 'suspended') throw new Refusal('member.suspended')
  const own: Address = { network: asked.network, member: asked.partner }
  if (!node.keys.addresses.some((one) => one.network === own.network && one.member === own.member))
    throw new Refusal('message.misaddressed')
  const reply = await node.database.transaction(async (writing) => {
    const link = sql`network = ${own.network} and own = ${own.member} and partner = ${address.member}`
    await writing.run(
      sql`insert into correspondent (network, own, partner) values (${own.network}, ${own.member}, ${address.member}) on conflict do nothing`,
    )
    const row = await writing.one<{ their_epoch: string | null; next_sequence: number }>(
      sql`select their_epoch, next_sequence from correspondent where ${link} for update`,
    )
    if (asked.sent && row.their_epoch !== asked.epoch) {
      await writing.run(
        sql`update correspondent set their_epoch = ${asked.epoch}, received_through = 0, highest_seen = 0, gap_since = null where ${link}`,
      )
      await node.journal.append(writing, {
        event: 'post.epoch',
        network: own.network,
        actor: address.member,
        subject: `epoch:${asked.epoch}`,
      })
    }
    const after = asked.their_epoch === node.epoch ? asked.received_through : 0
    let next = row.next_sequence
    if (asked.their_epoch !== null && asked.their_epoch !== node.epoch) {
      // the caller stopped in an epoch of ours that is over: what followed there is numbered anew here
      const old = await writing.many<{ id: string }>(sql`
        select id from outbox where ${link} and epoch = ${asked.their_epoch} and sequence > ${asked.received_through} and state = 'delivered' order by sequence limit ${WINDOW}`)
      for (const { id } of old)
        await writing.run(
          sql`update outbox set epoch = ${node.epoch}, sequence = ${next++}, state = 'waiting' where ${link} and id = ${id}`,
        )
      if (old.length > 0) await writing.run(sql`update correspondent set next_sequence = ${next} where ${link}`)
    }
    const through = next - 1
    const until = Math.min(through, after + WINDOW)
    await writing.run(
      sql`update outbox set state = 'waiting', settled_at = null where ${link} and epoch = ${node.epoch} and sequence > ${after} and sequence <= ${until} and state = 'delivered'`,
    )
    const filled = await writing.many<{ sequence: number }>(sql`
      select sequence from outbox where ${link} and epoch = ${node.epoch} and sequence > ${after} and sequence <= ${until} and state in ('waiting', 'held') limit ${WINDOW}`)
    const held = new Set(filled.map(({ sequence }) => sequence))
    const empty: number[] = []
    for (let number = after + 1; number <= until; number++) if (!held.has(number)) empty.push(number)
    const sent = asked.sent
      ? await writing.many<{ id: string; sequence: number; slot: number; sealed: Uint8Array; receipt: string }>(sql`
          select id, sequence, slot, sealed, receipt from inbox where ${link} and epoch = ${asked.sent.epoch} and sequence > ${asked.sent.through} order by sequence limit ${PAGE}`)
      : []
    writing.afterCommit(() => node.bells.ring('deliver'))
    return {
      epoch: node.epoch,
      through: until,
      void: empty,
      sent: sent.flatMap(({ id, sequence, slot, sealed, receipt }) => {
        const statement = maybeText(node.vault.open(slot, `inbox:${id}`, sealed) ?? new Uint8Array(0))
        return statement ? [{ sequence, statement, receipt }] : []
      }),
    }
  })
  return reply
}

/** Asks the partner of a link for what is missing here; after a restore, until both directions are whole again. */
export async function requestBackfill(node: Node, { own, partner }: Link): Promise<void> {
  const link = sql`network = ${own.network} and own = ${own.member} and partner = ${partner.member}`
  for (let page = 0; page < MAX_PAGES; page++) {
    const row = await node.database.one<{ their_epoch: string | null; received_through: number; restoring: boolean }>(
      sql`select their_epoch, received_through, restoring from correspondent where ${link}`,
    )
    const sent = row.restoring ? await lostSince(node, link) : undefined
    const asked: BackfillRequest = {
      network: own.network,
      own: own.member,
      partner: partner.member,
      epoch: node.epoch,
      their_epoch: row.their_epoch,
      received_through: row.received_through,
      ...(sent && { sent }),
    }
    const reply = await callPartner(node, own, partner, {
      method: 'POST',
      path: '/partner/v1/backfill',
      body: utf8(JSON.stringify(asked)),
      timeout_ms: 30_000,
      max_bytes: 128 * 1024 * 1024,
    })
    if (reply.status !== 200) throw new Error(`the door answers ${reply.status}`)
    const answer = JSON.parse(Buffer.from(reply.body).toString('utf8')) as BackfillReply
    await takeVoid(node, own, partner, answer)
    for (const one of answer.sent) await takeSent(node, own, partner, asked.sent!.epoch, one)
    if (row.restoring && answer.sent.length === 0) {
      await node.database.transaction((writing) =>
        writing.run(sql`update correspondent set restoring = false, next_attempt_at = null, attempts = 0 where ${link}`),
      )
    }
    if (answer.sent.length === 0) return
  }
}

/** The epoch before the restore and how far this link's outbox of it reaches. */
async function lostSince(node: Node, link: ReturnType<typeof sql>): Promise<BackfillRequest['sent']> {
  const state = await node.database.maybeOne<{ value: { epoch: string } }>(sql`select value from node_state where name = 'epoch-before'`)
  if (!state) return undefined
  const { through } = await node.database.one<{ through: number | null }>(
    sql`select max(sequence) as through from outbox where ${link} and epoch = ${state.value.epoch} and state = 'delivered'`,
  )
  return { epoch: state.value.epoch, through: through ?? 0 }
}

async function takeVoid(node: Node, own: Address, partner: Address, { epoch, void: empty }: BackfillReply) {
  const numbers = empty.slice(0, WINDOW)
  await node.database.transaction(async (writing) => {
    const link = sql`network = ${own.network} and own = ${own.member} and partner = ${partner.member}`
    const row = await writing.one<{ their_epoch: string | null; received_through: number }>(
      sql`select their_epoch, received_through from correspondent where ${link} for update`,
    )
    // a partner in a new epoch counts from 1 again
    const same = row.their_epoch === epoch
    let through = same ? row.received_through : 0
    if (numbers.length > 0) {
      await writing.run(sql`insert into inbox_void (network, own, partner, epoch, sequence, code, at)
        select ${own.network}::text, ${own.member}::text, ${partner.member}::text, ${epoch}::text, n, 'message.expired', ${node.clock.now()}::timestamptz from unnest(${numbers}::bigint[]) as n on conflict do nothing`)
    }
    const places = new Set(
      (
        await writing.many<{ sequence: number }>(sql`
          select sequence from inbox where ${link} and epoch = ${epoch} and sequence > ${through} union select sequence from inbox_void where ${link} and epoch = ${epoch} and sequence > ${through} order by sequence limit 5000`)
      ).map(({ sequence }) => sequence),
    )
    while (places.has(through + 1)) through++
    await writing.run(sql`update correspondent set their_epoch = ${epoch}, received_through = ${through}, highest_seen = greatest(case when ${same} then highest_seen else 0 end, ${through}::bigint),
      gap_since = case when ${same} and highest_seen > ${through}::bigint then ${node.clock.now()}::timestamptz end where ${link}`)
  })
  node.bells.ring('dispatch')
}

/** Puts back a statement that this node had sent and lost: it carries our own signature and the receipt given for it. */
async function takeSent(
  node: Node,
  own: Address,
  partner: Address,
  epoch: string,
  { sequence, statement, receipt }: BackfillReply['sent'][number],
) {
  const peeked = peekCompact(statement)
  if (!peeked.ok || !node.keys.signers(own).some(({ kid }) => kid === peeked.kid)) return
  const read: Statement = decodeStatement(peeked.payload)
  const { header } = read
  const bytes = utf8(statement)
  await node.database.transaction(async (writing) => {
    const vault = sealing(node, writing)
    const scope = scopeOf(header, partner.member)
    const slot = (await slotsOf(node, writing, [scope])).get(scope)!
    const inserted = await writing.run(sql`
      insert into outbox (network, own, partner, id, epoch, sequence, type, case_id, in_reply_to, digest, slot, sealed, blobs, state, queued_at, settled_at, receipt)
      values (${own.network}, ${own.member}, ${partner.member}, ${header.id}, ${epoch}, ${sequence}, ${header.type}, ${header.case ?? null}, ${header.in_reply_to ?? null}, ${sha256(bytes)}, ${slot},
        ${node.vault.seal(slot, `outbox:${header.id}:${partner.member}`, bytes)}, ${read.attachments.map(({ sealed_sha256 }) => sealed_sha256)}::text[], 'delivered', ${new Date(header.sent_at)}, ${node.clock.now()}, ${receipt})
      on conflict do nothing`)
    if (inserted === 0) {
      await writing.run(sql`update outbox set state = 'delivered', epoch = ${epoch}, sequence = ${sequence}, receipt = ${receipt}, settled_at = ${node.clock.now()}
        where network = ${own.network} and own = ${own.member} and partner = ${partner.member} and id = ${header.id}`)
      return
    }
    await node.handlers
      .get(header.type)
      ?.apply?.(read as Statement<never>, applying(node, writing, own, 'sent', new Date(header.sent_at), vault))
    await settledDooms(writing)
    await node.journal.append(writing, {
      event: 'post.recovered',
      network: own.network,
      actor: partner.member,
      subject: `statement:${header.id}`,
      detail: { type: header.type },
    })
  })
}

/** Links whose numbering has shown a gap for a while, and those that a restore left incomplete. */
export async function linksIncomplete({ database, clock }: Node, patience_ms: number): Promise<Link[]> {
  const rows = await database.many<{ network: string; own: string; partner: string }>(sql`
    select network, own, partner from correspondent where restoring or gap_since < ${new Date(clock.now().getTime() - patience_ms)} limit 500`)
  return rows.map(({ network, own, partner }) => ({ own: { network, member: own }, partner: { network, member: partner } }))
}

function requestOf(body: unknown): BackfillRequest {
  const asked = body as Partial<BackfillRequest> | null
  const number = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0
  const sane =
    typeof asked === 'object' &&
    asked !== null &&
    [asked.network, asked.own, asked.partner].every((id) => typeof id === 'string' && ID.test(id)) &&
    typeof asked.epoch === 'string' &&
    UUID.test(asked.epoch) &&
    (asked.their_epoch === null || (typeof asked.their_epoch === 'string' && UUID.test(asked.their_epoch))) &&
    number(asked.received_through) &&
    (asked.sent === undefined || (typeof asked.sent === 'object' && UUID.test(String(asked.sent?.epoch)) && number(asked.sent?.through)))
  if (!sane) throw new Refusal('call.malformed')
  return asked as BackfillRequest
}
