// Sends a check: its id is chosen here, so that sending again after a lost connection asks nobody twice.
import { useRef } from 'react'
import { useLocation } from 'wouter'
import type { Input } from '../api/client.ts'
import { useAct } from '../api/hooks.ts'
import { useShift } from '../session/shift.ts'
import { keepBegun } from './follow.ts'

type Question = Omit<Input<'checks.run'>, 'id' | 'purpose' | 'place'>

/** Asks, and opens the page of the answers. Answers whether it was asked; a refusal stands in `error`. */
export function useAsking() {
  const { run, running, error, reset } = useAct('checks.run', { touches: ['checks.find'] })
  const { shift } = useShift()
  const [, navigate] = useLocation()
  const sent = useRef<{ question: string; id: string | undefined }>(undefined)

  const ask = async (question: Question): Promise<boolean> => {
    const key = JSON.stringify([question, shift])
    // without a secure context there is no source of ids: then the node chooses one
    if (sent.current?.question !== key) sent.current = { question: key, id: globalThis.crypto?.randomUUID?.() }
    const { id } = sent.current
    const begun = await run({
      ...question,
      ...(id && { id }),
      ...(shift && { purpose: shift.purpose }),
      ...(shift?.place && { place: shift.place }),
    })
    if (!begun) return false
    sent.current = undefined
    if (shift) {
      const { subjects, partners } = begun
      const asked_at = new Date().toISOString()
      keepBegun(begun.check, {
        subjects,
        partners,
        asked_at,
        alternatives: question.alternatives ?? false,
        purpose: shift.purpose,
        place: shift.place || null,
      })
    }
    navigate(`/checks/${begun.check}`)
    return true
  }
  return { ask, running, error, reset }
}
