/** Two parties and a set: who holds the same value meets, who does not learns nothing; lengths tell nothing; misuse is told. */
import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sized } from '../../../test/depth.ts'
import { hex, sha256, utf8 } from '../bytes.ts'
import {
  type Asking,
  answer,
  ask,
  BATCH_SIZES,
  blindInput,
  blindInputs,
  type Chance,
  editionKey,
  evaluate,
  forget,
  holds,
  type Output,
  type PublicKey,
  readPublicKey,
  readSet,
  responseLength,
  SET_SIZES,
  type SecretKey,
  SUITES,
  setOf,
  tagOf,
} from './index.ts'

const chance: Chance = (length) => new Uint8Array(randomBytes(length))
const PURPOSE = { network: 'euromed', owner: 'tunisia', kind: 'telephone', edition: 1 }
const fresh = (suite: (typeof SUITES)[number], purpose = PURPOSE): SecretKey => editionKey(suite, chance(32), purpose)

function outputsOf(key: SecretKey, inputs: Uint8Array[]): Output[] {
  const asking = ask(key.public, inputs, chance)
  const answered = answer(key, asking.request, chance)
  if (!answered.ok) throw new TypeError(answered.reason)
  const finished = asking.finish(answered.response)
  if (!finished.ok) throw new TypeError(finished.reason)
  return finished.outputs
}

function published(key: SecretKey, values: Uint8Array[]) {
  const made = setOf(
    key.public,
    values.map((value) => evaluate(key, value)),
    chance,
  )
  if (!made.ok) throw new TypeError(made.reason)
  return made.bytes
}

function setFrom(key: PublicKey, bytes: Uint8Array) {
  const read = readSet(key, bytes)
  if (!read.ok) throw new TypeError(read.reason)
  return read.set
}

const inputsOf = (text: string, country?: string): Uint8Array[] => {
  const made = blindInputs('telephone', text, country === undefined ? {} : { country })
  if (!made.ok) throw new TypeError(made.reason)
  return made.inputs
}

describe.each(SUITES)('%s', (suite) => {
  test('Italy learns that Tunisia holds the number, and of the other number that it does not', () => {
    const key = fresh(suite)
    const stated = readPublicKey(suite, key.public.element)
    if (!stated.ok) throw new TypeError(stated.reason)
    expect(stated.key).toEqual(key.public)
    const set = setFrom(
      stated.key,
      published(
        key,
        ['+216 20 123 456', '+39 06 4667 1'].flatMap((text) => inputsOf(text)),
      ),
    )
    const outputs = outputsOf(key, [inputsOf('0021620123456')[0]!, inputsOf('+216 20 123 457')[0]!])
    expect(outputs.map((output) => holds(set, output))).toEqual([true, false])
  })

  test('what comes out blind is what the owner evaluates by itself, whatever the input', () => {
    const key = fresh(suite)
    fc.assert(
      fc.property(fc.uniqueArray(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 8, selector: hex }), (inputs) => {
        expect(outputsOf(key, inputs)).toEqual(inputs.map((input) => evaluate(key, input)))
      }),
      { numRuns: 6 },
    )
  })

  test('two parties meet exactly in what both hold', () => {
    const key = fresh(suite)
    const value = fc.integer({ min: 0, max: 30 }).map((n) => blindInput('telephone', `+2162012${String(n).padStart(4, '0')}`))
    const some = fc.uniqueArray(value, { minLength: 1, maxLength: 8, selector: hex })
    fc.assert(
      fc.property(some, some, (owned, asked) => {
        const set = setFrom(key.public, published(key, owned))
        const met = outputsOf(key, asked).map((output) => holds(set, output))
        expect(met).toEqual(asked.map((one) => owned.some((other) => hex(other) === hex(one))))
      }),
      { numRuns: 6 },
    )
  })

  test('a request and its response have one of three lengths, and the same value asked twice shares no byte string', () => {
    const key = fresh(suite)
    const { element } = key.public
    const lengths = [1, 8, 9].map((count) => {
      const inputs = Array.from({ length: count }, (_, i) => utf8(`value ${i}`))
      const asking = ask(key.public, inputs, chance)
      const answered = answer(key, asking.request, chance)
      if (!answered.ok) throw new TypeError(answered.reason)
      expect(answered.response).toHaveLength(responseLength(key.public, count))
      return [asking.request.length, answered.response.length]
    })
    expect(lengths).toEqual([8, 8, 64].map((size) => [16 + size * element.length, size * element.length + 64]))
    const elements = [1, 2].flatMap(() => {
      const { request } = ask(key.public, [utf8('one value')], chance)
      return Array.from({ length: 8 }, (_, i) => hex(request.slice(16 + i * element.length, 16 + (i + 1) * element.length)))
    })
    expect(new Set(elements).size).toBe(16)
  })

  test('another edition, kind, owner or network gives another key, and nothing meets across', () => {
    const seed = chance(32)
    const purposes = [PURPOSE, { edition: 2 }, { kind: 'plate' }, { owner: 'italy' }, { network: 'netcop' }]
    const keys = purposes.map((other) => editionKey(suite, seed, { ...PURPOSE, ...other }))
    expect(new Set(keys.map(({ public: { id } }) => hex(id))).size).toBe(purposes.length)
    const input = blindInput('telephone', '+21620123456')
    expect(new Set(keys.map((key) => hex(tagOf(evaluate(key, input))))).size).toBe(purposes.length)
    expect(editionKey(suite, seed, PURPOSE)).toEqual(keys[0])
  })
})

