/** The description of the API: complete, valid JSON Schema 2020-12 throughout, every reference there, every refusal with its status. */
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { REFUSALS, type RefusalCode } from '#wire/refusal.ts'
import { STATUS } from './status.ts'
import { openServerTrial } from './trial.ts'

type Operation = {
  operationId: string
  parameters?: { $ref?: string; name?: string; in?: string; required?: boolean; schema?: object }[]
  requestBody?: { content: Record<string, { schema: { $ref: string } }> }
  responses: Record<string, { description: string; content: Record<string, { schema: Record<string, unknown> }> }>
}
type Description = {
  openapi: string
  paths: Record<string, Record<string, Operation>>
  components: Record<string, Record<string, Record<string, unknown>>>
}

let trial: Awaited<ReturnType<typeof openServerTrial>>
let description: Description
beforeAll(async () => {
  trial = await openServerTrial({
    attachments: {
      store: async () => ({ id: '1' }),
      read: async () => ({ name: 'x', media_type: 'image/png', bytes: new Uint8Array() }),
    },
  })
  description = (await trial.page().get('/api/openapi.json')).json()
})
afterAll(() => trial.close())

const operations = () =>
  Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )

test('every action is there, at its address, with its input, its output and its refusals', () => {
  for (const action of trial.parts.door.actions()) {
    const { get, post } = description.paths[`/api/${action.name.replace('.', '/')}`] ?? {}
    // every action is posted; a view that takes nothing but codes has an address as well
    expect([action.name, get !== undefined]).toEqual([action.name, action.kind === 'view' && action.name !== 'notes.search'])
    expect(post?.requestBody?.content['application/json']?.schema.$ref).toBe(`#/components/schemas/${action.name}.input`)
    const operation = get ?? post
    expect(operation?.operationId, action.name).toBe(action.name)
    if (!operation) continue
    expect(operation.responses['200']?.content['application/json']?.schema).toEqual({ $ref: `#/components/schemas/${action.name}.output` })
    expect(description.components.schemas?.[`${action.name}.input`]).toEqual(JSON.parse(JSON.stringify(action.input)))
    expect(description.components.schemas?.[`${action.name}.output`]).toEqual(JSON.parse(JSON.stringify(action.output)))
    if (!get) expect(operation.requestBody?.content['application/json']?.schema.$ref).toBe(`#/components/schemas/${action.name}.input`)
    else {
      const named = operation.parameters?.filter((one) => one.in === 'query').map(({ name }) => name)
      expect(named).toEqual(Object.keys((action.input as { properties?: object }).properties ?? {}))
    }
    for (const code of [...(action.refusals ?? []), 'session.missing', 'access.denied', 'input.malformed'] as const) {
      expect(JSON.stringify(operation.responses[STATUS[code]]?.content), `${action.name} ${code}`).toContain(`"${code}"`)
    }
    if (action.purpose === 'required') expect(JSON.stringify(operation.responses[STATUS['purpose.missing']])).toContain('purpose.missing')
  }
})

test('every route that the server has under /api is described, and the other way round', () => {
  const served: string[] = []
  const above: string[] = []
  for (const line of trial.app.printRoutes({ commonPrefix: false }).split('\n')) {
    const [, indent, part, methods] = /^(.*?── )(\S+)(?: \(([A-Z, ]+)\))?/.exec(line) ?? []
    if (!indent || !part) continue
    const depth = indent.length / 4
    above.length = depth
    above[depth - 1] = part
    const path = above.join('').replace(/:(\w+)/g, '{$1}')
    for (const method of methods?.split(', ') ?? [])
      if (method !== 'HEAD' && path.startsWith('/api/')) served.push(`${method.toLowerCase()} ${path}`)
  }
  const described = operations().map(({ path, method }) => `${method} ${path}`)
  expect(served.length).toBeGreaterThan(8)
  expect(described.sort()).toEqual(served.filter((one) => one !== 'get /api/openapi.json').sort())
})

test('its form is that of OpenAPI 3.1: unique ids, known references, valid schemas, named refusals', () => {
  expect(description.openapi).toBe('3.1.0')
  expect(Object.keys(description)).toEqual(['openapi', 'info', 'jsonSchemaDialect', 'servers', 'security', 'paths', 'components'])
  const ids = operations().map(({ operation }) => operation.operationId)
  expect(new Set(ids).size).toBe(ids.length)
  const references: string[] = []
  JSON.stringify(description, (key, value) => {
    if (key === '$ref') references.push(value)
    return value
  })
  for (const reference of new Set(references)) {
    const [, group, name] = /^#\/components\/(schemas|parameters)\/(.+)$/.exec(reference) ?? []
    expect(description.components[group!]?.[name!], reference).toBeDefined()
  }
  for (const [group, parts] of Object.entries(description.components)) {
    expect(['schemas', 'parameters', 'securitySchemes']).toContain(group)
    for (const name of Object.keys(parts)) expect(name).toMatch(/^[a-zA-Z0-9._-]+$/)
  }
  const ajv = new Ajv2020({ strict: false })
  for (const [name, schema] of Object.entries(description.components.schemas!)) expect(ajv.validateSchema(schema), name).toBe(true)
  for (const { path, operation } of operations()) {
    for (const { name, schema } of operation.parameters?.filter(({ $ref }) => !$ref) ?? [])
      expect(ajv.validateSchema(schema!), `${path} ${name}`).toBe(true)
    const variables = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    expect(operation.parameters?.filter((one) => one.in === 'path').map(({ name }) => name) ?? []).toEqual(variables)
    for (const [status, { description: words, content }] of Object.entries(operation.responses)) {
      expect(words.length).toBeGreaterThan(0)
      if (status === '200') continue
      const schema = content['application/json']!.schema as {
        allOf: [unknown, { properties: { error: { properties: { code: { enum: RefusalCode[] } } } } }]
      }
      for (const code of schema.allOf[1].properties.error.properties.code.enum) {
        expect(STATUS[code], `${path} ${code}`).toBe(Number(status))
        expect(words).toContain(REFUSALS[code].sentence)
      }
    }
  }
})
