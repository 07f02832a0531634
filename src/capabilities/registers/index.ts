/** The registers: a member's own records of persons, documents, vehicles, firearms and identifiers, and what partners may ask of them. */
import type { Capability } from '#kernel/capability.ts'
import { erasureActions } from './actions/erasures.ts'
import { exportActions } from './actions/exports.ts'
import { importActions } from './actions/imports.ts'
import { measurementActions } from './actions/measurements.ts'
import { recordActions } from './actions/records.ts'
import { sharingActions } from './actions/sharing.ts'
import { thresholdActions } from './actions/thresholds.ts'
import { duties } from './duties.ts'
import { forget } from './forgetting.ts'
import { keep, warm } from './held-names.ts'
import { holds } from './holding.ts'
import { messages } from './messages.ts'

export { warm as warmRegisters } from './held-names.ts'

export const registers: Capability = {
  name: 'registers',
  migrations: new URL('./migrations/', import.meta.url),
  policy: new URL('./policy.cedar', import.meta.url),
  actions: [
    ...recordActions,
    ...erasureActions,
    ...importActions,
    ...exportActions,
    ...sharingActions,
    ...thresholdActions,
    ...measurementActions,
  ],
  messages,
  duties,
  forget,
  holds,
  memory: {
    warm: (how) => warm(how.reading, how.vault, how.own, how),
    keep,
  },
}
