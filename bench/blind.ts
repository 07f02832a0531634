/**
 * Evaluations a second of the blind comparison, by suite, of processor time: `npm run bench -- blind`, `--seconds=N` for each row. The limit is one
 * multiplication of an element by a scalar, measured in the same run; baselines are libsodium's group and Cloudflare's voprf-ts.
 */
import { randomBytes } from 'node:crypto'
import { derivePrivateKey, EvaluationRequest, generatePublicKey, Oprf, VOPRFClient, VOPRFServer } from '@cloudflare/voprf-ts'
import { ristretto255, ristretto255_hasher } from '@noble/curves/ed25519.js'
import { p256, p256_hasher } from '@noble/curves/nist.js'
import sodium from 'libsodium-wrappers-sumo'
import { answer, ask, BATCH_SIZES, editionKey, evaluate, SUITES, type Suite } from '#lib/blind/index.ts'
import { utf8 } from '#lib/bytes.ts'
import * as peer from '../test/conformance/oprf-peer.ts'

const SECONDS = Number(process.argv.find((argument) => argument.startsWith('--seconds='))?.slice(10) ?? 1)
const chance = (length: number) => new Uint8Array(randomBytes(length))
const input = utf8('["portolan-blind-1","telephone","+21620123456"]')
const inputs = (count: number) => Array.from({ length: count }, (_, i) => utf8(`["portolan-blind-1","telephone","+2162${i}"]`))

/** Runs a second of processor time; `run` does so many at once. */
async function perSecond(count: number, run: () => unknown): Promise<number> {
  for (let i = 0; i < 3; i++) await run()
  const began = process.cpuUsage()
  let [done, used_us] = [0, 0]
  while (used_us < SECONDS * 1e6) {
    await run()
    done += count
    const { user, system } = process.cpuUsage(began)
    used_us = user + system
  }
  return Number(((done * 1e6) / used_us).toPrecision(3))
}

const scalarBytes = () => new Uint8Array(randomBytes(31))
const scalar = BigInt(`0x${Buffer.from(scalarBytes()).toString('hex')}`)
const MULTIPLICATION: Record<Suite, () => unknown> = {
  'ristretto255-SHA512': (
    (point) => () =>
      point.multiply(scalar)
  )(ristretto255_hasher.hashToCurve(input, { DST: utf8('a bench') })),
  'P256-SHA256': (
    (point) => () =>
      point.multiply(scalar)
  )(p256_hasher.hashToCurve(input, { DST: utf8('a bench') })),
}
const TO_GROUP: Record<Suite, () => unknown> = {
  'ristretto255-SHA512': () => ristretto255_hasher.hashToCurve(input, { DST: utf8('a bench') }),
  'P256-SHA256': () => p256_hasher.hashToCurve(input, { DST: utf8('a bench') }),
}
const DECODING: Record<Suite, () => unknown> = {
  'ristretto255-SHA512': (
    (bytes) => () =>
      ristretto255.Point.fromBytes(bytes)
  )(ristretto255.Point.BASE.multiply(scalar).toBytes()),
  'P256-SHA256': (
    (bytes) => () =>
      p256.Point.fromBytes(bytes)
  )(p256.Point.BASE.multiply(scalar).toBytes()),
}

async function ours(suite: Suite) {
  const key = editionKey(suite, chance(32), { network: 'euromed', owner: 'tunisia', kind: 'telephone', edition: 1 })
  const limit = await perSecond(1, MULTIPLICATION[suite])
  const evaluated = await perSecond(1, () => evaluate(key, input))
  const batches = []
  for (const size of BATCH_SIZES) {
    const { request, abandon } = ask(key.public, inputs(size), chance)
    abandon()
    const answered = await perSecond(size, () => {
      if (!answer(key, request, chance).ok) throw new TypeError('refused')
    })
    const whole = await perSecond(size, () => {
      const asking = ask(key.public, inputs(size), chance)
      const said = answer(key, asking.request, chance)
      if (!said.ok || !asking.finish(said.response).ok) throw new TypeError('refused')
    })
    batches.push({ size, answered, of_limit: Number((answered / limit).toPrecision(2)), asked_answered_finished: whole })
  }
  return {
    multiplication: limit,
    hash_to_group: await perSecond(1, TO_GROUP[suite]),
    decoding: await perSecond(1, DECODING[suite]),
    evaluated,
    of_limit: Number((evaluated / limit).toPrecision(2)),
    batches,
  }
}

async function libsodium() {
  await sodium.ready
  const { sk, pk } = peer.deriveKeyPair(chance(32), utf8(''))
  const elements = inputs(64).map((one) => peer.blind(one).blinded)
  return {
    multiplication: await perSecond(1, () => sodium.crypto_scalarmult_ristretto255(sk, elements[0]!)),
    evaluated: await perSecond(1, () => peer.evaluate(sk, input)),
    batches: [{ size: 64, answered: await perSecond(64, () => peer.answer(sk, pk, elements)) }],
  }
}

async function voprfTs() {
  const suite = Oprf.Suite.P256_SHA256
  const sk = await derivePrivateKey(Oprf.Mode.VOPRF, suite, chance(32), utf8(''))
  const server = new VOPRFServer(suite, sk)
  const [, request] = await new VOPRFClient(suite, generatePublicKey(suite, sk)).blind(inputs(8))
  const again = () => EvaluationRequest.deserialize(suite, request.serialize())
  return {
    evaluated: await perSecond(1, () => server.evaluate(input)),
    batches: [{ size: 8, answered: await perSecond(8, () => server.blindEvaluate(again())) }],
  }
}

const [ristretto, nist] = [await ours(SUITES[0]), await ours(SUITES[1])]
console.log(
  JSON.stringify(
    {
      blind: 'evaluations a second of processor time; a batch counts its elements',
      node: process.version,
      'ristretto255-SHA512': { portolan: ristretto, libsodium: await libsodium() },
      'P256-SHA256': { portolan: nist, 'voprf-ts': await voprfTs() },
    },
    null,
    2,
  ),
)
