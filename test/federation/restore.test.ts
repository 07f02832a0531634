/** A node loses its database and comes back from an older back-up: with its partners' help nothing is lost and nothing happens twice. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exchange } from '#capabilities/exchange/index.ts'
import { send } from '#kernel/applying.ts'
import { backup, type RestoreReport, restore, trustOf } from '#kernel/backup.ts'
import type { Capability } from '#kernel/capability.ts'
import { migrate } from '#kernel/database/migrate.ts'
import { openDatabase } from '#kernel/database/open.ts'
import { sql } from '#kernel/database/sql.ts'
import { createJournal } from '#kernel/journal.ts'
import { exportJournal, newestCheckpoint, proveInclusion } from '#kernel/journal-export.ts'
import { verifyInclusionOf, verifyJournal } from '#kernel/journal-verify.ts'
import { readKeyRing } from '#kernel/keys.ts'
import { sealParcel } from '#kernel/post/deliver.ts'
import { forgetStatements } from '#kernel/post/originals.ts'
import { sealing, settledDooms } from '#kernel/sealing.ts'
import { openVault } from '#kernel/vault/index.ts'
import { utf8 } from '#lib/bytes.ts'
import { signCompact } from '#lib/envelope/index.ts'
import { databaseFolder, keysFolder, migrationSets } from '#main/open-node.ts'
import type { Receipt } from '#wire/receipt.ts'
import { encodeStatement, STATEMENT_TYP, type Statement } from '#wire/statement.ts'
import { drill, drillTypes } from './drill/index.ts'
import { hostile } from './hostile.ts'
import { network, type TestNetwork, type TestNode } from './network.ts'

const CASE = '0195a000-0000-7000-8000-00000000000c'
interface Kept {
  readonly id: string
  readonly slot: number
  readonly sealed: Uint8Array
}

const forgotten: number[][] = []
const forgetful: Capability = { ...drill, forget: async (slots) => void forgotten.push([...slots]) }

/** The back-up of a node as it runs. */
async function backedUp({ node }: TestNode): Promise<string[]> {
  const lines: string[] = []
  await backup(node, async (line) => void lines.push(line))
  return lines
}

/** Stops a node, loses its database, restores another from a back-up, and starts the node on it. */
async function restored(
  node: TestNode,
  lines: readonly string[],
  capabilities: readonly Capability[] = [forgetful],
): Promise<RestoreReport> {
  const { close, folder, id } = node
  const { clock } = node.node
  let report: RestoreReport | undefined
  Object.assign(node, {
    async close() {
      await close()
      rmSync(databaseFolder(folder), { recursive: true })
      const database = await openDatabase({ folder: databaseFolder(folder) })
      await migrate(database, migrationSets(capabilities))
      const keys = readKeyRing(keysFolder(folder))
      const vault = openVault(join(folder, 'vault'), keys.master)
      const journal = createJournal(keys, clock)
      report = await restore(
        { id, database, vault, journal, clock, capabilities, own: keys.addresses, trust: trustOf({ id, keys }) },
        async function* () {
          yield* lines
        },
      )
      await vault.close()
      await database.close()
    },
  })
  await node.restart()
  return report!
}

const say = (node: TestNode, to: string[], number: number, more: object = {}) =>
  node.does('drill.say', { network: 'euromed', to, number, ...more })

/** What happened at a node, in no order; a repetition shows. */
const effects = async ({ node }: TestNode) =>
  (
    await node.database.many<{ line: string }>(
      sql`select partner || ' ' || direction || ' ' || number || ' ' || id as line from drill_effect order by 1`,
    )
  ).map(({ line }) => line)

async function verified({ node }: TestNode, roster: TestNetwork['roster'], earlier: readonly string[] = []) {
  async function* lines() {
    const all: string[] = []
    await exportJournal(node, async (line) => void all.push(line))
    yield* all
  }
  const verifier_key = roster().members.find(({ id }) => id === node.id)!.journal
  return verifyJournal(lines(), { verifier_key, earlier })
}

/** Time passes until nothing moves any more. */
async function calm(net: TestNetwork) {
  for (let i = 0; i < 12; i++) {
    await net.settle()
    net.clock.move(20_000)
  }
}

