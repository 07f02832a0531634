import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  maximumOf,
  medianOf,
  placesOf,
  type Rating,
  SLEIPNIR,
  SLEIPNIR_ATTRIBUTES,
  SLEIPNIR_LEVELS,
  type SleipnirAnswers,
  type SleipnirLevel,
  scoreOf,
  sensitivityOf,
  spreadOf,
} from './index.ts'

const all = (level: SleipnirLevel): SleipnirAnswers => Object.fromEntries(SLEIPNIR_ATTRIBUTES.map((one) => [one, level]))

test('the published method: nineteen attributes weigh 19 to 1, and 760 is the most', () => {
  expect(Object.values(SLEIPNIR.weights)).toEqual([19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1])
  expect(SLEIPNIR_ATTRIBUTES[0]).toBe('corruption')
  expect(SLEIPNIR_ATTRIBUTES[18]).toBe('links-to-extremist-groups')
  expect(maximumOf(SLEIPNIR)).toBe(760)
})

// 19 + 18 + … + 1 = 190
test.each([
  ['high', 760],
  ['medium', 380],
  ['low', 190],
  ['nil', 0],
  ['unknown', 380],
] as const)('all answers %s: %i', (level, score) => {
  expect(scoreOf(SLEIPNIR, all(level))).toMatchObject({ least: score, most: score, answered_sum: score, answered: 19, unanswered: [] })
})

test('calculated by hand: corruption high, violence medium, infiltration low, mobility unknown, the rest nil', () => {
  // 19·4 + 18·2 + 17·1 + 8·2 = 76 + 36 + 17 + 16
  const score = scoreOf(SLEIPNIR, { ...all('nil'), corruption: 'high', violence: 'medium', infiltration: 'low', mobility: 'unknown' })
  expect(score).toMatchObject({ least: 145, most: 145, unknown: ['mobility'] })
})

test('what was not answered is a range and never a zero', () => {
  const { corruption: _, violence: __, ...rest } = all('low')
  // 190 − 19 − 18 = 153; corruption and violence may be worth 0 to 4·37 = 148 more
  expect(scoreOf(SLEIPNIR, rest)).toMatchObject({ least: 153, most: 301, answered: 17, unanswered: ['corruption', 'violence'] })
  expect(scoreOf(SLEIPNIR, {})).toMatchObject({ least: 0, most: 760, answered: 0 })
  expect(() => scoreOf(SLEIPNIR, { corruption: 'toString' as never })).toThrow(TypeError)
})

const HAND: Rating<keyof typeof SLEIPNIR.weights, SleipnirLevel>[] = [
  { rater: 'a', country: 'ESP', answers: all('low') }, // 190
  { rater: 'b', country: 'ESP', answers: all('medium') }, // 380
  { rater: 'c', country: 'MAR', answers: { ...all('medium'), corruption: 'high' } }, // 380 + 38 = 418
  { rater: 'd', country: 'MAR', answers: { ...all('medium'), corruption: undefined } as SleipnirAnswers }, // 342 to 418
]

test('spread by rater, by country and by attribute, calculated by hand', () => {
  const spread = spreadOf(SLEIPNIR, HAND)!
  // lower ends 190, 380, 418, 342: between 342 and 380; upper ends 190, 380, 418, 418: between 380 and 418
  expect(spread.middle).toEqual({ least: 361, most: 399 })
  expect(spread.whole).toEqual({ least: 190, most: 418 })
  expect(spread.countries).toEqual([
    { country: 'ESP', raters: 2, middle: { least: 285, most: 285 }, whole: { least: 190, most: 380 } },
    { country: 'MAR', raters: 2, middle: { least: 380, most: 418 }, whole: { least: 342, most: 418 } },
  ])
  const corruption = spread.criteria.find(({ criterion }) => criterion === 'corruption')!
  // high and low are three apart, times nineteen
  expect(corruption).toMatchObject({ levels: { high: 1, medium: 1, low: 1, nil: 0, unknown: 0 }, unanswered: 1, apart: 57 })
  expect(spreadOf(SLEIPNIR, [])).toBeUndefined()
})

test('who could not tell is not said to disagree', () => {
  const spread = spreadOf(SLEIPNIR, [
    { rater: 'a', country: 'ESP', answers: all('unknown') },
    { rater: 'b', country: 'MAR', answers: all('high') },
  ])!
  expect(spread.criteria.every(({ apart }) => apart === 0)).toBe(true)
})

