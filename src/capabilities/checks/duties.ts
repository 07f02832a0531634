/** What comes round by itself: answers that will not come any more, and the erasure of checks whose time is over. */
import type { Duty } from '#kernel/capability.ts'
import { silent } from '#wire/checks/outcomes.ts'
import { GRACE_MS } from './rules.ts'
import { keepAnswer, overdueAnswers, removeExpired } from './store.ts'

const AT_ONCE = 500

export const duties: readonly Duty[] = [
  {
    name: 'close',
    every_ms: 5_000,
    async run({ writing, now }) {
      for (const { check_id, partner } of await overdueAnswers(writing, new Date(now.getTime() - GRACE_MS), AT_ONCE)) {
        await keepAnswer(writing, check_id, partner, silent, 0, () => null)
      }
    },
  },
  {
    name: 'erase',
    every_ms: 60_000,
    async run({ writing, vault, now }) {
      const removed = await removeExpired(writing, now, AT_ONCE)
      if (removed.length > 0) vault.destroy(removed.map(({ slot }) => slot))
    },
  },
]
