/** Administration of officers: accounts, tokens of national systems, and the changes that take two administrators. */
import type { Capability } from '#kernel/capability.ts'
import { accounts } from '#kernel/officers/index.ts'
import { accountActions } from './actions/accounts.ts'
import { changeActions } from './actions/changes.ts'
import { ownActions } from './actions/own.ts'
import { tokenActions } from './actions/tokens.ts'
import { HALF_LASTS_MS } from './rules.ts'
import { dropLapsedHalves } from './store.ts'

export const officers: Capability = {
  name: 'officers',
  migrations: new URL('./migrations/', import.meta.url),
  policy: new URL('./policy.cedar', import.meta.url),
  actions: [...accountActions, ...ownActions, ...tokenActions, ...changeActions],
  messages: [],
  duties: [
    { name: 'officers.sweep', every_ms: 3_600_000, run: ({ writing, now }) => accounts.sweep(writing, now) },
    {
      name: 'officers.drop-lapsed-halves',
      every_ms: 3_600_000,
      async run({ writing, vault, now }) {
        vault.destroy(await dropLapsedHalves(writing, new Date(now.getTime() - HALF_LASTS_MS), 1_000))
      },
    },
  ],
}
