/** The picture itself: totals by route and month, changes, forecasts, flows, rates, places, and every figure back to its line. */
import Type from 'typebox'
import { act, view } from '#kernel/capability.ts'
import {
  addTotals,
  changesOf,
  forecastOf,
  HORIZON,
  isExact,
  METHODS,
  monthNumber,
  monthOf,
  NOTHING,
  rateOf,
  SHORTEST_FOR_CHANGES,
  SHORTEST_FOR_FORECAST,
  sumOf,
  type Total,
} from '#lib/series/index.ts'
import { csvRow } from '#lib/tables/index.ts'
import { closed, oneOf, Uuid } from '#wire/checks/subjects.ts'
import { Refusal } from '#wire/refusal.ts'
import { STATE_NAMES } from '../reading.ts'
import {
  ABSENT_IS_NONE,
  EXPORT_ROWS,
  FEW,
  MOST_GROUPS,
  MOST_ORIGINS,
  MOST_PERIODS,
  MOST_PLACES,
  MOST_ROUTES_SHOWN,
  SQUARE,
} from '../rules.ts'
import {
  type CellFilter,
  type CellRow,
  findCells as cellsFound,
  countUnplaced,
  type DatasetRow,
  routesOf,
  sumsByFlow,
  sumsByOrigin,
  sumsByPeriod,
  sumsByRouteAndPeriod,
  sumsBySquare,
} from '../store/datasets.ts'
import {
  DatasetLine,
  datasetOf,
  Limit,
  lineOf,
  Offset,
  onDataset,
  orNull,
  Range,
  RouteCode,
  rangeOf,
  subject,
  totalFrom,
  wholeOf,
  Year,
} from './shapes.ts'

const Span = { year_from: Type.Optional(Year), year_until: Type.Optional(Year) }
const malformed = (path: string, reason: string) => new Refusal('input.malformed', { details: [{ path, reason }] })

/** All periods from the first to the last, so that a month without a row has its place. */
function periodsOf(row: DatasetRow, { year_from, year_until }: { year_from?: number; year_until?: number }): string[] {
  const first = Math.max(Number(row.first_period.slice(0, 4)), year_from ?? 0)
  const last = Math.min(Number(row.last_period.slice(0, 4)), year_until ?? 9_999)
  if (row.period_kind === 'year')
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => String(first + i)).slice(0, MOST_PERIODS)
  const from = Math.max(monthNumber(row.first_period)!, first * 12)
  const until = Math.min(monthNumber(row.last_period)!, last * 12 + 11)
  return Array.from({ length: Math.max(0, until - from + 1) }, (_, i) => monthOf(from + i)).slice(0, MOST_PERIODS)
}

/** Of a period without a row: none where the publisher lists all there was, else nobody knows. */
const absent = ({ format }: DatasetRow): Total => (ABSENT_IS_NONE[format] ? NOTHING : { ...NOTHING, high: null, not_reported: 1 })

const Columns = closed({
  low: Type.Array(Type.Number()),
  high: Type.Array(orNull(Type.Number())),
  suppressed: Type.Array(Type.Integer()),
  not_reported: Type.Array(Type.Integer()),
})
const columnsOf = (totals: readonly Total[]) => ({
  low: totals.map(({ low }) => low),
  high: totals.map(({ high }) => high),
  suppressed: totals.map(({ suppressed }) => suppressed),
  not_reported: totals.map(({ not_reported }) => not_reported),
})

