/** The node's HTTP server: the officers' API and its pages, the partners' door, or both; it decides nothing, it only lets in. */
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import { Refusal } from '#wire/refusal.ts'
import { serveActions } from './actions.ts'
import { refusalOf, refuse } from './answer.ts'
import { serveAttachments } from './attachments.ts'
import { askCallers, isSecure } from './callers.ts'
import { serveOidc } from './oidc.ts'
import { describeApi } from './openapi.ts'
import { servePages } from './pages.ts'
import { servePartners } from './partner-door.ts'
import { LIMITS, type Parts } from './parts.ts'
import { readQuery } from './query.ts'
import { serveSessions } from './session-routes.ts'
import { serveStreams } from './streams.ts'

const CONTENT_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/** Builds the server of one listener; `listen` opens it. */
export function createServer(parts: Parts): FastifyInstance {
  const limits = { ...LIMITS, ...parts.limits }
  const app = fastify({
    ...(parts.tls
      ? { https: { cert: parts.tls.cert, key: parts.tls.key, minVersion: 'TLSv1.3', requestTimeout: limits.large_body_ms } }
      : {}),
    // for signed data nothing may be changed on the way in: no coercion, no removal, no defaults
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: false, allErrors: false, validateSchema: false } },
    bodyLimit: limits.body_bytes,
    requestTimeout: limits.large_body_ms,
    keepAliveTimeout: 65_000,
    forceCloseConnections: true,
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    // only a proxy on this machine is believed about who calls
    trustProxy: parts.origin === undefined ? false : 'loopback',
    routerOptions: { querystringParser: readQuery as (text: string) => Record<string, unknown>, maxParamLength: 200 },
    frameworkErrors: (error: unknown, _request: unknown, reply: FastifyReply) => {
      refuse(reply.headers(headersFor(parts)), error, parts)
    },
  } as Parameters<typeof fastify>[0]) as unknown as FastifyInstance
  app.server.maxConnections = limits.connections

  app.decorateRequest('session', undefined)
  app.decorateRequest('bodyTimer', undefined)
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(headersFor(parts))
    const large = request.routeOptions.config.large === true || request.raw.url?.startsWith('/partner/')
    // a body that drips in holds a connection and its memory: it has a time limit of its own
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      request.bodyTimer = setTimeout(() => request.raw.destroy(), large ? limits.large_body_ms : limits.body_ms)
      reply.raw.once('close', () => clearTimeout(request.bodyTimer))
    }
  })
  app.addHook('preValidation', async (request) => clearTimeout(request.bodyTimer))
  app.setErrorHandler((error, _request, reply) => refuse(reply, error, parts, refusalOf(error)))
  app.setNotFoundHandler((_request, reply) => refuse(reply, new Refusal('action.unknown'), parts))

  if (parts.faces !== 'partners') serveOfficers(app, parts)
  if (parts.faces !== 'officers' && parts.partners) servePartners(app, parts.partners, parts)
  return app
}

function serveOfficers(app: FastifyInstance, parts: Parts): void {
  app.register(async (api) => {
    askCallers(api, parts)
    serveSessions(api, parts)
    if (parts.oidc) serveOidc(api, parts.oidc, parts)
    serveActions(api, parts)
    serveStreams(api, parts)
    if (parts.attachments) serveAttachments(api, parts.attachments, parts)
    let described: string | undefined
    const description = () => {
      described ??= JSON.stringify(describeApi(parts))
      return described
    }
    api.get('/api/openapi.json', { config: { open: true } }, async (_request, reply) =>
      reply.header('cache-control', 'no-cache').type('application/json; charset=utf-8').send(description()),
    )
    api.get('/api/health', { config: { open: true } }, async (_request, reply) => {
      const health = await parts.health()
      return reply
        .code(health.state === 'serving' ? 200 : 503)
        .header('cache-control', 'no-store')
        .send({ version: parts.node.version, ...health })
    })
  })
  if (parts.pages) servePages(app, parts.pages)
}

function headersFor(parts: Parts): Record<string, string> {
  return {
    'content-security-policy': CONTENT_POLICY,
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(self), geolocation=(self), microphone=(), payment=(), usb=()',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    ...(isSecure(parts) ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  }
}
