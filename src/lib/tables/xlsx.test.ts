import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import writeWorkbook from 'write-excel-file/node'
import { concat, utf8 } from '../bytes.ts'
import { MAX_CELL, readWorkbook, type Workbook } from './xlsx.ts'
import { openArchive } from './zip.ts'

type Cell = string | number | boolean | Date | null
/** A workbook as another implementation writes it. */
const written = async (rows: Cell[][], more: object = {}): Promise<Uint8Array> =>
  new Uint8Array(
    await writeWorkbook(
      rows.map((row) =>
        row.map((value) =>
          value === null ? null : value instanceof Date ? { value, type: Date, format: 'dd/mm/yyyy' } : { value, type: value.constructor },
        ),
      ) as never,
      more as never,
    ).toBuffer(),
  )

const BOUNDS = { most_rows: 1_000, most_columns: 20 }
const rowsOf = (workbook: Workbook) => {
  if (!workbook.ok) throw new Error(workbook.reason)
  return workbook.rows.map(({ cells }) => cells)
}

/** An archive made by hand; `lies` says other sizes than there are. */
function archive(
  parts: Readonly<Record<string, string | Uint8Array>>,
  { lies, method = 8 }: { lies?: number; method?: number } = {},
): Uint8Array {
  const chunks: Uint8Array[] = []
  const directory: Uint8Array[] = []
  let at = 0
  for (const [name, content] of Object.entries(parts)) {
    const plain = typeof content === 'string' ? utf8(content) : content
    const packed = method === 8 ? new Uint8Array(deflateRawSync(plain)) : plain
    const head = (signature: number, size: number) => {
      const view = new DataView(new ArrayBuffer(size))
      view.setUint32(0, signature, true)
      const offset = signature === 0x02014b50 ? 2 : 0
      view.setUint16(8 + offset, method, true)
      view.setUint32(18 + offset, packed.length, true)
      view.setUint32(22 + offset, lies ?? plain.length, true)
      view.setUint16(26 + offset, utf8(name).length, true)
      return view
    }
    const local = head(0x04034b50, 30)
    const entry = head(0x02014b50, 46)
    entry.setUint32(42, at, true)
    directory.push(new Uint8Array(entry.buffer), utf8(name))
    chunks.push(new Uint8Array(local.buffer), utf8(name), packed)
    at += 30 + utf8(name).length + packed.length
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0)
  const end = new DataView(new ArrayBuffer(22))
  end.setUint32(0, 0x06054b50, true)
  end.setUint16(10, Object.keys(parts).length, true)
  end.setUint32(12, size, true)
  end.setUint32(16, at, true)
  return concat(...chunks, ...directory, new Uint8Array(end.buffer))
}
const RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const sheetOf = (rows: string) =>
  `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`
