/** Calls between nodes: made with a proof of the calling member (RFC 9421), and held to it. */
import { randomBytes } from 'node:crypto'
import { base64url } from '#lib/bytes.ts'
import { signRequest, verifyRequest } from '#lib/http-signature/index.ts'
import type { Address } from '#wire/address.ts'
import { Refusal } from '#wire/refusal.ts'
import { currentKey } from '#wire/roster.ts'
import type { Node } from '../node.ts'
import type { KnownKey } from '../peers.ts'
import { maybeSpareJson } from './spare-json.ts'
import type { Reply } from './transport.ts'

export interface PartnerCall {
  readonly method: string
  readonly path: string
  readonly authority: string
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Uint8Array
}

const TOLERANCE_S = 300
const MAX_NONCES = 200_000

/** Nonces seen within the tolerance; in memory, because a repeated call has no second effect anyway. */
export function nonceBook(): { fresh(kid: string, nonce: string, now_s: number): boolean } {
  let current = new Set<string>()
  let previous = new Set<string>()
  let turned_s = 0
  return {
    fresh(kid, nonce, now_s) {
      if (now_s - turned_s > 2 * TOLERANCE_S || current.size >= MAX_NONCES) {
        previous = current
        current = new Set()
        turned_s = now_s
      }
      const spelled = `${kid} ${nonce}`
      if (current.has(spelled) || previous.has(spelled)) return false
      current.add(spelled)
      return true
    },
  }
}

/** Who calls; `call.unproven` where that is not shown. Suspension is looked at by each door, for some must still answer. */
export function proveCaller(call: PartnerCall, { peers, clock }: Node, nonces: ReturnType<typeof nonceBook>): KnownKey {
  const now = clock.now()
  const now_s = Math.floor(now.getTime() / 1000)
  const proof = verifyRequest(call, (kid) => peers.signer(kid)?.verifying, { now_s, tolerance_s: TOLERANCE_S })
  if (!proof.ok) throw new Refusal('call.unproven', { inside: proof.reason })
  const caller = peers.signer(proof.kid)
  const at = now.toISOString()
  if (!caller || caller.key.compromised || at < caller.key.from || at >= caller.key.until)
    throw new Refusal('call.unproven', { inside: 'key not valid' })
  if (!nonces.fresh(proof.kid, proof.nonce, now_s)) throw new Refusal('call.unproven', { inside: 'nonce used before' })
  return caller
}

/** The key with which a member of this node signs now. */
export function signerOf({ keys, peers, clock }: Node, address: Address) {
  const member = peers.member(address)
  const key = member && currentKey(member, 'sign', clock.now().toISOString())
  const signer = key && keys.signers(address).find(({ kid }) => kid === key.kid)
  if (!signer)
    throw new Refusal('node.failed', { inside: `no key of ${address.network}.${address.member} is both held here and valid in the roster` })
  return signer
}

/** A partner's door that takes nothing now, and says when to come back. */
export class NotNow extends Error {
  readonly retry_after_s: number

  constructor(message: string, retry_after_s: number) {
    super(message)
    this.retry_after_s = retry_after_s
  }
}

/** Throws for an answer other than 200: `NotNow` where it says when to try again. */
export function demandTaken({ status, body }: Reply, what: string): void {
  if (status === 200) return
  const told = maybeSpareJson(body, 16) as { error?: { retry_after_s?: unknown } } | null | undefined
  const wait_s = told?.error?.retry_after_s
  const message = `the door answers ${what} with ${status}: ${Buffer.from(body).toString('utf8').slice(0, 200)}`
  if (typeof wait_s === 'number' && wait_s > 0) throw new NotNow(message, wait_s)
  throw new Error(message)
}

/** Calls a partner's door, trying each of its doors in turn. */
export async function callPartner(
  node: Node,
  from: Address,
  to: Address,
  {
    method,
    path,
    body,
    timeout_ms,
    max_bytes,
  }: { method: 'GET' | 'POST' | 'PUT'; path: string; body: Uint8Array; timeout_ms: number; max_bytes: number },
): Promise<Reply> {
  const member = node.peers.member(to)
  if (!member) throw new Refusal('partner.unknown', { inside: to.member })
  const signer = signerOf(node, from)
  let failure: unknown
  for (const door of member.doors) {
    const { host } = new URL(door)
    const proof = signRequest({ method, authority: host, path, body }, signer, {
      created_s: Math.floor(node.clock.now().getTime() / 1000),
      nonce: base64url(randomBytes(16)),
    })
    try {
      return await node.transport.call({
        door,
        ...(member.certificate_sha256 && { pin: member.certificate_sha256 }),
        method,
        path,
        headers: { host, 'content-type': 'application/json', ...proof },
        body,
        timeout_ms,
        max_bytes,
      })
    } catch (thrown) {
      failure = thrown
    }
  }
  throw failure
}
