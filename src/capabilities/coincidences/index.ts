/** Coincidences: two teams or countries hold the same person, document, number or account without knowing, and are told without pooling what they hold. */
import type { Capability } from '#kernel/capability.ts'
import { metActions } from './actions/met.ts'
import { policyActions } from './actions/policy.ts'
import { compare } from './comparing.ts'
import { forget } from './forgetting.ts'
import { messages } from './messages.ts'

export const coincidences: Capability = {
  name: 'coincidences',
  migrations: new URL('./migrations/', import.meta.url),
  policy: new URL('./policy.cedar', import.meta.url),
  actions: [...metActions, ...policyActions],
  messages,
  errands: [compare],
  forget,
}
