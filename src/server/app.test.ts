/** The officers' door over HTTP: who gets in, how, and what an attacker's request gets instead. */
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { TRIAL_PASSWORD } from '#kernel/officers/trial.ts'
import { REFUSALS } from '#wire/refusal.ts'
import { createServer } from './app.ts'
import { STATUS } from './status.ts'
import { codeIn, openServerTrial } from './trial.ts'

let trial: Awaited<ReturnType<typeof openServerTrial>>
beforeAll(async () => {
  trial = await openServerTrial({ limits: { body_ms: 400 } })
})
afterAll(() => trial.close())

test('every refusal of the published list has one status, an error, and no status stands for nothing', () => {
  expect(Object.keys(STATUS).sort()).toEqual(Object.keys(REFUSALS).sort())
  for (const status of Object.values(STATUS)) expect(status).toBeGreaterThanOrEqual(400)
})

test('an officer signs in, works, states a purpose for the shift and signs out', async () => {
  const marina = await trial.signedIn('marina')
  const current = (await marina.get('/api/session/current')).json()
  expect(current).toMatchObject({
    officer: { id: marina.id, name: 'marina', roles: ['desk'], unit: 'madrid', member: 'esp', language: 'en', clearance: 1 },
    node: {
      id: 'esp',
      name: 'Spain',
      demonstration: false,
      members: ['esp'],
      networks: [{ id: 'euromed', title: 'EuroMed Police', own: 'esp' }],
    },
    purpose: null,
    place: null,
    change_password: false,
  })
  expect(codeIn(await marina.post('/api/notes/write-one', { text: 'x' }))).toBe('purpose.missing')
  const shift = await marina.post('/api/session/shift', { purpose: 'border-control', place: 'Algeciras, dock 2' })
  expect(shift.json()).toMatchObject({ purpose: 'border-control', place: 'Algeciras, dock 2' })
  expect((await marina.post('/api/notes/write-one', { text: 'x' })).json()).toEqual({ id: '1', by: marina.id })
  expect(trial.performed.at(-1)!.caller).toMatchObject({ purpose: 'border-control', place: 'Algeciras, dock 2', channel: 'page' })
  await marina.post('/api/notes/write-one', { text: 'x', purpose: 'alert' })
  expect(trial.performed.at(-1)!.caller.purpose).toBe('alert')
  const before = marina.page.cookie
  expect((await marina.post('/api/session/sign-out')).statusCode).toBe(200)
  expect(marina.page.cookie).toBe('')
  const thief = trial.page()
  thief.cookie = before
  expect(codeIn(await thief.get('/api/session/current'))).toBe('session.missing')
  expect(trial.journal.filter(({ subject }) => subject === marina.id).map(({ event }) => event)).toEqual([
    'session.signed-in',
    'session.shift',
    'session.signed-out',
  ])
})

test('the cookie is named after the node, unreadable for scripts and never sent from another site', async () => {
  const officer = await trial.officer({ sign_in_name: 'cookie' })
  const answer = await trial.page().post('/api/session/sign-in', { name: 'cookie', password: TRIAL_PASSWORD, code: officer.code() })
  expect(answer.headers['set-cookie']).toMatch(/^portolan-esp=[A-Za-z0-9_-]{43}; Path=\/; HttpOnly; SameSite=Strict$/)
})

test('a refused sign-in says the same whatever was wrong, and the journal knows; a name that nobody has is not written down', async () => {
  const officer = await trial.officer({ sign_in_name: 'refused' })
  const wrong = { name: 'refused', password: 'wrong password 1', code: officer.code() }
  const [one, two] = [
    await trial.page().post('/api/session/sign-in', wrong),
    await trial.page().post('/api/session/sign-in', { ...wrong, name: 'hunter2-typed-as-name' }),
  ]
  expect(one.statusCode).toBe(401)
  expect(one.body).toBe(two.body)
  expect(trial.journal.slice(-2)).toMatchObject([
    { event: 'session.refused', subject: officer.id, detail: { why: 'password' } },
    { event: 'session.refused', subject: 'unknown', detail: { why: 'unknown' } },
  ])
  expect(JSON.stringify(trial.journal)).not.toContain('hunter2')
})

