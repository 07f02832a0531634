/** Reads back a questionnaire that somebody filled in: every answer, or every cell that cannot be read, and never some of both. */
import { type CellNature, latinDigits, plainWords, readDate, readWorkbook, type SheetRow, type WorkbookFault } from '../tables/index.ts'
import {
  type AnswerColumn,
  type AnswerKind,
  boundsOf,
  COLUMNS,
  columnName,
  demandQuestionnaire,
  kindAt,
  LARGEST_NUMBER,
  LINES,
  MARKER,
  MAX_ANSWER_COLUMNS,
  MAX_QUESTIONS,
  type Questionnaire,
  type QuestionRow,
} from './questionnaire.ts'

/** A code of a choice, a number, a day (ISO 8601) or a text. */
export type Answer = string | number

/**
 * Why a cell is not read.
 * - `formula`: what is computed is not taken; its result is `found` · `error-value`: #REF! and the like · `merged`: part of a merged range
 * - `not-a-choice` · `not-a-number` · `comma-decimal`: a number as text whose comma can be a decimal or a thousands sign · `not-whole` · `below-least` · `above-most`
 * - `not-a-date` · `partial-date`: no day · `ambiguous-date`: day and month can be taken for each other · `too-long` · `missing`: has to be said
 * - `row-unknown`, `row-twice`, `row-missing`, `row-without-id`: by the hidden ids of the first column · `column-unknown`, `column-twice`, `column-missing`: by those of the second row
 */
export const CELL_FAULTS = [
  'formula',
  'error-value',
  'merged',
  'not-a-choice',
  'not-a-number',
  'comma-decimal',
  'not-whole',
  'below-least',
  'above-most',
  'not-a-date',
  'partial-date',
  'ambiguous-date',
  'too-long',
  'missing',
  'row-unknown',
  'row-twice',
  'row-missing',
  'row-without-id',
  'column-unknown',
  'column-twice',
  'column-missing',
] as const
export type CellFaultReason = (typeof CELL_FAULTS)[number]

export interface CellFault {
  readonly sheet: string
  /** `D7`; null where a row or a column is not there at all. */
  readonly cell: string | null
  readonly reason: CellFaultReason
  /** What stands there, or the id that is missing. */
  readonly found: string
}

/** Beside what makes it no workbook: no sheet of answers, two of them, one of another questionnaire, more rows than any has. */
export type FileFault = WorkbookFault | 'no-answers' | 'answers-twice' | 'another-questionnaire' | 'too-many-rows'

export type FilledQuestionnaire =
  | {
      readonly ok: true
      /** By row and column; what was not said is not there. */
      readonly answers: Readonly<Record<string, Readonly<Record<string, Answer>>>>
      readonly answered: number
      readonly unanswered: number
    }
  | { readonly ok: false; readonly reason: FileFault }
  | {
      readonly ok: false
      readonly reason: 'cells'
      readonly faults: readonly CellFault[] /** Of which the first are told. */
      readonly fault_count: number
    }

export const MAX_FILE_BYTES = 4 * 1024 * 1024
export const MAX_FAULTS = 200
const MAX_SHEETS_READ = 8
const MAX_FOUND = 200
/** Room for rows and columns that do not belong there, so that they are named. */
const BOUNDS = { most_rows: 2 * MAX_QUESTIONS + LINES.first, most_columns: 3 * MAX_ANSWER_COLUMNS }

interface Sheet {
  readonly name: string
  readonly rows: readonly SheetRow[]
  readonly merged: readonly string[]
}

/** Reads a filled questionnaire. Whatever order rows, columns and sheets are in now, they are found by their ids. Throws TypeError for a questionnaire that is none. */
export function readQuestionnaire(questionnaire: Questionnaire, bytes: Uint8Array): FilledQuestionnaire {
  demandQuestionnaire(questionnaire)
  const found = sheetIn(questionnaire, bytes)
  if (typeof found === 'string') return { ok: false, reason: found }
  const faults = createFaults(found.name)
  const places = placesIn(found, questionnaire, faults)
  const answers: Record<string, Record<string, Answer>> = {}
  let answered = 0
  for (const { row, sheet_row } of rowsIn(found, questionnaire, faults)) {
    const said: Record<string, Answer> = {}
    for (const { column, index } of places) {
      const answer = answerAt(sheet_row, index, column, row, faults)
      if (answer === undefined) continue
      said[column.id] = answer
      answered++
    }
    answers[row.id] = said
  }
  for (const range of found.merged) mergedAt(range, places, faults)
  if (faults.count() > 0) return { ok: false, reason: 'cells', faults: faults.list, fault_count: faults.count() }
  return { ok: true, answers, answered, unanswered: questionnaire.rows.length * questionnaire.columns.length - answered }
}

