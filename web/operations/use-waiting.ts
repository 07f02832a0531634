// What this officer wrote for a team and the node does not have yet: kept on the device, sent when the node is there.
import { useCallback, useEffect, useRef, useState } from 'react'
import { act, RefusalError } from '../api/client.ts'
import { useConnection } from '../api/connection.ts'
import { refresh, useView } from '../api/hooks.ts'
import { forgetLine, forgetOld, keepLine, type Line, openKey, type Sent, sendLines, waitingLines } from './waiting-lines.ts'

const AGAIN_MS = 10_000
/** The node is busy, or somebody has to sign in again: the line is sound and waits. */
const LATER = [0, 401, 408, 429, 500, 502, 503, 504]

export type Waiting = {
  /** Whether anything can be written at all: without a key nothing is kept. */
  ready: boolean
  error: RefusalError | undefined
  lines: readonly Line[]
  /** Lines of others on this device. */
  shut: number
  refused: ReadonlyMap<string, string>
  write: (line: Line) => Promise<'kept' | 'full'>
  discard: (id: string) => void
  send: () => void
}

export function useWaiting(space: string): Waiting {
  const view = useView('operations.read-device-key', { space })
  const { reachable } = useConnection()
  const hex = view.data?.key
  const key = useRef<{ hex: string; key: Promise<CryptoKey> } | undefined>(undefined)
  if (hex && key.current?.hex !== hex) key.current = { hex, key: openKey(hex) }
  const busy = useRef(false)
  const [lines, setLines] = useState<readonly Line[]>([])
  const [shut, setShut] = useState(0)
  const [refused, setRefused] = useState<ReadonlyMap<string, string>>(new Map())

  const look = useCallback(async () => {
    if (!key.current) return []
    const found = await waitingLines(localStorage, await key.current.key, space)
    setLines(found.lines)
    setShut(found.shut)
    return found.lines
  }, [space])
  const send = useCallback(async () => {
    if (busy.current || !key.current) return
    busy.current = true
    try {
      const waiting = await look()
      if (waiting.length === 0) return
      const answer = await sendLines(localStorage, space, waiting, (line) => put(space, line))
      setRefused(answer.refused)
      if (answer.sent > 0) refresh('operations.find-things')
      await look()
    } finally {
      busy.current = false
    }
  }, [space, look])

  useEffect(() => {
    forgetOld(localStorage, Date.now())
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the key is there, and whenever the node is back
  useEffect(() => {
    void send()
  }, [hex, reachable, send])
  useEffect(() => {
    if (lines.length === 0) return
    const timer = setInterval(() => void send(), AGAIN_MS)
    return () => clearInterval(timer)
  }, [lines.length, send])

  return {
    ready: hex !== undefined,
    error: hex === undefined ? view.error : undefined,
    lines,
    shut,
    refused,
    async write(line) {
      if (!key.current) return 'full'
      const kept = await keepLine(localStorage, await key.current.key, space, line, Date.now())
      await look()
      if (kept === 'kept') void send()
      return kept
    },
    discard(id) {
      forgetLine(localStorage, space, id)
      void look()
    },
    send: () => void send(),
  }
}

async function put(space: string, { id, kind, set }: Line): Promise<Sent> {
  try {
    await act('operations.put-things', { space, once: true, things: [{ thing: id, kind, set }] })
    return 'kept'
  } catch (error) {
    if (error instanceof RefusalError && !LATER.includes(error.status)) return { refused: error.code }
    return 'lost'
  }
}
