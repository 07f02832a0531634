/** The published types of joint operations: the schemas are the ones that the code uses, and the examples are what they say. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { compileTypes } from '#wire/types.ts'
import { BODIES, type TypeName } from './bodies.ts'
import { messages } from './messages.ts'

const folderOf = (type: string) => new URL(`../../../types/${type.replaceAll('.', '/')}/`, import.meta.url)
const readJson = (url: URL) => JSON.parse(readFileSync(url, 'utf8')) as Record<string, unknown>
const names = Object.keys(BODIES) as TypeName[]
const types = compileTypes(names.map((type) => ({ type, schema: readJson(new URL('schema.json', folderOf(type))) })))

test('every type has a handler and every handler a type', () => {
  expect(messages.map(({ type }) => type).sort()).toEqual([...names].sort())
})

describe.each(names)('%s', (type) => {
  const folder = folderOf(type)
  const examples = (kind: 'valid' | 'invalid') =>
    readdirSync(new URL(`${kind}/`, folder)).map((name) => ({ name, body: readJson(new URL(`${kind}/${name}`, folder)) }))

  test('the code holds to the published schema', () => {
    const { $schema, $id, title, description, ...published } = readJson(new URL('schema.json', folder))
    const { description: _, ...used } = JSON.parse(JSON.stringify(BODIES[type])) as Record<string, unknown>
    expect(published).toEqual(used)
    expect($id).toBe(`https://portolan.example/types/${type.replaceAll('.', '/')}`)
    expect([$schema, typeof title, typeof description]).toEqual(['https://json-schema.org/draft/2020-12/schema', 'string', 'string'])
  })
  test('valid examples are valid', () => {
    const valid = examples('valid')
    expect(valid.length).toBeGreaterThanOrEqual(2)
    for (const { name, body } of valid) expect([name, types.faults(type, body)]).toEqual([name, []])
  })
  test('invalid examples are refused', () => {
    const invalid = examples('invalid')
    expect(invalid.length).toBeGreaterThanOrEqual(3)
    for (const { name, body } of invalid) expect([name, types.faults(type, body).length > 0]).toEqual([name, true])
  })
})
