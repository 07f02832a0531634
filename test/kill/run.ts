/**
 * The kill test: two node processes tell each other numbers while SIGKILL strikes either at random instants.
 * `node test/kill/run.ts [--kills 200] [--messages 10000] [--seed N] [--engine embedded|postgresql] [--restore]`
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { found } from '../../demo/found.ts'
import { temporaryPostgresql } from '../storage/postgresql.ts'
import { compare, isWhole } from './compare.ts'

const { values } = parseArgs({
  options: {
    kills: { type: 'string' },
    messages: { type: 'string' },
    seed: { type: 'string' },
    engine: { type: 'string' },
    quiet: { type: 'boolean' },
  },
})
const kills = Number(values.kills ?? 200)
const messages = Number(values.messages ?? 10_000)
const seed = Number(values.seed ?? Date.now() % 1_000_000)
const engine = values.engine ?? 'embedded'
const each = Math.ceil(messages / 2)
const LIMIT_MS = 60 * 60_000

let state = seed >>> 0 || 1
const chance = () => {
  // xorshift32: the instants follow from the seed alone
  state ^= state << 13
  state ^= state >>> 17
  state ^= state << 5
  return (state >>> 0) / 2 ** 32
}

interface Side {
  readonly id: string
  readonly partner: string
  process: ChildProcess | undefined
  ready: boolean
  quiet: boolean
  starts: number
}

const base = mkdtempSync(join(tmpdir(), 'portolan-kill-'))
const server = engine === 'postgresql' ? await temporaryPostgresql() : undefined
if (engine === 'postgresql' && !server) {
  console.log('not run: no PostgreSQL on this machine')
  process.exit(process.env.CI ? 1 : 0)
}
const port = 21_000 + (process.pid % 2_000) * 4
const configs = found(base, { id: 'drill', title: 'Drill' }, [
  {
    id: 'esp',
    name: 'Spain',
    kind: 'state',
    officers_port: port,
    partners_port: port + 1,
    ...(server && { database_url: await server.url('kill_esp') }),
  },
  {
    id: 'mar',
    name: 'Morocco',
    kind: 'state',
    officers_port: port + 2,
    partners_port: port + 3,
    ...(server && { database_url: await server.url('kill_mar') }),
  },
])
const sides: Side[] = [
  { id: 'esp', partner: 'mar', process: undefined, ready: false, quiet: false, starts: 0 },
  { id: 'mar', partner: 'esp', process: undefined, ready: false, quiet: false, starts: 0 },
]

function start(side: Side) {
  side.ready = false
  side.quiet = false
  side.starts++
  const child = spawn(process.execPath, [join(import.meta.dirname, 'drill-node.ts'), configs[side.id]!, side.partner, String(each)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  side.process = child
  child.stdout!.setEncoding('utf8').on('data', (text: string) => {
    for (const line of text.split('\n')) {
      if (line.startsWith('ready')) side.ready = true
      const numbers = /^state (\d+) (\d+) (\d+) (\d+)$/.exec(line)?.slice(1).map(Number)
      if (numbers) side.quiet = numbers[0] === 0 && numbers[1] === 0 && numbers[2] === each && numbers[3] === 0
    }
  })
  child.once('exit', (code, signal) => {
    if (side.process !== child) return
    side.process = undefined
    if (signal !== 'SIGKILL' && code !== 0) {
      console.error(`${side.id} ended by itself: ${code ?? signal}`)
      process.exitCode = 1
    }
  })
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const began = Date.now()
let struck = 0
const instants: string[] = []
console.log(JSON.stringify({ engine, seed, kills, messages }))
sides.forEach(start)
while (Date.now() - began < LIMIT_MS && !process.exitCode) {
  if (struck >= kills) {
    if (sides.every(({ quiet, process: child }) => quiet && child)) break
    for (const side of sides) if (!side.process) start(side)
    await pause(100)
    continue
  }
  const side = sides[chance() < 0.5 ? 0 : 1]!
  // one in four strikes a start; the others some instant of the traffic
  if (chance() < 0.25) await pause(chance() * 1_500)
  else {
    for (let i = 0; i < 600 && side.process && !side.ready; i++) await pause(50)
    await pause(chance() * 1_200)
  }
  const { process: child } = side
  if (!child) {
    start(side)
    continue
  }
  const phase = side.ready ? 'serving' : 'starting'
  child.kill('SIGKILL')
  await new Promise((resolve) => (child.exitCode === null && child.signalCode === null ? child.once('exit', resolve) : resolve(undefined)))
  struck++
  instants.push(`${Date.now() - began}ms ${side.id} ${phase}`)
  start(side)
}
for (const { process: child } of sides) {
  if (!child) continue
  child.kill('SIGTERM')
  await new Promise((resolve) => child.once('exit', resolve))
}
if (!values.quiet) console.log(instants.join('\n'))
const comparison = await compare([configs.esp!, configs.mar!])
console.log(JSON.stringify(comparison, null, 2))
const whole = Object.values(comparison).every((one) => isWhole(one, each))
const verified = ['esp', 'mar'].map((id) => {
  try {
    execFileSync(process.execPath, [join(import.meta.dirname, '../../src/main/cli.ts'), 'journal', 'verify', '--config', configs[id]!], {
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    return true
  } catch {
    return false
  }
})
const fine = whole && verified.every(Boolean) && struck >= kills
console.log(
  JSON.stringify({
    engine,
    seed,
    kills: struck,
    while_starting: instants.filter((line) => line.endsWith('starting')).length,
    messages: each * 2,
    seconds: Math.round((Date.now() - began) / 1000),
    whole,
    journals_verified: verified.every(Boolean),
  }),
)
await server?.stop()
if (fine) rmSync(base, { recursive: true, force: true })
else console.error(`kept for a look: ${base}`)
process.exitCode = fine ? 0 : 1
