/**
 * Breaks each safeguard in a copy of this tree and runs the test that should turn red: `node test/safeguards/run.ts [id or rule:N …]`.
 * Prints red (noticed), GREEN (not noticed) or why neither can be said; ends with 1 unless every one was noticed. `--list` only lists.
 */
import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, relative } from 'node:path'

interface Edit {
  readonly file: string
  /** Text that stands in the file exactly once. */
  readonly find: string
  readonly replace: string
}

export interface Mutation extends Edit {
  readonly id: string
  /** The rule of the protocol between nodes that it breaks. */
  readonly rule: number
  /** What the safeguard promises. */
  readonly says: string
  readonly also?: readonly Edit[]
  readonly test: string
  /** Part of the full title of the test that turns red. */
  readonly title: string
}

type Verdict = 'red' | 'green' | 'stale' | 'baseline'

const root = join(import.meta.dirname, '../..')
const LIMIT_MS = 600_000
const LEFT_OUT = new Set(['node_modules', '.git', 'var', 'dist'])
/** Long files whose tests stand by themselves: only those of the title are run. Of all others the tests build on one another. */
const BY_TITLE = /\/(mutants|delivery|exchange|checks|oversight|contract|restore)\.test\.ts$/

export const mutations = JSON.parse(readFileSync(join(import.meta.dirname, 'mutations.json'), 'utf8')) as Mutation[]

/** Full titles of what failed and passed; nothing where the file did not even run. */
interface Outcome {
  readonly failed: readonly string[]
  readonly passed: readonly string[]
}

async function run(copy: string, test: string, title: string): Promise<Outcome> {
  const report = join(copy, 'safeguard-report.json')
  rmSync(report, { force: true })
  const only = BY_TITLE.test(test) ? ['-t', title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')] : []
  const child = spawn(
    process.execPath,
    [
      join(root, 'node_modules/.bin/vitest'),
      'run',
      test,
      ...only,
      '--reporter=json',
      `--outputFile.json=${report}`,
      '--no-isolate',
      '--hookTimeout=300000',
      '--testTimeout=120000',
    ],
    {
      cwd: copy,
      stdio: 'ignore',
      detached: true,
      env: { ...process.env, PORTOLAN_MUTANTS: process.env.PORTOLAN_MUTANTS ?? '5000', PORTOLAN_RUNS: process.env.PORTOLAN_RUNS ?? '80' },
    },
  )
  await new Promise<void>((resolve) => {
    // the whole group, or the workers of a loop without end would stay
    const timer = setTimeout(() => process.kill(-child.pid!, 'SIGKILL'), LIMIT_MS)
    child.once('exit', () => {
      clearTimeout(timer)
      resolve()
    })
  })
  if (!existsSync(report)) return { failed: [], passed: [] }
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
    testResults: { assertionResults: { fullName: string; status: string }[] }[]
  }
  const named = (status: string) =>
    testResults.flatMap(({ assertionResults }) => assertionResults.filter((one) => one.status === status).map(({ fullName }) => fullName))
  return { failed: named('failed'), passed: named('passed') }
}

async function judge(
  copy: string,
  { test, title, also = [], ...first }: Mutation,
  whole: (test: string, title: string) => Promise<Outcome>,
): Promise<Verdict> {
  const edits = [first, ...also].map(({ file, find, replace }) => ({ path: join(copy, file), find, replace }))
  const before = new Map(edits.map(({ path }) => [path, existsSync(path) ? readFileSync(path, 'utf8') : '']))
  if (edits.some(({ path, find }) => before.get(path)!.split(find).length !== 2)) return 'stale'
  const meant = (titles: readonly string[]) => titles.filter((one) => one.includes(title))
  const sound = await whole(test, title)
  if (meant(sound.failed).length > 0 || meant(sound.passed).length === 0) return 'baseline'
  try {
    for (const { path, find, replace } of edits)
      writeFileSync(
        path,
        readFileSync(path, 'utf8').replace(find, () => replace),
      )
    const { failed, passed } = await run(copy, test, title)
    // what does not pass any more is noticed, were it that the file does not come to an end
    return meant(failed).length > 0 || meant(passed).length < meant(sound.passed).length ? 'red' : 'green'
  } finally {
    for (const [path, text] of before) writeFileSync(path, text)
  }
}

const SAID: Record<Verdict, string> = {
  red: 'red     ',
  green: 'GREEN   ',
  stale: 'STALE   ',
  baseline: 'BASELINE',
}
const MEANS: Record<Exclude<Verdict, 'red'>, string> = {
  green: 'no test of that title turned red',
  stale: 'the text to break does not stand there once',
  baseline: 'the test is not green before anything is broken',
}

async function main(wanted: readonly string[]): Promise<number> {
  const isMeant = ({ id, rule }: Mutation, word: string) => word === id || word === `rule:${rule}` || id.startsWith(`${word}.`)
  const unknown = wanted.filter((word) => !mutations.some((one) => isMeant(one, word)))
  if (unknown.length > 0) console.error(`no such safeguard: ${unknown.join(' ')}`)
  const chosen = mutations.filter((one) => wanted.length === 0 || wanted.some((word) => isMeant(one, word)))
  const copy = mkdtempSync(join(tmpdir(), 'portolan-safeguards-'))
  const baselines = new Map<string, Promise<Outcome>>()
  const whole = (test: string, title: string) => {
    const name = BY_TITLE.test(test) ? `${test} ${title}` : test
    const known = baselines.get(name) ?? run(copy, test, title)
    baselines.set(name, known)
    return known
  }
  let noticed = 0
  try {
    cpSync(root, copy, { recursive: true, filter: (source) => relative(root, source) === '' || !LEFT_OUT.has(basename(source)) })
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
    for (const mutation of chosen) {
      const began = performance.now()
      const verdict = await judge(copy, mutation, whole)
      if (verdict === 'red') noticed++
      const seconds = ((performance.now() - began) / 1000).toFixed(0)
      console.log(`${SAID[verdict]} ${mutation.id} (${mutation.test}, ${seconds} s)${verdict === 'red' ? '' : `: ${MEANS[verdict]}`}`)
    }
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
  console.log(`${noticed} of ${chosen.length} broken safeguards were noticed`)
  return noticed === chosen.length && unknown.length === 0 ? 0 : 1
}

if (import.meta.main) {
  const wanted = process.argv.slice(2)
  if (wanted.includes('--list'))
    for (const { rule, id, says, file, test, title } of mutations) console.log([rule, id, says, file, test, title].join('\t'))
  else process.exitCode = await main(wanted)
}
