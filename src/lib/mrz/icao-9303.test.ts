/** Machine-readable zones against the specimens of ICAO Doc 9303, the data set where present, and properties. */
import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkDigit, type Format, isKnownIssuer, type Mrz, type MrzDocument, readMrz, transliterate, writeMrz } from './index.ts'

const vectors = (name: string) => JSON.parse(readFileSync(new URL(`../../../vectors/mrz/${name}.json`, import.meta.url), 'utf8'))

const read = (text: string, options = {}): Mrz => {
  const reading = readMrz(text, options)
  if (!reading.ok) throw new Error(`refused: ${reading.reason}`)
  return reading.mrz
}

const failing = (mrz: Mrz) => mrz.checks.filter((check) => !check.ok).map((check) => check.field)

const TD3 = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'] as const

describe('specimens of Doc 9303', () => {
  for (const specimen of vectors('specimens').cases) {
    test(specimen.id, () => {
      const mrz = read(specimen.lines.join('\n'))
      const { id: _, lines, birth_date, expiry_date, failing: expected, ...rest } = specimen
      expect(mrz).toMatchObject(rest)
      expect(mrz.lines).toEqual(lines)
      expect(mrz.birth_date).toMatchObject({ iso: birth_date, century_inferred: true })
      expect(mrz.expiry_date).toMatchObject({ iso: expiry_date, century_inferred: true })
      expect(failing(mrz)).toEqual(expected)
    })
  }
})

describe('what scanners and people give', () => {
  const expected = read(TD3.join('\n'))
  const spellings: Record<string, string> = {
    'carriage returns': TD3.join('\r'),
    'both and a trailing one': `${TD3.join('\r\n')}\r\n`,
    'one string': TD3.join(''),
    'lower case': TD3.join('\n').toLowerCase(),
    'blanks between groups': TD3.map((line) => line.replace(/(.{10})/g, '$1 ')).join('\n'),
    'blanks for fillers': TD3.map((line) => line.replaceAll('<', ' ')).join('\n'),
    'guillemets for two': TD3.map((line) => line.replaceAll('<<', '«')).join('\n'),
    'guillemets for one': TD3.map((line) => line.replaceAll('<', '«')).join('\n'),
    'single guillemets': TD3.map((line) => line.replaceAll('<', '‹')).join('\n'),
    'full width': TD3.map((line) => line.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0))).join('\n'),
    'direction marks and a byte-order mark': `\ufeff\u200e${TD3.join('\u200f\n')}`,
    'wrapped elsewhere': TD3.join('').replace(/(.{30})/g, '$1\n'),
    'empty lines': `\n\n${TD3.join('\n\n')}\n`,
  }
  for (const [what, text] of Object.entries(spellings)) {
    test(what, () => expect(read(text)).toEqual(expected))
  }

  test('fillers lost at the end of the names are restored and said so', () => {
    const mrz = read(`P<UTOERIKSSON<<ANNA<MARIA\n${TD3[1]}`)
    expect(mrz).toMatchObject({ valid: true, names: { primary: 'ERIKSSON', secondary: 'ANNA MARIA', truncated: false } })
    expect(mrz.notes).toContain('name-line-filled-up')
  })
})

describe('refusals', () => {
  const cases: [string, string, object][] = [
    ['nothing', ' \n ', { reason: 'empty' }],
    ['a sentence', 'the quick brown fox', { reason: 'no-mrz' }],
    ['a line too short', `${TD3[0]}\n${TD3[1].slice(0, 40)}`, { reason: 'line-length', line: 2 }],
    ['a foreign character', `${TD3[0]}\n${TD3[1].replace('UTO', 'U?O')}`, { reason: 'bad-character', line: 2, column: 12 }],
    ['88 hexadecimal digits', '0fee'.repeat(22), { reason: 'no-mrz' }],
    ['more than a thousand characters', 'A<'.repeat(501), { reason: 'too-long' }],
    ['the French card', 'IDFRATEST<NAME<<<<<<<<<<<<<<<<0CHE02\n1710GVA123451ROBERTA<<<<<<<9112311F2', { reason: 'french-national-layout' }],
  ]
  for (const [what, text, refusal] of cases) test(what, () => expect(readMrz(text)).toEqual({ ok: false, ...refusal }))
})

