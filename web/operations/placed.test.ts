// What a command post's map shows: patrols where they last were, each result once, hours, and gatherings.
import { expect, test } from 'vitest'
import { gathered, hoursOf, isWithin, placedOf, startOf } from './placed.ts'
import type { Thing } from './types.ts'

const AT = '2026-05-04T10:20:00.000Z'
const thing = (id: string, kind: string, fields: Record<string, unknown>, withdrawn = false): Thing =>
  ({
    id,
    kind,
    by: 'esp',
    at: AT,
    changed_at: AT,
    fields: Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, { value, by: 'esp', at: AT }])),
    withdrawn: withdrawn ? { by: 'esp', at: AT, reason: { text: 'x', language: 'en' } } : null,
    missing: [],
    entry: null,
    operational: null,
    attachments: [],
  }) as Thing
const at = (latitude: string, longitude: string) => ({ latitude, longitude })

test('a thing stands where it says it is; without a whole position, or beyond the map, it has none', () => {
  const placed = placedOf([
    thing('a', 'post', at('36.84', '-2.46')),
    thing('b', 'event', { latitude: '36.84', happened_at: AT }),
    thing('c', 'post', at('89', '0')),
    thing('d', 'task', at('36', '0')),
    thing('e', 'post', at('36', '0'), true),
    thing('f', 'event', at('', '')),
  ])
  expect(placed.map(({ thing: { id }, position }) => [id, position])).toEqual([
    ['a', [-2.46, 36.84]],
    ['b', undefined],
    ['c', undefined],
    ['f', undefined],
  ])
})

test('a patrol stands where its log last said it was, whatever came first', () => {
  const [patrol] = placedOf([
    thing('l2', 'patrol-log', { patrol: 'p', at: '2026-05-04T09:00:00.000Z', ...at('36.5', '-3') }),
    thing('l1', 'patrol-log', { patrol: 'p', at: '2026-05-04T08:00:00.000Z', ...at('36.4', '-2') }),
    thing('l3', 'patrol-log', { patrol: 'p', at: '2026-05-04T09:30:00.000Z' }),
    thing('p', 'patrol', { from: '2026-05-04T06:00:00.000Z', until: '2026-05-04T14:00:00.000Z', ...at('36', '-1') }),
  ])
  expect(patrol!.position).toEqual([-3, 36.5])
})

test('a result that is the same as another is there once; one that points to nothing, or to itself, is there', () => {
  const result = (id: string, same_as?: string) => thing(id, 'result', { happened_at: AT, ...at('36', '-1'), ...(same_as && { same_as }) })
  expect(placedOf([result('a'), result('b', 'a'), result('c', 'gone'), result('d', 'd')]).map(({ thing: { id } }) => id)).toEqual([
    'a',
    'c',
    'd',
  ])
})

test('by hour: what lasts is in each hour it touches, what stands all day in every one', () => {
  const [event, patrol, post] = placedOf([
    thing('e', 'event', { happened_at: AT }),
    thing('p', 'patrol', { from: '2026-05-04T06:00:00.000Z', until: '2026-05-04T14:00:00.000Z' }),
    thing('o', 'post', {}),
  ])
  const hour = (text: string) => Date.parse(`2026-05-04T${text}:00.000Z`)
  const within = (from: string, until: string) => [event!, patrol!, post!].map((one) => isWithin(one, hour(from), hour(until)))
  expect(within('10:00', '11:00')).toEqual([true, true, true])
  expect(within('11:00', '12:00')).toEqual([false, true, true])
  expect(within('15:00', '16:00')).toEqual([false, false, true])
  expect(within('05:00', '06:00')).toEqual([false, false, true])
  expect(hoursOf([event!, patrol!, post!], 9).map(({ hour: one, count }) => [new Date(startOf(one)).toISOString(), count])).toEqual([
    ['2026-05-04T10:00:00.000Z', 1],
    ['2026-05-04T06:00:00.000Z', 1],
  ])
})

test('what would lie over each other gathers, and nothing is lost', () => {
  const spots = [
    [0, 0],
    [10, 0],
    [200, 200],
    [24, 0],
    [27, 0],
  ].map(([x, y]) => ({ point: [x!, y!] as const }))
  const found = gathered(spots, 26)
  expect(found.map(({ all }) => all.length)).toEqual([3, 1, 1])
  expect(found.flatMap(({ all }) => all)).toHaveLength(spots.length)
})
