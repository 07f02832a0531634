/** What the envelope promises its users, over any bytes. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { utf8 } from '../bytes.ts'
import {
  addSignature,
  decryptContent,
  encryptContent,
  isKeyId,
  keyId,
  newContentKey,
  newSealingKey,
  newSigningKey,
  open,
  openingKey,
  type PrivateJwk,
  peekCompact,
  publicOf,
  readEnvelope,
  SUITE_CLASSICAL,
  seal,
  sealingKey,
  signCompact,
  signGeneral,
  signingKey,
  verifyCompact,
  verifyGeneral,
  verifyingKey,
} from './index.ts'

const TYP = 'portolan-statement+jws'
const italy = signingKey(newSigningKey())
const france = signingKey(newSigningKey())
const tunisiaJwk = newSealingKey()
const tunisia = openingKey(tunisiaJwk)
const forTunisia = sealingKey(publicOf(tunisiaJwk))
const keys = new Map([italy, france].map((key) => [key.kid, verifyingKey(key.publicJwk)]))
const keyOf = (kid: string) => keys.get(kid)
const outside = { sender: 'italy', sender_key: italy.kid }
const bytes = fc.uint8Array({ maxLength: 300 })

test('Italy signs and seals, Tunisia opens and verifies, and the outside tells only who and by which key', () => {
  const text = seal(utf8(signCompact(utf8('a request'), italy, TYP)), forTunisia, outside)
  const header = JSON.parse(Buffer.from(text.split('.')[0]!, 'base64url').toString())
  expect(Object.keys(header).sort()).toEqual(['alg', 'enc', 'epk', 'kid', 'sender', 'sender_key', 'suite', 'typ'])
  const read = readEnvelope(text)
  expect(read).toMatchObject({ ok: true, envelope: { ...outside, suite: SUITE_CLASSICAL, kid: tunisia.kid } })
  const opened = read.ok && open(read.envelope, tunisia)
  const jws = opened !== false && opened.ok ? Buffer.from(opened.plaintext).toString() : ''
  expect(verifyCompact(jws, TYP, keyOf)).toEqual({ ok: true, kid: italy.kid, payload: new Uint8Array(utf8('a request')) })
})

test('nobody else opens it', () => {
  const read = readEnvelope(seal(utf8('a request'), forTunisia, outside))
  expect(read.ok && open(read.envelope, openingKey(newSealingKey()))).toEqual({ ok: false, reason: 'decryption' })
})

test('the same plaintext sealed twice shares no ephemeral key, nonce or ciphertext', () => {
  const [first, second] = [1, 2].map(() => seal(utf8('the same'), forTunisia, outside).split('.'))
  for (const i of [0, 2, 3, 4]) expect(first![i]).not.toBe(second![i])
})

test('any bytes are signed and verified, sealed and opened', () => {
  fc.assert(
    fc.property(bytes, (content) => {
      expect(verifyCompact(signCompact(content, italy, TYP), TYP, keyOf)).toEqual({ ok: true, kid: italy.kid, payload: content })
      const read = readEnvelope(seal(content, forTunisia, outside))
      expect(read.ok && open(read.envelope, tunisia)).toEqual({ ok: true, plaintext: content })
    }),
  )
})

/** One character of the text replaced by another. */
const changed = (text: string, where: number, by: number): string => {
  const at = where % text.length
  const other = String.fromCharCode(((text.charCodeAt(at) - 32 + 1 + (by % 94)) % 95) + 32)
  return text.slice(0, at) + other + text.slice(at + 1)
}

test('a statement changed in any character is refused', () => {
  const jws = signCompact(utf8('{"a":"request"}'), italy, TYP)
  fc.assert(
    fc.property(fc.nat(), fc.nat(), (where, by) => {
      expect(verifyCompact(changed(jws, where, by), TYP, keyOf).ok).toBe(false)
    }),
    { numRuns: 1000 },
  )
})

test('an envelope changed in any character is refused', () => {
  const text = seal(utf8('{"a":"request"}'), forTunisia, outside)
  fc.assert(
    fc.property(fc.nat(), fc.nat(), (where, by) => {
      const read = readEnvelope(changed(text, where, by))
      expect(read.ok && open(read.envelope, tunisia).ok).toBe(false)
    }),
    { numRuns: 1000 },
  )
})

