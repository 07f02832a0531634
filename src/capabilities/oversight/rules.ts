/** What oversight concludes from what is stored: alarms, periods, what may be erased, and whether an entry is what it was. */

import { sameBytes } from '#lib/bytes.ts'
import { parseCanonical } from '#lib/canonical-json.ts'
import { entryOf } from '#lib/log/index.ts'
import { UUID, uuidv7 } from '#lib/uuid.ts'
import { ROSTER_GRACE_MS } from '#wire/roster.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
export const SILENCE_MS = DAY_MS
/** Entries that wait longer than this for their place in the log have nobody who sequences them. */
const SEQUENCING_MS = 60_000

export const ROSTER_STATES = ['valid', 'grace', 'expired'] as const

/** How an expired roster stands: it serves through the grace (72 h), hours left rounded down. */
export function rosterState(expires_at: Date, now: Date): { state: (typeof ROSTER_STATES)[number]; grace_hours_left: number | null } {
  const over_ms = now.getTime() - expires_at.getTime()
  if (over_ms <= 0) return { state: 'valid', grace_hours_left: null }
  if (over_ms <= ROSTER_GRACE_MS) return { state: 'grace', grace_hours_left: Math.floor((ROSTER_GRACE_MS - over_ms) / HOUR_MS) }
  return { state: 'expired', grace_hours_left: null }
}

export interface LinkState {
  readonly heard_at: Date | null
  readonly failing_since: Date | null
  readonly restoring: boolean
  readonly oldest_waiting_at: Date | null
}

export const PARTNER_STATES = ['answering', 'not-answering', 'silent', 'restoring', 'suspended', 'never-heard'] as const
export type PartnerState = (typeof PARTNER_STATES)[number]

/** How a partner stands, and since when; a link that nobody has used yet says nothing of the partner. */
export function partnerState(
  status: 'active' | 'suspended',
  link: LinkState | undefined,
  now: Date,
): { state: PartnerState; since: Date | null } {
  if (status === 'suspended') return { state: 'suspended', since: null }
  if (link?.restoring) return { state: 'restoring', since: null }
  if (link?.failing_since) return { state: 'not-answering', since: link.failing_since }
  const last = link?.heard_at ?? link?.oldest_waiting_at
  if (last && now.getTime() - last.getTime() > SILENCE_MS) return { state: 'silent', since: last }
  return link?.heard_at ? { state: 'answering', since: link.heard_at } : { state: 'never-heard', since: null }
}

/** Whole hours since a partner was last heard; null if never. */
export const silenceHours = (heard_at: Date | null, now: Date): number | null =>
  heard_at && Math.max(0, Math.floor((now.getTime() - heard_at.getTime()) / HOUR_MS))

export const ALARMS = [
  'roster-missing',
  'roster-rival',
  'roster-grace',
  'roster-expired',
  'partner-silent',
  'partner-not-answering',
  'partner-restoring',
  'partner-gap',
  'messages-failed',
  'messages-unknown',
  'journal-behind',
] as const
export interface Alarm {
  readonly code: (typeof ALARMS)[number]
  readonly network: string | null
  readonly member: string | null
  readonly since: Date | null
}

export interface NetworkState {
  readonly network: string
  readonly roster: { readonly expires_at: Date } | undefined
  readonly rivals: readonly { readonly received_at: Date }[]
  readonly partners: readonly {
    readonly member: string
    readonly status: 'active' | 'suspended'
    readonly link: (LinkState & { readonly gap_since: Date | null }) | undefined
  }[]
}
export interface NodeState {
  readonly failed: number
  readonly unknown_type: number
  readonly oldest_unsequenced_at: Date | null
}

/** What a person has to look at, network by network, then the node's own. */
export function alarmsOf(networks: readonly NetworkState[], node: NodeState, now: Date): Alarm[] {
  const own = (code: Alarm['code'], since: Date | null): Alarm => ({ code, network: null, member: null, since })
  const behind = node.oldest_unsequenced_at
  return [
    ...networks.flatMap((one) => networkAlarms(one, now)),
    ...(node.failed > 0 ? [own('messages-failed', null)] : []),
    ...(node.unknown_type > 0 ? [own('messages-unknown', null)] : []),
    ...(behind && now.getTime() - behind.getTime() > SEQUENCING_MS ? [own('journal-behind', behind)] : []),
  ]
}

