/** Oversight: what the people of a node see of the network and of the journal. */
import type { Capability } from '#kernel/capability.ts'
import { erasureActions } from './actions/erasures.ts'
import { journalActions } from './actions/journal.ts'
import { networkActions } from './actions/network.ts'
import { statisticsActions } from './actions/statistics.ts'
import { duties } from './duties.ts'

export { warningsOf } from './warnings.ts'

export const oversight: Capability = {
  name: 'oversight',
  migrations: new URL('./migrations/', import.meta.url),
  policy: new URL('./policy.cedar', import.meta.url),
  actions: [...networkActions, ...journalActions, ...erasureActions, ...statisticsActions],
  messages: [],
  duties,
}
