/** Statements and envelopes against an independent implementation: panva/jose, which uses Web Cryptography. */
import {
  CompactEncrypt,
  CompactSign,
  calculateJwkThumbprint,
  compactDecrypt,
  compactVerify,
  GeneralSign,
  generalVerify,
  importJWK,
} from 'jose'
import { expect, test } from 'vitest'
import { utf8 } from '#lib/bytes.ts'
import {
  ENVELOPE_TYP,
  keyId,
  newSealingKey,
  newSigningKey,
  open,
  openingKey,
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
} from '#lib/envelope/index.ts'

const TYP = 'portolan-statement+jws'
const italy = newSigningKey()
const france = newSigningKey()
const tunisia = newSealingKey()
const keys = new Map([italy, france].map((jwk) => [keyId(jwk), verifyingKey(publicOf(jwk))]))
const keyOf = (kid: string) => keys.get(kid)
const contents = ['', 'x', '{"text":"تحقق – vérification"}', 'a'.repeat(100_000)].map(utf8)
const same = (actual: Uint8Array, expected: Uint8Array) => expect(Buffer.from(actual).equals(expected)).toBe(true)

test('the thumbprints are the same', async () => {
  for (const jwk of [italy, tunisia]) expect(await calculateJwkThumbprint(publicOf(jwk))).toBe(keyId(jwk))
})

test.each(contents)('jose verifies our statement (%#)', async (content) => {
  const jws = signCompact(content, signingKey(italy), TYP)
  const { payload, protectedHeader } = await compactVerify(jws, await importJWK(publicOf(italy), 'EdDSA'))
  same(payload, content)
  expect(protectedHeader).toEqual({ alg: 'EdDSA', kid: keyId(italy), typ: TYP })
})

test.each(contents)('we verify the statement of jose (%#)', async (content) => {
  const jws = await new CompactSign(content)
    .setProtectedHeader({ typ: TYP, alg: 'EdDSA', kid: keyId(italy) })
    .sign(await importJWK(italy, 'EdDSA'))
  const read = verifyCompact(jws, TYP, keyOf)
  if (!read.ok) expect.unreachable(read.reason)
  else same(read.payload, content)
})

test('jose verifies our general serialization, and we verify that of jose', async () => {
  const ours = signGeneral(utf8('roster'), [signingKey(italy), signingKey(france)], TYP)
  for (const jwk of [italy, france]) {
    const { payload } = await generalVerify(ours as never, async (header) => {
      if (header.kid !== keyId(jwk)) throw new Error('another key')
      return importJWK(publicOf(jwk), 'EdDSA')
    })
    same(payload, utf8('roster'))
  }
  const signing = new GeneralSign(utf8('roster'))
  for (const jwk of [italy, france]) {
    signing.addSignature(await importJWK(jwk, 'EdDSA')).setProtectedHeader({ alg: 'EdDSA', kid: keyId(jwk), typ: TYP })
  }
  expect(verifyGeneral(await signing.sign(), TYP, keyOf)).toMatchObject({ ok: true, signers: [keyId(italy), keyId(france)] })
})

test.each(contents)('jose opens our envelope (%#)', async (content) => {
  const text = seal(content, sealingKey(publicOf(tunisia)), { sender: 'italy', sender_key: keyId(italy) })
  const { plaintext, protectedHeader } = await compactDecrypt(text, await importJWK(tunisia, 'ECDH-ES'))
  same(plaintext, content)
  expect(protectedHeader).toMatchObject({ suite: SUITE_CLASSICAL, sender: 'italy', kid: keyId(tunisia), typ: ENVELOPE_TYP })
})

test.each(contents)('we open the envelope of jose (%#)', async (content) => {
  const outside = { suite: SUITE_CLASSICAL, sender: 'italy', sender_key: keyId(italy) }
  const text = await new CompactEncrypt(content)
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid: keyId(tunisia), typ: ENVELOPE_TYP, ...outside })
    .encrypt(await importJWK(publicOf(tunisia), 'ECDH-ES'))
  const read = readEnvelope(text)
  if (!read.ok) return expect.unreachable(read.reason)
  expect(read.envelope).toMatchObject(outside)
  const opened = open(read.envelope, openingKey(tunisia))
  if (!opened.ok) expect.unreachable(opened.reason)
  else same(opened.plaintext, content)
})