describe('what is compared', () => {
  test('a kind with its value: the same digits of two kinds are two inputs', () => {
    expect(hex(blindInput('document', '12345678'))).not.toBe(hex(blindInput('plate', '12345678')))
    // nothing moves from the kind into the value
    expect(hex(blindInput('a', 'b","c'))).not.toBe(hex(blindInput('a', 'b')))
  })
  test('each form under which a number may be kept: a DNI with its letter meets the same without', () => {
    const [whole, bare] = ['12345678Z', '12345678'].map((text) => blindInputs('document', text, { country: 'ESP' }))
    if (!whole!.ok || !bare!.ok) throw new TypeError('not normalised')
    expect(whole!.inputs.length).toBeLessThanOrEqual(8)
    const shared = whole!.inputs.filter((one) => bare!.inputs.some((other) => hex(other) === hex(one)))
    expect(shared.length).toBeGreaterThan(0)
  })
  test('what cannot be of the kind is refused as normalising refuses it', () => {
    expect(blindInputs('telephone', '')).toEqual({ ok: false, reason: 'empty' })
    expect(blindInputs('imei', 'x'.repeat(3000))).toEqual({ ok: false, reason: 'too-long' })
  })
  test.each([
    ['Telephone', '1'],
    ['', '1'],
    ['a'.repeat(41), '1'],
    ['telephone', ''],
    ['telephone', '1'.repeat(2001)],
    ['telephone', '\ud800'],
    ['telephone', '\u0000'],
  ])('throws for %j %j', (kind, value) => expect(() => blindInput(kind, value)).toThrow(TypeError))
})

describe('the set', () => {
  const key = fresh('ristretto255-SHA512')
  const output = (n: number): Output => ({ key_id: key.public.id, bytes: sha256(utf8(`output ${n}`)) })
  const outputs = (count: number) => Array.from({ length: count }, (_, n) => output(n))
  const bytesOf = (count: number) => {
    const made = setOf(key.public, outputs(count), chance)
    if (!made.ok) throw new TypeError(made.reason)
    return made.bytes
  }

  test('has one of six sizes, so that a few and a thousand look alike; the same value counts once', () => {
    expect(SET_SIZES).toEqual([1024, 4096, 16_384, 65_536, 262_144, 1_048_576])
    expect([0, 1, 1024, 1025, 5000].map((count) => (bytesOf(count).length - 16) / 16)).toEqual([1024, 1024, 1024, 4096, 16_384])
    const twice = setOf(key.public, [...outputs(1000), ...outputs(1000)], chance)
    expect(twice.ok && twice.bytes.length).toBe(16 + 1024 * 16)
  })
  test('finds each of its values wherever it lies, and none that it was not given', () => {
    const set = setFrom(key.public, bytesOf(3000))
    expect(outputs(3000).every((one) => holds(set, one))).toBe(true)
    expect(Array.from({ length: 3000 }, (_, n) => output(n + 3000)).some((one) => holds(set, one))).toBe(false)
    const [first, last] = [set.tags.slice(0, 16), set.tags.slice(-16)]
    for (const bytes of [first, last]) expect(holds(set, { key_id: key.public.id, bytes })).toBe(true)
    for (const byte of [0, 255]) expect(holds(set, { key_id: key.public.id, bytes: new Uint8Array(16).fill(byte) })).toBe(false)
  })
  // the largest of all, a million entries, takes some seconds
  const large = sized(2 ** 18, 2 ** 20)
  test(`one of ${large.toLocaleString('en')} entries finds among them`, () => {
    const some = outputs(large / 4 + 1)
    const made = setOf(key.public, some, chance)
    if (!made.ok) throw new TypeError(made.reason)
    expect(made.bytes.length).toBe(16 + large * 16)
    const set = setFrom(key.public, made.bytes)
    expect(some.filter((_, n) => n % 100 === 0).every((one) => holds(set, one))).toBe(true)
    expect(holds(set, output(300_000))).toBe(false)
  })
  test('the padding is new each time and lies among the rest', () => {
    const sets = [bytesOf(10), bytesOf(10)].map((bytes) =>
      Array.from({ length: 1024 }, (_, i) => hex(bytes.slice(16 + i * 16, 32 + i * 16))),
    )
    expect(sets[0]!.filter((tag) => sets[1]!.includes(tag))).toHaveLength(10)
    expect(sets[0]).toEqual([...sets[0]!].sort())
  })
  test('beyond a million entries it is refused, and not read to its end', () => {
    let drawn = 0
    function* endless() {
      for (;;) {
        drawn++
        const bytes = new Uint8Array(16)
        new DataView(bytes.buffer).setUint32(0, drawn)
        yield { key_id: key.public.id, bytes }
      }
    }
    expect(setOf(key.public, endless(), chance)).toEqual({ ok: false, reason: 'set-too-large' })
    expect(drawn).toBe(2 ** 20 + 1)
  })
  test('throws for an output of another key, and for chance that is too short or stands still', () => {
    const other = { ...output(1), key_id: fresh('ristretto255-SHA512').public.id }
    expect(() => setOf(key.public, [other], chance)).toThrow('another key')
    expect(() => holds(setFrom(key.public, bytesOf(1)), other)).toThrow('two keys')
    expect(() => setOf(key.public, [], () => new Uint8Array(16))).toThrow('another length')
    expect(() => setOf(key.public, [], (length) => new Uint8Array(length))).toThrow('repeats')
  })
})

