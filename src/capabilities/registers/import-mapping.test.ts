import { describe, expect, test } from 'vitest'
import { type Defaults, type Mapping, mappingFaults, mapRow, suggestColumns } from './import-mapping.ts'
import type { Kind } from './kinds.ts'
import { EXPORT_COLUMNS, exportCells } from './record-lines.ts'

const NOW = new Date('2026-03-02T08:00:00.000Z')
const defaults: Defaults = {
  reason: { text: 'wanted', language: 'es' },
  action_to_take: { code: 'locate', words: 'Call us.' },
  evaluation: { source: 'A', information: '1' },
  handling: [],
  classification: 'unclassified',
  sharing: { rule: 'national', networks: [], members: [] },
  review_on: '2027-01-01',
  expires_on: '2028-01-01',
}
const mappingOf = (kind: Kind, headings: string[]): Mapping => ({
  delimiter: ',',
  has_header: true,
  date_order: 'day-first',
  columns: suggestColumns(kind, headings),
})
const map = (kind: Kind, headings: string[], row: string[], more: Partial<Defaults> = {}) =>
  mapRow(kind, row, 7, { mapping: mappingOf(kind, headings), defaults: { ...defaults, ...more }, prefix: 'I1', now: NOW })
const subjectOf = (kind: Kind, headings: string[], row: string[], more: Partial<Defaults> = {}) => {
  const one = map(kind, headings, row, more)
  if (!one.ok) throw new Error(JSON.stringify(one.faults))
  return one.mapped.content.subject
}
const faultsOf = (kind: Kind, headings: string[], row: string[]) => {
  const one = map(kind, headings, row)
  return one.ok ? [] : one.faults.map(({ field, reason }) => `${field} ${reason}`)
}

describe('headings', () => {
  test.each([
    ['Spanish', ['Apellidos', 'Nombre', 'Fecha de nacimiento', 'Sexo', 'Nacionalidad']],
    ['French', ['Nom', 'Prénom', 'Date de naissance', 'Sexe', 'Nationalité']],
    ['English', ['Surname', 'First name', 'DOB', 'Gender', 'Citizenship']],
    ['Arabic', ['اللقب', 'الاسم', 'تاريخ الميلاد', 'الجنس', 'الجنسية']],
  ])('in %s are understood', (_, headings) => {
    expect(suggestColumns('person', headings).map(({ field }) => field)).toEqual([
      'family_name',
      'given_name',
      'birth_date',
      'sex',
      'nationality',
    ])
  })
  test('nothing is guessed twice, nothing unknown is guessed', () => {
    expect(suggestColumns('person', ['Sexe', 'Sexo', 'Colour of eyes', '']).map(({ column }) => column)).toEqual([0])
  })
})

