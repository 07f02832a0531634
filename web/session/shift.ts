// The purpose and the place of the shift: kept by the node for this session, shown in the frame, going with every check.
import { useCallback } from 'react'
import type { CurrentSession } from '../api/actions.ts'
import type { RefusalError } from '../api/client.ts'
import { refresh, useAct } from '../api/hooks.ts'
import { usePreference } from '../pieces/preference.ts'
import { useSession, useSessionHandle } from './session.tsx'

type Purpose = CurrentSession['purposes'][number]
export type Shift = { purpose: Purpose; place: string }

export const PLACE_MAX = 120
const NONE: Shift | null = null

/** The shift as the node has it, undefined where none was chosen; `last` is what this officer chose on this device before. */
export function useShift(): {
  shift: Shift | undefined
  last: Shift | undefined
  /** Answers whether the node took it; a refusal stands in `error`. */
  choose: (purpose: Purpose, place: string) => Promise<boolean>
  running: boolean
  error: RefusalError | undefined
} {
  const { purpose, place } = useSession()
  const { update } = useSessionHandle()
  const [last, keep] = usePreference<Shift | null>('shift', NONE)
  const { run, running, error } = useAct('session.shift', { touches: [] })
  const choose = useCallback(
    async (next: Purpose, where: string) => {
      const said = where.trim().slice(0, PLACE_MAX)
      const session = await run({ purpose: next, place: said || null })
      if (!session) return false
      keep({ purpose: next, place: said })
      update(session)
      // what was refused for want of a purpose is read again
      refresh('')
      return true
    },
    [run, keep, update],
  )
  return { shift: purpose ? { purpose, place: place ?? '' } : undefined, last: last ?? undefined, choose, running, error }
}
