// The present moment for things that count down: one clock for the whole page, by the node's time.
import { useSyncExternalStore } from 'react'
import { nodeNow } from '../api/connection.ts'

const TICK_MS = 15_000
const listeners = new Set<() => void>()
let now = nodeNow()
let timer: ReturnType<typeof setInterval> | undefined

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(() => {
    now = nodeNow()
    for (const each of listeners) each()
  }, TICK_MS)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0 || !timer) return
    clearInterval(timer)
    timer = undefined
  }
}

/** What is shown may be a tick old; a page that comes back from the background starts from the true time. */
function read(): number {
  if (Math.abs(nodeNow() - now) > TICK_MS * 2) now = nodeNow()
  return now
}

/** The time by the node's clock, renewed every 15 seconds. */
export const useNow = (): number => useSyncExternalStore(subscribe, read, read)
