import { describe, expect, test } from 'vitest'
import type { Content, Remarks, Subject } from './kinds.ts'
import { matchRecord } from './matching.ts'
import type { AskedSubject } from './query.ts'
import { STANDARD } from './thresholds.ts'

const remarks = {} as Remarks
const match = (asked: AskedSubject | AskedSubject[], subject: Subject, look_alikes = false, threshold = STANDARD.investigation) =>
  matchRecord([asked].flat(), { subject, remarks } as Content, look_alikes, threshold)
const verdicts = (found: ReturnType<typeof match>) =>
  Object.fromEntries((found?.reasons ?? []).map(({ field, verdict }) => [field, verdict]))

const passport: Subject = {
  document: {
    number: 'L898902C3',
    issuer: 'UTO',
    type: 'passport',
    document_status: 'stolen',
    holder: { name: { family: 'Eriksson', given: 'Anna Maria' }, birth_date: '1974-08-12' },
  },
}

describe('documents', () => {
  test('number and issuer equal: nothing surer', () => {
    expect(match({ document: { number: 'l898902c3', issuer: 'UTO', type: 'passport' } }, passport)).toMatchObject({
      score: 1,
      subjects: [0],
    })
  })
  test('the same number of another issuer is another document', () => {
    expect(match({ document: { number: 'L898902C3', issuer: 'FRA' } }, passport)).toBeUndefined()
  })
  test('without an issuer it is less sure, of another type still less', () => {
    const unknown = match({ document: { number: 'L898902C3' } }, passport)!.score
    const other = match({ document: { number: 'L898902C3', type: 'visa' } }, passport)!.score
    expect(unknown).toBeLessThan(1)
    expect(other).toBeLessThan(unknown)
  })
  test("Germany's D is Germany's DEU", () => {
    expect(
      match(
        { document: { number: 'C01X00T47', issuer: 'D' } },
        { document: { number: 'C01X00T47', issuer: 'DEU', type: 'passport', document_status: 'lost' } },
      )!.score,
    ).toBe(1)
  })
  test('look-alikes only where opted in, and never as equal', () => {
    expect(match({ document: { number: 'LB98902C3' } }, passport)).toBeUndefined()
    const found = match({ document: { number: 'LB98902C3', issuer: 'UTO' } }, passport, true)!
    expect(found.score).toBeLessThan(1)
    expect(found.reasons[0]).toEqual({ subject: 0, field: 'document_number', verdict: 'look-alike', asked: 'LB98902C3', held: 'L898902C3' })
  })
  test('the bearer is held against the holder; a stranger is told no name', () => {
    const bearer = (names: { text: string }[]) =>
      match([{ document: { number: 'L898902C3', issuer: 'UTO' } }, { person: { names, birth_date: '1974-08-12' } }], passport)!
    expect(bearer([{ text: 'ERIKSSON ANNA MARIA' }]).reasons).toContainEqual(
      expect.objectContaining({ subject: 1, field: 'holder', held: 'Anna Maria Eriksson' }),
    )
    const stranger = bearer([{ text: 'Ivan Petrov' }])
    expect(verdicts(stranger).holder).toBe('different')
    expect(JSON.stringify(stranger)).not.toContain('Eriksson')
  })
  test('a person is met by a document that belongs to the person', () => {
    const person: Subject = { person: { names: [{ text: 'Ali Ben Salah' }], documents: [{ number: 'T123456', issuer: 'TUN' }] } }
    expect(match({ document: { number: 'T-123456', issuer: 'TUN' } }, person)!.score).toBe(1)
  })
})

describe('persons', () => {
  const held: Subject = {
    person: {
      names: [
        { kind: 'main', text: 'محمد بنعلي الإدريسي' },
        { kind: 'alias', text: 'Momo' },
      ],
      birth_date: '1985-03-12',
      sex: 'M',
      nationalities: ['FRA', 'MAR'],
    },
  }
  const ask = (text: string, more: object = {}) => match({ person: { names: [{ text }], ...more } }, held)

  test('across scripts, each part with its offsets, its rule and its score', () => {
    const found = ask('Mohamed Benali El Idrissi', { birth_date: '1985-03-12', sex: 'M', nationality: 'MAR' })!
    expect(verdicts(found)).toEqual({ name: 'similar', birth_date: 'equal', sex: 'equal', nationality: 'equal' })
    const [name] = found.reasons
    for (const part of name!.parts!) {
      if (part.asked) expect(name!.asked!.slice(part.asked.start, part.asked.end)).toBe(part.asked.text)
      if (part.held) expect(name!.held!.slice(part.held.start, part.held.end)).toBe(part.held.text)
    }
  })
  test('no name is certain by itself', () => {
    const exact = ask('محمد بنعلي الإدريسي')!
    expect(exact.score).toBeGreaterThan(0.8)
    expect(exact.score).toBeLessThan(1)
  })
  test('of the birth date only the verdict is told', () => {
    const found = ask('Mohamed Benali El Idrissi', { birth_date: '1985-12-03' })!
    expect(verdicts(found).birth_date).toBe('swapped')
    expect(JSON.stringify(found)).not.toContain('1985-03-12')
  })
  test('the same day by the Hijri calendar fits', () =>
    expect(verdicts(ask('Mohamed Benali El Idrissi', { birth_date: '1405-06-20' })!).birth_date).toBe('compatible'))
  test('another birth date is another person', () => expect(ask('Mohamed Benali El Idrissi', { birth_date: '1961-10-30' })).toBeUndefined())
  test('a shared surname and birth date are not one person', () => {
    const garcia: Subject = { person: { names: [{ text: 'José García' }], birth_date: '1985-03-12' } }
    expect(match({ person: { names: [{ text: 'Juan Garcia' }], birth_date: '1985-03-12' } }, garcia)).toBeUndefined()
  })
  test('any of the names asked may meet any of those held', () => {
    expect(
      match({ person: { names: [{ text: 'Nobody Else' }, { text: 'Muhammad Bin Ali Al-Idrisi' }], birth_date: '1985' } }, held)?.reasons[0],
    ).toMatchObject({ asked: 'Muhammad Bin Ali Al-Idrisi' })
  })
})

