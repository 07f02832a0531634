/** A document as WordprocessingML (ECMA-376-1, transitional): paragraphs, runs and tables that say their direction. */
import { writeArchive } from './archive.ts'
import {
  type Block,
  type Document,
  type DocumentLanguage,
  demandBounded,
  isRightToLeft,
  type Line,
  lineText,
  type Piece,
  piecesOf,
  readsRightToLeft,
  textOf,
} from './document.ts'
import { contentTypesPart, corePart, escaped, relationsPart, XML } from './xml.ts'

const MAIN = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
/** Between the margins of an A4 page, in twentieths of a point. */
const WIDTH = 9_866
const REGIONS: Readonly<Record<DocumentLanguage, string>> = { en: 'en-GB', fr: 'fr-FR', ar: 'ar-SA', es: 'es-ES' }

/** Throws TypeError for a document beyond the bounds. */
export function docxOf(document: Document): Uint8Array {
  demandBounded(document)
  const writing = writerOf(document.language)
  const body = [
    writing.paragraph(document.title, { style: 'Title' }),
    document.subtitle === undefined ? '' : writing.paragraph(document.subtitle, { style: 'Subtitle' }),
    ...document.sections.flatMap(({ title, blocks }) => [
      writing.paragraph(title, { style: 'Heading1' }),
      ...blocks.map((block) => blockOf(block, writing)),
    ]),
    `<w:sectPr><w:headerReference w:type="default" r:id="rId3"/><w:footerReference w:type="default" r:id="rId4"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1474" w:right="1020" w:bottom="1361" w:left="1020" w:header="567" w:footer="567" w:gutter="0"/>${isRightToLeft(document.language) ? '<w:bidi/>' : ''}</w:sectPr>`,
  ].join('')
  return writeArchive([
    {
      name: '[Content_Types].xml',
      content: contentTypesPart({
        '/word/document.xml': 'vnd.openxmlformats-officedocument.wordprocessingml.document.main',
        '/word/styles.xml': 'vnd.openxmlformats-officedocument.wordprocessingml.styles',
        '/word/settings.xml': 'vnd.openxmlformats-officedocument.wordprocessingml.settings',
        '/word/header1.xml': 'vnd.openxmlformats-officedocument.wordprocessingml.header',
        '/word/footer1.xml': 'vnd.openxmlformats-officedocument.wordprocessingml.footer',
        '/docProps/core.xml': 'vnd.openxmlformats-package.core-properties',
      }),
    },
    {
      name: '_rels/.rels',
      content: relationsPart([
        { id: 'rId1', kind: 'officeDocument', target: 'word/document.xml' },
        { id: 'rId2', kind: 'relationships/metadata/core-properties', target: 'docProps/core.xml' },
      ]),
    },
    {
      name: 'docProps/core.xml',
      content: corePart({ title: lineText(document.title), language: document.language, made_at: document.made_at }),
    },
    { name: 'word/document.xml', content: part('document', `<w:body>${body}</w:body>`) },
    {
      name: 'word/_rels/document.xml.rels',
      content: relationsPart([
        { id: 'rId1', kind: 'styles', target: 'styles.xml' },
        { id: 'rId2', kind: 'settings', target: 'settings.xml' },
        { id: 'rId3', kind: 'header', target: 'header1.xml' },
        { id: 'rId4', kind: 'footer', target: 'footer1.xml' },
      ]),
    },
    { name: 'word/styles.xml', content: part('styles', stylesOf(document.language)) },
    { name: 'word/settings.xml', content: part('settings', '<w:defaultTabStop w:val="708"/>') },
    { name: 'word/header1.xml', content: part('hdr', headerOf(document, writing)) },
    { name: 'word/footer1.xml', content: part('ftr', footerOf(document, writing)) },
  ])
}

const part = (root: string, content: string) => `${XML}<w:${root} xmlns:w="${MAIN}" xmlns:r="${RELATIONS}">${content}</w:${root}>`

interface Look {
  readonly style?: string
  /** Set at the end of the line. */
  readonly at_end?: boolean
  readonly bold?: boolean
}

