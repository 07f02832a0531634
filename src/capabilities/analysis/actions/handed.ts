/** From a team's space into a chart: what could be taken, taken or read again, let go of. */
import Type from 'typebox'
import { act, type HandedThing, view } from '#kernel/capability.ts'
import { type ChartContent, ELEMENT_KINDS } from '#lib/charts/index.ts'
import { closed, oneOf, Uuid } from '#wire/checks/subjects.ts'
import { Refusal } from '#wire/refusal.ts'
import { CLASSIFICATIONS } from '#wire/vocabulary.ts'
import { BLOCK_LABEL, blocksOf } from '../contents.ts'
import { keptOf, MAX_TAKEN, openUnder, placeOf, takenThings } from '../handed.ts'
import { MAX_ELEMENTS } from '../rules.ts'
import { countHanded, handedTo, insertHanded, letGoOf, saveHanded, setContent } from '../store.ts'
import { chartToChange, conflict, Moment, onChart, openChart, orNull, ownContentOf, subject } from './shapes.ts'

const KINDS = [...ELEMENT_KINDS, 'link'] as const
const Matter = Type.String({ pattern: '^[a-z-]{1,32}:[0-9a-f-]{36}$' })

export const findHanded = view({
  name: 'analysis.find-handed',
  summary: 'Matters that a chart can take from, and how what it has taken stands: as it was, changed since, gone',
  purpose: 'none',
  journal: 'always',
  input: closed({ chart: Uuid }),
  output: closed({
    rows: Type.Array(
      closed({
        matter: Type.String(),
        /** Null where the officer may not read it now. */
        title: orNull(Type.String()),
        classification: orNull(oneOf(CLASSIFICATIONS)),
        /** Taken, and as it was. */
        standing: Type.Integer(),
        changed: Type.Integer(),
        gone: Type.Integer(),
        taken_at: orNull(Moment),
      }),
    ),
  }),
  refusals: ['thing.unknown'],
  on: onChart,
  subject,
  async run({ chart }, view) {
    await openChart(chart, view)
    const matters = await view.matters.list()
    const taken = Map.groupBy(await takenThings(chart, view), ({ row }) => row.matter)
    const addresses = new Set([...taken.keys(), ...matters.map(({ address }) => address)])
    return {
      rows: [...addresses].map((matter) => {
        const known = matters.find(({ address }) => address === matter)
        const all = taken.get(matter) ?? []
        const gone = all.filter(({ kept }) => kept === undefined).length
        const changed = all.filter(({ is_old }) => is_old).length
        const times = all.map(({ row }) => row.taken_at.getTime())
        return {
          matter,
          title: known?.title ?? null,
          classification: known?.classification ?? null,
          standing: all.length - gone - changed,
          changed,
          gone,
          taken_at: times.length === 0 ? null : new Date(Math.max(...times)).toISOString(),
        }
      }),
    }
  },
})

