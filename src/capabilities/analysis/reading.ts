/** A whole file into what it adds to a chart: pure, bounded, and run on a thread of its own. */
import Type, { type Static } from 'typebox'
import { utf8 } from '#lib/bytes.ts'
import { type ChartContent, ELEMENT_KINDS, emptyContent, type Provenance } from '#lib/charts/index.ts'
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
import { type Fault, guessMapping, MAX_COLUMNS, Mapping, mappingFaults, type ReadRow, rowReader } from './mapping.ts'
import { type ImportKind, MAX_ELEMENTS, MAX_LINK_KINDS, MAX_LINKS, MAX_PROVENANCES, MAX_ROWS, SHOWN_BAD } from './rules.ts'

/** How a file is to be read; what is not said is found out. */
export const Reading = closed({
  encoding: Type.Optional(oneOf(ENCODINGS)),
  delimiter: Type.Optional(oneOf(DELIMITERS)),
  /** Which sheet of a workbook, counted from 0. */
  sheet: Type.Optional(Type.Integer({ minimum: 0, maximum: 99 })),
  mapping: Type.Optional(Mapping),
})
export type Reading = Static<typeof Reading>

/** Why there is nothing to look at. */
export type FileFault = WorkbookFault | 'empty' | 'not-of-this-encoding' | 'too-slow'
/** Why what can be looked at cannot be taken in: it is not the whole file, or more than a chart holds. */
export type CutFault = 'too-many-rows' | 'broken-row' | 'too-many-elements' | 'too-many-links' | 'too-many-kinds' | 'too-many-sources'

export interface BadRow extends Fault {
  readonly line: number
}

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
  /** Rows below the headings; those that are bad, that tie something to itself, that repeat another. */
  readonly rows: number
  readonly bad: number
  readonly self_loops: number
  readonly repeated: number
  /** What would be added, and elements of the chart that would be said anew. */
  readonly links: number
  readonly elements: number
  readonly changed: number
  readonly cut?: CutFault
  readonly shown: readonly { readonly line: number; readonly cells: readonly string[]; readonly faults: readonly Fault[] }[]
  readonly bad_rows: readonly BadRow[]
}

export type Read =
  | { readonly ok: false; readonly fault: FileFault }
  | { readonly ok: true; readonly found: Found; readonly content: ChartContent }

export interface Job {
  readonly bytes: Uint8Array
  readonly reading: Reading
  readonly holds: ImportKind
  readonly file_name: string
  /** Classification of the chart. */
  readonly ceiling: string
  /** What the chart holds already. */
  readonly content: ChartContent
}

const SHOWN_ROWS = 12
const SHOWN_CHARACTERS = 100
const FAULTS_OF_ONE = 3
const SLICE = 2_000

/** Reads a file by what is stated, and finds out the rest; nothing is taken in by it. */
export function readChartFile({ bytes, reading, holds, file_name, ceiling, content }: Job): Read {
  const table = tableOf(bytes, reading)
  if ('fault' in table) return { ok: false, fault: table.fault }
  const { slices, ...form } = table
  let state: ReturnType<typeof beginning> | undefined
  let broken: number | undefined
  const beginning = (first: readonly string[]) => {
    const mapping = reading.mapping ?? guessMapping(holds, first, file_name)
    return { mapping, read: rowReader(holds, mapping, ceiling), headings: [] as readonly string[] }
  }
  const adding = adderOf(content, holds)
  const bad_rows: BadRow[] = []
  const shown: Found['shown'][number][] = []
  let [rows, bad, width] = [0, 0, 0]
  let cut: CutFault | undefined
  let mapping_faults: Found['mapping_faults'] = []
  outer: for (const slice of slices()) {
    if (slice.broken !== undefined) broken = slice.broken
    for (const { cells, line } of slice.rows) {
      if (state === undefined) {
        state = beginning(cells)
        mapping_faults = mappingFaults(holds, state.mapping, Math.min(MAX_COLUMNS, cells.length))
      }
      width = Math.max(width, Math.min(MAX_COLUMNS, cells.length))
      if (line <= state.mapping.heading_line) {
        if (line === state.mapping.heading_line) state.headings = cells
        continue
      }
      if (rows >= MAX_ROWS) {
        cut = 'too-many-rows'
        bad_rows.push({ line, field: 'row', reason: 'too-many-rows' })
        break outer
      }
      rows++
      const one = mapping_faults.length > 0 ? undefined : state.read(cells)
      const faults = one === undefined || one.ok ? [] : one.faults.slice(0, FAULTS_OF_ONE)
      if (shown.length < SHOWN_ROWS)
        shown.push({ line, cells: cells.slice(0, MAX_COLUMNS).map((cell) => cell.slice(0, SHOWN_CHARACTERS)), faults })
      if (faults.length > 0) {
        bad++
        for (const fault of faults) if (bad_rows.length < SHOWN_BAD) bad_rows.push({ line, ...fault })
      }
      if (one?.ok) {
        cut = adding.add(one.row, state.mapping)
        if (cut !== undefined) {
          bad_rows.push({ line, field: 'row', reason: cut })
          break outer
        }
      }
    }
  }
  if (state === undefined) return { ok: false, fault: broken === undefined ? 'empty' : 'unreadable' }
  if (broken !== undefined) {
    cut ??= 'broken-row'
    bad_rows.push({ line: broken, field: 'row', reason: 'unreadable' })
  }
  const { counts, content: whole } = adding.end()
  return {
    ok: true,
    found: {
      ...form,
      width,
      headings: state.headings.slice(0, width).map((cell) => cell.slice(0, SHOWN_CHARACTERS)),
      mapping: state.mapping,
      mapping_faults,
      rows,
      bad,
      ...counts,
      ...(cut !== undefined && { cut }),
      shown,
      bad_rows,
    },
    content: whole,
  }
}

