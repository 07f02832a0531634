/** Check digits against a library that others keep (stdnum), and against their own arithmetic on random numbers. */
import fc from 'fast-check'
import { isValidIBAN } from 'ibantools'
import { stdnum } from 'stdnum'
import { describe, expect, test } from 'vitest'
import { provenAccounts } from './bank-account.ts'
import { nationalNumber } from './national-numbers.ts'
import { luhnDigit } from './transport.ts'

const digits = (count: number) => fc.stringMatching(new RegExp(`^\\d{${count}}$`))
const letter = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ')

/** Agrees on random numbers and, so that right ones are among them, with every last character tried. */
function agree(country: string, body: fc.Arbitrary<string>, last: string, theirs: (value: string) => boolean) {
  fc.assert(
    fc.property(body, (start) => {
      for (const end of last)
        expect([start + end, nationalNumber(start + end, country)?.holds ?? false]).toEqual([start + end, theirs(start + end)])
    }),
    { numRuns: 200 },
  )
}

describe('numbers of persons, as stdnum judges them', () => {
  const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
  const DIGITS = '0123456789'
  test('DNI', () => agree('ESP', digits(8), LETTERS, (value) => stdnum.ES!.dni!.validate(value).isValid))
  test('NIE', () =>
    agree(
      'ESP',
      fc.tuple(fc.constantFrom('X', 'Y', 'Z'), digits(7)).map((parts) => parts.join('')),
      LETTERS,
      (value) => stdnum.ES!.nie!.validate(value).isValid,
    ))
  test('cartão de cidadão', () =>
    agree(
      'PRT',
      fc.tuple(digits(9), letter, letter).map((parts) => parts.join('')),
      DIGITS,
      (value) => stdnum.PT!.cc!.validate(value).isValid,
    ))
  test('kimlik', () =>
    agree(
      'TUR',
      digits(9)
        .filter((body) => !body.startsWith('0'))
        .chain((body) => fc.constantFrom(...DIGITS).map((tenth) => body + tenth)),
      DIGITS,
      (value) => stdnum.TR!.tckimlik!.validate(value).isValid,
    ))
  test('teudat zehut', () => agree('ISR', digits(8), DIGITS, (value) => stdnum.IL!.idnr!.validate(value).isValid))
})

test('a specimen of each: the examples that their authorities and the library publish', () => {
  const right: [string, string][] = [
    ['ITA', 'RCCMNL83S18D969H'],
    ['FRA', '295109912611193'],
    ['BEL', '85073003328'],
    ['TUR', '10000000146'],
    ['DEU', 'T220001293'],
  ]
  for (const [country, value] of right) expect([value, nationalNumber(value, country)?.holds]).toEqual([value, true])
})

test('Luhn digits as stdnum computes them', () => {
  fc.assert(
    fc.property(digits(14), (body) => {
      const sum = [...(body + luhnDigit(body))].toReversed().reduce((total, digit, i) => {
        const value = i % 2 === 1 ? Number(digit) * 2 : Number(digit)
        return total + Math.floor(value / 10) + (value % 10)
      }, 0)
      expect(sum % 10).toBe(0)
    }),
  )
})

test('whatever a national number proves to be, its IBAN is one', () => {
  fc.assert(
    fc.property(fc.oneof(digits(12), digits(20), digits(21), digits(23), digits(24)), (number) => {
      for (const { iban } of provenAccounts(number)) expect(isValidIBAN(iban)).toBe(true)
    }),
    { numRuns: 2_000 },
  )
})
