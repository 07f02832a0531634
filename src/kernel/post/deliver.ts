/** Carries the outbox to the partners: at least once on the wire, in order, with capped and jittered back-off. */
import { hex, maybeText, sha256, utf8 } from '#lib/bytes.ts'
import { seal, verifyCompact } from '#lib/envelope/index.ts'
import type { Address } from '#wire/address.ts'
import type { Parcel } from '#wire/parcel.ts'
import { RECEIPT_TYP, REFUSAL_TYP, type Receipt, type SignedRefusalBody } from '#wire/receipt.ts'
import { isRefusalCode, isTransient } from '#wire/refusal.ts'
import type { Writer } from '../database/port.ts'
import { sql } from '../database/sql.ts'
import type { Node } from '../node.ts'
import { VaultFailure } from '../vault/index.ts'
import { uploadBlobs } from './attachments.ts'
import { callPartner, demandTaken, NotNow, signerOf } from './calls.ts'
import { type DeliveryAnswer, MAX_ENVELOPES } from './receive.ts'
import { fetchRosters } from './rosters.ts'
import { maybeSpareJson } from './spare-json.ts'

const BATCH_BYTES = 4 * 1024 * 1024
/** Within what a partner keeps for one member before a statement names it. */
const BATCH_BLOBS = 100
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 60_000
const LONG_WAIT_S = 60
const TIMEOUT_MS = 20_000
/** Braces, brackets and commas of the answers to a full batch. */
const MOST_MARKS = 1_024
/** What the published list's codes look like; a newer list may hold more of them. */
const CODE = /^[a-z]+(\.[a-z]+)?(-[a-z]+){0,5}$/

export interface Link {
  readonly own: Address
  readonly partner: Address
}

interface Waiting {
  readonly id: string
  readonly sequence: number
  readonly digest: Uint8Array
  readonly slot: number
  readonly sealed: Uint8Array
  readonly blobs: readonly string[]
}

type Outcome = { readonly row: Waiting } & (
  | { readonly receipt: string }
  | { readonly refusal: string; readonly code: string; readonly transient: boolean; readonly retry_after_s?: number }
  | { readonly erased: true }
  | { readonly code: 'attachment.missing' | 'node.failed'; readonly lost: true }
)

/** The links with something to deliver now. */
export async function linksDue({ database, clock }: Node): Promise<Link[]> {
  const rows = await database.many<{ network: string; own: string; partner: string }>(sql`
    select c.network, c.own, c.partner from correspondent c
    where (c.next_attempt_at is null or c.next_attempt_at <= ${clock.now()}) and (c.not_before is null or c.not_before <= ${clock.now()})
      and exists (select 1 from outbox o where o.network = c.network and o.own = c.own and o.partner = c.partner and o.state in ('waiting', 'held'))
    order by c.next_attempt_at nulls first limit 500`)
  return rows.map(({ network, own, partner }) => ({ own: { network, member: own }, partner: { network, member: partner } }))
}

/** Delivers one batch over a link; answers how many messages were settled. Never throws for what a partner does. */
export async function deliverBatch(node: Node, { own, partner }: Link): Promise<number> {
  const member = node.peers.member(partner)
  if (!member || member.status === 'suspended') return hold(node, own, partner)
  const rows = await nextRows(node, own, partner)
  if (rows.length === 0) return 0
  try {
    const outcomes = await exchange(node, own, partner, rows)
    await settle(node, own, partner, outcomes)
    if (outcomes.some((one) => 'code' in one && (one.code === 'roster.stale' || one.code === 'member.suspended')))
      await fetchRosters(node, [partner])
    const settled = outcomes.filter((one) => !('transient' in one && one.transient)).length
    if (settled < rows.length) await postpone(node, own, partner, outcomes)
    return settled
  } catch (failure) {
    node.report('post.unreachable', { partner: partner.member, inside: String(failure) })
    await postpone(node, own, partner, [], failure instanceof NotNow ? failure.retry_after_s : 0)
    return 0
  }
}

async function nextRows({ database, epoch }: Node, own: Address, partner: Address): Promise<Waiting[]> {
  const rows = await database.many<Waiting>(sql`
    select id, sequence, digest, slot, sealed, blobs from outbox
    where network = ${own.network} and own = ${own.member} and partner = ${partner.member} and epoch = ${epoch} and state in ('waiting', 'held')
    order by sequence limit ${MAX_ENVELOPES}`)
  let bytes = 0
  let files = 0
  const end = rows.findIndex(({ sealed, blobs }, i) => {
    bytes += sealed.length * 2
    files += blobs.length
    return i > 0 && (bytes > BATCH_BYTES || files > BATCH_BLOBS)
  })
  return end < 0 ? rows : rows.slice(0, end)
}

