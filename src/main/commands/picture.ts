/** `portolan picture totals`: what a published file of figures comes to, by route, year and month, for anyone to check. */
import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { basename } from 'node:path'
import { type Cell, createFiguresReader, type Format, isWhole, type Refused, type RowFault, routeCode } from '#lib/figures/index.ts'
import { addTotals, isExact, NOTHING, type Total, totalOf } from '#lib/series/index.ts'
import { readArguments, Usage } from './arguments.ts'

const HELP = `portolan picture totals (--frontex FILE | --missing-migrants FILE | --file FILE) [--route R] [--year Y] [--month YYYY-MM]
                        [--origin ISO3] [--leave-out-repeated]

Reads a CSV in UTF-8 piece by piece (at most 250,000 rows) and prints { "file", "measure", "total", "at_least", "at_most", "figures",
"suppressed", "not_reported", "routes", "years", "months" }. The format is told by the headings: Frontex's monthly detections (a row for each month
and nationality, or a column for each month), IOM's Missing Migrants export, tables of seizures, populations, or Portolan's own totals.

"total" is null where a figure in it is suppressed ("<5") or not reported: then it is at least and at most so much, at_most null where nobody can
say. A row that says again what another row said, or contradicts it, refuses the file; --leave-out-repeated counts the first of those that are the
same. Detections are crossings found at a border, not persons. Deaths are the dead and missing, a minimum estimate.

A route is named as the file names it or by its code (central-mediterranean).
`

const PIECE = 1 << 20
const SHOWN_FAULTS = 20
const MEANT: Readonly<Record<'frontex' | 'missing-migrants', readonly Format[]>> = {
  frontex: ['frontex', 'frontex-wide'],
  'missing-migrants': ['missing-migrants'],
}

export async function pictureCommand(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, {
    frontex: { type: 'string' },
    'missing-migrants': { type: 'string' },
    file: { type: 'string' },
    route: { type: 'string' },
    year: { type: 'string' },
    month: { type: 'string' },
    origin: { type: 'string' },
    'leave-out-repeated': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  })
  if (values.help) {
    process.stdout.write(HELP)
    return 0
  }
  if (positionals.length !== 1 || positionals[0] !== 'totals') throw new Usage('say: picture totals')
  const files = (['frontex', 'missing-migrants', 'file'] as const).filter((name) => values[name] !== undefined)
  if (files.length !== 1) throw new Usage('name one file: --frontex, --missing-migrants or --file')
  if (values.year !== undefined && !/^\d{4}$/.test(values.year)) throw new Usage('--year is of four digits')
  if (values.month !== undefined && !/^\d{4}-(0[1-9]|1[0-2])$/.test(values.month)) throw new Usage('--month is YYYY-MM')
  const kind = files[0]!
  const path = values[kind]!
  const route = values.route === undefined ? undefined : codeOf(values.route)
  const wanted = (cell: Cell) =>
    (route === undefined || cell.route === route) &&
    (values.year === undefined || cell.period.startsWith(values.year)) &&
    (values.month === undefined || cell.period === values.month) &&
    (values.origin === undefined || cell.origin === values.origin)
  const read = totalsOf(path, route, wanted, values['leave-out-repeated'])
  const meant = kind === 'file' ? undefined : MEANT[kind]
  const wrong =
    typeof read === 'string'
      ? read
      : meant && !meant.includes(read.format)
        ? `${path}: this is ${read.format}, not ${kind}. Nothing was counted.`
        : undefined
  if (typeof read === 'string' || wrong !== undefined) {
    process.stderr.write(`portolan picture: ${wrong}\n`)
    return 1
  }
  process.stdout.write(`${JSON.stringify(read.told, null, 2)}\n`)
  return 0
}

const codeOf = (route: string) =>
  /^[a-z-]+$/.test(route) && routeCode(route).startsWith('x-') ? routeCode(route.replaceAll('-', ' ')) : routeCode(route)

