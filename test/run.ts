/**
 * `npm test`: types, lint, every test, the kill tests and the story in a browser; says how deep it went and plainly what could not run.
 * `npm test -- --whole` goes the whole depth, which takes hours; `npm test -- WORD…` runs the parts whose names have a word of these.
 * With CI set, what could not run has failed.
 */
import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { chromiumPath } from './browser/chromium.ts'
import { temporaryPostgresql } from './storage/postgresql.ts'

const { values, positionals: only } = parseArgs({
  allowPositionals: true,
  options: {
    /** The whole depth: every sample, story and look in its whole size. */
    whole: { type: 'boolean', default: process.env.PORTOLAN_WHOLE === '1' },
  },
})
const { whole } = values

interface Part {
  readonly name: string
  readonly command: readonly string[]
  /** Why it can not run here; empty when it can. */
  readonly missing?: string
  /** Says what it says at once, beside other parts too. */
  readonly live?: boolean
}
/** Parts one after the other. The lanes of a stage run side by side: where one waits for disks, clocks and calls, another computes. */
type Lane = readonly Part[]

const root = join(import.meta.dirname, '..')
const bin = (name: string) => join(root, 'node_modules', '.bin', name)
const node = process.execPath
const inMemory = folderInMemory()
if (inMemory) process.env.TMPDIR = inMemory
const report = join(tmpdir(), `portolan-tests-${process.pid}.json`)
const postgresql =
  process.env.TEST_DATABASE_URL || existsSync('/usr/lib/postgresql')
    ? ''
    : "no PostgreSQL: install Debian's postgresql, or set TEST_DATABASE_URL"
const chromium = chromiumPath() ? '' : "no Chromium: install Debian's chromium, or set CHROMIUM"

/**
 * A folder in memory for all that this run puts aside, where there is room; undefined leaves the usual place. A node's database is 1,500 small files:
 * on a disk, making them took a tenth of a whole run. TMPDIR chooses another place.
 */
function folderInMemory(): string | undefined {
  const [at, room] = ['/dev/shm', 4 * 2 ** 30]
  if (process.env.TMPDIR !== undefined || !existsSync(at) || process.availableMemory() < 2 * room) return undefined
  const { bavail, bsize } = statfsSync(at)
  if (bavail * bsize < room) return undefined
  const folder = mkdtempSync(join(at, 'portolan-'))
  // PostgreSQL, which is another user when this one is root, goes through it to its own
  chmodSync(folder, 0o711)
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)
    process.once(signal, () => process.exit(code))
  return folder
}

