/** The description of the officers' API: OpenAPI 3.1, made from the schemas that the door holds its callers to. */
import type { TSchema } from 'typebox'
import type { Action } from '#kernel/capability.ts'
import { REFUSALS, type RefusalCode } from '#wire/refusal.ts'
import { PURPOSES } from '#wire/vocabulary.ts'
import { addressOf, isRead } from './actions.ts'
import { cookieName } from './callers.ts'
import type { Parts } from './parts.ts'
import { SESSION_ROUTES } from './session-routes.ts'
import { STATUS } from './status.ts'
import { STREAMS } from './streams.ts'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
type Node = { [key: string]: Json }

const EVERYWHERE: readonly RefusalCode[] = ['input.malformed', 'call.too-many', 'node.failed']
const SIGNED_IN: readonly RefusalCode[] = ['session.missing', 'session.expired', 'token.invalid', 'access.denied']
const POSTED: readonly RefusalCode[] = ['session.forged', 'input.too-large']

/** Describes every action and the routes around them; deterministic, so that it can be compared between versions. */
export function describeApi({ node, door, attachments }: Pick<Parts, 'node' | 'door' | 'attachments'>): Node {
  const schemas: Record<string, Json> = { refusal: REFUSAL }
  const paths: Record<string, Node> = {}
  const actions = [...door.actions()].sort((a, b) => (a.name < b.name ? -1 : 1))

  for (const action of actions) {
    const input = `${action.name}.input`
    const output = `${action.name}.output`
    schemas[input] = plain(action.input)
    schemas[output] = plain(action.output)
    const operation = (method: 'get' | 'post'): Node => ({
      operationId: method === 'post' && isRead(action) ? `${action.name}.posted` : action.name,
      summary: action.summary,
      tags: [action.name.split('.')[0]!],
      ...(method === 'post'
        ? { parameters: [...caller(action), fromPage()], requestBody: body(ref(input)) }
        : { parameters: [...caller(action), ...queryOf(schemas[input] as Node)] }),
      responses: {
        '200': { description: 'Done', content: { 'application/json': { schema: ref(output) } } },
        ...refusalsOf(codesOf(action, method)),
      },
      'x-input': ref(input),
      'x-purpose': action.purpose,
      'x-journal': action.journal,
    })
    paths[addressOf(action.name)] = { ...(isRead(action) && { get: operation('get') }), post: operation('post') }
  }

  for (const route of SESSION_ROUTES) {
    const name = `session.${route.path.split('/').at(-1)}`
    schemas[`${name}.output`] = plain(route.output)
    if ('input' in route) schemas[`${name}.input`] = plain(route.input)
    paths[route.path] = {
      [route.method]: {
        operationId: name,
        summary: route.summary,
        tags: ['session'],
        ...(route.open ? { security: [] } : {}),
        ...('input' in route ? { parameters: [fromPage()], requestBody: body(ref(`${name}.input`)) } : {}),
        responses: {
          '200': { description: 'Done', content: { 'application/json': { schema: ref(`${name}.output`) } } },
          ...refusalsOf([...EVERYWHERE, ...(route.open ? [] : SIGNED_IN), ...('input' in route ? POSTED : []), ...route.refusals]),
        },
      },
    }
  }

  for (const stream of STREAMS) {
    const view = actions.find(({ name }) => name === stream.view)
    if (!view) continue
    paths[stream.path] = {
      get: {
        operationId: `${stream.view}.stream`,
        summary: `${stream.summary}: an event for each new state of ${stream.view}, then one named end`,
        tags: [view.name.split('.')[0]!],
        parameters: [...caller(view), ...queryOf(schemas[`${view.name}.input`] as Node)],
        responses: {
          '200': { description: 'Events', content: { 'text/event-stream': { schema: ref(`${view.name}.output`) } } },
          ...refusalsOf(codesOf(view, 'get')),
        },
      },
    }
  }

  if (attachments) Object.assign(paths, attachmentPaths())
  paths['/api/health'] = {
    get: {
      operationId: 'health',
      summary: 'Whether the node works',
      tags: ['node'],
      security: [],
      responses: {
        '200': {
          description: 'Its state',
          content: {
            'application/json': {
              schema: {
                type: 'object',
                properties: { state: { type: 'string' }, version: { type: 'string' } },
                required: ['state', 'version'],
              },
            },
          },
        },
      },
    },
  }

  return {
    openapi: '3.1.0',
    info: {
      title: `Portolan, node ${node.id}`,
      version: node.version,
      description:
        'What officers and national systems can do at this node. Every action is posted; a view that takes nothing but codes can also be read by its address, one that may name a person can not, for addresses stay in logs. Pages call with the cookie and the header x-portolan, national systems with a token, stating the purpose in x-portolan-purpose.',
      license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
    },
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    servers: [{ url: '/' }],
    security: [{ cookie: [] }, { bearer: [] }],
    paths: Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1))),
    components: {
      schemas,
      parameters: {
        purpose: { name: 'x-portolan-purpose', in: 'header', required: false, schema: { type: 'string', enum: [...PURPOSES] } },
        place: {
          name: 'x-portolan-place',
          in: 'header',
          required: false,
          schema: { type: 'string', maxLength: 1080 },
          description: 'Percent-encoded',
        },
        page: { name: 'x-portolan', in: 'header', required: false, schema: { const: '1' }, description: 'Required with the cookie' },
      },
      securitySchemes: {
        cookie: { type: 'apiKey', in: 'cookie', name: cookieName({ node }) },
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'ptl_…' },
      },
    },
  }
}

