/** Signing in and out, the standing purpose and place of a shift, and what a page needs to know about who is at it. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import Type, { type Static } from 'typebox'
import type { Session, SignedIn } from '#kernel/officers/index.ts'
import { Refusal } from '#wire/refusal.ts'
import { LANGUAGES, PURPOSES, ROLES } from '#wire/vocabulary.ts'
import { cookieName, giveCookie, mayState, sessionOf } from './callers.ts'
import { maybeCookie } from './cookie.ts'
import type { Parts } from './parts.ts'

const closed = { additionalProperties: false }
const Text = (maxLength: number) => Type.String({ maxLength })

export const SignIn = Type.Object(
  { name: Type.String({ minLength: 1, maxLength: 100 }), password: Type.String({ minLength: 1, maxLength: 400 }), code: Text(16) },
  closed,
)
export const Demonstration = Type.Object({ officer: Type.String({ minLength: 1, maxLength: 64 }) }, closed)
export const Shift = Type.Object(
  { purpose: Type.Union([Type.Enum([...PURPOSES]), Type.Null()]), place: Type.Union([Text(120), Type.Null()]) },
  closed,
)
export const Nothing = Type.Object({}, closed)
export const Options = Type.Object(
  {
    demonstration: Type.Boolean(),
    officers: Type.Optional(
      Type.Array(Type.Object({ id: Text(64), name: Text(200), role: Type.Enum([...ROLES]), unit: Text(64) }, closed)),
    ),
    oidc: Type.Optional(Type.Object({ name: Text(100) }, closed)),
  },
  closed,
)
export const Current = Type.Object(
  {
    officer: Type.Object(
      {
        id: Text(64),
        name: Text(200),
        roles: Type.Array(Type.Enum([...ROLES])),
        unit: Text(64),
        member: Text(64),
        language: Type.Enum([...LANGUAGES]),
        clearance: Type.Integer({ minimum: 0, maximum: 2 }),
      },
      closed,
    ),
    node: Type.Object(
      {
        id: Text(64),
        name: Text(200),
        demonstration: Type.Boolean(),
        members: Type.Array(Text(64)),
        networks: Type.Array(Type.Object({ id: Text(64), title: Text(200), own: Text(64) }, closed)),
      },
      closed,
    ),
    purposes: Type.Array(Type.Enum([...PURPOSES])),
    purpose: Type.Union([Type.Enum([...PURPOSES]), Type.Null()]),
    place: Type.Union([Text(120), Type.Null()]),
    expires_at: Type.String({ format: 'date-time' }),
    /** A one-time password was used: only officers.change-password is answered. */
    change_password: Type.Boolean(),
    /** What everybody has to know now, like `roster-expired`. */
    warnings: Type.Array(Text(64), { maxItems: 50 }),
  },
  closed,
)

/** What the description says about these routes. */
export const SESSION_ROUTES = [
  { method: 'get', path: '/api/session/options', summary: 'How one can sign in here', open: true, output: Options, refusals: [] },
  {
    method: 'post',
    path: '/api/session/sign-in',
    summary: 'Signs in by password and code',
    open: true,
    input: SignIn,
    output: Current,
    refusals: ['session.refused', 'session.locked', 'call.busy'],
  },
  {
    method: 'post',
    path: '/api/session/demonstration',
    summary: 'Signs in as a listed officer; demonstration nodes only',
    open: true,
    input: Demonstration,
    output: Current,
    refusals: ['session.refused', 'action.unknown'],
  },
  { method: 'get', path: '/api/session/current', summary: 'Who is signed in', open: false, output: Current, refusals: [] },
  {
    method: 'post',
    path: '/api/session/shift',
    summary: 'Sets the standing purpose and place',
    open: false,
    input: Shift,
    output: Current,
    refusals: ['access.denied'],
  },
  { method: 'post', path: '/api/session/sign-out', summary: 'Ends the session', open: true, input: Nothing, output: Nothing, refusals: [] },
] as const

const FREE_REFUSALS_PER_HOUR = 500

