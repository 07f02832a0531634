/** A chart written out, as CSV or GraphML, with provenance and handling on every row: pure. */
import { type ChartContent, ELEMENT_KINDS, type Merge, type Provenance, standingIn } from '#lib/charts/index.ts'
import { csvRow } from '#lib/tables/index.ts'
import { CLASSIFICATIONS } from '#wire/vocabulary.ts'
import { type Hindrance, hindrancesOf, type Use } from './rules.ts'

export const FORMS = ['links-csv', 'elements-csv', 'graphml'] as const
export type Form = (typeof FORMS)[number]

/** Elements and links of one part. */
export const ITEMS_AT_ONCE = 5_000

export interface Chosen {
  /** Elements as they stand after merging, those left out left out. */
  readonly elements: readonly { readonly at: number; readonly of: readonly number[] }[]
  readonly links: readonly number[]
  readonly as: Int32Array
  /** What was left out, and would be. */
  readonly left_out: { readonly elements: number; readonly links: number }
  readonly hindrances: Readonly<Partial<Record<Hindrance, number>>>
}

/**
 * What may be taken out for this use. An element is all that was merged into it, and what forbids one of these forbids it; a link goes with
 * both its ends.
 */
export function chosenOf(content: ChartContent, merges: readonly Merge[], use: Use, acknowledged: boolean): Chosen {
  const { elements, links, provenances } = content
  const as = standingIn(content, merges)
  const away = new Set(content.gone)
  const hinders = provenances.map((one) => hindrancesOf(one, use, acknowledged))
  const counted: Partial<Record<Hindrance, number>> = {}
  const of = new Map<number, number[]>()
  for (let v = 0; v < as.length; v++) if (!away.has(v)) of.set(as[v]!, [...(of.get(as[v]!) ?? []), v])
  const count = (found: readonly Hindrance[]) => {
    for (const one of new Set(found)) counted[one] = (counted[one] ?? 0) + 1
  }
  const gone = new Set<number>()
  for (const [at, all] of of) {
    const found = all.flatMap((v) => hinders[elements.provenance[v]!] ?? [])
    count(found)
    if (found.length > 0) gone.add(at)
  }
  const kept: number[] = []
  for (let i = 0; i < links.source.length; i++) {
    const [source, target] = [as[links.source[i]!]!, as[links.target[i]!]!]
    // within one element there is nothing to say any more
    if (source === target) continue
    const found = hinders[links.provenance[i]!] ?? []
    count(found)
    if (found.length > 0 || gone.has(source) || gone.has(target)) continue
    kept.push(i)
  }
  const between = links.source.reduce((sum, source, i) => sum + Number(as[source] !== as[links.target[i]!]), 0)
  return {
    elements: [...of].filter(([at]) => !gone.has(at)).map(([at, all]) => ({ at, of: all })),
    links: kept,
    as,
    left_out: { elements: gone.size, links: between - kept.length },
    hindrances: counted,
  }
}

/** What stands at the head of a file about the whole. */
export interface Head {
  readonly chart: string
  readonly title: string
  readonly synthetic: boolean
  readonly classification: string
  readonly purpose: string
  readonly use: Use
  readonly exported_at: string
  readonly exported_by: string
  readonly left_out: Chosen['left_out']
}

const PROVENANCE = ['reference', 'evaluation', 'handling', 'classification'] as const
const LINK_COLUMNS = ['source', 'target', 'source_label', 'target_label', 'kind', 'weight', 'begin', 'end', ...PROVENANCE]
const ELEMENT_COLUMNS = ['key', 'label', 'kind', 'begin', 'end', 'lat', 'lon', ...PROVENANCE, 'merged']

export const partsIn = (form: Form, { elements, links }: Chosen): number => {
  const items = form === 'links-csv' ? links.length : form === 'elements-csv' ? elements.length : elements.length + links.length
  return Math.max(1, Math.ceil(items / ITEMS_AT_ONCE))
}

/** One part of the file; the parts together are the whole. */
export function partOf(form: Form, part: number, content: ChartContent, chosen: Chosen, head: Head): string {
  const from = part * ITEMS_AT_ONCE
  const to = from + ITEMS_AT_ONCE
  const is_last = part === partsIn(form, chosen) - 1
  if (form === 'links-csv')
    return (
      (part === 0 ? csvRow(LINK_COLUMNS) : '') +
      chosen.links
        .slice(from, to)
        .map((i) => csvRow(linkCells(content, chosen, i)))
        .join('')
    )
  if (form === 'elements-csv')
    return (
      (part === 0 ? csvRow(ELEMENT_COLUMNS) : '') +
      chosen.elements
        .slice(from, to)
        .map((one) => csvRow(elementCells(content, one)))
        .join('')
    )
  const nodes = chosen.elements.slice(from, to).map((one) => nodeOf(content, one))
  const before = chosen.elements.length
  const edges = chosen.links.slice(Math.max(0, from - before), Math.max(0, to - before)).map((i) => edgeOf(content, chosen, i))
  return (part === 0 ? graphHead(head) : '') + nodes.join('') + edges.join('') + (is_last ? '</graph>\n</graphml>\n' : '')
}

const handlingText = ({ handling }: Provenance): string => {
  const words = handling.find(({ words }) => words !== undefined)?.words
  return handling.map(({ code }) => code).join(' ') + (words === undefined ? '' : `: ${words}`)
}
const provenanceCells = (one: Provenance) => [one.source, one.evaluation, handlingText(one), one.classification]

