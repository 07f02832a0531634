/** Who is on which patrol or shift, and what does not fit. */
import { expect, test } from 'vitest'
import type { Fields } from '#wire/fields.ts'
import { cardsOf, conflictsOf, MOST_CONFLICTS, type Planned, rowsOf, turnsOf } from './planning.ts'
import { orderFault } from './rules.ts'

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const name = (name: string) => ({ name })
const text = (text: string) => ({ text, language: 'es' as const })
const at = (day: number, hour: number) => `2026-05-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00:00.000Z`
let made = 0
function thing(kind: string, set: Fields, withdrawn = false): Planned {
  const fields = Object.fromEntries(Object.entries(set).map(([field, value]) => [field, { value, by: 'esp', at: at(1, 0) }]))
  return { id: id(++made), kind, by: 'esp', fields, withdrawn: withdrawn || undefined }
}
const patrol = (from: string, until: string, more: Fields = {}) =>
  thing('patrol', { title: text('Playa'), from, until, members: ['esp', 'mar'], ...more })
const crew = (of: Planned, officer: string, member: string) => thing('crew', { patrol: of.id, officer: name(officer), member })
const shift = (officer: string, from: string, until: string, more: Fields = {}) =>
  thing('shift', { officer: name(officer), member: 'esp', from, until, ...more })
const day = (at: number) => new Date(at).toISOString().slice(0, 10)
const MAY = { from: at(1, 0), until: at(31, 0), dayOf: day }
const conflicts = (...things: Planned[]) => conflictsOf(turnsOf(things), cardsOf(things), MAY)

test('a patrol has those that each member names, and those that are only written', () => {
  const one = patrol(at(2, 8), at(2, 16), { officers: text('Ana Ruiz, Luis Pardo;ana  ruiz') })
  const [turn] = turnsOf([one, crew(one, 'Ana Ruiz', 'esp'), crew(one, 'إدريس العلمي', 'mar')])
  expect(turn!.officers.map(({ officer, member }) => [officer, member])).toEqual([
    ['Ana Ruiz', 'esp'],
    ['إدريس العلمي', 'mar'],
    ['Luis Pardo', undefined],
  ])
})

test('what is withdrawn, or has no time in which it happens, is no turn', () => {
  expect(turnsOf([thing('shift', { officer: name('A'), member: 'esp', from: at(2, 8), until: at(2, 9) }, true)])).toEqual([])
  expect(turnsOf([shift('A', at(2, 9), at(2, 9)), thing('patrol', { title: text('x') })])).toEqual([])
})

test('one officer on two turns at once is seen, however the name is spelled; one after the other is none', () => {
  const [a, b] = [shift('Ana Ruiz', at(2, 8), at(2, 16)), patrol(at(2, 15), at(2, 20))]
  expect(conflicts(a, b, crew(b, 'ANA  RUIZ', 'esp'))).toEqual([
    { what: 'twice', officer: 'ANA  RUIZ', member: 'esp', turns: [a.id, b.id] },
  ])
  const c = patrol(at(2, 16), at(2, 20))
  expect(conflicts(a, c, crew(c, 'Ana Ruiz', 'esp'))).toEqual([])
})

test('two of one name of two members are two officers', () => {
  const [a, b] = [shift('M. Silva', at(2, 8), at(2, 16)), patrol(at(2, 9), at(2, 12))]
  expect(conflicts(a, b, crew(b, 'M. Silva', 'prt'))).toEqual([])
})

test('what is cancelled collides with nothing', () => {
  const [a, b] = [shift('Ana Ruiz', at(2, 8), at(2, 16)), patrol(at(2, 9), at(2, 12), { state: 'cancelled' })]
  expect(conflicts(a, b, crew(b, 'Ana Ruiz', 'esp'))).toEqual([])
})

test('a guest needs a powers card of the host for each day', () => {
  const night = patrol(at(2, 20), at(3, 4), { host: 'esp' })
  const guest = crew(night, 'Idris Alami', 'mar')
  // each is its host's own word
  const card = (from: string, until: string, host = 'esp') => {
    const said = thing('powers-card', {
      officer: name('Idris Alami'),
      member: 'mar',
      host,
      powers: text('x'),
      executive: false,
      from,
      until,
    })
    return {
      ...said,
      by: host,
      fields: Object.fromEntries(Object.entries(said.fields).map(([field, one]) => [field, { ...one, by: host }])),
    }
  }
  const missing = [{ what: 'no-card', officer: 'Idris Alami', member: 'mar', host: 'esp', turns: [night.id] }]
  expect(conflicts(night, guest)).toEqual(missing)
  expect(conflicts(night, guest, card('2026-05-01', '2026-05-02'))).toEqual(missing)
  expect(conflicts(night, guest, card('2026-05-01', '2026-05-31', 'fra'))).toEqual(missing)
  expect(conflicts(night, guest, card('2026-05-01', '2026-05-02'), card('2026-05-03', '2026-05-03'))).toEqual([])
  // a card that another has touched, if only to make it last, holds no more
  const touched = card('2026-05-01', '2026-05-31')
  const longer = { ...touched, fields: { ...touched.fields, until: { value: '2026-06-30', by: 'mar', at: at(1, 1) } } }
  expect(conflicts(night, guest, longer)).toEqual(missing)
  // the host's own officers need none
  expect(conflicts(night, crew(night, 'Ana Ruiz', 'esp'))).toEqual([])
})

test('a patrol with nobody on it, and an hour in which nobody has the shift, are said', () => {
  const empty = patrol(at(2, 8), at(2, 9))
  expect(conflicts(empty)).toEqual([{ what: 'nobody', turns: [empty.id] }])
  expect(conflicts(shift('A', at(2, 6), at(2, 14)), shift('B', at(2, 12), at(2, 13)), shift('C', at(2, 15), at(2, 22)))).toEqual([
    { what: 'gap', from: at(2, 14), until: at(2, 15) },
  ])
})

test('there is a bound to what is said', () => {
  expect(conflicts(...Array.from({ length: 80 }, () => shift('Ana Ruiz', at(2, 8), at(2, 16))))).toHaveLength(MOST_CONFLICTS)
})

test('turns are laid into as few rows as hold them', () => {
  const turns = turnsOf([shift('A', at(2, 8), at(2, 12)), shift('B', at(2, 10), at(2, 14)), shift('C', at(2, 12), at(2, 16))])
  expect(rowsOf(turns).map((row) => row.map(({ title }) => title))).toEqual([['A', 'C'], ['B']])
})

test('nothing ends before it begins, whatever part of it is said anew', () => {
  const known = shift('A', at(2, 8), at(2, 12))
  expect(orderFault('shift', known as never, { until: at(2, 8) })).toBeDefined()
  expect(orderFault('shift', known as never, { until: at(2, 9) })).toBeUndefined()
  expect(orderFault('powers-card', undefined, { from: '2026-05-02', until: '2026-05-02' })).toBeUndefined()
  expect(orderFault('powers-card', undefined, { from: '2026-05-02', until: '2026-05-01' })).toBeDefined()
})
