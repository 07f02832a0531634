// The typed client of a node: acts are posted, views are read, refusals come back as values of one class.
import type { Actions } from './actions.ts'
import { report } from './connection.ts'

export type ActName = { [K in keyof Actions]: Actions[K]['kind'] extends 'act' ? K : never }[keyof Actions]
export type ViewName = { [K in keyof Actions]: Actions[K]['kind'] extends 'view' ? K : never }[keyof Actions]
export type Input<K extends keyof Actions> = Actions[K]['input']
export type Output<K extends keyof Actions> = Actions[K]['output']

/** One fault in what was sent: a JSON pointer to it, and why (src/wire/refusal.ts). */
export type Detail = { path: string; reason: string }

/** What the node (or the way to it) answered instead of a result. `code` is stable, `message` is English for logs. */
export class RefusalError extends Error {
  readonly code: string
  readonly status: number
  readonly details: Detail[]
  constructor(code: string, message: string, status: number, details: Detail[] = []) {
    super(message)
    this.name = 'RefusalError'
    this.code = code
    this.status = status
    this.details = details
  }
}

const TIME_LIMIT_MS = 30_000
const sessionEnded = new Set<() => void>()

/** Calls back when the node answers that nobody is signed in any more. */
export function onSessionEnded(listener: () => void): () => void {
  sessionEnded.add(listener)
  return () => sessionEnded.delete(listener)
}

const expiry = new Set<(expires_at: string) => void>()

/** Calls back with the session's end, which the node says in `x-portolan-expires` when an answer moved it. */
export function onExpiry(listener: (expires_at: string) => void): () => void {
  expiry.add(listener)
  return () => expiry.delete(listener)
}

/** The address of an action: `checks.run` is at /api/checks/run. */
export function addressOf(name: string): string {
  const dot = name.indexOf('.')
  if (dot < 1) throw new TypeError(`not an action name: ${name}`)
  return `/api/${name.slice(0, dot)}/${name.slice(dot + 1)}`
}

/** A view's input as one text, by which what was read is found again: lists repeat the key, empty values are left out, keys stand in order. */
export function queryOf(input: object | undefined): string {
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(input ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one === undefined || one === null || one === '') continue
      if (typeof one === 'object') throw new TypeError(`a query holds no objects: ${key}`)
      query.append(key, String(one))
    }
  }
  return query.toString()
}

/** What a call says beside its input. */
export type Saying = {
  /** What it is done for, where that is not the purpose of the shift. */
  purpose?: string | undefined
  /** The page asks by itself: it does not keep the session alive. */
  background?: boolean
}

/** The headers of a call. */
export const headersOf = ({ purpose, background }: Saying = {}): Record<string, string> => ({
  ...(purpose && { 'x-portolan-purpose': purpose }),
  ...(background && { 'x-portolan-background': '1' }),
})

/** Does something: posts the input, answers the output, throws RefusalError. */
export function act<K extends ActName>(name: K, input: Input<K>, signal?: AbortSignal, saying?: Saying): Promise<Output<K>> {
  const body = JSON.stringify(input ?? {})
  const headers = { 'content-type': 'application/json', 'x-portolan': '1', ...headersOf(saying) }
  return send(name, addressOf(name), { method: 'POST', body, headers }, signal)
}

/** Reads something: never changes the node's state. Posted, so that no name or number stands in an address. Throws RefusalError. */
export function view<K extends ViewName>(name: K, input: Input<K>, signal?: AbortSignal, saying?: Saying): Promise<Output<K>> {
  if (name.startsWith('session.')) return send(name, addressOf(name), { method: 'GET', headers: headersOf(saying) }, signal)
  const body = JSON.stringify(stated(input as object))
  const headers = { 'content-type': 'application/json', 'x-portolan': '1', ...headersOf(saying) }
  return send(name, addressOf(name), { method: 'POST', body, headers }, signal)
}

/** A view's input without what is empty; a page's filters are texts, and stay so where the node wants text. */
const stated = (input: object | undefined): object =>
  Object.fromEntries(Object.entries(input ?? {}).filter(([, value]) => value !== undefined && value !== null && value !== ''))

async function send<T>(name: string, address: string, init: RequestInit, signal?: AbortSignal): Promise<T> {
  const limit = AbortSignal.timeout(TIME_LIMIT_MS)
  const both = signal ? AbortSignal.any([signal, limit]) : limit
  let response: Response
  let text: string
  try {
    response = await fetch(address, { ...init, credentials: 'same-origin', cache: 'no-store', signal: both })
    text = await response.text()
  } catch (cause) {
    if (signal?.aborted) throw cause
    report(false)
    throw new RefusalError('connection.lost', String(cause), 0)
  }
  report(response.status !== 502 && response.status !== 504, response.headers.get('date'))
  const expires_at = response.headers.get('x-portolan-expires')
  if (expires_at) for (const listener of expiry) listener(expires_at)
  const answer = parsed(text)
  if (response.ok) return answer as T
  const error = (answer as { error?: { code?: string; message?: string; details?: Detail[] } } | undefined)?.error
  const refusal = new RefusalError(error?.code ?? `http.${response.status}`, error?.message ?? '', response.status, error?.details ?? [])
  if (response.status === 401 && !name.startsWith('session.')) for (const listener of sessionEnded) listener()
  throw refusal
}

function parsed(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
