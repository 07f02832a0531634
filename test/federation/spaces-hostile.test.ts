/** What a member of the network may try against a team: from outside it, from inside, and as a third country. Each is dropped, and the journal says so. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { send } from '#kernel/applying.ts'
import type { Draft } from '#kernel/capability.ts'
import { sql } from '#kernel/database/sql.ts'
import { network, type TestNetwork, type TestNode } from './network.ts'

const en = (text: string) => ({ text, language: 'en' as const })
const TASK = '0190a000-0000-7000-8000-0000000000aa'
let net: TestNetwork
let space = ''
const at = (id: string): TestNode => net.nodes[id]!

beforeAll(async () => {
  net = await network(['esp', 'mar', 'fra', 'ita'])
  const parties = [
    { member: 'mar', third_country: true },
    { member: 'fra', third_country: false },
  ]
  const founding = {
    network: 'euromed',
    title: en('Team'),
    kind: 'action-day',
    parties,
    clauses: [{ clause: 'purpose', value: en('A day') }],
  }
  space = ((await at('esp').does('operations.found-space', founding)) as { space: string }).space
  await net.settle()
  for (const id of ['mar', 'fra']) {
    await at(id).does('operations.assign-unit', { space, unit: 'spoc' })
    const { clauses } = (await at(id).does('operations.read-space', { space })) as { clauses: { id: string; version: object }[] }
    await at(id).does('operations.agree-clauses', { space, clauses: clauses.map(({ id, version }) => ({ clause: id, version })) })
    await net.settle()
  }
  for (const id of ['esp', 'mar', 'fra']) {
    const { signable } = (await at(id).does('operations.read-space', { space })) as { signable: { sha256: string } }
    await at(id).does('operations.sign-agreement', { space, agreement: signable.sha256 })
    await net.settle()
  }
  await at('esp').does('operations.enter-state', { space, state: 'operational' })
  await net.settle()
})
afterAll(() => net.close())

const common = { network: 'euromed', unit: 'spoc', classification: 'restricted', language: 'en' } as const
/** Says something past the own application, as a node could that has been changed. */
async function saysPast(id: string, draft: Omit<Draft, keyof typeof common>): Promise<string> {
  const { node } = at(id)
  const statement = await node.database.transaction((writing) =>
    send({ ...node, handlers: new Map() } as typeof node, writing, { network: 'euromed', member: id }, { ...common, ...draft }),
  )
  await net.settle()
  return statement.header.id
}
const toSpace = (to: string[], body: object, epoch = 1) => ({
  type: 'operations.entry.v1',
  case: space,
  space: { id: space, epoch },
  to,
  body: { n: 1, at: net.clock.now().toISOString(), tick: 0, ...body },
})
const task = (thing = TASK) => [{ do: 'put', thing, kind: 'task', set: { title: en('planted'), state: 'open' } }]
/** What the journal of a node says of an event; the clock stands still, so in no order. */
const events = async (id: string, event: string) =>
  (
    await at(id).node.database.many<{ told: string }>(
      sql`select convert_from(row, 'UTF8') as told from journal_entry where event = ${event} order by at, id limit 100`,
    )
  ).map(({ told }) => JSON.parse(told) as { detail?: { why?: string; from?: string } })
const tasks = async (id: string) =>
  (
    (await at(id).does('operations.find-things', { space, kinds: ['task', 'person'], limit: 100, offset: 0 })) as {
      things: { fields: object }[]
    }
  ).things

test('who is not of the team says nothing in it', async () => {
  await saysPast('ita', toSpace(['fra', 'esp'], { acts: task() }))
  expect([await tasks('fra'), await tasks('esp')]).toEqual([[], []])
  const { standing } = await at('fra').node.database.one<{ standing: string }>(
    sql`select standing from operations_entry where author = 'ita'`,
  )
  expect(standing).toBe('void')
})

test('who is not of the team changes nothing of its agreement', async () => {
  await saysPast('ita', toSpace(['fra', 'esp'], { acts: [{ do: 'propose', clause: 'purpose', value: en('Another one') }] }, 0))
  await saysPast('ita', { ...toSpace(['esp'], { n: 2, acts: [{ do: 'enter', state: 'closed' }] }) })
  const { state, clauses } = (await at('esp').does('operations.read-space', { space })) as {
    state: string
    clauses: { id: string; value: unknown }[]
  }
  expect([state, clauses.find(({ id }) => id === 'purpose')!.value]).toEqual(['operational', en('A day')])
})

test('an entry dated ahead of every clock is dropped, or it would drag all others with it', async () => {
  const before = (await events('fra', 'operations.entry-dropped')).length
  await saysPast('esp', toSpace(['fra'], { at: '2199-01-01T00:00:00.000Z', acts: task() }))
  const dropped = await events('fra', 'operations.entry-dropped')
  expect(dropped.length).toBe(before + 1)
  expect(dropped.some(({ detail }) => detail?.why === 'clock')).toBe(true)
})

