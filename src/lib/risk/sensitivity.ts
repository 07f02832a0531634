/** What an order of groups hangs on: it is made again without each rater, each country and each criterion, with even weights, and with the unknown taken as nil or as high. */
import { criteriaOf, evenly, leastOf, mostOf, type Scheme } from './scheme.ts'
import { medianRange, type Range, scoreOf } from './score.ts'
import type { Rating } from './spread.ts'

export interface Rated<C extends string = string, L extends string = string> {
  readonly group: string
  readonly ratings: readonly Rating<C, L>[]
}

/** Places count from 1. A range overlaps another where neither is sure to be higher: then both could have either place. */
export interface Places {
  readonly best: number
  readonly worst: number
}

export const DOUBTS = [
  'as-rated',
  'without-a-rater',
  'without-a-country',
  'without-a-criterion',
  'even-weights',
  'unknown-as-nil',
  'unknown-as-high',
] as const
export type Doubt = (typeof DOUBTS)[number]

export interface Sensitivity {
  readonly group: string
  /** By doubt, the best and the worst place it can have; a doubt that nothing can be asked by (one rater, one country) is missing. */
  readonly places: Readonly<Partial<Record<Doubt, Places>>>
  /** Over all of them. */
  readonly over_all: Places
}

/** Bounds of what is ordered: groups, and ratings in all. */
export const MAX_GROUPS = 100
export const MAX_RATINGS = 2_000

/** Orders groups again under every doubt. Groups that nobody rated have no place. Throws TypeError beyond its bounds. */
export function sensitivityOf<C extends string, L extends string>(scheme: Scheme<C, L>, groups: readonly Rated<C, L>[]): Sensitivity[] {
  const rated = groups.filter(({ ratings }) => ratings.length > 0)
  if (rated.length > MAX_GROUPS || rated.reduce((sum, { ratings }) => sum + ratings.length, 0) > MAX_RATINGS)
    throw new TypeError(`at most ${MAX_GROUPS} groups and ${MAX_RATINGS} ratings are ordered`)
  const found = new Map(rated.map(({ group }) => [group, new Map<Doubt, Places>()]))
  const doubt = (name: Doubt, by: Scheme<C, L>, keep: (rating: Rating<C, L>) => boolean = () => true) => {
    const ranges = rated.flatMap(({ group, ratings }) => {
      const kept = ratings.filter(keep)
      return kept.length === 0 ? [] : [{ group, range: medianRange(kept.map(({ answers }) => scoreOf(by, answers))) }]
    })
    // who has no rating left has no place under this doubt, and is not said to have kept it
    for (const [group, places] of placesOf(ranges)) {
      const before = found.get(group)!.get(name)
      found.get(group)!.set(name, before ? widest(before, places) : places)
    }
  }
  doubt('as-rated', scheme)
  const all = rated.flatMap(({ ratings }) => ratings)
  for (const left of new Set(all.map(raterOf)))
    if (hasOthers(all, raterOf, left)) doubt('without-a-rater', scheme, (one) => raterOf(one) !== left)
  for (const left of new Set(all.map(({ country }) => country)))
    if (hasOthers(all, ({ country }) => country, left)) doubt('without-a-country', scheme, ({ country }) => country !== left)
  for (const left of criteriaOf(scheme)) doubt('without-a-criterion', { ...scheme, weights: { ...scheme.weights, [left]: 0 } })
  doubt('even-weights', evenly(scheme))
  const { unknown } = scheme
  if (unknown !== undefined && all.some(({ answers }) => Object.values(answers).includes(unknown)))
    for (const [name, value] of [
      ['unknown-as-nil', leastOf(scheme)],
      ['unknown-as-high', mostOf(scheme)],
    ] as const)
      doubt(name, { ...scheme, levels: { ...scheme.levels, [unknown]: value } })
  return rated.map(({ group }) => {
    const places = Object.fromEntries(found.get(group)!) as Partial<Record<Doubt, Places>>
    return { group, places, over_all: Object.values(places).reduce(widest) }
  })
}

const raterOf = ({ rater, country }: Rating): string => `${country} ${rater}`
const hasOthers = <Of>(all: readonly Of[], of: (one: Of) => string, left: string) => all.some((one) => of(one) !== left)
const widest = (a: Places, b: Places): Places => ({ best: Math.min(a.best, b.best), worst: Math.max(a.worst, b.worst) })

/** By group the best place it can have (only those that are surely above it stand before it) and the worst (all that may be). */
export function placesOf(ranges: readonly { readonly group: string; readonly range: Range }[]): Map<string, Places> {
  return new Map(
    ranges.map(({ group, range }) => {
      let [surely, maybe] = [0, 0]
      for (const other of ranges) {
        if (other.group === group) continue
        if (other.range.least > range.most) surely++
        // equal scores share a place
        if (other.range.most > range.least) maybe++
      }
      return [group, { best: surely + 1, worst: Math.max(surely, maybe) + 1 }]
    }),
  )
}
