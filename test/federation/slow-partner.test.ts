/** A partner that is slow, or never answers, delays neither the mail of the others nor what the node does for itself. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Applying } from '#kernel/capability.ts'
import { sql } from '#kernel/database/sql.ts'
import { type Loops, startLoops } from '#kernel/loops.ts'
import { drill, drillTypes } from './drill/index.ts'
import { network, PATIENT, type TestNetwork, type TestNode } from './network.ts'

const BOOT_MS = 180_000

let net: TestNetwork
let esp: TestNode
let loops: Loops
let let_go = () => {}
/** Which duties were done at which node, in order. */
const done: string[] = []
beforeAll(async () => {
  const duties = [
    {
      name: 'failing',
      every_ms: 1_000,
      async run({ own }: Applying) {
        done.push(`${own} failing`)
        throw new Error('on purpose')
      },
    },
    {
      name: 'after',
      every_ms: 1_000,
      async run({ own }: Applying) {
        done.push(`${own} after`)
      },
    },
  ]
  net = await network(['esp', 'mar', 'fra'], { capabilities: [{ ...drill, duties }], types: drillTypes })
  esp = net.nodes.esp!
  const slow = new Promise<void>((resolve) => {
    let_go = resolve
  })
  // whatever is asked of Morocco hangs, as at a host that takes the connection and says nothing
  net.wire.tamper = async (call, to) => {
    if (to === 'mar') {
      await slow
      throw new Error('too late')
    }
    return call
  }
  loops = startLoops(esp.node, esp.partners, {})
}, BOOT_MS)
afterAll(async () => {
  let_go()
  await loops.stop()
  await net.close()
})

const say = (to: string, number: number) => esp.does('drill.say', { network: 'euromed', to: [to], number })
const stateOf = async (id: string) => (await esp.node.database.one<{ state: string }>(sql`select state from outbox where id = ${id}`)).state
const soon = (look: () => unknown) => vi.waitFor(look, PATIENT)

test('mail to the others goes on while one partner is waited for', async () => {
  const called = vi.spyOn(esp.node.transport, 'call')
  const held = await say('mar', 1)
  await soon(() => expect(called.mock.calls.length).toBeGreaterThan(0))
  for (let number = 2; number < 6; number++) {
    const { id } = await say('fra', number)
    await soon(async () => expect(await stateOf(id)).toBe('delivered'))
  }
  expect(await stateOf(held.id)).toBe('waiting')
})

test('what the node does for itself goes on while a partner’s gap is being asked for', async () => {
  // before there is a gap: its one call may come at once
  const called = vi.spyOn(esp.node.transport, 'call')
  await esp.node.database.transaction((writing) =>
    writing.run(sql`
      insert into correspondent (network, own, partner, gap_since) values ('euromed', 'esp', 'mar', '2026-01-01T00:00:00Z')
      on conflict (network, own, partner) do update set gap_since = excluded.gap_since`),
  )
  await soon(() => expect(called.mock.calls.some(([{ path }]) => path.includes('backfill'))).toBe(true))
  const perishable = await say('mar', 10)
  const perished = new Date(net.clock.now().getTime() - 1)
  await esp.node.database.transaction((writing) => writing.run(sql`update outbox set expires_at = ${perished} where id = ${perishable.id}`))
  await soon(async () => expect(await stateOf(perishable.id)).toBe('expired'))
})

test('a duty that fails keeps no other from being done in the same round', async () => {
  const at = (member: string) => done.filter((one) => one.startsWith(member))
  // by the loops as they run in a node
  await soon(() => expect(at('esp')).toContain('esp failing'))
  expect(at('esp').slice(0, 2)).toEqual(['esp failing', 'esp after'])
  // and in one round
  await net.nodes.fra!.loops.round()
  expect(at('fra')).toEqual(['fra failing', 'fra after'])
})