const parts = (sheet: string, more: Record<string, string> = {}) => ({
  '[Content_Types].xml': '<Types/>',
  'xl/workbook.xml': `<workbook xmlns:r="${RELATION}"><sheets><sheet name="Pax" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId1" Type="${RELATION}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
  'xl/worksheets/sheet1.xml': sheet,
  ...more,
})
const styles = (formats: Record<number, string>, used: number[]) =>
  `<styleSheet><numFmts>${Object.entries(formats)
    .map(([id, code]) => `<numFmt numFmtId="${id}" formatCode="${code.replaceAll('"', '&quot;')}"/>`)
    .join(
      '',
    )}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${used.map((id) => `<xf numFmtId="${id}"/>`).join('')}</cellXfs></styleSheet>`

describe('what another implementation wrote', () => {
  test('texts, numbers, days and gaps, in any script', async () => {
    const day = new Date('1985-03-12T00:00:00.000Z')
    const rows = rowsOf(
      readWorkbook(
        await written([
          ['Name', 'Born', 'No', 'Crew'],
          ['محمد بنعلي', day, 12345678, true],
          ["O'Neill & <Sons>", null, 0.5, false],
        ]),
        BOUNDS,
      ),
    )
    expect(rows).toEqual([
      ['Name', 'Born', 'No', 'Crew'],
      ['محمد بنعلي', '1985-03-12', '12345678', 'TRUE'],
      ["O'Neill & <Sons>", '', '0.5', 'FALSE'],
    ])
  })
  test('any rows of text come back as they went in', async () => {
    const text = fc
      .string({ unit: 'grapheme', maxLength: 12 })
      .map((one) => one.replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, '').trim())
      // the writer takes the names of what every object has for texts that it has written already
      .filter((one) => !(one in {}))
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(text, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 10 }), async (rows) => {
        const read = rowsOf(readWorkbook(await written(rows), BOUNDS))
        const whole = (row: readonly string[]) => [...row, '', '', '', '', ''].slice(0, 5)
        expect(read.map(whole)).toEqual(rows.filter((row) => row.some((one) => one !== '')).map(whole))
      }),
      { numRuns: 60, seed: 20260302 },
    )
  })
  test('days of all years since 1900', async () => {
    const days = fc
      .date({ min: new Date('1900-03-01'), max: new Date('2090-12-31'), noInvalidDate: true })
      .map((date) => new Date(date.toISOString().slice(0, 10)))
    await fc.assert(
      fc.asyncProperty(fc.array(days, { minLength: 1, maxLength: 20 }), async (dates) => {
        expect(rowsOf(readWorkbook(await written(dates.map((date) => [date])), BOUNDS)).flat()).toEqual(
          dates.map((date) => date.toISOString().slice(0, 10)),
        )
      }),
      { numRuns: 30, seed: 20260302 },
    )
  })
})

describe('the parts of the form', () => {
  const read = (rows: string, more: Record<string, string> = {}, bounds: object = {}) =>
    readWorkbook(archive(parts(sheetOf(rows), more)), { ...BOUNDS, ...bounds })
  test('shared texts with runs and reading aids, texts in the cell, formulas by their result, errors as they stand', () => {
    const texts = '<sst><si><r><t>Ben</t></r><r><t xml:space="preserve"> Ali</t></r><rPh><t>no</t></rPh></si></sst>'
    const rows =
      '<row r="3"><c r="B3" t="s"><v>0</v></c><c r="D3" t="inlineStr"><is><t>Ana</t></is></c><c t="str"><f>A1&amp;B1</f><v>x</v></c><c t="e"><v>#N/A</v></c></row>'
    const workbook = read(rows, {
      'xl/sharedStrings.xml': texts,
      'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId1" Type="${RELATION}/worksheet" Target="/xl/worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${RELATION}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    })
    expect(workbook).toMatchObject({ ok: true, sheets: ['Pax'], sheet: 0, more: false })
    expect(workbook.ok && workbook.rows).toEqual([{ line: 3, cells: ['', 'Ben Ali', '', 'Ana', 'x', '#N/A'] }])
  })
  test('numbers by their format: days, months, years, zeros before; not what stands in quotes', () => {
    const formats = {
      164: 'dd/mm/yyyy',
      165: 'mmm yyyy',
      166: 'yyyy',
      167: '00000000',
      168: '0" days"',
      169: '[$-409]d-mmm-yy;@',
      170: '[Red]#,##0',
    }
    const cells = (used: number[], value: string) => `<row>${used.map((_, i) => `<c s="${i}"><v>${value}</v></c>`).join('')}</row>`
    const used = [164, 165, 166, 167, 168, 169, 170, 14, 0]
    expect(rowsOf(read(cells(used, '31118'), { 'xl/styles.xml': styles(formats, used) }))).toEqual([
      ['1985-03-12', '1985-03', '1985', '00031118', '31118', '1985-03-12', '31118', '1985-03-12', '31118'],
    ])
    expect(rowsOf(read(cells([14], '1.2345678E7'), { 'xl/styles.xml': styles({}, [0]) }))).toEqual([['12345678']])
    // the day that 1900 did not have
    expect(
      rowsOf(read('<row><c s="0"><v>59</v></c><c s="0"><v>60</v></c><c s="0"><v>61</v></c></row>', { 'xl/styles.xml': styles({}, [14]) })),
    ).toEqual([['1900-02-28', '60', '1900-03-01']])
  })
  test('since 1904', () => {
    const workbook = `<x:workbook xmlns:x="a" xmlns:r="${RELATION}"><x:workbookPr date1904="1"/><x:sheets><x:sheet name="P" r:id="rId1"/></x:sheets></x:workbook>`
    expect(
      rowsOf(read('<row><c s="0"><v>29656</v></c></row>', { 'xl/workbook.xml': workbook, 'xl/styles.xml': styles({}, [14]) })),
    ).toEqual([['1985-03-12']])
  })
  test('a sheet that is not there, a workbook without sheets, something else', () => {
    expect(read('', {}, { sheet: 3 })).toEqual({ ok: false, reason: 'no-such-sheet' })
    expect(read('', { 'xl/workbook.xml': '<workbook/>' })).toEqual({ ok: false, reason: 'not-a-workbook' })
    expect(readWorkbook(utf8('name;born\n'), BOUNDS)).toEqual({ ok: false, reason: 'not-a-workbook' })
    expect(readWorkbook(archive({ 'a.txt': 'x' }), BOUNDS)).toEqual({ ok: false, reason: 'not-a-workbook' })
    expect(readWorkbook(Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 1, 2), BOUNDS)).toEqual({ ok: false, reason: 'old-or-locked' })
    expect(readWorkbook(new Uint8Array(), BOUNDS)).toEqual({ ok: false, reason: 'not-a-workbook' })
  })
})

describe('what is hostile', () => {
  let bomb: Uint8Array
  beforeAll(() => {
    bomb = new Uint8Array(100 * 1024 * 1024)
  })
  const reasonOf = (bytes: Uint8Array) => {
    const read = readWorkbook(bytes, BOUNDS)
    return read.ok ? 'read' : read.reason
  }
  test('an archive that unpacks to a thousand times its size stops at the bound, whatever size it states', () => {
    for (const more of [{}, { lies: 100 }]) {
      const packed = archive({ ...parts(''), 'xl/worksheets/sheet1.xml': bomb }, more)
      expect(packed.length).toBeLessThan(150_000)
      const before = process.cpuUsage()
      expect(reasonOf(packed)).toBe('too-large')
      const { user, system } = process.cpuUsage(before)
      expect((user + system) / 1_000).toBeLessThan(1_000)
    }
  })
  test('entities are not expanded, neither many times nor from elsewhere', () => {
    const laughs = `<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>`
    const elsewhere = `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>`
    for (const [type, entity] of [
      [laughs, '&c;'],
      [elsewhere, '&e;'],
    ]) {
      const read = readWorkbook(archive(parts(`${type}${sheetOf(`<row><c t="inlineStr"><is><t>${entity}</t></is></c></row>`)}`)), BOUNDS)
      expect(read.ok ? rowsOf(read).flat().join('') : 'refused').toMatch(/^refused$/)
    }
  })
  test('a sheet of a million rows is read to the bound, a cell far out or without end is cut', () => {
    const many = Array.from({ length: 200_000 }, () => '<row><c t="str"><v>x</v></c></row>').join('')
    const read = readWorkbook(archive(parts(sheetOf(many))), BOUNDS)
    expect(read.ok && [read.rows.length, read.more]).toEqual([1_000, true])
    const far = `<row r="1048576"><c r="A1048576" t="str"><v>a</v></c><c r="XFD1048576" t="str"><v>b</v></c></row>`
    expect(readWorkbook(archive(parts(sheetOf(far))), BOUNDS)).toMatchObject({ rows: [{ line: 1_048_576, cells: ['a'] }] })
    const long = `<row><c t="str"><v>${'x'.repeat(1_000_000)}</v></c></row>`
    expect(rowsOf(readWorkbook(archive(parts(sheetOf(long))), BOUNDS))[0]![0]).toHaveLength(MAX_CELL)
  })
  test('what is damaged anywhere is refused or read, and never throws', () => {
    const whole = archive(parts(sheetOf('<row><c t="str"><v>x</v></c></row>'), { 'xl/styles.xml': styles({ 164: 'dd/mm/yyyy' }, [164]) }))
    fc.assert(
      fc.property(fc.integer({ min: 0, max: whole.length - 1 }), fc.integer({ min: 0, max: 255 }), fc.boolean(), (at, byte, cut) => {
        const damaged = cut ? whole.slice(0, at) : Uint8Array.from(whole)
        if (!cut) damaged[at] = byte
        const read = readWorkbook(damaged, BOUNDS)
        expect(read.ok || ['not-a-workbook', 'too-large', 'unreadable', 'no-such-sheet', 'old-or-locked'].includes(read.reason)).toBe(true)
      }),
      { numRuns: 2_000, seed: 20260302 },
    )
  })
  test('an archive of more parts than a workbook has, or one locked by a password, is none', () => {
    expect(openArchive(archive(Object.fromEntries(Array.from({ length: 2_001 }, (_, i) => [`p${i}`, 'x'])), { method: 0 }))).toBe(undefined)
    const locked = archive(parts(sheetOf('')))
    const view = new DataView(locked.buffer)
    for (let at = 0; at < locked.length - 4; at++) if (view.getUint32(at, true) === 0x02014b50) view.setUint16(at + 8, 1, true)
    expect(reasonOf(locked)).toBe('unreadable')
  })
  test('bounds that are none are misuse', () => expect(() => readWorkbook(bomb, { most_rows: 0, most_columns: 1 })).toThrow(TypeError))
})