interface Writing {
  readonly is_rtl: boolean
  paragraph(line: Line, look?: Look): string
  runs(line: Line, bold?: boolean): string
}

function writerOf(language: DocumentLanguage): Writing {
  const is_rtl = isRightToLeft(language)
  const run = (piece: Piece, bold: boolean) => {
    const rtl = readsRightToLeft(piece, language)
    return `<w:r>${marksOf({ rtl, bold })}<w:t xml:space="preserve">${escaped(textOf(piece))}</w:t></w:r>`
  }
  const space = '<w:r><w:t xml:space="preserve"> </w:t></w:r>'
  const runs = (line: Line, bold = false) =>
    piecesOf(line)
      .map((piece) => run(piece, bold))
      .join(space)
  return {
    is_rtl,
    runs,
    // in a paragraph from right to left "left" means its start, and "right" its end
    paragraph: (line, { style, at_end = false, bold = false } = {}) =>
      `<w:p><w:pPr>${style ? `<w:pStyle w:val="${style}"/>` : ''}${is_rtl ? '<w:bidi/>' : ''}${at_end ? '<w:jc w:val="right"/>' : ''}</w:pPr>${runs(line, bold)}</w:p>`,
  }
}

const marksOf = ({ rtl, bold }: { rtl: boolean; bold: boolean }) =>
  rtl || bold ? `<w:rPr>${bold ? '<w:b/><w:bCs/>' : ''}${rtl ? '<w:rtl/>' : ''}</w:rPr>` : ''

function blockOf(block: Block, writing: Writing): string {
  switch (block.kind) {
    case 'paragraph':
      return writing.paragraph(block.line)
    case 'note':
      return writing.paragraph(block.line, { style: 'Note' })
    case 'list':
      return block.lines.map((line) => writing.paragraph(['•', ...piecesOf(line)], { style: 'Item' })).join('')
    case 'facts':
      return (
        tableOf(
          writing,
          [3, 7],
          block.facts.map(({ label, line }) => cellsOf(writing, [{ line: label, bold: true }, { line }])),
        ) + after
      )
    case 'table': {
      const shares = block.columns.map(({ share = 1 }) => share)
      const head = cellsOf(
        writing,
        block.columns.map(({ title, is_number = false }) => ({ line: title, bold: true, at_end: is_number })),
      )
      const rows = block.rows.map((row) =>
        cellsOf(
          writing,
          row.map((line, i) => ({ line, at_end: block.columns[i]!.is_number ?? false })),
        ),
      )
      return (
        caption(writing, block.caption) + (rows.length > 0 ? tableOf(writing, shares, rows, head) : '') + sourceOf(writing, block.source)
      )
    }
    case 'bars': {
      const head = cellsOf(writing, [
        { line: block.first, bold: true },
        { line: block.second, bold: true, at_end: true },
      ])
      const rows = block.bars.map(({ label, written }) => cellsOf(writing, [{ line: label }, { line: written, at_end: true }]))
      return caption(writing, block.caption) + tableOf(writing, [3, 2], rows, head) + sourceOf(writing, block.source)
    }
  }
}

const caption = (writing: Writing, text: string) => writing.paragraph(text, { style: 'Caption' })
/** Two tables without a paragraph between them would be one. */
const after = '<w:p><w:pPr><w:pStyle w:val="Source"/></w:pPr></w:p>'
const sourceOf = (writing: Writing, source: string | undefined) =>
  source === undefined ? after : writing.paragraph(source, { style: 'Source' })

const cellsOf = (writing: Writing, cells: readonly { line: Line; bold?: boolean; at_end?: boolean }[]): readonly string[] =>
  cells.map(({ line, bold = false, at_end = false }) => writing.paragraph(line, { style: 'Cell', bold, at_end }))

