/** A whole file of figures into what can be looked at and taken in: pure, bounded, and run on a thread of its own. */
import { utf8 } from '#lib/bytes.ts'
import {
  type Cell,
  createFiguresReader,
  type FileFault as FigureFault,
  type Format,
  type Measure,
  MOST_COLUMNS,
  MOST_ROWS,
  type Refused,
  type RowFault,
  rowTaker,
} from '#lib/figures/index.ts'
import { decodeText, guessEncoding, readWorkbook, type WorkbookFault } from '#lib/tables/index.ts'
import { MAX_CELLS, SHOWN_BAD } from './rules.ts'

export type FileFault = FigureFault | WorkbookFault | 'too-slow'

export interface Found {
  readonly format: Format
  readonly measure: Measure
  readonly period_kind: 'month' | 'year'
  readonly sheets: readonly string[]
  readonly sheet: number
  readonly headings: readonly string[]
  /** Which column was read as what. */
  readonly columns: readonly { readonly field: string; readonly heading: string }[]
  readonly rows: number
  readonly cells: number
  /** Rows that say again what another said; rows that are wrong, those that contradict another among them. */
  readonly repeated: number
  readonly bad: number
  readonly suppressed: number
  readonly not_reported: number
  readonly has_origin: boolean
  readonly has_place: boolean
  readonly has_position: boolean
  readonly first_period: string
  readonly last_period: string
  readonly routes: readonly { readonly code: string; readonly name: string }[]
  readonly bad_rows: readonly RowFault[]
}

/** The figures column by column, as the database takes them. */
export interface CellColumns {
  readonly line: number[]
  readonly period: string[]
  readonly route: string[]
  readonly origin: string[]
  readonly place: string[]
  readonly kind: string[]
  readonly unit: string[]
  readonly state: number[]
  readonly amount: (number | null)[]
  readonly below: (number | null)[]
  readonly reference: string[]
  readonly lat: (number | null)[]
  readonly lon: (number | null)[]
}

export interface FileRefusal {
  readonly reason: FileFault | 'mixed-periods'
  readonly line?: number
  readonly columns?: readonly string[]
  readonly nearest?: Format
}
export type Read =
  | { readonly ok: false; readonly refusal: FileRefusal }
  | { readonly ok: true; readonly found: Found; readonly cells: CellColumns | undefined }

export interface Job {
  readonly bytes: Uint8Array
  readonly sheet: number
  /** Whether the figures themselves are wanted, or only what is found. */
  readonly whole: boolean
}

const STATES = ['number', 'below', 'withheld', 'not-reported'] as const
export const STATE_NAMES = STATES
const PIECE = 1 << 20
const SHOWN_CHARACTERS = 100
const SHOWN_HEADINGS = 60

const emptyColumns = (): CellColumns => ({
  line: [],
  period: [],
  route: [],
  origin: [],
  place: [],
  kind: [],
  unit: [],
  state: [],
  amount: [],
  below: [],
  reference: [],
  lat: [],
  lon: [],
})

