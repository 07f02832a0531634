/** Analysis: charts of who is tied to whom, taken in from files with the source of each piece, looked at, merged, taken out as their handling allows. */
import type { Capability } from '#kernel/capability.ts'
import { chartActions } from './actions/charts.ts'
import { exportActions } from './actions/exports.ts'
import { handedActions } from './actions/handed.ts'
import { importActions } from './actions/imports.ts'
import { ratingActions } from './actions/ratings.ts'
import { duties } from './duties.ts'
import { forget } from './forgetting.ts'

export const analysis: Capability = {
  name: 'analysis',
  migrations: new URL('./migrations/', import.meta.url),
  policy: new URL('./policy.cedar', import.meta.url),
  actions: [...chartActions, ...importActions, ...exportActions, ...ratingActions, ...handedActions],
  messages: [],
  duties,
  forget,
}
