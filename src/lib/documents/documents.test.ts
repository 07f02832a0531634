/** Documents within their bounds, and what of a text gets into a file. */
import { expect, test } from 'vitest'
import { readWorkbook } from '#lib/tables/index.ts'
import { cleaned, type Document, demandBounded, MAX_ROWS, readsRightToLeft } from './document.ts'
import { docxOf } from './docx.ts'
import { xlsxOf } from './xlsx.ts'

const document = (blocks: Document['sections'][number]['blocks']): Document => ({
  language: 'en',
  title: 'Report',
  marking: 'RESTRICTED & more',
  reference: 'a',
  made_at: '2026-11-28T09:00:00.000Z',
  page: { page: 'Page', of: 'of' },
  sections: [{ title: 'One', blocks }],
})

test('a document beyond the bounds is a mistake of who makes it, in every form', () => {
  const long = document([
    { kind: 'table', caption: 'x', columns: [{ title: 'a' }], rows: Array.from({ length: MAX_ROWS + 1 }, () => ['1']) },
  ])
  const uneven = document([{ kind: 'table', caption: 'x', columns: [{ title: 'a' }, { title: 'b' }], rows: [['1']] }])
  const huge = document([{ kind: 'paragraph', line: 'x'.repeat(2_000_001) }])
  for (const one of [long, uneven, huge]) {
    expect(() => demandBounded(one)).toThrow(TypeError)
    expect(() => docxOf(one)).toThrow(TypeError)
    expect(() => xlsxOf(one)).toThrow(TypeError)
  }
  expect(() => demandBounded(document([{ kind: 'paragraph', line: 'x' }]))).not.toThrow()
})

test('each piece keeps its own direction', () => {
  expect(readsRightToLeft('words of the document', 'ar')).toBe(true)
  expect(readsRightToLeft({ text: 'said in English', language: 'en' }, 'ar')).toBe(false)
  expect(readsRightToLeft({ name: '1. الحرس' }, 'en')).toBe(true)
  expect(readsRightToLeft({ name: 'Guardia' }, 'ar')).toBe(false)
  expect(readsRightToLeft({ code: 'أ-123' }, 'ar')).toBe(false)
})

test('what would turn directions or break a file becomes a mark', () => {
  expect(cleaned('a\u202eb\u0000c\ud800d\te')).toBe('a\ufffdb\ufffdc\ufffdd\te')
})

test('a workbook has one sheet a table, with different names of at most 31 characters', () => {
  const table = {
    kind: 'table' as const,
    caption: 'A caption / with [marks] that is far too long for a sheet',
    columns: [{ title: 'n' }],
    rows: [[{ number: 1, written: '1' }]],
  }
  const read = readWorkbook(xlsxOf(document([table, table, { kind: 'paragraph', line: '<&>' }])), { most_rows: 50, most_columns: 5 })
  expect(read).toMatchObject({ ok: true })
  if (!read.ok) return
  expect(read.sheets).toEqual(['Report', 'A caption with marks that i', 'A caption with marks that i 3'])
  expect(read.rows.map(({ cells }) => cells[0])).toContain('<&>')
})
