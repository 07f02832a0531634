// A checked subject becomes the subject of a request that the published type takes.
import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { draftOfChecked, type SubjectDraft, subjectFaults, subjectOf } from './subject.tsx'

const schema = JSON.parse(readFileSync(new URL('../../types/exchange/request/v1/schema.json', import.meta.url), 'utf8'))
const fits = new Ajv2020({ strict: false }).compile(schema)
const asRequest = (draft: SubjectDraft) => ({
  subject: subjectOf(draft),
  questions: [{ code: 'identity' }],
  reason: { text: 'why', language: 'en' },
})

test.each([
  { person: { names: [{ text: 'محمد الإدريسي' }], birth_date: '1984-03', nationality: 'D' } },
  { person: { names: [{ family: 'Ruiz', given: 'Ana' }], sex: 'F' as const, nationality: 'ESP' } },
  { document: { number: 'L898902C3', issuer: 'UTO', type: 'travel-document' as const } },
  { document: { number: '1234', type: 'vehicle-registration' as const } },
  { vehicle: { plate: '1234 BCD', country: 'ESP' } },
  { firearm: { serial: 'AB-77' } },
  { identifier: { kind: 'handle' as const, value: '@someone' } },
  { identifier: { kind: 'mmsi' as const, value: '224000000' } },
])('$checked of a check fits into a request', (checked) => {
  const request = asRequest(draftOfChecked(checked))
  expect(fits(request), JSON.stringify(fits.errors)).toBe(true)
  expect(subjectFaults(draftOfChecked(checked))).toEqual([])
})

test('what was typed for another kind stays out', () => {
  expect(subjectOf({ kind: 'vehicle', plate: ' AB-123 ', full_name: 'Somebody', make: '' })).toEqual({ kind: 'vehicle', plate: 'AB-123' })
})

test('a subject that says nothing is a fault, and so is half a machine-readable zone', () => {
  expect(subjectFaults({ kind: 'person' })).toEqual(['full_name'])
  expect(subjectFaults({ kind: 'identifier', scheme: 'imei' })).toEqual(['value'])
  expect(subjectFaults({ kind: 'document', number: '1', mrz: 'P<UTOERIKSSON' })).toEqual(['mrz'])
  const mrz = 'p<utoeriksson<<anna<maria<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10 '
  expect(subjectFaults({ kind: 'document', number: '1', mrz })).toEqual([])
  expect(fits(asRequest({ kind: 'document', number: '1', mrz }))).toBe(true)
})
