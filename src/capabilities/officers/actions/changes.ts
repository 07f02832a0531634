/** Four eyes: what one administrator proposes, another confirms or turns down. */
import Type, { type Static } from 'typebox'
import { type Act, act, type ClassAttributes, type View, view } from '#kernel/capability.ts'
import { accounts, addAccount, changeAccount, resetAccount, signInName } from '#kernel/officers/index.ts'
import { Refusal } from '#wire/refusal.ts'
import { classOfAccounts, notOneself, oneAccount, ownAccounts } from '../concerning.ts'
import { CHANGE_LASTS_MS, MOST_WAITING_CHANGES, whyNotConfirm } from '../rules.ts'
import { AccountChange, closed, Id, Instant, MaybeInstant, NewAccount, NewToken, Paging, pageOf, Reason, Text } from '../schemas.ts'
import * as store from '../store.ts'
import { differences } from './accounts.ts'
import { giveToken } from './tokens.ts'

const Change = closed(AccountChange)
const Proposed = Type.Union([
  closed({ kind: Type.Literal('add'), account: NewAccount, reason: Reason }),
  closed({ kind: Type.Literal('change'), id: Id, version: Type.Integer(), change: Change, reason: Reason }),
  closed({ kind: Type.Literal('reset'), id: Id, reason: Reason }),
  closed({ kind: Type.Literal('token'), id: Id, token: NewToken, reason: Reason }),
])
type Proposed = Static<typeof Proposed>

const Outcome = closed({
  kind: Type.Enum(['add', 'change', 'reset', 'token']),
  officer: Id,
  password: Type.Optional(Text),
  totp_uri: Type.Optional(Text),
  token: Type.Optional(Text),
})

const proposeChange = act({
  name: 'officers.propose-change',
  summary: 'Proposes what needs a second administrator: an account, a change, new credentials or a token with grave powers',
  purpose: 'none',
  journal: 'always',
  input: Proposed,
  output: closed({ id: Id, expires_at: Instant }),
  refusals: ['thing.unknown', 'state.conflict', 'quota.exceeded'],
  on: async (input, view) =>
    'id' in input ? classOfAccounts((await oneAccount(view.reading, input.id)).member) : ownAccounts(input, view),
  subject: (input, output) => ('id' in input ? input.id : (output?.id ?? 'none')),
  async run(input, act) {
    const { writing, officer, now } = act
    if ((await store.countWaiting(writing, officer.member, now)) >= MOST_WAITING_CHANGES)
      throw new Refusal('quota.exceeded', { inside: 'waiting changes' })
    if ('id' in input) notOneself(act, input.id)
    else signInName(input.account.sign_in_name)
    const concerned = 'id' in input ? await oneAccount(writing, input.id) : undefined
    if (input.kind === 'change' && concerned?.version !== input.version) throw conflict('/version', `is ${concerned?.version}`)
    const id = act.newId()
    const expires_at = new Date(now.getTime() + CHANGE_LASTS_MS)
    await store.insertChange(writing, {
      id,
      member: officer.member,
      kind: input.kind,
      officer: concerned?.id ?? null,
      officer_version: concerned?.version ?? null,
      proposal: input,
      reason: input.reason,
      proposed_by: officer.id,
      proposed_at: now,
      expires_at,
    })
    return { id, expires_at: expires_at.toISOString() }
  },
})

const confirmChange = act({
  name: 'officers.confirm-change',
  summary: 'Confirms what another administrator proposed; new credentials are answered once, to the one who confirms',
  purpose: 'none',
  journal: 'always',
  input: closed({ id: Id }),
  output: Outcome,
  refusals: ['thing.unknown', 'state.conflict', 'quota.exceeded'],
  on: onChange,
  subject: ({ id }, output) => output?.officer ?? id,
  async run({ id }, act) {
    const { writing, now, officer } = act
    const change = await oneChangeHeld(writing, id)
    const proposer = await accounts.maybeAccount(writing, change.proposed_by)
    const proposer_is_administrator = proposer !== undefined && !proposer.disabled && proposer.roles.includes('administrator')
    const why = whyNotConfirm(change, { officer: officer.id, now, proposer_is_administrator })
    if (why === 'proposer' || why === 'concerned') throw new Refusal('access.denied', { details: [{ path: '/id', reason: why }] })
    if (why) throw conflict('/id', why)
    await store.settleChange(writing, id, 'confirmed', officer.id, now)
    return carryOut(change.proposal as Proposed, change, act)
  },
})

