/** Documents read by programs written elsewhere: poppler's pdftotext, python-docx and openpyxl, as Debian ships them. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { DOCUMENT_FORMS, type DocumentForm, madeDocument } from '#kernel/documents.ts'
import type { Document } from '#lib/documents/index.ts'

const PYTHON = '/usr/bin/python3'
const has_poppler = spawnSync('pdftotext', ['-v'], { timeout: 30_000 }).status === 0
const has_office = spawnSync(PYTHON, ['-c', 'import docx, openpyxl'], { timeout: 30_000 }).status === 0
const why = (has: boolean, what: string) => (has ? '' : ` (not run: ${what})`)
const no_poppler = why(has_poppler, "Debian's poppler-utils is not installed")
const no_office = why(has_office, 'python3-docx and python3-openpyxl are not installed')

const folder = mkdtempSync(join(tmpdir(), 'portolan-documents-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Letters that join, ligatures of lam and alef, numbers and Latin names in an Arabic line, a line of another language. */
const ARABIC: Document = {
  language: 'ar',
  title: ['التقرير الختامي', { name: 'Estrecho 2026' }],
  marking: 'مقيد التداول',
  reference: '3f6c-17',
  made_at: '2026-11-28T09:00:00.000Z',
  page: { page: 'صفحة', of: 'من' },
  sections: [
    {
      title: 'الأرقام والنتائج',
      blocks: [
        { kind: 'paragraph', line: ['وصل البلاغ من', { name: 'Tangier' }, 'في الساعة', { code: '09:14' }] },
        { kind: 'note', line: { text: 'Two results look alike', language: 'en' } },
        { kind: 'facts', facts: [{ label: 'الاعتقالات والإحالات', line: { number: 1234, written: '1,234' } }] },
        {
          kind: 'table',
          caption: 'المضبوطات حسب البلد',
          columns: [{ title: 'البلد', share: 2 }, { title: 'العدد', is_number: true }, { title: 'الهاتف' }],
          rows: [
            ['المغرب', { number: 120.5, written: '120.5' }, { code: '+212 539 00 00 00' }],
            [{ name: 'الحرس المدني' }, { number: 7, written: '7' }, { code: '=HYPERLINK("http://x")' }],
          ],
          source: 'يعد كل منها مرة واحدة',
        },
        {
          kind: 'bars',
          caption: 'عمليات التحقق بالساعة',
          first: 'الساعة',
          second: 'العدد',
          bars: [
            { label: '09:00', number: 5, written: '5' },
            { label: '10:00', number: 0, written: '0' },
          ],
        },
      ],
    },
  ],
}

async function written(document: Document, form: DocumentForm): Promise<string> {
  const path = join(folder, `document.${form}`)
  writeFileSync(path, await madeDocument(document, form))
  return path
}
// marks of direction are no letters
const textOf = (path: string) =>
  execFileSync('pdftotext', [path, '-'], { encoding: 'utf8', timeout: 60_000 }).replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
const python = (path: string) =>
  JSON.parse(execFileSync(PYTHON, [new URL('./documents_peer.py', import.meta.url).pathname, path], { encoding: 'utf8', timeout: 60_000 }))

