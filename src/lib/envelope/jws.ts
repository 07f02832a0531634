/** Signed statements: JWS (RFC 7515) with EdDSA over Ed25519 (RFC 8037), protected header exactly {alg, kid, typ}. */
import { sign, verify } from 'node:crypto'
import { base64url, maybeBase64url, utf8 } from '../bytes.ts'
import { hasExactly, isWord, maybeHeader } from './header.ts'
import { isKeyId, type SigningKey, type VerifyingKey } from './keys.ts'

export type JwsRefusal = 'malformed' | 'typ' | 'alg' | 'crit' | 'unknown-key' | 'signature'
export type Verified = { ok: true; kid: string; payload: Uint8Array }
export type KeyOf = (kid: string) => VerifyingKey | undefined

/** The general JSON serialization (RFC 7515, section 7.2.1): one payload, several signers. */
export type GeneralJws = {
  readonly payload: string
  readonly signatures: readonly { readonly protected: string; readonly signature: string }[]
}

const MAX_CHARACTERS = 4 * 1024 * 1024
const MAX_SIGNATURES = 64

/** Signs a payload under a type; the same key, payload and type give the same text. */
export function signCompact(payload: Uint8Array, key: SigningKey, typ: string): string {
  const input = `${headerOf(key, typ)}.${base64url(payload)}`
  return `${input}.${signatureOver(input, key)}`
}

/** Verifies a compact JWS of this type; a signature under any other type, algorithm or header is refused. */
export function verifyCompact(
  jws: string,
  typ: string,
  keyOf: KeyOf,
  limits: { max_bytes?: number } = {},
): Verified | { ok: false; reason: JwsRefusal } {
  const parts = split(jws, limits.max_bytes ?? MAX_CHARACTERS)
  const payload = parts && maybeBase64url(parts.payload)
  if (parts === undefined || payload === undefined) return refused('malformed')
  const header = readHeader(parts.header, typ)
  if (!header.ok) return header
  const fault = faultOf(parts.header, parts.payload, parts.signature, keyOf(header.kid), header.kid)
  return fault === undefined ? { ok: true, kid: header.kid, payload } : refused(fault)
}

/** Reads a compact JWS **without verifying it**: only to choose keys or to show what is claimed. */
export function peekCompact(jws: string): { ok: true; kid: string; typ: string; payload: Uint8Array } | { ok: false; reason: JwsRefusal } {
  const parts = split(jws, MAX_CHARACTERS)
  const payload = parts && maybeBase64url(parts.payload)
  if (parts === undefined || payload === undefined) return refused('malformed')
  const header = readHeader(parts.header)
  return header.ok ? { ok: true, kid: header.kid, typ: header.typ, payload } : header
}

/** Signs one payload with several keys, each once. */
export function signGeneral(payload: Uint8Array, keys: readonly SigningKey[], typ: string): GeneralJws {
  const unsigned: GeneralJws = { payload: base64url(payload), signatures: [] }
  return keys.reduce((general, key) => signed(general, key, typ), unsigned)
}

/** Adds a signature under the type that the first signer gave; a key that has signed already changes nothing. */
export function addSignature(general: GeneralJws, key: SigningKey): GeneralJws {
  const first = general.signatures[0] && readHeader(general.signatures[0].protected)
  if (!first?.ok) throw new TypeError('nothing is signed here yet')
  return signed(general, key, first.typ)
}

/**
 * Verifies the signatures of all known keys and names the signers, without repeats. Unknown keys are passed over; one bad signature by a
 * known key refuses the whole, and so does the absence of any known key. The caller counts against its threshold.
 */
