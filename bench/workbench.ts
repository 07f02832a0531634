/**
 * A chart of 20,000 elements and 60,000 links in the browser: how long until it is drawn, and what the main thread does in each frame while it is laid out,
 * measured, panned and zoomed, by Chromium's own trace. `npm run bench -- workbench [--elements 20000] [--links 60000]`. The renderer is printed, for a
 * software one says little of frame rates.
 */
import { parseArgs } from 'node:util'
import { type CDPSession, chromium } from 'playwright-core'
import { chanceOf } from '#lib/graph/index.ts'
import { chromiumPath } from '../test/browser/chromium.ts'
import { startNetwork } from '../test/browser/network.ts'
import { perform } from '../test/browser/node-api.ts'
import { beginShift, signIn, takeSeat } from '../test/browser/seat.ts'
import { until } from '../test/browser/steps.ts'

const { values } = parseArgs({
  options: {
    elements: { type: 'string', default: '20000' },
    links: { type: 'string', default: '60000' },
    'no-build': { type: 'boolean' },
  },
})
const [elements, links] = [Number(values.elements), Number(values.links)]
const PART_BYTES = 400_000
const FRAME_MS = 1_000 / 60
const MOVES = 120

/** Groups of fifty that keep to themselves, one link in ten beyond. */
function csv(): Buffer {
  const chance = chanceOf(1)
  const rows = ['source,target,kind,date,reference,evaluation,handling']
  for (let i = 0; i < links; i++) {
    const v = i % elements
    const group = v - (v % 50)
    const other = chance.below(10) === 0 ? Math.floor(elements * chance.share() ** 3) : Math.min(elements - 1, group + chance.below(50))
    const day = `2025-${String(1 + (i % 12)).padStart(2, '0')}-${String(1 + (i % 28)).padStart(2, '0')}`
    rows.push(
      `Element ${v},Element ${other === v ? (v + 1) % elements : other},${['calls', 'meets', 'pays'][i % 3]},${day},Report ${i % 40},B2,${i % 9 === 0 ? 'H1' : ''}`,
    )
  }
  return Buffer.from(rows.join('\n'))
}

interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  readonly ts: number
  readonly dur?: number
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

async function traced(session: CDPSession, work: () => Promise<void>): Promise<TraceEvent[]> {
  const events: TraceEvent[] = []
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])))
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    categories: 'toplevel,devtools.timeline,disabled-by-default-devtools.timeline',
  } as never)
  await work()
  const over = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve))
  await session.send('Tracing.end')
  await over
  return events
}

/** Work of the page's main thread in each sixtieth of a second in which it did any. */
function framesOf(events: readonly TraceEvent[]) {
  const names = events.filter(({ name, ph }) => name === 'thread_name' && ph === 'M')
  const mains = new Set(names.filter(({ args }) => args?.name === 'CrRendererMain').map(({ pid, tid }) => `${pid} ${tid}`))
  const tasks = events.filter(({ name, ph, pid, tid }) => ph === 'X' && /RunTask$/.test(name) && mains.has(`${pid} ${tid}`))
  const by = new Map<string, TraceEvent[]>()
  for (const task of tasks) by.set(`${task.pid}`, [...(by.get(`${task.pid}`) ?? []), task])
  // the page is the renderer that worked most
  const own = [...by.values()].sort((a, b) => b.length - a.length)[0] ?? []
  const sums = new Map<number, { wall: number; cpu: number }>()
  for (const { ts, dur = 0, tdur = dur } of own) {
    const frame = Math.floor(ts / 1_000 / FRAME_MS)
    const sum = sums.get(frame) ?? { wall: 0, cpu: 0 }
    sums.set(frame, { wall: sum.wall + dur / 1_000, cpu: sum.cpu + tdur / 1_000 })
  }
  const spread = (list: number[]) => {
    const sorted = list.sort((a, b) => a - b)
    const at = (share: number) => Number((sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(2))
    return { median: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) }
  }
  const frames = [...sums.values()]
  return {
    frames: frames.length,
    over_8_ms: frames.filter(({ cpu }) => cpu > 8).length,
    cpu_ms: spread(frames.map(({ cpu }) => cpu)),
    wall_ms: spread(frames.map(({ wall }) => wall)),
  }
}

