/** Blind exchanges against implementations by others: libsodium's group under the RFC's text, and Cloudflare's voprf-ts on SJCL's curve. */
import { randomBytes } from 'node:crypto'
import { derivePrivateKey, Evaluation, EvaluationRequest, generatePublicKey, Oprf, VOPRFClient, VOPRFServer } from '@cloudflare/voprf-ts'
import { expect, test } from 'vitest'
import { answer, ask, editionKey, evaluate, readPublicKey } from '#lib/blind/index.ts'
import { concat, hex, utf8 } from '#lib/bytes.ts'
import * as peer from './oprf-peer.ts'

const chance = (length: number) => new Uint8Array(randomBytes(length))
const PURPOSE = { network: 'euromed', owner: 'tunisia', kind: 'telephone', edition: 1 }
const INFO = utf8('{"edition":1,"kind":"telephone","network":"euromed","owner":"tunisia"}')
const inputs = Array.from({ length: 8 }, (_, i) => utf8(`["portolan-blind-1","telephone","+2162012345${i}"]`))
const split = (bytes: Uint8Array, length: number) =>
  Array.from({ length: bytes.length / length }, (_, i) => bytes.slice(i * length, (i + 1) * length))

test('libsodium asks and we answer, we ask and libsodium answers', () => {
  const seed = chance(32)
  const key = editionKey('ristretto255-SHA512', seed, PURPOSE)
  const { sk, pk } = peer.deriveKeyPair(seed, INFO)
  expect([hex(key.scalar), hex(key.public.element)]).toEqual([hex(sk), hex(pk)])

  const blinded = inputs.map((input) => peer.blind(input))
  const answered = answer(key, concat(key.public.id, ...blinded.map((one) => one.blinded)), chance)
  if (!answered.ok) throw new TypeError(answered.reason)
  const evaluated = split(answered.response.slice(0, 256), 32)
  const questions = blinded.map((one) => one.blinded)
  expect(peer.proves(pk, questions, evaluated, answered.response.slice(256))).toBe(true)
  expect(peer.proves(pk, questions, evaluated.toReversed(), answered.response.slice(256))).toBe(false)
  const outputs = inputs.map((input, i) => hex(peer.unblinded(input, blinded[i]!.blind, evaluated[i]!)))
  expect(outputs).toEqual(inputs.map((input) => hex(evaluate(key, input).bytes)))

  const asking = ask(key.public, inputs, chance)
  const theirs = peer.answer(sk, pk, split(asking.request.slice(16), 32))
  const finished = asking.finish(concat(...theirs.evaluated, theirs.proof))
  if (!finished.ok) throw new TypeError(finished.reason)
  expect(finished.outputs.map(({ bytes }) => hex(bytes))).toEqual(inputs.map((input) => hex(peer.evaluate(sk, input))))
})

test('voprf-ts asks and we answer, we ask and voprf-ts answers', async () => {
  const suite = Oprf.Suite.P256_SHA256
  const seed = chance(32)
  const key = editionKey('P256-SHA256', seed, PURPOSE)
  const sk = await derivePrivateKey(Oprf.Mode.VOPRF, suite, seed, INFO)
  const pk = generatePublicKey(suite, sk)
  expect([hex(key.scalar), hex(key.public.element)]).toEqual([hex(sk), hex(pk)])
  const [client, server] = [new VOPRFClient(suite, pk), new VOPRFServer(suite, sk)]
  // their messages begin with the number of elements in two bytes; between elements and proof stands the mode, 1
  const COUNT = Uint8Array.of(0, 8)

  const [kept, request] = await client.blind(inputs)
  const asked = request.serialize()
  expect(asked.slice(0, 2)).toEqual(COUNT)
  const answered = answer(key, concat(key.public.id, asked.slice(2)), chance)
  if (!answered.ok) throw new TypeError(answered.reason)
  const wrapped = (response: Uint8Array) => concat(COUNT, response.slice(0, 264), Uint8Array.of(1), response.slice(264))
  const outputs = await client.finalize(kept, Evaluation.deserialize(suite, wrapped(answered.response)))
  expect(outputs.map(hex)).toEqual(inputs.map((input) => hex(evaluate(key, input).bytes)))

  const stated = readPublicKey('P256-SHA256', pk)
  if (!stated.ok) throw new TypeError(stated.reason)
  const asking = ask(stated.key, inputs, chance)
  const theirs = await server.blindEvaluate(EvaluationRequest.deserialize(suite, concat(COUNT, asking.request.slice(16))))
  const finished = asking.finish(concat(...theirs.evaluated.map((one) => one.serialize(true)), theirs.proof!.serialize()))
  if (!finished.ok) throw new TypeError(finished.reason)
  const expected = await Promise.all(inputs.map((input) => server.evaluate(input)))
  expect(finished.outputs.map(({ bytes }) => hex(bytes))).toEqual(expected.map(hex))
})
