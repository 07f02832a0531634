/** The published type of the directory: the schema is the one that the code uses, and the examples are what they say. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { compileTypes } from '#wire/types.ts'
import { StatementBody } from './bodies.ts'

const TYPE = 'directory.statement.v1'
const folder = new URL('../../../types/directory/statement/v1/', import.meta.url)
const readJson = (url: URL) => JSON.parse(readFileSync(url, 'utf8')) as Record<string, unknown>
const schema = readJson(new URL('schema.json', folder))
const types = compileTypes([{ type: TYPE, schema }])
const examples = (kind: string) =>
  readdirSync(new URL(`${kind}/`, folder)).map((name) => ({ name, body: readJson(new URL(`${kind}/${name}`, folder)) }))

test('the code holds to the published schema', () => {
  const { $schema, $id, title, description, ...published } = schema
  expect(published).toEqual(JSON.parse(JSON.stringify(StatementBody)))
  expect($id).toBe('https://portolan.example/types/directory/statement/v1')
  expect([$schema, typeof title, typeof description]).toEqual(['https://json-schema.org/draft/2020-12/schema', 'string', 'string'])
})
test('valid examples are valid', () => {
  const valid = examples('valid')
  expect(valid.length).toBeGreaterThanOrEqual(2)
  for (const { name, body } of valid) expect([name, types.faults(TYPE, body)]).toEqual([name, []])
})
test('invalid examples are refused', () => {
  const invalid = examples('invalid')
  expect(invalid.length).toBeGreaterThanOrEqual(3)
  for (const { name, body } of invalid) expect([name, types.faults(TYPE, body).length > 0]).toEqual([name, true])
})
