// Lines that wait on this device until the node can be reached. They are sealed under a key that the node alone can give again, to the same officer
// and for the same team: who finds the device sees that lines wait, of which team and since which day, and nothing that they say.
import type { Fields } from './types.ts'

/** As much as is kept of one team; more is not taken, and said so. */
export const MOST_WAITING = 200
/** What nobody came to send goes. */
export const KEPT_DAYS = 14
const PREFIX = 'portolan.line.'
const DAY_MS = 86_400_000
const IV_BYTES = 12

export type LineKind = 'patrol-log' | 'incident'
export type Line = {
  /** Made here: the node puts a line of one id once, however often it is sent. */
  readonly id: string
  readonly kind: LineKind
  readonly set: Fields
}
type Shut = { readonly day: string; readonly iv: string; readonly sealed: string }
export type Store = Pick<Storage, 'length' | 'key' | 'getItem' | 'setItem' | 'removeItem'>

export const openKey = (hex: string): Promise<CryptoKey> =>
  crypto.subtle.importKey(
    'raw',
    Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)),
    'AES-GCM',
    false,
    ['encrypt', 'decrypt'],
  )

const addressOf = (space: string, id: string) => `${PREFIX}${space}.${id}`
const bytesOf = (text: string) => new TextEncoder().encode(text)
const base64 = (bytes: Uint8Array) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
const unbase64 = (text: string) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0))

/** The addresses of what waits for one team, whosever it is. */
function addresses(store: Store, space: string): string[] {
  const found: string[] = []
  for (let i = 0; i < store.length; i++) {
    const address = store.key(i)
    if (address?.startsWith(`${PREFIX}${space}.`)) found.push(address)
  }
  return found.sort()
}

/** Keeps a line, sealed; `full` where no more are taken, or the device has no room. */
export async function keepLine(store: Store, key: CryptoKey, space: string, line: Line, now: number): Promise<'kept' | 'full'> {
  if (addresses(store, space).length >= MOST_WAITING) return 'full'
  const address = addressOf(space, line.id)
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
  const plain = bytesOf(JSON.stringify({ ...line, kept_at: now }))
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: bytesOf(address) }, key, plain)
  const shut: Shut = { day: new Date(now).toISOString().slice(0, 10), iv: base64(iv), sealed: base64(new Uint8Array(sealed)) }
  try {
    store.setItem(address, JSON.stringify(shut))
    return 'kept'
  } catch {
    return 'full'
  }
}

/** What this officer has waiting, the oldest first, and how many lines of others wait that this key does not open. */
export async function waitingLines(store: Store, key: CryptoKey, space: string): Promise<{ lines: Line[]; shut: number }> {
  const opened: (Line & { kept_at: number })[] = []
  let shut = 0
  for (const address of addresses(store, space)) {
    const line = await opening(store.getItem(address), key, address)
    if (line) opened.push(line)
    else shut += 1
  }
  return { lines: opened.sort((a, b) => a.kept_at - b.kept_at).map(({ id, kind, set }) => ({ id, kind, set })), shut }
}

async function opening(kept: string | null, key: CryptoKey, address: string): Promise<(Line & { kept_at: number }) | undefined> {
  try {
    const { iv, sealed } = JSON.parse(kept ?? '') as Shut
    const how = { name: 'AES-GCM', iv: unbase64(iv), additionalData: bytesOf(address) }
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(how, key, unbase64(sealed))))
  } catch {
    return undefined
  }
}

export const forgetLine = (store: Store, space: string, id: string): void => store.removeItem(addressOf(space, id))

/** Lets go of what has waited too long, of whatever team and officer; answers how many. */
export function forgetOld(store: Store, now: number): number {
  const oldest = new Date(now - KEPT_DAYS * DAY_MS).toISOString().slice(0, 10)
  let gone = 0
  for (const address of everything(store)) {
    let day = ''
    try {
      day = (JSON.parse(store.getItem(address) ?? '') as Shut).day
    } catch {
      // what cannot be read can be sent by nobody
    }
    if (typeof day === 'string' && day >= oldest) continue
    store.removeItem(address)
    gone += 1
  }
  return gone
}

const everything = (store: Store): string[] =>
  Array.from({ length: store.length }, (_, i) => store.key(i)).filter((address) => address?.startsWith(PREFIX)) as string[]

/** What the node made of a line: it has it; it could not be reached; or it does not take it. */
export type Sent = 'kept' | 'lost' | { readonly refused: string }

/** Sends what waits, in its order. A line goes from the device when the node has it; where the node cannot be reached the rest waits on. */
export async function sendLines(
  store: Store,
  space: string,
  lines: readonly Line[],
  put: (line: Line) => Promise<Sent>,
): Promise<{ sent: number; lost: boolean; refused: ReadonlyMap<string, string> }> {
  const refused = new Map<string, string>()
  let sent = 0
  for (const line of lines) {
    const answer = await put(line)
    if (answer === 'lost') return { sent, lost: true, refused }
    if (answer === 'kept') {
      forgetLine(store, space, line.id)
      sent += 1
    } else refused.set(line.id, answer.refused)
  }
  return { sent, lost: false, refused }
}
