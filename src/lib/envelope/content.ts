/** Content at rest: AES-256-GCM for attachments and rows, HKDF-SHA256 (RFC 5869) for keys derived from keys. */
import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto'
import { concat, utf8 } from '../bytes.ts'

const NONCE_BYTES = 12
const TAG_BYTES = 16

/** A key made ready once: several times faster than its bytes at each use. */
export const contentKey = (bytes: Uint8Array): KeyObject => createSecretKey(bytes)

/** A fresh 256-bit key. */
export const newContentKey = (): Uint8Array => new Uint8Array(randomBytes(32))

/**
 * Encrypts to nonce ‖ ciphertext ‖ tag, 28 bytes longer. `aad` says where the content belongs; one key serves at most 2^32 contents
 * (NIST SP 800-38D, section 8.3).
 */
export function encryptContent(
  bytes: Uint8Array,
  key: Uint8Array | KeyObject,
  aad: Uint8Array,
  nonce: Uint8Array = randomBytes(NONCE_BYTES),
): Uint8Array {
  if (nonce.length !== NONCE_BYTES) throw new TypeError('a nonce has 12 bytes')
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
  cipher.setAAD(aad)
  return concat(nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag())
}

/** Decrypts what `encryptContent` wrote under the same key and `aad`. */
export function decryptContent(
  encrypted: Uint8Array,
  key: Uint8Array | KeyObject,
  aad: Uint8Array,
): { ok: true; plaintext: Uint8Array } | { ok: false; reason: 'decryption' } {
  if ((key instanceof Uint8Array ? key.length : key.symmetricKeySize) !== 32) throw new TypeError('a content key has 32 bytes')
  if (encrypted.length < NONCE_BYTES + TAG_BYTES) return { ok: false, reason: 'decryption' }
  const end = encrypted.length - TAG_BYTES
  const decipher = createDecipheriv('aes-256-gcm', key, encrypted.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
  decipher.setAAD(aad)
  decipher.setAuthTag(encrypted.subarray(end))
  try {
    return { ok: true, plaintext: concat(decipher.update(encrypted.subarray(NONCE_BYTES, end)), decipher.final()) }
  } catch {
    return { ok: false, reason: 'decryption' }
  }
}

/** Derives key material for one purpose, named by `info`: HKDF with SHA-256. */
export function deriveKey(secret: Uint8Array | KeyObject, salt: Uint8Array, info: Uint8Array | string, length_bytes = 32): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, salt, typeof info === 'string' ? utf8(info) : info, length_bytes))
}