test('garbage never throws', () => {
  const dotted = fc.array(fc.base64String({ maxLength: 40 }), { maxLength: 7 }).map((parts) => parts.join('.'))
  fc.assert(
    fc.property(fc.oneof(dotted, fc.string({ unit: 'binary' })), fc.json({ maxDepth: 2 }), (text, json) => {
      expect(verifyCompact(text, TYP, keyOf).ok).toBe(false)
      expect(peekCompact(text).ok).toBe(false)
      expect(readEnvelope(text).ok).toBe(false)
      expect(verifyGeneral(JSON.parse(json), TYP, keyOf).ok).toBe(false)
      expect(readEnvelope(`${Buffer.from(json).toString('base64url')}.${text}`).ok).toBe(false)
    }),
  )
})

test('sizes are bounded before anything is decoded', () => {
  const jws = signCompact(new Uint8Array(1000), italy, TYP)
  expect(verifyCompact(jws, TYP, keyOf, { max_bytes: 1000 })).toEqual({ ok: false, reason: 'malformed' })
  expect(readEnvelope('a'.repeat(5 * 1024 * 1024))).toEqual({ ok: false, reason: 'too-large' })
  expect(readEnvelope(seal(new Uint8Array(), forTunisia, outside), { max_bytes: 100 })).toEqual({ ok: false, reason: 'too-large' })
})

test('a roster gathers signatures one by one, and each signer counts once', () => {
  const one = signGeneral(utf8('roster 7'), [italy], 'portolan-roster+jws')
  const two = addSignature(addSignature(one, france), italy)
  expect(two.signatures).toHaveLength(2)
  const read = verifyGeneral(JSON.parse(JSON.stringify(two)), 'portolan-roster+jws', keyOf)
  expect(read).toMatchObject({ ok: true, signers: [italy.kid, france.kid] })
  expect(verifyGeneral(two, 'portolan-roster+jws', (kid) => (kid === france.kid ? keys.get(kid) : undefined))).toMatchObject({
    signers: [france.kid],
  })
  expect(() => addSignature({ payload: '', signatures: [] }, italy)).toThrow(TypeError)
})

test('a key that answers to another kid is not used', () => {
  const jws = signCompact(utf8('x'), italy, TYP)
  expect(verifyCompact(jws, TYP, () => keys.get(france.kid))).toEqual({ ok: false, reason: 'unknown-key' })
})

test('private keys: halves that do not belong together, wrong curves and lengths are misuse', () => {
  const jwk = newSigningKey()
  const wrong = [
    { ...jwk, x: newSigningKey().x },
    { ...jwk, d: jwk.d.slice(1) },
    { ...jwk, d: undefined },
    { ...jwk, crv: 'X25519' },
    publicOf(jwk),
    newSealingKey(),
  ]
  for (const key of wrong) expect(() => signingKey(key as PrivateJwk)).toThrow(TypeError)
  expect(() => openingKey(jwk)).toThrow(TypeError)
  expect(() => newSigningKey(new Uint8Array(31))).toThrow(TypeError)
})

test('a public key never carries the private half', () => {
  const jwk = newSigningKey()
  for (const key of [signingKey(jwk), verifyingKey(jwk)]) expect(JSON.stringify(key.publicJwk)).not.toContain(jwk.d)
  expect(isKeyId(keyId(jwk))).toBe(true)
})

test('misuse of sealing and signing throws', () => {
  expect(() => seal(utf8('x'), forTunisia, { sender: 'italy"', sender_key: italy.kid })).toThrow(TypeError)
  expect(() => seal(utf8('x'), forTunisia, { sender: 'italy', sender_key: 'key' })).toThrow(TypeError)
  expect(() => signCompact(utf8('x'), italy, 'a type')).toThrow(TypeError)
})

test('content at rest: only the same key and the same place give it back', () => {
  const key = newContentKey()
  fc.assert(
    fc.property(bytes, bytes, fc.nat(), fc.integer({ min: 1, max: 255 }), (content, aad, where, mask) => {
      const encrypted = encryptContent(content, key, aad)
      expect(encrypted.length).toBe(content.length + 28)
      expect(decryptContent(encrypted, key, aad)).toEqual({ ok: true, plaintext: content })
      const at = where % encrypted.length
      const refused = { ok: false, reason: 'decryption' }
      expect(decryptContent(encrypted.with(at, encrypted[at]! ^ mask), key, aad)).toEqual(refused)
      expect(decryptContent(encrypted.subarray(0, at), key, aad)).toEqual(refused)
      expect(decryptContent(encrypted, key, Buffer.concat([aad, Buffer.of(0)]))).toEqual(refused)
      expect(decryptContent(encrypted, newContentKey(), aad)).toEqual(refused)
    }),
  )
})
