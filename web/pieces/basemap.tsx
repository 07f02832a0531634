// Sea and land without borders (Natural Earth, public domain, by world-atlas), from the own node alone: the ground of every map. Not in the index of pieces, so that only pages with a map load it.
import { type GeoProjection, geoGraticule10, geoMercator, geoPath } from 'd3-geo'
import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { feature } from 'topojson-client'
import type { Topology } from 'topojson-specification'
import style from './basemap.module.css'

/** Longitude and latitude, WGS 84. */
export type Position = readonly [number, number]
export interface Sheet {
  readonly width: number
  readonly height: number
}
const WIDE: Sheet = { width: 1200, height: 640 }
const HALF: Sheet = { width: 820, height: 600 }
const NARROW: Sheet = { width: 520, height: 520 }
/** One place, or several in one town, are not shown as if the world were that town; one alone from farther off. */
const CLOSEST = 6_000
const FARTHER = 3
/** What lies outside is cut off beyond the edge, where no stroke shows it. */
const BEYOND = 10

/** The sheet for the window that a map is first shown in, so that names can be read on a telephone, and where the map shares it with something. */
export const useSheet = ({ beside = false } = {}): Sheet =>
  useState(() => (window.innerWidth > 700 ? (beside && window.innerWidth >= 1_200 ? HALF : WIDE) : NARROW))[0]

/** A projection in which all these positions are on the sheet, `margin` from its edge, and no nearer than `closest`. */
export function fitted(positions: readonly Position[], { width, height }: Sheet, margin: number, closest = CLOSEST): GeoProjection {
  const coordinates = positions.map(([lon, lat]) => [lon, lat] as [number, number])
  const projection = geoMercator().fitExtent(
    [
      [margin, margin],
      [width - margin, height - margin],
    ],
    { type: 'MultiPoint', coordinates },
  )
  const scale = projection.scale()
  if (!(scale < closest) && coordinates.length > 0) {
    const middle = coordinates.reduce(([u, v], [lon, lat]) => [u + lon / coordinates.length, v + lat / coordinates.length], [0, 0])
    projection
      .scale(Number.isFinite(scale) ? closest : closest / FARTHER)
      .center(middle as [number, number])
      .translate([width / 2, height / 2])
  }
  return projection.clipExtent([
    [-BEYOND, -BEYOND],
    [width + BEYOND, height + BEYOND],
  ])
}

/** The ground of a map, one picture with a name; what lies on it comes as its children, placed by the same projection. */
export function Basemap({
  projection,
  sheet: { width, height },
  label,
  shift = [0, 0],
  children,
}: {
  projection: GeoProjection
  sheet: Sheet
  label: string
  /** By how much all of it is pulled aside, while it is. */
  shift?: readonly [number, number]
  children: ReactNode
}) {
  const land = useLand()
  const path = useMemo(() => geoPath(projection), [projection])
  const grid = useMemo(() => path(geoGraticule10()) ?? '', [path])
  const shore = useMemo(() => (land && path(land)) ?? '', [path, land])
  return (
    <div className={style.map} dir="ltr">
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
        <rect width={width} height={height} className={style.sea} />
        <g transform={`translate(${shift.join(' ')})`}>
          <path d={grid} className={style.grid} />
          <path d={shore} className={style.land} />
          {children}
        </g>
      </svg>
    </div>
  )
}

/** A name on a map, legible on sea and land. */
export const MapName = ({ x, y, middle = false, children }: { x: number; y: number; middle?: boolean; children: ReactNode }) => (
  <text x={x} y={y} className={style.name} textAnchor={middle ? 'middle' : undefined}>
    {children}
  </text>
)

/** Of what wants a name, the weightiest whose names do not lie over each other. */
export function namesApart<Of extends { readonly label: string; readonly weight: number; readonly point: readonly [number, number] }>(
  all: readonly Of[],
  most: number,
): Of[] {
  const kept: Of[] = []
  const half = ({ label }: Of) => label.length * 5
  for (const one of [...all].sort((a, b) => b.weight - a.weight)) {
    if (kept.length >= most) break
    const [x, y] = one.point
    if (kept.every((other) => Math.abs(other.point[1] - y) > 20 || Math.abs(other.point[0] - x) > half(other) + half(one))) kept.push(one)
  }
  return kept
}

/** The land, once it is there. */
function useLand() {
  const [land, setLand] = useState<ReturnType<typeof feature> | undefined>()
  useEffect(() => {
    let is_over = false
    import('world-atlas/land-50m.json').then(({ default: atlas }) => {
      const topology = atlas as unknown as Topology
      if (!is_over) setLand(feature(topology, topology.objects.land!))
    })
    return () => {
      is_over = true
    }
  }, [])
  return land
}