const rejectChange = act({
  name: 'officers.reject-change',
  summary: 'Turns down a proposed change, or takes back the own proposal',
  purpose: 'none',
  journal: 'always',
  input: closed({ id: Id }),
  output: closed({ rejected: Type.Boolean() }),
  refusals: ['thing.unknown', 'state.conflict'],
  on: onChange,
  subject: ({ id }) => id,
  async run({ id }, { writing, officer, now }) {
    const change = await oneChangeHeld(writing, id)
    if (change.state !== 'waiting') throw conflict('/id', 'settled')
    await store.settleChange(writing, id, 'rejected', officer.id, now)
    return { rejected: true }
  },
})

const findChanges = view({
  name: 'officers.find-changes',
  summary: 'Finds proposed changes; `waiting` for those that can still be confirmed',
  purpose: 'none',
  journal: 'always',
  input: closed({ waiting: Type.Optional(Type.Boolean()), ...Paging }),
  output: closed({
    rows: Type.Array(
      closed({
        id: Id,
        kind: Type.Enum(['add', 'change', 'reset', 'token']),
        officer: Type.Union([Id, Type.Null()]),
        proposal: Proposed,
        reason: Text,
        proposed_by: Id,
        proposed_at: Instant,
        expires_at: Instant,
        state: Type.Enum(['waiting', 'confirmed', 'rejected', 'expired']),
        settled_by: Type.Union([Id, Type.Null()]),
        settled_at: MaybeInstant,
      }),
    ),
    total: Type.Integer(),
  }),
  on: ownAccounts,
  async run({ waiting, ...page }, { reading, officer, now }) {
    const found = await store.manyChanges(reading, { member: officer.member, waiting, now }, pageOf(page))
    const rows = found.rows.map((change) => ({
      id: change.id,
      kind: change.kind,
      officer: change.officer,
      proposal: change.proposal as Proposed,
      reason: change.reason,
      proposed_by: change.proposed_by,
      proposed_at: change.proposed_at.toISOString(),
      expires_at: change.expires_at.toISOString(),
      state: change.state === 'waiting' && now >= change.expires_at ? ('expired' as const) : change.state,
      settled_by: change.settled_by,
      settled_at: change.settled_at?.toISOString() ?? null,
    }))
    return { rows, total: found.total }
  },
})

async function carryOut(proposed: Proposed, change: store.ChangeRow, act: Act): Promise<Static<typeof Outcome>> {
  const detail = { change: change.id, proposed_by: change.proposed_by }
  if (proposed.kind === 'add') {
    const id = act.newId()
    const { account } = proposed
    const shown = await addAccount(act, id, { ...account, clearance: account.clearance as 0 | 1 | 2, member: act.officer.member })
    await act.record('officers.account-added', id, {
      ...detail,
      unit: account.unit,
      roles: account.roles.join(' '),
      clearance: account.clearance,
    })
    return { kind: 'add', officer: id, ...shown }
  }
  const { id } = proposed
  const before = await oneAccount(act.writing, id)
  if (before.version !== change.officer_version) throw conflict('/id', 'the account was changed since')
  if (proposed.kind === 'change') {
    const { clearance, ...rest } = proposed.change
    const after = await changeAccount(act, {
      id,
      change: { ...rest, ...(clearance === undefined ? {} : { clearance: clearance as 0 | 1 | 2 }) },
    })
    await act.record('officers.account-changed', id, { ...detail, ...differences(before, after) })
    return { kind: 'change', officer: id }
  }
  if (proposed.kind === 'reset') {
    const shown = await resetAccount(act, id)
    await act.record('officers.account-reset', id, detail)
    return { kind: 'reset', officer: id, ...shown }
  }
  const { token } = await giveToken(act, id, proposed.token)
  return { kind: 'token', officer: id, token }
}

async function onChange({ id }: { id: string }, { reading }: Pick<View, 'reading'>): Promise<ClassAttributes> {
  const change = await store.maybeChange(reading, id)
  if (!change) throw new Refusal('thing.unknown')
  return classOfAccounts(change.member)
}

async function oneChangeHeld(writing: Act['writing'], id: string): Promise<store.ChangeRow> {
  const change = await store.maybeChangeHeld(writing, id)
  if (!change) throw new Refusal('thing.unknown')
  return change
}

const conflict = (path: string, reason: string) => new Refusal('state.conflict', { details: [{ path, reason }] })

export const changeActions = [proposeChange, confirmChange, rejectChange, findChanges]
