/** What goes when keys are destroyed elsewhere, or were destroyed before a restore: entries and contents that cannot be read any more. */
import type { Writer } from '#kernel/database/port.ts'
import { contentsUnder, dropContents, emptyEntries, entriesUnder } from './store/entries.ts'
import { blankSpace, databaseTime, spacesUnder } from './store/spaces.ts'

export async function forget(slots: readonly number[], writing: Writer): Promise<void> {
  const now = await databaseTime(writing)
  for (const { member, space, id } of await entriesUnder(writing, slots)) await emptyEntries(writing, { member, space }, [id], now)
  for (const { member, space, entry } of await contentsUnder(writing, slots)) await dropContents(writing, { member, space }, entry)
  for (const { member, id } of await spacesUnder(writing, slots)) await blankSpace(writing, member, id)
}
