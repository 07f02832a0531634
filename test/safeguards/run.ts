/**
 * Breaks each safeguard in a copy of this tree and runs the test that should turn red: `node test/safeguards/run.ts [id or rule:N …]`.
 * Prints red (noticed), GREEN (not noticed) or why neither can be said; ends with 1 unless every one was noticed. `--list` only lists.
 */
import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, relative } from 'node:path'

export interface Mutation {
  readonly id: string
  /** The rule of the protocol between nodes that it breaks. */
  readonly rule: number
  readonly file: string
  /** Text that stands in the file exactly once. */
  readonly find: string
  readonly replace: string
  readonly test: string
  /** Part of the title of the test that turns red; with its describe where that is needed. */
  readonly title: string
}

type Verdict = 'red' | 'green' | 'stale' | 'broken' | 'baseline'

const root = join(import.meta.dirname, '../..')
const LIMIT_MS = 600_000
const LEFT_OUT = new Set(['node_modules', '.git', 'var', 'dist'])

export const mutations = JSON.parse(readFileSync(join(import.meta.dirname, 'mutations.json'), 'utf8')) as Mutation[]

interface Outcome {
  readonly failed: readonly string[]
  readonly passed: readonly string[]
  readonly ended: boolean
}

/** Runs one test file by vitest in the copy; what failed and passed by full title. */
async function run(copy: string, test: string, title: string): Promise<Outcome> {
  const report = join(copy, 'safeguard-report.json')
  rmSync(report, { force: true })
  const pattern = title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const child = spawn(join(root, 'node_modules/.bin/vitest'), ['run', test, '-t', pattern, '--reporter=json', `--outputFile.json=${report}`, '--no-isolate'], {
    cwd: copy,
    stdio: 'ignore',
    detached: true,
    env: { ...process.env, PORTOLAN_MUTANTS: process.env.PORTOLAN_MUTANTS ?? '4000', PORTOLAN_RUNS: process.env.PORTOLAN_RUNS ?? '60' },
  })
  const ended = await new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => {
      // the whole group, or the workers of a loop without end would stay
      process.kill(-child.pid!, 'SIGKILL')
      resolve(false)
    }, LIMIT_MS)
    child.once('exit', () => {
      clearTimeout(timer)
      resolve(true)
    })
  })
  if (!existsSync(report)) return { failed: [], passed: [], ended }
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as { testResults: { assertionResults: { fullName: string; status: string }[] }[] }
  const named = (status: string) =>
    testResults.flatMap(({ assertionResults }) => assertionResults.filter((one) => one.status === status).map(({ fullName }) => fullName))
  return { failed: named('failed'), passed: named('passed'), ended }
}

async function judge(copy: string, { file, find, replace, test, title }: Mutation, sound: (test: string, title: string) => Promise<boolean>): Promise<Verdict> {
  const path = join(copy, file)
  const text = existsSync(path) ? readFileSync(path, 'utf8') : ''
  if (text.split(find).length !== 2) return 'stale'
  if (!(await sound(test, title))) return 'baseline'
  writeFileSync(path, text.replace(find, () => replace))
  try {
    const { failed, passed, ended } = await run(copy, test, title)
    if (failed.length > 0 || !ended) return 'red'
    return passed.length > 0 ? 'green' : 'broken'
  } finally {
    writeFileSync(path, text)
  }
}

const SAID: Record<Verdict, string> = {
  red: 'red       ',
  green: 'GREEN     ',
  stale: 'STALE     (the text to break is not there once)',
  broken: 'BROKEN    (no test of that title ran)',
  baseline: 'BASELINE  (the test is not green before anything is broken)',
}

async function main(wanted: readonly string[]): Promise<number> {
  const chosen = mutations.filter(({ id, rule }) => wanted.length === 0 || wanted.some((word) => word === id || word === `rule:${rule}` || id.startsWith(`${word}.`)))
  const unknown = wanted.filter((word) => !/^rule:\d+$/.test(word) && !mutations.some(({ id }) => id === word || id.startsWith(`${word}.`)))
  if (unknown.length > 0) console.error(`no such safeguard: ${unknown.join(' ')}`)
  const copy = mkdtempSync(join(tmpdir(), 'portolan-safeguards-'))
  const verdicts = new Map<string, Verdict>()
  const baselines = new Map<string, Promise<boolean>>()
  const sound = (test: string, title: string) => {
    const name = `${test} ${title}`
    const known = baselines.get(name) ?? run(copy, test, title).then(({ failed, passed, ended }) => ended && failed.length === 0 && passed.length > 0)
    baselines.set(name, known)
    return known
  }
  try {
    cpSync(root, copy, { recursive: true, filter: (source) => relative(root, source) === '' || !LEFT_OUT.has(basename(source)) })
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
    for (const mutation of chosen) {
      const began = performance.now()
      const verdict = await judge(copy, mutation, sound)
      verdicts.set(mutation.id, verdict)
      console.log(`${SAID[verdict]} ${mutation.id} (rule ${mutation.rule}, ${mutation.test}, ${((performance.now() - began) / 1000).toFixed(0)} s)`)
    }
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
  const noticed = [...verdicts.values()].filter((verdict) => verdict === 'red').length
  console.log(`${noticed} of ${chosen.length} broken safeguards were noticed`)
  return noticed === chosen.length && unknown.length === 0 ? 0 : 1
}

if (import.meta.main) {
  const wanted = process.argv.slice(2)
  if (wanted.includes('--list')) for (const { id, rule, file, title } of mutations) console.log(`${rule}\t${id}\t${file}\t${title}`)
  else process.exitCode = await main(wanted)
}
