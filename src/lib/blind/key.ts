/** The owner's key of one edition and one kind: derived (RFC 9497, section 3.2.1), named, published, and forgotten. */
import { hex, sha256, utf8 } from '../bytes.ts'
import { canonicalJson } from '../canonical-json.ts'
import { type ElementRefusal, elementFault, partsOf, type Suite } from './suite.ts'

/** Length of a key's id. */
export const KEY_ID = 16

/** What an asker needs of the owner's key. */
export interface PublicKey {
  readonly suite: Suite
  /** The element pkS: 32 bytes (ristretto255) or 33 (P-256). */
  readonly element: Uint8Array
  /** The first 16 bytes of SHA-256(suite ‖ 0x00 ‖ element): stands before every asking and every set, so that no two editions are mixed. */
  readonly id: Uint8Array
}

/** The owner's half; it leaves the node in no form. */
export interface SecretKey {
  readonly public: PublicKey
  /** The scalar skS, 32 bytes; zeros once forgotten. */
  readonly scalar: Uint8Array
}

/** For what a key is good. Nothing that is evaluated under one meets anything that is evaluated under another. */
export interface KeyPurpose {
  readonly network: string
  readonly owner: string
  readonly kind: string
  /** Counts up from 1; each published set opens a new one. */
  readonly edition: number
}

/**
 * DeriveKeyPair of mode VOPRF, its info the canonical JSON of the purpose. The seed is 32 random bytes, one for each edition: who destroys seed and
 * key has closed the edition for good. Throws TypeError for another length or an edition that is no number from 1.
 */
export function editionKey(suite: Suite, seed: Uint8Array, { network, owner, kind, edition }: KeyPurpose): SecretKey {
  if (seed.length !== 32) throw new TypeError('the seed of an edition has 32 bytes')
  if (!Number.isSafeInteger(edition) || edition < 1) throw new TypeError(`${edition} is not an edition`)
  const { secretKey, publicKey } = partsOf(suite).modes.voprf.deriveKeyPair(seed, utf8(canonicalJson({ edition, kind, network, owner })))
  return { public: named(suite, publicKey), scalar: secretKey }
}

/** Reads a public key as a partner states it. */
export function readPublicKey(
  suite: Suite,
  element: Uint8Array,
): { readonly ok: true; readonly key: PublicKey } | { readonly ok: false; readonly reason: ElementRefusal } {
  const reason = elementFault(suite, element)
  return reason === undefined ? { ok: true, key: named(suite, element.slice()) } : { ok: false, reason }
}

/** Overwrites the scalar: the key answers nothing any more. Copies that the engine made while computing are out of reach. */
export function forget(key: SecretKey): void {
  key.scalar.fill(0)
}

/** The scalar of a key that still is one; throws TypeError otherwise. */
export function scalarOf(key: SecretKey): Uint8Array {
  if (key.scalar.every((byte) => byte === 0)) throw new TypeError(`key ${hex(key.public.id)} is forgotten`)
  return key.scalar
}

const named = (suite: Suite, element: Uint8Array): PublicKey => ({
  suite,
  element,
  id: sha256(utf8(suite), Uint8Array.of(0), element).slice(0, KEY_ID),
})
