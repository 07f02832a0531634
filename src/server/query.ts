/** A query string as the input of a view: text becomes numbers, booleans and lists where the view's schema says so, and nowhere else. */
import type { TSchema } from 'typebox'
import { Refusal } from '#wire/refusal.ts'

type Schema = {
  readonly type?: string
  readonly format?: string
  readonly pattern?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
}
export type Query = Readonly<Record<string, string | readonly string[]>>

const MOST_VALUES = 500
const NUMBER = /^-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,12})?$/

/**
 * Whether a view can be read by an address: all that it takes are codes, numbers, days and ids. What can hold a name, a number of a
 * document or other words of a person is posted, for addresses stay in logs and in the history of a browser.
 */
export const isAddressable = (schema: TSchema): boolean => Object.values(propertiesOf(schema as Schema)).every(isCode)

function isCode(schema: Schema): boolean {
  if (schema.anyOf) return schema.anyOf.every(isCode)
  if (schema.type === 'array') return schema.items !== undefined && isCode(schema.items)
  if (schema.enum !== undefined || 'const' in schema) return true
  if (schema.type === 'string')
    return schema.format !== undefined || (schema.pattern?.startsWith('^') === true && schema.pattern.endsWith('$'))
  return schema.type === 'integer' || schema.type === 'number' || schema.type === 'boolean' || schema.type === 'null'
}

/** Splits a query string; values that repeat a key form a list. Over 500 values, the rest is not read and the input refused. */
export function readQuery(text: string): Query {
  const query: Record<string, string | string[]> = Object.create(null)
  let count = 0
  for (const [key, value] of new URLSearchParams(text)) {
    count += 1
    if (count > MOST_VALUES) return { ...query, '': 'too many values' }
    const before = query[key]
    if (before === undefined) query[key] = value
    else if (Array.isArray(before)) before.push(value)
    else query[key] = [before, value]
  }
  return query
}

/** Shapes a query by a schema; what does not fit stays text, for the door to refuse. Refuses names that could reach a prototype. */
export function inputFrom(query: Query, schema: TSchema): Record<string, unknown> {
  const properties = propertiesOf(schema as Schema)
  const input: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(query)) {
    if (key === '' || key === '__proto__' || key === 'constructor' || key === 'prototype') {
      throw new Refusal('input.malformed', { details: [{ path: `/${key.slice(0, 20)}`, reason: 'not a name of an input' }] })
    }
    input[key] = shaped(value, Object.hasOwn(properties, key) ? properties[key]! : {})
  }
  return input
}

function shaped(value: string | readonly string[], schema: Schema): unknown {
  const choices = choicesOf(schema)
  const list = choices.find(({ type }) => type === 'array')
  if (list) return (typeof value === 'string' ? [value] : value).map((one) => shaped(one, list.items ?? {}))
  if (typeof value !== 'string') return value
  const types = choices.flatMap((choice) => choice.type ?? (choice.enum ?? [choice.const]).map((fixed) => typeof fixed))
  if (types.includes('string')) return value
  if ((types.includes('number') || types.includes('integer')) && NUMBER.test(value)) return Number(value)
  if (types.includes('boolean') && (value === 'true' || value === 'false')) return value === 'true'
  return value
}

const choicesOf = (schema: Schema): readonly Schema[] => (schema.anyOf ? schema.anyOf.flatMap(choicesOf) : [schema])

const propertiesOf = (schema: Schema): Readonly<Record<string, Schema>> =>
  Object.assign({}, ...(schema.allOf ?? []).map(propertiesOf), schema.properties)
