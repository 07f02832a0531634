/** The built pages, held in memory: hashed assets for ever, the rest to be asked again, compressed once at first use. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { base64url, sha256 } from '#lib/bytes.ts'
import { Refusal } from '#wire/refusal.ts'

const MOST_FILES = 2_000
const MOST_BYTES = 64 * 1_048_576

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}
const COMPRESSIBLE = /^(text\/|application\/(json|manifest)|image\/svg)/

type Coding = 'br' | 'gzip' | 'identity'
interface Page {
  readonly type: string
  readonly tag: string
  readonly lasting: boolean
  readonly coded: Map<Coding, Promise<Buffer>>
}

const gzipped = promisify(gzip)
const brotlied = promisify(brotliCompress)

/** Serves the folder; a path that names no file and no extension is the application's, which is one page. */
export function servePages(app: FastifyInstance, folder: URL): void {
  const pages = readPages(folder)

  app.get('/*', async (request, reply) => {
    const path = maybePath(request.raw.url ?? '/')
    if (path === undefined || path.startsWith('/api/') || path.startsWith('/partner/')) throw new Refusal('action.unknown')
    const page = pages.get(path) ?? (extname(path) === '' ? pages.get('/index.html') : undefined)
    if (!page) throw new Refusal('thing.unknown')
    reply
      .header('cache-control', page.lasting ? 'public, max-age=31536000, immutable' : 'no-cache')
      .header('etag', page.tag)
      .header('vary', 'accept-encoding')
    if (request.headers['if-none-match'] === page.tag) return reply.code(304).send()
    const coding = codingFor(request.headers['accept-encoding'], page)
    if (coding !== 'identity') reply.header('content-encoding', coding)
    return reply.type(page.type).send(await codedAs(coding, page))
  })
}

function readPages(folder: URL): Map<string, Page> {
  const root = fileURLToPath(folder.href.endsWith('/') ? folder : new URL(`${folder.href}/`))
  const pages = new Map<string, Page>()
  let total = 0
  for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    const file = `${root}/${name}`
    if (!statSync(file).isFile()) continue
    const bytes = readFileSync(file)
    total += bytes.length
    if (pages.size >= MOST_FILES || total > MOST_BYTES) throw new TypeError(`the pages are over ${MOST_FILES} files or ${MOST_BYTES} bytes`)
    const path = `/${name.replaceAll('\\', '/')}`
    pages.set(path, {
      type: TYPES[extname(name)] ?? 'application/octet-stream',
      tag: `"${base64url(sha256(bytes)).slice(0, 22)}"`,
      lasting: /^\/assets\/.*-[A-Za-z0-9_-]{8,}\.[a-z0-9]+$/.test(path),
      coded: new Map([['identity', Promise.resolve(bytes)]]),
    })
  }
  return pages
}

function codingFor(accepted: string | string[] | undefined, { type }: Page): Coding {
  if (!COMPRESSIBLE.test(type) || typeof accepted !== 'string') return 'identity'
  const names = accepted
    .split(',')
    .filter((part) => !/;\s*q=0(\.0+)?\s*$/.test(part))
    .map((part) => part.split(';')[0]!.trim())
  return names.includes('br') ? 'br' : names.includes('gzip') ? 'gzip' : 'identity'
}

async function codedAs(coding: Coding, page: Page): Promise<Buffer> {
  const before = page.coded.get(coding)
  if (before) return before
  const bytes = await page.coded.get('identity')!
  const made =
    coding === 'gzip'
      ? gzipped(bytes, { level: 9 })
      : brotlied(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } })
  page.coded.set(coding, made)
  return made
}

function maybePath(url: string): string | undefined {
  const path = url.split('?')[0]!
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}
