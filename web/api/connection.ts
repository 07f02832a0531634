// Whether the node can be reached, since when, and how far this device's clock is from its own.
import { useSyncExternalStore } from 'react'

export type Connection = { reachable: boolean; since: number }

let state: Connection = { reachable: true, since: Date.now() }
let offset_ms = 0
const listeners = new Set<() => void>()

/** Records the outcome of a call to the node. */
export function report(reachable: boolean, serverDate?: string | null): void {
  if (serverDate) {
    const difference = Date.parse(serverDate) - Date.now()
    if (Number.isFinite(difference)) offset_ms = Math.abs(difference) > 3_000 ? difference : 0
  }
  if (state.reachable === reachable) return
  state = { reachable, since: Date.now() }
  for (const listener of listeners) listener()
}

/** The time by the node's clock, in milliseconds: deadlines count by it, not by this device. */
export const nodeNow = (): number => Date.now() + offset_ms

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The state of the connection, kept current. */
export const useConnection = (): Connection =>
  useSyncExternalStore(
    subscribe,
    () => state,
    () => state,
  )

/** Calls back whenever the node was lost or is reachable again. */
export const onConnection = (listener: (connection: Connection) => void) => subscribe(() => listener(state))
