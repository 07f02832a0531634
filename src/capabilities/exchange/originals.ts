/** Statements as they were signed: taken from the post to be passed on, and verified when a partner passes them on to us. */

import Type from 'typebox'
import Value from 'typebox/value'
import type { Unsealing } from '#kernel/capability.ts'
import type { Reader } from '#kernel/database/port.ts'
import { signedStatement, signingKeyNamed } from '#kernel/post/originals.ts'
import { peekCompact, verifyCompact } from '#lib/envelope/index.ts'
import type { NetworkId } from '#wire/address.ts'
import { decodeStatement, MAX_ATTACHMENT_BYTES, MAX_ATTACHMENTS, STATEMENT_TYP, type Statement } from '#wire/statement.ts'
import { CLASSIFICATIONS, HANDLING_CODES, LANGUAGES } from '#wire/vocabulary.ts'
import { BODIES, type ForwardBody, Instant, Member, type TypeName, Unit, Uuid } from './bodies.ts'
import type { MessageRow } from './store.ts'

/** The compact JWS of what a message says, of what it passes on where it does; `undefined` once its key is destroyed. */
export async function originalOf(reading: Reader, vault: Unsealing, message: MessageRow): Promise<string | undefined> {
  const { member, network, partner, id, direction } = message
  const jws = await signedStatement(reading, vault, { network, own: member, partner, id, direction: direction === 'in' ? 'in' : 'out' })
  if (jws === undefined || message.kind !== 'forward') return jws
  const peeked = peekCompact(jws)
  return peeked.ok ? (decodeStatement(peeked.payload).body as unknown as ForwardBody).original : undefined
}

/** The types that can be passed on: what informs, not what orders. */
export const FORWARDABLE: readonly TypeName[] = [
  'exchange.request.v1',
  'exchange.answer.v1',
  'exchange.clarification.v1',
  'exchange.refusal.v1',
  'exchange.correction.v1',
]

/** A statement signed by a member of the network with a key that was its own at the time, its body of the published form. */
export async function proven(reading: Reader, network: NetworkId, jws: string): Promise<Statement | undefined> {
  const peeked = peekCompact(jws)
  if (!peeked.ok) return undefined
  const signer = await signingKeyNamed(reading, network, peeked.kid)
  if (!signer || signer.key.compromised) return undefined
  const verified = verifyCompact(jws, STATEMENT_TYP, (kid) => (kid === signer.key.kid ? signer.verifying : undefined))
  if (!verified.ok) return undefined
  const statement = maybeStatement(verified.payload)
  if (!statement) return undefined
  const { header, body } = statement
  const own =
    header.network === network &&
    header.from.member === signer.member &&
    header.sent_at >= signer.key.from &&
    header.sent_at < signer.key.until
  const schema = BODIES[header.type as TypeName]
  return own && schema !== undefined && Value.Check(schema, body) ? statement : undefined
}

/** What is read of a statement inside another one; the post has checked only the one around it. */
const Carried = Type.Object({
  header: Type.Object({
    id: Uuid,
    network: Type.String(),
    type: Type.String(),
    from: Type.Object({ member: Member, unit: Unit }),
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