describe('Spain loses its database and restores a back-up', () => {
  let net: TestNetwork
  let before: Record<string, string[]>
  let report: RestoreReport
  let held: { note: string; size: number }
  let erased: Kept[]
  let revived: number
  const all = () => Object.values(net.nodes)

  beforeAll(async () => {
    net = await network(['esp', 'mar', 'fra', 'ita'], { capabilities: [forgetful], types: drillTypes })
    const { esp, mar, fra, ita } = net.nodes as Record<'esp' | 'mar' | 'fra' | 'ita', TestNode>
    for (let i = 0; i < 5; i++) {
      await say(esp, ['mar', 'fra'], i)
      await say(mar, ['esp'], 10 + i)
      await say(fra, ['esp', 'mar'], 20 + i)
    }
    await say(mar, ['esp'], 30, { case: CASE })
    await net.settle()
    net.wire.cut.add('fra')
    await say(esp, ['fra'], 40)
    await say(esp, ['fra'], 41)
    await net.settle()

    const scoped = await esp.node.database.transaction((writing) => sealing(esp.node, writing).slotOf('drill:draft'))
    const lines = await backedUp(esp)

    // after the back-up: what waited is delivered, more goes both ways, a first letter comes from Italy, and a case is erased
    net.wire.cut.delete('fra')
    net.clock.move(60_000)
    await net.settle()
    for (let i = 0; i < 5; i++) {
      await say(esp, ['mar', 'fra'], 100 + i)
      await say(mar, ['esp', 'fra'], 110 + i)
      await say(fra, ['esp'], 120 + i, { text: 'more' })
    }
    await say(esp, ['ita'], 130)
    await say(ita, ['esp'], 131)
    await net.settle()
    await esp.node.database.transaction(async (writing) => {
      const vault = sealing(esp.node, writing)
      await forgetStatements(writing, vault, 'esp', { case: CASE })
      vault.destroy([scoped])
      await settledDooms(writing)
    })
    await say(mar, ['esp'], 132, { case: CASE })
    await net.settle()
    held = (await newestCheckpoint(esp.node.database))!
    before = Object.fromEntries(await Promise.all(all().map(async (node) => [node.id, await effects(node)])))

    report = await restored(esp, lines)
    erased = await esp.node.database.many(sql`select id, slot, sealed from inbox where case_id = ${CASE}`)
    revived = await esp.node.database.transaction((writing) => sealing(esp.node, writing).slotOf('drill:draft'))
    expect(revived).not.toBe(scoped)
    await calm(net)
  })
  afterAll(() => net.close())

  test('the restore says what it did', () => {
    expect(report).toMatchObject({ header: { node: 'esp' }, links: 3, erasures: 2, keys_missing: 0 })
    expect(report.rows).toBeGreaterThan(50)
    expect(report.epoch > report.header.epoch).toBe(true)
  })

  test('no link waits for anything any more', async () => {
    for (const { node } of all()) {
      const links = await node.database.many(
        sql`select own, partner, restoring, gap_since, received_through, highest_seen from correspondent where restoring or gap_since is not null`,
      )
      expect(links, node.id).toEqual([])
      const open = await node.database.many(
        sql`select id from outbox where state <> 'delivered' union all select id from inbox where standing <> 'applied' union all select id from outbox_unapplied`,
      )
      expect(open, node.id).toEqual([])
    }
  })

  test('nothing is lost and nothing happened twice, on either side', async () => {
    for (const node of all()) expect(await effects(node), node.id).toEqual(before[node.id])
    expect(before.esp).toHaveLength(5 * 2 + 5 + 5 + 1 + 2 + 5 * 2 + 5 + 5 + 2 + 1)
  })

  test('the partners were told of the new epoch, and journalled it', async () => {
    for (const id of ['mar', 'fra', 'ita']) {
      const { node } = net.nodes[id]!
      expect(await node.database.many(sql`select actor, subject from journal_entry where event = 'post.epoch'`)).toEqual([
        { actor: 'esp', subject: `epoch:${report.epoch}` },
      ])
    }
  })

  test('every statement of ours has its receipt again', async () => {
    const { node } = net.nodes.esp!
    expect(await node.database.many(sql`select id from outbox where receipt is null`)).toEqual([])
  })

  test('all journals verify; the lost log is shorter than what a partner saw of it, and says so', async () => {
    for (const node of all()) expect(await verified(node, net.roster), node.id).toMatchObject({ ok: true, altered: [], key: 'given' })
    const withHeld = await verified(net.nodes.esp!, net.roster, [held.note])
    expect(withHeld).toMatchObject({ ok: false, held: [{ origin: 'portolan/esp', size: held.size, verdict: 'beyond' }] })
    expect(withHeld.logs.map(({ origin }) => origin)).toEqual(['portolan/esp', `portolan/esp/${report.epoch}`])
  })

  test('a receipt given again promises a leaf of the new log, and the leaf is there', async () => {
    const { node } = net.nodes.esp!
    const row = await net.nodes.mar!.node.database.one<{ receipt: string }>(sql`
      select receipt from outbox o join drill_effect e on e.id = o.id and e.partner = o.partner where e.number = 110 and o.partner = 'esp'`)
    const receipt = JSON.parse(Buffer.from(row.receipt.split('.')[1]!, 'base64url').toString('utf8')) as Receipt
    expect(receipt.journal.origin).toBe(`portolan/esp/${report.epoch}`)
    const proof = await proveInclusion(node, receipt.journal.entry)
    expect(verifyInclusionOf(receipt.journal, proof!, net.roster().members[0]!.journal)).toMatchObject({ ok: true })
  })

  test('what was erased stays erased, in the back-up and in what partners brought back', async () => {
    const { node } = net.nodes.esp!
    expect(erased).toHaveLength(1)
    for (const { id, slot, sealed } of erased) expect(node.vault.open(slot, `inbox:${id}`, sealed)).toBeUndefined()
    expect(forgotten.flat()).toContain(erased[0]!.slot)
    // the scope whose key was destroyed has another now, and keeps it
    expect(await node.database.one(sql`select slot from vault_scope where scope = 'drill:draft'`)).toEqual({ slot: revived })
    expect(node.vault.seal(revived, 'draft', utf8('again'))).toBeDefined()
    // mail of the case that came later is as it was
    const later = await node.database.many<Kept>(sql`select id, slot, sealed from inbox where case_id = ${CASE} and id <> ${erased[0]!.id}`)
    expect(later).toHaveLength(1)
    for (const { id, slot, sealed } of later) expect(node.vault.open(slot, `inbox:${id}`, sealed)).toBeDefined()
  })

  test('mail goes on both ways under the new numbering', async () => {
    const { esp, mar } = net.nodes as Record<'esp' | 'mar', TestNode>
    await say(esp, ['mar', 'fra', 'ita'], 200)
    await say(mar, ['esp'], 201)
    await calm(net)
    expect((await effects(mar)).filter((line) => / 20[01] /.test(line))).toHaveLength(2)
    expect((await effects(esp)).filter((line) => / 20[01] /.test(line))).toHaveLength(4)
  })

  test('lost a second time and restored from the same back-up, the log takes another name again', async () => {
    const { esp } = net.nodes as Record<'esp', TestNode>
    const whole = await effects(esp)
    const lines = await backedUp(esp)
    await say(esp, ['mar'], 300)
    await calm(net)
    const first = await restored(esp, lines)
    await say(esp, ['mar'], 301)
    await calm(net)
    const second = await restored(esp, lines)
    await calm(net)
    expect(second.epoch > first.epoch).toBe(true)
    expect(await effects(esp)).toHaveLength(whole.length + 2)
    expect((await effects(net.nodes.mar!)).filter((line) => / 30[01] /.test(line))).toHaveLength(2)
    expect(await verified(esp, net.roster)).toMatchObject({ ok: true, logs: { length: 3 } })
  })
})

