// The forms against the schemas that the node checks them by, and a file cut into parts.
import fc from 'fast-check'
import type { TSchema } from 'typebox'
import { expect, test } from 'vitest'
import { STATED } from '#capabilities/registers/actions/shapes.ts'
import { Defaults } from '#capabilities/registers/import-mapping.ts'
import { MAX_PART_CHARACTERS } from '#capabilities/registers/import-run.ts'
import { SUBJECTS as NODE_SUBJECTS, Remarks } from '#capabilities/registers/kinds.ts'
import { CRIME_AREAS as NODE_CRIME_AREAS } from '#wire/vocabulary.ts'
import type { Schema } from '../pieces/index.ts'
import { CRIME_AREAS, IMPORT_DEFAULTS, KINDS, REMARKS, REMARKS_REQUIRED, SUBJECTS } from './record-schema.ts'
import { PART_CHARACTERS, partsOf } from './upload.ts'

/** Names, closed lists and limits of a schema, whatever it was written with. */
function shapeOf(schema: TSchema | Schema): unknown {
  const { type, properties, items, enum: values, maxLength, maxItems } = schema as Schema
  if (properties) return Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, shapeOf(part)]))
  if (items) return { most: maxItems, each: shapeOf(items) }
  if (values) return [...values]
  return { type, ...(maxLength !== undefined && { maxLength }) }
}
/** A pattern may bound what the form bounds by a length. */
const plain = (shape: unknown): unknown => JSON.parse(JSON.stringify(shape, (key, value) => (key === 'maxLength' ? undefined : value)))

test.each(KINDS)('the form of a %s has the fields of the node', (kind) => {
  expect(plain(shapeOf(SUBJECTS[kind]))).toEqual(plain(shapeOf(NODE_SUBJECTS[kind])))
})

test('what an owner says has the fields of the node', () => {
  const { classification, sharing, review_on, expires_on } = STATED
  const whole = {
    type: 'object',
    properties: { ...Remarks.properties, classification, sharing, review_on, expires_on },
  } as unknown as Schema
  expect(plain(shapeOf({ type: 'object', properties: REMARKS }))).toEqual(plain(shapeOf(whole)))
  const optional = ['crime_area', 'contact']
  expect(
    Object.keys(REMARKS)
      .filter((name) => !optional.includes(name))
      .sort(),
  ).toEqual([...REMARKS_REQUIRED].sort())
  expect(CRIME_AREAS).toEqual([...NODE_CRIME_AREAS])
})

test('what an import states for all rows is known to the node', () => {
  const known = Object.keys(Defaults.properties)
  for (const kind of KINDS) for (const name of Object.keys(IMPORT_DEFAULTS[kind])) expect(known).toContain(name)
})

test('the parts of a file are its text, whole characters each, within the limit of the node', () => {
  expect(PART_CHARACTERS).toBeLessThanOrEqual(MAX_PART_CHARACTERS)
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.integer({ min: 2, max: 9 }), (text, size) => {
      const parts = partsOf(text, size)
      expect(parts.join('')).toBe(text)
      for (const part of parts) {
        expect(part.length).toBeLessThanOrEqual(size)
        expect(part.isWellFormed()).toBe(true)
      }
    }),
  )
})