describe('secrets', () => {
  const key = fresh('ristretto255-SHA512')

  /** Chance that keeps what it handed out, to see what becomes of it. */
  function watched() {
    const drawn: Uint8Array[] = []
    return { drawn, chance: (length: number) => drawn[drawn.push(chance(length)) - 1]! }
  }
  const wasWiped = (drawn: Uint8Array[]) => drawn.filter(({ length }) => length === 48).every((bytes) => bytes.every((byte) => byte === 0))

  test('the random bytes of blinds and proof are overwritten when they are used', () => {
    const [asker, owner] = [watched(), watched()]
    const asking = ask(key.public, [utf8('a')], asker.chance)
    expect(answer(key, asking.request, owner.chance).ok).toBe(true)
    expect([asker, owner].map(({ drawn }) => drawn.filter(({ length }) => length === 48).length)).toEqual([8, 1])
    expect([asker, owner].map(({ drawn }) => wasWiped(drawn))).toEqual([true, true])
  })
  test.each([
    ['finished', (asking: Asking, response: Uint8Array) => asking.finish(response)],
    ['refused', (asking: Asking) => asking.finish(new Uint8Array(3))],
    ['abandoned', (asking: Asking) => asking.abandon()],
  ] as const)('the blinds of an asking that is %s are good for nothing more', (_, end) => {
    const asking = ask(key.public, [utf8('a')], chance)
    const answered = answer(key, asking.request, chance)
    if (!answered.ok) throw new TypeError(answered.reason)
    end(asking, answered.response)
    expect(() => asking.finish(answered.response)).toThrow('used up')
  })
  test('a blind used for two values of one asking is noticed: the chance stands still', () => {
    let n = 0
    const still: Chance = (length) => (length === 32 ? utf8(`padding ${n++}`) : new Uint8Array(length).fill(7))
    expect(() => ask(key.public, [utf8('a'), utf8('b')], still)).toThrow('chance repeats itself')
  })
  test('a forgotten key answers and evaluates nothing', () => {
    const gone = fresh('ristretto255-SHA512')
    const { request } = ask(gone.public, [utf8('a')], chance)
    forget(gone)
    expect(gone.scalar.every((byte) => byte === 0)).toBe(true)
    expect(() => answer(gone, request, chance)).toThrow('forgotten')
    expect(() => evaluate(gone, utf8('a'))).toThrow('forgotten')
  })
  test('an asking has 1 to 256 inputs', () => {
    expect(BATCH_SIZES).toEqual([8, 64, 256])
    expect(() => ask(key.public, [], chance)).toThrow('1 to 256')
    expect(() => ask(key.public, new Array(257).fill(utf8('a')), chance)).toThrow('1 to 256')
  })
  test('a seed has 32 bytes, an edition counts from 1, a suite is one of two', () => {
    expect(() => editionKey('ristretto255-SHA512', chance(31), PURPOSE)).toThrow(TypeError)
    for (const edition of [0, -1, 1.5, 2 ** 53]) expect(() => fresh('P256-SHA256', { ...PURPOSE, edition })).toThrow(TypeError)
    expect(() => editionKey('P384-SHA384' as 'P256-SHA256', chance(32), PURPOSE)).toThrow('no such suite')
  })
})
