/** A bundle: signed statements with all that shows offline, to anybody, who said them and when; docs/protocol.md, "Bundles". */
import Type, { type Static } from 'typebox'
import Value from 'typebox/value'
import { hex, maybeHex, sha256, utf8 } from '#lib/bytes.ts'
import { canonicalJson, type Json, parseCanonical } from '#lib/canonical-json.ts'
import { type GeneralJws, peekCompact, verifyCompact, verifyingKey } from '#lib/envelope/index.ts'
import {
  entryOf,
  leafHash,
  type NoteVerifier,
  openNote,
  parseCheckpoint,
  readVerifierKey,
  verifierFor,
  verifyInclusion,
} from '#lib/log/index.ts'
import { ID_PATTERN, type MemberId, type NetworkId } from './address.ts'
import { RECEIPT_TYP } from './receipt.ts'
import { Refusal } from './refusal.ts'
import { MAX_ROSTER_BYTES, memberOf, ROSTER_GRACE_MS, type RosterKey, type RosterMember, readRoster, type SignedRoster } from './roster.ts'
import { decodeStatement, type Header, type Instant, MAX_STATEMENT_BYTES, STATEMENT_TYP, type Statement } from './statement.ts'

export const BUNDLE_FORMAT = 'portolan-bundle-1'
export const MAX_BUNDLE_BYTES = 64 * 1024 * 1024
export const MAX_BUNDLE_STATEMENTS = 500
export const MAX_BUNDLE_ROSTERS = 1_000
/** Of one statement: entries of journals, and as many receipts as it can have recipients. */
export const MAX_ENTRIES = 64
export const MAX_RECEIPTS = 200
/** Of a bundle, whatever they prove: what a verifier is ready to work through. */
export const MAX_PROOFS = 20_000

const Hash = Type.String({ pattern: '^[0-9a-f]{64}$' })
const Base64url = (maxLength: number) => Type.String({ pattern: '^[A-Za-z0-9_-]+$', maxLength })
const Compact = (maxLength: number) => Type.String({ pattern: '^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+$', maxLength })
const exact = { additionalProperties: false }
const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })

/** That a row about the statement is in a journal: the row, and the way from its entry to a signed checkpoint (RFC 9162, section 2.1.3). */
const Entry = Type.Object(
  {
    origin: Type.String({ minLength: 1, maxLength: 200 }),
    row: Type.String({ minLength: 2, maxLength: 4_096 }),
    nonce: Hash,
    sequence: Count,
    size: Count,
    proof: Type.Array(Hash, { maxItems: 64 }),
    checkpoint: Type.String({ minLength: 1, maxLength: 8_192 }),
  },
  exact,
)

const Signature = Type.Object({ protected: Base64url(2_048), signature: Base64url(100) }, exact)

const Form = Type.Object(
  {
    format: Type.Literal(BUNDLE_FORMAT),
    network: Type.String({ pattern: ID_PATTERN }),
    rosters: Type.Array(
      Type.Object(
        {
          payload: Base64url(Math.ceil(MAX_ROSTER_BYTES * 1.4)),
          signatures: Type.Array(Signature, { minItems: 1, maxItems: 64 }),
        },
        exact,
      ),
      { minItems: 1, maxItems: MAX_BUNDLE_ROSTERS },
    ),
    statements: Type.Array(
      Type.Object(
        {
          jws: Compact(Math.ceil(MAX_STATEMENT_BYTES * 1.4)),
          entries: Type.Array(Entry, { maxItems: MAX_ENTRIES }),
          receipts: Type.Array(Compact(4_096), { maxItems: MAX_RECEIPTS }),
        },
        exact,
      ),
      { minItems: 1, maxItems: MAX_BUNDLE_STATEMENTS },
    ),
  },
  exact,
)

export type Bundle = Static<typeof Form>
export type BundledStatement = Bundle['statements'][number]
export type JournalEntryProof = Static<typeof Entry>

/**
 * Why nothing of a bundle is believed.
 * - `too-large`: beyond a bound · `not-canonical`: not canonical JSON in UTF-8 · `form`: not of the published form · `format`: of another
 *   version · `roster`: the rosters do not follow from one another · `roster-network`: they are of another network than the bundle says
 * - `roster-other`: none of them is the roster that was compared
 */
