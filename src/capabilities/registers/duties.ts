/** What comes round by itself: expiry, reviews, look-up keys of a newer sort, imports whose process is gone, and the sweeping of what came to nothing. */
import type { Applying, Duty } from '#kernel/capability.ts'
import { signedIn } from '#kernel/officers/index.ts'
import { end, FORGOTTEN_AFTER_MS, runSlice } from './import-run.ts'
import type { Content } from './kinds.ts'
import { keysOfRecord } from './look-up-keys.ts'
import { dayOf } from './rules.ts'
import { countChange, deleteChanges, RECORD_LABEL } from './store/compared.ts'
import { forgottenImports, markSwept, removeStaged, stalledImports, unsweptImports } from './store/imports.ts'
import { interruptMeasurements, removeMeasurement, removeOverMeasurements, unsavedMeasurements } from './store/measurements.ts'
import { deleteNotices, deleteQuotas } from './store/notices.ts'
import { expireRecords, markKeyed, recordsToKey, replaceKeys, tellReviews } from './store/records.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
/** Records taken out of service in one round. */
const EXPIRED_AT_ONCE = 500
const KEYED_AT_ONCE = 500
const STALLED_AFTER_MS = 15_000
const SLICES_AT_ONCE = 4
const SWEPT_AT_ONCE = 2_000
/** Who was told of which hit is kept this long, with the logs of access (INTERPOL and SIENA keep theirs for three years). */
const NOTICES_KEPT_MS = 3 * 365 * DAY_MS

const CHANGES_KEPT_MS = 30 * DAY_MS
/** A measurement that says nothing for so long has lost its process. */
const SILENT_MS = MINUTE_MS
/** A measurement begun by a national system has no session that it could outlive. */
const NEW_MS = 15 * MINUTE_MS

export const duties: readonly Duty[] = [
  { name: 'expire', every_ms: 5 * MINUTE_MS, run: expire },
  { name: 'review', every_ms: 60 * MINUTE_MS, run: review },
  { name: 'resume-import', every_ms: 5_000, run: resume },
  { name: 'sweep', every_ms: 30_000, run: sweep },
  { name: 'key', every_ms: 5_000, run: giveKeys },
  { name: 'forget-measurements', every_ms: 30_000, run: forgetMeasurements },
]

async function expire({ writing, now, record }: Applying): Promise<void> {
  for (const id of await expireRecords(writing, dayOf(now), now, EXPIRED_AT_ONCE)) {
    await countChange(writing, { record: id }, now)
    await record('registers.expired', id)
  }
}

async function review({ writing, now, record }: Applying): Promise<void> {
  for (const id of await tellReviews(writing, dayOf(now), EXPIRED_AT_ONCE)) await record('registers.review-due', id)
}

async function resume({ writing, vault, now, own }: Applying): Promise<void> {
  const [stalled] = await stalledImports(writing, own, new Date(now.getTime() - STALLED_AFTER_MS), 1)
  if (stalled === undefined) return
  for (let slice = 0; slice < SLICES_AT_ONCE; slice++) if ((await runSlice(writing, vault, stalled.id, now)) === 'over') return
}

/** Gives records that were kept by an earlier release the keys that this one looks for as well; until then they are found as they were. */
async function giveKeys({ writing, vault, own }: Applying): Promise<void> {
  const rows = await recordsToKey(writing, own, KEYED_AT_ONCE)
  if (rows.length === 0) return
  for (const { id, member, slot, sealed } of rows) {
    const content = sealed === null ? undefined : vault.openJson<Content>(slot, RECORD_LABEL, sealed)
    if (content === undefined) continue
    const keys = keysOfRecord(content.subject, member).map(({ label, value }) => ({ label, digest: vault.digest(label, value) }))
    await replaceKeys(writing, id, keys)
  }
  await markKeyed(
    writing,
    rows.map(({ id }) => id),
  )
}

async function sweep({ writing, vault, now }: Applying): Promise<void> {
  for (const forgotten of await forgottenImports(writing, new Date(now.getTime() - FORGOTTEN_AFTER_MS), 10)) {
    await end(writing, vault, forgotten, 'abandoned', now)
  }
  await deleteQuotas(writing, new Date(now.getTime() - DAY_MS))
  await deleteChanges(writing, new Date(now.getTime() - CHANGES_KEPT_MS), SWEPT_AT_ONCE)
  await deleteNotices(writing, new Date(now.getTime() - NOTICES_KEPT_MS), SWEPT_AT_ONCE)
  let left = SWEPT_AT_ONCE
  for (const { id } of await unsweptImports(writing, 20)) {
    const slots = (await removeStaged(writing, id, left)).map(({ slot }) => slot)
    if (slots.length > 0) vault.destroy(slots)
    left -= slots.length
    if (left <= 0) return
    await markSwept(writing, id)
  }
}

/** What nobody saved goes with the session of the officer who began it; what was saved, when its time is over. */
async function forgetMeasurements({ writing, vault, now }: Applying): Promise<void> {
  await interruptMeasurements(writing, new Date(now.getTime() - SILENT_MS))
  const unsaved = await unsavedMeasurements(writing, new Date(now.getTime() - NEW_MS), SWEPT_AT_ONCE)
  const present = await signedIn(writing, [...new Set(unsaved.map(({ officer }) => officer))], now)
  for (const { id, officer, slot } of unsaved) {
    if (present.has(officer)) continue
    await removeMeasurement(writing, id)
    vault.destroy([slot])
  }
  const over = await removeOverMeasurements(writing, now, SWEPT_AT_ONCE)
  if (over.length > 0) vault.destroy(over.map(({ slot }) => slot))
}