export const readTotals = view({
  name: 'picture.read-totals',
  summary: 'What a dataset comes to by route and period: at least and at most, a range wherever a count in it is suppressed',
  purpose: 'none',
  journal: 'refusals',
  input: closed({ dataset: Uuid, ...Span }),
  output: closed({
    dataset: DatasetLine,
    periods: Type.Array(Type.String()),
    routes: Type.Array(closed({ code: Type.String(), name: Type.String(), total: Range, by_period: Columns })),
    all: closed({ total: Range, by_period: Columns }),
    /** Routes beyond those that are shown. */
    more: Type.Integer(),
  }),
  refusals: ['thing.unknown'],
  on: onDataset,
  subject,
  async run({ dataset, ...span }, view) {
    const row = await datasetOf(dataset, view)
    const periods = periodsOf(row, span)
    const place = new Map(periods.map((period, i) => [period, i]))
    const names = new Map((await routesOf(view.reading, dataset)).map(({ code, name }) => [code, name]))
    const found = await sumsByRouteAndPeriod(view.reading, { dataset, ...span }, wholeOf(row))
    const byRoute = new Map<string, Total[]>()
    for (const sum of found) {
      const i = place.get(sum.period)
      if (i === undefined) continue
      if (!byRoute.has(sum.route))
        byRoute.set(
          sum.route,
          periods.map(() => absent(row)),
        )
      byRoute.get(sum.route)![i] = totalFrom(sum)
    }
    const routes = [...byRoute]
      .map(([code, totals]) => ({ code, totals, total: sumOf(totals) }))
      .sort((a, b) => b.total.low - a.total.low || (a.code < b.code ? -1 : 1))
    const all = periods.map((_, i) => sumOf(routes.map(({ totals }) => totals[i]!)))
    return {
      dataset: lineOf(row),
      periods,
      routes: routes.slice(0, MOST_ROUTES_SHOWN).map(({ code, totals, total }) => ({
        code,
        name: names.get(code) ?? '',
        total: rangeOf(total),
        by_period: columnsOf(totals),
      })),
      all: { total: rangeOf(sumOf(all)), by_period: columnsOf(all) },
      more: Math.max(0, routes.length - MOST_ROUTES_SHOWN),
    }
  },
})

const Backtest = closed({
  method: oneOf(METHODS),
  origins: Type.Integer(),
  mase: Type.Number(),
  mae: Type.Number(),
  mase_by_month: Type.Array(Type.Number()),
  held: Type.Integer(),
  intervals: Type.Integer(),
})

export const readSeries = view({
  name: 'picture.read-series',
  summary: 'One route month by month: its changes of level, and a forecast with the error that the same method made in the past',
  purpose: 'none',
  journal: 'refusals',
  input: closed({ dataset: Uuid, route: Type.Optional(RouteCode) }),
  output: closed({
    dataset: DatasetLine,
    months: Type.Array(Type.String()),
    by_month: Columns,
    changes: closed({
      refused: orNull(Type.String()),
      shortest: Type.Integer(),
      rows: Type.Array(closed({ month: Type.String(), before: Type.Number(), after: Type.Number() })),
    }),
    forecast: closed({
      refused: orNull(Type.String()),
      shortest: Type.Integer(),
      method: orNull(oneOf(METHODS)),
      months: Type.Array(closed({ month: Type.String(), low: Type.Number(), middle: Type.Number(), high: Type.Number() })),
      backtests: Type.Array(Backtest),
    }),
  }),
  refusals: ['thing.unknown', 'input.malformed'],
  on: onDataset,
  subject,
  async run({ dataset, route }, view) {
    const row = await datasetOf(dataset, view)
    if (row.period_kind !== 'month') throw malformed('/dataset', 'not-by-month')
    const months = periodsOf(row, {})
    const sums = new Map((await sumsByPeriod(view.reading, { dataset, route }, wholeOf(row))).map((sum) => [sum.period, totalFrom(sum)]))
    const totals = months.map((month) => sums.get(month) ?? absent(row))
    // what is not one number is none
    const counts = totals.map((total) => (isExact(total) ? total.low : null))
    const changes = changesOf(counts)
    const forecast = forecastOf(counts)
    const last = monthNumber(months.at(-1)!)!
    return {
      dataset: lineOf(row),
      months,
      by_month: columnsOf(totals),
      changes: {
        refused: changes.ok ? null : changes.reason,
        shortest: SHORTEST_FOR_CHANGES,
        rows: changes.ok ? changes.changes.map(({ at, before, after }) => ({ month: months[at]!, before, after })) : [],
      },
      forecast: {
        refused: forecast.ok ? null : forecast.reason,
        shortest: SHORTEST_FOR_FORECAST,
        method: forecast.ok ? forecast.method : null,
        months: forecast.ok ? forecast.months.slice(0, HORIZON).map((one, h) => ({ month: monthOf(last + 1 + h), ...one })) : [],
        backtests: forecast.ok ? forecast.backtests.map((one) => ({ ...one, mase_by_month: [...one.mase_by_month] })) : [],
      },
    }
  },
})

const SHOWN_ORIGINS = 14