async function exchange(node: Node, own: Address, partner: Address, rows: readonly Waiting[]): Promise<Outcome[]> {
  const opened = rows.map((row) => ({ row, jws: signedOf(node, partner, row) }))
  const held = opened.filter(({ jws }) => jws)
  const erased = opened.filter(({ jws }) => jws === '').map(({ row }): Outcome => ({ row, erased: true }))
  const damaged = opened.filter(({ jws }) => jws === null).map(({ row }): Outcome => ({ row, code: 'node.failed', lost: true }))
  const gone = await uploadBlobs(
    node,
    own,
    partner,
    held.flatMap(({ row }) => row.blobs),
  )
  // a file that can not come any more returns its message, or the partner would wait at its place for all that follows
  const isWhole = ({ row }: { row: Waiting }) => !row.blobs.some((digest) => gone.has(digest))
  const lost = [
    ...damaged,
    ...held.filter((one) => !isWhole(one)).map(({ row }): Outcome => ({ row, code: 'attachment.missing', lost: true })),
  ]
  const living = held.filter(isWhole)
  if (living.length === 0) return [...erased, ...lost]
  const envelopes = living.map(({ row, jws }) => sealParcel(node, own, partner, row.sequence, jws!))
  const reply = await callPartner(node, own, partner, {
    method: 'POST',
    path: '/partner/v1/post',
    body: utf8(JSON.stringify({ envelopes })),
    timeout_ms: TIMEOUT_MS,
    max_bytes: BATCH_BYTES,
  })
  demandTaken(reply, 'the post')
  const answers = (maybeSpareJson(reply.body, MOST_MARKS) as { answers?: DeliveryAnswer[] } | null | undefined)?.answers
  if (!Array.isArray(answers) || answers.length !== living.length) throw new Error('the door answers another number of messages')
  return [...erased, ...lost, ...living.map(({ row }, i) => outcomeOf(node, partner, row, envelopes[i]!, answers[i]!))]
}

/** The statement of a row as it was signed: '' once its key is destroyed, `null` where the row was changed and does not open. */
function signedOf({ vault, report }: Node, partner: Address, { id, slot, sealed }: Waiting): string | null {
  try {
    const bytes = vault.open(slot, `outbox:${id}:${partner.member}`, sealed)
    return bytes ? maybeText(bytes)! : ''
  } catch (failure) {
    // a key that is not there may be there again; bytes that do not open stay so
    if (!(failure instanceof VaultFailure) || failure.code !== 'vault-sealed') throw failure
    report('post.damaged', { id, inside: String(failure) })
    return null
  }
}

/** Seals a statement to a partner's present key, under the newest roster: done at each attempt, for both may have changed. */
export function sealParcel(node: Node, own: Address, partner: Address, sequence: number, jws: string): string {
  const to = node.peers.sealingKeyOf(partner)
  if (!to) throw new Error(`the roster holds no valid key to seal to ${partner.member}`)
  const parcel: Parcel = {
    network: own.network,
    epoch: node.epoch,
    sequence,
    roster_version: node.peers.roster(own.network).roster.version,
    statement: jws,
  }
  return seal(utf8(JSON.stringify(parcel)), to.key, { sender: own.member, sender_key: signerOf(node, own).kid })
}

/** Believes an answer only when the partner signed it and it is about this very statement or envelope. */
function outcomeOf(node: Node, partner: Address, row: Waiting, envelope: string, answer: DeliveryAnswer): Outcome {
  const keyOf = (kid: string) => {
    const known = node.peers.signer(kid)
    return known?.address.network === partner.network && known.address.member === partner.member && !known.key.compromised
      ? known.verifying
      : undefined
  }
  if ('receipt' in answer) {
    const checked = verifyCompact(answer.receipt, RECEIPT_TYP, keyOf)
    const receipt = checked.ok ? (JSON.parse(Buffer.from(checked.payload).toString('utf8')) as Receipt) : undefined
    if (receipt?.id !== row.id || receipt.sha256 !== hex(row.digest) || receipt.to !== partner.member)
      throw new Error('the receipt is not about this statement')
    return { row, receipt: answer.receipt }
  }
  const checked = verifyCompact(answer.refusal, REFUSAL_TYP, keyOf)
  const refusal = checked.ok ? (JSON.parse(Buffer.from(checked.payload).toString('utf8')) as SignedRefusalBody) : undefined
  if (refusal?.envelope_sha256 !== hex(sha256(utf8(envelope)))) throw new Error('the refusal is not about this envelope')
  // the code is kept and journalled here: it must not become a place for a partner's words
  if (typeof refusal.code !== 'string' || refusal.code.length > 60 || !CODE.test(refusal.code)) throw new Error('the refusal has no code')
  const transient = isRefusalCode(refusal.code) && isTransient(refusal.code)
  return {
    row,
    refusal: answer.refusal,
    code: refusal.code,
    transient,
    ...(refusal.retry_after_s !== undefined && { retry_after_s: refusal.retry_after_s }),
  }
}

