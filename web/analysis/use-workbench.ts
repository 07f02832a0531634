// A chart at work: what is read, shown, laid out and measured, each in a worker, and what the analyst has chosen.
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { addressOf, headersOf, RefusalError } from '../api/client.ts'
import { useView } from '../api/hooks.ts'
import type { ChartNews, GraphInput, Measured, MeasureName, Picture, Sensitivity, Summary } from './messages.ts'
import { type Filter, NO_FILTER } from './model.ts'
import { type ChartTalker, type MeasureTalker, startChartWorker, startMeasureWorker } from './workers.ts'

export type ColourBy = 'kind' | 'community' | 'plain'
export type GroupBy = 'none' | 'kind' | 'community'
export type Settings = {
  filter: Filter
  colour: ColourBy
  group: GroupBy
  /** What nodes are sized and ranked by. */
  measure: MeasureName
  /** Whether a link's direction counts in measures. */
  directed: boolean
  /** Share of links taken for unseen, for how sure a ranking is. */
  missing: number
}
export const SETTINGS: Settings = {
  filter: NO_FILTER,
  colour: 'community',
  group: 'none',
  measure: 'betweenness',
  directed: false,
  missing: 0.1,
}

const asRefusal = (error: unknown) => (error instanceof RefusalError ? error : new RefusalError('page.failed', String(error), 0))
const SEED = 1
/** Colours of the palette that stand for communities; the last is for all others. */
export const COMMUNITY_COLOURS = 7

export type Pointed = Extract<ChartNews, { news: 'pointed' }>

