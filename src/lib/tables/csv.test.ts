import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { utf8 } from '#lib/bytes.ts'
import { csvRow, guessDelimiter, MAX_ROW_BYTES, readRows } from './csv.ts'

/** Reads a whole text in slices from pieces of a length, as an import does. */
function inSlices(text: string, most: number, piece_bytes: number) {
  const bytes = utf8(text)
  const rows: { cells: readonly string[]; line: number }[] = []
  let at = 0
  let line = 1
  for (let i = 0; i < 10_000; i++) {
    let end = Math.min(bytes.length, at + piece_bytes)
    let read = readRows(bytes.subarray(at, end), { delimiter: ',', line, most, is_last: end === bytes.length })
    while (read.rows.length === 0 && end < bytes.length && !read.fault) {
      end = Math.min(bytes.length, end + piece_bytes)
      read = readRows(bytes.subarray(at, end), { delimiter: ',', line, most, is_last: end === bytes.length })
    }
    rows.push(...read.rows.map(({ cells, line }) => ({ cells, line })))
    if (read.fault) return { rows, fault: read.fault }
    at += read.rows.at(-1)?.end ?? 0
    line = read.line
    if (end === bytes.length && read.rows.length < most) return { rows }
  }
  throw new Error('does not end')
}

describe('reading in slices', () => {
  test('any text cut anywhere gives the rows of the whole', () => {
    const cell = fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('a"b', 'x,y', 'two\nlines', 'é', 'محمد', '', '\r\n'))
    const rows = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 60 }), (rows, most, piece) => {
        const text = rows.map((cells) => csvRow(cells.map((one) => `${one}.`))).join('')
        const read = inSlices(text, most, piece)
        const undisarmed = (one: string) => one.replace(/^'(?='*[=+\-@\t\r])/, '')
        expect(read.rows.map(({ cells }) => cells.map(undisarmed))).toEqual(rows.map((cells) => cells.map((one) => `${one}.`)))
      }),
      { numRuns: 300, seed: 20260302 },
    )
  })

  test('lines are those of the file, quoted breaks and empty lines counted', () => {
    const text = '\ufeffa,b\r\n1,"x\r\ny"\r\n\r\n2,z\r\n3,w'
    for (const piece of [1_000, 5]) {
      expect(inSlices(text, 2, piece).rows).toEqual([
        { cells: ['a', 'b'], line: 1 },
        { cells: ['1', 'x\r\ny'], line: 2 },
        { cells: ['2', 'z'], line: 5 },
        { cells: ['3', 'w'], line: 6 },
      ])
    }
  })

  test('a quote left open, a quote misplaced and a row without end stop the reading at their line', () => {
    expect(inSlices('a,b\n1,"open\n2,x\n', 10, 1_000)).toMatchObject({ rows: [{ line: 1 }], fault: { line: 2, reason: 'unreadable' } })
    expect(inSlices('a,b\n1,"x"y\n', 10, 1_000)).toMatchObject({ fault: { line: 2 } })
    const endless = `a,b\n1,"${'x'.repeat(MAX_ROW_BYTES + 10)}"\n2,y\n`
    expect(readRows(utf8(endless), { delimiter: ',', line: 1, most: 10, is_last: false })).toMatchObject({ fault: { line: 2 } })
  })

  test('an unbounded reading is misuse', () =>
    expect(() => readRows(utf8('a'), { delimiter: ',', line: 1, most: Number.POSITIVE_INFINITY, is_last: true })).toThrow(TypeError))
})

test('the delimiter is the one that the first line has most of', () => {
  expect(guessDelimiter('a;b;c')).toBe(';')
  expect(guessDelimiter('"a,b,c";d')).toBe(';')
  expect(guessDelimiter('a\tb')).toBe('\t')
  expect(guessDelimiter('single')).toBe(',')
})

test('a cell that would be a formula is disarmed', () => {
  expect(csvRow(['=1+1', '+34', '-5', '@x', 'a"b', 'ok'])).toBe(`'=1+1,'+34,'-5,'@x,"a""b",ok\r\n`)
})
