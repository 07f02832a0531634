/** Rows of a recognised format into cells: each knows its line, so that every number can be followed to where it was printed. */
import { type Count, type CountFault, readCount } from '../series/counts.ts'
import { maybeCountry } from '../tables/words.ts'
import { type Column, type Field, type Format, MEASURES, type Measure, type Recognised, recognise } from './formats.ts'
import { readPeriod, readYearMonth } from './periods.ts'
import { routeCode } from './routes.ts'

/** One printed figure with everything that it was printed under; what a format does not say is ''. */
export interface Cell {
  readonly line: number
  /** `2023-07`, or `2023`. */
  readonly period: string
  readonly route: string
  readonly route_name: string
  /** Nationality or country of origin: alpha-3 where it is known, else as printed. */
  readonly origin: string
  /** Country of the event, or the kind of border. */
  readonly place: string
  readonly kind: string
  readonly unit: string
  readonly count: Count
  readonly reference: string
  readonly lat: number | null
  readonly lon: number | null
}

export type RowFaultReason =
  | CountFault
  | 'not-a-period'
  | 'ambiguous-date'
  | 'empty'
  | 'too-long'
  | 'not-a-measure'
  | 'another-measure'
  | 'repeated'
  | 'contradicts'
  | 'not-a-place'
  | 'cells-extra'
  | 'not-a-year'

export interface RowFault {
  readonly line: number
  /** The heading of the column. */
  readonly column: string
  readonly reason: RowFaultReason
  /** The line that says the same, or otherwise. */
  readonly other_line?: number
}

export const MOST_ROWS = 250_000
/** Figures of one file: a wide one has many in a row. */
export const MOST_CELLS = 1_000_000
export const MOST_ROUTES = 200
/** Some exports join the numbers of many incidents in one. */
const LONGEST_TEXT = 1_000

export interface RowReader {
  readonly recognised: Extract<Recognised, { ok: true }>
  readonly measure: () => Measure | undefined
  /** The figures of a row, or why it is none. A row that says again what another said is `repeated`; otherwise it `contradicts`. */
  read(cells: readonly string[], line: number): { readonly cells: readonly Cell[] } | { readonly faults: readonly RowFault[] }
}

/** What is counted one by one; the rest is weighed. */
export const isWhole = (measure: Measure): boolean => measure !== 'seizures'