export const BUNDLE_REFUSALS = ['too-large', 'not-canonical', 'form', 'format', 'roster', 'roster-network', 'roster-other'] as const
export type BundleRefusal = (typeof BUNDLE_REFUSALS)[number]

/**
 * Why a statement is not proven.
 * - `statement`: not a statement of the published form · `signature`: another text or another key signed · `network`: of another network
 * - `no-roster`: said before the first roster, or after the last had expired · `key-unknown`: no roster then in force has the key
 * - `key-of-another`: the key is another member's than the one that speaks · `key-time`: the key was not valid yet, or no more
 * - `member-suspended`: its member was suspended then · `key-withdrawn`: a later roster takes the key back for that time, and no other member
 *   had the statement before
 * - `entry-other`, `receipt-other`: about another statement · `entry-journal`: in a journal of no member that sent or got it
 * - `entry-checkpoint`: the checkpoint is not signed by that journal, or not over that many · `entry-path`: the way does not lead to its root
 * - `receipt-signature`: not signed by the recipient with a key valid then · `receipt-key-withdrawn`: a later roster takes that key back; the receipt then does not count
 * - `in-no-journal`: no entry and no receipt holds
 */
export const BUNDLE_REASONS = [
  'statement',
  'signature',
  'network',
  'no-roster',
  'key-unknown',
  'key-of-another',
  'key-time',
  'member-suspended',
  'key-withdrawn',
  'entry-other',
  'entry-journal',
  'entry-checkpoint',
  'entry-path',
  'receipt-other',
  'receipt-signature',
  'receipt-key-withdrawn',
  'in-no-journal',
] as const
export type BundleReason = (typeof BUNDLE_REASONS)[number]

/** What counts not, yet does not tell of a bundle that was tampered with. */
const HARMLESS: ReadonlySet<BundleReason> = new Set(['receipt-key-withdrawn'])

/** Whose journal has it, and how that is shown: `entry` is the log itself, `receipt` the recipient's signed word that its log has it. */
export interface Held {
  readonly member: MemberId
  readonly as: 'sender' | 'recipient'
  readonly shown_by: 'entry' | 'receipt'
  /** As that member says. */
  readonly at: Instant
}

export interface StatementReport {
  /** Of the bytes as signed, hex. */
  readonly sha256: string
  /** What the statement says of itself; it is so only where `signature` and `roster` are `ok`. Undefined where it cannot be read. */
  readonly statement: Statement | undefined
  /** What the roster then in force calls the member that speaks. */
  readonly name: string | undefined
  readonly signature: 'ok' | 'bad'
  readonly roster: 'ok' | 'bad'
  /** The roster in force when it was said. */
  readonly roster_version: number | undefined
  readonly journal: 'entry' | 'receipt' | 'none'
  readonly held: readonly Held[]
  /**
   * The earliest time at which another member, with a journal of its own, says that it had the statement. Where there is none, the time
   * of the statement is its sender's word alone.
   */
  readonly others_since: Instant | undefined
  readonly reasons: readonly BundleReason[]
  readonly ok: boolean
}

export interface BundleReport {
  readonly network: NetworkId
  /** `stated`: no hash to compare was given; then the bundle agrees with itself, and who made it is not shown. */
  readonly rosters: 'compared' | 'stated'
  /** SHA-256 of the first and of the newest roster, hex: for comparing. */
  readonly first_roster: string
  readonly newest_roster: string
  readonly newest_version: number
  readonly statements: readonly StatementReport[]
  /** Every statement is proven; read it together with `rosters`. */
  readonly ok: boolean
}

export interface VerifyBundleOptions {
  /** SHA-256 of any roster of the network, hex, as compared out of band: it carries those before it by their hashes, those after by signatures. */
  readonly trusted?: string
}

