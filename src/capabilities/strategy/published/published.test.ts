/** Published content is whole: as many as the sources have, under ids of their own, in four languages each in its own script. */
import { expect, test } from 'vitest'
import { CRIME_AREAS, LANGUAGES } from '#wire/vocabulary.ts'
import * as published from './index.ts'

type Node = Readonly<Record<string, unknown>>
/** Everything with an id, at whatever depth. */
function entriesIn(value: unknown): Node[] {
  if (typeof value !== 'object' || value === null) return []
  const below = Object.values(value).flatMap(entriesIn)
  return 'id' in value ? [value as Node, ...below] : below
}
/** Everything that is said in languages. */
function wordsIn(value: unknown): published.Words[] {
  if (typeof value !== 'object' || value === null) return []
  return 'ar' in value ? [value as published.Words] : Object.values(value).flatMap(wordsIn)
}
const all = Object.values(published)

test('as many as the sources have', () => {
  const counts = {
    commitments: published.ALGECIRAS_COMMITMENTS.length,
    signatories: published.ALGECIRAS_SIGNATORIES.length,
    core: published.CORE_PRIORITIES_2017.length,
    cross_cutting: published.CROSS_CUTTING_2017.length,
    priorities: published.PRIORITIES_2024.length,
    serves: published.SERVES_2024.length,
    instruments: published.INSTRUMENTS_2024.length,
    goals: published.COMMON_GOALS_2024.length,
    way_forward: published.WAY_FORWARD_2024.length,
    pillars: published.DIALOGUE_PILLARS.length,
    teams: published.NETCOP_TEAMS.length,
  }
  expect(counts).toEqual({
    commitments: 8,
    signatories: 8,
    core: 5,
    cross_cutting: 5,
    priorities: 11,
    serves: 4,
    instruments: 6,
    goals: 4,
    way_forward: 5,
    pillars: 4,
    teams: 7,
  })
  for (const { goals, proposals } of published.PRIORITIES_2024)
    expect([goals.length > 0, proposals.length > 1, proposals.some(({ kind }) => kind === 'training')]).toEqual([true, true, true])
})

test('each under an id of its own that can stand in an address', () => {
  const ids = all.flatMap(entriesIn).map(({ id }) => id as string)
  expect(ids.length).toBeGreaterThan(150)
  expect(ids.filter((id) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id) || id.length > 60)).toEqual([])
  expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([])
})

test('all is said in four languages, in the script of each, and nothing twice in one breath', () => {
  const said = all.flatMap(wordsIn)
  expect(said.length).toBeGreaterThan(150)
  for (const words of said) {
    expect(Object.keys(words).sort()).toEqual([...LANGUAGES].sort())
    for (const text of Object.values(words))
      expect([text, text.trim() === text && text.length > 1 && text.length < 300]).toEqual([text, true])
    expect([words.ar, /[\u0600-\u06ff]/u.test(words.ar)]).toEqual([words.ar, true])
    for (const text of [words.en, words.fr, words.es]) expect([text, /[\u0600-\u06ff]/u.test(text)]).toEqual([text, false])
    // French sets a space that does not break before ; : ? !, and the typographic apostrophe stands everywhere
    expect([words.fr, /\S[;?!]|[a-zà-ÿ]:/u.test(words.fr), words.fr.includes("'")]).toEqual([words.fr, false, false])
  }
})

test('crime areas are those of the published list, and the eleven of 2024 are eleven', () => {
  const named = all.flatMap(entriesIn).flatMap(({ crime_area, crime_areas }) => [crime_area ?? [], crime_areas ?? []].flat())
  expect(named.filter((area) => !(CRIME_AREAS as readonly unknown[]).includes(area))).toEqual([])
  expect(new Set(published.PRIORITIES_2024.map(({ crime_area }) => crime_area)).size).toBe(11)
})

test('no tier is set: the source leaves that to the Forum', () => {
  for (const priority of published.PRIORITIES_2024) expect(Object.keys(priority).filter((key) => /tier|rank/.test(key))).toEqual([])
})

test('each text has its day, and each instrument its year, its depositary and what it supplements', () => {
  const texts = [published.ALGECIRAS_2015, published.STRATEGY_2017, published.STRATEGY_2024, published.DIALOGUE_2017, published.NETCOP_2021]
  expect(texts.map(({ date }) => date)).toEqual(['2015-09-22', '2017-02', '2024-09-16', '2017-05-03', '2021-10'])
  const instruments = published.INTERNATIONAL_INSTRUMENTS
  const ids = new Set(instruments.map(({ id }) => id))
  expect(instruments.length).toBeGreaterThan(30)
  for (const { id, year, authentic, supplements, depositary } of instruments) {
    expect([id, id.endsWith(`-${year}`) && year >= 1951 && year <= 2024 && authentic.length > 0]).toEqual([id, true])
    expect(published.DEPOSITARIES[depositary]).toBeDefined()
    if (supplements !== undefined) expect(ids).toContain(supplements)
  }
  const untoc = instruments.filter(({ supplements }) => supplements === 'untoc-2000')
  expect(untoc.flatMap(({ crime_areas }) => crime_areas)).toEqual(['migrant-smuggling-thb', 'migrant-smuggling-thb', 'firearms'])
})
