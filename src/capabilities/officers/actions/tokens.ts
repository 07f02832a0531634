/** Tokens of national systems: finding, withdrawing; giving one takes two administrators (changes.ts). */
import Type from 'typebox'
import { type Act, act, type ClassAttributes, type View, view } from '#kernel/capability.ts'
import { accounts, addToken, tokenFault } from '#kernel/officers/index.ts'
import { Refusal } from '#wire/refusal.ts'
import type { Purpose } from '#wire/vocabulary.ts'
import { PURPOSES, ROLES } from '#wire/vocabulary.ts'
import { classOfAccounts, oneAccount, ownAccounts } from '../concerning.ts'
import { closed, Id, Instant, MaybeInstant, type NewToken, Paging, pageOf, Text } from '../schemas.ts'

const Token = closed({
  id: Id,
  officer: Id,
  officer_name: Text,
  label: Text,
  roles: Type.Array(Type.Enum([...ROLES])),
  purposes: Type.Array(Type.Enum([...PURPOSES])),
  created_by: Id,
  created_at: Instant,
  expires_at: Instant,
  used_at: MaybeInstant,
  withdrawn_at: MaybeInstant,
})

const findTokens = view({
  name: 'officers.find-tokens',
  summary: 'Finds tokens of the own member; `live` for those that still open something',
  purpose: 'none',
  journal: 'always',
  input: closed({ officer: Type.Optional(Id), live: Type.Optional(Type.Boolean()), ...Paging }),
  output: closed({ rows: Type.Array(Token), total: Type.Integer() }),
  on: ownAccounts,
  async run({ officer: whose, live, ...page }, { reading, officer, now }) {
    const found = await accounts.manyTokens(reading, { member: officer.member, officer: whose, live, now }, pageOf(page))
    const rows = found.rows.map((token) => ({
      ...token,
      roles: [...token.roles],
      purposes: token.purposes as Purpose[],
      created_at: token.created_at.toISOString(),
      expires_at: token.expires_at.toISOString(),
      used_at: token.used_at?.toISOString() ?? null,
      withdrawn_at: token.withdrawn_at?.toISOString() ?? null,
    }))
    return { rows, total: found.total }
  },
})

const withdrawToken = act({
  name: 'officers.withdraw-token',
  summary: 'Withdraws a token: its next call is refused',
  purpose: 'none',
  journal: 'always',
  input: closed({ id: Id }),
  output: closed({ withdrawn: Type.Boolean() }),
  refusals: ['thing.unknown', 'state.conflict'],
  on: async ({ id }, view) => onOwner((await oneToken(view.reading, id)).officer, view),
  subject: ({ id }) => id,
  async run({ id }, { writing, now }) {
    if (!(await accounts.withdrawToken(writing, id, now)))
      throw new Refusal('state.conflict', { details: [{ path: '/id', reason: 'withdrawn' }] })
    return { withdrawn: true }
  },
})

/** Refuses a token that the account could not have (`input.malformed`); answers its last moment. */
export function tokenUntil(account: accounts.AccountRow, { roles, expires_at }: Pick<NewToken, 'roles' | 'expires_at'>, now: Date): Date {
  const until = new Date(expires_at)
  const fault = tokenFault(account, { roles, expires_at: until }, now)
  if (fault) throw fault
  return until
}

/** Makes a token and says so in the journal. */
export async function giveToken(act: Act, account: accounts.AccountRow, { label, roles, purposes, expires_at }: NewToken) {
  const id = act.newId()
  const until = tokenUntil(account, { roles, expires_at }, act.now)
  const token = await addToken(act, id, { officer: account.id, label, roles, purposes, expires_at: until, created_by: act.officer.id })
  await act.record('officers.token-given', id, {
    officer: account.id,
    roles: roles.join(' '),
    purposes: purposes.join(' '),
    until: until.toISOString(),
  })
  return { id, token }
}

const onOwner = async (officer: string, { reading }: Pick<View, 'reading'>): Promise<ClassAttributes> =>
  classOfAccounts((await oneAccount(reading, officer)).member)

async function oneToken(reading: View['reading'], id: string) {
  const token = await accounts.maybeTokenById(reading, id)
  if (!token) throw new Refusal('thing.unknown')
  return token
}

export const tokenActions = [findTokens, withdrawToken]
