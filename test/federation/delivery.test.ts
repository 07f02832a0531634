/** Whatever is cut, lost, doubled, garbled or stopped on the way: what was said has its effect once, in order, and both sides know it. */
import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { send } from '#kernel/applying.ts'
import { sql } from '#kernel/database/sql.ts'
import { newId } from '#kernel/identity.ts'
import { dispatchBatch } from '#kernel/post/dispatch.ts'
import type { Delivery } from '#kernel/post/transport.ts'
import { base64url, hex, utf8 } from '#lib/bytes.ts'
import { signRequest } from '#lib/http-signature/index.ts'
import { sized } from '../depth.ts'
import { drill, drillTypes } from './drill/index.ts'
import { hostile } from './hostile.ts'
import { network, type TestNetwork } from './network.ts'

/** A machine that is shared takes its time to boot databases. */
const BOOT_MS = 180_000

const SEED = Number(process.env.PORTOLAN_SEED ?? 20_260_302)
const RUNS = sized(60, 200, process.env.PORTOLAN_RUNS)
const IDS = ['esp', 'mar', 'fra'] as const
type Id = (typeof IDS)[number]
const CASES = 3

type Command =
  | {
      readonly what: 'say'
      readonly from: Id
      readonly to: readonly Id[]
      readonly about: number
      readonly how: 'plain' | 'perishable' | 'poison'
    }
  | { readonly what: 'cut' | 'heal'; readonly from: Id; readonly to: Id }
  | { readonly what: 'lose-calls' | 'lose-answers' | 'garble'; readonly count: number }
  | { readonly what: 'post-again'; readonly which: number }
  | { readonly what: 'restart' | 'round'; readonly at: Id }
  | { readonly what: 'clock'; readonly ms: number }
  | { readonly what: 'settle' }

const id = fc.constantFrom(...IDS)
const pair = fc.record({ from: id, to: id }).filter(({ from, to }) => from !== to)
const say = fc
  .record({
    from: id,
    to: fc.uniqueArray(id, { minLength: 1, maxLength: 2 }),
    about: fc.nat(CASES - 1),
    how: fc.constantFrom('plain', 'plain', 'plain', 'plain', 'plain', 'perishable', 'perishable'),
  })
  .map(
    ({ from, to, ...rest }): Command =>
      ({ what: 'say', from, to: to.includes(from) ? IDS.filter((one) => one !== from) : to, ...rest }) as Command,
  )
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 20, arbitrary: say },
  { weight: 3, arbitrary: pair.map((link): Command => ({ what: 'cut', ...link })) },
  { weight: 2, arbitrary: pair.map((link): Command => ({ what: 'heal', ...link })) },
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constantFrom('lose-calls', 'lose-answers', 'garble'),
      count: fc.integer({ min: 1, max: 4 }),
    }) as fc.Arbitrary<Command>,
  },
  { weight: 2, arbitrary: fc.nat(1_000).map((which): Command => ({ what: 'post-again', which })) },
  { weight: 6, arbitrary: id.map((at): Command => ({ what: 'round', at })) },
  { weight: 4, arbitrary: fc.constantFrom(200, 1_500, 30_000, 70_000).map((ms): Command => ({ what: 'clock', ms })) },
  { weight: 1, arbitrary: fc.constant<Command>({ what: 'settle' }) },
)
const seldom = <T>(arbitrary: fc.Arbitrary<T>) => fc.oneof({ weight: 11, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary })
/** Restarts and messages that fail in application are dear: at most one of each in a story. */
const story = fc
  .record({
    commands: fc.array(command, { minLength: 3, maxLength: 16 }),
    restart: seldom(fc.record({ at: id, place: fc.nat(16) })),
    poison: seldom(fc.record({ link: pair, about: fc.nat(CASES - 1), place: fc.nat(16) })),
  })
  .map(({ commands, restart, poison }) => {
    const all = [...commands]
    if (poison)
      all.splice(poison.place % (all.length + 1), 0, {
        what: 'say',
        from: poison.link.from,
        to: [poison.link.to],
        about: poison.about,
        how: 'poison',
      })
    if (restart) all.splice(restart.place % (all.length + 1), 0, { what: 'restart', at: restart.at })
    return all
  })

