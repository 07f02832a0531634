// What is being searched for: names and numbers of persons. It is kept in memory alone, never in an address, which stays in the
// history of a browser and in the logs of what stands before the node.
import { useSyncExternalStore } from 'react'

/** Filters that hold words about persons; whom to reach at a partner is no secret, and stands in the address as `find`. */
const WORDS: ReadonlySet<string> = new Set(['q', 'text', 'words'])
const KEPT = 50
const kept = new Map<string, string>()
const listeners = new Set<() => void>()
let version = 0

export const isWords = (key: string): boolean => WORDS.has(key)

/** Of one capability's pages: the list beside an open case is the list that led to it. */
const nameOf = (path: string, key: string): string => `${path.split('/')[1] ?? ''} ${key}`

export const searchedFor = (path: string, key: string): string | undefined => kept.get(nameOf(path, key))

export function searchFor(path: string, key: string, value: string | undefined): void {
  const name = nameOf(path, key)
  if ((kept.get(name) ?? '') === (value ?? '')) return
  kept.delete(name)
  if (value) kept.set(name, value.slice(0, 200))
  for (const old of kept.keys()) if (kept.size > KEPT) kept.delete(old)
  tell()
}

/** For the end of a session. */
export function forgetSearches(): void {
  kept.clear()
  tell()
}

/** Renders again whenever something else is searched for; the number changes with it. */
export const useSearches = (): number =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => version,
    () => version,
  )

function tell() {
  version++
  for (const listener of listeners) listener()
}
