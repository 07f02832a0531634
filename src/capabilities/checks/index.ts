/** Checks: one question to the own registers and all partners at once, each answer shown as it comes. */
import type { Capability } from '#kernel/capability.ts'
import { actions } from './actions.ts'
import { duties } from './duties.ts'
import { removeUnder } from './store.ts'

export const checks: Capability = {
  name: 'checks',
  migrations: new URL('./migrations/', import.meta.url),
  policy: new URL('./policy.cedar', import.meta.url),
  actions,
  messages: [{ type: 'checks.answer.v1' }, { type: 'checks.answer.v2' }],
  duties,
  forget: async (slots, writing) => {
    await removeUnder(writing, slots)
  },
}
