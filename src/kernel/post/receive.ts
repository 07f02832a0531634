/** Takes envelopes, keeps the statements in them, and answers each with a signed receipt or a signed refusal. */
import { hex, sameBytes, sha256, utf8 } from '#lib/bytes.ts'
import { canonicalJson, type Json } from '#lib/canonical-json.ts'
import { type SigningKey, signCompact } from '#lib/envelope/index.ts'
import type { Address } from '#wire/address.ts'
import { RECEIPT_TYP, REFUSAL_TYP, type Receipt, type SignedRefusalBody } from '#wire/receipt.ts'
import { isTransient, Refusal } from '#wire/refusal.ts'
import type { Writer } from '../database/port.ts'
import { sql } from '../database/sql.ts'
import type { PreparedEvent } from '../journal.ts'
import type { Node } from '../node.ts'
import type { KnownKey } from '../peers.ts'
import { signerOf } from './calls.ts'
import { dayFull, takeIn } from './intake.ts'
import { type Opened, openEnvelope, type Partial } from './open.ts'
import { sealLabel } from './originals.ts'
import { fetchRosters } from './rosters.ts'

export const MAX_ENVELOPES = 64

export type DeliveryAnswer = { readonly receipt: string } | { readonly refusal: string }

interface Taken {
  /** Of the envelope. */
  readonly bytes: number
  readonly opened: Opened
  readonly receipt: string
  readonly event: PreparedEvent
}

interface Failed {
  readonly bytes: number
  readonly refusal: Refusal
  readonly learnt: Partial
  readonly envelope_sha256: string
}

/** Receives a batch from one partner: one transaction, answers in the order of the envelopes. */
export async function receive(envelopes: readonly string[], caller: KnownKey, node: Node): Promise<DeliveryAnswer[]> {
  const read = envelopes.map((text) => attempt(text, caller, node))
  if (read.some((one) => 'refusal' in one && one.refusal.code === 'roster.ahead')) {
    await fetchRosters(node, [caller.address])
    // the partner itself may be what the newer roster is about
    const anew = node.peers.signer(caller.key.kid)
    if (anew) read.splice(0, read.length, ...envelopes.map((text) => attempt(text, anew, node)))
  }
  const results = await node.database.transaction((writing) => keep(read, caller, node, writing))
  const kept = results.some((one) => 'receipt' in one)
  if (kept) node.bells.ring('dispatch')
  return results.map((one) => ('receipt' in one ? { receipt: one.receipt } : { refusal: signRefusal(one, caller, node) }))
}

function attempt(text: string, caller: KnownKey, node: Node): Taken | Failed {
  const learnt: Partial = {}
  try {
    const opened = openEnvelope(text, caller, node, 'queued', learnt)
    const event = node.journal.prepare({
      event: 'post.received',
      network: opened.own.network,
      actor: opened.from.member,
      subject: `statement:${opened.statement.header.id}`,
      detail: { type: opened.statement.header.type, to: opened.own.member, sha256: hex(opened.digest) },
    })
    return { bytes: text.length, opened, event, receipt: signReceipt(opened, event, node) }
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown
    return { bytes: text.length, refusal: thrown, learnt, envelope_sha256: hex(sha256(utf8(text))) }
  }
}

type Result = { readonly receipt: string } | Failed