test('what a third country says openly, past the leader, is kept by nobody', async () => {
  const id = await saysPast('mar', toSpace(['fra', 'esp'], { acts: task() }))
  expect(await events('fra', 'operations.quarantine-passed-by')).toHaveLength(1)
  const { sealed } = await at('fra').node.database.one<{ sealed: unknown }>(sql`select sealed from operations_entry where id = ${id}`)
  expect([sealed, await tasks('fra')]).toEqual([null, []])
})

test('contents of a third country sent past the leader are dropped; so are those that are not as promised, and of who did not make them', async () => {
  const promise = { sha256: 'a'.repeat(64), to: ['fra', 'esp'], operational: true }
  const entry = await saysPast('fra', toSpace(['esp', 'mar'], { acts: [{ do: 'put', thing: TASK, kind: 'person' }], held: promise }))
  const contents = { space, entry, nonce: 'b'.repeat(32), sets: [{ index: 0, set: { full_name: { name: 'Planted' } } }] }
  await saysPast('fra', { type: 'operations.contents.v1', case: space, to: ['esp'], body: contents })
  await saysPast('ita', { type: 'operations.contents.v1', case: space, to: ['esp'], body: contents })
  const whys = (await events('esp', 'operations.contents-dropped')).map(({ detail }) => detail?.why)
  expect(whys).toEqual(['not-as-promised', 'not-as-promised'])
  const person = { thing: null, kind: 'person', set: { full_name: { name: 'Held back' } } }
  const { entry: held } = (await at('mar').does('operations.put-things', { space, things: [person] })) as { entry: string }
  await net.settle()
  const row = await at('mar').node.database.one<{ slot: number; sealed: Uint8Array }>(
    sql`select slot, sealed from operations_contents where entry = ${held}`,
  )
  const { nonce, sets } = JSON.parse(
    Buffer.from(at('mar').node.vault.open(row.slot, 'operations.contents', row.sealed)!).toString('utf8'),
  ) as {
    nonce: string
    sets: object[]
  }
  const told = { type: 'operations.contents.v1', case: space, body: { space, entry: held, nonce, sets } }
  await saysPast('mar', { ...told, to: ['fra'] })
  await saysPast('ita', { ...told, to: ['fra'] })
  expect((await events('fra', 'operations.contents-dropped')).map(({ detail }) => detail?.why).sort()).toEqual([
    'not-its-maker',
    'quarantined',
  ])
  const { n } = await at('fra').node.database.one<{ n: number }>(sql`select count(*) as n from operations_contents where entry = ${held}`)
  expect(n).toBe(0)
})

test('a passage counts by the signature of who made what it carries', async () => {
  const before = (await events('fra', 'operations.passage-refused')).length
  await saysPast('ita', {
    type: 'operations.passage.v1',
    case: space,
    to: ['fra'],
    body: { space, entries: ['eyJhbGciOiJFZERTQSJ9.e30.AAAA'] },
  })
  expect((await events('fra', 'operations.passage-refused')).length).toBe(before + 1)
})

test('two entries for one place are noticed', async () => {
  const chain = await at('fra').node.database.maybeOne<{ through: number }>(
    sql`select through from operations_author where author = 'esp' and not governing`,
  )
  await at('esp').does('operations.put-things', { space, things: [{ thing: null, kind: 'task', set: { title: en('first') } }] })
  await net.settle()
  await saysPast('esp', toSpace(['fra'], { n: (chain?.through ?? 0) + 1, acts: task('0190a000-0000-7000-8000-0000000000ab') }))
  // the third country said something past its own node before
  expect((await events('fra', 'operations.told-differently')).map(({ detail }) => detail?.from).sort()).toEqual(['esp', 'mar'])
  const { forked } = (await at('fra').does('operations.read-space', { space })) as { forked: string[] }
  expect(forked.sort()).toEqual(['esp', 'mar'])
  expect((await tasks('fra')).map(({ fields }) => JSON.stringify(fields)).some((text) => text.includes('planted'))).toBe(false)
})

test('an entry is said to a space, contents to a member: the door refuses either the other way', async () => {
  const { node } = at('ita')
  const id = await saysPast('ita', {
    type: 'operations.contents.v1',
    space: { id: space, epoch: 1 },
    to: ['fra'],
    body: { space, entry: TASK, nonce: 'b'.repeat(32), sets: [] },
  })
  const { state } = await node.database.one<{ state: string }>(sql`select state from outbox where id = ${id}`)
  expect(state).toBe('refused')
})
