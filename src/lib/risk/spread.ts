/** How far raters are from each other: by rater, by country, by criterion. A mean alone is never given, since nationality and rank move it. */
import { type Answers, criteriaOf, type Scheme } from './scheme.ts'
import { medianRange, type Range, type Score, scoreOf } from './score.ts'

export interface Rating<C extends string = string, L extends string = string> {
  readonly rater: string
  /** ISO 3166-1 alpha-3 of the rater. */
  readonly country: string
  readonly answers: Answers<C, L>
}

/** Ranges of several raters beside each other. */
export interface RangeSpread<S extends Range> {
  /** The middle of all raters, as a range. */
  readonly middle: Range
  /** From the lowest that any rater's answers can mean to the highest. */
  readonly whole: Range
  readonly raters: readonly { readonly rater: string; readonly country: string; readonly score: S }[]
  readonly countries: readonly { readonly country: string; readonly raters: number; readonly middle: Range; readonly whole: Range }[]
}

export interface Spread extends RangeSpread<Score> {
  readonly criteria: readonly CriterionSpread[]
}

export interface CriterionSpread {
  readonly criterion: string
  readonly weight: number
  /** How many raters gave each answer. */
  readonly levels: Readonly<Record<string, number>>
  readonly unanswered: number
  /** What the furthest two answers differ by in the score; those that could not tell, and those that did not say, are not counted. */
  readonly apart: number
}

const wholeOf = (ranges: readonly Range[]): Range => ({
  least: Math.min(...ranges.map(({ least }) => least)),
  most: Math.max(...ranges.map(({ most }) => most)),
})

/** Spreads ranges by rater and by country; undefined where there are none. */
export function spreadOfRanges<S extends Range>(
  raters: readonly { readonly rater: string; readonly country: string; readonly score: S }[],
): RangeSpread<S> | undefined {
  if (raters.length === 0) return undefined
  const scores = raters.map(({ score }) => score)
  return {
    middle: medianRange(scores),
    whole: wholeOf(scores),
    raters,
    countries: [...Map.groupBy(raters, ({ country }) => country)]
      .map(([country, those]) => {
        const own = those.map(({ score }) => score)
        return { country, raters: own.length, middle: medianRange(own), whole: wholeOf(own) }
      })
      .sort((a, b) => (a.country < b.country ? -1 : 1)),
  }
}

/** Spreads the ratings of one group; undefined where nobody rated it. */
export function spreadOf<C extends string, L extends string>(scheme: Scheme<C, L>, ratings: readonly Rating<C, L>[]): Spread | undefined {
  const spread = spreadOfRanges(ratings.map(({ rater, country, answers }) => ({ rater, country, score: scoreOf(scheme, answers) })))
  if (spread === undefined) return undefined
  return {
    ...spread,
    criteria: criteriaOf(scheme).map((criterion) => {
      const levels: Record<string, number> = Object.fromEntries(Object.keys(scheme.levels).map((level) => [level, 0]))
      let unanswered = 0
      const told: number[] = []
      for (const { answers } of ratings) {
        const level = answers[criterion]
        if (level === undefined) unanswered++
        else levels[level]!++
        if (level !== undefined && level !== scheme.unknown) told.push(scheme.levels[level])
      }
      const weight = scheme.weights[criterion]
      return { criterion, weight, levels, unanswered, apart: told.length < 2 ? 0 : weight * (Math.max(...told) - Math.min(...told)) }
    }),
  }
}
