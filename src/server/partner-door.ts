/** The partners' door: bytes in, bytes out, within bounds; who calls and what it says, the kernel proves. */
import type { FastifyInstance } from 'fastify'
import { networkOf } from '#kernel/officers/keys.ts'
import { Refusal } from '#wire/refusal.ts'
import { refusalOf, refuse } from './answer.ts'
import { LIMITS, type PartnerRoute, type PartnersPort, type Parts } from './parts.ts'

const ROUTES: readonly { route: PartnerRoute; method: 'POST' | 'PUT' | 'GET'; url: string; large?: true }[] = [
  { route: 'post', method: 'POST', url: '/partner/v1/post' },
  { route: 'ask', method: 'POST', url: '/partner/v1/ask' },
  { route: 'backfill', method: 'POST', url: '/partner/v1/backfill' },
  { route: 'attachment', method: 'PUT', url: '/partner/v1/attachment/:sha', large: true },
  { route: 'roster', method: 'GET', url: '/partner/v1/roster/:network/:version' },
]

/** Behind a proxy that is not believed everybody comes from here. */
const LOOPBACK = /^(::ffff:)?127\.|^::1$/

export function servePartners(app: FastifyInstance, port: PartnersPort, parts: Parts): void {
  const limits = { ...LIMITS, ...parts.limits }
  let calls = 0
  let large = 0
  const byAddress = new Map<string, number>()

  app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: limits.partner_attachment_bytes }, (_request, body, done) =>
      done(null, body),
    )
    scope.setErrorHandler((error, _request, reply) => refuse(reply, error, parts, refusalOf(error, 'call.too-large', 'call.malformed')))
    scope.addHook('onRequest', async (request, reply) => {
      const big = request.routeOptions.config.large === true
      const address = networkOf(request.ip)
      const mine = byAddress.get(address) ?? 0
      // who is no partner has proved nothing yet: one address must not hold the whole door with bodies that never end
      const share = LOOPBACK.test(request.ip) ? limits.partner_calls_at_once : Math.ceil(limits.partner_calls_at_once / 4)
      if (calls >= limits.partner_calls_at_once || mine >= share || (big && large >= limits.large_bodies_at_once)) {
        throw new Refusal('call.busy', { inside: `${calls} calls, ${mine} from this address, ${large} attachments`, retry_after_s: 2 })
      }
      calls += 1
      byAddress.set(address, mine + 1)
      if (big) large += 1
      reply.raw.once('close', () => {
        calls -= 1
        const left = (byAddress.get(address) ?? 1) - 1
        if (left > 0) byAddress.set(address, left)
        else byAddress.delete(address)
        if (big) large -= 1
      })
    })
    for (const { route, method, url, large } of ROUTES) {
      scope.route<{ Params: Record<string, string> }>({
        method,
        url,
        exposeHeadRoute: false,
        bodyLimit: large ? limits.partner_attachment_bytes : limits.partner_body_bytes,
        config: large ? { large } : {},
        handler: async (request, reply) => {
          const { body, headers, params } = request
          const bytes = Buffer.isBuffer(body) ? new Uint8Array(body.buffer, body.byteOffset, body.length) : new Uint8Array(0)
          const answer = await port.handle({
            route,
            method,
            path: request.raw.url ?? url,
            authority: headers.host ?? '',
            headers,
            params,
            body: bytes,
          })
          const { body: out } = answer
          return reply
            .code(answer.status)
            .header('cache-control', 'no-store')
            .type(answer.contentType)
            .send(typeof out === 'string' ? out : Buffer.from(out.buffer, out.byteOffset, out.byteLength))
        },
      })
    }
  })
}