export const readFlows = view({
  name: 'picture.read-flows',
  summary: 'From where by which route to where, in a year: the flows, and the hubs through which most of them pass',
  purpose: 'none',
  journal: 'refusals',
  input: closed({ dataset: Uuid, year: Year }),
  output: closed({
    dataset: DatasetLine,
    /** `rest`: all origins that are not shown by themselves. */
    links: Type.Array(closed({ origin: Type.String(), rest: Type.Boolean(), route: Type.String(), place: Type.String(), total: Range })),
    hubs: Type.Array(
      closed({
        kind: oneOf(['route', 'place'] as const),
        code: Type.String(),
        name: Type.String(),
        total: Range,
        origins: Type.Integer(),
        /** The origin that most come from, and its share of what is sure. */
        first_origin: Type.String(),
        first_share: orNull(Type.Number()),
      }),
    ),
    /** More flows than are counted here: then this is no whole picture. */
    cut: Type.Boolean(),
  }),
  refusals: ['thing.unknown', 'input.malformed'],
  on: onDataset,
  subject,
  async run({ dataset, year }, view) {
    const row = await datasetOf(dataset, view)
    if (!row.has_origin) throw malformed('/dataset', 'without-origin')
    const filter = { dataset, year_from: year, year_until: year }
    const sums = await sumsByFlow(view.reading, filter, wholeOf(row))
    const names = new Map((await routesOf(view.reading, dataset)).map(({ code, name }) => [code, name]))
    const flows = sums.map((sum) => ({ origin: sum.origin, route: sum.route, place: sum.place, total: totalFrom(sum) }))
    const origins = [...grouped(flows, ({ origin }) => origin)].sort(([, a], [, b]) => lowOf(b) - lowOf(a))
    const shown = new Set(origins.slice(0, SHOWN_ORIGINS).map(([origin]) => origin))
    const links = grouped(flows, ({ origin, route, place }) =>
      [shown.has(origin) ? origin : '', shown.has(origin), route, place].join('\u0001'),
    )
    const hub = (kind: 'route' | 'place', of: 'route' | 'place') =>
      [...grouped(flows, (flow) => flow[of])]
        .filter(([code]) => code !== '')
        .map(([code, through]) => {
          const by = [...grouped(through, ({ origin }) => origin)].map(([origin, some]) => ({ origin, low: lowOf(some) }))
          const first = by.reduce((best, one) => (one.low > best.low ? one : best))
          const total = sumOf(through.map((flow) => flow.total))
          return {
            kind,
            code,
            name: names.get(code) ?? code,
            total: rangeOf(total),
            origins: by.length,
            first_origin: first.origin,
            // a share of what is not known is none
            first_share: isExact(total) && total.low > 0 ? first.low / total.low : null,
          }
        })
        .sort((a, b) => b.total.low - a.total.low)
        .slice(0, MOST_ROUTES_SHOWN)
    return {
      dataset: lineOf(row),
      links: [...links].map(([, some]) => {
        const [{ origin, route, place }] = some as [(typeof some)[number]]
        return {
          origin: shown.has(origin) ? origin : '',
          rest: !shown.has(origin),
          route,
          place,
          total: rangeOf(sumOf(some.map(({ total }) => total))),
        }
      }),
      hubs: [...hub('route', 'route'), ...hub('place', 'place')],
      cut: sums.length >= MOST_GROUPS,
    }
  },
})

function grouped<T>(things: readonly T[], key: (thing: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const thing of things) {
    const at = key(thing)
    const group = groups.get(at)
    if (group === undefined) groups.set(at, [thing])
    else group.push(thing)
  }
  return groups
}
const lowOf = (flows: readonly { readonly total: Total }[]) => flows.reduce((sum, { total }) => sum + total.low, 0)

export const readRates = view({
  name: 'picture.read-rates',
  summary: 'Counts by origin for each 100,000 inhabitants of the same year; nothing is carried over from another year',
  purpose: 'none',
  journal: 'refusals',
  input: closed({ dataset: Uuid, population: Uuid, year: Year }),
  output: closed({
    dataset: DatasetLine,
    population: DatasetLine,
    per: Type.Integer(),
    rows: Type.Array(
      closed({
        origin: Type.String(),
        total: Range,
        population: orNull(Type.Number()),
        low: orNull(Type.Number()),
        high: orNull(Type.Number()),
        /** So few that the rate moves by itself. */
        few: Type.Boolean(),
      }),
    ),
  }),
  refusals: ['thing.unknown', 'input.malformed'],
  on: onDataset,
  subject,
  async run({ dataset, population, year }, view) {
    const row = await datasetOf(dataset, view)
    const people = await datasetOf(population, view)
    if (!row.has_origin || row.measure === 'population') throw malformed('/dataset', 'without-origin')
    if (people.measure !== 'population') throw malformed('/population', 'not-a-population')
    const PER = 100_000
    const of = { year_from: year, year_until: year }
    const counted = await sumsByOrigin(view.reading, { dataset, ...of }, wholeOf(row))
    const inhabitants = new Map(
      (await sumsByOrigin(view.reading, { dataset: population, ...of }, true)).map((sum) => [sum.origin, totalFrom(sum)]),
    )
    const rows = counted
      .filter(({ origin }) => origin !== '')
      .map((sum) => {
        const total = totalFrom(sum)
        const found = inhabitants.get(sum.origin)
        const living = found !== undefined && isExact(found) ? found.low : null
        const rate = living === null ? undefined : rateOf(total, living, PER)
        return {
          origin: sum.origin,
          total: rangeOf(total),
          population: living,
          low: rate?.low ?? null,
          high: rate?.high ?? null,
          few: total.low < FEW,
        }
      })
      .sort((a, b) => (b.low ?? -1) - (a.low ?? -1) || b.total.low - a.total.low)
      .slice(0, MOST_ORIGINS)
    return { dataset: lineOf(row), population: lineOf(people), per: PER, rows }
  },
})