type Columns<T> = { -readonly [Name in keyof T]: T[Name] extends readonly (infer Of)[] ? Of[] : T[Name] }

/** Adds rows to a copy of a chart's content. */
function adderOf(before: ChartContent, holds: ImportKind) {
  const copy = <T extends object>(columns: T): Columns<T> =>
    Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, [...(values as unknown[])]])) as Columns<T>
  const elements = copy({ ...emptyContent().elements, ...before.elements })
  const links = copy({ ...emptyContent().links, ...before.links })
  const link_kinds = [...before.link_kinds]
  const provenances = [...before.provenances]
  const numberOfKey = new Map(elements.key.map((key, v) => [key, v]))
  const numberOfKind = new Map(link_kinds.map((kind, i) => [kind, i]))
  const numberOfProvenance = new Map(provenances.map((one, i) => [JSON.stringify(one), i]))
  const numbered = new Map<Provenance, number>()
  // said before: in this file, and in those before it
  const said = new Map<string, number>()
  const saying = (i: number) =>
    `${links.source[i]} ${links.target[i]} ${links.kind[i]} ${links.begin[i]} ${links.end[i]} ${links.provenance[i]}`
  const before_links = links.source.length
  const before_elements = elements.key.length
  for (let i = 0; i < before_links; i++) said.set(saying(i), i)
  const touched = new Set<number>()
  let [self_loops, repeated] = [0, 0]

  const provenanceOf = (one: Provenance): number => {
    const quick = numbered.get(one)
    if (quick !== undefined) return quick
    const text = JSON.stringify(one)
    const number = numberOfProvenance.get(text) ?? provenances.push(one) - 1
    numberOfProvenance.set(text, number)
    numbered.set(one, number)
    return number
  }
  const kindOf = (kind: string): number => {
    const number = numberOfKind.get(kind) ?? link_kinds.push(kind) - 1
    numberOfKind.set(kind, number)
    return number
  }
  const elementOf = (key: string, kind: number, provenance: number): number => {
    const known = numberOfKey.get(key)
    if (known !== undefined) return known
    const v = elements.key.push(key) - 1
    numberOfKey.set(key, v)
    elements.label.push(key)
    elements.kind.push(kind)
    elements.begin.push('')
    elements.end.push('')
    elements.lat.push(null)
    elements.lon.push(null)
    elements.provenance.push(provenance)
    return v
  }
  const over = (): CutFault | undefined =>
    elements.key.length > MAX_ELEMENTS
      ? 'too-many-elements'
      : links.source.length > MAX_LINKS
        ? 'too-many-links'
        : link_kinds.length > MAX_LINK_KINDS
          ? 'too-many-kinds'
          : provenances.length > MAX_PROVENANCES
            ? 'too-many-sources'
            : undefined

  function addLink(row: ReadRow, mapping: Mapping) {
    const provenance = provenanceOf(row.provenance)
    const source = elementOf(row.keys[0]!, ELEMENT_KINDS.indexOf(mapping.source_kind), provenance)
    if (row.keys[0] === row.keys[1]) {
      // whoever is tied to nobody else is still somebody
      self_loops++
      return
    }
    const target = elementOf(row.keys[1]!, ELEMENT_KINDS.indexOf(mapping.target_kind), provenance)
    const kind = kindOf(row.link_kind)
    const text = `${source} ${target} ${kind} ${row.begin} ${row.end} ${provenance}`
    const first = said.get(text)
    if (first !== undefined) {
      repeated++
      if (mapping.repeated === 'add-weights') links.weight[first]! += row.weight
      return
    }
    said.set(text, links.source.length)
    links.source.push(source)
    links.target.push(target)
    links.kind.push(kind)
    links.weight.push(row.weight)
    links.begin.push(row.begin)
    links.end.push(row.end)
    links.provenance.push(provenance)
  }

  function addElement(row: ReadRow, mapping: Mapping) {
    const provenance = provenanceOf(row.provenance)
    const size = elements.key.length
    const v = elementOf(row.keys[0]!, ELEMENT_KINDS.indexOf(mapping.source_kind), provenance)
    if (v < size) {
      if (touched.has(v)) repeated++
      touched.add(v)
    } else touched.add(v)
    if (row.label !== '') elements.label[v] = row.label
    if (row.element_kind >= 0) elements.kind[v] = row.element_kind
    if (row.begin !== '') elements.begin[v] = row.begin
    if (row.end !== '') elements.end[v] = row.end
    if (row.lat !== null) {
      elements.lat[v] = row.lat
      elements.lon[v] = row.lon
    }
    elements.provenance[v] = provenance
  }

  return {
    /** Answers why no more can be taken in. */
    add(row: ReadRow, mapping: Mapping): CutFault | undefined {
      if (holds === 'links') addLink(row, mapping)
      else addElement(row, mapping)
      return over()
    },
    end: () => ({
      counts: {
        self_loops,
        repeated,
        links: links.source.length - before_links,
        elements: elements.key.length - before_elements,
        changed: [...touched].filter((v) => v < before_elements).length,
      },
      content: { link_kinds, provenances, elements, links } satisfies ChartContent,
    }),
  }
}

