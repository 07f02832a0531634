/** No input takes long: at most ten milliseconds of processor to tell what a text may be, whatever it is. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { KINDS, normalise, recognise } from './index.ts'

const MOST_MS = 10

const PIECES = [
  ...[
    '12345',
    'أ',
    '|',
    'تونس',
    '0x',
    '@',
    '.',
    ':',
    '/',
    '-',
    'A',
    'I0',
    '٣',
    'ﷺ',
    '\u200f',
    ' ',
    'ß',
    'İ',
    'ı',
    '*',
    '…',
    '...',
    '+212',
    'IMO',
  ],
  ...[
    '%',
    '[',
    ']',
    'é',
    '明',
    '\ud800',
    'a.',
    'x1',
    ' x',
    'ext ',
    '(',
    'né le ',
    '12/',
    '12 mars ',
    '1 | ',
    'aa:',
    '<',
    '« ',
    '1-',
    '[.]',
    '[dot]',
  ],
  ...['a@', 'http://', '👮‍♀️', '\u202e1', '\u2067أ', 'A1 ', '٠١-', 'TR7N', 'bc1q', 'plaque ', 'ES91', 'Δ', 'é\u0301\u0302', '𝟙', '\u0000'],
]

/** The least of several runs: what other work of this machine adds is not the input's. */
function cost(text: string): number {
  let least = Number.POSITIVE_INFINITY
  for (let run = 0; run < 6 && least > MOST_MS / 2; run++) {
    const before = process.cpuUsage()
    recognise(text, { country: 'MAR' })
    const { user, system } = process.cpuUsage(before)
    least = Math.min(least, (user + system) / 1_000)
  }
  return least
}

test('one piece over and over, up to ten thousand characters', () => {
  for (const piece of PIECES) {
    for (const length of [17, 40, 200, 1_000, 10_000]) {
      const text = piece.repeat(Math.ceil(length / piece.length)).slice(0, length)
      expect([piece, length, cost(text) < MOST_MS]).toEqual([piece, length, true])
    }
  }
})

test('any text: bidirectional marks, emoji, unpaired surrogates, mixed scripts', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 1_000 }),
    fc.string({ unit: 'grapheme', maxLength: 300 }),
    fc.array(fc.constantFrom(...PIECES), { maxLength: 200 }).map((parts) => parts.join('')),
    fc.string({ unit: fc.constantFrom(...'ABCXIO0123456789-. /:*'), maxLength: 40 }),
    fc.string({ maxLength: 10_000 }),
  )
  fc.assert(
    fc.property(text, (typed) => {
      expect([typed, cost(typed) < MOST_MS]).toEqual([typed, true])
    }),
    { numRuns: 300 },
  )
})

test('ten thousand characters are nothing to recognise, and refused as too long by every kind', () => {
  for (const piece of PIECES) {
    const text = piece.repeat(10_000).slice(0, 10_000)
    expect(recognise(text)).toEqual([])
    for (const kind of KINDS) expect(normalise(kind, text)).toEqual({ ok: false, reason: 'too-long' })
  }
})
