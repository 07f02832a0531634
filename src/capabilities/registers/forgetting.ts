/** After a restore: what was derived from contents whose keys are destroyed goes too. */
import type { Writer } from '#kernel/database/port.ts'
import { countChange } from './store/compared.ts'
import { finishImport, importsUnder } from './store/imports.ts'
import { removeMeasurementsUnder } from './store/measurements.ts'
import { databaseTime, forgetRecords } from './store/records.ts'

export async function forget(slots: readonly number[], writing: Writer): Promise<void> {
  const now = await databaseTime(writing)
  for (const record of await forgetRecords(writing, slots, now)) await countChange(writing, { record }, now)
  for (const { id } of await importsUnder(writing, slots)) await finishImport(writing, id, 'abandoned', now)
  await removeMeasurementsUnder(writing, slots)
}
