/** What takes part in a comparison, under which inputs, and the proof of a hit; no database. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Held } from '#kernel/capability.ts'
import { tagOf } from '#lib/blind/index.ts'
import { hex } from '#lib/bytes.ts'
import { checkOf, metClass, proofOf, spokenOf, untilTomorrow_s } from './rules.ts'

const telephone: Held = { matter: 'space:a', thing: '1', unit: 'spoc', of: { kind: 'telephone', value: '0034 600 111 222' } }
const told = [{ matter: 'space:a', unit: 'spoc', rule: 'told' as const }]

test('the vectors of the proof, made by another program', () => {
  const { cases } = JSON.parse(readFileSync(new URL('../../../vectors/coincidences/proof.json', import.meta.url), 'utf8')) as {
    cases: { output: string; tag: string; check: string; network: string; asker: string; owner: string; proof: string }[]
  }
  expect(cases.length).toBe(2)
  for (const { output, tag, check, proof, ...between } of cases) {
    const bytes = new Uint8Array(Buffer.from(output, 'hex'))
    expect([hex(tagOf({ key_id: new Uint8Array(16), bytes })), checkOf(bytes), proofOf(check, between)]).toEqual([tag, check, proof])
  }
})

test('nothing takes part without a rule of its own unit', () => {
  expect(spokenOf([telephone], [], [], 'esp')).toEqual([])
  expect(spokenOf([telephone], [{ ...told[0]!, unit: 'airport' }], [], 'esp')).toEqual([])
  expect(spokenOf([telephone], [{ ...told[0]!, rule: 'apart' }], [], 'esp')).toEqual([])
  expect(spokenOf([telephone], told, [], 'esp')).toMatchObject([{ kind: 'telephone', rule: 'told', target: false }])
})

test('two spellings of a number have an input in common, two numbers none', () => {
  const inputs = (value: string) =>
    spokenOf([{ ...telephone, of: { kind: 'telephone', value } }], told, [], 'esp').flatMap(({ inputs }) => inputs.map(hex))
  expect(inputs('+34 600 111 222').some((one) => inputs('0034600111222').includes(one))).toBe(true)
  expect(inputs('+34 600 111 222').some((one) => inputs('+34600111223').includes(one))).toBe(false)
})

test('kinds that are not offered, values that are none, and persons without a whole date take no part', () => {
  const of = (of: Held['of']) => spokenOf([{ ...telephone, of }], told, [], 'esp')
  expect(of({ kind: 'imo', value: '9074729' })).toEqual([])
  expect(of({ kind: 'telephone', value: '' })).toEqual([])
  expect(of({ kind: 'person', name: 'Mohamed Benali', birth_date: '1987' })).toEqual([])
  expect(of({ kind: 'person', name: 'Mohamed Benali', birth_date: '1987-05-04' })).toHaveLength(1)
})

test('a target is told as a contact, whatever the rule, and is confidential', () => {
  const target = { matter: 'space:a', thing: '1', unit: 'spoc' }
  expect(spokenOf([telephone], told, [target], 'esp')).toMatchObject([{ rule: 'contact', target: true }])
  expect(spokenOf([telephone], told, [{ ...target, unit: 'airport' }], 'esp')).toMatchObject([{ rule: 'told', target: false }])
  expect([true, false].map((target) => metClass({ member: 'esp', unit: 'spoc', target }).classification)).toEqual([
    'confidential',
    'restricted',
  ])
})

test('a quota waits for midnight, UTC', () => {
  expect(untilTomorrow_s(new Date('2026-03-02T23:59:30.000Z'))).toBe(30)
  expect(untilTomorrow_s(new Date('2026-03-02T00:00:00.000Z'))).toBe(86_400)
})
