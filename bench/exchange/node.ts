/** A node process of the exchange benchmark: on `go N` says N messages to its partner and tells when each stage is done. */
import { createInterface } from 'node:readline'
import { sql } from '#kernel/database/sql.ts'
import { readConfig } from '#main/config.ts'
import { serve } from '#main/serve.ts'
import { drill, drillTypes } from '../../test/federation/drill/index.ts'

const [configPath, partner] = process.argv.slice(2) as [string, string]
const config = readConfig(configPath)
const running = await serve(config, { capabilities: [drill], further_types: drillTypes, report: () => {} })
const { node, door } = running
const { network, member } = config.memberships[0]!
const caller = {
  officer: { id: 'bench', name: 'bench', member, unit: 'spoc', roles: [], clearance: 2 as const, language: 'en' as const },
  session: 'bench',
  purpose: null,
  place: null,
  channel: 'api' as const,
}
const AT_ONCE = 16
const TEXT = 'x'.repeat(1_000)
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)

createInterface({ input: process.stdin }).on('line', async (line) => {
  const [command, countText] = line.split(' ')
  if (command === 'stop') {
    await running.close()
    process.exit(0)
  }
  const count = Number(countText)
  const { before } = await node.database.one<{ before: number }>(sql`select count(*) as before from outbox where state = 'delivered'`)
  const cpu = process.cpuUsage()
  const began = performance.now()
  let next = 0
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (next < count) await door.perform('drill.say', { network, to: [partner], number: ++next, text: TEXT }, caller)
    }),
  )
  const said_ms = performance.now() - began
  for (;;) {
    const { delivered } = await node.database.one<{ delivered: number }>(
      sql`select count(*) as delivered from outbox where state = 'delivered'`,
    )
    if (delivered - before >= count) break
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  const used = process.cpuUsage(cpu)
  say({ count, said_ms, delivered_ms: performance.now() - began, cpu_ms: (used.user + used.system) / 1000 })
})
say({ ready: true })
