/** Compares, from two databases at rest, what was said, received and effected between two drill nodes; nothing of the nodes' own code decides. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase } from '#kernel/database/open.ts'
import type { Database } from '#kernel/database/port.ts'
import { sql } from '#kernel/database/sql.ts'
import type { NodeConfig } from '#main/config.ts'
import { databaseFolder } from '#main/open-node.ts'

export interface Comparison {
  readonly said: number
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
async function direction(from: Database, to: Database, acknowledged: ReadonlySet<number>): Promise<Comparison> {
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
  const orderOf = (effects: readonly Effect[]) => Map.groupBy(effects, ({ case_id }) => case_id)
  const saidOrder = orderOf(said)
  const disordered = [...orderOf(heard)].filter(
    ([about, effects]) => effects.map(({ id }) => id).join() !== (saidOrder.get(about) ?? []).map(({ id }) => id).join(),
  )
  return {
    said: said.length,
    acknowledged: acknowledged.size,
    acknowledged_lost: [...acknowledged].filter((number) => !saidNumbers.has(number)).length,
    delivered: outbox.filter(({ state }) => state === 'delivered').length,
    received: inbox.length,
    effects: heard.length,
    lost:
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

export async function compare(configs: readonly [string, string]): Promise<Record<string, Comparison>> {
  const [a, b] = configs.map((path) => ({ ...(JSON.parse(readFileSync(path, 'utf8')) as NodeConfig), base: join(path, '..') })) as [
    NodeConfig & { base: string },
    NodeConfig & { base: string },
  ]
  const open = (config: NodeConfig & { base: string }) =>
    openDatabase(config.database_url ? { url: config.database_url } : { folder: databaseFolder(join(config.base, config.folder)) })
  const noted = (config: NodeConfig & { base: string }) =>
    new Set(
      readFileSync(join(config.base, config.folder, 'acknowledged.log'), 'utf8')
        .trim()
        .split('\n')
        .map(Number),
    )
  const [one, two] = [await open(a), await open(b)]
  try {
    return { [`${a.id} → ${b.id}`]: await direction(one, two, noted(a)), [`${b.id} → ${a.id}`]: await direction(two, one, noted(b)) }
  } finally {
    await one.close()
    await two.close()
  }
}

export const isWhole = (comparison: Comparison, expected: number): boolean =>
  comparison.said === expected &&
  comparison.effects === expected &&
  comparison.delivered === expected &&
  comparison.received === expected &&
  comparison.acknowledged_lost + comparison.lost + comparison.doubled + comparison.disordered_cases + comparison.receipts_unmatched === 0
