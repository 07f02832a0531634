/** What an `apply` is given: the means to write, seal, answer and journal within the transaction that moves the message on. */
import type { Address } from '#wire/address.ts'
import type { Applying, Sealing } from './capability.ts'
import type { Writer } from './database/port.ts'
import { newId } from './identity.ts'
import type { Node } from './node.ts'
import { send } from './post/outbox.ts'

export function applying(node: Node, writing: Writer, own: Address, direction: Applying['direction'], at: Date, vault: Sealing): Applying {
  const now = node.clock.now()
  return {
    direction,
    own: own.member,
    at,
    now,
    writing,
    vault,
    newId: () => newId(now),
    classOf: (attributes) => node.access.classOf(writing, attributes),
    send: (draft) => send(node, writing, { network: draft.network, member: own.member }, draft),
    async record(event, subject, detail) {
      await node.journal.append(writing, { event, network: own.network, actor: own.member, subject, ...(detail && { detail }) })
    },
  }
}
