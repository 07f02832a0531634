/** `portolan names`: compares pairs of names, or finds the records that queries ask for, from tables on disk. */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { compareNames, createNameIndex, type PersonName } from '#lib/names/index.ts'

const USAGE = `usage:
  portolan names compare --pairs P.tsv
  portolan names match --records R.tsv --queries Q.tsv --top 10`

/** Runs one names command; the number is the exit status: 0 done, 2 asked wrongly. */
export async function namesCommand(args: string[]): Promise<number> {
  const [command, ...rest] = args
  try {
    if (command === 'compare') return await compare(rest)
    if (command === 'match') return await match(rest)
    throw new UsageError(command === undefined ? 'say compare or match' : `no such command: ${command}`)
  } catch (error) {
    if (!(error instanceof UsageError) && !isReadingError(error)) throw error
    process.stderr.write(`${(error as Error).message}\n${USAGE}\n`)
    return 2
  }
}

class UsageError extends Error {}

const isReadingError = (error: unknown) =>
  error instanceof Error && 'code' in error && /^(ENOENT|EISDIR|EACCES|ERR_PARSE_ARGS)/.test(String(error.code))

async function compare(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { pairs: { type: 'string' } } })
  if (!values.pairs) throw new UsageError('--pairs is missing')
  const out = writer()
  for (const row of table(values.pairs, ['name1', 'name2'])) {
    const { score, match, reasons, refused } = compareNames(row.name1!, row.name2!)
    await out.line(refused === undefined ? { score, match, reasons } : { score, match, reasons, refused })
  }
  await out.end()
  return 0
}

async function match(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { records: { type: 'string' }, queries: { type: 'string' }, top: { type: 'string', default: '10' } },
  })
  if (!values.records) throw new UsageError('--records is missing')
  if (!values.queries) throw new UsageError('--queries is missing')
  const top = Number(values.top)
  if (!Number.isInteger(top) || top < 1 || top > 100) throw new UsageError('--top is a whole number from 1 to 100')
  const records = [...table(values.records, ['id', 'name'])]
  const ids = records.map((row) => row.id!)
  const index = createNameIndex()
  const started = performance.now()
  for (const [i, row] of records.entries()) index.add(i, personOf(row))
  const build_ms = performance.now() - started
  const micros: number[] = []
  const out = writer()
  for (const row of table(values.queries, ['id', 'name'])) {
    const from = performance.now()
    const found = index.search(personOf(row), { top })
    const taken = Math.round((performance.now() - from) * 1000)
    micros.push(taken)
    const candidates = found.map(({ id, score, comparison }) => ({ id: ids[id]!, score, reasons: comparison.reasons }))
    await out.line({ query: row.id, candidates, micros: taken })
  }
  await out.end()
  micros.sort((a, b) => a - b)
  const at = (share: number) => micros[Math.min(micros.length - 1, Math.floor(micros.length * share))] ?? 0
  const figures = {
    records: index.size,
    build_ms: Math.round(build_ms),
    p50_us: at(0.5),
    p99_us: at(0.99),
    bytes_per_record: Math.round(index.bytes / Math.max(1, index.size)),
    rss_mb: Math.round(process.memoryUsage.rss() / 2 ** 20),
  }
  process.stderr.write(`${JSON.stringify(figures)}\n`)
  return 0
}

function personOf(row: Row): PersonName {
  const { birth_date, sex, nationality } = row
  const known = sex === 'F' || sex === 'M' || sex === 'X' ? sex : undefined
  return { name: row.name!, birth_date: birth_date || undefined, sex: known, nationality: nationality || undefined }
}

type Row = Record<string, string>

/** Rows of a tab-separated table with a header; refuses one that lacks a column. */
function* table(path: string, wanted: string[]): Generator<Row> {
  const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '')
  let columns: string[] | undefined
  for (let at = 0; at < text.length; ) {
    const next = text.indexOf('\n', at)
    const end = next === -1 ? text.length : next
    const line = text.slice(at, end).replace(/\r$/, '')
    at = end + 1
    if (columns === undefined) {
      columns = line.split('\t').map((name) => name.trim())
      const missing = wanted.find((name) => !columns!.includes(name))
      if (missing) throw new UsageError(`${path} has no column ${missing}`)
    } else if (line !== '') {
      const fields = line.split('\t')
      yield Object.fromEntries(columns.map((name, i) => [name, fields[i] ?? '']))
    }
  }
  if (columns === undefined) throw new UsageError(`${path} is empty`)
}

/** Writes JSON lines to standard output and waits where the reader is slow. */
function writer() {
  let held = ''
  const flush = async () => {
    const text = held
    held = ''
    if (!process.stdout.write(text)) await new Promise((go) => process.stdout.once('drain', go))
  }
  return {
    async line(value: object) {
      held += `${JSON.stringify(value)}\n`
      if (held.length > 1 << 16) await flush()
    },
    end: flush,
  }
}