/** The bytes of a bundle: RFC 8785. Throws TypeError for what is not of the published form or within its bounds. */
export function encodeBundle(bundle: Bundle): Uint8Array {
  if (!Value.Check(Form, bundle) || proofsIn(bundle) > MAX_PROOFS) throw new TypeError('not a bundle of the published form')
  const bytes = utf8(canonicalJson(bundle as unknown as Json))
  if (bytes.length > MAX_BUNDLE_BYTES) throw new TypeError(`a bundle has at most ${MAX_BUNDLE_BYTES} bytes`)
  return bytes
}

/** Says of each statement who said it, when, and what shows it. Needs nothing but the bytes: no clock, no network, no key of its own. */
export function verifyBundle(
  bytes: Uint8Array,
  { trusted }: VerifyBundleOptions = {},
): { ok: true; report: BundleReport } | { ok: false; reason: BundleRefusal } {
  if (trusted !== undefined && maybeHex(trusted)?.length !== 32) throw new TypeError('a hash is 32 bytes in lower-case hexadecimal')
  const read = readBundle(bytes)
  if (!read.ok) return read
  const { bundle } = read
  // what costs nothing comes first: rosters that lead to another network are not worked through
  if (trusted !== undefined && !bundle.rosters.some(({ payload }) => hashOf(payload) === trusted))
    return { ok: false, reason: 'roster-other' }
  if (!linked(bundle.rosters)) return { ok: false, reason: 'roster' }
  const chain = maybeChain(bundle.rosters)
  if (chain === undefined) return { ok: false, reason: 'roster' }
  if (chain[0]!.roster.network !== bundle.network) return { ok: false, reason: 'roster-network' }
  const members = membersOf(chain)
  const statements = bundle.statements.map((one) => reportOn(one, members))
  const newest = chain.at(-1)!
  return {
    ok: true,
    report: {
      network: bundle.network,
      rosters: trusted === undefined ? 'stated' : 'compared',
      first_roster: chain[0]!.hash,
      newest_roster: newest.hash,
      newest_version: newest.roster.version,
      statements,
      ok: statements.every(({ ok }) => ok),
    },
  }
}

function readBundle(bytes: Uint8Array): { ok: true; bundle: Bundle } | { ok: false; reason: BundleRefusal } {
  const read = parseCanonical(bytes, { max_bytes: MAX_BUNDLE_BYTES })
  if (!read.ok) return { ok: false, reason: read.reason === 'too-large' ? 'too-large' : 'not-canonical' }
  const { value } = read
  const format = typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as { format?: unknown }).format : undefined
  if (typeof format !== 'string') return { ok: false, reason: 'form' }
  if (format !== BUNDLE_FORMAT) return { ok: false, reason: 'format' }
  if (!Value.Check(Form, value)) return { ok: false, reason: 'form' }
  return proofsIn(value) > MAX_PROOFS ? { ok: false, reason: 'too-large' } : { ok: true, bundle: value }
}

const proofsIn = ({ statements }: Bundle): number =>
  statements.reduce((sum, { entries, receipts }) => sum + entries.length + receipts.length, 0)

const hashOf = (payload: string): string => hex(sha256(new Uint8Array(Buffer.from(payload, 'base64url'))))

/** Whether each roster names the hash of the one before it; of whom they are by then is not asked yet. */
function linked(rosters: readonly GeneralJws[]): boolean {
  let before: string | undefined
  for (const { payload } of rosters) {
    const read = parseCanonical(new Uint8Array(Buffer.from(payload, 'base64url')), { max_bytes: MAX_ROSTER_BYTES })
    const named = read.ok && typeof read.value === 'object' && read.value !== null ? (read.value as { previous?: unknown }).previous : null
    if (named !== before) return false
    before = hashOf(payload)
  }
  return true
}

/** The rosters from the first on, each following from the one before it. */
function maybeChain(rosters: readonly GeneralJws[]): readonly SignedRoster[] | undefined {
  const chain: SignedRoster[] = []
  try {
    for (const jws of rosters) chain.push(readRoster(jws, chain.at(-1)))
  } catch (thrown) {
    if (thrown instanceof Refusal || thrown instanceof TypeError) return undefined
    throw thrown
  }
  return chain
}

/** A key as the roster in force at a time has it, and whose it is. */
interface InForce {
  readonly signed: SignedRoster
  readonly index: number
}

