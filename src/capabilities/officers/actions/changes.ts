/** Four eyes: what one administrator proposes, another confirms or turns down; of new credentials each of the two gets one half. */
import Type, { type Static } from 'typebox'
import { type Act, act, type ClassAttributes, type View, view } from '#kernel/capability.ts'
import { accounts, addAccount, changeAccount, type Prepared, prepareCredentials, resetAccount, signInName } from '#kernel/officers/index.ts'
import { Refusal } from '#wire/refusal.ts'
import { classOfAccounts, notOneself, oneAccount, ownAccounts } from '../concerning.ts'
import { CHANGE_LASTS_MS, halfState, MOST_ACCOUNTS, MOST_WAITING_CHANGES, whyNotConfirm } from '../rules.ts'
import { AccountChange, closed, Id, Instant, MaybeInstant, NewAccount, NewToken, Paging, pageOf, Reason, Text } from '../schemas.ts'
import * as store from '../store.ts'
import { differences } from './accounts.ts'
import { giveToken, tokenUntil } from './tokens.ts'

const Change = closed(AccountChange)
const Proposed = Type.Union([
  closed({ kind: Type.Literal('add'), account: NewAccount, reason: Reason }),
  closed({ kind: Type.Literal('change'), id: Id, version: Type.Integer(), change: Change, reason: Reason }),
  closed({ kind: Type.Literal('reset'), id: Id, reason: Reason }),
  closed({ kind: Type.Literal('token'), id: Id, token: NewToken, reason: Reason }),
])
type Proposed = Static<typeof Proposed>

const KINDS = ['add', 'change', 'reset', 'token'] as const
const HALF_LABEL = 'officers-half'

/** What the one who confirms is shown once: worth nothing without the half that the proposer collects. */
const Outcome = closed({
  kind: Type.Enum([...KINDS]),
  officer: Id,
  /** One time: it has to be changed at the first sign-in. */
  password: Type.Optional(Text),
  /** The first part of a token. */
  token_start: Type.Optional(Text),
})

/** The proposer's half, shown once. */
const Half = closed({
  /** For an authenticator application. */
  totp_uri: Type.Optional(Text),
  /** The rest of a token. */
  token_end: Type.Optional(Text),
})
type Half = Static<typeof Half>

const proposeChange = act({
  name: 'officers.propose-change',
  summary:
    'Proposes what needs a second administrator: an account, new credentials, a token, or a change that gives grave powers or lets somebody in',
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
    else await demandFree(act, input.account)
    const concerned = 'id' in input ? await oneAccount(writing, input.id) : undefined
    if (input.kind === 'token') tokenUntil(concerned!, input.token, now)
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
  summary: 'Confirms what another administrator proposed; of new credentials one half is answered, once, the other is for the proposer',
  purpose: 'none',
  journal: 'always',
  input: closed({ id: Id }),
  output: Outcome,
  refusals: ['thing.unknown', 'state.conflict', 'quota.exceeded', 'call.busy'],
  on: onChange,
  subject: ({ id }, output) => output?.officer ?? id,
  // the one-time password is derived before the transaction; whether the change stands is decided in it
  async prepare({ id }, { reading }) {
    const change = await store.maybeChange(reading, id)
    return change?.state === 'waiting' && (change.kind === 'add' || change.kind === 'reset') ? prepareCredentials() : undefined
  },
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

const collectHalf = act({
  name: 'officers.collect-half',
  summary: 'Shows the proposer of confirmed credentials the other half of them, once, within seven days',
  purpose: 'none',
  journal: 'always',
  input: closed({ id: Id }),
  output: closed({ officer: Id, ...Half.properties }),
  refusals: ['thing.unknown', 'state.conflict'],
  on: onChange,
  subject: ({ id }, output) => output?.officer ?? id,
  async run({ id }, { writing, vault, now, officer }) {
    const change = await oneChangeHeld(writing, id)
    if (change.proposed_by !== officer.id) throw new Refusal('access.denied', { details: [{ path: '/id', reason: 'not-proposer' }] })
    const state = halfState(change, now)
    if (state !== 'waiting') throw conflict('/id', state ?? 'no-half')
    const half = change.half_sealed && vault.openJson<Half & { officer: string }>(change.half_slot!, HALF_LABEL, change.half_sealed)
    if (!half) throw conflict('/id', 'lapsed')
    await store.markCollected(writing, id, now)
    vault.destroy([change.half_slot!])
    return half
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
        kind: Type.Enum([...KINDS]),
        officer: Type.Union([Id, Type.Null()]),
        proposal: Proposed,
        reason: Text,
        proposed_by: Id,
        proposed_at: Instant,
        expires_at: Instant,
        state: Type.Enum(['waiting', 'confirmed', 'rejected', 'expired']),
        settled_by: Type.Union([Id, Type.Null()]),
        settled_at: MaybeInstant,
        /** Where the proposer's half of new credentials is. */
        half: Type.Union([Type.Enum(['waiting', 'collected', 'lapsed']), Type.Null()]),
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
      half: halfState(change, now),
    }))
    return { rows, total: found.total }
  },
})

