/** What the post knows of where our statements are, with the time that the partner's receipt states. */

import type { Reader } from '#kernel/database/port.ts'
import { type DeliveryState, deliveries } from '#kernel/post/deliveries.ts'
import { maybeText } from '#lib/bytes.ts'
import { peekCompact } from '#lib/envelope/index.ts'
import type { MemberId } from '#wire/address.ts'
import type { Receipt } from '#wire/receipt.ts'
import { timeOf } from './rules.ts'

export interface Delivery {
  readonly state: DeliveryState['state']
  readonly at: Date
  readonly code: string | null
}

/** Where each of these statements to its partner stands; the post verified the receipts when it took them. */
export async function deliveriesTo(
  reading: Reader,
  sent: readonly { readonly id: string; readonly partner: MemberId }[],
): Promise<Map<string, Delivery>> {
  const partners = new Map(sent.map(({ id, partner }) => [id, partner]))
  const found = new Map<string, Delivery>()
  const ids = [...partners.keys()]
  for (let from = 0; from < ids.length; from += 1_000) {
    for (const one of await deliveries(reading, ids.slice(from, from + 1_000))) {
      if (partners.get(one.id) !== one.partner) continue
      const stated = one.receipt === null ? null : receivedAt(one.receipt)
      // a partner that dates its receipt ahead would give itself time
      found.set(one.id, { state: one.state, at: stated && stated < one.at ? stated : one.at, code: one.code })
    }
  }
  return found
}

function receivedAt(jws: string): Date | null {
  const peeked = peekCompact(jws)
  const text = peeked.ok ? maybeText(peeked.payload) : undefined
  return text === undefined ? null : timeOf((JSON.parse(text) as Receipt).received_at)
}
