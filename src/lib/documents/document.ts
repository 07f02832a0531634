/** A document before it has a form: what it says, in which language, for whom. PDF, DOCX and XLSX are made of this one source. */

/** Of the reader; texts inside may be in others. */
export type DocumentLanguage = 'en' | 'fr' | 'ar' | 'es'

/**
 * A bit of content that keeps its own direction: words of the document's language, a number with the way it is written, what somebody said in
 * some language, a proper name in whatever script, or a code (telephone, hash, coordinates) that reads from left to right everywhere.
 */
export type Piece =
  | string
  | { readonly number: number; readonly written: string }
  | { readonly text: string; readonly language: string }
  | { readonly name: string }
  | { readonly code: string }
/** Pieces of one line; several are set apart by a space. */
export type Line = Piece | readonly Piece[]

export interface Column {
  readonly title: string
  /** Set at the end of its column. */
  readonly is_number?: boolean
  /** Its share of the width beside the others; one unless said. */
  readonly share?: number
}

export type Block =
  | { readonly kind: 'paragraph'; readonly line: Line }
  /** What limits or explains what stands before it. */
  | { readonly kind: 'note'; readonly line: Line }
  | { readonly kind: 'list'; readonly lines: readonly Line[] }
  | { readonly kind: 'facts'; readonly facts: readonly { readonly label: string; readonly line: Line }[] }
  | {
      readonly kind: 'table'
      readonly caption: string
      readonly columns: readonly Column[]
      readonly rows: readonly (readonly Line[])[]
      /** Counting rule, source and date. */
      readonly source?: string
    }
  /** Bars from zero, one a label; where a form draws no bars, the table behind them stands there. */
  | {
      readonly kind: 'bars'
      readonly caption: string
      readonly first: string
      readonly second: string
      readonly bars: readonly { readonly label: string; readonly number: number; readonly written: string }[]
      readonly source?: string
    }

export interface Section {
  readonly title: string
  readonly blocks: readonly Block[]
}

export interface Document {
  readonly language: DocumentLanguage
  readonly title: Line
  readonly subtitle?: Line
  /** How it is to be handled; stands at the head and the foot of every page and sheet. */
  readonly marking: string
  /** What it is beside that, where it is not real: at the head of every page. */
  readonly warning?: string
  /** What names this copy: an id, a time. */
  readonly reference: string
  /** ISO 8601. */
  readonly made_at: string
  /** `Page` and `of`, as in "Page 2 of 7". */
  readonly page: { readonly page: string; readonly of: string }
  readonly sections: readonly Section[]
}

export const MAX_SECTIONS = 60
export const MAX_BLOCKS = 600
export const MAX_ROWS = 6_000
export const MAX_COLUMNS = 20
export const MAX_CHARACTERS = 2_000_000

/** Throws TypeError for a document beyond the bounds: whoever makes one cuts it before, and says so in it. */
export function demandBounded(document: Document): void {
  const blocks = document.sections.flatMap((section) => section.blocks)
  const rows = blocks.reduce((sum, block) => sum + rowsOf(block), 0)
  const columns = Math.max(0, ...blocks.map((block) => (block.kind === 'table' ? block.columns.length : 0)))
  const uneven = blocks.some((block) => block.kind === 'table' && block.rows.some((row) => row.length !== block.columns.length))
  if (document.sections.length > MAX_SECTIONS || blocks.length > MAX_BLOCKS || rows > MAX_ROWS || columns > MAX_COLUMNS || uneven)
    throw new TypeError(
      `a document has at most ${MAX_SECTIONS} sections, ${MAX_BLOCKS} blocks, ${MAX_ROWS} rows of ${MAX_COLUMNS} columns each`,
    )
  if (JSON.stringify(document).length > MAX_CHARACTERS) throw new TypeError(`a document has at most ${MAX_CHARACTERS} characters`)
}

const rowsOf = (block: Block): number => {
  if (block.kind === 'table') return block.rows.length
  if (block.kind === 'bars') return block.bars.length
  if (block.kind === 'list') return block.lines.length
  return block.kind === 'facts' ? block.facts.length : 1
}

export const piecesOf = (line: Line): readonly Piece[] => (Array.isArray(line) ? (line as readonly Piece[]) : [line as Piece])

export function textOf(piece: Piece): string {
  if (typeof piece === 'string') return piece
  if ('number' in piece) return piece.written
  if ('text' in piece) return piece.text
  return 'name' in piece ? piece.name : piece.code
}
export const lineText = (line: Line): string => piecesOf(line).map(textOf).join(' ')

export const isRightToLeft = (language: string): boolean => language === 'ar'
/** The first letter that has a direction says it, as for `dir="auto"`. */
const FIRST_STRONG = /\p{L}/u
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u

/** Whether a piece reads from right to left in a document of this language. */
export function readsRightToLeft(piece: Piece, language: DocumentLanguage): boolean {
  if (typeof piece === 'string' || 'number' in piece) return isRightToLeft(language)
  if ('text' in piece) return isRightToLeft(piece.language)
  if ('code' in piece) return false
  const first = FIRST_STRONG.exec(piece.name)?.[0]
  return first !== undefined && RIGHT_TO_LEFT.test(first)
}

/** What XML 1.0 and typesetting cannot hold, and what would turn the direction of what follows, becomes a mark. */
export const cleaned = (text: string): string =>
  text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff\u202a-\u202e\u2066-\u2069]/g, '\ufffd')