interface Members {
  readonly network: NetworkId
  /** The newest roster issued by then, unless it had expired. */
  inForce(at: Instant): InForce | undefined
  owner(force: InForce, kid: string): { readonly member: RosterMember; readonly key: RosterKey } | undefined
  /** The first later roster that no longer lets the key sign at that time: when it was issued. */
  withdrawn(force: InForce, kid: string, at: Instant): Instant | undefined
  /** The key of that id in whichever roster, for the signature alone. */
  verifying(kid: string): ReturnType<typeof verifyingKey> | undefined
  /** The verifier keys of a member's journal in this roster and the later ones: a checkpoint is newer than what it covers. */
  journals(force: InForce, id: MemberId): readonly string[]
  /** A journal's verifier under the name of one of its logs; undefined where the log is another's. */
  noteVerifier(key: string, origin: string): NoteVerifier | undefined
  /** What a checkpoint says that the verifier signed. The entries of one journal share theirs: it is opened once. */
  opened(checkpoint: string, verifier: NoteVerifier): ReturnType<typeof parseCheckpoint> | undefined
}

function membersOf(chain: readonly SignedRoster[]): Members {
  const keys = new Map<string, ReturnType<typeof verifyingKey>>()
  const owners = chain.map(({ roster }) => {
    const byKid = new Map<string, { member: RosterMember; key: RosterKey }>()
    for (const member of roster.members)
      for (const key of member.keys.filter(({ use }) => use === 'sign')) {
        byKid.set(key.kid, { member, key })
        if (!keys.has(key.kid)) keys.set(key.kid, verifyingKey(key.jwk))
      }
    return byKid
  })
  const verifiers = new Map<string, NoteVerifier | undefined>()
  const checkpoints = new Map<string, ReturnType<typeof parseCheckpoint> | undefined>()
  return {
    network: chain[0]!.roster.network,
    noteVerifier(key, origin) {
      if (!verifiers.has(key)) verifiers.set(key, maybeVerifier(key))
      const verifier = verifiers.get(key)
      return verifier && verifierFor(verifier, origin)
    },
    opened(checkpoint, verifier) {
      const known = `${verifier.text}\n${checkpoint}`
      if (!checkpoints.has(known)) {
        const opened = openNote(checkpoint, [verifier])
        checkpoints.set(known, opened.ok ? parseCheckpoint(opened.text) : undefined)
      }
      return checkpoints.get(known)
    },
    inForce(at) {
      const index = chain.findLastIndex(({ roster }) => roster.issued_at <= at)
      const signed = chain[index]
      return signed && Date.parse(at) <= Date.parse(signed.roster.expires_at) + ROSTER_GRACE_MS ? { signed, index } : undefined
    },
    owner: ({ index }, kid) => owners[index]!.get(kid),
    withdrawn({ index }, kid, at) {
      const later = chain.slice(index + 1).findIndex((_, i) => {
        const known = owners[index + 1 + i]!.get(kid)
        return known !== undefined && !signsAt(known.key, at)
      })
      return later < 0 ? undefined : chain[index + 1 + later]!.roster.issued_at
    },
    verifying: (kid) => keys.get(kid),
    journals: ({ index }, id) => [...new Set(chain.slice(index).flatMap(({ roster }) => memberOf(roster, id)?.journal ?? []))],
  }
}

const signsAt = (key: RosterKey, at: Instant): boolean => !key.compromised && key.from <= at && at < key.until