function tableOf({ is_rtl }: Writing, shares: readonly number[], rows: readonly (readonly string[])[], head?: readonly string[]): string {
  const all = shares.reduce((sum, share) => sum + share, 0)
  const widths = shares.map((share) => Math.floor((WIDTH * share) / all))
  const row = (cells: readonly string[], is_head: boolean) =>
    `<w:tr><w:trPr><w:cantSplit/>${is_head ? '<w:tblHeader/>' : ''}</w:trPr>${cells
      .map(
        (cell, i) =>
          `<w:tc><w:tcPr><w:tcW w:w="${widths[i]}" w:type="dxa"/>${is_head ? '<w:shd w:val="clear" w:color="auto" w:fill="EEF2F5"/>' : ''}</w:tcPr>${cell}</w:tc>`,
      )
      .join('')}</w:tr>`
  const line = (side: string) => `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="C3CCD4"/>`
  return `<w:tbl><w:tblPr>${is_rtl ? '<w:bidiVisual/>' : ''}<w:tblW w:w="${WIDTH}" w:type="dxa"/><w:tblBorders>${['top', 'bottom', 'insideH'].map(line).join('')}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>${widths
    .map((width) => `<w:gridCol w:w="${width}"/>`)
    .join('')}</w:tblGrid>${head ? row(head, true) : ''}${rows.map((cells) => row(cells, false)).join('')}</w:tbl>`
}

const headerOf = ({ marking, warning, reference }: Document, writing: Writing) =>
  writing.paragraph([marking, '·', { code: reference }], { style: 'Marking', bold: true }) +
  (warning === undefined ? '' : writing.paragraph(warning, { style: 'Marking', bold: true }))

function footerOf({ marking, page }: Document, { is_rtl, runs }: Writing): string {
  const field = (name: string) => `<w:fldSimple w:instr=" ${name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>`
  const space = '<w:r><w:t xml:space="preserve"> </w:t></w:r>'
  return `<w:p><w:pPr><w:pStyle w:val="Marking"/>${is_rtl ? '<w:bidi/>' : ''}</w:pPr>${runs([marking, '·', page.page], true)}${space}${field('PAGE')}${space}${runs(page.of, true)}${space}${field('NUMPAGES')}</w:p>`
}

function stylesOf(language: DocumentLanguage): string {
  const is_rtl = isRightToLeft(language)
  const base = is_rtl ? 23 : 20
  const style = (
    id: string,
    { size = base, bold = false, color = '', before = 0, after = 80, keep = false, shade = '', outline = -1, indent = 0 },
  ) =>
    `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${id === 'Heading1' ? 'heading 1' : id}"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>${keep ? '<w:keepNext/>' : ''}${shade ? `<w:shd w:val="clear" w:color="auto" w:fill="${shade}"/>` : ''}<w:spacing w:before="${before}" w:after="${after}"/>${indent ? `<w:ind w:left="${indent}" w:hanging="${indent}"/>` : ''}${outline >= 0 ? `<w:outlineLvl w:val="${outline}"/>` : ''}</w:pPr><w:rPr>${bold ? '<w:b/><w:bCs/>' : ''}${color ? `<w:color w:val="${color}"/>` : ''}<w:sz w:val="${size}"/><w:szCs w:val="${size}"/></w:rPr></w:style>`
  return [
    `<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Calibri" w:cs="Arial"/><w:sz w:val="${base}"/><w:szCs w:val="${base}"/><w:lang w:val="${is_rtl ? 'en-GB' : REGIONS[language]}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="80"/></w:pPr></w:pPrDefault></w:docDefaults>`,
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>',
    style('Title', { size: 38, bold: true, color: '17324D', after: 60 }),
    style('Subtitle', { size: 23, color: '55606B', after: 120 }),
    style('Heading1', { size: 26, bold: true, color: '17324D', before: 320, after: 120, keep: true, outline: 0 }),
    style('Caption', { bold: true, before: 160, after: 60, keep: true }),
    style('Cell', { size: base - 2, before: 30, after: 30 }),
    style('Source', { size: 16, color: '55606B', before: 40, after: 120 }),
    style('Note', { before: 80, after: 120, shade: 'F4F1E8' }),
    style('Item', { after: 40, indent: 284 }),
    style('Marking', { size: 16, color: '55606B', after: 0 }),
  ].join('')
}
