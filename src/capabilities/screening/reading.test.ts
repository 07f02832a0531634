import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { utf8 } from '#lib/bytes.ts'
import { csvRow, DELIMITERS, ENCODINGS } from '#lib/tables/index.ts'
import { guessMapping, type Line, type Mapping, mapLine, mappingFaults } from './mapping.ts'
import { type Found, type Read, type Reading, readList } from './reading.ts'
import { MAX_LINES } from './rules.ts'

const TODAY = '2026-03-02'
const read = (text: string | Uint8Array, reading: Reading = {}) => {
  const one = readList(typeof text === 'string' ? utf8(text) : text, reading, TODAY)
  if (!one.ok) throw new Error(one.fault)
  return one
}
const fieldsOf = ({ mapping }: Found) => mapping.columns.map(({ column, field }) => `${column} ${field}`)

describe('headings of real lists', () => {
  test.each([
    ['English', 'Surname,Given names,Date of birth,Gender,Nationality,Passport No,Issuing country,Seat'],
    ['French', 'Nom,Prénom(s),Date de naissance,Sexe,Nationalité,N° passeport,Pays de délivrance,Siège'],
    ['Spanish', 'Apellidos,Nombre,Fecha de nacimiento,Sexo,Nacionalidad,Nº Pasaporte,País emisor,Asiento'],
    ['Arabic', 'اللقب,الاسم,تاريخ الميلاد,الجنس,الجنسية,رقم الجواز,بلد الإصدار,المقعد'],
  ])('in %s', (_, headings) => {
    expect(fieldsOf(read(`${headings}\r\na,b,1980-01-01,F,ES,AB12345,ES,1A\r\n`).found)).toEqual(
      ['family_name', 'given_name', 'birth_date', 'sex', 'nationality', 'document_number', 'document_issuer', 'reference'].map(
        (field, i) => `${i} ${field}`,
      ),
    )
  })
  test('below a title, beside columns that nothing is asked about', () => {
    const text =
      'MS Al-Andalus;;;;\nAlgeciras – Tanger Med;12.05.2026;;;\n\nNom et prénom;Lieu de naissance;Expiration du passeport;Passeport;Né le\nBen Ali Sami;Tunis;01/01/2030;TN123456;13/02/1990\n'
    const { found, lines } = read(text)
    expect(found.mapping.heading_line).toBe(4)
    expect(fieldsOf(found)).toEqual(['0 full_name', '3 document_number', '4 birth_date'])
    expect(lines).toEqual([
      {
        line: 5,
        subjects: [
          { document: { number: 'TN123456' } },
          { person: { names: [{ kind: 'main', text: 'Ben Ali Sami' }], birth_date: '1990-02-13' } },
        ],
      },
    ])
  })
  test('none at all: the first column is taken for a name, and the officer sees it', () => {
    const { found, lines } = read('Sami Ben Ali\nAna Gil\n')
    expect([found.mapping.heading_line, fieldsOf(found), lines.length]).toEqual([0, ['0 full_name'], 2])
  })
})

describe('what the column says of itself', () => {
  const guess = (heading: string, cells: string[]) =>
    guessMapping([{ line: 1, cells: [heading, 'name'] }, ...cells.map((cell, i) => ({ line: i + 2, cells: [cell, 'x'] }))])
  test('the order of dates: by one that can be read one way only; two that contradict each other leave it open', () => {
    expect(guess('dob', ['01/02/1980', '13/02/1980']).date_order).toBe('day-first')
    expect(guess('dob', ['01/02/1980', '02/13/1980']).date_order).toBe('month-first')
    expect(guess('dob', ['01/02/1980', '03/04/1980']).date_order).toBe('unknown')
    expect(guess('dob', ['13/02/1980', '02/13/1980', '01/02/1990']).date_order).toBe('unknown')
    expect(guess('dob', ['1980-02-01', '3 May 1980', '05/05/1980']).date_order).toBe('day-first')
  })
  test('whether M is a man: beside F he is, beside H she is not, alone under a Spanish heading nobody knows', () => {
    expect(guess('sexo', ['F', 'M']).sex_letters).toBe('f-m')
    expect(guess('sexo', ['H', 'M']).sex_letters).toBe('h-m')
    expect(guess('sexo', ['M', 'M']).sex_letters).toBe('unknown')
    expect(guess('sex', ['M', 'M']).sex_letters).toBe('f-m')
  })
})

