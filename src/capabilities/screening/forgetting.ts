/** What goes when keys are destroyed elsewhere, or were destroyed before a restore: the lines, and the lists that cannot be read any more. */
import type { Writer } from '#kernel/database/port.ts'
import { emptyList, listsUnder } from './store/lists.ts'
import { removeLinesUnder } from './store/questions.ts'

export async function forget(slots: readonly number[], writing: Writer): Promise<void> {
  await removeLinesUnder(writing, slots)
  for (const list of await listsUnder(writing, slots)) await emptyList(writing, list.id, 'erased', list.touched_at)
}
