/** Runs ours and the baselines on one synthetic population, each in a process of its own, and prints JSON lines, then a table. */
import { fork } from 'node:child_process'
import { freemem } from 'node:os'
import { join } from 'node:path'
import { queryOf, recordOf } from '../../demo/population/index.ts'
import { ceilings } from './ceiling.ts'
import { ENGINES } from './engines.ts'
import type { Order, Outcome, Report } from './one-engine.ts'
import { among10By, type Figures, figures } from './scoring.ts'

export interface RunOptions {
  readonly sizes: readonly number[]
  readonly engines: readonly string[]
  readonly seed: number
  readonly query_seed: number
  readonly queries: number
  readonly seconds: number
  /** How many of the queries that ours did not find are shown. */
  readonly misses: number
}

export const ENGINE_NAMES = Object.keys(ENGINES)
/** A third of those asked for are not there: enough of them to set a threshold at 1 %. */
const ABSENT = 1 / 3
const say = (line: object) => console.log(JSON.stringify(line))

interface Row {
  readonly size: number
  readonly engine: string
  readonly cells: readonly string[]
}

export async function run({ sizes, engines, misses, ...rest }: RunOptions): Promise<void> {
  const table: Row[] = []
  for (const size of sizes) {
    const order = (engine: string): Order => ({ engine, size, absent: ABSENT, ...rest })
    say({ population: size, seed: rest.seed, query_seed: rest.query_seed, ceiling: ceilings(order('ours')) })
    let own: Report | undefined
    for (const engine of engines) {
      const { most, beyond } = ENGINES[engine]!
      const report = size > most ? beyond : await inProcess(order(engine))
      if (typeof report === 'string') {
        say({ engine, records: size, run: 'not run', reason: report })
        table.push({ size, engine, cells: [`not run: ${report}`] })
        continue
      }
      if (engine === 'ours') own = report
      const figured = figuresOf(report, size)
      say({ engine, about: report.about, records: size, ...figured })
      if (engine === 'ours') {
        say({ engine, records: size, ...apart(report.with_details) })
        for (const missed of missesOf(report.with_details, order(engine)).slice(0, misses)) say(missed)
      }
      table.push({ size, engine, cells: cellsOf(figured) })
      if (own && engine !== 'ours') say({ ratio: `ours / ${engine}`, records: size, ...ratios(own, report, size) })
    }
  }
  console.log(`\n${tableOf(table)}`)
}

/** The report, or why there is none. */
function inProcess(order: Order): Promise<Report | string> {
  const memory_mb = Math.max(2_000, Math.floor((0.8 * freemem()) / 2 ** 20))
  return new Promise((resolve) => {
    const child = fork(join(import.meta.dirname, 'one-engine.ts'), [JSON.stringify(order)], {
      execArgv: ['--expose-gc', '--disable-warning=ExperimentalWarning', `--max-old-space-size=${memory_mb}`],
      serialization: 'advanced',
    })
    let report: Report | undefined
    child.once('message', (message) => {
      report = message as Report
    })
    child.once('exit', (code, signal) => resolve(report ?? `its process ended with ${signal ?? code}, ${memory_mb} MB of heap at hand`))
  })
}

function figuresOf(report: Report, size: number) {
  const { about: _, with_details, name_alone, build_cpu_ms, build_wall_ms, bytes, counted, peak_rss_mb } = report
  return {
    with_details: figures(with_details),
    name_alone: figures(name_alone),
    build_per_s: Math.round((size / build_wall_ms) * 1000),
    build_per_cpu_s: Math.round((size / build_cpu_ms) * 1000),
    bytes_per_record: Math.round((bytes / size) * 10) / 10,
    bytes_counted: counted,
    peak_rss_mb,
  }
}

/** Where it does well and where not: the worst first. */
const apart = (outcomes: readonly Outcome[]) => ({
  id_10_by_tradition: among10By(outcomes, ({ tradition }) => [tradition]),
  id_10_by_step: among10By(outcomes, ({ steps }) => (steps.length === 0 ? ['none'] : steps)),
})

const missesOf = (outcomes: readonly Outcome[], { size: population, ...options }: Order) =>
  outcomes
    .filter(({ is_present, id_place }) => is_present && id_place < 0)
    .map(({ number }) => {
      const { id, name, birth_date, nationality, steps } = queryOf({ ...options, population }, number)
      const record = recordOf(options.seed, id!)
      return {
        missed: { name, birth_date, nationality },
        record: { id, name: record.name, birth_date: record.birth_date, nationality: record.nationality, tradition: record.tradition },
        steps,
      }
    })

/** Ours over the baseline's, on the queries that both were asked. */
function ratios(own: Report, baseline: Report, size: number) {
  const upTo = (report: Report, round: 'with_details' | 'name_alone') => {
    const queries = Math.min(own[round].length, baseline[round].length)
    return figures(report[round].slice(0, queries))
  }
  const ratio = (a: number, b: number) => (b === 0 ? null : Number((a / b).toPrecision(3)))
  const of = (round: 'with_details' | 'name_alone') => {
    const [a, b] = [upTo(own, round), upTo(baseline, round)]
    return Object.fromEntries((Object.keys(a) as (keyof Figures)[]).map((key) => [key, key === 'queries' ? a[key] : ratio(a[key], b[key])]))
  }
  const [a, b] = [figuresOf(own, size), figuresOf(baseline, size)]
  return {
    with_details: of('with_details'),
    name_alone: of('name_alone'),
    build_per_cpu_s: ratio(a.build_per_cpu_s, b.build_per_cpu_s),
    bytes_per_record: ratio(a.bytes_per_record, b.bytes_per_record),
  }
}

const HEADINGS = [
  'id@1',
  'id@10',
  'across @10',
  'tp 1%',
  'tp 5%',
  'alone id@10',
  'alone name@10',
  'p50 ms',
  'p99 ms',
  'cpu p50',
  'cpu p99',
  'build/s',
  'bytes/rec',
  'queries',
]

function cellsOf({ with_details: a, name_alone: b, build_per_cpu_s, bytes_per_record }: ReturnType<typeof figuresOf>): string[] {
  const share = (value: number) => value.toFixed(3)
  const ms = (value: number) => (value < 10 ? value.toFixed(2) : value.toFixed(0))
  return [
    ...[a.id_1, a.id_10, a.across_id_10, a.true_at_1_percent, a.true_at_5_percent, b.id_10, b.name_10].map(share),
    ...[a.p50_ms, a.p99_ms, a.cpu_p50_ms, a.cpu_p99_ms].map(ms),
    build_per_cpu_s.toLocaleString('en'),
    bytes_per_record.toFixed(0),
    `${a.queries} + ${b.queries}`,
  ]
}

function tableOf(rows: readonly Row[]): string {
  const widths = HEADINGS.map((heading, i) =>
    Math.max(heading.length, ...rows.map(({ cells }) => (cells.length > 1 ? cells[i]!.length : 0))),
  )
  const line = (size: string, engine: string, cells: readonly string[]) =>
    [size.padStart(10), engine.padEnd(18), ...(cells.length > 1 ? cells.map((cell, i) => cell.padStart(widths[i]!)) : cells)].join('  ')
  return [
    'With birth date, sex and nationality where given; "alone" by the name alone. build/s by processor time.',
    line('records', 'engine', HEADINGS),
    ...rows.map(({ size, engine, cells }) => line(size.toLocaleString('en'), engine, cells)),
  ].join('\n')
}
