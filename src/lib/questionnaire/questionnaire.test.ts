/** Questionnaires as workbooks: written, filled in by hand and by a program written elsewhere, and read back whole or refused cell by cell. */
import { describe, expect, test } from 'vitest'
import writeWorkbook from 'write-excel-file/node'
import { writeArchive } from '../documents/archive.ts'
import { openArchive } from '../tables/zip.ts'
import {
  CELL_FAULTS,
  type CellFault,
  type CellFaultReason,
  type FilledQuestionnaire,
  MAX_FAULTS,
  MAX_FILE_BYTES,
  type Questionnaire,
  type QuestionnaireWords,
  questionnaireTemplate,
  readQuestionnaire,
} from './index.ts'

const same = (text: string): QuestionnaireWords => ({ en: text, fr: text, ar: text, es: text })
const TREND = {
  kind: 'choice',
  choices: [
    { code: 'rising', title: { en: 'Rising', fr: 'En hausse', ar: 'في ازدياد', es: 'En aumento' } },
    { code: 'falling', title: { en: 'Falling', fr: 'En baisse', ar: 'في تراجع', es: 'En descenso' } },
  ],
} as const

const THREATS: Questionnaire = {
  id: 'emta-2027',
  title: { en: 'Threats 2027', fr: 'Menaces 2027', ar: 'التهديدات 2027', es: 'Amenazas 2027' },
  marking: { en: 'Restricted & national', fr: 'Diffusion restreinte', ar: 'مقيد التداول', es: 'Difusión limitada' },
  instructions: [same('Answer for the year 2026.')],
  columns: [
    { id: 'trend', title: { en: 'Trend', fr: 'Tendance', ar: 'الاتجاه', es: 'Tendencia' }, required: true, ...TREND },
    { id: 'cases', title: { en: 'Cases', fr: 'Affaires', ar: 'القضايا', es: 'Casos' }, kind: 'whole', most: 1_000_000 },
    { id: 'share', title: { en: 'Share', fr: 'Part', ar: 'الحصة', es: 'Proporción' }, kind: 'decimal', most: 100 },
    { id: 'since', title: { en: 'Since', fr: 'Depuis', ar: 'منذ', es: 'Desde' }, kind: 'date' },
    { id: 'remarks', title: { en: 'Remarks', fr: 'Remarques', ar: 'ملاحظات', es: 'Observaciones' }, kind: 'text', most_characters: 40 },
  ],
  rows: [
    {
      id: 'drugs',
      title: { en: 'Drug trafficking', fr: 'Trafic de stupéfiants', ar: 'الاتجار بالمخدرات', es: 'Tráfico de drogas' },
      unit: same('investigations opened'),
    },
    { id: 'firearms', title: same('Firearms'), kinds: { share: { kind: 'whole', most: 10 } } },
    { id: 'cybercrime', title: same('Cybercrime') },
  ],
}
const MADE_AT = '2026-11-28T09:00:00.000Z'

