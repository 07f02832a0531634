/** Seats by rule, against examples worked by hand. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { giveSeats, type Nominating } from './index.ts'

const country = (name: string, seats_before: number, in_time: string[], late: string[] = []): Nominating => ({
  country: name,
  seats_before,
  in_time,
  late,
})
const told = (outcomes: ReturnType<typeof giveSeats>) =>
  outcomes.map(({ candidate, waiting, reason }) => `${candidate} ${waiting === undefined ? 'seat' : `waits ${waiting}`} ${reason}`)

test('six seats, four countries: first one each by fewest seats before, then rounds by national priority', () => {
  // before: Tunisia 1, Egypt 2, Morocco 4, Spain 9; in that order, so the seats left after round one (two) go to Tunisia and Egypt
  const nominating = [
    country('mar', 4, ['m1', 'm2', 'm3']),
    country('esp', 9, ['e1', 'e2']),
    country('tun', 1, ['t1', 't2']),
    country('egy', 2, ['g1', 'g2']),
  ]
  expect(told(giveSeats({ seats: 6 }, nominating))).toEqual([
    't1 seat first-round',
    'g1 seat first-round',
    'm1 seat first-round',
    'e1 seat first-round',
    't2 seat later-round',
    'g2 seat later-round',
    'm2 waits 1 no-seat-left',
    'e2 waits 2 no-seat-left',
    'm3 waits 3 no-seat-left',
  ])
})

test('fewer seats than countries: those with the most before wait', () => {
  const nominating = [country('mar', 4, ['m1']), country('esp', 9, ['e1']), country('tun', 1, ['t1'])]
  expect(told(giveSeats({ seats: 2 }, nominating))).toEqual(['t1 seat first-round', 'm1 seat first-round', 'e1 waits 1 no-seat-left'])
})

test('with as many seats before, who nominated first comes first', () => {
  expect(told(giveSeats({ seats: 1 }, [country('tun', 3, ['t1']), country('mar', 3, ['m1'])]))).toEqual([
    't1 seat first-round',
    'm1 waits 1 no-seat-left',
  ])
})

test('what came late comes after all that came in time, whatever its country had before', () => {
  const nominating = [country('mar', 4, ['m1', 'm2']), country('tun', 0, [], ['t1'])]
  expect(told(giveSeats({ seats: 3 }, nominating))).toEqual(['m1 seat first-round', 'm2 seat later-round', 't1 seat late'])
  expect(told(giveSeats({ seats: 2 }, nominating)).at(-1)).toBe('t1 waits 1 no-seat-left')
})

test('no country gets more than the most for each, though seats stay empty; those wait last', () => {
  const nominating = [country('mar', 0, ['m1', 'm2', 'm3']), country('tun', 1, ['t1', 't2'])]
  expect(told(giveSeats({ seats: 4, most_each: 1 }, nominating))).toEqual([
    'm1 seat first-round',
    't1 seat first-round',
    'm2 waits 1 country-full',
    't2 waits 2 country-full',
    'm3 waits 3 country-full',
  ])
})

test('who holds a seat keeps it; a seat given back goes to the head of the waiting list', () => {
  // as in the first example, and t1 was taken back: m2 waited first
  const nominating = [
    country('mar', 4, ['m1', 'm2', 'm3']),
    country('esp', 9, ['e1', 'e2']),
    country('tun', 1, ['t2']),
    country('egy', 2, ['g1', 'g2']),
  ]
  const outcomes = giveSeats({ seats: 6 }, nominating, new Set(['t1', 'g1', 'm1', 'e1', 't2', 'g2']))
  expect(told(outcomes).filter((one) => one.includes('seat kept'))).toHaveLength(5)
  expect(told(outcomes).slice(5)).toEqual(['m2 seat later-round', 'e2 waits 1 no-seat-left', 'm3 waits 2 no-seat-left'])
})

test('a candidate that stands twice is refused', () => {
  expect(() => giveSeats({ seats: 2 }, [country('mar', 0, ['x']), country('tun', 0, ['x'])])).toThrow(TypeError)
})

test('never more seats than there are, nor an empty seat beside somebody who may have it; a priority is never passed over', () => {
  const some = fc.array(fc.record({ before: fc.nat(5), in_time: fc.nat(4), late: fc.nat(3) }), { maxLength: 6 })
  fc.assert(
    fc.property(some, fc.nat(12), fc.integer({ min: 1, max: 5 }), (countries, seats, most_each) => {
      const nominating = countries.map(({ before, in_time, late }, i) =>
        country(
          `c${i}`,
          before,
          Array.from({ length: in_time }, (_, k) => `c${i}-${k}`),
          Array.from({ length: late }, (_, k) => `c${i}-late${k}`),
        ),
      )
      const outcomes = giveSeats({ seats, most_each }, nominating)
      const seated = outcomes.filter(({ waiting }) => waiting === undefined)
      const possible = countries.reduce((sum, { in_time, late }) => sum + Math.min(most_each, in_time + late), 0)
      expect(outcomes).toHaveLength(countries.reduce((sum, { in_time, late }) => sum + in_time + late, 0))
      expect(seated).toHaveLength(Math.min(seats, possible))
      for (const one of seated)
        expect(
          outcomes.filter((other) => other.country === one.country && other.priority < one.priority && other.waiting !== undefined),
        ).toEqual([])
    }),
  )
})
