/** Newer rosters are asked of partners: every five minutes, and at once when a message names one. */
import type { GeneralJws } from '#lib/envelope/index.ts'
import type { Address, NetworkId } from '#wire/address.ts'
import { MAX_ROSTER_BYTES } from '#wire/roster.ts'
import { sql } from '../database/sql.ts'
import type { Node } from '../node.ts'
import { callPartner } from './calls.ts'
import { maybeSpareJson } from './spare-json.ts'

/** How many versions one fetch follows. */
const MAX_STEPS = 100
const PARTNERS_AT_ONCE = 8
/** Braces, brackets and commas of a roster as signed: its payload has none. */
const MOST_MARKS = 4_096

/** Asks each of these partners for the versions after ours, until none has a newer one; some at a time, so that those that are down delay none. */
export async function fetchRosters(node: Node, partners: readonly Address[]): Promise<number> {
  let accepted = 0
  const queue = [...partners]
  const next = async () => {
    for (let partner = queue.shift(); partner; partner = queue.shift()) {
      try {
        accepted += await follow(node, partner)
      } catch (failure) {
        node.report('roster.fetch-failed', { partner: partner.member, inside: String(failure) })
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(PARTNERS_AT_ONCE, partners.length) }, next))
  return accepted
}

async function follow(node: Node, partner: Address): Promise<number> {
  const own = { network: partner.network, member: node.peers.own(partner.network) }
  for (let step = 0; step < MAX_STEPS; step++) {
    const version = (node.peers.maybeRoster(partner.network)?.roster.version ?? 0) + 1
    const reply = await callPartner(node, own, partner, {
      method: 'GET',
      path: rosterPath(partner.network, version),
      body: new Uint8Array(0),
      timeout_ms: 5_000,
      max_bytes: 2 * MAX_ROSTER_BYTES,
    })
    if (step === 0) await heard(node, own, partner)
    if (reply.status !== 200) return step
    const jws = maybeSpareJson(reply.body, MOST_MARKS) as GeneralJws | undefined
    if (typeof jws !== 'object') throw new Error('the answer is no roster')
    if ((await node.peers.offer(jws, partner.member)) !== 'accepted') return step
  }
  return MAX_STEPS
}

/** An idle partner that answers is not silent. */
const heard = ({ database, clock }: Node, own: Address, partner: Address) =>
  database.transaction((writing) =>
    writing.run(sql`
      insert into correspondent (network, own, partner, heard_at) values (${own.network}, ${own.member}, ${partner.member}, ${clock.now()})
      on conflict (network, own, partner) do update set heard_at = excluded.heard_at`),
  )

export const rosterPath = (network: NetworkId, version: number | 'latest') => `/partner/v1/roster/${network}/${version}`