describe('dates', () => {
  const withDates = (birth: string, expiry: string, today?: { year: number; month: number; day: number }) => {
    const line = `L898902C36UTO${birth}${checkDigit(birth)}F${expiry}${checkDigit(expiry)}<<<<<<<<<<<<<<0`
    const composite = checkDigit(line.slice(0, 10) + line.slice(13, 20) + line.slice(21, 43))
    return read(`${TD3[0]}\n${line}${composite}`, today && { today })
  }
  const today = { year: 2026, month: 6, day: 15 }

  test('a birth date never lies after today', () => {
    expect(withDates('260615', '300101', today).birth_date.iso).toBe('2026-06-15')
    expect(withDates('260616', '300101', today).birth_date.iso).toBe('1926-06-16')
    expect(withDates('300101', '300101', today).birth_date.iso).toBe('1930-01-01')
  })
  test('parts that are unknown stay unknown', () => {
    expect(withDates('7408<<', '300101').birth_date).toEqual({
      printed: '7408<<',
      year: 1974,
      month: 8,
      century_inferred: true,
      iso: '1974-08',
    })
    expect(withDates('74<<<<', '300101').birth_date.iso).toBe('1974')
    expect(withDates('<<<<<<', '300101')).toMatchObject({ valid: true, birth_date: { century_inferred: false } })
  })
  test('without expiry date and clock the century is not guessed', () => {
    const mrz = withDates('740812', '<<<<<<')
    expect(mrz.birth_date).toEqual({ printed: '740812', month: 8, day: 12, century_inferred: false })
    expect(mrz.notes).toContain('century-unknown')
  })
  test('a day that does not exist makes the zone invalid although its check digits agree', () => {
    const mrz = withDates('740230', '300101')
    expect(failing(mrz)).toEqual([])
    expect(mrz).toMatchObject({ valid: false, notes: ['birth-date-impossible'] })
  })
  test('an expired document is noted, on the day after', () => {
    expect(withDates('740812', '260614', today).notes).toContain('expired')
    expect(withDates('740812', '260615', today).notes).not.toContain('expired')
  })
})

describe('correction', () => {
  const misread = `P<UT0ERIK55ON<<ANNA<MAR1A<<<<<<<<<<<<<<<<<<<\nL898902C36UTO740BIZZF12041S9ZE184226B<<<<<1O`

  test('nothing is corrected unless asked', () => {
    const mrz = read(misread)
    expect(mrz).toMatchObject({ valid: false, corrections: [], issuer: 'UT0' })
    expect(mrz.lines.join('\n')).toBe(misread)
  })
  test('every correction is listed with its place', () => {
    const mrz = read(misread, { correct: true })
    expect(mrz.valid).toBe(true)
    expect(mrz.lines).toEqual(TD3)
    expect(mrz.corrections).toContainEqual({ line: 2, column: 17, from: 'B', to: '8', reason: 'check-digit' })
    expect(mrz.corrections).toContainEqual({ line: 1, column: 5, from: '0', to: 'O', reason: 'letters-only' })
    const undone = mrz.lines.map((line) => [...line])
    for (const { line, column, from, to } of mrz.corrections) {
      expect(undone[line - 1]![column - 1]).toBe(to)
      undone[line - 1]![column - 1] = from
    }
    expect(undone.map((line) => line.join('')).join('\n')).toBe(misread)
  })
  test('a misread that no check digit confirms stays', () => {
    const mrz = read(TD3.join('\n').replace('7408122', '74O8132'), { correct: true })
    expect(mrz.lines[1]).toContain('74O8132')
    expect(mrz).toMatchObject({ valid: false, corrections: [] })
  })
  test('the only look-alike in the optional data that makes the check digits agree is put right', () => {
    const written = writeMrz({ ...DOCUMENT, optional_data: 'AK4037' })
    const mrz = read(written.ok ? written.text.replace('AK4037', 'AK4O37') : '', { correct: true })
    expect(mrz).toMatchObject({ valid: true, optional_data: 'AK4037' })
    expect(mrz.corrections).toEqual([{ line: 2, column: 32, from: 'O', to: '0', reason: 'check-digit' }])
  })
  test('where two readings of the optional data agree, neither is taken', () => {
    const mrz = read(TD3.join('\n').replace('ZE184226B', 'ZEI84226B'), { correct: true })
    expect(mrz).toMatchObject({ valid: false, optional_data: 'ZEI84226B', corrections: [] })
  })
  test('a document number is never changed: other readings are offered', () => {
    const mrz = read(TD3.join('\n').replace('L898902C3', 'L8989O2C3'), { correct: true })
    expect(mrz).toMatchObject({ document_number: 'L8989O2C3', valid: false, corrections: [], alternatives: ['L898902C3'] })
  })
  test('G and 6 weigh the same, so a valid number with one of them has another reading', () => {
    const written = writeMrz({ ...DOCUMENT, document_number: 'AB6001' })
    expect(read(written.ok ? written.text : '', { correct: true })).toMatchObject({ valid: true, alternatives: ['ABG001'] })
  })
})