function createFaults(sheet: string) {
  const list: CellFault[] = []
  let count = 0
  return {
    list,
    count: () => count,
    at(line: number, index: number, reason: CellFaultReason, found: string) {
      this.add(`${columnName(index)}${line}`, reason, found)
    },
    add(cell: string | null, reason: CellFaultReason, found: string) {
      count++
      if (list.length < MAX_FAULTS) list.push({ sheet, cell, reason, found: found.slice(0, MAX_FOUND) })
    },
  }
}
type Faults = ReturnType<typeof createFaults>

/** The one sheet whose first cell says that it holds the answers to this questionnaire. */
function sheetIn({ id }: Questionnaire, bytes: Uint8Array): Sheet | FileFault {
  if (bytes.length > MAX_FILE_BYTES) return 'too-large'
  let sheet: Sheet | undefined
  let another = false
  for (let i = 0, count = 1; i < Math.min(count, MAX_SHEETS_READ); i++) {
    // the first cell says whether the rest is worth reading
    const begun = readWorkbook(bytes, { sheet: i, most_rows: 1, most_columns: 1 })
    if (!begun.ok) return begun.reason
    count = begun.sheets.length
    const [first] = begun.rows
    const marker = first?.line === LINES.marker ? first.cells[COLUMNS.id]! : ''
    if (marker.split(' ')[0] !== MARKER) continue
    if (marker !== `${MARKER} ${id}`) {
      another = true
      continue
    }
    if (sheet !== undefined) return 'answers-twice'
    const read = readWorkbook(bytes, { sheet: i, natures: true, ...BOUNDS })
    if (!read.ok) return read.reason
    if (read.more) return 'too-many-rows'
    sheet = { name: read.sheets[i]!, rows: read.rows.slice(1), merged: read.merged ?? [] }
  }
  return sheet ?? (another ? 'another-questionnaire' : 'no-answers')
}

interface Place {
  readonly column: AnswerColumn
  readonly index: number
}

/** Where each column of answers is now; what stands in others is told once a column. */
function placesIn({ rows }: Sheet, { columns }: Questionnaire, faults: Faults): readonly Place[] {
  const ids = rows[0]?.line === LINES.ids ? rows[0].cells : []
  const places = new Map<string, Place>()
  const known = new Map(columns.map((column) => [column.id, column]))
  const belonging = new Set<number>([COLUMNS.id, COLUMNS.title, COLUMNS.unit])
  for (const [index, id] of ids.entries()) {
    const column = known.get(id)
    if (index < COLUMNS.first || id === '') continue
    if (column === undefined) faults.at(LINES.ids, index, 'column-unknown', id)
    else if (places.has(id)) faults.at(LINES.ids, index, 'column-twice', id)
    else places.set(id, { column, index })
    belonging.add(index)
  }
  const strange = new Map<number, { line: number; text: string }>()
  for (const { cells, line } of rows)
    for (const [index, text] of cells.entries())
      if (text !== '' && line > LINES.ids && !belonging.has(index) && !strange.has(index)) strange.set(index, { line, text })
  for (const [index, { line, text }] of strange) faults.at(line, index, 'column-unknown', text)
  for (const { id } of columns) if (!places.has(id)) faults.add(null, 'column-missing', id)
  return [...places.values()]
}

/** The rows of the questionnaire as they stand now. */
function rowsIn({ rows }: Sheet, questionnaire: Questionnaire, faults: Faults) {
  const known = new Map(questionnaire.rows.map((row) => [row.id, row]))
  const found = new Map<string, { row: QuestionRow; sheet_row: SheetRow }>()
  for (const sheet_row of rows) {
    const { line, cells } = sheet_row
    if (line < LINES.first) continue
    const id = cells[COLUMNS.id] ?? ''
    const row = known.get(id)
    if (natureAt(sheet_row, COLUMNS.id)?.is_formula) faults.at(line, COLUMNS.id, 'formula', id)
    else if (id === '') faults.at(line, COLUMNS.id, 'row-without-id', cells.find((text) => text !== '') ?? '')
    else if (row === undefined) faults.at(line, COLUMNS.id, 'row-unknown', id)
    else if (found.has(id)) faults.at(line, COLUMNS.id, 'row-twice', id)
    else found.set(id, { row, sheet_row })
  }
  for (const { id } of questionnaire.rows) if (!found.has(id)) faults.add(null, 'row-missing', id)
  return [...found.values()]
}

