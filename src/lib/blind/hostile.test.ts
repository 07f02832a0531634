/** What a dishonest asker or owner may send: each is refused by its own code, and before anything is computed with the key. */
import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { concat, maybeHex, utf8 } from '../bytes.ts'
import { answer, ask, type Chance, editionKey, elementFault, readPublicKey, readSet, SUITES, type Suite, setOf } from './index.ts'

const chance: Chance = (length) => new Uint8Array(randomBytes(length))
const bytes = (text: string): Uint8Array => maybeHex(text)!
const PURPOSE = { network: 'euromed', owner: 'tunisia', kind: 'telephone', edition: 1 }
const ascending = (length: number) => Uint8Array.from({ length }, (_, i) => (i % 16 === 2 ? (i >> 4) & 255 : i % 16 === 1 ? i >> 12 : 0))

const BAD: Record<Suite, [string, string, string][]> = {
  'ristretto255-SHA512': [
    ['the identity', '00'.repeat(32), 'element-identity'],
    // RFC 9496, appendix A.3: none of these encodes an element
    ['a field element that is not canonical', `00${'ff'.repeat(31)}`, 'element-malformed'],
    ['2^255-19', `ed${'ff'.repeat(30)}7f`, 'element-malformed'],
    ['a negative field element', `01${'00'.repeat(31)}`, 'element-malformed'],
    ['a negative field element that is not canonical', `01${'ff'.repeat(31)}`, 'element-malformed'],
    ['no square', '26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371', 'element-malformed'],
    ['a negative xy', '3eb858e78f5a7254d8c9731174a94f76755fd3941c0ac93735c07ba14579630e', 'element-malformed'],
    ['s = -1', `ec${'ff'.repeat(30)}7f`, 'element-malformed'],
    ['a byte less', '11'.repeat(31), 'size-wrong'],
    ['the base point of Ed25519 as Edwards writes it', `58${'66'.repeat(31)}`, 'element-malformed'],
  ],
  'P256-SHA256': [
    ['the identity as SEC 1 writes it', '00', 'size-wrong'],
    ['zeros', '00'.repeat(33), 'element-malformed'],
    ['x not on the curve', `02${'00'.repeat(31)}01`, 'element-malformed'],
    ['x beyond the field', `02${'ff'.repeat(32)}`, 'element-malformed'],
    ['the order of the field for x', '02ffffffff00000001000000000000000000000000ffffffffffffffffffffffff', 'element-malformed'],
    ['a sign that is none', '056b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296', 'element-malformed'],
    [
      'the uncompressed form',
      '046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5',
      'size-wrong',
    ],
  ],
}

