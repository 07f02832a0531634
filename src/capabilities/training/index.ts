/** Training needs: surveys sent to members, answered under national coordination, scored with what the order hangs on. */
import type { Capability } from '#kernel/capability.ts'
import { answerActions } from './actions/answers.ts'
import { resultActions } from './actions/results.ts'
import { surveyActions } from './actions/surveys.ts'
import { duties } from './duties.ts'
import { forget } from './forgetting.ts'
import { messages } from './messages.ts'

export const training: Capability = {
  name: 'training',
  migrations: new URL('./migrations/', import.meta.url),
  policy: new URL('./policy.cedar', import.meta.url),
  actions: [...surveyActions, ...answerActions, ...resultActions],
  messages,
  duties,
  forget,
}
