/** Files that officers add to what they write, and read from what they got: raw bytes with the name in a header. */
import type { FastifyInstance } from 'fastify'
import { Refusal } from '#wire/refusal.ts'
import { passwordFirst } from './actions.ts'
import { refusalOf, refuse } from './answer.ts'
import { callerOf, maybeDecoded, sessionOf } from './callers.ts'
import { type AttachmentPort, LIMITS, type Parts } from './parts.ts'
import type { Query } from './query.ts'

const MEDIA_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,62}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,62}$/
const LONGEST_NAME = 200
/** Shown by browsers as a page of this node if they were ever to be opened in place. */
const ACTIVE = /^(text\/html|text\/xml|application\/(xhtml\+xml|xml|javascript|ecmascript)|text\/javascript|image\/svg\+xml)$/

export function serveAttachments(api: FastifyInstance, port: AttachmentPort, parts: Parts): void {
  const limits = { ...LIMITS, ...parts.limits }
  let uploading = 0

  api.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: limits.attachment_bytes }, (_request, body, done) => done(null, body))
    scope.setErrorHandler((error, _request, reply) => refuse(reply, error, parts, refusalOf(error, 'attachment.too-large')))

    scope.post('/api/attachments', {
      bodyLimit: limits.attachment_bytes,
      config: { large: true },
      onRequest: async (request, reply) => {
        if (uploading >= limits.large_bodies_at_once) throw new Refusal('call.busy', { inside: `${uploading} uploads`, retry_after_s: 5 })
        if (request.session?.change_password) throw passwordFirst()
        uploading += 1
        reply.raw.once('close', () => {
          uploading -= 1
        })
      },
      handler: async (request, reply) => {
        const { body, headers } = request
        if (!Buffer.isBuffer(body) || body.length === 0) throw malformed('/', 'no bytes')
        const media_type = (headers['content-type'] ?? 'application/octet-stream').split(';')[0]!.trim().toLowerCase()
        if (!MEDIA_TYPE.test(media_type)) throw malformed('/content-type', 'not a media type')
        const bytes = new Uint8Array(body.buffer, body.byteOffset, body.length)
        const { id } = await port.store(bytes, fileName(headers['x-file-name']), media_type, sessionOf(request).officer)
        return reply.header('cache-control', 'no-store').send({ id })
      },
    })
  })

  api.get<{ Params: { id: string } }>('/api/attachments/:id', async (request, reply) => {
    if (sessionOf(request).change_password) throw passwordFirst()
    const { id } = request.params
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(id)) throw new Refusal('thing.unknown')
    const query = Object.fromEntries(
      Object.entries(request.query as Query).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    )
    const { name, media_type, bytes } = await port.read(id, callerOf(request), query)
    return reply
      .header('cache-control', 'no-store')
      .header('content-disposition', disposition(name))
      .header('content-security-policy', "default-src 'none'; sandbox")
      .type(MEDIA_TYPE.test(media_type) && !ACTIVE.test(media_type) ? media_type : 'application/octet-stream')
      .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  })
}

/** The name that a file was given, percent-encoded UTF-8; refuses what could be a path or a header of its own. */
export function fileName(header: string | string[] | undefined): string {
  const text = typeof header === 'string' && header.length <= LONGEST_NAME * 9 ? maybeDecoded(header) : undefined
  const name = text?.normalize('NFC').trim()
  if (
    !name ||
    [...name].length > LONGEST_NAME ||
    /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069/\\]/u.test(name) ||
    /^\.+$/.test(name)
  ) {
    throw malformed('/x-file-name', 'a name of up to 200 characters, percent-encoded, without control characters or slashes')
  }
  return name
}

/** RFC 6266 with an ASCII fallback; a name that came from abroad is spelled so that it ends nothing. */
export function disposition(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9 ._()-]/g, '_').slice(0, LONGEST_NAME)
  const exact = encodeURIComponent(name.toWellFormed().slice(0, LONGEST_NAME).toWellFormed()).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${exact}`
}

const malformed = (path: string, reason: string) => new Refusal('input.malformed', { details: [{ path, reason }] })