/** What changes many times a second: kept out of the page's state, so that only the picture's own few lines are made anew. */
export type Live = {
  laying: number | undefined
  pointed: Pointed | undefined
  drawn: { renderer: string; nodes: number } | undefined
}
function createLive() {
  let now: Live = { laying: undefined, pointed: undefined, drawn: undefined }
  const listeners = new Set<() => void>()
  return {
    read: () => now,
    put(change: Partial<Live>) {
      now = { ...now, ...change }
      for (const listener of listeners) listener()
    },
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}
export type LiveStore = ReturnType<typeof createLive>
export const useLive = (store: LiveStore): Live => useSyncExternalStore(store.subscribe, store.read, store.read)

export function useWorkbench(id: string, purpose: string | undefined, groupNames: (by: GroupBy, count: number) => string[]) {
  const about = useView('analysis.read-chart', { chart: id }, { purpose })
  const [talker, setTalker] = useState<ChartTalker | undefined>()
  const [summary, setSummary] = useState<Summary | undefined>()
  const [error, setError] = useState<RefusalError | undefined>()
  const [settings, setSettings] = useState<Settings>(SETTINGS)
  const [picture, setPicture] = useState<Picture | undefined>()
  const [live] = useState(createLive)
  const [measured, setMeasured] = useState<Measured | undefined>()
  const [sensitivity, setSensitivity] = useState<Sensitivity | undefined>()
  const [selected, setSelected] = useState<number | null>(null)
  const [marked, setMarked] = useState<{ elements: number[]; faded: boolean }>({ elements: [], faded: false })
  /** Goes up whenever something in the picture was chosen. */
  const [pressed, setPressed] = useState(0)
  /** Communities of the last picture that was not grouped, by element. */
  const communities = useRef<{ of: Int32Array; community: Int32Array } | undefined>(undefined)
  /** `x, y` by element; no number where it was never laid out. */
  const known_places = useRef(new Float32Array(0))
  const [again, setAgain] = useState(0)

  const edition = about.data?.edition
  const merges = about.data?.merged
  const merged_key = JSON.stringify(merges ?? [])
  const latest = useRef(merges)
  latest.current = merges
  /** What the worker has merged, or was opened with. */
  const applied = useRef('')

  // the chart is read once an edition; merging is done on what was read
  useEffect(() => {
    if (edition === undefined) return
    const worker = startChartWorker()
    setTalker(worker)
    setSummary(undefined)
    setPicture(undefined)
    setError(undefined)
    known_places.current = new Float32Array(0)
    worker.onNews((news) => {
      if (news.news === 'pointed') {
        live.put({ pointed: news })
        if (!news.press) return
        setSelected(news.at)
        if (news.at !== null) setPressed((times) => times + 1)
        return
      }
      const { drawn } = live.read()
      if (drawn?.renderer !== news.renderer || drawn.nodes !== news.nodes)
        live.put({ drawn: { renderer: news.renderer, nodes: news.nodes } })
      if (news.nodes > 0 && performance.getEntriesByName('analysis.drawn').length === 0) performance.mark('analysis.drawn')
    })
    applied.current = JSON.stringify(latest.current ?? [])
    const headers = { 'content-type': 'application/json', 'x-portolan': '1', ...headersOf({ purpose }) }
    worker
      .call('open', {
        address: new URL(addressOf('analysis.read-content'), location.href).href,
        headers,
        chart: id,
        merges: (latest.current ?? []).map(({ into, from }) => ({ into, from })),
      })
      .then(setSummary, (failed) => setError(asRefusal(failed)))
    return () => worker.end()
  }, [id, edition, purpose, live])

  // biome-ignore lint/correctness/useExhaustiveDependencies: when what was merged has changed
  useEffect(() => {
    if (!talker || !summary || applied.current === merged_key) return
    applied.current = merged_key
    talker
      .call('merge', { merges: (latest.current ?? []).map(({ into, from }) => ({ into, from })) })
      .then(setSummary, (failed) => setError(asRefusal(failed)))
  }, [merged_key, talker, summary === undefined])

  // what is shown follows the filter
  const { filter, group } = settings
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new summary is a chart merged otherwise
  useEffect(() => {
    if (!talker || !summary) return
    let is_over = false
    const show = async () => {
      const plain = await talker.call('show', { filter, group: null, group_labels: [] })
      if (is_over) return
      let whole = plain
      if (group === 'kind') {
        const names = groupNames('kind', 5)
        whole = await talker.call('show', { filter, group: Int32Array.from(plain.kind), group_labels: names })
      } else if (group === 'community') {
        const worker = startMeasureWorker()
        const found = await worker.call('communities', { graph: graphOf(plain, false) })
        worker.end()
        if (is_over) return
        const sizes = Array.from({ length: found.communities }, () => 0)
        for (const one of found.community) sizes[one]!++
        const names = groupNames('community', found.communities).map((name, i) => `${name} (${sizes[i]})`)
        whole = await talker.call('show', { filter, group: found.community, group_labels: names })
      }
      if (!is_over) setPicture(whole)
    }
    show().catch((failed) => !is_over && setError(asRefusal(failed)))
    return () => {
      is_over = true
    }
  }, [talker, summary, filter, group])

  // laid out where a node has no place yet; a filter only takes away
  // biome-ignore lint/correctness/useExhaustiveDependencies: once more when asked for
  useEffect(() => {
    if (!talker || !picture) return
    const { of, grouped } = picture
    if (of.length > 0 && known_places.current.length <= 2 * of[of.length - 1]!) {
      const wider = new Float32Array(2 * (of[of.length - 1]! + 1)).fill(Number.NaN)
      wider.set(known_places.current)
      known_places.current = wider
    }
    const places = known_places.current
    const is_known = !grouped && of.length > 0 && of.every((at) => !Number.isNaN(places[2 * at]!))
    const put = (positions: Float32Array, fit: boolean, keep: boolean) => {
      if (keep && !grouped)
        for (let i = 0; i < of.length; i++) {
          places[2 * of[i]!] = positions[2 * i]!
          places[2 * of[i]! + 1] = positions[2 * i + 1]!
        }
      talker.order({ order: 'positions', positions, fit }, [positions.buffer as ArrayBuffer])
    }
    if (is_known) {
      const positions = new Float32Array(2 * of.length)
      for (let i = 0; i < of.length; i++) positions.set(places.subarray(2 * of[i]!, 2 * of[i]! + 2), 2 * i)
      put(positions, false, false)
      live.put({ laying: undefined })
      return
    }
    live.put({ laying: 0 })
    const worker: MeasureTalker = startMeasureWorker()
    worker.onNews((news) => {
      live.put({ laying: news.done })
      put(news.positions, true, false)
    })
    worker.call('layout', { graph: graphOf(picture, false), seed: SEED }).then(
      ({ positions }) => {
        put(positions, true, true)
        live.put({ laying: undefined })
        performance.mark('analysis.laid-out')
        worker.end()
      },
      (failed) => setError(asRefusal(failed)),
    )
    return () => worker.end()
  }, [talker, picture, again, live])

  // measured, and then how sure the ranking is
  const { directed, measure, missing } = settings
  useEffect(() => {
    if (!picture || picture.grouped) return
    setMeasured(undefined)
    if (picture.nodes === 0) return
    const worker = startMeasureWorker()
    worker.call('measures', { graph: graphOf(picture, directed) }).then(
      (found) => {
        communities.current = { of: picture.of, community: found.nodes.community }
        setMeasured(found)
        worker.end()
      },
      (failed) => setError(asRefusal(failed)),
    )
    return () => worker.end()
  }, [picture, directed])

  useEffect(() => {
    setSensitivity(undefined)
    if (!picture || !measured || picture.grouped || picture.ties < 3) return
    const worker = startMeasureWorker()
    worker.call('sensitivity', { graph: graphOf(picture, directed), measure, missing }).then(
      (found) => {
        setSensitivity(found)
        worker.end()
      },
      () => worker.end(),
    )
    return () => worker.end()
  }, [picture, measured, directed, measure, missing])

  // how nodes look follows what was measured
  const { colour } = settings
  useEffect(() => {
    if (!talker || !picture) return
    const nodes = picture.nodes
    const values = measured && !picture.grouped ? measured.nodes[measure] : undefined
    const most = values ? values.reduce((high, one) => (one > high ? one : high), 0) : 0
    const size = Float32Array.from({ length: nodes }, (_, v) => {
      if (picture.grouped) return 0.6
      const value = values?.[v] ?? 0
      return most > 0 && value > 0 ? value / most : 0
    })
    const community = measured?.nodes.community
    const tint = Uint8Array.from({ length: nodes }, (_, v) => {
      if (picture.grouped) return v % COMMUNITY_COLOURS
      if (colour === 'kind') return picture.kind[v]!
      if (colour === 'community' && community && community.length === nodes) return Math.min(COMMUNITY_COLOURS, community[v]!)
      return 0
    })
    talker.order({ order: 'dress', dress: { colour: tint, size } })
  }, [talker, picture, measured, measure, colour])

  useEffect(() => talker?.order({ order: 'select', at: selected }), [talker, selected])
  useEffect(() => talker?.order({ order: 'mark', ...marked }), [talker, marked])

  const change = useCallback((next: Partial<Settings>) => setSettings((old) => ({ ...old, ...next })), [])
  const cut = useCallback((next: Partial<Filter>) => setSettings((old) => ({ ...old, filter: { ...old.filter, ...next } })), [])
  const layOutAgain = useCallback(() => {
    known_places.current = new Float32Array(0)
    setAgain((times) => times + 1)
  }, [])

  return useMemo(
    () => ({
      id,
      about: about.data,
      reload: about.reload,
      error: about.error ?? error,
      talker,
      summary,
      settings,
      change,
      cut,
      picture,
      live,
      layOutAgain,
      measured,
      sensitivity,
      selected,
      select: setSelected,
      marked,
      mark: (elements: number[], faded = true) => setMarked({ elements, faded }),
      pressed,
    }),
    [
      id,
      about.data,
      about.reload,
      about.error,
      error,
      talker,
      summary,
      settings,
      change,
      cut,
      picture,
      live,
      layOutAgain,
      measured,
      sensitivity,
      selected,
      marked,
      pressed,
    ],
  )
}
export type Workbench = ReturnType<typeof useWorkbench>

export const graphOf = ({ nodes, from, to, weight }: Pick<Picture, 'nodes' | 'from' | 'to' | 'weight'>, directed: boolean): GraphInput => ({
  nodes,
  from,
  to,
  weight,
  directed,
})
