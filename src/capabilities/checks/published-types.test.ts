/** The published types of checks: their examples, and that what the registers answer is what was published. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { compileTypes } from '#wire/types.ts'

const FOLDER = new URL('../../../types/checks/', import.meta.url)
const json = (path: string) => JSON.parse(readFileSync(new URL(path, FOLDER), 'utf8'))
const NAMES = ['query.v1', 'query.v2', 'answer.v1', 'answer.v2']
const folderOf = (name: string) => name.replace('.', '/')
const types = compileTypes(NAMES.map((name) => ({ type: `checks.${name}`, schema: json(`${folderOf(name)}/schema.json`) })))

describe.each(NAMES)('checks.%s', (name) => {
  const examples = (kind: 'valid' | 'invalid') =>
    readdirSync(new URL(`${folderOf(name)}/${kind}/`, FOLDER)).map((file) => [file, json(`${folderOf(name)}/${kind}/${file}`)] as const)
  test.each(examples('valid'))('%s is valid', (_, body) => expect(types.faults(`checks.${name}`, body)).toEqual([]))
  test.each(examples('invalid'))('%s is not', (_, body) => expect(types.faults(`checks.${name}`, body)).not.toEqual([]))
})
