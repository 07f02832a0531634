/** Plans, results and the thread by worked examples. */
import { describe, expect, test } from 'vitest'
import type { Fields } from '#wire/fields.ts'
import { isLate, lookedAt, planOf, standingOf } from './plans.ts'
import { countedOnce, decimalOf, microOf, totalsOf } from './results.ts'
import type { Thing } from './things.ts'
import { MOST_KNOTS, threadOf } from './thread.ts'

const id = (n: number) => `00000000-0000-8000-8000-${String(n).padStart(12, '0')}`
const thing = (n: number, kind: string, set: Fields, by = 'esp', said_at = '2027-01-01T00:00:00.000Z'): Thing => ({
  id: id(n),
  kind,
  by,
  version: 1,
  first_at: said_at,
  said_at,
  came_at: said_at,
  set,
  withdrawn: undefined,
})
const en = (text: string) => ({ text, language: 'en' as const })
const PLAN = thing(1, 'plan', { title: en('Firearms 2027'), year: 2027, driver: 'esp' })
const action = (n: number, more: Fields) =>
  thing(n, 'action', {
    plan: id(1),
    title: en(`Action ${n}`),
    leader: 'esp',
    participants: ['mar'],
    from: '2027-02-01',
    until: '2027-04-30',
    state: 'planned',
    ...more,
  })
const report = (n: number, of: number, more: Fields, by = 'esp') =>
  thing(n, 'progress', { action: id(of), from: '2027-02-01', until: '2027-03-31', state: 'active', text: en('x'), ...more }, by)

describe('where an action stands', () => {
  test('the leader’s word counts before that of who takes part, the newest first', () => {
    const things = [
      action(10, {}),
      report(20, 10, { state: 'delayed' }, 'mar'),
      report(21, 10, { state: 'active', until: '2027-02-28' }),
      report(22, 10, { state: 'done' }, 'esp'),
    ]
    expect(standingOf(things[0]!, lookedAt(things), '2027-04-15')).toMatchObject({
      state: 'done',
      reported: { by: 'esp', on: '2027-03-31' },
    })
    expect(standingOf(things[0]!, lookedAt(things.slice(0, 2)), '2027-04-15').state).toBe('delayed')
    expect(standingOf(things[0]!, lookedAt(things.slice(0, 1)), '2027-01-15')).toMatchObject({
      state: 'planned',
      reported: undefined,
      silent_days: undefined,
      late_start_days: 0,
    })
  })
  test('days are counted by hand: overdue, late to begin, silent', () => {
    // 1 February to 15 April: 28 - 0 days of February, 31 of March, 14 of April = 73; 30 April to 10 May: 10
    const one = action(10, {})
    expect(standingOf(one, lookedAt([one]), '2027-04-15')).toMatchObject({ late_start_days: 73, silent_days: 73, overdue_days: 0 })
    expect(standingOf(one, lookedAt([one, report(20, 10, {})]), '2027-05-10')).toMatchObject({
      state: 'active',
      late_start_days: 0,
      overdue_days: 10,
      silent_days: 40,
    })
    expect(standingOf(one, lookedAt([one, report(20, 10, { state: 'done' })]), '2027-05-10')).toMatchObject({
      overdue_days: 0,
      silent_days: undefined,
    })
  })
  test('who begins before what it waits for ends is told so, until that is done', () => {
    const things = [action(10, {}), action(11, { from: '2027-04-01', until: '2027-06-30', depends_on: [id(10)] })]
    expect(standingOf(things[1]!, lookedAt(things), '2027-01-01').clashes).toEqual([id(10)])
    expect(isLate(standingOf(things[1]!, lookedAt(things), '2027-01-01'))).toBe(true)
    expect(standingOf(things[1]!, lookedAt([...things, report(20, 10, { state: 'done' })]), '2027-01-01').clashes).toEqual([])
  })
  test('the share of an indicator’s target', () => {
    const things = [action(10, { target: '40' }), report(20, 10, { reached: '25' })]
    expect(standingOf(things[0]!, lookedAt(things), '2027-03-01').share).toBe(0.625)
    expect(standingOf(action(10, { target: '0' }), lookedAt(things), '2027-03-01').share).toBeUndefined()
  })
})

