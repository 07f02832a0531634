/** What is asked of every capability, by itself: its migrations, its actions with their policies, its published types with their examples. */
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { policyToJson } from '@cedar-policy/cedar-wasm/nodejs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { readPolicies } from '#kernel/access.ts'
import type { Action, Capability } from '#kernel/capability.ts'
import { migrate, readMigrations } from '#kernel/database/migrate.ts'
import { openDatabase } from '#kernel/database/open.ts'
import { sql } from '#kernel/database/sql.ts'
import { OFFICER_MIGRATIONS } from '#kernel/officers/index.ts'
import { vaultMigrations } from '#kernel/vault/index.ts'
import { capabilities } from '#main/capabilities.ts'
import { readPublishedTypes, TYPES_FOLDER } from '#main/published-types.ts'
import { isRead } from '#server/actions.ts'
import { ID_PATTERN } from '#wire/address.ts'
import { isRefusalCode } from '#wire/refusal.ts'
import { compileTypes } from '#wire/types.ts'

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const PREFIX = 'https://portolan.example/types/'
const published = readPublishedTypes()
const types = compileTypes(published)
const schemaOf = (type: string) => published.find((one) => one.type === type)?.schema as Schema
/** A list of names, so that a test without rows still says that it ran. */
const allOf = (faults: readonly string[]) => expect(faults).toEqual([])

interface Schema {
  readonly [keyword: string]: unknown
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
}
const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Every schema within a schema with its JSON pointer, itself first; `properties` and the like hold schemas, not keywords. */
function* within(schema: Schema, path = ''): Generator<readonly [string, Schema]> {
  yield [path, schema]
  for (const [keyword, value] of Object.entries(schema)) {
    if (['properties', 'patternProperties', '$defs', 'dependentSchemas'].includes(keyword) && isSchema(value))
      for (const [name, inner] of Object.entries(value)) if (isSchema(inner)) yield* within(inner, `${path}/${keyword}/${name}`)
    if (
      ['items', 'contains', 'additionalProperties', 'unevaluatedProperties', 'propertyNames', 'not', 'if', 'then', 'else'].includes(
        keyword,
      ) &&
      isSchema(value)
    )
      yield* within(value, `${path}/${keyword}`)
    if (['anyOf', 'oneOf', 'allOf', 'prefixItems'].includes(keyword) && Array.isArray(value)) {
      // beside a type, alternatives are conditions on it: which of its properties have to be there
      const at = keyword === 'allOf' || ('type' in schema && keyword !== 'prefixItems') ? `${path}/if/${keyword}` : `${path}/${keyword}`
      for (const [i, inner] of value.entries()) if (isSchema(inner)) yield* within(inner, `${at}/${i}`)
    }
  }
}

/** Conditions on what another schema describes: they open nothing. */
const isCondition = (path: string) => /\/(if|then|else|not|contains)(\/|$)/.test(path)
const isOf = ({ type }: Schema, wanted: string) => type === wanted || (Array.isArray(type) && type.includes(wanted))

/** Whether a pattern matches no text longer than some length: anchored, and repeating nothing without end. */
function isBoundedPattern(pattern: string): boolean {
  if (!pattern.startsWith('^') || !pattern.endsWith('$')) return false
  const plain = pattern
    .replace(/\\./g, 'x')
    .replace(/\[(?:\^?\]?[^\]]*)\]/g, 'x')
    .replace(/\(\?[:=!<]+/g, '(')
  return !/[*+]|\{\d+,\}/.test(plain)
}

const isBoundedText = (schema: Schema) =>
  'const' in schema ||
  'enum' in schema ||
  typeof schema.maxLength === 'number' ||
  ['uuid', 'date', 'date-time'].includes(schema.format as string) ||
  (typeof schema.pattern === 'string' && isBoundedPattern(schema.pattern))

/** Places of a schema that would let in what nobody stated or more than anybody could want. */
function openings(schema: Schema): string[] {
  return [...within(schema)].flatMap(([path, one]) => {
    if (isCondition(path)) return []
    const where = path === '' ? '/' : path
    return [
      ...(isOf(one, 'object') && one.additionalProperties !== false && one.unevaluatedProperties !== false && !isBoundedRecord(one)
        ? [`${where}: any property`]
        : []),
      ...(isOf(one, 'string') && !isBoundedText(one) ? [`${where}: text of any length`] : []),
      ...(isOf(one, 'array') && typeof one.maxItems !== 'number' ? [`${where}: a list of any length`] : []),
      ...(saysNothing(one) ? [`${where}: anything`] : []),
    ]
  })
}

const isBoundedRecord = (schema: Schema) => isSchema(schema.additionalProperties) && typeof schema.maxProperties === 'number'
const saysNothing = (schema: Schema) =>
  !['type', 'const', 'enum', 'anyOf', 'oneOf', 'allOf', '$ref', 'not'].some((keyword) => keyword in schema)

