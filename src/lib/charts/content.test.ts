import { expect, test } from 'vitest'
import { momentOf, standingAs } from './content.ts'

test('who is merged stands as the one, through several mergings and in any order of them', () => {
  expect([...standingAs(6, [{ into: 0, from: [1, 2] }])]).toEqual([0, 0, 0, 3, 4, 5])
  expect([
    ...standingAs(6, [
      { into: 1, from: [2] },
      { into: 0, from: [1] },
    ]),
  ]).toEqual([0, 0, 0, 3, 4, 5])
  expect([
    ...standingAs(6, [
      { into: 0, from: [1] },
      { into: 3, from: [1] },
    ]),
  ]).toEqual([3, 3, 2, 3, 4, 5])
  // a circle says only that they are all one
  expect(
    new Set(
      standingAs(3, [
        { into: 0, from: [1] },
        { into: 1, from: [2] },
        { into: 2, from: [0] },
      ]),
    ).size,
  ).toBe(1)
  expect([
    ...standingAs(2, [
      { into: 7, from: [1] },
      { into: 0, from: [9, -1] },
    ]),
  ]).toEqual([0, 1])
})

test('moments: steps as they are, days from their beginning to their end', () => {
  expect(momentOf('7')).toBe(7)
  expect(momentOf('2024')).toBe(Date.UTC(2024, 0))
  expect(momentOf('2024', true)).toBe(Date.UTC(2025, 0) - 1)
  expect(momentOf('2024-02', true)).toBe(Date.UTC(2024, 2) - 1)
  expect(momentOf('2024-02-29', true)).toBe(Date.UTC(2024, 2) - 1)
  expect(momentOf('2024-02-29T10:00:00Z', true)).toBe(Date.UTC(2024, 1, 29, 10))
  expect(momentOf('')).toBeNaN()
  expect(momentOf('soon')).toBeNaN()
})
