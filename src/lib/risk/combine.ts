/**
 * Risk out of its components. CIRAM calls risk a function of threat (magnitude and likelihood), vulnerability and impact and prescribes none: the
 * function is chosen, and the components stand beside whatever comes out of it. What nobody said is a range and never a zero.
 */
import type { Range } from './score.ts'
import { type RangeSpread, spreadOfRanges } from './spread.ts'

export const RISK_COMPONENTS = ['magnitude', 'likelihood', 'vulnerability', 'impact'] as const
export type RiskComponent = (typeof RISK_COMPONENTS)[number]

/** Each component goes from 0 (none) to 4 (the most). */
export const COMPONENT_SCALE: Range = { least: 0, most: 4 }
const LEVELS = COMPONENT_SCALE.most + 1

/** What is said of each component: a number, from one to another, or nothing. */
export type RiskComponents = Readonly<Partial<Record<RiskComponent, number | Range>>>
type Weights = Readonly<Record<RiskComponent, number>>
/** An ordinal table: by the level of the row, then of the column, which level comes out. */
export type LevelTable = readonly (readonly number[])[]

/**
 * - `product`: m·l·v·i, from 0 to 256; a component of zero makes the risk zero.
 * - `geometric-mean`: the weighted root of the product, from 0 to 4; zero as there.
 * - `weighted-mean`: Σ w·c / Σ w, from 0 to 4; one component can stand in for another.
 * - `matrix`: threat out of magnitude and likelihood, consequence out of vulnerability and impact, risk out of both, by tables; whole levels only.
 */
export type Combiner =
  | { readonly kind: 'product' }
  | { readonly kind: 'geometric-mean'; readonly weights?: Weights }
  | { readonly kind: 'weighted-mean'; readonly weights?: Weights }
  | { readonly kind: 'matrix'; readonly threat: LevelTable; readonly consequence: LevelTable; readonly risk: LevelTable }

const HEAVIEST = 1_000
const EVEN: Weights = { magnitude: 1, likelihood: 1, vulnerability: 1, impact: 1 }

/** A table to begin with, and ours: the mean of both levels, rounded up. */
export const MEAN_UPWARDS: LevelTable = Array.from({ length: LEVELS }, (_, row) =>
  Array.from({ length: LEVELS }, (_, column) => Math.ceil((row + column) / 2)),
)

/** Least and most are the same where every component that counts was said, and no range. */
export interface CombinedRisk extends Range {
  /** What a risk can be under this combiner at all. */
  readonly scale: Range
  /** As they were said. */
  readonly components: Readonly<Record<RiskComponent, Range | undefined>>
  readonly unanswered: readonly RiskComponent[]
}

/** From where to where a risk goes under a combiner. */
export const riskScaleOf = ({ kind }: Combiner): Range => (kind === 'product' ? { least: 0, most: 256 } : COMPONENT_SCALE)

/** Combines the components. Throws TypeError for a combiner that is none, a component beyond its scale, and a level that a matrix has not. */
export function combineRisk(combiner: Combiner, said: RiskComponents): CombinedRisk {
  demandCombiner(combiner)
  const components = Object.fromEntries(RISK_COMPONENTS.map((component) => [component, rangeOf(component, said[component])])) as Record<
    RiskComponent,
    Range | undefined
  >
  const [least, most] = endsOf(combiner, components)
  return {
    least,
    most,
    scale: riskScaleOf(combiner),
    components,
    unanswered: RISK_COMPONENTS.filter((one) => components[one] === undefined),
  }
}

function rangeOf(component: RiskComponent, said: number | Range | undefined): Range | undefined {
  if (said === undefined) return undefined
  const range = typeof said === 'number' ? { least: said, most: said } : { least: said.least, most: said.most }
  const ok = [range.least, range.most].every((one) => Number.isFinite(one) && one >= COMPONENT_SCALE.least && one <= COMPONENT_SCALE.most)
  if (!ok || range.least > range.most) throw new TypeError(`${component} goes from ${COMPONENT_SCALE.least} to ${COMPONENT_SCALE.most}`)
  return range
}

type Point = Readonly<Record<RiskComponent, number>>

/** No combiner falls where a component rises, so that the ends of the components give the ends of the risk. */
function endsOf(combiner: Combiner, components: Readonly<Record<RiskComponent, Range | undefined>>): [number, number] {
  const at = (end: keyof Range): Point =>
    Object.fromEntries(RISK_COMPONENTS.map((one) => [one, (components[one] ?? COMPONENT_SCALE)[end]])) as Point
  return [riskAt(combiner, at('least')), riskAt(combiner, at('most'))]
}

