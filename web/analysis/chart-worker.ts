// The worker that holds a chart: it reads it from the node, cuts it by the filter, draws it, and answers what stands where.
import type { ChartContent } from '#lib/charts/index.ts'
import { plainWords } from '#lib/tables/plain.ts'
import type {
  Answer,
  ChartCalls,
  ChartNews,
  ChartOrder,
  Dress,
  ElementDetail,
  ElementLine,
  Known,
  LinkLine,
  Picture,
  Summary,
  Theme,
} from './messages.ts'
import { around, type Chart, chartOf, duplicatesIn, groupedBy, neighboursOf, pathBetween, type Shown, shownOf, timesOf } from './model.ts'
import { type Brush, type Camera, createBrush, drawLabels, radiusOf, type Scene } from './renderer.ts'

const MOST_LINKS_TOLD = 50
let chart: Chart | undefined
let shown: Shown | undefined
/** Of groups: their names; and by element, which node it stands in. */
let group_labels: string[] | undefined
let nodeOf = new Int32Array(0)
let ties = new Int32Array(0)
let milliseconds = { fetched: 0, read: 0 }

const demand = (): Chart => {
  if (!chart) throw new TypeError('no chart is open')
  return chart
}
const labelOf = (at: number): string => chart?.content.elements.label[at] ?? ''

async function open({ address, headers, chart: id, merges }: ChartCalls['open'][0]): Promise<Summary> {
  const began = performance.now()
  const response = await fetch(address, {
    method: 'POST',
    headers,
    body: JSON.stringify({ chart: id }),
    credentials: 'same-origin',
    cache: 'no-store',
  })
  const text = await response.text()
  const fetched = performance.now()
  if (!response.ok) {
    const error = (JSON.parse(text || '{}') as { error?: { code: string; message: string } }).error
    throw Object.assign(new Error(error?.message ?? ''), { code: error?.code ?? `http.${response.status}`, status: response.status })
  }
  chart = chartOf(JSON.parse(text) as ChartContent, merges)
  milliseconds = { fetched: fetched - began, read: performance.now() - fetched }
  return summaryOf(chart)
}

function summaryOf(one: Chart): Summary {
  const { elements, links, link_kinds, provenances } = one.content
  const element_kinds = [0, 0, 0, 0, 0]
  const handling: Record<string, number> = {}
  const count = (provenance: number) => {
    for (const { code } of provenances[provenance]?.handling ?? []) handling[code] = (handling[code] ?? 0) + 1
  }
  let placed = 0
  for (const v of one.standing) {
    element_kinds[elements.kind[v]!]!++
    if (elements.lat[v] !== null) placed++
    count(elements.provenance[v]!)
  }
  const counts = link_kinds.map(() => 0)
  for (let i = 0; i < links.source.length; i++) {
    counts[links.kind[i]!]!++
    count(links.provenance[i]!)
  }
  return {
    elements: one.standing.length,
    links: links.source.length,
    element_kinds,
    link_kinds: link_kinds.map((name, i) => ({ name, count: counts[i]! })),
    time: timesOf(one),
    untimed: one.untimed,
    placed,
    handling,
    milliseconds,
  }
}

function show({ filter, group, group_labels: names }: ChartCalls['show'][0]): Picture {
  const one = demand()
  const plain = shownOf(one, filter)
  group_labels = group ? names : undefined
  nodeOf = new Int32Array(one.as.length).fill(-1)
  if (group) {
    const first = new Map<number, number>()
    for (let i = 0; i < plain.of.length; i++) {
      if (!first.has(group[i]!)) first.set(group[i]!, first.size)
      nodeOf[plain.of[i]!] = first.get(group[i]!)!
    }
    // in the order in which the groups come first, so do their names
    group_labels = [...first.keys()].map((number) => names[number] ?? String(number))
    shown = groupedBy(plain, group)
  } else {
    for (let i = 0; i < plain.of.length; i++) nodeOf[plain.of[i]!] = i
    shown = plain
  }
  const [starts, ends] = neighboursOf(shown)
  ties = Int32Array.from({ length: shown.of.length }, (_, v) => new Set(ends.subarray(starts[v]!, starts[v + 1]!)).size)
  const { of, from, to, weight, kind, links, left_out } = shown
  scene = undefined
  return { nodes: of.length, ties: from.length, links, left_out, grouped: group !== null, of, from, to, weight, kind }
}

const lineOf = (at: number): ElementLine => {
  const one = demand()
  const node = nodeOf[at] ?? -1
  return {
    at,
    node,
    key: one.content.elements.key[at]!,
    label: labelOf(at),
    kind: one.content.elements.kind[at]!,
    ties: node < 0 ? 0 : ties[node]!,
    merged: (one.parts.get(at)?.length ?? 1) - 1,
  }
}

