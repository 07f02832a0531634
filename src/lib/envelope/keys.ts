/** Keys of members: Ed25519 for signing, X25519 for sealing, as JWKs (RFC 8037), named by their thumbprint (RFC 7638). */
import { createPrivateKey, createPublicKey, type KeyObject, randomBytes } from 'node:crypto'
import { base64url, concat, hex, maybeBase64url, maybeHex, sha256, utf8 } from '../bytes.ts'

export type PublicJwk = { kty: 'OKP'; crv: 'Ed25519' | 'X25519'; x: string }
export type PrivateJwk = PublicJwk & { d: string }

export type SigningKey = { readonly kid: string; readonly publicJwk: PublicJwk; readonly privateKey: KeyObject }
export type VerifyingKey = { readonly kid: string; readonly publicJwk: PublicJwk; readonly publicKey: KeyObject }
export type OpeningKey = { readonly kid: string; readonly publicJwk: PublicJwk; readonly privateKey: KeyObject }
export type SealingKey = { readonly kid: string; readonly publicJwk: PublicJwk; readonly publicKey: KeyObject }

/** Makes an Ed25519 key from 32 bytes of chance (RFC 8032, section 5.1.5). */
export const newSigningKey = (seed: Uint8Array = randomBytes(32)): PrivateJwk => fromSeed('Ed25519', seed)

/** Makes an X25519 key from 32 bytes of chance (RFC 7748, section 6.1). */
export const newSealingKey = (seed: Uint8Array = randomBytes(32)): PrivateJwk => fromSeed('X25519', seed)

/** The public half: kty, crv and x, and nothing else. */
export const publicOf = (jwk: PublicJwk): PublicJwk => ({ kty: jwk.kty, crv: jwk.crv, x: jwk.x })

/** The JWK thumbprint with SHA-256 in base64url: RFC 7638, RFC 8037 section 2. */
export const keyId = (jwk: PublicJwk): string => base64url(sha256(utf8(`{"crv":"${jwk.crv}","kty":"${jwk.kty}","x":"${jwk.x}"}`)))

/** A key identifier as `keyId` writes it: 32 bytes in base64url. */
export const isKeyId = (text: unknown): text is string => typeof text === 'string' && maybeBase64url(text)?.length === 32

export function signingKey(jwk: PrivateJwk): SigningKey {
  return privateKey(jwk, 'Ed25519')
}

export function openingKey(jwk: PrivateJwk): OpeningKey {
  return privateKey(jwk, 'X25519')
}

/** Throws TypeError for a malformed or small-order key; see `maybeVerifyingKey` for keys from outside. */
export function verifyingKey(jwk: PublicJwk): VerifyingKey {
  const key = maybeVerifyingKey(jwk)
  if (key === undefined) throw new TypeError('not a usable Ed25519 public key')
  return key
}

/** Throws TypeError for a malformed or low-order key; see `maybeSealingKey` for keys from outside. */
export function sealingKey(jwk: PublicJwk): SealingKey {
  const key = maybeSealingKey(jwk)
  if (key === undefined) throw new TypeError('not a usable X25519 public key')
  return key
}

/** Reads a verifying key from outside: `undefined` unless it is a canonical Ed25519 point of large order. */
export const maybeVerifyingKey = (jwk: unknown): VerifyingKey | undefined => maybePublicKey(jwk, 'Ed25519')

/** Reads a sealing key from outside: `undefined` unless it is a canonical X25519 point of large order. */
export const maybeSealingKey = (jwk: unknown): SealingKey | undefined => maybePublicKey(jwk, 'X25519')

/** Whether this is a public key on that curve, 32 canonical bytes, not a point of small order. Does no arithmetic. */
export function isPublicJwk(jwk: unknown, crv: PublicJwk['crv']): jwk is PublicJwk {
  if (typeof jwk !== 'object' || jwk === null) return false
  const { kty, crv: curve, x } = jwk as Record<string, unknown>
  if (kty !== 'OKP' || curve !== crv || typeof x !== 'string' || x.length !== 43) return false
  const point = maybeBase64url(x)
  return point?.length === 32 && (crv === 'Ed25519' ? soundEd25519(point) : soundX25519(point))
}

/** A fresh X25519 key for one envelope; it is never written down. */
export function newEphemeralKey(): { publicJwk: PublicJwk; privateKey: KeyObject } {
  const privateKey = fromSeedKey('X25519', randomBytes(32))
  return { publicJwk: { kty: 'OKP', crv: 'X25519', x: pointOf(privateKey) }, privateKey }
}

function maybePublicKey(jwk: unknown, crv: PublicJwk['crv']) {
  if (!isPublicJwk(jwk, crv)) return undefined
  const publicJwk = publicOf(jwk)
  try {
    return { kid: keyId(publicJwk), publicJwk, publicKey: createPublicKey({ key: publicJwk, format: 'jwk' }) }
  } catch {
    return undefined
  }
}

function privateKey(jwk: PrivateJwk, crv: PublicJwk['crv']) {
  const seed = isPublicJwk(jwk, crv) && typeof jwk.d === 'string' ? maybeBase64url(jwk.d) : undefined
  if (seed?.length !== 32) throw new TypeError(`not a usable ${crv} private key`)
  const key = fromSeedKey(crv, seed)
  if (pointOf(key) !== jwk.x) throw new TypeError(`the halves of this ${crv} key do not belong together`)
  const publicJwk = publicOf(jwk)
  return { kid: keyId(publicJwk), publicJwk, privateKey: key }
}

function fromSeed(crv: PublicJwk['crv'], seed: Uint8Array): PrivateJwk {
  if (seed.length !== 32) throw new TypeError('a key is made from 32 bytes')
  return { kty: 'OKP', crv, x: pointOf(fromSeedKey(crv, seed)), d: base64url(seed) }
}

// The PKCS #8 wrapping of RFC 8410, section 7: only the object identifier differs.
const PKCS8 = { Ed25519: maybeHex('302e020100300506032b657004220420')!, X25519: maybeHex('302e020100300506032b656e04220420')! }

const fromSeedKey = (crv: PublicJwk['crv'], seed: Uint8Array): KeyObject =>
  createPrivateKey({ key: Buffer.from(concat(PKCS8[crv], seed)), format: 'der', type: 'pkcs8' })

const pointOf = (key: KeyObject): string => createPublicKey(key).export({ format: 'jwk' }).x!

// Points of order 1, 2, 4 and 8. Under such a key a signature fits many messages, and a shared secret is known to everyone.
const SMALL_ED25519 = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
])
const LOW_X25519 = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
])

function soundEd25519(point: Uint8Array): boolean {
  const y = point.slice() // the top bit is the sign of x
  y[31]! &= 0x7f
  return belowPrime(y) && !SMALL_ED25519.has(hex(y))
}

const soundX25519 = (point: Uint8Array): boolean => belowPrime(point) && !LOW_X25519.has(hex(point))

/** Whether these little-endian bytes are below 2^255 - 19, so that a point has one spelling and a key one identifier. */
function belowPrime(bytes: Uint8Array): boolean {
  if (bytes[31]! > 0x7f) return false
  return bytes[31]! < 0x7f || bytes[0]! < 0xed || !bytes.subarray(1, 31).every((byte) => byte === 0xff)
}
