/** What members tell each other of themselves. */
import type { Applying, Duty, MessageHandler } from '#kernel/capability.ts'
import type { MemberId, NetworkId } from '#wire/address.ts'
import type { Statement } from '#wire/statement.ts'
import type { StatementBody } from './bodies.ts'
import { keepStatement, openStatement } from './keeping.ts'
import { CONFIRM_EVERY_MS } from './rules.ts'
import { markStale, maybeStatement, noteSent, versionSent } from './store.ts'

export const statementHandler: MessageHandler = {
  type: 'directory.statement.v1',
  async apply(statement, how) {
    const { header, body } = statement as Statement as unknown as Statement & { body: StatementBody }
    if (!('member' in header.to)) return
    await keepStatement(how, header.network, header.from.member, header.id, body as unknown as StatementBody)
    if (how.direction === 'sent')
      return noteSent(how.writing, header.network, header.from.member, header.to.member, (body as unknown as StatementBody).version)
    await greet(header.network, header.from.member, how)
  },
}

/** Who tells us of itself gets our own directory where it has not been sent: so a newcomer learns all. */
async function greet(network: NetworkId, partner: MemberId, how: Applying): Promise<void> {
  const ours = await maybeStatement(how.writing, network, how.own)
  if (!ours || ours.version <= (await versionSent(how.writing, network, how.own, partner))) return
  const body = openStatement(how.vault, ours)
  if (!body) return
  await how.send({
    network,
    to: [partner],
    type: 'directory.statement.v1',
    unit: 'node',
    classification: 'unclassified',
    language: 'en',
    body,
  })
}

const AT_ONCE = 500

export const confirmationDuty: Duty = {
  name: 'directory.confirmation',
  every_ms: 3_600_000,
  async run({ writing, own, now, record }) {
    for (const { network, member, id } of await markStale(writing, new Date(now.getTime() - CONFIRM_EVERY_MS), now, AT_ONCE)) {
      if (member === own) await record('directory.confirmation-due', `contact:${network}/${member}/${id}`)
    }
  },
}
