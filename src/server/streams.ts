/** Views that are followed as they grow, as server-sent events (WHATWG HTML, section 9.2): one event for each new state, then `end`. */
import type { FastifyInstance } from 'fastify'
import type { Action } from '#kernel/capability.ts'
import type { Caller } from '#kernel/perform.ts'
import { Refusal } from '#wire/refusal.ts'
import { passwordFirst } from './actions.ts'
import { errorBody, refusalOf } from './answer.ts'
import { callerOf, cookieName, mayState, sessionOf } from './callers.ts'
import { maybeCookie } from './cookie.ts'
import { LIMITS, type Parts } from './parts.ts'
import { inputFrom, type Query } from './query.ts'

/**
 * A stream over a view. The view takes `after` (a cursor, absent at first) beside its other inputs and answers an object; its
 * `after` is the next cursor and `complete: true` ends the stream.
 */
export interface Stream {
  readonly path: string
  readonly view: string
  readonly summary: string
  readonly topic: (query: Query) => string
  /** How often it looks by itself where nothing wakes it; without it as often as all do. */
  readonly look_ms?: number
}

export const STREAMS: readonly Stream[] = [
  {
    path: '/api/checks/stream',
    view: 'checks.read-answers',
    summary: 'The answers to a check as they come',
    topic: ({ check }) => `check:${check}`,
  },
  {
    path: '/api/screening/stream',
    view: 'screening.read-progress',
    summary: 'How far a list of people is, as it is checked',
    topic: ({ list }) => `list:${list}`,
  },
  {
    path: '/api/operations/stream',
    view: 'operations.read-last-change',
    summary: 'That something in a team has changed',
    topic: ({ space }) => `space:${space}`,
    // followed all day, and woken by each change that this process takes in
    look_ms: 5_000,
  },
]

const MOST_UNSENT_BYTES = 1_048_576
/** How long a session is taken at its word between two looks. */
const LOOK_AGAIN_MS = 5_000

interface Answer {
  readonly after?: string | number
  readonly complete?: boolean
}

export function serveStreams(api: FastifyInstance, parts: Parts, streams: readonly Stream[] = STREAMS): void {
  const limits = { ...LIMITS, ...parts.limits }
  const open = new Map<string, number>()
  const closing = new Set<() => void>()
  let total = 0

  api.addHook('preClose', async () => {
    for (const close of closing) close()
  })

  const actions = new Map(parts.door.actions().map((action) => [action.name as string, action]))
  for (const stream of streams) {
    const view = actions.get(stream.view)
    if (view) api.get(stream.path, { config: { untouched: true } }, (request, reply) => follow(stream, view, request, reply))
  }

  async function follow(stream: Stream, view: Action, request: Parameters<typeof callerOf>[0], reply: import('fastify').FastifyReply) {
    const session = sessionOf(request)
    if (session.change_password) throw passwordFirst()
    const mine = open.get(session.id) ?? 0
    if (mine >= limits.streams_per_session || total >= limits.streams) throw new Refusal('call.too-many', { retry_after_s: 5 })
    const query = request.query as Query
    const resumed = request.headers['last-event-id']
    const start = typeof resumed === 'string' && resumed !== '' && resumed.length <= 200 ? { ...query, after: resumed } : query
    const input = inputFrom(start, view.input)
    mayState(session, input.purpose)
    const caller = callerOf(request, 'stream')
    open.set(session.id, mine + 1)
    total += 1
    const leave = () => {
      total -= 1
      const left = (open.get(session.id) ?? 1) - 1
      if (left > 0) open.set(session.id, left)
      else open.delete(session.id)
    }
    try {
      // the first answer is read before anything is sent, so that a refusal has its own status
      const first = (await parts.door.perform(view.name, input, caller)) as Answer
      reply.hijack()
      reply.raw.writeHead(200, {
        ...(reply.getHeaders() as Record<string, string>),
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      })
      await run({ stream, view, input, caller, first, query }, request, reply.raw)
    } finally {
      leave()
    }
  }

  async function run(
    {
      stream,
      view,
      input,
      caller,
      first,
      query,
    }: { stream: Stream; view: Action; input: Record<string, unknown>; caller: Caller; first: Answer; query: Query },
    request: Parameters<typeof callerOf>[0],
    raw: import('node:http').ServerResponse,
  ) {
    let woken = false
    let wake = () => {}
    let closed = false
    const close = () => {
      closed = true
      wake()
    }
    const stop = parts.subscribe(stream.topic(query), () => {
      woken = true
      wake()
    })
    closing.add(close)
    raw.once('close', close)
    const began = performance.now()
    let sent = began
    let looked = began
    const send = (text: string) => {
      sent = performance.now()
      raw.write(text)
      if (raw.writableLength > MOST_UNSENT_BYTES) raw.destroy()
    }
    let answer = first
    let last = ''
    try {
      while (!closed && !raw.destroyed) {
        const data = JSON.stringify(answer)
        if (data !== last) {
          last = data
          send(`${answer.after === undefined ? '' : `id: ${String(answer.after).replace(/[\r\n\0]/g, '')}\n`}data: ${data}\n\n`)
        }
        if (answer.complete === true) {
          send('event: end\ndata: {}\n\n')
          break
        }
        if (!woken) {
          await new Promise<void>((resolve) => {
            const timer = setTimeout(resolve, Math.max(limits.stream_poll_ms, stream.look_ms ?? 0))
            wake = () => {
              clearTimeout(timer)
              resolve()
            }
            if (closed) wake()
          })
        }
        woken = false
        wake = () => {}
        if (closed) break
        const now = performance.now()
        if (now - began > limits.stream_longest_ms) break
        if (now - sent > limits.stream_heartbeat_ms) send(': \n\n')
        if (now - looked > LOOK_AGAIN_MS) {
          looked = now
          await stillThere(request)
        }
        answer = (await parts.door.perform(
          view.name,
          { ...input, ...(answer.after === undefined ? {} : { after: answer.after }) },
          caller,
        )) as Answer
      }
    } catch (error) {
      const refusal = refusalOf(error)
      parts.report('server.stream-ended', { code: refusal.code, inside: refusal.inside, session: caller.session, path: stream.path })
      if (!raw.destroyed) send(`event: refused\ndata: ${JSON.stringify(errorBody(refusal))}\n\nevent: end\ndata: {}\n\n`)
    } finally {
      stop()
      closing.delete(close)
      raw.end()
    }
  }

  /** A session that ended, or an officer whose roles changed, ends what it followed. */
  async function stillThere(request: Parameters<typeof callerOf>[0]) {
    if (sessionOf(request).how === 'token') {
      await parts.sessions.token(request.headers.authorization!.slice('Bearer '.length))
    } else await parts.sessions.session(maybeCookie(request.headers.cookie, cookieName(parts)) ?? '', false)
  }
}
