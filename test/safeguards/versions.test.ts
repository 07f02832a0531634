/** A type that a node does not know is kept, refused politely, and applied once the node has learnt it: if it is of the published form. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { MessageHandler } from '#kernel/capability.ts'
import { sql } from '#kernel/database/sql.ts'
import type { PublishedType } from '#wire/types.ts'
import { drill, drillTypes } from '../federation/drill/index.ts'
import { hostile } from '../federation/hostile.ts'
import { network, type TestNetwork } from '../federation/network.ts'

/** A machine that is shared takes its time to boot databases. */
const BOOT_MS = 180_000

const later: MessageHandler = {
  type: 'drill.later.v1',
  async apply(statement, { own, direction, writing }) {
    const { header, body } = statement as unknown as {
      header: { id: string; network: string; from: { member: string } }
      body: { words: string }
    }
    await writing.run(
      sql`insert into drill_effect (network, own, partner, id, direction, number) values (${header.network}, ${own}, ${header.from.member}, ${header.id}, ${direction}, ${body.words.length})`,
    )
  },
}
const laterType: PublishedType = {
  type: 'drill.later.v1',
  schema: {
    $id: 'urn:drill:later',
    type: 'object',
    properties: { words: { type: 'string', maxLength: 10 } },
    required: ['words'],
    additionalProperties: false,
  },
}

let net: TestNetwork
const messages: MessageHandler[] = [...drill.messages]
const types: PublishedType[] = [...drillTypes]
beforeAll(async () => {
  net = await network(['esp', 'mar'], { capabilities: [{ ...drill, messages }], types })
}, BOOT_MS)
afterAll(() => net.close())

test('kept with the same refusal each time, then applied where its body is sound', async () => {
  const esp = hostile(net, 'esp', 'mar')
  const epoch = '0190a000-0000-7000-8000-00000000e9c4'
  const sound = esp.envelope({ header: { type: 'drill.later.v1' }, body: { words: 'sound' }, parcel: { epoch, sequence: 1 } })
  const unsound = esp.envelope({ header: { type: 'drill.later.v1' }, body: { words: { not: 'words' } }, parcel: { epoch, sequence: 2 } })
  const known = esp.envelope({ body: { number: 7 }, parcel: { epoch, sequence: 3 } })
  expect(await esp.post(sound, unsound)).toEqual(['message.type-unknown', 'message.type-unknown'])
  expect(await esp.post(sound)).toEqual(['message.type-unknown'])
  // neither holds up what follows
  expect(await esp.post(known)).toEqual(['receipt'])
  await net.settle()
  const effects = async () =>
    (await net.nodes.mar!.node.database.many<{ number: number }>(sql`select number from drill_effect order by number`)).map(
      ({ number }) => number,
    )
  const standings = () =>
    net.nodes.mar!.node.database.many<{ standing: string; failure: string | null }>(
      sql`select standing, failure from inbox order by sequence`,
    )
  expect(await effects()).toEqual([7])
  expect(await standings()).toEqual([
    { standing: 'unknown-type', failure: null },
    { standing: 'unknown-type', failure: null },
    { standing: 'applied', failure: null },
  ])
  messages.push(later)
  types.push(laterType)
  await net.nodes.mar!.restart()
  await net.settle()
  expect(await effects()).toEqual(['sound'.length, 7])
  expect(await standings()).toEqual([
    { standing: 'applied', failure: null },
    { standing: 'failed', failure: 'message.body-invalid' },
    { standing: 'applied', failure: null },
  ])
  expect(await hostile(net, 'esp', 'mar').post(sound)).toEqual(['receipt'])
  await net.settle()
  expect(await effects()).toEqual(['sound'.length, 7])
})
