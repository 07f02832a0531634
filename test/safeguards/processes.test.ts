/** Two processes of one node on one PostgreSQL, both at work as if each led: repeated work, never a repeated effect. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '#kernel/database/sql.ts'
import { exportJournal } from '#kernel/journal-export.ts'
import { verifyJournal } from '#kernel/journal-verify.ts'
import { type OpenNode, openNode } from '#main/open-node.ts'
import { drill, drillTypes } from '../federation/drill/index.ts'
import { network, type TestNetwork } from '../federation/network.ts'
import { type TemporaryPostgresql, temporaryPostgresql } from '../storage/postgresql.ts'

/** A machine that is shared takes its time to boot databases. */
const BOOT_MS = 180_000

const server: TemporaryPostgresql | undefined = await temporaryPostgresql()
const MESSAGES = 150

test.skipIf(!server)(`messages both ways through two processes at once${server ? '' : ' (not run: no PostgreSQL is here)'}`, async () => {
  const second = await openNode({
    id: 'mar',
    folder: net.nodes.mar!.folder,
    database_url: url,
    memberships: net.nodes.mar!.node.peers.memberships,
    capabilities: [drill],
    clock: net.clock,
    transport: net.wire.transport('mar'),
    further_types: drillTypes,
    loops: { manual: true, gap_patience_ms: 0 },
  })
  try {
    const first = net.nodes.mar!
    const processes: OpenNode[] = [first, second]
    const caller = {
      officer: {
        id: 'o',
        name: 'o',
        member: 'mar',
        unit: 'spoc',
        roles: ['desk' as const],
        clearance: 2 as const,
        language: 'en' as const,
      },
      session: 's',
      purpose: null,
      place: null,
      channel: 'api' as const,
    }
    // calls reach either process, as behind a balancer
    let turn = 0
    net.wire.doors.set('mar', { flush: async () => {}, handle: (call) => processes[turn++ % 2]!.partners.handle(call) })
    await Promise.all(
      Array.from({ length: MESSAGES }, async (_, i) => {
        await processes[i % 2]!.door.perform(
          'drill.say',
          { network: 'euromed', to: ['esp'], number: i, case: `0190a000-0000-7000-8000-00000000000${i % 5}` },
          caller,
        )
        await net.nodes.esp!.does('drill.say', { network: 'euromed', to: ['mar'], number: 1_000 + i })
      }),
    )
    // both put entries in sequence at the same moment, a few at a time, so that they meet again and again
    for (let i = 0; i < 40; i++) {
      const placed = await Promise.all(processes.map(({ node }) => node.journal.sequence(node.database, 5)))
      if (placed.every((many) => many === 0)) break
    }
    for (let i = 0; i < 30; i++) {
      net.clock.move(1_000)
      const moved = await Promise.all([...processes, net.nodes.esp!].map(({ loops }) => loops.round()))
      if (moved.every((many) => many === 0)) break
    }
    const effects = (node: OpenNode) =>
      node.node.database.many<{ number: number }>(sql`select number from drill_effect where direction = 'received' order by number`)
    expect((await effects(first)).map(({ number }) => number)).toEqual(Array.from({ length: MESSAGES }, (_, i) => 1_000 + i))
    expect((await effects(net.nodes.esp!)).map(({ number }) => number)).toEqual(Array.from({ length: MESSAGES }, (_, i) => i))
    // the order of each case is that of its numbers in the outbox, whichever process took them
    const sent = await first.node.database.many<{ id: string }>(sql`select id from outbox order by sequence`)
    const heard = await net.nodes.esp!.node.database.many<{ id: string }>(
      sql`select id from drill_effect where direction = 'received' order by position`,
    )
    expect(heard).toEqual(sent)
    expect(await first.node.database.many(sql`select 1 as one from journal_entry where sequence is null`)).toEqual([])
    const lines: string[] = []
    await exportJournal(first.node, async (line) => void lines.push(line))
    expect(
      await verifyJournal(
        (async function* () {
          yield* lines
        })(),
      ),
    ).toMatchObject({ ok: true, altered: [], missing: [] })
  } finally {
    await second.close()
  }
})

let net: TestNetwork
let url: string
beforeAll(async () => {
  if (!server) return
  url = await server.url('safeguards_two_processes')
  net = await network(['esp', 'mar'], { capabilities: [drill], types: drillTypes, database_urls: { mar: url } })
}, BOOT_MS)
afterAll(async () => {
  if (!server) return
  await net.close()
  await server.stop()
})
