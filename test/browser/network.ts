/** The demonstration network as it is started by hand: real node processes over real HTTP, killed and started again one by one. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { databaseFolder } from '#main/open-node.ts'
import { CAST } from '../../demo/cast.ts'
import { type DemoNetwork, type DemoNode, readDemoNetwork } from '../../demo/network-file.ts'
import { until } from './steps.ts'

const ROOT = join(import.meta.dirname, '../..')
const SCALE = '0.02'
const START_MS = 180_000
const VERIFY_MS = 60_000

export interface Network {
  readonly folder: string
  /** Seconds from the command to `Ready`. */
  readonly ready_s: number
  node(id: string): DemoNode
  /** SIGKILL to the node's own process. */
  kill(id: string): Promise<void>
  /** Starts a killed node again, as its own process. */
  restart(id: string): Promise<void>
  /** What `portolan journal verify --json` says, by the command line in a process of its own; throws when it does not end with 0. */
  verifyJournal(id: string): Promise<{ ok: boolean; logs: { size: number; entries: number }[] }>
  /** SIGTERM to all, and waits until they are gone; the folder stays until `remove`. */
  stop(): Promise<void>
  remove(): void
}

/** Starts the five nodes in a folder of their own on ports that are free. */
export async function startNetwork({ build }: { build: boolean }): Promise<Network> {
  const base = mkdtempSync(join(tmpdir(), 'portolan-browser-'))
  const offset = await freeOffset()
  const began = Date.now()
  // DATABASE_URL would put all five nodes into one database
  const { DATABASE_URL: _, ...environment } = process.env
  const start = spawn(
    process.execPath,
    ['demo/start.ts', '--folder', base, '--offset', String(offset), '--scale', SCALE, ...(build ? [] : ['--no-pages'])],
    { cwd: ROOT, env: environment, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const log = logOf(start)
  const children = [start]
  // a test that is broken off leaves no node behind
  process.once('exit', () => {
    for (const child of children) child.kill('SIGTERM')
  })
  await until(
    () => `the demonstration network is ready\n${log.slice(-20).join('\n')}`,
    async () => {
      if (ended(start)) throw new Error(`demo/start.ts ended (${start.exitCode ?? start.signalCode}):\n${log.join('\n')}`)
      return log.some((line) => line.includes('Ready after'))
    },
    START_MS,
  )
  const ready_s = (Date.now() - began) / 1000
  return networkIn(base, children, ready_s, environment)
}

function networkIn(base: string, children: ChildProcess[], ready_s: number, environment: NodeJS.ProcessEnv): Network {
  const known: DemoNetwork = readDemoNetwork(base)
  const configOf = (id: string) => join(base, `${id}.json`)
  const node = (id: string) => known.nodes.find((one) => one.id === id)!
  return {
    folder: base,
    ready_s,
    node,
    async kill(id) {
      const pid = Number(readFileSync(join(databaseFolder(join(base, id)), 'holder'), 'utf8'))
      process.kill(pid, 'SIGKILL')
      await until(`${id} is gone`, async () => !(await answers(node(id).url)))
    },
    async restart(id) {
      const child = spawn(process.execPath, ['demo/node.ts', configOf(id), SCALE], {
        cwd: ROOT,
        env: environment,
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      children.push(child)
      const log = logOf(child)
      await until(
        () => `${id} is ready again\n${log.slice(-20).join('\n')}`,
        async () => {
          if (ended(child)) throw new Error(`${id} ended (${child.exitCode ?? child.signalCode}):\n${log.join('\n')}`)
          return log.some((line) => line.includes('"ready"'))
        },
        START_MS,
      )
    },
    async verifyJournal(id) {
      const { stdout } = await promisify(execFile)(
        process.execPath,
        ['src/main/cli.ts', 'journal', 'verify', '--config', configOf(id), '--json'],
        { cwd: ROOT, env: environment, timeout: VERIFY_MS, maxBuffer: 16 * 1024 * 1024 },
      )
      return JSON.parse(stdout)
    },
    async stop() {
      for (const child of children) child.kill('SIGTERM')
      await until('all nodes have ended', async () => children.every(ended), 40_000)
    },
    remove: () => rmSync(base, { recursive: true, force: true }),
  }
}

const ended = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null

const KEPT_LINES = 200
function logOf(child: ChildProcess): string[] {
  const lines: string[] = []
  for (const stream of [child.stdout!, child.stderr!])
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line)
      if (lines.length > KEPT_LINES) lines.shift()
    })
  return lines
}

const answers = (url: string) =>
  fetch(`${url}/api/session/options`, { signal: AbortSignal.timeout(2_000) }).then(
    () => true,
    () => false,
  )

const TRIES = 50
/** A distance from the usual ports at which all of the network's are free. */
async function freeOffset(): Promise<number> {
  for (let i = 0; i < TRIES; i++) {
    const offset = 2_000 + ((process.pid * 7 + i * 61) % 400) * 60
    const free = await Promise.all(CAST.flatMap(({ port }) => [isFree(port + offset), isFree(port + offset + 1)]))
    if (free.every(Boolean)) return offset
  }
  throw new Error(`no free ports in ${TRIES} tries`)
}

const isFree = (port: number) =>
  new Promise<boolean>((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