function riskAt(combiner: Combiner, at: Point): number {
  switch (combiner.kind) {
    case 'product':
      return RISK_COMPONENTS.reduce((product, one) => product * at[one], 1)
    case 'geometric-mean': {
      const weights = combiner.weights ?? EVEN
      const product = RISK_COMPONENTS.reduce((all, one) => all * at[one] ** (weights[one] / totalOf(weights)), 1)
      return Math.min(COMPONENT_SCALE.most, product)
    }
    case 'weighted-mean': {
      const weights = combiner.weights ?? EVEN
      return RISK_COMPONENTS.reduce((sum, one) => sum + weights[one] * at[one], 0) / totalOf(weights)
    }
    case 'matrix': {
      const { threat, consequence, risk } = combiner
      const levels = RISK_COMPONENTS.map((one) => at[one])
      if (!levels.every(Number.isInteger)) throw new TypeError('a matrix takes whole levels')
      const [m, l, v, i] = levels as [number, number, number, number]
      return risk[threat[m]![l]!]![consequence[v]![i]!]!
    }
  }
}

const totalOf = (weights: Weights): number => RISK_COMPONENTS.reduce((sum, one) => sum + weights[one], 0)

function demandCombiner(combiner: Combiner): void {
  if ('weights' in combiner && combiner.weights !== undefined) {
    const { weights } = combiner
    const ok = RISK_COMPONENTS.every((one) => Number.isFinite(weights[one]) && weights[one] >= 0 && weights[one] <= HEAVIEST)
    if (!ok || totalOf(weights) === 0) throw new TypeError(`each component weighs 0 to ${HEAVIEST}, and one of them something`)
  }
  if (combiner.kind === 'matrix') for (const table of [combiner.threat, combiner.consequence, combiner.risk]) demandTable(table)
}

/** Five rows of five levels, none of which falls along a row or down a column. */
function demandTable(table: LevelTable): void {
  const whole =
    table.length === LEVELS &&
    table.every((row) => row.length === LEVELS && row.every((one) => Number.isInteger(one) && one >= 0 && one < LEVELS))
  if (!whole) throw new TypeError(`a matrix has ${LEVELS} rows of ${LEVELS} levels from 0 to ${LEVELS - 1}`)
  const falls = table.some((row, i) => row.some((one, k) => one < (row[k - 1] ?? 0) || one < (table[i - 1]?.[k] ?? 0)))
  if (falls) throw new TypeError('a matrix does not fall where a component rises')
}

export interface RiskRating {
  readonly rater: string
  /** ISO 3166-1 alpha-3 of the rater. */
  readonly country: string
  readonly components: RiskComponents
}

export interface RiskSpread extends RangeSpread<CombinedRisk> {
  readonly components: readonly {
    readonly component: RiskComponent
    /** From the lowest that was said of it to the highest; undefined where nobody said anything. */
    readonly said: Range | undefined
    readonly unanswered: number
  }[]
}

/** Spreads what raters say of one risk, by rater and by country; undefined where nobody rated it. */
export function spreadOfRisk(combiner: Combiner, ratings: readonly RiskRating[]): RiskSpread | undefined {
  const rated = ratings.map(({ rater, country, components }) => ({ rater, country, score: combineRisk(combiner, components) }))
  const spread = spreadOfRanges(rated)
  return (
    spread && {
      ...spread,
      components: RISK_COMPONENTS.map((component) => {
        const said = rated.flatMap(({ score }) => score.components[component] ?? [])
        return {
          component,
          said:
            said.length === 0
              ? undefined
              : { least: Math.min(...said.map(({ least }) => least)), most: Math.max(...said.map(({ most }) => most)) },
          unanswered: rated.length - said.length,
        }
      }),
    }
  )
}

export interface RiskChange {
  /** Both by the combiner of now: what an assessment before came to by another says nothing about a change. */
  readonly before: CombinedRisk
  readonly now: CombinedRisk
  /** By how much it rose at least and at most; below zero it fell. */
  readonly change: Range
  /** `unsure` where what was not said could turn it round. */
  readonly direction: 'higher' | 'lower' | 'same' | 'unsure'
  /** By component; undefined where it was not said on both sides. */
  readonly components: Readonly<Record<RiskComponent, Range | undefined>>
}

/** Holds an assessment against the one before it, component by component. */
export function changeOfRisk(combiner: Combiner, before: RiskComponents, now: RiskComponents): RiskChange {
  const [then, today] = [combineRisk(combiner, before), combineRisk(combiner, now)]
  const change = between(then, today)
  const { least, most } = change
  return {
    before: then,
    now: today,
    change,
    direction: least > 0 ? 'higher' : most < 0 ? 'lower' : least === 0 && most === 0 ? 'same' : 'unsure',
    components: Object.fromEntries(
      RISK_COMPONENTS.map((one) => {
        const [a, b] = [then.components[one], today.components[one]]
        return [one, a && b && between(a, b)]
      }),
    ) as Record<RiskComponent, Range | undefined>,
  }
}

const between = (before: Range, now: Range): Range => ({ least: now.least - before.most, most: now.most - before.least })
