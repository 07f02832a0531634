/** The thread that reckons: it keeps blinds from an asking to its answer, and nothing else. */
import { randomBytes } from 'node:crypto'
import { parentPort } from 'node:worker_threads'
import { type Asking, answer, ask, editionKey, evaluate, forget, holds, readPublicKey, readSet, setOf, tagOf } from '#lib/blind/index.ts'
import { concat, hex } from '#lib/bytes.ts'
import type { Done, Job } from './blinding.ts'
import { checkOf } from './rules.ts'

const SUITE = 'ristretto255-SHA512'
const KEY_ID = 16
/** Askings whose answer has not come; the oldest goes when there are more. */
const MOST_OPEN = 64
const chance = (length: number) => new Uint8Array(randomBytes(length))
const open = new Map<number, { asking: Asking; key_id: Uint8Array; count: number; public_key: Uint8Array }>()
let tickets = 0

const JOBS: { [D in Job['do']]: (job: Extract<Job, { do: D }>) => Done[D] } = {
  evaluate({ seed, purpose, inputs }) {
    const key = editionKey(SUITE, seed, purpose)
    try {
      const outputs = inputs.map((input) => evaluate(key, input))
      const set = setOf(key.public, outputs, chance)
      if (!set.ok) return set
      return {
        ok: true,
        value: {
          public_key: hex(key.public.element),
          key_id: hex(key.public.id),
          tags: set.bytes.slice(KEY_ID),
          outputs: outputs.map((output) => ({ tag: hex(tagOf(output)), check: checkOf(output.bytes) })),
        },
      }
    } finally {
      forget(key)
    }
  },

  answer({ seed, purpose, request }) {
    const key = editionKey(SUITE, seed, purpose)
    try {
      const answered = answer(key, request, chance)
      return answered.ok ? { ok: true, value: answered.response } : answered
    } finally {
      forget(key)
    }
  },

  ask({ public_key, inputs }) {
    const read = readPublicKey(SUITE, public_key)
    if (!read.ok) return read
    const asking = ask(read.key, inputs, chance)
    const ticket = ++tickets
    open.set(ticket, { asking, key_id: read.key.id, count: inputs.length, public_key })
    for (const [oldest, { asking }] of open) {
      if (open.size <= MOST_OPEN) break
      asking.abandon()
      open.delete(oldest)
    }
    return { ok: true, value: { ticket, request: asking.request } }
  },

  finish({ ticket, response, tags }) {
    const one = open.get(ticket)
    open.delete(ticket)
    if (!one) return { ok: false, reason: 'abandoned' }
    const finished = one.asking.finish(response)
    if (!finished.ok) return finished
    const key = readPublicKey(SUITE, one.public_key)
    const set = key.ok ? readSet(key.key, concat(one.key_id, tags)) : key
    if (!set.ok) return set
    return {
      ok: true,
      value: finished.outputs.flatMap((output, index) =>
        holds(set.set, output) ? [{ index, tag: hex(tagOf(output)), check: checkOf(output.bytes) }] : [],
      ),
    }
  },

  abandon({ ticket }) {
    open.get(ticket)?.asking.abandon()
    open.delete(ticket)
    return { ok: true, value: null }
  },
}

parentPort!.on('message', ({ number, job }: { number: number; job: Job }) => {
  try {
    parentPort!.postMessage({ number, done: JOBS[job.do](job as never) })
  } catch (error) {
    parentPort!.postMessage({ number, failure: error instanceof Error ? error.message : String(error) })
  }
})
