/** Letter costs of one word against many: the same whether neighbours share their rows or not, and the same as between two words alone. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pairCost } from './costs.ts'
import { asked, costOf } from './kernel.ts'
import { type Alphabet, encode, lettersOf } from './letters.ts'
import { modelBetween } from './similarity.ts'

const LIMIT = 1_500
const wordOf = (alphabet: Alphabet) => fc.string({ unit: fc.constantFrom(...lettersOf(alphabet).slice(0, 12)), minLength: 1, maxLength: 9 })
const inside = (word: string, alphabet: Alphabet) => encode(word, alphabet).slice(1, -1)

describe.each([
  ['latin', 'latin'],
  ['arabic', 'latin'],
  ['latin', 'arabic'],
  ['hebrew', 'latin'],
  ['latin', 'cyrillic'],
] as const)('%s asked of %s', (from, to) => {
  const model = modelBetween(from, to)!
  const costs = (word: string, held: readonly string[], most: number | undefined) => {
    const mine = asked(inside(word, from), model)
    return held.map((other) => {
      const letters = inside(other, to)
      const cost = costOf(mine, letters, 0, letters.length, LIMIT, most)
      return cost > LIMIT ? 'too dear' : cost
    })
  }

  test('words in any order cost what each costs alone', () => {
    fc.assert(
      fc.property(wordOf(from), fc.array(wordOf(to), { minLength: 1, maxLength: 30 }), (word, held) => {
        const alone = held.map((other) => costs(word, [other], LIMIT)[0])
        expect(costs(word, held, LIMIT)).toEqual(alone)
        const sorted = held.toSorted()
        expect(costs(word, sorted, LIMIT)).toEqual(sorted.map((other) => costs(word, [other], undefined)[0]))
      }),
      { numRuns: 150 },
    )
  })

  test('and what the table for two words says', () => {
    fc.assert(
      fc.property(wordOf(from), wordOf(to), (word, other) => {
        const cost = pairCost(encode(word, from), encode(other, to), model)
        expect(costs(word, [other], undefined)).toEqual([cost > LIMIT ? 'too dear' : cost])
      }),
      { numRuns: 300 },
    )
  })
})