interface Row {
  readonly cells: readonly string[]
  readonly line: number
}
interface Table extends Pick<Found, 'format' | 'encoding' | 'delimiter' | 'sheets' | 'sheet'> {
  slices(): Generator<{ readonly rows: readonly Row[]; readonly broken?: number }>
}

const LOOKED_AT_LINES = 20
const marksIn = (line: string) => DELIMITERS.reduce((sum, mark) => sum + line.split(mark).length - 1, 0)

function tableOf(bytes: Uint8Array, reading: Reading): Table | { readonly fault: FileFault } {
  const is_archive = bytes[0] === 0x50 && bytes[1] === 0x4b
  const is_old = bytes[0] === 0xd0 && bytes[1] === 0xcf
  if (is_archive || is_old) {
    const workbook = readWorkbook(bytes, { sheet: reading.sheet ?? 0, most_rows: MAX_ROWS + 2, most_columns: MAX_COLUMNS })
    if (!workbook.ok) return { fault: workbook.reason }
    const { sheets, sheet, rows } = workbook
    return {
      format: 'xlsx',
      sheets,
      sheet,
      *slices() {
        yield { rows }
      },
    }
  }
  const encoding = reading.encoding ?? guessEncoding(bytes)
  const text = decodeText(bytes, encoding)
  // what the database, and the wire, could not hold
  if (text === undefined || text.includes('\0') || !text.isWellFormed()) return { fault: 'not-of-this-encoding' }
  const first = text.split(/\r\n|\r|\n/, LOOKED_AT_LINES)
  const delimiter = reading.delimiter ?? guessDelimiter(first.reduce((a, b) => (marksIn(b) > marksIn(a) ? b : a), ''))
  return { format: 'csv', encoding, delimiter, sheets: [], sheet: 0, slices: () => slicesOf(utf8(text), delimiter) }
}

/** Rows slice by slice, so that what was read of a long file does not stay. */
function* slicesOf(bytes: Uint8Array, delimiter: Delimiter): Generator<{ rows: Row[]; broken?: number }> {
  for (let at = 0, line = 1; at < bytes.length; ) {
    const piece = readRows(bytes.subarray(at), { delimiter, line, most: SLICE, is_last: true })
    const rows = piece.rows
      .map(({ cells, line }) => ({ cells: cells.slice(0, MAX_COLUMNS).map((cell) => cell.trim()), line }))
      .filter(({ cells }) => cells.some((cell) => cell !== ''))
    yield piece.fault ? { rows, broken: piece.fault.line } : { rows }
    const read = piece.rows.at(-1)?.end ?? 0
    if (piece.fault || read === 0) return
    at += read
    line = piece.line
  }
}
