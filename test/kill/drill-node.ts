/** A node process that says numbers to a partner until its share is said; every acknowledged one is noted outside the database. */
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from '#kernel/database/sql.ts'
import { readConfig } from '#main/config.ts'
import { serve } from '#main/serve.ts'
import { drill, drillTypes } from '../federation/drill/index.ts'

const [configPath, partner, countText] = process.argv.slice(2) as [string, string, string]
const CASES = 40
const AT_ONCE = 8

const config = readConfig(configPath)
const running = await serve(config, {
  capabilities: [drill],
  further_types: drillTypes,
  report: (event, fields) => {
    // a failure of the node itself is what the test is after; what the kills do to the wire is not
    if (process.env.PORTOLAN_REPORT || event.endsWith('.failed')) console.error(config.id, event, fields?.inside)
  },
})
const { node, door } = running
const own = config.memberships[0]!.member
const network = config.memberships[0]!.network
const { last } = await node.database.one<{ last: number | null }>(
  sql`select max(number) as last from drill_effect where direction = 'sent'`,
)
process.stdout.write(`ready ${last ?? 0}\n`)

// numbers of one case go one after the other, so that their order is the sender's; cases go side by side
const caller = {
  officer: { id: 'drill', name: 'drill', member: own, unit: 'spoc', roles: [], clearance: 2 as const, language: 'en' as const },
  session: 'drill',
  purpose: null,
  place: null,
  channel: 'api' as const,
}
const caseId = (number: number) => `0190a000-0000-7000-8000-${String(number % CASES).padStart(12, '0')}`
const done = new Set(
  (await node.database.many<{ number: number }>(sql`select number from drill_effect where direction = 'sent' limit 1000000`)).map(
    ({ number }) => number,
  ),
)
const lanes = Array.from({ length: AT_ONCE }, (_, lane) => lane)
await Promise.all(
  lanes.map(async (lane) => {
    for (let number = 1; number <= Number(countText); number++) {
      if ((number % CASES) % AT_ONCE !== lane || done.has(number)) continue
      await door.perform('drill.say', { network, to: [partner], number, case: caseId(number), text: 'x'.repeat(number % 500) }, caller)
      appendFileSync(join(config.folder, 'acknowledged.log'), `${number}\n`)
    }
  }),
)
process.stdout.write('said all\n')

const looking = setInterval(async () => {
  const { waiting } = await node.database.one<{ waiting: number }>(sql`select count(*) as waiting from outbox where state <> 'delivered'`)
  const { kept } = await node.database.one<{ kept: number }>(sql`select count(*) as kept from inbox where standing <> 'applied'`)
  const { received } = await node.database.one<{ received: number }>(
    sql`select count(*) as received from drill_effect where direction = 'received'`,
  )
  const { loose } = await node.database.one<{ loose: number }>(sql`select count(*) as loose from journal_entry where sequence is null`)
  process.stdout.write(`state ${waiting} ${kept} ${received} ${loose}\n`)
}, 300)
process.once('SIGTERM', () => {
  clearInterval(looking)
  setTimeout(() => void running.close().then(() => process.exit(0)), 400)
})