export function verifyGeneral(
  general: unknown,
  typ: string,
  keyOf: KeyOf,
  limits: { max_bytes?: number } = {},
): { ok: true; payload: Uint8Array; signers: string[] } | { ok: false; reason: JwsRefusal } {
  const read = maybeGeneral(general, limits.max_bytes ?? MAX_CHARACTERS)
  const payload = read && maybeBase64url(read.payload)
  if (read === undefined || payload === undefined) return refused('malformed')
  const signers = new Set<string>()
  for (const { protected: encoded, signature } of read.signatures) {
    const header = readHeader(encoded, typ)
    if (!header.ok) return header
    const fault = faultOf(encoded, read.payload, signature, keyOf(header.kid), header.kid)
    if (fault === undefined) signers.add(header.kid)
    else if (fault !== 'unknown-key') return refused(fault)
  }
  return signers.size > 0 ? { ok: true, payload, signers: [...signers] } : refused('unknown-key')
}

const refused = (reason: JwsRefusal): { ok: false; reason: JwsRefusal } => ({ ok: false, reason })

function headerOf(key: SigningKey, typ: string): string {
  if (!isWord(typ)) throw new TypeError('a type is a short word')
  return base64url(utf8(JSON.stringify({ alg: 'EdDSA', kid: key.kid, typ })))
}

const signatureOver = (input: string, key: SigningKey): string => base64url(sign(null, Buffer.from(input, 'latin1'), key.privateKey))

function signed(general: GeneralJws, key: SigningKey, typ: string): GeneralJws {
  const header = headerOf(key, typ)
  if (general.signatures.some((one) => one.protected === header)) return general
  if (general.signatures.length === MAX_SIGNATURES) throw new TypeError(`at most ${MAX_SIGNATURES} signatures`)
  const signature = signatureOver(`${header}.${general.payload}`, key)
  return { ...general, signatures: [...general.signatures, { protected: header, signature }] }
}

function split(jws: string, max_characters: number): { header: string; payload: string; signature: string } | undefined {
  if (typeof jws !== 'string' || jws.length > max_characters) return undefined
  const [header, payload, signature, more] = jws.split('.', 4)
  if (header === undefined || payload === undefined || signature === undefined || more !== undefined) return undefined
  return { header, payload, signature }
}

function readHeader(encoded: string, typ?: string): { ok: true; kid: string; typ: string } | { ok: false; reason: JwsRefusal } {
  const header = maybeHeader(encoded)
  if (header === undefined) return refused('malformed')
  if (Object.hasOwn(header, 'crit')) return refused('crit')
  if (Object.hasOwn(header, 'alg') && header.alg !== 'EdDSA') return refused('alg')
  if (!hasExactly(header, ['alg', 'kid', 'typ']) || !isKeyId(header.kid) || !isWord(header.typ)) return refused('malformed')
  if (typ !== undefined && header.typ !== typ) return refused('typ')
  return { ok: true, kid: header.kid, typ: header.typ }
}

function faultOf(header: string, payload: string, signature: string, key: VerifyingKey | undefined, kid: string): JwsRefusal | undefined {
  const bytes = maybeBase64url(signature)
  if (bytes?.length !== 64) return 'malformed'
  if (key?.kid !== kid) return 'unknown-key'
  return verify(null, Buffer.from(`${header}.${payload}`, 'latin1'), key.publicKey, bytes) ? undefined : 'signature'
}

function maybeGeneral(general: unknown, max_characters: number): GeneralJws | undefined {
  if (typeof general !== 'object' || general === null || !hasExactly(general as Record<string, unknown>, ['payload', 'signatures'])) {
    return undefined
  }
  const { payload, signatures } = general as { payload: unknown; signatures: unknown }
  if (typeof payload !== 'string' || payload.length > max_characters || !Array.isArray(signatures)) return undefined
  if (signatures.length === 0 || signatures.length > MAX_SIGNATURES) return undefined
  const whole = signatures.every(
    (one) =>
      typeof one === 'object' &&
      one !== null &&
      hasExactly(one, ['protected', 'signature']) &&
      typeof one.protected === 'string' &&
      typeof one.signature === 'string',
  )
  return whole ? (general as GeneralJws) : undefined
}
