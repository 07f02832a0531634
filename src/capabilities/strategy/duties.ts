/** What comes round by itself: newcomers get what was said before, closed forums go after ten years, words of forums nobody told us of after a month. */
import type { Applying, Duty } from '#kernel/capability.ts'
import { forgetStatements } from '#kernel/post/originals.ts'
import { spreadOn } from './spreading.ts'
import { deleteForum, forumsOver } from './store/forums.ts'
import { deleteOrphans } from './store/words.ts'

const DAY_MS = 86_400_000
/** Longer than two cycles, so that an assessment can be held against the one before the last. */
const KEPT_MS = 10 * 366 * DAY_MS
const ORPHANS_KEPT_MS = 31 * DAY_MS
const AT_ONCE = 2

export const duties: readonly Duty[] = [
  { name: 'strategy.spread', every_ms: 5_000, run: spreadOn },
  { name: 'strategy.forget', every_ms: 3_600_000, run: forget },
]

async function forget({ writing, vault, own, now, record }: Applying): Promise<void> {
  await deleteOrphans(writing, own, new Date(now.getTime() - ORPHANS_KEPT_MS))
  for (const { forum, slot } of await forumsOver(writing, own, new Date(now.getTime() - KEPT_MS), AT_ONCE)) {
    vault.destroy([slot])
    await forgetStatements(writing, vault, own, { case: forum })
    await deleteForum(writing, own, forum)
    await record('strategy.forgotten', `forum:${forum}`)
  }
}
