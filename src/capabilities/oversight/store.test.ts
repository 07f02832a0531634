import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openEmbedded } from '#kernel/database/embedded.ts'
import { migrate, readMigrations } from '#kernel/database/migrate.ts'
import type { Database } from '#kernel/database/port.ts'
import { sql } from '#kernel/database/sql.ts'
import { OFFICER_MIGRATIONS } from '#kernel/officers/index.ts'
import { vaultMigrations } from '#kernel/vault/index.ts'
import { utf8 } from '#lib/bytes.ts'
import { canonicalJson, type Json } from '#lib/canonical-json.ts'
import { entryOf } from '#lib/log/index.ts'
import { uuidv7 } from '#lib/uuid.ts'
import { oversight } from './index.ts'
import { countEntries, countsByDay, countsByPurpose } from './store/counts.ts'
import { findEntries } from './store/journal.ts'
import { findOutbox, linksOf, nodeRow, reachOf, retryFailed } from './store/network.ts'

const START = Date.parse('2026-03-01T00:00:00.000Z')
const MINUTE_MS = 60_000
const at = (minutes: number) => new Date(START + minutes * MINUTE_MS)
const address = { network: 'euromed', own: 'esp' }
let database: Database

interface Said {
  readonly event: string
  readonly actor?: string
  readonly subject?: string
  readonly outcome?: string
  readonly detail?: Record<string, string | null>
}

async function write(minutes: number, { event, actor = 'o1', subject = 'none', outcome = 'done', detail = {} }: Said): Promise<string> {
  const id = uuidv7(at(minutes).getTime(), randomBytes(10))
  const row = utf8(canonicalJson({ id, at: at(minutes).toISOString(), outcome, event, actor, subject, detail } as unknown as Json))
  const nonce = new Uint8Array(randomBytes(32))
  await database.transaction((writing) =>
    writing.run(sql`insert into journal_entry (id, at, event, network, actor, subject, outcome, row, nonce, entry)
      values (${id}, ${at(minutes)}, ${event}, null, ${actor}, ${subject}, ${outcome}, ${row}, ${nonce}, ${entryOf(nonce, row)})`),
  )
  return id
}

beforeAll(async () => {
  database = await openEmbedded('memory')
  await migrate(database, [
    { name: 'vault', migrations: vaultMigrations },
    { name: 'kernel', migrations: readMigrations(new URL('../../kernel/migrations/', import.meta.url)) },
    { name: 'officer-accounts', migrations: readMigrations(OFFICER_MIGRATIONS) },
    { name: 'oversight', migrations: readMigrations(oversight.migrations) },
  ])
})
afterAll(() => database.close())

describe('entries', () => {
  const door = { session: 's', member: 'esp', unit: 'spoc', purpose: 'investigation' }
  beforeAll(async () => {
    for (let i = 0; i < 30; i++) await write(i, { event: 'registers.read-one', detail: i % 3 === 0 ? { ...door, unit: 'border' } : door })
    await write(40, { event: 'registers.change-one', actor: 'o2', outcome: 'refused', detail: { ...door, code: 'access.denied' } })
    await write(41, { event: 'registers.read-one', detail: { ...door, member: 'and' } })
    await write(42, { event: 'post.received', actor: 'mar', detail: { type: 'exchange.request.v1' } })
    await write(43, { event: 'registers.erased', detail: { unit: 'spoc', member: 'esp' } })
  })
  const period = { from: at(0), to: at(60) }
  const find = (filter: object, limit = 200, before?: string) => findEntries(database, { period, member: 'esp', ...filter }, before, limit)

  test('of a period come newest first, page by page, each once', async () => {
    const seen: string[] = []
    let before: string | undefined
    for (let i = 0; i < 10; i++) {
      const { rows, total } = await find({}, 7, before)
      expect(total).toBe(33)
      seen.push(...rows.map(({ id }) => id))
      before = rows.at(-1)?.id
      if (rows.length < 7) break
    }
    expect(seen).toHaveLength(33)
    expect([...seen].sort().reverse()).toEqual(seen)
  })

  test('are cut by time, event, actor and outcome', async () => {
    expect((await find({ period: { from: at(5), to: at(8) } })).rows.map((one) => one.at)).toEqual([at(7), at(6), at(5)])
    expect((await find({ event: 'registers.' })).total).toBe(32)
    expect((await find({ event: 'registers.re' })).total).toBe(30)
    expect((await find({ event: '%' })).total).toBe(0)
    expect((await find({ actor: 'o2' })).total).toBe(1)
    expect((await find({ outcome: 'refused' })).rows[0]?.event).toBe('registers.change-one')
  })

  test('of another member of this node are not shown, those that name none are', async () => {
    const { rows } = await find({})
    expect(rows.some((one) => one.at.getTime() === at(41).getTime())).toBe(false)
    expect(rows.some((one) => one.event === 'post.received')).toBe(true)
  })

  test('for a supervisor are those of the own unit that passed the door for people', async () => {
    const { rows, total } = await find({ unit: 'spoc' })
    expect(total).toBe(21)
    expect(rows.some((one) => one.event === 'post.received' || one.event === 'registers.erased')).toBe(false)
    expect((await find({ unit: 'border' })).total).toBe(10)
    expect((await find({ unit: 'spoc"' })).total).toBe(0)
  })

  test('are counted by day and purpose, once, however often the duty runs', async () => {
    const ids = await database.many<{ id: string }>(sql`select id from journal_entry order by id`)
    await database.transaction(async (writing) => {
      for (const [i, { id }] of ids.entries()) await writing.run(sql`update journal_entry set log = 1, sequence = ${i} where id = ${id}`)
      await writing.run(sql`update journal_head set size = ${ids.length}`)
    })
    const moved: number[] = []
    for (let i = 0; i < 6; i++) moved.push(await database.transaction((writing) => countEntries(writing, at(60), 10)))
    expect(moved).toEqual([10, 10, 10, 4, 0, 0])
    const days = await countsByDay(database, { period, member: 'esp', event: 'registers.' }, 100)
    expect(days).toEqual([
      { day: '2026-03-01', event: 'registers.change-one', outcome: 'refused', type: '', count: 1 },
      { day: '2026-03-01', event: 'registers.erased', outcome: 'done', type: '', count: 1 },
      { day: '2026-03-01', event: 'registers.read-one', outcome: 'done', type: '', count: 30 },
    ])
    expect(await countsByPurpose(database, { period, member: 'esp', unit: 'border' }, 100)).toEqual([
      { event: 'registers.read-one', purpose: 'investigation', count: 10 },
    ])
    expect(await countsByDay(database, { period, member: 'esp', event: 'post.' }, 100)).toEqual([
      { day: '2026-03-01', event: 'post.received', outcome: 'done', type: 'exchange.request.v1', count: 1 },
    ])
  })
})