const executablePath = chromiumPath()
if (!executablePath) throw new Error("not run: no Chromium; install Debian's chromium, or set CHROMIUM")
const network = await startNetwork({ build: !values['no-build'] })
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-background-networking'],
})
try {
  const node = network.node('esp')
  const { chart } = await perform(node, 'analyst', 'analysis.begin-chart', {
    title: 'bench',
    reason: 'benchmark',
    classification: 'unclassified',
    synthetic: true,
  })
  const bytes = csv()
  const { import: id } = await perform(node, 'analyst', 'analysis.begin-import', {
    chart,
    holds: 'links',
    file_name: 'bench.csv',
    bytes: bytes.length,
  })
  for (let at = 0, position = 0; at < bytes.length; at += PART_BYTES, position++) {
    const data = bytes.subarray(at, at + PART_BYTES).toString('base64')
    await perform(node, 'analyst', 'analysis.add-part', { chart, import: id, position, data })
  }
  const imported = performance.now()
  await perform(node, 'analyst', 'analysis.prepare-import', { chart, import: id })
  const taken = await perform(node, 'analyst', 'analysis.run-import', { chart, import: id, bad_rows: 'refuse-all' })
  const import_ms = performance.now() - imported

  const seat = await takeSeat(browser, { node, role: 'analyst', language: 'en' })
  await signIn(seat)
  await beginShift(seat, 'investigation', 'Madrid')
  const { page } = seat
  await page.goto(`${node.url}/analysis`)
  await page.getByText('bench').first().waitFor()
  // the code of the page is there after the first visit: what is timed is the chart
  await page.getByText('Operation Sample Tern').first().click()
  await page.locator('[data-renderer]').waitFor()
  await page.goBack()
  const session = await page.context().newCDPSession(page)
  let [drawn_ms, laid_out_ms] = [0, 0]
  const mark = (name: string) => page.evaluate<number>(`performance.getEntriesByName(${JSON.stringify(name)}).at(-1)?.startTime ?? 0`)
  const opening = await traced(session, async () => {
    await page.evaluate('performance.clearMarks()')
    const clicked = await page.evaluate<number>('performance.now()')
    await page.getByText('bench', { exact: true }).first().click()
    await until('the chart is drawn', async () => (await mark('analysis.drawn')) > 0, 60_000)
    drawn_ms = (await page.evaluate<number>(`performance.getEntriesByName('analysis.drawn')[0].startTime`)) - clicked
    await until('it is laid out', async () => (await mark('analysis.laid-out')) > 0, 120_000)
    laid_out_ms = (await mark('analysis.laid-out')) - clicked
    await until('it is measured, and how sure the ranking is', async () => page.getByTestId('sensitivity').isVisible(), 300_000)
  })
  const box = (await page.getByRole('img').first().boundingBox())!
  const moving = await traced(session, async () => {
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    await page.mouse.down()
    for (let i = 0; i < MOVES; i++)
      await page.mouse.move(box.x + box.width / 2 + 80 * Math.sin(i / 9), box.y + box.height / 2 + 50 * Math.cos(i / 7))
    await page.mouse.up()
    for (let i = 0; i < MOVES / 4; i++) await page.mouse.wheel(0, i % 20 < 10 ? -60 : 60)
  })
  const renderer = await page.locator('[data-renderer]').getAttribute('data-renderer')
  console.log(
    JSON.stringify(
      {
        elements: taken.elements,
        links: taken.links,
        file_bytes: bytes.length,
        import_ms: Math.round(import_ms),
        drawn_ms: Math.round(drawn_ms),
        laid_out_ms: Math.round(laid_out_ms),
        renderer,
        main_thread: { while_opening_and_measuring: framesOf(opening), while_moving: framesOf(moving) },
        note: 'drawn: from the click in the list to the first picture of all elements; frames: sixtieths of a second in which the main thread did anything',
      },
      null,
      2,
    ),
  )
} finally {
  await browser.close()
  await network.stop()
  network.remove()
}
process.exit(0)
