/** The public formats that figures come in, told apart by their headings alone. */
import { plainWords } from '../tables/plain.ts'
import { isWideMonth } from './periods.ts'

export const MEASURES = ['detections', 'deaths', 'seizures', 'population'] as const
/** `detections`: crossings found, not persons. `deaths`: dead or missing, at least. `seizures`: amounts. `population`: inhabitants. */
export type Measure = (typeof MEASURES)[number]

export const FORMATS = ['totals', 'frontex-wide', 'frontex', 'missing-migrants', 'seizures', 'population'] as const
export type Format = (typeof FORMATS)[number]

export const FIELDS = [
  'measure',
  'period',
  'year',
  'month',
  'date',
  'route',
  'border',
  'origin',
  'place',
  'kind',
  'unit',
  'value',
  'reference',
  'lat',
  'lon',
  'coordinates',
  'cause',
] as const
export type Field = (typeof FIELDS)[number]

interface Form {
  /** Each is needed, or one of several. */
  readonly needs: readonly (Field | readonly Field[])[]
  readonly may: readonly Field[]
  readonly measure?: Measure
  readonly names: Readonly<Partial<Record<Field, string>>>
}

/** What the publishers call their columns, as compared: without case, accents and signs. */
const FORMS: Readonly<Record<Format, Form>> = {
  totals: {
    needs: ['measure', 'period', 'value'],
    may: ['route', 'origin', 'place', 'kind', 'unit', 'lat', 'lon'],
    names: {
      measure: 'measure',
      period: 'period',
      value: 'value',
      route: 'route',
      origin: 'origin',
      place: 'place',
      kind: 'kind',
      unit: 'unit',
      lat: 'lat',
      lon: 'lon',
    },
  },
  'frontex-wide': {
    measure: 'detections',
    needs: ['route', 'border', 'origin'],
    may: [],
    names: {
      route: 'route',
      border: 'border type|borderlocation|border location|border',
      origin: 'nationality|nationality iso3|nationalitylong|nationality long',
    },
  },
  frontex: {
    measure: 'detections',
    needs: ['period', 'route', 'border', 'origin', 'value'],
    may: [],
    names: {
      period: 'month|date|period|year month',
      route: 'route',
      border: 'border type|borderlocation|border location|border',
      origin: 'nationality|nationality iso3|nationalitylong|nationality long',
      value: 'detections|number of detections|total detections|ibc',
    },
  },
  'missing-migrants': {
    measure: 'deaths',
    needs: ['reference', ['date', 'month'], 'route', 'value'],
    may: ['year', 'month', 'date', 'place', 'origin', 'cause', 'lat', 'lon', 'coordinates'],
    names: {
      reference: 'incident id|id|web id|main id',
      date: 'incident date|date|reported date',
      year: 'incident year|reported year|year',
      month: 'month|incident month|reported month',
      route: 'migration route|route',
      value:
        'total number of dead and missing|total dead and missing|no dead missing|dead or missing|total dead missing|number dead and missing',
      place: 'country of incident|country of incident iso3',
      origin: 'country of origin|origin iso3|country of origin iso3',
      cause: 'cause of death|cause|cause of death category',
      lat: 'latitude|lat',
      lon: 'longitude|lon|lng',
      coordinates: 'coordinates|location coordinates',
    },
  },
  seizures: {
    measure: 'seizures',
    needs: ['place', ['year', 'date', 'month'], 'kind', 'value'],
    may: ['year', 'date', 'month', 'unit', 'reference', 'origin'],
    names: {
      place: 'country|country territory|iso3 code|iso3|country iso3|reporting country|country or territory',
      year: 'year|reference year',
      date: 'date|seizure date|date of seizure',
      month: 'month|period',
      kind: 'drug|drug name|drug group|substance|category|kind|goods|indicator drug',
      unit: 'unit|unit of measurement|measurement unit|measure unit|units',
      value: 'quantity|value|amount|kilograms|kilogram equivalent|kg equivalent|quantity seized|kilogrammes|kg',
      reference: 'seizure id|case id|id',
      origin: 'departure country|country of origin|origin',
    },
  },
  population: {
    measure: 'population',
    needs: ['origin', 'year', 'value'],
    may: [],
    names: {
      origin: 'iso3|iso3 code|country|country code|location|nationality iso3',
      year: 'year|time',
      value: 'population|total population|poptotal|inhabitants',
    },
  },
}

export interface Column {
  readonly field: Field
  readonly column: number
  readonly heading: string
}
export interface WideMonth {
  readonly column: number
  readonly period: string
}

export type Recognised =
  | {
      readonly ok: true
      readonly format: Format
      /** Said by the format; `totals` say it in each row. */
      readonly measure: Measure | undefined
      readonly columns: readonly Column[]
      /** One column a month. */
      readonly months: readonly WideMonth[]
    }
  /** Which format comes nearest, which columns it lacks, which it names twice. */
  | { readonly ok: false; readonly nearest: Format; readonly missing: readonly string[]; readonly twice: readonly string[] }

export const MOST_COLUMNS = 1_024
const LONGEST_HEADING = 120

/** Which format the headings are of. A column that no format knows is passed over. */
export function recognise(headings: readonly string[]): Recognised {
  const plain = headings.slice(0, MOST_COLUMNS).map((heading) => plainWords(heading.slice(0, LONGEST_HEADING)))
  const months = headings.slice(0, MOST_COLUMNS).flatMap((heading, column) => {
    const period = isWideMonth(heading)
    return period === undefined ? [] : [{ column, period }]
  })
  const tries = FORMATS.map((format) => tryForm(format, headings, plain, months))
  const fitting = tries.find(({ missing, twice }) => missing.length + twice.length === 0)
  if (fitting) {
    const { format, columns } = fitting
    const { measure } = FORMS[format]
    return { ok: true, format, measure, columns, months: format === 'frontex-wide' ? months : [] }
  }
  const { format, missing, twice } = tries.reduce((best, one) => (one.share > best.share ? one : best))
  return { ok: false, nearest: format, missing, twice }
}

function tryForm(format: Format, headings: readonly string[], plain: readonly string[], months: readonly WideMonth[]) {
  const { needs, may, names } = FORMS[format]
  const columns: Column[] = []
  const twice: string[] = []
  for (const field of new Set([...needs.flat(), ...may])) {
    // in the order of preference of the names
    for (const name of (names[field] ?? '').split('|')) {
      const column = plain.indexOf(name)
      if (column < 0 || columns.some((one) => one.column === column)) continue
      columns.push({ field, column, heading: headings[column]!.slice(0, LONGEST_HEADING) })
      if (plain.indexOf(name, column + 1) >= 0) twice.push(headings[column]!.slice(0, LONGEST_HEADING))
      break
    }
  }
  const has = (field: Field) => columns.some((one) => one.field === field)
  const missing = needs.flatMap((need) => {
    const any = typeof need === 'string' ? [need] : need
    return any.some(has) ? [] : [any.map((field) => (names[field] ?? field).split('|')[0]!).join(' / ')]
  })
  if (format === 'frontex-wide') {
    if (months.length === 0) missing.push('JAN2009')
    for (const [i, { period }] of months.entries()) if (months.findIndex((one) => one.period === period) !== i) twice.push(period)
  }
  const wanted = needs.length + (format === 'frontex-wide' ? 1 : 0)
  return { format, columns, missing, twice, share: (wanted - missing.length) / wanted }
}
