/**
 * Proof of the calling node on each request: HTTP Message Signatures (RFC 9421) with Ed25519 over method, authority, path and
 * Content-Digest (RFC 9530). One profile, one spelling: label `call`, tag `portolan-call`.
 */
import { sign, verify } from 'node:crypto'
import { base64, maybeBase64, sameBytes, sha256, utf8 } from '../bytes.ts'
import type { SigningKey, VerifyingKey } from '../envelope/keys.ts'

/** A request as the signature sees it. `authority` is host and port as in the Host field, default port left out; `path` has no query. */
export type Call = { readonly method: string; readonly authority: string; readonly path: string; readonly body: Uint8Array }

export type CallHeaders = { 'content-digest': string; 'signature-input': string; signature: string }
export type ReceivedHeaders = { readonly [name: string]: string | readonly string[] | undefined }
export type CallRefusal = 'missing' | 'malformed' | 'digest' | 'unknown-key' | 'signature' | 'clock'

const TAG = 'portolan-call'
const COMPONENTS = '("@method" "@authority" "@path" "content-digest")'
const MAX_CHARACTERS = 1024

/** Signs a request. `created_s` is seconds since 1970; `nonce` is 16 to 64 base64url characters, never used twice. */
export function signRequest(call: Call, key: SigningKey, at: { created_s: number; nonce: string }): CallHeaders {
  if (!isWhole(call)) throw new TypeError('a signed request has a method, an authority and a path without a query')
  if (!Number.isSafeInteger(at.created_s) || at.created_s < 0) throw new TypeError('created_s is whole seconds')
  if (!NONCE.test(at.nonce)) throw new TypeError('a nonce is 16 to 64 base64url characters')
  const digest = contentDigest(call.body)
  const params = `${COMPONENTS};created=${at.created_s};nonce="${at.nonce}";keyid="${key.kid}";tag="${TAG}"`
  const signature = sign(null, utf8(baseOf(call, digest, params)), key.privateKey)
  return { 'content-digest': digest, 'signature-input': `call=${params}`, signature: `call=:${base64(signature)}:` }
}

/**
 * Verifies a request: known key, signature, clock within the tolerance, body. `keyid` is the key's thumbprint; header names are in lower
 * case. Whoever receives remembers nonces for twice the tolerance.
 */
export function verifyRequest(
  call: Call & { readonly headers: ReceivedHeaders },
  keyOf: (kid: string) => VerifyingKey | undefined,
  clock: { now_s: number; tolerance_s: number },
): { ok: true; kid: string; nonce: string; created_s: number } | { ok: false; reason: CallRefusal } {
  const { 'content-digest': digest, 'signature-input': input, signature } = call.headers
  if (digest === undefined || input === undefined || signature === undefined) return { ok: false, reason: 'missing' }
  if (typeof digest !== 'string' || typeof input !== 'string' || typeof signature !== 'string') return { ok: false, reason: 'malformed' }
  const read = maybeInput(input)
  const signed = maybeBytes(signature, 'call', 64)
  const hash = maybeBytes(digest, 'sha-256', 32)
  if (!isWhole(call) || read === undefined || signed === undefined || hash === undefined) return { ok: false, reason: 'malformed' }
  const key = keyOf(read.kid)
  if (key?.kid !== read.kid) return { ok: false, reason: 'unknown-key' }
  if (!verify(null, utf8(baseOf(call, digest, read.params)), key.publicKey, signed)) return { ok: false, reason: 'signature' }
  // Written so that a clock that is not a number refuses.
  if (!(Math.abs(clock.now_s - read.created_s) <= clock.tolerance_s)) return { ok: false, reason: 'clock' }
  if (!sameBytes(hash, sha256(call.body))) return { ok: false, reason: 'digest' }
  return { ok: true, kid: read.kid, nonce: read.nonce, created_s: read.created_s }
}

/** Content-Digest with SHA-256: RFC 9530, section 2. */
export const contentDigest = (body: Uint8Array): string => `sha-256=:${base64(sha256(body))}:`

/** The signature base: RFC 9421, section 2.5. `params` is the inner list with its parameters. */
export function signatureBase(components: readonly (readonly [name: string, value: string])[], params: string): string {
  return [...components, ['@signature-params', params] as const].map(([name, value]) => `"${name}": ${value}`).join('\n')
}

const baseOf = (call: Call, digest: string, params: string): string =>
  signatureBase(
    [
      ['@method', call.method],
      ['@authority', call.authority.toLowerCase()],
      ['@path', call.path],
      ['content-digest', digest],
    ],
    params,
  )

// The query is not among the covered components, so a path that has one is not covered whole.
const isWhole = (call: Call): boolean =>
  /^[A-Z]{1,16}$/.test(call.method) &&
  /^[A-Za-z0-9.:[\]_-]{1,255}$/.test(call.authority) &&
  /^\/[\x21\x22\x24-\x3e\x40-\x7e]*$/.test(call.path)

const NONCE = /^[A-Za-z0-9_-]{16,64}$/
const PARAMETER = /;([a-z]+)=(?:(0|[1-9]\d{0,14})|"([\x20\x21\x23-\x5b\x5d-\x7e]*)")/gy

function maybeInput(input: string): { params: string; kid: string; nonce: string; created_s: number } | undefined {
  if (input.length > MAX_CHARACTERS || !input.startsWith(`call=${COMPONENTS}`)) return undefined
  const params = input.slice('call='.length)
  const seen: Record<string, string> = {}
  let rest = params.slice(COMPONENTS.length)
  for (const [whole, name, number, text] of rest.matchAll(PARAMETER)) {
    if (Object.hasOwn(seen, name!) || (name === 'created') !== (number !== undefined)) return undefined
    seen[name!] = number ?? text!
    rest = rest.slice(whole.length)
  }
  const { created, nonce, keyid, tag, ...others } = seen
  if (rest !== '' || Object.keys(others).length > 0 || tag !== TAG) return undefined
  if (created === undefined || keyid === undefined || nonce === undefined || !NONCE.test(nonce)) return undefined
  return { params, kid: keyid, nonce, created_s: Number(created) }
}

/** Reads a dictionary of one member that is a byte sequence of this length (RFC 9651). */
function maybeBytes(field: string, label: string, length: number): Uint8Array | undefined {
  if (field.length > MAX_CHARACTERS || !field.startsWith(`${label}=:`) || !field.endsWith(':')) return undefined
  const bytes = maybeBase64(field.slice(label.length + 2, -1))
  return bytes?.length === length ? bytes : undefined
}