/** Of several that were merged: every source, every code, the highest classification; an evaluation only where all have the same. */
function together(all: readonly Provenance[]): Provenance {
  const [first] = all
  if (first === undefined || all.length === 1)
    return first ?? { source: '', evaluation: '', handling: [], classification: CLASSIFICATIONS[0] }
  const codes = [...new Set(all.flatMap(({ handling }) => handling.map(({ code }) => code)))].sort()
  const words = [...new Set(all.flatMap(({ handling }) => handling.flatMap((one) => (one.words === undefined ? [] : [one.words]))))]
  const highest = all.reduce((most, { classification }) => Math.max(most, CLASSIFICATIONS.indexOf(classification as 'restricted')), 0)
  return {
    source: [...new Set(all.map(({ source }) => source))].join(' | '),
    evaluation: all.every(({ evaluation }) => evaluation === first.evaluation) ? first.evaluation : '',
    handling: codes.map((code) => (code === 'H3' && words.length > 0 ? { code, words: words.join(' | ') } : { code })),
    classification: CLASSIFICATIONS[highest]!,
  }
}
const provenanceOf = ({ elements, provenances }: ChartContent, of: readonly number[]): Provenance =>
  together([...new Set(of.map((v) => elements.provenance[v]!))].map((number) => provenances[number]!))

function linkCells({ elements, links, link_kinds, provenances }: ChartContent, { as }: Chosen, i: number): string[] {
  const [source, target] = [as[links.source[i]!]!, as[links.target[i]!]!]
  return [
    elements.key[source]!,
    elements.key[target]!,
    elements.label[source]!,
    elements.label[target]!,
    link_kinds[links.kind[i]!] ?? '',
    String(links.weight[i]!),
    links.begin[i]!,
    links.end[i]!,
    ...provenanceCells(provenances[links.provenance[i]!]!),
  ]
}

function elementCells(content: ChartContent, { at, of }: Chosen['elements'][number]): string[] {
  const { key, label, kind, begin, end, lat, lon } = content.elements
  return [
    key[at]!,
    label[at]!,
    ELEMENT_KINDS[kind[at]!] ?? '',
    begin[at]!,
    end[at]!,
    lat[at] === null ? '' : String(lat[at]),
    lon[at] === null ? '' : String(lon[at]),
    ...provenanceCells(provenanceOf(content, of)),
    of
      .filter((v) => v !== at)
      .map((v) => key[v]!)
      .join(' | '),
  ]
}

const escaped = (text: string) =>
  text
    // what XML 1.0 cannot hold at all
    .replace(/[\u0001-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/[\t\n\r]/g, ' ')
const data = (key: string, value: string | number) => (value === '' ? '' : `<data key="${key}">${escaped(String(value))}</data>`)
const GRAPH_KEYS = [
  'chart',
  'title',
  'synthetic',
  'graph_classification',
  'purpose',
  'use',
  'exported_at',
  'exported_by',
  'left_out_elements',
  'left_out_links',
]

function graphHead(head: Head): string {
  const key = (name: string, of: string, type = 'string') => `<key id="${name}" for="${of}" attr.name="${name}" attr.type="${type}"/>\n`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n',
    ...GRAPH_KEYS.map((name) => key(name, 'graph')),
    ...['label', 'merged'].map((name) => key(name, 'node')),
    ...['lat', 'lon'].map((name) => key(name, 'node', 'double')),
    key('weight', 'edge', 'double'),
    ...['kind', 'begin', 'end', ...PROVENANCE].map((name) => key(name, 'all')),
    '<graph edgedefault="directed">\n',
    data('chart', head.chart),
    data('title', head.title),
    data('synthetic', String(head.synthetic)),
    data('graph_classification', head.classification),
    data('purpose', head.purpose),
    data('use', head.use),
    data('exported_at', head.exported_at),
    data('exported_by', head.exported_by),
    data('left_out_elements', head.left_out.elements),
    data('left_out_links', head.left_out.links),
    '\n',
  ].join('')
}

function nodeOf(content: ChartContent, one: Chosen['elements'][number]): string {
  const [, label, kind, begin, end, lat, lon, reference, evaluation, handling, classification, merged] = elementCells(
    content,
    one,
  ) as string[]
  return `<node id="n${one.at}">${[
    data('label', label!),
    data('kind', kind!),
    data('begin', begin!),
    data('end', end!),
    data('lat', lat!),
    data('lon', lon!),
    data('reference', reference!),
    data('evaluation', evaluation!),
    data('handling', handling!),
    data('classification', classification!),
    data('merged', merged!),
  ].join('')}</node>\n`
}

function edgeOf(content: ChartContent, chosen: Chosen, i: number): string {
  const [, , , , kind, weight, begin, end, reference, evaluation, handling, classification] = linkCells(content, chosen, i)
  const { links } = content
  return `<edge id="e${i}" source="n${chosen.as[links.source[i]!]}" target="n${chosen.as[links.target[i]!]}">${[
    data('kind', kind!),
    data('weight', weight!),
    data('begin', begin!),
    data('end', end!),
    data('reference', reference!),
    data('evaluation', evaluation!),
    data('handling', handling!),
    data('classification', classification!),
  ].join('')}</edge>\n`
}
