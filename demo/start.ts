/** `npm start`: the demonstration network, five node processes on this machine, all records synthetic. */
import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { lockFolder } from '#kernel/database/folder-lock.ts'
import { databaseFolder } from '#main/folders.ts'
import { pagesAreStale, programFile } from './build.ts'
import { CAST, DEMO_PASSWORD, NETWORK } from './cast.ts'
import type { DemoNetwork, DemoNode } from './network-file.ts'

const { values } = parseArgs({
  options: {
    /** Where the network lives. */
    folder: { type: 'string' },
    /** Added to every port. */
    offset: { type: 'string' },
    /** A fraction of the records, for tests. */
    scale: { type: 'string' },
    /** Serves the interface for programs only. */
    'no-pages': { type: 'boolean' },
    /** Forget what was there. */
    fresh: { type: 'boolean' },
  },
})

if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(
    `Portolan needs Node 24, this is ${process.versions.node}. On Linux x64 and arm64 "npm ci" brings it along: run "npm start". Elsewhere install Node 24 first.`,
  )
  process.exit(1)
}

const root = join(import.meta.dirname, '..')
const base = values.folder ?? join(root, 'var', 'demo')
const offset = Number(values.offset ?? 0)
const scale = Number(values.scale ?? 1)
const began = Date.now()
const seconds = () => ((Date.now() - began) / 1000).toFixed(1)
const say = (who: string, what: string) => console.log(`  ${seconds().padStart(6)} s  ${who.padEnd(7)}  ${what}`)
const children = new Set<ChildProcess>()
let stopping = false

mkdirSync(base, { recursive: true })
const held = holdFolder()
const first = values.fresh === true || !existsSync(join(base, 'founded'))
process.once('SIGINT', () => stop(0))
process.once('SIGTERM', () => stop(0))

console.log(
  `\n  Portolan demonstration network: every record and every person in it is synthetic.\n  ${first ? 'First start: keys, databases and registers are being made, which takes about a minute.' : 'Starting.'}\n`,
)
try {
  const [program] = await Promise.all([build(), first ? foundNetwork() : undefined])
  const nodes = await Promise.all(CAST.map(({ id }) => startNode(id, program)))
  await finish(nodes)
} catch (failure) {
  if (!stopping) console.error(`\n  ${failure instanceof Error ? failure.message : String(failure)}\n`)
  stop(1)
}

/** One network a folder: a second start says so and changes nothing. */
function holdFolder() {
  try {
    return lockFolder(base)
  } catch (failure) {
    const by = /by process \d+/.exec(String(failure))?.[0]
    console.error(
      `\n  The demonstration network in ${base} runs already${by ? `, started ${by}` : ''}. Open http://127.0.0.1:${CAST[0]!.port + offset}, or stop it with Ctrl+C where it runs.\n  To start another one beside it: npm start -- --folder var/second --offset 100\n`,
    )
    return process.exit(1)
  }
}

/** Builds the pages and the nodes' program where they are missing or older than their sources; answers the program. */
async function build(): Promise<string> {
  const program = programFile()
  const pages = !values['no-pages'] && pagesAreStale()
  const wanted = [...(pages ? ['pages'] : []), ...(existsSync(program) ? [] : ['program'])]
  if (wanted.length === 0) return program
  const what = wanted.map((one) => (one === 'pages' ? 'the pages' : "the nodes' program")).join(' and ')
  say('', `building ${what}`)
  await ended(run(join(import.meta.dirname, 'build.ts'), wanted), `${what} could not be built`)
  say('', `built ${what}`)
  return program
}

/** Keys, genesis, configurations and empty databases. A first start that was cut off is begun anew, not continued. */
async function foundNetwork() {
  for (const name of readdirSync(base)) if (name !== 'lock' && name !== 'holder') rmSync(join(base, name), { recursive: true, force: true })
  const model = join(base, 'model')
  const making = ended(run(join(import.meta.dirname, 'cluster.ts'), [model]), 'an empty database could not be made')
  const { found } = await import('./found.ts')
  const members = CAST.map(({ id, name, kind, port }) => ({
    id,
    name,
    kind,
    officers_port: port + offset,
    partners_port: port + offset + 1,
  }))
  found(base, NETWORK, members, true)
  await making
  for (const { id } of CAST) cpSync(model, databaseFolder(join(base, id)), { recursive: true })
  rmSync(model, { recursive: true })
  say('', 'keys and empty databases')
}

