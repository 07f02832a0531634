/** Files in and out: names that are no paths and no headers, bytes within bounds, downloads that never open in place. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Refusal } from '#wire/refusal.ts'
import { disposition } from './attachments.ts'
import { codeIn, openServerTrial } from './trial.ts'

const kept = new Map<string, { name: string; media_type: string; bytes: Uint8Array; by: string }>()
let trial: Awaited<ReturnType<typeof openServerTrial>>
beforeAll(async () => {
  trial = await openServerTrial({
    attachments: {
      async store(bytes, name, media_type, officer) {
        const id = `a${kept.size + 1}`
        kept.set(id, { bytes: bytes.slice(), name, media_type, by: officer.id })
        return { id }
      },
      async read(id) {
        const found = kept.get(id)
        if (!found) throw new Refusal('thing.unknown')
        return found
      },
    },
  })
})
afterAll(() => trial.close())

const upload = (cookie: string, bytes: Uint8Array, name: string, type = 'image/png') =>
  trial.app.inject({
    method: 'POST',
    url: '/api/attachments',
    headers: { host: 'localhost', cookie, 'x-portolan': '1', 'content-type': type, 'x-file-name': name },
    payload: Buffer.from(bytes),
  })

test('a file comes back byte for byte under its own name in its own script', async () => {
  const marina = await trial.signedIn('marina')
  const bytes = Uint8Array.from({ length: 3_000_000 }, (_, i) => i % 251)
  const { id } = (await upload(marina.page.cookie, bytes, encodeURIComponent('جواز سفر (1).png'))).json()
  expect(kept.get(id)).toMatchObject({ name: 'جواز سفر (1).png', media_type: 'image/png', by: marina.id })
  const answer = await marina.get(`/api/attachments/${id}`)
  expect(answer.rawPayload.equals(Buffer.from(bytes))).toBe(true)
  expect(answer.headers).toMatchObject({
    'content-type': 'image/png',
    'content-disposition':
      'attachment; filename="____ ___ (1).png"; filename*=UTF-8\'\'%D8%AC%D9%88%D8%A7%D8%B2%20%D8%B3%D9%81%D8%B1%20%281%29.png',
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  })
})

test('a name that is a path, a header or a disguise is refused', async () => {
  const { page } = await trial.signedIn('names')
  const names = [
    '',
    '..',
    '../../etc/passwd',
    'a\\b',
    'a\r\nset-cookie: x=1',
    'a\u0000b',
    'invoice\u202egnp.exe',
    'a'.repeat(201),
    '%',
    '%E0%A4%A',
    '\ud800',
  ]
  for (const name of names) {
    const spelled = name.isWellFormed() && !name.startsWith('%') ? encodeURIComponent(name) : '%ED%A0%80'
    const answer = await upload(page.cookie, new Uint8Array([1]), spelled)
    expect([answer.statusCode, codeIn(answer)], JSON.stringify(name)).toEqual([400, 'input.malformed'])
  }
})

test('a name from abroad cannot end the header it stands in', () => {
  const header = disposition('a"; filename=b.exe\r\nset-cookie: x=1\u{1F600}\ud800.pdf')
  expect(header).not.toMatch(/[\r\n]/)
  expect(header.match(/"/g)).toHaveLength(2)
  expect(header).toMatch(/^attachment; filename="[A-Za-z0-9 ._()-]+"; filename\*=UTF-8''[A-Za-z0-9%._~!-]+$/)
})

test('a page or a picture with scripts is handed out as bytes', async () => {
  const { page, get } = await trial.signedIn('active')
  for (const type of ['text/html', 'image/svg+xml', 'application/xhtml+xml', 'text/html; charset=utf-8']) {
    const { id } = (await upload(page.cookie, new TextEncoder().encode('<script>alert(1)</script>'), 'x.html', type)).json()
    const { headers } = await get(`/api/attachments/${id}`)
    expect(headers['content-type'], type).toBe('application/octet-stream')
    expect(headers['content-disposition']).toMatch(/^attachment;/)
  }
})

test('what is too large, empty, unsigned or of no media type is refused', async () => {
  const { page, get } = await trial.signedIn('bounds')
  const large = await upload(page.cookie, new Uint8Array(25 * 1_048_576 + 1), 'x.bin')
  expect([large.statusCode, codeIn(large)]).toEqual([413, 'attachment.too-large'])
  expect((await upload(page.cookie, new Uint8Array(25 * 1_048_576), 'x.bin')).statusCode).toBe(200)
  expect(codeIn(await upload(page.cookie, new Uint8Array(0), 'x.bin'))).toBe('input.malformed')
  expect(codeIn(await upload(page.cookie, new Uint8Array([1]), 'x.bin', 'nonsense'))).toBe('input.malformed')
  expect(codeIn(await upload('', new Uint8Array([1]), 'x.bin'))).toBe('session.missing')
  expect(codeIn(await get('/api/attachments/a999'))).toBe('thing.unknown')
  expect(codeIn(await get('/api/attachments/..%2F..%2Fetc'))).toBe('thing.unknown')
})
