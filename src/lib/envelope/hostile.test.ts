/** Statements, envelopes and keys that have to be refused, each for its reason. */
import { expect, test } from 'vitest'
import * as generated from '../../../vectors/envelope/generate.ts'
import hostile from '../../../vectors/envelope/hostile.json' with { type: 'json' }
import own from '../../../vectors/envelope/own.json' with { type: 'json' }
import { maybeBase64url, utf8 } from '../bytes.ts'
import { open, readEnvelope, seal } from './jwe.ts'
import { peekCompact, signCompact, verifyCompact, verifyGeneral } from './jws.ts'
import {
  maybeSealingKey,
  maybeVerifyingKey,
  openingKey,
  type PrivateJwk,
  type PublicJwk,
  sealingKey,
  signingKey,
  verifyingKey,
} from './keys.ts'

const known = new Map(hostile.keys.signing.map((jwk) => verifyingKey(jwk as PublicJwk)).map((key) => [key.kid, key]))
const keyOf = (kid: string) => known.get(kid)
const tunisia = openingKey(hostile.keys.opening as PrivateJwk)
const payload = utf8(hostile.payload)

test('the files are what their generator writes', () => {
  expect(own).toEqual(generated.own())
  expect(hostile).toEqual(JSON.parse(JSON.stringify(generated.hostile())))
})

test('own vector: the statement, byte for byte', () => {
  const key = signingKey(own.signing as PrivateJwk)
  expect(key.kid).toBe(own.signing.kid)
  expect(signCompact(utf8(own.payload), key, own.typ)).toBe(own.statement)
})

test('own vector: the envelope, byte for byte', () => {
  const chance = { ephemeral: own.ephemeral as PrivateJwk, iv: maybeBase64url(own.iv)! }
  const to = sealingKey(own.opening as PrivateJwk)
  expect(to.kid).toBe(own.opening.kid)
  expect(seal(utf8(own.payload), to, { sender: own.sender, sender_key: own.signing.kid }, chance)).toBe(own.envelope)
})

test.each(hostile.public_keys)('key refused: $family: $name', ({ jwk }) => {
  expect(maybeVerifyingKey(jwk)).toBeUndefined()
  expect(maybeSealingKey(jwk)).toBeUndefined()
  expect(() => verifyingKey(jwk as PublicJwk)).toThrow(TypeError)
  expect(() => sealingKey(jwk as PublicJwk)).toThrow(TypeError)
})

test.each(hostile.statements)('statement: $family: $name: $reason', ({ name, jws, reason }) => {
  const read = verifyCompact(jws, hostile.typ, keyOf)
  if (reason === 'ok') {
    expect(read).toMatchObject({ ok: true, payload: name === 'an empty payload' ? new Uint8Array() : payload })
    expect(peekCompact(jws)).toMatchObject({ ok: true, typ: hostile.typ })
  } else {
    expect(read).toEqual({ ok: false, reason })
  }
})

test.each(hostile.generals)('general: $name: $reason', ({ jws, reason, signers }) => {
  expect(verifyGeneral(jws, hostile.typ, keyOf)).toEqual(reason === 'ok' ? { ok: true, payload, signers } : { ok: false, reason })
})

test.each(hostile.envelopes)('envelope: $family: $name: $reason', ({ text, reason }) => {
  const read = readEnvelope(text)
  if (reason !== 'ok' && reason !== 'decryption') {
    expect(read).toEqual({ ok: false, reason })
    return
  }
  if (!read.ok) expect.unreachable(`refused before opening: ${read.reason}`)
  else expect(open(read.envelope, tunisia)).toEqual(reason === 'ok' ? { ok: true, plaintext: payload } : { ok: false, reason })
})
