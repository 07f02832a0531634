import { expect, test } from 'vitest'
import { joinedPhases, phasesOf } from './phases.ts'

test('files are phases by the last number in their names, or by their order', () => {
  expect(phasesOf(['phase 10.csv', 'phase 2.csv', 'phase 1.csv'])).toEqual([
    { name: 'phase 1.csv', phase: 1 },
    { name: 'phase 2.csv', phase: 2 },
    { name: 'phase 10.csv', phase: 10 },
  ])
  expect(phasesOf(['b.csv', 'a.csv'])).toEqual([
    { name: 'a.csv', phase: 1 },
    { name: 'b.csv', phase: 2 },
  ])
  // the same number twice says nothing
  expect(phasesOf(['a 1.csv', 'b 1.csv']).map(({ phase }) => phase)).toEqual([1, 2])
})

test('all rows stand in one file with the number of their phase; a break within quotes is none', () => {
  const joined = joinedPhases([
    { name: 'p1.csv', phase: 1, text: '\uFEFFsource;target;note\r\nA;B;"one\ntwo"\r\n' },
    { name: 'p2.csv', phase: 2, text: 'source;target;note\nB;C;\n\n' },
  ])
  expect(joined).toEqual({ ok: true, text: 'phase;source;target;note\r\n1;A;B;"one\ntwo"\r\n2;B;C;\r\n' })
})

test('other headings, an empty file, and one that says phases itself are refused by name', () => {
  const first = { name: 'p1.csv', phase: 1, text: 'source,target\nA,B\n' }
  expect(joinedPhases([first, { name: 'p2.csv', phase: 2, text: 'from,to\nA,B\n' }])).toEqual({
    ok: false,
    reason: 'headings',
    name: 'p2.csv',
  })
  expect(joinedPhases([first, { name: 'p2.csv', phase: 2, text: 'source,target\n' }])).toEqual({
    ok: false,
    reason: 'empty',
    name: 'p2.csv',
  })
  expect(joinedPhases([{ name: 'p1.csv', phase: 1, text: 'phase,source,target\n1,A,B\n' }])).toEqual({
    ok: false,
    reason: 'has-phase',
    name: 'p1.csv',
  })
})
