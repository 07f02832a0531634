/** What an envelope holds: a statement with the place it has in the traffic between two members. */
import type { NetworkId } from './address.ts'

export interface Parcel {
  readonly network: NetworkId
  /** The sender's epoch: a restored node opens a new one. */
  readonly epoch: string
  /** Counted per recipient from 1 within the epoch; 0 for synchronous types, which are not queued. */
  readonly sequence: number
  /** The newest roster that the sender holds. */
  readonly roster_version: number
  /** Compact JWS. */
  readonly statement: string
}
