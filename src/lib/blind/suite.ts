/** The suites of RFC 9497 that blind checks use, section 4: sizes in bytes, elements as they come over a wire, and the library behind them. */
import { createHash } from 'node:crypto'
import { ristretto255, ristretto255_hasher, ristretto255_oprf } from '@noble/curves/ed25519.js'
import { p256, p256_hasher, p256_oprf } from '@noble/curves/nist.js'
import { concat, utf8 } from '../bytes.ts'

export const SUITES = ['ristretto255-SHA512', 'P256-SHA256'] as const
export type Suite = (typeof SUITES)[number]

/** Random bytes of the length asked for, never the same twice: the caller's, since nothing here draws any. They are overwritten after use. */
export type Chance = (length: number) => Uint8Array

export type ElementRefusal = 'size-wrong' | 'element-malformed' | 'element-identity' | 'element-twice'

interface Parts {
  /** What two parties do with each other; of the modes OPRF, VOPRF and POPRF the second is used. */
  readonly modes: typeof ristretto255_oprf
  /** Hash-to-group (RFC 9380) with a domain separation tag, then the multiplication by a scalar: an element. */
  readonly multiplied: (input: Uint8Array, tag: Uint8Array, scalar: Uint8Array) => Uint8Array
  readonly hash: 'sha512' | 'sha256'
  /** Length of an element: Ne. */
  readonly element: number
  /** Length of a scalar: Ns. A proof is two. */
  readonly scalar: number
  /** Length of an output: Nh. */
  readonly output: number
  /** Throws for what is not the one canonical encoding of an element. */
  readonly isIdentity: (bytes: Uint8Array) => boolean
}

const PARTS: Readonly<Record<Suite, Parts>> = {
  'ristretto255-SHA512': {
    modes: ristretto255_oprf,
    multiplied: (input, tag, scalar) =>
      ristretto255_hasher.hashToCurve(input, { DST: tag }).multiply(ristretto255.Point.Fn.fromBytes(scalar)).toBytes(),
    hash: 'sha512',
    element: 32,
    scalar: 32,
    output: 64,
    isIdentity: (bytes) => ristretto255.Point.fromBytes(bytes).is0(),
  },
  'P256-SHA256': {
    modes: p256_oprf,
    multiplied: (input, tag, scalar) => p256_hasher.hashToCurve(input, { DST: tag }).multiply(p256.Point.Fn.fromBytes(scalar)).toBytes(),
    hash: 'sha256',
    element: 33,
    scalar: 32,
    output: 32,
    isIdentity: (bytes) => p256.Point.fromBytes(bytes).is0(),
  },
}

/** What a suite consists of; throws TypeError for any other. */
export function partsOf(suite: Suite): Parts {
  if (!SUITES.includes(suite)) throw new TypeError(`no such suite: ${suite}`)
  return PARTS[suite]
}

/** F(scalar, input) without a blind: Evaluate of mode VOPRF, RFC 9497, sections 3.3.1 and 3.3.2. */
export function evaluated(suite: Suite, scalar: Uint8Array, input: Uint8Array): Uint8Array {
  const { multiplied, hash } = partsOf(suite)
  const element = multiplied(input, utf8(`HashToGroup-OPRFV1-\u0001-${suite}`), scalar)
  const transcript = concat(lengthOf(input), input, lengthOf(element), element, utf8('Finalize'))
  return new Uint8Array(createHash(hash).update(transcript).digest())
}

/** I2OSP(length, 2). */
function lengthOf({ length }: Uint8Array): Uint8Array {
  if (length > 0xffff) throw new TypeError('an input has 65,535 bytes at most')
  return Uint8Array.of(length >> 8, length & 0xff)
}

/** Why bytes from outside are no element: DeserializeElement and the check for the identity, RFC 9497, sections 2.1 and 3.3. */
export function elementFault(suite: Suite, bytes: Uint8Array): ElementRefusal | undefined {
  const { element, isIdentity } = partsOf(suite)
  if (bytes.length !== element) return 'size-wrong'
  try {
    return isIdentity(bytes) ? 'element-identity' : undefined
  } catch {
    return 'element-malformed'
  }
}

/** Bytes in pieces of one length. */
export const piecesOf = (bytes: Uint8Array, length: number): Uint8Array[] =>
  Array.from({ length: bytes.length / length }, (_, i) => bytes.slice(i * length, (i + 1) * length))