function codesOf(action: Action, method: 'get' | 'post'): RefusalCode[] {
  return [
    ...EVERYWHERE,
    ...SIGNED_IN,
    ...(method === 'post' ? POSTED : []),
    ...(action.purpose === 'required' ? (['purpose.missing'] as const) : []),
    ...(action.on ? (['thing.unknown'] as const) : []),
    ...(action.refusals ?? []),
  ]
}

function refusalsOf(codes: readonly RefusalCode[]): Record<string, Json> {
  const by_status = new Map<number, RefusalCode[]>()
  for (const code of [...new Set(codes)].sort()) by_status.set(STATUS[code], [...(by_status.get(STATUS[code]) ?? []), code])
  return Object.fromEntries(
    [...by_status].map(([status, list]) => [
      String(status),
      {
        description: list.map((code) => `\`${code}\`: ${REFUSALS[code].sentence}`).join('\n\n'),
        content: {
          'application/json': {
            schema: {
              allOf: [
                ref('refusal'),
                { type: 'object', properties: { error: { type: 'object', properties: { code: { enum: [...list] } } } } },
              ],
            },
          },
        },
      },
    ]),
  )
}

/** A view's input is flat: each property is a parameter, lists repeat it. */
function queryOf(input: Node): Json[] {
  const required = (input.required ?? []) as string[]
  return Object.entries((input.properties ?? {}) as Record<string, Json>).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }))
}

const caller = ({ purpose }: Action): Json[] => (purpose === 'required' ? [parameter('purpose'), parameter('place')] : [])
const fromPage = (): Json => parameter('page')
const parameter = (name: string): Json => ({ $ref: `#/components/parameters/${name}` })
const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` })
const body = (schema: Json): Json => ({ required: true, content: { 'application/json': { schema } } })
const plain = (schema: TSchema): Json => JSON.parse(JSON.stringify(schema)) as Json

const REFUSAL: Json = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message'],
      properties: {
        code: { type: 'string', enum: Object.keys(REFUSALS) },
        message: { type: 'string' },
        details: {
          type: 'array',
          items: { type: 'object', required: ['path', 'reason'], properties: { path: { type: 'string' }, reason: { type: 'string' } } },
        },
        retry_after_s: { type: 'integer' },
      },
    },
  },
}

const attachmentPaths = (): Record<string, Node> => ({
  '/api/attachments': {
    post: {
      operationId: 'attachments.add-one',
      summary: 'Keeps a file to be sent with a message',
      tags: ['attachments'],
      parameters: [
        fromPage(),
        { name: 'x-file-name', in: 'header', required: true, schema: { type: 'string' }, description: 'Percent-encoded UTF-8' },
      ],
      requestBody: { required: true, content: { '*/*': { schema: { type: 'string', format: 'binary' } } } },
      responses: {
        '200': {
          description: 'Kept',
          content: { 'application/json': { schema: { type: 'object', required: ['id'], properties: { id: { type: 'string' } } } } },
        },
        ...refusalsOf([...EVERYWHERE, ...SIGNED_IN, 'session.forged', 'attachment.too-large', 'call.busy']),
      },
    },
  },
  '/api/attachments/{id}': {
    get: {
      operationId: 'attachments.read-one',
      summary: 'A file as it was sent',
      tags: ['attachments'],
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      responses: {
        '200': { description: 'The bytes', content: { '*/*': { schema: { type: 'string', format: 'binary' } } } },
        ...refusalsOf([...EVERYWHERE, ...SIGNED_IN, 'thing.unknown', 'handling.forbids']),
      },
    },
  },
})