test('a view gets its query as the schema says, and nothing is guessed beyond it', async () => {
  const { get } = await trial.signedIn('queries')
  const asked = async (query: string) => {
    const answer = await get(`/api/notes/find-many?${query}`)
    return answer.statusCode === 200 ? answer.json().asked : codeIn(answer)
  }
  expect(await asked('limit=20&open=true&words=12&kinds=a&kinds=b')).toEqual({ limit: 20, open: true, words: '12', kinds: ['a', 'b'] })
  expect(await asked('kinds=a')).toEqual({ kinds: ['a'] })
  expect(await asked('words=true')).toEqual({ words: 'true' })
  for (const bad of [
    'limit=1e2',
    'limit=0x10',
    'limit=',
    'limit=%2020',
    'open=1',
    'open=TRUE',
    'words=a&words=b',
    'kinds=c',
    'more=1',
    'limit=10&limit=20',
  ]) {
    expect(await asked(bad), bad).toBe('input.malformed')
  }
  for (const bad of ['__proto__=1', '__proto__[x]=1', 'constructor=1', 'prototype=x']) expect(await asked(bad), bad).toBe('input.malformed')
  expect(await asked(Array.from({ length: 501 }, () => 'kinds=a').join('&'))).toBe('input.malformed')
  expect(({} as Record<string, unknown>).x).toBeUndefined()
})

test('what may name a person is posted and never in an address; a view of codes goes both ways', async () => {
  const { get, post } = await trial.signedIn('addresses')
  const before = trial.performed.length
  const answer = await get('/api/notes/search?words=Anna%20Maria%20Eriksson')
  expect([answer.statusCode, codeIn(answer)]).toEqual([404, 'action.unknown'])
  expect(trial.performed.length).toBe(before)
  expect((await post('/api/notes/search', { words: 'Anna Maria Eriksson' })).json()).toEqual({ asked: 'Anna Maria Eriksson' })
  expect((await post('/api/notes/find-many', { limit: 20, open: true })).json().asked).toEqual({ limit: 20, open: true })
  // posted, nothing is shaped from text
  expect(codeIn(await post('/api/notes/find-many', { limit: '20' }))).toBe('input.malformed')
  // an address beside a body is not read
  expect((await post('/api/notes/search?words=other', { words: 'body' })).json()).toEqual({ asked: 'body' })
  expect(codeIn(await trial.page().post('/api/notes/search', { words: 'x' }))).toBe('session.missing')
})

test('a body that reaches for the prototype is refused before anything reads it', async () => {
  const { post } = await trial.signedIn('prototype')
  const before = trial.performed.length
  for (const body of [
    '{"text":"x","__proto__":{"admin":true}}',
    '{"text":"x","constructor":{"prototype":{"admin":true}}}',
    '{"a":{"__proto__":1}}',
  ]) {
    const answer = await post('/api/notes/write-one', body)
    expect([answer.statusCode, codeIn(answer)], body).toEqual([400, 'input.malformed'])
  }
  expect(trial.performed.length).toBe(before)
  expect(({} as Record<string, unknown>).admin).toBeUndefined()
})

test('nothing of a body is coerced or dropped', async () => {
  const { post } = await trial.signedIn('coercion')
  for (const body of [{ text: 12 }, { text: null }, { text: 'x', more: 1 }, [], 'x', null]) {
    const answer = await post('/api/notes/write-one', JSON.stringify(body), { 'x-portolan-purpose': 'alert' })
    expect(codeIn(answer), JSON.stringify(body)).toBe('input.malformed')
  }
  for (const body of ['{', '', '{"text":"x"} x']) expect(codeIn(await post('/api/notes/write-one', body)), body).toBe('input.malformed')
  expect(codeIn(await post('/api/session/sign-in', { name: 'x', password: 1, code: '1' }))).toBe('input.malformed')
  expect(codeIn(await post('/api/notes/write-one', 'text=x', { 'content-type': 'application/x-www-form-urlencoded' }))).toBe(
    'input.malformed',
  )
})

