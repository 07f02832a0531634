/** A whole file into the persons that it lists: pure, bounded, and run on a thread of its own. */
import Type, { type Static } from 'typebox'
import { utf8 } from '#lib/bytes.ts'
import {
  DELIMITERS,
  type Delimiter,
  decodeText,
  ENCODINGS,
  type Encoding,
  guessDelimiter,
  guessEncoding,
  readRows,
  readWorkbook,
  type WorkbookFault,
} from '#lib/tables/index.ts'
import { closed, oneOf } from '#wire/checks/subjects.ts'
import { type Fault, guessMapping, type Line, MAX_COLUMNS, Mapping, mapLine, mappingFaults, type Row } from './mapping.ts'
import { MAX_LINES } from './rules.ts'

/** How a file is to be read; what is not said is found out. */
export const Reading = closed({
  encoding: Type.Optional(oneOf(ENCODINGS)),
  delimiter: Type.Optional(oneOf(DELIMITERS)),
  /** Which sheet of a workbook, counted from 0. */
  sheet: Type.Optional(Type.Integer({ minimum: 0, maximum: 99 })),
  mapping: Type.Optional(Mapping),
})
export type Reading = Static<typeof Reading>

/** Why there is nothing to look at, or why what can be looked at is not the whole file and cannot be started. */
export type FileFault = WorkbookFault | 'empty' | 'not-of-this-encoding' | 'too-slow'
export type CutFault = 'too-many-rows' | 'broken-row'

export interface BadLine extends Fault {
  readonly line: number
}

/** What the first rows look like, as they are and as they are understood. */
export interface Shown {
  readonly line: number
  readonly cells: readonly string[]
  readonly mapped?: Line
  readonly faults: readonly Fault[]
}

/** What was found out about a file. */
export interface Found {
  readonly format: 'csv' | 'xlsx'
  readonly encoding?: Encoding
  readonly delimiter?: Delimiter
  readonly sheets: readonly string[]
  readonly sheet: number
  readonly width: number
  readonly headings: readonly string[]
  readonly mapping: Mapping
  readonly mapping_faults: readonly { readonly path: string; readonly reason: string }[]
  readonly rows: number
  /** The file goes on behind what was read. */
  readonly cut?: CutFault
  /** Dates of birth that can be read two ways. */
  readonly ambiguous_dates: number
  readonly shown: readonly Shown[]
}

export type Read =
  | { readonly ok: false; readonly fault: FileFault }
  | {
      readonly ok: true
      readonly found: Found
      readonly lines: readonly (Line & { readonly line: number })[]
      readonly bad: readonly BadLine[]
    }

const MOST_HEADING_ROWS = 100
const FAULTS_OF_ONE = 3
const SHOWN_ROWS = 20
const SHOWN_COLUMNS = 30
const SHOWN_CHARACTERS = 100
const SLICE = 500

/** Reads a file by what is stated, and finds out the rest. `today` is the last possible day of birth. */
export function readList(bytes: Uint8Array, reading: Reading, today: string): Read {
  const table = tableOf(bytes, reading)
  if ('fault' in table) return { ok: false, fault: table.fault }
  const { rows, more, broken, ...form } = table
  if (rows.length === 0) return { ok: false, fault: broken === undefined ? 'empty' : 'unreadable' }
  const mapping = reading.mapping ?? guessMapping(rows)
  const width = Math.min(MAX_COLUMNS, Math.max(...rows.map(({ cells }) => cells.length)))
  const mapping_faults = mappingFaults(mapping, width)
  const below = rows.filter(({ line }) => line > mapping.heading_line)
  const lines: (Line & { line: number })[] = []
  const bad: BadLine[] = []
  const shown: Shown[] = []
  const before = new Map<string, number>()
  let ambiguous_dates = 0
  for (const row of below.slice(0, MAX_LINES)) {
    const one = mapping_faults.length > 0 ? undefined : mapLine(row, mapping, today)
    const key = one?.ok ? JSON.stringify(one.mapped.subjects) : ''
    const faults =
      one === undefined ? [] : one.ok ? (before.has(key) ? [{ field: 'row', reason: 'repeated' }] : []) : one.faults.slice(0, FAULTS_OF_ONE)
    if (one?.ok && faults.length === 0) {
      before.set(key, row.line)
      lines.push({ ...one.mapped, line: row.line })
      if (one.ambiguous) ambiguous_dates++
    }
    bad.push(...faults.map((fault) => ({ line: row.line, ...fault })))
    if (shown.length < SHOWN_ROWS)
      shown.push({
        line: row.line,
        cells: row.cells.slice(0, SHOWN_COLUMNS).map((cell) => cell.slice(0, SHOWN_CHARACTERS)),
        ...(one?.ok && { mapped: one.mapped }),
        faults,
      })
  }
  if (more || below.length > MAX_LINES)
    bad.push({ line: below[MAX_LINES]?.line ?? rows.at(-1)!.line + 1, field: 'row', reason: 'too-many-rows' })
  if (broken !== undefined) bad.push({ line: broken, field: 'row', reason: 'unreadable' })
  const cut: CutFault | undefined = broken !== undefined ? 'broken-row' : more || below.length > MAX_LINES ? 'too-many-rows' : undefined
  const headings = rows.find(({ line }) => line === mapping.heading_line)?.cells ?? []
  return {
    ok: true,
    found: {
      ...form,
      width,
      headings: headings.slice(0, width).map((cell) => cell.slice(0, SHOWN_CHARACTERS)),
      mapping,
      mapping_faults,
      rows: below.length,
      ...(cut !== undefined && { cut }),
      ambiguous_dates,
      shown,
    },
    lines,
    bad,
  }
}

