/** Capability maps on an example of police organisations; who covers what in it is made up for counting by hand and states nothing about them. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CoverageAxes, type CoverageClaim, cellsOf, coverageOf, MAX_CELLS } from './index.ts'

const AXES: CoverageAxes = {
  functions: ['information', 'analysis', 'training'],
  crime_areas: ['drug-trafficking', 'migrant-smuggling-thb'],
  regions: [
    { id: 'world' },
    { id: 'europe', within: 'world' },
    { id: 'africa', within: 'world' },
    { id: 'north-africa', within: 'africa' },
    { id: 'west-africa', within: 'africa' },
    { id: 'gulf', within: 'world' },
  ],
}
const claim = (organisation: string, functions: string[], crime_areas: string[], regions: string[]): CoverageClaim => ({
  organisation,
  functions,
  crime_areas,
  regions,
})
const BOTH = [...AXES.crime_areas]
const CLAIMS = [
  claim('interpol', ['information'], BOTH, ['world']),
  claim('europol', ['information', 'analysis'], BOTH, ['europe']),
  claim('afripol', ['information', 'training'], BOTH, ['africa']),
  claim('aimc', ['information'], BOTH, ['north-africa', 'gulf']),
  claim('frontex', ['analysis'], ['migrant-smuggling-thb'], ['europe', 'west-africa']),
]
// lowest regions: europe, north-africa, west-africa, gulf; 3 functions · 2 areas · 4 regions
const map = coverageOf(AXES, CLAIMS)

test('every cell is there, in the order of the axes, with all that cover it', () => {
  expect(map.cells).toHaveLength(24)
  expect(map.cells[0]).toEqual({
    function: 'information',
    crime_area: 'drug-trafficking',
    region: 'europe',
    organisations: ['europol', 'interpol'],
  })
  expect(cellsOf(map, { function: 'information', crime_area: 'drug-trafficking', region: 'north-africa' })).toMatchObject([
    { organisations: ['afripol', 'aimc', 'interpol'] },
  ])
})

test('overlaps and gaps, counted by hand', () => {
  // information: all eight cells have INTERPOL and one more at least; analysis: only smuggling in Europe
  expect(map.overlaps.map((one) => [one.function, one.crime_area, one.region, one.organisations.length])).toEqual([
    ['information', 'drug-trafficking', 'europe', 2],
    ['information', 'drug-trafficking', 'north-africa', 3],
    ['information', 'drug-trafficking', 'west-africa', 2],
    ['information', 'drug-trafficking', 'gulf', 2],
    ['information', 'migrant-smuggling-thb', 'europe', 2],
    ['information', 'migrant-smuggling-thb', 'north-africa', 3],
    ['information', 'migrant-smuggling-thb', 'west-africa', 2],
    ['information', 'migrant-smuggling-thb', 'gulf', 2],
    ['analysis', 'migrant-smuggling-thb', 'europe', 2],
  ])
  // analysis: drugs in three regions, smuggling in two; training: both areas in Europe and the Gulf
  expect(map.gaps.map((one) => `${one.function} ${one.crime_area} ${one.region}`)).toEqual([
    'analysis drug-trafficking north-africa',
    'analysis drug-trafficking west-africa',
    'analysis drug-trafficking gulf',
    'analysis migrant-smuggling-thb north-africa',
    'analysis migrant-smuggling-thb gulf',
    'training drug-trafficking europe',
    'training drug-trafficking gulf',
    'training migrant-smuggling-thb europe',
    'training migrant-smuggling-thb gulf',
  ])
})

test('who meets whom, and who is alone, counted by hand', () => {
  expect(map.pairs).toEqual([
    { organisations: ['afripol', 'interpol'], cells: 4 },
    { organisations: ['aimc', 'interpol'], cells: 4 },
    { organisations: ['afripol', 'aimc'], cells: 2 },
    { organisations: ['europol', 'interpol'], cells: 2 },
    { organisations: ['europol', 'frontex'], cells: 1 },
  ])
  expect(map.organisations).toEqual([
    { organisation: 'afripol', cells: 8, alone: 4 },
    { organisation: 'aimc', cells: 4, alone: 0 },
    { organisation: 'europol', cells: 4, alone: 1 },
    { organisation: 'frontex', cells: 2, alone: 1 },
    { organisation: 'interpol', cells: 8, alone: 0 },
  ])
})

test('questions: of one organisation, in a region and what lies within, covered by so many', () => {
  expect(cellsOf(map, { organisation: 'frontex' }).map(({ region }) => region)).toEqual(['europe', 'west-africa'])
  expect(cellsOf(map, { region: 'africa' })).toHaveLength(12)
  expect(cellsOf(map, { region: 'world', at_most: 0 })).toHaveLength(map.gaps.length)
  expect(cellsOf(map, { at_least: 2 })).toHaveLength(map.overlaps.length)
  expect(cellsOf(map, { at_least: 3 }).map(({ region }) => region)).toEqual(['north-africa', 'north-africa'])
  expect(cellsOf(map, { region: 'atlantis' })).toEqual([])
})

test('a decision stands beside the overlaps that it is about, and beside no other', () => {
  const { overlaps } = coverageOf(AXES, CLAIMS, [
    { id: 'd-1', organisations: ['afripol', 'aimc', 'interpol'], regions: ['africa'], functions: ['information'] },
    { id: 'd-2', organisations: ['interpol', 'afripol'] },
    { id: 'd-3', organisations: ['europol', 'frontex'], crime_areas: ['drug-trafficking'] },
  ])
  const about = (region: string, crime_area: string, of: string) =>
    overlaps.find((one) => one.region === region && one.crime_area === crime_area && one.function === of)!.decisions
  expect(about('north-africa', 'drug-trafficking', 'information')).toEqual(['d-1'])
  expect(about('west-africa', 'drug-trafficking', 'information')).toEqual(['d-1', 'd-2'])
  // aimc and interpol alone, outside Africa
  expect(about('gulf', 'drug-trafficking', 'information')).toEqual([])
  expect(about('europe', 'migrant-smuggling-thb', 'analysis')).toEqual([])
})

test('what no axis has is told, and the rest of the claim counts', () => {
  const { unknown, cells } = coverageOf(AXES, [
    claim('eco', ['information', 'patrols'], ['drug-trafficking', 'piracy'], ['gulf', 'caspian']),
  ])
  expect(unknown).toEqual([
    { organisation: 'eco', axis: 'functions', value: 'patrols' },
    { organisation: 'eco', axis: 'crime_areas', value: 'piracy' },
    { organisation: 'eco', axis: 'regions', value: 'caspian' },
  ])
  expect(cells.filter(({ organisations }) => organisations.length > 0)).toEqual([
    { function: 'information', crime_area: 'drug-trafficking', region: 'gulf', organisations: ['eco'] },
  ])
})

test('the same said twice counts once, and each cell is a gap, one’s own or an overlap', () => {
  expect(coverageOf(AXES, [...CLAIMS, ...CLAIMS])).toEqual(map)
  const some = <T>(of: readonly T[]) => fc.subarray([...of], { minLength: 1 })
  const claims = fc.array(
    fc.record({
      organisation: fc.constantFrom('a', 'b', 'c'),
      functions: some(AXES.functions),
      crime_areas: some(AXES.crime_areas),
      regions: some(AXES.regions.map(({ id }) => id)),
    }),
    { maxLength: 8 },
  )
  fc.assert(
    fc.property(claims, (said) => {
      const { cells, gaps, overlaps, organisations } = coverageOf(AXES, said)
      const alone = organisations.reduce((sum, one) => sum + one.alone, 0)
      expect(gaps.length + overlaps.length + alone).toBe(cells.length)
    }),
  )
})

describe('what is no map is refused', () => {
  test.each<[string, CoverageAxes]>([
    ['a value that stands twice', { ...AXES, functions: ['analysis', 'analysis'] }],
    ['a region in none that there is', { ...AXES, regions: [{ id: 'gulf', within: 'asia' }] }],
    [
      'a region in itself',
      {
        ...AXES,
        regions: [
          { id: 'a', within: 'b' },
          { id: 'b', within: 'a' },
        ],
      },
    ],
    [
      'too many cells',
      {
        functions: Array.from({ length: 500 }, (_, i) => `f${i}`),
        crime_areas: Array.from({ length: 101 }, (_, i) => `c${i}`),
        regions: [{ id: 'world' }],
      },
    ],
  ])('%s', (_, axes) => expect(() => coverageOf(axes, [])).toThrow(TypeError))
  test('a hundred and one organisations', () => {
    const many = Array.from({ length: 101 }, (_, i) => claim(`o${i}`, [], [], []))
    expect(() => coverageOf(AXES, many)).toThrow(TypeError)
  })
  test('claims that would cover more than a machine is ready to work through', () => {
    const wide = {
      functions: Array.from({ length: 500 }, (_, i) => `f${i}`),
      crime_areas: Array.from({ length: 100 }, (_, i) => `c${i}`),
      regions: [{ id: 'world' }],
    }
    expect(wide.functions.length * wide.crime_areas.length).toBe(MAX_CELLS)
    const all = Array.from({ length: 41 }, (_, i) => claim(`o${i}`, wide.functions, wide.crime_areas, ['world']))
    expect(() => coverageOf(wide, all)).toThrow(TypeError)
  })
})
