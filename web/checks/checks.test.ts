// What stands at stake in the check pages: the sum of many answers, and a scanner's Enter.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stretches } from '../pieces/marked-number.tsx'
import { isolated } from '../pieces/mono.tsx'
import { strengthOf } from '../pieces/score.ts'
import { enterMeans } from './enter.ts'
import { narrowing, overallOf, standingOf } from './overall.ts'

test('a hit beats a refusal beats silence beats no hit', () => {
  expect(overallOf(['no-hit', 'no-answer', 'refused', 'hit', 'waiting'])).toBe('hit')
  expect(overallOf(['no-hit', 'no-answer', 'refused'])).toBe('refused')
  expect(overallOf(['no-hit', 'no-answer'])).toBe('no-answer')
  expect(overallOf(['no-hit', 'no-hit'])).toBe('no-hit')
})

test('no hit is said only when everyone said it', () => {
  const state = fc.constantFrom('hit', 'no-hit', 'refused', 'no-answer', 'waiting')
  fc.assert(
    fc.property(fc.array(state, { maxLength: 20 }), (states) => {
      const clear = states.length > 0 && states.every((one) => one === 'no-hit')
      expect(overallOf(states) === 'no-hit').toBe(clear)
    }),
  )
})

test('a question refused in part is not answered with no hit', () => {
  expect(standingOf({ state: 'no-hit', refused: [{ subject: 1, ground: 'national-security' }] })).toBe('refused')
  expect(standingOf({ state: 'hit', refused: [{ subject: 1, ground: 'national-security' }] })).toBe('hit')
  expect(standingOf({ state: 'no-hit', refused: [] })).toBe('no-hit')
})

test('only a full score is exact', () => {
  expect([1, 0.99, 0.85, 0.7, 0.45].map(strengthOf)).toEqual(['exact', 'strong', 'strong', 'possible', 'weak'])
})

const TD3 = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10']
const TD1 = ['I<UTOD231458907<<<<<<<<<<<<<<<', '7408122F1204159UTO<<<<<<<<<<<6', 'ERIKSSON<<ANNA<MARIA<<<<<<<<<<']

test('a scanner’s Enter ends a line, and after the last line asks', () => {
  expect(enterMeans(TD3[0]!)).toBe('line')
  expect(enterMeans(TD3.join('\n'))).toBe('check')
  expect(enterMeans(TD1[0]!)).toBe('line')
  expect(enterMeans(TD1.slice(0, 2).join('\n'))).toBe('line')
  expect(enterMeans(TD1.join('\r\n'))).toBe('check')
})

test('Enter after anything else asks', () => {
  for (const text of ['Mohamed Benali 12/03/1985', 'AAB123456', '1234 BCD', '', 'ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGH'])
    expect(enterMeans(text)).toBe('check')
})

test('what differs between two numbers is marked, and what is worn is not', () => {
  expect(stretches('9074792', '9074729')).toEqual([
    { from: 0, part: '90747', differs: false },
    { from: 5, part: '92', differs: true },
  ])
  expect(stretches('PX*2345', 'PX12345')).toEqual([{ from: 0, part: 'PX*2345', differs: false }])
})

test('the letter of a plate does not take the number behind it to its other side', () => {
  expect(isolated('12345 | أ | 6')).toEqual({
    dir: 'ltr',
    parts: [
      { from: 0, text: '12345 | ', isolate: false },
      { from: 8, text: 'أ', isolate: true },
      { from: 9, text: ' | 6', isolate: false },
    ],
  })
  expect(isolated('123 تونس 4567').parts.map(({ text }) => text)).toEqual(['123 ', 'تونس', ' 4567'])
  expect(isolated('س ص ع 1234')).toMatchObject({ dir: 'rtl', parts: [{ text: 'س ص ع', isolate: true }, { text: ' 1234' }] })
  expect(isolated('1234 BCD')).toEqual({ dir: 'ltr', parts: [{ from: 0, text: '1234 BCD', isolate: false }] })
})

test('hits on names can be narrowed, never to nothing, and a hit on a number is not among them', () => {
  const name = (score: number) => ({ kind: 'person' as const, score, reasons: [{ subject: 0, field: 'name', verdict: 'similar' }] })
  const number = { kind: 'person' as const, score: 0.99, reasons: [{ subject: 0, field: 'document_number', verdict: 'equal' }] }
  expect(narrowing([name(0.912), name(0.738), number])).toEqual({ least: 0.73, most: 0.91 })
  for (const hits of [[], [name(0.9)], [name(0.901), name(0.905)], [name(0.9), number]]) expect(narrowing(hits)).toBeUndefined()
})
