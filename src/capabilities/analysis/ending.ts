/** How charts and files end: their keys are destroyed, and the journal says so. */
import type { Sealing } from '#kernel/capability.ts'
import type { Writer } from '#kernel/database/port.ts'
import { type ChartRow, deleteImport, emptyChart, type ImportRow, importsOf } from './store.ts'

interface Doing {
  readonly writing: Writer
  readonly vault: Sealing
  readonly now: Date
}

/** Forgets a chart with every file on its way into it. */
export async function forgetChart({ writing, vault, now }: Doing, { id, slot }: Pick<ChartRow, 'id' | 'slot'>): Promise<void> {
  const slots = (await importsOf(writing, id)).map((one) => one.slot)
  await emptyChart(writing, id, now)
  vault.destroy([slot, ...slots])
}

/** Forgets a file: taken in, or given up. */
export async function forgetImport({ writing, vault }: Doing, { id, slot }: Pick<ImportRow, 'id' | 'slot'>): Promise<void> {
  await deleteImport(writing, id)
  vault.destroy([slot])
}
