/** From an envelope's text to a statement that is verified and of a known form: each step a function, each refusal published. */
import { hex, maybeText, sha256, utf8 } from '#lib/bytes.ts'
import { open, peekCompact, readEnvelope, verifyCompact } from '#lib/envelope/index.ts'
import type { Address } from '#wire/address.ts'
import type { Parcel } from '#wire/parcel.ts'
import { Refusal } from '#wire/refusal.ts'
import { decodeStatement, MAX_STATEMENT_BYTES, STATEMENT_TYP, type Statement } from '#wire/statement.ts'
import type { Node } from '../node.ts'
import type { KnownKey } from '../peers.ts'

export const MAX_ENVELOPE_BYTES = 4 * MAX_STATEMENT_BYTES
/** How far ahead of this node's clock a statement may be dated. */
const FUTURE_MS = 120_000
/** How far off, either way, in synchronous types. */
const CHECK_CLOCK_MS = 300_000
/** Two fetches of the roster: who still names an old one then has not looked. */
const ROSTER_PATIENCE_MS = 600_000

export interface Opened {
  readonly own: Address
  readonly from: Address
  readonly parcel: Parcel
  readonly statement: Statement
  /** SHA-256 of the statement as received. */
  readonly digest: Uint8Array
  readonly envelope_sha256: string
  /** Signed by a key since marked as compromised: good only for what has a receipt already. */
  readonly compromised: boolean
  readonly known_type: boolean
}

/** What was learnt before a refusal, so that the refusal can name it and the numbering goes on. */
export interface Partial {
  own?: Address
  parcel?: Parcel
  statement?: Statement
  /** SHA-256 of the statement as received, once its signature is verified. */
  digest?: Uint8Array
}

/** Opens, verifies and decodes one envelope; throws Refusal. `roster.ahead` is for the caller to cure by fetching. */
export function openEnvelope(text: string, caller: KnownKey, node: Node, mode: 'queued' | 'synchronous', learnt: Partial): Opened {
  const { own, parcel } = openParcel(text, caller, node, learnt)
  const { statement, compromised, digest } = verified(parcel, caller, own, node, learnt)
  inTime(statement, node.clock.now(), mode)
  const known_type = node.types.knows(statement.header.type) && node.handlers.has(statement.header.type)
  if (known_type && !compromised) {
    const [fault] = node.types.faults(statement.header.type, statement.body)
    if (fault) throw new Refusal('message.body-invalid', { inside: `${statement.header.type} ${fault.path} ${fault.reason}` })
  }
  return { own, from: caller.address, parcel, statement, digest, envelope_sha256: hex(sha256(utf8(text))), compromised, known_type }
}

function openParcel(text: string, caller: KnownKey, node: Node, learnt: Partial) {
  const read = readEnvelope(text, { max_bytes: MAX_ENVELOPE_BYTES })
  if (!read.ok) throw new Refusal(read.reason === 'suite' ? 'envelope.suite-unknown' : 'envelope.malformed', { inside: read.reason })
  const { envelope } = read
  if (envelope.sender !== caller.address.member) throw new Refusal('message.sender-mismatch', { inside: `envelope of ${envelope.sender}` })
  const opener = node.keys.opener(envelope.kid)
  if (!opener) throw new Refusal('message.unverifiable', { inside: 'sealed to a key not held here' })
  // a key held for another network names nobody in the caller's
  if (opener.address.network === caller.address.network) learnt.own = opener.address
  const opened = open(envelope, opener.key)
  if (!opened.ok) throw new Refusal('message.unverifiable', { inside: opened.reason })
  const parcel = parcelOf(opened.plaintext, node)
  learnt.parcel = parcel
  if (!node.peers.maybeRoster(parcel.network)) throw new Refusal('message.network-unknown', { inside: parcel.network })
  if (parcel.network !== opener.address.network || parcel.network !== caller.address.network)
    throw new Refusal('message.misaddressed', { inside: 'another network' })
  if (caller.member.status === 'suspended') throw new Refusal('member.suspended')
  node.peers.demandValid(parcel.network)
  const { roster } = node.peers.roster(parcel.network)
  if (parcel.roster_version > roster.version)
    throw new Refusal('roster.ahead', { inside: `${parcel.roster_version} over ${roster.version}` })
  const superseded_ms = node.clock.now().getTime() - Date.parse(roster.issued_at)
  if (parcel.roster_version < roster.version && superseded_ms > ROSTER_PATIENCE_MS)
    throw new Refusal('roster.stale', { inside: `${parcel.roster_version} under ${roster.version}` })
  return { own: opener.address, parcel }
}

