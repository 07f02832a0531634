/** Filling gaps: what a partner's numbering shows to be missing, and all that a restored node has lost of both directions. */
import { hex, maybeText, sha256, utf8 } from '#lib/bytes.ts'
import { open, readEnvelope, verifyCompact, verifyingKey } from '#lib/envelope/index.ts'
import { UUID } from '#lib/uuid.ts'
import { type Address, ID } from '#wire/address.ts'
import type { Parcel } from '#wire/parcel.ts'
import { RECEIPT_TYP, type Receipt } from '#wire/receipt.ts'
import { Refusal } from '#wire/refusal.ts'
import { decodeStatement, STATEMENT_TYP, type Statement } from '#wire/statement.ts'
import { applying } from '../applying.ts'
import type { Writer } from '../database/port.ts'
import { type Sql, sql } from '../database/sql.ts'
import type { Node } from '../node.ts'
import type { KnownKey } from '../peers.ts'
import { sealing, settledDooms } from '../sealing.ts'
import { callPartner } from './calls.ts'
import { type Link, sealParcel } from './deliver.ts'
import { MAX_ENVELOPE_BYTES } from './open.ts'
import { maybeSpareJson } from './spare-json.ts'

/** A place in a member's numbering. Epochs are UUIDv7, so places sort as they were given. */
interface Place {
  readonly epoch: string
  readonly sequence: number
}

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
  /** After a restore: the last place of the caller's own numbering that it still has; it asks for what it sent after it. */
  readonly sent?: { readonly epoch: string; readonly through: number }
}

export interface BackfillReply {
  readonly epoch: string
  /** Numbers up to this exist. */
  readonly through: number
  /** Numbers that will never be filled. */
  readonly void: readonly number[]
  /** Numbers that are filled, with the statement: one that the caller has under another number need not come again. */
  readonly filled: readonly { readonly sequence: number; readonly id: string }[]
  /** What the caller had sent and lost, oldest first, sealed to it, with the receipts it was given; without an envelope where it was erased. */
  readonly sent: readonly (Place & { readonly envelope?: string; readonly receipt: string })[]
  /** Whether the caller sent more after these. */
  readonly more: boolean
}

const WINDOW = 1_000
const PAGE = 50
const PAGE_BYTES = 4 * 1024 * 1024
const MAX_PAGES = 10_000
const MAX_REPLY_BYTES = 16 * 1024 * 1024
/** Braces, brackets and commas of the longest page. */
const MOST_MARKS = 4 * WINDOW + 8 * PAGE + 64
/** What is queued again is tried as long as new mail is. */
const AGAIN_DAYS = 30

/** Answers a partner's request: queues again what it misses, names what stays void, returns what it had sent us. */
export async function answerBackfill(body: unknown, { address, member }: KnownKey, node: Node): Promise<BackfillReply> {
  const asked = requestOf(body)
  if (asked.network !== address.network || asked.own !== address.member) throw new Refusal('message.sender-mismatch')
  if (member.status === 'suspended') throw new Refusal('member.suspended')
  const own: Address = { network: asked.network, member: asked.partner }
  if (!node.keys.addresses.some((one) => one.network === own.network && one.member === own.member))
    throw new Refusal('message.misaddressed')
  return node.database.transaction(async (writing) => {
    const link = linkOf(own, address)
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
    const next = asked.their_epoch === node.epoch ? row.next_sequence : await renumber(writing, link, asked, node, row.next_sequence)
    const until = Math.min(next - 1, after + WINDOW)
    await writing.run(sql`
      update outbox set state = 'waiting', settled_at = null, expires_at = ${againUntil(node)}
      where ${link} and epoch = ${node.epoch} and sequence > ${after} and sequence <= ${until} and ${KEPT}`)
    const filled = await writing.many<{ sequence: number; id: string }>(sql`
      select sequence, id from outbox where ${link} and epoch = ${node.epoch} and sequence > ${after} and sequence <= ${until} and state in ('waiting', 'held') order by sequence limit ${WINDOW}`)
    const held = new Set(filled.map(({ sequence }) => sequence))
    const empty = Array.from({ length: Math.max(0, until - after) }, (_, i) => after + 1 + i).filter((number) => !held.has(number))
    const { sent, more } = asked.sent ? await sentTo(writing, link, own, address, asked, node) : { sent: [], more: false }
    // the partner shows life; a link of ours that is being restored stays held until its own backfill is done
    await writing.run(
      sql`update correspondent set attempts = 0, failing_since = null, next_attempt_at = null, heard_at = ${node.clock.now()} where ${link} and not restoring`,
    )
    writing.afterCommit(() => node.bells.ring('deliver'))
    return { epoch: node.epoch, through: next - 1, void: empty, filled, sent, more }
  })
}

