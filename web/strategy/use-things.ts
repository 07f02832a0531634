// What stands in a forum of some kinds, with what those point to.
import { useView } from '../api/hooks.ts'
import { kindsFor } from './kinds.ts'
import type { ForumData, KindName, Thing } from './types.ts'

const EVERY_MS = 10_000
/** As many as the node gives at once. */
const MOST = 2_000
const NONE: readonly Thing[] = []

/** Newest first. */
export function useThings(forum: ForumData, kinds: readonly KindName[]) {
  const view = useView(
    'strategy.find-things',
    { forum: forum.id, kinds: kindsFor(...kinds).slice(0, 30), limit: MOST, offset: 0 },
    { every_ms: EVERY_MS },
  )
  return { ...view, things: (view.data?.things ?? NONE) as readonly Thing[] }
}