interface Said {
  readonly id: string
  readonly from: Id
  readonly to: readonly Id[]
  readonly about: string
  readonly how: 'plain' | 'perishable' | 'poison'
}

describe('delivery', () => {
  let net: TestNetwork
  let number = 0
  beforeAll(async () => {
    net = await network(IDS, { capabilities: [drill], types: drillTypes })
  }, BOOT_MS)
  afterAll(() => net.close())
  const nodeOf = (at: Id) => net.nodes[at]!
  const PERISHES_MS = 20_000

  async function saying({ from, to, about, how }: Extract<Command, { what: 'say' }>, cases: readonly string[]): Promise<Said> {
    const { node } = nodeOf(from)
    const { header } = await node.database.transaction((writing) =>
      send(
        node,
        writing,
        { network: 'euromed', member: from },
        {
          network: 'euromed',
          type: 'drill.said.v1',
          to,
          unit: 'spoc',
          case: cases[about]!,
          language: 'en',
          ...(how === 'perishable' && { keep_until: new Date(net.clock.now().getTime() + PERISHES_MS).toISOString() }),
          body: { number: how === 'poison' ? -1 : number++ },
        },
      ),
    )
    return { id: header.id, from, to, about: cases[about]!, how }
  }

  /** Sends again what went by before, with a proof of its own: as a network does that repeats, or a partner's proxy. */
  async function postAgain(which: number) {
    const posts = net.wire.seen.filter(({ path }) => path === '/partner/v1/post').slice(-30)
    const one = posts[which % Math.max(1, posts.length)]
    if (!one) return
    const { envelopes } = JSON.parse(Buffer.from(one.body).toString('utf8')) as { envelopes: string[] }
    const { sender } = JSON.parse(Buffer.from(envelopes[0]!.split('.')[0]!, 'base64url').toString('utf8')) as { sender: string }
    await hostile(net, sender, one.to).call('POST', '/partner/v1/post', one.body)
  }

  /** Turns one character within the sealed bytes of a batch's first envelope, before the call is signed: the others of the batch arrive. */
  function garbled(call: Delivery, to: string): Delivery {
    const { envelopes } = JSON.parse(Buffer.from(call.body).toString('utf8')) as { envelopes: string[] }
    const [first, ...rest] = envelopes as [string, ...string[]]
    const middle = first.length - 100
    const changed = first.slice(0, middle) + (first[middle] === 'A' ? 'B' : 'A') + first.slice(middle + 1)
    const { sender } = JSON.parse(Buffer.from(first.split('.')[0]!, 'base64url').toString('utf8')) as { sender: string }
    const body = utf8(JSON.stringify({ envelopes: [changed, ...rest] }))
    const proof = signRequest(
      { method: 'POST', authority: new URL(call.door).host, path: call.path, body },
      hostile(net, sender, to).signer,
      { created_s: Math.floor(net.clock.now().getTime() / 1000), nonce: base64url(randomBytes(16)) },
    )
    return { ...call, body, headers: { ...call.headers, ...proof } }
  }

  async function told(commands: readonly Command[]): Promise<{ said: Said[]; cases: string[] }> {
    const cases = Array.from({ length: CASES }, () => newId(net.clock.now()))
    const said: Said[] = []
    let [calls, answers, spoilt] = [0, 0, 0]
    net.wire.tamper = async (call, to) => {
      if (calls > 0) {
        calls--
        return undefined
      }
      if (spoilt > 0 && call.path === '/partner/v1/post') {
        spoilt--
        return garbled(call, to)
      }
      return call
    }
    net.wire.loseAnswer = () => answers-- > 0
    for (const one of commands) {
      if (one.what === 'say') said.push(await saying(one, cases))
      else if (one.what === 'cut') net.wire.cut.add(`${one.from}>${one.to}`)
      else if (one.what === 'heal') net.wire.cut.delete(`${one.from}>${one.to}`)
      else if (one.what === 'lose-calls') calls = one.count
      else if (one.what === 'lose-answers') answers = one.count
      else if (one.what === 'garble') spoilt = one.count
      else if (one.what === 'post-again') await postAgain(one.which)
      else if (one.what === 'restart') await nodeOf(one.at).restart()
      else if (one.what === 'round') await nodeOf(one.at).loops.round()
      else if (one.what === 'clock') net.clock.move(one.ms)
      else await net.settle()
    }
    net.wire.cut.clear()
    net.wire.tamper = undefined
    net.wire.loseAnswer = undefined
    return { said, cases }
  }

  const waiting = async () => {
    const counts = await Promise.all(
      IDS.map((at) =>
        nodeOf(at).node.database.one<{ count: number }>(sql`
        select (select count(*) from outbox where state in ('waiting', 'held')) + (select count(*) from inbox where standing = 'kept') + (select count(*) from correspondent where gap_since is not null) as count`),
      ),
    )
    return counts.reduce((sum, { count }) => sum + count, 0)
  }
  async function calm() {
    for (let i = 0; i < 20; i++) {
      net.clock.move(61_000)
      await net.settle()
      if ((await waiting()) === 0) return
    }
    throw new Error('something still waits after twenty minutes of an undisturbed network')
  }

  test(`${RUNS} stories of three nodes, seed ${SEED}: effects once and in order, receipts on both sides, no gap left`, {
    timeout: 600_000,
  }, async () => {
    const ends = new Map<string, number>()
    const began = performance.now()
    await fc.assert(
      fc.asyncProperty(story, async (commands) => {
        const { said, cases } = await told(commands)
        await calm()
        for (const from of IDS) {
          const out = await nodeOf(from).node.database.many<{
            id: string
            partner: Id
            state: string
            refusal: string | null
            receipt: string | null
            digest: Uint8Array
          }>(sql`select id, partner, state, refusal, receipt, digest from outbox where case_id = any(${cases}::text[]) limit 10000`)
          expect(out).toHaveLength(said.filter((one) => one.from === from).reduce((sum, { to }) => sum + to.length, 0))
          for (const to of IDS.filter((one) => one !== from)) {
            const { database } = nodeOf(to).node
            const kept = await database.many<{ id: string; receipt: string; digest: Uint8Array; standing: string }>(
              sql`select id, receipt, digest, standing from inbox where partner = ${from} and case_id = any(${cases}::text[]) limit 10000`,
            )
            const effects = await database.many<{ id: string; case_id: string }>(
              sql`select id, case_id from drill_effect where direction = 'received' and partner = ${from} and case_id = any(${cases}::text[]) order by position limit 10000`,
            )
            const keptById = new Map(kept.map((row) => [row.id, row]))
            // each effect once, and of what is kept nothing without
            expect(effects.map(({ id }) => id).sort()).toEqual(
              kept
                .filter(({ standing }) => standing === 'applied')
                .map(({ id }) => id)
                .sort(),
            )
            for (const one of said.filter((each) => each.from === from && each.to.includes(to))) {
              const row = out.find(({ id, partner }) => id === one.id && partner === to)!
              const there = keptById.get(one.id)
              const end = `${one.how} ${row.state}${row.refusal ? ` ${row.refusal}` : ''}${there ? ` ${there.standing}` : ''}`
              ends.set(end, (ends.get(end) ?? 0) + 1)
              if (one.how === 'plain') expect(end).toBe('plain delivered applied')
              if (one.how === 'poison') expect(end).toBe('poison delivered failed')
              // what is said to be delivered is there with this receipt; what is said to be refused is not
              if (row.state === 'delivered') expect([there?.receipt, there && hex(there.digest)]).toEqual([row.receipt, hex(row.digest)])
              if (row.state === 'refused') expect(there).toBeUndefined()
            }
            for (const about of cases) {
              const order = said.filter((one) => one.from === from && one.to.includes(to) && one.about === about).map(({ id }) => id)
              const had = effects.filter(({ case_id }) => case_id === about).map(({ id }) => id)
              expect(had).toEqual(order.filter((one) => had.includes(one)))
            }
            const link = await database.maybeOne<{ received_through: number; highest_seen: number; attempts: number }>(
              sql`select received_through, highest_seen, attempts from correspondent where partner = ${from}`,
            )
            expect(link?.received_through).toBe(link?.highest_seen)
          }
        }
      }),
      { numRuns: RUNS, seed: SEED, endOnFailure: true },
    )
    console.log(
      `${RUNS} stories in ${((performance.now() - began) / 1000).toFixed(1)} s, seed ${SEED}: ${[...ends]
        .sort()
        .map(([end, count]) => `${end} ${count}`)
        .join(', ')}`,
    )
    // fewer stories need not meet every end
    if (RUNS < 100) return
    for (const end of ['plain delivered applied', 'perishable expired', 'poison delivered failed']) expect([...ends.keys()]).toContain(end)
  })

  test('a partner that is down is tried ever less, at most a minute apart and not in step; its first sign of life ends the wait', async () => {
    await calm()
    const link = () =>
      nodeOf('esp').node.database.one<{ attempts: number; next_attempt_at: Date | null; failing_since: Date | null }>(
        sql`select attempts, next_attempt_at, failing_since from correspondent where partner = 'mar'`,
      )
    net.wire.cut.add('esp>mar')
    const one = await saying({ what: 'say', from: 'esp', to: ['mar'], about: 0, how: 'plain' }, [newId(net.clock.now())])
    const waits: number[] = []
    for (let i = 0; i < 14; i++) {
      await nodeOf('esp').loops.round()
      const { attempts, next_attempt_at } = await link()
      expect(attempts).toBe(i + 1)
      const wait = next_attempt_at!.getTime() - net.clock.now().getTime()
      waits.push(wait)
      const full = Math.min(500 * 2 ** i, 60_000)
      expect(wait).toBeGreaterThanOrEqual(full / 2)
      expect(wait).toBeLessThanOrEqual(full)
      // nothing is tried before its time
      net.clock.move(wait - 1)
      await nodeOf('esp').loops.round()
      expect((await link()).attempts).toBe(i + 1)
      net.clock.move(1)
    }
    expect(new Set(waits.slice(-6)).size).toBeGreaterThan(1)
    await nodeOf('esp').loops.round()
    expect((await link()).next_attempt_at).not.toBeNull()
    net.wire.cut.delete('esp>mar')
    // no time passes: Morocco's own message is the sign
    await saying({ what: 'say', from: 'mar', to: ['esp'], about: 0, how: 'plain' }, [newId(net.clock.now())])
    await nodeOf('mar').loops.round()
    expect(await link()).toEqual({ attempts: 0, next_attempt_at: null, failing_since: null })
    await net.settle()
    expect(
      await nodeOf('mar').node.database.many(sql`select id from drill_effect where direction = 'received' and id = ${one.id}`),
    ).toHaveLength(1)
  })

  test('what comes after a gap is kept and waits until the gap is filled', async () => {
    await calm()
    const cases = [newId(net.clock.now())]
    const plain = { what: 'say', from: 'esp', to: ['mar'], about: 0, how: 'plain' } as const
    const said = [await saying(plain, cases), await saying(plain, cases), await saying(plain, cases)].map(({ id }) => id)
    net.wire.tamper = async (call, to) => (call.path === '/partner/v1/post' ? garbled(call, to) : call)
    await nodeOf('esp').loops.round()
    net.wire.tamper = undefined
    const { database } = nodeOf('mar').node
    const kept = () => database.many(sql`select id, standing from inbox where case_id = ${cases[0]!} order by sequence`)
    const had = () =>
      database.many<{ id: string }>(
        sql`select id from drill_effect where direction = 'received' and case_id = ${cases[0]!} order by position`,
      )
    expect(await kept()).toEqual(said.slice(1).map((id) => ({ id, standing: 'kept' })))
    await dispatchBatch(nodeOf('mar').node)
    expect(await had()).toEqual([])
    expect(await kept()).toEqual(said.slice(1).map((id) => ({ id, standing: 'kept' })))
    await calm()
    expect((await had()).map(({ id }) => id)).toEqual(said)
  })

  test('a message in the middle that is refused for good, or given up, leaves a void place and holds up nobody', async () => {
    await calm()
    const cases = [newId(net.clock.now())]
    const plain = { what: 'say', from: 'fra', to: ['mar'], about: 0, how: 'plain' } as const
    const voids = () =>
      nodeOf('mar').node.database.many<{ code: string }>(
        sql`select code from inbox_void where partner = 'fra' order by sequence desc limit 1`,
      )
    net.wire.cut.add('fra>mar')
    const first = [await saying(plain, cases), await saying({ ...plain, how: 'perishable' }, cases), await saying(plain, cases)]
    net.clock.move(PERISHES_MS + 60_000)
    net.wire.cut.delete('fra>mar')
    // delivered before housekeeping gives it up: Morocco refuses it
    await nodeOf('fra').loops.round()
    expect(await voids()).toEqual([{ code: 'message.expired' }])
    const second = [await saying({ ...plain, how: 'perishable' }, cases), await saying(plain, cases)]
    net.wire.cut.add('fra>mar')
    await nodeOf('fra').loops.round()
    net.clock.move(PERISHES_MS + 60_000)
    // given up at home, so that Morocco hears of the place only when it asks
    net.wire.cut.add('fra')
    await nodeOf('fra').loops.round()
    net.wire.cut.clear()
    await calm()
    const had = await nodeOf('mar').node.database.many<{ id: string }>(
      sql`select id from drill_effect where direction = 'received' and case_id = ${cases[0]!} order by position`,
    )
    expect(had.map(({ id }) => id)).toEqual([first[0]!.id, first[2]!.id, second[1]!.id])
    const states = await nodeOf('fra').node.database.many<{ state: string }>(
      sql`select state from outbox where case_id = ${cases[0]!} order by sequence`,
    )
    expect(states.map(({ state }) => state)).toEqual(['delivered', 'refused', 'delivered', 'expired', 'delivered'])
  })

  test('a message that was damaged in the outbox is set aside and shown, and holds up no other', async () => {
    await calm()
    const cases = [newId(net.clock.now())]
    net.wire.cut.add('esp>mar')
    const plain = { what: 'say', from: 'esp', to: ['mar'], about: 0, how: 'plain' } as const
    const [damaged, sound] = [await saying(plain, cases), await saying(plain, cases)]
    const { database } = nodeOf('esp').node
    await database.transaction((writing) =>
      writing.run(sql`update outbox set sealed = set_byte(sealed, 40, get_byte(sealed, 40) # 1) where id = ${damaged.id}`),
    )
    net.wire.cut.clear()
    await calm()
    expect(await database.many(sql`select state, refusal from outbox where case_id = ${cases[0]!} order by sequence`)).toEqual([
      { state: 'refused', refusal: 'node.failed' },
      { state: 'delivered', refusal: null },
    ])
    expect(
      await database.many(sql`select outcome from journal_entry where event = 'post.failed' and subject = ${`statement:${damaged.id}`}`),
    ).toEqual([{ outcome: 'failed' }])
    expect(
      await nodeOf('mar').node.database.many(sql`select id from drill_effect where direction = 'received' and case_id = ${cases[0]!}`),
    ).toEqual([{ id: sound.id }])
  })

  test('after thirty days a message is given up, and that is shown', async () => {
    await calm()
    net.wire.cut.add('esp>fra')
    const { id } = await saying({ what: 'say', from: 'esp', to: ['fra'], about: 0, how: 'plain' }, [newId(net.clock.now())])
    const state = async () =>
      (await nodeOf('esp').node.database.one<{ state: string }>(sql`select state from outbox where id = ${id}`)).state
    net.clock.move(29 * 86_400_000)
    await nodeOf('esp').loops.round()
    expect(await state()).toBe('waiting')
    net.clock.move(86_400_000)
    await nodeOf('esp').loops.round()
    expect(await state()).toBe('expired')
    expect(
      await nodeOf('esp').node.database.many(
        sql`select 1 as one from journal_entry where event = 'post.expired' and subject = ${`statement:${id}`}`,
      ),
    ).toHaveLength(1)
    net.wire.cut.clear()
    await calm()
    expect(await nodeOf('fra').node.database.many(sql`select 1 as one from inbox where id = ${id}`)).toEqual([])
  })
})
