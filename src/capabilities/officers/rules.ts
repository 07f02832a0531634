/** What one administrator may do alone, and what takes two: nobody by himself comes by an account that works. */
import type { Role } from '#wire/vocabulary.ts'

/** Roles that see or free what others may not, or that could undo these rules. */
export const GRAVE_ROLES: readonly Role[] = ['supervisor', 'data-protection', 'administrator']
/** The clearance for `confidential`. */
export const GRAVE_CLEARANCE = 2

export const CHANGE_LASTS_MS = 7 * 86_400_000
export const MOST_WAITING_CHANGES = 100
export const MOST_ACCOUNTS = 10_000

export interface Powers {
  readonly roles: readonly Role[]
  readonly clearance: number
  readonly disabled: boolean
  readonly oidc_subject: string | null
}

/** How long after the confirmation the proposer can collect his half of what was made. */
export const HALF_LASTS_MS = 7 * 86_400_000

/**
 * Whether a change needs a second administrator: it gives a grave power, or lets somebody in who was out (an account is woken, or
 * handed to another identity). A new account, new credentials and a token always do.
 */
export function changeNeedsTwo(before: Powers, after: Powers): boolean {
  const given = after.roles.filter((role) => !before.roles.includes(role))
  return (
    given.some((role) => GRAVE_ROLES.includes(role)) ||
    (after.clearance >= GRAVE_CLEARANCE && before.clearance < GRAVE_CLEARANCE) ||
    (before.disabled && !after.disabled) ||
    (after.oidc_subject !== null && after.oidc_subject !== before.oidc_subject)
  )
}

export type WhyNot = 'settled' | 'expired' | 'proposer' | 'concerned' | 'proposer-left'

/** Why an officer can not confirm a change; `undefined` when he can. */
export function whyNotConfirm(
  change: { readonly state: string; readonly expires_at: Date; readonly proposed_by: string; readonly officer: string | null },
  { officer, now, proposer_is_administrator }: { officer: string; now: Date; proposer_is_administrator: boolean },
): WhyNot | undefined {
  if (change.state !== 'waiting') return 'settled'
  if (now >= change.expires_at) return 'expired'
  if (change.proposed_by === officer) return 'proposer'
  if (change.officer === officer) return 'concerned'
  if (!proposer_is_administrator) return 'proposer-left'
  return undefined
}

export type HalfState = 'waiting' | 'collected' | 'lapsed'

/** Where the proposer's half of new credentials is; `null` for a change that made none or is not carried out. */
export function halfState(
  change: {
    readonly state: string
    readonly settled_at: Date | null
    readonly collected_at: Date | null
    readonly half_slot: number | null
  },
  now: Date,
): HalfState | null {
  if (change.state !== 'confirmed' || change.half_slot === null || change.settled_at === null) return null
  if (change.collected_at !== null) return 'collected'
  return now.getTime() - change.settled_at.getTime() < HALF_LASTS_MS ? 'waiting' : 'lapsed'
}