test('a foreign page cannot act with an officer’s cookie', async () => {
  const { page } = await trial.signedIn('csrf')
  const forged = async (headers: Record<string, string>) => codeIn(await page.post('/api/notes/write-one', { text: 'x' }, headers))
  expect(await forged({ 'x-portolan': '' })).toBe('session.forged')
  expect(await forged({ origin: 'https://evil.example' })).toBe('session.forged')
  expect(await forged({ origin: 'null' })).toBe('session.forged')
  expect(await forged({ origin: 'http://localhost:8401' })).toBe('session.forged')
  expect(await forged({ 'sec-fetch-site': 'cross-site' })).toBe('session.forged')
  expect(await forged({ 'sec-fetch-site': 'same-site' })).toBe('session.forged')
  expect(await forged({ origin: 'http://localhost:8400', 'sec-fetch-site': 'same-origin' })).toBe('purpose.missing')
  const signIn = await page.post('/api/session/sign-in', { name: 'a', password: 'b', code: 'c' }, { origin: 'https://evil.example' })
  expect(codeIn(signIn)).toBe('session.forged')
})

test('a foreign name that points at this machine reaches nothing', async () => {
  const page = trial.page()
  expect(codeIn(await page.get('/api/session/options', { host: 'evil.example' }))).toBe('session.forged')
  expect(codeIn(await page.get('/api/session/options', { host: 'localhost.evil.example' }))).toBe('session.forged')
  expect((await page.get('/api/session/options', { host: '127.0.0.1:8400' })).statusCode).toBe(200)
})

test('a forged, a doubled and a foreign node’s cookie open nothing', async () => {
  const { page } = await trial.signedIn('forger')
  const secret = page.cookie.split('=')[1]!
  const attempts = [
    'portolan-esp=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    `portolan-esp=${secret.slice(0, -1)}`,
    `portolan-esp=${secret}=`,
    "portolan-esp=' or 1=1 --",
    `portolan-mar=${secret}`,
    `portolan-esp=${secret}; portolan-esp=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA`,
    `portolan-esp=${'x'.repeat(9_000)}`,
    'portolan-esp=__proto__',
  ]
  for (const cookie of attempts) {
    const thief = trial.page()
    thief.cookie = cookie
    expect(codeIn(await thief.get('/api/session/current')), cookie.slice(0, 60)).toBe('session.missing')
  }
})

test('a session that an attacker planted before the sign-in is not the one that is signed in', async () => {
  const officer = await trial.officer({ sign_in_name: 'fixed' })
  const attacker = await trial.signedIn('attacker')
  const victim = trial.page()
  victim.cookie = attacker.page.cookie
  await victim.post('/api/session/sign-in', { name: 'fixed', password: TRIAL_PASSWORD, code: officer.code() })
  expect(victim.cookie).not.toBe(attacker.page.cookie)
  expect(codeIn(await attacker.get('/api/session/current'))).toBe('session.missing')
  const invented = trial.page()
  invented.cookie = 'portolan-esp=BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA'
  trial.clock.move(30_000)
  await invented.post('/api/session/sign-in', { name: 'fixed', password: TRIAL_PASSWORD, code: officer.code() })
  expect(invented.cookie).not.toContain('BBBB')
})

test('a code that was seen over the shoulder does not sign in again', async () => {
  const officer = await trial.officer({ sign_in_name: 'replayed' })
  const attempt = { name: 'replayed', password: TRIAL_PASSWORD, code: officer.code() }
  expect((await trial.page().post('/api/session/sign-in', attempt)).statusCode).toBe(200)
  expect(codeIn(await trial.page().post('/api/session/sign-in', attempt))).toBe('session.refused')
})

test('too many failures lock, and say for how long', async () => {
  await trial.officer({ sign_in_name: 'locked' })
  const guess = () => trial.page().post('/api/session/sign-in', { name: 'locked', password: 'wrong password 1', code: '000000' })
  for (let i = 0; i < 5; i++) await guess()
  const answer = await guess()
  expect([answer.statusCode, codeIn(answer), answer.headers['retry-after']]).toEqual([429, 'session.locked', '2'])
  trial.clock.move(86_400_001)
})

