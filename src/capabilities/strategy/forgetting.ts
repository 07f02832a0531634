/** What goes when keys are destroyed elsewhere, or were destroyed before a restore. */
import type { Writer } from '#kernel/database/port.ts'
import { emptyUnder } from './store/words.ts'

export const forget = (slots: readonly number[], writing: Writer): Promise<void> => emptyUnder(writing, slots)