/** Settled as kept by the partner: a message of a type unknown to it was refused, and kept. */
const KEPT = sql`(state = 'delivered' or (state = 'refused' and refusal = 'message.type-unknown'))`

const againUntil = ({ clock }: Node) => sql`greatest(expires_at, ${new Date(clock.now().getTime() + AGAIN_DAYS * 86_400_000)}::timestamptz)`

/** The caller stopped in an epoch of ours that is over: all that followed, there and in epochs since, is numbered anew in this one. */
async function renumber(
  writing: Writer,
  link: Sql,
  { their_epoch, received_through }: BackfillRequest,
  node: Node,
  next: number,
): Promise<number> {
  const count = await writing.run(sql`
    update outbox as o set epoch = ${node.epoch}, sequence = w.number, state = 'waiting', settled_at = null, expires_at = ${againUntil(node)} from (
      select id as w_id, ${next - 1}::bigint + row_number() over (order by epoch collate "C", sequence) as number from outbox
      where ${link} and epoch <> ${node.epoch} and (epoch collate "C", sequence) > (${their_epoch ?? ''}::text, ${received_through}::bigint) and ${KEPT}) as w
    where ${link} and o.id = w.w_id`)
  if (count > 0) await writing.run(sql`update correspondent set next_sequence = ${next + count} where ${link}`)
  return next + count
}

/** What the caller had sent us after a place, sealed to it as all that crosses a border is. */
async function sentTo(
  writing: Writer,
  link: Sql,
  own: Address,
  to: Address,
  { epoch, sent: after }: BackfillRequest,
  node: Node,
): Promise<Pick<BackfillReply, 'sent' | 'more'>> {
  const rows = await writing.many<Place & { id: string; slot: number; sealed: Uint8Array; receipt: string }>(sql`
    select id, epoch, sequence, slot, sealed, receipt from inbox
    where ${link} and epoch <> ${epoch} and (epoch collate "C", sequence) > (${after!.epoch}::text, ${after!.through}::bigint)
    order by epoch collate "C", sequence limit ${PAGE + 1}`)
  let bytes = 0
  const full = rows.findIndex(({ sealed }, i) => {
    bytes += sealed.length
    return i >= PAGE || (i > 0 && bytes > PAGE_BYTES)
  })
  const fitting = full < 0 ? rows : rows.slice(0, full)
  const sent = fitting.map(({ id, slot, sealed, receipt, ...place }) => {
    const statement = maybeText(node.vault.open(slot, `inbox:${id}`, sealed) ?? new Uint8Array(0))
    return {
      epoch: place.epoch,
      sequence: place.sequence,
      ...(statement && { envelope: sealParcel(node, own, to, 0, statement) }),
      receipt,
    }
  })
  return { sent, more: rows.length > fitting.length }
}

/** Asks the partner of a link for what is missing here; after a restore, until all that was sent is back as well. */
export async function requestBackfill(node: Node, link: Link): Promise<void> {
  const tries = triesOf(node, link)
  try {
    await request(node, link)
    await applyRecovered(node, link)
    tries.failures = 0
  } catch (failure) {
    tries.failures++
    tries.until_ms = node.clock.now().getTime() + Math.min(1_000 * 2 ** Math.min(tries.failures, 10), 60_000)
    throw failure
  }
}

