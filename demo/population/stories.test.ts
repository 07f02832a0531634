import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { registers } from '#capabilities/registers/index.ts'
import { normalise } from '#lib/identifiers/index.ts'
import { readMrz } from '#lib/mrz/index.ts'
import { compareNames, MATCH_THRESHOLD } from '#lib/names/index.ts'
import { stories, storyRecords } from './stories.ts'

const TODAY = new Date('2026-03-02T00:00:00.000Z')
const find = (id: string) => stories(TODAY).find((one) => one.id === id)!

test('each record is an input of registers.add-one as published', () => {
  const { input } = registers.actions.find(({ name }) => name === 'registers.add-one')!
  const valid = new Ajv2020({ strict: false, allErrors: true, validateFormats: false }).compile(input)
  for (const { id, contents, kind } of stories(TODAY)) {
    expect(valid(contents), `${id}: ${JSON.stringify(valid.errors)}`).toBe(true)
    expect(Object.keys(contents.subject)).toEqual([kind])
    expect(contents.reference).toMatch(/^DEMO-/)
  }
  expect(storyRecords('MAR', TODAY)).toHaveLength(2)
})

describe('what is asked finds what is held', () => {
  test('the specimen of ICAO Doc 9303 by its machine-readable zone', () => {
    const { asked, contents } = find('stolen-passport')
    const read = readMrz(asked[0]!)
    expect(read).toMatchObject({ ok: true, mrz: { document_number: 'L898902C3', issuer: 'UTO' } })
    expect(contents.subject).toMatchObject({ document: { number: asked[1] } })
  })

  test('the wanted person in Arabic script by its French spellings', () => {
    for (const spelt of ['Youssef Benkhaddou', 'BENKHADOU Youssouf']) {
      expect(compareNames('يوسف بن خدو', spelt).score, spelt).toBeGreaterThanOrEqual(MATCH_THRESHOLD)
    }
  })

  test('the telephone, the plate and the serial however they are typed', () => {
    const value = (kind: 'telephone' | 'plate', text: string, country?: string) => {
      const read = normalise(kind, text, country ? { country } : {})
      return read.ok ? read.value : read.reason
    }
    for (const typed of find('telephone').asked) expect(value('telephone', typed)).toBe('+33639984107')
    for (const typed of find('stolen-vehicle').asked) expect(value('plate', typed, 'FRA')).toBe('UB417QK')
  })
})

test('the product does not import the population', () => {
  const { dependencies } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    dependencies: Record<string, string>
  }
  expect(dependencies['@faker-js/faker']).toBeUndefined()
})
