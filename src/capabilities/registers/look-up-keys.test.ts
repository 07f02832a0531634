import { describe, expect, test } from 'vitest'
import { keysAsked, keysOfRecord, subjectFaults } from './look-up-keys.ts'

describe('keys', () => {
  test('a record and a question in different spellings meet under one key', () => {
    const pairs = [
      [{ document: { number: 'ab-123 456', type: 'passport', document_status: 'lost' } }, { document: { number: 'AB123456' } }],
      [{ vehicle: { plate: '12345 | أ | 6', country: 'MAR' } }, { vehicle: { plate: '12345-أ-6', country: 'MAR' } }],
      [
        { identifier: { kind: 'telephone', value: '+212 661-234567' } },
        { identifier: { kind: 'telephone', value: '0661234567', country: 'MAR' } },
      ],
      [
        { identifier: { kind: 'bank-account', value: 'ES91 2100 0418 4502 0005 1332' } },
        { identifier: { kind: 'bank-account', value: 'es9121000418450200051332' } },
      ],
      [{ person: { names: [{ text: 'Ana' }], documents: [{ number: 'X 1234' }] } }, { document: { number: 'x1234' } }],
    ] as const
    for (const [record, asked] of pairs) {
      const held = keysOfRecord(record as never, 'esp').map(({ label, value }) => `${label} ${value}`)
      const wanted = keysAsked(asked as never, false, 'mar').map(({ label, value }) => `${label} ${value}`)
      expect(wanted.some((key) => held.includes(key))).toBe(true)
    }
  })

  const keys = (list: readonly { label: string; value: string }[]) => list.map(({ label, value }) => `${label} ${value}`)
  const meet = (record: object, asked: object, with_look_alikes: boolean, members: [held: string, asker: string] = ['esp', 'fra']) => {
    const held = keys(keysOfRecord(record as never, members[0]))
    return keys(keysAsked(asked as never, with_look_alikes, members[1])).some((key) => held.includes(key))
  }
  const lost = { type: 'passport', document_status: 'lost' }

  test('however many look-alikes there are, two look-ups find them all, and only when asked for', () => {
    const record = { document: { number: 'O0I1B8S5Z2G6', ...lost } }
    const question = { document: { number: '001188552266' } }
    expect(meet(record, question, false)).toBe(false)
    expect(meet(record, question, true)).toBe(true)
    expect(meet({ document: { number: '001188552266', ...lost } }, { document: { number: 'O0I1B8S5Z2G6' } }, true)).toBe(true)
    expect(meet({ document: { number: 'OOIIBBSSZZGG', ...lost } }, { document: { number: 'O0I1B8S5Z2G6' } }, true)).toBe(true)
    expect(keysAsked(question, false, 'fra')).toHaveLength(1)
    expect(keysAsked(question, true, 'fra').filter(({ look_alike }) => !look_alike)).toHaveLength(1)
  })

  test('a slip is found from either side where one check digit holds, and not between two wrong numbers', () => {
    const imo = (value: string) => ({ identifier: { kind: 'imo', value } })
    expect(meet(imo('9074729'), imo('9074792'), true)).toBe(true)
    expect(meet(imo('9074792'), imo('9074729'), true)).toBe(true)
    expect(meet(imo('9074792'), imo('9074729'), false)).toBe(false)
    expect(meet(imo('9074792'), imo('9074728'), true)).toBe(false)
    expect(meet({ vehicle: { vin: '1M8GDM9AXKP042788' } }, { vehicle: { vin: '1M8GDM9AXKP024788' } }, true)).toBe(true)
  })

  test('keys are bounded, whatever is asked', () => {
    for (const asked of [
      { vehicle: { vin: '1M8GDM9AXKP042787', plate: 'BB880SS' } },
      { identifier: { kind: 'imei', value: '490154203237517' } },
    ]) {
      expect(keysAsked(asked as never, true, 'mar').length).toBeLessThanOrEqual(244)
      expect(keysOfRecord(asked as never, 'mar').length).toBeLessThanOrEqual(224)
    }
  })

  test('a national number is met by its international form, by its own key or by whose it is', () => {
    const account = (value: string, country?: string) => ({ identifier: { kind: 'bank-account', value, ...(country && { country }) } })
    expect(meet(account('2100 0418 45 0200051332'), account('ES91 2100 0418 4502 0005 1332'), false)).toBe(true)
    expect(meet(account('MA64 0115 1900 0001 2050 0053 4921'), account('011 519 0000012050005349 21'), false)).toBe(true)
    const telephone = (value: string) => ({ identifier: { kind: 'telephone', value } })
    expect(meet(telephone('0661234567'), telephone('+212661234567'), false, ['mar', 'fra'])).toBe(true)
    expect(meet(telephone('+212661234567'), telephone('0661234567'), false, ['fra', 'mar'])).toBe(true)
    expect(meet(telephone('+212661234567'), telephone('0661234567'), false, ['mar', 'fra'])).toBe(false)
  })

  test('a worn serial has no key: it is compared; one that nothing could meet is a fault', () => {
    expect(keysOfRecord({ firearm: { category: 'handgun', serial: 'AB?123' } }, 'esp')).toEqual([])
    expect(keysAsked({ firearm: { serial: 'AB…3' } }, true, 'esp')).toEqual([])
    expect(subjectFaults({ firearm: { category: 'handgun', serial: '??1?2' } })).toEqual([{ path: '/firearm/serial', reason: 'too-worn' }])
    expect(subjectFaults({ firearm: { category: 'handgun', serial: 'AB12?' } })).toEqual([])
  })

  test('what does not normalise is a fault of its field', () => {
    expect(subjectFaults({ vehicle: { plate: '!!' } })).toMatchObject([{ path: '/vehicle/plate' }])
    expect(subjectFaults({ identifier: { kind: 'ip', value: '300.1.1.1' } })).toMatchObject([{ path: '/identifier/value' }])
    expect(subjectFaults({ vehicle: { plate: '1234 BCD' } })).toEqual([])
  })
})