async function request(node: Node, { own, partner }: Link): Promise<void> {
  const link = linkOf(own, partner)
  let after: Place | undefined
  for (let page = 0; page < MAX_PAGES; page++) {
    const row = await node.database.one<{ their_epoch: string | null; received_through: number; restoring: boolean }>(
      sql`select their_epoch, received_through, restoring from correspondent where ${link}`,
    )
    if (row.restoring) after ??= await lastSent(node, link)
    const asked: BackfillRequest = {
      network: own.network,
      own: own.member,
      partner: partner.member,
      epoch: node.epoch,
      their_epoch: row.their_epoch,
      received_through: row.received_through,
      ...(row.restoring && after && { sent: { epoch: after.epoch, through: after.sequence } }),
    }
    const reply = await callPartner(node, own, partner, {
      method: 'POST',
      path: '/partner/v1/backfill',
      body: utf8(JSON.stringify(asked)),
      timeout_ms: 30_000,
      max_bytes: MAX_REPLY_BYTES,
    })
    if (reply.status !== 200) throw new Error(`the door answers ${reply.status}`)
    const answer = replyOf(maybeSpareJson(reply.body, MOST_MARKS))
    await takePlaces(node, own, partner, answer, row.restoring)
    if (!row.restoring) return
    for (const one of answer.sent) await takeSent(node, own, partner, one)
    const last = answer.sent.at(-1)
    if (!answer.more || !last) return whole(node, own, partner)
    if (!isAfter(last, after!)) throw new Error('the partner answers the same page again')
    after = { epoch: last.epoch, sequence: last.sequence }
  }
}

/** The last place of the epochs before this one that the restored outbox holds as delivered. */
async function lastSent(node: Node, link: Sql): Promise<Place> {
  const state = await node.database.maybeOne<{ value: { epoch: string } }>(sql`select value from node_state where name = 'epoch-before'`)
  const epoch = state?.value.epoch ?? node.epoch
  const last = await node.database.maybeOne<Place>(sql`
    select epoch, sequence from outbox where ${link} and epoch <> ${node.epoch} and epoch collate "C" >= ${epoch} and state = 'delivered' order by epoch collate "C" desc, sequence desc limit 1`)
  return last ?? { epoch, sequence: 0 }
}

/** Both directions are known: the partner's mail is taken again, and ours goes. */
async function whole(node: Node, own: Address, partner: Address) {
  await node.database.transaction(async (writing) => {
    const link = linkOf(own, partner)
    await writing.run(
      sql`update correspondent set restoring = false, next_attempt_at = null, attempts = 0, heard_at = ${node.clock.now()} where ${link}`,
    )
    await node.journal.append(writing, {
      event: 'post.restored',
      network: own.network,
      actor: own.member,
      subject: `member:${partner.member}`,
    })
    writing.afterCommit(() => {
      node.bells.ring('deliver')
      node.bells.ring('dispatch')
    })
  })
}

/** Notes which places stay void here, how far the partner's numbering reaches, and counts on. */
async function takePlaces(
  node: Node,
  own: Address,
  partner: Address,
  { epoch, through: theirs, void: empty, filled }: BackfillReply,
  restoring: boolean,
) {
  const now = node.clock.now()
  await node.database.transaction(async (writing) => {
    const link = linkOf(own, partner)
    const row = await writing.one<{ their_epoch: string | null; received_through: number; highest_seen: number }>(
      sql`select their_epoch, received_through, highest_seen from correspondent where ${link} for update`,
    )
    // a partner in a new epoch counts from 1 again
    const same = row.their_epoch === epoch
    await voided(writing, own, partner, epoch, empty, 'message.expired', now)
    const repeated = await writing.many<{ sequence: number }>(sql`
      select w.sequence from unnest(${filled.map(({ id }) => id)}::uuid[], ${filled.map(({ sequence }) => sequence)}::bigint[]) as w (id, sequence)
      where exists (select 1 from inbox where ${link} and inbox.id = w.id and (inbox.epoch <> ${epoch} or inbox.sequence <> w.sequence))`)
    await voided(
      writing,
      own,
      partner,
      epoch,
      repeated.map(({ sequence }) => sequence),
      'repeated',
      now,
    )
    let through = same ? row.received_through : 0
    const places = await writing.many<{ sequence: number }>(sql`
      select sequence from inbox where ${link} and epoch = ${epoch} and sequence > ${through}
      union select sequence from inbox_void where ${link} and epoch = ${epoch} and sequence > ${through} order by sequence limit ${5 * WINDOW}`)
    for (const { sequence } of places) if (sequence === through + 1) through = sequence
    // what was received and lost shows only in the partner's own count
    const seen = Math.max(through, same ? row.highest_seen : 0, restoring || !same ? theirs : 0)
    await writing.run(sql`
      update correspondent set their_epoch = ${epoch}, received_through = ${through}, highest_seen = ${seen},
        gap_since = case when ${seen}::bigint > ${through}::bigint then coalesce(gap_since, ${now}) end where ${link}`)
    writing.afterCommit(() => node.bells.ring('dispatch'))
  })
}

