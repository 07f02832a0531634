/** Holds a capability's published types to what its code uses: one test a type, and one that each has a handler. */
import { readdirSync, readFileSync } from 'node:fs'
import type { TSchema } from 'typebox'
import { describe, expect, test } from 'vitest'
import type { MessageHandler } from '#kernel/capability.ts'
import { compileTypes } from '#wire/types.ts'

const folderOf = (type: string) => new URL(`../types/${type.replaceAll('.', '/')}/`, import.meta.url)
const readJson = (url: URL) => JSON.parse(readFileSync(url, 'utf8')) as Record<string, unknown>

/** Declares the tests: the schemas are the ones that the code uses, and the examples are what they say. */
export function publishedTypesAreUsed(bodies: Readonly<Record<string, TSchema>>, handlers: readonly MessageHandler[]): void {
  const names = Object.keys(bodies)
  const types = compileTypes(names.map((type) => ({ type, schema: readJson(new URL('schema.json', folderOf(type))) })))
  const examples = (type: string, kind: 'valid' | 'invalid') =>
    readdirSync(new URL(`${kind}/`, folderOf(type))).map((name) => ({ name, body: readJson(new URL(`${kind}/${name}`, folderOf(type))) }))

  test('every type has a handler and every handler a type', () => {
    expect(handlers.map(({ type }) => type).sort()).toEqual([...names].sort())
  })
  describe.each(names)('%s', (type) => {
    test('the code holds to the published schema', () => {
      const { $schema, $id, title, description, ...published } = readJson(new URL('schema.json', folderOf(type)))
      const { description: _, ...used } = JSON.parse(JSON.stringify(bodies[type])) as Record<string, unknown>
      expect(published).toEqual(used)
      expect($id).toBe(`https://portolan.example/types/${type.replaceAll('.', '/')}`)
      expect([$schema, typeof title, typeof description]).toEqual(['https://json-schema.org/draft/2020-12/schema', 'string', 'string'])
    })
    test('valid examples are valid', () => {
      const valid = examples(type, 'valid')
      expect(valid.length).toBeGreaterThanOrEqual(2)
      for (const { name, body } of valid) expect([name, types.faults(type, body)]).toEqual([name, []])
    })
    test('invalid examples are refused', () => {
      const invalid = examples(type, 'invalid')
      expect(invalid.length).toBeGreaterThanOrEqual(3)
      for (const { name, body } of invalid) expect([name, types.faults(type, body).length > 0]).toEqual([name, true])
    })
  })
}
