/** A way of rating: what is asked, how heavily each answer weighs, and which answers there are. Pure data. */

export interface Scheme<Criterion extends string = string, Level extends string = string> {
  readonly name: string
  /** Weights by criterion, the heaviest first. */
  readonly weights: Readonly<Record<Criterion, number>>
  /** What each answer counts, before its weight. */
  readonly levels: Readonly<Record<Level, number>>
  /** The answer of who looked and could not tell. */
  readonly unknown?: NoInfer<Level>
}

/** By criterion; what is missing was not answered. */
export type Answers<Criterion extends string = string, Level extends string = string> = Readonly<Partial<Record<Criterion, Level>>>

export const criteriaOf = <C extends string>(scheme: Scheme<C>): readonly C[] => Object.keys(scheme.weights) as C[]
const valuesOf = ({ levels }: Scheme): readonly number[] => Object.values(levels)
export const leastOf = (scheme: Scheme): number => Math.min(...valuesOf(scheme))
export const mostOf = (scheme: Scheme): number => Math.max(...valuesOf(scheme))

/** The most that can be reached: every criterion at the highest answer. */
export const maximumOf = (scheme: Scheme): number =>
  criteriaOf(scheme).reduce((sum, criterion) => sum + scheme.weights[criterion]! * mostOf(scheme), 0)

/** The same scheme with every criterion as heavy as the others, reaching the same maximum: what the weights decide shows beside it. */
export function evenly<C extends string, L extends string>(scheme: Scheme<C, L>): Scheme<C, L> {
  const criteria = criteriaOf(scheme)
  const mean = criteria.reduce((sum, criterion) => sum + scheme.weights[criterion], 0) / criteria.length
  return { ...scheme, weights: Object.fromEntries(criteria.map((criterion) => [criterion, mean])) as Record<C, number> }
}
