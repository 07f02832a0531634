/** What this node's members say, on its way out: composed, and put in the outbox within the act's own transaction. */
import { hex, sha256, utf8 } from '#lib/bytes.ts'
import type { Address, MemberId } from '#wire/address.ts'
import { Refusal } from '#wire/refusal.ts'
import type { Header, Statement } from '#wire/statement.ts'
import type { Draft } from '../capability.ts'
import type { Writer } from '../database/port.ts'
import { sql } from '../database/sql.ts'
import { newId } from '../identity.ts'
import type { Node } from '../node.ts'

/** How long an undelivered message is tried. */
const DELIVERY_DAYS = 30
export const MAX_RECIPIENTS = 200

/** A statement with who gets it. */
export interface Composed {
  readonly statement: Statement
  readonly to: readonly MemberId[]
}

/** Builds the statements of a draft, one for each recipient or one for a space, under one id; refuses what would not be of the published form. */
export function composed(node: Node, from: Address, draft: Omit<Draft, 'to'>, to: readonly MemberId[]): Composed[] {
  const now = node.clock.now()
  const { space, id = newId(now) } = draft
  if ((to.length === 0 && !space) || to.length > MAX_RECIPIENTS)
    throw new Refusal('input.malformed', { details: [{ path: '/to', reason: `1 to ${MAX_RECIPIENTS} partners` }] })
  for (const member of to)
    if (member === from.member || !node.peers.member({ network: from.network, member }))
      throw new Refusal('partner.unknown', { details: [{ path: '/to', reason: member }] })
  const ears = space
    ? [{ audience: { space: space.id, epoch: space.epoch }, to }]
    : to.map((member) => ({ audience: { member }, to: [member] }))
  return ears.map(({ audience, to }) => {
    const header: Header = {
      id,
      network: from.network,
      type: draft.type,
      from: { member: from.member, unit: draft.unit },
      to: audience,
      ...(draft.case && { case: draft.case }),
      ...(draft.in_reply_to && { in_reply_to: draft.in_reply_to }),
      sent_at: now.toISOString(),
      ...(draft.reply && { reply: draft.reply }),
      handling: draft.handling ?? [],
      ...(draft.evaluation && { evaluation: draft.evaluation }),
      classification: draft.classification ?? 'restricted',
      ...(draft.purpose && { purpose: draft.purpose }),
      ...(draft.crime_area && { crime_area: draft.crime_area }),
      ...(draft.keep_until && { keep_until: draft.keep_until }),
      language: draft.language,
    }
    const statement: Statement = { header, body: draft.body as Statement['body'], attachments: draft.attachments ?? [] }
    const faults = [...node.types.faults('portolan.statement.v1', statement), ...node.types.faults(draft.type, draft.body)]
    if (faults.length > 0) throw new Refusal('input.malformed', { inside: draft.type, details: faults })
    return { statement, to }
  })
}

/** Puts a signed statement in line for its recipient, under the next place of their numbering, and journals it. */
export async function queue(node: Node, writing: Writer, { header, attachments }: Statement, partner: MemberId, jws: string) {
  const own = header.from.member
  const now = node.clock.now()
  const { sequence } = await writing.one<{ sequence: number }>(sql`
    insert into correspondent (network, own, partner, next_sequence) values (${header.network}, ${own}, ${partner}, 2)
    on conflict (network, own, partner) do update set next_sequence = correspondent.next_sequence + 1
    returning next_sequence - 1 as sequence`)
  // a key each: so that one message can be forgotten and the rest of its case stays
  const slot = await node.vault.newKey(writing)
  const bytes = utf8(jws)
  const keep_until = header.keep_until ? Date.parse(header.keep_until) : Number.POSITIVE_INFINITY
  const expires_at = new Date(Math.min(keep_until, now.getTime() + DELIVERY_DAYS * 86_400_000))
  await writing.run(sql`
    insert into outbox (network, own, partner, id, epoch, sequence, type, case_id, in_reply_to, digest, slot, sealed, blobs, state, queued_at, expires_at)
    values (${header.network}, ${own}, ${partner}, ${header.id}, ${node.epoch}, ${sequence}, ${header.type}, ${header.case ?? null}, ${header.in_reply_to ?? null},
      ${sha256(bytes)}, ${slot}, ${node.vault.seal(slot, `outbox:${header.id}:${partner}`, bytes)}, ${attachments.map(({ sealed_sha256 }) => sealed_sha256)}::text[],
      'waiting', ${now}, ${expires_at})`)
  await node.journal.append(writing, {
    event: 'post.sent',
    network: header.network,
    actor: own,
    subject: `statement:${header.id}`,
    detail: { type: header.type, to: partner, sha256: hex(sha256(bytes)) },
  })
}