export function serveSessions(api: FastifyInstance, parts: Parts): void {
  const { sessions, node } = parts
  const journalRefusal = boundedRefusals(parts)

  api.get('/api/session/options', { config: { open: true } }, async (_request, reply) => {
    const officers = node.demonstration ? await sessions.demonstrationOfficers() : undefined
    const options: Static<typeof Options> = {
      demonstration: node.demonstration,
      ...(officers ? { officers: officers.map(({ id, name, roles, unit }) => ({ id, name, role: roles.at(-1) ?? 'desk', unit })) } : {}),
      ...(parts.oidc ? { oidc: { name: parts.oidc.name } } : {}),
    }
    return reply.header('cache-control', 'no-store').send(options)
  })

  api.post('/api/session/sign-in', { config: { open: true }, schema: { body: SignIn } }, async (request, reply) => {
    const { name, password, code } = request.body as Static<typeof SignIn>
    const signed = await sessions.signIn({ name, password, code, address: request.ip, ...replacing(request, parts) })
    return greet(signed, 'password', request, reply)
  })

  api.post('/api/session/demonstration', { config: { open: true }, schema: { body: Demonstration } }, async (request, reply) => {
    if (!node.demonstration) throw new Refusal('action.unknown')
    const { officer } = request.body as Static<typeof Demonstration>
    const signed = await sessions.signInAs({ id: officer }, 'demonstration', replacing(request, parts).replacing)
    return greet(signed, 'demonstration', request, reply)
  })

  api.get('/api/session/current', { config: { untouched: true } }, async (request, reply) =>
    reply.header('cache-control', 'no-store').send(currentOf(sessionOf(request), parts)),
  )

  api.post('/api/session/shift', { schema: { body: Shift } }, async (request, reply) => {
    const session = sessionOf(request)
    const { purpose, place } = request.body as Static<typeof Shift>
    if (session.how === 'token') throw new Refusal('access.denied', { inside: 'a token has no shift: its calls state purpose and place' })
    mayState(session, purpose)
    await sessions.shift(session.id, purpose, place)
    await parts.journal('session.shift', session.officer.id, { session: session.id, purpose, place: place !== null })
    return reply.header('cache-control', 'no-store').send(currentOf({ ...session, purpose, place }, parts))
  })

  api.post('/api/session/sign-out', { config: { open: true } }, async (request, reply) => {
    const secret = maybeCookie(request.headers.cookie, cookieName(parts))
    const session = secret === undefined ? undefined : await sessions.session(secret, false).catch(() => undefined)
    if (secret !== undefined) await sessions.end(secret)
    if (session) await parts.journal('session.signed-out', session.officer.id, { session: session.id })
    giveCookie(reply, parts, undefined)
    return reply.header('cache-control', 'no-store').send({})
  })

  async function greet(signed: SignedIn, how: string, request: FastifyRequest, reply: FastifyReply) {
    if (!signed.ok) {
      await journalRefusal(signed, how, request.ip)
      throw signed.refusal
    }
    await parts.journal('session.signed-in', signed.session.officer.id, { session: signed.session.id, how, address: request.ip })
    giveCookie(reply, parts, signed.secret)
    return reply.header('cache-control', 'no-store').send(currentOf(signed.session, parts))
  }
}

export function currentOf(
  { officer, purposes, purpose, place, expires_at, change_password }: Session,
  { node, networks, warnings }: Parts,
): Static<typeof Current> {
  const { id, name, roles, unit, member, language, clearance } = officer
  return {
    officer: { id, name, roles: [...roles], unit, member, language, clearance },
    node: {
      id: node.id,
      name: node.name,
      demonstration: node.demonstration,
      members: [...node.members],
      networks: networks.all().map(({ network, title, own }) => ({ id: network, title, own })),
    },
    purposes: [...purposes],
    purpose,
    place,
    expires_at: expires_at.toISOString(),
    change_password,
    warnings: [...(warnings?.() ?? [])],
  }
}

export const replacing = (request: FastifyRequest, parts: Parts): { replacing?: string } => {
  const secret = maybeCookie(request.headers.cookie, cookieName(parts))
  return secret === undefined ? {} : { replacing: secret }
}

/**
 * Journals failed sign-ins. Those at existing accounts singly, which lock-out bounds; attempts while locked and at names that
 * nobody has only counted beyond a number an hour. Such a name is never written down: people type their password there.
 */
export function boundedRefusals({ journal, now }: Pick<Parts, 'journal' | 'now'>) {
  let hour = 0
  let written = 0
  let uncounted = 0
  return async (signed: SignedIn & { ok: false }, how: string, address: string) => {
    const this_hour = Math.floor(now().getTime() / 3_600_000)
    if (this_hour !== hour) {
      const left_out = uncounted
      hour = this_hour
      written = uncounted = 0
      if (left_out > 0) await journal('session.refusals-not-written', 'unknown', { count: left_out })
    }
    if (signed.officer === undefined || signed.why === 'locked') {
      written += 1
      if (written > FREE_REFUSALS_PER_HOUR) {
        uncounted += 1
        return
      }
    }
    await journal(signed.why === 'locked' ? 'session.locked' : 'session.refused', signed.officer ?? 'unknown', {
      how,
      why: signed.why,
      address,
    })
  }
}
