/** From which score on a name counts as a hit: by the purpose of the question, set by the member that answers it. */
import { MATCH_THRESHOLD } from '#lib/names/index.ts'
import { PURPOSES, type Purpose } from '#wire/vocabulary.ts'

const hundredths = (value: number) => Math.round(value * 100) / 100

/**
 * How far each purpose stands from the threshold of the comparison itself. Our own choice, from the cost of each error and from no source:
 * at a border a false hit stops a traveller who did nothing, so it is narrower; who looks for somebody, or for the name of somebody dead,
 * misses by a narrow one and has time to look, so it is wider.
 */
const BESIDE: Readonly<Record<Purpose, number>> = {
  'border-control': 0.08,
  'security-check': 0.06,
  'threat-analysis': 0.04,
  investigation: 0,
  alert: 0,
  identification: -0.04,
  'wanted-person': -0.06,
  forensic: -0.1,
  'identify-dead': -0.12,
}

/** What holds where the member has set nothing. */
export const STANDARD: Readonly<Record<Purpose, number>> = Object.fromEntries(
  PURPOSES.map((purpose) => [purpose, hundredths(MATCH_THRESHOLD + BESIDE[purpose])]),
) as Record<Purpose, number>

/** Below it nearly everybody is a hit; above it nobody whose name is written otherwise is. */
export const LEAST_THRESHOLD = hundredths(MATCH_THRESHOLD - 0.2)
export const MOST_THRESHOLD = 0.97

/** How far below the threshold a name in the index may stand and still be compared in full, where birth date and nationality may lift it. */
const CANDIDATE_MARGIN = 0.12
export const candidatesFrom = (threshold: number): number => Math.max(0.4, threshold - CANDIDATE_MARGIN)

export const CHANGE_LASTS_MS = 7 * 86_400_000

/** The threshold of a purpose: what the member has set, within the bounds, else the standard. */
export function thresholdFor(set: ReadonlyMap<string, number>, purpose: Purpose): number {
  const own = set.get(purpose)
  return own === undefined ? STANDARD[purpose] : Math.min(MOST_THRESHOLD, Math.max(LEAST_THRESHOLD, own))
}

/** Faults in a threshold that somebody wants to set; none when it is sound. */
export function thresholdFaults(threshold: number, present: number): { path: string; reason: string }[] {
  if (threshold < LEAST_THRESHOLD || threshold > MOST_THRESHOLD) return [{ path: '/threshold', reason: 'out-of-bounds' }]
  if (hundredths(threshold) !== threshold) return [{ path: '/threshold', reason: 'too-fine' }]
  return threshold === present ? [{ path: '/threshold', reason: 'unchanged' }] : []
}

export type WhyNot = 'settled' | 'expired' | 'proposer' | 'proposer-left' | 'changed-since'

/** Why an officer can not confirm a change; `undefined` when he can. */
export function whyNotConfirm(
  change: {
    readonly state: string
    readonly expires_at: Date
    readonly proposed_by: string
    readonly before: number
  },
  { officer, now, present, proposer_may }: { officer: string; now: Date; present: number; proposer_may: boolean },
): WhyNot | undefined {
  if (change.state === 'expired' || (change.state === 'waiting' && now >= change.expires_at)) return 'expired'
  if (change.state !== 'waiting') return 'settled'
  if (change.proposed_by === officer) return 'proposer'
  if (!proposer_may) return 'proposer-left'
  return change.before === present ? undefined : 'changed-since'
}