export const takeOver = act({
  name: 'analysis.take-over',
  summary:
    'Take what stands in a matter (a team’s space) into a chart, or read it again; what its owners withdraw or erase goes from the chart too',
  purpose: 'required',
  journal: 'always',
  input: closed({
    chart: Uuid,
    matter: Matter,
    /** What is taken; all kinds where it is not said. Links come with both their ends only. */
    kinds: Type.Optional(Type.Array(oneOf(KINDS), { minItems: 1, maxItems: KINDS.length, uniqueItems: true })),
  }),
  output: closed({
    added: Type.Integer(),
    renewed: Type.Integer(),
    same: Type.Integer(),
    gone: Type.Integer(),
    /** Said anew too often to be kept under all its keys. */
    left_out: Type.Integer(),
  }),
  refusals: ['thing.unknown', 'state.conflict', 'quota.exceeded'],
  on: onChart,
  subject,
  async run({ chart, matter, kinds = KINDS }, act) {
    const row = await chartToChange(chart, act)
    const contents = await act.matters.read(matter)
    if (contents === undefined) throw new Refusal('thing.unknown', { inside: `matter ${matter}` })
    if (CLASSIFICATIONS.indexOf(contents.classification) > CLASSIFICATIONS.indexOf(row.classification))
      throw conflict('/matter', 'above-the-chart')
    const own = await ownContentOf(row, act.writing, act)
    const before = new Map(
      (await handedTo(act.writing, chart, MAX_TAKEN)).filter((one) => one.matter === matter).map((one) => [one.thing, one]),
    )
    // a link's ends come first, so that it finds them
    const wanted = contents.things
      .filter(({ id, kind }) => kinds.includes(kind) || before.has(id))
      .sort((a, b) => Number(a.kind === 'link') - Number(b.kind === 'link'))
    const counts = { added: 0, renewed: 0, same: 0, gone: 0, left_out: 0 }
    const places: HandedThing[] = []
    const others = (await countHanded(act.writing, chart)) - before.size
    for (const thing of wanted) {
      const known = before.get(thing.id)
      if (known && openUnder(act.vault, known)?.version === thing.version) {
        counts.same++
        continue
      }
      const kept = keptOf(thing, contents.title, contents.classification, act)
      if (kept === undefined) {
        counts.left_out++
        continue
      }
      const one = { chart, matter, thing: thing.id, officer: act.officer.id, taken_at: act.now, ...kept }
      if (known) {
        await saveHanded(act.writing, one)
        counts.renewed++
        continue
      }
      if (others + before.size + counts.added >= MAX_TAKEN || own.elements.key.length + places.length >= MAX_ELEMENTS)
        throw new Refusal('quota.exceeded', { details: [{ path: '', reason: `more than ${MAX_TAKEN}` }] })
      const element = thing.kind === 'link' ? null : own.elements.key.length + places.length
      if (element !== null) places.push(thing)
      await insertHanded(act.writing, { ...one, element })
      counts.added++
    }
    const standing = new Set(contents.things.map(({ id }) => id))
    const withdrawn = [...before.values()].filter(({ thing, sealed }) => sealed !== null && !standing.has(thing)).map(({ thing }) => thing)
    await letGoOf(act.writing, chart, matter, withdrawn)
    counts.gone = withdrawn.length
    const content = withPlaces(own, matter, places)
    const blocks = blocksOf(content).map((block, position) => act.vault.seal(row.slot, `${BLOCK_LABEL}:${position}`, block))
    await setContent(act.writing, chart, blocks, { elements: content.elements.key.length, links: content.links.source.length }, act.now)
    // the owner of the matter's side of the journal
    await act.record('analysis.taken-over', matter, { chart, ...counts })
    return counts
  },
})

/** A number for each new element, and nothing of what it is. */
function withPlaces(own: ChartContent, matter: string, things: readonly HandedThing[]): ChartContent {
  if (things.length === 0) return own
  const { elements } = own
  const empty = things.map(() => '')
  const provenances = [...own.provenances, { source: matter, evaluation: '', handling: [], classification: 'unclassified' }]
  const keys = things.map(({ id }) => placeOf(matter, id))
  return {
    ...own,
    provenances,
    elements: {
      key: [...elements.key, ...keys],
      label: [...elements.label, ...empty],
      kind: [...elements.kind, ...things.map(() => 0)],
      begin: [...elements.begin, ...empty],
      end: [...elements.end, ...empty],
      lat: [...elements.lat, ...things.map(() => null)],
      lon: [...elements.lon, ...things.map(() => null)],
      provenance: [...elements.provenance, ...things.map(() => provenances.length - 1)],
    },
  }
}

export const letGo = act({
  name: 'analysis.let-go',
  summary: 'Let go of all that a chart has from one matter; the numbers of its elements stay and stand for nothing',
  purpose: 'none',
  journal: 'always',
  input: closed({ chart: Uuid, matter: Matter }),
  output: closed({ gone: Type.Integer() }),
  refusals: ['thing.unknown'],
  on: onChart,
  subject,
  async run({ chart, matter }, act) {
    const row = await chartToChange(chart, act)
    const things = (await handedTo(act.writing, chart, MAX_TAKEN)).filter((one) => one.matter === matter && one.sealed !== null)
    await letGoOf(
      act.writing,
      chart,
      matter,
      things.map(({ thing }) => thing),
    )
    const own = await ownContentOf(row, act.writing, act)
    const blocks = blocksOf(own).map((block, position) => act.vault.seal(row.slot, `${BLOCK_LABEL}:${position}`, block))
    await setContent(act.writing, chart, blocks, { elements: own.elements.key.length, links: own.links.source.length }, act.now)
    return { gone: things.length }
  },
})

export const handedActions = [findHanded, takeOver, letGo]
