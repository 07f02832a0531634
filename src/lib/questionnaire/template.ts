/** A questionnaire as a workbook to be filled in (ECMA-376-1, SpreadsheetML): instructions, the sheet of answers, and the choices it offers. */
import { writeArchive } from '../documents/archive.ts'
import { type DocumentLanguage, isRightToLeft } from '../documents/document.ts'
import { contentTypesPart, corePart, escaped, relationsPart, XML } from '../documents/xml.ts'
import {
  type AnswerKind,
  boundsOf,
  COLUMNS,
  columnName,
  demandQuestionnaire,
  kindAt,
  LINES,
  MARKER,
  type Questionnaire,
} from './questionnaire.ts'
import { HEADINGS, RULES, SHEETS } from './words.ts'

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const STYLE = { plain: 0, bold: 1, title: 2, wrapped: 3, answer: 4, day: 5 } as const

/**
 * Writes the workbook in one language; the same questionnaire gives the same bytes. Ids stand hidden in the first rows and the first column; the
 * sheet is locked but for the cells to fill in, without a password: it keeps hands from slipping and nobody out. Throws TypeError beyond the bounds.
 */
export function questionnaireTemplate(questionnaire: Questionnaire, language: DocumentLanguage, made_at: string): Uint8Array {
  demandQuestionnaire(questionnaire)
  const sheets = [
    { name: SHEETS.instructions[language], content: instructionsPart(questionnaire, language) },
    { name: SHEETS.answers[language], content: answersPart(questionnaire, language) },
    { name: SHEETS.choices[language], content: choicesPart(questionnaire, language), is_hidden: true },
  ]
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
    { name: 'docProps/core.xml', content: corePart({ title: questionnaire.title[language], language, made_at }) },
    {
      name: 'xl/workbook.xml',
      content: `${XML}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><bookViews><workbookView activeTab="1"/></bookViews><sheets>${sheets
        .map(
          ({ name, is_hidden }, i) =>
            `<sheet name="${escaped(name)}" sheetId="${i + 1}"${is_hidden ? ' state="hidden"' : ''} r:id="rId${i + 1}"/>`,
        )
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
    ...sheets.map(({ content }, i) => ({ name: path(i), content })),
  ])
}

const text = (column: number, line: number, said: string, style: number = STYLE.plain): string =>
  `<c r="${columnName(column)}${line}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(said)}</t></is></c>`
const row = (line: number, cells: string, more = ''): string => `<row r="${line}"${more}>${cells}</row>`
const view = (language: DocumentLanguage, inside = ''): string =>
  `<sheetViews><sheetView${isRightToLeft(language) ? ' rightToLeft="1"' : ''} workbookViewId="0">${inside}</sheetView></sheetViews>`
/** In headers and footers & begins a command. */
const foot = (marking: string): string => {
  const said = escaped(marking.replaceAll('&', '&&').slice(0, 180))
  return `<headerFooter><oddHeader>&amp;L${said}</oddHeader><oddFooter>&amp;L${said}&amp;R&amp;P / &amp;N</oddFooter></headerFooter>`
}

function instructionsPart({ title, marking, instructions }: Questionnaire, language: DocumentLanguage): string {
  const lines = [title[language], marking[language], ...instructions.map((one) => one[language]), ...RULES.map((one) => one[language])]
  const rows = lines.map((line, i) => row(i + 1, text(0, i + 1, line, i === 0 ? STYLE.title : i === 1 ? STYLE.bold : STYLE.wrapped)))
  return `${XML}<worksheet xmlns="${MAIN}">${view(language)}<cols><col min="1" max="1" width="100" customWidth="1"/></cols><sheetData>${rows.join('')}</sheetData>${foot(marking[language])}</worksheet>`
}

function answersPart({ id, marking, columns, rows }: Questionnaire, language: DocumentLanguage): string {
  const hidden = ' hidden="1"'
  const heads = [
    row(LINES.marker, text(COLUMNS.id, LINES.marker, `${MARKER} ${id}`), hidden),
    row(LINES.ids, columns.map((column, i) => text(COLUMNS.first + i, LINES.ids, column.id)).join(''), hidden),
    row(
      LINES.headings,
      [
        text(COLUMNS.title, LINES.headings, HEADINGS.question[language], STYLE.bold),
        text(COLUMNS.unit, LINES.headings, HEADINGS.unit[language], STYLE.bold),
        ...columns.map((column, i) =>
          text(COLUMNS.first + i, LINES.headings, `${column.title[language]}${column.required ? ' *' : ''}`, STYLE.bold),
        ),
      ].join(''),
    ),
  ]
  const asked = rows.map((one, i) => {
    const line = LINES.first + i
    const answers = columns.map((column, k) => {
      const style = kindAt(column, one).kind === 'date' ? STYLE.day : STYLE.answer
      return `<c r="${columnName(COLUMNS.first + k)}${line}" s="${style}"/>`
    })
    return row(
      line,
      [
        text(COLUMNS.id, line, one.id),
        text(COLUMNS.title, line, one.title[language], STYLE.wrapped),
        text(COLUMNS.unit, line, one.unit?.[language] ?? '', STYLE.wrapped),
        ...answers,
      ].join(''),
    )
  })
  const top = `${columnName(COLUMNS.first)}${LINES.first}`
  const pane = `<pane xSplit="${COLUMNS.first}" ySplit="${LINES.headings}" topLeftCell="${top}" activePane="bottomRight" state="frozen"/><selection pane="bottomRight" activeCell="${top}" sqref="${top}"/>`
  const widths = `<cols><col min="1" max="1" width="4" hidden="1" customWidth="1"/><col min="2" max="2" width="50" customWidth="1"/><col min="3" max="3" width="30" customWidth="1"/><col min="4" max="${3 + columns.length}" width="22" customWidth="1"/></cols>`
  const guard = '<sheetProtection sheet="1" objects="1" scenarios="1" formatColumns="0" formatRows="0" sort="0" autoFilter="0"/>'
  return `${XML}<worksheet xmlns="${MAIN}">${view(language, pane)}${widths}<sheetData>${heads.join('')}${asked.join('')}</sheetData>${guard}${validations({ columns, rows }, language)}${foot(marking[language])}</worksheet>`
}

/** The different choices that are asked for, each in a column of the hidden sheet. */
function listsOf({ columns, rows }: Pick<Questionnaire, 'columns' | 'rows'>): (AnswerKind & { kind: 'choice' })[] {
  const kinds = rows.flatMap((one) => columns.map((column) => kindAt(column, one)))
  return [...new Map(kinds.flatMap((kind) => (kind.kind === 'choice' ? [[keyOf(kind), kind] as const] : []))).values()]
}
const keyOf = (kind: AnswerKind & { kind: 'choice' }): string => JSON.stringify(kind.choices)

function choicesPart(questionnaire: Questionnaire, language: DocumentLanguage): string {
  const lists = listsOf(questionnaire)
  const deepest = Math.max(1, ...lists.map(({ choices }) => choices.length))
  const rows = Array.from({ length: deepest }, (_, i) =>
    row(i + 1, lists.flatMap(({ choices }, k) => (choices[i] ? [text(k, i + 1, choices[i].title[language])] : [])).join('')),
  )
  return `${XML}<worksheet xmlns="${MAIN}">${view(language)}<sheetData>${rows.join('')}</sheetData></worksheet>`
}

/** What an office program lets be typed; what it lets through is looked at again when the file comes back. */
function validations({ columns, rows }: Pick<Questionnaire, 'columns' | 'rows'>, language: DocumentLanguage): string {
  const lists = listsOf({ columns, rows }).map(keyOf)
  const choices = SHEETS.choices[language]
  const rules = new Map<string, string[]>()
  for (const [i, one] of rows.entries())
    for (const [k, column] of columns.entries()) {
      const rule = ruleOf(kindAt(column, one), (kind) => {
        const list = columnName(lists.indexOf(keyOf(kind)))
        return `'${escaped(choices)}'!$${list}$1:$${list}$${kind.choices.length}`
      })
      const cells = rules.get(rule) ?? []
      cells.push(`${columnName(COLUMNS.first + k)}${LINES.first + i}`)
      rules.set(rule, cells)
    }
  const written = [...rules].map(([rule, cells]) =>
    rule.replace('<dataValidation ', `<dataValidation sqref="${cells.join(' ')}" allowBlank="1" showErrorMessage="1" `),
  )
  return `<dataValidations count="${written.length}">${written.join('')}</dataValidations>`
}

function ruleOf(kind: AnswerKind, listOf: (kind: AnswerKind & { kind: 'choice' }) => string): string {
  switch (kind.kind) {
    case 'choice':
      return `<dataValidation type="list"><formula1>${listOf(kind)}</formula1></dataValidation>`
    case 'whole':
    case 'decimal': {
      const { least, most } = boundsOf(kind)
      return `<dataValidation type="${kind.kind}" operator="between"><formula1>${least}</formula1><formula2>${most}</formula2></dataValidation>`
    }
    case 'date':
      return '<dataValidation type="date" operator="greaterThan"><formula1>1</formula1></dataValidation>'
    case 'text':
      return `<dataValidation type="textLength" operator="lessThanOrEqual"><formula1>${kind.most_characters}</formula1></dataValidation>`
  }
}

const FILL =
  '<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFFFF8E1"/><bgColor indexed="64"/></patternFill></fill>'
const LINE = '<border><left/><right/><top/><bottom/><diagonal/></border>'
const THIN = ['left', 'right', 'top', 'bottom'].map((side) => `<${side} style="thin"><color rgb="FFB0BEC5"/></${side}>`).join('')
const UNLOCKED =
  'applyFill="1" applyBorder="1" applyAlignment="1" applyProtection="1"><alignment vertical="top" wrapText="1"/><protection locked="0"/></xf>'
const STYLES = `${XML}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts><fonts count="3"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="14"/><name val="Calibri"/></font></fonts><fills count="3">${FILL}</fills><borders count="2">${LINE}<border>${THIN}<diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="6"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf><xf numFmtId="0" fontId="2" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf><xf numFmtId="0" fontId="0" fillId="2" borderId="1" xfId="0" ${UNLOCKED}<xf numFmtId="164" fontId="0" fillId="2" borderId="1" xfId="0" applyNumberFormat="1" ${UNLOCKED}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
