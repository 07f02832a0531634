// What a person set for themselves on this device: columns, purposes of the shift, sizes of pages.
import { useCallback, useSyncExternalStore } from 'react'

let person = ''
const listeners = new Set<() => void>()
const parsed = new Map<string, { text: string; value: unknown }>()

/** Says whose preferences hold from now on. */
export function setPerson(id: string): void {
  if (person === id) return
  person = id
  for (const listener of listeners) listener()
}

function read<T>(key: string, initial: T): T {
  let text: string | null = null
  try {
    text = localStorage.getItem(key)
  } catch {
    return initial
  }
  if (text === null) return initial
  const known = parsed.get(key)
  if (known?.text === text) return known.value as T
  try {
    const value = JSON.parse(text) as T
    parsed.set(key, { text, value })
    return value
  } catch {
    return initial
  }
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** A value kept by person and device. `initial` has to be the same object at each call. */
export function usePreference<T>(name: string, initial: T): [T, (value: T) => void] {
  const key = () => `portolan.${person}.${name}`
  const value = useSyncExternalStore(
    subscribe,
    () => read(key(), initial),
    () => initial,
  )
  const set = useCallback(
    (next: T) => {
      try {
        localStorage.setItem(`portolan.${person}.${name}`, JSON.stringify(next))
      } catch {
        // a device that keeps nothing forgets it at the next page
      }
      for (const listener of listeners) listener()
    },
    [name],
  )
  return [value, set]
}
