/** What comes round by itself: charts whose time is over, and files that nobody took in. */
import type { Applying, Duty } from '#kernel/capability.ts'
import { forgetChart, forgetImport } from './ending.ts'
import { ABANDONED_AFTER_MS } from './rules.ts'
import { abandonedImports, overdueCharts } from './store.ts'

const AT_ONCE = 5

export const duties: readonly Duty[] = [{ name: 'forget-charts', every_ms: 60_000, run: forget }]

async function forget(how: Applying): Promise<void> {
  const { writing, now, own } = how
  for (const chart of await overdueCharts(writing, own, now, AT_ONCE)) {
    await forgetChart(how, chart)
    await how.record(
      'analysis.forgotten',
      `chart:${chart.id}`,
      { ending: 'deadline', elements: chart.elements, links: chart.links },
      chart.officer,
    )
  }
  for (const one of await abandonedImports(writing, own, new Date(now.getTime() - ABANDONED_AFTER_MS), AT_ONCE))
    await forgetImport(how, one)
}