describe('what a partner hands back', () => {
  /** Answers what it was asked, and refuses to take an answer to a question that it does not know. */
  const orderly: Capability = {
    ...drill,
    messages: drill.messages.map((handler) =>
      handler.type !== 'drill.said.v1'
        ? handler
        : {
            ...handler,
            async apply(statement, how, signed) {
              const { in_reply_to } = statement.header
              if (in_reply_to && how.direction === 'sent') await how.writing.one(sql`select id from drill_effect where id = ${in_reply_to}`)
              await handler.apply!(statement, how, signed)
            },
          },
    ),
  }

  test('an answer of ours is applied once its question is back', async () => {
    const net = await network(['esp', 'mar'], { capabilities: [orderly], types: drillTypes })
    const { esp, mar } = net.nodes as Record<'esp' | 'mar', TestNode>
    await say(esp, ['mar'], 1)
    await net.settle()
    const lines = await backedUp(esp)
    const { id } = await say(mar, ['esp'], 2)
    await net.settle()
    await esp.node.database.transaction((writing) =>
      send(
        esp.node,
        writing,
        { network: 'euromed', member: 'esp' },
        { network: 'euromed', type: 'drill.said.v1', to: ['mar'], unit: 'spoc', in_reply_to: id, language: 'en', body: { number: 3 } },
      ),
    )
    await net.settle()
    const before = await effects(esp)
    expect(before).toHaveLength(3)
    await restored(esp, lines, [orderly])
    await calm(net)
    expect(await effects(esp)).toEqual(before)
    expect(await esp.node.database.many(sql`select id from outbox_unapplied`)).toEqual([])
    await net.close()
  })

  test('until a partner’s part is whole nothing else is taken from it', async () => {
    const net = await network(['esp', 'mar'], { capabilities: [forgetful], types: drillTypes })
    const { esp, mar } = net.nodes as Record<'esp' | 'mar', TestNode>
    await say(mar, ['esp'], 1)
    await net.settle()
    const lines = await backedUp(esp)
    await say(mar, ['esp'], 2)
    await net.settle()
    await restored(esp, lines)
    // a number that the restored node would take for a new one
    const early = hostile(net, 'mar', 'esp')
    expect(await early.post(early.envelope({ body: { number: 66 } }))).toEqual(['node.restoring'])
    await calm(net)
    expect((await effects(esp)).map((line) => line.split(' ')[2])).toEqual(['1', '2'])
    await say(mar, ['esp'], 3)
    await calm(net)
    expect((await effects(esp)).map((line) => line.split(' ')[2])).toEqual(['1', '2', '3'])
    await net.close()
  })

  test('more than one window of lost mail comes back whole and in order', async () => {
    const net = await network(['esp', 'mar'], { capabilities: [forgetful], types: drillTypes })
    const { esp, mar } = net.nodes as Record<'esp' | 'mar', TestNode>
    await say(mar, ['esp'], 0)
    await net.settle()
    const lines = await backedUp(esp)
    await mar.node.database.transaction(async (writing) => {
      for (let number = 1; number <= 1_100; number++)
        await send(
          mar.node,
          writing,
          { network: 'euromed', member: 'mar' },
          { network: 'euromed', type: 'drill.said.v1', to: ['esp'], unit: 'spoc', language: 'en', body: { number } },
        )
    })
    await esp.node.database.transaction(async (writing) => {
      for (let number = 2_001; number <= 2_120; number++)
        await send(
          esp.node,
          writing,
          { network: 'euromed', member: 'esp' },
          { network: 'euromed', type: 'drill.said.v1', to: ['mar'], unit: 'spoc', language: 'en', body: { number } },
        )
    })
    await net.settle()
    await restored(esp, lines)
    await calm(net)
    const sent = await esp.node.database.many<{ number: number }>(
      sql`select number from drill_effect where direction = 'sent' order by position`,
    )
    expect(sent.map(({ number }) => number)).toEqual(Array.from({ length: 120 }, (_, i) => 2_001 + i))
    const got = await esp.node.database.many<{ number: number }>(
      sql`select number from drill_effect where direction = 'received' order by position`,
    )
    expect(got.map(({ number }) => number)).toEqual(Array.from({ length: 1_101 }, (_, i) => i))
    await net.close()
  })

  test('is believed for our own signature alone', async () => {
    const net = await network(['esp', 'mar'], { capabilities: [forgetful], types: drillTypes })
    const { esp, mar } = net.nodes as Record<'esp' | 'mar', TestNode>
    await say(esp, ['mar'], 1)
    await net.settle()
    const lines = await backedUp(esp)
    await say(esp, ['mar'], 2)
    await net.settle()
    const [espAt, marAt] = ['esp', 'mar'].map((member) => ({ network: 'euromed', member })) as [
      { network: string; member: string },
      { network: string; member: string },
    ]
    const forged = (number: number, from: string): Statement => ({
      header: {
        id: esp.node.epoch.replace(/.$/, '0'),
        network: 'euromed',
        type: 'drill.said.v1',
        from: { member: from, unit: 'spoc' },
        to: { member: 'mar' },
        sent_at: net.clock.now().toISOString(),
        handling: [],
        classification: 'restricted',
        language: 'en',
      },
      body: { number },
      attachments: [],
    })
    const signer = mar.node.keys.signers(marAt).at(-1)!
    const door = net.wire.doors.get('mar')!
    const replies: string[] = []
    net.wire.doors.set('mar', {
      ...door,
      async handle(call) {
        const reply = await door.handle(call)
        if (call.path !== '/partner/v1/backfill' || reply.status !== 200) return reply
        const answer = JSON.parse(reply.body) as { sent: { epoch: string; sequence: number; envelope: string; receipt: string }[] }
        const first = answer.sent[0]
        if (!first) return reply
        replies.push(reply.body)
        const envelopes = ['esp', 'mar'].map((from, i) =>
          sealParcel(mar.node, marAt, espAt, 0, signCompact(encodeStatement(forged(66 + i, from)), signer, STATEMENT_TYP)),
        )
        const sent = [
          ...answer.sent,
          ...envelopes.map((envelope, i) => ({ ...first, sequence: first.sequence + 1 + i, envelope })),
          { ...first, sequence: first.sequence + 9, envelope: 'nonsense' },
        ]
        return { ...reply, body: JSON.stringify({ ...answer, sent }) }
      },
    })
    await restored(esp, lines)
    await calm(net)
    expect((await effects(esp)).map((line) => line.split(' ')[2])).toEqual(['1', '2'])
    // contents cross the border sealed, here too
    const [kept] = await mar.node.database.many<{ id: string; slot: number; sealed: Uint8Array }>(
      sql`select id, slot, sealed from inbox order by sequence desc limit 1`,
    )
    const payload = Buffer.from(mar.node.vault.open(kept!.slot, `inbox:${kept!.id}`, kept!.sealed)!)
      .toString('utf8')
      .split('.')[1]!
    expect(replies.join()).toContain('envelope')
    expect(replies.join()).not.toContain(payload)
    await net.close()
  })
})

