/** A document as PDF, typeset by Typst: Arabic shaped and ordered, fonts taken from what is handed in. */
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { type Block, cleaned, type Document, demandBounded, type Line, lineText, piecesOf, readsRightToLeft, textOf } from './document.ts'
import { PDF_TEMPLATE } from './pdf-template.ts'

export interface Typesetting {
  /** Font files (TrueType or OpenType). */
  readonly fonts: readonly Uint8Array[]
  /** A folder that holds nothing: the template can read no file from there. */
  readonly workspace: string
}

/** Throws Error where the typesetter fails, TypeError for a document beyond the bounds. */
export function pdfOf(document: Document, { fonts, workspace }: Typesetting): Uint8Array {
  demandBounded(document)
  const compiler = NodeCompiler.create({
    workspace,
    fontArgs: [{ fontBlobs: fonts.map((font) => Buffer.from(font.buffer, font.byteOffset, font.byteLength)) }],
  })
  const compiled = compiler.compile({ mainFileContent: PDF_TEMPLATE, inputs: { document: JSON.stringify(prepared(document)) } })
  const done = compiled.result
  if (done === null) {
    const error = compiled.takeDiagnostics()
    throw new Error(
      `a document could not be typeset: ${error ? JSON.stringify(error.shortDiagnostics).slice(0, 2_000) : 'no reason given'}`,
    )
  }
  const bytes = compiler.pdf(done, { creationTimestamp: Math.floor(Date.parse(document.made_at) / 1_000) })
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

type Pieces = readonly { readonly text: string; readonly rtl: boolean; readonly language: string }[]

/** What the template reads: every piece with its text, its direction and its language. */
function prepared({ language, title, subtitle, marking, warning, reference, page, sections }: Document) {
  const line = (one: Line): Pieces =>
    piecesOf(one).map((piece) => ({
      text: cleaned(textOf(piece)),
      rtl: readsRightToLeft(piece, language),
      language: typeof piece === 'object' && 'text' in piece && /^[a-z]{2}$/.test(piece.language) ? piece.language : language,
    }))
  return {
    language,
    title: line(title),
    title_text: cleaned(lineText(title)),
    subtitle: subtitle === undefined ? null : line(subtitle),
    marking: cleaned(marking),
    warning: warning === undefined ? null : cleaned(warning),
    reference: { text: cleaned(reference), rtl: false, language },
    page,
    sections: sections.map((section) => ({
      title: cleaned(section.title),
      blocks: section.blocks.map((block) => preparedBlock(block, line)),
    })),
  }
}

function preparedBlock(block: Block, line: (line: Line) => Pieces): object {
  const { kind } = block
  switch (kind) {
    case 'paragraph':
    case 'note':
      return { kind, line: line(block.line) }
    case 'list':
      return { kind, lines: block.lines.map(line) }
    case 'facts':
      return { kind, facts: block.facts.map((fact) => ({ label: cleaned(fact.label), line: line(fact.line) })) }
    case 'table':
      return {
        kind,
        caption: cleaned(block.caption),
        columns: block.columns.map(({ title, is_number = false, share = 1 }) => ({ title: cleaned(title), is_number, share })),
        rows: block.rows.map((row) => row.map(line)),
        source: block.source === undefined ? null : cleaned(block.source),
      }
    case 'bars':
      return {
        kind,
        caption: cleaned(block.caption),
        first: cleaned(block.first),
        second: cleaned(block.second),
        bars: block.bars.map(({ label, number, written }) => ({ label: cleaned(label), number, written: cleaned(written) })),
        source: block.source === undefined ? null : cleaned(block.source),
      }
  }
}
