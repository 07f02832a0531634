import { describe, expect, test } from 'vitest'
import { type ChartContent, emptyContent } from '#lib/charts/index.ts'
import { around, chartOf, duplicatesIn, groupedBy, NO_FILTER, pathBetween, shownOf, timesOf } from './model.ts'

/** Links as `A-B`, with a kind and a time where stated. */
function content(
  links: readonly (readonly [string, string, number?, string?, string?])[],
  labels: Record<string, string> = {},
): ChartContent {
  const keys = [...new Set(links.flatMap(([source, target]) => [source, target]))]
  const empty = emptyContent()
  return {
    link_kinds: ['calls', 'meets'],
    provenances: [{ source: 's', evaluation: '', handling: [], classification: 'unclassified' }],
    elements: {
      ...empty.elements,
      key: keys,
      label: keys.map((key) => labels[key] ?? key),
      kind: keys.map((key) => (key.startsWith('P') ? 3 : 0)),
      begin: keys.map(() => ''),
      end: keys.map(() => ''),
      lat: keys.map(() => null),
      lon: keys.map(() => null),
      provenance: keys.map(() => 0),
    },
    links: {
      source: links.map(([a]) => keys.indexOf(a)),
      target: links.map(([, b]) => keys.indexOf(b)),
      kind: links.map(([, , kind]) => kind ?? 0),
      weight: links.map(() => 1),
      begin: links.map(([, , , begin]) => begin ?? ''),
      end: links.map(([, , , , end]) => end ?? ''),
      provenance: links.map(() => 0),
    },
  }
}
const CHART = content([
  ['A', 'B', 0, '2024-01', '2024-03'],
  ['B', 'C', 1, '2024-06-10'],
  ['C', 'D'],
  ['D', 'P1', 1, '2023'],
])
const names = (one: ChartContent, of: Iterable<number>) => [...of].map((v) => one.elements.key[v])
const pairs = (one: ChartContent, filter: Partial<typeof NO_FILTER>, merges: { into: number; from: number[] }[] = []) => {
  const { of, from, to } = shownOf(chartOf(one, merges), { ...NO_FILTER, ...filter })
  return [...from].map((a, i) => `${one.elements.key[of[a]!]}${one.elements.key[of[to[i]!]!]}`)
}

describe('what a filter leaves', () => {
  test('kinds of elements take their links with them; kinds of links leave their ends', () => {
    expect(pairs(CHART, { element_kinds: [0] })).toEqual(['AB', 'BC', 'CD'])
    expect(pairs(CHART, { link_kinds: [1] })).toEqual(['BC', 'DP1'])
    expect(shownOf(chartOf(CHART, []), { ...NO_FILTER, link_kinds: [1] }).of).toHaveLength(5)
  })
  test('a time: what was at some moment of it, and what has no time', () => {
    const day = (text: string) => Date.parse(`${text}T12:00:00Z`)
    expect(pairs(CHART, { time: [day('2024-03-31'), day('2024-04-01')] })).toEqual(['AB', 'CD'])
    expect(pairs(CHART, { time: [day('2024-06-10'), day('2024-06-10')] })).toEqual(['BC', 'CD'])
    expect(pairs(CHART, { time: [day('2023-12-01'), day('2024-01-01')] })).toEqual(['AB', 'CD', 'DP1'])
    // who was tied to nobody then is left out
    expect(names(CHART, shownOf(chartOf(CHART, []), { ...NO_FILTER, time: [day('2024-06-10'), day('2024-06-10')] }).of)).toEqual([
      'B',
      'C',
      'D',
    ])
    expect(timesOf(chartOf(CHART, []))).toEqual({ first: Date.UTC(2023, 0), last: Date.UTC(2024, 5, 11) - 1, steps: false })
    const steps = chartOf(
      content([
        ['A', 'B', 0, '1'],
        ['B', 'C', 0, '7'],
      ]),
      [],
    )
    expect(timesOf(steps)).toEqual({ first: 1, last: 7, steps: true })
    expect(timesOf(chartOf(content([['A', 'B']]), []))).toBeNull()
  })
  test('who has fewer neighbours, who is hidden, who is not among the chosen', () => {
    expect(names(CHART, shownOf(chartOf(CHART, []), { ...NO_FILTER, least: 2 }).of)).toEqual(['B', 'C', 'D'])
    expect(pairs(CHART, { hidden: [1] })).toEqual(['CD', 'DP1'])
    expect(pairs(CHART, { only: [1, 2, 3] })).toEqual(['BC', 'CD'])
  })
  test('what is merged stands as one, and a link within it is none any more', () => {
    expect(pairs(CHART, {}, [{ into: 0, from: [1] }])).toEqual(['AC', 'CD', 'DP1'])
    const { of, left_out } = shownOf(chartOf(CHART, [{ into: 0, from: [1] }]), NO_FILTER)
    expect([of.length, left_out]).toEqual([4, 0])
    expect(pairs(CHART, { hidden: [1] }, [{ into: 0, from: [1] }])).toEqual(['CD', 'DP1'])
  })
})

test('groups: ties between them, how many elements and links', () => {
  const shown = shownOf(
    chartOf(
      content([
        ['A', 'B'],
        ['B', 'C'],
        ['A', 'C'],
        ['C', 'D'],
      ]),
      [],
    ),
    NO_FILTER,
  )
  const grouped = groupedBy(shown, [5, 5, 2, 2])
  expect([...grouped.size]).toEqual([2, 2])
  expect([...grouped.from, ...grouped.to, ...grouped.weight]).toEqual([0, 1, 2])
})

test('a shortest way, whatever the direction; none where there is none', () => {
  const one = content([
    ['A', 'B'],
    ['C', 'B'],
    ['C', 'D'],
    ['A', 'X'],
    ['X', 'Y'],
    ['Y', 'D'],
    ['Z', 'W'],
  ])
  const shown = shownOf(chartOf(one, []), NO_FILTER)
  const at = (key: string) => one.elements.key.indexOf(key)
  expect(names(one, pathBetween(shown, at('A'), at('C'))!)).toEqual(['A', 'B', 'C'])
  expect(pathBetween(shown, at('A'), at('D'))).toHaveLength(4)
  expect(pathBetween(shown, at('A'), at('Z'))).toBeNull()
  expect(pathBetween(shown, at('A'), at('A'))).toEqual([at('A')])
  expect(names(one, around(chartOf(one, []), NO_FILTER, [at('A')], 1, 100)).sort()).toEqual(['A', 'B', 'X'])
  expect(around(chartOf(one, []), NO_FILTER, [at('A')], 9, 3)).toHaveLength(3)
})

test('the same words in another order or spelling are proposed as one, a place and a person are not', () => {
  const one = content(
    [
      ['A', 'B'],
      ['C', 'P1'],
      ['D', 'E'],
    ],
    { A: 'Pérez, Ana', B: 'ana PEREZ', C: 'Port', P1: 'Port', D: 'Li', E: 'Lu' },
  )
  expect(duplicatesIn(chartOf(one, []), 10).map((set) => names(one, set))).toEqual([['A', 'B']])
  expect(duplicatesIn(chartOf(one, [{ into: 0, from: [1] }]), 10)).toEqual([])
})
