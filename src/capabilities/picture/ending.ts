/** How a file on its way in ends: its key is destroyed. */
import type { Sealing } from '#kernel/capability.ts'
import type { Writer } from '#kernel/database/port.ts'
import { deleteImport, type ImportRow } from './store/datasets.ts'

/** Forgets a file: taken in, or given up. */
export async function forgetImport(
  { writing, vault }: { readonly writing: Writer; readonly vault: Sealing },
  { id, slot }: Pick<ImportRow, 'id' | 'slot'>,
): Promise<void> {
  await deleteImport(writing, id)
  vault.destroy([slot])
}
