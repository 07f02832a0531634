import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isAmbiguous, isDay, isoDate, readDate } from './dates.ts'

test('the calendar decides what a day is', () => {
  expect(['2024-02-29', '2026-12-31'].every(isDay)).toBe(true)
  expect(['2026-02-29', '2026-13-01', '2026-00-10', ''].some(isDay)).toBe(false)
})

test.each([
  ['1985', 'day-first', '1985'],
  ['1985-03', 'day-first', '1985-03'],
  ['1985-03-00', 'day-first', '1985-03'],
  ['1985-00-00', 'day-first', '1985'],
  ['1985-00-12', 'day-first', undefined],
  ['19850312', 'day-first', '1985-03-12'],
  ['12/3/1985', 'day-first', '1985-03-12'],
  ['12/3/1985', 'month-first', '1985-12-03'],
  ['13/3/1985', 'month-first', undefined],
  ['1985/3/12', 'month-first', '1985-03-12'],
  ['1985.03.12', 'day-first', '1985-03-12'],
  ['1985-13', 'day-first', undefined],
  ['12/3/85', 'day-first', undefined],
  ['12.03.1985 00:00', 'day-first', '1985-03-12'],
  ['1985-03-12T00:00:00Z', 'day-first', '1985-03-12'],
  ['١٢/٠٣/١٩٨٥', 'day-first', '1985-03-12'],
  ['\u200f12/03/1985\u200f', 'day-first', '1985-03-12'],
  ['12 March 1985', 'month-first', '1985-03-12'],
  ['March 12, 1985', 'day-first', '1985-03-12'],
  ['12-Mar-1985', 'day-first', '1985-03-12'],
  ['12MAR1985', 'day-first', '1985-03-12'],
  ['12 mars 1985', 'day-first', '1985-03-12'],
  ['1er août 1985', 'day-first', '1985-08-01'],
  ['3 févr. 1985', 'day-first', '1985-02-03'],
  ['12 de marzo de 1985', 'day-first', '1985-03-12'],
  ['5 ene 1985', 'day-first', '1985-01-05'],
  ['12 مارس 1985', 'day-first', '1985-03-12'],
  ['٥ جويلية ١٩٨٥', 'day-first', '1985-07-05'],
  ['3 تشرين الثاني 1985', 'day-first', '1985-11-03'],
  ['9 غشت 1985', 'day-first', '1985-08-09'],
  ['mars 1985', 'day-first', '1985-03'],
  ['12 jui 1985', 'day-first', undefined],
  ['31 June 1985', 'day-first', undefined],
  ['12 Smarch 1985', 'day-first', undefined],
  ['', 'day-first', undefined],
  ['unknown', 'day-first', undefined],
] as const)('the date %s, %s, is %s', (typed, order, iso) => expect(isoDate(typed, order)).toBe(iso))

describe('what can be read two ways', () => {
  test('is told, and nothing else is', () => {
    for (const either of ['03/04/1985', '1.2.1990', '12-11-2001']) expect(isAmbiguous(readDate(either))).toBe(true)
    for (const sure of ['03/03/1985', '13/04/1985', '04/13/1985', '1985-04-03', '3 April 1985', '1985', 'x'])
      expect(isAmbiguous(readDate(sure))).toBe(false)
  })
  test('a year of two digits is no date: nobody guesses a century', () => {
    for (const short of ['12/03/85', '12 Mar 85', '12MAR85']) expect(readDate(short)).toEqual({ ok: false, reason: 'two-digit-year' })
  })
})

test('every day of the calendar is read back from every way of writing it', () => {
  const days = fc
    .date({ min: new Date('1900-01-01'), max: new Date('2030-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10))
  fc.assert(
    fc.property(days, fc.constantFrom('/', '-', '.', ' '), (iso, mark) => {
      const [year, month, day] = iso.split('-') as [string, string, string]
      expect(isoDate(iso, 'month-first')).toBe(iso)
      expect(isoDate([day, month, year].join(mark), 'day-first')).toBe(iso)
      expect(isoDate([month, day, year].join(mark), 'month-first')).toBe(iso)
      for (const language of ['en', 'fr', 'es', 'ar-EG', 'ar-TN', 'ar-MA', 'ar-LB']) {
        for (const form of ['long', 'short'] as const) {
          const written = new Intl.DateTimeFormat(language, {
            day: 'numeric',
            month: form,
            year: 'numeric',
            timeZone: 'UTC',
            calendar: 'gregory',
          }).format(new Date(iso))
          expect([written, isoDate(written, 'day-first')]).toEqual([written, iso])
        }
      }
    }),
    { numRuns: 400, seed: 20260302 },
  )
})

test('no text is read as a date that the calendar has not', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ maxLength: 30 }),
        fc.string({ unit: fc.constantFrom('0', '1', '3', '9', '/', '-', ' ', 'm', 'a', 'r'), maxLength: 14 }),
      ),
      (text) => {
        for (const order of ['day-first', 'month-first'] as const) {
          const read = isoDate(text, order)
          if (read !== undefined) expect(read.length === 10 ? isDay(read) : /^\d{4}(-(0[1-9]|1[0-2]))?$/.test(read)).toBe(true)
        }
      },
    ),
    { numRuns: 2_000, seed: 20260302 },
  )
})