export const readPlaces = view({
  name: 'picture.read-places',
  summary: 'Where it happened, by squares of one degree, the fullest first; what has no place is counted beside',
  purpose: 'none',
  journal: 'refusals',
  input: closed({ dataset: Uuid, route: Type.Optional(RouteCode), ...Span }),
  output: closed({
    dataset: DatasetLine,
    square: Type.Number(),
    rows: Type.Array(closed({ lat: Type.Number(), lon: Type.Number(), total: Range })),
    unplaced: Type.Integer(),
    cut: Type.Boolean(),
  }),
  refusals: ['thing.unknown'],
  on: onDataset,
  subject,
  async run({ dataset, route, ...span }, view) {
    const row = await datasetOf(dataset, view)
    const filter = { dataset, route, ...span }
    const rows = await sumsBySquare(view.reading, filter, wholeOf(row))
    return {
      dataset: lineOf(row),
      square: SQUARE,
      rows: rows.map((sum) => ({ lat: sum.lat + SQUARE / 2, lon: sum.lon + SQUARE / 2, total: rangeOf(totalFrom(sum)) })),
      unplaced: await countUnplaced(view.reading, filter),
      cut: rows.length >= MOST_PLACES,
    }
  },
})

const CellLine = closed({
  line: Type.Integer(),
  period: Type.String(),
  route: Type.String(),
  origin: Type.String(),
  place: Type.String(),
  kind: Type.String(),
  unit: Type.String(),
  state: oneOf(STATE_NAMES),
  /** The number, or below what it is. */
  value: orNull(Type.Number()),
  reference: Type.String(),
})

export const findCells = view({
  name: 'picture.find-cells',
  summary: 'The printed figures behind a number, each with its line in the file, its counting rule and its source',
  purpose: 'none',
  journal: 'refusals',
  input: closed({
    dataset: Uuid,
    route: Type.Optional(RouteCode),
    year: Type.Optional(Year),
    month: Type.Optional(Type.Integer({ minimum: 1, maximum: 12 })),
    origin: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
    place: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
    limit: Limit,
    offset: Offset,
  }),
  output: closed({ dataset: DatasetLine, rows: Type.Array(CellLine), total: Type.Integer(), sum: Range }),
  refusals: ['thing.unknown', 'input.malformed'],
  on: onDataset,
  subject,
  async run({ dataset, route, year, month, origin, place, limit = 50, offset = 0 }, view) {
    if (month !== undefined && year === undefined) throw malformed('/month', 'without-year')
    const row = await datasetOf(dataset, view)
    const filter: CellFilter = { dataset, route, period: periodText(year, month), origin, place }
    const { rows, total } = await cellsFound(view.reading, filter, { limit, offset })
    const sums = await sumsByPeriod(view.reading, filter, wholeOf(row))
    return { dataset: lineOf(row), rows: rows.map(cellOf), total, sum: rangeOf(sums.map(totalFrom).reduce(addTotals, NOTHING)) }
  },
})

const periodText = (year: number | undefined, month: number | undefined) =>
  year === undefined ? undefined : month === undefined ? String(year) : `${year}-${String(month).padStart(2, '0')}`
const cellOf = ({ amount, below, state, ...rest }: CellRow) => ({ ...rest, state: STATE_NAMES[state]!, value: amount ?? below })

