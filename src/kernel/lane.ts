/** Work for many links side by side, each by itself: a partner that is slow or down keeps none of the others waiting. */
import type { Link } from './post/deliver.ts'

export interface Lane {
  /** Starts what is not under way, within the bounds; answers what all that is under way moves, for who waits for it. */
  start(links: readonly Link[]): Promise<number>
}

/** What takes longer than this leaves the places for quick links free the next time. */
const SLOW_MS = 5_000

/**
 * `places` links at once, of which those that were slow last time get at most `places - spare`. `work` never throws; a link is worked on once at a
 * time.
 */
export function createLane(
  { places, spare, now_ms }: { places: number; spare: number; now_ms: () => number },
  work: (link: Link) => Promise<number>,
): Lane {
  const busy = new Map<string, Promise<number>>()
  const slow = new Set<string>()

  function start(link: Link) {
    const name = nameOf(link)
    const began_ms = now_ms()
    const one = work(link).finally(() => {
      busy.delete(name)
      if (now_ms() - began_ms > SLOW_MS) slow.add(name)
      else slow.delete(name)
    })
    busy.set(name, one)
  }

  return {
    async start(links) {
      for (const link of links) {
        const name = nameOf(link)
        if (busy.has(name)) continue
        if (busy.size >= places) break
        if (slow.has(name) && [...busy.keys()].filter((other) => slow.has(other)).length >= places - spare) continue
        start(link)
      }
      return (await Promise.all(busy.values())).reduce((sum, moved) => sum + moved, 0)
    },
  }
}

const nameOf = ({ own, partner }: Link): string => `${own.network}.${own.member}.${partner.member}`
