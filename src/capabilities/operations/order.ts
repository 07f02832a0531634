/**
 * One order for all that is said to a space, the same at every member whatever came first: a hybrid logical clock (Kulkarni et al., 2014), which
 * never puts an effect before what its maker had seen. Equal times are told apart by the member's name.
 */
import type { MemberId } from '#wire/address.ts'
import type { Instant } from '#wire/statement.ts'

export interface Stamp {
  readonly at: Instant
  readonly tick: number
  readonly author: MemberId
  readonly n: number
}

const MAX_TICK = 65_535

/** Below zero where `a` comes first. Instants of one spelling sort as text. */
export function compareStamps(a: Stamp, b: Stamp): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1
  if (a.tick !== b.tick) return a.tick - b.tick
  if (a.author !== b.author) return a.author < b.author ? -1 : 1
  return a.n - b.n
}

/** The stamp of the next entry: after everything seen, and never before the own clock. */
export function nextStamp(latest: Pick<Stamp, 'at' | 'tick'> | undefined, now: Date): Pick<Stamp, 'at' | 'tick'> {
  const at = now.toISOString()
  if (!latest || latest.at < at) return { at, tick: 0 }
  if (latest.tick < MAX_TICK) return { at: latest.at, tick: latest.tick + 1 }
  return { at: new Date(Date.parse(latest.at) + 1).toISOString(), tick: 0 }
}
