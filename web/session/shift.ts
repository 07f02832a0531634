// The purpose and the place of the shift: chosen once, shown in the frame, sent with every check.
import { useCallback } from 'react'
import { useNow } from '../pieces/now.ts'
import { usePreference } from '../pieces/preference.ts'

export type Shift = { purpose: string; place: string; chosen_at: number }

const SHIFT_MS = 12 * 3_600_000
const NONE: Shift | null = null

/** The shift, or undefined when none was chosen in the last 12 hours. */
export function useShift(): { shift: Shift | undefined; last: Shift | undefined; choose: (purpose: string, place: string) => void } {
  const [kept, keep] = usePreference<Shift | null>('shift', NONE)
  const now = useNow()
  const choose = useCallback(
    (purpose: string, place: string) => keep({ purpose, place: place.trim().slice(0, 80), chosen_at: Date.now() }),
    [keep],
  )
  return { shift: kept && now - kept.chosen_at < SHIFT_MS ? kept : undefined, last: kept ?? undefined, choose }
}
