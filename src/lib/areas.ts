/** Areas on the earth: polygons of a few corners, WGS 84, and their GeoJSON (RFC 7946). */

/** Longitude and latitude in degrees, as RFC 7946 has them. */
export type Corner = readonly [longitude: number, latitude: number]

export const LEAST_CORNERS = 3
export const MOST_CORNERS = 100
export const MOST_AREAS = 50
export const MAX_GEOJSON_CHARACTERS = 512 * 1024
const PLACES = 6
const WRITTEN = /^(-?\d{1,3}(?:\.\d{1,7})?)\/(-?\d{1,2}(?:\.\d{1,7})?)$/

export type AreaFault =
  | 'too-few'
  | 'too-many'
  | 'not-a-place'
  | 'twice'
  /** Its border crosses or touches itself. */
  | 'crosses'
  /** Half around the earth or more, or over the 180th meridian: to be cut in two (RFC 7946, section 3.1.9). */
  | 'too-wide'

/** What is wrong with the corners of an area, in their order and without the first again at the end. */
export function areaFault(corners: readonly Corner[]): AreaFault | undefined {
  if (corners.length < LEAST_CORNERS) return 'too-few'
  if (corners.length > MOST_CORNERS) return 'too-many'
  if (!corners.every(([lon, lat]) => Math.abs(lon) <= 180 && Math.abs(lat) <= 90)) return 'not-a-place'
  if (new Set(corners.map(String)).size < corners.length) return 'twice'
  const longitudes = corners.map(([lon]) => lon)
  if (Math.max(...longitudes) - Math.min(...longitudes) >= 180) return 'too-wide'
  return crosses(corners) ? 'crosses' : undefined
}

function crosses(corners: readonly Corner[]): boolean {
  const count = corners.length
  const side = (i: number): [Corner, Corner] => [corners[i]!, corners[(i + 1) % count]!]
  for (let i = 0; i < count; i++)
    for (let j = i + 1; j < count; j++) {
      const [a, b] = side(i)
      const [c, d] = side(j)
      const are_neighbours = j === i + 1 || (i === 0 && j === count - 1)
      if (are_neighbours) {
        // back over itself
        const [shared, from, to] = j === i + 1 ? [b, a, d] : [a, b, c]
        if (turn(from, shared, to) === 0 && dot(from, shared, to) > 0) return true
      } else if (meet(a, b, c, d)) return true
    }
  return count === 3 && turn(corners[0]!, corners[1]!, corners[2]!) === 0
}

const turn = ([ax, ay]: Corner, [bx, by]: Corner, [cx, cy]: Corner) => Math.sign((bx - ax) * (cy - ay) - (by - ay) * (cx - ax))
const dot = ([ax, ay]: Corner, [bx, by]: Corner, [cx, cy]: Corner) => (ax - bx) * (cx - bx) + (ay - by) * (cy - by)
const within = ([ax, ay]: Corner, [bx, by]: Corner, [px, py]: Corner) =>
  Math.min(ax, bx) <= px && px <= Math.max(ax, bx) && Math.min(ay, by) <= py && py <= Math.max(ay, by)

/** Whether two sides have a point in common. */
function meet(a: Corner, b: Corner, c: Corner, d: Corner): boolean {
  const [abc, abd, cda, cdb] = [turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)]
  if (abc !== abd && cda !== cdb) return true
  return (
    (abc === 0 && within(a, b, c)) || (abd === 0 && within(a, b, d)) || (cda === 0 && within(c, d, a)) || (cdb === 0 && within(c, d, b))
  )
}

/** Corners as they are kept: `longitude/latitude` each. */
export const writeCorners = (corners: readonly Corner[]): string[] => corners.map(([lon, lat]) => `${written(lon)}/${written(lat)}`)
const written = (degrees: number) => String(Number(degrees.toFixed(PLACES)))

/** Corners as they were kept; undefined for what is not of the form. */
export function readCorners(kept: readonly string[]): Corner[] | undefined {
  const corners: Corner[] = []
  for (const one of kept) {
    const [, lon, lat] = WRITTEN.exec(one) ?? []
    if (lon === undefined || lat === undefined) return undefined
    corners.push([Number(lon), Number(lat)])
  }
  return corners
}

