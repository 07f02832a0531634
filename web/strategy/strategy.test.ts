// The pages of forums: every kind, field, code and fault has its word.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { KINDS } from '#capabilities/strategy/kinds.ts'
import { GROUPS, kindOf, kindsFor } from './kinds.ts'

const words = JSON.parse(readFileSync(join(import.meta.dirname, '../language/en/strategy.json'), 'utf8')) as Record<
  string,
  Record<string, string>
>
const BARE = /^[A-Z]{3}$/
const AREAS = ['crime_area', 'crime_areas', 'areas']

test('every kind, field and code has a word', () => {
  const missing: string[] = []
  for (const [kind, { fields }] of Object.entries(KINDS)) {
    if (!words.kind![kind] || !words.kinds![kind]) missing.push(kind)
    for (const [field, { takes }] of Object.entries(fields)) {
      if (!words.field![field] && !(words.own as unknown as Record<string, Record<string, string>>)[kind]?.[field])
        missing.push(`${kind}.${field}`)
      if ((takes.form === 'code' || takes.form === 'codes') && !AREAS.includes(field))
        for (const code of takes.of) if (!BARE.test(code) && !words.code![code]) missing.push(`${field}: ${code}`)
    }
  }
  expect(missing).toEqual([])
})

test('every kind stands in a group but the forum itself, and what it points to is read with it', () => {
  const grouped = Object.values(GROUPS).flat() as string[]
  expect(Object.keys(KINDS).filter((kind) => !grouped.includes(kind))).toEqual(['forum'])
  expect(new Set(grouped).size).toBe(grouped.length)
  expect(kindsFor('vote')).toEqual(['vote', 'consultation'])
  for (const kinds of Object.values(GROUPS)) expect(kindsFor(...kinds).every((kind) => kindOf(kind))).toBe(true)
})
