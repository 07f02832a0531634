/** How a space ends here: everywhere when it is erased, at one member when that member leaves; every key goes, and the leader is given proof. */
import type { Applying } from '#kernel/capability.ts'
import { forgetStatements, undelivered } from '#kernel/post/originals.ts'
import { leaverKeeps } from './agreement.ts'
import { openSpace } from './contents.ts'
import { draftOf } from './spreading.ts'
import { deleteSpace, dropContents, emptyEntries, entriesToEmpty, logsOver, maybeContents, type SpaceKey } from './store/entries.ts'
import { type SpaceRow, saveSpace, spacesToEmpty } from './store/spaces.ts'

const SPACES_AT_ONCE = 5
const ENTRIES_AT_ONCE = 500
/** Regulation (EU) 2023/969, article 24: logs are kept three years at least. */
const LOGS_KEPT_MS = 3 * 366 * 86_400_000
/** How long the order to erase is waited for before the leader destroys its own copy. */
const ORDER_PATIENCE_MS = 31 * 86_400_000

export async function emptySpaces(how: Applying): Promise<void> {
  for (const space of await spacesToEmpty(how.writing, how.own, SPACES_AT_ONCE)) {
    const standing = openSpace(how.vault, space)?.standing
    if (!standing) continue
    const erased = space.state === 'erased'
    // the order itself must be out before its maker destroys it with all the rest
    const patient = how.now.getTime() - (space.ended_at?.getTime() ?? 0) < ORDER_PATIENCE_MS
    if (patient && (await undelivered(how.writing, how.own, space.id))) continue
    await emptySpace(how, space, erased ? 'erased' : 'left', erased ? 'nothing' : leaverKeeps(standing), standing.leader)
  }
}

async function emptySpace(
  how: Applying,
  space: SpaceRow,
  what: 'erased' | 'left',
  sparing: ReturnType<typeof leaverKeeps>,
  leader: string,
) {
  const { writing, vault, own, now } = how
  const key: SpaceKey = { member: own, space: space.id }
  const rows = await entriesToEmpty(writing, key, { sparing, limit: ENTRIES_AT_ONCE })
  const carriers: string[] = []
  for (const { id } of rows) {
    const held = await maybeContents(writing, key, id)
    if (held) {
      vault.destroy([held.slot])
      carriers.push(...held.statements)
      await dropContents(writing, key, id)
    }
  }
  vault.destroy(rows.map(({ slot }) => slot))
  await emptyEntries(
    writing,
    key,
    rows.map(({ id }) => id),
    now,
  )
  await forgetStatements(writing, vault, own, { ids: [...rows.map(({ id }) => id), ...carriers] })
  if (rows.length === ENTRIES_AT_ONCE) return
  // of passages, each names many entries: they go as a whole
  if (sparing === 'nothing') await forgetStatements(writing, vault, own, { case: space.id })
  if (sparing === 'nothing') vault.destroy([space.slot])
  await saveSpace(writing, { ...space, emptied_at: now, sealed: sparing === 'nothing' ? null : space.sealed })
  await how.record('operations.space-emptied', `space:${space.id}`, { what, keeps: sparing })
  if (leader !== own) {
    // under no case: it has to outlive what it proves
    const { case: _, ...draft } = draftOf(space.network, space.id)
    await how.send({
      ...draft,
      to: [leader],
      type: 'operations.executed.v1',
      body: { space: space.id, what, entries: rows.length, done_at: now.toISOString() },
    })
  }
}

/** The log of a space goes three years after its end. */
export async function forgetLogs(how: Applying): Promise<void> {
  for (const { id } of await logsOver(how.writing, how.own, new Date(how.now.getTime() - LOGS_KEPT_MS), SPACES_AT_ONCE)) {
    await deleteSpace(how.writing, { member: how.own, space: id })
    await how.record('operations.log-forgotten', `space:${id}`)
  }
}