const isSentences = (text: Schema | undefined) => text !== undefined && isOf(text, 'string') && !('pattern' in text)
/** A name, a piece cut from one, or hours of the day: no sentences, and in the language that the statement's header names. */
const isPiece = (properties: Readonly<Record<string, Schema>>) => ['family', 'start', 'time_zone'].some((name) => name in properties)

/** Actions named by a Cedar policy. */
function actionsNamed(policy: string): string[] {
  const parsed = policyToJson(policy)
  if (parsed.type === 'failure') throw new TypeError(parsed.errors.map(({ message }) => message).join('; '))
  return [...JSON.stringify(parsed.json.action).matchAll(/"id":"([^"]+)"/g)].map(([, name]) => name!)
}

const sources = ({ name }: Capability) =>
  globSync(`src/capabilities/${name}/**/*.ts`, { cwd: ROOT })
    .filter((path) => !path.endsWith('.test.ts'))
    .map((path) => readFileSync(`${ROOT}${path}`, 'utf8'))

/** Action names that the code asks the policies about: `demand('…')`, `classes('…')` and names handed to a function that does. */
const namesAskedFor = (capability: Capability) =>
  sources(capability).flatMap((text) => [...text.matchAll(new RegExp(`'(${capability.name}\\.[a-z-]+)'`, 'g'))].map(([, name]) => name!))