describe('rows', () => {
  test('a person with everything', () => {
    expect(
      subjectOf(
        'person',
        ['family_name', 'given_name', 'alias', 'birth_date', 'sex', 'nationality', 'document_number', 'document_issuer'],
        ['Benali', 'Karim', 'Krimo; K.', '12/03/1985', 'Homme', 'MA; FR', 'AB 123', 'MA'],
      ),
    ).toEqual({
      person: {
        names: [
          { kind: 'main', family: 'Benali', given: 'Karim' },
          { kind: 'alias', text: 'Krimo' },
          { kind: 'alias', text: 'K.' },
        ],
        birth_date: '1985-03-12',
        sex: 'M',
        nationalities: ['MAR', 'FRA'],
        documents: [{ number: 'AB 123', issuer: 'MAR' }],
      },
    })
  })
  test('defaults stand in where a row is silent', () => {
    expect(
      subjectOf('document', ['number'], ['AB123456'], { issuer: 'ESP', document_type: 'passport', document_status: 'stolen' }),
    ).toEqual({
      document: { number: 'AB123456', issuer: 'ESP', type: 'passport', document_status: 'stolen' },
    })
    const one = map('identifier', ['value'], ['a@b.example'], { identifier_kind: 'email' })
    expect(one.ok && one.mapped).toMatchObject({
      reference: 'I1-7',
      review_on: '2027-01-01',
      content: { remarks: { action_to_take: { code: 'locate', words: 'Call us.' } } },
    })
  })
  test.each([
    ['person', ['given_name', 'birth_date'], ['', '1980'], ['names missing']],
    ['person', ['full_name', 'birth_date'], ['Ana', '30.02.1980'], ['birth_date not-a-date']],
    ['person', ['full_name', 'sex', 'nationality'], ['Ana', 'mermaid', 'Atlantis'], ['sex unknown-code', 'nationality unknown-country']],
    ['person', ['full_name', 'expires_on'], ['Ana', '2020-01-01'], ['expires_on in-the-past']],
    ['person', ['full_name', 'expires_on'], ['Ana', '2030'], ['expires_on not-a-date']],
    ['person', ['full_name', 'reference'], ['Ana', 'a b'], ['reference bad-form']],
    ['person', ['full_name', 'handling'], ['Ana', 'H3'], ['words words-missing']],
    ['person', ['full_name', 'handling'], ['Ana', 'H9'], ['code unknown-code']],
    ['person', ['full_name'], ['x'.repeat(201)], ['text too-long']],
    ['document', ['number', 'type', 'document_status'], ['*', 'passport', 'lost'], ['number bad-character']],
    ['document', ['number', 'type'], ['AB1', 'passport'], ['document_status missing']],
    ['vehicle', ['make'], ['Seat'], ['plate missing']],
    ['identifier', ['identifier_kind', 'value'], ['email', 'not an address'], ['value']],
  ] as [Kind, string[], string[], string[]][])('%s %j %j is refused with its reason', (kind, headings, row, wanted) => {
    const faults = faultsOf(kind, headings, row)
    expect(faults.length).toBeGreaterThan(0)
    for (const fault of wanted) expect(faults.some((one) => one.startsWith(fault))).toBe(true)
  })
  test('what a spreadsheet put before a formula is not part of the value', () => {
    expect(subjectOf('identifier', ['value'], ["'+34612345678"], { identifier_kind: 'telephone' })).toMatchObject({
      identifier: { value: '+34612345678' },
    })
  })
})

test('faults of a mapping are named', () => {
  const mapping = (columns: Mapping['columns']) =>
    mappingFaults('vehicle', { delimiter: ',', has_header: true, date_order: 'day-first', columns }, 3).map(({ reason }) => reason)
  expect(mapping([{ column: 0, field: 'plate' }])).toEqual([])
  expect(mapping([{ column: 3, field: 'plate' }])).toEqual(['no-such-column'])
  expect(mapping([{ column: 0, field: 'birth_date' }])).toEqual(['not-of-this-kind'])
  expect(
    mapping([
      { column: 0, field: 'plate' },
      { column: 0, field: 'vin' },
    ]),
  ).toEqual(['column-repeated'])
  expect(
    mapping([
      { column: 0, field: 'plate' },
      { column: 1, field: 'plate' },
    ]),
  ).toEqual(['field-repeated'])
})

test('what is exported is what an import of the same columns makes again', () => {
  const subject = {
    document: {
      number: 'AB123456',
      issuer: 'ESP',
      type: 'passport' as const,
      document_status: 'stolen' as const,
      holder: { name: { text: 'Ana Gil' }, birth_date: '1980-02' },
    },
  }
  const remarks = {
    ...defaults,
    handling: [{ code: 'H1' as const }, { code: 'H3' as const, words: 'ask first' }],
    crime_area: 'document-fraud' as const,
  }
  const { reason, action_to_take, evaluation, handling, crime_area } = remarks
  const content = { subject, remarks: { reason, action_to_take, evaluation, handling, crime_area } }
  const cells = exportCells(content, {
    reference: 'R-1',
    classification: 'unclassified',
    sharing: 'national',
    status: 'active',
    review_on: '2027-05-05',
    expires_on: '2028-05-05',
  })
  expect(cells).toHaveLength(EXPORT_COLUMNS.document.length)
  const again = map('document', [...EXPORT_COLUMNS.document], cells)
  expect(again).toEqual({ ok: true, mapped: { reference: 'R-1', content, review_on: '2027-05-05', expires_on: '2028-05-05' } })
})