const killed = (seed: string, ...more: string[]) => [
  ...[node, 'test/kill/run.ts', '--restore', '--quiet', '--seed', seed, ...more],
  ...(whole ? ['--kills', '200', '--messages', '10000'] : ['--kills', '6', '--messages', '400']),
]
const stages: readonly (readonly Lane[])[] = [
  [
    [
      { name: 'types', command: [bin('tsc'), '-p', 'tsconfig.json'] },
      { name: 'types of the pages', command: [bin('tsc'), '-p', 'web/tsconfig.json'] },
    ],
    [
      { name: 'lint', command: [bin('biome'), 'ci', '--diagnostic-level=error', '--max-diagnostics=40', '.'] },
      { name: 'build of the pages', command: [bin('vite'), 'build', 'web', '--logLevel', 'warn'] },
    ],
  ],
  [
    [
      {
        name: 'tests',
        command: [bin('vitest'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
        live: true,
      },
    ],
    [
      { name: 'the story in a browser', command: [node, 'test/browser/run.ts'], missing: chromium },
      { name: 'kill test, embedded database', command: killed('20261121') },
      { name: 'kill test, PostgreSQL', command: killed('20261122', '--engine', 'postgresql'), missing: postgresql },
    ],
  ],
]
const isMeant = ({ name }: Part) => only.length === 0 || only.some((word) => name.includes(word))

const began = Date.now()
/** One server for all that want one: each takes databases of its own. */
const server =
  postgresql === '' && stages.flat(2).some((part) => isMeant(part) && /tests|PostgreSQL/.test(part.name))
    ? await temporaryPostgresql()
    : undefined
const environment = {
  ...process.env,
  FORCE_COLOR: process.stdout.isTTY ? '1' : '0',
  // what processes that tests start would compile again and again
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(root, 'node_modules/.cache/portolan-compiled'),
  ...(whole && { PORTOLAN_WHOLE: '1' }),
  ...(server && { TEST_DATABASE_URL: server.address }),
}

/** Runs a part. Its words are kept until it ends, so that they stand together, unless they are to be seen at once. */
const run = ({ command }: Part, atOnce: boolean) =>
  new Promise<{ fine: boolean; said: Buffer }>((resolve) => {
    const child = spawn(command[0]!, command.slice(1), {
      cwd: root,
      stdio: ['ignore', atOnce ? 'inherit' : 'pipe', atOnce ? 'inherit' : 'pipe'],
      env: environment,
    })
    const said: Buffer[] = []
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => said.push(chunk))
    child.once('error', () => resolve({ fine: false, said: Buffer.concat(said) }))
    child.once('close', (code) => resolve({ fine: code === 0, said: Buffer.concat(said) }))
  })

let [passed, failed, skipped] = [0, 0, 0]
const notRun: string[] = []
const broken: string[] = []
const took: { readonly name: string; readonly seconds: number }[] = []

async function go(lane: Lane, alone: boolean): Promise<void> {
  for (const part of lane) {
    const { name, missing = '', live = false } = part
    const atOnce = alone || live
    if (missing !== '') {
      notRun.push(`${name}: ${missing}`)
      continue
    }
    if (atOnce) console.log(`\n== ${name}`)
    const since = Date.now()
    const { fine, said } = await run(part, atOnce)
    const seconds = Math.round((Date.now() - since) / 1000)
    took.push({ name, seconds })
    if (!atOnce) process.stdout.write(`\n== ${name}\n${said.toString('utf8')}`)
    console.log(`== ${name}: ${fine ? 'passed' : 'FAILED'} in ${seconds} s`)
    if (name === 'tests' && existsSync(report)) count(fine)
    else if (fine) passed += 1
    else {
      failed += 1
      broken.push(name)
    }
  }
}

/** Counts what the report of the tests says; a file that failed without a failed test could not be run, or not be ended. */
function count(fine: boolean) {
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
    testResults: { name: string; status: string; assertionResults: { fullName: string; status: string }[] }[]
  }
  rmSync(report, { force: true })
  const before = broken.length
  for (const { name, status, assertionResults } of testResults) {
    const file = relative(root, name)
    const wrong = assertionResults.filter((one) => one.status === 'failed')
    passed += assertionResults.filter((one) => one.status === 'passed').length
    skipped += assertionResults.filter((one) => one.status !== 'passed' && one.status !== 'failed').length
    broken.push(...wrong.map(({ fullName }) => `${file}: ${fullName}`))
    if (status === 'failed' && wrong.length === 0) broken.push(`${file}: as a whole`)
  }
  // an error outside of all tests
  if (!fine && broken.length === before) broken.push('tests: as a whole')
  failed += broken.length - before
}

const depth = whole ? 'the whole depth' : 'the ordinary depth; the whole one is `npm test -- --whole`'
console.log(`Testing in ${depth}. What it puts aside is in ${inMemory ? 'memory' : 'the temporary folder'}.`)
try {
  for (const stage of stages) {
    const lanes = stage.map((lane) => lane.filter(isMeant)).filter((lane) => lane.length > 0)
    await Promise.all(lanes.map((lane) => go(lane, lanes.length === 1)))
  }
} finally {
  await server?.stop()
}
for (const line of notRun) console.log(`NOT RUN  ${line}`)
if (skipped > 0) console.log(`NOT RUN  ${skipped} tests whose titles say what they need`)
if (process.env.CI && notRun.length + skipped > 0) {
  failed += notRun.length + skipped
  skipped = 0
  console.log('in CI what could not run has failed')
}
for (const name of broken) console.log(`FAILED  ${name}`)
console.log('\nseconds')
for (const { name, seconds } of took) console.log(`${String(seconds).padStart(7)}  ${name}`)
console.log(`${String(Math.round((Date.now() - began) / 1000)).padStart(7)}  in all, in ${depth}`)
console.log(
  `\n${passed} passed, ${failed} failed${skipped + notRun.length > 0 ? `, ${skipped + (process.env.CI ? 0 : notRun.length)} skipped` : ''}`,
)
process.exitCode = failed > 0 ? 1 : 0