/** Shown elements by words, in an order; the node of an element is its number in every array beside. */
function rows({ text, sort, values, descending, from, most, group }: ChartCalls['rows'][0]): ChartCalls['rows'][1] {
  const one = demand()
  const words = plainWords(text)
  const { label, key, kind } = one.content.elements
  const found: number[] = []
  for (const v of one.standing) {
    const node = nodeOf[v]!
    if (node < 0 || (group && group.of[node] !== group.number)) continue
    if (words !== '' && !plainWords(`${label[v]} ${key[v]}`).includes(words)) continue
    found.push(v)
  }
  const collator = new Intl.Collator(undefined, { numeric: true })
  const way = descending ? -1 : 1
  const worth = (v: number) => {
    const value = values?.[nodeOf[v]!] ?? Number.NaN
    return Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value
  }
  const byLabel = (a: number, b: number) => collator.compare(label[a]!, label[b]!) || a - b
  const order: Record<typeof sort, (a: number, b: number) => number> = {
    label: (a, b) => way * byLabel(a, b),
    kind: (a, b) => way * (kind[a]! - kind[b]!) || byLabel(a, b),
    ties: (a, b) => way * (ties[nodeOf[a]!]! - ties[nodeOf[b]!]!) || byLabel(a, b),
    values: (a, b) => way * (worth(a) - worth(b)) || byLabel(a, b),
  }
  if (sort === 'values') found.sort((a, b) => (worth(a) === worth(b) ? a - b : way * (worth(a) - worth(b))))
  else found.sort(order[sort])
  return { rows: found.slice(from, from + most).map(lineOf), total: found.length }
}

const knownOf = (provenance: number): Known =>
  demand().content.provenances[provenance] ?? { source: '', evaluation: '', handling: [], classification: 'unclassified' }

function element({ at, links_from }: ChartCalls['element'][0]): ElementDetail | null {
  const one = demand()
  const { elements, links, link_kinds } = one.content
  const v = one.as[at]
  if (v === undefined) return null
  const parts = one.parts.get(v) ?? [v]
  const own: LinkLine[] = []
  let total = 0
  for (let i = 0; i < links.source.length; i++) {
    const [a, b] = [one.as[links.source[i]!]!, one.as[links.target[i]!]!]
    if (a === b || (a !== v && b !== v)) continue
    total++
    if (total <= links_from || own.length >= MOST_LINKS_TOLD) continue
    const other = a === v ? b : a
    own.push({
      link: i,
      other,
      other_label: labelOf(other),
      other_kind: elements.kind[other]!,
      out: a === v,
      kind: link_kinds[links.kind[i]!] ?? '',
      weight: links.weight[i]!,
      begin: links.begin[i]!,
      end: links.end[i]!,
      known: knownOf(links.provenance[i]!),
    })
  }
  return {
    at: v,
    node: nodeOf[v] ?? -1,
    label: labelOf(v),
    kind: elements.kind[v]!,
    begin: elements.begin[v]!,
    end: elements.end[v]!,
    lat: elements.lat[v]!,
    lon: elements.lon[v]!,
    parts: parts.map((part) => ({ at: part, key: elements.key[part]!, label: labelOf(part), known: knownOf(elements.provenance[part]!) })),
    links: own,
    links_total: total,
  }
}

function find({ text, most }: ChartCalls['find'][0]): ElementLine[] {
  const one = demand()
  const words = plainWords(text)
  if (words === '') return []
  const { label, key } = one.content.elements
  const begins: number[] = []
  const holds: number[] = []
  for (const v of one.standing) {
    const plain = plainWords(`${label[v]} ${key[v]}`)
    if (plain.startsWith(words)) begins.push(v)
    else if (plain.includes(words)) holds.push(v)
    if (begins.length >= most) break
  }
  return [...begins, ...holds].slice(0, most).map(lineOf)
}

function places({ most }: ChartCalls['places'][0]): ChartCalls['places'][1] {
  const one = demand()
  const { elements, links } = one.content
  const placed = [...one.standing].filter((v) => nodeOf[v]! >= 0 && elements.lat[v] !== null)
  const chosen = placed.sort((a, b) => (ties[nodeOf[b]!] ?? 0) - (ties[nodeOf[a]!] ?? 0)).slice(0, most)
  const is_in = new Set(chosen)
  const routes = new Map<string, { a: number; b: number; links: number; weight: number }>()
  for (let i = 0; i < links.source.length; i++) {
    const [a, b] = [one.as[links.source[i]!]!, one.as[links.target[i]!]!]
    if (a === b || !is_in.has(a) || !is_in.has(b)) continue
    const key = `${a} ${b}`
    const route = routes.get(key) ?? { a, b, links: 0, weight: 0 }
    route.links++
    route.weight += links.weight[i]!
    routes.set(key, route)
  }
  return {
    places: chosen.map((v) => ({
      at: v,
      label: labelOf(v),
      kind: elements.kind[v]!,
      lat: elements.lat[v]!,
      lon: elements.lon[v]!,
      ties: ties[nodeOf[v]!] ?? 0,
    })),
    routes: [...routes.values()],
    unplaced: [...one.standing].filter((v) => nodeOf[v]! >= 0).length - placed.length,
  }
}

