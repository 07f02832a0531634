/**
 * One sheet of an Office Open XML workbook (ECMA-376-1, SpreadsheetML) as rows of text. The archive, each part, rows, columns and cells are
 * bounded before they are read; no entity is expanded, nothing is fetched, no formula is computed, no macro is looked at.
 */
import { SaxesParser } from 'saxes'
import { openArchive } from './zip.ts'

/** What a cell is, whatever its text looks like; a formula is what its last result was. */
export type CellKind = 'text' | 'number' | 'date' | 'yes-no' | 'error'
export interface CellNature {
  readonly kind: CellKind
  readonly is_formula: boolean
}

export interface SheetRow {
  readonly cells: readonly string[]
  /** The number of the row in the sheet. */
  readonly line: number
  /** By column, where natures were asked for. */
  readonly natures?: readonly (CellNature | undefined)[]
}

export type Workbook =
  | {
      readonly ok: true
      readonly sheets: readonly string[]
      /** Which of them was read. */
      readonly sheet: number
      readonly rows: readonly SheetRow[]
      /** There are more rows than were asked for. */
      readonly more: boolean
      /** Ranges of merged cells, `D7:E8`, where natures were asked for. */
      readonly merged?: readonly string[]
    }
  | { readonly ok: false; readonly reason: WorkbookFault }
/** `old-or-locked`: the binary format of before 2007, or protected by a password. */
export type WorkbookFault = 'not-a-workbook' | 'old-or-locked' | 'too-large' | 'unreadable' | 'no-such-sheet'

/** Bytes of one part when it is unpacked. */
export const MAX_PART_BYTES = 32 * 1024 * 1024
const MAX_SMALL_PART_BYTES = 2 * 1024 * 1024
const MAX_TEXTS = 500_000
const MAX_FORMATS = 10_000
export const MAX_CELL = 2_000
const MAX_SHEETS = 100
const CHUNK = 65_536

/** Reads at most `most_rows` rows that hold something, of at most `most_columns` cells each. Throws TypeError for bounds that are none. */
export function readWorkbook(
  bytes: Uint8Array,
  { sheet = 0, natures = false, ...bounds }: { sheet?: number; natures?: boolean; most_rows: number; most_columns: number },
): Workbook {
  const { most_rows, most_columns } = bounds
  if (![most_rows, most_columns].every((bound) => Number.isSafeInteger(bound) && bound > 0))
    throw new TypeError('rows and columns are read up to a bound')
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf && bytes[2] === 0x11 && bytes[3] === 0xe0) return refused('old-or-locked')
  const archive = openArchive(bytes)
  if (archive === undefined || !archive.names.includes('[Content_Types].xml')) return refused('not-a-workbook')
  try {
    const part = (name: string, most_bytes = MAX_SMALL_PART_BYTES) => {
      const content = archive.read(name, most_bytes)
      if (content === 'too-large' || content === 'unreadable') throw new Unreadable(content)
      return content
    }
    const workbook = workbookOf(part)
    const path = workbook.sheets[sheet]?.path
    if (path === undefined) return refused(workbook.sheets.length === 0 ? 'not-a-workbook' : 'no-such-sheet')
    const content = part(path, MAX_PART_BYTES)
    if (content === undefined) return refused('not-a-workbook')
    const texts = textsIn(part(workbook.texts, MAX_PART_BYTES))
    const formats = formatsIn(part(workbook.styles))
    const { rows, more, merged } = rowsIn(content, { texts, formats, since_1904: workbook.since_1904, natures, most_rows, most_columns })
    return { ok: true, sheets: workbook.sheets.map(({ name }) => name), sheet, rows, more, ...(natures && { merged }) }
  } catch (failure) {
    return refused(failure instanceof Unreadable ? failure.reason : 'unreadable')
  }
}

const refused = (reason: WorkbookFault): Workbook => ({ ok: false, reason })

