/** A roster: who belongs to a network, with which doors and keys; docs/protocol.md, "Networks and members". */

import { hex, sha256, utf8 } from '#lib/bytes.ts'
import { canonicalJson, type Json, parseCanonical } from '#lib/canonical-json.ts'
import {
  type GeneralJws,
  keyId,
  maybeSealingKey,
  maybeVerifyingKey,
  type PublicJwk,
  verifyGeneral,
  verifyingKey,
} from '#lib/envelope/index.ts'
import { ID, type MemberId, type NetworkId } from './address.ts'
import { Refusal } from './refusal.ts'
import type { Instant } from './statement.ts'

export interface RosterKey {
  readonly kid: string
  readonly use: 'sign' | 'seal'
  readonly jwk: PublicJwk
  readonly from: Instant
  readonly until: Instant
  readonly compromised?: true
}

export interface RosterMember {
  readonly id: MemberId
  readonly name: string
  readonly kind: 'state' | 'organisation' | 'observer'
  readonly status: 'active' | 'suspended'
  /** Base addresses of the partners' door; https, or http on loopback only. */
  readonly doors: readonly string[]
  /** SHA-256 of the door's certificate (DER), hex; absent only where every door is on loopback. */
  readonly certificate_sha256?: string
  readonly keys: readonly RosterKey[]
  /** Verifier key of the journal of the member's node (C2SP signed-note). */
  readonly journal: string
}

export interface Roster {
  readonly network: NetworkId
  readonly title: string
  readonly version: number
  /** SHA-256 of the roster before this one, hex; absent in version 1 alone. */
  readonly previous?: string
  readonly issued_at: Instant
  readonly expires_at: Instant
  readonly governors: readonly { readonly kid: string; readonly jwk: PublicJwk; readonly name: string }[]
  readonly threshold: number
  readonly members: readonly RosterMember[]
}

export interface SignedRoster {
  readonly roster: Roster
  readonly hash: string
  /** As received; JWS general serialisation (RFC 7515, section 7.2.1). */
  readonly jws: GeneralJws
}

export const ROSTER_TYP = 'portolan-roster+jws'
export const MAX_ROSTER_BYTES = 1_048_576
/** How long an expired roster still serves, under a warning. */
export const ROSTER_GRACE_MS = 72 * 3_600_000

export const encodeRoster = (roster: Roster): Uint8Array => utf8(canonicalJson(roster as unknown as Json))

/** Checks form and signatures of a roster against the governors it names and, after the first, those before it. */
export function readRoster(jws: GeneralJws, before?: SignedRoster): SignedRoster {
  const payload = payloadOf(jws)
  const read = parseCanonical(payload, { max_bytes: MAX_ROSTER_BYTES })
  if (!read.ok) throw invalid(read.reason)
  const roster = read.value as unknown as Roster
  demandForm(roster)
  const hash = hex(sha256(payload))
  signedBy(jws, roster, 'its own governors')
  if (before) {
    if (roster.network !== before.roster.network) throw invalid('another network')
    if (roster.version !== before.roster.version + 1) throw invalid(`version ${roster.version} after ${before.roster.version}`)
    if (roster.previous !== before.hash) throw invalid('names another predecessor')
    signedBy(jws, before.roster, 'the governors before it')
  } else if (roster.version !== 1 || roster.previous !== undefined) throw invalid('not a first roster')
  return { roster, hash, jws }
}

function signedBy(jws: GeneralJws, { governors, threshold }: Roster, whose: string) {
  const keys = new Map(governors.map((governor) => [governor.kid, verifyingKey(governor.jwk)]))
  const verified = verifyGeneral(jws, ROSTER_TYP, (kid) => keys.get(kid))
  const count = verified.ok ? verified.signers.filter((kid) => keys.has(kid)).length : 0
  if (count < threshold) throw invalid(`${count} of ${threshold} signatures by ${whose}`)
}

/** Whatever is not of the published form is refused before anything of it is kept: an accepted roster has to be read at every start. */
function demandForm(roster: Roster) {
  try {
    wellFormed(roster)
  } catch (thrown) {
    if (thrown instanceof TypeError) throw invalid(`not of the published form: ${thrown.message}`)
    throw thrown
  }
}

/** A time in its one spelling; any other would compare as if it never came. */
const isInstant = (text: unknown): boolean =>
  typeof text === 'string' && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString() === text

function wellFormed(roster: Roster) {
  const { governors, threshold, members } = roster
  if (!ID.test(roster.network) || !Number.isSafeInteger(roster.version)) throw invalid('no network or no version')
  if (!isInstant(roster.issued_at) || !isInstant(roster.expires_at)) throw invalid('no such time')
  if (new Set(governors.map(({ kid }) => kid)).size !== governors.length) throw invalid('a governor stands twice')
  if (governors.some(({ kid, jwk }) => keyId(jwk) !== kid)) throw invalid("a governor's key id is not its thumbprint")
  if (!Number.isSafeInteger(threshold) || threshold * 2 <= governors.length || threshold > governors.length)
    throw invalid('the threshold is not over half')
  if (new Set(members.map(({ id }) => id)).size !== members.length) throw invalid('a member stands twice')
  const kids = members.flatMap(({ keys }) => keys.map(({ kid }) => kid))
  if (new Set(kids).size !== kids.length) throw invalid('a key stands twice')
  for (const member of members) {
    if (!ID.test(member.id) || (member.status !== 'active' && member.status !== 'suspended')) throw invalid('a member without id or status')
    if (member.keys.some(({ from, until }) => !isInstant(from) || !isInstant(until)))
      throw invalid(`a key of ${member.id} has no such time`)
    if (member.keys.some(({ use, jwk }) => !(use === 'sign' ? maybeVerifyingKey(jwk) : use === 'seal' && maybeSealingKey(jwk))))
      throw invalid(`a key of ${member.id} is not usable for what it is listed for`)
    if (member.keys.some(({ kid, jwk }) => keyId(jwk) !== kid)) throw invalid(`a key id of ${member.id} is not its thumbprint`)
    for (const door of member.doors) {
      const { protocol, hostname } = new URL(door)
      const loopback = hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]'
      if (protocol !== 'https:' && !(protocol === 'http:' && loopback)) throw invalid(`${member.id} has a door without TLS`)
      if (protocol === 'https:' && !member.certificate_sha256) throw invalid(`${member.id} pins no certificate`)
    }
  }
}

const payloadOf = (jws: GeneralJws): Uint8Array => new Uint8Array(Buffer.from(jws.payload, 'base64url'))
const invalid = (inside: string) => new Refusal('roster.invalid', { inside })

export const memberOf = (roster: Roster, id: MemberId): RosterMember | undefined => roster.members.find((member) => member.id === id)

/** The member's key of that id, whatever its state. */
export const keyOf = (member: RosterMember, kid: string, use: RosterKey['use']): RosterKey | undefined =>
  member.keys.find((key) => key.kid === kid && key.use === use)

/** The newest key valid at a time; what a sender seals to or signs with. */
export const currentKey = (member: RosterMember, use: RosterKey['use'], at: Instant): RosterKey | undefined =>
  member.keys
    .filter((key) => key.use === use && !key.compromised && key.from <= at && at < key.until)
    .sort((a, b) => (a.from < b.from ? 1 : -1))[0]
