/** Mutates envelopes as texts: bits flipped, parts cut, swapped and spliced, headers that say something else. */
import type { Chance } from './chance.ts'
import { mutated, respelled, written } from './json.ts'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const b64 = (text: string) => Buffer.from(text).toString('base64url')

/** X25519 points that make every secret known. */
const LOW = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
]

/** One mutant of a right envelope; `other` is another right envelope to splice with. */
export function mutantEnvelope(right: string, other: string, chance: Chance): string {
  const parts = right.split('.')
  const others = other.split('.')
  const at = chance.below(right.length)
  const replacedHeader = (change: (header: Record<string, unknown>) => unknown) =>
    [
      b64(written(change(JSON.parse(Buffer.from(parts[0]!, 'base64url').toString('utf8')) as Record<string, unknown>))),
      ...parts.slice(1),
    ].join('.')
  switch (chance.below(16)) {
    case 0:
    case 1:
    case 2:
    case 3: {
      // one bit of one part, kept canonical base64url where the part's last character allows it
      const part = chance.of([0, 2, 3, 3, 4])
      const bytes = Buffer.from(parts[part]!, 'base64url')
      const where = chance.below(bytes.length)
      bytes[where]! ^= 1 << chance.below(8)
      return parts.map((one, i) => (i === part ? bytes.toString('base64url') : one)).join('.')
    }
    case 4:
      return right.slice(0, at)
    case 5:
      return right.slice(at)
    case 6:
      return (
        right.slice(0, at) +
        chance.of([...ALPHABET, '=', '+', '/', ' ', '\n', '.', '\u0000', 'é', '😀']) +
        right.slice(at + chance.below(2))
      )
    case 7: {
      const part = chance.below(5)
      return parts.map((one, i) => (i === part ? others[i]! : one)).join('.')
    }
    case 8: {
      const [a, b] = [chance.below(5), chance.below(5)]
      return parts.map((one, i) => (i === a ? parts[b]! : i === b ? parts[a]! : one)).join('.')
    }
    case 9:
      return chance.of([
        [...parts, ''].join('.'),
        [...parts, parts[4]].join('.'),
        parts.slice(0, 4).join('.'),
        [parts[0], 'AA', ...parts.slice(2)].join('.'),
        right.replaceAll('.', '..'),
        `${right}=`,
        ` ${right}`,
        right.toUpperCase(),
        '....',
        '.',
      ])
    case 10:
      return replacedHeader((header) => mutated(header, chance))
    case 11:
      return [b64(respelled(Buffer.from(parts[0]!, 'base64url').toString('utf8'), chance)), ...parts.slice(1)].join('.')
    case 12:
      return replacedHeader((header) => ({
        ...header,
        ...chance.of([
          { alg: 'none' },
          { alg: 'dir' },
          { alg: 'RSA-OAEP' },
          { alg: 'ECDH-ES+A256KW' },
          { enc: 'A128CBC-HS256' },
          { zip: 'DEF' },
          { crit: ['exp'] },
          { jku: 'http://127.0.0.1/' },
          { typ: 'JWE' },
          { suite: 'portolan-future-9' },
          { sender: 'fra' },
          { sender: 'mar' },
          { kid: header.sender_key },
          { apu: 'QQ' },
        ]),
      }))
    case 13:
      return replacedHeader((header) => ({
        ...header,
        epk: { ...(header.epk as object), x: Buffer.from(chance.of(LOW), 'hex').toString('base64url') },
      }))
    case 14:
      return JSON.stringify({ protected: parts[0], iv: parts[2], ciphertext: parts[3], tag: parts[4] })
    default:
      return chance.of([
        '',
        'nonsense',
        '{}',
        '\u0000',
        `${parts[0]}`,
        'x'.repeat(1 + chance.below(3_000)),
        Buffer.from(chance.bytes(200)).toString('latin1'),
      ])
  }
}

/** One mutant of a compact JWS: what is sealed, but not soundly signed. */
export function mutantJws(right: string, other: string, chance: Chance): string {
  const parts = right.split('.')
  const others = other.split('.')
  const at = chance.below(right.length)
  const header = (change: object) =>
    [
      b64(JSON.stringify({ ...(JSON.parse(Buffer.from(parts[0]!, 'base64url').toString('utf8')) as object), ...change })),
      parts[1],
      parts[2],
    ].join('.')
  switch (chance.below(8)) {
    case 0:
    case 1: {
      const part = chance.below(3)
      const bytes = Buffer.from(parts[part]!, 'base64url')
      bytes[chance.below(bytes.length)]! ^= 1 << chance.below(8)
      return parts.map((one, i) => (i === part ? bytes.toString('base64url') : one)).join('.')
    }
    case 2:
      return [parts[0], parts[1], others[2]].join('.')
    case 3:
      return [parts[0], others[1], parts[2]].join('.')
    case 4:
      return right.slice(0, at)
    case 5:
      return header(
        chance.of([
          { alg: 'none' },
          { alg: 'HS256' },
          { typ: 'portolan-receipt+jws' },
          { typ: 'JWT' },
          { kid: 'A'.repeat(43) },
          { crit: ['b64'], b64: false },
          { jwk: {} },
          { x: 1 },
        ]),
      )
    case 6:
      return [parts[0], parts[1], ''].join('.')
    default:
      return [
        parts[0],
        parts[1],
        chance.of([
          'A'.repeat(86),
          Buffer.alloc(64).toString('base64url'),
          Buffer.alloc(64, 255).toString('base64url'),
          parts[2]!.slice(2),
        ]),
      ].join('.')
  }
}
