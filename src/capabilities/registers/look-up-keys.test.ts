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
      const held = keysOfRecord(record as never).map(({ label, value }) => `${label} ${value}`)
      const wanted = keysAsked(asked as never, false).map(({ label, value }) => `${label} ${value}`)
      expect(wanted.some((key) => held.includes(key))).toBe(true)
    }
  })

  test('look-alikes are bounded, marked, and there only when asked for', () => {
    const question = { document: { number: 'O0I1B8S5' } }
    expect(keysAsked(question, false)).toHaveLength(1)
    const keys = keysAsked(question, true)
    expect(keys.length).toBeGreaterThan(8)
    expect(keys.length).toBeLessThanOrEqual(17)
    expect(keys.filter(({ look_alike }) => !look_alike)).toHaveLength(1)
  })

  test('a worn serial has no key: it is compared', () => {
    expect(keysOfRecord({ firearm: { category: 'handgun', serial: 'AB?123' } })).toEqual([])
    expect(keysAsked({ firearm: { serial: 'AB…3' } }, true)).toEqual([])
  })

  test('what does not normalise is a fault of its field', () => {
    expect(subjectFaults({ vehicle: { plate: '!!' } })).toMatchObject([{ path: '/vehicle/plate' }])
    expect(subjectFaults({ identifier: { kind: 'ip', value: '300.1.1.1' } })).toMatchObject([{ path: '/identifier/value' }])
    expect(subjectFaults({ vehicle: { plate: '1234 BCD' } })).toEqual([])
  })
})
