/** Screening: a passenger or staff list checked in one go, worked through hit by hit, and forgotten. */
import type { Capability } from '#kernel/capability.ts'
import { hitActions } from './actions/hits.ts'
import { listActions } from './actions/lists.ts'
import { quotaActions } from './actions/quota.ts'
import { ask } from './asking.ts'
import { duties } from './duties.ts'
import { forget } from './forgetting.ts'
import { prepare } from './preparing.ts'

export const screening: Capability = {
  name: 'screening',
  migrations: new URL('./migrations/', import.meta.url),
  policy: new URL('./policy.cedar', import.meta.url),
  actions: [...listActions, ...hitActions, ...quotaActions],
  messages: [],
  duties,
  errands: [prepare, ask],
  forget,
}
