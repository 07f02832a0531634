/** How lists end: all asked, stopped, or closed with nothing left but counts; every key destroyed. */
import type { Applying, Sealing } from '#kernel/capability.ts'
import type { Writer } from '#kernel/database/port.ts'
import { type Ending, forgetAt, LONGEST_KEPT_H } from './rules.ts'
import { count, deleteParts, emptyList, endAsking, type ListRow, slotsOf } from './store/lists.ts'
import { countSilent, dropWaiting, isAllAsked, removeClear } from './store/questions.ts'

/** What both doors give: writing, the vault, and a leaf in the journal. */
export interface Doing {
  readonly writing: Writer
  readonly vault: Sealing
  readonly now: Date
  readonly record: Applying['record']
}

/** Forgets those of these lines on whom nobody has anything, now that all their questions are over. */
export async function forgetClear(
  { writing, vault }: Pick<Doing, 'writing' | 'vault'>,
  list: string,
  lines: readonly number[],
): Promise<number> {
  if (lines.length === 0) return 0
  const slots = (await removeClear(writing, list, lines)).map(({ slot }) => slot)
  if (slots.length > 0) vault.destroy(slots)
  return slots.length
}

/** Where nothing is left to ask, the list is asked, and its time begins to run. */
export async function endIfAsked(
  how: Doing,
  list: Pick<ListRow, 'id' | 'kept_h' | 'asked_at' | 'officer'>,
  stopped = false,
): Promise<boolean> {
  if (!(await isAllAsked(how.writing, list.id))) return false
  await endAsking(how.writing, list.id, { asked_at: how.now, forget_at: forgetAt(how.now, list.kept_h ?? LONGEST_KEPT_H), stopped })
  if (list.asked_at === null) await how.record('screening.asked-all', `list:${list.id}`, { stopped }, list.officer)
  return true
}

/** Ends the asking now: who was not asked about is forgotten, hits stay to be worked through. */
export async function stopAsking(how: Doing, list: ListRow): Promise<void> {
  const dropped = [...new Set((await dropWaiting(how.writing, list.id)).map(({ line }) => line))]
  const unasked = await forgetClear(how, list.id, dropped)
  // what was not laid out yet is as unasked as what was
  await count(how.writing, list.id, { unasked: unasked + (list.state === 'staging' ? list.lines - list.staged : 0) })
  if (list.state === 'staging') {
    await deleteParts(how.writing, list.id)
    how.vault.destroy([list.file_slot])
  }
  await endIfAsked(how, list, true)
}

/** Forgets a list: its keys are destroyed, its counts stay, and the journal says how it ended. */
export async function closeList(how: Doing, list: ListRow, ending: Ending, by?: string): Promise<void> {
  const { writing, vault, now, record } = how
  const slots = await slotsOf(writing, list)
  await count(writing, list.id, { silent: await countSilent(writing, list.id) })
  await emptyList(writing, list.id, ending, now)
  vault.destroy(slots)
  const sum = (counts: readonly number[]) => counts.reduce((a, b) => a + b, 0)
  const [hits, confirmed, discarded] = [sum(list.hits), sum(list.confirmed), sum(list.discarded)]
  const undecided = hits - confirmed - discarded
  const { lines, purpose, unit, member } = list
  await record(
    'screening.forgotten',
    `list:${list.id}`,
    { ending, lines, hits, confirmed, discarded, undecided, purpose, unit, member },
    by ?? list.officer,
  )
}