const DOCUMENT: MrzDocument = {
  format: 'TD3',
  issuer: 'UTO',
  names: { primary: 'Eriksson', secondary: 'Anna Maria' },
  document_number: 'L898902C3',
  nationality: 'UTO',
  birth_date: '1974-08-12',
  sex: 'F',
  expiry_date: '2012-04-15',
  optional_data: 'ZE184226B',
}

describe('writing', () => {
  test('the specimen comes out as printed', () => expect(writeMrz(DOCUMENT)).toMatchObject({ ok: true, lines: TD3, unknown: [] }))

  for (const { primary, secondary, line } of vectors('names').cases) {
    test(`${primary}, ${secondary}`, () => {
      const written = writeMrz({ ...DOCUMENT, names: { primary, secondary } })
      expect(written).toMatchObject({ ok: true, lines: [line, TD3[1]] })
    })
  }
  for (const { name, issuer, text } of vectors('transliteration').cases) {
    test(`${name} becomes ${text}`, () => expect(transliterate(name, issuer)).toEqual({ text, unknown: [] }))
  }
  test('letters of no table are left out and listed', () => expect(transliterate('Ana 明')).toEqual({ text: 'ANA', unknown: ['明'] }))

  const refusals: [string, Partial<MrzDocument>, string][] = [
    ['a country code of four letters', { issuer: 'UTOP' }, 'bad-code'],
    ['thirteen months', { birth_date: '1974-13-01' }, 'bad-date'],
    ['ten characters on a passport', { document_number: 'L898902C34' }, 'document-number-too-long'],
    ['an empty number', { document_number: ' ' }, 'bad-document-number'],
    ['optional data that does not fit', { optional_data: 'A'.repeat(15) }, 'optional-data-too-long'],
    ['optional data with a foreign character', { optional_data: 'É' }, 'bad-optional-data'],
    ['a name in no known script', { names: { primary: '明' } }, 'name-not-transliterable'],
  ]
  for (const [what, change, reason] of refusals)
    test(what, () => expect(writeMrz({ ...DOCUMENT, ...change })).toEqual({ ok: false, reason }))
})

test('a check digit of a character outside the alphabet is misuse', () => expect(() => checkDigit('a')).toThrow(TypeError))
test('special codes are known, invented ones are not', () => {
  for (const code of ['D', 'GBD', 'UNO', 'XXA', 'XPO', 'RKS', 'EUE', 'UTO', 'MAR']) expect(isKnownIssuer(code)).toBe(true)
  for (const code of ['', 'ZZZ', 'toString', 'constructor']) expect(isKnownIssuer(code)).toBe(false)
})

