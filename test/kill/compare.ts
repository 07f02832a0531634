/** Compares, from two databases at rest, what was said, received and effected between two drill nodes; nothing of the nodes' own code decides. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase } from '#kernel/database/open.ts'
import type { Database } from '#kernel/database/port.ts'
import { sql } from '#kernel/database/sql.ts'
import type { NodeConfig } from '#main/config.ts'
import { databaseFolder } from '#main/open-node.ts'

/** What a node had said when its disk was lost, as its database told it once its process was dead. */
export interface Loss {
  readonly node: string
  readonly said: readonly { readonly id: string; readonly number: number; readonly delivered: boolean }[]
  /** Of these, what the back-up still knew. */
  readonly kept: ReadonlySet<string>
}

export interface Comparison {
  readonly said: number
  /** Said and not yet received by anybody when the disk was lost: nobody can give it back. */
  readonly gone_with_the_disk: number
  /** Of what was lost with the disk, how much the partner gave back. */
  readonly given_back: number
  readonly acknowledged: number
  readonly acknowledged_lost: number
  readonly delivered: number
  readonly received: number
  readonly effects: number
  readonly lost: number
  readonly doubled: number
  readonly disordered_cases: number
  readonly receipts_unmatched: number
}

interface Effect {
  readonly id: string
  readonly direction: string
  readonly case_id: string
  readonly number: number
}

/** From → to, one direction. */
async function direction(from: Database, to: Database, acknowledged: ReadonlySet<number>, loss?: Loss): Promise<Comparison> {
  const all = (database: Database) =>
    database.many<Effect>(sql`select id, direction, case_id, number from drill_effect order by position limit 1000000`)
  const said = (await all(from)).filter((effect) => effect.direction === 'sent')
  const heard = (await all(to)).filter((effect) => effect.direction === 'received')
  const outbox = await from.many<{ id: string; state: string; receipt: string | null; digest: Uint8Array }>(
    sql`select id, state, receipt, digest from outbox limit 1000000`,
  )
  const inbox = await to.many<{ id: string; receipt: string; digest: Uint8Array }>(sql`select id, receipt, digest from inbox limit 1000000`)
  const inboxById = new Map(inbox.map((row) => [row.id, row]))
  const heardIds = heard.map(({ id }) => id)
  const saidNumbers = new Set(said.map(({ number }) => number))
  const saidIds = new Set(said.map(({ id }) => id))
  // only what had no receipt when the disk was lost, and never came to the partner, may be missing
  const gone = (loss?.said ?? []).filter(
    ({ id, number, delivered }) => !delivered && !saidIds.has(id) && !inboxById.has(id) && !saidNumbers.has(number),
  )
  const goneNumbers = new Set(gone.map(({ number }) => number))
  const orderOf = (effects: readonly Effect[]) => Map.groupBy(effects, ({ case_id }) => case_id)
  const saidOrder = orderOf(said)
  const disordered = [...orderOf(heard)].filter(
    ([about, effects]) => effects.map(({ id }) => id).join() !== (saidOrder.get(about) ?? []).map(({ id }) => id).join(),
  )
  return {
    said: said.length,
    gone_with_the_disk: gone.length,
    given_back: (loss?.said ?? []).filter(({ id }) => !loss!.kept.has(id) && saidIds.has(id)).length,
    acknowledged: acknowledged.size,
    acknowledged_lost: [...acknowledged].filter((number) => !saidNumbers.has(number) && !goneNumbers.has(number)).length,
    delivered: outbox.filter(({ state }) => state === 'delivered').length,
    received: inbox.length,
    effects: heard.length,
    lost:
      (loss?.said ?? []).filter(({ id, delivered }) => (delivered || inboxById.has(id)) && !saidIds.has(id)).length +
      said.filter(({ id }) => !heardIds.includes(id) && !inboxById.has(id)).length +
      said.filter(({ id }) => inboxById.has(id)).length -
      new Set(heardIds).size,
    doubled: heardIds.length - new Set(heardIds).size + (said.length - new Set(said.map(({ number }) => number)).size),
    disordered_cases: disordered.length,
    receipts_unmatched: outbox.filter(({ id, receipt, digest }) => {
      const row = inboxById.get(id)
      return !row || row.receipt !== receipt || Buffer.compare(Buffer.from(row.digest), Buffer.from(digest)) !== 0
    }).length,
  }
}

const addressOf = (config: NodeConfig & { base: string }) =>
  config.database_url ? { url: config.database_url } : { folder: databaseFolder(join(config.base, config.folder)) }

const configAt = (path: string) => ({ ...(JSON.parse(readFileSync(path, 'utf8')) as NodeConfig), base: join(path, '..') })

/** What a node at rest has said, and whether it has a receipt for it. */
export async function saidBy(path: string): Promise<Pick<Loss, 'node' | 'said'>> {
  const config = configAt(path)
  const database = await openDatabase(addressOf(config))
  try {
    const said = await database.many<Loss['said'][number]>(sql`
      select e.id, e.number, coalesce(o.state = 'delivered', false) as delivered from drill_effect e left join outbox o on o.id = e.id
      where e.direction = 'sent' order by e.position limit 1000000`)
    return { node: config.id, said }
  } finally {
    await database.close()
  }
}

export async function compare(configs: readonly [string, string], loss?: Loss): Promise<Record<string, Comparison>> {
  const [a, b] = configs.map(configAt) as [ReturnType<typeof configAt>, ReturnType<typeof configAt>]
  const noted = (config: NodeConfig & { base: string }) =>
    new Set(
      readFileSync(join(config.base, config.folder, 'acknowledged.log'), 'utf8')
        .trim()
        .split('\n')
        .map(Number),
    )
  const [one, two] = [await openDatabase(addressOf(a)), await openDatabase(addressOf(b))]
  const ofNode = (id: string) => (loss?.node === id ? loss : undefined)
  try {
    return {
      [`${a.id} → ${b.id}`]: await direction(one, two, noted(a), ofNode(a.id)),
      [`${b.id} → ${a.id}`]: await direction(two, one, noted(b), ofNode(b.id)),
    }
  } finally {
    await one.close()
    await two.close()
  }
}

export const isWhole = (comparison: Comparison, expected: number): boolean =>
  comparison.said + comparison.gone_with_the_disk === expected &&
  comparison.effects === comparison.said &&
  comparison.delivered === comparison.said &&
  comparison.received === comparison.said &&
  comparison.acknowledged_lost + comparison.lost + comparison.doubled + comparison.disordered_cases + comparison.receipts_unmatched === 0
