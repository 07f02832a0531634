/** Labelled pairs: how they are read, that they are scored as a check would, and that the figures are counted right. */
import { describe, expect, test } from 'vitest'
import type { Content } from './kinds.ts'
import set from './labelled-pairs.json' with { type: 'json' }
import { matchRecord } from './matching.ts'
import {
  compared,
  curveOf,
  figuresAt,
  groupsOf,
  type LabelledPair,
  MAX_PAIRS,
  readPairs,
  SCORE_UNIT,
  scoreSlice,
  together,
} from './measuring.ts'

const read = (text: string) => {
  const found = readPairs(text)
  if (!found.ok) throw new Error(JSON.stringify(found.faults))
  return found.pairs
}
const faults = (text: string) => {
  const found = readPairs(text)
  return found.ok ? [] : found.faults.map(({ line, field, reason }) => `${line} ${field} ${reason}`)
}

describe('pairs are read from a file', () => {
  test('with the three columns, in any order and with any delimiter', () => {
    expect(read('is_match;name2;name1\n1;محمد;Mohamed\nno;Ana;Eva\n')).toEqual([
      { a: { name: 'Mohamed' }, b: { name: 'محمد' }, is_match: true },
      { a: { name: 'Eva' }, b: { name: 'Ana' }, is_match: false },
    ])
  })

  test('with what else is known, as people write it', () => {
    const [pair] = read(
      'name1,name2,is_match,birth_date1,birth_date2,sex1,nationality2\n"Haddad, Sami",Sami Haddad,TRUE,12/03/1985,1985,male,Morocco\n',
    )
    expect(pair).toEqual({
      a: { name: 'Haddad, Sami', birth_date: '1985-03-12', sex: 'M' },
      b: { name: 'Sami Haddad', birth_date: '1985', nationality: 'MAR' },
      is_match: true,
    })
  })

  test('a file that cannot be read says where and why', () => {
    expect(faults('name1,name2\nA,B\n')).toEqual(['1 is_match no-such-column'])
    expect(faults('name1,name2,is_match\n')).toEqual(['1 row empty'])
    expect(faults('name1,name2,is_match,birth_date1\nAna,Ana,1,\nAna,12345,0,\nAna,Eva,perhaps,\nAna,Eva,0,31.02.1980\n')).toEqual([
      '3 name2 name-unreadable',
      '4 is_match unknown-code',
      '5 birth_date1 not-a-date',
    ])
    expect(faults(`name1,name2,is_match\n${'Ana,Eva,0\n'.repeat(MAX_PAIRS + 1)}`)).toEqual([`${MAX_PAIRS + 2} row too-many-rows`])
    expect(faults(`name1,name2,is_match\n${'1,2,3\n'.repeat(500)}`)).toHaveLength(20)
    expect(faults('name1,name2,is_match\n"Ana,Eva,0\n')).toEqual(['2 row unreadable'])
  })
})

const pairs: LabelledPair[] = [
  { a: { name: 'Mohamed Benali' }, b: { name: 'محمد بن علي' }, is_match: true },
  { a: { name: 'Khadija Bouazza' }, b: { name: 'BOUAZZA KHADIJA' }, is_match: true },
  { a: { name: 'Fernando Castro', birth_date: '1980-01-02' }, b: { name: 'Rodrigo Castro', birth_date: '1980-01-02' }, is_match: false },
  { a: { name: 'Anna Kowalska' }, b: { name: 'Юрий Соколов' }, is_match: false },
]

describe('pairs are scored', () => {
  test('exactly as a check of one against a record of the other', () => {
    for (const { a, b, is_match } of [...pairs, ...builtIn().slice(0, 150)]) {
      const { score } = compared({ a, b, is_match }, false)
      const { name, ...known } = a
      const asked = { person: { names: [{ text: name }], ...known } }
      const { nationality, ...rest } = b
      const held = { names: [{ kind: 'main', text: b.name }], ...rest, ...(nationality && { nationalities: [nationality] }) }
      const content = { subject: { person: held }, remarks: {} } as unknown as Content
      const threshold = 0.5
      const match = matchRecord([asked], content, false, threshold)
      expect([a.name, b.name, match?.score]).toEqual([a.name, b.name, score >= threshold ? score : undefined])
    }
  })

  test('with names alone nothing else counts', () => {
    const [, , relatives] = pairs as [LabelledPair, LabelledPair, LabelledPair]
    const dated = { ...relatives, b: { ...relatives.b, name: 'Fernando Castre' } }
    expect(compared(dated, true).comparison.birth_date.verdict).toBe('unknown')
    expect(compared(dated, false).score).toBeGreaterThan(compared(dated, true).score)
  })

  test('slice by slice, and no further than asked', () => {
    const scores = new Uint16Array(pairs.length)
    scoreSlice(pairs, true, scores, 0, 2)
    expect([scores[0]! > 0, scores[1]! > 0, scores[2], scores[3]]).toEqual([true, true, 0, 0])
    scoreSlice(pairs, true, scores, 2, 99)
    expect([...scores]).toEqual(pairs.map((pair) => Math.round(compared(pair, true).score * SCORE_UNIT)))
  })
})

