/** Time as a port: the system's, or a fast one that says it is simulated. */

export interface Clock {
  now(): Date
  /** Shown in the frame of every screen when true. */
  readonly simulated: boolean
}

export const systemClock: Clock = { now: () => new Date(), simulated: false }

/** A clock that stands still until it is moved; for tests and drills. */
export function movableClock(start: Date): Clock & { move(by_ms: number): void } {
  let at = start.getTime()
  return {
    now: () => new Date(at),
    simulated: true,
    move(by_ms) {
      at += by_ms
    },
  }
}
