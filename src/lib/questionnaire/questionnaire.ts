/** A questionnaire before it has a form: which rows it asks about, which columns each takes, and what may stand in a cell. Pure data. */
import type { DocumentLanguage } from '../documents/index.ts'

export type QuestionnaireWords = Readonly<Record<DocumentLanguage, string>>

/** What may stand in a cell. */
export type AnswerKind =
  | { readonly kind: 'choice'; readonly choices: readonly { readonly code: string; readonly title: QuestionnaireWords }[] }
  | { readonly kind: 'whole'; readonly least?: number; readonly most?: number }
  | { readonly kind: 'decimal'; readonly least?: number; readonly most?: number }
  | { readonly kind: 'date' }
  | { readonly kind: 'text'; readonly most_characters: number }

export type AnswerColumn = AnswerKind & {
  /** Stable: it stands hidden in the sheet, and titles may change. */
  readonly id: string
  readonly title: QuestionnaireWords
  readonly required?: true
}

export interface QuestionRow {
  readonly id: string
  readonly title: QuestionnaireWords
  /** What is counted: the counting unit or rule, shown beside the question. */
  readonly unit?: QuestionnaireWords
  /** Where this row takes something else in a column than the others do. */
  readonly kinds?: Readonly<Record<string, AnswerKind>>
}

export interface Questionnaire {
  readonly id: string
  readonly title: QuestionnaireWords
  /** What the reader of the first sheet has to know, a paragraph each. */
  readonly instructions: readonly QuestionnaireWords[]
  /** How it is to be handled; stands on every sheet. */
  readonly marking: QuestionnaireWords
  readonly columns: readonly AnswerColumn[]
  readonly rows: readonly QuestionRow[]
}

export const MAX_QUESTIONS = 500
export const MAX_ANSWER_COLUMNS = 20
export const MAX_CHOICES = 100
export const MAX_PARAGRAPHS = 50
/** Fewer than a cell is read of, so that a text that was cut is noticed. */
export const MAX_ANSWER_CHARACTERS = 1_900
/** What a number can be at all; every whole one of them is exact. */
export const LARGEST_NUMBER = 1_000_000_000_000

const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/

/** What this row takes in this column. */
export const kindAt = (column: AnswerColumn, row: QuestionRow): AnswerKind => row.kinds?.[column.id] ?? column

/** Throws TypeError for a questionnaire beyond the bounds, or that could not be read back. */
export function demandQuestionnaire({ id, instructions, columns, rows }: Questionnaire): void {
  const bounded =
    columns.length >= 1 &&
    columns.length <= MAX_ANSWER_COLUMNS &&
    rows.length >= 1 &&
    rows.length <= MAX_QUESTIONS &&
    instructions.length <= MAX_PARAGRAPHS
  if (!bounded) throw new TypeError(`a questionnaire has 1 to ${MAX_QUESTIONS} rows and 1 to ${MAX_ANSWER_COLUMNS} columns`)
  const ids = [columns.map((one) => one.id), rows.map((one) => one.id)]
  if (ids.some((of) => new Set(of).size !== of.length)) throw new TypeError('no id stands twice')
  if ([id, ...ids.flat()].some((one) => !ID.test(one) || one.length > 100))
    throw new TypeError('an id is words of small letters and digits, joined by hyphens')
  const known = new Set(ids[0])
  if (rows.some(({ kinds }) => Object.keys(kinds ?? {}).some((column) => !known.has(column))))
    throw new TypeError('a row takes something in a column that is none')
  for (const kind of [...columns, ...rows.flatMap(({ kinds }) => Object.values(kinds ?? {}))]) demandKind(kind)
}

function demandKind(kind: AnswerKind): void {
  if (kind.kind === 'choice') {
    const codes = kind.choices.map(({ code }) => code)
    if (codes.length === 0 || codes.length > MAX_CHOICES || new Set(codes).size !== codes.length)
      throw new TypeError(`a choice is of 1 to ${MAX_CHOICES}, each once`)
  } else if (kind.kind === 'text') {
    if (!(kind.most_characters > 0 && kind.most_characters <= MAX_ANSWER_CHARACTERS))
      throw new TypeError(`a text has at most ${MAX_ANSWER_CHARACTERS} characters`)
  } else if (kind.kind !== 'date') {
    const { least, most } = boundsOf(kind)
    if (!(least <= most && Math.abs(least) <= LARGEST_NUMBER && Math.abs(most) <= LARGEST_NUMBER))
      throw new TypeError(`a number is at most ${LARGEST_NUMBER}`)
  }
}

/** From where to where a number goes; from zero unless it is said. */
export const boundsOf = ({ least = 0, most = LARGEST_NUMBER }: { readonly least?: number; readonly most?: number }) => ({ least, most })

/** The first cell of a sheet of answers says what it is. */
export const MARKER = 'portolan-questionnaire-1'
/** Hidden: the marker, and the ids of the columns; then the headings, then a row each. */
export const LINES = { marker: 1, ids: 2, headings: 3, first: 4 } as const
/** Hidden ids, question, unit; then the answers. */
export const COLUMNS = { id: 0, title: 1, unit: 2, first: 3 } as const

/** Column 27 is `AB`. */
export function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26))
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter
}
