// How far back a list looks: a stretch that ends now, begun at a full hour so that its address in the cache stays the same.
import { useMemo } from 'react'
import { nodeNow } from '../api/connection.ts'

const HOUR_MS = 3_600_000

/** The start of a stretch of days that ends now; the standard one for a value that is none of the offered. */
export function useFrom(days: string | undefined, offered: readonly number[], standard: number): string {
  const chosen = offered.find((one) => String(one) === days) ?? standard
  const hour = Math.floor(nodeNow() / HOUR_MS)
  return useMemo(() => new Date((hour - chosen * 24) * HOUR_MS).toISOString(), [hour, chosen])
}