function reportOn({ jws, entries, receipts }: BundledStatement, members: Members): StatementReport {
  const digest = hex(sha256(utf8(jws)))
  const reasons = new Set<BundleReason>()
  const spoken = spokenBy(jws, members, reasons)
  const { statement } = spoken
  const held: Held[] = []
  const about = statement && { header: statement.header, digest }
  for (const entry of about ? entries : []) collect(entryHeld(entry, about!, members))
  for (const receipt of about ? receipts : []) collect(receiptHeld(receipt, about!, members))
  if (held.length === 0) reasons.add('in-no-journal')
  const others = about && held.filter(({ member }) => apart(member, about.header.from.member, about.header.sent_at, members))
  const others_since = others?.map(({ at }) => at).sort()[0]
  if (spoken.withdrawn !== undefined && !(others_since !== undefined && others_since < spoken.withdrawn)) reasons.add('key-withdrawn')
  const roster_faults: readonly BundleReason[] = [
    'statement',
    'network',
    'no-roster',
    'key-unknown',
    'key-of-another',
    'key-time',
    'member-suspended',
    'key-withdrawn',
  ]
  return {
    sha256: digest,
    statement,
    name: spoken.name,
    signature: spoken.signed ? 'ok' : 'bad',
    roster: roster_faults.some((reason) => reasons.has(reason)) ? 'bad' : 'ok',
    roster_version: spoken.roster_version,
    journal: held.some(({ shown_by }) => shown_by === 'entry') ? 'entry' : held.length > 0 ? 'receipt' : 'none',
    held,
    others_since,
    reasons: [...reasons],
    ok: [...reasons].every((reason) => HARMLESS.has(reason)),
  }

  function collect(one: Held | BundleReason) {
    if (typeof one === 'string') reasons.add(one)
    else held.push(one)
  }
}

interface Spoken {
  readonly statement?: Statement
  readonly signed: boolean
  readonly name?: string
  readonly roster_version?: number
  /** When a roster was issued that takes the key back. */
  readonly withdrawn?: Instant
}

/** The statement, its signature, and what the roster then in force says of its key. */
function spokenBy(jws: string, members: Members, reasons: Set<BundleReason>): Spoken {
  const peeked = peekCompact(jws)
  const statement = peeked.ok && peeked.typ === STATEMENT_TYP ? maybeStatement(peeked.payload) : undefined
  if (!peeked.ok || statement === undefined) {
    reasons.add('statement')
    return { signed: false }
  }
  const { kid } = peeked
  const { network, from, sent_at } = statement.header
  const signed = verifyCompact(jws, STATEMENT_TYP, members.verifying).ok
  if (!signed) reasons.add(members.verifying(kid) ? 'signature' : 'key-unknown')
  if (network !== members.network) reasons.add('network')
  const force = members.inForce(sent_at)
  if (!force) {
    reasons.add('no-roster')
    return { statement, signed }
  }
  const roster_version = force.signed.roster.version
  const speaks = memberOf(force.signed.roster, from.member)
  const owner = members.owner(force, kid)
  const withdrawn = owner && members.withdrawn(force, kid, sent_at)
  if (!owner) reasons.add('key-unknown')
  else if (owner.member.id !== from.member) reasons.add('key-of-another')
  else if (owner.key.compromised) reasons.add('key-withdrawn')
  else if (!signsAt(owner.key, sent_at)) reasons.add('key-time')
  if (speaks?.status === 'suspended') reasons.add('member-suspended')
  return { statement, signed, roster_version, ...(speaks && { name: speaks.name }), ...(withdrawn && { withdrawn }) }
}

interface About {
  readonly header: Header
  readonly digest: string
}

/** A row of the sender's journal that it was sent, or of a recipient's that it came, with the way to a checkpoint of that journal. */
function entryHeld({ origin, row, nonce, sequence, size, proof, checkpoint }: JournalEntryProof, about: About, members: Members) {
  const told = rowAbout(row, about)
  if (!told) return 'entry-other'
  const force = members.inForce(told.at)
  const journals = force ? members.journals(force, told.member) : []
  const verifiers = journals.flatMap((key) => members.noteVerifier(key, origin) ?? [])
  if (verifiers.length === 0) return 'entry-journal'
  const read = verifiers
    .map((verifier) => members.opened(checkpoint, verifier))
    .find((one) => one?.ok && one.origin === origin && one.size === size)
  if (!read?.ok) return 'entry-checkpoint'
  const leaf = leafHash(entryOf(maybeHex(nonce)!, utf8(row)))
  const path = proof.map((step) => maybeHex(step)!)
  return verifyInclusion({ leaf, index: sequence, size, proof: path, root: read.root })
    ? ({ ...told, shown_by: 'entry' } as const)
    : 'entry-path'
}