function times({ bins }: ChartCalls['times'][0]): ChartCalls['times'][1] {
  const one = demand()
  const range = timesOf(one)
  if (!range) return null
  const { first, last, steps } = range
  const number = steps ? Math.min(bins, last - first + 1) : bins
  const counts = new Array<number>(number).fill(0)
  const wide = (steps ? last - first + 1 : last - first + 1) / number
  for (let i = 0; i < one.begin.length; i++) {
    const at = Number.isNaN(one.begin[i]!) ? one.end[i]! : one.begin[i]!
    if (!Number.isNaN(at)) counts[Math.min(number - 1, Math.max(0, Math.floor((at - first) / wide)))]!++
  }
  return { first, last, steps, counts, untimed: one.untimed }
}

const calls: { [Name in keyof ChartCalls]: (input: ChartCalls[Name][0]) => ChartCalls[Name][1] | Promise<ChartCalls[Name][1]> } = {
  open,
  merge({ merges }) {
    chart = chartOf(demand().content, merges)
    return summaryOf(chart)
  },
  show,
  rows,
  element,
  path({ a, b }) {
    const [from, to] = [nodeOf[demand().as[a]!]!, nodeOf[demand().as[b]!]!]
    if (!shown || from < 0 || to < 0 || group_labels) return null
    const path = pathBetween(shown, from, to)
    return path === null ? null : path.map((node) => lineOf(shown!.of[node]!))
  },
  around: ({ filter, centres, steps, most }) => around(demand(), filter, centres, steps, most),
  duplicates: ({ most }) => duplicatesIn(demand(), most).map((set) => set.map(lineOf)),
  find,
  cut({ filter }) {
    const { of, from, to, weight } = shownOf(demand(), filter)
    return { nodes: of.length, of, from, to, weight }
  },
  lines: ({ elements }) => elements.map(lineOf),
  places,
  times,
}

// ---- the picture

let brush: Brush | undefined
let canvas: OffscreenCanvas | undefined
let labels: OffscreenCanvas | undefined
let theme: Theme | undefined
let frame = { width: 300, height: 150, ratio: 1 }
let camera: Camera = { x: 0, y: 0, scale: 20 }
let positions = new Float32Array(0)
let dress: Dress | undefined
let scene: Scene | undefined
let by_size = new Int32Array(0)
let marked: number[] = []
let faded = false
let selected: number | null = null
let is_due = false
let told_drawn = ''
/** Whether somebody moved the picture: until then it fits its frame. */
let is_moved = false
let hurried_until = 0
let settle: ReturnType<typeof setTimeout> | undefined

function sceneNow(): Scene | undefined {
  if (scene || !shown || !theme || positions.length !== shown.of.length * 2) return scene
  const nodes = shown.of.length
  const of = shown.of
  const names = group_labels
  const look = dress && dress.colour.length === nodes ? dress : { colour: shown.kind, size: new Float32Array(nodes).fill(0.1) }
  scene = {
    positions,
    from: shown.from,
    to: shown.to,
    kind: shown.kind,
    dress: look,
    label: (v) => (names ? (names[v] ?? '') : labelOf(of[v]!)),
    marked: new Set(marked.map((at) => nodeOf[at] ?? -1).filter((node) => node >= 0)),
    faded: faded && marked.length > 0,
    selected: selected === null ? -1 : (nodeOf[selected] ?? -1),
  }
  by_size = Int32Array.from({ length: nodes }, (_, v) => v).sort((a, b) => look.size[b]! - look.size[a]! || a - b)
  brush?.load(scene, theme)
  return scene
}

function due(hurried = false) {
  if (hurried) {
    hurried_until = performance.now() + 120
    clearTimeout(settle)
    settle = setTimeout(() => due(), 160)
  }
  if (is_due || !brush) return
  is_due = true
  requestAnimationFrame(draw)
}

function draw() {
  is_due = false
  const now = sceneNow()
  if (!brush || !theme || !labels) return
  const began = performance.now()
  if (now) {
    brush.draw(camera, frame.width, frame.height, frame.ratio, began < hurried_until)
    drawLabels(labels.getContext('2d')!, now, by_size, theme, camera, frame)
  } else brush.draw(camera, frame.width, frame.height, frame.ratio, true)
  // the page is told when another picture is drawn, not of each frame of the same one: it would have to wake for nothing
  const what = `${brush.name} ${now?.kind.length ?? 0} ${now?.from.length ?? 0}`
  if (what === told_drawn) return
  told_drawn = what
  const news: ChartNews = {
    news: 'drawn',
    renderer: brush.name,
    frame_ms: performance.now() - began,
    nodes: now ? now.kind.length : 0,
    ties: now ? now.from.length : 0,
  }
  postMessage(news)
}

