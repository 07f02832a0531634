// What of an action day has a place and an hour, and how it gathers where it is dense.
import type { Position } from '../pieces/basemap.tsx'
import { isName } from '../pieces/typed.ts'
import type { Thing } from './types.ts'

/** Kinds that a command post looks at on its map. */
export const MAPPED = ['post', 'event', 'incident', 'result', 'patrol'] as const
export type Mapped = (typeof MAPPED)[number]
export const isMapped = (kind: string): kind is Mapped => (MAPPED as readonly string[]).includes(kind)
const HOUR_MS = 3_600_000
/** Beyond it a map by Mercator has no place. */
const MOST_LATITUDE = 85

export interface Placed {
  readonly thing: Thing
  readonly kind: Mapped
  readonly position: Position | undefined
  /** Its place in words. */
  readonly place: string | undefined
  /** When it was or begins; nothing for what stands all day. */
  readonly from: number | undefined
  readonly until: number | undefined
}

const timeIn = (thing: Thing, field: string): number | undefined => {
  const value = thing.fields[field]?.value
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(at) ? undefined : at
}
const degreeIn = (thing: Thing, field: string): number | undefined => {
  const value = thing.fields[field]?.value
  return typeof value === 'string' && value !== '' && Number.isFinite(Number(value)) ? Number(value) : undefined
}

function positionOf(thing: Thing): Position | undefined {
  const [lon, lat] = [degreeIn(thing, 'longitude'), degreeIn(thing, 'latitude')]
  return lon === undefined || lat === undefined || Math.abs(lat) > MOST_LATITUDE ? undefined : [lon, lat]
}

/** What can be looked at, as it came; a patrol where it last said it was; a result that another one is the same as, once. */
export function placedOf(things: readonly Thing[]): Placed[] {
  const standing = things.filter(({ withdrawn }) => !withdrawn)
  const ids = new Set(standing.map(({ id }) => id))
  const logs = new Map<string, { at: number; position: Position; place: string | undefined }>()
  for (const log of standing) {
    if (log.kind !== 'patrol-log') continue
    const [patrol, at, position] = [log.fields.patrol?.value, timeIn(log, 'at'), positionOf(log)]
    if (typeof patrol !== 'string' || at === undefined || !position) continue
    const before = logs.get(patrol)
    if (!before || at > before.at) logs.set(patrol, { at, position, place: placeIn(log) })
  }
  return standing.flatMap((thing) => {
    const kind = MAPPED.find((one) => one === thing.kind)
    if (!kind) return []
    const same = thing.fields.same_as?.value
    if (kind === 'result' && typeof same === 'string' && same !== thing.id && ids.has(same)) return []
    const log = kind === 'patrol' ? logs.get(thing.id) : undefined
    return [
      {
        thing,
        kind,
        position: log?.position ?? positionOf(thing),
        place: log?.place ?? placeIn(thing),
        from: timeIn(thing, 'happened_at') ?? (kind === 'incident' ? timeIn(thing, 'at') : timeIn(thing, 'from')),
        until: timeIn(thing, 'until'),
      },
    ]
  })
}

const placeIn = (thing: Thing): string | undefined => {
  const place = thing.fields.place?.value
  return isName(place) ? place.name : undefined
}

/** Hours in which something was, the newest first, with how much. */
export function hoursOf(placed: readonly Placed[], most: number): { hour: number; count: number }[] {
  const hours = new Map<number, number>()
  for (const { from } of placed) {
    if (from === undefined) continue
    const hour = Math.floor(from / HOUR_MS)
    hours.set(hour, (hours.get(hour) ?? 0) + 1)
  }
  return [...hours]
    .map(([hour, count]) => ({ hour, count }))
    .sort((a, b) => b.hour - a.hour)
    .slice(0, most)
}

export const startOf = (hour: number): number => hour * HOUR_MS

/** Whether it was in this span; what stands all day is in each. */
export function isWithin({ from, until }: Pick<Placed, 'from' | 'until'>, begin: number, end: number): boolean {
  if (from === undefined) return true
  return from < end && (until ?? from) >= begin
}

export interface Gathering<Of> {
  readonly point: readonly [number, number]
  readonly all: readonly Of[]
}

/** Puts together what would lie over each other: everything nearer than this to the first of a gathering belongs to it. */
export function gathered<Of extends { readonly point: readonly [number, number] }>(spots: readonly Of[], apart: number): Gathering<Of>[] {
  const gatherings: { point: readonly [number, number]; all: Of[] }[] = []
  for (const spot of spots) {
    const near = gatherings.find(({ point }) => Math.hypot(point[0] - spot.point[0], point[1] - spot.point[1]) < apart)
    if (near) near.all.push(spot)
    else gatherings.push({ point: spot.point, all: [spot] })
  }
  return gatherings
}