async function voided(writing: Writer, own: Address, partner: Address, epoch: string, numbers: readonly number[], code: string, at: Date) {
  if (numbers.length === 0) return
  await writing.run(sql`
    insert into inbox_void (network, own, partner, epoch, sequence, code, at)
    select ${own.network}::text, ${own.member}::text, ${partner.member}::text, ${epoch}::text, n, ${code}::text, ${at}::timestamptz from unnest(${[...numbers]}::bigint[]) as n on conflict do nothing`)
}

/** Puts back a statement that this node had sent and lost; believed for our own signature on it, whoever hands it over. */
async function takeSent(node: Node, own: Address, partner: Address, { epoch, sequence, envelope, receipt }: BackfillReply['sent'][number]) {
  if (!envelope) return
  const jws = openedStatement(node, own, envelope)
  const statement = jws && ownStatement(node, own, partner, jws)
  if (!statement) return node.report('backfill.not-ours', { partner: partner.member, epoch, sequence })
  const { header } = statement
  const bytes = utf8(jws)
  const proven = provenReceipt(node, partner, header.id, hex(sha256(bytes)), receipt) ? receipt : null
  const now = node.clock.now()
  await node.database.transaction(async (writing) => {
    const settled = await writing.run(sql`
      update outbox set state = 'delivered', epoch = ${epoch}, sequence = ${sequence}, receipt = ${proven}, settled_at = ${now}
      where ${linkOf(own, partner)} and id = ${header.id}`)
    if (settled > 0) return
    const slot = await node.vault.newKey(writing)
    const blobs = statement.attachments.map(({ sealed_sha256 }) => sealed_sha256)
    await writing.run(sql`
      insert into outbox (network, own, partner, id, epoch, sequence, type, case_id, in_reply_to, digest, slot, sealed, blobs, state, queued_at, settled_at, receipt)
      values (${own.network}, ${own.member}, ${partner.member}, ${header.id}, ${epoch}, ${sequence}, ${header.type}, ${header.case ?? null}, ${header.in_reply_to ?? null}, ${sha256(bytes)}, ${slot},
        ${node.vault.seal(slot, `outbox:${header.id}:${partner.member}`, bytes)}, ${blobs}::text[], 'delivered', ${new Date(header.sent_at)}, ${now}, ${proven})`)
    if (blobs.length > 0) await writing.run(sql`update attachment set claimed = true where sealed_sha256 = any(${blobs}::text[])`)
    await writing.run(
      sql`insert into outbox_unapplied (network, own, partner, id) values (${own.network}, ${own.member}, ${partner.member}, ${header.id}) on conflict do nothing`,
    )
    await node.journal.append(writing, {
      event: 'post.recovered',
      network: own.network,
      actor: partner.member,
      subject: `statement:${header.id}`,
      detail: { type: header.type },
    })
  })
  await applyOne(node, own, partner, header.id, 0)
}

