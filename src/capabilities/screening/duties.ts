/** What comes round by itself: questions whose asker is gone, lists that are over, counts that are old enough. */
import type { Applying, Duty } from '#kernel/capability.ts'
import { closeList, stopAsking } from './ending.ts'
import { ABANDONED_AFTER_MS, BEFORE_START, COUNTS_KEPT_MS, LONGEST_ASKING_MS } from './rules.ts'
import { deleteCounts, endlessLists, overdueLists } from './store/lists.ts'
import { releaseLapsed } from './store/questions.ts'

const LISTS_AT_ONCE = 5
const COUNTS_AT_ONCE = 500

export const duties: readonly Duty[] = [
  { name: 'release-questions', every_ms: 10_000, run: ({ writing, now }) => releaseLapsed(writing, now).then(() => undefined) },
  { name: 'forget-lists', every_ms: 30_000, run: forget },
  { name: 'forget-counts', every_ms: 3_600_000, run: forgetCounts },
]

async function forget(how: Applying): Promise<void> {
  const { writing, now, own } = how
  for (const list of await endlessLists(writing, own, new Date(now.getTime() - LONGEST_ASKING_MS), LISTS_AT_ONCE))
    await stopAsking(how, list)
  const untouched_since = new Date(now.getTime() - ABANDONED_AFTER_MS)
  for (const list of await overdueLists(writing, own, { now, untouched_since, most: LISTS_AT_ONCE })) {
    await closeList(how, list, BEFORE_START.includes(list.state) ? 'abandoned' : 'deadline')
  }
}

async function forgetCounts({ writing, now }: Applying): Promise<void> {
  await deleteCounts(writing, new Date(now.getTime() - COUNTS_KEPT_MS), COUNTS_AT_ONCE)
}