const demanded = (capability: Capability) =>
  sources(capability).flatMap((text) => [...text.matchAll(/\b(?:demand|classes)\(\s*'([a-z.-]+)'/g)].map(([, name]) => name!))

const names = (capability: Capability) => capability.actions.map(({ name }) => name as string)

describe.each(capabilities.map((capability) => [capability.name, capability] as const))('%s', (name, capability) => {
  test('its migrations apply by themselves beside the kernel, and once more without effect', async () => {
    const database = await openDatabase({ folder: 'memory' })
    try {
      const sets = [
        { name: 'vault', migrations: vaultMigrations },
        { name: 'kernel', migrations: readMigrations(new URL('../src/kernel/migrations/', import.meta.url)) },
        { name: 'officer-accounts', migrations: readMigrations(OFFICER_MIGRATIONS) },
        { name, migrations: readMigrations(capability.migrations) },
      ]
      const { applied } = await migrate(database, sets)
      expect(applied.filter((one) => one.startsWith(`${name}/`))).toHaveLength(readMigrations(capability.migrations).length)
      expect((await migrate(database, sets)).applied).toEqual([])
      const tables = await database.many<{ name: string }>(
        sql`select table_name as name from information_schema.tables where table_schema = 'public' and starts_with(table_name, ${`${name}_`})`,
      )
      expect(tables.length).toBeGreaterThan(0)
    } finally {
      await database.close()
    }
  })

  test('its actions are named after it, once each, with a summary, a purpose rule and a journal rule', () => {
    expect(new Set(names(capability)).size).toBe(capability.actions.length)
    for (const { name: action, summary, purpose, journal, kind } of capability.actions) {
      expect(action).toMatch(new RegExp(`^${name}\\.[a-z]+(-[a-z]+)*$`))
      expect([action, summary.length > 10 && summary.length < 200]).toEqual([action, true])
      expect(['required', 'none']).toContain(purpose)
      expect(['always', 'refusals', ...(kind === 'view' ? ['noted'] : [])]).toContain(journal)
      expect(['view', 'act']).toContain(kind)
    }
  })

  test('every act is journalled', () => {
    allOf(capability.actions.filter(({ kind, journal }) => kind === 'act' && journal !== 'always').map(({ name: action }) => action))
  })

  test('what its actions take in is closed and bounded at every level, and a view takes a flat list of values', () => {
    allOf(capability.actions.flatMap(({ name: action, input }) => openings(input as Schema).map((fault) => `${action} ${fault}`)))
    const flat = (schema: Schema): boolean =>
      ['string', 'number', 'integer', 'boolean'].some((type) => isOf(schema, type)) ||
      'enum' in schema ||
      'const' in schema ||
      (isOf(schema, 'array') && flat(schema.items as Schema)) ||
      (Array.isArray(schema.anyOf) && (schema.anyOf as Schema[]).every(flat))
    allOf(
      capability.actions
        .filter(({ kind }) => kind === 'view')
        .flatMap(({ name: action, input }) =>
          Object.entries((input as Schema).properties ?? {}).flatMap(([field, one]) => (flat(one) ? [] : [`${action} ${field}`])),
        ),
    )
  })

  test('what can be read by an address takes nothing that names a person', () => {
    // the forms of ids, codes, places of a journal, units, days and moments; whoever adds one says that no person can be meant by it
    const known = new Set([
      ID_PATTERN,
      '^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$',
      '^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}_[0-9]$',
      '^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]{5,12}Z)?$',
      '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$',
      '^(19|20|21)\\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d\\.\\d{3}Z$',
      '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$',
      '^[A-Za-z0-9][A-Za-z0-9:._-]{0,99}$',
      '^[A-Za-z0-9][A-Za-z0-9:._-]{0,119}$',
      '^[a-z0-9][A-Za-z0-9:._/-]{0,199}$',
      '^[a-z][a-z0-9.-]{0,79}$',
      '^[a-z]{2,3}$',
    ])
    const addressed = capability.actions.filter((action) => isRead(action))
    const texts = addressed.flatMap(({ name: action, input }) =>
      [...within(input as Schema)].flatMap(([path, one]) =>
        isOf(one, 'string') && one.enum === undefined ? [{ at: `${action} ${path}`, pattern: String(one.pattern ?? one.format) }] : [],
      ),
    )
    allOf(texts.filter(({ pattern }) => !known.has(pattern)).map(({ at, pattern }) => `${at} ${pattern}`))
  })

  test('what its actions give is described: an object, closed at every level, and both schemas compile', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false })
    for (const { name: action, input, output } of capability.actions) {
      expect([action, isOf(output as Schema, 'object') || 'anyOf' in output]).toEqual([action, true])
      expect(typeof ajv.compile(input)).toBe('function')
      expect(typeof ajv.compile(output)).toBe('function')
      const open = [...within(output as Schema)].filter(
        ([path, one]) =>
          !isCondition(path) &&
          isOf(one, 'object') &&
          one.additionalProperties === undefined &&
          one.unevaluatedProperties === undefined &&
          !('patternProperties' in one),
      )
      allOf(open.map(([path]) => `${action} ${path}`))
    }
  })

  test('the refusals that its actions name are published', () => {
    allOf(capability.actions.flatMap(({ refusals = [] }) => refusals.filter((code) => !isRefusalCode(code))))
  })

  test('every action stands in a policy, and every policy names what exists or what the code asks about', () => {
    const policies = readPolicies([capability.policy])
    const named = new Set(Object.values(policies).flatMap(actionsNamed))
    allOf(names(capability).filter((action) => !named.has(action)))
    const asked = new Set([...names(capability), ...demanded(capability)])
    allOf([...named].filter((action) => !asked.has(action)))
    for (const id of Object.keys(policies)) expect(id).toMatch(new RegExp(`^${name}\\.[a-z]+(-[a-z]+)*$`))
    allOf(demanded(capability).filter((action) => !named.has(action)))
    expect(namesAskedFor(capability).length).toBeGreaterThanOrEqual(capability.actions.length)
  })

  test('each policy is introduced by a sentence', () => {
    const text = readFileSync(capability.policy, 'utf8')
    const introductions = [...text.matchAll(/((?:^\/\/ .*\n)+)@id\("([^"]+)"\)/gm)]
    expect(introductions.map(([, , id]) => id).sort()).toEqual(Object.keys(readPolicies([capability.policy])).sort())
    for (const [, sentence] of introductions) expect(sentence).toMatch(/^\/\/ [A-Z].{20,}/)
  })

  test('every type that it publishes has a handler, and every handler a published type', () => {
    const handled = capability.messages.map(({ type }) => type)
    expect(new Set(handled).size).toBe(handled.length)
    allOf(handled.filter((type) => !types.knows(type)))
    const elsewhere = capabilities.filter((one) => one !== capability).flatMap(({ messages }) => messages.map(({ type }) => type))
    const own = published.map(({ type }) => type).filter((type) => type.startsWith(`${name}.`))
    // a type belongs to who states it; who answers it may be another
    allOf(own.filter((type) => !handled.includes(type) && !elsewhere.includes(type)))
    allOf(handled.filter((type) => elsewhere.includes(type)))
    for (const { type, answer, answers } of capability.messages) {
      expect([type, answer === undefined]).toEqual([type, answers === undefined])
      if (answers !== undefined) expect([type, types.knows(answers)]).toEqual([type, true])
    }
  })
})

test('each capability speaks of its own name once, and no two of them of the same action, table or duty', () => {
  expect(new Set(capabilities.map(({ name }) => name)).size).toBe(capabilities.length)
  const actions = capabilities.flatMap(names)
  expect(new Set(actions).size).toBe(actions.length)
  const duties = capabilities.flatMap(({ duties = [] }) => duties)
  expect(new Set(duties.map(({ name }) => name)).size).toBe(duties.length)
  for (const { name, every_ms } of duties) expect([name, every_ms >= 1_000]).toEqual([name, true])
  expect(readdirSync(new URL('../src/capabilities/', import.meta.url)).sort()).toEqual(capabilities.map(({ name }) => name).sort())
})

