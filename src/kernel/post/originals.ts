/** Statements as they were signed: found again to be passed on or shown as proof, and forgotten for good. */
import Type from 'typebox'
import Value from 'typebox/value'
import { maybeText } from '#lib/bytes.ts'
import { type GeneralJws, peekCompact, type VerifyingKey, verifyCompact, verifyingKey } from '#lib/envelope/index.ts'
import { ID_PATTERN, type MemberId, type NetworkId } from '#wire/address.ts'
import type { Roster, RosterKey } from '#wire/roster.ts'
import { decodeStatement, MAX_ATTACHMENT_BYTES, MAX_ATTACHMENTS, STATEMENT_TYP, type Statement } from '#wire/statement.ts'
import { CLASSIFICATIONS, HANDLING_CODES, LANGUAGES } from '#wire/vocabulary.ts'
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
async function signingKeyNamed(
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

const FORGET_AT_ONCE = 1_000
/** Most of them that one call forgets: a hundred thousand received and as many sent. */
const MOST_PAGES = 100

/**
 * Destroys what the post keeps of these statements, or of all of a case: their keys, and those of the attachments that only they name. The
 * rows stay as stubs, so that numbers and receipts still prove what was exchanged. Answers how many there were.
 */
export async function forgetStatements(
  writing: Writer,
  vault: Sealing,
  own: MemberId,
  which: { readonly ids: readonly string[] } | { readonly case: string },
): Promise<number> {
  const chosen = 'ids' in which ? sql`id = any(${[...which.ids]}::uuid[])` : sql`case_id = ${which.case}`
  const received: { slot: number }[] = []
  const sent: { id: string; slot: number; blobs: string[] }[] = []
  // by slot, of which each is one statement's
  for (let page = 0, after = -1; page < MOST_PAGES; page++) {
    const rows = await writing.many<{ slot: number }>(
      sql`select slot from inbox where own = ${own} and ${chosen} and slot > ${after} order by slot limit ${FORGET_AT_ONCE}`,
    )
    received.push(...rows)
    if (rows.length < FORGET_AT_ONCE) break
    after = rows.at(-1)!.slot
  }
  for (let page = 0, after = -1; page < MOST_PAGES; page++) {
    const rows = await writing.many<{ id: string; slot: number; blobs: string[] }>(
      sql`select id, slot, blobs from outbox where own = ${own} and ${chosen} and slot > ${after} order by slot limit ${FORGET_AT_ONCE}`,
    )
    sent.push(...rows)
    if (rows.length < FORGET_AT_ONCE) break
    after = rows.at(-1)!.slot
  }
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

/** A statement inside another one, signed by a member of the network with a key that was its own at the time; its body is the caller's to look at. */
export async function verifiedStatement(reading: Reader, network: NetworkId, jws: string): Promise<Statement | undefined> {
  const peeked = peekCompact(jws)
  if (!peeked.ok) return undefined
  const signer = await signingKeyNamed(reading, network, peeked.kid)
  if (!signer || signer.key.compromised) return undefined
  const verified = verifyCompact(jws, STATEMENT_TYP, (kid) => (kid === signer.key.kid ? signer.verifying : undefined))
  const statement = verified.ok ? maybeStatement(verified.payload) : undefined
  if (!statement) return undefined
  const { header } = statement
  const own =
    header.network === network &&
    header.from.member === signer.member &&
    header.sent_at >= signer.key.from &&
    header.sent_at < signer.key.until
  return own ? statement : undefined
}

const Uuid = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$' })
const Id = Type.String({ pattern: ID_PATTERN })
/** The years 1900 to 2199, so that every database and every clock can hold it. */
const Instant = Type.String({
  pattern: '^(19|20|21)\\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d\\.\\d{3}Z$',
})

/** What is read of a statement inside another one; the post has checked only the one around it. */
const Carried = Type.Object({
  header: Type.Object({
    id: Uuid,
    network: Type.String(),
    type: Type.String(),
    from: Type.Object({ member: Id, unit: Id }),
    to: Type.Union([
      Type.Object({ member: Id }, { additionalProperties: false }),
      Type.Object({ space: Uuid, epoch: Type.Integer({ minimum: 0 }) }, { additionalProperties: false }),
    ]),
    sent_at: Instant,
    handling: Type.Array(
      Type.Object({ code: Type.Enum([...HANDLING_CODES]), words: Type.Optional(Type.String({ minLength: 1, maxLength: 1_000 })) }),
      { maxItems: 4 },
    ),
    classification: Type.Enum([...CLASSIFICATIONS]),
    keep_until: Type.Optional(Instant),
    language: Type.Enum([...LANGUAGES]),
  }),
  attachments: Type.Array(
    Type.Object({
      name: Type.String({ maxLength: 255 }),
      media_type: Type.String({ maxLength: 141 }),
      size: Type.Integer({ minimum: 0, maximum: MAX_ATTACHMENT_BYTES }),
      sha256: Type.String({ maxLength: 64 }),
      sealed_sha256: Type.String({ maxLength: 64 }),
      key: Type.String({ maxLength: 43 }),
    }),
    { maxItems: MAX_ATTACHMENTS },
  ),
})

function maybeStatement(payload: Uint8Array): Statement | undefined {
  try {
    const statement = decodeStatement(payload)
    return Value.Check(Carried, statement) ? statement : undefined
  } catch {
    return undefined
  }
}

/** Whether anything of a case still waits for a receipt. */
export const undelivered = async (reading: Reader, own: MemberId, case_id: string): Promise<boolean> =>
  (await reading.maybeOne(sql`select 1 as one from outbox where own = ${own} and case_id = ${case_id} and state = 'waiting' limit 1`)) !==
  undefined
