import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { foldName } from '#lib/names/index.ts'
import {
  type Country,
  DETAIL_STEPS,
  nameKey,
  queryOf,
  type RegionQuery,
  type RegionRecord,
  recordOf,
  region,
  STEPS,
  TRADITIONS,
} from './index.ts'

const share = <T>(all: readonly T[], is: (one: T) => boolean) => all.filter(is).length / all.length
const COUNT = 30_000
const records = [...region({ seed: 21, count: COUNT })]
const options = { seed: 21, population: COUNT, query_seed: 4 }
const queries = Array.from({ length: 6_000 }, (_, number) => queryOf(options, number))
const recordFor = ({ id }: RegionQuery): RegionRecord | undefined => (id === undefined ? undefined : records[id])
const presents = queries.flatMap((query) => {
  const record = recordFor(query)
  return record ? [{ query, record }] : []
})

describe("the region's register", () => {
  test('a record depends on the seed and its number alone', () => {
    expect(recordOf(21, 20_123)).toEqual(records[20_123])
    expect([...region({ seed: 21, from: 500, count: 20 })]).toEqual(records.slice(500, 520))
    expect(records.every(({ id }, i) => id === i)).toBe(true)
    const others = [...region({ seed: 22, count: 1_000 })]
    expect(others.filter(({ name }, i) => name === records[i]!.name).length).toBeLessThan(10)
    expect(recordOf(21, 2_000_000_000).name).not.toBe('')
    expect(() => recordOf(21, -1)).toThrow(TypeError)
    expect(() => recordOf(21, 0.5)).toThrow(TypeError)
  })

  test('is made one by one: ten million are begun without being made', () => {
    const started = region({ seed: 21, count: 10_000_000 })
    expect(started.next().value).toEqual(records[0])
    expect(started.return(undefined).done).toBe(true)
  })

  test('takes no more memory the more of it is made', () => {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    const heapAfter = (from: number, count: number): number => {
      for (const { id } of region({ seed: 21, from, count })) if (id < 0) throw new Error('no record has such a number')
      collect()
      return process.memoryUsage().heapUsed
    }
    // spellings are kept by word, so the first records bring most of them
    const first = heapAfter(0, 60_000)
    expect((heapAfter(60_000, 150_000) - first) / 2 ** 20).toBeLessThan(12)
  })

  test.each(TRADITIONS)('has the tradition %s, in the letters that it is written in', (tradition) => {
    const of = records.filter((one) => one.tradition === tradition)
    expect(of.length).toBeGreaterThan(COUNT / 200)
    const scripts = new Set(of.map(({ script }) => script))
    expect(scripts).toContain('Latn')
    const home = {
      maghreb: 'Arab',
      mashriq: 'Arab',
      gulf: 'Arab',
      mauritania: 'Arab',
      greek: 'Grek',
      russian: 'Cyrl',
      ukrainian: 'Cyrl',
      hebrew: 'Hebr',
    }
    if (tradition in home) expect(scripts).toContain(home[tradition as keyof typeof home])
  })

  test('shows the marks of each tradition', () => {
    const shareOf = (tradition: string, pattern: RegExp) =>
      share(
        records.filter((one) => one.tradition === tradition && one.script === 'Latn'),
        ({ name }) => pattern.test(name),
      )
    expect(shareOf('mauritania', /\b(Ould|Mint|Oulad|Weld)\b/i)).toBeGreaterThan(0.5)
    expect(shareOf('gulf', /\b(Bin|Bint|Ben|Bent)\b/i)).toBeGreaterThan(0.4)
    expect(shareOf('spanish', /\S+ \S+ \S+/)).toBeGreaterThan(0.9)
    expect(shareOf('portuguese', / d(a|as|o|os|e) /i)).toBeGreaterThan(0.15)
    expect(shareOf('italian', / (D['’]|Di |De |Del |Della |Lo |La )/i)).toBeGreaterThan(0.1)
    expect(shareOf('turkish', /oğlu|oglu/i)).toBeGreaterThan(0.03)
    expect(shareOf('russian', /(vich|vitch|vna)\b/i)).toBeGreaterThan(0.8)
    expect(shareOf('ukrainian', /(vych|ivna|yivna)\b/i)).toBeGreaterThan(0.8)
    expect(shareOf('west-africa-portuguese', /Djaló|Djalo|Baldé|Balde|Embal|Silva|Gomes|San[ée]|Man[ée]/i)).toBeGreaterThan(0.1)
  })

  test('is spread as names are: a few common ones, and a tail in which most stand once', () => {
    const counts = new Map<string, number>()
    for (const { identity } of records) counts.set(nameKey(identity), (counts.get(nameKey(identity)) ?? 0) + 1)
    const sorted = [...counts.values()].sort((a, b) => b - a)
    expect(sorted[0]! / COUNT).toBeGreaterThan(0.0002)
    expect(sorted[0]! / COUNT).toBeLessThan(0.005)
    expect(share([...counts.values()], (count) => count === 1)).toBeGreaterThan(0.8)
    const tokens = new Set(records.flatMap(({ name }) => name.toLowerCase().split(/[ -]/)))
    expect(tokens.size).toBeGreaterThan(12_000)
    expect(share(records, ({ script }) => script === 'Latn')).toBeGreaterThan(0.55)
    expect(share(records, ({ script }) => script === 'Latn')).toBeLessThan(0.85)
    expect(share(records, ({ birth_date }) => birth_date.length < 10)).toBeGreaterThan(0.02)
    expect(share(records, ({ birth_date }) => birth_date.length < 10)).toBeLessThan(0.15)
  })

  test('every name can be read and every record has its details', () => {
    for (const { name, birth_date, nationality, sex } of records.slice(0, 5_000)) {
      expect(foldName(name).ok, name).toBe(true)
      expect(birth_date).toMatch(/^(19[2-9]\d|200\d|2010)(-\d\d(-\d\d)?)?$/)
      expect(nationality).toMatch(/^[A-Z]{3}$/)
      expect('FMX').toContain(sex)
    }
  })

  test('the key of a name is the same in every script, order and spelling', () => {
    const { identity } = records.find((one) => one.tradition === 'maghreb' && one.identity.length === 3)!
    expect(nameKey([...identity].reverse())).toBe(nameKey(identity))
    for (const { query, record } of presents.slice(0, 500)) expect(query.key).toBe(nameKey(record.identity))
    const [one, other] = [records[1]!, records[2]!]
    expect(nameKey(one.identity)).not.toBe(nameKey(other.identity))
  })
})

describe('what is asked', () => {
  test('depends on the seeds and its number alone', () => {
    expect(queryOf(options, 77)).toEqual(queries[77])
    expect(queryOf({ ...options, query_seed: 5 }, 77)).not.toEqual(queries[77])
  })

  test('names a record that is there, or somebody who is not', () => {
    expect(share(queries, ({ id }) => id === undefined)).toBeCloseTo(0.2, 1)
    for (const { id } of queries) if (id !== undefined) expect(id >= 0 && id < COUNT).toBe(true)
    expect(
      share(
        Array.from({ length: 300 }, (_, i) => queryOf({ ...options, absent: 0 }, i)),
        ({ id }) => id === undefined,
      ),
    ).toBe(0)
  })

  test.each([...STEPS, ...DETAIL_STEPS])('%s happens', (step) => {
    expect(queries.filter(({ steps }) => steps.includes(step)).length).toBeGreaterThan(10)
  })

  test('is in other letters than the record in the share that the region has', () => {
    for (const { query, record } of presents) expect(query.is_across).toBe(query.script !== record.script)
    expect(share(presents, ({ query }) => query.is_across)).toBeGreaterThan(0.25)
    expect(share(presents, ({ query }) => query.is_across)).toBeLessThan(0.5)
    for (const script of ['Latn', 'Arab', 'Hebr', 'Grek', 'Cyrl'] as const) expect(queries.some((one) => one.script === script)).toBe(true)
  })

  test('keeps to the stated rates where nothing else decides', () => {
    const rate = (step: RegionQuery['steps'][number]) => share(queries, ({ steps }) => steps.includes(step))
    expect(rate('date-not-known')).toBeCloseTo(0.15, 1)
    expect(rate('nationality-not-known')).toBeCloseTo(0.32, 1)
    expect(rate('nationality-wrong')).toBeCloseTo(0.08, 1)
    expect(rate('typing')).toBeCloseTo(0.08, 1)
    expect(share(queries, ({ steps, birth_date }) => steps.includes('date-not-known') === (birth_date === undefined))).toBe(1)
  })

  test('dates and nationalities are wrong in the way that the step says', () => {
    const with_step = (step: RegionQuery['steps'][number]) => presents.filter(({ query }) => query.steps.includes(step))
    for (const { query, record } of with_step('day-and-month-swapped')) {
      const [year, month, day] = record.birth_date.split('-')
      expect(query.birth_date).toBe(`${year}-${day}-${month}`)
    }
    for (const { query, record } of with_step('year-only')) expect(query.birth_date).toBe(record.birth_date.slice(0, 4))
    for (const { query, record } of with_step('month-only')) expect(query.birth_date).toBe(record.birth_date.slice(0, 7))
    for (const { query, record } of with_step('first-of-january')) expect(query.birth_date).toBe(`${record.birth_date.slice(0, 4)}-01-01`)
    for (const { query, record } of with_step('year-before-or-after')) {
      expect(Math.abs(Number(query.birth_date!.slice(0, 4)) - Number(record.birth_date.slice(0, 4)))).toBe(1)
      expect(query.birth_date!.slice(4)).toBe(record.birth_date.slice(4))
    }
    for (const { query, record } of with_step('digit-wrong')) {
      expect(query.birth_date).not.toBe(record.birth_date)
      expect(query.birth_date!.slice(0, 8)).toBe(record.birth_date.slice(0, 8))
    }
    for (const { query, record } of with_step('nationality-wrong')) expect(query.nationality as Country).not.toBe(record.nationality)
    const untouched = presents.filter(({ query }) => query.steps.length === 0)
    for (const { query, record } of untouched)
      expect([query.birth_date, query.nationality]).toEqual([record.birth_date, record.nationality])
  })

  test('what a travel document gives is in A to Z, family name first and no longer than its field', () => {
    const read = queries.filter(({ steps }) => steps.includes('machine-readable-zone'))
    for (const { name } of read) {
      expect(name).toMatch(/^[A-Z ]+$/)
      expect(name.length).toBeLessThan(40)
    }
  })
})
