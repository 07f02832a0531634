// A check as it fills: what was asked at once, each answer as it comes, and after a return to the page all that is known.
import { useEffect, useState } from 'react'
import { type Output, RefusalError } from '../api/client.ts'
import { useView } from '../api/hooks.ts'
import { type StreamState, useStream } from '../api/stream.ts'
import type { CheckAnswer, CheckSubject } from './overall.ts'

type Whole = Output<'checks.read-one'>

export type Followed = {
  subjects: readonly CheckSubject[] | undefined
  answers: readonly CheckAnswer[]
  complete: boolean
  asked_at: string | undefined
  purpose: string | undefined
  place: string | undefined
  alternatives: boolean
  error: RefusalError | undefined
  loading: boolean
  stream: StreamState
}

/** What is known of a check the moment it was asked, so that nothing has to be read for it. */
export type Begun = Pick<Whole, 'subjects' | 'purpose' | 'place' | 'alternatives' | 'asked_at'> & { partners: readonly string[] }

const KEPT = 5
const begun = new Map<string, Begun>()

/** Keeps what was just asked for the page that shows the answers. */
export function keepBegun(check: string, what: Begun): void {
  begun.set(check, what)
  for (const old of begun.keys()) if (begun.size > KEPT) begun.delete(old)
}

const waiting = (partner: string, own: string): CheckAnswer => ({
  partner,
  name: '',
  own: partner === own,
  state: 'waiting',
  ground: null,
  refusal: null,
  took_ms: null,
  refused: [],
  hits: [],
  more: false,
  threshold: null,
})

/** Follows one check; `own` is the asking member. */
export function useCheck(check: string, own: string): Followed {
  const [start] = useState(() => begun.get(check))
  const read = useView('checks.read-one', { check }, { enabled: !start })
  const [come, setCome] = useState<ReadonlyMap<string, CheckAnswer>>(new Map())
  const [complete, setComplete] = useState(false)
  const [refused, setRefused] = useState<RefusalError | undefined>()

  const known = start ? start.partners.map((partner) => waiting(partner, own)) : (read.data?.answers ?? [])
  const follow = !complete && (start !== undefined || read.data?.complete === false)
  const stream = useStream(follow ? `/api/checks/stream?check=${encodeURIComponent(check)}` : undefined, ({ event, data }) => {
    if (event === 'message') {
      const told = JSON.parse(data) as Output<'checks.read-answers'>
      setCome((old) => new Map([...old, ...told.answers.map((answer) => [answer.partner, answer] as const)]))
      if (told.complete) setComplete(true)
    }
    if (event === 'refused') {
      const { error } = JSON.parse(data) as { error: { code: string; message: string } }
      setRefused(new RefusalError(error.code, error.message, 0))
    }
  })
  // a check that was begun here and is over is read from the node when somebody comes back to it
  useEffect(() => {
    if (complete) begun.delete(check)
  }, [complete, check])

  const whole = start ?? read.data
  return {
    subjects: whole?.subjects,
    answers: known.map((answer) => come.get(answer.partner) ?? answer),
    complete: complete || read.data?.complete === true,
    asked_at: whole?.asked_at,
    purpose: whole?.purpose,
    place: whole?.place ?? undefined,
    alternatives: whole?.alternatives ?? false,
    error: refused ?? read.error,
    loading: read.loading,
    stream,
  }
}
