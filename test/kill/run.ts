/**
 * The kill test: two node processes tell each other numbers while SIGKILL strikes either at random instants.
 * `node test/kill/run.ts [--kills 200] [--messages 10000] [--seed N] [--engine embedded|postgresql] [--restore]`
 *
 * With `--restore` a back-up of Spain is taken by the command line in the middle of the traffic; some hundreds of messages and kills later
 * SIGKILL strikes, its database is thrown away, the command line restores the back-up, and kills and traffic go on to their end.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { found } from '../../demo/found.ts'
import { databaseFolder } from '../../src/main/folders.ts'
import { temporaryPostgresql } from '../storage/postgresql.ts'
import { compare, isWhole, type Loss, saidBy } from './compare.ts'

const { values } = parseArgs({
  options: {
    kills: { type: 'string' },
    messages: { type: 'string' },
    seed: { type: 'string' },
    engine: { type: 'string' },
    quiet: { type: 'boolean' },
    restore: { type: 'boolean' },
  },
})
const kills = Number(values.kills ?? 200)
const messages = Number(values.messages ?? 10_000)
const seed = Number(values.seed ?? Date.now() % 1_000_000)
const engine = values.engine ?? 'embedded'
const each = Math.ceil(messages / 2)
const LIMIT_MS = 60 * 60_000
// shares of the traffic: the back-up is taken between the first two, the disk lost between the last two
const [BACKUP_AT, BACKUP_BY, LOSS_AT, LOSS_BY] = [0.2, 0.4, 0.55, 0.7]

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
  /** What it last said of itself once its share was said. */
  rest:
    | { readonly waiting: number; readonly kept: number; readonly received: number; readonly loose: number; readonly said: number }
    | undefined
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
  { id: 'esp', partner: 'mar', process: undefined, ready: false, rest: undefined, starts: 0 },
  { id: 'mar', partner: 'esp', process: undefined, ready: false, rest: undefined, starts: 0 },
]

function start(side: Side) {
  side.ready = false
  side.rest = undefined
  side.starts++
  const child = spawn(process.execPath, [join(import.meta.dirname, 'drill-node.ts'), configs[side.id]!, side.partner, String(each)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  side.process = child
  child.stdout!.setEncoding('utf8').on('data', (text: string) => {
    for (const line of text.split('\n')) {
      if (line.startsWith('ready')) side.ready = true
      const numbers = /^state (\d+) (\d+) (\d+) (\d+) (\d+)$/.exec(line)?.slice(1).map(Number) as [number, number, number, number, number]
      if (numbers) side.rest = { waiting: numbers[0], kept: numbers[1], received: numbers[2], loose: numbers[3], said: numbers[4] }
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
/** Nothing moves, and each has heard all that the other has said. */
const atRest = () =>
  sides.every(({ process: child, rest }, i) => {
    const other = sides[1 - i]!.rest
    return child && rest && other && rest.waiting + rest.kept + rest.loose === 0 && rest.received === other.said
  })

async function strike(side: Side, child: ChildProcess) {
  const phase = side.ready ? 'serving' : 'starting'
  child.kill('SIGKILL')
  await new Promise((resolve) => (child.exitCode === null && child.signalCode === null ? child.once('exit', resolve) : resolve(undefined)))
  struck++
  instants.push(`${Date.now() - began}ms ${side.id} ${phase}`)
  if (struck % 10 === 0)
    console.error(
      `${struck} of ${kills} kills, ${acknowledged('esp') + acknowledged('mar')} of ${each * 2} said, ${Math.round((Date.now() - began) / 1000)} s`,
    )
}

/** How far a node has come, by what it noted outside its database. */
function acknowledged(id: string): number {
  const path = join(base, id, 'acknowledged.log')
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').length - 1 : 0
}

/** Both nodes say numbers up to this one; more when it is raised. */
function allow(share: number) {
  const path = join(base, 'say-until')
  writeFileSync(`${path}.new`, `${Math.ceil(each * share)}\n`)
  renameSync(`${path}.new`, path)
}

const command = (program: string, ...args: string[]) =>
  execFileSync(process.execPath, [join(import.meta.dirname, program), ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
const CLI = '../../src/main/cli.ts'

/** Where a restore is asked for: its back-up while it serves, and the loss of its disk some hundred messages later. */
let saved: object | undefined
let loss: Loss | undefined

/** What is due of the restore; a strike is left to it, and some follow. */
async function restoring(spain: Side): Promise<void> {
  if (!saved && acknowledged('esp') >= each * BACKUP_AT && spain.process && spain.ready) {
    const recipient = command(CLI, 'keys', 'backup', '--to', join(base, 'backup-key')).trim()
    const told = command(CLI, 'backup', '--config', configs.esp!, '--to', join(base, 'saved'), '--recipient', recipient)
    saved = JSON.parse(told) as object
    console.log(JSON.stringify({ backup: saved, acknowledged: acknowledged('esp'), at_ms: Date.now() - began }))
    allow(LOSS_BY)
  } else if (saved && !loss && acknowledged('esp') >= each * LOSS_AT && struck >= kills / 3 && spain.process) {
    await pause(chance() * 1_000)
    await strike(spain, spain.process)
    const { node, said } = await saidBy(configs.esp!)
    if (server) await emptied((JSON.parse(readFileSync(configs.esp!, 'utf8')) as { database_url: string }).database_url)
    else rmSync(databaseFolder(join(base, 'esp')), { recursive: true })
    const told = command('restore.ts', '--config', configs.esp!, '--from', join(base, 'saved'), '--identity', join(base, 'backup-key'))
    const kept = new Set((await saidBy(configs.esp!)).said.map(({ id }) => id))
    loss = { node, said, kept }
    const undelivered = said.filter(({ delivered }) => !delivered).length
    console.log(
      JSON.stringify({ restore: JSON.parse(told), had_said: said.length, undelivered, back_up_knew: kept.size, at_ms: Date.now() - began }),
    )
    allow(1)
    start(spain)
  }
}

async function emptied(url: string) {
  const client = new pg.Client(url)
  await client.connect()
  await client.query('drop schema public cascade')
  await client.query('create schema public')
  await client.end()
}

const began = Date.now()
let struck = 0
const instants: string[] = []
console.log(JSON.stringify({ engine, seed, kills, messages, restore: values.restore ?? false }))
allow(values.restore ? BACKUP_BY : 1)
sides.forEach(start)
while (Date.now() - began < LIMIT_MS && !process.exitCode) {
  if (values.restore && !loss) await restoring(sides[0]!)
  if (struck >= kills || (values.restore && !loss && struck >= (kills * 2) / 3)) {
    if (struck >= kills && atRest()) break
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
  await strike(side, child)
  start(side)
}
for (const { process: child } of sides) {
  if (!child) continue
  child.kill('SIGTERM')
  await new Promise((resolve) => child.once('exit', resolve))
}
if (!values.quiet) console.log(instants.join('\n'))
const comparison = await compare([configs.esp!, configs.mar!], loss)
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
const fine = whole && verified.every(Boolean) && struck >= kills && (!values.restore || loss !== undefined)
console.log(
  JSON.stringify({
    engine,
    seed,
    kills: struck,
    while_starting: instants.filter((line) => line.endsWith('starting')).length,
    messages: each * 2,
    restored: loss !== undefined,
    seconds: Math.round((Date.now() - began) / 1000),
    whole,
    journals_verified: verified.every(Boolean),
  }),
)
await server?.stop()
if (fine) rmSync(base, { recursive: true, force: true })
else console.error(`kept for a look: ${base}`)
process.exitCode = fine ? 0 : 1
