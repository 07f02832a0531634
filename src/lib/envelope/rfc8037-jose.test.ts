/** Keys and key agreement against the examples of RFC 8037, RFC 7638, RFC 7518 and RFC 5869. */
import { createPrivateKey, createPublicKey, diffieHellman, sign, verify } from 'node:crypto'
import { expect, test } from 'vitest'
import rfc5869 from '../../../vectors/envelope/rfc5869.json' with { type: 'json' }
import rfc7518 from '../../../vectors/envelope/rfc7518-c.json' with { type: 'json' }
import rfc8037 from '../../../vectors/envelope/rfc8037.json' with { type: 'json' }
import { base64url, hex, maybeBase64url, maybeHex, utf8 } from '../bytes.ts'
import { deriveKey } from './content.ts'
import { concatKdf } from './jwe.ts'
import {
  keyId,
  newSealingKey,
  newSigningKey,
  openingKey,
  type PrivateJwk,
  type PublicJwk,
  publicOf,
  sealingKey,
  signingKey,
  verifyingKey,
} from './keys.ts'

const ed25519 = rfc8037.ed25519.private as PrivateJwk

test('RFC 8037 A.1 and A.2: the private key gives its public key', () => {
  expect(newSigningKey(maybeBase64url(ed25519.d)!)).toEqual(ed25519)
  expect(publicOf(ed25519)).toEqual({ kty: 'OKP', crv: 'Ed25519', x: ed25519.x })
})

test('RFC 8037 A.3 and RFC 7638: the thumbprint', () => {
  expect(keyId(ed25519)).toBe(rfc8037.ed25519.thumbprint)
  expect(signingKey(ed25519).kid).toBe(rfc8037.ed25519.thumbprint)
})

test('RFC 8037 A.4 and A.5: the signature', () => {
  const { protected_text, payload_text, signing_input, signature } = rfc8037.jws
  expect(`${base64url(utf8(protected_text))}.${base64url(utf8(payload_text))}`).toBe(signing_input)
  expect(base64url(sign(null, utf8(signing_input), signingKey(ed25519).privateKey))).toBe(signature)
  expect(verify(null, utf8(signing_input), verifyingKey(publicOf(ed25519)).publicKey, maybeBase64url(signature)!)).toBe(true)
})

test('RFC 8037 A.6: ECDH-ES with X25519 agrees on Z', () => {
  const ephemeral = newSealingKey(maybeHex(rfc8037.x25519.ephemeral_private_hex)!)
  expect(ephemeral.x).toBe(rfc8037.x25519.ephemeral_x)
  const { publicKey } = sealingKey(rfc8037.x25519.recipient as PublicJwk)
  const z = diffieHellman({ privateKey: openingKey(ephemeral).privateKey, publicKey })
  expect(hex(z)).toBe(rfc8037.x25519.z_hex)
})

test('RFC 7518, appendix C: Concat KDF', () => {
  const z = diffieHellman({
    privateKey: createPrivateKey({ key: rfc7518.alice, format: 'jwk' }),
    publicKey: createPublicKey({ key: rfc7518.bob, format: 'jwk' }),
  })
  expect(hex(z)).toBe(rfc7518.z_hex)
  const party = { u: utf8(rfc7518.party_u_text), v: utf8(rfc7518.party_v_text) }
  expect(base64url(concatKdf(z, rfc7518.algorithm, rfc7518.bits as 128, party))).toBe(rfc7518.derived)
})

test.each(rfc5869.cases)('RFC 5869 $name: HKDF with SHA-256', ({ ikm_hex, salt_hex, info_hex, okm_hex }) => {
  const okm = maybeHex(okm_hex)!
  expect(deriveKey(maybeHex(ikm_hex)!, maybeHex(salt_hex)!, maybeHex(info_hex)!, okm.length)).toEqual(okm)
})
