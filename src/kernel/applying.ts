/** Sending and applying, each of which leads to the other: what is sent is applied here at once, and what is applied may send. */
import { signCompact } from '#lib/envelope/index.ts'
import type { Address } from '#wire/address.ts'
import { encodeStatement, STATEMENT_TYP, type Statement } from '#wire/statement.ts'
import type { Applying, Draft, Sealing } from './capability.ts'
import type { Writer } from './database/port.ts'
import { newId } from './identity.ts'
import type { Node } from './node.ts'
import { signerOf } from './post/calls.ts'
import { composed, queue } from './post/outbox.ts'
import { sealing } from './sealing.ts'

/** What an `apply` is given: the means to write, seal, answer and journal within the transaction that moves the message on. */
export function applying(node: Node, writing: Writer, own: Address, direction: Applying['direction'], at: Date, vault: Sealing): Applying {
  const now = node.clock.now()
  return {
    direction,
    recipients: [],
    own: own.member,
    at,
    now,
    writing,
    vault,
    newId: () => newId(now),
    classOf: (attributes) => node.access.classOf(writing, attributes),
    tell: (topic) => writing.afterCommit(() => node.bells.ring(topic)),
    send: (draft) => send(node, writing, { network: draft.network, member: own.member }, draft),
    async record(event, subject, detail, by = own.member) {
      await node.journal.append(writing, { event, network: own.network, actor: by, subject, ...(detail && { detail }) })
    },
  }
}

/** Signs, queues and applies; everything within `writing`, so that an act and its messages stand or fall together. */
export async function send(node: Node, writing: Writer, from: Address, draft: Draft): Promise<Statement> {
  const signer = signerOf(node, from)
  const vault = sealing(node, writing)
  const statements = composed(node, from, draft, draft.to)
  for (const { statement, to } of statements) {
    const jws = signCompact(encodeStatement(statement), signer, STATEMENT_TYP)
    for (const member of to) await queue(node, writing, statement, member, jws)
    await node.handlers
      .get(statement.header.type)
      ?.apply?.(statement as Statement<never>, { ...applying(node, writing, from, 'sent', node.clock.now(), vault), recipients: to }, jws)
  }
  writing.afterCommit(() => node.bells.ring('deliver'))
  return statements[0]!.statement
}
