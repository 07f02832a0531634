// What the page and its two kinds of workers say to each other.
import type { ChartHandling, Merge, Provenance } from '#lib/charts/index.ts'
import type { Filter } from './model.ts'

export type Theme = {
  ground: string
  line: string
  ink: string
  quiet: string
  accent: string
  palette: string[]
  rtl: boolean
  font: string
}

/** How the shown nodes look: by node, a place in the palette and a size from 0 to 1. */
export type Dress = { colour: Uint8Array; size: Float32Array }

export type Summary = {
  elements: number
  links: number
  /** Counts by kind. */
  element_kinds: number[]
  link_kinds: { name: string; count: number }[]
  time: { first: number; last: number; steps: boolean } | null
  untimed: number
  placed: number
  /** Elements and links under each handling code. */
  handling: Record<string, number>
  milliseconds: { fetched: number; read: number }
}

export type Picture = {
  nodes: number
  ties: number
  links: number
  left_out: number
  grouped: boolean
  from: Int32Array
  to: Int32Array
  weight: Float64Array
  kind: Uint8Array
  /** By node, the number of its element; of a group its first. */
  of: Int32Array
}

export type ElementLine = { at: number; node: number; key: string; label: string; kind: number; ties: number; merged: number }

export type Known = {
  source: string
  evaluation: string
  handling: readonly ChartHandling[]
  classification: string
  from?: Provenance['from']
}
export type LinkLine = {
  link: number
  other: number
  other_label: string
  other_kind: number
  out: boolean
  kind: string
  weight: number
  begin: string
  end: string
  known: Known
}
export type ElementDetail = {
  at: number
  node: number
  label: string
  kind: number
  begin: string
  end: string
  lat: number | null
  lon: number | null
  /** Itself and what was merged into it. */
  parts: { at: number; key: string; label: string; known: Known }[]
  links: LinkLine[]
  links_total: number
}

export type RowsWish = {
  text: string
  /** `label`, `kind`, `ties`, or a number by node given beside. */
  sort: 'label' | 'kind' | 'ties' | 'values'
  values?: Float64Array
  descending: boolean
  from: number
  most: number
  group?: { of: Int32Array; number: number }
}

/** Calls of the chart's worker: name, what goes in, what comes back. */
export interface ChartCalls {
  open: [input: { address: string; headers: Record<string, string>; chart: string; merges: Merge[] }, output: Summary]
  merge: [input: { merges: Merge[] }, output: Summary]
  show: [input: { filter: Filter; group: Int32Array | null; group_labels: string[] }, output: Picture]
  rows: [input: RowsWish, output: { rows: ElementLine[]; total: number }]
  element: [input: { at: number; links_from: number }, output: ElementDetail | null]
  path: [input: { a: number; b: number }, output: ElementLine[] | null]
  around: [input: { centres: number[]; steps: number; most: number; filter: Filter }, output: number[]]
  duplicates: [input: { most: number }, output: ElementLine[][]]
  find: [input: { text: string; most: number }, output: ElementLine[]]
  /** What another filter would show; what is shown stays. */
  cut: [input: { filter: Filter }, output: Pick<Picture, 'nodes' | 'from' | 'to' | 'weight' | 'of'>]
  lines: [input: { elements: number[] }, output: ElementLine[]]
  places: [
    input: { most: number },
    output: {
      places: { at: number; label: string; kind: number; lat: number; lon: number; ties: number }[]
      routes: { a: number; b: number; links: number; weight: number }[]
      unplaced: number
    },
  ]
  times: [input: { bins: number }, output: { first: number; last: number; steps: boolean; counts: number[]; untimed: number } | null]
}

/** What needs no answer. */
export type ChartOrder =
  | { order: 'canvas'; picture: OffscreenCanvas; labels: OffscreenCanvas; width: number; height: number; ratio: number; theme: Theme }
  | { order: 'resize'; width: number; height: number; ratio: number }
  | { order: 'theme'; theme: Theme }
  | { order: 'positions'; positions: Float32Array; fit: boolean }
  | { order: 'dress'; dress: Dress }
  | { order: 'select'; at: number | null }
  | { order: 'mark'; elements: number[]; faded: boolean }
  | { order: 'pan'; x: number; y: number }
  | { order: 'zoom'; factor: number; x: number; y: number }
  | { order: 'fit' }
  | { order: 'centre'; at: number }
  | { order: 'point'; x: number; y: number; press: boolean }

export type ChartNews =
  | { news: 'drawn'; renderer: string; frame_ms: number; nodes: number; ties: number }
  | { news: 'pointed'; at: number | null; label: string; x: number; y: number; press: boolean }

export type GraphInput = { nodes: number; from: Int32Array; to: Int32Array; weight: Float64Array; directed: boolean }
export type MeasureName = 'degree' | 'betweenness' | 'closeness' | 'eigenvector' | 'pagerank' | 'effective_size' | 'core'
export const MEASURES: readonly MeasureName[] = ['betweenness', 'degree', 'closeness', 'eigenvector', 'pagerank', 'effective_size', 'core']

export type Measured = {
  nodes: Record<MeasureName, Float64Array> & { community: Int32Array }
  graph: {
    nodes: number
    edges: number
    density: number
    components: number
    largest_component: number
    diameter: number | null
    average_distance: number | null
    average_clustering: number
    communities: number
    modularity: number
    degree_centralisation: number | null
    sampled: { sources: number; betweenness_error_95: number } | null
  }
}

export type Sensitivity = {
  measure: MeasureName
  rank: Int32Array
  lowest: Int32Array
  highest: Int32Array
  first_stays: number
  top_stays: number
  draws: number
  missing: number
  /** Null where every draw counts paths from all nodes. */
  sources: number | null
}

export type Left = {
  removed: number[]
  nodes: number
  components: number
  largest_component: number
  fragmentation: number
  distance: number | null
}

export interface MeasureCalls {
  layout: [input: { graph: GraphInput; seed: number }, output: { positions: Float32Array }]
  communities: [input: { graph: GraphInput }, output: { community: Int32Array; communities: number; modularity: number }]
  measures: [input: { graph: GraphInput }, output: Measured]
  sensitivity: [input: { graph: GraphInput; measure: MeasureName; missing: number }, output: Sensitivity]
  players: [
    input: { graph: GraphInput; size: number; aim: 'disrupt' | 'disconnect' | 'reach' },
    output: {
      set: number[]
      value: number
      candidates: number
      is_settled: boolean
      before: number
      aim: 'disrupt' | 'disconnect' | 'reach'
    },
  ]
  fragment: [input: { graph: GraphInput; raids: number[][] }, output: { left: Left[] }]
}
export type MeasureNews = { news: 'layout'; positions: Float32Array; done: number }

export type Answer = { id: number; value?: unknown; error?: { code: string; message: string; status: number } }