/** Resolves when the node is ready to be used by a person. */
function startNode(id: string, program: string): Promise<DemoNode> {
  return new Promise((resolve, reject) => {
    const child = run(program, [join(base, `${id}.json`), String(scale)])
    const log: string[] = []
    createInterface({ input: child.stderr! }).on('line', (line) => {
      log.push(line)
      if (log.length > 200) log.shift()
    })
    createInterface({ input: child.stdout! }).on('line', (line) => {
      const said = JSON.parse(line) as { progress?: string; ready?: DemoNode }
      if (said.progress) say(id, said.progress)
      if (said.ready) resolve(said.ready)
    })
    // one node going down is part of the demonstration once all are up
    child.once('exit', (code, signal) => {
      const what = `The node of ${id} ended (${code ?? signal}).`
      if (!stopping) console.error(`\n  ${what}`)
      reject(new Error(reasonOf(log) ?? `${what}\n${log.slice(-20).join('\n')}`))
    })
  })
}

/** What most often keeps a node from starting, in words. */
function reasonOf(log: readonly string[]): string | undefined {
  const text = log.join('\n')
  const taken = /EADDRINUSE[^\n]*:(\d+)/.exec(text)?.[1]
  if (taken) return `Port ${taken} is taken by another program. Stop that, or choose other ports: npm start -- --offset 100`
  const holder = /the folder \S+ is in use by process (\d+)/.exec(text)?.[1]
  if (holder) return `A node of an earlier start still runs, as process ${holder}. Stop it first: kill ${holder}`
  return undefined
}

async function finish(nodes: readonly DemoNode[]) {
  if (first) {
    const { openCases } = await import('./cases.ts')
    await openCases({ nodes })
    writeFileSync(join(base, 'founded'), `${new Date().toISOString()}\n`)
  }
  const file = join(base, 'network.json')
  writeFileSync(`${file}.new`, `${JSON.stringify({ nodes } satisfies DemoNetwork, null, 2)}\n`, { mode: 0o600 })
  renameSync(`${file}.new`, file)
  console.log(`\n  Ready after ${seconds()} s. Open a node and choose an officer; one click signs in, here and only here.\n`)
  for (const { name, url, officers } of nodes) console.log(`    ${name.padEnd(28)} ${url}   ${officers[0]!.name}, ${officers[1]!.name} …`)
  console.log(
    `\n  With a password instead: desk, front, analyst, supervisor, protection or administrator; "${DEMO_PASSWORD}"; the code's secret stands in ${join(base, 'ID', 'demo.json')}\n  The story in five minutes: README.md. Ctrl+C stops the network.\n`,
  )
  if (first) {
    await showPicture(nodes)
    await showTeam(nodes)
  }
}

/** After the network is ready, so that nobody waits for it: what it shows needs three nodes to answer each other. */
async function showTeam(nodes: readonly DemoNode[]) {
  const { foundTeams } = await import('./teams.ts')
  try {
    await foundTeams({ nodes })
    say('', 'a joint team of Spain, Morocco and France is at work (invented)')
  } catch (failure) {
    if (!stopping) say('', `the joint team could not be shown: ${failure instanceof Error ? failure.message : String(failure)}`)
  }
}

/** Published totals and invented seizures: after the network is ready as well. */
async function showPicture(nodes: readonly DemoNode[]) {
  const picture = await import('./picture.ts')
  try {
    await picture.showPicture({ nodes })
    say('', 'monthly totals of Frontex and IOM, and invented seizures of three members, are in the picture')
  } catch (failure) {
    if (!stopping) say('', `the picture could not be shown: ${failure instanceof Error ? failure.message : String(failure)}`)
  }
}

/** A process of this Node that ends when this one does, however that ends. */
function run(program: string, args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, [program, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // what was compiled once is not compiled again, five times over
    env: { ...process.env, NODE_COMPILE_CACHE: join(root, 'var', 'compiled') },
  })
  children.add(child)
  child.once('exit', () => children.delete(child))
  return child
}

function ended(child: ChildProcess, otherwise: string): Promise<void> {
  const log: string[] = []
  for (const stream of [child.stdout!, child.stderr!]) createInterface({ input: stream }).on('line', (line) => log.push(line))
  return new Promise((resolve, reject) =>
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${otherwise}:\n${log.slice(-20).join('\n')}`)))),
  )
}

function stop(code: number) {
  if (stopping) return
  stopping = true
  for (const child of children) child.kill('SIGTERM')
  const forced = setTimeout(() => process.exit(code), 15_000)
  void Promise.all([...children].map((child) => new Promise((resolve) => child.once('exit', resolve)))).then(() => {
    clearTimeout(forced)
    held.release()
    process.exit(code)
  })
}
