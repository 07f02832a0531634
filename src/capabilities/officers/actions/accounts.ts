/** Accounts of the own member: finding and changing; what lets somebody in takes two administrators (changes.ts). */
import Type from 'typebox'
import { act, view } from '#kernel/capability.ts'
import { accounts, changeAccount } from '#kernel/officers/index.ts'
import { ROLES } from '#wire/vocabulary.ts'
import { alone, notOneself, onAccount, oneAccount, ownAccounts } from '../concerning.ts'
import { changeNeedsTwo } from '../rules.ts'
import { Account, AccountChange, accountOf, Clearance, closed, Id, Paging, pageOf, Text, Unit } from '../schemas.ts'

const findMany = view({
  name: 'officers.find-many',
  summary: 'Finds accounts of officers of the own member',
  purpose: 'none',
  journal: 'always',
  input: closed({
    words: Type.Optional(Type.String({ maxLength: 100 })),
    unit: Type.Optional(Unit),
    role: Type.Optional(Type.Enum([...ROLES])),
    disabled: Type.Optional(Type.Boolean()),
    ...Paging,
  }),
  output: closed({ rows: Type.Array(Account), total: Type.Integer() }),
  on: ownAccounts,
  async run({ words, unit, role, disabled, ...page }, { reading, officer }) {
    const found = await accounts.manyAccounts(reading, { member: officer.member, words, unit, role, disabled }, pageOf(page))
    return { rows: found.rows.map(accountOf), total: found.total }
  },
})

const readOne = view({
  name: 'officers.read-one',
  summary: 'Reads one account',
  purpose: 'none',
  journal: 'always',
  input: closed({ id: Id }),
  output: Account,
  refusals: ['thing.unknown'],
  on: onAccount,
  subject: ({ id }) => id,
  async run({ id }, { reading }) {
    return accountOf(await oneAccount(reading, id))
  },
})

const findColleagues = view({
  name: 'officers.find-colleagues',
  summary: 'Finds officers of the own member to whom work can be given',
  purpose: 'none',
  journal: 'refusals',
  input: closed({ words: Type.Optional(Type.String({ maxLength: 100 })), unit: Type.Optional(Unit), ...Paging }),
  output: closed({
    rows: Type.Array(closed({ id: Id, name: Text, unit: Text, roles: Type.Array(Type.Enum([...ROLES])), clearance: Clearance })),
    total: Type.Integer(),
  }),
  on: ownAccounts,
  async run({ words, unit, ...page }, { reading, officer }) {
    const found = await accounts.manyAccounts(reading, { member: officer.member, words, unit, disabled: false }, pageOf(page))
    return {
      rows: found.rows.map(({ id, name, unit, roles, clearance }) => ({ id, name, unit, roles: [...roles], clearance })),
      total: found.total,
    }
  },
})

const changeOne = act({
  name: 'officers.change-one',
  summary: 'Changes an account of another; grave powers and what lets somebody in need a second administrator (propose-change)',
  purpose: 'none',
  journal: 'always',
  input: closed({ id: Id, version: Type.Integer(), ...AccountChange }),
  output: Account,
  refusals: ['thing.unknown', 'state.conflict'],
  on: onAccount,
  subject: ({ id }) => id,
  async run({ id, version, ...change }, act) {
    notOneself(act, id)
    const before = await oneAccount(act.writing, id)
    alone(changeNeedsTwo(before, { ...before, ...change }), '/roles')
    const { clearance, ...rest } = change
    const after = await changeAccount(act, {
      id,
      version,
      change: { ...rest, ...(clearance === undefined ? {} : { clearance: clearance as 0 | 1 | 2 }) },
    })
    await act.record('officers.account-changed', id, differences(before, after))
    return accountOf(after)
  },
})

/** What the journal says of a change: which fields, and the powers before and after. */
export function differences(before: accounts.AccountRow, after: accounts.AccountRow): Record<string, string | number | boolean | null> {
  const fields = (['name', 'unit', 'roles', 'clearance', 'language', 'oidc_subject', 'disabled'] as const).filter(
    (field) => String(before[field]) !== String(after[field]),
  )
  return {
    fields: fields.join(' '),
    ...(fields.includes('roles') ? { roles_before: before.roles.join(' '), roles: after.roles.join(' ') } : {}),
    ...(fields.includes('clearance') ? { clearance_before: before.clearance, clearance: after.clearance } : {}),
    ...(fields.includes('unit') ? { unit_before: before.unit, unit: after.unit } : {}),
    ...(fields.includes('disabled') ? { disabled: after.disabled } : {}),
  }
}

export const accountActions = [findMany, readOne, findColleagues, changeOne]
