/** Statements as they were signed: found again to be passed on or shown as proof, and forgotten for good. */
import { maybeText } from '#lib/bytes.ts'
import { type GeneralJws, type VerifyingKey, verifyingKey } from '#lib/envelope/index.ts'
import type { MemberId, NetworkId } from '#wire/address.ts'
import type { Roster, RosterKey } from '#wire/roster.ts'
import type { Sealing, Unsealing } from '../capability.ts'
import type { Reader, Writer } from '../database/port.ts'
import { sql } from '../database/sql.ts'

interface Place {
  readonly network: NetworkId
  readonly own: MemberId
  readonly partner: MemberId
  readonly id: string
  readonly direction: 'in' | 'out'
}

/** The label under which the post seals a statement. */
export const sealLabel = ({ partner, id, direction }: Pick<Place, 'partner' | 'id' | 'direction'>): string =>
  direction === 'in' ? `inbox:${id}` : `outbox:${id}:${partner}`

/** The compact JWS of a statement received or sent; `undefined` where there is none or its key is destroyed. */
export async function signedStatement(reading: Reader, vault: Unsealing, place: Place): Promise<string | undefined> {
  const { network, own, partner, id, direction } = place
  const table = direction === 'in' ? sql`inbox` : sql`outbox`
  const row = await reading.maybeOne<{ slot: number; sealed: Uint8Array }>(
    sql`select slot, sealed from ${table} where network = ${network} and own = ${own} and partner = ${partner} and id = ${id}`,
  )
  const bytes = row && vault.open(row.slot, sealLabel(place), row.sealed)
  return bytes && maybeText(bytes)
}

/** The signing key of that id in the newest roster, and whose it is. */
export async function signingKeyNamed(
  reading: Reader,
  network: NetworkId,
  kid: string,
): Promise<{ member: MemberId; key: RosterKey; verifying: VerifyingKey } | undefined> {
  const row = await reading.maybeOne<{ jws: GeneralJws }>(
    sql`select jws from roster where network = ${network} and standing = 'accepted' order by version desc limit 1`,
  )
  if (!row) return undefined
  const roster = JSON.parse(Buffer.from(row.jws.payload, 'base64url').toString('utf8')) as Roster
  for (const member of roster.members) {
    const key = member.keys.find((one) => one.use === 'sign' && one.kid === kid)
    if (key) return { member: member.id, key, verifying: verifyingKey(key.jwk) }
  }
  return undefined
}

/** Most statements that one call forgets. */
export const FORGET_AT_ONCE = 1_000

/**
 * Destroys what the post keeps of these statements, or of all of a case: their keys, and those of the attachments that only they name. The
 * rows stay as stubs, so that numbers and receipts still prove what was exchanged. Answers how many were left to forget.
 */
export async function forgetStatements(
  writing: Writer,
  vault: Sealing,
  own: MemberId,
  which: { readonly ids: readonly string[] } | { readonly case: string },
): Promise<number> {
  const chosen = 'ids' in which ? sql`id = any(${[...which.ids]}::uuid[])` : sql`case_id = ${which.case}`
  const received = await writing.many<{ slot: number }>(
    sql`select slot from inbox where own = ${own} and ${chosen} limit ${FORGET_AT_ONCE}`,
  )
  const sent = await writing.many<{ id: string; slot: number; blobs: string[] }>(
    sql`select id, slot, blobs from outbox where own = ${own} and ${chosen} limit ${FORGET_AT_ONCE}`,
  )
  const blobs = [...new Set(sent.flatMap((row) => row.blobs))]
  const uploads =
    blobs.length === 0
      ? []
      : await writing.many<{ slot: number }>(sql`
          update attachment as a set claimed = false where sealed_sha256 = any(${blobs}::text[]) and slot is not null
            and not exists (select 1 from outbox o where a.sealed_sha256 = any(o.blobs) and o.id <> all(${sent.map(({ id }) => id)}::uuid[]))
          returning slot`)
  vault.destroy([...received, ...sent, ...uploads].map(({ slot }) => slot))
  return received.length + sent.length
}