describe('vehicles, firearms, identifiers', () => {
  const car: Subject = { vehicle: { plate: '1234 BCD', country: 'ESP', vin: 'VSSZZZ1PZ8R012345' } }
  test('a plate of another country is another plate', () => {
    expect(match({ vehicle: { plate: '1234-BCD', country: 'ESP' } }, car)!.score).toBe(0.95)
    expect(match({ vehicle: { plate: '1234 BCD', country: 'FRA' } }, car)).toBeUndefined()
    expect(match({ vehicle: { plate: '1234 BCD' } }, car)!.score).toBe(0.8)
  })
  test('a plate on another vehicle is told as such', () => {
    const found = match({ vehicle: { plate: '1234 BCD', country: 'ESP', vin: 'WVWZZZ1KZAW000001' } }, car)!
    expect(verdicts(found)).toMatchObject({ plate: 'equal', vin: 'different' })
    expect(found.score).toBeLessThan(0.8)
  })
  test('serials: equal, worn, and of another make', () => {
    const gun: Subject = { firearm: { category: 'handgun', serial: 'PX 12345', make: 'Beretta' } }
    const equal = match({ firearm: { serial: 'PX12345', make: 'beretta' } }, gun)!
    const worn = match({ firearm: { serial: 'PX1?345', make: 'Beretta' } }, gun)!
    const other = match({ firearm: { serial: 'PX12345', make: 'Glock' } }, gun)!
    expect(verdicts(worn)).toEqual({ serial: 'worn', make: 'equal' })
    expect(equal.score).toBeGreaterThan(worn.score)
    expect(verdicts(other).make).toBe('different')
    expect(match({ firearm: { serial: '??1??' } }, gun)).toBeUndefined()
  })
  test('an identifier meets its own kind in any spelling', () => {
    const phone: Subject = { identifier: { kind: 'telephone', value: '+34 612 345 678' } }
    expect(match({ identifier: { kind: 'telephone', value: '612 34 56 78', country: 'ESP' } }, phone)!.score).toBe(1)
    expect(match({ identifier: { kind: 'handle', value: '+34 612 345 678' } }, phone)).toBeUndefined()
  })
  test('calibres and makes are compared by what they name', () => {
    const gun: Subject = { firearm: { category: 'handgun', serial: 'PX12345', make: 'Pietro Beretta', calibre: '9 mm Parabellum' } }
    const named = (make: string, calibre: string) => match({ firearm: { serial: 'PX12345', make, calibre } }, gun)!
    expect(verdicts(named('Beretta', '9x19'))).toEqual({ serial: 'equal', make: 'equal', calibre: 'equal' })
    expect(verdicts(named('Beretta', '9 mm'))).toMatchObject({ calibre: 'compatible' })
    expect(verdicts(named('Glock', '7,62x25'))).toMatchObject({ make: 'different', calibre: 'different' })
    expect(named('Beretta', '9x19').score).toBeGreaterThan(named('Beretta', '9 mm').score)
  })
  test('one slip away: only where opted in, only where a check digit proves it, and less sure than a look-alike', () => {
    const ship: Subject = { identifier: { kind: 'imo', value: '9074729' } }
    const asked: AskedSubject = { identifier: { kind: 'imo', value: '9074792' } }
    expect(match(asked, ship)).toBeUndefined()
    const found = match(asked, ship, true)!
    expect(found.reasons).toEqual([{ subject: 0, field: 'identifier', verdict: 'near', asked: '9074792', held: '9074729' }])
    expect(found.score).toBe(0.75)
    expect(
      match({ identifier: { kind: 'imo', value: '9074728' } }, { identifier: { kind: 'imo', value: '9074792' } }, true),
    ).toBeUndefined()
  })
  test('a European vehicle number is never refused or doubted for its ninth character', () => {
    const renault: Subject = { vehicle: { vin: 'VF1BA0F0512345678' } }
    expect(match({ vehicle: { vin: 'VF1BA0F0512345678' } }, renault)!.score).toBe(1)
    expect(match({ vehicle: { vin: 'VF1BA0F0512345679' } }, renault, true)).toBeUndefined()
  })
  test('one account under its national number and its IBAN is one; what only an assumption makes one says so', () => {
    const account: Subject = { identifier: { kind: 'bank-account', value: '2100 0418 45 0200051332', country: 'ESP' } }
    expect(match({ identifier: { kind: 'bank-account', value: 'ES9121000418450200051332' } }, account)!.score).toBe(1)
    const local: Subject = { identifier: { kind: 'telephone', value: '0661234567' } }
    const asked = [{ identifier: { kind: 'telephone' as const, value: '+212661234567' } }]
    const found = matchRecord(asked, { subject: local, remarks } as Content, false, STANDARD.investigation, { held: 'MAR' })!
    expect(found.reasons[0]).toMatchObject({ verdict: 'compatible', asked: '+212661234567', held: '0661234567' })
    expect(matchRecord(asked, { subject: local, remarks } as Content, false, STANDARD.investigation, { held: 'FRA' })).toBeUndefined()
  })
  test('another kind of record is never met', () => expect(match({ document: { number: '1234BCD' } }, car)).toBeUndefined())
})