export const compareDatasets = view({
  name: 'picture.compare-datasets',
  summary: 'What a later edition says otherwise of the same routes and periods: publishers add to past years',
  purpose: 'none',
  journal: 'refusals',
  input: closed({ dataset: Uuid, earlier: Uuid }),
  output: closed({
    dataset: DatasetLine,
    earlier: DatasetLine,
    rows: Type.Array(closed({ period: Type.String(), route: Type.String(), name: Type.String(), before: Range, after: Range })),
    total: Type.Integer(),
  }),
  refusals: ['thing.unknown', 'input.malformed'],
  on: onDataset,
  subject,
  async run({ dataset, earlier }, view) {
    const [now, then] = [await datasetOf(dataset, view), await datasetOf(earlier, view)]
    if (now.measure !== then.measure || now.period_kind !== then.period_kind) throw malformed('/earlier', 'of-another-kind')
    const key = ({ route, period }: { route: string; period: string }) => `${route}\u0001${period}`
    const sumsIn = async (row: DatasetRow) =>
      new Map((await sumsByRouteAndPeriod(view.reading, { dataset: row.id }, wholeOf(row))).map((sum) => [key(sum), totalFrom(sum)]))
    const [after, before] = [await sumsIn(now), await sumsIn(then)]
    const names = new Map(
      [...(await routesOf(view.reading, earlier)), ...(await routesOf(view.reading, dataset))].map(({ code, name }) => [code, name]),
    )
    const rows = [...new Set([...after.keys(), ...before.keys()])].flatMap((at) => {
      const [route, period] = at.split('\u0001') as [string, string]
      // what only one of them reaches is no correction
      if (period < now.first_period || period > now.last_period || period < then.first_period || period > then.last_period) return []
      const [a, b] = [before.get(at) ?? absent(then), after.get(at) ?? absent(now)]
      return a.low === b.low && a.high === b.high
        ? []
        : [{ period, route, name: names.get(route) ?? '', before: rangeOf(a), after: rangeOf(b) }]
    })
    rows.sort((a, b) => (a.period < b.period ? 1 : a.period > b.period ? -1 : a.route < b.route ? -1 : 1))
    return { dataset: lineOf(now), earlier: lineOf(then), rows: rows.slice(0, 500), total: rows.length }
  },
})

const HEADINGS = [
  'measure',
  'period',
  'route',
  'origin',
  'place',
  'kind',
  'unit',
  'value',
  'line',
  'reference',
  'publisher',
  'title',
  'licence',
  'address',
  'retrieved_on',
  'file_sha256',
]

export const exportTotals = act({
  name: 'picture.export-totals',
  summary: 'The printed figures of a dataset as CSV, part by part, each row with its line, publisher, licence and the digest of the file',
  purpose: 'required',
  journal: 'always',
  input: closed({
    dataset: Uuid,
    route: Type.Optional(RouteCode),
    ...Span,
    part: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000 })),
  }),
  output: closed({
    name: Type.String(),
    media_type: Type.String(),
    content: Type.String(),
    rows: Type.Integer(),
    total: Type.Integer(),
    /** The number of the next part; null after the last. */
    next: orNull(Type.Integer()),
  }),
  refusals: ['thing.unknown'],
  on: onDataset,
  subject,
  async run({ dataset, route, part = 0, ...span }, act) {
    const row = await datasetOf(dataset, act)
    const names = new Map((await routesOf(act.reading, dataset)).map(({ code, name }) => [code, name]))
    const { rows, total } = await cellsFound(act.reading, { dataset, route, ...span }, { limit: EXPORT_ROWS, offset: part * EXPORT_ROWS })
    const { sha256, publisher, title, licence, address, retrieved_on } = lineOf(row)
    const lines = rows.map((cell) =>
      csvRow([
        row.measure,
        cell.period,
        names.get(cell.route) ?? cell.route,
        cell.origin,
        cell.place,
        cell.kind,
        cell.unit,
        printed(cell),
        String(cell.line),
        cell.reference,
        publisher,
        title,
        licence,
        address,
        retrieved_on ?? '',
        sha256,
      ]),
    )
    await act.record('picture.exported', `dataset:${dataset}`, { part, rows: rows.length })
    return {
      name: 'figures.csv',
      media_type: 'text/csv; charset=utf-8',
      content: `${part === 0 ? csvRow(HEADINGS) : ''}${lines.join('')}`,
      rows: rows.length,
      total,
      next: (part + 1) * EXPORT_ROWS < total ? part + 1 : null,
    }
  },
})

/** As it was printed: what was suppressed goes out suppressed. */
const printed = ({ amount, below, state }: CellRow) =>
  amount !== null ? String(amount) : below !== null ? `<${below}` : state === 2 ? '*' : ''

export const figureActions = [readTotals, readSeries, readFlows, readRates, readPlaces, findCells, compareDatasets, exportTotals]
