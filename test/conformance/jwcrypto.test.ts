/** One statement in one envelope, both ways, with an implementation in another language: python3-jwcrypto, as Debian ships it. */
import { execFileSync, spawnSync } from 'node:child_process'
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
  signingKey,
  verifyCompact,
  verifyingKey,
} from '#lib/envelope/index.ts'

const PYTHON = '/usr/bin/python3'
const installed = spawnSync(PYTHON, ['-c', 'import jwcrypto'], { timeout: 30_000 }).status === 0
const why = installed ? '' : ' (not run: python3-jwcrypto is not installed)'

test.skipIf(!installed)(`jwcrypto opens and verifies what we send, and we what it sends${why}`, () => {
  const [signing, opening] = [newSigningKey(), newSealingKey()]
  const typ = 'portolan-statement+jws'
  const outside = { suite: SUITE_CLASSICAL, sender: 'italy', sender_key: keyId(signing) }
  const payload = '{"text":"تحقق – vérification"}'
  const answer = '{"text":"réponse – رد"}'
  const statement_header = { alg: 'EdDSA', kid: keyId(signing), typ }
  const envelope_header = { alg: 'ECDH-ES', enc: 'A256GCM', kid: keyId(opening), typ: ENVELOPE_TYP, ...outside }
  const envelope = seal(utf8(signCompact(utf8(payload), signingKey(signing), typ)), sealingKey(publicOf(opening)), outside)

  const request = JSON.stringify({ signing, opening, envelope, answer, statement_header, envelope_header })
  const script = new URL('./jwcrypto_peer.py', import.meta.url).pathname
  const peer = JSON.parse(execFileSync(PYTHON, [script], { input: request, encoding: 'utf8', timeout: 30_000 }))

  expect(peer.thumbprints).toEqual([keyId(signing), keyId(opening)])
  expect(peer.payload).toBe(payload)
  expect(peer.statement_header).toEqual(statement_header)
  expect(peer.envelope_header).toMatchObject(envelope_header)

  const read = readEnvelope(peer.sealed)
  if (!read.ok) return expect.unreachable(read.reason)
  expect(read.envelope).toMatchObject({ ...outside, kid: keyId(opening) })
  const opened = open(read.envelope, openingKey(opening))
  if (!opened.ok) return expect.unreachable(opened.reason)
  const key = verifyingKey(publicOf(signing))
  const verified = verifyCompact(Buffer.from(opened.plaintext).toString(), typ, (kid) => (kid === key.kid ? key : undefined))
  expect(verified).toEqual({ ok: true, kid: keyId(signing), payload: new Uint8Array(utf8(answer)) })
})
