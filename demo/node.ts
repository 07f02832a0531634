/** One node process of the demonstration: serves, and at its first start fills its registers. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readConfig } from '#main/config.ts'
import { serve } from '#main/serve.ts'
import { CAST } from './cast.ts'
import type { Seeded } from './seed.ts'

const [configPath, scaleText] = process.argv.slice(2) as [string, string]
const config = readConfig(configPath)
const member = CAST.find(({ id }) => id === config.id)!
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)
const running = await serve(config)
const stop = () => void running.close().then(() => process.exit(0))
process.once('SIGTERM', stop)
process.once('SIGINT', () => undefined)
// who started it is gone, without a word perhaps
if (process.channel) process.once('disconnect', stop)

const file = join(config.folder, 'demo.json')
let seeded: Seeded
if (existsSync(file)) seeded = JSON.parse(readFileSync(file, 'utf8')) as Seeded
else {
  const { seed } = await import('./seed.ts')
  seeded = await seed(running, member, Number(scaleText), (progress) => say({ progress }))
  writeFileSync(file, JSON.stringify(seeded, null, 2), { mode: 0o600 })
}
await running.warm()
say({ progress: 'ready' })
say({
  ready: {
    id: config.id,
    name: config.name,
    url: running.officers_url,
    officers: seeded.officers.map(({ name, role, token }) => ({ name, role, token })),
  },
})
