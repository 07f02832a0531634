/** The partners' door: bytes in, bytes out; who calls is proven before anything is read. */
import { ID } from '#wire/address.ts'
import { Refusal, type RefusalCode } from '#wire/refusal.ts'
import { sql } from '../database/sql.ts'
import type { Node } from '../node.ts'
import type { KnownKey } from '../peers.ts'
import { answerPartner } from './ask.ts'
import { takeBlob } from './attachments.ts'
import { answerBackfill } from './backfill.ts'
import { nonceBook, type PartnerCall, proveCaller } from './calls.ts'
import { buckets } from './intake.ts'
import { MAX_ENVELOPE_BYTES } from './open.ts'
import { MAX_ENVELOPES, receive } from './receive.ts'
import { maybeSpareJson } from './spare-json.ts'

export interface PartnerReply {
  readonly status: number
  readonly body: string
  readonly contentType: 'application/json'
}

export interface PartnersDoor {
  handle(call: PartnerCall): Promise<PartnerReply>
  /** Writes the hourly totals of calls that proved no member. */
  flush(): Promise<void>
}

export function createPartnersDoor(node: Node): PartnersDoor {
  const nonces = nonceBook()
  const counts = new Map<RefusalCode, number>()
  const rates = buckets({
    calls: node.limits.partner_calls_a_second,
    envelopes: node.limits.partner_envelopes_a_second,
    bytes: node.limits.partner_bytes_a_second,
  })

  async function handle(call: PartnerCall): Promise<PartnerReply> {
    let caller: KnownKey | undefined
    try {
      caller = proveCaller(call, node, nonces)
      demandOurs(call, caller)
      spend(caller, { calls: 1, bytes: call.body.length })
      const answer = reply(200, await route(call, caller))
      // what a small question makes this node send counts like what it is sent
      rates.charge(nameOf(caller), { bytes: answer.body.length }, node.clock.now())
      return answer
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) {
        node.report('partners-door.failed', { path: call.path, inside: thrown instanceof Error ? thrown.stack : String(thrown) })
        return reply(500, errorOf(new Refusal('node.failed')))
      }
      if (!caller) counts.set(thrown.code, (counts.get(thrown.code) ?? 0) + 1)
      else await journalled(thrown, caller)
      return reply(STATUS[thrown.code] ?? 400, errorOf(thrown))
    }
  }

  async function route({ method, path, body }: PartnerCall, caller: KnownKey): Promise<unknown> {
    const [, door, version, what, first, second] = path.split('/')
    if (door !== 'partner' || version !== 'v1') throw new Refusal('call.malformed')
    if (method === 'GET' && what === 'roster') return roster(first ?? '', second ?? '', caller)
    if (caller.member.status === 'suspended') throw new Refusal('member.suspended')
    if (method === 'POST' && what === 'post') {
      await demandWhole(caller)
      const { envelopes } = json(body) as { envelopes?: unknown }
      if (
        !Array.isArray(envelopes) ||
        envelopes.length === 0 ||
        envelopes.length > MAX_ENVELOPES ||
        !envelopes.every((one) => typeof one === 'string' && one.length <= MAX_ENVELOPE_BYTES)
      ) {
        throw new Refusal('call.malformed', { inside: 'envelopes' })
      }
      spend(caller, { envelopes: envelopes.length })
      return { answers: await receive(envelopes as string[], caller, node) }
    }
    if (method === 'POST' && what === 'ask') {
      const { envelope } = json(body) as { envelope?: unknown }
      if (typeof envelope !== 'string' || envelope.length > MAX_ENVELOPE_BYTES) throw new Refusal('call.malformed', { inside: 'envelope' })
      return answerPartner(envelope, caller, node)
    }
    if (method === 'POST' && what === 'backfill') return answerBackfill(json(body), caller, node)
    if (method === 'PUT' && what === 'attachment' && /^[0-9a-f]{64}$/.test(first ?? '')) {
      await takeBlob(node, first!, body, caller.address)
      return { taken: first }
    }
    throw new Refusal('call.malformed')
  }

  async function roster(network: string, version: string, caller: KnownKey): Promise<unknown> {
    if (!ID.test(network) || !/^(latest|[1-9][0-9]{0,8})$/.test(version) || network !== caller.address.network)
      throw new Refusal('call.malformed')
    const found = await node.peers.stored(node.database, network, version === 'latest' ? 'latest' : Number(version))
    if (!found) throw new Refusal('thing.unknown')
    return found
  }

  /** Nothing is taken from a partner whose part of a restore is not done: its numbers would be mistaken. */
  async function demandWhole({ address }: KnownKey) {
    const row = await node.database.maybeOne(
      sql`select 1 as one from correspondent where network = ${address.network} and partner = ${address.member} and restoring limit 1`,
    )
    if (row) throw new Refusal('node.restoring', { retry_after_s: 5 })
  }

  /** A call signed for another member's door was taken there and played on to us; a roster may be asked for at an address that was ours. */
  function demandOurs({ method, authority }: PartnerCall, { address }: KnownKey) {
    if (method === 'GET') return
    const ours = node.keys.addresses
      .filter(({ network }) => network === address.network)
      .flatMap((own) => node.peers.member(own)?.doors ?? [])
      .some((door) => new URL(door).host === authority.toLowerCase())
    if (!ours) throw new Refusal('call.unproven', { inside: `signed for ${authority}` })
  }

  function spend(caller: KnownKey, cost: { calls?: number; envelopes?: number; bytes?: number }) {
    if (!rates.spend(nameOf(caller), cost, node.clock.now()))
      throw new Refusal('call.too-many', { inside: JSON.stringify(cost), retry_after_s: 10 })
  }

  async function journalled({ code, inside }: Refusal, { address }: KnownKey) {
    node.report('call.refused', { from: address.member, code, inside })
    // a flood of refused calls must not become a flood of leaves
    if (code === 'call.too-many' || code === 'call.quota' || code === 'thing.unknown' || code === 'node.restoring')
      return void counts.set(code, (counts.get(code) ?? 0) + 1)
    await node.database.transaction((writing) =>
      node.journal.append(writing, {
        event: 'call.refused',
        network: address.network,
        actor: address.member,
        subject: `member:${address.member}`,
        outcome: 'refused',
        detail: { code },
      }),
    )
  }

  return {
    handle,
    async flush() {
      const rows = [...counts]
      counts.clear()
      if (rows.length === 0) return
      const hour = new Date(node.clock.now().toISOString().slice(0, 13).concat(':00:00.000Z'))
      await node.database.transaction((writing) =>
        writing.run(sql`
          insert into refusal_count (hour, code, count) select ${hour}::timestamptz, u.* from unnest(${rows.map(([code]) => code)}::text[], ${rows.map(([, count]) => count)}::bigint[]) as u
          on conflict (hour, code) do update set count = refusal_count.count + excluded.count`),
      )
    },
  }
}

const nameOf = ({ address }: KnownKey): string => `${address.network}.${address.member}`

const STATUS: Partial<Record<RefusalCode, number>> = {
  'call.unproven': 401,
  'member.suspended': 403,
  'thing.unknown': 404,
  'call.too-many': 429,
  'call.quota': 429,
  'node.restoring': 503,
  'call.too-large': 413,
  'attachment.too-large': 413,
}

const reply = (status: number, value: unknown): PartnerReply => ({ status, body: JSON.stringify(value), contentType: 'application/json' })
const errorOf = ({ code, sentence, retry_after_s }: Refusal) => ({
  error: { code, message: sentence, ...(retry_after_s !== undefined && { retry_after_s }) },
})

/** Braces, brackets and commas that a call may hold: envelopes are texts without any. */
const MOST_MARKS = 4_096

function json(body: Uint8Array): Record<string, unknown> {
  const value = maybeSpareJson(body, MOST_MARKS)
  if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
  throw new Refusal('call.malformed', { inside: 'not JSON, or too many values' })
}
