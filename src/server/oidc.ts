/** Sign-in at a country's own identity provider: OpenID Connect with code, PKCE, state and nonce; a claim names the officer's account. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import * as client from 'openid-client'
import { base64url, concat, maybeBase64url, maybeText, utf8 } from '#lib/bytes.ts'
import { Refusal } from '#wire/refusal.ts'
import { cookieName, giveCookie, isSecure } from './callers.ts'
import { cookieOf, maybeCookie } from './cookie.ts'
import type { OidcSettings, Parts } from './parts.ts'
import { boundedRefusals, replacing } from './session-routes.ts'

const VISIT_LONGEST_S = 600
const PROVIDER_TIMEOUT_S = 10
const PATH = '/api/session/oidc'

/** What has to survive the visit to the provider. */
interface Visit {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
  readonly until: number
}

export function serveOidc(api: FastifyInstance, settings: OidcSettings, parts: Parts): void {
  const { issuer, client_id, client_secret, claim = 'sub', acr, secret } = settings
  if (secret.length !== 32) throw new TypeError('the secret of OpenID Connect is 32 bytes')
  const address = new URL(issuer)
  const loopback = ['localhost', '127.0.0.1', '[::1]'].includes(address.hostname)
  if (address.protocol !== 'https:' && !loopback) throw new TypeError('an identity provider is reached by https')
  const name = `${cookieName(parts)}-oidc`
  const options = { secure: isSecure(parts), same_site: 'Lax', path: PATH } as const
  const journalRefusal = boundedRefusals(parts)
  let discovered: Promise<client.Configuration> | undefined

  const provider = () => {
    discovered ??= client
      .discovery(address, client_id, client_secret, undefined, {
        timeout: PROVIDER_TIMEOUT_S,
        execute: address.protocol === 'http:' ? [client.allowInsecureRequests] : [],
      })
      .catch((cause) => {
        discovered = undefined
        throw new Refusal('call.busy', { inside: `the identity provider: ${cause}`, retry_after_s: 10 })
      })
    return discovered
  }

  api.get(`${PATH}/start`, { config: { open: true } }, async (request, reply) => {
    const config = await provider()
    const visit: Visit = {
      state: client.randomState(),
      nonce: client.randomNonce(),
      verifier: client.randomPKCECodeVerifier(),
      until: parts.now().getTime() + VISIT_LONGEST_S * 1000,
    }
    const to = client.buildAuthorizationUrl(config, {
      redirect_uri: callbackOf(request, parts).href,
      scope: 'openid profile',
      code_challenge: await client.calculatePKCECodeChallenge(visit.verifier),
      code_challenge_method: 'S256',
      state: visit.state,
      nonce: visit.nonce,
      ...(acr ? { acr_values: acr } : {}),
    })
    return reply
      .header('set-cookie', cookieOf(name, sealVisit(visit, secret), { ...options, max_age_s: VISIT_LONGEST_S }))
      .header('cache-control', 'no-store')
      .redirect(to.href, 302)
  })

  api.get(`${PATH}/callback`, { config: { open: true } }, async (request, reply) => {
    reply.header('set-cookie', cookieOf(name, '', { ...options, max_age_s: 0 })).header('cache-control', 'no-store')
    const visit = maybeVisit(maybeCookie(request.headers.cookie, name), secret)
    const subject = visit && visit.until > parts.now().getTime() ? await subjectOf(request, visit) : undefined
    if (subject === undefined) return reply.redirect('/?refused=session.refused', 302)
    const signed = await parts.sessions.signInAs({ oidc_subject: subject }, 'oidc', replacing(request, parts).replacing)
    if (!signed.ok) {
      await journalRefusal(signed, 'oidc', request.ip)
      return reply.redirect('/?refused=session.refused', 302)
    }
    await parts.journal('session.signed-in', signed.session.officer.id, { session: signed.session.id, how: 'oidc', address: request.ip })
    giveCookie(reply, parts, signed.secret)
    return reply.redirect('/', 302)
  })

  /** Whom the provider names; `undefined` where anything about its answer is not right. */
  async function subjectOf(request: FastifyRequest, visit: Visit): Promise<string | undefined> {
    const config = await provider()
    const came = callbackOf(request, parts)
    came.search = new URL(request.raw.url ?? '', came).search
    try {
      const tokens = await client.authorizationCodeGrant(config, came, {
        pkceCodeVerifier: visit.verifier,
        expectedState: visit.state,
        expectedNonce: visit.nonce,
        idTokenExpected: true,
      })
      const claims = tokens.claims()
      if (acr && claims?.acr !== acr) throw new TypeError('another authentication context')
      const subject = claims?.[claim]
      if (typeof subject !== 'string' || subject === '' || subject.length > 200) throw new TypeError(`no claim ${claim}`)
      return subject
    } catch (error) {
      parts.report('server.oidc-refused', { inside: error instanceof Error ? `${error.name}: ${error.message}` : String(error) })
      return undefined
    }
  }
}

function callbackOf({ headers: { host } }: FastifyRequest, { origin, tls }: Parts): URL {
  return new URL(`${PATH}/callback`, origin ?? `${tls ? 'https' : 'http'}://${host}`)
}

const AAD = utf8('portolan-oidc-visit-1')

function sealVisit(visit: Visit, secret: Uint8Array): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', secret, nonce).setAAD(AAD)
  return base64url(concat(nonce, cipher.update(utf8(JSON.stringify(visit))), cipher.final(), cipher.getAuthTag()))
}

function maybeVisit(cookie: string | undefined, secret: Uint8Array): Visit | undefined {
  const bytes = cookie === undefined ? undefined : maybeBase64url(cookie)
  if (!bytes || bytes.length < 29) return undefined
  const decipher = createDecipheriv('aes-256-gcm', secret, bytes.subarray(0, 12)).setAAD(AAD)
  decipher.setAuthTag(bytes.subarray(-16))
  try {
    return JSON.parse(maybeText(concat(decipher.update(bytes.subarray(12, -16)), decipher.final())) ?? 'null') as Visit
  } catch {
    return undefined
  }
}