describe('figures', () => {
  const histogram = (matches: Record<number, number>, others: Record<number, number>) => ({
    matches: Array.from({ length: 100 }, (_, i) => matches[i] ?? 0),
    others: Array.from({ length: 100 }, (_, i) => others[i] ?? 0),
  })
  const some = histogram({ 95: 6, 80: 2, 40: 2 }, { 85: 1, 79: 1, 10: 38 })

  test('count hits from the threshold on, the threshold itself included', () => {
    expect(figuresAt(some, 0.8)).toEqual({
      threshold: 0.8,
      found: 8,
      false_hits: 1,
      missed: 2,
      precision: 0.8889,
      recall: 0.8,
      f1: 0.8421,
      false_per_thousand: 25,
    })
    expect(figuresAt(some, 0.79)).toMatchObject({ found: 8, false_hits: 2 })
    expect(figuresAt(some, 0.81)).toMatchObject({ found: 6, false_hits: 1, missed: 4 })
  })

  test('say nothing where there is nothing to divide by', () => {
    expect(figuresAt(histogram({}, { 10: 5 }), 0.8)).toMatchObject({ precision: null, recall: null, f1: null, false_per_thousand: 0 })
    expect(figuresAt(histogram({ 10: 5 }, {}), 0.8)).toMatchObject({ precision: null, recall: 0, f1: null, false_per_thousand: null })
  })

  test('a curve has each hundredth once and recall that never rises', () => {
    const curve = curveOf([some], 0.5, 0.97)
    expect(curve.map(({ threshold }) => Math.round(threshold * 100))).toEqual(Array.from({ length: 48 }, (_, i) => 50 + i))
    for (const [i, { recall }] of curve.entries()) if (i > 0) expect(recall!).toBeLessThanOrEqual(curve[i - 1]!.recall!)
  })

  test('pairs are grouped by the scripts of both names, and the groups are the whole', () => {
    const scores = Uint16Array.from([9_100, 8_000, 7_999, 10_000])
    const groups = groupsOf(pairs, scores)
    expect(groups.map(({ scripts }) => scripts).sort()).toEqual(['Arabic Latin', 'Cyrillic Latin', 'Latin'])
    const whole = together(groups)
    expect([whole.matches[91], whole.matches[80], whole.others[79], whole.others[99]]).toEqual([1, 1, 1, 1])
  })
})

type Side = [string, string, string, string]
function builtIn(): LabelledPair[] {
  const person = ([name, birth_date, sex, nationality]: Side) => ({
    name,
    ...(birth_date && { birth_date }),
    ...(sex && { sex: sex as 'F' }),
    ...(nationality && { nationality }),
  })
  return (set.pairs as unknown as [Side, Side, number][]).map(([a, b, label]) => ({ a: person(a), b: person(b), is_match: label === 1 }))
}

test('the built-in set says that it is synthetic, is readable throughout, and is hard enough to tell thresholds apart', () => {
  expect(set.about).toMatch(/^Synthetic: /)
  const all = builtIn()
  expect(all).toHaveLength(3_000)
  expect(all.filter(({ is_match }) => is_match)).toHaveLength(1_200)
  const scores = new Uint16Array(all.length)
  scoreSlice(all, false, scores, 0, all.length)
  expect([...scores].filter((_, i) => compared(all[i]!, false).comparison.refused !== undefined)).toEqual([])
  const whole = together(groupsOf(all, scores))
  const [wide, narrow] = [figuresAt(whole, 0.6), figuresAt(whole, 0.9)]
  expect(wide.recall!).toBeGreaterThan(narrow.recall!)
  expect(wide.false_hits).toBeGreaterThan(narrow.false_hits)
  expect(groupsOf(all, scores).length).toBeGreaterThanOrEqual(5)
})
