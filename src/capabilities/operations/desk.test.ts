/** The statistics of a desk: whoever counts comes to the same. */
import { expect, test } from 'vitest'
import type { Fields } from '#wire/fields.ts'
import { deskMonthsOf, MOST_MONTHS } from './desk.ts'
import type { Planned } from './planning.ts'

let made = 0
function request(received_at: string | undefined, more: Fields = {}, withdrawn = false): Planned {
  const set: Fields = {
    type: 'vehicle',
    channel: 'telephone',
    urgency: 'normal',
    asked_by: 'esp',
    asked_of: 'mar',
    state: 'open',
    ...(received_at && { received_at }),
    ...more,
  }
  const fields = Object.fromEntries(
    Object.entries(set).map(([field, value]) => [field, { value, by: 'esp', at: '2026-05-01T00:00:00.000Z' }]),
  )
  return {
    id: `00000000-0000-4000-8000-${String(++made).padStart(12, '0')}`,
    kind: 'desk-request',
    by: 'esp',
    fields,
    withdrawn: withdrawn || undefined,
  }
}
const answered = (received_at: string, answered_at: string, more: Fields = {}) =>
  request(received_at, { state: 'answered', answered_at, ...more })

test('a request counts once, in the month in which it was received by UTC, wherever it ends', () => {
  const { months } = deskMonthsOf([
    answered('2026-04-30T23:59:59.000Z', '2026-05-02T00:00:00.000Z'),
    request('2026-05-01T00:00:00.000Z', { urgency: 'urgent' }),
    request('2026-05-20T00:00:00.000Z', { state: 'refused', type: 'identity', channel: 'radio' }),
  ])
  expect(months.map(({ month, all, urgent, answered, refused, open }) => [month, all, urgent, answered, refused, open])).toEqual([
    ['2026-04', 1, 0, 1, 0, 0],
    ['2026-05', 2, 1, 0, 1, 1],
  ])
  expect(months[1]!.by.type).toEqual([
    { code: 'identity', count: 1 },
    { code: 'vehicle', count: 1 },
  ])
})

test('what was withdrawn counts nowhere, in whichever way it was', () => {
  expect(
    deskMonthsOf([request('2026-05-01T00:00:00.000Z', { state: 'withdrawn' }), request('2026-05-01T00:00:00.000Z', {}, true)]),
  ).toEqual({
    months: [],
    earlier: 0,
    unplaced: 0,
  })
})

test('the time to an answer is that of the middle one; what was answered before it came has none', () => {
  const { months } = deskMonthsOf([
    answered('2026-05-01T00:00:00.000Z', '2026-05-01T01:00:00.000Z'),
    answered('2026-05-01T00:00:00.000Z', '2026-05-01T02:00:00.000Z'),
    answered('2026-05-01T00:00:00.000Z', '2026-05-03T00:00:00.000Z'),
    answered('2026-05-02T00:00:00.000Z', '2026-05-01T00:00:00.000Z'),
    request('2026-05-02T00:00:00.000Z', { answered_at: '2026-05-02T00:30:00.000Z' }),
  ])
  expect([months[0]!.median_h, months[0]!.timed, months[0]!.answered]).toEqual([2, 3, 4])
})

test('months beyond the bound are left out and said; what has no time is said too', () => {
  const many = Array.from({ length: MOST_MONTHS + 3 }, (_, i) => request(new Date(Date.UTC(2024, i, 3)).toISOString()))
  const { months, earlier, unplaced } = deskMonthsOf([...many, request(undefined)])
  expect([months.length, months[0]!.month, earlier, unplaced]).toEqual([MOST_MONTHS, '2024-04', 3, 1])
})
