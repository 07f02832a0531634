/** Running a measurement beside everything else: a few pairs, a breath of the process, a few pairs; never while somebody waits for it. */
import type { Later } from '#kernel/capability.ts'
import { groupsOf, type LabelledPair, scoreSlice } from './measuring.ts'
import { finishMeasurement, GROUPS_LABEL, SCORES_LABEL, tellDone } from './store/measurements.ts'

/** Pairs between two breaths: about two thousandths of a second. */
const PAIRS_AT_ONCE = 8
/** Pairs between two words of how far it is. */
const TOLD_EVERY = 1_000

const breath = () => new Promise((resolve) => setImmediate(resolve))

/** Scores all pairs and keeps the scores; ends early where the measurement was removed meanwhile. */
export async function measure(
  later: Later,
  { id, slot, pairs, names_alone }: { id: string; slot: number; pairs: readonly LabelledPair[]; names_alone: boolean },
): Promise<void> {
  const scores = new Uint16Array(pairs.length)
  for (let at = 0; at < pairs.length; at += PAIRS_AT_ONCE) {
    if (at > 0 && at % TOLD_EVERY === 0 && !(await later.transaction((writing) => tellDone(writing, id, at, later.now())))) return
    scoreSlice(pairs, names_alone, scores, at, at + PAIRS_AT_ONCE)
    await breath()
  }
  await later.transaction((writing, vault) =>
    finishMeasurement(writing, {
      id,
      done: pairs.length,
      sealed_scores: vault.seal(slot, SCORES_LABEL, new Uint8Array(scores.buffer)),
      sealed_groups: vault.sealJson(slot, GROUPS_LABEL, groupsOf(pairs, scores)),
      now: later.now(),
    }),
  )
}