const Row = Type.Object({
  event: Type.Union([Type.Literal('post.sent'), Type.Literal('post.received')]),
  network: Type.String(),
  actor: Type.String(),
  subject: Type.String(),
  at: Type.String(),
  detail: Type.Object({ to: Type.String({ pattern: ID_PATTERN }), sha256: Type.String() }),
})

/** Whose journal a row is from by what it says, where it is about this statement. */
function rowAbout(row: string, { header, digest }: About): Pick<Held, 'member' | 'as' | 'at'> | undefined {
  const read = parseCanonical(utf8(row))
  if (!read.ok || !Value.Check(Row, read.value)) return undefined
  const { event, network, actor, subject, at, detail } = read.value
  const same =
    network === header.network && actor === header.from.member && subject === `statement:${header.id}` && detail.sha256 === digest
  if (!same || !isInstant(at)) return undefined
  return event === 'post.sent' ? { member: actor, as: 'sender', at } : { member: detail.to, as: 'recipient', at }
}

const ReceiptForm = Type.Object({
  id: Type.String(),
  network: Type.String(),
  from: Type.String(),
  to: Type.String({ pattern: ID_PATTERN }),
  sha256: Type.String(),
  received_at: Type.String(),
})

/** A receipt by a member that was in the roster then, with a key that was its own. */
function receiptHeld(jws: string, { header, digest }: About, members: Members): Held | BundleReason {
  const verified = verifyCompact(jws, RECEIPT_TYP, members.verifying)
  const read = verified.ok ? parseCanonical(verified.payload) : undefined
  if (!verified.ok || !read?.ok || !Value.Check(ReceiptForm, read.value)) return 'receipt-signature'
  const { id, network, from, to, sha256: of, received_at: at } = read.value
  if (id !== header.id || network !== header.network || from !== header.from.member || of !== digest) return 'receipt-other'
  const force = isInstant(at) ? members.inForce(at) : undefined
  const owner = force && members.owner(force, verified.kid)
  if (!owner || owner.member.id !== to || owner.member.status === 'suspended' || !signsAt(owner.key, at)) return 'receipt-signature'
  if (members.withdrawn(force, verified.kid, at) !== undefined) return 'receipt-key-withdrawn'
  return { member: to, as: 'recipient', shown_by: 'receipt', at }
}

/** Another member whose journal is another node's: two members of one node vouch for one another with one hand. */
function apart(member: MemberId, from: MemberId, at: Instant, members: Members): boolean {
  const force = members.inForce(at)
  if (!force || member === from) return false
  const own = new Set(members.journals(force, from))
  return members.journals(force, member).every((key) => !own.has(key))
}

function maybeVerifier(key: string): NoteVerifier | undefined {
  try {
    return readVerifierKey(key)
  } catch (thrown) {
    if (thrown instanceof TypeError) return undefined
    throw thrown
  }
}

/** What is read of a statement's header; whether its body is of the published form is for who reads the body. */
const Spoken = Type.Object({
  header: Type.Object({
    id: Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$' }),
    network: Type.String({ pattern: ID_PATTERN }),
    type: Type.String({ pattern: '^[a-z][a-z0-9-]{1,31}\\.[a-z][a-z0-9-]{0,47}\\.v[1-9][0-9]?$' }),
    from: Type.Object({ member: Type.String({ pattern: ID_PATTERN }), unit: Type.String({ pattern: ID_PATTERN }) }),
    to: Type.Union([
      Type.Object({ member: Type.String({ pattern: ID_PATTERN }) }, exact),
      Type.Object({ space: Type.String({ maxLength: 36 }), epoch: Type.Integer({ minimum: 0 }) }, exact),
    ]),
    sent_at: Type.String(),
  }),
})

function maybeStatement(payload: Uint8Array): Statement | undefined {
  try {
    const statement = decodeStatement(payload)
    return Value.Check(Spoken, statement) && isInstant(statement.header.sent_at) ? statement : undefined
  } catch (thrown) {
    if (thrown instanceof Refusal) return undefined
    throw thrown
  }
}

/** A time in its one spelling; any other would not compare as text. */
function isInstant(text: string): boolean {
  const ms = Date.parse(text)
  return !Number.isNaN(ms) && new Date(ms).toISOString() === text
}
