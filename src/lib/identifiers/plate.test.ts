/** Plates by country: whose they may be, and that the country one knows is the one used. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normalise, recognise } from './index.ts'
import { plateReadings } from './plate.ts'
import { PLATE_FORMS } from './plate-forms.ts'

const REGION = 'ESP MAR FRA DZA TUN MRT PRT ITA SEN MLI GMB GIN GNB CIV NER LBY LBN JOR ISR PSE TUR GRC DEU BEL GBR'.split(' ')

test('every country of the region has its forms; Egypt, whose letters are Arabic alone, by its letters', () => {
  expect(REGION.filter((country) => !PLATE_FORMS.some((form) => form.country === country))).toEqual([])
  expect(plateReadings('س ص ع 1234')[0]).toMatchObject({ country: 'EGY' })
})

describe('whose it may be', () => {
  test.each([
    ['1234 BCD', ['ESP']],
    ['AB-123-CD', ['FRA', 'ITA', 'SEN', 'CIV']],
    ['12345 | أ | 6', ['MAR']],
    ['١٢٣٤٥ | أ | ٦', ['MAR']],
    ['12345-A-6', ['MAR']],
    ['12345-117-16', ['DZA']],
    ['16-117-12345', ['DZA']],
    ['123 تونس 4567', ['TUN']],
    ['34 ABC 123', ['TUR']],
    ['M-AB 1234', ['GRC', 'DEU']],
    ['M-AB1234E', ['DEU']],
    ['1-ABC-123', ['BEL']],
    ['AB12 CDE', ['GBR']],
    ['123-45-678', ['ISR']],
    ['6-2478-96', ['PSE']],
    ['13-45678', ['LBY', 'JOR']],
    ['ب 123456', ['LBN', 'ESP']],
    ['DK-1234-AB', ['SEN']],
    ['BJL 1234 A', ['GMB']],
    ['RC 1234 A', ['GIN']],
    ['1234 AB 01', ['MRT', 'FRA', 'CIV']],
    ['ليبيا 5-123456', ['LBY']],
    ['ن ت 12345', ['TUN']],
    ['CD 012 345', ['ESP', 'TUN', 'LBN', 'ISR']],
  ])('%s', (text, countries) => expect(plateReadings(text).map(({ country }) => country)).toEqual(countries))
})

describe('in the one box', () => {
  const plates = (text: string, country?: string) =>
    recognise(text, country === undefined ? {} : { country }).flatMap((one) =>
      one.as === 'identifier' && one.kind === 'plate' ? [one.country] : [],
    )

  test('one that several states print is asked of any country first, then of each, the own before the others', () => {
    expect(plates('AB-123-CD')).toEqual([undefined, 'FRA', 'ITA', 'SEN', 'CIV'])
    expect(plates('AB-123-CD', 'ITA')).toEqual([undefined, 'ITA', 'FRA', 'SEN', 'CIV'])
  })
  test('one that a single state prints is that state’s, whoever asks', () => {
    for (const asker of ['FRA', 'MAR', 'ESP', undefined]) expect(plates('12345 | أ | 6', asker)).toEqual(['MAR'])
    for (const asker of ['FRA', 'MAR', undefined]) expect(plates('1234 BCD', asker)).toEqual(['ESP'])
  })
  test('the country of the asking side is never put on what may be another’s', () => {
    for (const text of ['passport 12AB34567', 'document XK12345', 'plate QX 1234 ZZ', 'IMEI 490154203237518', '12AB34567']) {
      for (const one of recognise(text, { country: 'MAR' })) {
        if (one.as === 'identifier' && one.kind !== 'telephone') expect([text, one.kind, one.country]).toEqual([text, one.kind, undefined])
      }
    }
  })
})

test('letters in Arabic and in Latin script give one value, in either order of the parts', () => {
  const letters = fc.constantFrom(
    ...([
      ['أ', 'A'],
      ['ب', 'B'],
      ['د', 'D'],
      ['ه', 'H'],
      ['و', 'W'],
      ['ط', 'T'],
    ] as const),
  )
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 99_999 }), letters, fc.integer({ min: 1, max: 89 }), (serial, [arabic, latin], prefecture) => {
      const texts = [`${serial}-${arabic}-${prefecture}`, `${serial} | ${latin} | ${prefecture}`, `${prefecture} ${arabic} ${serial}`]
      const values = texts.map((text) => normalise('plate', text, { country: 'MAR' }))
      for (const value of values) expect(value).toMatchObject({ ok: true, value: `${serial}${latin}${prefecture}`, country: 'MAR' })
    }),
  )
})
