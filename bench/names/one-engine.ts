/** The process of one engine at one size: builds it from the population, asks it, and sends what came of each query to its parent. */
import { nameKey, type QueryOptions, queryOf, type RegionQuery, type RegionRecord, recordOf, region } from '../../demo/population/index.ts'
import type { Engine, Subject } from './engine.ts'
import { ENGINES } from './engines.ts'
import { processorMs } from './processor-time.ts'

export interface Order {
  readonly engine: string
  readonly size: number
  readonly seed: number
  readonly query_seed: number
  /** In each of the two rounds: with details, and by the name alone. */
  readonly queries: number
  /** Of whom the population does not hold. */
  readonly absent: number
  /** Most processor time for each round (and five times it by the clock); what is not asked by then stays unasked. */
  readonly seconds: number
}

export interface Outcome {
  /** Of the query. */
  readonly number: number
  readonly is_present: boolean
  readonly is_across: boolean
  /** Place of the record meant, and of the first that bears the same name; -1 where none of the first ten is it. */
  readonly id_place: number
  readonly name_place: number
  readonly best: number
  readonly tradition: string
  readonly steps: readonly string[]
  readonly wall_ms: number
  readonly cpu_ms: number
}

export interface Report {
  readonly about: string
  readonly with_details: readonly Outcome[]
  readonly name_alone: readonly Outcome[]
  readonly build_cpu_ms: number
  readonly build_wall_ms: number
  readonly bytes: number
  readonly counted: string
  readonly peak_rss_mb: number
}

const TOP = 10
const BATCH = 10_000
const PATIENCE = 5

const order = JSON.parse(process.argv[2]!) as Order
const engine = await ENGINES[order.engine]!.open()
const build = await built(engine, order)
const with_details = await asked(engine, order, 0, ({ name, birth_date, sex, nationality }) => ({ name, birth_date, sex, nationality }))
// other queries than before, so that nothing has been asked twice
const name_alone = await asked(engine, order, order.queries, ({ name }) => ({ name }))
const report: Report = {
  about: engine.about,
  ...build,
  ...(await engine.bytes()),
  with_details,
  name_alone,
  peak_rss_mb: Math.round(process.resourceUsage().maxRSS / 1024),
}
await engine.close?.()
await new Promise((resolve) => process.send!(report, resolve))
process.disconnect()

/** Processor and wall milliseconds of what is done, in this thread and in the engine's other processes. */
async function timed<T>(engine: Engine, work: () => T | Promise<T>): Promise<{ result: T; cpu_ms: number; wall_ms: number }> {
  const outside = engine.outside_ms?.() ?? 0
  const cpu = processorMs()
  const wall = performance.now()
  const result = await work()
  const wall_ms = performance.now() - wall
  return { result, wall_ms, cpu_ms: processorMs() - cpu + (engine.outside_ms?.() ?? 0) - outside }
}

async function built(engine: Engine, { seed, size }: Order) {
  let [build_cpu_ms, build_wall_ms] = [0, 0]
  const add = async (work: () => void | Promise<void>) => {
    const { cpu_ms, wall_ms } = await timed(engine, work)
    build_cpu_ms += cpu_ms
    build_wall_ms += wall_ms
  }
  let batch: RegionRecord[] = []
  for (const record of region({ seed, count: size })) {
    batch.push(record)
    if (batch.length < BATCH) continue
    await add(() => engine.add(batch))
    batch = []
  }
  if (batch.length > 0) await add(() => engine.add(batch))
  await add(() => engine.finish())
  return { build_cpu_ms, build_wall_ms }
}

async function asked(engine: Engine, order: Order, from: number, subjectOf: (query: RegionQuery) => Subject): Promise<Outcome[]> {
  const { seed, size: population, query_seed, absent, queries, seconds } = order
  const options: QueryOptions = { seed, population, query_seed, absent }
  const outcomes: Outcome[] = []
  const until = performance.now() + PATIENCE * seconds * 1000
  let left_ms = seconds * 1000
  for (let number = from; number < from + queries && left_ms > 0 && performance.now() < until; number++) {
    const query = queryOf(options, number)
    const subject = subjectOf(query)
    const { result, cpu_ms, wall_ms } = await timed(engine, () => engine.search(subject, TOP))
    left_ms -= cpu_ms
    outcomes.push({
      number,
      is_present: query.id !== undefined,
      is_across: query.is_across,
      id_place: result.findIndex(({ id }) => id === query.id),
      name_place: result.findIndex(({ id }) => nameKey(recordOf(seed, id).identity) === query.key),
      best: result[0]?.score ?? 0,
      tradition: query.tradition,
      steps: query.steps,
      wall_ms,
      cpu_ms,
    })
  }
  return outcomes
}
