/** Lock-out: how long the next attempt to sign in has to wait, per account and address, per account, and per address. */

/**
 * `pair`: one address at one name. `name`: all addresses at one name, with a short limit, so that a stranger slows an officer
 * down but never shuts him out. `address`: one address at all names.
 */
export const ALLOWANCES = {
  pair: { free: 5, longest_ms: 15 * 60_000 },
  name: { free: 50, longest_ms: 60_000 },
  address: { free: 30, longest_ms: 15 * 60_000 },
} as const
export type AttemptKind = keyof typeof ALLOWANCES

/** Failures are forgotten after a day without one. */
export const FORGET_AFTER_MS = 86_400_000
/** Rows kept for names and addresses that may be anybody's; the oldest go first. */
export const KEPT_ATTEMPTS = 20_000

/** How long to wait after so many failures: nothing within the allowance, then doubling from two seconds. */
export function delayAfter(kind: AttemptKind, failures: number): number {
  const { free, longest_ms } = ALLOWANCES[kind]
  if (failures < free) return 0
  return Math.min(longest_ms, 2_000 * 2 ** Math.min(failures - free, 30))
}