function openedStatement(node: Node, own: Address, envelope: string): string | undefined {
  const read = readEnvelope(envelope, { max_bytes: MAX_ENVELOPE_BYTES })
  const opener = read.ok ? node.keys.opener(read.envelope.kid) : undefined
  if (!read.ok || opener?.address.network !== own.network || opener.address.member !== own.member) return undefined
  const opened = open(read.envelope, opener.key)
  const parcel = opened.ok ? (JSON.parse(maybeText(opened.plaintext) ?? 'null') as Partial<Parcel> | null) : undefined
  return typeof parcel?.statement === 'string' ? parcel.statement : undefined
}

/** A statement of ours to this partner, verified by the keys held here, old ones among them. */
function ownStatement(node: Node, own: Address, partner: Address, jws: string): Statement | undefined {
  const checked = verifyCompact(jws, STATEMENT_TYP, (kid) => {
    const signer = node.keys.signers(own).find((one) => one.kid === kid)
    return signer && verifyingKey(signer.publicJwk)
  })
  if (!checked.ok) return undefined
  const statement = decodeStatement(checked.payload)
  const { network, from, to } = statement.header
  const theirs = 'member' in to ? to.member === partner.member : true
  return network === own.network && from.member === own.member && theirs ? statement : undefined
}

function provenReceipt(node: Node, partner: Address, id: string, digest: string, text: string): boolean {
  const checked = verifyCompact(text, RECEIPT_TYP, (kid) => {
    const known = node.peers.signer(kid)
    return known?.address.network === partner.network && known.address.member === partner.member ? known.verifying : undefined
  })
  const receipt = checked.ok ? (JSON.parse(maybeText(checked.payload) ?? 'null') as Receipt | null) : null
  return receipt?.id === id && receipt.sha256 === digest && receipt.to === partner.member
}

const APPLY_AT_ONCE = 200
const MAX_APPLY_ATTEMPTS = 20

/** Applies what came back of our own; an answer may have to wait until the question it answers has come back too. */
async function applyRecovered(node: Node, { own, partner }: Link): Promise<void> {
  const rows = await node.database.many<{ id: string; attempts: number }>(sql`
    select u.id, u.attempts from outbox_unapplied u join outbox o using (network, own, partner, id)
    where ${linkOf(own, partner)} and (u.next_attempt_at is null or u.next_attempt_at <= ${node.clock.now()}) order by o.epoch collate "C", o.sequence limit ${APPLY_AT_ONCE}`)
  for (const { id, attempts } of rows) await applyOne(node, own, partner, id, attempts)
}

async function applyOne(node: Node, own: Address, partner: Address, id: string, attempts: number): Promise<void> {
  const which = sql`${linkOf(own, partner)} and id = ${id}`
  try {
    await node.database.transaction(async (writing) => {
      // what stood in the outbox already was applied when it was sent
      if ((await writing.run(sql`delete from outbox_unapplied where ${which}`)) === 0) return
      const row = await writing.maybeOne<{ slot: number; sealed: Uint8Array }>(sql`select slot, sealed from outbox where ${which}`)
      const bytes = row && node.vault.open(row.slot, `outbox:${id}:${partner.member}`, row.sealed)
      const jws = bytes && maybeText(bytes)
      const statement = jws && ownStatement(node, own, partner, jws)
      if (statement) {
        await node.handlers
          .get(statement.header.type)
          ?.apply?.(
            statement as Statement<never>,
            applying(node, writing, own, 'sent', new Date(statement.header.sent_at), sealing(node, writing)),
            jws,
          )
        await settledDooms(writing)
      }
    })
  } catch (failure) {
    const final = attempts + 1 >= MAX_APPLY_ATTEMPTS
    node.report('backfill.apply-failed', {
      partner: partner.member,
      id,
      attempts: attempts + 1,
      inside: failure instanceof Error ? failure.stack : String(failure),
    })
    await node.database.transaction(async (writing) => {
      if (!final) {
        const at = new Date(node.clock.now().getTime() + Math.min(250 * 2 ** Math.min(attempts, 20), 60_000))
        await writing.run(sql`update outbox_unapplied set attempts = attempts + 1, next_attempt_at = ${at} where ${which}`)
        return
      }
      await writing.run(sql`delete from outbox_unapplied where ${which}`)
      await node.journal.append(writing, {
        event: 'post.failed',
        network: own.network,
        actor: own.member,
        subject: `statement:${id}`,
        outcome: 'failed',
        detail: { attempts: attempts + 1 },
      })
    })
  }
}

