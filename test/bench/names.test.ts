/** The bench of names: its figures are right on outcomes counted by hand, and every engine finds what it was given. */
import { describe, expect, test } from 'vitest'
import { openTrigrams } from '../../bench/names/baselines/trigrams.ts'
import { dateFactor, withDetails } from '../../bench/names/details.ts'
import { ENGINES } from '../../bench/names/engines.ts'
import type { Outcome } from '../../bench/names/one-engine.ts'
import { romanised } from '../../bench/names/romanised.ts'
import { among10By, figures, thresholdAt } from '../../bench/names/scoring.ts'
import { region } from '../../demo/population/index.ts'

const outcome = (some: Partial<Outcome>): Outcome => ({
  number: 0,
  is_present: true,
  is_across: false,
  id_place: 0,
  name_place: 0,
  best: 1,
  tradition: 'greek',
  steps: [],
  wall_ms: 1,
  cpu_ms: 1,
  ...some,
})

describe('figures', () => {
  const absent = Array.from({ length: 100 }, (_, i) => outcome({ is_present: false, id_place: -1, name_place: -1, best: i / 100 }))
  const present = [
    outcome({ best: 0.999 }),
    outcome({ best: 0.985, is_across: true }),
    outcome({ best: 0.5, id_place: 4, name_place: 2, is_across: true }),
    outcome({ best: 0.96, id_place: -1, name_place: 9 }),
    outcome({ best: 0.955, id_place: -1, name_place: -1 }),
  ]

  test('count places among those present, and threshold by those absent', () => {
    expect(figures([...present, ...absent])).toMatchObject({
      queries: 105,
      id_1: 0.4,
      id_10: 0.6,
      across_id_1: 0.5,
      across_id_10: 1,
      name_10: 0.8,
      // one absent query of a hundred is above .98, five above .94
      true_at_1_percent: 0.4,
      true_at_5_percent: 0.4,
    })
    expect(figures([outcome({ best: 0.97 }), ...absent])).toMatchObject({ true_at_1_percent: 0, true_at_5_percent: 1 })
  })

  test('a threshold lets through at most the share asked, also where scores are equal or there are none', () => {
    expect(thresholdAt([0.1, 0.2, 0.3, 0.4], 0.25)).toBe(0.3)
    expect(thresholdAt([1, 1, 1, 1], 0.25)).toBe(1)
    expect(thresholdAt([], 0.01)).toBe(Number.POSITIVE_INFINITY)
  })

  test('times are read at their places', () => {
    const timed = Array.from({ length: 200 }, (_, i) => outcome({ wall_ms: i, cpu_ms: i / 2 }))
    expect(figures(timed)).toMatchObject({ p50_ms: 100, p99_ms: 198, cpu_p50_ms: 50, cpu_p99_ms: 99, cpu_mean_ms: 49.75 })
  })

  test('are told apart by label, the worst first', () => {
    const some = [outcome({}), outcome({ tradition: 'turkish', id_place: -1 }), outcome({ tradition: 'turkish', id_place: 3 }), ...absent]
    expect(Object.entries(among10By(some, ({ tradition }) => [tradition]))).toEqual([
      ['turkish', [2, 0.5]],
      ['greek', [1, 1]],
    ])
  })
})

describe('details of the baselines', () => {
  test.each([
    ['1985-03-04', '1985-03-04', 1.5],
    ['1985-01-01', '1985-01-01', 1.25],
    ['1985', '1985-03-04', 1.25],
    ['1985-03-04', '1985-01-01', 1.25],
    ['1985-03-04', '1985-04-03', 1.25],
    ['1985-03-04', '1985-03-05', 0.6],
    ['1985-03-04', '1986-03-04', 0.6],
    [undefined, '1985-03-04', 1],
  ])('asked %s, held %s: %f', (asked, held, factor) => expect(dateFactor(asked, held)).toBe(factor))

  test('put the record with the right date before its namesake', () => {
    const held = ['MAR1985-03-04', 'MAR1990-03-04']
    const found = [
      { id: 1, score: 0.9 },
      { id: 0, score: 0.85 },
    ]
    expect(withDetails(found, { name: 'x', birth_date: '1985-03-04', nationality: 'MAR' }, (id) => held[id]!, 1)[0]!.id).toBe(0)
  })

  test('romanise by word', () => expect(romanised("Şahin O'Neil-García محمد")).toBe('sahin oneil garcia mhmd'))
})

const engines = [
  ...Object.entries(ENGINES).map(([name, { open }]) => [name, open] as const),
  // also where a server is installed, for where none is this is what is measured
  ['trigrams in the embedded database', () => openTrigrams(true)] as const,
]
describe.each(engines)('%s', (_, open) => {
  test('finds a record by its own name and date, and says what it keeps', async () => {
    const records = [...region({ seed: 5, count: 300 })]
    const engine = await open()
    try {
      await engine.add(records.slice(0, 200))
      await engine.add(records.slice(200))
      await engine.finish()
      for (const { id, name, birth_date, nationality, sex } of records.slice(190, 210)) {
        const found = await engine.search({ name, birth_date, nationality, sex }, 10)
        expect(found.length).toBeLessThanOrEqual(10)
        expect(found[0]!.id, name).toBe(id)
        expect([...found].sort((a, b) => b.score - a.score)).toEqual(found)
      }
      expect((await engine.bytes()).counted).not.toBe('')
    } finally {
      await engine.close?.()
    }
  })
})