test('places: ranges that overlap could each have either place, and equal scores share one', () => {
  const places = placesOf([
    { group: 'a', range: { least: 300, most: 300 } },
    { group: 'b', range: { least: 200, most: 320 } },
    { group: 'c', range: { least: 100, most: 100 } },
    { group: 'd', range: { least: 100, most: 100 } },
  ])
  expect(Object.fromEntries(places)).toEqual({
    a: { best: 1, worst: 2 },
    b: { best: 1, worst: 2 },
    c: { best: 3, worst: 3 },
    d: { best: 3, worst: 3 },
  })
})

test('an order that hangs on one rater, one country or one attribute is told so', () => {
  const found = sensitivityOf(SLEIPNIR, [
    {
      group: 'north',
      ratings: [
        { rater: 'a', country: 'ESP', answers: { ...all('low'), corruption: 'high' } }, // 190 + 57 = 247
        { rater: 'b', country: 'MAR', answers: { ...all('low'), corruption: 'high' } }, // 247
      ],
    },
    {
      group: 'south',
      ratings: [
        { rater: 'a', country: 'ESP', answers: { ...all('low'), violence: 'medium', infiltration: 'medium', expertise: 'unknown' } }, // 190 + 18 + 17 + 16 = 241
        { rater: 'b', country: 'MAR', answers: { ...all('low'), violence: 'medium', infiltration: 'medium', expertise: 'unknown' } },
      ],
    },
    { group: 'unrated', ratings: [] },
  ])
  expect(found.map(({ group }) => group)).toEqual(['north', 'south'])
  const [north] = found
  expect(north!.places['as-rated']).toEqual({ best: 1, worst: 1 })
  // without corruption 171 stand against 222
  expect(north!.places['without-a-criterion']).toEqual({ best: 1, worst: 2 })
  // ten each: 190 + 30 = 220 against 190 + 10 + 10 + 10 = 220
  expect(north!.places['even-weights']).toEqual({ best: 1, worst: 1 })
  // expertise unknown as high: 225 + 48 = 273; as nil 209
  expect(north!.places['unknown-as-high']).toEqual({ best: 2, worst: 2 })
  expect(north!.places['unknown-as-nil']).toEqual({ best: 1, worst: 1 })
  expect(north!.places['without-a-rater']).toEqual({ best: 1, worst: 1 })
  expect(north!.over_all).toEqual({ best: 1, worst: 2 })
})

test('one rater alone leaves nothing to take away, and nothing is claimed for it', () => {
  const [one] = sensitivityOf(SLEIPNIR, [{ group: 'one', ratings: [{ rater: 'a', country: 'ESP', answers: all('high') }] }])
  expect(one!.places['without-a-rater']).toBeUndefined()
  expect(one!.places['without-a-country']).toBeUndefined()
  expect(() =>
    sensitivityOf(
      SLEIPNIR,
      Array.from({ length: 101 }, (_, i) => ({ group: `${i}`, ratings: [{ rater: 'a', country: 'ESP', answers: {} }] })),
    ),
  ).toThrow(TypeError)
})

const anyAnswers = fc.dictionary(
  fc.constantFrom(...SLEIPNIR_ATTRIBUTES),
  fc.constantFrom(...SLEIPNIR_LEVELS),
) as fc.Arbitrary<SleipnirAnswers>

test('whatever is answered later, the score lies in the range that was told before', () => {
  fc.assert(
    fc.property(anyAnswers, fc.constantFrom(...SLEIPNIR_ATTRIBUTES), fc.constantFrom(...SLEIPNIR_LEVELS), (answers, attribute, level) => {
      const before = scoreOf(SLEIPNIR, answers)
      if (answers[attribute] !== undefined) return
      const after = scoreOf(SLEIPNIR, { ...answers, [attribute]: level })
      expect(after.least).toBeGreaterThanOrEqual(before.least)
      expect(after.most).toBeLessThanOrEqual(before.most)
      expect(after.most - after.least).toBeLessThan(before.most - before.least)
    }),
  )
})

test('a median is the middle, or between the two', () => {
  expect(medianOf([3, 1, 2])).toBe(2)
  expect(medianOf([4, 1, 2, 3])).toBe(2.5)
  expect(() => medianOf([])).toThrow(TypeError)
})