describe('links', () => {
  beforeAll(async () => {
    await database.transaction(async (writing) => {
      await writing.run(sql`insert into node_state (name, value) values ('epoch', ${{ epoch: 'e2' }}::jsonb)`)
      await writing.run(
        sql`insert into correspondent (network, own, partner, heard_at, received_through, highest_seen, gap_since) values ('euromed', 'esp', 'mar', ${at(0)}, 4, 9, ${at(1)})`,
      )
      await writing.run(sql`insert into correspondent (network, own, partner) values ('euromed', 'esp', 'fra'), ('netcop', 'esp', 'sen')`)
      const add = (sequence: number, state: string, took_s: number, epoch = 'e2') =>
        writing.run(sql`insert into outbox (network, own, partner, id, epoch, sequence, type, digest, slot, sealed, blobs, state, queued_at, settled_at)
          values ('euromed', 'esp', 'mar', ${uuidv7(at(sequence).getTime(), randomBytes(10))}, ${epoch}, ${sequence}, 'exchange.request.v1', ${new Uint8Array(32)}, 1, ${new Uint8Array(1)}, '{}', ${state},
            ${at(sequence)}, ${state === 'waiting' || state === 'held' ? null : new Date(at(sequence).getTime() + took_s * 1_000)})`)
      for (let i = 1; i <= 250; i++) await add(i, 'delivered', i <= 50 ? 1_000 : i % 2 === 0 ? 1 : 3)
      for (let i = 251; i <= 260; i++) await add(i, i === 255 ? 'held' : 'waiting', 0)
      for (let i = 1; i <= 5; i++) await add(i, 'delivered', 9_000, 'e1')
    })
  })

  test('state what waits, the gap, and the median of the last 200 receipts of this epoch', async () => {
    const rows = await linksOf(database, [address])
    expect(rows.map(({ partner }) => partner)).toEqual(['fra', 'mar'])
    expect(rows[0]).toMatchObject({ waiting: 0, held: 0, oldest_waiting_at: null, median_ms: null, receipts_counted: 0 })
    expect(rows[1]).toMatchObject({
      waiting: 9,
      held: 1,
      oldest_waiting_at: at(251),
      median_ms: 2_000,
      receipts_counted: 200,
      received_through: 4,
      highest_seen: 9,
      gap_since: at(1),
    })
    expect((await reachOf(database, [address])).find(({ partner }) => partner === 'mar')).toMatchObject({
      oldest_waiting_at: at(251),
      heard_at: at(0),
    })
  })

  test('list the outbox by state and page', async () => {
    const first = await findOutbox(database, { addresses: [address], states: ['waiting', 'held'] }, undefined, 6)
    expect(first).toMatchObject({ total: 10, total_capped: false })
    const last = first.rows.at(-1)!
    const second = await findOutbox(
      database,
      { addresses: [address], states: ['waiting', 'held'] },
      { id: last.id, partner: last.partner },
      6,
    )
    expect([...first.rows, ...second.rows].map(({ sequence }) => sequence)).toEqual([260, 259, 258, 257, 256, 255, 254, 253, 252, 251])
    expect((await findOutbox(database, { addresses: [{ network: 'netcop', own: 'esp' }], states: ['waiting'] }, undefined, 6)).total).toBe(
      0,
    )
  })

  test('put failed mail back in line, and leave alone what nothing here could apply', async () => {
    const ids = [uuidv7(START, randomBytes(10)), uuidv7(START, randomBytes(10)), uuidv7(START, randomBytes(10))]
    const standings = ['failed', 'unknown-type', 'applied']
    await database.transaction(async (writing) => {
      for (const [i, id] of ids.entries()) {
        await writing.run(sql`insert into inbox (network, own, partner, id, epoch, sequence, type, digest, slot, sealed, standing, received_at, receipt)
          values ('euromed', 'esp', 'mar', ${id}, 'e9', ${i}, 'x.y.v1', ${new Uint8Array(32)}, 1, ${new Uint8Array(1)}, ${standings[i]!}, ${at(0)}, 'r')`)
      }
    })
    expect(await nodeRow(database)).toMatchObject({ epoch: 'e2', failed: 1, unknown_type: 1 })
    expect(await database.transaction((writing) => retryFailed(writing, { ...address, partner: 'fra' }, ids))).toEqual([])
    expect(await database.transaction((writing) => retryFailed(writing, { ...address, partner: 'mar' }, ids))).toEqual([{ id: ids[0] }])
    expect(await database.many(sql`select standing from inbox where id = ${ids[1]!}`)).toEqual([{ standing: 'unknown-type' }])
  })
})