function networkAlarms({ network, roster, rivals, partners }: NetworkState, now: Date): Alarm[] {
  const alarm = (code: Alarm['code'], member: string | null, since: Date | null): Alarm => ({ code, network, member, since })
  const alarms: Alarm[] = rivals.slice(0, 1).map(({ received_at }) => alarm('roster-rival', null, received_at))
  if (!roster) alarms.push(alarm('roster-missing', null, null))
  const state = roster && rosterState(roster.expires_at, now).state
  if (state === 'grace' || state === 'expired') alarms.push(alarm(`roster-${state}`, null, roster!.expires_at))
  for (const { member, status, link } of partners) {
    const { state: standing, since } = partnerState(status, link, now)
    if (standing === 'silent' || standing === 'not-answering' || standing === 'restoring')
      alarms.push(alarm(`partner-${standing}`, member, since))
    if (link?.gap_since) alarms.push(alarm('partner-gap', member, link.gap_since))
  }
  return alarms
}

export interface Period {
  readonly from: Date
  readonly to: Date
}

/** The period asked for, `to` now and `from` `usual_days` before it unless said; undefined when it is none, or longer than `most_days`. */
export function periodOf(
  asked: { from?: string; to?: string },
  now: Date,
  { usual_days, most_days }: { usual_days: number; most_days: number },
): Period | undefined {
  // without an end the last entries of this very millisecond belong to the period
  const to = asked.to === undefined ? new Date(now.getTime() + 1) : new Date(asked.to)
  const from = asked.from === undefined ? new Date(to.getTime() - usual_days * DAY_MS) : new Date(asked.from)
  const length_ms = to.getTime() - from.getTime()
  return from.getTime() >= 0 && to.getTime() < MAX_MS && length_ms > 0 && length_ms <= most_days * DAY_MS + 1 ? { from, to } : undefined
}
const MAX_MS = 2 ** 48

/** The least UUIDv7 of a time, so that a period becomes a range of the primary key. */
export const firstIdAt = (at: Date): string => uuidv7(at.getTime(), new Uint8Array(10))

/** A thing is written `kind:ID` in the journal, or by its bare id where a duty wrote it. */
export function spellings(subject: string): string[] {
  const bare = subject.slice(subject.indexOf(':') + 1)
  return bare !== subject && UUID.test(bare) ? [subject, bare] : [subject]
}

/** What the journal keeps for as long as it lasts: who belonged, who signed in, who erased. */
const KEPT_KINDS = new Set([
  'erasure',
  'member',
  'roster',
  'epoch',
  'officer',
  'session',
  'token',
  'oversight',
  'sharing-rule',
  'import',
  'journal-entry',
])

/** Only one thing of a person's own can be erased from the journal, never a whole kind of event. */
export function isErasable(subject: string): boolean {
  const match = /^([a-z][a-z-]{0,31}):(.+)$/.exec(subject)
  return match !== null && UUID.test(match[2]!) && !KEPT_KINDS.has(match[1]!)
}

export const GROUNDS = ['retention-over', 'data-subject-request', 'unlawful-processing', 'court-order'] as const

export interface EntryColumns {
  readonly id: string
  readonly at: Date
  readonly event: string
  readonly network: string | null
  readonly actor: string | null
  readonly subject: string
  readonly outcome: string
}
export interface StoredEntry extends EntryColumns {
  readonly row: Uint8Array | null
  readonly nonce: Uint8Array | null
  readonly entry: Uint8Array
}

export const ROW_FINDINGS = ['intact', 'altered', 'erased', 'missing'] as const

/** Whether a row is what its leaf was made from; `missing` is a row that is gone although no erasure lists it. */
export function rowFinding(stored: StoredEntry, is_listed_as_erased: boolean): (typeof ROW_FINDINGS)[number] {
  const { row, nonce, entry } = stored
  if (row === null || nonce === null) return is_listed_as_erased ? 'erased' : 'missing'
  if (nonce.length !== 32 || !sameBytes(entryOf(nonce, row), entry)) return 'altered'
  return saysTheSame(row, stored) ? 'intact' : 'altered'
}

/** The columns only help to search: what they say must stand in the row that was hashed. */
function saysTheSame(row: Uint8Array, { id, at, event, network, actor, subject, outcome }: EntryColumns): boolean {
  const read = parseCanonical(row)
  if (!read.ok || typeof read.value !== 'object' || read.value === null) return false
  const said = read.value as Record<string, unknown>
  const columns = { id, at: at.toISOString(), event, network, actor, subject, outcome }
  return Object.entries(columns).every(([name, value]) => (said[name] ?? null) === value)
}

/** The detail of a row; empty once erased. */
export function detailOf(row: Uint8Array | null): Record<string, string | number | boolean | null> {
  const read = row && parseCanonical(row)
  const detail = read?.ok && typeof read.value === 'object' && read.value !== null ? (read.value as { detail?: unknown }).detail : undefined
  return typeof detail === 'object' && detail !== null ? (detail as Record<string, string | number | boolean | null>) : {}
}

export const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