const LINKS_AT_ONCE = 16

/**
 * Links whose numbering has shown a gap for a while, those that a restore left incomplete, those with something of ours to apply again. Who
 * is not in the roster any more can not be asked, and who did not answer is left alone for a while.
 */
export async function linksIncomplete(node: Node, patience_ms: number): Promise<Link[]> {
  const { database, clock } = node
  const now_ms = clock.now().getTime()
  const rows = await database.many<{ network: string; own: string; partner: string }>(sql`
    select network, own, partner from correspondent where restoring or gap_since < ${new Date(now_ms - patience_ms)}
    union select network, own, partner from outbox_unapplied where next_attempt_at is null or next_attempt_at <= ${clock.now()} limit 500`)
  return rows
    .map(({ network, own, partner }) => ({ own: { network, member: own }, partner: { network, member: partner } }))
    .filter((link) => node.peers.member(link.partner) && triesOf(node, link).until_ms <= now_ms)
    .slice(0, LINKS_AT_ONCE)
}

interface Tries {
  failures: number
  until_ms: number
}

const waits = new WeakMap<Node, Map<string, Tries>>()

function triesOf(node: Node, { own, partner }: Link): Tries {
  const name = `${own.network}.${own.member}.${partner.member}`
  const map = waits.get(node) ?? new Map<string, Tries>()
  waits.set(node, map)
  const tries = map.get(name) ?? { failures: 0, until_ms: 0 }
  map.set(name, tries)
  return tries
}

const linkOf = (own: Address, partner: Address): Sql =>
  sql`network = ${own.network} and own = ${own.member} and partner = ${partner.member}`

const isAfter = (one: Place, other: Place): boolean =>
  one.epoch > other.epoch || (one.epoch === other.epoch && one.sequence > other.sequence)

const isNumber = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0
const isEpoch = (value: unknown): value is string => typeof value === 'string' && UUID.test(value)
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null

const isSent = (one: unknown) =>
  isObject(one) &&
  isEpoch(one.epoch) &&
  isNumber(one.sequence) &&
  typeof one.receipt === 'string' &&
  (one.envelope === undefined || typeof one.envelope === 'string')

function requestOf(body: unknown): BackfillRequest {
  const asked = body as Partial<BackfillRequest> | null
  const sane =
    typeof asked === 'object' &&
    asked !== null &&
    [asked.network, asked.own, asked.partner].every((id) => typeof id === 'string' && ID.test(id)) &&
    isEpoch(asked.epoch) &&
    (asked.their_epoch === null || isEpoch(asked.their_epoch)) &&
    isNumber(asked.received_through) &&
    (asked.sent === undefined || (isObject(asked.sent) && isEpoch(asked.sent.epoch) && isNumber(asked.sent.through)))
  if (!sane) throw new Refusal('call.malformed')
  return asked as BackfillRequest
}

/** A partner's reply, held to its form and its bounds before anything of it is taken. */
function replyOf(value: unknown): BackfillReply {
  const reply = value as Partial<BackfillReply> | null
  const sane =
    typeof reply === 'object' &&
    reply !== null &&
    isEpoch(reply.epoch) &&
    isNumber(reply.through) &&
    Array.isArray(reply.void) &&
    reply.void.length <= WINDOW &&
    reply.void.every((number) => isNumber(number) && number > 0) &&
    Array.isArray(reply.filled) &&
    reply.filled.length <= WINDOW &&
    reply.filled.every((one) => isObject(one) && isNumber(one.sequence) && isEpoch(one.id)) &&
    Array.isArray(reply.sent) &&
    reply.sent.length <= PAGE &&
    reply.sent.every(isSent) &&
    typeof reply.more === 'boolean'
  if (!sane) throw new Error('the reply is not of the published form')
  return reply as BackfillReply
}
