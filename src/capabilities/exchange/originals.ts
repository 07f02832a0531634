/** Statements as they were signed: taken from the post to be passed on, and verified when a partner passes them on to us. */

import Value from 'typebox/value'
import type { Unsealing } from '#kernel/capability.ts'
import type { Reader } from '#kernel/database/port.ts'
import { signedStatement, verifiedStatement } from '#kernel/post/originals.ts'
import { peekCompact } from '#lib/envelope/index.ts'
import type { NetworkId } from '#wire/address.ts'
import { decodeStatement, type Statement } from '#wire/statement.ts'
import { BODIES, type ForwardBody, type TypeName } from './bodies.ts'
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

/** A statement as a member of the network signed it, its body of the published form. */
export async function proven(reading: Reader, network: NetworkId, jws: string): Promise<Statement | undefined> {
  const statement = await verifiedStatement(reading, network, jws)
  const schema = statement && BODIES[statement.header.type as TypeName]
  return schema && Value.Check(schema, statement.body) ? statement : undefined
}
