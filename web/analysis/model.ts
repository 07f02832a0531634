// What of a chart is shown: its elements as they stand after merging, cut by kind, time and nearness, or put together in groups; pure.
import { type ChartContent, ELEMENT_KINDS, isStep, type Merge, momentOf, standingIn } from '#lib/charts/index.ts'
import { plainWords } from '#lib/tables/plain.ts'

export type Filter = {
  /** Indexes into ELEMENT_KINDS and the chart's kinds of links; null is all. */
  element_kinds: number[] | null
  link_kinds: number[] | null
  /** Links that were at some moment between these; those without a time stay. */
  time: [number, number] | null
  /** Elements with fewer links than this are left out. */
  least: number
  /** Only these elements; null is all. */
  only: number[] | null
  hidden: number[]
}
export const NO_FILTER: Filter = { element_kinds: null, link_kinds: null, time: null, least: 0, only: null, hidden: [] }

/** Nodes and ties as they are drawn and measured; `of` says which element a node is, or in groups the first of it. */
export type Shown = {
  of: Int32Array
  from: Int32Array
  to: Int32Array
  weight: Float64Array
  kind: Uint8Array
  /** Elements in each node: 1, but in groups. */
  size: Int32Array
  /** Links behind the ties, and elements that the filter leaves out. */
  links: number
  left_out: number
}

export type Chart = {
  content: ChartContent
  as: Int32Array
  /** By element that stands: all that it is. */
  parts: Map<number, number[]>
  standing: Int32Array
  begin: Float64Array
  end: Float64Array
  untimed: number
}

export function chartOf(content: ChartContent, merges: readonly Merge[]): Chart {
  const { links } = content
  const as = standingIn(content, merges)
  const gone = new Set(content.gone)
  const parts = new Map<number, number[]>()
  for (let v = 0; v < as.length; v++) if (as[v] !== v) parts.set(as[v]!, [...(parts.get(as[v]!) ?? [as[v]!]), v])
  const standing = Int32Array.from({ length: as.length }, (_, v) => v).filter((v) => as[v] === v && !gone.has(v))
  const begin = Float64Array.from(links.begin, (text) => momentOf(text))
  const end = Float64Array.from(links.end, (text, i) => momentOf(text === '' ? links.begin[i]! : text, true))
  const untimed = begin.reduce((sum, at, i) => sum + Number(Number.isNaN(at) && Number.isNaN(end[i]!)), 0)
  return { content, as, parts, standing, begin, end, untimed }
}

/** First and last moment of the links, and whether moments are steps; null where no link has a time. */
export function timesOf({ content, begin, end }: Chart): { first: number; last: number; steps: boolean } | null {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let i = 0; i < begin.length; i++) {
    if (begin[i]! < first) first = begin[i]!
    if (end[i]! > last) last = end[i]!
    if (end[i]! < first) first = end[i]!
  }
  if (!(first <= last)) return null
  const dated = content.links.begin.find((text) => text !== '') ?? content.links.end.find((text) => text !== '') ?? ''
  return { first, last, steps: isStep(dated) }
}

/** Whether a link is of a moment between two. Nothing said of its end: its beginning is all. */
function isWithin({ begin, end }: Chart, i: number, [first, last]: readonly [number, number]): boolean {
  if (Number.isNaN(begin[i]!) && Number.isNaN(end[i]!)) return true
  const from = Number.isNaN(begin[i]!) ? Number.NEGATIVE_INFINITY : begin[i]!
  return from <= last && end[i]! >= first
}

/** Links that the filter lets through, and both whose ends are shown. */
function linksShown(chart: Chart, filter: Filter, isShown: (v: number) => boolean): number[] {
  const { links } = chart.content
  const kinds = filter.link_kinds && new Set(filter.link_kinds)
  const found: number[] = []
  for (let i = 0; i < links.source.length; i++) {
    const [a, b] = [chart.as[links.source[i]!]!, chart.as[links.target[i]!]!]
    if (a === b || !isShown(a) || !isShown(b)) continue
    if (kinds && !kinds.has(links.kind[i]!)) continue
    if (filter.time && !isWithin(chart, i, filter.time)) continue
    found.push(i)
  }
  return found
}

export function shownOf(chart: Chart, filter: Filter): Shown {
  const { content, as, standing } = chart
  const kinds = filter.element_kinds && new Set(filter.element_kinds)
  const only = filter.only && new Set(filter.only.map((v) => as[v]!))
  const hidden = new Set(filter.hidden.map((v) => as[v]!))
  const in_view = new Uint8Array(as.length)
  for (const v of standing)
    in_view[v] = Number((!kinds || kinds.has(content.elements.kind[v]!)) && (!only || only.has(v)) && !hidden.has(v))
  const links = linksShown(chart, filter, (v) => in_view[v] === 1)
  // who was tied to nobody in a time had no part in it then: published figures of a phase leave them out
  const least = Math.max(filter.least, filter.time ? 1 : 0)
  if (least > 0) {
    const ties = new Map<number, Set<number>>()
    const tie = (a: number, b: number) => (ties.get(a) ?? ties.set(a, new Set()).get(a)!).add(b)
    for (const i of links) {
      const [a, b] = [as[content.links.source[i]!]!, as[content.links.target[i]!]!]
      tie(a, b)
      tie(b, a)
    }
    for (const v of standing) if ((ties.get(v)?.size ?? 0) < least) in_view[v] = 0
  }
  const of = standing.filter((v) => in_view[v] === 1)
  const number = new Int32Array(as.length).fill(-1)
  for (let i = 0; i < of.length; i++) number[of[i]!] = i
  const kept =
    least > 0 ? links.filter((i) => number[as[content.links.source[i]!]!]! >= 0 && number[as[content.links.target[i]!]!]! >= 0) : links
  return {
    of,
    from: Int32Array.from(kept, (i) => number[as[content.links.source[i]!]!]!),
    to: Int32Array.from(kept, (i) => number[as[content.links.target[i]!]!]!),
    weight: Float64Array.from(kept, (i) => content.links.weight[i]!),
    kind: Uint8Array.from(of, (v) => content.elements.kind[v]!),
    size: new Int32Array(of.length).fill(1),
    links: kept.length,
    left_out: standing.length - of.length,
  }
}

