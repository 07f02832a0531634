/** Bells wake loops and streams of this process; a bell missed is made good by the loop's own pace. */

import type { Topic } from './capability.ts'

export type Bell = 'deliver' | 'dispatch' | 'sequence' | Topic

export interface Bells {
  ring(bell: Bell): void
  /** Calls `heard` at each ring until unsubscribed. */
  listen(bell: Bell, heard: () => void): () => void
}

export function createBells(): Bells {
  const listeners = new Map<Bell, Set<() => void>>()
  return {
    ring(bell) {
      for (const heard of listeners.get(bell) ?? []) heard()
    },
    listen(bell, heard) {
      const set = listeners.get(bell) ?? new Set()
      listeners.set(bell, set.add(heard))
      return () => {
        set.delete(heard)
        if (set.size === 0) listeners.delete(bell)
      }
    },
  }
}
