/** How a space ends here: everywhere when it is erased, at one member when that member leaves; every key goes, and the leader is given proof. */
import type { Applying } from '#kernel/capability.ts'
import { forgetStatements, undelivered } from '#kernel/post/originals.ts'
import { leaverKeeps } from './agreement.ts'
import { openSpace } from './contents.ts'
import { draftOf } from './spreading.ts'
import {
  countEmptied,
  deleteSpace,
  dropContents,
  emptyEntries,
  entriesToEmpty,
  logsOver,
  maybeContents,
  type SpaceKey,
} from './store/entries.ts'
import { type SpaceRow, saveSpace, spacesToEmpty } from './store/spaces.ts'
import { type LeaverKeeps, LOGS_KEPT_MS } from './vocabulary.ts'

const SPACES_AT_ONCE = 5
const ENTRIES_AT_ONCE = 500
/** How long the last word to the others is waited for before its own copy goes too. */
const PATIENCE_MS = 31 * 86_400_000

/** Contents go at once; what the others still have to hear of the agreement (that it is erased, that a member left) once they have. */
export async function emptySpaces(how: Applying): Promise<void> {
  for (const space of await spacesToEmpty(how.writing, how.own, SPACES_AT_ONCE)) {
    const standing = openSpace(how.vault, space)?.standing
    if (!standing) continue
    const erased = space.state === 'erased'
    const sparing = erased ? 'nothing' : leaverKeeps(standing)
    const patient = how.now.getTime() - (space.ended_at?.getTime() ?? 0) < PATIENCE_MS
    const waits = patient && (await undelivered(how.writing, how.own, space.id))
    if (!(await emptyEntriesOf(how, space, sparing, waits)) || waits) continue
    await endSpace(how, space, erased ? 'erased' : 'left', sparing, standing.leader)
  }
}

/** Destroys the keys of entries and contents, some at once; answers whether none is left. */
async function emptyEntriesOf(how: Applying, space: SpaceRow, sparing: LeaverKeeps, sparing_governing: boolean): Promise<boolean> {
  const { writing, vault, own, now } = how
  const key: SpaceKey = { member: own, space: space.id }
  const rows = await entriesToEmpty(writing, key, { sparing, sparing_governing, limit: ENTRIES_AT_ONCE })
  const carriers: string[] = []
  for (const { id } of rows) {
    const held = await maybeContents(writing, key, id)
    if (!held) continue
    vault.destroy([held.slot])
    carriers.push(...held.statements)
    await dropContents(writing, key, id)
  }
  const ids = rows.map(({ id }) => id)
  vault.destroy(rows.map(({ slot }) => slot))
  await emptyEntries(writing, key, ids, now)
  if (ids.length + carriers.length > 0) await forgetStatements(writing, vault, own, { ids: [...ids, ...carriers] })
  return rows.length < ENTRIES_AT_ONCE
}

async function endSpace(how: Applying, space: SpaceRow, what: 'erased' | 'left', sparing: LeaverKeeps, leader: string): Promise<void> {
  const { writing, vault, own, now } = how
  // what the post keeps besides, passages with many entries in each, goes as a whole: what may stay has a key of its own
  await forgetStatements(writing, vault, own, { case: space.id })
  if (sparing === 'nothing') vault.destroy([space.slot])
  await saveSpace(writing, { ...space, emptied_at: now, sealed: sparing === 'nothing' ? null : space.sealed })
  await how.record('operations.space-emptied', `space:${space.id}`, { what, keeps: sparing })
  if (leader === own) return
  // under no case: it has to outlive what it proves
  const { case: _, ...draft } = draftOf(space.network, space.id)
  const entries = await countEmptied(writing, { member: own, space: space.id })
  await how.send({
    ...draft,
    to: [leader],
    type: 'operations.executed.v1',
    body: { space: space.id, what, entries, done_at: now.toISOString() },
  })
}

/** The log of a space goes three years after its end. */
export async function forgetLogs(how: Applying): Promise<void> {
  for (const { id } of await logsOver(how.writing, how.own, new Date(how.now.getTime() - LOGS_KEPT_MS), SPACES_AT_ONCE)) {
    await deleteSpace(how.writing, { member: how.own, space: id })
    await how.record('operations.log-forgotten', `space:${id}`)
  }
}
