/** What an errand is given: the means to ask partners, and to write what came of it in transactions of its own. */
import type { Address } from '#wire/address.ts'
import { applying } from './applying.ts'
import { type Held, MOST_HELD, type Underway } from './capability.ts'
import { networksOf } from './networks.ts'
import type { Node } from './node.ts'
import { accounts } from './officers/index.ts'
import { askPartner } from './post/ask.ts'
import { sealing, settledDooms, unsealing } from './sealing.ts'

export const underway = (node: Node, own: Address): Underway => ({
  network: own.network,
  own: own.member,
  now: () => node.clock.now(),
  networks: networksOf(node.peers, own.member),
  ask: (draft) => askPartner(node, own, draft),
  tell: (topic) => node.bells.ring(topic),
  transaction: (work) =>
    node.database.transaction(async (writing) => {
      const done = await work(writing, applying(node, writing, own, 'sent', node.clock.now(), sealing(node, writing)))
      await settledDooms(writing)
      return done
    }),
  async held(matters) {
    const how = { network: own.network, own: own.member, matters, now: node.clock.now(), reading: node.database, vault: unsealing(node) }
    const all: Held[] = []
    for (const { holds } of node.capabilities) if (holds) all.push(...(await holds(how)).slice(0, MOST_HELD))
    return all
  },
  async maybeOfficer(id) {
    const account = await accounts.maybeAccount(node.database, id)
    return account === undefined || account.disabled || account.member !== own.member ? undefined : accounts.officerOf(account)
  },
  may: (officer, action, on, purpose) => node.access.decide(officer, action, on, { purpose, channel: 'api' }).allowed,
})
