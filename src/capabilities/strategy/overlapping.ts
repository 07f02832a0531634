/** The review of overlaps: who does what against what and where, as a map; and projects that do the same at the same time. Pure. */
import { type CoverageAxes, type CoverageMap, coverageOf, MAX_CLAIMS, MAX_ORGANISATIONS } from '#lib/coverage/index.ts'
import type { Fields, Value } from '#wire/fields.ts'
import { CRIME_AREAS } from '#wire/vocabulary.ts'
import { FUNCTIONS, REGIONS } from './vocabulary.ts'

/** As much of a thing as is needed here, as it is kept and as it is given to a page. */
export interface Stated {
  readonly id: string
  readonly kind: string
  readonly set: Fields
  readonly withdrawn?: unknown
}

const WORLD = 'world'
export const REVIEW_AXES: CoverageAxes = {
  functions: FUNCTIONS,
  crime_areas: CRIME_AREAS,
  regions: REGIONS.map((id) => (id === WORLD ? { id } : { id, within: WORLD })),
}

const standing = (things: readonly Stated[], kind: string): Stated[] => things.filter((one) => one.kind === kind && !one.withdrawn)
const listed = (value: Value | undefined): readonly string[] => (Array.isArray(value) ? value : [])
const nameIn = ({ set }: Stated, field: string): string => {
  const value = set[field]
  return typeof value === 'object' && 'name' in value ? value.name.trim() : ''
}

export interface Review {
  readonly map: CoverageMap
  /** Things beyond what a map holds. */
  readonly left_out: number
}

/** Lays functions of bodies over function, crime area and region; a decision stands beside the overlaps of the bodies whose functions it names. */
export function reviewOf(things: readonly Stated[]): Review {
  const functions = standing(things, 'function').filter((one) => nameIn(one, 'organisation') !== '')
  const names = new Set([...new Set(functions.map((one) => nameIn(one, 'organisation')))].slice(0, MAX_ORGANISATIONS))
  const taken = functions.filter((one) => names.has(nameIn(one, 'organisation'))).slice(0, MAX_CLAIMS)
  const claims = taken.map((one) => ({
    organisation: nameIn(one, 'organisation'),
    functions: typeof one.set.function === 'string' ? [one.set.function] : [],
    crime_areas: listed(one.set.crime_areas),
    regions: listed(one.set.regions),
  }))
  const decisions = standing(things, 'mitigation')
    .slice(0, 1_000)
    .flatMap(({ id, set }) => {
      const about = taken.filter((one) => listed(set.functions).includes(one.id))
      if (about.length === 0) return []
      return [
        {
          id,
          organisations: about.map((one) => nameIn(one, 'organisation')),
          functions: about.map((one) => String(one.set.function)),
          crime_areas: about.flatMap((one) => listed(one.set.crime_areas)),
          regions: about.flatMap((one) => listed(one.set.regions)),
        },
      ]
    })
  return { map: coverageOf(REVIEW_AXES, claims, decisions), left_out: functions.length - taken.length }
}

export interface LookAlike {
  readonly projects: readonly [string, string]
  readonly functions: readonly string[]
  readonly crime_areas: readonly string[]
  /** Empty where neither says a region: then both are everywhere. */
  readonly regions: readonly string[]
  readonly from: string
  readonly until: string
}
const MAX_PROJECTS = 500
export const MAX_LOOK_ALIKES = 1_000

/** Pairs of projects that share a function, a crime area, a region and time. A project without regions, and one of the world, is everywhere. */
export function lookAlikesIn(things: readonly Stated[]): LookAlike[] {
  const projects = standing(things, 'project').slice(0, MAX_PROJECTS)
  const pairs: LookAlike[] = []
  for (const [i, one] of projects.entries())
    for (const other of projects.slice(i + 1)) {
      if (pairs.length === MAX_LOOK_ALIKES) return pairs
      const functions = shared(listed(one.set.functions), listed(other.set.functions))
      const crime_areas = shared(listed(one.set.crime_areas), listed(other.set.crime_areas))
      const regions = sharedRegions(listed(one.set.regions), listed(other.set.regions))
      const from = latest(String(one.set.from), String(other.set.from))
      const until = earliest(String(one.set.until), String(other.set.until))
      if (functions.length > 0 && crime_areas.length > 0 && regions && from <= until)
        pairs.push({ projects: [one.id, other.id], functions, crime_areas, regions, from, until })
    }
  return pairs
}

const shared = (a: readonly string[], b: readonly string[]): string[] => a.filter((one) => b.includes(one))
const everywhere = (regions: readonly string[]): boolean => regions.length === 0 || regions.includes(WORLD)
function sharedRegions(a: readonly string[], b: readonly string[]): readonly string[] | undefined {
  if (everywhere(a)) return everywhere(b) ? [] : b
  if (everywhere(b)) return a
  const both = shared(a, b)
  return both.length > 0 ? both : undefined
}
const latest = (a: string, b: string) => (a > b ? a : b)
const earliest = (a: string, b: string) => (a < b ? a : b)