/** Keeps what is new, finds the first receipt of what is not, and moves the count of what was received without a gap. */
async function keep(read: readonly (Taken | Failed)[], caller: KnownKey, node: Node, writing: Writer): Promise<Result[]> {
  const { network, member: partner } = caller.address
  const now = node.clock.now()
  // counted with what is refused, for that leaves its entries too; over the bound nothing of the call stays
  const amount = { count: read.length, bytes: read.reduce((sum, { bytes }) => sum + bytes, 0) }
  const bound = { bytes: node.limits.partner_envelope_bytes_a_day, count: node.limits.partner_envelopes_a_day }
  if (!(await takeIn(writing, `member:${network}.${partner}`, 'envelope', amount, bound, now)))
    throw dayFull(now, `envelopes of ${partner}`)
  const taken = read.filter((one): one is Taken => 'opened' in one)
  const own = taken[0]?.opened.own ?? read.map((one) => ('learnt' in one ? one.learnt.own : undefined)).find(Boolean)
  if (!own) return journalled(read as Failed[], caller, node, writing)
  // one own member at a time: a batch for two would be numbered in two countings
  const elsewhere = (one: Taken) => one.opened.own.member !== own.member
  await writing.run(
    sql`insert into correspondent (network, own, partner) values (${network}, ${own.member}, ${partner}) on conflict do nothing`,
  )
  const place = await writing.one<{ their_epoch: string | null; received_through: number; highest_seen: number; attempts: number }>(
    sql`select their_epoch, received_through, highest_seen, attempts from correspondent where network = ${network} and own = ${own.member} and partner = ${partner} for update`,
  )
  const before = new Map(
    (
      await writing.many<{ id: string; digest: Uint8Array; receipt: string; standing: string }>(sql`
        select id, digest, receipt, standing from inbox
        where network = ${network} and own = ${own.member} and partner = ${partner} and id = any(${read.flatMap((one) => maybeIdOf(one) ?? [])}::uuid[])`)
    ).map((row) => [row.id, row]),
  )
  const blobs = await arrived(taken, writing)

  const fresh: Taken[] = []
  const results = read.map((one): Result => {
    const first = before.get(maybeIdOf(one) ?? '')
    if (!('opened' in one)) {
      // what was kept has its receipt for good, though its time or its key has run out since
      const kept = first && first.standing !== 'unknown-type' && sameBytes(first.digest, one.learnt.digest!)
      return kept ? { receipt: first.receipt } : one
    }
    const { opened, receipt, bytes } = one
    const { id } = opened.statement.header
    const refuse = (refusal: Refusal): Failed => ({ bytes, refusal, learnt: opened, envelope_sha256: opened.envelope_sha256 })
    if (elsewhere(one)) return refuse(new Refusal('call.busy', { inside: 'two members in one batch', retry_after_s: 1 }))
    if (first && !sameBytes(first.digest, opened.digest)) return refuse(new Refusal('message.id-conflict'))
    const unknown = () => refuse(new Refusal('message.type-unknown', { inside: opened.statement.header.type }))
    if (first) return first.standing === 'unknown-type' ? unknown() : { receipt: first.receipt }
    if (opened.compromised) return refuse(new Refusal('message.key-compromised'))
    if (opened.statement.attachments.some(({ sealed_sha256 }) => !blobs.has(sealed_sha256)))
      return refuse(new Refusal('attachment.missing'))
    before.set(id, { id, digest: opened.digest, receipt, standing: opened.known_type ? 'kept' : 'unknown-type' })
    fresh.push(one)
    return opened.known_type ? { receipt } : unknown()
  })

  await insert(fresh, node, writing)
  const refused = results.filter((one): one is Failed => 'refusal' in one)
  await voidPlaces(refused, own, caller, writing, now)
  await journalled(refused, caller, node, writing)
  await advance(
    place,
    [
      ...fresh.map(({ opened }) => opened.parcel),
      ...refused.flatMap(({ refusal, learnt }) => (learnt.parcel && !isTransient(refusal.code) ? [learnt.parcel] : [])),
    ],
    own,
    caller,
    writing,
    now,
  )
  return results
}

const maybeIdOf = (one: Taken | Failed): string | undefined =>
  'opened' in one ? one.opened.statement.header.id : one.learnt.digest && one.learnt.statement?.header.id

async function insert(fresh: readonly Taken[], node: Node, writing: Writer) {
  if (fresh.length === 0) return
  const slots = await node.vault.newKeys(writing, fresh.length)
  const rows = fresh.map(({ opened: { own, from, parcel, statement, digest, known_type }, receipt, event }, i) => {
    const slot = slots[i]!
    return {
      own,
      from,
      parcel,
      header: statement.header,
      digest,
      slot,
      receipt,
      // the receipt's own time, from which both sides count
      at: event.at,
      known_type,
      sealed: node.vault.seal(slot, sealLabel({ direction: 'in', id: statement.header.id, partner: from.member }), utf8(parcel.statement)),
    }
  })
  const [{ own, from }] = rows as [(typeof rows)[number]]
  await writing.run(sql`
    insert into inbox (network, own, partner, id, received_at, epoch, sequence, type, case_id, in_reply_to, digest, slot, sealed, standing, receipt)
    select ${own.network}::text, ${own.member}::text, ${from.member}::text, u.* from unnest(
      ${rows.map(({ header }) => header.id)}::uuid[], ${rows.map(({ at }) => at.toISOString())}::timestamptz[], ${rows.map(({ parcel }) => parcel.epoch)}::text[], ${rows.map(({ parcel }) => parcel.sequence)}::bigint[],
      ${rows.map(({ header }) => header.type)}::text[], ${rows.map(({ header }) => header.case ?? null)}::text[], ${rows.map(({ header }) => header.in_reply_to ?? null)}::text[],
      ${rows.map(({ digest }) => digest)}::bytea[], ${rows.map(({ slot }) => slot)}::bigint[], ${rows.map(({ sealed }) => sealed)}::bytea[],
      ${rows.map(({ known_type }) => (known_type ? 'kept' : 'unknown-type'))}::text[], ${rows.map(({ receipt }) => receipt)}::text[]) as u`)
  const claimed = fresh.flatMap(({ opened }) => opened.statement.attachments.map(({ sealed_sha256 }) => sealed_sha256))
  if (claimed.length > 0) await writing.run(sql`update attachment set claimed = true where sealed_sha256 = any(${claimed}::text[])`)
  await node.journal.appendPrepared(
    writing,
    fresh.map(({ event }) => event),
  )
}

async function arrived(taken: readonly Taken[], writing: Writer): Promise<Set<string>> {
  const named = taken.flatMap(({ opened }) => opened.statement.attachments.map(({ sealed_sha256 }) => sealed_sha256))
  if (named.length === 0) return new Set()
  const rows = await writing.many<{ sealed_sha256: string }>(
    sql`select sealed_sha256 from attachment where sealed_sha256 = any(${named}::text[])`,
  )
  return new Set(rows.map(({ sealed_sha256 }) => sealed_sha256))
}

