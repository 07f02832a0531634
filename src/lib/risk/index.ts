/** Ratings by weighted answers: scores with what was not answered as a range, spreads by rater and country, what an order hangs on, and risk combined of its components. Pure. */
export {
  COMPONENT_SCALE,
  type CombinedRisk,
  type Combiner,
  changeOfRisk,
  combineRisk,
  type LevelTable,
  MEAN_UPWARDS,
  RISK_COMPONENTS,
  type RiskChange,
  type RiskComponent,
  type RiskComponents,
  type RiskRating,
  type RiskSpread,
  riskScaleOf,
  spreadOfRisk,
} from './combine.ts'
export { type Answers, criteriaOf, evenly, maximumOf, type Scheme } from './scheme.ts'
export { medianOf, medianRange, type Range, type Score, scoreOf } from './score.ts'
export {
  DOUBTS,
  type Doubt,
  MAX_GROUPS,
  MAX_RATINGS,
  type Places,
  placesOf,
  type Rated,
  type Sensitivity,
  sensitivityOf,
} from './sensitivity.ts'
export {
  SLEIPNIR,
  SLEIPNIR_ATTRIBUTES,
  SLEIPNIR_LEVELS,
  type SleipnirAnswers,
  type SleipnirAttribute,
  type SleipnirLevel,
} from './sleipnir.ts'
export { type CriterionSpread, type RangeSpread, type Rating, type Spread, spreadOf, spreadOfRanges } from './spread.ts'
