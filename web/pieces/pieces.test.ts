// The decisions inside the pieces: days, deadlines, schemas, commands, exports.
import { expect, test } from 'vitest'
import { digitsOf } from '../session/sign-in-form.tsx'
import { readDay } from './day.ts'
import { toneOf } from './deadline.tsx'
import { isTurned, pairsOf, piecesOf, wordFor } from './name-pairs.ts'
import { faultsByPath, faultsIn, kindOf, pruned, type Schema } from './schema.ts'
import { writeScore } from './score.ts'
import { commandOf } from './shortcuts.ts'
import { csvOf } from './table.tsx'

test('a day is read as it is typed, day first', () => {
  expect(readDay('3.4.1984')).toBe('1984-04-03')
  expect(readDay('03/04/1984')).toBe('1984-04-03')
  expect(readDay('1984-04-03')).toBe('1984-04-03')
  expect(readDay('٠٣-٠٤-١٩٨٤')).toBe('1984-04-03')
  expect(readDay('29.2.1984')).toBe('1984-02-29')
  expect(readDay('04.1984')).toBe('1984-04')
  expect(readDay('1984')).toBe('1984')
  expect(readDay('25121984')).toBe('1984-12-25')
  expect(readDay('19841225')).toBe('1984-12-25')
  expect(readDay('20102011')).toBe('2011-10-20')
})

test('a day that does not exist is not read', () => {
  expect(readDay('29.2.1985')).toBeUndefined()
  expect(readDay('13.13.1984')).toBeUndefined()
  expect(readDay('4.3.84')).toBeUndefined()
  expect(readDay('20132013')).toBeUndefined()
  expect(readDay('')).toBeUndefined()
})

test('a deadline is calm, then near, then urgent, then over', () => {
  const tones = [1, 4.5, 6.5, 9].map((hour) => toneOf(0, 8, hour))
  expect(tones).toEqual(['calm', 'near', 'urgent', 'over'])
  expect(toneOf(0, 8, 100, 7)).toBe('kept')
  expect(toneOf(0, 8, 100, 9)).toBe('missed')
})

const schema: Schema = {
  type: 'object',
  required: ['type', 'number', 'person'],
  properties: {
    type: { const: 'request' },
    number: { type: 'string', pattern: '^[A-Z0-9]+$', maxLength: 9 },
    note: { type: 'string', maxLength: 1000 },
    born: { type: 'string', format: 'date' },
    person: { $ref: '#/$defs/person' },
    also: { type: 'array', items: { $ref: '#/$defs/person' }, maxItems: 1 },
  },
  $defs: {
    person: {
      type: 'object',
      required: ['name'],
      properties: { name: { type: 'string', minLength: 2 }, age: { type: 'integer', minimum: 0 } },
    },
  },
}

test('a form finds what is missing and wrong, by pointer', () => {
  const value = { number: 'l89', person: { age: -1 }, also: [{ name: 'A' }, { name: 'Ana' }] }
  expect([...faultsIn(schema, value)].map(([path, fault]) => `${path} ${fault.fault}`)).toEqual([
    '/number pattern',
    '/person/name required',
    '/person/age low',
    '/also many',
    '/also/0/name short',
  ])
  expect(faultsIn(schema, { number: 'L89', person: { name: 'Ana' } }).size).toBe(0)
})

test('what was left blank is absent, and what is fixed is there', () => {
  expect(pruned(schema, { number: 'L89', note: '', person: { name: 'Ana', age: undefined }, also: [{}] })).toEqual({
    type: 'request',
    number: 'L89',
    person: { name: 'Ana' },
  })
})

test('a schema names its field', () => {
  expect(kindOf({ type: ['string', 'null'], format: 'date' })).toBe('date')
  expect(kindOf({ anyOf: [{ const: 'a' }, { const: 'b' }] })).toBe('choice')
  expect(kindOf({ type: 'array', items: { enum: ['a'] } })).toBe('choices')
  expect(kindOf({ type: 'string', maxLength: 4000 })).toBe('long-text')
  expect(kindOf({})).toBe('unknown')
})

