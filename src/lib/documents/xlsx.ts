/** A document as a workbook (ECMA-376-1, SpreadsheetML, transitional): what it says on the first sheet, each table and figure on one of its own. */
import { writeArchive } from './archive.ts'
import { type Block, type Document, demandBounded, isRightToLeft, type Line, lineText, piecesOf } from './document.ts'
import { contentTypesPart, corePart, escaped, relationsPart, XML } from './xml.ts'

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const LONGEST_CELL = 32_000
const LONGEST_NAME = 31
const PLAIN = 0
const BOLD = 1
const TITLE = 2

interface Cell {
  readonly line: Line
  readonly style?: number
}
interface Sheet {
  readonly name: string
  readonly widths: readonly number[]
  readonly rows: readonly (readonly Cell[])[]
}

/** Throws TypeError for a document beyond the bounds. */
export function xlsxOf(document: Document): Uint8Array {
  demandBounded(document)
  const sheets = named(sheetsOf(document))
  const path = (i: number) => `xl/worksheets/sheet${i + 1}.xml`
  return writeArchive([
    {
      name: '[Content_Types].xml',
      content: contentTypesPart({
        '/xl/workbook.xml': 'vnd.openxmlformats-officedocument.spreadsheetml.sheet.main',
        '/xl/styles.xml': 'vnd.openxmlformats-officedocument.spreadsheetml.styles',
        '/docProps/core.xml': 'vnd.openxmlformats-package.core-properties',
        ...Object.fromEntries(sheets.map((_, i) => [`/${path(i)}`, 'vnd.openxmlformats-officedocument.spreadsheetml.worksheet'])),
      }),
    },
    {
      name: '_rels/.rels',
      content: relationsPart([
        { id: 'rId1', kind: 'officeDocument', target: 'xl/workbook.xml' },
        { id: 'rId2', kind: 'relationships/metadata/core-properties', target: 'docProps/core.xml' },
      ]),
    },
    {
      name: 'docProps/core.xml',
      content: corePart({ title: lineText(document.title), language: document.language, made_at: document.made_at }),
    },
    {
      name: 'xl/workbook.xml',
      content: `${XML}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${sheets
        .map(({ name }, i) => `<sheet name="${escaped(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`)
        .join('')}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: relationsPart([
        ...sheets.map((_, i) => ({ id: `rId${i + 1}`, kind: 'worksheet', target: `worksheets/sheet${i + 1}.xml` })),
        { id: `rId${sheets.length + 1}`, kind: 'styles', target: 'styles.xml' },
      ]),
    },
    { name: 'xl/styles.xml', content: STYLES },
    ...sheets.map((sheet, i) => ({ name: path(i), content: sheetPart(sheet, document) })),
  ])
}

function sheetsOf(document: Document): Sheet[] {
  const { title, subtitle, marking, warning, reference, sections } = document
  const heads: Cell[][] = [
    [{ line: title, style: TITLE }],
    ...(subtitle === undefined ? [] : [[{ line: subtitle }]]),
    [{ line: marking, style: BOLD }],
    ...(warning === undefined ? [] : [[{ line: warning, style: BOLD }]]),
    [{ line: { code: reference } }],
  ]
  const first: Cell[][] = [...heads]
  const sheets: Sheet[] = []
  for (const section of sections) {
    first.push([], [{ line: section.title, style: TITLE }])
    for (const block of section.blocks) {
      const table = tableIn(block)
      if (table === undefined) first.push(...rowsOf(block))
      else {
        const { caption, columns, rows, source } = table
        first.push([{ line: caption }])
        sheets.push({
          name: caption,
          widths: columns.map((column) => Math.min(60, Math.max(12, column.length + 4))),
          rows: [
            [{ line: caption, style: TITLE }],
            [{ line: marking, style: BOLD }],
            ...(warning === undefined ? [] : [[{ line: warning, style: BOLD }]]),
            columns.map((column) => ({ line: column, style: BOLD })),
            ...rows.map((row) => row.map((line) => ({ line }))),
            ...(source === undefined ? [] : [[], [{ line: source }]]),
          ],
        })
      }
    }
  }
  return [{ name: lineText(title), widths: [34, 80], rows: first }, ...sheets]
}

function tableIn(block: Block) {
  if (block.kind === 'table')
    return { caption: block.caption, columns: block.columns.map(({ title }) => title), rows: block.rows, source: block.source }
  if (block.kind !== 'bars') return undefined
  const rows = block.bars.map(({ label, number, written }): Line[] => [label, { number, written }])
  return { caption: block.caption, columns: [block.first, block.second], rows, source: block.source }
}

function rowsOf(block: Block): Cell[][] {
  if (block.kind === 'facts') return block.facts.map(({ label, line }) => [{ line: label, style: BOLD }, { line }])
  if (block.kind === 'list') return block.lines.map((line) => [{ line }])
  return block.kind === 'paragraph' || block.kind === 'note' ? [[{ line: block.line }]] : []
}

/** Names of sheets are short, different, and without what the format reserves. */
function named(sheets: readonly Sheet[]): Sheet[] {
  const taken = new Set<string>()
  return sheets.map((sheet, i) => {
    const plain =
      sheet.name
        .replace(/[\\/?*[\]:']/g, ' ')
        .replace(/\s+/g, ' ')
        .trim() || 'Sheet'
    const short = [...plain].slice(0, LONGEST_NAME - 4).join('')
    const name = taken.has(short.toLowerCase()) ? `${short} ${i + 1}` : short
    taken.add(name.toLowerCase())
    return { ...sheet, name }
  })
}

function sheetPart({ widths, rows }: Sheet, { language, marking, page }: Document): string {
  const cell = ({ line, style = PLAIN }: Cell, column: string, row: number) => {
    const [piece, ...more] = piecesOf(line)
    const at = `r="${column}${row}"${style === PLAIN ? '' : ` s="${style}"`}`
    if (typeof piece === 'object' && 'number' in piece && more.length === 0 && Number.isFinite(piece.number))
      return `<c ${at}><v>${piece.number}</v></c>`
    // text is text: a cell that begins with = is no formula here
    return `<c ${at} t="inlineStr"><is><t xml:space="preserve">${escaped(lineText(line).slice(0, LONGEST_CELL))}</t></is></c>`
  }
  const written = rows.map(
    (cells, i) => `<row r="${i + 1}">${cells.map((one, k) => cell(one, String.fromCharCode(65 + k), i + 1)).join('')}</row>`,
  )
  const view = isRightToLeft(language) ? '<sheetViews><sheetView rightToLeft="1" workbookViewId="0"/></sheetViews>' : ''
  // in headers and footers & begins a command
  const foot = marking.replaceAll('&', '&&').slice(0, 180)
  return `${XML}<worksheet xmlns="${MAIN}">${view}<cols>${widths
    .map((width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`)
    .join(
      '',
    )}</cols><sheetData>${written.join('')}</sheetData><headerFooter><oddHeader>&amp;L${escaped(foot)}</oddHeader><oddFooter>&amp;L${escaped(foot)}&amp;R${escaped(`${page.page} `)}&amp;P ${escaped(page.of)} &amp;N</oddFooter></headerFooter></worksheet>`
}

const STYLES = `${XML}<styleSheet xmlns="${MAIN}"><fonts count="3"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="14"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="0" fontId="2" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
