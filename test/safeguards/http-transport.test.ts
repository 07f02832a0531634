/** Between machines: TLS 1.3 to the certificate that the roster pins and to no other; plain HTTP stays on this machine. */
import { execFileSync } from 'node:child_process'
import { createHash, X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer as createPlain, type Server } from 'node:http'
import { createServer, type ServerOptions } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { httpTransport } from '#kernel/post/http-transport.ts'
import type { Delivery } from '#kernel/post/transport.ts'

/** A machine that is shared takes its time to boot databases. */
const BOOT_MS = 180_000

const servers: Server[] = []
const transport = httpTransport()
const folder = mkdtempSync(join(tmpdir(), 'portolan-tls-'))
let seen: string[] = []
const answer = 'x'.repeat(1_000)

function certificate(name: string): { cert: string; key: string; pin: string } {
  const file = (kind: string) => join(folder, `${name}.${kind}`)
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'ed25519', '-nodes', '-days', '2', '-subj', '/CN=anything', '-keyout', file('key'), '-out', file('cert')],
    { stdio: 'ignore' },
  )
  const cert = readFileSync(file('cert'), 'utf8')
  return { cert, key: readFileSync(file('key'), 'utf8'), pin: createHash('sha256').update(new X509Certificate(cert).raw).digest('hex') }
}
const right = certificate('right')
const other = certificate('other')

async function door(options?: ServerOptions): Promise<string> {
  const hear = (request: { url?: string | undefined }, response: { end(text: string): void }) => {
    seen.push(request.url!)
    if (request.url !== '/never') response.end(answer)
  }
  const server = options ? createServer(options, hear) : createPlain(hear)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `${options ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`
}
const call = (change: Partial<Delivery> & { door: string }) =>
  transport.call({
    method: 'POST',
    path: '/partner/v1/post',
    headers: {},
    body: new TextEncoder().encode('body'),
    timeout_ms: 60_000,
    max_bytes: 10_000,
    ...change,
  })

let pinned: string
beforeAll(async () => {
  pinned = await door({ cert: right.cert, key: right.key })
}, BOOT_MS)
afterAll(async () => {
  await transport.close()
  for (const server of servers) {
    server.closeAllConnections()
    server.close()
  }
  rmSync(folder, { recursive: true })
})

test('the pinned certificate is spoken to, though no authority signed it', async () => {
  expect(await call({ door: pinned, pin: right.pin })).toMatchObject({ status: 200 })
})

test('another certificate hears nothing, not even the path', async () => {
  seen = []
  await expect(call({ door: pinned, pin: other.pin })).rejects.toThrow('another certificate')
  const impostor = await door({ cert: other.cert, key: other.key })
  await expect(call({ door: impostor, pin: right.pin })).rejects.toThrow('another certificate')
  expect(seen).toEqual([])
})

test('a door without a pin, or without TLS beyond this machine, is misuse', async () => {
  seen = []
  await expect(call({ door: pinned })).rejects.toThrow(TypeError)
  await expect(call({ door: 'http://192.0.2.1:80' })).rejects.toThrow(TypeError)
  await expect(call({ door: 'http://node.example' })).rejects.toThrow(TypeError)
  expect(seen).toEqual([])
  expect(await call({ door: await door() })).toMatchObject({ status: 200 })
})

test('nothing older than TLS 1.3 is spoken', async () => {
  const old = await door({ cert: right.cert, key: right.key, maxVersion: 'TLSv1.2' })
  await expect(call({ door: old, pin: right.pin })).rejects.toThrow()
})

test('an answer larger than asked for, or later, is not waited for', async () => {
  await expect(call({ door: pinned, pin: right.pin, max_bytes: 999 })).rejects.toThrow('larger than 999')
  await expect(call({ door: pinned, pin: right.pin, path: '/never', timeout_ms: 200 })).rejects.toThrow()
})
