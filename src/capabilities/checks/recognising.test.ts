import { describe, expect, test } from 'vitest'
import { subjectFaults } from '#wire/checks/subjects.ts'
import { chosenOf, recognise } from './recognising.ts'

const NOW = new Date('2026-03-02T08:00:00.000Z')
const first = (text: string, member = 'esp') => recognise(text, member, NOW)[0]

describe('the one box', () => {
  test('the ICAO specimen becomes its document and its bearer', () => {
    const zone = first('P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10')
    expect(zone).toMatchObject({ as: 'mrz', confidence: 1 })
    expect(zone!.subjects).toEqual([
      { document: { number: 'L898902C3', issuer: 'UTO', type: 'passport' } },
      {
        person: {
          names: [{ kind: 'main', family: 'ERIKSSON', given: 'ANNA MARIA' }],
          birth_date: '1974-08-12',
          sex: 'F',
          nationality: 'UTO',
        },
      },
    ])
  })
  test.each([
    ['ahmed ben ali 12/03/1985', 'name', { person: { names: [{ text: 'ahmed ben ali' }], birth_date: '1985-03-12' } }],
    ['محمد العلوي 1990', 'name', { person: { names: [{ text: 'محمد العلوي' }], birth_date: '1990' } }],
    [
      'ES91 2100 0418 4502 0005 1332',
      'bank-account',
      { identifier: { kind: 'bank-account', value: 'ES9121000418450200051332', country: 'ESP' } },
    ],
    ['somebody@example.org', 'email', { identifier: { kind: 'email', value: 'somebody@example.org' } }],
    ['IMO 9074729', 'imo', { identifier: { kind: 'imo', value: '9074729' } }],
  ])('%s is a %s', (text, as, subject) => {
    const found = recognise(text, 'esp', NOW).find((one) => one.as === as)
    expect(found?.subjects).toEqual([subject])
  })
  test('every candidate can be asked about as it is', () => {
    for (const text of [
      '1234 BCD',
      'WVWZZZ1KZAW000001',
      'AB1234567',
      '490154203237518',
      '0661234567',
      'http://example.onion',
      '192.0.2.7',
      'passport: 12AB34567',
    ]) {
      const candidates = recognise(text, 'mar', NOW)
      expect(candidates.length).toBeGreaterThan(0)
      for (const { subjects } of candidates) expect(subjectFaults(subjects)).toEqual([])
    }
  })
  test('candidates are told apart by their choice, and taken by it or by their kind', () => {
    const candidates = recognise('AB-123-CD', 'ita', NOW)
    const choices = candidates.map(({ choice }) => choice)
    expect(choices.slice(0, 3)).toEqual(['plate', 'plate/ITA', 'plate/FRA'])
    expect(new Set(choices).size).toBe(choices.length)
    expect(chosenOf(candidates, 'plate/FRA')!.subjects).toEqual([{ vehicle: { plate: 'AB123CD', country: 'FRA' } }])
    expect(chosenOf(candidates, 'plate')!.subjects).toEqual([{ vehicle: { plate: 'AB123CD' } }])
    expect(chosenOf(recognise('1234 BCD', 'fra', NOW), 'plate')!.choice).toBe('plate/ESP')
    expect(chosenOf(candidates, undefined)).toBe(candidates[0])
    expect(chosenOf(candidates, 'imo')).toBeUndefined()
  })
  test('where the check digit does not hold it says what may have been meant', () => {
    expect(first('IMO 9074792')).toMatchObject({ as: 'imo', proposals: [{ value: '9074729', slip: 'swapped', at: 5 }, {}, {}, {}] })
    expect(first('IMO 9074729')!.proposals).toBeUndefined()
  })
  test('a web address is asked about together with the site or machine it leads to', () => {
    const subjects = (text: string) => first(text)!.subjects.map(({ identifier }) => `${identifier!.kind} ${identifier!.value}`)
    expect(subjects('hxxps://www.example[.]org/a?b=1')).toEqual(['url www.example.org/a?b=1', 'domain www.example.org'])
    expect(subjects('http://192.0.2.7:8080/x')).toEqual(['url 192.0.2.7:8080/x', 'ip 192.0.2.7'])
    expect(subjects('http://[2001:DB8::1]/x')).toEqual(['url [2001:db8::1]/x', 'ip 2001:db8::1'])
  })
  test('a serial of which too little can be read says so, and cannot be asked about', () => {
    const serial = first('serial A1*…')!
    expect(serial).toMatchObject({ as: 'firearm', notes: ['worn-characters', 'too-worn'] })
    expect(subjectFaults([...serial.subjects])).toEqual([{ path: '/subjects/0/firearm/serial', reason: 'too-worn' }])
  })
  test('the same text gives the same answer; nothing gives nothing', () => {
    expect(recognise('AB1234567', 'esp', NOW)).toEqual(recognise('AB1234567', 'esp', NOW))
    expect(recognise('   ', 'esp', NOW)).toEqual([])
    expect(recognise('x'.repeat(1_001), 'esp', NOW)).toEqual([])
  })
})
