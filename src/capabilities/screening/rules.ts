/** The bounds of screening, and what is true of a list in each of its states: pure decisions. */
import type { Hit } from '#wire/checks/answers.ts'
import { CLASSIFICATIONS } from '#wire/vocabulary.ts'

export const MAX_FILE_BYTES = 5 * 1024 * 1024
export const MAX_PART_BYTES = 300_000
export const MAX_PARTS = 64
/** Persons on one list, whatever its member allows. */
export const MAX_LINES = 5_000
export const MAX_OPEN_LISTS = 10
export const MAX_PARTNERS = 100

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** After the last answer a list is kept so long at most. */
export const LONGEST_KEPT_H = 72
/** A list that is not asked through in this time is ended with what it has. */
export const LONGEST_ASKING_MS = 72 * HOUR_MS
/** A list that was begun and never started is given up after this time without a touch. */
export const ABANDONED_AFTER_MS = 24 * HOUR_MS
/** How long it is kept that somebody ran a list, in counts: as long as logs of access. */
export const COUNTS_KEPT_MS = 3 * 365 * DAY_MS

/** Why a member may check many people at once; the words are the officer's own. */
export const LEGAL_GROUNDS = [
  'border-checks',
  'passenger-data',
  'staff-vetting',
  'event-accreditation',
  'investigation',
  'judicial-order',
  'other',
] as const
export type LegalGround = (typeof LEGAL_GROUNDS)[number]

/** Why a hit is not the person on the list. */
export const DISCARD_GROUNDS = [
  'birth-date-differs',
  'name-differs',
  'nationality-differs',
  'sex-differs',
  'document-differs',
  'identified-otherwise',
  'same-name-known',
  'other',
] as const
export type DiscardGround = (typeof DISCARD_GROUNDS)[number]

/**
 * `receiving`: the file is on its way. `reading`: it waits to be read. `prepared`: it can be looked at, read otherwise, or started.
 * `staging`: its persons are laid out, nobody is asked yet. `asking`, `paused`. `asked`: every answer is in, hits are worked through.
 * `closed`: nothing of it is left but counts.
 */
export const LIST_STATES = ['receiving', 'reading', 'prepared', 'staging', 'asking', 'paused', 'asked', 'closed'] as const
export type ListState = (typeof LIST_STATES)[number]
export const BEFORE_START: readonly ListState[] = ['receiving', 'reading', 'prepared']

/** By its officer, before it was started, by its deadline, because nobody went on with it, or because its key was destroyed. */
export const ENDINGS = ['closed', 'withdrawn', 'deadline', 'abandoned', 'erased'] as const
export type Ending = (typeof ENDINGS)[number]

/** Paused by the officer, or because the account may not do this any more. */
export const PAUSES = ['officer', 'access-lost'] as const

export const HIT_STATES = ['open', 'confirmed', 'discarded'] as const
export type HitState = (typeof HIT_STATES)[number]

/** How many persons may be checked; a member's supervisor may change them within MAX_LINES a list. */
export interface Quota {
  readonly per_list: number
  readonly per_officer_day: number
  readonly per_unit_day: number
}
export const QUOTA: Quota = { per_list: MAX_LINES, per_officer_day: 10_000, per_unit_day: 20_000 }

export const dayBegin = (now: Date): Date => new Date(Math.floor(now.getTime() / DAY_MS) * DAY_MS)
/** Until the next day's quota. */
export const untilNextDay_s = (now: Date): number => Math.ceil((dayBegin(now).getTime() + DAY_MS - now.getTime()) / 1_000)

/** Which bound a list of so many persons breaks, after what was checked today; `undefined` where it may be started. */
export function quotaBroken(
  lines: number,
  today: { officer: number; unit: number },
  quota: Quota,
): 'list' | 'officer-day' | 'unit-day' | undefined {
  if (lines > Math.min(quota.per_list, MAX_LINES)) return 'list'
  if (today.officer + lines > quota.per_officer_day) return 'officer-day'
  return today.unit + lines > quota.per_unit_day ? 'unit-day' : undefined
}

/** Questions that one partner is asked in a second, all lists of a member together: a fifth of what a member answers unless it says otherwise. */
export const PACE_PER_S = 5
/** Questions that may be asked at once after a silence. */
export const BURST = 10
export const INTERVAL_MS = 1_000 / PACE_PER_S
/** The own registers stand on no line. */
export const OWN_PACE_FACTOR = 4
export const ASK_TIMEOUT_MS = 5_000
/** A question taken up and not brought to its end in this time is asked again. */
export const CLAIM_MS = 120_000

/** How many questions are due and when the next one is, for one that is due at `next_at`. */
export function spend(next_at: Date, now: Date, wanted: number, interval_ms: number): { count: number; next_at: Date } {
  const from_ms = Math.max(next_at.getTime(), now.getTime() - (BURST - 1) * interval_ms)
  const due = Math.floor((now.getTime() - from_ms) / interval_ms) + 1
  const count = Math.max(0, Math.min(due, BURST, wanted))
  return { count, next_at: new Date(count === 0 ? next_at.getTime() : from_ms + count * interval_ms) }
}

/** Tries of one question before its partner's silence is its answer. */
export const MAX_TRIES = 3
/** Silences in a row after which everything that waits for the partner has no answer. */
export const MAX_SILENCES = 5
const FIRST_REST_MS = 1_000
const LONGEST_REST_MS = 60_000
const LONGEST_WAIT_S = 3_600

/** How long a partner is left alone that kept silent so many times in a row. */
export const restAfter_ms = (silences: number): number => Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** Math.max(0, silences - 1))
/** A wait that a partner asks for is honoured, up to an hour at a time. */
export const waitOf_ms = (retry_after_s: number): number => Math.min(LONGEST_WAIT_S, Math.max(1, retry_after_s)) * 1_000

export const classificationOf = ({ classification }: Pick<Hit, 'classification'>): number => CLASSIFICATIONS.indexOf(classification)

/** A count by classification as somebody of this clearance sees it. */
export const visibleCount = (by_classification: readonly number[], clearance: number): number =>
  by_classification.slice(0, clearance + 1).reduce((sum, count) => sum + count, 0)

/** When a list that has all its answers is forgotten; asking again does not move it. */
export const forgetAt = (asked_at: Date, hours: number): Date => new Date(asked_at.getTime() + Math.min(LONGEST_KEPT_H, hours) * HOUR_MS)
