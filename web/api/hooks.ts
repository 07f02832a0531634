// Views and acts for React: what was read is shown at once and read again behind it; what failed says so and is kept.
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { type ActName, act, type Input, type Output, queryOf, RefusalError, type Saying, type ViewName, view } from './client.ts'
import { onConnection } from './connection.ts'

export type Snapshot<T> = { data: T | undefined; error: RefusalError | undefined; pending: boolean; at: number }
type Entry = {
  snapshot: Snapshot<unknown>
  listeners: Set<() => void>
  read: (background?: boolean) => void
  stop: AbortController | undefined
}

const KEPT_ENTRIES = 200
const FRESH_MS = 2_000
const cache = new Map<string, Entry>()
const EMPTY: Snapshot<never> = { data: undefined, error: undefined, pending: false, at: 0 }

function entryFor<K extends ViewName>(key: string, name: K, input: Input<K>, purpose: string | undefined): Entry {
  const known = cache.get(key)
  if (known) {
    cache.delete(key)
    cache.set(key, known)
    return known
  }
  const entry: Entry = { snapshot: { ...EMPTY, pending: true }, listeners: new Set(), stop: undefined, read: () => {} }
  const set = (change: Partial<Snapshot<unknown>>) => {
    entry.snapshot = { ...entry.snapshot, ...change }
    for (const listener of entry.listeners) listener()
  }
  entry.read = (background = false) => {
    entry.stop?.abort()
    const stop = new AbortController()
    entry.stop = stop
    if (!entry.snapshot.pending) set({ pending: true })
    view(name, input, stop.signal, { purpose, background }).then(
      (data) => {
        if (entry.stop !== stop) return
        entry.stop = undefined
        set({ data, error: undefined, pending: false, at: Date.now() })
      },
      (error) => {
        if (entry.stop !== stop) return
        entry.stop = undefined
        // it was being read because it may have changed: whoever shows it next reads it again
        if (stop.signal.aborted) return set({ pending: false, at: 0 })
        set({ error: asRefusal(error), pending: false })
      },
    )
  }
  for (const [old, other] of cache) {
    if (cache.size < KEPT_ENTRIES) break
    if (other.listeners.size === 0) cache.delete(old)
  }
  cache.set(key, entry)
  return entry
}

const asRefusal = (error: unknown) => (error instanceof RefusalError ? error : new RefusalError('page.failed', String(error), 0))

/** Reads again every shown view whose name begins with the prefix, and forgets the others; in the background where no person asked for it. */
export function refresh(prefix: string, background = false): void {
  for (const [key, entry] of cache) {
    if (!key.startsWith(prefix)) continue
    if (entry.listeners.size > 0) entry.read(background)
    else cache.delete(key)
  }
}

/** Forgets everything read: for the end of a session. */
export function forget(): void {
  for (const entry of cache.values()) entry.stop?.abort()
  cache.clear()
}

onConnection(({ reachable }) => {
  if (reachable) for (const entry of cache.values()) if (entry.listeners.size > 0 && entry.snapshot.error) entry.read()
})

export type ViewState<T> = {
  /** The last answer; of the former input while the new one is under way (then `stale`). */
  data: T | undefined
  error: RefusalError | undefined
  /** Nothing to show yet. */
  loading: boolean
  /** Something is shown while newer is being read. */
  refreshing: boolean
  stale: boolean
  /** When the data was read, epoch milliseconds; 0 never. */
  read_at: number
  reload: () => void
}

/** Reads a view and keeps it: shows what is known at once, reads again on mount, on `every_ms` and when the node is back. */
export function useView<K extends ViewName>(
  name: K,
  input: Input<K>,
  options: { enabled?: boolean; every_ms?: number; purpose?: string | undefined } = {},
): ViewState<Output<K>> {
  const enabled = options.enabled ?? true
  const { purpose } = options
  const key = enabled ? `${name}?${queryOf(input as object)}${purpose ? `#${purpose}` : ''}` : ''
  const latest = useRef(input)
  latest.current = input
  const last = useRef<{ name: K; data: unknown } | undefined>(undefined)

  const subscribe = useCallback(
    (listener: () => void) => {
      if (key === '') return () => {}
      const entry = entryFor(key, name, latest.current, purpose)
      entry.listeners.add(listener)
      const reading = entry.stop !== undefined && !entry.stop.signal.aborted
      if (!reading && Date.now() - entry.snapshot.at > FRESH_MS) entry.read()
      return () => {
        entry.listeners.delete(listener)
        // after the effects of the same commit, so that a remount does not read twice
        setTimeout(() => {
          if (entry.listeners.size === 0) entry.stop?.abort()
        })
      }
    },
    [key, name, purpose],
  )
  const read = () => (key === '' ? EMPTY : (cache.get(key)?.snapshot ?? entryFor(key, name, latest.current, purpose).snapshot))
  const snapshot = useSyncExternalStore(subscribe, read, read) as Snapshot<Output<K>>

  const every_ms = options.every_ms
  useEffect(() => {
    if (!every_ms || key === '') return
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') cache.get(key)?.read(true)
    }, every_ms)
    return () => clearInterval(timer)
  }, [key, every_ms])

  if (snapshot.data !== undefined) last.current = { name, data: snapshot.data }
  const former = last.current?.name === name ? (last.current.data as Output<K>) : undefined
  const data = snapshot.data ?? (enabled && !snapshot.error ? former : undefined)
  return {
    data,
    error: snapshot.error,
    loading: enabled && data === undefined && !snapshot.error,
    refreshing: snapshot.pending && data !== undefined,
    stale: snapshot.data === undefined && data !== undefined,
    read_at: snapshot.at,
    reload: useCallback(() => cache.get(key)?.read(), [key]),
  }
}

export type ActState<K extends ActName> = {
  /** Answers the output, or undefined after a refusal, which then stands in `error`. */
  run: (input: Input<K>, saying?: Saying) => Promise<Output<K> | undefined>
  running: boolean
  error: RefusalError | undefined
  reset: () => void
}

/** Does an act once at a time; afterwards reads again the views that begin with one of `touches` (else of the same capability). */
export function useAct<K extends ActName>(name: K, options: { touches?: string[] } = {}): ActState<K> {
  const [state, setState] = useState<{ running: boolean; error: RefusalError | undefined }>({ running: false, error: undefined })
  const busy = useRef(false)
  const touches = useRef(options.touches)
  touches.current = options.touches
  const run = useCallback(
    async (input: Input<K>, saying?: Saying) => {
      if (busy.current) return undefined
      busy.current = true
      setState({ running: true, error: undefined })
      try {
        const output = await act(name, input, undefined, saying)
        setState({ running: false, error: undefined })
        for (const prefix of touches.current ?? [`${name.slice(0, name.indexOf('.'))}.`]) refresh(prefix)
        return output
      } catch (error) {
        setState({ running: false, error: asRefusal(error) })
        return undefined
      } finally {
        busy.current = false
      }
    },
    [name],
  )
  return { run, ...state, reset: useCallback(() => setState({ running: false, error: undefined }), []) }
}