async function carryOut(proposed: Proposed, change: store.ChangeRow, act: Act): Promise<Static<typeof Outcome>> {
  const detail = { change: change.id, proposed_by: change.proposed_by }
  if (proposed.kind === 'add') {
    const id = act.newId()
    const { account } = proposed
    await demandFree(act, account)
    const shown = await addAccount(
      act,
      id,
      { ...account, clearance: account.clearance as 0 | 1 | 2, member: act.officer.member },
      act.ready as Prepared,
    )
    await act.record('officers.account-added', id, {
      ...detail,
      unit: account.unit,
      roles: account.roles.join(' '),
      clearance: account.clearance,
    })
    await keepHalf(act, change.id, id, { totp_uri: shown.totp_uri })
    return { kind: 'add', officer: id, password: shown.password }
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
    const shown = await resetAccount(act, id, act.ready as Prepared)
    await act.record('officers.account-reset', id, detail)
    await keepHalf(act, change.id, id, { totp_uri: shown.totp_uri })
    return { kind: 'reset', officer: id, password: shown.password }
  }
  const { token } = await giveToken(act, before, proposed.token)
  await keepHalf(act, change.id, id, { token_end: token.slice(TOKEN_START) })
  return { kind: 'token', officer: id, token_start: token.slice(0, TOKEN_START) }
}

/** Where a token is cut: over 120 bits of chance lie on either side. */
const TOKEN_START = 26

/** Keeps the proposer's half under a key of its own, which goes with the collecting. */
async function keepHalf({ writing, vault }: Act, change: string, officer: string, half: Half): Promise<void> {
  const [slot] = await vault.newSlots(1)
  await store.keepHalf(writing, change, slot!, vault.sealJson(slot!, HALF_LABEL, { officer, ...half }))
}

/** Refuses a new account whose names are taken (`state.conflict`), or one too many. */
async function demandFree({ writing, officer }: Act, { sign_in_name, oidc_subject }: NewAccount): Promise<void> {
  if (await accounts.maybeAccountNamed(writing, signInName(sign_in_name))) throw conflict('/sign_in_name', 'taken')
  if (oidc_subject !== undefined && (await accounts.maybeAccountOfSubject(writing, oidc_subject))) throw conflict('/oidc_subject', 'taken')
  const { total } = await accounts.manyAccounts(writing, { member: officer.member }, { limit: 1, offset: 0 })
  if (total >= MOST_ACCOUNTS) throw new Refusal('quota.exceeded', { inside: `${MOST_ACCOUNTS} accounts` })
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

export const changeActions = [proposeChange, confirmChange, collectHalf, rejectChange, findChanges]