export interface Area {
  readonly name: string
  readonly corners: readonly Corner[]
}

/** Twice the signed area: above zero against the clock. */
const signed = (corners: readonly Corner[]) =>
  corners.reduce((sum, [x, y], i) => {
    const [u, v] = corners[(i + 1) % corners.length]!
    return sum + (x * v - u * y)
  }, 0)

/** Areas as a FeatureCollection: rings closed and against the clock (section 3.1.6). */
export function writeGeoJson(areas: readonly Area[]): string {
  const features = areas.map(({ name, corners }) => {
    const ring = signed(corners) < 0 ? [...corners].reverse() : [...corners]
    return { type: 'Feature', properties: { name }, geometry: { type: 'Polygon', coordinates: [[...ring, ring[0]!]] } }
  })
  return JSON.stringify({ type: 'FeatureCollection', features }, undefined, 1)
}

export type GeoJsonFault = AreaFault | 'too-large' | 'not-geojson' | 'no-polygon' | 'other-coordinates' | 'has-holes' | 'too-many-areas'

type Json = { readonly [key: string]: unknown }
const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const LONGEST_NAME = 300

/** Reads areas out of GeoJSON: all of them, or none and why, with the place of the wrong one. */
export function readGeoJson(text: string): { ok: true; areas: Area[] } | { ok: false; reason: GeoJsonFault; at?: number } {
  if (text.length > MAX_GEOJSON_CHARACTERS) return { ok: false, reason: 'too-large' }
  let read: unknown
  try {
    read = JSON.parse(text)
  } catch {
    return { ok: false, reason: 'not-geojson' }
  }
  if (!isJson(read) || typeof read.type !== 'string') return { ok: false, reason: 'not-geojson' }
  // older files may say other coordinates than degrees (section 4): these would lie somewhere else
  if (read.crs !== undefined && read.crs !== null && !/CRS84|4326/.test(JSON.stringify(read.crs)))
    return { ok: false, reason: 'other-coordinates' }
  const found = read.type === 'FeatureCollection' ? read.features : [read]
  if (!Array.isArray(found)) return { ok: false, reason: 'not-geojson' }
  if (found.length === 0) return { ok: false, reason: 'no-polygon' }
  if (found.length > MOST_AREAS) return { ok: false, reason: 'too-many-areas' }
  const areas: Area[] = []
  for (const [at, one] of found.entries()) {
    const area = readOne(one)
    if (typeof area === 'string') return { ok: false, reason: area, at: at + 1 }
    areas.push(area)
  }
  return { ok: true, areas }
}

function readOne(one: unknown): Area | GeoJsonFault {
  if (!isJson(one)) return 'not-geojson'
  const geometry = one.type === 'Feature' ? one.geometry : one
  if (!isJson(geometry)) return 'no-polygon'
  if (geometry.type !== 'Polygon') return 'no-polygon'
  if (!Array.isArray(geometry.coordinates) || !Array.isArray(geometry.coordinates[0])) return 'not-geojson'
  if (geometry.coordinates.length > 1) return 'has-holes'
  const ring = geometry.coordinates[0] as unknown[]
  if (ring.length > MOST_CORNERS + 1) return 'too-many'
  const corners: Corner[] = []
  for (const position of ring) {
    if (
      !Array.isArray(position) ||
      position.length < 2 ||
      !position.slice(0, 2).every((part) => typeof part === 'number' && Number.isFinite(part))
    )
      return 'not-geojson'
    corners.push([Number(written(position[0] as number)), Number(written(position[1] as number))])
  }
  if (corners.length < LEAST_CORNERS + 1 || String(corners[0]) !== String(corners.at(-1))) return 'not-geojson'
  corners.pop()
  const name = isJson(one.properties) && typeof one.properties.name === 'string' ? one.properties.name.trim().slice(0, LONGEST_NAME) : ''
  return areaFault(corners) ?? { name, corners }
}
