/** The ratings of a chart's groups put together: scores, spreads, what the order hangs on, and what of it may be taken out. Pure. */
import type { ChartContent } from '#lib/charts/index.ts'
import {
  type Rating,
  type Sensitivity,
  SLEIPNIR,
  type SleipnirAnswers,
  type SleipnirAttribute,
  type SleipnirLevel,
  type Spread,
  sensitivityOf,
  spreadOf,
} from '#lib/risk/index.ts'
import type { KeptGroup, KeptRating } from './contents.ts'
import { type Hindrance, hindrancesOf, type Use } from './rules.ts'

export interface GivenRating extends KeptRating {
  readonly id: string
  readonly group: number
  readonly officer: string
  readonly rated_at: string
}

export interface RatedGroup {
  readonly group: KeptGroup
  readonly ratings: readonly GivenRating[]
  /** Undefined as long as nobody has rated it. */
  readonly spread: Spread | undefined
  readonly sensitivity: Sensitivity | undefined
}

export const answersOf = ({ answers }: Pick<KeptRating, 'answers'>): SleipnirAnswers =>
  Object.fromEntries(answers.map(({ attribute, level }) => [attribute, level]))

const ratingOf = (one: GivenRating): Rating<SleipnirAttribute, SleipnirLevel> => ({
  rater: one.rater,
  country: one.country,
  answers: answersOf(one),
})

export function ratedGroups(groups: readonly KeptGroup[], ratings: readonly GivenRating[]): RatedGroup[] {
  const by = Map.groupBy(ratings, ({ group }) => group)
  const rated = groups.map((group) => ({ group, ratings: by.get(group.id) ?? [] }))
  const sensitivity = new Map(
    sensitivityOf(
      SLEIPNIR,
      rated.map(({ group, ratings }) => ({ group: String(group.id), ratings: ratings.map(ratingOf) })),
    ).map((one) => [one.group, one]),
  )
  return rated.map(({ group, ratings }) => ({
    group,
    ratings,
    spread: spreadOf(SLEIPNIR, ratings.map(ratingOf)),
    sensitivity: sensitivity.get(String(group.id)),
  }))
}

export interface ChosenRatings {
  readonly groups: readonly KeptGroup[]
  readonly ratings: readonly GivenRating[]
  readonly left_out: { readonly groups: number; readonly ratings: number }
  readonly hindrances: Readonly<Partial<Record<Hindrance, number>>>
}

/**
 * What may be taken out for this use. A group is all that is in it: what forbids one of its elements forbids the group with all its ratings. A rating
 * that may not go is not in the spread either, for a middle would tell what it says.
 */
export function chosenRatings(
  content: ChartContent,
  groups: readonly KeptGroup[],
  ratings: readonly GivenRating[],
  use: Use,
  acknowledged: boolean,
): ChosenRatings {
  const hindrances: Partial<Record<Hindrance, number>> = {}
  const count = (found: readonly Hindrance[]) => {
    for (const one of new Set(found)) hindrances[one] = (hindrances[one] ?? 0) + 1
    return found.length > 0
  }
  const ofElement = (v: number) => {
    const known = content.provenances[content.elements.provenance[v] ?? -1]
    return known ? hindrancesOf(known, use, acknowledged) : []
  }
  const gone = new Set(groups.filter(({ elements }) => count(elements.flatMap(ofElement))).map(({ id }) => id))
  const kept = ratings.filter((one) => !count(hindrancesOf(one.provenance, use, acknowledged)) && !gone.has(one.group))
  const rated_before = new Set(ratings.map(({ group }) => group))
  const rated = new Set(kept.map(({ group }) => group))
  const left = groups.filter(({ id }) => !gone.has(id) && (rated.has(id) || !rated_before.has(id)))
  return {
    groups: left,
    ratings: kept,
    left_out: { groups: groups.length - left.length, ratings: ratings.length - kept.length },
    hindrances,
  }
}