async function settle(node: Node, own: Address, partner: Address, outcomes: readonly Outcome[]) {
  const final = outcomes.filter((one) => !('transient' in one && one.transient))
  if (final.length === 0) return
  const now = node.clock.now()
  await node.database.transaction(async (writing) => {
    await writing.run(sql`
      update outbox as o set state = u.state, settled_at = ${now}, receipt = u.receipt, refusal = u.refusal
      from unnest(${final.map(({ row }) => row.id)}::uuid[], ${final.map(stateOf)}::text[], ${final.map((one) => ('receipt' in one ? one.receipt : null))}::text[],
        ${final.map((one) => ('code' in one ? one.code : null))}::text[]) as u (id, state, receipt, refusal)
      where o.network = ${own.network} and o.own = ${own.member} and o.partner = ${partner.member} and o.id = u.id and o.state in ('waiting', 'held')`)
    await node.journal.append(
      writing,
      ...final.map((one) => ({
        event: 'receipt' in one ? 'post.delivered' : 'lost' in one ? 'post.failed' : 'code' in one ? 'post.returned' : 'post.expired',
        network: own.network,
        actor: 'lost' in one ? own.member : partner.member,
        subject: `statement:${one.row.id}`,
        ...('code' in one && { outcome: 'lost' in one ? ('failed' as const) : ('refused' as const) }),
        detail: {
          to: partner.member,
          ...('receipt' in one && { receipt_sha256: hex(sha256(utf8(one.receipt))) }),
          ...('code' in one && { code: one.code }),
        },
      })),
    )
    await alive(writing, own, partner, now)
  })
}

const stateOf = (one: Outcome): string => ('receipt' in one ? 'delivered' : 'erased' in one ? 'expired' : 'refused')

async function alive(writing: Writer, own: Address, partner: Address, now: Date) {
  await writing.run(sql`update correspondent set heard_at = ${now}, failing_since = null, attempts = 0, next_attempt_at = null
    where network = ${own.network} and own = ${own.member} and partner = ${partner.member} and (failing_since is not null or heard_at is null or heard_at < ${new Date(now.getTime() - 5_000)})`)
}

async function postpone({ database, clock }: Node, own: Address, partner: Address, outcomes: readonly Outcome[], told_s = 0) {
  const asked_s = Math.max(told_s, ...outcomes.map((one) => ('retry_after_s' in one ? (one.retry_after_s ?? 0) : 0)))
  const now = clock.now()
  await database.transaction(async (writing) => {
    const where = sql`network = ${own.network} and own = ${own.member} and partner = ${partner.member}`
    const row = await writing.maybeOne<{ attempts: number }>(sql`select attempts from correspondent where ${where} for update`)
    const attempts = row?.attempts ?? 0
    const wait_ms = Math.max(
      Math.min(FIRST_WAIT_MS * 2 ** Math.min(attempts, 20), LONGEST_WAIT_MS) * (0.5 + Math.random() / 2),
      Math.min(asked_s, 3_600) * 1_000,
    )
    const next = new Date(now.getTime() + wait_ms)
    // a sign of life ends a back-off, but not a long wait that the partner itself asked for
    await writing.run(sql`
      update correspondent set attempts = ${attempts + 1}, failing_since = coalesce(failing_since, ${now}), next_attempt_at = ${next},
        not_before = ${told_s >= LONG_WAIT_S ? next : null} where ${where}`)
  })
}

/** A suspended partner's mail is held and shown, not lost; it goes on when the roster says so. */
async function hold(node: Node, own: Address, partner: Address): Promise<number> {
  await node.database.transaction((writing) =>
    writing.run(
      sql`update outbox set state = 'held' where network = ${own.network} and own = ${own.member} and partner = ${partner.member} and state = 'waiting'`,
    ),
  )
  await postpone(node, own, partner, [])
  return 0
}

/** Gives up what was not delivered in its time; the next of the link tells the partner that its place stays empty. */
export async function expireOutbox({ database, clock, journal }: Node): Promise<number> {
  return database.transaction(async (writing) => {
    const now = clock.now()
    const rows = await writing.many<{ network: string; own: string; partner: string; id: string }>(sql`
      update outbox set state = 'expired', settled_at = ${now} where (network, own, partner, id) in (
        select network, own, partner, id from outbox where state in ('waiting', 'held') and expires_at <= ${now} order by expires_at limit 500)
      returning network, own, partner, id`)
    await journal.append(
      writing,
      ...rows.map(({ network, own, partner, id }) => ({
        event: 'post.expired',
        network,
        actor: own,
        subject: `statement:${id}`,
        detail: { to: partner },
      })),
    )
    return rows.length
  })
}
