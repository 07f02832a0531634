/** What one rater's answers come to: a sum, and a range as long as something was not answered. What nobody answered is never a zero. */
import { type Answers, criteriaOf, leastOf, mostOf, type Scheme } from './scheme.ts'

export interface Range {
  readonly least: number
  readonly most: number
}

export interface Score extends Range {
  /** The sum over what was answered; the score itself once all of it is. */
  readonly answered_sum: number
  readonly answered: number
  readonly unanswered: readonly string[]
  /** Criteria answered as unknown: they count as the scheme says, and are told. */
  readonly unknown: readonly string[]
}

/** Scores answers by a scheme. What was not answered could be anything from the lowest answer to the highest. Throws TypeError for an answer that the scheme has not. */
export function scoreOf<C extends string, L extends string>(scheme: Scheme<C, L>, answers: Answers<C, L>): Score {
  const [lowest, highest] = [leastOf(scheme), mostOf(scheme)]
  let [sum, below, above] = [0, 0, 0]
  const unanswered: C[] = []
  const unknown: C[] = []
  for (const criterion of criteriaOf(scheme)) {
    const level = answers[criterion]
    const weight = scheme.weights[criterion]
    if (level === undefined) {
      unanswered.push(criterion)
      below += weight * lowest
      above += weight * highest
      continue
    }
    if (!Object.hasOwn(scheme.levels, level)) throw new TypeError(`${scheme.name} has no answer ${level}`)
    if (level === scheme.unknown) unknown.push(criterion)
    sum += weight * scheme.levels[level]
  }
  return {
    answered_sum: sum,
    least: sum + below,
    most: sum + above,
    answered: criteriaOf(scheme).length - unanswered.length,
    unanswered,
    unknown,
  }
}

/** The middle of a sorted list, or between its two middles. */
export function medianOf(values: readonly number[]): number {
  if (values.length === 0) throw new TypeError('nothing has no median')
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** The medians of both ends: it lies in no rater's mind, and says between what the middle of them is. */
export const medianRange = (ranges: readonly Range[]): Range => ({
  least: medianOf(ranges.map(({ least }) => least)),
  most: medianOf(ranges.map(({ most }) => most)),
})
