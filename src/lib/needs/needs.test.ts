import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CountryAnswer, scoreNeeds } from './index.ts'

const line = (topic: string, officers: number, urgency: number, proficiency = 2) => ({ topic, officers, urgency, proficiency })

/** Worked by hand: three countries of which one finds drones irrelevant, and one says nothing of darkweb. */
const ANSWERS: readonly CountryAnswer[] = [
  { country: 'MAR', lines: [line('darkweb', 30, 4), line('darkweb', 10, 2), line('forgery', 100, 3)], irrelevant: ['drones'] },
  { country: 'TUN', lines: [line('forgery', 50, 2), line('drones', 20, 1)], irrelevant: [] },
  { country: 'SEN', lines: [line('darkweb', 20, 1), line('forgery', 50, 4)], irrelevant: ['drones'] },
]

describe('the priority of a need', () => {
  const scores = scoreNeeds(['darkweb', 'forgery', 'drones', 'laboratories'], ANSWERS)
  const of = (topic: string) => scores.find((one) => one.topic === topic)!

  test('is relevance by urgency by the logarithm of officers, as worked by hand', () => {
    // N = 60, U = (30·4 + 10·2 + 20·1) / 60 = 160/60, R = 2/3, ln 61 = 4.110873864
    expect(of('darkweb')).toMatchObject({ officers: 60, relevance: 2 / 3, relevant: ['MAR', 'SEN'], silent: ['TUN'] })
    expect(of('darkweb').urgency).toBeCloseTo(2.666666667, 9)
    expect(of('darkweb').priority).toBeCloseTo(7.308220203, 8)
    // N = 200, U = (300 + 100 + 200) / 200 = 3, R = 1, ln 201 = 5.303304908
    expect(of('forgery').priority).toBeCloseTo(15.909914725, 8)
    // N = 20, U = 1, R = 1/3, ln 21 = 3.044522438
    expect(of('drones').priority).toBeCloseTo(1.014840813, 8)
    expect(of('drones').irrelevant).toEqual(['MAR', 'SEN'])
    expect(of('laboratories')).toMatchObject({ officers: 0, urgency: undefined, relevance: 0, priority: 0, silent: ['MAR', 'TUN', 'SEN'] })
    expect(scores.map(({ topic, rank }) => [topic, rank])).toEqual([
      ['forgery', 1],
      ['darkweb', 2],
      ['drones', 3],
      ['laboratories', 4],
    ])
  })

  test('says between which ranks a topic moves when one country is left out', () => {
    // without Tunisia nobody needs drones: it shares the last rank with what nobody needs
    expect(of('forgery').rank_without_one).toEqual({ best: 1, worst: 1 })
    // without Morocco both have 20 officers, urgency 1, and one of two countries: they share a rank
    expect(of('drones').rank_without_one).toEqual({ best: 2, worst: 3 })
    expect(of('darkweb').rank_without_one).toEqual({ best: 2, worst: 2 })
  })

  test('counts a contradiction as neither, and nothing of it as need', () => {
    const [one] = scoreNeeds(['a'], [{ country: 'MAR', lines: [line('a', 5, 4)], irrelevant: ['a'] }])
    expect(one).toMatchObject({ officers: 0, relevance: 0, priority: 0, relevant: [], irrelevant: [], silent: ['MAR'] })
  })

  test('is the same whatever the order of answers, and never less when a country asks for more', () => {
    const topics = ['a', 'b', 'c']
    const answer = fc.record({
      lines: fc.array(
        fc.record({
          topic: fc.constantFrom(...topics),
          officers: fc.integer({ min: 1, max: 5_000 }),
          urgency: fc.integer({ min: 1, max: 4 }),
          proficiency: fc.integer({ min: 1, max: 4 }),
        }),
        { maxLength: 8 },
      ),
      irrelevant: fc.subarray(topics),
    })
    fc.assert(
      fc.property(fc.array(answer, { minLength: 1, maxLength: 8 }), (given) => {
        const answers = given.map((one, i) => ({ ...one, country: `c${i}` }))
        const [here, there] = [scoreNeeds(topics, answers), scoreNeeds(topics, [...answers].reverse())]
        for (const one of here) expect(there.find(({ topic }) => topic === one.topic)!.priority).toBeCloseTo(one.priority, 9)
        const more = answers.map((one) => ({
          ...one,
          lines: one.lines.map((need) => ({ ...need, urgency: Math.min(4, need.urgency + 1) })),
        }))
        for (const one of scoreNeeds(topics, more))
          expect(one.priority).toBeGreaterThanOrEqual(here.find(({ topic }) => topic === one.topic)!.priority - 1e-9)
      }),
      { numRuns: 200 },
    )
  })
})
