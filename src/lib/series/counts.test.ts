/** Counts as they are printed, and sums that never make a number of what was not told. */
import { describe, expect, test } from 'vitest'
import { addTotals, isExact, NOTHING, rateOf, readCount, sumOf, totalOf } from './counts.ts'

const read = (text: string, whole = true) => {
  const found = readCount(text, { whole })
  return found.ok ? found.count : found.reason
}
const total = (...texts: string[]) => sumOf(texts.map((text) => totalOf(read(text) as never, { whole: true })))

describe('a cell', () => {
  test.each([
    ['12', 12],
    ['0', 0],
    [' 1,022 ', 1022],
    ['1 022', 1022],
    ['١٢', 12],
    ['1e3', 1000],
  ])('%j is a number', (text, value) => expect(read(text)).toEqual({ state: 'number', value }))

  test.each([
    ['<5', 5],
    ['< 10', 10],
    ['≤4', 5],
    ['<=4', 5],
    ['less than 5', 5],
    ['moins de 5', 5],
    ['أقل من 5', 5],
  ])('%j is suppressed', (text, below) => expect(read(text)).toEqual({ state: 'below', below }))

  test.each(['*', '**', 'c', 'suppressed', 'Supprimé'])('%j is held back', (text) => expect(read(text)).toEqual({ state: 'withheld' }))
  test.each(['', '-', '–', '..', 'n/a', 'N.A.', 'not reported'])('%j is not reported', (text) =>
    expect(read(text)).toEqual({ state: 'not-reported' }),
  )
  test.each([
    ['-3', 'negative'],
    ['1.5', 'not-whole'],
    ['about 5', 'not-a-count'],
    ['5-9', 'not-a-count'],
    ['<0', 'not-a-count'],
    ['1,02', 'not-a-count'],
    ['9e15', 'too-large'],
    ['Infinity', 'not-a-count'],
    ['0x10', 'not-a-count'],
  ])('%j is refused: %s', (text, reason) => expect(read(text)).toBe(reason))

  test('what is weighed may be a fraction', () => expect(read('1.5', false)).toEqual({ state: 'number', value: 1.5 }))
})

describe('a total', () => {
  test('of numbers is a number', () => {
    expect(total('3', '4')).toEqual({ low: 7, high: 7, numbers: 2, suppressed: 0, not_reported: 0 })
    expect(isExact(total('3', '4'))).toBe(true)
    expect(total()).toEqual(NOTHING)
  })

  test('over suppressed cells is a range: 10 and twice "<5" are between 10 and 18', () => {
    const sum = total('10', '<5', '<5')
    expect(sum).toEqual({ low: 10, high: 18, numbers: 1, suppressed: 2, not_reported: 0 })
    expect(isExact(sum)).toBe(false)
  })

  test('over what is held back or not reported has no upper end', () => {
    expect(total('10', '*')).toMatchObject({ low: 10, high: null, suppressed: 1 })
    expect(total('10', '..')).toMatchObject({ low: 10, high: null, not_reported: 1 })
    expect(isExact(total('..'))).toBe(false)
  })

  test('of kilograms below five may be anything up to five', () =>
    expect(totalOf({ state: 'below', below: 5 }, { whole: false })).toMatchObject({ low: 0, high: 5 }))

  test('does not depend on the order', () => {
    const [a, b] = [total('1', '<5'), total('*', '2')]
    expect(addTotals(a, b)).toEqual(addTotals(b, a))
  })
})

test('a rate of a range is a range, and there is none of nobody', () => {
  expect(rateOf(total('10', '<5'), 200_000)).toEqual({ low: 5, high: 7 })
  expect(rateOf(total('10', '*'), 200_000)).toEqual({ low: 5, high: null })
  expect(rateOf(total('10'), 0)).toBeUndefined()
})
