/** The strategic picture: public figures by route and month, each to be followed to its source, and the seizures that members state. */
import type { Capability } from '#kernel/capability.ts'
import { datasetActions } from './actions/datasets.ts'
import { figureActions } from './actions/figures.ts'
import { seizureActions } from './actions/seizures.ts'
import { duties } from './duties.ts'
import { forget } from './forgetting.ts'
import { messages } from './messages.ts'

export const picture: Capability = {
  name: 'picture',
  migrations: new URL('./migrations/', import.meta.url),
  policy: new URL('./policy.cedar', import.meta.url),
  actions: [...datasetActions, ...figureActions, ...seizureActions],
  messages,
  duties,
  forget,
}
