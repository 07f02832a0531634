/** What goes when keys are destroyed elsewhere, or were destroyed before a restore: files and statements that cannot be read any more. */
import type { Writer } from '#kernel/database/port.ts'
import { deleteImport, importsUnder } from './store/datasets.ts'
import { emptyStatements } from './store/statements.ts'

export async function forget(slots: readonly number[], writing: Writer): Promise<void> {
  for (const one of await importsUnder(writing, slots)) await deleteImport(writing, one.id)
  await emptyStatements(writing, slots)
}