class Unreadable extends Error {
  readonly reason: 'too-large' | 'unreadable'
  constructor(reason: 'too-large' | 'unreadable') {
    super(reason)
    this.reason = reason
  }
}

type Attributes = Readonly<Record<string, string>>
interface Walking {
  open?(name: string, attributes: Attributes): void
  close?(name: string): void
  text?(text: string): void
  /** Ends the walk early. */
  over?(): boolean
}

/** Walks through a document; names are without their prefixes. What is not well-formed throws, an entity other than the five of XML too. */
function walk(content: Uint8Array, walking: Walking): void {
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  if (walking.open) parser.on('opentag', ({ name, attributes }) => walking.open!(local(name), attributes as Attributes))
  if (walking.close) parser.on('closetag', ({ name }) => walking.close!(local(name)))
  if (walking.text) {
    parser.on('text', walking.text)
    parser.on('cdata', walking.text)
  }
  const wide = content[0] === 0xff || content[0] === 0xfe
  const decoder = new TextDecoder(wide ? (content[0] === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8', { fatal: true })
  for (let at = 0; at < content.length; at += CHUNK) {
    parser.write(decoder.decode(content.subarray(at, at + CHUNK), { stream: true }))
    if (walking.over?.()) return
  }
  parser.write(decoder.decode()).close()
}

const local = (name: string) => name.slice(name.indexOf(':') + 1)
const attribute = (attributes: Attributes, name: string): string | undefined =>
  attributes[name] ?? Object.entries(attributes).find(([key]) => local(key) === name)?.[1]

interface Parts {
  readonly sheets: readonly { readonly name: string; readonly path: string }[]
  readonly texts: string
  readonly styles: string
  readonly since_1904: boolean
}

/** The workbook by its relations: where its sheets, shared texts and styles are. */
function workbookOf(part: (name: string) => Uint8Array | undefined): Parts {
  const root = relationsIn(part('_rels/.rels'), '')
  const path = root.find(({ type }) => type.endsWith('/officeDocument'))?.target ?? 'xl/workbook.xml'
  const content = part(path)
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  const relations = relationsIn(part(`${folder}_rels/${path.slice(folder.length)}.rels`), folder)
  const named: { name: string; id: string }[] = []
  let since_1904 = false
  if (content !== undefined) {
    walk(content, {
      open(name, attributes) {
        if (name === 'sheet' && named.length < MAX_SHEETS)
          named.push({ name: (attribute(attributes, 'name') ?? '').slice(0, 100), id: attribute(attributes, 'id') ?? '' })
        if (name === 'workbookPr') since_1904 = /^(1|true)$/.test(attribute(attributes, 'date1904') ?? '')
      },
    })
  }
  const ofKind = (kind: string) => relations.find(({ type }) => type.endsWith(`/${kind}`))?.target
  return {
    // charts and dialogues are sheets without rows
    sheets: named.flatMap(({ name, id }) => {
      const target = relations.find((relation) => relation.id === id && relation.type.endsWith('/worksheet'))?.target
      return target === undefined ? [] : [{ name, path: target }]
    }),
    texts: ofKind('sharedStrings') ?? `${folder}sharedStrings.xml`,
    styles: ofKind('styles') ?? `${folder}styles.xml`,
    since_1904,
  }
}

function relationsIn(content: Uint8Array | undefined, folder: string): { id: string; type: string; target: string }[] {
  const found: { id: string; type: string; target: string }[] = []
  if (content === undefined) return found
  walk(content, {
    open(name, { Id = '', Type = '', Target = '', TargetMode }) {
      if (name !== 'Relationship' || TargetMode === 'External' || found.length >= MAX_FORMATS) return
      found.push({ id: Id, type: Type, target: Target.startsWith('/') ? Target.slice(1) : plainPath(folder + Target) })
    },
  })
  return found
}

/** `xl/../xl/a.xml` is `xl/a.xml`. */
function plainPath(path: string): string {
  const steps: string[] = []
  for (const step of path.split('/')) {
    if (step === '..') steps.pop()
    else if (step !== '.' && step !== '') steps.push(step)
  }
  return steps.join('/')
}

/** Texts that cells share: the runs of each joined, its reading aids left out. */
function textsIn(content: Uint8Array | undefined): readonly string[] {
  const texts: string[] = []
  if (content === undefined) return texts
  let now: string | undefined
  let within = false
  let aid = 0
  walk(content, {
    open(name) {
      if (name === 'si') now = ''
      if (name === 'rPh') aid++
      if (name === 't') within = aid === 0
    },
    text(text) {
      if (within && now !== undefined && now.length < MAX_CELL) now += text
    },
    close(name) {
      if (name === 't') within = false
      if (name === 'rPh') aid--
      if (name !== 'si') return
      if (texts.length >= MAX_TEXTS) throw new Unreadable('too-large')
      texts.push((now ?? '').slice(0, MAX_CELL))
      now = undefined
    },
  })
  return texts
}

/** How a number is meant: a date (as far as its format shows one), or digits filled up with zeros. */
type Format = { readonly date: 'day' | 'month' | 'year' } | { readonly zeros: number } | undefined

const DATES_BUILT_IN = [
  [14, 17],
  [22, 22],
  [27, 31],
  [36, 36],
  [50, 58],
] as const

function formatsIn(content: Uint8Array | undefined): readonly Format[] {
  const codes = new Map<string, string>()
  const formats: Format[] = []
  if (content === undefined) return formats
  let within = false
  walk(content, {
    open(name, attributes) {
      if (name === 'numFmt' && codes.size < MAX_FORMATS)
        codes.set(attribute(attributes, 'numFmtId') ?? '', attribute(attributes, 'formatCode') ?? '')
      if (name === 'cellXfs') within = true
      if (name === 'xf' && within && formats.length < MAX_FORMATS) {
        const id = attribute(attributes, 'numFmtId') ?? '0'
        formats.push(formatOf(Number(id), codes.get(id)))
      }
    },
    close(name) {
      if (name === 'cellXfs') within = false
    },
  })
  return formats
}

function formatOf(id: number, code: string | undefined): Format {
  if (code === undefined)
    return DATES_BUILT_IN.some(([from, to]) => id >= from && id <= to) ? { date: id === 17 ? 'month' : 'day' } : undefined
  if (/^0{2,20}$/.test(code)) return { zeros: code.length }
  // what stands in quotes, brackets or behind a backslash is not the format
  const letters = code
    .slice(0, 200)
    .replace(/"[^"]*"|\[[^\]]*\]|\\.|[_*]./g, '')
    .toLowerCase()
  if (!/[dy]/.test(letters) || /[#0?]/.test(letters)) return undefined
  return { date: /d/.test(letters) ? 'day' : /m/.test(letters) ? 'month' : 'year' }
}

interface Reading {
  readonly texts: readonly string[]
  readonly formats: readonly Format[]
  readonly since_1904: boolean
  readonly natures: boolean
  readonly most_rows: number
  readonly most_columns: number
}

/** The rows that hold something; where neither row nor cell says its place, they stand one after the other. */
function rowsIn(content: Uint8Array, reading: Reading): { rows: SheetRow[]; more: boolean; merged: string[] } {
  const rows: SheetRow[] = []
  const merged: string[] = []
  let more = false
  let line = 0
  let column = -1
  let cells: string[] = []
  let natures: CellNature[] = []
  let cell: { type: string; format: Format; value: string; inline: string; is_formula: boolean } | undefined
  let into: 'value' | 'inline' | undefined
  let aid = 0
  const endRow = () => {
    if (!cells.some((text) => text !== '')) return
    if (rows.length >= reading.most_rows) more = true
    else rows.push({ line, cells: Array.from(cells, (text) => text ?? ''), ...(reading.natures && { natures: Array.from(natures) }) })
  }
  walk(content, {
    open(name, attributes) {
      if (name === 'row') {
        const stated = Number(attribute(attributes, 'r'))
        line = Number.isSafeInteger(stated) && stated > line ? stated : line + 1
        column = -1
        cells = []
        natures = []
      } else if (name === 'mergeCell' && reading.natures) {
        if (merged.length < MAX_FORMATS) merged.push((attribute(attributes, 'ref') ?? '').slice(0, 40))
      } else if (name === 'c') {
        const stated = columnOf(attribute(attributes, 'r'))
        column = stated ?? column + 1
        cell = {
          type: attribute(attributes, 't') ?? 'n',
          format: reading.formats[Number(attribute(attributes, 's') ?? Number.NaN)],
          value: '',
          inline: '',
          is_formula: false,
        }
      } else if (name === 'rPh') aid++
      else if (cell !== undefined && name === 'f') cell.is_formula = true
      else if (cell !== undefined) into = name === 'v' ? 'value' : name === 't' && aid === 0 ? 'inline' : undefined
    },
    text(text) {
      if (cell !== undefined && into !== undefined && cell[into].length < MAX_CELL) cell[into] += text
    },
    close(name) {
      if (name === 'v' || name === 't') into = undefined
      if (name === 'rPh') aid--
      if (name === 'c' && cell !== undefined) {
        if (column < reading.most_columns) {
          cells[column] = textOf(cell, reading).slice(0, MAX_CELL).trim()
          if (reading.natures) natures[column] = { kind: kindOf(cell), is_formula: cell.is_formula }
        }
        cell = undefined
      }
      if (name === 'row') endRow()
    },
    over: () => more,
  })
  return { rows, more, merged }
}

function kindOf({ type, format }: { type: string; format: Format }): CellKind {
  if (type === 's' || type === 'inlineStr' || type === 'str') return 'text'
  if (type === 'b' || type === 'e') return type === 'b' ? 'yes-no' : 'error'
  return type === 'd' || (format !== undefined && 'date' in format) ? 'date' : 'number'
}

/** `AB12` is column 27. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^([A-Z]{1,3})\d+$/.exec(reference ?? '')?.[1]
  return letters === undefined ? undefined : [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

function textOf(
  { type, format, value, inline }: { type: string; format: Format; value: string; inline: string },
  reading: Reading,
): string {
  switch (type) {
    case 's':
      return reading.texts[Number(value)] ?? ''
    case 'inlineStr':
      return inline
    case 'str':
    case 'e':
      return value
    case 'b':
      return value === '1' ? 'TRUE' : 'FALSE'
    case 'd':
      return value.slice(0, 10)
    default:
      return value === '' ? inline : numberOf(value.trim(), format, reading.since_1904)
  }
}

/** A number as its owner sees it: a day as ISO 8601, a whole number without exponent and with the zeros that its format shows. */
function numberOf(value: string, format: Format, since_1904: boolean): string {
  const number = Number(value)
  if (!Number.isFinite(number)) return value
  if (format !== undefined && 'date' in format) return dayOfSerial(number, format.date, since_1904) ?? value
  const text = Number.isSafeInteger(number) ? String(number) : value
  return format !== undefined && /^\d+$/.test(text) ? text.padStart(format.zeros, '0') : text
}

const DAY_MS = 86_400_000
const LAST_SERIAL = 2_958_465

/** Days are counted from 1 January 1900, a day too many after February of that year (ECMA-376-1, 18.17.4.1), or from 1904. */
function dayOfSerial(serial: number, shown: 'day' | 'month' | 'year', since_1904: boolean): string | undefined {
  const day = Math.floor(serial)
  if (day < 1 || day > LAST_SERIAL || (!since_1904 && day === 60)) return undefined
  const epoch = since_1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, day < 60 ? 31 : 30)
  return new Date(epoch + day * DAY_MS).toISOString().slice(0, { day: 10, month: 7, year: 4 }[shown])
}
