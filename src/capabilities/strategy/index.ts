/** The strategy cycle and the Forum: what members state to each other, from a threat to its effect, each in its own name. */
import type { Capability } from '#kernel/capability.ts'
import { assessmentActions } from './actions/assessments.ts'
import { boardActions } from './actions/boards.ts'
import { commitmentActions } from './actions/commitments.ts'
import { forumActions } from './actions/forums.ts'
import { meetingActions } from './actions/meetings.ts'
import { paperActions } from './actions/papers.ts'
import { planActions } from './actions/plans.ts'
import { questionnaireActions } from './actions/questionnaires.ts'
import { strategyActions } from './actions/strategies.ts'
import { thingActions } from './actions/things.ts'
import { duties } from './duties.ts'
import { forget } from './forgetting.ts'
import { messages } from './messages.ts'

export const strategy: Capability = {
  name: 'strategy',
  migrations: new URL('./migrations/', import.meta.url),
  policy: new URL('./policy.cedar', import.meta.url),
  actions: [
    ...forumActions,
    ...thingActions,
    ...planActions,
    ...boardActions,
    ...assessmentActions,
    ...questionnaireActions,
    ...strategyActions,
    ...meetingActions,
    ...paperActions,
    ...commitmentActions,
  ],
  messages,
  duties,
  forget,
}
