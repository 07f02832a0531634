/** One's own account: reading it, changing the password and the language. */
import Type from 'typebox'
import { act, view } from '#kernel/capability.ts'
import { accounts, changePassword, type Judged, judgePasswordChange } from '#kernel/officers/index.ts'
import { oneAccount, ownAccounts } from '../concerning.ts'
import { Account, accountOf, closed, Language } from '../schemas.ts'

const readOwn = view({
  name: 'officers.read-own',
  summary: 'Reads the own account',
  purpose: 'none',
  journal: 'refusals',
  input: closed({}),
  output: Account,
  on: ownAccounts,
  async run(_input, { reading, officer }) {
    return accountOf(await oneAccount(reading, officer.id))
  },
})

const FAULTS = ['current', 'too-short', 'too-long', 'too-simple', 'holds-name', 'same'] as const

const changeOwnPassword = act({
  name: 'officers.change-password',
  // a fault is answered and not refused, so that the failed attempt stays counted
  summary: 'Changes the own password; all own sessions end, this one too. Without success it says why',
  purpose: 'none',
  journal: 'always',
  input: closed({ current: Type.String({ minLength: 1, maxLength: 400 }), next: Type.String({ minLength: 1, maxLength: 400 }) }),
  output: closed({ changed: Type.Boolean(), reason: Type.Optional(Type.Enum([...FAULTS])) }),
  refusals: ['session.locked', 'state.conflict', 'call.busy'],
  on: ownAccounts,
  subject: () => 'own',
  prepare: async (input, { reading, officer }) => judgePasswordChange(await oneAccount(reading, officer.id), input),
  async run(_input, act) {
    const { id } = act.officer
    const outcome = await changePassword(act, id, act.ready as Judged)
    await act.record(outcome.changed ? 'officers.password-changed' : 'officers.password-not-changed', id, {
      reason: outcome.changed ? null : outcome.reason,
    })
    return outcome.changed ? { changed: true } : { changed: false, reason: outcome.reason }
  },
})

const changeLanguage = act({
  name: 'officers.change-language',
  summary: 'Sets the language of the own pages',
  purpose: 'none',
  journal: 'always',
  input: closed({ language: Language }),
  output: closed({ language: Language }),
  on: ownAccounts,
  subject: () => 'own',
  async run({ language }, { writing, officer }) {
    await accounts.updateLanguage(writing, officer.id, language)
    return { language }
  },
})

export const ownActions = [readOwn, changeOwnPassword, changeLanguage]
