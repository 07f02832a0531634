/** RFC 9497, appendix A.1 and A.3: every vector of the two suites in the three modes, through the library and through the evaluation of our own. */
import { describe, expect, test } from 'vitest'
import own from '../../../vectors/oprf/own.json' with { type: 'json' }
import rfc from '../../../vectors/oprf/rfc9497.json' with { type: 'json' }
import { concat, hex, maybeHex, sha256, utf8 } from '../bytes.ts'
import { blindInputs, editionKey, evaluate, type Suite, setOf, tagOf } from './index.ts'
import { evaluated, partsOf } from './suite.ts'

const bytes = (text: string): Uint8Array => maybeHex(text)!
const ORDERS: Record<Suite, bigint> = {
  'ristretto255-SHA512': 2n ** 252n + 27742317777372353535851937790883648493n,
  'P256-SHA256': 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
}

/** Chance that makes the library draw this scalar: it takes 48 bytes modulo the order less one, plus one. */
function drawing(suite: Suite, scalar: string): () => Uint8Array<ArrayBuffer> {
  const is_little = suite === 'ristretto255-SHA512'
  const value = BigInt(`0x${hex(is_little ? bytes(scalar).reverse() : bytes(scalar))}`)
  expect(value > 0n && value < ORDERS[suite]).toBe(true)
  const drawn = new Uint8Array(bytes((value - 1n).toString(16).padStart(96, '0')))
  return () => (is_little ? drawn.slice().reverse() : drawn.slice())
}

for (const { suite: name, modes } of rfc.suites) {
  const suite = name as Suite
  const { modes: library, element, scalar, output } = partsOf(suite)
  for (const { mode, Seed, KeyInfo, skSm, pkSm, vectors } of modes) {
    describe(`${suite}, mode ${['OPRF', 'VOPRF', 'POPRF'][mode]}`, () => {
      const { oprf, voprf, poprf } = library
      const info = bytes((vectors[0] as { Info?: string }).Info ?? '')

      test('DeriveKeyPair', () => {
        const { secretKey, publicKey } = [oprf, voprf, poprf(info)][mode]!.deriveKeyPair(bytes(Seed), bytes(KeyInfo))
        expect(hex(secretKey)).toBe(skSm)
        if (pkSm !== undefined) expect(hex(publicKey)).toBe(pkSm)
        expect([secretKey.length, publicKey.length]).toEqual([scalar, element])
      })

      test.each(vectors.map((vector, i) => [i + 1, vector] as const))('vector %i', (_, vector) => {
        const inputs = vector.Input.map(bytes)
        const blinds = vector.Blind.map((blind) => drawing(suite, blind))
        const sk = bytes(skSm)
        const pk = bytes(pkSm ?? '')
        const made = inputs.map((input, i) => {
          if (mode === 0) return oprf.blind(input, blinds[i]!)
          return mode === 1 ? voprf.blind(input, blinds[i]!) : poprf(info).blind(input, pk, blinds[i]!)
        })
        expect(made.map(({ blind }) => hex(blind))).toEqual(vector.Blind)
        expect(made.map(({ blinded }) => hex(blinded))).toEqual(vector.BlindedElement)
        const elements = made.map(({ blinded }) => blinded)

        if (mode === 0) {
          const answers = elements.map((one) => oprf.blindEvaluate(sk, one))
          expect(answers.map(hex)).toEqual(vector.EvaluationElement)
          const outputs = answers.map((one, i) => oprf.finalize(inputs[i]!, made[i]!.blind, one))
          expect(outputs.map(hex)).toEqual(vector.Output)
          expect(outputs[0]).toHaveLength(output)
          return
        }
        const { Proof, ProofRandomScalar } = vector as { Proof: string; ProofRandomScalar: string }
        const chance = drawing(suite, ProofRandomScalar)
        const answer =
          mode === 1 ? voprf.blindEvaluateBatch(sk, pk, elements, chance) : poprf(info).blindEvaluateBatch(sk, elements, chance)
        expect(answer.evaluated.map(hex)).toEqual(vector.EvaluationElement)
        expect(hex(answer.proof)).toBe(Proof)
        const items = made.map((one, i) => ({ ...one, input: inputs[i]!, evaluated: answer.evaluated[i]! }))
        const outputs =
          mode === 1
            ? voprf.finalizeBatch(items, pk, answer.proof)
            : poprf(info).finalizeBatch(items, answer.proof, poprf(info).blind(inputs[0]!, pk, blinds[0]!).tweakedKey)
        expect(outputs.map(hex)).toEqual(vector.Output)
        // the evaluation without a blind is our own for the mode that we use
        if (mode === 1) expect(inputs.map((input) => hex(evaluated(suite, sk, input)))).toEqual(vector.Output)
      })
    })
  }
}

test('both suites in three modes, sixteen vectors', () => {
  expect(rfc.suites.flatMap(({ suite, modes }) => modes.map(({ mode, vectors }) => [suite, mode, vectors.length]))).toEqual(
    ['ristretto255-SHA512', 'P256-SHA256'].flatMap((suite) => [2, 3, 3].map((count, mode) => [suite, mode, count])),
  )
})

describe('own vectors: from what was typed to the tag in the set', () => {
  for (const { suite, seed, purpose, public_key, key_id, values, set_sha256 } of own.keys) {
    test(`${suite}, ${purpose.kind}`, () => {
      const key = editionKey(suite as Suite, bytes(seed), purpose)
      expect([hex(key.public.element), hex(key.public.id)]).toEqual([public_key, key_id])
      for (const { kind, text, country, inputs } of values) {
        const made = blindInputs(kind as 'telephone', text, country === undefined ? {} : { country })
        if (!made.ok) throw new TypeError(made.reason)
        expect(made.inputs.map(hex)).toEqual(inputs.map(({ input }) => hex(utf8(input))))
        const outputs = made.inputs.map((input) => evaluate(key, input))
        expect(outputs.map(({ bytes }) => hex(bytes))).toEqual(inputs.map(({ output }) => output))
        expect(outputs.map((output) => hex(tagOf(output)))).toEqual(inputs.map(({ tag }) => tag))
      }
      const outputs = values.flatMap(({ inputs }) => inputs.map(({ input }) => evaluate(key, utf8(input))))
      const padding = (length: number) =>
        concat(...Array.from({ length: length / 16 }, (_, i) => sha256(utf8(`portolan vector: padding ${i}`)).slice(0, 16)))
      const set = setOf(key.public, outputs, padding)
      if (!set.ok) throw new TypeError(set.reason)
      expect([set.bytes.length, hex(sha256(set.bytes))]).toEqual([16 + 1024 * 16, set_sha256])
    })
  }
})
