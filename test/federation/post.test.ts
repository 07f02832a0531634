import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '#kernel/database/sql.ts'
import { drill, drillTypes } from './drill/index.ts'
import { network, type TestNetwork } from './network.ts'

describe('a statement crosses a border', () => {
  let net: TestNetwork
  beforeAll(async () => {
    net = await network(['esp', 'mar', 'fra'], { capabilities: [drill], types: drillTypes })
  })
  afterAll(() => net.close())

  const effects = (id: string, number: number) =>
    net.nodes[id]!.node.database.many<{ direction: string; partner: string }>(
      sql`select direction, partner from drill_effect where number = ${number} order by partner, direction`,
    )
  const states = (id: string, number: number) =>
    net.nodes[id]!.node.database.many<{ state: string; refusal: string | null }>(
      sql`select o.state, o.refusal from outbox o join drill_effect e on e.id = o.id and e.partner = o.partner where e.number = ${number} order by o.partner`,
    )

  test('Spain tells Morocco and France; each has it once, with a receipt', async () => {
    await net.nodes.esp!.does('drill.say', { network: 'euromed', to: ['mar', 'fra'], number: 1 })
    await net.settle()
    expect(await effects('mar', 1)).toEqual([{ direction: 'received', partner: 'esp' }])
    expect(await effects('fra', 1)).toEqual([{ direction: 'received', partner: 'esp' }])
    expect(await states('esp', 1)).toEqual([
      { state: 'delivered', refusal: null },
      { state: 'delivered', refusal: null },
    ])
  })

  test('a lost answer means another delivery, the same receipt and one effect', async () => {
    let lost = 0
    net.wire.loseAnswer = (_to, path) => path === '/partner/v1/post' && lost++ < 2
    await net.nodes.esp!.does('drill.say', { network: 'euromed', to: ['mar'], number: 2 })
    for (let i = 0; i < 5; i++) {
      await net.settle()
      net.clock.move(5_000)
    }
    net.wire.loseAnswer = undefined
    expect(lost).toBe(3)
    expect(await effects('mar', 2)).toHaveLength(1)
    expect(await states('esp', 2)).toEqual([{ state: 'delivered', refusal: null }])
  })

  test('a partner that is down gets its mail when it is back', async () => {
    net.wire.cut.add('mar')
    for (let number = 10; number < 30; number++) await net.nodes.esp!.does('drill.say', { network: 'euromed', to: ['mar'], number })
    await net.settle()
    expect(await effects('mar', 10)).toHaveLength(0)
    net.wire.cut.delete('mar')
    net.clock.move(60_000)
    await net.settle()
    const order = await net.nodes.mar!.node.database.many<{ number: number }>(
      sql`select number from drill_effect where number >= 10 and number < 30 order by position`,
    )
    expect(order.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, i) => 10 + i))
  })

  test('a node stopped and started has all it had', async () => {
    await net.nodes.mar!.restart()
    await net.nodes.esp!.does('drill.say', { network: 'euromed', to: ['mar'], number: 40 })
    net.clock.move(60_000)
    await net.settle()
    expect(await effects('mar', 40)).toHaveLength(1)
    expect(await effects('mar', 1)).toHaveLength(1)
  })

  test('a message whose application fails is kept, tried again, shown as failed, and holds nobody up for ever', async () => {
    await net.nodes.esp!.does('drill.say', { network: 'euromed', to: ['mar'], number: -1 })
    await net.nodes.esp!.does('drill.say', { network: 'euromed', to: ['mar'], number: 50 })
    for (let i = 0; i < 12; i++) {
      await net.settle()
      net.clock.move(60_000)
    }
    const kept = await net.nodes.mar!.node.database.many<{ standing: string; failure: string | null }>(
      sql`select standing, failure from inbox where standing <> 'applied'`,
    )
    expect(kept).toEqual([{ standing: 'failed', failure: 'node.failed' }])
    expect(await effects('mar', 50)).toHaveLength(1)
  })

  test('the journals are in sequence and signed', async () => {
    for (const { node } of Object.values(net.nodes)) {
      const head = await node.database.one<{ size: number }>(sql`select size from journal_head`)
      const { count } = await node.database.one<{ count: number }>(sql`select count(*) as count from journal_entry where sequence is null`)
      expect(count).toBe(0)
      expect(head.size).toBeGreaterThan(0)
    }
  })
})
