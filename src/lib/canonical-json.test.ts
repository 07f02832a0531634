/** Canonical JSON: RFC 8785 test data, hostile spellings, and that no value has two. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import hostile from '../../vectors/canonical-json/hostile.json' with { type: 'json' }
import rfc8785 from '../../vectors/canonical-json/rfc8785.json' with { type: 'json' }
import { maybeHex, utf8 } from './bytes.ts'
import { canonicalJson, type Json, parseCanonical } from './canonical-json.ts'

test.each(rfc8785.documents)('RFC 8785: document $name', ({ input, canonical, profile }) => {
  const value = JSON.parse(input)
  if (profile === 'refused') {
    expect(() => canonicalJson(value)).toThrow(TypeError)
    expect(parseCanonical(utf8(canonical))).toEqual({ ok: false, reason: 'value' })
    return
  }
  expect(canonicalJson(value)).toBe(canonical)
  expect(parseCanonical(utf8(canonical))).toEqual({ ok: true, value })
  if (input !== canonical) expect(parseCanonical(utf8(input)).ok).toBe(false)
})

test.each(rfc8785.numbers)('RFC 8785, appendix B: $ieee754', ({ ieee754, text, refused_by }) => {
  const value = Buffer.from(ieee754, 'hex').readDoubleBE()
  if (refused_by === undefined) expect(canonicalJson(value)).toBe(text)
  else expect(() => canonicalJson(value)).toThrow(TypeError)
})

test.each(hostile.cases)('refuses: $name', ({ text, hex, reason }) => {
  const bytes = hex === undefined ? utf8(text!) : maybeHex(hex)!
  expect(parseCanonical(bytes)).toEqual({ ok: false, reason })
})

test.each(hostile.accepted)('accepts %s', (text) => {
  const read = parseCanonical(utf8(text))
  expect(read.ok && canonicalJson(read.value)).toBe(text)
})

test('writes no value that a partner would refuse', () => {
  const cyclic: { self?: Json } = {}
  cyclic.self = cyclic as Json
  const refused = [
    Number.NaN,
    Infinity,
    2 ** 53,
    -(2 ** 53),
    '\ud800',
    'a\0b',
    { '\udc00': 1 },
    { 'a\0': 1 },
    JSON.parse('{"__proto__":1}'),
    cyclic,
  ]
  const foreign = [undefined, 1n, () => 1, Symbol('s'), new Date(0), new Map(), Buffer.of(1), [undefined], Array(1), new (class Row {})()]
  for (const value of [...refused, ...foreign]) expect(() => canonicalJson(value as Json)).toThrow(TypeError)
})

test('leaves out members that are undefined', () => {
  expect(canonicalJson({ b: undefined, a: { c: undefined } })).toBe('{"a":{}}')
})

test('bounds size and depth', () => {
  expect(parseCanonical(utf8('"abc"'), { max_bytes: 4 })).toEqual({ ok: false, reason: 'too-large' })
  expect(parseCanonical(utf8(`"${'a'.repeat(1024 * 1024)}"`))).toEqual({ ok: false, reason: 'too-large' })
  expect(parseCanonical(utf8('['.repeat(1_000_000)))).toEqual({ ok: false, reason: 'syntax' })
  expect(parseCanonical(utf8('['.repeat(500_000) + ']'.repeat(500_000)))).toEqual({ ok: false, reason: 'too-deep' })
  expect(parseCanonical(utf8('[[]]'), { max_depth: 1 })).toEqual({ ok: false, reason: 'too-deep' })
  expect(parseCanonical(utf8('[]'.padStart(41, '[').padEnd(80, ']')), { max_depth: 40 }).ok).toBe(true)
})

const number = fc.oneof(
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => !Number.isInteger(n)),
)
const word = fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0') && text !== '__proto__')
const { value: anyValue } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(null, true, false),
    number,
    word,
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(word, tie('value'), { maxKeys: 5, noNullPrototype: true }),
  ),
}))

test('what is written is read back as the same value', () => {
  fc.assert(
    fc.property(anyValue, (value) => {
      const text = canonicalJson(value)
      const read = parseCanonical(utf8(text))
      expect(read).toEqual({ ok: true, value: JSON.parse(text) })
      expect(read.ok && canonicalJson(read.value)).toBe(text)
    }),
  )
})

test('bytes changed anywhere are refused or another value, never a second spelling of the same', () => {
  fc.assert(
    fc.property(anyValue, fc.nat(), fc.integer({ min: 1, max: 255 }), (value, where, mask) => {
      const bytes = utf8(canonicalJson(value))
      const changed = bytes.with(where % bytes.length, bytes[where % bytes.length]! ^ mask)
      const read = parseCanonical(changed)
      if (read.ok) expect(utf8(canonicalJson(read.value))).toEqual(changed)
    }),
    { numRuns: 500 },
  )
})