test('the list of typed actions names every list of actions that a capability has, and none besides', async () => {
  const text = readFileSync(new URL('../src/main/actions-type.ts', import.meta.url), 'utf8')
  const modules = new Map(
    [...text.matchAll(/import type \* as (\w+) from '#capabilities\/([^']+)'/g)].map(([, alias, path]) => [alias!, path!]),
  )
  const listed: string[] = []
  for (const [, alias, list] of text.matchAll(/\(typeof (\w+)\.(\w+)\)\[number\]/g)) {
    const path = new URL(`../src/capabilities/${modules.get(alias!)!}`, import.meta.url).href
    const module = (await import(/* @vite-ignore */ path)) as Record<string, readonly Action[]>
    listed.push(...module[list!]!.map(({ name }) => name))
  }
  expect(listed.sort()).toEqual(capabilities.flatMap(names).sort())
})

describe('the published types', () => {
  test('each belongs to a capability or to the ground itself', () => {
    expect(published.length).toBeGreaterThan(15)
    const known = ['portolan', ...capabilities.map(({ name }) => name)]
    allOf(published.map(({ type }) => type).filter((type) => !known.includes(type.split('.')[0]!)))
  })

  describe.each(published.map(({ type }) => type))('%s', (type) => {
    const folder = `${TYPES_FOLDER}${type.replaceAll('.', '/')}/`
    const schema = schemaOf(type)
    const examples = (kind: string) =>
      readdirSync(`${folder}${kind}`).map(
        (file) => [file, JSON.parse(readFileSync(`${folder}${kind}/${file}`, 'utf8')) as unknown] as const,
      )

    test('its schema is JSON Schema 2020-12 under its own name, with a title and a description', () => {
      expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema')
      expect(schema.$id).toBe(`${PREFIX}${type.replaceAll('.', '/')}`)
      expect([typeof schema.title, typeof schema.description]).toEqual(['string', 'string'])
      expect(new Ajv2020({ strict: false, validateFormats: false }).validateSchema(schema)).toBe(true)
    })

    test('nothing in it is open or unbounded, and free text says its language', () => {
      // the body of a statement is held to the schema of its own type
      const body = type === 'portolan.statement.v1' ? ['/properties/body: any property'] : []
      expect(openings(schema)).toEqual(body)
      const wordless = [...within(schema)].filter(
        ([path, { properties = {} }]) =>
          !isCondition(path) && isSentences(properties.text) && !('language' in properties) && !isPiece(properties),
      )
      allOf(wordless.map(([path]) => path))
    })

    test('it is explained', () => {
      expect(existsSync(`${folder}about.md`)).toBe(true)
      expect(readFileSync(`${folder}about.md`, 'utf8').length).toBeGreaterThan(100)
      expect(readdirSync(folder).sort()).toEqual(['about.md', 'invalid', 'schema.json', 'valid'])
    })

    test('its valid examples are valid, its invalid ones refused', () => {
      const [valid, invalid] = [examples('valid'), examples('invalid')]
      expect(valid.length).toBeGreaterThanOrEqual(2)
      expect(invalid.length).toBeGreaterThanOrEqual(3)
      for (const [file, value] of valid) expect([file, types.faults(type, value)]).toEqual([file, []])
      for (const [file, value] of invalid) expect([file, types.faults(type, value).length > 0]).toEqual([file, true])
    })
  })
})

describe('the contract itself notices what is wrong', () => {
  test.each([
    [{ type: 'object', properties: {} }, 'any property'],
    [{ type: 'object', additionalProperties: false, properties: { a: { type: 'object', properties: {} } } }, 'any property'],
    [{ type: 'string' }, 'any length'],
    [{ type: 'string', pattern: '^[a-z]+$' }, 'any length'],
    [{ type: 'string', pattern: '[a-z]{1,3}' }, 'any length'],
    [{ type: ['string', 'null'] }, 'any length'],
    [{ type: 'array', items: { type: 'integer' } }, 'any length'],
    [{ type: 'array', maxItems: 3, items: {} }, 'anything'],
    [{ anyOf: [{ type: 'null' }, { type: 'string' }] }, 'any length'],
  ])('%j', (schema, fault) => {
    expect(openings(schema as Schema)).toHaveLength(1)
    expect(openings(schema as Schema)[0]).toContain(fault)
  })
  test('and leaves be what is bounded', () => {
    for (const pattern of ['^[a-z][a-z0-9-]{1,31}$', '^[0-9]{4}-[0-9]{2}(T[0-9:.]{5,12}Z)?$', '^(a|b)$', '^[*+]$', '^\\+[0-9]{1,15}$'])
      expect([pattern, openings({ type: 'string', pattern })]).toEqual([pattern, []])
  })
})
