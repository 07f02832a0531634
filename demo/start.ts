/** `npm start`: the demonstration network, five node processes on this machine, all records synthetic. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { databaseFolder } from '#main/open-node.ts'
import { openCases } from './cases.ts'
import { CAST, DEMO_PASSWORD, NETWORK } from './cast.ts'
import { found } from './found.ts'
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

if (values.fresh) rmSync(base, { recursive: true, force: true })
const first = !existsSync(join(base, 'founded'))
if (first) {
  // a first start that was cut off is begun anew, not continued
  rmSync(base, { recursive: true, force: true })
  mkdirSync(base, { recursive: true })
  found(
    base,
    NETWORK,
    CAST.map(({ id, name, kind, port }) => ({ id, name, kind, officers_port: port + offset, partners_port: port + offset + 1 })),
    true,
  )
}
if (!values['no-pages']) buildPages()
if (first) oneDatabaseForAll()

console.log(
  `\n  Portolan demonstration network: every record and every person in it is synthetic.\n  ${first ? 'First start: keys, databases and registers are being made.' : 'Starting.'}\n`,
)
const children: ChildProcess[] = []
let stopping = false
const stop = (code: number) => {
  if (stopping) return
  stopping = true
  for (const child of children) child.kill('SIGTERM')
  const forced = setTimeout(() => process.exit(code), 15_000)
  void Promise.all(
    children.map((child) =>
      child.exitCode === null && child.signalCode === null ? new Promise((resolve) => child.once('exit', resolve)) : undefined,
    ),
  ).then(() => {
    clearTimeout(forced)
    process.exit(code)
  })
}
process.once('SIGINT', () => stop(0))
process.once('SIGTERM', () => stop(0))

const nodes = await Promise.all(
  CAST.map(
    ({ id }) =>
      new Promise<DemoNode>((resolve, reject) => {
        const child = spawn(process.execPath, [join(import.meta.dirname, 'node.ts'), join(base, `${id}.json`), String(scale)], {
          stdio: ['ignore', 'pipe', 'pipe'],
          // what was compiled once is not compiled again, five times over
          env: { ...process.env, NODE_COMPILE_CACHE: join(root, 'var', 'compiled') },
        })
        children.push(child)
        const log: string[] = []
        createInterface({ input: child.stderr! }).on('line', (line) => {
          log.push(line)
          if (log.length > 200) log.shift()
        })
        createInterface({ input: child.stdout! }).on('line', (line) => {
          const said = JSON.parse(line) as { progress?: string; ready?: DemoNode }
          if (said.progress) console.log(`  ${seconds().padStart(6)} s  ${id}  ${said.progress}`)
          if (said.ready) resolve(said.ready)
        })
        child.once('exit', (code, signal) => {
          if (stopping) return
          console.error(`\n  The node of ${id} ended (${code ?? signal}).\n${log.slice(-20).join('\n')}`)
          reject(new Error(id))
          // one node going down is part of the demonstration once all are up
        })
      }),
  ),
).catch(() => {
  stop(1)
  return undefined
})

if (nodes) {
  if (first) {
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
}

/** Makes one empty, migrated database and copies it: the same bytes for every node, made once instead of five times. */
function oneDatabaseForAll() {
  const [model, ...others] = CAST
  const made = spawnSync(process.execPath, [join(root, 'src', 'main', 'cli.ts'), 'migrate', '--config', join(base, `${model!.id}.json`)], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, DATABASE_URL: '' },
  })
  if (made.status !== 0) throw new Error(made.stderr)
  for (const { id } of others) cpSync(databaseFolder(join(base, model!.id)), databaseFolder(join(base, id)), { recursive: true })
}

/** Builds the pages where they are missing or older than their sources. */
function buildPages() {
  const built = join(root, 'web', 'dist', 'index.html')
  const newest = spawnSync(
    'find',
    [join(root, 'web'), join(root, 'package-lock.json'), '-not', '-path', '*/dist/*', '-type', 'f', '-newer', built],
    { encoding: 'utf8' },
  )
  if (existsSync(built) && statSync(built).size > 0 && newest.status === 0 && newest.stdout.trim() === '') return
  console.log('  Building the pages …')
  const outcome = spawnSync(
    process.execPath,
    [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', join(root, 'web'), '--logLevel', 'warn'],
    { cwd: root, stdio: 'inherit' },
  )
  if (outcome.status !== 0) {
    console.error('  The pages could not be built.')
    process.exit(1)
  }
}