const mapping = (columns: readonly Mapping['columns'][number]['field'][], more: Partial<Mapping> = {}): Mapping => ({
  heading_line: 1,
  date_order: 'day-first',
  sex_letters: 'f-m',
  columns: columns.map((field, column) => ({ column, field })),
  ...more,
})
const mapped = (cells: string[], how: Mapping): Line | string[] => {
  const one = mapLine({ cells }, how, TODAY)
  return one.ok ? one.mapped : one.faults.map(({ field, reason }) => `${field} ${reason}`)
}

describe('rows', () => {
  test('a person with a document is two subjects of one question', () => {
    const how = mapping([
      'family_name',
      'given_name',
      'birth_date',
      'sex',
      'nationality',
      'document_number',
      'document_issuer',
      'document_type',
      'reference',
    ])
    expect(mapped(['بنعلي', 'كريم', '١٢/٠٣/١٩٨٥', 'ذكر', 'مغربي', 'أب ١٢٣٤٥', 'MA', 'جواز سفر', '14C'], how)).toEqual({
      subjects: [
        { document: { number: 'أب 12345', issuer: 'MAR', type: 'passport' } },
        { person: { names: [{ kind: 'main', family: 'بنعلي', given: 'كريم' }], birth_date: '1985-03-12', sex: 'M', nationality: 'MAR' } },
      ],
      reference: '14C',
    })
  })
  test('a name in parts and in one piece are two names of one person', () => {
    expect(mapped(['Doe', 'Jane DOE'], mapping(['family_name', 'full_name']))).toEqual({
      subjects: [{ person: { names: [{ kind: 'main', family: 'Doe' }, { text: 'Jane DOE' }] } }],
    })
  })
  test('sexes by the letters of the list', () => {
    const sexOf = (cell: string, sex_letters: Mapping['sex_letters']) => {
      const one = mapped(['Ana', cell], mapping(['full_name', 'sex'], { sex_letters }))
      return Array.isArray(one) ? one : one.subjects[0]!.person!.sex
    }
    expect([
      sexOf('M', 'f-m'),
      sexOf('M', 'h-m'),
      sexOf('M', 'unknown'),
      sexOf('H', 'h-m'),
      sexOf('F', 'h-m'),
      sexOf('Mme', 'f-m'),
      sexOf('X', 'f-m'),
    ]).toEqual(['M', 'F', undefined, 'M', 'F', 'F', undefined])
  })
  test('dates by the order of the list; what can be read two ways by the year where nobody says which', () => {
    const dateOf = (cell: string, date_order: Mapping['date_order']) => {
      const one = mapped(['Ana', cell], mapping(['full_name', 'birth_date'], { date_order }))
      return Array.isArray(one) ? one[0] : one.subjects[0]!.person!.birth_date
    }
    expect(dateOf('03/04/1985', 'day-first')).toBe('1985-04-03')
    expect(dateOf('03/04/1985', 'month-first')).toBe('1985-03-04')
    expect(dateOf('03/04/1985', 'unknown')).toBe('1985')
    expect(dateOf('13/04/1985', 'unknown')).toBe('1985-04-13')
    expect(dateOf('04/13/1985', 'unknown')).toBe('1985-04-13')
    expect(dateOf('04/13/1985', 'day-first')).toBe('birth_date other-order')
    expect(dateOf('01/01/2027', 'day-first')).toBe('birth_date in-the-future')
    expect(dateOf('02/03/2026', 'day-first')).toBe('2026-03-02')
    expect(dateOf('01/01/1899', 'day-first')).toBe('birth_date too-long-ago')
    expect(dateOf('01/01/85', 'day-first')).toBe('birth_date two-digit-year')
  })
  test.each([
    [['full_name'], [''], ['full_name missing']],
    [['full_name'], ['12345'], ['full_name name-unreadable']],
    [['full_name'], ['x'.repeat(201)], ['full_name too-long']],
    [
      ['full_name', 'nationality', 'sex', 'document_issuer', 'document_type'],
      ['Ana', 'Atlantis', 'mermaid', 'Oz', 'ticket'],
      ['sex unknown-code', 'nationality unknown-country', 'document_issuer unknown-country', 'document_type unknown-code'],
    ],
    [['full_name', 'document_number'], ['Ana', 'AB?12'], ['document_number bad-character']],
    [['full_name', 'document_number'], ['Ana', '1'], ['document_number bad-length']],
    [['document_number'], ['Z'.repeat(41)], ['document_number too-long']],
  ] as [Mapping['columns'][number]['field'][], string[], string[]][])('%j %j: %j', (columns, cells, faults) =>
    expect(mapped(cells, mapping(columns))).toEqual(faults),
  )
  test('what a spreadsheet put before a formula is not part of the value', () =>
    expect(mapped(["'-Ana"], mapping(['full_name']))).toEqual({ subjects: [{ person: { names: [{ kind: 'main', text: '-Ana' }] } }] }))
})