function fitAll() {
  if (positions.length === 0) return
  let [left, low, right, high] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let i = 0; i < positions.length; i += 2) {
    left = Math.min(left, positions[i]!)
    right = Math.max(right, positions[i]!)
    low = Math.min(low, positions[i + 1]!)
    high = Math.max(high, positions[i + 1]!)
  }
  const margin = 44
  const scale = Math.min((frame.width - 2 * margin) / Math.max(1, right - left), (frame.height - 2 * margin) / Math.max(1, high - low))
  camera = { x: (left + right) / 2, y: (low + high) / 2, scale: Math.min(160, Math.max(0.05, scale)) }
}

function nodeAt(x: number, y: number): number {
  const now = sceneNow()
  if (!now) return -1
  const [wx, wy] = [(x - frame.width / 2) / camera.scale + camera.x, (y - frame.height / 2) / camera.scale + camera.y]
  let [best, nearest] = [-1, Number.POSITIVE_INFINITY]
  for (let v = 0; v < now.kind.length; v++) {
    const far = Math.hypot(positions[2 * v]! - wx, positions[2 * v + 1]! - wy) * camera.scale
    // small ones can still be hit
    const reach = Math.max(9, radiusOf(now.dress.size[v]!, camera.scale, now.kind.length) + 3)
    if (far < reach && far < nearest) [best, nearest] = [v, far]
  }
  return best
}

function sized() {
  for (const one of [canvas, labels]) {
    if (!one) continue
    one.width = Math.max(1, Math.round(frame.width * frame.ratio))
    one.height = Math.max(1, Math.round(frame.height * frame.ratio))
  }
}

function ordered(order: ChartOrder) {
  switch (order.order) {
    case 'canvas':
      canvas = order.picture
      labels = order.labels
      theme = order.theme
      frame = { width: order.width, height: order.height, ratio: order.ratio }
      sized()
      brush = createBrush(canvas)
      scene = undefined
      fitAll()
      break
    case 'resize':
      frame = { width: order.width, height: order.height, ratio: order.ratio }
      sized()
      if (!is_moved) fitAll()
      break
    case 'theme':
      theme = order.theme
      scene = undefined
      break
    case 'positions':
      positions = order.positions as Float32Array<ArrayBuffer>
      if (scene && scene.kind.length * 2 === positions.length) {
        scene = { ...scene, positions }
        brush?.move(positions)
      } else scene = undefined
      if (order.fit && !is_moved) fitAll()
      break
    case 'dress':
      dress = order.dress
      scene = undefined
      break
    case 'select':
      selected = order.at
      scene = undefined
      break
    case 'mark':
      marked = order.elements
      faded = order.faded
      scene = undefined
      break
    case 'pan':
      is_moved = true
      camera = { ...camera, x: camera.x - order.x / camera.scale, y: camera.y - order.y / camera.scale }
      return due(true)
    case 'zoom': {
      is_moved = true
      const scale = Math.min(400, Math.max(0.02, camera.scale * order.factor))
      const [dx, dy] = [order.x - frame.width / 2, order.y - frame.height / 2]
      camera = { x: camera.x + dx / camera.scale - dx / scale, y: camera.y + dy / camera.scale - dy / scale, scale }
      return due(true)
    }
    case 'fit':
      is_moved = false
      fitAll()
      break
    case 'centre': {
      const node = nodeOf[order.at] ?? -1
      if (node >= 0 && positions.length > 2 * node) camera = { ...camera, x: positions[2 * node]!, y: positions[2 * node + 1]! }
      break
    }
    case 'point': {
      const node = nodeAt(order.x, order.y)
      const at = node < 0 || !shown ? null : shown.of[node]!
      const label = node < 0 ? '' : (group_labels?.[node] ?? labelOf(at!))
      postMessage({ news: 'pointed', at: group_labels ? null : at, label, x: order.x, y: order.y, press: order.press } satisfies ChartNews)
      return
    }
  }
  due()
}

addEventListener('message', async ({ data }: MessageEvent<ChartOrder | { id: number; call: keyof ChartCalls; input: never }>) => {
  if ('order' in data) return ordered(data)
  try {
    const value = await calls[data.call](data.input)
    postMessage({ id: data.id, value } satisfies Answer)
  } catch (thrown) {
    const { code = 'page.failed', status = 0, message } = thrown as { code?: string; status?: number; message: string }
    postMessage({ id: data.id, error: { code, message: String(message), status } } satisfies Answer)
  }
})