/** A reader of rows under these headings, or which format they come nearest to and what is missing. */
export function rowReader(
  headings: readonly string[],
): { readonly ok: true; readonly reader: RowReader } | Extract<Recognised, { ok: false }> {
  const recognised = recognise(headings)
  if (!recognised.ok) return recognised
  const { format, columns, months } = recognised
  const width = headings.length
  const at = new Map<Field, Column>(columns.map((column) => [column.field, column]))
  const said = new Map<string, { readonly line: number; readonly text: string }>()
  let measure = recognised.measure

  const text = (cells: readonly string[], field: Field) => {
    const column = at.get(field)
    return column === undefined ? '' : (cells[column.column] ?? '').trim()
  }
  const headingOf = (field: Field) => at.get(field)?.heading ?? field

  function read(cells: readonly string[], line: number) {
    const faults: RowFault[] = []
    const fault = (field: Field, reason: RowFaultReason) => {
      faults.push({ line, column: headingOf(field), reason })
      return undefined
    }
    if (cells.length > width && cells.slice(width).some((cell) => cell.trim() !== ''))
      return { faults: [{ line, column: '', reason: 'cells-extra' as const }] }
    for (const { field, column, heading } of columns)
      if (!['value', 'coordinates'].includes(field) && (cells[column] ?? '').length > LONGEST_TEXT)
        return { faults: [{ line, column: heading, reason: 'too-long' as const }] }
    if (format === 'totals') {
      const named = text(cells, 'measure') as Measure
      if (!MEASURES.includes(named)) fault('measure', 'not-a-measure')
      else if (measure !== undefined && measure !== named) fault('measure', 'another-measure')
      else measure = named
    }
    const route_name = text(cells, 'route')
    if (at.has('route') && format !== 'totals' && route_name === '') fault('route', 'empty')
    const origin = countryOr(text(cells, 'origin'))
    if ((format === 'frontex' || format === 'frontex-wide' || format === 'population') && origin === '') fault('origin', 'empty')
    const place = at.has('border') ? text(cells, 'border').toLowerCase() : countryOr(text(cells, 'place'))
    if (format === 'seizures' && place === '') fault('place', 'empty')
    const kind = at.has('cause') ? text(cells, 'cause') : text(cells, 'kind')
    if (format === 'seizures' && kind === '') fault('kind', 'empty')
    const reference = text(cells, 'reference')
    if (format === 'missing-migrants' && reference === '') fault('reference', 'empty')
    const where = placeOf(cells)
    if (where === undefined) fault(at.has('coordinates') ? 'coordinates' : 'lat', 'not-a-place')
    const common = {
      line,
      route: route_name === '' ? '' : routeCode(route_name),
      route_name,
      origin,
      place,
      kind,
      unit: text(cells, 'unit') || (format === 'seizures' ? unitIn(headingOf('value')) : ''),
      reference,
      lat: where?.[0] ?? null,
      lon: where?.[1] ?? null,
    }
    const whole = measure === undefined || isWhole(measure)
    const counted = (typed: string, heading: string): Count | undefined => {
      const count = readCount(typed, { whole })
      if (count.ok) return count.count
      faults.push({ line, column: heading, reason: count.reason })
      return undefined
    }
    if (months.length > 0) {
      const found = months.flatMap(({ column, period }): Cell[] => {
        const count = counted(cells[column] ?? '', headings[column]!)
        return count === undefined ? [] : [{ ...common, period, count }]
      })
      if (faults.length === 0) repeat(keyOf(common, ''), line, JSON.stringify(found.map(({ count }) => count)), faults)
      return faults.length > 0 ? { faults } : { cells: found }
    }
    const period = periodOf(cells)
    if (!period.ok) fault(at.has('period') ? 'period' : at.has('date') ? 'date' : at.has('month') ? 'month' : 'year', period.reason)
    const count = counted(text(cells, 'value'), headingOf('value'))
    if (faults.length > 0 || count === undefined || !period.ok) return { faults }
    const cell: Cell = { ...common, period: period.period, count }
    // seizures told one by one, with their day and no number of their own, may look alike
    if (format !== 'seizures' || reference !== '' || !period.is_day)
      repeat(
        reference === '' ? keyOf(common, period.period) : `#${reference}`,
        line,
        JSON.stringify([cell.period, cell.route, count]),
        faults,
      )
    return faults.length > 0 ? { faults } : { cells: [cell] }
  }

  function repeat(key: string, line: number, saying: string, faults: RowFault[]) {
    const before = said.get(key)
    if (before === undefined) {
      said.set(key, { line, text: saying })
      return
    }
    faults.push({ line, column: '', reason: before.text === saying ? 'repeated' : 'contradicts', other_line: before.line })
  }

  function periodOf(cells: readonly string[]) {
    if (at.has('period')) return readPeriod(text(cells, 'period'))
    const year = text(cells, 'year')
    const month = text(cells, 'month')
    if (format === 'population' || (format === 'seizures' && !at.has('date') && !at.has('month')))
      return /^\d{4}(\.0)?$/.test(year)
        ? ({ ok: true, period: year.slice(0, 4), is_day: false } as const)
        : ({ ok: false, reason: 'not-a-year' } as const)
    if (year !== '' && month !== '') return readYearMonth(year, month)
    return readPeriod(text(cells, 'date') || month)
  }

  /** Latitude and longitude, rounded to a hundredth of a degree: a kilometre is enough for a picture. */
  function placeOf(cells: readonly string[]): readonly [number, number] | null | undefined {
    const pair = text(cells, 'coordinates')
    const [lat = '', lon = ''] = pair === '' ? [text(cells, 'lat'), text(cells, 'lon')] : pair.split(',').map((part) => part.trim())
    if (lat === '' && lon === '') return null
    const [y, x] = [Number(lat), Number(lon)]
    if (lat === '' || lon === '' || !(Math.abs(y) <= 90) || !(Math.abs(x) <= 180)) return undefined
    return [Math.round(y * 100) / 100, Math.round(x * 100) / 100]
  }

  return { ok: true, reader: { recognised, measure: () => measure, read } }
}

const keyOf = ({ route, origin, place, kind, unit, lat, lon }: Omit<Cell, 'period' | 'count'>, period: string) =>
  [period, route, origin, place, kind, unit, lat ?? '', lon ?? ''].join('\u0001')

/** Short names that publishers use and the list of countries does not have. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  Syria: 'SYR',
  Iran: 'IRN',
  'Iran (Islamic Republic of)': 'IRN',
  Turkey: 'TUR',
  Türkiye: 'TUR',
  Russia: 'RUS',
  "Cote d'Ivoire": 'CIV',
  "Côte d'Ivoire": 'CIV',
  Gambia: 'GMB',
  'The Gambia': 'GMB',
  Palestine: 'PSE',
  'State of Palestine': 'PSE',
  Vietnam: 'VNM',
  Congo: 'COG',
  'Congo (DRC)': 'COD',
  'Democratic Republic of the Congo': 'COD',
  Tanzania: 'TZA',
  Venezuela: 'VEN',
  Bolivia: 'BOL',
  Moldova: 'MDA',
  'Bolivia (Plurinational State of)': 'BOL',
  'Venezuela (Bolivarian Republic of)': 'VEN',
  // as the publishers do: under resolution 1244 of the Security Council
  Kosovo: 'XKX',
  'Kosovo*': 'XKX',
}

const countries = new Map<string, string>()
const MOST_REMEMBERED = 2_000

/** Alpha-3 of what is a country, and the text itself of what is none, or several. */
function countryOr(text: string): string {
  if (text === '' || /^[A-Z]{3}$/.test(text)) return text
  const known = countries.get(text)
  if (known !== undefined) return known
  const country = SHORT_NAMES[text] ?? maybeCountry(text) ?? text
  if (countries.size < MOST_REMEMBERED) countries.set(text, country)
  return country
}

const unitIn = (heading: string) => (/kg|kilogra/i.test(heading) ? 'kg' : '')

export type { Format }
