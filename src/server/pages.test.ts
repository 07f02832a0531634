/** The built pages: one application at every address that is no file, assets for ever, compressed, and nothing outside the folder. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { codeIn, openServerTrial } from './trial.ts'

const SCRIPT = 'export const words = "harbour";\n'.repeat(400)
let trial: Awaited<ReturnType<typeof openServerTrial>>
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'portolan-pages-'))
  mkdirSync(join(folder, 'dist', 'assets'), { recursive: true })
  writeFileSync(join(folder, 'secret.txt'), 'outside')
  writeFileSync(join(folder, 'dist', 'index.html'), '<!doctype html><div id="root"></div>')
  writeFileSync(join(folder, 'dist', 'mark.svg'), '<svg/>')
  writeFileSync(join(folder, 'dist', 'assets', 'main-B3xk29_a.js'), SCRIPT)
  writeFileSync(join(folder, 'dist', 'assets', 'plex-9fK2m1Aa.woff2'), Buffer.alloc(2_000, 7))
  trial = await openServerTrial({ pages: pathToFileURL(join(folder, 'dist')) })
})
afterAll(async () => {
  await trial.close()
  rmSync(folder, { recursive: true })
})

const get = (url: string, headers: Record<string, string> = {}) => trial.app.inject({ url, headers: { host: 'localhost', ...headers } })

test('an address of the application is its one page, asked again each time', async () => {
  for (const url of ['/', '/cases/0193-abc', '/check?x=1']) {
    const answer = await get(url)
    expect([answer.statusCode, answer.headers['content-type'], answer.headers['cache-control']], url).toEqual([
      200,
      'text/html; charset=utf-8',
      'no-cache',
    ])
    expect(answer.body).toContain('id="root"')
    expect(answer.headers['content-security-policy']).toContain("script-src 'self'")
  }
})

test('an asset is kept for ever, sent compressed as the browser takes it, and not sent again', async () => {
  const url = '/assets/main-B3xk29_a.js'
  const [plain, gzip, brotli] = [
    await get(url),
    await get(url, { 'accept-encoding': 'gzip' }),
    await get(url, { 'accept-encoding': 'gzip, br' }),
  ]
  expect(plain.body).toBe(SCRIPT)
  expect(gunzipSync(gzip.rawPayload).toString()).toBe(SCRIPT)
  expect(brotliDecompressSync(brotli.rawPayload).toString()).toBe(SCRIPT)
  expect(brotli.headers).toMatchObject({ 'cache-control': 'public, max-age=31536000, immutable', vary: 'accept-encoding' })
  expect((await get(url, { 'accept-encoding': 'br;q=0' })).headers['content-encoding']).toBeUndefined()
  const again = await get(url, { 'if-none-match': String(plain.headers.etag) })
  expect([again.statusCode, again.body]).toEqual([304, ''])
  expect((await get('/assets/plex-9fK2m1Aa.woff2', { 'accept-encoding': 'br' })).headers['content-encoding']).toBeUndefined()
})

test('no path leads out of the folder, and a missing file is not the application', async () => {
  for (const url of [
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/assets/none.js',
    '/favicon.ico',
  ]) {
    const answer = await get(url)
    expect(answer.body, url).not.toContain('outside')
    expect(answer.statusCode, url).toBe(404)
  }
  expect(codeIn(await get('/api/none/here'))).toBe('action.unknown')
  expect(codeIn(await get('/partner/v1/none'))).toBe('action.unknown')
})
