/** What goes with destroyed keys: editions whose seed is gone are closed, and what partners said of themselves cannot be read any more. */
import type { Writer } from '#kernel/database/port.ts'
import { closeUnder } from './store/editions.ts'
import { blankMet } from './store/met.ts'

export async function forget(slots: readonly number[], writing: Writer): Promise<void> {
  await closeUnder(writing, slots)
  await blankMet(writing, slots)
}
