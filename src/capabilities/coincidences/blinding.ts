/** The reckoning of blind comparison, on a thread of its own: an element takes milliseconds, a set minutes. */
import { Worker } from 'node:worker_threads'
import type { KeyPurpose } from '#lib/blind/index.ts'
import { Refusal } from '#wire/refusal.ts'

export interface Evaluated {
  readonly public_key: string
  readonly key_id: string
  /** `src/lib/blind/set.ts`, without the key's id. */
  readonly tags: Uint8Array
  /** Of each input, in order. */
  readonly outputs: readonly { readonly tag: string; readonly check: string }[]
}
export interface HitAt {
  /** Of the input that was met. */
  readonly index: number
  readonly tag: string
  readonly check: string
}

export type Job =
  | { readonly do: 'evaluate'; readonly seed: Uint8Array; readonly purpose: KeyPurpose; readonly inputs: readonly Uint8Array[] }
  | { readonly do: 'answer'; readonly seed: Uint8Array; readonly purpose: KeyPurpose; readonly request: Uint8Array }
  | { readonly do: 'ask'; readonly public_key: Uint8Array; readonly inputs: readonly Uint8Array[] }
  | { readonly do: 'finish'; readonly ticket: number; readonly response: Uint8Array; readonly tags: Uint8Array }
  | { readonly do: 'abandon'; readonly ticket: number }

export interface Done {
  evaluate: { ok: true; value: Evaluated } | { ok: false; reason: string }
  answer: { ok: true; value: Uint8Array } | { ok: false; reason: string }
  ask: { ok: true; value: { ticket: number; request: Uint8Array } } | { ok: false; reason: string }
  finish: { ok: true; value: readonly HitAt[] } | { ok: false; reason: string }
  abandon: { ok: true; value: null }
}

/** Answers of partners' questions wait in this line, and no more of them. */
const MOST_WAITING = 64

let worker: Worker | undefined
let numbered = 0
const waiting = new Map<number, { resolve(done: never): void; reject(error: Error): void }>()

/** Does one job after those before it. Refuses (`call.busy`) where too many wait. */
export function blinding<J extends Job>(job: J): Promise<Done[J['do']]> {
  if (waiting.size >= MOST_WAITING) throw new Refusal('call.busy', { inside: 'blind comparisons', retry_after_s: 5 })
  const thread = started()
  return new Promise((resolve, reject) => {
    const number = ++numbered
    waiting.set(number, { resolve, reject })
    // it keeps the process alive while somebody waits, and no longer
    thread.ref()
    thread.postMessage({ number, job })
  })
}

function started(): Worker {
  if (worker) return worker
  const thread = new Worker(new URL('./blinding-worker.ts', import.meta.url))
  const ended = (error: Error) => {
    if (worker !== thread) return
    worker = undefined
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  thread.on('message', ({ number, done, failure }: { number: number; done?: never; failure?: string }) => {
    const one = waiting.get(number)
    waiting.delete(number)
    if (waiting.size === 0) thread.unref()
    if (failure === undefined) one?.resolve(done as never)
    else one?.reject(new Error(failure))
  })
  thread.on('error', ended)
  thread.on('exit', () => ended(new Error('the thread of blind comparison ended')))
  thread.unref()
  worker = thread
  return thread
}
