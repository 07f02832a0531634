/** Where each of our statements stands with each partner. */
import type { MemberId } from '#wire/address.ts'
import type { Reader } from '../database/port.ts'
import { sql } from '../database/sql.ts'

export interface DeliveryState {
  readonly id: string
  readonly partner: MemberId
  readonly state: 'waiting' | 'delivered' | 'refused' | 'expired' | 'held'
  /** When it was queued, or settled. */
  readonly at: Date
  /** The partner's refusal code. */
  readonly code: string | null
  /** The receipt as signed by the partner. */
  readonly receipt: string | null
}

/** The delivery states of these statements, at most 1,000 ids. */
export function deliveries(reading: Reader, ids: readonly string[]): Promise<DeliveryState[]> {
  if (ids.length > 1_000) throw new TypeError('at most 1,000 ids')
  return reading.many<DeliveryState>(sql`
    select id, partner, state, coalesce(settled_at, queued_at) as at, refusal as code, receipt from outbox where id = any(${[...ids]}::uuid[]) limit 10000`)
}
