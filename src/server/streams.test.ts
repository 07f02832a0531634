/** A check followed as its answers come: over a real connection, woken at once, bounded in number, ended with the session. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openServerTrial } from './trial.ts'

let trial: Awaited<ReturnType<typeof openServerTrial>>
let base: string
beforeAll(async () => {
  trial = await openServerTrial({ limits: { stream_poll_ms: 60_000, stream_heartbeat_ms: 0, streams_per_session: 2 } })
  base = await trial.app.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(() => trial.close())
beforeEach(() => {
  trial.answers.length = 0
})

/** Opens a stream; `next` answers the next event. */
async function follow(cookie: string, check: string, headers: Record<string, string> = {}) {
  const stop = new AbortController()
  const answer = await fetch(`${base}/api/checks/stream?check=${check}`, { headers: { cookie, ...headers }, signal: stop.signal })
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  return {
    answer,
    stop: () => stop.abort(),
    async next(): Promise<string> {
      for (;;) {
        const end = text.indexOf('\n\n')
        if (end >= 0) {
          const event = text.slice(0, end)
          text = text.slice(end + 2)
          if (!event.startsWith(':')) return event
          continue
        }
        const { done, value } = await reader.read()
        if (done) return 'closed'
        text += value
      }
    },
  }
}
const until = async (holds: () => boolean) => {
  for (let i = 0; i < 6_000 && !holds(); i++) await new Promise((resolve) => setTimeout(resolve, 10))
  expect(holds()).toBe(true)
}

test('answers arrive when the bell rings, each state once, and the end is said', async () => {
  const { page } = await trial.signedIn('follower')
  const stream = await follow(page.cookie, 'c1')
  expect(stream.answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  expect(stream.answer.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(await stream.next()).toBe('id: 0\ndata: {"rows":[],"after":0,"complete":false}')
  await until(() => trial.listeners('check:c1') === 1)
  trial.answers.push({ text: 'hit' })
  trial.ring('check:c1')
  expect(await stream.next()).toBe('id: 1\ndata: {"rows":[{"text":"hit"}],"after":1,"complete":false}')
  trial.answers.push({ text: 'last' })
  trial.ring('check:c1')
  expect(await stream.next()).toContain('"complete":true')
  expect(await stream.next()).toBe('event: end\ndata: {}')
  expect(await stream.next()).toBe('closed')
  await until(() => trial.listeners('check:c1') === 0)
  expect(trial.performed.at(-1)!.caller.channel).toBe('stream')
})

test('a lost connection resumes after the last event it got', async () => {
  const { page } = await trial.signedIn('resumer')
  trial.answers.push({ text: 'one' }, { text: 'two' }, { text: 'last' })
  const stream = await follow(page.cookie, 'c2', { 'last-event-id': '2' })
  expect(await stream.next()).toContain('"rows":[{"text":"last"}]')
})

test('a refusal comes with its own status and no stream', async () => {
  const { page } = await trial.signedIn('refused-stream')
  expect((await follow(page.cookie, 'unknown')).answer.status).toBe(404)
  expect((await follow('', 'c3')).answer.status).toBe(401)
  expect((await follow(page.cookie, 'c3', { 'last-event-id': 'x\u00e9' })).answer.status).toBe(400)
})

test('one session follows so many at once; closing one makes room', async () => {
  const { page } = await trial.signedIn('many-streams')
  const first = await follow(page.cookie, 'c4')
  await follow(page.cookie, 'c5')
  const third = await follow(page.cookie, 'c6')
  expect(third.answer.status).toBe(429)
  first.stop()
  await until(() => trial.listeners('check:c4') === 0)
  expect((await follow(page.cookie, 'c7')).answer.status).toBe(200)
})

test('an action that turns to a refusal ends the stream and says why', async () => {
  const { page } = await trial.signedIn('turning')
  const stream = await follow(page.cookie, 'c8')
  await stream.next()
  await until(() => trial.listeners('check:c8') === 1)
  const perform = trial.parts.door.perform
  trial.parts.door.perform = () => Promise.reject(new TypeError('a secret from inside'))
  trial.ring('check:c8')
  const event = await stream.next()
  trial.parts.door.perform = perform
  expect(event).toContain('event: refused\ndata: {"error":{"code":"node.failed"')
  expect(event).not.toContain('secret')
  expect(await stream.next()).toBe('event: end\ndata: {}')
})