test('a token does what its officer may, for the purposes it was given, and needs no page', async () => {
  const vera = await trial.signedIn('vera', ['desk', 'supervisor'])
  const token = await trial.token(vera.id, ['desk'], ['border-control', 'alert'])
  const call = (headers: Record<string, string>, body: object = { text: 'x' }) =>
    trial.app.inject({
      method: 'POST',
      url: '/api/notes/write-one',
      headers: { host: 'localhost', authorization: `Bearer ${token}`, ...headers },
      payload: body,
    })
  expect(codeIn(await call({}))).toBe('purpose.missing')
  expect((await call({ 'x-portolan-purpose': 'alert', 'x-portolan-place': 'Ceuta%20port' })).statusCode).toBe(200)
  expect(trial.performed.at(-1)!.caller).toMatchObject({
    purpose: 'alert',
    place: 'Ceuta port',
    channel: 'api',
    officer: { roles: ['desk'] },
  })
  expect(codeIn(await call({ 'x-portolan-purpose': 'investigation' }))).toBe('access.denied')
  expect(codeIn(await call({ 'x-portolan-purpose': 'alert' }, { text: 'x', purpose: 'investigation' }))).toBe('access.denied')
  expect(codeIn(await call({ 'x-portolan-purpose': 'whim' }))).toBe('input.malformed')
  expect(codeIn(await call({ authorization: `Bearer ${token}x` }))).toBe('token.invalid')
  expect(codeIn(await call({ authorization: 'Basic dXNlcjpwYXNz' }))).toBe('token.invalid')
  expect(codeIn(await call({ authorization: `Bearer ${token}x`, cookie: vera.page.cookie }))).toBe('token.invalid')
  const shift = await trial.app.inject({
    method: 'POST',
    url: '/api/session/shift',
    headers: { host: 'localhost', authorization: `Bearer ${token}` },
    payload: { purpose: 'alert', place: null },
  })
  expect(codeIn(shift)).toBe('access.denied')
})

test('what goes wrong inside stays inside', async () => {
  const { post } = await trial.signedIn('inside')
  const broken = await post('/api/notes/write-one', { text: 'break' }, { 'x-portolan-purpose': 'alert' })
  expect([broken.statusCode, codeIn(broken)]).toEqual([500, 'node.failed'])
  expect(broken.body).not.toContain('secret')
  const later = await post('/api/notes/write-one', { text: 'later' }, { 'x-portolan-purpose': 'alert' })
  expect(later.json()).toEqual({ error: { code: 'quota.exceeded', message: REFUSALS['quota.exceeded'].sentence, retry_after_s: 7 } })
  expect(later.headers['retry-after']).toBe('7')
  expect(trial.reports.slice(-2).map(({ fields }) => fields?.inside)).toEqual(['TypeError: a secret from inside', 'a secret from inside'])
})

test('an oversized body is refused, and an unsigned one is not even read', async () => {
  const { post } = await trial.signedIn('oversized')
  const answer = await post('/api/notes/write-one', { text: 'x'.repeat(1_100_000) }, { 'x-portolan-purpose': 'alert' })
  expect([answer.statusCode, codeIn(answer)]).toEqual([413, 'input.too-large'])
  expect(codeIn(await trial.page().post('/api/notes/write-one', { text: 'x'.repeat(1_100_000) }))).toBe('session.missing')
})

test('a body that drips in is cut off', async () => {
  const { page } = await trial.signedIn('slow')
  const { port } = new URL(await trial.app.listen({ host: '127.0.0.1', port: 0 }))
  const received = await new Promise<string>((resolve, reject) => {
    let text = ''
    const socket = connect(Number(port), '127.0.0.1')
    socket.on('data', (bytes) => {
      text += bytes
    })
    socket.on('close', () => resolve(text))
    socket.on('error', (error) => ((error as NodeJS.ErrnoException).code === 'ECONNRESET' ? resolve(text) : reject(error)))
    socket.write(
      `POST /api/notes/write-one HTTP/1.1\r\nhost: localhost\r\ncookie: ${page.cookie}\r\nx-portolan: 1\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n{"text":"`,
    )
  })
  // that the socket was closed at all: nothing but the server ends it
  expect(received).not.toContain('200 OK')
})

