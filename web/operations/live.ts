// A team as it changes: the node says that something has, and what is shown is read again; without that line it is read every few seconds.
import { useEffect, useRef, useState } from 'react'
import { nodeNow } from '../api/connection.ts'
import { refresh } from '../api/hooks.ts'
import { useStream } from '../api/stream.ts'

/** While the line is up it is only made sure of, now and then. */
const SURE_MS = 60_000
const WITHOUT_MS = 5_000
/** Many changes at once are read together. */
const TOGETHER_MS = 800

export interface Live {
  readonly is_live: boolean
  /** Since when it is, or is not; 0 before the line was ever up. */
  readonly since: number
  /** When something last changed, as the node says. */
  readonly word_at: number | undefined
  /** How often to read by oneself. */
  readonly every_ms: number
}

/** Follows one team; every view of teams that is shown is read again when something in it has changed. */
export function useLive(space: string): Live {
  const [word_at, setWord] = useState<number | undefined>()
  const [since, setSince] = useState(0)
  const known = useRef('')
  const waiting = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const state = useStream(`/api/operations/stream?space=${encodeURIComponent(space)}`, ({ event, data }) => {
    if (event !== 'message') return
    const { after } = JSON.parse(data) as { after: string }
    setWord(Date.parse(after))
    if (known.current !== '' && known.current !== after) readAgain()
    known.current = after
  })
  const is_live = state === 'open'
  // a page in the background is read when somebody looks at it
  const owed = useRef(false)
  const read = useRef(() => {
    waiting.current = undefined
    owed.current = document.visibilityState !== 'visible'
    if (!owed.current) refresh('operations.', true)
  }).current
  function readAgain(): void {
    waiting.current ??= setTimeout(read, TOGETHER_MS)
  }
  useEffect(() => {
    const looked = () => owed.current && read()
    document.addEventListener('visibilitychange', looked)
    return () => {
      clearTimeout(waiting.current)
      document.removeEventListener('visibilitychange', looked)
    }
  }, [read])
  const was_live = useRef(is_live)
  useEffect(() => {
    if (is_live || was_live.current) setSince(nodeNow())
    was_live.current = is_live
  }, [is_live])
  return { is_live, since, word_at, every_ms: is_live ? SURE_MS : WITHOUT_MS }
}
