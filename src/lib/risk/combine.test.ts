/** Risk combined of its components, against examples calculated by hand. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Combiner,
  changeOfRisk,
  combineRisk,
  type LevelTable,
  MEAN_UPWARDS,
  RISK_COMPONENTS,
  type RiskComponents,
  riskScaleOf,
  spreadOfRisk,
} from './index.ts'

const product: Combiner = { kind: 'product' }
const geometric: Combiner = { kind: 'geometric-mean' }
const mean: Combiner = { kind: 'weighted-mean' }
const matrix: Combiner = { kind: 'matrix', threat: MEAN_UPWARDS, consequence: MEAN_UPWARDS, risk: MEAN_UPWARDS }
const all = [product, geometric, mean, matrix]

const SMUGGLING = { magnitude: 3, likelihood: 2, vulnerability: 4, impact: 1 } as const

describe('calculated by hand: magnitude 3, likelihood 2, vulnerability 4, impact 1', () => {
  test.each<[string, Combiner, number]>([
    // 3 · 2 · 4 · 1
    ['product', product, 24],
    // the fourth root of 24: 2.2133638…
    ['geometric mean', geometric, 2.213_363_839_400_643],
    // (3 + 2 + 4 + 1) / 4
    ['mean', mean, 2.5],
    // (1·3 + 1·2 + 2·4 + 1·1) / 5 = 14 / 5
    ['weighted mean', { kind: 'weighted-mean', weights: { magnitude: 1, likelihood: 1, vulnerability: 2, impact: 1 } }, 2.8],
    // 3^(1/4) · 2^(1/4) · 4^(2/4) = 6^(1/4) · 2 = 1.5650845… · 2
    [
      'weighted geometric mean',
      { kind: 'geometric-mean', weights: { magnitude: 1, likelihood: 1, vulnerability: 2, impact: 0 } },
      3.130_169_160_146_575,
    ],
    // threat ⌈(3+2)/2⌉ = 3, consequence ⌈(4+1)/2⌉ = 3, risk ⌈(3+3)/2⌉ = 3
    ['matrix', matrix, 3],
  ])('%s', (_, combiner, value) => {
    const risk = combineRisk(combiner, SMUGGLING)
    expect(risk.least).toBeCloseTo(value, 12)
    expect(risk.most).toBe(risk.least)
    expect(risk.unanswered).toEqual([])
    expect(risk.components).toEqual(Object.fromEntries(Object.entries(SMUGGLING).map(([name, one]) => [name, { least: one, most: one }])))
  })
})

test('the ends of each scale are reached, and nothing goes beyond them', () => {
  const every = (level: number): RiskComponents => Object.fromEntries(RISK_COMPONENTS.map((one) => [one, level]))
  for (const combiner of all) {
    const scale = riskScaleOf(combiner)
    expect(combineRisk(combiner, every(0))).toMatchObject({ least: scale.least, most: scale.least })
    expect(combineRisk(combiner, every(4))).toMatchObject({ least: scale.most, most: scale.most })
  }
  // 4 · 4 · 4 · 4
  expect(riskScaleOf(product).most).toBe(256)
})

test('what nobody said is a range and never a zero', () => {
  const { impact: _, ...rest } = SMUGGLING
  // 24 · 0 to 24 · 4; (9 + 0) / 4 to (9 + 4) / 4; 3 with ⌈(4+0)/2⌉ = 2, so ⌈5/2⌉ = 3, to 3 with 4, so ⌈7/2⌉ = 4
  expect(combineRisk(product, rest)).toMatchObject({ least: 0, most: 96, unanswered: ['impact'], components: { impact: undefined } })
  expect(combineRisk(mean, rest)).toMatchObject({ least: 2.25, most: 3.25 })
  expect(combineRisk(matrix, rest)).toMatchObject({ least: 3, most: 4 })
  expect(combineRisk(product, {})).toMatchObject({ least: 0, most: 256, unanswered: [...RISK_COMPONENTS] })
  // a range that was said: (3 + 2 + 4 + 1) / 4 to (3 + 2 + 4 + 2) / 4
  expect(combineRisk(mean, { ...rest, impact: { least: 1, most: 2 } })).toMatchObject({ least: 2.5, most: 2.75, unanswered: [] })
})

test('a component of zero ends a product and a geometric mean, and lowers a mean', () => {
  const none = { ...SMUGGLING, vulnerability: 0 }
  expect(combineRisk(product, none).most).toBe(0)
  expect(combineRisk(geometric, none).most).toBe(0)
  // (3 + 2 + 0 + 1) / 4
  expect(combineRisk(mean, none).most).toBe(1.5)
})

test('a range holds every value that what was not said can take, and no combiner falls where a component rises', () => {
  const level = fc.integer({ min: 0, max: 4 })
  const point = fc.record({ magnitude: level, likelihood: level, vulnerability: level, impact: level })
  fc.assert(
    fc.property(fc.constantFrom(...all), point, fc.subarray([...RISK_COMPONENTS]), (combiner, whole, left_out) => {
      const said = Object.fromEntries(Object.entries(whole).filter(([name]) => !(left_out as string[]).includes(name)))
      const [range, exact] = [combineRisk(combiner, said), combineRisk(combiner, whole)]
      expect(range.least <= exact.least && exact.most <= range.most).toBe(true)
      expect(range.unanswered).toEqual(RISK_COMPONENTS.filter((one) => left_out.includes(one)))
    }),
  )
})

test('the spread by country, calculated by hand with the product', () => {
  const spread = spreadOfRisk(product, [
    { rater: 'a', country: 'ESP', components: { magnitude: 2, likelihood: 2, vulnerability: 2, impact: 2 } }, // 16
    { rater: 'b', country: 'ESP', components: { magnitude: 2, likelihood: 3, vulnerability: 2, impact: 2 } }, // 24
    { rater: 'c', country: 'MAR', components: { magnitude: 1, likelihood: 1, vulnerability: 4 } }, // 0 to 16
  ])!
  expect(spread.middle).toEqual({ least: 16, most: 16 })
  expect(spread.whole).toEqual({ least: 0, most: 24 })
  expect(spread.countries).toEqual([
    { country: 'ESP', raters: 2, middle: { least: 20, most: 20 }, whole: { least: 16, most: 24 } },
    { country: 'MAR', raters: 1, middle: { least: 0, most: 16 }, whole: { least: 0, most: 16 } },
  ])
  expect(spread.components).toEqual([
    { component: 'magnitude', said: { least: 1, most: 2 }, unanswered: 0 },
    { component: 'likelihood', said: { least: 1, most: 3 }, unanswered: 0 },
    { component: 'vulnerability', said: { least: 2, most: 4 }, unanswered: 0 },
    { component: 'impact', said: { least: 2, most: 2 }, unanswered: 1 },
  ])
  expect(spreadOfRisk(product, [])).toBeUndefined()
})

test('the change since the assessment before, by component, calculated by hand with the mean', () => {
  const now = { magnitude: 4, likelihood: 2, vulnerability: 3, impact: 3 }
  // (10 / 4 = 2.5) to (12 / 4 = 3)
  expect(changeOfRisk(mean, SMUGGLING, now)).toMatchObject({
    change: { least: 0.5, most: 0.5 },
    direction: 'higher',
    components: {
      magnitude: { least: 1, most: 1 },
      likelihood: { least: 0, most: 0 },
      vulnerability: { least: -1, most: -1 },
      impact: { least: 2, most: 2 },
    },
  })
  expect(changeOfRisk(mean, now, SMUGGLING).direction).toBe('lower')
  expect(changeOfRisk(mean, now, now).direction).toBe('same')
  // without an impact now: (9 + 0) / 4 = 2.25 to (9 + 4) / 4 = 3.25 against 2.5
  const { impact: _, ...unsaid } = now
  expect(changeOfRisk(mean, SMUGGLING, unsaid)).toMatchObject({
    change: { least: -0.25, most: 0.75 },
    direction: 'unsure',
    components: { impact: undefined, magnitude: { least: 1, most: 1 } },
  })
})

describe('what is no combiner and no component is refused', () => {
  const weights = { magnitude: 1, likelihood: 1, vulnerability: 1, impact: 1 }
  const short: LevelTable = MEAN_UPWARDS.slice(1)
  const falling: LevelTable = MEAN_UPWARDS.map((row, i) => (i === 4 ? row.map(() => 0) : row))
  test.each<[string, Combiner]>([
    ['a weight below zero', { kind: 'weighted-mean', weights: { ...weights, impact: -1 } }],
    ['weights of nothing', { kind: 'geometric-mean', weights: { magnitude: 0, likelihood: 0, vulnerability: 0, impact: 0 } }],
    ['a weight that is no number', { kind: 'weighted-mean', weights: { ...weights, impact: Number.NaN } }],
    ['a table that is short', { kind: 'matrix', threat: short, consequence: MEAN_UPWARDS, risk: MEAN_UPWARDS }],
    ['a table that falls', { kind: 'matrix', threat: MEAN_UPWARDS, consequence: MEAN_UPWARDS, risk: falling }],
    [
      'a level that is none',
      { kind: 'matrix', threat: MEAN_UPWARDS.map((row) => row.map(() => 7)), consequence: MEAN_UPWARDS, risk: MEAN_UPWARDS },
    ],
  ])('%s', (_, combiner) => expect(() => combineRisk(combiner, SMUGGLING)).toThrow(TypeError))

  test.each<[string, RiskComponents]>([
    ['below the scale', { magnitude: -1 }],
    ['above the scale', { impact: 4.1 }],
    ['no number', { impact: Number.NaN }],
    ['a range the wrong way', { impact: { least: 3, most: 2 } }],
  ])('%s', (_, components) => expect(() => combineRisk(mean, components)).toThrow(TypeError))

  test('half a level has no place in a matrix', () => {
    expect(() => combineRisk(matrix, { ...SMUGGLING, impact: 1.5 })).toThrow(TypeError)
    expect(combineRisk(mean, { ...SMUGGLING, impact: 1.5 }).most).toBe(2.625)
  })
})