function parcelOf(plaintext: Uint8Array, { types }: Node): Parcel {
  const text = maybeText(plaintext)
  let value: unknown
  try {
    value = text === undefined ? undefined : JSON.parse(text)
  } catch {
    throw new Refusal('message.malformed', { inside: 'the parcel is not JSON' })
  }
  const [fault] = types.faults('portolan.parcel.v1', value ?? null)
  if (fault) throw new Refusal('message.malformed', { inside: `parcel ${fault.path} ${fault.reason}` })
  return value as Parcel
}

function verified(parcel: Parcel, caller: KnownKey, own: Address, node: Node, learnt: Partial) {
  const peeked = peekCompact(parcel.statement)
  const signer = peeked.ok ? node.peers.signer(peeked.kid) : undefined
  const checked = verifyCompact(parcel.statement, STATEMENT_TYP, (kid) => (signer?.key.kid === kid ? signer.verifying : undefined))
  if (!checked.ok || !signer) throw new Refusal('message.unverifiable', { inside: checked.ok ? 'unknown key' : checked.reason })
  const statement = decodeStatement(checked.payload)
  const [fault] = node.types.faults('portolan.statement.v1', statement)
  if (fault) throw new Refusal('message.malformed', { inside: `statement ${fault.path} ${fault.reason}` })
  const digest = sha256(utf8(parcel.statement))
  learnt.statement = statement
  learnt.digest = digest
  const { header } = statement
  if (header.network !== own.network) throw new Refusal('message.misaddressed', { inside: `network ${header.network}` })
  // a type is said to one member or to a space, never to either; a type not known here is not judged yet
  const forSpaces = node.handlers.get(header.type)?.audience === 'space'
  const meant = 'member' in header.to ? header.to.member === own.member && !forSpaces : forSpaces || !node.handlers.has(header.type)
  if (!meant) throw new Refusal('message.misaddressed', { inside: 'another audience' })
  if (signer.address.network !== header.network || signer.address.member !== header.from.member)
    throw new Refusal('message.sender-mismatch', { inside: 'signed by another member' })
  if (header.from.member !== caller.address.member) throw new Refusal('message.sender-mismatch', { inside: 'sent by another member' })
  const compromised = signer.key.compromised === true
  if (!compromised && (header.sent_at < signer.key.from || header.sent_at >= signer.key.until)) throw new Refusal('message.key-invalid')
  return { statement, compromised, digest }
}

function inTime({ header }: Statement, now: Date, mode: 'queued' | 'synchronous') {
  const { sent_at, keep_until } = header
  if (!isInstant(sent_at) || (keep_until !== undefined && !isInstant(keep_until)))
    throw new Refusal('message.malformed', { inside: 'no such time' })
  const sent_ms = Date.parse(sent_at)
  const ahead_ms = sent_ms - now.getTime()
  if (mode === 'queued' ? ahead_ms > FUTURE_MS : Math.abs(ahead_ms) > CHECK_CLOCK_MS)
    throw new Refusal('message.clock', { inside: `${ahead_ms} ms` })
  if (keep_until !== undefined && Date.parse(keep_until) <= now.getTime()) throw new Refusal('message.expired')
}

/** A day that the month has and an hour that the day has, in its one spelling: 30 February would be read as 2 March. */
function isInstant(text: string): boolean {
  const ms = Date.parse(text)
  return !Number.isNaN(ms) && new Date(ms).toISOString() === text
}
