/** The list of safeguards is true: what each mutation breaks stands there once, and its test exists; the document names each. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { mutations } from './run.ts'

const root = join(import.meta.dirname, '../..')
const read = (path: string) => (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : '')
const document = read('docs/safeguards.md')

test('each safeguard has a name of its own and a rule of the fifteen, or of the sixteenth: people', () => {
  expect(new Set(mutations.map(({ id }) => id)).size).toBe(mutations.length)
  expect(mutations.filter(({ id, rule }) => !/^[a-z]+\.[a-z0-9-]+$/.test(id) || rule < 1 || rule > 16)).toEqual([])
  expect(new Set(mutations.map(({ rule }) => rule)).size).toBe(16)
})

test.each(mutations.map((one) => [one.id, one] as const))('%s', (id, { file, find, replace, also = [], test: path, title }) => {
  for (const edit of [{ file, find, replace }, ...also]) {
    // where the code has moved on, the mutation has to follow it
    expect(read(edit.file).split(edit.find), `${edit.file}: ${edit.find}`).toHaveLength(2)
    expect(edit.replace).not.toBe(edit.find)
  }
  // a title may be put together from a describe, a table and a test: its longest word must stand in the file at least
  const longest = title.split(/[^\p{L}]+/u).reduce((best, word) => (word.length > best.length ? word : best), '')
  expect(read(path)).toContain(longest)
  expect(document).toContain(`\`${id}\``)
})
