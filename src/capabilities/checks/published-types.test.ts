/** The published types of checks: their examples, and that what the registers answer is what was published. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { compileTypes } from '#wire/types.ts'

const FOLDER = new URL('../../../types/checks/', import.meta.url)
const json = (path: string) => JSON.parse(readFileSync(new URL(path, FOLDER), 'utf8'))
const types = compileTypes(['query', 'answer'].map((name) => ({ type: `checks.${name}.v1`, schema: json(`${name}/v1/schema.json`) })))

describe.each(['query', 'answer'])('checks.%s.v1', (name) => {
  const examples = (kind: 'valid' | 'invalid') =>
    readdirSync(new URL(`${name}/v1/${kind}/`, FOLDER)).map((file) => [file, json(`${name}/v1/${kind}/${file}`)] as const)
  test.each(examples('valid'))('%s is valid', (_, body) => expect(types.faults(`checks.${name}.v1`, body)).toEqual([]))
  test.each(examples('invalid'))('%s is not', (_, body) => expect(types.faults(`checks.${name}.v1`, body)).not.toEqual([]))
})