describe.each(SUITES)('%s', (suite) => {
  const key = editionKey(suite, chance(32), PURPOSE)
  const length = key.public.element.length
  const inputs = ['one', 'two', 'three'].map(utf8)
  const exchange = () => {
    const asking = ask(key.public, inputs, chance)
    const answered = answer(key, asking.request, chance)
    if (!answered.ok) throw new TypeError(answered.reason)
    return { asking, response: answered.response }
  }
  const refusalOf = (asked: Uint8Array) => {
    const answered = answer(key, asked, () => {
      throw new TypeError('nothing may be computed for this')
    })
    return answered.ok ? undefined : answered.reason
  }

  test.each(BAD[suite])('%s is no element: not as a public key, not in a request, not in a response', (_, text, reason) => {
    expect(elementFault(suite, bytes(text))).toBe(reason)
    expect(readPublicKey(suite, bytes(text))).toEqual({ ok: false, reason })
    if (reason === 'size-wrong') return
    const { asking, response } = exchange()
    const asked = asking.request.slice()
    asked.set(bytes(text), 16 + 5 * length)
    expect(refusalOf(asked)).toBe(reason)
    const said = response.slice()
    said.set(bytes(text), 5 * length)
    expect(asking.finish(said)).toEqual({ ok: false, reason })
  })

  test('requests of another size, too large, of another key, or with an element twice', () => {
    const { request } = ask(key.public, inputs, chance)
    const [id, elements] = [request.slice(0, 16), request.slice(16)]
    for (const cut of [0, 15, 16, 16 + length, request.length - 1]) expect(refusalOf(request.slice(0, cut))).toBe('size-wrong')
    expect(refusalOf(concat(request, elements.slice(0, length)))).toBe('size-wrong')
    const most = concat(...Array.from({ length: 32 }, () => elements))
    expect(refusalOf(concat(id, most, Uint8Array.of(0)))).toBe('batch-too-large')
    expect(refusalOf(concat(id, most))).toBe('element-twice')
    const next = editionKey(suite, chance(32), { ...PURPOSE, edition: 2 })
    expect(refusalOf(concat(next.public.id, elements))).toBe('edition-other')
    expect(refusalOf(concat(id, elements.slice(0, 7 * length), elements.slice(0, length)))).toBe('element-twice')
  })

  test('responses of another length', () => {
    for (const change of [
      (said: Uint8Array) => said.slice(1),
      (said: Uint8Array) => concat(said, Uint8Array.of(0)),
      () => new Uint8Array(),
    ]) {
      const { asking, response } = exchange()
      expect(asking.finish(change(response))).toEqual({ ok: false, reason: 'size-wrong' })
    }
  })

  test('two answers swapped: each is right, and the proof is not', () => {
    const { asking, response } = exchange()
    const [first, second] = [response.slice(0, length), response.slice(length, 2 * length)]
    expect(asking.finish(concat(second, first, response.slice(2 * length)))).toEqual({ ok: false, reason: 'proof-wrong' })
  })

  test('one answer in place of another is told as twice', () => {
    const { asking, response } = exchange()
    expect(asking.finish(concat(response.slice(0, length), response.slice(0, length), response.slice(2 * length)))).toEqual({
      ok: false,
      reason: 'element-twice',
    })
  })

  test('answers by another key: an owner cannot mark one asker by a key of its own', () => {
    const other = editionKey(suite, chance(32), PURPOSE)
    const asking = ask(key.public, inputs, chance)
    const answered = answer(other, concat(other.public.id, asking.request.slice(16)), chance)
    if (!answered.ok) throw new TypeError(answered.reason)
    expect(asking.finish(answered.response)).toEqual({ ok: false, reason: 'proof-wrong' })
  })

  test('the proof of another exchange, the questions sent back as answers', () => {
    const [one, two] = [exchange(), exchange()]
    expect(one.asking.finish(concat(one.response.slice(0, 8 * length), two.response.slice(8 * length)))).toEqual({
      ok: false,
      reason: 'proof-wrong',
    })
    expect(two.asking.finish(concat(two.asking.request.slice(16), two.response.slice(8 * length)))).toEqual({
      ok: false,
      reason: 'proof-wrong',
    })
  })

  test('a proof with scalars that are none', () => {
    for (const filled of [0, 255]) {
      const { asking, response } = exchange()
      expect(asking.finish(concat(response.slice(0, 8 * length), new Uint8Array(64).fill(filled)))).toEqual({
        ok: false,
        reason: 'proof-wrong',
      })
    }
  })

  test('any one bit of a response changed, anywhere, is refused', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 0, max: 7 }), (place, bit) => {
        const { asking, response } = exchange()
        response[place % response.length]! ^= 1 << bit
        expect(asking.finish(response).ok).toBe(false)
      }),
      { numRuns: 10 },
    )
  })

  test('bytes of any kind are refused and never throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.constantFrom(8, 64), (some, size) => {
        const filled = Uint8Array.from({ length: size * length }, (_, i) => some[i % Math.max(1, some.length)] ?? 0)
        expect(answer(key, concat(key.public.id, filled), chance).ok).toBe(false)
        expect(answer(key, some, chance).ok).toBe(false)
      }),
      { numRuns: 25 },
    )
  })
})

describe('sets', () => {
  const [key, next] = [1, 2].map((edition) => editionKey('ristretto255-SHA512', chance(32), { ...PURPOSE, edition }).public)
  const made = setOf(key!, [], chance)
  if (!made.ok) throw new TypeError(made.reason)
  const reasonOf = (said: Uint8Array, of = key!) => {
    const read = readSet(of, said)
    return read.ok ? undefined : read.reason
  }

  test('of no published size, of another key, not in order, with an entry twice', () => {
    expect(reasonOf(made.bytes)).toBeUndefined()
    for (const said of [made.bytes.slice(0, 16), made.bytes.slice(16), made.bytes.slice(0, -16), new Uint8Array()]) {
      expect(reasonOf(said)).toBe('size-wrong')
    }
    expect(reasonOf(made.bytes, next)).toBe('edition-other')
    const [id, tags] = [made.bytes.slice(0, 16), made.bytes.slice(16)]
    expect(reasonOf(concat(id, tags.slice(16, 32), tags.slice(0, 16), tags.slice(32)))).toBe('order-wrong')
    expect(reasonOf(concat(id, tags.slice(0, 16), tags.slice(0, 16), tags.slice(32)))).toBe('order-wrong')
    expect(reasonOf(concat(id, ascending(1024 * 16)))).toBeUndefined()
    expect(reasonOf(concat(id, ascending(1023 * 16), new Uint8Array(16)))).toBe('order-wrong')
  })
})
