/** Canonical forms and recognition against published examples, and properties. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareIdentifiers, corrections, formsOf, KINDS, type Kind, matchSerial, normalise, readNameAndBirth, recognise } from './index.ts'

const FOLDER = new URL('../../../vectors/identifiers/', import.meta.url)
const vectors = (name: string) => JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8'))

test('every kind has published vectors', () => {
  const files = readdirSync(FOLDER).map((file) => file.replace('.json', ''))
  expect(KINDS.filter((kind) => !files.includes(kind))).toEqual([])
})

describe.for([...KINDS])('%s', (kind) => {
  for (const { text, country, whose, ...expected } of vectors(kind).cases) {
    test(`${text}${country ? ` in ${country}` : ''}`, () => {
      const found = normalise(kind, text, { country })
      expect(found).toMatchObject({ ...expected, ...(whose && { country: whose }) })
      if (found.ok) expect(normalise(kind, found.value, { country })).toMatchObject({ ok: true, value: found.value })
    })
  }
})

describe('one box', () => {
  for (const { text, first } of vectors('recognise').cases) {
    test(text.replace('\n', ' / '), () => expect(recognise(text)[0]).toMatchObject(first))
  }
  test('a national telephone number is read with the country of the asking side', () => {
    expect(recognise('0612345678', { country: 'MAR' })[0]).toMatchObject({
      kind: 'telephone',
      value: '+212612345678',
      reason: 'national-pattern',
    })
  })
  test('an ambiguous text gives several candidates, surest first', () => {
    const found = recognise('9074729')
    expect(found.map((one) => one.as === 'identifier' && one.kind)).toEqual(['imo', 'document', 'telephone', 'firearm'])
    expect(found.map((one) => one.confidence)).toEqual(found.map((one) => one.confidence).toSorted((a, b) => b - a))
  })
  test('two-digit years are marked, and follow the clock where it is given', () => {
    expect(readNameAndBirth('ali ahmed 12.03.20')).toMatchObject({
      birth_date: '2020-03-12',
      notes: ['day-or-month-first', 'century-inferred'],
    })
    expect(readNameAndBirth('ali ahmed 12.03.40', { year: 2026, month: 1, day: 1 })).toMatchObject({ birth_date: '1940-03-12' })
  })
  test('nothing, a date alone and overlong text give nothing', () => {
    for (const text of ['', ' \n', '12/03/1985', 'a'.repeat(1001)]) expect(recognise(text)).toEqual([])
  })
})

describe('look-alikes', () => {
  for (const { kind, text, includes, excludes } of vectors('look-alikes').cases) {
    test(`${kind} ${text}`, () => {
      const verdict = (other: string) => compareIdentifiers(kind, { text }, { text: other }, { look_alikes: true }).verdict
      for (const reading of includes) expect([reading, verdict(reading)]).toEqual([reading, 'look-alike'])
      for (const reading of excludes) expect(verdict(reading)).not.toBe('look-alike')
      for (const reading of includes) expect(compareIdentifiers(kind, { text }, { text: reading }).verdict).toBe('different')
    })
  }
  for (const { a, b, ...expected } of vectors('look-alikes').serials) {
    test(`serial ${a} against ${b}`, () => {
      expect(matchSerial(a, b)).toEqual(expected)
      expect(matchSerial(b, a)).toEqual(expected)
    })
  }
})

test('a kind that does not exist is misuse', () => expect(() => normalise('toString' as Kind, 'x')).toThrow(TypeError))

describe('properties', () => {
  const pieces = [
    '12345',
    'أ',
    '|',
    'تونس',
    '0x',
    '@',
    '.',
    ':',
    '/',
    '-',
    'A',
    'I0',
    '٣',
    'ﷺ',
    '\u200f',
    ' ',
    'ß',
    'İ',
    'ı',
    '*',
    '…',
    '...',
    '+212',
    'IMO',
    '%',
    '[',
    ']',
    'é',
    '明',
    '\ud800',
  ]
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((parts) => parts.join('')),
    fc.string({ unit: fc.constantFrom(...'ABCXIO0123456789-. '), maxLength: 30 }),
    ...KINDS.map((kind) =>
      fc
        .tuple(
          fc.constantFrom(...vectors(kind).cases.map((one: { text: string }) => one.text)),
          fc.nat({ max: 40 }),
          fc.string({ maxLength: 2 }),
        )
        .map(([given, at, put]) => (given as string).slice(0, at) + put + (given as string).slice(at + 1)),
    ),
  )
  const country = fc.constantFrom(undefined, 'MAR', 'FRA', 'SAU', 'EGY', 'XXX', 'fr')

  test('a TON address of a workchain that there is not is none', () => {
    expect(normalise('crypto', 'UQ/tFpEwcFAEcRe5mLVh2N6C0x-_hJEM7W61_JLnSF74p9dz', {}).ok).toBe(false)
  })

  test('normalising a canonical form gives itself', () => {
    fc.assert(
      fc.property(fc.constantFrom(...KINDS), text, country, (kind, typed, where) => {
        const once = normalise(kind, typed, { country: where })
        if (!once.ok) return
        expect(normalise(kind, once.value, { country: where })).toMatchObject({ ok: true, value: once.value })
      }),
      { numRuns: 20_000 },
    )
  })
  test('nothing throws, recognition is bounded and repeatable', () => {
    fc.assert(
      fc.property(text, country, (typed, where) => {
        const found = recognise(typed, { country: where })
        expect(found.length).toBeLessThanOrEqual(8)
        expect(recognise(typed, { country: where })).toEqual(found)
        for (const kind of KINDS) {
          expect(formsOf(kind, typed, { country: where, home: where }).length).toBeLessThanOrEqual(8)
          expect(corrections(kind, typed, where).length).toBeLessThanOrEqual(96)
        }
        matchSerial(typed, typed)
      }),
      { numRuns: 2000 },
    )
  })
  test('a readable serial matches itself', () => {
    fc.assert(
      fc.property(text, (typed) => {
        const found = normalise('firearm', typed)
        if (found.ok) expect(matchSerial(typed, typed).matches).toBe(true)
      }),
    )
  })
})

const CODES = new URL('../../../../shared/data/codes/', import.meta.url)
const rows = (name: string) =>
  readFileSync(new URL(name, CODES), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))

describe.skipIf(!existsSync(CODES))('code lists (not run where they are not beside the repository)', () => {
  test('example of every IBAN structure', () => {
    for (const [, , , iban = ''] of rows('iban_structures.csv'))
      expect([iban, normalise('bank-account', iban)]).toMatchObject([iban, { ok: true, scheme: 'iban' }])
  })
  test('vehicle numbers with and without a right check digit', () => {
    for (const [vin = '', is_right] of rows('vehicles/vin_tests.csv')) {
      const found = normalise('vin', vin)
      expect([vin, found.ok && found.notes.includes('checksum-ok')]).toEqual([vin, is_right === '1'])
    }
  })
})
