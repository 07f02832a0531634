/** Erasure: the key of a message or a case is destroyed, and a stub says what was here. */
import type { Applying } from '#kernel/capability.ts'
import type { Writer } from '#kernel/database/port.ts'
import { forgetStatements } from '#kernel/post/originals.ts'
import { step } from './rules.ts'
import {
  type CaseRow,
  casesUnder,
  changeCase,
  changeMessage,
  databaseTime,
  dropParties,
  everyRequestOf,
  type MessageRow,
  maybeRequest,
  messagesUnder,
  partiesOf,
  saveProgress,
  sharesWireCase,
  unerasedOf,
} from './store.ts'

type Erasing = Pick<Applying, 'writing' | 'vault' | 'now' | 'record'>

/** How many messages of one case a single run erases; a longer case takes several. */
export const ERASE_AT_ONCE = 500

export async function eraseMessage(how: Erasing, row: MessageRow, why: string): Promise<void> {
  if (row.erased_at) return
  how.vault.destroy([row.slot])
  await forgetStatements(how.writing, how.vault, row.member, { ids: [row.id] })
  await leaveStubOfMessage(how.writing, row, how.now)
  await how.record('exchange.message-erased', `statement:${row.id}`, { why, kind: row.kind, ...(row.case_id && { case: row.case_id }) })
}

/** Erases a case with all it holds; false while messages are left for the next run. */
export async function eraseCase(how: Erasing, row: CaseRow, why: string): Promise<boolean> {
  const messages = await unerasedOf(how.writing, row.member, row.id, ERASE_AT_ONCE)
  for (const message of messages) await eraseMessage(how, message, why)
  if (messages.length === ERASE_AT_ONCE) return false
  // what the post keeps besides (that it was opened, recalled…) goes by the name that the partner knows
  for (const { wire_case } of await partiesOf(how.writing, row.member, row.id)) {
    if (!(await sharesWireCase(how.writing, row.member, wire_case)))
      await forgetStatements(how.writing, how.vault, row.member, { case: wire_case })
  }
  how.vault.destroy([row.slot])
  await leaveStubOfCase(how.writing, row, how.now)
  await how.record('exchange.case-erased', `case:${row.id}`, { why })
  return true
}

async function leaveStubOfMessage(writing: Writer, row: MessageRow, now: Date): Promise<void> {
  await changeMessage(writing, row, { erased_at: now })
  if (row.kind !== 'request') return
  const request = await maybeRequest(writing, row.member, row.id)
  if (request) await saveProgress(writing, request, step(request, { kind: 'expiry' }).progress)
}

async function leaveStubOfCase(writing: Writer, row: CaseRow, now: Date): Promise<void> {
  for (const request of await everyRequestOf(writing, row.member, row.id)) {
    await saveProgress(writing, request, step(request, { kind: 'expiry' }).progress)
  }
  await dropParties(writing, row)
  await changeCase(writing, row, { state: 'closed', closed_at: row.closed_at ?? now, sealed: null, erased_at: now }, now)
}

/** After a restore: messages and cases whose keys were destroyed since the back-up are stubs again, in lists, counts and time limits too. */
export async function forget(slots: readonly number[], writing: Writer): Promise<void> {
  const now = await databaseTime(writing)
  for (const row of await messagesUnder(writing, slots)) await leaveStubOfMessage(writing, row, now)
  for (const row of await casesUnder(writing, slots)) await leaveStubOfCase(writing, row, now)
}