/** A cell as a sheet has it: a text, a number, or the inside of a `c` element with its attributes. */
type Filled = string | number | { readonly attributes: string; readonly inside: string }
/** Fills cells of the template's own sheet, as a hand would. */
function filled(
  cells: Readonly<Record<string, Filled>>,
  more: { template?: Uint8Array; change?: (sheet: string) => string } = {},
): Uint8Array {
  return changed(more.template ?? questionnaireTemplate(THREATS, 'en', MADE_AT), 'xl/worksheets/sheet2.xml', (sheet) => {
    let text = sheet
    for (const [cell, value] of Object.entries(cells)) {
      const pattern = new RegExp(`<c r="${cell}" s="(\\d)"(/>|[^>]*>.*?</c>)`)
      expect([cell, pattern.test(text)]).toEqual([cell, true])
      text = text.replace(pattern, (_, style: string) => {
        if (typeof value === 'object') return `<c r="${cell}" s="${style}" ${value.attributes}>${value.inside}</c>`
        if (typeof value === 'number') return `<c r="${cell}" s="${style}"><v>${value}</v></c>`
        return `<c r="${cell}" s="${style}" t="inlineStr"><is><t>${value}</t></is></c>`
      })
    }
    return more.change ? more.change(text) : text
  })
}
function changed(bytes: Uint8Array, part: string, change: (content: string) => string): Uint8Array {
  const archive = openArchive(bytes)!
  return writeArchive(
    archive.names.map((name) => {
      const content = new TextDecoder().decode(archive.read(name, 10_000_000) as Uint8Array)
      return { name, content: name === part ? change(content) : content }
    }),
  )
}
const TRENDS = { D4: 'Rising', D5: 'Falling', D6: 'Rising' } as const
const faultsOf = (read: FilledQuestionnaire): readonly CellFault[] => (read.ok || read.reason !== 'cells' ? [] : read.faults)
/** Every reason that a test has met. */
const met = new Set<CellFaultReason>()
function cellsOf(cells: Parameters<typeof filled>[0], change?: (sheet: string) => string) {
  const faults = faultsOf(readQuestionnaire(THREATS, filled({ ...TRENDS, ...cells }, change ? { change } : {})))
  for (const { reason } of faults) met.add(reason)
  return faults.map(({ cell, reason, found }) => [cell, reason, found])
}

test('what was filled in comes back by ids, and what was not is not there', () => {
  // 46,112 days after 30 December 1899 is 31 March 2026
  const bytes = filled({ ...TRENDS, E4: 120, F4: 12.5, G4: 46_112, H4: 'Captagon &amp; cocaine', F5: 7, E6: 0 })
  expect(readQuestionnaire(THREATS, bytes)).toEqual({
    ok: true,
    answers: {
      drugs: { trend: 'rising', cases: 120, share: 12.5, since: '2026-03-31', remarks: 'Captagon & cocaine' },
      firearms: { trend: 'falling', share: 7 },
      cybercrime: { trend: 'rising', cases: 0 },
    },
    answered: 9,
    unanswered: 6,
  })
})

test.each(['en', 'fr', 'ar', 'es'] as const)(
  'in %s: headings, choices and direction; read back in whichever language it was filled in',
  (language) => {
    const template = questionnaireTemplate(THREATS, language, MADE_AT)
    expect(questionnaireTemplate(THREATS, language, MADE_AT)).toEqual(template)
    const archive = openArchive(template)!
    const part = (name: string) => new TextDecoder().decode(archive.read(name, 1_000_000) as Uint8Array)
    const sheet = part('xl/worksheets/sheet2.xml')
    expect(sheet.includes('rightToLeft="1"')).toBe(language === 'ar')
    expect(part('xl/worksheets/sheet1.xml').includes('rightToLeft="1"')).toBe(language === 'ar')
    expect(sheet).toContain(`${THREATS.columns[0]!.title[language]} *`)
    expect(sheet).toContain(THREATS.rows[0]!.title[language])
    expect(part('xl/worksheets/sheet3.xml')).toContain(TREND.choices[0].title[language])
    expect(part('xl/workbook.xml')).toContain('state="hidden"')
    const words = TREND.choices[0].title[language]
    const read = readQuestionnaire(THREATS, filled({ D4: words, D5: words.toUpperCase(), D6: 'rising' }, { template }))
    expect(read).toMatchObject({ ok: true, answered: 3, answers: { firearms: { trend: 'rising' } } })
  },
)