/** Reads a file by its headings; nothing is taken in by it. */
export function readFiguresFile({ bytes, sheet, whole }: Job): Read {
  const cells = emptyColumns()
  const routes = new Map<string, string>()
  const bad_rows: RowFault[] = []
  let headings: readonly string[] = []
  let [count, repeated, bad, suppressed, not_reported] = [0, 0, 0, 0, 0]
  let [months, years] = [0, 0]
  let [has_origin, has_place, has_position] = [false, false, false]
  let [first_period, last_period] = ['', '']

  const sink = {
    onHeadings(row: readonly string[]) {
      headings = row
    },
    onCells(some: readonly Cell[]) {
      for (const cell of some) {
        count++
        if (cell.period.length === 7) months++
        else years++
        if (cell.count.state === 'not-reported') not_reported++
        else if (cell.count.state !== 'number') suppressed++
        has_origin ||= cell.origin !== ''
        has_place ||= cell.place !== ''
        has_position ||= cell.lat !== null
        if (first_period === '' || cell.period < first_period) first_period = cell.period
        if (cell.period > last_period) last_period = cell.period
        if (!routes.has(cell.route)) routes.set(cell.route, cell.route_name)
        if (whole && count <= MAX_CELLS) push(cells, cell)
      }
    },
    onFaults(faults: readonly RowFault[]) {
      if (faults.every(({ reason }) => reason === 'repeated')) repeated++
      else bad++
      for (const fault of faults)
        if (bad_rows.length < SHOWN_BAD) bad_rows.push({ ...fault, column: fault.column.slice(0, SHOWN_CHARACTERS) })
    },
  }
  const read = isWorkbook(bytes) ? ofWorkbook(bytes, sheet, sink) : ofText(bytes, sink)
  if ('refusal' in read) return { ok: false, refusal: read.refusal }
  const { rows, reader, sheets } = read
  const measure = reader.measure()
  if (count > MAX_CELLS) return refuse({ reason: 'too-many-figures' })
  if (count === 0 || measure === undefined) return bad > 0 ? onlyBad() : refuse({ reason: 'empty', line: 1 })
  if (months > 0 && years > 0) return refuse({ reason: 'mixed-periods' })
  return { ok: true, found: found(measure, months > 0 ? 'month' : 'year'), cells: whole ? cells : undefined }

  function found(of: Measure, period_kind: 'month' | 'year'): Found {
    const { recognised } = reader
    return {
      format: recognised.format,
      measure: of,
      period_kind,
      sheets,
      sheet,
      headings: headings.slice(0, SHOWN_HEADINGS).map((heading) => heading.slice(0, SHOWN_CHARACTERS)),
      columns: recognised.columns.map(({ field, heading }) => ({ field, heading: heading.slice(0, SHOWN_CHARACTERS) })),
      rows,
      cells: count,
      repeated,
      bad,
      suppressed,
      not_reported,
      has_origin,
      has_place,
      has_position,
      first_period,
      last_period,
      routes: [...routes].filter(([code]) => code !== '').map(([code, name]) => ({ code, name: name.slice(0, SHOWN_CHARACTERS) })),
      bad_rows,
    }
  }
  /** Nothing can be taken in, and what is wrong is still shown. */
  function onlyBad(): Read {
    return { ok: true, found: found(measure ?? 'detections', 'month'), cells: whole ? cells : undefined }
  }
}

const refuse = (refusal: FileRefusal): Read => ({ ok: false, refusal })

function push(columns: CellColumns, cell: Cell) {
  columns.line.push(cell.line)
  columns.period.push(cell.period)
  columns.route.push(cell.route)
  columns.origin.push(cell.origin)
  columns.place.push(cell.place)
  columns.kind.push(cell.kind)
  columns.unit.push(cell.unit)
  columns.state.push(STATES.indexOf(cell.count.state))
  columns.amount.push(cell.count.state === 'number' ? cell.count.value : null)
  columns.below.push(cell.count.state === 'below' ? cell.count.below : null)
  columns.reference.push(cell.reference)
  columns.lat.push(cell.lat)
  columns.lon.push(cell.lon)
}

const isWorkbook = (bytes: Uint8Array) => (bytes[0] === 0x50 && bytes[1] === 0x4b) || (bytes[0] === 0xd0 && bytes[1] === 0xcf)

type Sink = Parameters<typeof rowTaker>[0]
type Taken =
  | { readonly refusal: FileRefusal }
  | {
      readonly rows: number
      readonly reader: NonNullable<ReturnType<ReturnType<typeof rowTaker>['reader']>>
      readonly sheets: readonly string[]
    }

const told = ({ reason, line, columns, nearest }: Refused): FileRefusal => ({
  reason,
  line,
  ...(columns && { columns }),
  ...(nearest && { nearest }),
})

function ofText(bytes: Uint8Array, sink: Sink): Taken {
  const text = decodeText(bytes, guessEncoding(bytes))
  // what the database, and the wire, could not hold
  if (text === undefined || text.includes('\0') || !text.isWellFormed()) return { refusal: { reason: 'not-of-this-encoding' } }
  const whole = utf8(text)
  const reading = createFiguresReader(sink)
  for (let at = 0; at < whole.length; at += PIECE) if (!reading.push(whole.subarray(at, at + PIECE))) break
  const end = reading.end()
  return end.ok ? { rows: end.rows, reader: end.reader, sheets: [] } : { refusal: told(end.refused) }
}

function ofWorkbook(bytes: Uint8Array, sheet: number, sink: Sink): Taken {
  const workbook = readWorkbook(bytes, { sheet, most_rows: MOST_ROWS + 2, most_columns: MOST_COLUMNS })
  if (!workbook.ok) return { refusal: { reason: workbook.reason } }
  const taker = rowTaker(sink)
  for (const { cells, line } of workbook.rows) {
    if (cells.every((cell) => cell.trim() === '')) continue
    const refused = taker.take(cells, line)
    if (refused !== undefined) return { refusal: told(refused) }
  }
  const reader = taker.reader()
  return reader === undefined || taker.rows() === 0
    ? { refusal: { reason: 'empty', line: 1 } }
    : { rows: taker.rows(), reader, sheets: workbook.sheets.map((name) => name.slice(0, SHOWN_CHARACTERS)) }
}
