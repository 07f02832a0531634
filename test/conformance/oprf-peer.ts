/**
 * RFC 9497 in mode VOPRF written a second time, from its text, for ristretto255-SHA512: the group is libsodium's, the hashes are Node's. It shares no
 * code with `src/lib/blind`. For P256-SHA256 the peer is Cloudflare's voprf-ts, whose curve is that of SJCL.
 */
import { createHash } from 'node:crypto'
import sodium from 'libsodium-wrappers-sumo'

await sodium.ready

const CONTEXT = 'OPRFV1-\u0001-ristretto255-SHA512'
const text = (said: string) => new TextEncoder().encode(said)
const join = (...parts: (Uint8Array | string)[]) =>
  new Uint8Array(Buffer.concat(parts.map((part) => (typeof part === 'string' ? text(part) : part))))
const sha512 = (bytes: Uint8Array) => new Uint8Array(createHash('sha512').update(bytes).digest())
const two = (n: number) => Uint8Array.of(n >> 8, n & 255)
const prefixed = (bytes: Uint8Array) => join(two(bytes.length), bytes)

/** expand_message_xmd with SHA-512 to 64 bytes: RFC 9380, section 5.3.1. */
function expanded(message: Uint8Array, tag: string): Uint8Array {
  const dst = join(tag, Uint8Array.of(text(tag).length))
  const b0 = sha512(join(new Uint8Array(128), message, two(64), Uint8Array.of(0), dst))
  return sha512(join(b0, Uint8Array.of(1), dst))
}
const toGroup = (input: Uint8Array) => sodium.crypto_core_ristretto255_from_hash(expanded(input, `HashToGroup-${CONTEXT}`))
const toScalar = (input: Uint8Array, tag = `HashToScalar-${CONTEXT}`) => sodium.crypto_core_ristretto255_scalar_reduce(expanded(input, tag))
const times = (scalar: Uint8Array, element: Uint8Array) => sodium.crypto_scalarmult_ristretto255(scalar, element)
const timesBase = (scalar: Uint8Array) => sodium.crypto_scalarmult_ristretto255_base(scalar)
const plus = (a: Uint8Array, b: Uint8Array) => sodium.crypto_core_ristretto255_add(a, b)
const sumOf = (scalars: Uint8Array[], elements: Uint8Array[]) => elements.map((one, i) => times(scalars[i]!, one)).reduce(plus)

export function deriveKeyPair(seed: Uint8Array, info: Uint8Array): { sk: Uint8Array; pk: Uint8Array } {
  // a scalar of zero comes once in 2^252 seeds
  const sk = toScalar(join(seed, prefixed(info), Uint8Array.of(0)), `DeriveKeyPair${CONTEXT}`)
  return { sk, pk: timesBase(sk) }
}

const finalized = (input: Uint8Array, element: Uint8Array) => sha512(join(prefixed(input), prefixed(element), 'Finalize'))
export const evaluate = (sk: Uint8Array, input: Uint8Array): Uint8Array => finalized(input, times(sk, toGroup(input)))

export function blind(input: Uint8Array): { blind: Uint8Array; blinded: Uint8Array } {
  const scalar = sodium.crypto_core_ristretto255_scalar_random()
  return { blind: scalar, blinded: times(scalar, toGroup(input)) }
}

/** Weights of the composites: RFC 9497, section 2.2.1. */
function weights(pk: Uint8Array, blinded: Uint8Array[], evaluated: Uint8Array[]): Uint8Array[] {
  const seed = sha512(join(prefixed(pk), prefixed(text(`Seed-${CONTEXT}`))))
  return blinded.map((one, i) => toScalar(join(prefixed(seed), two(i), prefixed(one), prefixed(evaluated[i]!), 'Composite')))
}

const challenge = (...elements: Uint8Array[]) => toScalar(join(...elements.map(prefixed), 'Challenge'))

export function answer(sk: Uint8Array, pk: Uint8Array, blinded: Uint8Array[]): { evaluated: Uint8Array[]; proof: Uint8Array } {
  const evaluated = blinded.map((one) => times(sk, one))
  const d = weights(pk, blinded, evaluated)
  const [m, z] = [sumOf(d, blinded), sumOf(d, evaluated)]
  const r = sodium.crypto_core_ristretto255_scalar_random()
  const c = challenge(pk, m, z, timesBase(r), times(r, m))
  const s = sodium.crypto_core_ristretto255_scalar_sub(r, sodium.crypto_core_ristretto255_scalar_mul(c, sk))
  return { evaluated, proof: join(c, s) }
}

export function proves(pk: Uint8Array, blinded: Uint8Array[], evaluated: Uint8Array[], proof: Uint8Array): boolean {
  const [c, s] = [proof.slice(0, 32), proof.slice(32)]
  const d = weights(pk, blinded, evaluated)
  const [m, z] = [sumOf(d, blinded), sumOf(d, evaluated)]
  const expected = challenge(pk, m, z, plus(timesBase(s), times(c, pk)), plus(times(s, m), times(c, z)))
  return Buffer.compare(c, expected) === 0
}

export const unblinded = (input: Uint8Array, blind: Uint8Array, evaluated: Uint8Array): Uint8Array =>
  finalized(input, times(sodium.crypto_core_ristretto255_scalar_invert(blind), evaluated))
