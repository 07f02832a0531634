/**
 * `npm test`: type check, lint, every test, the story in a browser and the kill test; says plainly what could not run.
 * With CI set, what could not run has failed.
 */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

interface Step {
  readonly name: string
  readonly command: readonly string[]
  /** Why it can not run here; empty when it can. */
  readonly missing?: string
}

const root = join(import.meta.dirname, '..')
const bin = (name: string) => join(root, 'node_modules', '.bin', name)
const node = process.execPath
const report = join(tmpdir(), `portolan-tests-${process.pid}.json`)
const postgresql =
  process.env.TEST_DATABASE_URL || existsSync('/usr/lib/postgresql')
    ? ''
    : "no PostgreSQL: install Debian's postgresql, or set TEST_DATABASE_URL"
const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', process.env.CHROMIUM ?? ''].some(
  (path) => path !== '' && existsSync(path),
)
  ? ''
  : "no Chromium: install Debian's chromium, or set CHROMIUM"
const only = process.argv.slice(2)

const steps: Step[] = [
  { name: 'types', command: [bin('tsc'), '-p', 'tsconfig.json'] },
  { name: 'types of the pages', command: [bin('tsc'), '-p', 'web/tsconfig.json'] },
  { name: 'lint', command: [bin('biome'), 'ci', '--diagnostic-level=error', '--max-diagnostics=40', '.'] },
  { name: 'build of the pages', command: [bin('vite'), 'build', 'web', '--logLevel', 'warn'] },
  { name: 'tests', command: [bin('vitest'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`] },
  {
    name: 'kill test, embedded database',
    command: [node, 'test/kill/run.ts', '--kills', '8', '--messages', '600', '--seed', '20261121', '--restore', '--quiet'],
  },
  {
    name: 'kill test, PostgreSQL',
    command: [
      ...[node, 'test/kill/run.ts', '--kills', '8', '--messages', '600', '--seed', '20261122'],
      ...['--restore', '--engine', 'postgresql', '--quiet'],
    ],
    missing: postgresql,
  },
  { name: 'the story in a browser', command: [node, 'test/browser/run.ts'], missing: chromium },
]

const run = (command: readonly string[]) =>
  new Promise<boolean>((resolve) => {
    const child = spawn(command[0]!, command.slice(1), {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, FORCE_COLOR: process.stdout.isTTY ? '1' : '0' },
    })
    child.once('error', () => resolve(false))
    child.once('exit', (code) => resolve(code === 0))
  })

let [passed, failed, skipped] = [0, 0, 0]
const notRun: string[] = []
const broken: string[] = []
for (const { name, command, missing = '' } of steps.filter((step) => only.length === 0 || only.some((word) => step.name.includes(word)))) {
  if (missing !== '') {
    notRun.push(`${name}: ${missing}`)
    continue
  }
  console.log(`\n== ${name}`)
  const began = Date.now()
  const fine = await run(command)
  console.log(`== ${name}: ${fine ? 'passed' : 'FAILED'} in ${Math.round((Date.now() - began) / 1000)} s`)
  if (!fine) broken.push(name)
  if (name === 'tests' && existsSync(report)) {
    const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites } = JSON.parse(readFileSync(report, 'utf8')) as Record<
      string,
      number
    >
    passed += numPassedTests ?? 0
    failed += Math.max(numFailedTests ?? 0, fine ? 0 : Math.max(1, numFailedTestSuites ?? 0))
    skipped += numPendingTests ?? 0
    rmSync(report, { force: true })
  } else if (fine) passed += 1
  else failed += 1
}
for (const line of notRun) console.log(`NOT RUN  ${line}`)
if (skipped > 0) console.log(`NOT RUN  ${skipped} tests whose titles say what they need`)
if (process.env.CI && notRun.length + skipped > 0) {
  failed += notRun.length + skipped
  skipped = 0
  console.log('in CI what could not run has failed')
}
for (const name of broken) console.log(`FAILED  ${name}`)
console.log(
  `\n${passed} passed, ${failed} failed${skipped + notRun.length > 0 ? `, ${skipped + (process.env.CI ? 0 : notRun.length)} skipped` : ''}`,
)
process.exitCode = failed > 0 ? 1 : 0