test('ids are hidden and the sheet is locked but for the cells to fill in', () => {
  const archive = openArchive(questionnaireTemplate(THREATS, 'en', MADE_AT))!
  const sheet = new TextDecoder().decode(archive.read('xl/worksheets/sheet2.xml', 1_000_000) as Uint8Array)
  expect(sheet).toContain('<row r="1" hidden="1">')
  expect(sheet).toContain('<row r="2" hidden="1">')
  expect(sheet).toContain('<col min="1" max="1" width="4" hidden="1"')
  expect(sheet).toContain('<sheetProtection sheet="1"')
  expect(sheet).toContain('type="list"')
  // the row that takes a whole number up to ten where the others take a decimal
  expect(sheet).toMatch(/sqref="F5"[^>]*type="whole" operator="between"><formula1>0<\/formula1><formula2>10</)
})

describe('each cell that cannot be read is named, and nothing is read', () => {
  const formula = (inside: string) => ({ attributes: '', inside })
  test.each<[string, Readonly<Record<string, Filled>>, [string, string, string]]>([
    ['a formula, whatever it came to', { E4: formula('<f>SUM(1,2)</f><v>3</v>') }, ['E4', 'formula', '3']],
    ['a formula in a text', { H4: { attributes: 't="str"', inside: '<f>A1</f><v>x</v>' } }, ['H4', 'formula', 'x']],
    ['an error value', { E4: { attributes: 't="e"', inside: '<v>#REF!</v>' } }, ['E4', 'error-value', '#REF!']],
    ['a word that is no choice', { D4: 'Going up' }, ['D4', 'not-a-choice', 'Going up']],
    ['a word for a number', { E4: 'many' }, ['E4', 'not-a-number', 'many']],
    ['a date for a number', { G5: 46_112, E4: { attributes: 't="d"', inside: '<v>2026-03-31</v>' } }, ['E4', 'not-a-number', '2026-03-31']],
    ['yes for a number', { E4: { attributes: 't="b"', inside: '<v>1</v>' } }, ['E4', 'not-a-number', 'TRUE']],
    ['a comma as text', { F4: '12,5' }, ['F4', 'comma-decimal', '12,5']],
    ['a comma that could be thousands', { E4: '1,234' }, ['E4', 'comma-decimal', '1,234']],
    ['an Arabic decimal comma', { F4: '١٢٫٥' }, ['F4', 'comma-decimal', '١٢٫٥']],
    ['half a case', { E4: 1.5 }, ['E4', 'not-whole', '1.5']],
    ['less than nothing', { E4: -1 }, ['E4', 'below-least', '-1']],
    ['more than all', { F4: 100.1 }, ['F4', 'above-most', '100.1']],
    ['more than its row takes', { F5: 11 }, ['F5', 'above-most', '11']],
    ['a number without end', { E4: { attributes: '', inside: '<v>1E+300</v>' } }, ['E4', 'above-most', '1E+300']],
    ['a word for a date', { G4: 'last spring' }, ['G4', 'not-a-date', 'last spring']],
    ['the 31st of February', { G4: '2026-02-31' }, ['G4', 'not-a-date', '2026-02-31']],
    ['a month without a day', { G4: '2026-03' }, ['G4', 'partial-date', '2026-03']],
    ['a day or a month', { G4: '03/04/2026' }, ['G4', 'ambiguous-date', '03/04/2026']],
    ['a year of two digits', { G4: '31/03/26' }, ['G4', 'ambiguous-date', '31/03/26']],
    ['a text beyond its length', { H4: 'x'.repeat(41) }, ['H4', 'too-long', 'x'.repeat(41)]],
    ['nothing where something is asked', { D4: '' }, ['D4', 'missing', '']],
    ['an id that is none', { A4: 'drogs' }, ['A4', 'row-unknown', 'drogs']],
    ['an id that stands twice', { A5: 'drugs' }, ['A5', 'row-twice', 'drugs']],
    ['an id that was taken away', { A4: '' }, ['A4', 'row-without-id', 'Drug trafficking']],
    ['an id that is computed', { A4: { attributes: 't="str"', inside: '<f>A5</f><v>drugs</v>' } }, ['A4', 'formula', 'drugs']],
    ['a column that is none', { D2: 'trends' }, ['D2', 'column-unknown', 'trends']],
    ['a column that stands twice', { E2: 'trend' }, ['E2', 'column-twice', 'trend']],
  ])('%s', (_, cells, fault) => expect(cellsOf(cells)).toContainEqual(fault))

  test('a merged range over answers', () => {
    const merge = (range: string) => (sheet: string) =>
      sheet.replace('<dataValidations', `<mergeCells count="1"><mergeCell ref="${range}"/></mergeCells><dataValidations`)
    expect(cellsOf({}, merge('D4:D5'))).toEqual([['D4', 'merged', 'D4:D5']])
    expect(cellsOf({}, merge('A4:B4'))).toEqual([['A4', 'merged', 'A4:B4']])
    // headings may be merged, and what stands outside
    expect(cellsOf({}, merge('D3:E3'))).toEqual([])
    expect(cellsOf({}, merge('B4:C4'))).toEqual([])
  })

  test('a row that was deleted, a row and a column that were added', () => {
    expect(cellsOf({}, (sheet) => sheet.replace(/<row r="6".*?<\/row>/, ''))).toEqual([[null, 'row-missing', 'cybercrime']])
    const text = (cell: string) => `<c r="${cell}" t="inlineStr"><is><t>note</t></is></c>`
    expect(cellsOf({}, (sheet) => sheet.replace('</sheetData>', `<row r="9">${text('B9')}</row></sheetData>`))).toEqual([
      ['A9', 'row-without-id', 'note'],
    ])
    expect(cellsOf({}, (sheet) => sheet.replace(/(<row r="4".*?)<\/row>/, `$1${text('J4')}</row>`))).toEqual([
      ['J4', 'column-unknown', 'note'],
    ])
    expect(cellsOf({ D2: '' })).toContainEqual([null, 'column-missing', 'trend'])
  })

  test('all of them at once, the first two hundred told and all counted', () => {
    const many: Questionnaire = { ...THREATS, rows: Array.from({ length: 300 }, (_, i) => ({ id: `row-${i}`, title: same(`row ${i}`) })) }
    const read = readQuestionnaire(many, questionnaireTemplate(many, 'en', MADE_AT))
    expect(read).toMatchObject({ ok: false, reason: 'cells', fault_count: 300 })
    expect(faultsOf(read)).toHaveLength(MAX_FAULTS)
    expect(faultsOf(read)[0]).toEqual({ sheet: 'Answers', cell: 'D4', reason: 'missing', found: '' })
  })

  test('the tests above show every reason that there is', () => {
    expect(CELL_FAULTS.filter((reason) => !met.has(reason))).toEqual([])
  })
})