describe('what was erased of an exchange after the back-up', () => {
  const ASKED = {
    subject: { kind: 'document', document: 'passport', number: 'L898902C3', issuer: 'UTO' },
    questions: [{ code: 'behind-hit' }],
    reason: { text: 'Presented at a land border.', language: 'en' },
    reply_class: 'urgent-direct',
    crime_area: 'document-fraud',
    partners: ['mar'],
  }
  let net: TestNetwork
  let esp: TestNode
  beforeAll(async () => {
    net = await network(['esp', 'mar'], { capabilities: [exchange] })
    esp = net.nodes.esp!
  })
  afterAll(() => net.close())

  test('a case, a message and an open request are stubs again: in lists, counts and time limits; the others are as they were', async () => {
    const mar = net.nodes.mar!
    const ask = async (title: string, more: object = {}) => {
      const sent = await esp.does('exchange.open-request', { ...ASKED, ...more, title })
      await net.settle()
      const id = sent.requests[0].id as string
      const { case_id } = await mar.node.database.one<{ case_id: string }>(sql`select case_id from exchange_message where id = ${id}`)
      await mar.does('exchange.mark-opened', { case: case_id })
      await net.settle()
      return { here: sent.case as string, request: id }
    }
    const DAY = 86_400_000
    const keep_until = new Date(net.clock.now().getTime() + DAY).toISOString()
    const [gone, kept, waiting] = [await ask('to be erased'), await ask('with an erased answer'), await ask('kept')]
    const expiring = await ask('for a day', { keep_until })
    const answer = { final: true, result: 'information', facts: [{ question: 'behind-hit', text: { text: 'Stolen.', language: 'en' } }] }
    await mar.does('exchange.answer', { request: gone.request, ...answer })
    const { message } = await mar.does('exchange.answer', { request: kept.request, ...answer })
    await calm(net)
    const lines = await backedUp(esp)

    await esp.does('exchange.close-case', { case: gone.here })
    const officer = { id: 'officer-of-data-protection', roles: ['data-protection'] as const }
    const { proposal } = await esp.does('exchange.propose-erasure', { case: gone.here, ground: 'data-subject' }, { officer })
    await esp.does('exchange.confirm-erasure', { proposal })
    await mar.does('exchange.recall', { message, erase: true })
    net.clock.move(DAY)
    await calm(net)
    const look = async () => ({
      cases: await esp.node.database.many<{ id: string; erased: boolean }>(
        sql`select id, state, sealed is null as empty, erased_at is not null as erased from exchange_case order by id`,
      ),
      messages: await esp.node.database.many<{ erased: boolean }>(
        sql`select id, kind, sealed is null as empty, erased_at is not null as erased from exchange_message where kind in ('request', 'answer') order by id`,
      ),
      requests: await esp.node.database.many<{ id: string }>(sql`select id, state, holds from exchange_request order by id`),
      parties: await esp.node.database.many(sql`select case_id from exchange_party order by case_id`),
      found: (await esp.does('exchange.find-cases', { limit: 200 })).total,
    })
    const before = await look()
    expect(before.cases.filter(({ erased }) => erased)).toEqual([{ id: gone.here, state: 'closed', empty: true, erased: true }])
    expect(before.messages.filter(({ erased }) => erased)).toHaveLength(4)
    expect(before.requests.find(({ id }) => id === expiring.request)).toMatchObject({ state: 'expired', holds: 'nobody' })
    expect(before).toMatchObject({ found: 3, parties: { length: 3 } })

    await restored(esp, lines, [exchange])
    // before anything came back from the partner
    expect(await look()).toEqual(before)
    await calm(net)
    expect(await look()).toEqual(before)
    const read = await esp.does('exchange.read-case', { case: waiting.here })
    expect(read.case.title).toBe('kept')
    expect(read.requests).toMatchObject([{ state: 'opened', ball: 'mar' }])
  })
})
