/** Joint teams and operations: a space for each, kept alike at its members' nodes and nowhere else. */
import type { Capability } from '#kernel/capability.ts'
import { conversationActions } from './actions/conversation.ts'
import { erasureActions } from './actions/erasures.ts'
import { fieldActions } from './actions/field.ts'
import { followingActions } from './actions/following.ts'
import { paperActions } from './actions/paper.ts'
import { reportActions } from './actions/report.ts'
import { spaceActions } from './actions/spaces.ts'
import { workActions } from './actions/work.ts'
import { duties } from './duties.ts'
import { forget } from './forgetting.ts'
import { hands } from './hands.ts'
import { holds } from './holding.ts'
import { messages } from './messages.ts'

export const operations: Capability = {
  name: 'operations',
  migrations: new URL('./migrations/', import.meta.url),
  policy: new URL('./policy.cedar', import.meta.url),
  actions: [
    ...spaceActions,
    ...workActions,
    ...reportActions,
    ...conversationActions,
    ...followingActions,
    ...fieldActions,
    ...paperActions,
    ...erasureActions,
  ],
  messages,
  duties,
  forget,
  holds,
  hands,
}