test('sorted rows, moved columns and renamed sheets are found by their ids', () => {
  const bytes = filled({ A4: 'cybercrime', A6: 'drugs', D2: 'cases', E2: 'trend', D4: 5, E4: 'Rising', E5: 'Rising', E6: 'Falling' })
  const renamed = changed(bytes, 'xl/workbook.xml', (workbook) => workbook.replace('name="Answers"', 'name="Feuil1"'))
  expect(readQuestionnaire(THREATS, renamed)).toMatchObject({
    ok: true,
    answers: { cybercrime: { cases: 5, trend: 'rising' }, drugs: { trend: 'falling' } },
  })
})

test('digits of the Arabic script, and a date that leaves no choice, are read as what they are', () => {
  expect(readQuestionnaire(THREATS, filled({ ...TRENDS, E4: '١٢٠', F4: '12.5', G4: '31/03/2026', G5: '31 mars 2026' }))).toMatchObject({
    ok: true,
    answers: { drugs: { cases: 120, share: 12.5, since: '2026-03-31' }, firearms: { since: '2026-03-31' } },
  })
})

describe('a file that is none of it', () => {
  const reasonOf = (bytes: Uint8Array, questionnaire = THREATS) => {
    const read = readQuestionnaire(questionnaire, bytes)
    return read.ok ? 'read' : read.reason
  }
  const template = questionnaireTemplate(THREATS, 'fr', MADE_AT)
  test('is told apart', async () => {
    expect(reasonOf(new Uint8Array([1, 2, 3]))).toBe('not-a-workbook')
    expect(reasonOf(new Uint8Array([0xd0, 0xcf, 0x11, 0xe0]))).toBe('old-or-locked')
    expect(reasonOf(new Uint8Array(MAX_FILE_BYTES + 1))).toBe('too-large')
    expect(reasonOf(template, { ...THREATS, id: 'emta-2028' })).toBe('another-questionnaire')
    const twice = changed(template, 'xl/workbook.xml', (workbook) => workbook.replace('r:id="rId3"', 'r:id="rId2"'))
    expect(reasonOf(twice)).toBe('answers-twice')
    const elsewhere = await writeWorkbook([[{ value: 'nothing', type: String }]] as never, {} as never).toBuffer()
    expect(reasonOf(new Uint8Array(elsewhere))).toBe('no-answers')
  })
  test('more rows than any questionnaire has', () => {
    const row = (line: number) => `<row r="${line}"><c r="A${line}" t="inlineStr"><is><t>x</t></is></c></row>`
    const rows = Array.from({ length: 1_100 }, (_, i) => row(10 + i)).join('')
    expect(reasonOf(filled(TRENDS, { change: (sheet) => sheet.replace('</sheetData>', `${rows}</sheetData>`) }))).toBe('too-many-rows')
  })
})

