/** Cases with requests and answers between members, each within its time limit and under its owner's control. */
import type { Capability } from '#kernel/capability.ts'
import { caseActions } from './actions/cases.ts'
import { controlActions } from './actions/control.ts'
import { erasureActions } from './actions/erasures.ts'
import { exportActions } from './actions/export.ts'
import { inboxActions } from './actions/inbox.ts'
import { requestActions } from './actions/requests.ts'
import { statisticsActions } from './actions/statistics.ts'
import { duties } from './duties.ts'
import { forget } from './erasure.ts'
import { messages } from './messages.ts'

export const exchange: Capability = {
  name: 'exchange',
  migrations: new URL('./migrations/', import.meta.url),
  policy: new URL('./policy.cedar', import.meta.url),
  actions: [
    ...caseActions,
    ...erasureActions,
    ...requestActions,
    ...controlActions,
    ...exportActions,
    ...inboxActions,
    ...statisticsActions,
  ],
  messages,
  duties,
  forget,
}
