// How actions become addresses, and how streams become events.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addressOf, queryOf } from './client.ts'
import { eventsIn } from './stream.ts'

test('an action has its address', () => {
  expect(addressOf('exchange.send-request')).toBe('/api/exchange/send-request')
  expect(() => addressOf('exchange')).toThrow(TypeError)
})

test('a query keeps one order, repeats lists, leaves blanks out, refuses objects', () => {
  expect(queryOf({ page: 2, state: ['waiting', 'opened'], q: '', none: undefined, urgent: false })).toBe(
    'page=2&state=waiting&state=opened&urgent=false',
  )
  expect(queryOf({ q: 'محمد & co' })).toBe(queryOf({ q: 'محمد & co' }))
  expect(() => queryOf({ a: { b: 1 } })).toThrow(TypeError)
})

test('events are read as the standard says', () => {
  const { events, rest } = eventsIn(': hello\n\nid: 7\nevent: answer\ndata: {"a":\ndata: 1}\n\ndata: unfinished')
  expect(events).toEqual([{ id: '7', event: 'answer', data: '{"a":\n1}' }])
  expect(rest).toBe('data: unfinished')
})

test('a stream cut anywhere gives the same events', () => {
  const whole = 'id: 1\ndata: one\n\n: beat\n\nid: 2\nevent: answer\ndata: two\ndata: lines\n\nevent: end\ndata: {}\n\n'
  const expected = eventsIn(whole).events
  expect(expected).toHaveLength(3)
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: whole.length }), { maxLength: 8 }), (cuts) => {
      const at = [0, ...cuts.sort((a, b) => a - b), whole.length]
      let rest = ''
      const events = []
      for (let i = 1; i < at.length; i++) {
        const read = eventsIn(rest + whole.slice(at[i - 1], at[i]))
        rest = read.rest
        events.push(...read.events)
      }
      expect(events).toEqual(expected)
    }),
  )
})
