/** `portolan names`: compares pairs of names, or finds the records that queries ask for, from tables on disk. */
import { closeSync, openSync, readFileSync, readSync, writeSync } from 'node:fs'
import { parseArgs } from 'node:util'
import {
  compareNames,
  comparePeople,
  createNameIndex,
  loadNameIndex,
  type NameIndex,
  type PersonName,
  packFacts,
} from '#lib/names/index.ts'
import { createTableReader, dateKeyOf, wholeNumber } from '#lib/names/table.ts'

const USAGE = `usage:
  portolan names compare --pairs P.tsv
  portolan names match --records R.tsv --queries Q.tsv --top 10
  portolan names index --records R.tsv --out I
  portolan names match --index I --queries Q.tsv --top 10`

/** Runs one names command; the number is the exit status: 0 done, 2 asked wrongly. */
export async function namesCommand(args: string[]): Promise<number> {
  const [command, ...rest] = args
  try {
    if (command === 'compare') return await compare(rest)
    if (command === 'match') return await match(rest)
    if (command === 'index') return makeIndex(rest)
    throw new UsageError(command === undefined ? 'say compare, match or index' : `no such command: ${command}`)
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
    const [a, b] = [personOf(row, '1'), personOf(row, '2')]
    const facts = REFINING.some((fact) => `${fact}1` in row || `${fact}2` in row)
    await out.line(facts ? comparePeople(a, b) : compareNames(a.name, b.name))
  }
  await out.end()
  return 0
}

async function match(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      records: { type: 'string' },
      index: { type: 'string' },
      queries: { type: 'string' },
      top: { type: 'string', default: '10' },
    },
  })
  if (!values.records === !values.index) throw new UsageError('either --records or --index')
  if (!values.queries) throw new UsageError('--queries is missing')
  const top = Number(values.top)
  if (!Number.isInteger(top) || top < 1 || top > 100) throw new UsageError('--top is a whole number from 1 to 100')
  const started = performance.now()
  const { index, idOf, refused } = values.records ? filled(values.records) : loaded(values.index!)
  const build_ms = performance.now() - started
  const micros: number[] = []
  const out = writer()
  for (const row of table(values.queries, ['id', 'name'])) {
    const from = performance.now()
    const candidates = index
      .search(personOf(row), { top })
      .map(({ id, score, comparison }) => ({ id: idOf(id), score, reasons: comparison.reasons }))
    const taken = Math.round((performance.now() - from) * 1000)
    micros.push(taken)
    await out.line({ query: row.id, candidates, micros: taken })
  }
  await out.end()
  micros.sort((a, b) => a - b)
  const at = (share: number) => micros[Math.min(micros.length - 1, Math.floor(micros.length * share))] ?? 0
  const figures = {
    records: index.size,
    refused,
    build_ms: Math.round(build_ms),
    p50_us: at(0.5),
    p99_us: at(0.99),
    bytes_per_record: Math.round((index.bytes / Math.max(1, index.size)) * 10) / 10,
    rss_mb: Math.round(process.memoryUsage.rss() / 2 ** 20),
  }
  process.stderr.write(`${JSON.stringify(figures)}\n`)
  return 0
}

type Ready = { index: NameIndex; idOf: (id: number) => string; refused: number }

/** Ids that are not whole numbers get numbers from here on. */
const WORDED = 2 ** 52
const PIECE = 1 << 20

/** Fills an index from a table on disk, a piece at a time. */
function filled(path: string): Ready {
  const index = createNameIndex()
  const worded: string[] = []
  let columns: Record<'id' | 'name' | 'birth_date' | 'sex' | 'nationality', number>
  let refused = 0
  const nationalities = new Map<number, number>()
  const decoder = new TextDecoder()
  const reader = createTableReader(
    (names) => {
      const missing = ['id', 'name'].find((name) => !names.includes(name))
      if (missing) throw new UsageError(`${path} has no column ${missing}`)
      const at = (name: string) => names.indexOf(name)
      columns = { id: at('id'), name: at('name'), birth_date: at('birth_date'), sex: at('sex'), nationality: at('nationality') }
    },
    ({ bytes, starts, ends, fields }) => {
      const { id, name, birth_date, sex, nationality } = columns
      if (id >= fields || name >= fields) {
        refused++
        return
      }
      let number = wholeNumber(bytes, starts[id]!, ends[id]!)
      if (number < 0) number = WORDED + worded.push(decoder.decode(bytes.subarray(starts[id]!, ends[id]!))) - 1
      const date = birth_date >= 0 && birth_date < fields ? dateKeyOf(bytes, starts[birth_date]!, ends[birth_date]!) : 0
      const letter = sex >= 0 && sex < fields && ends[sex]! - starts[sex]! === 1 ? String.fromCharCode(bytes[starts[sex]!]!) : ''
      let country = 0
      if (nationality >= 0 && nationality < fields && ends[nationality]! - starts[nationality]! <= 3) {
        let code = 0
        for (let i = starts[nationality]!; i < ends[nationality]!; i++) code = code * 256 + bytes[i]!
        const known = nationalities.get(code)
        country = known ?? index.nationality(decoder.decode(bytes.subarray(starts[nationality]!, ends[nationality]!)))
        if (known === undefined && nationalities.size < 4_096) nationalities.set(code, country)
      }
      if (!index.fill(number, bytes, starts[name]!, ends[name]!, packFacts(date, letter, country))) refused++
    },
  )
  const file = openSync(path, 'r')
  try {
    for (;;) {
      const piece = new Uint8Array(PIECE)
      const length = readSync(file, piece, 0, PIECE, null)
      if (length === 0) break
      reader.push(piece.subarray(0, length))
    }
  } finally {
    closeSync(file)
  }
  reader.end()
  if (!reader.begun) throw new UsageError(`${path} is empty`)
  index.settle()
  return { index, idOf: (id) => (id >= WORDED ? worded[id - WORDED]! : String(id)), refused: refused + reader.skipped }
}

function makeIndex(args: string[]): number {
  const { values } = parseArgs({ args, options: { records: { type: 'string' }, out: { type: 'string' } } })
  if (!values.records || !values.out) throw new UsageError('--records and --out are needed')
  const started = performance.now()
  const { index, refused, idOf } = filled(values.records)
  if (idOf(WORDED) !== undefined) throw new UsageError('a stored index takes ids that are whole numbers of at most fifteen digits')
  const file = openSync(values.out, 'w', 0o600)
  let bytes = 0
  try {
    for (const piece of index.store()) {
      for (let at = 0; at < piece.length; ) at += writeSync(file, piece, at)
      bytes += piece.length
    }
  } finally {
    closeSync(file)
  }
  const build_ms = Math.round(performance.now() - started)
  process.stderr.write(`${JSON.stringify({ records: index.size, refused, build_ms, bytes })}\n`)
  return 0
}

function loaded(path: string): Ready {
  const read = loadNameIndex(readFileSync(path))
  if (!read.ok) throw new UsageError(`${path}: ${read.reason}`)
  return { index: read.index, idOf: String, refused: 0 }
}

/** Columns that refine what names tell; in a table of pairs each once for either name. */
const REFINING = ['birth_date', 'sex', 'nationality', 'birth_place']

function personOf(row: Row, side: '' | '1' | '2' = ''): PersonName {
  const [birth_date, sex, nationality, birth_place] = REFINING.map((fact) => row[`${fact}${side}`] || undefined)
  const known = sex === 'F' || sex === 'M' || sex === 'X' ? sex : undefined
  return { name: row[`name${side}`]!, birth_date, sex: known, nationality, birth_place }
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
