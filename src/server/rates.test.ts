/** Token buckets: a burst, then a rate, and never more keys than the bound. */
import { expect, test } from 'vitest'
import { createRates } from './rates.ts'

test('a burst passes, then a rate, and waiting fills it again', () => {
  let now = 0
  const rates = createRates({ per_s: 2, burst: 3, kept: 10 }, () => now)
  expect([1, 2, 3, 4].map(() => rates.take('a'))).toEqual([0, 0, 0, 1])
  expect(rates.take('b')).toBe(0)
  now = 500
  expect([rates.take('a'), rates.take('a')]).toEqual([0, 1])
  now = 1e9
  expect([1, 2, 3, 4].map(() => rates.take('a'))).toEqual([0, 0, 0, 1])
})

test('beyond the bound the least recently used key is forgotten', () => {
  const rates = createRates({ per_s: 1, burst: 1, kept: 2 }, () => 0)
  for (const key of ['a', 'b', 'a', 'c']) rates.take(key)
  expect(rates.take('a')).toBe(1)
  expect(rates.take('b')).toBe(0)
})
