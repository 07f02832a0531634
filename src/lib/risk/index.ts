/** Ratings by weighted answers: scores with what was not answered as a range, spreads by rater and country, and what an order hangs on. Pure. */
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
export { type CriterionSpread, type Rating, type Spread, spreadOf } from './spread.ts'