/** The same with nodes put together by `group` (by node, its group's number); what lies within a group is no tie any more. */
export function groupedBy(shown: Shown, group: ArrayLike<number>): Shown {
  const first = new Map<number, number>()
  const of: number[] = []
  const kind: number[] = []
  const size: number[] = []
  const into = Int32Array.from(shown.of, (v, i) => {
    const known = first.get(group[i]!)
    if (known !== undefined) {
      size[known]!++
      return known
    }
    first.set(group[i]!, of.length)
    kind.push(shown.kind[i]!)
    size.push(1)
    return of.push(v) - 1
  })
  const ties = new Map<number, number>()
  for (let i = 0; i < shown.from.length; i++) {
    const [a, b] = [into[shown.from[i]!]!, into[shown.to[i]!]!]
    if (a === b) continue
    const key = Math.min(a, b) * of.length + Math.max(a, b)
    ties.set(key, (ties.get(key) ?? 0) + 1)
  }
  const keys = [...ties.keys()]
  return {
    of: Int32Array.from(of),
    from: Int32Array.from(keys, (key) => Math.floor(key / of.length)),
    to: Int32Array.from(keys, (key) => key % of.length),
    weight: Float64Array.from(ties.values()),
    kind: Uint8Array.from(kind),
    size: Int32Array.from(size),
    links: shown.links,
    left_out: shown.left_out,
  }
}

/** Elements whose labels are the same words, for somebody to decide whether they are one; at most `most` sets. */
export function duplicatesIn({ content, standing }: Chart, most: number): number[][] {
  const by = new Map<string, number[]>()
  for (const v of standing) {
    const words = plainWords(content.elements.label[v]!).split(' ').sort().join(' ')
    if (words.length < 2) continue
    const key = `${content.elements.kind[v]} ${words}`
    const found = by.get(key)
    if (found) found.push(v)
    else by.set(key, [v])
  }
  return [...by.values()].filter((set) => set.length > 1 && set.length <= 50).slice(0, most)
}

export type Path = { nodes: number[]; steps: number }

/** A shortest way between two shown nodes over the ties, whatever their direction; null where there is none. */
export function pathBetween({ of, from, to }: Pick<Shown, 'of' | 'from' | 'to'>, a: number, b: number): number[] | null {
  const [starts, ends] = neighboursOf({ of, from, to })
  const before = new Int32Array(of.length).fill(-1)
  const queue = new Int32Array(of.length)
  let found = 1
  queue[0] = a
  before[a] = a
  for (let i = 0; i < found && before[b]! < 0; i++) {
    const u = queue[i]!
    for (let k = starts[u]!; k < starts[u + 1]!; k++) {
      const v = ends[k]!
      if (before[v]! >= 0) continue
      before[v] = u
      queue[found++] = v
    }
  }
  if (before[b]! < 0) return null
  const path = [b]
  while (path[0] !== a) path.unshift(before[path[0]!]!)
  return path
}

/** Rows of neighbours, there and back. */
export function neighboursOf({ of, from, to }: Pick<Shown, 'of' | 'from' | 'to'>): [starts: Int32Array, ends: Int32Array] {
  const starts = new Int32Array(of.length + 1)
  for (let i = 0; i < from.length; i++) {
    starts[from[i]! + 1]!++
    starts[to[i]! + 1]!++
  }
  for (let v = 0; v < of.length; v++) starts[v + 1]! += starts[v]!
  const next = starts.slice(0, of.length)
  const ends = new Int32Array(from.length * 2)
  for (let i = 0; i < from.length; i++) {
    ends[next[from[i]!]!++] = to[i]!
    ends[next[to[i]!]!++] = from[i]!
  }
  return [starts, ends]
}

/** What is within so many steps of some elements by the links that the filter lets through. */
export function around(chart: Chart, filter: Filter, centres: readonly number[], steps: number, most: number): number[] {
  const all = shownOf(chart, { ...filter, only: null })
  const number = new Map([...all.of].map((v, i) => [v, i]))
  const [starts, ends] = neighboursOf(all)
  const seen = new Set(centres.map((v) => number.get(chart.as[v]!)).filter((i) => i !== undefined))
  let edge = [...seen]
  for (let step = 0; step < steps && seen.size < most; step++) {
    const further: number[] = []
    for (const u of edge)
      for (let k = starts[u]!; k < starts[u + 1]! && seen.size < most; k++)
        if (!seen.has(ends[k]!)) {
          seen.add(ends[k]!)
          further.push(ends[k]!)
        }
    edge = further
  }
  return [...seen].map((i) => all.of[i]!)
}

export const kindName = (kind: number): string => ELEMENT_KINDS[kind] ?? 'object'