describe('properties', () => {
  const letters = (min: number, max: number) =>
    fc.string({ unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'), minLength: min, maxLength: max })
  const alphanumerics = (min: number, max: number) =>
    fc.string({ unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'), minLength: min, maxLength: max })
  const day = (from: number, to: number) =>
    fc
      .tuple(fc.integer({ min: from, max: to }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
      .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join('-'))
  const document = fc.record({
    format: fc.constantFrom<Format>('TD1', 'TD2', 'TD3', 'MRV-A', 'MRV-B'),
    issuer: fc.constantFrom('UTO', 'D', 'MAR', 'XXA'),
    names: fc.record({ primary: letters(1, 12), secondary: letters(1, 10) }),
    document_number: alphanumerics(1, 9),
    nationality: fc.constantFrom('UTO', 'D', 'TUN'),
    birth_date: day(1930, 2024),
    sex: fc.constantFrom('F', 'M', 'X'),
    expiry_date: day(2027, 2040),
    optional_data: alphanumerics(0, 7),
  }) as fc.Arbitrary<MrzDocument>
  const today = { year: 2026, month: 6, day: 15 }

  test('what is written is read back', () => {
    fc.assert(
      fc.property(document, (given) => {
        const written = writeMrz(given)
        if (!written.ok) return false
        const mrz = read(written.text, { today })
        expect(mrz).toMatchObject({
          valid: true,
          format: given.format,
          document_number: given.document_number,
          optional_data: given.optional_data,
        })
        expect(mrz).toMatchObject({
          issuer: given.issuer,
          nationality: given.nationality,
          sex: given.sex,
          names: given.names,
          corrections: [],
        })
        expect([mrz.birth_date.iso, mrz.expiry_date.iso]).toEqual([given.birth_date, given.expiry_date])
        expect(read(written.lines.join(''), { today })).toEqual(mrz)
      }),
    )
  })
  test('long numbers of TD1 and TD2 are read back', () => {
    fc.assert(
      fc.property(document, fc.constantFrom<Format>('TD1', 'TD2'), alphanumerics(10, 14), (given, format, document_number) => {
        const written = writeMrz({ ...given, format, document_number, optional_data: '' })
        if (!written.ok) return false
        expect(read(written.text, { today })).toMatchObject({ valid: true, document_number })
      }),
    )
  })
  test('names of any length fill their field with a primary identifier, two fillers and no foreign character', () => {
    fc.assert(
      fc.property(
        fc.array(letters(1, 20), { minLength: 1, maxLength: 5 }),
        fc.array(letters(1, 20), { minLength: 1, maxLength: 5 }),
        (one, two) => {
          const written = writeMrz({ ...DOCUMENT, names: { primary: one.join(' '), secondary: two.join(' ') } })
          if (!written.ok) return false
          const { names } = read(written.text)
          expect(written.lines[0]).toHaveLength(44)
          expect(names.secondary).not.toBe('')
          const was_cut = names.primary !== one.join(' ') || names.secondary !== two.join(' ')
          if (was_cut) expect(names.truncated).toBe(true)
        },
      ),
      { numRuns: 500 },
    )
  })
  test('one altered digit in a date is always noticed', () => {
    fc.assert(
      fc.property(document, fc.integer({ min: 0, max: 5 }), fc.integer({ min: 1, max: 9 }), (given, at, by) => {
        const written = writeMrz({ ...given, format: 'TD3' })
        if (!written.ok) return false
        const second = [...written.lines[1]!]
        second[13 + at] = String((Number(second[13 + at]) + by) % 10)
        return !read(`${written.lines[0]}\n${second.join('')}`, { today }).valid
      }),
    )
  })
  test('no text makes the reader or the writer of names throw', () => {
    const nearly = fc.string({ unit: fc.constantFrom(...'AZO0159<«‹ \n\r\tPVIÉا'), maxLength: 100 })
    const zone = fc
      .tuple(fc.nat({ max: 87 }), fc.string({ maxLength: 2 }))
      .map(([at, put]) => TD3.join('').slice(0, at) + put + TD3.join('').slice(at + 1))
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 1200 }), nearly, zone), fc.boolean(), (text, correct) => {
        const reading = readMrz(text, { correct })
        transliterate(text)
        writeMrz({
          ...DOCUMENT,
          names: { primary: text, secondary: text },
          document_number: text,
          optional_data: text,
          birth_date: text,
          issuer: text,
        })
        return typeof reading.ok === 'boolean'
      }),
      { numRuns: 1000 },
    )
  })
  test('a hundred kilobytes of junk are refused unread', () => {
    const junk = 'P<'.repeat(50_000)
    // of the processor, so that other work on the machine does not count
    const before = process.threadCpuUsage()
    for (let i = 0; i < 1000; i++) readMrz(junk)
    const { user, system } = process.threadCpuUsage(before)
    expect((user + system) / 1000).toBeLessThan(1000)
  })
})

const SHARED = new URL('../../../../shared/data/mrz/', import.meta.url)
const rows = (name: string): Record<string, string>[] => {
  const [head = '', ...lines] = readFileSync(new URL(name, SHARED), 'utf8').trim().split('\n')
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, i) => [head.split(',')[i]!, cell])))
}
const SHORT: Record<string, string> = {
  document_number: 'doc',
  birth_date: 'dob',
  expiry_date: 'exp',
  optional_data: 'opt',
  composite: 'comp',
}

describe.skipIf(!existsSync(SHARED))(
  'data set of specimens and synthetic passports (not run where it is not beside the repository)',
  () => {
    test.for(existsSync(SHARED) ? rows('specimens.csv') : [])('$id $format', (row) => {
      const lines = [row.line1, row.line2, row.line3].filter((line) => line)
      if (row.format === 'FR-ID') return expect(readMrz(lines.join('\n'))).toEqual({ ok: false, reason: 'french-national-layout' })
      const mrz = read(lines.join('\n'))
      expect(mrz.format).toBe(row.format)
      expect(mrz.valid).toBe(row.expected_ok === '1')
      expect(
        failing(mrz)
          .map((field) => SHORT[field])
          .join('|'),
      ).toBe(row.failing)
    })
    test('200 synthetic passports: validity and failing fields as labelled', () => {
      const all = rows('synthetic_td3.csv')
      expect(all).toHaveLength(200)
      for (const row of all) {
        const mrz = read(`${row.line1}\n${row.line2}`)
        expect([
          row.id,
          mrz.valid,
          failing(mrz)
            .map((field) => SHORT[field])
            .join('|'),
        ]).toEqual([row.id, row.valid === '1', row.failing])
      }
    })
  },
)