interface Table extends Pick<Found, 'format' | 'encoding' | 'delimiter' | 'sheets' | 'sheet'> {
  readonly rows: readonly Row[]
  readonly more: boolean
  /** The line from which on the file cannot be read. */
  readonly broken?: number
}

/** More rows than a list may have are not read. */
const MOST_ROWS = MAX_LINES + MOST_HEADING_ROWS

function tableOf(bytes: Uint8Array, reading: Reading): Table | { readonly fault: FileFault } {
  const is_archive = bytes[0] === 0x50 && bytes[1] === 0x4b
  const is_old = bytes[0] === 0xd0 && bytes[1] === 0xcf
  if (is_archive || is_old) {
    const workbook = readWorkbook(bytes, { sheet: reading.sheet ?? 0, most_rows: MOST_ROWS, most_columns: MAX_COLUMNS })
    return workbook.ok ? { format: 'xlsx', ...withoutOk(workbook) } : { fault: workbook.reason }
  }
  const encoding = reading.encoding ?? guessEncoding(bytes)
  const text = decodeText(bytes, encoding)
  // what the database, and the wire, could not hold
  if (text === undefined || text.includes('\0') || !text.isWellFormed()) return { fault: 'not-of-this-encoding' }
  const first = text.split(/\r\n|\r|\n/, LOOKED_AT_LINES)
  const delimiter = reading.delimiter ?? guessDelimiter(first.reduce((a, b) => (marksIn(b) > marksIn(a) ? b : a), ''))
  return { format: 'csv', encoding, delimiter, sheets: [], sheet: 0, ...rowsOf(utf8(text), delimiter) }
}

const LOOKED_AT_LINES = 20
const marksIn = (line: string) => DELIMITERS.reduce((sum, mark) => sum + line.split(mark).length - 1, 0)

const withoutOk = ({ sheets, sheet, rows, more }: { sheets: readonly string[]; sheet: number; rows: readonly Row[]; more: boolean }) => ({
  sheets,
  sheet,
  rows,
  more,
})

function rowsOf(bytes: Uint8Array, delimiter: Delimiter): Pick<Table, 'rows' | 'more' | 'broken'> {
  const rows: Row[] = []
  for (let at = 0, line = 1; at < bytes.length; ) {
    const piece = readRows(bytes.subarray(at), { delimiter, line, most: SLICE, is_last: true })
    for (const { cells, line } of piece.rows) {
      const trimmed = cells.slice(0, MAX_COLUMNS).map((cell) => cell.trim())
      if (trimmed.some((cell) => cell !== '')) rows.push({ cells: trimmed, line })
    }
    if (piece.fault) return { rows, more: false, broken: piece.fault.line }
    if (rows.length > MOST_ROWS) return { rows: rows.slice(0, MOST_ROWS), more: true }
    const read = piece.rows.at(-1)?.end ?? 0
    if (read === 0) break
    at += read
    line = piece.line
  }
  return { rows, more: false }
}
