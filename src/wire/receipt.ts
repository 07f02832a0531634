/** What a node answers to a delivery: a signed receipt (stored and verified) or a signed refusal. */
import type { MemberId, NetworkId } from './address.ts'
import type { RefusalCode } from './refusal.ts'
import type { Instant } from './statement.ts'

export const RECEIPT_TYP = 'portolan-receipt+jws'
export const REFUSAL_TYP = 'portolan-refusal+jws'

export interface Receipt {
  readonly id: string
  readonly network: NetworkId
  readonly from: MemberId
  readonly to: MemberId
  /** SHA-256 of the statement (the compact JWS as received), hex. */
  readonly sha256: string
  readonly received_at: Instant
  /** The journal's entry that the receipt promises: origin and the 32-byte entry, hex. */
  readonly journal: { readonly origin: string; readonly entry: string }
}

export interface SignedRefusalBody {
  /** SHA-256 of the envelope that was refused, hex. */
  readonly envelope_sha256: string
  readonly id?: string
  readonly from: MemberId
  readonly to: MemberId
  readonly code: RefusalCode
  readonly refused_at: Instant
  readonly retry_after_s?: number
}
