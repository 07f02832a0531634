/** Roadmaps: rows, clashes, slips and circles, worked out by hand and held against what has to be true of any. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { layOutRoadmap, MAX_ACTIONS, MAX_AFTER, type PlannedAction } from './index.ts'

const action = (id: string, start: string, end: string, after: string[] = [], group?: string): PlannedAction => ({
  id,
  start: `2026-${start}`,
  end: `2026-${end}`,
  after,
  ...(group && { group }),
})

test('three actions in two rows, by days from the first', () => {
  // survey 1–31 March, course 1–10 March beside it, day of action on 1 April in the first row again
  const { from, to, bars, groups, clashes, slips } = layOutRoadmap([
    action('day', '04-01', '04-01'),
    action('survey', '03-01', '03-31'),
    action('course', '03-01', '03-10'),
  ])
  expect([from, to]).toEqual(['2026-03-01', '2026-04-01'])
  expect(bars).toEqual([
    { id: 'course', group: '', row: 0, start: '2026-03-01', end: '2026-03-10', days: 10, offset: 0 },
    { id: 'survey', group: '', row: 1, start: '2026-03-01', end: '2026-03-31', days: 31, offset: 0 },
    { id: 'day', group: '', row: 0, start: '2026-04-01', end: '2026-04-01', days: 1, offset: 31 },
  ])
  expect(groups).toEqual([{ group: '', first_row: 0, rows: 2 }])
  expect([clashes, slips]).toEqual([[], []])
})

test('groups stand together, each in rows of its own', () => {
  const { bars, groups } = layOutRoadmap([
    action('a', '01-01', '01-31', [], 'drugs'),
    action('b', '01-01', '01-31', [], 'firearms'),
    action('c', '01-15', '02-15', [], 'drugs'),
    action('d', '02-01', '02-15', [], 'firearms'),
  ])
  expect(groups).toEqual([
    { group: 'drugs', first_row: 0, rows: 2 },
    { group: 'firearms', first_row: 2, rows: 1 },
  ])
  expect(Object.fromEntries(bars.map(({ id, row }) => [id, row]))).toEqual({ a: 0, c: 1, b: 2, d: 2 })
})

describe('an action that starts before what it waits for is over', () => {
  test('clashes by the days that it is too early, the last day of the other among them', () => {
    const { clashes } = layOutRoadmap([
      action('assess', '01-01', '01-31'),
      action('plan', '01-31', '02-28', ['assess']),
      action('train', '02-01', '02-10', ['plan']),
      action('act', '03-01', '03-31', ['plan']),
    ])
    // 31 January is one day too early; 1 February is 28 days before 1 March
    expect(clashes).toEqual([
      { id: 'plan', after: 'assess', days: 1 },
      { id: 'train', after: 'plan', days: 28 },
    ])
  })

  test('slips, and what waits for it slips with it', () => {
    const { slips } = layOutRoadmap([
      action('assess', '01-01', '01-31'),
      action('plan', '01-22', '02-28', ['assess']), // ten days: 1 February to 10 March
      action('act', '03-01', '03-31', ['plan']), // 11 March to 10 April
      action('evaluate', '05-01', '05-31', ['act']), // has room enough
      action('elsewhere', '03-01', '03-31'),
    ])
    expect(slips).toEqual([
      { id: 'act', days: 10, start: '2026-03-11', end: '2026-04-10', held_by: 'plan' },
      { id: 'plan', days: 10, start: '2026-02-01', end: '2026-03-10', held_by: 'assess' },
    ])
  })
})

describe('circles', () => {
  test('are told, each once, and what is in or behind them does not slip', () => {
    const { circles, slips, bars } = layOutRoadmap([
      action('a', '01-01', '01-31', ['c']),
      action('b', '02-01', '02-28', ['a']),
      action('c', '03-01', '03-31', ['b']),
      action('self', '01-01', '01-02', ['self']),
      action('behind', '01-01', '01-02', ['b']),
      action('free', '01-01', '01-31'),
      action('after-free', '01-15', '01-31', ['free']),
    ])
    expect(circles).toEqual([['a', 'b', 'c'], ['self']])
    expect(slips.map(({ id }) => id)).toEqual(['after-free'])
    expect(bars).toHaveLength(7)
  })

  test('two that share an action are one', () => {
    const { circles } = layOutRoadmap([
      action('hub', '01-01', '01-02', ['left', 'right']),
      action('left', '01-01', '01-02', ['hub']),
      action('right', '01-01', '01-02', ['hub']),
      action('tail', '01-01', '01-02', ['hub']),
    ])
    expect(circles).toEqual([['hub', 'left', 'right']])
  })

  test('a chain of two thousand is none, and its end slips by all of them', () => {
    const chain = Array.from({ length: MAX_ACTIONS }, (_, i) => action(`n${i}`, '01-01', '01-01', i === 0 ? [] : [`n${i - 1}`]))
    const { circles, slips } = layOutRoadmap(chain)
    expect(circles).toEqual([])
    expect(slips[0]).toMatchObject({ id: `n${MAX_ACTIONS - 1}`, days: MAX_ACTIONS - 1 })
  })
})

test('what is faulty is told and left out, what is waited for and not there as well', () => {
  const { faults, unknown, bars, from } = layOutRoadmap([
    action('twice', '01-01', '01-02'),
    action('twice', '01-03', '01-04'),
    action('february', '02-30', '03-01'),
    action('backwards', '03-02', '03-01'),
    { id: 'age', start: '1900-01-01', end: '2026-01-01' },
    action('lost', '01-01', '01-02', ['nowhere', 'backwards']),
  ])
  expect(faults).toEqual([
    { id: 'twice', reason: 'twice' },
    { id: 'february', reason: 'not-a-day' },
    { id: 'backwards', reason: 'ends-before-start' },
    { id: 'age', reason: 'too-long' },
  ])
  expect(unknown).toEqual([
    { id: 'lost', after: 'nowhere' },
    { id: 'lost', after: 'backwards' },
  ])
  expect([bars.map(({ id }) => id), from]).toEqual([['lost', 'twice'], '2026-01-01'])
  expect(layOutRoadmap([])).toMatchObject({ from: undefined, to: undefined, bars: [], groups: [] })
})

test('of any plan: no two bars of a row share a day, as few rows as the busiest day asks, and after the slips nobody is too early', () => {
  const day = (n: number) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10)
  const plan = fc
    .array(fc.record({ start: fc.nat(40), days: fc.nat(15), after: fc.array(fc.nat(20), { maxLength: 3 }) }), {
      minLength: 1,
      maxLength: 21,
    })
    .map((all) =>
      all.map(({ start, days, after }, i) => ({
        id: `a${i}`,
        start: day(start),
        end: day(start + days),
        after: after.map((n) => `a${n}`),
      })),
    )
  fc.assert(
    fc.property(plan, (actions) => {
      const { bars, groups, slips, circles } = layOutRoadmap(actions)
      for (const a of bars) for (const b of bars) if (a.id < b.id && a.row === b.row) expect(a.end < b.start || b.end < a.start).toBe(true)
      const busiest = Math.max(...bars.map(({ start }) => bars.filter((one) => one.start <= start && start <= one.end).length))
      expect(groups[0]!.rows).toBe(busiest)
      if (circles.length > 0) return
      const moved = new Map(actions.map(({ id, start, end }) => [id, { start, end }]))
      for (const { id, start, end } of slips) moved.set(id, { start, end })
      for (const { id, after } of actions)
        for (const other of after) {
          const before = moved.get(other)
          if (before) expect(before.end < moved.get(id)!.start).toBe(true)
        }
    }),
  )
})

test('beyond its bounds it is refused', () => {
  expect(() => layOutRoadmap(Array.from({ length: MAX_ACTIONS + 1 }, (_, i) => action(`n${i}`, '01-01', '01-01')))).toThrow(TypeError)
  expect(() =>
    layOutRoadmap([
      action(
        'a',
        '01-01',
        '01-01',
        Array.from({ length: MAX_AFTER + 1 }, (_, i) => `n${i}`),
      ),
    ]),
  ).toThrow(TypeError)
})
