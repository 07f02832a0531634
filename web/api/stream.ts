// Server-sent events over fetch: reads as they come, comes back after a loss, resumes after the last id.
import { useEffect, useRef, useState } from 'react'
import { report } from './connection.ts'

export type StreamEvent = { id: string; event: string; data: string }
export type StreamState = 'connecting' | 'open' | 'lost' | 'ended'

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 15_000
const LONGEST_EVENT = 1_048_576
/** The node says something every fifteen seconds; a line that is silent for longer is down, whatever it says of itself. */
const LONGEST_SILENCE_MS = 45_000

/** Splits text of a stream into events; what is unfinished stays in `rest`. Comments are dropped (WHATWG HTML 9.2.6). */
export function eventsIn(text: string): { events: StreamEvent[]; rest: string } {
  const blocks = text.replace(/\r\n?/g, '\n').split('\n\n')
  const rest = blocks.pop() ?? ''
  const events: StreamEvent[] = []
  for (const block of blocks) {
    const event: StreamEvent = { id: '', event: 'message', data: '' }
    const data: string[] = []
    for (const line of block.split('\n')) {
      const colon = line.indexOf(':')
      if (colon === 0) continue
      const field = colon < 0 ? line : line.slice(0, colon)
      const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
      if (field === 'data') data.push(value)
      else if (field === 'event') event.event = value
      else if (field === 'id') event.id = value
    }
    if (data.length > 0) events.push({ ...event, data: data.join('\n') })
  }
  return { events, rest }
}

/** Follows a stream while mounted. An event named `end` or a refusal (4xx) ends it; anything else is tried again. */
export function useStream(url: string | undefined, onEvent: (event: StreamEvent) => void): StreamState {
  const [state, setState] = useState<StreamState>('connecting')
  const handler = useRef(onEvent)
  handler.current = onEvent

  useEffect(() => {
    if (!url) return
    const stop = new AbortController()
    let last = ''
    let pause_ms = FIRST_PAUSE_MS

    /** Answers true when the stream is over for good. */
    const once = async (): Promise<boolean> => {
      const headers: Record<string, string> = { accept: 'text/event-stream' }
      if (last) headers['last-event-id'] = last
      const silent = new AbortController()
      let timer = setTimeout(() => silent.abort(), LONGEST_SILENCE_MS)
      const heard = () => {
        clearTimeout(timer)
        timer = setTimeout(() => silent.abort(), LONGEST_SILENCE_MS)
      }
      try {
        return await read(AbortSignal.any([stop.signal, silent.signal]), headers, heard)
      } finally {
        clearTimeout(timer)
      }
    }

    const read = async (signal: AbortSignal, headers: Record<string, string>, heard: () => void): Promise<boolean> => {
      const response = await fetch(url, { headers, credentials: 'same-origin', cache: 'no-store', signal })
      report(true)
      if (response.status === 204 || (response.status >= 400 && response.status < 500)) return true
      if (!response.ok || !response.body) return false
      setState('open')
      pause_ms = FIRST_PAUSE_MS
      let text = ''
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
      for (;;) {
        const { done, value } = await reader.read()
        if (done) return false
        heard()
        text += value
        if (text.length > LONGEST_EVENT) throw new Error(`an event longer than ${LONGEST_EVENT} characters`)
        const { events, rest } = eventsIn(text)
        text = rest
        for (const event of events) {
          if (event.id) last = event.id
          handler.current(event)
          if (event.event === 'end') {
            await reader.cancel()
            return true
          }
        }
      }
    }

    const follow = async () => {
      while (!stop.signal.aborted) {
        try {
          if (await once()) return setState('ended')
        } catch {
          if (stop.signal.aborted) return
          report(false)
        }
        setState('lost')
        await new Promise((resolve) => setTimeout(resolve, pause_ms * (0.5 + Math.random() / 2)))
        pause_ms = Math.min(pause_ms * 2, LONGEST_PAUSE_MS)
      }
    }
    setState('connecting')
    void follow()
    return () => stop.abort()
  }, [url])

  return state
}
