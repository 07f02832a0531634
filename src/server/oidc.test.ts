/** Sign-in at an identity provider: the whole walk against oidc-provider on loopback, and what a tampered walk gets. */
import { createServer as createHttp, type Server } from 'node:http'
import Provider from 'oidc-provider'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createServer } from './app.ts'
import type { OidcSettings } from './parts.ts'
import { chance, codeIn, openServerTrial } from './trial.ts'

const CALLBACK = 'http://localhost:8400/api/session/oidc/callback'
const CLIENT = { client_id: 'portolan-esp', client_secret: 'a-secret-shared-with-the-ministry-of-32' }

let trial: Awaited<ReturnType<typeof openServerTrial>>
let http: Server
let settings: OidcSettings
let subject = ''

beforeAll(async () => {
  http = createHttp()
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(http.address() as { port: number }).port}`
  const provider = new Provider(issuer, {
    clients: [{ ...CLIENT, redirect_uris: [CALLBACK], grant_types: ['authorization_code'], response_types: ['code'] }],
    cookies: { keys: ['cookies of a trial'] },
    claims: { openid: ['sub', 'badge'] },
    conformIdTokenClaims: false,
    findAccount: async (_context, sub) => ({ accountId: sub, claims: async () => ({ sub, badge: `badge-${sub}` }) }),
    interactions: { url: (_context, interaction) => `/login/${interaction.uid}` },
    features: { devInteractions: { enabled: false } },
    async loadExistingGrant(context) {
      const grant = new context.oidc.provider.Grant({
        clientId: context.oidc.client!.clientId,
        accountId: context.oidc.session!.accountId!,
      })
      grant.addOIDCScope('openid profile')
      await grant.save()
      return grant
    },
  })
  const serve = provider.callback()
  http.on('request', (request, response) => {
    if (request.url?.startsWith('/login/')) provider.interactionFinished(request, response, { login: { accountId: subject } })
    else serve(request, response)
  })
  settings = { name: 'Ministry account', issuer, ...CLIENT, secret: chance(32) }
  trial = await openServerTrial({ oidc: settings })
})
afterAll(async () => {
  await trial.close()
  http.closeAllConnections()
  http.close()
})

type App = Pick<typeof trial.app, 'inject'>

/** What a browser does between the node's redirect and its callback: follows the provider with the provider's cookies. */
async function atProvider(to: string): Promise<URL> {
  const jar = new Map<string, string>()
  let url = new URL(to)
  for (let hops = 0; hops < 10; hops++) {
    if (url.href.startsWith(CALLBACK)) return url
    const answer = await fetch(url, { redirect: 'manual', headers: { cookie: [...jar].map((pair) => pair.join('=')).join('; ') } })
    for (const line of answer.headers.getSetCookie()) {
      const [name, value] = line.split(';')[0]!.split(/=(.*)/s)
      jar.set(name!, value!)
    }
    const next = answer.headers.get('location')
    if (!next) throw new TypeError(`the provider answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`)
    url = new URL(next, url)
  }
  throw new TypeError('too many redirects')
}

async function start(app: App = trial.app) {
  const answer = await app.inject({ url: '/api/session/oidc/start', headers: { host: 'localhost:8400' } })
  expect(answer.statusCode).toBe(302)
  const visit = answer.cookies.find(({ name }) => name === 'portolan-esp-oidc')!
  return { to: answer.headers.location!, cookie: `portolan-esp-oidc=${visit.value}`, visit }
}

const comeBack = (url: URL, cookie: string, app: App = trial.app) =>
  app.inject({ url: url.pathname + url.search, headers: { host: 'localhost:8400', cookie } })

const sessionIn = (answer: Awaited<ReturnType<typeof comeBack>>) => answer.cookies.find(({ name }) => name === 'portolan-esp')?.value

test('an officer whom the ministry knows is signed in, with code, PKCE, state and nonce', async () => {
  const officer = await trial.officer({ sign_in_name: 'olga', oidc_subject: 'ministry-7' })
  subject = 'ministry-7'
  expect((await trial.page().get('/api/session/options')).json()).toEqual({ demonstration: false, oidc: { name: 'Ministry account' } })
  const { to, cookie, visit } = await start()
  const asked = new URL(to).searchParams
  for (const name of ['state', 'nonce', 'code_challenge']) expect(asked.get(name)?.length).toBeGreaterThanOrEqual(43)
  expect([asked.get('response_type'), asked.get('code_challenge_method'), asked.get('redirect_uri')]).toEqual(['code', 'S256', CALLBACK])
  expect(visit).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/api/session/oidc', maxAge: 600 })
  expect(visit.value).not.toContain(asked.get('state'))

  const answer = await comeBack(await atProvider(to), cookie)
  expect([answer.statusCode, answer.headers.location]).toEqual([302, '/'])
  const page = trial.page()
  page.cookie = `portolan-esp=${sessionIn(answer)}`
  expect((await page.get('/api/session/current')).json()).toMatchObject({ officer: { id: officer.id }, change_password: false })
  expect(trial.journal.at(-1)).toMatchObject({ event: 'session.signed-in', subject: officer.id, detail: { how: 'oidc' } })
})

test('whom the ministry knows and the node does not, is not signed in', async () => {
  subject = 'a-stranger'
  const { to, cookie } = await start()
  const answer = await comeBack(await atProvider(to), cookie)
  expect([answer.headers.location, sessionIn(answer)]).toEqual(['/?refused=session.refused', undefined])
  expect(trial.journal.at(-1)).toMatchObject({ event: 'session.refused', subject: 'unknown', detail: { how: 'oidc' } })
})

test('a walk that was begun by another, tampered with, repeated or left too long is refused', async () => {
  subject = 'ministry-7'
  const refused = async (url: URL, cookie: string) => {
    const answer = await comeBack(url, cookie)
    expect([answer.headers.location, sessionIn(answer)]).toEqual(['/?refused=session.refused', undefined])
  }
  const [mine, theirs] = [await start(), await start()]
  const back = await atProvider(mine.to)
  await refused(back, '')
  await refused(back, theirs.cookie)
  await refused(back, `${mine.cookie.slice(0, -2)}AA`)
  const other = new URL(back)
  other.searchParams.set('state', 'x'.repeat(43))
  await refused(other, mine.cookie)
  const issuer = new URL(back)
  issuer.searchParams.set('iss', 'https://evil.example')
  await refused(issuer, mine.cookie)
  await refused(new URL(`${CALLBACK}?error=access_denied&state=${back.searchParams.get('state')}`), mine.cookie)
  await refused(new URL(CALLBACK), mine.cookie)

  const late = await start()
  const lateBack = await atProvider(late.to)
  trial.clock.move(600_001)
  await refused(lateBack, late.cookie)

  const once = await start()
  const onceBack = await atProvider(once.to)
  expect(sessionIn(await comeBack(onceBack, once.cookie))).toBeDefined()
  await refused(onceBack, once.cookie)
})

test('another claim can name the account, and a wished authentication context must be there', async () => {
  const officer = await trial.officer({ sign_in_name: 'badged', oidc_subject: 'badge-ministry-9' })
  subject = 'ministry-9'
  const badged = createServer({ ...trial.parts, oidc: { ...settings, claim: 'badge' } })
  const walk = await start(badged)
  expect(sessionIn(await comeBack(await atProvider(walk.to), walk.cookie, badged))).toBeDefined()
  expect(trial.journal.at(-1)?.subject).toBe(officer.id)
  const strict = createServer({ ...trial.parts, oidc: { ...settings, claim: 'badge', acr: 'urn:two-factors' } })
  const second = await start(strict)
  expect(sessionIn(await comeBack(await atProvider(second.to), second.cookie, strict))).toBeUndefined()
  await Promise.all([badged.close(), strict.close()])
})

test('a provider that cannot be reached is said, and asked again the next time; one without TLS is refused at the start', async () => {
  const gone = createServer({ ...trial.parts, oidc: { ...settings, issuer: 'http://127.0.0.1:9' } })
  const answer = await gone.inject({ url: '/api/session/oidc/start', headers: { host: 'localhost:8400' } })
  expect([answer.statusCode, codeIn(answer)]).toEqual([503, 'call.busy'])
  await gone.close()
  const plain = createServer({ ...trial.parts, oidc: { ...settings, issuer: 'http://ministry.example' } })
  await expect(plain.ready()).rejects.toThrow(TypeError)
})
