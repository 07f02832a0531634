/** What comes round by itself: files that nobody took in. */
import type { Applying, Duty } from '#kernel/capability.ts'
import { forgetImport } from './ending.ts'
import { ABANDONED_AFTER_MS } from './rules.ts'
import { abandonedImports } from './store/datasets.ts'

const AT_ONCE = 5

export const duties: readonly Duty[] = [{ name: 'picture.forget-files', every_ms: 60_000, run: forget }]

async function forget(how: Applying): Promise<void> {
  const { writing, own, now } = how
  for (const one of await abandonedImports(writing, own, new Date(now.getTime() - ABANDONED_AFTER_MS), AT_ONCE))
    await forgetImport(how, one)
}
