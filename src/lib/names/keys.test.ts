/** Keys of names: what meets by them, across scripts, and what does not; measured on the project's own population. */
import { expect, test } from 'vitest'
import { queryOf, region } from '../../../demo/population/index.ts'
import { MOST_NAME_KEYS, nameKeys } from './keys.ts'

const share = (a: string, b: string) => {
  const keys = new Set(nameKeys(a))
  return nameKeys(b).some((key) => keys.has(key))
}

test.each([
  ['Mohamed Benali', 'محمد بن علي'],
  ['Benali Mohamed', 'MOHAMMED BEN ALI'],
  ['Abdelkader El Fassi', 'عبد القادر الفاسي'],
  ['Yousef Haddad', 'Youssouf Hadad'],
  ['Сергей Иванов', 'Sergei Ivanov'],
])('%s and %s share a key', (a, b) => expect(share(a, b)).toBe(true))

test.each([
  ['Mohamed Benali', 'Karim Haddad'],
  ['Mohamed Benali', 'Mohamed Fassi'],
  ['María García', 'Lucía Romero'],
])('%s and %s share none', (a, b) => expect(share(a, b)).toBe(false))

test('one part, no letters and no consonants make no key; many parts make no more than 24', () => {
  for (const name of ['', '   ', 'Mohamed', '王小明', 'Aa Ee', '12345', '\u202e\u0000']) expect([name, nameKeys(name)]).toEqual([name, []])
  const long = Array.from({ length: 20 }, (_, i) => `Chabert${'abcdefghijklmnopqrst'[i]}oc`).join(' ')
  expect(nameKeys(long).length).toBeLessThanOrEqual(MOST_NAME_KEYS)
})

test('of people written by other hands most share a key, of different people hardly any', () => {
  const count = 3_000
  const people = [...region({ seed: 77, count })]
  const keys = people.map(({ name }) => nameKeys(name))
  const found = { asked: 0, met: 0, across: 0, across_met: 0 }
  for (let i = 0; i < count; i++) {
    const query = queryOf({ seed: 77, population: count, query_seed: 5, absent: 0 }, i)
    const held = new Set(keys[query.id!])
    const met = nameKeys(query.name).some((key) => held.has(key))
    found.asked++
    found.met += Number(met)
    found.across += Number(query.is_across)
    found.across_met += Number(met && query.is_across)
  }
  let strangers = 0
  for (let i = 0; i + 1 < count; i += 2) if (keys[i]!.some((key) => keys[i + 1]!.includes(key))) strangers++
  const rates = { met: found.met / found.asked, across: found.across_met / found.across, strangers: strangers / (count / 2) }
  console.log(JSON.stringify(rates))
  expect(rates.met).toBeGreaterThan(0.87)
  expect(rates.across).toBeGreaterThan(0.83)
  expect(rates.strangers).toBeLessThan(0.01)
})