/** A place whose message is refused for good will never be filled: say so, or the count would wait for it. */
async function voidPlaces(refused: readonly Failed[], own: Address, { address }: KnownKey, writing: Writer, now: Date) {
  for (const { refusal, learnt } of refused) {
    const { parcel } = learnt
    if (
      !parcel ||
      parcel.sequence === 0 ||
      isTransient(refusal.code) ||
      refusal.code === 'message.type-unknown' ||
      parcel.network !== own.network
    )
      continue
    await writing.run(sql`
      insert into inbox_void (network, own, partner, epoch, sequence, code, at)
      values (${own.network}, ${own.member}, ${address.member}, ${parcel.epoch}, ${parcel.sequence}, ${refusal.code}, ${now}) on conflict do nothing`)
  }
}

async function journalled(refused: readonly Failed[], caller: KnownKey, node: Node, writing: Writer): Promise<Failed[]> {
  await node.journal.append(
    writing,
    ...refused.map(({ refusal, learnt, envelope_sha256 }) => ({
      event: 'post.refused',
      network: caller.address.network,
      actor: caller.address.member,
      subject: learnt.statement ? `statement:${learnt.statement.header.id}` : `envelope:${envelope_sha256}`,
      outcome: 'refused' as const,
      detail: { code: refusal.code },
    })),
  )
  for (const { refusal } of refused)
    node.report('post.refused', { from: caller.address.member, code: refusal.code, inside: refusal.inside })
  return [...refused]
}

/** Moves `received_through` over every place that is filled or void; a new epoch starts the counting anew. */
async function advance(
  place: { their_epoch: string | null; received_through: number; highest_seen: number; attempts: number },
  parcels: readonly { epoch: string; sequence: number }[],
  own: Address,
  { address }: KnownKey,
  writing: Writer,
  now: Date,
) {
  const where = sql`network = ${own.network} and own = ${own.member} and partner = ${address.member}`
  const epoch = parcels.at(-1)?.epoch ?? place.their_epoch
  let through = epoch === place.their_epoch ? place.received_through : 0
  const started = through
  const numbers = parcels.filter((one) => one.epoch === epoch && one.sequence > 0).map(({ sequence }) => sequence)
  for (const number of [...numbers].sort((a, b) => a - b)) if (number === through + 1) through = number
  const seen = Math.max(epoch === place.their_epoch ? place.highest_seen : 0, through, ...numbers)
  if (seen > through && epoch !== null) through = await contiguous(through, epoch, where, writing)
  const alive = place.attempts > 0 ? sql`, attempts = 0, next_attempt_at = null` : sql``
  if (through !== started || seen !== place.highest_seen || epoch !== place.their_epoch || place.attempts > 0) {
    await writing.run(sql`
      update correspondent set their_epoch = ${epoch}, received_through = ${through}, highest_seen = ${seen}, heard_at = ${now}, failing_since = null ${alive},
        gap_since = case when ${seen}::bigint > ${through}::bigint then coalesce(gap_since, ${now}) end
      where ${where}`)
  }
}

const GAP_WINDOW = 5_000

async function contiguous(through: number, epoch: string, where: ReturnType<typeof sql>, writing: Writer): Promise<number> {
  const { last } = await writing.one<{ last: number | null }>(sql`
    select max(sequence) as last from (
      select sequence, row_number() over (order by sequence) as n from (
        select sequence from inbox where ${where} and epoch = ${epoch} and sequence > ${through}
        union select sequence from inbox_void where ${where} and epoch = ${epoch} and sequence > ${through}
        order by sequence limit ${GAP_WINDOW}) as places) as numbered
    where sequence = ${through}::bigint + n`)
  return last ?? through
}

function signReceipt({ statement: { header }, digest, own }: Opened, event: PreparedEvent, node: Node): string {
  const receipt: Receipt = {
    id: header.id,
    network: header.network,
    from: header.from.member,
    to: own.member,
    sha256: hex(digest),
    received_at: event.at.toISOString(),
    journal: { origin: node.journal.origin, entry: hex(event.entry) },
  }
  return signed(receipt, signerOf(node, own), RECEIPT_TYP)
}

function signRefusal({ refusal, learnt, envelope_sha256 }: Failed, { address }: KnownKey, node: Node): string {
  const own = learnt.own ?? { network: address.network, member: node.peers.own(address.network) }
  const body: SignedRefusalBody = {
    envelope_sha256,
    ...(learnt.statement && { id: learnt.statement.header.id }),
    from: address.member,
    to: own.member,
    code: refusal.code,
    refused_at: node.clock.now().toISOString(),
    ...(refusal.retry_after_s !== undefined && { retry_after_s: refusal.retry_after_s }),
  }
  return signed(body, signerOf(node, { network: address.network, member: own.member }), REFUSAL_TYP)
}

const signed = (body: object, key: SigningKey, typ: string): string => signCompact(utf8(canonicalJson(body as unknown as Json)), key, typ)
