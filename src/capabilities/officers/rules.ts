/** What one administrator may do alone, and what takes two: nobody gives himself or a straw man access to cases. */
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

export const isGrave = ({ roles, clearance }: Pick<Powers, 'roles' | 'clearance'>): boolean =>
  roles.some((role) => GRAVE_ROLES.includes(role)) || clearance >= GRAVE_CLEARANCE

/** Whether a new account needs a second administrator. */
export const addingNeedsTwo = isGrave

/** Whether a change does: it gives a grave power, wakes one, or hands one to another identity. */
export function changeNeedsTwo(before: Powers, after: Powers): boolean {
  const given = after.roles.filter((role) => !before.roles.includes(role))
  return (
    given.some((role) => GRAVE_ROLES.includes(role)) ||
    (after.clearance >= GRAVE_CLEARANCE && before.clearance < GRAVE_CLEARANCE) ||
    (isGrave(after) && before.disabled && !after.disabled) ||
    (isGrave(after) && after.oidc_subject !== null && after.oidc_subject !== before.oidc_subject)
  )
}

/** Whether new credentials do: who holds them is the officer. */
export const resetNeedsTwo = isGrave

/** Whether a token does: its bearer has the roles and the clearance of the account. */
export const tokenNeedsTwo = (roles: readonly Role[], clearance: number): boolean => isGrave({ roles, clearance })

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