describe.skipIf(!has_poppler)(`as PDF${no_poppler}`, () => {
  test('Arabic words come out whole and in the order in which they are read', async () => {
    const text = textOf(await written(ARABIC, 'pdf'))
    const lines = text.split('\n').map((line) => line.replace(/\s+/g, ' ').trim())
    // beside Latin letters and digits pdftotext puts the spaces of an Arabic line elsewhere
    const bare = (line: string) => (/[A-Za-z0-9]/.test(line) ? line.replaceAll(' ', '') : line)
    for (const line of [
      'التقرير الختامي Estrecho 2026',
      'الأرقام والنتائج',
      'وصل البلاغ من Tangier في الساعة 09:14',
      'Two results look alike',
      'الاعتقالات والإحالات',
      'المضبوطات حسب البلد',
      'المغرب',
      'الحرس المدني',
      'يعد كل منها مرة واحدة',
      'عمليات التحقق بالساعة',
      'صفحة 1 من 1',
    ])
      expect(lines.map(bare), text).toContain(bare(line))
    expect(text).toContain('+212 539 00 00 00')
    // at the head and at the foot
    expect(lines.filter((line) => line.includes('مقيد التداول'))).toHaveLength(2)
  })

  test('its letters are in the file, none of the system', async () => {
    const fonts = execFileSync('pdffonts', [await written(ARABIC, 'pdf')], { encoding: 'utf8', timeout: 60_000 })
    const rows = fonts.trim().split('\n').slice(2)
    expect(rows.length).toBeGreaterThan(1)
    for (const row of rows) expect(row).toMatch(/^[A-Z]{6}\+(IBMPlexSans|Amiri)-\w+ .* yes yes yes /)
  })

  test('what is said is text and never typesetting', async () => {
    const hostile = '#read("/etc/hostname") $x$ *bold* @label <l> \\ `raw` [#panic()] // comment'
    const document: Document = {
      ...ARABIC,
      language: 'en',
      title: hostile,
      sections: [{ title: hostile, blocks: [{ kind: 'paragraph', line: { text: hostile, language: 'en' } }] }],
    }
    const text = textOf(await written(document, 'pdf')).replace(/\s+/g, '')
    expect(text.split(hostile.replace(/\s+/g, ''))).toHaveLength(4)
  })
})

describe.skipIf(!has_office)(`as DOCX and XLSX${no_office}`, () => {
  test('a text document opens elsewhere, its paragraphs and tables from right to left', async () => {
    const read = python(await written(ARABIC, 'docx'))
    expect(read).toMatchObject({ title: 'التقرير الختامي Estrecho 2026', created: '2026-11-28T09:00:00', headings: ['الأرقام والنتائج'] })
    expect(read.paragraphs).toContain('وصل البلاغ من Tangier في الساعة 09:14')
    expect(read.tables[1]).toEqual([
      ['البلد', 'العدد', 'الهاتف'],
      ['المغرب', '120.5', '+212 539 00 00 00'],
      ['الحرس المدني', '7', '=HYPERLINK("http://x")'],
    ])
    expect(read.tables).toHaveLength(3)
    expect(read.tables_from_right).toBe(3)
    expect(read.paragraphs_from_right).toBeGreaterThan(5)
    expect(read.runs_from_right).toContain('وصل البلاغ من')
    expect(read.runs_from_right).not.toContain('Tangier')
    expect(read.header[0]).toContain('مقيد التداول')
    expect(read.footer[0]).toContain('مقيد التداول')
  })

  test('a workbook opens elsewhere: numbers are numbers, text is never a formula', async () => {
    const sheets = python(await written(ARABIC, 'xlsx'))
    expect(sheets.map(({ name }: { name: string }) => name)).toEqual([
      'التقرير الختامي Estrecho 20',
      'المضبوطات حسب البلد',
      'عمليات التحقق بالساعة',
    ])
    for (const sheet of sheets) expect(sheet).toMatchObject({ from_right: true, formulas: 0, foot: 'مقيد التداول' })
    expect(sheets[1].rows).toContainEqual(['المغرب', 120.5, '+212 539 00 00 00'])
    expect(sheets[1].rows).toContainEqual(['الحرس المدني', 7, '=HYPERLINK("http://x")'])
    expect(sheets[2].rows).toContainEqual(['09:00', 5])
  })

  test('a document from left to right says so in neither', async () => {
    const english: Document = { ...ARABIC, language: 'en' }
    expect(python(await written(english, 'docx'))).toMatchObject({ paragraphs_from_right: 0, tables_from_right: 0 })
    for (const sheet of python(await written(english, 'xlsx'))) expect(sheet.from_right).toBe(false)
  })
})

test('one source, one file: the same bytes each time', async () => {
  for (const form of DOCUMENT_FORMS)
    expect(Buffer.compare(await madeDocument(ARABIC, form), await madeDocument(ARABIC, form)), form).toBe(0)
})
