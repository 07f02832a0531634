/** Bounds of a check: how long it waits, how many it asks, how long it is kept. */

export const DEFAULT_TIMEOUT_MS = 3_000
export const LONGEST_TIMEOUT_MS = 15_000
/** How long after the last moment for answers a check still waits for a process that is slow to write them. */
export const GRACE_MS = 10_000
export const KEPT_DAYS = 30
export const MAX_PARTNERS = 100
