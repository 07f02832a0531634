/** The registry of published types: which bodies a node understands, each held against its JSON Schema (2020-12). */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import type { Detail } from './refusal.ts'

export interface PublishedType {
  /** `exchange.request.v1`. */
  readonly type: string
  readonly schema: object
}

export interface Types {
  readonly names: readonly string[]
  knows(type: string): boolean
  /** What is wrong with a value, at most 20 details; empty when it is valid. Throws TypeError on an unknown type. */
  faults(type: string, value: unknown): readonly Detail[]
}

/** Compiles the schemas. Values are never coerced, completed or trimmed: signed data stays as it is. */
export function compileTypes(published: readonly PublishedType[]): Types {
  const ajv = new Ajv2020({
    strict: true,
    strictRequired: false,
    strictTypes: false,
    allErrors: false,
    coerceTypes: false,
    removeAdditional: false,
    useDefaults: false,
    validateFormats: false,
    // that each is a schema is asked by test/capability-contract.test.ts, not at every start
    validateSchema: false,
  })
  for (const { schema } of published) ajv.addSchema(schema)
  const compiled = new Map<string, ValidateFunction>()
  const byName = new Map(published.map(({ type, schema }) => [type, schema]))

  function validator(type: string): ValidateFunction {
    const known = compiled.get(type)
    if (known) return known
    const schema = byName.get(type)
    if (!schema) throw new TypeError(`no published type ${type}`)
    const validate = ajv.compile(schema)
    compiled.set(type, validate)
    return validate
  }

  return {
    names: [...byName.keys()],
    knows: (type) => byName.has(type),
    faults(type, value) {
      const validate = validator(type)
      if (validate(value)) return []
      return (validate.errors ?? []).slice(0, 20).map(({ instancePath, message }) => ({ path: instancePath, reason: message ?? 'invalid' }))
    },
  }
}