test('the node’s faults stand at their fields', () => {
  expect(faultsByPath([{ path: '/person/name', reason: 'too short' }]).get('/person/name')).toBe('too short')
})

test('commands are the same on Latin and Arabic keyboards', () => {
  expect(commandOf({ key: 'j', code: 'KeyJ' })).toBe('j')
  expect(commandOf({ key: 'ت', code: 'KeyJ' })).toBe('j')
  expect(commandOf({ key: '؟', code: 'Slash' })).toBe('?')
  expect(commandOf({ key: '/', code: 'Digit7' })).toBe('/')
})

test('an export quotes, and runs nothing in a spreadsheet', () => {
  const columns = [
    { key: 'a', label: 'Name', render: () => null, text: (row: string) => row },
    { key: 'b', label: 'Drawn only', render: () => null },
  ]
  expect(csvOf(columns, ['a,b', '=HYPERLINK("x")', 'محمد'])).toBe('Name\r\n"a,b"\r\n"\'=HYPERLINK(""x"")"\r\nمحمد\r\n')
})

test('a code may be typed with Arabic digits', () => {
  expect(digitsOf('١٢٣ 456')).toBe('123456')
})

const stretch = (name: string, text: string): [number, number] => [name.indexOf(text), name.indexOf(text) + text.length]

test('parts that met are numbered in the order of the asked name, and what met nothing comes last', () => {
  const [asked, record] = ['Mohamed Karim Benali', 'بنعلي محمد']
  const pairs = pairsOf(asked, record, [
    { asked: stretch(asked, 'Karim'), match: 'missing', score: 0 },
    { asked: stretch(asked, 'Benali'), record: stretch(record, 'بنعلي'), match: 'transliteration', score: 0.97 },
    { asked: stretch(asked, 'Mohamed'), record: stretch(record, 'محمد'), match: 'transliteration', score: 0.8 },
  ])
  expect(pairs.map(({ number, look }) => [number, look])).toEqual([
    [1, 'close'],
    [2, 'script'],
    [0, 'alone'],
  ])
  expect(pairs.map(wordFor)).toEqual(['transliteration-near', 'transliteration', 'missing'])
  expect(isTurned(pairs)).toBe(true)
  // the text of both sides is whole, whatever is marked in it
  for (const [name, side] of [
    [asked, 'asked'],
    [record, 'record'],
  ] as const)
    expect(
      piecesOf(name, pairs, side)
        .map(({ text }) => text)
        .join(''),
    ).toBe(name)
})

test('stretches that cannot be of the name are left out, and of two that overlap the first stands', () => {
  const pairs = pairsOf('Ali', 'علي', [
    { asked: [0, 9], record: [0, 3], match: 'same' },
    { asked: [2, 1], match: 'missing' },
    { match: 'missing' },
    { asked: [0, 3], record: [0, 3], match: 'transliteration', score: 1 },
    { asked: [1, 3], record: [1, 3], match: 'typing', score: 0.9 },
  ])
  expect(pairs.map(({ asked }) => asked)).toEqual([
    [0, 3],
    [1, 3],
  ])
  expect(piecesOf('Ali', pairs, 'asked').map(({ text, pair }) => [text, pair?.number])).toEqual([['Ali', 1]])
  expect(isTurned(pairs)).toBe(false)
})

test('a mark that ends within a word keeps its letters joined', () => {
  const name = 'عبدالرحمن'
  const pairs = pairsOf('Abd', name, [{ asked: [0, 3], record: [0, 3], match: 'transliteration', score: 0.9 }])
  expect(piecesOf(name, pairs, 'record').map(({ within }) => within)).toEqual([true, false])
  expect(piecesOf('Abd al', pairs, 'asked').map(({ within }) => within)).toEqual([false, false])
})

test('no likeness of names is written as certain', () => {
  expect([1, 0.9999, 0.996].map(writeScore)).toEqual(['0.99', '0.99', '0.99'])
  expect([0.8, 0.29, 0.1234, 0].map(writeScore)).toEqual(['0.80', '0.29', '0.12', '0.00'])
})
