/** Who calls an officers’ route: a page by its cookie, a national system by its token; a page also proves that it is one of this node. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Channel } from '#kernel/capability.ts'
import type { Session } from '#kernel/officers/index.ts'
import type { Caller } from '#kernel/perform.ts'
import { Refusal } from '#wire/refusal.ts'
import { PURPOSES, type Purpose } from '#wire/vocabulary.ts'
import { cookieOf, maybeCookie } from './cookie.ts'
import { LIMITS, type Parts } from './parts.ts'
import { createRates } from './rates.ts'

declare module 'fastify' {
  interface FastifyRequest {
    session: Session | undefined
    bodyTimer: NodeJS.Timeout | undefined
  }
  interface FastifyContextConfig {
    /** No session is asked for. */
    open?: true
    /** Calls that do not count as use of the session. */
    untouched?: true
    large?: true
  }
}

const KEPT_BUCKETS = 20_000
const MOST_PLACE_LENGTH = 120

export const cookieName = ({ node }: Pick<Parts, 'node'>): string => `portolan-${node.id}`

/** Whether browsers reach this listener over TLS. */
export const isSecure = ({ tls, origin }: Pick<Parts, 'tls' | 'origin'>): boolean =>
  tls !== undefined || origin?.startsWith('https:') === true

/** Asks of each request in the scope what its route needs, before its body is read. */
export function askCallers(api: FastifyInstance, parts: Parts): void {
  const limits = { ...LIMITS, ...parts.limits }
  const now_ms = () => performance.now()
  const addresses = createRates({ per_s: limits.address_per_s, burst: limits.address_burst, kept: KEPT_BUCKETS }, now_ms)
  const sessions = createRates({ per_s: limits.session_per_s, burst: limits.session_burst, kept: KEPT_BUCKETS }, now_ms)
  const tokens = createRates({ per_s: limits.token_per_s, burst: limits.token_burst, kept: KEPT_BUCKETS }, now_ms)

  const within = (wait_s: number) => {
    if (wait_s > 0) throw new Refusal('call.too-many', { retry_after_s: wait_s })
  }

  api.addHook('onRequest', async (request) => {
    const { config } = request.routeOptions
    hostFits(request, parts)
    const bearer = bearerOf(request)
    if (bearer === undefined && !isRead(request)) fromOwnPage(request, parts)
    if (config.open) {
      within(addresses.take(request.ip))
      return
    }
    if (bearer !== undefined) {
      request.session = await proved(
        () => parts.sessions.token(bearer),
        () => addresses.take(request.ip),
      )
      within(tokens.take(request.session.id))
      return
    }
    const secret = maybeCookie(request.headers.cookie, cookieName(parts))
    if (secret === undefined) {
      within(addresses.take(request.ip))
      throw new Refusal('session.missing')
    }
    request.session = await proved(
      () => parts.sessions.session(secret, touches(request)),
      () => addresses.take(request.ip),
    )
    within(sessions.take(request.session.id))
  })

  /** A wrong secret counts against its address, so that guessing is as bounded as calling without one. */
  async function proved(ask: () => Promise<Session>, count: () => number): Promise<Session> {
    try {
      return await ask()
    } catch (error) {
      within(count())
      throw error
    }
  }
}

/** The caller as the door wants it; the purpose is the header's, else the session's. */
export function callerOf(request: FastifyRequest, channel?: Channel): Caller {
  const session = sessionOf(request)
  const stated = purposeOf(request.headers['x-portolan-purpose'])
  if (stated !== undefined) mayState(session, stated)
  return {
    officer: session.officer,
    session: session.id,
    purpose: stated ?? session.purpose,
    place: placeOf(request.headers['x-portolan-place']) ?? session.place,
    channel: channel ?? (session.how === 'token' ? 'api' : 'page'),
  }
}

export function sessionOf({ session }: FastifyRequest): Session {
  if (!session) throw new Refusal('session.missing')
  return session
}

/** Refuses a purpose that the token was not given for. */
export function mayState({ purposes }: Session, purpose: unknown): void {
  if (typeof purpose === 'string' && !(purposes as readonly string[]).includes(purpose)) {
    throw new Refusal('access.denied', { details: [{ path: '/purpose', reason: 'not one of those allowed here' }] })
  }
}

export function giveCookie(reply: FastifyReply, parts: Parts, secret: string | undefined): void {
  const options = { secure: isSecure(parts), same_site: 'Strict', path: '/' } as const
  reply.header(
    'set-cookie',
    secret === undefined ? cookieOf(cookieName(parts), '', { ...options, max_age_s: 0 }) : cookieOf(cookieName(parts), secret, options),
  )
}

/** What a page does by itself, while nobody is at it, does not keep the session alive. */
const touches = ({ headers, routeOptions }: FastifyRequest) =>
  !routeOptions.config.untouched && headers['x-portolan-background'] === undefined
const isRead = ({ method }: FastifyRequest) => method === 'GET' || method === 'HEAD'

function bearerOf({ headers: { authorization } }: FastifyRequest): string | undefined {
  if (authorization === undefined) return undefined
  const secret = /^Bearer ([A-Za-z0-9_-]{1,200})$/i.exec(authorization)?.[1]
  if (secret === undefined) throw new Refusal('token.invalid', { inside: 'not a bearer token' })
  return secret
}

/** A form on a foreign page can send neither this header nor our origin (OWASP, cross-site request forgery). */
function fromOwnPage(request: FastifyRequest, parts: Parts): void {
  const { origin, host } = request.headers
  const site = request.headers['sec-fetch-site']
  if (request.headers['x-portolan'] !== '1') throw new Refusal('session.forged', { inside: 'no x-portolan header' })
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new Refusal('session.forged', { inside: 'from another site' })
  if (origin === undefined) return
  const own = parts.origin ?? `${parts.tls ? 'https' : 'http'}://${host}`
  if (origin !== own) throw new Refusal('session.forged', { inside: 'another origin' })
}

/** Without TLS only this machine's own names are answered, so that no foreign name can be pointed at it (DNS rebinding). */
function hostFits({ headers: { host } }: FastifyRequest, { tls, origin }: Parts): void {
  if (tls || origin) return
  if (!/^(localhost|[a-z0-9-]+\.localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i.test(host ?? '')) {
    throw new Refusal('session.forged', { inside: 'a host name that is not of this machine' })
  }
}

function purposeOf(header: string | string[] | undefined): Purpose | undefined {
  if (header === undefined) return undefined
  const purpose = PURPOSES.find((one) => one === header)
  if (!purpose) throw new Refusal('input.malformed', { details: [{ path: '/x-portolan-purpose', reason: 'not a purpose' }] })
  return purpose
}

function placeOf(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined
  const place = typeof header === 'string' ? maybeDecoded(header) : undefined
  if (place === undefined || place.length > MOST_PLACE_LENGTH || /[\u0000-\u001f\u007f]/.test(place)) {
    throw new Refusal('input.malformed', { details: [{ path: '/x-portolan-place', reason: 'not percent-encoded text' }] })
  }
  return place
}

/** Percent-decoding; `undefined` where it is not well-formed. */
export function maybeDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
