/** Units and contact points of every member, stated by the member itself and confirmed every ninety days. */
import type { Capability } from '#kernel/capability.ts'
import { actions } from './actions.ts'
import { confirmationDuty, statementHandler } from './messages.ts'

export const directory: Capability = {
  name: 'directory',
  migrations: new URL('./migrations/', import.meta.url),
  policy: new URL('./policy.cedar', import.meta.url),
  actions,
  messages: [statementHandler],
  duties: [confirmationDuty],
}