test('a plan: states counted, budgets summed exactly by currency, silent leaders named', () => {
  const things = [
    PLAN,
    action(10, { budget: '1200.10', currency: 'EUR' }),
    action(11, { budget: '0.20', currency: 'EUR', leader: 'mar' }),
    action(12, { budget: '500', currency: 'MAD', state: 'dropped' }),
    report(20, 10, { obstacles: en('no interpreter') }),
  ]
  expect(planOf(PLAN, things, '2027-03-01')).toMatchObject({
    by_state: { planned: 1, active: 1, delayed: 0, done: 0, dropped: 1 },
    late: 1,
    with_obstacles: 1,
    budget: [
      { currency: 'EUR', amount: '1200.3' },
      { currency: 'MAD', amount: '500' },
    ],
    silent: ['mar'],
  })
})

describe('results', () => {
  const result = (n: number, quantity: string, claimed_by: string[], more: Fields = {}) =>
    thing(
      n,
      'result',
      { progress: id(20), category: 'arrest', unit: 'person', quantity, claimed_by, ...more },
      'esp',
      `2027-01-0${n - 29}T00:00:00.000Z`,
    )
  test('one result of a team that two members report counts once, and stands beside both', () => {
    const of = { of: 'aaaa' }
    const things = [
      result(30, '3', ['esp', 'mar'], of),
      result(31, '3', ['fra'], of),
      result(32, '2', ['esp']),
      result(33, '0.5', ['mar'], { category: 'drugs', unit: 'kg' }),
    ]
    expect(totalsOf(things)).toEqual([
      {
        category: 'arrest',
        unit: 'person',
        quantity: '5',
        results: 2,
        by_member: [
          { member: 'esp', quantity: '5', results: 2 },
          { member: 'fra', quantity: '3', results: 1 },
          { member: 'mar', quantity: '3', results: 1 },
        ],
      },
      { category: 'drugs', unit: 'kg', quantity: '0.5', results: 1, by_member: [{ member: 'mar', quantity: '0.5', results: 1 }] },
    ])
  })
  test('who reports another quantity of the same result is named; the first said counts', () => {
    const things = [result(30, '3', ['esp'], { of: 'aaaa' }), result(31, '4', ['mar'], { of: 'aaaa' })]
    expect(countedOnce(things)).toMatchObject([{ micro: 3_000_000n, differing: [id(31)] }])
  })
  test('decimals are exact', () => {
    expect(decimalOf(microOf('0.1') + microOf('0.2'))).toBe('0.3')
    expect(decimalOf(microOf('999999999999.999999'))).toBe('999999999999.999999')
  })
})

describe('the thread', () => {
  const things = [
    thing(50, 'assessment', {}),
    thing(51, 'priority', { assessment: id(50) }),
    thing(52, 'goal', { priority: id(51) }),
    thing(53, 'plan', { priority: id(51) }),
    thing(54, 'action', { plan: id(53), goal: id(52), team: 'space:x', course: 'course:y' }),
    thing(55, 'action', { plan: id(53) }),
    thing(56, 'progress', { action: id(54) }),
    thing(57, 'result', { progress: id(56) }),
    thing(58, 'evaluation', { plan: id(53) }),
    thing(59, 'recommendation', { evaluation: id(58) }),
    thing(60, 'meeting', {}),
  ]
  const way = (start: string, which: string) =>
    threadOf(start, things)
      .knots.filter((one) => one.way === which)
      .map((one) => one.id)
      .sort()
  test('is walked both ways: a result leads to its threat, a threat to all that came of it', () => {
    expect(way(id(57), 'before')).toEqual([id(50), id(51), id(52), id(53), id(54), id(56)])
    expect(way(id(57), 'after')).toEqual([])
    expect(way(id(50), 'after')).toEqual([...[51, 52, 53, 54, 55, 56, 57, 58, 59].map(id), 'course:y', 'space:x'])
    expect(way(id(54), 'after')).toEqual([id(56), id(57), 'course:y', 'space:x'])
  })
  test('a team’s address leads back to the action and its threat', () => {
    expect(way('space:x', 'before')).toEqual([50, 51, 52, 53, 54].map(id))
    expect(threadOf('space:x', things).ties).toContainEqual({ from: id(54), to: 'space:x' })
  })
  test('what was left off is told', () => {
    const many = [things[0]!, ...Array.from({ length: 400 }, (_, i) => thing(1_000 + i, 'priority', { assessment: id(50) }))]
    const { knots, left_off } = threadOf(id(50), many)
    expect([knots.length, left_off]).toEqual([MOST_KNOTS, 401 - MOST_KNOTS])
  })
})
