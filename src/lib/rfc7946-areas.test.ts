/** Areas and RFC 7946: what is read is an area that can be drawn, and what is written is read again by others. */
import { expect, test } from 'vitest'
import {
  areaFault,
  type Corner,
  MAX_GEOJSON_CHARACTERS,
  MOST_AREAS,
  MOST_CORNERS,
  readCorners,
  readGeoJson,
  writeCorners,
  writeGeoJson,
} from './areas.ts'

const BEACH: Corner[] = [
  [-2.63, 36.75],
  [-2.58, 36.75],
  [-2.58, 36.78],
  [-2.63, 36.78],
]
const round = (count: number): Corner[] =>
  Array.from({ length: count }, (_, i) => [10 * Math.cos((2 * Math.PI * i) / count), 10 * Math.sin((2 * Math.PI * i) / count)])
const polygon = (coordinates: unknown, more: object = {}) => JSON.stringify({ type: 'Polygon', coordinates, ...more })
const closed = (corners: readonly Corner[]) => [[...corners, corners[0]!]]

test('an area has corners on the earth, each once, and a border that crosses nowhere', () => {
  expect(areaFault(BEACH)).toBeUndefined()
  expect(areaFault([...BEACH].reverse())).toBeUndefined()
  expect(areaFault(round(MOST_CORNERS))).toBeUndefined()
  expect(areaFault(BEACH.slice(0, 2))).toBe('too-few')
  expect(areaFault(round(MOST_CORNERS + 1))).toBe('too-many')
  expect(areaFault([...BEACH, BEACH[1]!])).toBe('twice')
  expect(areaFault([[0, 91], ...BEACH])).toBe('not-a-place')
  expect(areaFault([[Number.NaN, 0], ...BEACH])).toBe('not-a-place')
  expect(areaFault([BEACH[0]!, BEACH[2]!, BEACH[1]!, BEACH[3]!])).toBe('crosses')
  expect(
    areaFault([
      [0, 0],
      [1, 1],
      [2, 2],
    ]),
  ).toBe('crosses')
  // back over its own side
  expect(
    areaFault([
      [0, 0],
      [4, 0],
      [2, 0],
      [2, 3],
    ]),
  ).toBe('crosses')
  expect(
    areaFault([
      [-179, 0],
      [179, 0],
      [179, 10],
      [-179, 10],
    ]),
  ).toBe('too-wide')
})

test('corners are kept as text and come back', () => {
  expect(writeCorners(BEACH)[0]).toBe('-2.63/36.75')
  expect(readCorners(writeCorners(BEACH))).toEqual(BEACH)
  for (const wrong of ['1,2', '1/2/3', '1e3/4', ' 1/2', '1/123', '']) expect(readCorners([wrong])).toBeUndefined()
})

test('what is written closes its ring, runs against the clock (3.1.6), and is read again', () => {
  const text = writeGeoJson([{ name: 'شاطئ', corners: [...BEACH].reverse() }])
  const { features } = JSON.parse(text)
  const ring = features[0].geometry.coordinates[0] as Corner[]
  expect(ring[0]).toEqual(ring.at(-1))
  expect(ring).toHaveLength(5)
  const area = ring.slice(0, -1).reduce((sum, [x, y], i) => sum + x * ring[i + 1]![1] - ring[i + 1]![0] * y, 0)
  expect(area).toBeGreaterThan(0)
  const read = readGeoJson(text)
  expect(read.ok && read.areas.map(({ name, corners }) => [name, corners.length])).toEqual([['شاطئ', 4]])
})

test('a polygon, a feature and a collection are read; altitude is left out', () => {
  const high = BEACH.map(([lon, lat]) => [lon, lat, 120])
  expect(readGeoJson(polygon([[...high, high[0]]]))).toEqual({ ok: true, areas: [{ name: '', corners: BEACH }] })
  const feature = { type: 'Feature', properties: { name: ' Roquetas ' }, geometry: { type: 'Polygon', coordinates: closed(BEACH) } }
  expect(readGeoJson(JSON.stringify(feature))).toEqual({ ok: true, areas: [{ name: 'Roquetas', corners: BEACH }] })
})

test.each([
  ['not-geojson', '{'],
  ['not-geojson', '[]'],
  ['not-geojson', polygon([BEACH])],
  [
    'not-geojson',
    polygon([
      [
        ['1', '2'],
        [1, 3],
        [4, 5],
        ['1', '2'],
      ],
    ]),
  ],
  ['no-polygon', JSON.stringify({ type: 'Point', coordinates: [1, 2] })],
  ['no-polygon', JSON.stringify({ type: 'FeatureCollection', features: [] })],
  ['has-holes', polygon([...closed(BEACH), ...closed(BEACH)])],
  ['other-coordinates', polygon(closed(BEACH), { crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::25830' } } })],
  [
    'not-a-place',
    polygon(
      closed([
        [527_000, 4_069_000],
        [528_000, 4_069_000],
        [528_000, 4_070_000],
      ]),
    ),
  ],
  ['too-many', polygon(closed(round(MOST_CORNERS + 1)))],
  ['crosses', polygon(closed([BEACH[0]!, BEACH[2]!, BEACH[1]!, BEACH[3]!]))],
  ['too-large', ' '.repeat(MAX_GEOJSON_CHARACTERS + 1)],
])('refused as %s', (reason, text) => {
  expect(readGeoJson(text)).toMatchObject({ ok: false, reason })
})

test('one wrong area among many takes none in, and is said by its place', () => {
  const feature = (coordinates: unknown) => ({ type: 'Feature', properties: null, geometry: { type: 'Polygon', coordinates } })
  const collection = (features: unknown[]) => JSON.stringify({ type: 'FeatureCollection', features })
  expect(readGeoJson(collection([feature(closed(BEACH)), feature(closed(round(200)))]))).toEqual({ ok: false, reason: 'too-many', at: 2 })
  expect(readGeoJson(collection(Array.from({ length: MOST_AREAS + 1 }, () => feature(closed(BEACH)))))).toEqual({
    ok: false,
    reason: 'too-many-areas',
  })
})