test('faults of a mapping are named', () => {
  const faults = (columns: { column: number; field: Mapping['columns'][number]['field'] }[]) =>
    mappingFaults({ ...mapping([]), columns }, 2).map(({ reason }) => reason)
  expect(faults([{ column: 0, field: 'full_name' }])).toEqual([])
  expect(faults([{ column: 2, field: 'full_name' }])).toEqual(['no-such-column'])
  expect(
    faults([
      { column: 0, field: 'full_name' },
      { column: 0, field: 'sex' },
    ]),
  ).toEqual(['column-repeated'])
  expect(
    faults([
      { column: 0, field: 'full_name' },
      { column: 1, field: 'full_name' },
    ]),
  ).toEqual(['field-repeated'])
  expect(faults([{ column: 0, field: 'sex' }])).toEqual(['nobody-named'])
})

describe('whole files', () => {
  test('lines are those of the file; the same person twice is asked about once', () => {
    const { lines, bad, found } = read('name;born\n\nAna Gil;1980-01-01\n"Two\nlines";1981-01-01\n;\nAna Gil;1980-01-01\nEva;x\n')
    expect(lines.map(({ line }) => line)).toEqual([3, 4])
    expect(bad).toEqual([
      { line: 7, field: 'row', reason: 'repeated' },
      { line: 8, field: 'birth_date', reason: 'not-a-date' },
    ])
    expect(found).toMatchObject({ rows: 4, delimiter: ';', encoding: 'utf-8' })
  })
  test('more rows than a list may have, and a quote left open, are said with their line; what came before is read', () => {
    const letters = (n: number) =>
      [...n.toString(20).padStart(4, '0')].map((digit) => 'bcdfghjklmnpqrstvwxz'[Number.parseInt(digit, 20)]).join('a')
    const many = read(`name\n${Array.from({ length: MAX_LINES + 10 }, (_, i) => `Ana ${letters(i)}\n`).join('')}`)
    expect([many.lines.length, many.found.rows, many.found.cut]).toEqual([MAX_LINES, MAX_LINES + 10, 'too-many-rows'])
    expect(many.bad.at(-1)).toEqual({ line: MAX_LINES + 2, field: 'row', reason: 'too-many-rows' })
    expect(read('name,born\nAna,1980\n"Eva,1981\nIda,1982\n')).toMatchObject({
      lines: [{ line: 2 }],
      bad: [{ line: 3, field: 'row', reason: 'unreadable' }],
      found: { cut: 'broken-row' },
    })
  })
  test('what is no list is said to be none', () => {
    const fault = (bytes: Uint8Array, reading: Reading = {}) => {
      const one = readList(bytes, reading, TODAY)
      return one.ok ? 'read' : one.fault
    }
    expect(fault(new Uint8Array())).toBe('empty')
    expect(fault(utf8('\n\n  \n'))).toBe('empty')
    expect(fault(utf8('PK\u0003\u0004 no archive'))).toBe('not-a-workbook')
    expect(fault(utf8('a\0b'), { encoding: 'utf-8' })).toBe('not-of-this-encoding')
    expect(fault(Uint8Array.of(0xff, 0xfe, 0x00, 0xd8), {})).toBe('not-of-this-encoding')
  })

  const cell = fc.oneof(
    fc.string({ maxLength: 15 }),
    fc.string({ unit: 'grapheme', maxLength: 10 }),
    fc.constantFrom(
      '',
      'Ana Gil',
      'محمد',
      '12/03/1985',
      '03/25/1985',
      '1985',
      'M',
      'H',
      'MAR',
      'Maroc',
      'AB123456',
      '"',
      'a"b',
      '\n',
      ';',
      "'=1+1",
      '\u202eabc',
    ),
  )
  const heading = fc.constantFrom('name', 'nom', 'surname', 'dob', 'sex', 'nationality', 'passport', 'seat', '', 'x', 'تاريخ الميلاد')
  test('any rows, in any encoding and with any separator, come to an end: each row is asked about or has a reason, within the published form', () => {
    fc.assert(
      fc.property(
        fc.array(heading, { minLength: 1, maxLength: 8 }),
        fc.array(fc.array(cell, { maxLength: 8 }), { maxLength: 20 }),
        fc.constantFrom(...DELIMITERS),
        (headings, rows, delimiter) => {
          const line = (cells: readonly string[]) =>
            cells.map((one) => (/["\r\n;,|\t]/.test(one) ? `"${one.replaceAll('"', '""')}"` : one)).join(delimiter)
          const text = [headings, ...rows].map((cells) => `${line(cells)}\r\n`).join('')
          if (!text.isWellFormed() || text.includes('\0')) return
          const one = readList(utf8(text), { delimiter, encoding: 'utf-8' }, TODAY)
          if (one.ok) account(one)
          else expect(one.fault).toBe('empty')
        },
      ),
      { numRuns: 1_000, seed: 20260302 },
    )
  })
  test('any bytes at all', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 400 }),
        fc.record({
          encoding: fc.constantFrom(undefined, ...ENCODINGS),
          delimiter: fc.constantFrom(undefined, ...DELIMITERS),
          sheet: fc.constantFrom(undefined, 0, 3),
        }),
        (bytes, reading) => {
          const stated = Object.fromEntries(Object.entries(reading).filter(([, value]) => value !== undefined)) as Reading
          const one = readList(bytes, stated, TODAY)
          if (one.ok) account(one)
        },
      ),
      { numRuns: 2_000, seed: 20260302 },
    )
  })

  /** Every row is accounted for once, and what is asked is what may be asked. */
  function account({ found, lines, bad }: Extract<Read, { ok: true }>) {
    const bad_lines = new Set(bad.filter(({ reason }) => !['unreadable', 'too-many-rows'].includes(reason)).map(({ line }) => line))
    if (found.mapping_faults.length > 0) expect([lines.length, bad_lines.size]).toEqual([0, 0])
    else expect(lines.length + bad_lines.size).toBe(found.rows)
    for (const { line, subjects } of lines) {
      expect(bad_lines.has(line)).toBe(false)
      expect(subjects.length).toBeGreaterThan(0)
      expect(subjects.length).toBeLessThanOrEqual(2)
      for (const { person } of subjects) {
        if (person?.birth_date) expect(person.birth_date <= TODAY).toBe(true)
        if (person?.nationality) expect(person.nationality).toMatch(/^[A-Z]{1,3}$/)
      }
    }
  }

  test('what was exported by a spreadsheet with its guard against formulas is read as it was', () => {
    const text = csvRow(['name', 'seat']) + csvRow(['-Ana', '+34'])
    expect(read(text).lines).toEqual([{ line: 2, subjects: [{ person: { names: [{ kind: 'main', text: '-Ana' }] } }], reference: '+34' }])
  })
})
