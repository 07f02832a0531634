/** How a refusal leaves: `{ error: { code, message, details?, retry_after_s? } }` with the status of the table, and nothing from inside. */
import type { FastifyError, FastifyReply } from 'fastify'
import { type Detail, Refusal, type RefusalCode } from '#wire/refusal.ts'
import type { Parts } from './parts.ts'
import { STATUS } from './status.ts'

/** What any error is to the caller. */
export function refusalOf(error: unknown, too_large: RefusalCode = 'input.too-large', malformed: RefusalCode = 'input.malformed'): Refusal {
  if (error instanceof Refusal) return error
  const { code, statusCode, validation, message } = error as Partial<FastifyError>
  if (validation) {
    const details: Detail[] = validation.slice(0, 20).map((fault) => ({ path: pathOf(fault), reason: fault.keyword }))
    return new Refusal(malformed, { details })
  }
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE' || statusCode === 413) return new Refusal(too_large)
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return new Refusal(malformed, { inside: message ?? '' })
  return new Refusal('node.failed', { inside: error instanceof Error ? `${error.name}: ${error.message}` : String(error) })
}

const pathOf = ({ instancePath, params }: { instancePath: string; params: Record<string, unknown> }): string =>
  typeof params.missingProperty === 'string' ? `${instancePath}/${params.missingProperty}` : instancePath

/** Sends a refusal; what happened inside goes to the node's own log. */
export function refuse(reply: FastifyReply, error: unknown, { report }: Pick<Parts, 'report'>, refusal = refusalOf(error)): FastifyReply {
  if (refusal.inside !== undefined) {
    const { request } = reply
    const stack = refusal.code === 'node.failed' && error instanceof Error ? error.stack?.slice(0, 2_000) : undefined
    report('server.refused', {
      code: refusal.code,
      inside: refusal.inside,
      route: `${request.method} ${request.routeOptions.url ?? ''}`,
      session: request.session?.id,
      stack,
    })
  }
  if (refusal.retry_after_s !== undefined) reply.header('retry-after', String(refusal.retry_after_s))
  return reply
    .code(STATUS[refusal.code])
    .header('cache-control', 'no-store')
    .type('application/json; charset=utf-8')
    .send(errorBody(refusal))
}

export const errorBody = ({ code, sentence, details, retry_after_s }: Refusal) => ({
  error: { code, message: sentence, ...(details ? { details } : {}), ...(retry_after_s === undefined ? {} : { retry_after_s }) },
})