test('a questionnaire written elsewhere, by the same ids, is read like our own', async () => {
  const rows = [
    ['portolan-questionnaire-1 emta-2027'],
    [null, null, null, 'trend', 'cases', 'since', 'share', 'remarks'],
    [null, 'Question'],
    ['drugs', 'Drugs', null, 'En hausse', 12, new Date(Date.UTC(2026, 2, 31)), 1.5, null],
    ['firearms', 'Firearms', null, 'rising', null, null, 3, 'n/a'],
    ['cybercrime', 'Cyber', null, 'في تراجع', 0, null, null, null],
  ]
  const cell = (value: unknown) =>
    value === null
      ? null
      : value instanceof Date
        ? { value, type: Date, format: 'dd/mm/yyyy' }
        : { value, type: (value as string | number).constructor }
  const bytes = await writeWorkbook(rows.map((row) => row.map(cell)) as never, {} as never).toBuffer()
  expect(readQuestionnaire(THREATS, new Uint8Array(bytes))).toMatchObject({
    ok: true,
    answers: {
      drugs: { trend: 'rising', cases: 12, since: '2026-03-31', share: 1.5 },
      firearms: { trend: 'rising', share: 3, remarks: 'n/a' },
      cybercrime: { trend: 'falling', cases: 0 },
    },
  })
})

test('what could not be read back is not written', () => {
  const wrong: Questionnaire[] = [
    { ...THREATS, rows: [] },
    { ...THREATS, rows: [...THREATS.rows, THREATS.rows[0]!] },
    { ...THREATS, columns: Array.from({ length: 21 }, (_, i) => ({ id: `c${i}`, title: same('c'), kind: 'date' as const })) },
    { ...THREATS, rows: [{ id: 'Drugs', title: same('x') }] },
    { ...THREATS, rows: [{ id: 'drugs', title: same('x'), kinds: { trends: { kind: 'date' } } }] },
    { ...THREATS, columns: [{ id: 'trend', title: same('x'), kind: 'choice', choices: [] }] },
    { ...THREATS, columns: [{ id: 'remarks', title: same('x'), kind: 'text', most_characters: 5_000 }] },
    { ...THREATS, columns: [{ id: 'cases', title: same('x'), kind: 'whole', least: 5, most: 1 }] },
  ]
  for (const one of wrong) expect(() => questionnaireTemplate(one, 'en', MADE_AT)).toThrow(TypeError)
})