const natureAt = ({ natures }: SheetRow, index: number): CellNature | undefined => natures?.[index]

function answerAt(sheet_row: SheetRow, index: number, column: AnswerColumn, row: QuestionRow, faults: Faults): Answer | undefined {
  const { line, cells } = sheet_row
  const found = cells[index] ?? ''
  const nature = natureAt(sheet_row, index)
  const fault = (reason: CellFaultReason) => faults.at(line, index, reason, found)
  if (nature?.is_formula) {
    fault('formula')
    return undefined
  }
  if (nature?.kind === 'error') {
    fault('error-value')
    return undefined
  }
  if (found === '') {
    if (column.required) fault('missing')
    return undefined
  }
  const read = readAnswer(kindAt(column, row), found, nature?.kind ?? 'text')
  if (read.ok) return read.answer
  fault(read.reason)
  return undefined
}

type ReadAnswer = { readonly ok: true; readonly answer: Answer } | { readonly ok: false; readonly reason: CellFaultReason }
const bad = (reason: CellFaultReason): ReadAnswer => ({ ok: false, reason })
const good = (answer: Answer): ReadAnswer => ({ ok: true, answer })

function readAnswer(kind: AnswerKind, found: string, nature: CellNature['kind']): ReadAnswer {
  switch (kind.kind) {
    case 'choice': {
      const plain = plainWords(found)
      const fits = kind.choices.filter(
        ({ code, title }) => code === found || Object.values(title).some((words) => plainWords(words) === plain),
      )
      return fits.length === 1 ? good(fits[0]!.code) : bad('not-a-choice')
    }
    case 'whole':
    case 'decimal':
      return readNumber(kind, found, nature)
    case 'date':
      return readDay(found, nature)
    case 'text':
      return [...found].length <= kind.most_characters ? good(found) : bad('too-long')
  }
}

/** A number of the sheet, or text that can be nothing else. */
function readNumber(kind: AnswerKind & { kind: 'whole' | 'decimal' }, found: string, nature: CellNature['kind']): ReadAnswer {
  if (nature !== 'number' && nature !== 'text') return bad('not-a-number')
  const digits = latinDigits(found).replace('\u066b', ',').trim()
  if (/^[+-]?\d+(,\d+)+$/.test(digits)) return bad('comma-decimal')
  if (!/^[+-]?\d{1,16}(\.\d{1,20})?(E[+-]?\d{1,3})?$/i.test(digits)) return bad('not-a-number')
  const number = Number(digits)
  if (Math.abs(number) > LARGEST_NUMBER) return bad(number > 0 ? 'above-most' : 'below-least')
  if (kind.kind === 'whole' && !Number.isInteger(number)) return bad('not-whole')
  const { least, most } = boundsOf(kind)
  if (number < least) return bad('below-least')
  return number > most ? bad('above-most') : good(number === 0 ? 0 : number)
}

function readDay(found: string, nature: CellNature['kind']): ReadAnswer {
  // a bare number can be a year, a serial number or a slip
  if (nature !== 'date' && nature !== 'text') return bad('not-a-date')
  const read = readDate(found)
  if (!read.ok) return bad(read.reason === 'two-digit-year' ? 'ambiguous-date' : 'not-a-date')
  const days = [...new Set([read['day-first'], read['month-first']].filter((one) => one !== undefined))]
  if (days.length > 1) return bad('ambiguous-date')
  return days[0]!.length === 10 ? good(days[0]!) : bad('partial-date')
}

/** A merged range that touches an id, a heading's id or an answer: which of its cells the text belongs to, nobody can say. */
function mergedAt(range: string, places: readonly Place[], faults: Faults): void {
  const [, first, from, last, to] = /^([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})$/.exec(range) ?? []
  if (first === undefined) return
  const [left, right] = [indexOf(first), indexOf(last!)]
  const touches = [COLUMNS.id, ...places.map(({ index }) => index)].some((index) => index >= left && index <= right)
  const over = (line: number) => Number(from) <= line && line <= Number(to)
  if (touches && (over(LINES.ids) || Number(to) >= LINES.first)) faults.add(`${first}${from}`, 'merged', range)
}

const indexOf = (letters: string): number => [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
