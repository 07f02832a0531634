/** A throw-away PostgreSQL for tests: the one in TEST_DATABASE_URL, else a cluster of Debian's server in a temporary folder. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'

export interface TemporaryPostgresql {
  /** The address of the server's own database, from which others are made: what TEST_DATABASE_URL takes. */
  readonly address: string
  /** The address of a fresh, empty database. */
  url(name: string): Promise<string>
  stop(): Promise<void>
}

interface Owner {
  uid?: number
  gid?: number
}

const DEBIAN = '/usr/lib/postgresql'
const START_MS = 30_000

/** `undefined` where no PostgreSQL is at hand. As root the server runs as the user `postgres`, for it refuses root. */
export async function temporaryPostgresql(): Promise<TemporaryPostgresql | undefined> {
  const given = process.env.TEST_DATABASE_URL
  if (given !== undefined) return databasesOf(given, async () => {})
  const bin = newestBin()
  const owner: Owner | undefined = process.getuid?.() === 0 ? userOf('postgres') : {}
  if (bin === undefined || owner === undefined) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'portolan-postgresql-'))
  if (owner.uid !== undefined) chownSync(folder, owner.uid, owner.gid!)
  const data = join(folder, 'data')
  const options = { ...owner, cwd: folder, stdio: 'ignore' } as const
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'], options)
  const port = await freePort()
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${folder}`,
    'fsync=on',
    'shared_buffers=32MB',
    'deadlock_timeout=50ms',
  ]
  const server = spawn(join(bin, 'postgres'), ['-D', data, ...settings.flatMap((setting) => ['-c', setting])], options)
  const kill = () => server.kill('SIGQUIT')
  process.on('exit', kill)
  const stop = async () => {
    process.off('exit', kill)
    await ended(server)
    rmSync(folder, { recursive: true, force: true })
  }
  const url = `postgresql://postgres@127.0.0.1:${port}/postgres`
  try {
    await answering(url, server)
  } catch (error) {
    await stop()
    throw error
  }
  return databasesOf(url, stop)
}

function databasesOf(base: string, stop: () => Promise<void>): TemporaryPostgresql {
  const made: string[] = []
  return {
    address: base,
    async url(name) {
      const database = `${name.toLowerCase().replace(/[^a-z0-9]+/g, '_')}_${randomBytes(4).toString('hex')}`
      await asAdministrator(base, `create database ${database}`)
      made.push(database)
      const url = new URL(base)
      url.pathname = `/${database}`
      return url.href
    },
    async stop() {
      for (const database of made) await asAdministrator(base, `drop database if exists ${database} with (force)`)
      await stop()
    },
  }
}

async function asAdministrator(url: string, command: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    await client.query(command)
  } finally {
    await client.end()
  }
}

async function answering(url: string, server: ChildProcess): Promise<void> {
  const until = performance.now() + START_MS
  for (;;) {
    try {
      return await asAdministrator(url, 'select 1')
    } catch (error) {
      if (server.exitCode !== null || performance.now() > until) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const exit = new Promise((resolve) => server.once('exit', resolve))
  server.kill('SIGINT')
  await exit
}

function newestBin(): string | undefined {
  if (!existsSync(DEBIAN)) return undefined
  const versions = readdirSync(DEBIAN).filter((version) => existsSync(join(DEBIAN, version, 'bin', 'initdb')))
  const newest = versions.sort((a, b) => Number(b) - Number(a))[0]
  return newest === undefined ? undefined : join(DEBIAN, newest, 'bin')
}

function userOf(name: string): Owner | undefined {
  try {
    const number = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))
    return { uid: number('-u'), gid: number('-g') }
  } catch {
    return undefined
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}