function totalsOf(path: string, route: string | undefined, wanted: (cell: Cell) => boolean, leave_out_repeated: boolean) {
  const [routes, years, months] = [new Map<string, Total>(), new Map<string, Total>(), new Map<string, Total>()]
  const names = new Map<string, string>()
  let all = NOTHING
  let whole = true
  let repeated = 0
  let bad = 0
  const faults: RowFault[] = []
  const add = (map: Map<string, Total>, key: string, one: Total) => map.set(key, addTotals(map.get(key) ?? NOTHING, one))
  const reader = createFiguresReader({
    onCells(cells) {
      for (const cell of cells) {
        if (cell.route !== '' && !names.has(cell.route)) names.set(cell.route, cell.route_name)
        if (!wanted(cell)) continue
        const one = totalOf(cell.count, { whole })
        all = addTotals(all, one)
        if (cell.route !== '') add(routes, cell.route, one)
        add(years, cell.period.slice(0, 4), one)
        if (cell.period.length === 7) add(months, cell.period, one)
      }
    },
    onFaults(found) {
      if (leave_out_repeated && found.every(({ reason }) => reason === 'repeated')) {
        repeated++
        return
      }
      bad++
      for (const fault of found) if (faults.length < SHOWN_FAULTS) faults.push(fault)
    },
    onHeadings(_, { measure }) {
      const said = measure()
      whole = said === undefined || isWhole(said)
    },
  })
  const hash = createHash('sha256')
  let bytes = 0
  const file = openSync(path, 'r')
  try {
    const piece = new Uint8Array(PIECE)
    for (;;) {
      const length = readSync(file, piece, 0, PIECE, null)
      if (length === 0) break
      const part = piece.subarray(0, length)
      hash.update(part)
      bytes += length
      if (!reader.push(part)) break
    }
  } finally {
    closeSync(file)
  }
  const end = reader.end()
  if (!end.ok) return sentenceOf(path, end.refused)
  if (bad > 0) {
    const lines = faults.map(({ line, column, reason, other_line }) => {
      const where = column === '' ? '' : `, column ${column}`
      return `  line ${line}${where}: ${reason}${other_line === undefined ? '' : ` line ${other_line}`}`
    })
    return `${path}: ${bad} bad rows${bad > SHOWN_FAULTS ? ', the first of them' : ''}:\n${lines.join('\n')}\nNothing was counted.`
  }
  if (route !== undefined && !names.has(route))
    return `${path}: no row is of that route; there are: ${[...names.values()].slice(0, SHOWN_FAULTS).join(', ')}. Nothing was counted.`
  const { recognised, measure } = end.reader
  const told = {
    file: { name: basename(path), sha256: hash.digest('hex'), bytes, rows: end.rows, repeated, format: recognised.format },
    measure: measure() ?? null,
    ...spoken(all),
    routes: [...routes].map(([route, one]) => ({ route, name: names.get(route)!, ...spoken(one) })),
    years: [...years].sort(byKey).map(([year, one]) => ({ year, ...spoken(one) })),
    months: [...months].sort(byKey).map(([month, one]) => ({ month, ...spoken(one) })),
  }
  return { format: recognised.format, told }
}

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : 1)
const spoken = (total: Total) => ({
  total: isExact(total) ? total.low : null,
  at_least: total.low,
  at_most: total.high,
  figures: total.numbers,
  suppressed: total.suppressed,
  not_reported: total.not_reported,
})

function sentenceOf(path: string, { reason, line, columns = [], nearest }: Refused): string {
  const SENTENCES: Readonly<Record<Refused['reason'], string>> = {
    empty: 'there are no rows under the headings',
    'not-of-this-encoding': 'the text is not in UTF-8',
    unreadable: 'the row cannot be read: a quote is open or misplaced, or it is longer than 65,536 bytes',
    'columns-missing': `the headings are of no known format; the nearest, ${nearest}, lacks: ${columns.join(', ')}`,
    'columns-twice': `the headings name a column twice: ${columns.join(', ')}`,
    'too-many-rows': 'more than 250,000 rows, which is as many as are read',
    'too-many-figures': 'more than 1,000,000 figures, which is as many as are read',
    'too-many-routes': 'more than 200 routes, which is as many as are read',
  }
  return `${path}, line ${line}: ${SENTENCES[reason]}. Nothing was counted.`
}
