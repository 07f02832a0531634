/** The partners' door: bytes handed on as they came, within bounds, apart from the officers' door. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createServer } from './app.ts'
import { listen } from './listen.ts'
import type { PartnersPort } from './parts.ts'
import { codeIn, openServerTrial } from './trial.ts'

type Call = Parameters<PartnersPort['handle']>[0]
const calls: Call[] = []
let gate: Promise<void> = Promise.resolve()
let trial: Awaited<ReturnType<typeof openServerTrial>>
beforeAll(async () => {
  trial = await openServerTrial({
    limits: { partner_calls_at_once: 3 },
    partners: {
      async handle(call) {
        calls.push({ ...call, body: call.body.slice() })
        await gate
        return { status: 202, body: new Uint8Array([0, 255, 1]), contentType: 'application/jose' }
      },
    },
  })
})
afterAll(() => trial.close())

test('each route hands on its bytes, path, authority and headers as they came', async () => {
  const body = Buffer.from([0, 1, 255, 13, 10, 123])
  const routes = [
    ['POST', '/partner/v1/post', 'post'],
    ['POST', '/partner/v1/ask?x=%20y', 'ask'],
    ['POST', '/partner/v1/backfill', 'backfill'],
    ['PUT', `/partner/v1/attachment/${'a'.repeat(64)}`, 'attachment'],
    ['GET', '/partner/v1/roster/euromed/3', 'roster'],
  ] as const
  for (const [method, url, route] of routes) {
    const answer = await trial.app.inject({
      method,
      url,
      headers: { host: 'node.mar.example', 'content-type': 'application/json', signature: 'sig=:x:' },
      ...(method === 'GET' ? {} : { payload: body }),
    })
    expect([answer.statusCode, answer.headers['content-type'], [...answer.rawPayload]], url).toEqual([202, 'application/jose', [0, 255, 1]])
    const call = calls.at(-1)!
    expect(call).toMatchObject({ route, method, path: url, authority: 'node.mar.example' })
    expect(call.headers.signature).toBe('sig=:x:')
    expect(Buffer.from(call.body)).toEqual(method === 'GET' ? Buffer.alloc(0) : body)
  }
  expect(calls.at(-1)!.params).toEqual({ network: 'euromed', version: '3' })
})

test('over eight mebibytes, or twenty-six for an attachment, nothing is handed on', async () => {
  const before = calls.length
  const send = (method: 'POST' | 'PUT', url: string, size: number) =>
    trial.app.inject({ method, url, headers: { 'content-type': 'application/octet-stream' }, payload: Buffer.alloc(size) })
  const post = await send('POST', '/partner/v1/post', 8 * 1_048_576 + 1)
  expect([post.statusCode, codeIn(post)]).toEqual([413, 'call.too-large'])
  const attachment = await send('PUT', '/partner/v1/attachment/aa', 26 * 1_048_576 + 1)
  expect([attachment.statusCode, codeIn(attachment)]).toEqual([413, 'call.too-large'])
  expect(calls.length).toBe(before)
  expect((await send('PUT', '/partner/v1/attachment/aa', 26 * 1_048_576)).statusCode).toBe(202)
})

test('more calls at once than the bound are told to come back, and room is given back', async () => {
  let open = () => {}
  gate = new Promise((resolve) => {
    open = resolve
  })
  const base = await trial.app.listen({ host: '127.0.0.1', port: 0 })
  const call = () => fetch(`${base}/partner/v1/post`, { method: 'POST', body: 'x' })
  const waiting = [call(), call(), call()]
  const before = calls.length
  while (calls.length < before + 3) await new Promise((resolve) => setTimeout(resolve, 5))
  const fourth = await call()
  expect([fourth.status, fourth.headers.get('retry-after')]).toEqual([503, '2'])
  open()
  expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([202, 202, 202])
  expect((await call()).status).toBe(202)
})

test('one address holds a quarter of the door at most, whatever it sends', async () => {
  let open = () => {}
  gate = new Promise((resolve) => {
    open = resolve
  })
  const before = calls.length
  const from = (remoteAddress: string) => trial.app.inject({ method: 'POST', url: '/partner/v1/post', payload: 'x', remoteAddress })
  const first = from('192.0.2.1')
  while (calls.length < before + 1) await new Promise((resolve) => setTimeout(resolve, 5))
  expect((await from('192.0.2.1')).statusCode).toBe(503)
  const other = from('192.0.2.2')
  while (calls.length < before + 2) await new Promise((resolve) => setTimeout(resolve, 5))
  open()
  expect([(await first).statusCode, (await other).statusCode, (await from('192.0.2.1')).statusCode]).toEqual([202, 202, 202])
})

test('a listener has the door that it is given and no other', async () => {
  const partners = createServer({ ...trial.parts, faces: 'partners' })
  const officers = createServer({ ...trial.parts, faces: 'officers' })
  const headers = { host: 'localhost' }
  expect(codeIn(await partners.inject({ url: '/api/session/options', headers }))).toBe('action.unknown')
  expect((await partners.inject({ url: '/partner/v1/roster/euromed/1', headers })).statusCode).toBe(202)
  expect(codeIn(await officers.inject({ url: '/partner/v1/roster/euromed/1', headers }))).toBe('action.unknown')
  await Promise.all([partners.close(), officers.close()])
})

test('without TLS a node does not listen beyond this machine', async () => {
  const app = createServer(trial.parts)
  for (const host of ['0.0.0.0', '::', '192.0.2.1', 'node.example']) await expect(listen(app, { host, port: 0 })).rejects.toThrow(TypeError)
  expect(await listen(app, { host: '127.0.0.1', port: 0 })).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  await app.close()
})

test('with a certificate it speaks TLS 1.3 and nothing older, marks its cookies and asks browsers to stay', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-tls-'))
  const file = (name: string) => join(folder, name)
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'ed25519', '-nodes', '-days', '2', '-subj', '/CN=localhost', '-keyout', file('key'), '-out', file('cert')],
    { stdio: 'ignore' },
  )
  const tls = { cert: readFileSync(file('cert'), 'utf8'), key: readFileSync(file('key'), 'utf8') }
  rmSync(folder, { recursive: true })
  const officer = await trial.officer({ sign_in_name: 'tls' })
  const app = createServer({ ...trial.parts, node: { ...trial.parts.node, demonstration: true }, tls })
  const { port } = new URL(await listen(app, { host: '127.0.0.1', port: 0 }))
  const answer = await new Promise<{ status: number | undefined; headers: NodeJS.Dict<string | string[]> }>((resolve, reject) => {
    const call = request(
      {
        host: '127.0.0.1',
        port,
        path: '/api/session/demonstration',
        method: 'POST',
        ca: tls.cert,
        servername: 'localhost',
        headers: { 'x-portolan': '1', 'content-type': 'application/json', host: 'node.example' },
      },
      (came) => {
        came.resume()
        resolve({ status: came.statusCode, headers: came.headers })
      },
    )
    call.on('error', reject)
    call.end(JSON.stringify({ officer: officer.id }))
  })
  expect(answer.status).toBe(200)
  expect(String(answer.headers['set-cookie'])).toMatch(/; HttpOnly; SameSite=Strict; Secure$/)
  expect(answer.headers['strict-transport-security']).toBe('max-age=31536000')
  const old = await new Promise<string>((resolve) => {
    const socket = connect({ host: '127.0.0.1', port: Number(port), ca: tls.cert, servername: 'localhost', maxVersion: 'TLSv1.2' }, () =>
      resolve('connected'),
    )
    socket.on('error', (error) => resolve((error as NodeJS.ErrnoException).code ?? 'error'))
  })
  expect(old).toMatch(/PROTOCOL_VERSION|ECONNRESET/)
  await app.close()
})
