/** Boards by level, worked by hand: what each shows, and what it does not. */
import { expect, test } from 'vitest'
import type { Fields } from '#wire/fields.ts'
import { politicalBoard, standingsOf, strategicBoard, technicalBoard } from './board.ts'
import type { Forum } from './forum.ts'
import type { Thing } from './things.ts'

const id = (n: number) => `00000000-0000-8000-8000-${String(n).padStart(12, '0')}`
const en = (text: string) => ({ text, language: 'en' as const })
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
const FORUM: Forum = {
  chairs: ['esp'],
  chair: 'esp',
  participants: ['esp', 'mar', 'fra'],
  observers: [],
  guests: [],
  left: ['tun'],
  closed: false,
}
const NOW = '2027-06-01T00:00:00.000Z'
const THINGS = [
  thing(1, 'priority', { title: en('Drugs'), tier: '2', state: 'endorsed' }),
  thing(2, 'priority', { title: en('Firearms'), tier: '1', state: 'proposed' }),
  thing(3, 'priority', { title: en('Dropped'), state: 'dropped' }),
  thing(4, 'position', { on: id(1), says: 'agree' }, 'esp'),
  thing(5, 'position', { on: id(1), says: 'object' }, 'mar'),
  // who has left is not counted among those who take part
  thing(6, 'position', { on: id(1), says: 'agree' }, 'tun'),
  thing(7, 'declaration', { title: en('Declaration'), text: en('x'), state: 'open' }),
  thing(8, 'signature', { declaration: id(7) }, 'esp'),
  thing(9, 'commitment', { title: en('Desks'), owners: ['mar'], due: '2027-05-01' }),
  thing(10, 'commitment', { title: en('Training'), owners: ['fra'], due: '2027-12-01' }),
  thing(11, 'report', { on: id(10), state: 'done', text: en('x') }, 'fra', '2027-02-01T00:00:00.000Z'),
  thing(12, 'acceptance', { on: id(10), accepted: true }, 'esp', '2027-03-01T00:00:00.000Z'),
  thing(20, 'plan', { title: en('Plan'), year: 2027, driver: 'mar' }),
  thing(21, 'action', {
    plan: id(20),
    title: en('A'),
    leader: 'mar',
    participants: ['fra'],
    from: '2027-01-01',
    until: '2027-04-01',
    state: 'active',
  }),
  thing(22, 'action', { plan: id(20), title: en('B'), leader: 'fra', from: '2027-01-01', until: '2027-12-01', state: 'done' }),
  thing(30, 'consultation', { title: en('Vote'), state: 'open', due: '2027-07-01T00:00:00.000Z' }),
  thing(31, 'vote', { consultation: id(30), says: 'yes' }, 'mar'),
  thing(32, 'assessment', { title: en('EMTA'), state: 'call', due: '2027-06-15T00:00:00.000Z' }),
]
const PLANS = standingsOf([THINGS.find(({ kind }) => kind === 'plan')!], THINGS, NOW.slice(0, 10))

test('the political level: priorities by tier with who agrees, signatures, commitments; nothing of an action', () => {
  const board = politicalBoard(THINGS, PLANS, FORUM, NOW)
  expect(board.priorities.map(({ thing, agree, object, waiting }) => [thing.id, agree, object, waiting])).toEqual([
    [id(2), 0, 0, 3],
    [id(1), 1, 1, 1],
  ])
  expect(board.declarations).toMatchObject([{ signed: 1, of: 3 }])
  expect(board.commitments).toEqual({ open: 1, reported: 0, accepted: 1, overdue: 1 })
  expect(board.plans).toEqual({ plans: 1, actions: 2, done: 1, late: 1 })
  expect(JSON.stringify(board)).not.toContain(id(21))
})

test('the strategic level: who has voted, who has answered, what stands in the way', () => {
  const board = strategicBoard(THINGS, PLANS, FORUM, NOW)
  expect(board.consultations).toMatchObject([{ voted: 1, of: 3 }])
  expect(board.assessments).toMatchObject([{ answered: 0, of: 3 }])
  expect(board.plans[0]).toMatchObject({ late: 1, by_state: { active: 1, done: 1 } })
})

test('the technical level: what the own member has to do, what is due first on top', () => {
  const tasks = (own: string) => technicalBoard(THINGS, PLANS, own, NOW).map(({ kind, thing }) => [kind, thing.id])
  expect(tasks('mar')).toEqual([
    ['late-action', id(21)],
    ['report-commitment', id(9)],
    ['contribute', id(32)],
    ['sign', id(7)],
  ])
  // its commitment is accepted, its own action done; it takes part in the late one
  expect(tasks('fra')).toEqual([
    ['late-action', id(21)],
    ['contribute', id(32)],
    ['vote', id(30)],
    ['sign', id(7)],
  ])
})
