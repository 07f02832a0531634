/** Training: needs as surveys answered by each country, and the courses that answer them, with nominations, seats by rule and certificates. */
import type { Capability } from '#kernel/capability.ts'
import { answerActions } from './actions/answers.ts'
import { certificateActions } from './actions/certificates.ts'
import { courseActions } from './actions/courses.ts'
import { nominationActions } from './actions/nominations.ts'
import { resultActions } from './actions/results.ts'
import { surveyActions } from './actions/surveys.ts'
import { duties } from './duties.ts'
import { forget } from './forgetting.ts'
import { messages } from './messages.ts'

export const training: Capability = {
  name: 'training',
  migrations: new URL('./migrations/', import.meta.url),
  policy: new URL('./policy.cedar', import.meta.url),
  actions: [...surveyActions, ...answerActions, ...resultActions, ...courseActions, ...nominationActions, ...certificateActions],
  messages,
  duties,
  forget,
}
