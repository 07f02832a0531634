/** Counts the journal as it grows, so that statistics read a few rows and outlive what is erased. */
import type { Duty } from '#kernel/capability.ts'
import { countEntries } from './store/counts.ts'

const ENTRIES_AT_ONCE = 5_000

export const duties: readonly Duty[] = [
  {
    name: 'count',
    every_ms: 10_000,
    run: async ({ writing, now }) => {
      await countEntries(writing, now, ENTRIES_AT_ONCE)
    },
  },
]
