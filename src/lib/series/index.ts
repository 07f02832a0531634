/** Series of counts over months: sums that stay honest, changes of level, forecasts with what they are worth. */
export {
  type Change,
  type Changes,
  changePoints,
  changesOf,
  MOST_MONTHS,
  PENALTY_TIMES,
  SHORTEST_FOR_CHANGES,
  SHORTEST_SEGMENT,
} from './change-points.ts'
export {
  addTotals,
  type Count,
  type CountFault,
  isExact,
  LARGEST_COUNT,
  NOTHING,
  rateOf,
  readCount,
  sumOf,
  type Total,
  totalOf,
} from './counts.ts'
export {
  type Backtest,
  type Forecast,
  type ForecastMonth,
  type ForecastRefusal,
  forecastOf,
  HORIZON,
  LEVEL,
  METHODS,
  type Method,
  SHORTEST_FOR_FORECAST,
} from './forecast.ts'
export { monthNumber, monthOf } from './months.ts'
