/**
 * What a chart has from a team's space. It is sealed under the keys of all that it was said in: with any of them it goes from the chart, from every copy and
 * back-up, without anybody having to tell the chart. And each time the chart is read it is asked anew what still stands and what this officer may read of it.
 */
import type { Act, HandedThing, Sealing, Unsealing, View } from '#kernel/capability.ts'
import { utf8 } from '#lib/bytes.ts'
import { type ChartContent, ELEMENT_KINDS, type Provenance } from '#lib/charts/index.ts'
import { type HandedRow, handedTo } from './store.ts'

export interface KeptThing extends Omit<HandedThing, 'slots'> {
  /** The title of the matter when it was taken. */
  readonly title: string
  readonly classification: string
}

const LABEL = 'analysis.handed'
/** More keys than this, and a thing is not taken: it has been said anew too often. */
export const MAX_KEYS = 64
/** Things in all that one chart may have from others. */
export const MAX_TAKEN = 10_000

/** Sealed under each key in turn: whoever lacks one opens nothing. */
export const sealUnder = (vault: Sealing, slots: readonly number[], kept: KeptThing): Uint8Array =>
  slots.reduce((inner, slot, i) => vault.seal(slot, `${LABEL}:${i}`, inner), utf8(JSON.stringify(kept)))

export function openUnder(vault: Unsealing, { slots, sealed }: Pick<HandedRow, 'slots' | 'sealed'>): KeptThing | undefined {
  let bytes = sealed ?? undefined
  for (let i = slots.length - 1; i >= 0 && bytes !== undefined; i--) bytes = vault.open(slots[i]!, `${LABEL}:${i}`, bytes)
  return bytes && (JSON.parse(Buffer.from(bytes).toString('utf8')) as KeptThing)
}

/** What stands at the place of an element that is someone else's, in what the chart keeps of its own: a number and nothing else. */
export const placeOf = (matter: string, thing: string): string => `${matter}/${thing}`

export interface TakenThing {
  readonly row: HandedRow
  /** Undefined where it cannot be opened any more, was withdrawn, or is not this officer's to read. */
  readonly kept: KeptThing | undefined
  /** It says something else by now. */
  readonly is_old: boolean
}

/** All that a chart has from others, as this officer may see it now. */
export async function takenThings(chart: string, view: Pick<View, 'reading' | 'vault' | 'matters'>): Promise<TakenThing[]> {
  const rows = await handedTo(view.reading, chart, MAX_TAKEN)
  const versions = new Map<string, ReadonlyMap<string, string>>()
  for (const matter of new Set(rows.map((row) => row.matter))) {
    const now = await view.matters.read(matter)
    versions.set(matter, new Map(now?.things.map(({ id, version }) => [id, version])))
  }
  return rows.map((row) => {
    const version = versions.get(row.matter)?.get(row.thing)
    const kept = version === undefined ? undefined : openUnder(view.vault, row)
    return { row, kept, is_old: kept !== undefined && kept.version !== version }
  })
}

/** The chart's own content with what it has from others in its place; what is no more is among those gone, and with it every link to it. */
export function withTaken(own: ChartContent, taken: readonly TakenThing[]): ChartContent {
  if (taken.length === 0) return own
  const elements = Object.fromEntries(Object.entries(own.elements).map(([name, values]) => [name, [...values]])) as {
    -readonly [Name in keyof ChartContent['elements']]: ChartContent['elements'][Name][number][]
  }
  const provenances = [...own.provenances]
  const link_kinds = [...own.link_kinds]
  const gone = new Set<number>()
  const numberOf = new Map<string, number>()
  for (const { row, kept } of taken) {
    const v = row.element
    if (v === null) continue
    if (kept === undefined) {
      gone.add(v)
      continue
    }
    numberOf.set(placeOf(row.matter, row.thing), v)
    elements.label[v] = kept.label
    elements.kind[v] = Math.max(0, ELEMENT_KINDS.indexOf(kept.kind as (typeof ELEMENT_KINDS)[number]))
    elements.begin[v] = kept.begin
    elements.end[v] = kept.end
    elements.lat[v] = kept.at?.[0] ?? null
    elements.lon[v] = kept.at?.[1] ?? null
    elements.provenance[v] = provenances.push(provenanceOf(row, kept)) - 1
  }
  const stays = own.links.source.flatMap((source, i) => (gone.has(source) || gone.has(own.links.target[i]!) ? [] : [i]))
  const links = Object.fromEntries(
    Object.entries(own.links).map(([name, values]) => [name, stays.map((i) => (values as (string | number)[])[i]!)]),
  ) as { -readonly [Name in keyof ChartContent['links']]: ChartContent['links'][Name][number][] }
  for (const { row, kept } of taken) {
    const [from, to] = (kept?.between ?? []).map((end) => numberOf.get(placeOf(row.matter, end)))
    if (!kept || from === undefined || to === undefined || from === to) continue
    links.source.push(from)
    links.target.push(to)
    const known = link_kinds.indexOf(kept.label)
    links.kind.push(known >= 0 ? known : link_kinds.push(kept.label) - 1)
    links.weight.push(1)
    links.begin.push(kept.begin)
    links.end.push(kept.end)
    links.provenance.push(provenances.push(provenanceOf(row, kept)) - 1)
  }
  return { link_kinds, provenances, elements, links, gone: [...gone].sort((a, b) => a - b) }
}

/** Which space, whose word, which thing in which version, and what its owner said of where it comes from. */
function provenanceOf({ matter, thing, taken_at }: HandedRow, kept: KeptThing): Provenance {
  const { title, by, version, changed_at, source, evaluation, handling, classification } = kept
  return {
    source: `${title} · ${by}${source === '' ? '' : `: ${source}`} [${matter}/${thing} ${version}]`,
    evaluation,
    handling,
    classification,
    from: { matter, title, source, thing, by, version, changed_at, taken_at: taken_at.toISOString() },
  }
}

/** A thing as it is kept; nothing of it where it has been said in too many pieces. */
export function keptOf({ slots, ...thing }: HandedThing, title: string, classification: string, { vault }: Pick<Act, 'vault'>) {
  if (slots.length > MAX_KEYS) return undefined
  return { slots, sealed: sealUnder(vault, slots, { ...thing, title, classification }) }
}