test('every answer carries the headers that keep a page safe, refusals too', async () => {
  for (const url of ['/api/session/options', '/api/session/current', '/api/nothing/here', '/%']) {
    const { headers } = await trial.page().get(url)
    expect(headers['content-security-policy'], url).toMatch(/^default-src 'none'; script-src 'self';.*frame-ancestors 'none'$/)
    expect(headers['content-security-policy']).not.toMatch(/script-src[^;]*unsafe/)
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
    })
    expect(headers['strict-transport-security']).toBeUndefined()
  }
})

test('what does not exist is told apart from who is not signed in, in the same envelope', async () => {
  const { get } = await trial.signedIn('lost')
  expect(codeIn(await get('/api/nothing/here'))).toBe('action.unknown')
  expect(codeIn(await get('/api/notes/write-one'))).toBe('action.unknown')
  expect(codeIn(await trial.page().get('/api/notes/find-many'))).toBe('session.missing')
})

test('nobody signs in by a click where records are real', async () => {
  const page = trial.page()
  expect((await page.get('/api/session/options')).json()).toEqual({ demonstration: false })
  const officer = await trial.officer({ sign_in_name: 'clicked' })
  expect(codeIn(await page.post('/api/session/demonstration', { officer: officer.id }))).toBe('action.unknown')
})

test('health says whether the node works, and nothing else', async () => {
  const answer = await trial.page().get('/api/health')
  expect([answer.statusCode, answer.json()]).toEqual([200, { version: '0.1.0', state: 'serving' }])
})

test('what a page does by itself does not keep its session alive', async () => {
  const { get } = await trial.signedIn('unattended')
  const poll = () => get('/api/notes/find-many', { 'x-portolan-background': '1' })
  for (let minutes = 0; minutes < 30; minutes += 10) {
    expect((await poll()).statusCode).toBe(200)
    trial.clock.move(10 * 60_000)
  }
  expect(codeIn(await poll())).toBe('session.expired')
})

test('on a demonstration node one click signs in, and the page says that it is one', async () => {
  const officer = await trial.officer({ sign_in_name: 'demo-chief', name: 'Carmen Vidal', roles: ['desk', 'supervisor'] })
  const app = createServer({ ...trial.parts, node: { ...trial.parts.node, demonstration: true } })
  const headers = { host: 'localhost', 'x-portolan': '1' }
  const options = (await app.inject({ url: '/api/session/options', headers })).json()
  expect(options.officers).toContainEqual({ id: officer.id, name: 'Carmen Vidal', role: 'supervisor', unit: 'madrid' })
  const click = (id: string) => app.inject({ method: 'POST', url: '/api/session/demonstration', headers, payload: { officer: id } })
  expect((await click(officer.id)).json()).toMatchObject({ officer: { id: officer.id }, node: { demonstration: true } })
  expect(codeIn(await click('nobody'))).toBe('session.refused')
  await app.close()
})

test('a session, a token and an address each have a rate, and are told when to come back', async () => {
  const app = createServer({
    ...trial.parts,
    limits: { session_burst: 3, session_per_s: 0.01, token_burst: 4, token_per_s: 0.01, address_burst: 5, address_per_s: 0.01 },
  })
  const marina = await trial.signedIn('hurried')
  const token = await trial.token(marina.id, ['desk'], ['alert'])
  const until429 = async (headers: Record<string, string>, url: string, by?: string) => {
    for (let count = 0; count < 20; count++) {
      const answer = await app.inject({ url, headers: { host: 'localhost', ...headers }, ...(by && { remoteAddress: by }) })
      if (answer.statusCode !== 429) continue
      expect([codeIn(answer), Number(answer.headers['retry-after']) > 0]).toEqual(['call.too-many', true])
      return count
    }
    return 'never'
  }
  expect(await until429({ cookie: marina.page.cookie }, '/api/notes/find-many')).toBe(3)
  expect(await until429({ authorization: `Bearer ${token}` }, '/api/notes/find-many')).toBe(4)
  expect(await until429({}, '/api/session/options', '192.0.2.77')).toBe(5)
  expect(await until429({ authorization: `Bearer ${token}x` }, '/api/notes/find-many', '192.0.2.78')).toBe(5)
  await app.close()
})
