/** Overlaps, gaps, and projects that look alike, counted by hand. */
import { expect, test } from 'vitest'
import { cellsOf } from '#lib/coverage/index.ts'
import { lookAlikesIn, reviewOf, type Stated } from './overlapping.ts'

const of = (id: string, kind: string, set: object): Stated => ({ id, kind, set: set as Stated['set'] })
const body = (id: string, organisation: string, what: string, regions: string[], more: object = {}) =>
  of(id, 'function', { organisation: { name: organisation }, function: what, crime_areas: ['firearms'], regions, ...more })

const THINGS = [
  body('a', 'INTERPOL', 'databases', ['world']),
  body('b', 'Europol', 'databases', ['europe']),
  body('c', ' Europol ', 'analysis', ['europe', 'western-mediterranean']),
  { ...body('d', 'AIMC', 'databases', ['north-africa']), withdrawn: { text: 'no' } },
  of('m', 'mitigation', { title: 'x', functions: ['a', 'b'] }),
]

test('a body of the world meets each in its region; what is withdrawn is not there', () => {
  const { map, left_out } = reviewOf(THINGS)
  // databases against firearms: INTERPOL in all eight regions below the world, Europol in one of them
  expect(map.overlaps.map((one) => [one.function, one.crime_area, one.region, one.organisations, one.decisions])).toEqual([
    ['databases', 'firearms', 'europe', ['Europol', 'INTERPOL'], ['m']],
  ])
  expect(map.organisations).toEqual([
    { organisation: 'Europol', cells: 3, alone: 2 },
    { organisation: 'INTERPOL', cells: 8, alone: 7 },
  ])
  // analysis against firearms: eight regions, two covered
  expect(cellsOf(map, { function: 'analysis', crime_area: 'firearms', at_most: 0 })).toHaveLength(6)
  expect(left_out).toBe(0)
})

test('two projects look alike where function, area, region and time meet, and not where one of them does not', () => {
  const project = (id: string, more: object = {}) =>
    of(id, 'project', {
      functions: ['training', 'analysis'],
      crime_areas: ['firearms'],
      regions: ['europe'],
      from: '2026-01-01',
      until: '2026-12-31',
      ...more,
    })
  const found = lookAlikesIn([
    project('one'),
    project('two', { functions: ['training'], from: '2026-12-31', until: '2027-12-31' }),
    project('later', { from: '2027-01-01', until: '2027-06-30' }),
    project('elsewhere', { regions: ['asia'] }),
    project('other-area', { crime_areas: ['cybercrime'] }),
    project('other-function', { functions: ['standards'] }),
    project('everywhere', { regions: undefined, functions: ['analysis'] }),
  ])
  expect(found).toEqual([
    {
      projects: ['one', 'two'],
      functions: ['training'],
      crime_areas: ['firearms'],
      regions: ['europe'],
      from: '2026-12-31',
      until: '2026-12-31',
    },
    {
      projects: ['one', 'everywhere'],
      functions: ['analysis'],
      crime_areas: ['firearms'],
      regions: ['europe'],
      from: '2026-01-01',
      until: '2026-12-31',
    },
    {
      projects: ['two', 'later'],
      functions: ['training'],
      crime_areas: ['firearms'],
      regions: ['europe'],
      from: '2027-01-01',
      until: '2027-06-30',
    },
    {
      projects: ['elsewhere', 'everywhere'],
      functions: ['analysis'],
      crime_areas: ['firearms'],
      regions: ['asia'],
      from: '2026-01-01',
      until: '2026-12-31',
    },
  ])
})
