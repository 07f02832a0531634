/** Who may be answered about what: decided from the asker and the record's rules, before and after the look-up. */
import { isDay } from '#lib/tables/index.ts'
import type { MemberId, NetworkId, UnitId } from '#wire/address.ts'
import type { Handling } from '#wire/statement.ts'
import { CLASSIFICATIONS, type Classification, HANDLING_CODES, type Purpose, type RefusalGround } from '#wire/vocabulary.ts'
import type { Kind, Sharing } from './kinds.ts'

export interface Asker {
  readonly network: NetworkId
  readonly member: MemberId
  readonly unit: UnitId
  readonly clearance: Classification
}

/** What of a record decides whether an asker may see it. */
export interface Shareable {
  readonly member: MemberId
  readonly only_unit: UnitId | ''
  readonly sharing: Sharing
  readonly classification: Classification
  readonly status: string
  /** The last day on which it answers, `2027-01-31`. */
  readonly expires_on: string
}

/** One line of a member's sharing policy; '' stands for every network, partner, purpose or kind. */
export interface SharingRule {
  readonly network: NetworkId | ''
  readonly partner: MemberId | ''
  readonly purpose: Purpose | ''
  readonly kind: Kind | ''
  readonly verdict: 'allow' | 'refuse'
  readonly ground: RefusalGround | null
}

/** Questions that one partner may ask of one member in one hour, unless the member says otherwise. */
export const QUOTA_PER_HOUR = 100_000
/** A record is reviewed at least once in this time (INTERPOL: at most five years at first). */
export const LONGEST_REVIEW_DAYS = 1_826

const DAY_MS = 86_400_000

export const dayOf = (at: Date): string => at.toISOString().slice(0, 10)
export const hourOf = (at: Date): Date => new Date(Math.floor(at.getTime() / 3_600_000) * 3_600_000)
export const daysAfter = (at: Date, days: number): string => dayOf(new Date(at.getTime() + days * DAY_MS))

/** An expired or withdrawn record answers nobody. */
export const answersOn = (record: Pick<Shareable, 'status' | 'expires_on'>, now: Date): boolean =>
  record.status === 'active' && record.expires_on >= dayOf(now)

/** Whether this record may be shown to this asker: its own member under the unit restriction, a partner under the sharing rule. */
export function mayBeShown(record: Shareable, asker: Asker): boolean {
  if (CLASSIFICATIONS.indexOf(record.classification) > CLASSIFICATIONS.indexOf(asker.clearance)) return false
  if (asker.member === record.member) return record.only_unit === '' || record.only_unit === asker.unit
  if (record.only_unit !== '') return false
  const { rule, networks, members } = record.sharing
  if (rule === 'national' || !networks.includes(asker.network)) return false
  return rule === 'network' || members.includes(asker.member)
}

/**
 * The ground on which a question is refused before any look-up, or `undefined`. The most specific line decides, a refusal where two are
 * equally specific; without a line all purposes are allowed. The own member is never refused.
 */
export function refusedBefore(
  rules: readonly SharingRule[],
  asker: Pick<Asker, 'network' | 'member'>,
  own: MemberId,
  purpose: Purpose | undefined,
  kind: Kind,
): RefusalGround | undefined {
  if (asker.member === own) return undefined
  const meets = (line: string, value: string | undefined) => line === '' || line === value
  const fitting = rules.filter(
    (rule) =>
      meets(rule.network, asker.network) && meets(rule.partner, asker.member) && meets(rule.purpose, purpose) && meets(rule.kind, kind),
  )
  const weight = (rule: SharingRule) =>
    [rule.partner, rule.kind, rule.purpose, rule.network].filter((part) => part !== '').length * 2 + (rule.verdict === 'refuse' ? 1 : 0)
  const decisive = fitting.reduce<SharingRule | undefined>((best, rule) => (best && weight(best) >= weight(rule) ? best : rule), undefined)
  return decisive?.verdict === 'refuse' ? (decisive.ground ?? 'disproportionate') : undefined
}

/** Whether any line keeps records of a kind from anybody in a network. */
export const refusesSome = (rules: readonly SharingRule[], in_network: NetworkId, of_kind: Kind): boolean =>
  rules.some(
    ({ verdict, network, kind }) => verdict === 'refuse' && (network === '' || network === in_network) && (kind === '' || kind === of_kind),
  )

/** Faults in how a record is to be shared, as JSON pointers with reasons; none when it is sound. */
export function sharingFaults(
  { sharing, only_unit, review_on, expires_on }: { sharing: Sharing; only_unit: UnitId | ''; review_on: string; expires_on: string },
  now: Date,
): { path: string; reason: string }[] {
  const faults: { path: string; reason: string }[] = []
  const { rule, networks, members } = sharing
  if (rule === 'national' && networks.length + members.length > 0) faults.push({ path: '/sharing', reason: 'national-names-none' })
  if (rule !== 'national' && networks.length === 0) faults.push({ path: '/sharing/networks', reason: 'network-missing' })
  if (rule === 'members' && members.length === 0) faults.push({ path: '/sharing/members', reason: 'member-missing' })
  if (rule === 'network' && members.length > 0) faults.push({ path: '/sharing/members', reason: 'network-names-no-member' })
  if (only_unit !== '' && rule !== 'national') faults.push({ path: '/only_unit', reason: 'unit-and-sharing' })
  for (const [path, day] of [
    ['/review_on', review_on],
    ['/expires_on', expires_on],
  ] as const) {
    if (!isDay(day)) faults.push({ path, reason: 'no-such-day' })
    else if (day < dayOf(now)) faults.push({ path, reason: 'in-the-past' })
  }
  if (isDay(review_on) && review_on > daysAfter(now, LONGEST_REVIEW_DAYS)) faults.push({ path: '/review_on', reason: 'review-too-late' })
  return faults
}

/** H1 keeps a record out of what is made as evidence; the other codes travel with it. */
export const isEvidential = (handling: readonly Handling[]): boolean => !handling.some(({ code }) => code === 'H1')

/** H3 says nothing without its words. */
export const handlingFaults = (handling: readonly Handling[]): { path: string; reason: string }[] => [
  ...handling.flatMap(({ code, words }, i) => (code === 'H3' && !words ? [{ path: `/handling/${i}/words`, reason: 'words-missing' }] : [])),
  ...(new Set(handling.map(({ code }) => code)).size < handling.length ? [{ path: '/handling', reason: 'code-repeated' }] : []),
]

/** The codes of several records on one answer: each code once, H3 with all its words as far as they fit. */
export function handlingOfAll(all: readonly (readonly Handling[])[]): Handling[] {
  const flat = all.flat()
  return HANDLING_CODES.filter((code) => flat.some((one) => one.code === code)).map((code) => {
    const said = [...new Set(flat.flatMap((one) => (one.code === code && one.words ? [one.words] : [])))].join(' · ')
    return said === '' ? { code } : { code, words: said.slice(0, 500) }
  })
}
