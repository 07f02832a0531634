/** Published strategies as proposals: as many as the sources have, of the form that a forum takes, in four languages. */
import { expect, test } from 'vitest'
import { LANGUAGES } from '#wire/vocabulary.ts'
import { faultsOf } from './kinds.ts'
import { proposalsOf, STRATEGIES, strategiesCompared } from './taking-over.ts'

test('five core and five cross-cutting priorities of 2017, eleven of 2024 with four common goals', () => {
  const of = (year: '2017' | '2024') => proposalsOf(year, 'en')
  const priorities = of('2017').filter(({ kind }) => kind === 'priority')
  expect([priorities.length, priorities.filter(({ set }) => set.tier === 'cross-cutting').length]).toEqual([10, 5])
  expect(of('2024').filter(({ kind }) => kind === 'priority').length).toBe(11)
  expect(of('2024').filter(({ set }) => set.scope === 'common').length).toBe(4)
})

test('each is of the form, under a source of its own, and each goal belongs to a priority that comes before it', () => {
  for (const year of STRATEGIES)
    for (const language of LANGUAGES) {
      const all = proposalsOf(year, language)
      for (const { kind, set } of all) expect([set.source, faultsOf(kind, set, true)]).toEqual([set.source, []])
      const sources = all.map(({ source }) => source)
      expect(new Set(sources).size).toBe(sources.length)
      for (const [i, { of }] of all.entries()) if (of) expect(sources.indexOf(of)).toBeLessThan(i)
      expect(sources.every((_, i) => all[i]!.of === undefined || sources.includes(all[i]!.of!))).toBe(true)
    }
})

test('beside each other by crime area, with nothing lost', () => {
  const compared = strategiesCompared()
  expect(compared.reduce((sum, { in_2017 }) => sum + in_2017.length, 0)).toBe(10)
  expect(compared.reduce((sum, { in_2024 }) => sum + in_2024.length, 0)).toBe(11)
})
