/** What goes when keys are destroyed elsewhere, or were destroyed before a restore: charts and files that cannot be read any more. */
import type { Writer } from '#kernel/database/port.ts'
import { chartsUnder, deleteImport, emptyChart, importsUnder, letGoUnder } from './store.ts'

export async function forget(slots: readonly number[], writing: Writer): Promise<void> {
  await letGoUnder(writing, slots)
  for (const one of await importsUnder(writing, slots)) await deleteImport(writing, one.id)
  for (const chart of await chartsUnder(writing, slots)) await emptyChart(writing, chart.id, chart.changed_at)
}
