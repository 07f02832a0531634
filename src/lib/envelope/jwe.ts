/**
 * Envelopes: compact JWE (RFC 7516), ECDH-ES direct over X25519 (RFC 8037, section 3.2), AES-256-GCM, for one recipient. Outside it
 * shows the suite, the sender and the two key ids, and nothing else; no key is ever tried that the envelope does not name.
 */
import { createCipheriv, createDecipheriv, createPublicKey, diffieHellman, type KeyObject, randomBytes } from 'node:crypto'
import { base64url, concat, maybeBase64url, sha256, utf8 } from '../bytes.ts'
import { hasExactly, isWord, maybeHeader } from './header.ts'
import {
  isKeyId,
  isPublicJwk,
  newEphemeralKey,
  type OpeningKey,
  openingKey,
  type PrivateJwk,
  type PublicJwk,
  type SealingKey,
} from './keys.ts'

export const SUITE_CLASSICAL = 'portolan-classical-1'
export const ENVELOPE_TYP = 'portolan-envelope+jwe'

/** What an envelope shows to everyone: the sender's member id and the key that it says it signed with. */
export type Outside = { readonly sender: string; readonly sender_key: string }

export type Envelope = Outside & {
  readonly suite: string
  readonly kid: string
  readonly epk: PublicJwk
  /** The protected header as it came: it is authenticated as these characters. */
  readonly header: string
  readonly iv: Uint8Array
  readonly ciphertext: Uint8Array
  readonly tag: Uint8Array
}

export type EnvelopeRefusal = 'malformed' | 'too-large' | 'suite' | 'alg' | 'epk'

const MAX_CHARACTERS = 4 * 1024 * 1024
const MEMBERS = ['alg', 'enc', 'epk', 'kid', 'sender', 'sender_key', 'suite', 'typ']

/** Seals for one recipient. `chance` is for test vectors only: the same ephemeral key must never be used twice. */
export function seal(plaintext: Uint8Array, to: SealingKey, outside: Outside, chance?: { ephemeral: PrivateJwk; iv: Uint8Array }): string {
  if (!isWord(outside.sender) || !isKeyId(outside.sender_key)) throw new TypeError('an envelope names its sender and its key')
  const ephemeral = chance === undefined ? newEphemeralKey() : openingKey(chance.ephemeral)
  const iv = chance === undefined ? randomBytes(12) : chance.iv
  if (iv.length !== 12) throw new TypeError('the iv has 12 bytes')
  const { crv, kty, x } = ephemeral.publicJwk
  const header = base64url(
    utf8(
      JSON.stringify({
        alg: 'ECDH-ES',
        enc: 'A256GCM',
        epk: { crv, kty, x },
        kid: to.kid,
        sender: outside.sender,
        sender_key: outside.sender_key,
        suite: SUITE_CLASSICAL,
        typ: ENVELOPE_TYP,
      }),
    ),
  )
  const cipher = createCipheriv('aes-256-gcm', agreedKey(ephemeral.privateKey, to.publicKey), iv, { authTagLength: 16 })
  cipher.setAAD(utf8(header))
  const ciphertext = concat(cipher.update(plaintext), cipher.final())
  return `${header}..${base64url(iv)}.${base64url(ciphertext)}.${base64url(cipher.getAuthTag())}`
}

/** Reads the outside of an envelope without any key; refuses suites it does not know and ephemeral keys that are not sound. */
export function readEnvelope(
  text: string,
  limits: { max_bytes?: number } = {},
): { ok: true; envelope: Envelope } | { ok: false; reason: EnvelopeRefusal } {
  if (typeof text !== 'string') return { ok: false, reason: 'malformed' }
  if (text.length > (limits.max_bytes ?? MAX_CHARACTERS)) return { ok: false, reason: 'too-large' }
  const parts = text.split('.', 6)
  const read = maybeHeader(parts[0]!)
  if (read === undefined || parts.length !== 5) return { ok: false, reason: 'malformed' }
  if (read.typ !== ENVELOPE_TYP || !isWord(read.suite)) return { ok: false, reason: 'malformed' }
  if (read.suite !== SUITE_CLASSICAL) return { ok: false, reason: 'suite' }
  if (read.alg !== 'ECDH-ES' || read.enc !== 'A256GCM') return { ok: false, reason: 'alg' }
  const { kid, sender, sender_key, suite, epk } = read
  if (!hasExactly(read, MEMBERS) || !isKeyId(kid) || !isWord(sender) || !isKeyId(sender_key)) return { ok: false, reason: 'malformed' }
  if (!isPublicJwk(epk, 'X25519') || !hasExactly(epk, ['crv', 'kty', 'x'])) return { ok: false, reason: 'epk' }
  const [header, encryptedKey, ...sealed] = parts as [string, string, string, string, string]
  const [iv, ciphertext, tag] = sealed.map(maybeBase64url)
  if (encryptedKey !== '' || iv?.length !== 12 || ciphertext === undefined || tag?.length !== 16) return { ok: false, reason: 'malformed' }
  return { ok: true, envelope: { suite, kid, sender, sender_key, epk, header, iv, ciphertext, tag } }
}

/** Opens with the key that the envelope names; whatever fails, the reason is the same. */
export function open(envelope: Envelope, key: OpeningKey): { ok: true; plaintext: Uint8Array } | { ok: false; reason: 'decryption' } {
  if (envelope.kid !== key.kid || envelope.suite !== SUITE_CLASSICAL) return { ok: false, reason: 'decryption' }
  try {
    const agreed = agreedKey(key.privateKey, createPublicKey({ key: envelope.epk, format: 'jwk' }))
    const decipher = createDecipheriv('aes-256-gcm', agreed, envelope.iv, { authTagLength: 16 })
    decipher.setAAD(utf8(envelope.header))
    decipher.setAuthTag(envelope.tag)
    return { ok: true, plaintext: concat(decipher.update(envelope.ciphertext), decipher.final()) }
  } catch {
    return { ok: false, reason: 'decryption' }
  }
}

const agreedKey = (privateKey: KeyObject, publicKey: KeyObject): Uint8Array =>
  concatKdf(diffieHellman({ privateKey, publicKey }), 'A256GCM', 256)

/** Concat KDF with SHA-256 for one block: RFC 7518, section 4.6.2. PartyUInfo and PartyVInfo are empty unless given. */
export function concatKdf(
  secret: Uint8Array,
  algorithm: string,
  bits: 128 | 256,
  party: { u: Uint8Array; v: Uint8Array } = { u: new Uint8Array(), v: new Uint8Array() },
): Uint8Array {
  const info = [lengthPrefixed(utf8(algorithm)), lengthPrefixed(party.u), lengthPrefixed(party.v), uint32(bits)]
  return sha256(uint32(1), secret, ...info).subarray(0, bits / 8)
}

const lengthPrefixed = (bytes: Uint8Array): Uint8Array => concat(uint32(bytes.length), bytes)

function uint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value)
  return bytes
}
