/** A node process that says numbers to a partner until its share is said, no further than a file allows; every acknowledged one is noted outside the database. */
import { appendFileSync, readFileSync } from 'node:fs'
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
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
// after a restore it is known what was said once the partner has given it back
for (;;) {
  const { open } = await node.database.one<{ open: number }>(
    sql`select (select count(*) from correspondent where restoring) + (select count(*) from outbox_unapplied) as open`,
  )
  if (open === 0) break
  await pause(100)
}
// and what was acknowledged and is gone is not said again under another id
const acknowledged = join(config.folder, 'acknowledged.log')
const noted = lineNumbers(acknowledged)
const done = new Set(
  (await node.database.many<{ number: number }>(sql`select number from drill_effect where direction = 'sent' limit 1000000`)).map(
    ({ number }) => number,
  ),
)
for (const number of noted) done.add(number)
const limit = () => lineNumbers(join(config.folder, '..', 'say-until'))[0] ?? 0
let allowed = limit()
const lanes = Array.from({ length: AT_ONCE }, (_, lane) => lane)
await Promise.all(
  lanes.map(async (lane) => {
    for (let number = 1; number <= Number(countText); number++) {
      if ((number % CASES) % AT_ONCE !== lane || done.has(number)) continue
      for (; number > allowed; allowed = limit()) await pause(50)
      await door.perform('drill.say', { network, to: [partner], number, case: caseId(number), text: 'x'.repeat(number % 500) }, caller)
      appendFileSync(acknowledged, `${number}\n`)
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
  const { said } = await node.database.one<{ said: number }>(sql`select count(*) as said from drill_effect where direction = 'sent'`)
  process.stdout.write(`state ${waiting} ${kept} ${received} ${loose} ${said}\n`)
}, 300)
process.once('SIGTERM', () => {
  clearInterval(looking)
  setTimeout(() => void running.close().then(() => process.exit(0)), 400)
})

/** One number a line; none where there is no file. A line that a kill cut short is no number that was acknowledged. */
function lineNumbers(path: string): number[] {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    return []
  }
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter(Boolean)
    .map(Number)
}
