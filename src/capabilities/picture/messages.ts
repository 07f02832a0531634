/** What members tell each other of their seizures. */
import type { Applying, MessageHandler } from '#kernel/capability.ts'
import type { MemberId, NetworkId } from '#wire/address.ts'
import type { Statement } from '#wire/statement.ts'
import type { FiguresBody } from './bodies.ts'
import { keepStatement, openStatement } from './keeping.ts'
import { noteSent, ownStatements, sentVersions } from './store/statements.ts'

export const figuresHandler: MessageHandler = {
  type: 'picture.figures.v1',
  async apply(statement, how) {
    const { header, body } = statement as unknown as Statement & { body: FiguresBody }
    if (!('member' in header.to)) return
    const { network } = header
    const { member } = header.from
    const said = body as unknown as FiguresBody
    const is_new = await keepStatement(how, how.own, { network, member, id: header.id }, header, said)
    if (how.direction === 'sent')
      return noteSent(how.writing, { network, member, partner: header.to.member, year: said.year, version: said.version })
    if (is_new) {
      await how.record('picture.stated', `seizures:${network}/${member}/${said.year}`, {
        version: said.version,
        figures: said.figures.length,
      })
      await greet(network, member, how)
    }
  },
}

const AT_ONCE = 20

/** Who tells us of a year gets what we state and it has not been sent: so a newcomer learns all. */
async function greet(network: NetworkId, partner: MemberId, how: Applying): Promise<void> {
  const own = await ownStatements(how.writing, network, how.own)
  if (own.length === 0) return
  const sent = new Map(
    (await sentVersions(how.writing, network, how.own))
      .filter((one) => one.partner === partner)
      .map(({ year, version }) => [year, version]),
  )
  const missing = own.filter(({ year, version }) => (sent.get(year) ?? 0) < version).slice(0, AT_ONCE)
  for (const row of missing) {
    const kept = openStatement(how.vault, row)
    if (kept === undefined) continue
    const { handling, ...said } = kept
    await how.send({
      network,
      to: [partner],
      type: 'picture.figures.v1',
      unit: 'node',
      classification: row.classification,
      handling,
      language: 'en',
      body: { ...said, version: row.version, year: row.year },
    })
  }
}

export const messages: readonly MessageHandler[] = [figuresHandler]
