// What a form needs to know of a JSON Schema (2020-12): which field it is, what is missing, where a fault belongs.
import type { Detail } from '../api/client.ts'

export type Schema = {
  $ref?: string
  $defs?: Record<string, Schema>
  type?: string | readonly string[]
  enum?: readonly unknown[]
  const?: unknown
  format?: string
  pattern?: string
  title?: string
  description?: string
  default?: unknown
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  minItems?: number
  maxItems?: number
  items?: Schema
  properties?: Record<string, Schema>
  required?: readonly string[]
  anyOf?: readonly Schema[]
  oneOf?: readonly Schema[]
  /** The vocabulary (`purpose`, `crime-area`…) whose words the values have. */
  'x-vocabulary'?: string
  /** Machine text: typed left to right in the monospaced face, without correction. */
  'x-machine'?: boolean
  readonly [more: string]: unknown
}

export type FieldKind =
  | 'text'
  | 'long-text'
  | 'number'
  | 'boolean'
  | 'date'
  | 'date-time'
  | 'choice'
  | 'list'
  | 'choices'
  | 'group'
  | 'fixed'
  | 'unknown'

const LONG_TEXT = 300

/** Follows local references (`#/$defs/name`), at most ten deep. */
export function resolved(schema: Schema, root: Schema): Schema {
  let here = schema
  for (let depth = 0; here.$ref && depth < 10; depth++) {
    const name = /^#\/\$defs\/([^/]+)$/.exec(here.$ref)?.[1]
    const found = name ? root.$defs?.[name] : undefined
    if (!found) return {}
    const { $ref: _, ...beside } = here
    here = { ...found, ...beside }
  }
  return here
}

/** The values of a closed list, written as enum, const or a union of consts. */
export function choicesOf(schema: Schema): string[] | undefined {
  if (schema.enum) return schema.enum.map(String)
  const union = schema.anyOf ?? schema.oneOf
  if (union && union.length > 0 && union.every((one) => one.const !== undefined)) return union.map((one) => String(one.const))
  return undefined
}

/** Which kind of field a schema asks for. */
export function kindOf(schema: Schema): FieldKind {
  if (schema.const !== undefined) return 'fixed'
  if (choicesOf(schema)) return 'choice'
  const type = Array.isArray(schema.type) ? schema.type.find((one) => one !== 'null') : schema.type
  if (type === 'boolean') return 'boolean'
  if (type === 'number' || type === 'integer') return 'number'
  if (type === 'array') return schema.items && choicesOf(schema.items) ? 'choices' : 'list'
  if (type === 'object' || schema.properties) return 'group'
  if (type !== 'string') return 'unknown'
  if (schema.format === 'date') return 'date'
  if (schema.format === 'date-time') return 'date-time'
  return (schema.maxLength ?? 0) >= LONG_TEXT ? 'long-text' : 'text'
}

export type Fault = {
  fault: 'required' | 'pattern' | 'short' | 'long' | 'low' | 'high' | 'few' | 'many' | 'number' | 'date'
  limit?: number
}

/** Finds what the officer can put right before it is sent, by JSON pointer. The node's own check remains the one that counts. */
export function faultsIn(schema: Schema, value: unknown, root: Schema = schema, path = '', required = true): Map<string, Fault> {
  const faults = new Map<string, Fault>()
  const rule = resolved(schema, root)
  const kind = kindOf(rule)
  const empty = value === undefined || value === null || value === ''
  if (empty && kind !== 'group') {
    if (required && kind !== 'fixed' && kind !== 'boolean') faults.set(path, { fault: 'required' })
    return faults
  }
  if (kind === 'group') {
    const values = (value ?? {}) as Record<string, unknown>
    if (!required && isBlank(values)) return faults
    for (const [name, part] of Object.entries(rule.properties ?? {}))
      for (const [at, fault] of faultsIn(part, values[name], root, `${path}/${name}`, rule.required?.includes(name) ?? false))
        faults.set(at, fault)
  } else if (kind === 'list' || kind === 'choices') {
    const items = Array.isArray(value) ? value : []
    if (items.length < (rule.minItems ?? 0)) faults.set(path, { fault: 'few', limit: rule.minItems! })
    if (items.length > (rule.maxItems ?? Number.POSITIVE_INFINITY)) faults.set(path, { fault: 'many', limit: rule.maxItems! })
    if (kind === 'list' && rule.items)
      items.forEach((item, i) => {
        for (const [at, fault] of faultsIn(rule.items!, item, root, `${path}/${i}`)) faults.set(at, fault)
      })
  } else if (kind === 'number') {
    if (typeof value !== 'number' || Number.isNaN(value)) faults.set(path, { fault: 'number' })
    else if (value < (rule.minimum ?? Number.NEGATIVE_INFINITY)) faults.set(path, { fault: 'low', limit: rule.minimum! })
    else if (value > (rule.maximum ?? Number.POSITIVE_INFINITY)) faults.set(path, { fault: 'high', limit: rule.maximum! })
  } else if (typeof value === 'string') {
    if (value.length < (rule.minLength ?? 0)) faults.set(path, { fault: 'short', limit: rule.minLength! })
    else if (value.length > (rule.maxLength ?? Number.POSITIVE_INFINITY)) faults.set(path, { fault: 'long', limit: rule.maxLength! })
    else if (rule.pattern && !new RegExp(rule.pattern, 'u').test(value)) faults.set(path, { fault: 'pattern' })
  }
  return faults
}

/** Takes empty fields away, so that what was left blank is absent and not an empty string. Fixed values are put in. */
export function pruned(schema: Schema, value: unknown, root: Schema = schema): unknown {
  const rule = resolved(schema, root)
  const kind = kindOf(rule)
  if (kind === 'fixed') return rule.const
  if (kind === 'group') {
    const out: Record<string, unknown> = {}
    for (const [name, part] of Object.entries(rule.properties ?? {})) {
      const fixed = kindOf(resolved(part, root)) === 'fixed' && !rule.required?.includes(name)
      const kept = fixed ? undefined : pruned(part, (value as Record<string, unknown> | undefined)?.[name], root)
      if (kept !== undefined && (!isBlank(kept) || rule.required?.includes(name))) out[name] = kept
    }
    return out
  }
  if (kind === 'list' && Array.isArray(value)) {
    const items = value.map((item) => pruned(rule.items ?? {}, item, root)).filter((item) => item !== undefined && !isBlank(item))
    return items
  }
  return value === '' || value === null ? undefined : value
}

const isBlank = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  (Array.isArray(value) ? value.length === 0 : typeof value === 'object' && Object.values(value).every(isBlank))

/** The node's faults by the field they belong to; those without a field stand under the empty path. */
export function faultsByPath(details: readonly Detail[] | undefined): Map<string, string> {
  return new Map((details ?? []).map((detail) => [detail.path.replace(/\/$/, ''), detail.reason]))
}
