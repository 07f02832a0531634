/** The one door for people: what an act did and what it said stand or fall together, and each outcome is in the journal. */
import Type from 'typebox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { act, type Capability, view } from '#kernel/capability.ts'
import { sql } from '#kernel/database/sql.ts'
import type { Refusal } from '#wire/refusal.ts'
import { drill, drillTypes } from '../federation/drill/index.ts'
import { network, type TestNetwork } from '../federation/network.ts'

/** A machine that is shared takes its time to boot databases. */
const BOOT_MS = 180_000

const Words = Type.Object({ words: Type.String({ maxLength: 20 }) }, { additionalProperties: false })
const Nothing = Type.Object({}, { additionalProperties: false })
let ran = 0
let given: object = {}
let afterwards = 0

/** Acts that fail after they have said and done something, and a view that must state a purpose. */
const trial: Capability = {
  ...drill,
  actions: [
    ...drill.actions,
    act({
      name: 'drill.fail',
      summary: 'Say a number, write, and fail',
      purpose: 'none',
      journal: 'always',
      input: Words,
      output: Nothing,
      async run(_input, doing) {
        ran++
        await doing.send({ network: 'euromed', type: 'drill.said.v1', to: ['mar'], unit: 'spoc', language: 'en', body: { number: 666 } })
        await doing.record('drill.written', 'thing:1')
        doing.afterwards(async () => void afterwards++)
        throw new Error('in the middle')
      },
    }),
    view({
      name: 'drill.look',
      summary: 'Look with a purpose',
      purpose: 'required',
      journal: 'always',
      input: Words,
      output: Type.Object({ seen: Type.String() }),
      subject: ({ words }) => `thing:${words}`,
      async run({ words }, looking) {
        ran++
        given = looking
        return { seen: words }
      },
    }),
    view({
      name: 'drill.peek',
      summary: 'What nobody may do: no policy names it',
      purpose: 'none',
      journal: 'refusals',
      input: Nothing,
      output: Nothing,
      async run() {
        ran++
        return {}
      },
    }),
  ],
  policy: new URL('./trial.cedar', import.meta.url),
}

describe('the door for people', () => {
  let net: TestNetwork
  beforeAll(async () => {
    net = await network(['esp', 'mar'], { capabilities: [trial], types: drillTypes })
  }, BOOT_MS)
  afterAll(() => net.close())
  const esp = () => net.nodes.esp!
  const refused = (name: string, input: unknown, as?: Parameters<ReturnType<typeof esp>['does']>[2]) =>
    esp()
      .does(name, input, as)
      .then(
        () => undefined,
        (refusal: Refusal) => refusal.code,
      )
  const entries = async (event: string) =>
    (
      await esp().node.database.many<{ row: Uint8Array }>(sql`select row from journal_entry where event = ${event} order by id limit 1000`)
    ).map(
      ({ row }) =>
        JSON.parse(Buffer.from(row).toString('utf8')) as {
          outcome: string
          subject: string
          actor: string
          detail: Record<string, unknown>
        },
    )

  test('an act that fails leaves no message, no effect and no work, and the journal says that it failed', async () => {
    ran = 0
    expect(await refused('drill.fail', { words: 'x' })).toBe('node.failed')
    expect(ran).toBe(1)
    expect(await esp().node.database.many(sql`select 1 as one from outbox`)).toEqual([])
    expect(await esp().node.database.many(sql`select 1 as one from drill_effect`)).toEqual([])
    expect(await entries('drill.written')).toEqual([])
    expect(await entries('post.sent')).toEqual([])
    expect(await entries('drill.fail')).toMatchObject([{ outcome: 'failed', detail: { code: 'node.failed' } }])
    await net.settle()
    expect(afterwards).toBe(0)
    expect(await net.nodes.mar!.node.database.many(sql`select 1 as one from inbox`)).toEqual([])
  })

  test('what no policy permits is denied before it runs, and journalled with who, from where and why', async () => {
    ran = 0
    expect(await refused('drill.peek', {}, { purpose: 'border-control', channel: 'api' })).toBe('access.denied')
    expect(ran).toBe(0)
    expect(await entries('drill.peek')).toMatchObject([
      {
        outcome: 'refused',
        actor: '0190a000-0000-7000-8000-000000000001',
        detail: { code: 'access.denied', session: 'test-session', member: 'esp', purpose: 'border-control', channel: 'api' },
      },
    ])
  })

  test('without a purpose nothing runs where one is required', async () => {
    ran = 0
    expect(await refused('drill.look', { words: 'x' }, { purpose: null })).toBe('purpose.missing')
    expect(ran).toBe(0)
    expect(await entries('drill.look')).toMatchObject([{ outcome: 'refused', detail: { code: 'purpose.missing' } }])
    expect(await esp().does('drill.look', { words: 'x' })).toEqual({ seen: 'x' })
    const done = (await entries('drill.look')).filter(({ outcome }) => outcome === 'done')
    expect(done).toMatchObject([{ subject: 'thing:x', detail: { purpose: 'investigation', policy: 'drill.trial' } }])
  })

  test('what a view saw is not given out unless its journal entry is committed', async () => {
    const { node } = esp()
    const journal = node.journal as { append: typeof node.journal.append }
    const append = journal.append
    ran = 0
    journal.append = async (writing, ...events) => {
      if (events.some(({ event, outcome }) => event === 'drill.look' && outcome === 'done')) throw new Error('the journal is full')
      return append(writing, ...events)
    }
    try {
      expect(await refused('drill.look', { words: 'secret' })).toBe('node.failed')
    } finally {
      journal.append = append
    }
    expect(ran).toBe(1)
    const told = (await entries('drill.look')).map(({ outcome }) => outcome)
    expect(told.sort()).toEqual(['done', 'failed', 'refused'])
  })

  test('input is neither coerced, completed nor cut, and the place of each fault is named', async () => {
    ran = 0
    for (const input of [
      undefined,
      null,
      'x',
      [],
      {},
      { words: 1 },
      { words: 'x', more: 1 },
      { words: 'x'.repeat(21) },
      { words: 'a\u0000b' },
      { words: '\ud800' },
      { words: 'x', 'k\u0000': 1 },
    ]) {
      expect(await refused('drill.look', input)).toBe('input.malformed')
    }
    expect(ran).toBe(0)
    await expect(esp().does('drill.look', { words: 1 })).rejects.toMatchObject({ details: [{ path: '/words' }] })
    expect(await refused('drill.nothing', {})).toBe('action.unknown')
  })

  test('a view is given nothing that writes', async () => {
    await esp().does('drill.look', { words: 'x' })
    for (const name of ['writing', 'send', 'record', 'newId', 'classOf', 'afterwards']) expect(name in given).toBe(false)
    const { vault } = given as { vault: object }
    for (const name of ['seal', 'sealJson', 'destroy', 'slotOf', 'newSlots']) expect(name in vault).toBe(false)
  })

  test('an officer of a member that this node does not serve says nothing', async () => {
    expect(await refused('drill.say', { network: 'euromed', to: ['mar'], number: 1 }, { officer: { member: 'fra' } })).toBe(
      'message.network-unknown',
    )
    expect(await esp().node.database.many(sql`select 1 as one from outbox`)).toEqual([])
  })
})
