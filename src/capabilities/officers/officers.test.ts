/** Administration of officers through the one door of a real node, and over HTTP where credentials are used. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Officer } from '#kernel/capability.ts'
import { sql } from '#kernel/database/sql.ts'
import { newId } from '#kernel/identity.ts'
import { networksOf } from '#kernel/networks.ts'
import { addAccount, prepareCredentials } from '#kernel/officers/index.ts'
import { codeOf } from '#kernel/officers/trial.ts'
import { sealing } from '#kernel/sealing.ts'
import { createServer } from '#server/index.ts'
import { Refusal } from '#wire/refusal.ts'
import type { Role } from '#wire/vocabulary.ts'
import { network, type TestNetwork, type TestNode } from '../../../test/federation/network.ts'
import { officers } from './index.ts'

let net: TestNetwork
let esp: TestNode
let mar: TestNode
beforeAll(async () => {
  net = await network(['esp', 'mar'], { capabilities: [officers] })
  esp = net.nodes.esp!
  mar = net.nodes.mar!
})
afterAll(() => net.close())

let count = 0
/** An account made at the command line, as the first ones are. */
async function officer(roles: Role[], { at = esp, clearance = 1 as 0 | 1 | 2 } = {}): Promise<Officer> {
  const { node } = at
  const id = newId(node.clock.now())
  const name = `officer-${++count}`
  const made = {
    sign_in_name: name,
    name,
    member: at.id,
    unit: 'spoc',
    roles,
    clearance,
    language: 'en' as const,
  }
  const prepared = await prepareCredentials({ password: 'quay lantern copper 41' })
  await node.database.transaction((writing) =>
    addAccount({ writing, vault: sealing(node, writing), now: node.clock.now() }, id, made, prepared),
  )
  return { id, name, member: at.id, unit: 'spoc', roles, clearance, language: 'en' }
}

type As = { officer: Officer }
/** What two administrators do together, and what each of them is shown. */
async function both(input: object, one: As, two: As) {
  const { id } = await esp.does('officers.propose-change', { reason: 'agreed', ...input }, one)
  const confirmed = await esp.does('officers.confirm-change', { id }, two)
  const collected = await esp.does('officers.collect-half', { id }, one)
  return { change: id as string, confirmed, collected, officer: confirmed.officer as string }
}

async function refused(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (thrown) => thrown,
  )
  if (!(error instanceof Refusal)) return `not refused: ${error}`
  return [error.code, ...(error.details ?? []).map(({ reason }) => reason)].join(' ')
}

const account = (name: string, roles: Role[] = ['desk'], clearance = 1) => ({
  sign_in_name: name,
  name: `Officer ${name}`,
  unit: 'spoc',
  roles,
  clearance,
  language: 'ar',
})

const journalOf = async (event: string) =>
  (
    await esp.node.database.many<{ subject: string; outcome: string; row: Uint8Array }>(
      sql`select subject, outcome, row from journal_entry where event = ${event} order by id`,
    )
  ).map(({ subject, outcome, row }) => ({ subject, outcome, detail: JSON.parse(Buffer.from(row).toString()).detail }))

test('two administrators add a desk officer, who signs in with what each was shown once, and must change the password first', async () => {
  const [one, two] = [{ officer: await officer(['administrator']) }, { officer: await officer(['administrator']) }]
  const { officer: id, confirmed, collected } = await both({ kind: 'add', account: account('Nadia.Haddad') }, one, two)
  const made = { id, password: confirmed.password, totp_uri: collected.totp_uri }
  expect(made.password).toMatch(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/)
  const app = createServer({
    node: { id: 'esp', name: 'Spain', version: '0.1.0', demonstration: false, members: ['esp'] },
    faces: 'officers',
    now: () => net.clock.now(),
    door: esp.door,
    sessions: esp.sessions,
    networks: networksOf(esp.node.peers, 'esp'),
    journal: async () => {},
    subscribe: () => () => {},
    health: async () => ({ state: 'serving' }),
    report: () => {},
  })
  let cookie = ''
  const call = async (method: 'GET' | 'POST', url: string, body?: object) => {
    const answer = await app.inject({
      method,
      url,
      headers: { host: 'localhost', cookie, 'x-portolan': '1' },
      ...(body && { payload: body }),
    })
    const set = answer.cookies[0]
    if (set) cookie = `${set.name}=${set.value}`
    return answer.json()
  }
  const signIn = (password: string) =>
    call('POST', '/api/session/sign-in', { name: 'nadia.haddad', password, code: codeOf(made.totp_uri, net.clock.now()) })
  expect(await signIn(made.password)).toMatchObject({ change_password: true, officer: { language: 'ar', roles: ['desk'] } })
  expect(await call('POST', '/api/officers/find-colleagues', {})).toMatchObject({
    error: { code: 'access.denied', details: [{ reason: 'change-password' }] },
  })
  expect(await call('GET', '/api/officers/read-own')).toMatchObject({ id: made.id, sign_in_name: 'nadia.haddad', change_password: true })
  const change = { current: made.password, next: 'walnut harbour 77 mist' }
  expect(await call('POST', '/api/officers/change-password', { ...change, current: 'wrong one' })).toEqual({
    changed: false,
    reason: 'current',
  })
  expect(await call('POST', '/api/officers/change-password', change)).toEqual({ changed: true })
  expect(await call('GET', '/api/session/current')).toMatchObject({ error: { code: 'session.expired' } })
  net.clock.move(30_000)
  cookie = ''
  expect(await signIn('walnut harbour 77 mist')).toMatchObject({ change_password: false })
  expect(await call('POST', '/api/officers/find-colleagues', { words: 'nadia' })).toMatchObject({
    total: 1,
    rows: [{ id: made.id, unit: 'spoc' }],
  })
  expect(await call('POST', '/api/officers/find-many', {})).toMatchObject({ error: { code: 'access.denied' } })
  await app.close()
  for (const event of ['officers.propose-change', 'officers.confirm-change', 'officers.collect-half'])
    expect(JSON.stringify(await journalOf(event))).not.toMatch(new RegExp(`${made.password}|secret=`))
  expect((await journalOf('officers.account-added')).find(({ subject }) => subject === made.id)).toMatchObject({
    detail: { roles: 'desk', clearance: 1 },
  })
})

test('nobody but an administrator of the same member administers, and no token hands out credentials', async () => {
  const target = await officer(['desk'])
  for (const role of ['front-line', 'desk', 'analyst', 'supervisor', 'data-protection'] as const) {
    const as = { officer: await officer([role], { clearance: 2 }) }
    const tries = [
      { kind: 'add', account: account(`by-${role}`), reason: 'x' },
      { kind: 'reset', id: target.id, reason: 'x' },
    ]
    for (const input of tries) expect(await refused(esp.does('officers.propose-change', input, as)), role).toBe('access.denied')
    expect(await refused(esp.does('officers.change-one', { id: target.id, version: 1, roles: ['supervisor'] }, as)), role).toBe(
      'access.denied',
    )
    if (role !== 'data-protection') expect(await refused(esp.does('officers.find-many', {}, as)), role).toBe('access.denied')
  }
  const admin = await officer(['administrator'])
  for (const channel of ['api', 'export', 'stream'] as const) {
    expect(
      await refused(esp.does('officers.propose-change', { kind: 'reset', id: target.id, reason: 'x' }, { officer: admin, channel })),
      channel,
    ).toBe('access.denied')
  }
  // a node may serve several members: an administrator of one reaches nothing of the other
  const foreign = { ...admin, member: 'mar' }
  expect(await refused(esp.does('officers.read-one', { id: target.id }, { officer: foreign }))).toBe('access.denied')
  const reset = { kind: 'reset', id: target.id, reason: 'x' }
  expect(await refused(esp.does('officers.propose-change', reset, { officer: foreign }))).toBe('access.denied')
  expect((await esp.does('officers.find-many', {}, { officer: foreign })).total).toBe(0)
  const refusals = (await journalOf('officers.propose-change')).filter(({ outcome }) => outcome === 'refused')
  expect(refusals.at(-1)).toMatchObject({ detail: { code: 'access.denied' } })
})

test('an administrator can not raise himself, nor make a straw man, nor take over a supervisor', async () => {
  const admin = await officer(['administrator'])
  const as = { officer: admin }
  const chief = await officer(['supervisor'], { clearance: 2 })
  const plain = await officer(['desk'])
  const left = await officer(['desk'])
  await esp.does('officers.change-one', { id: left.id, version: 1, disabled: true }, as)
  const tries: [string, object][] = [
    ['officers.change-one', { id: plain.id, version: 1, roles: ['data-protection'] }],
    ['officers.change-one', { id: plain.id, version: 1, clearance: 2 }],
    ['officers.change-one', { id: chief.id, version: 1, oidc_subject: 'my-own-identity' }],
    ['officers.change-one', { id: plain.id, version: 1, oidc_subject: 'my-own-identity' }],
    ['officers.change-one', { id: left.id, version: 2, disabled: false }],
  ]
  for (const [action, input] of tries) expect(await refused(esp.does(action, input, as)), action).toBe('access.denied second-administrator')
  expect(await refused(esp.does('officers.change-one', { id: admin.id, version: 1, roles: ['administrator', 'supervisor'] }, as))).toBe(
    'access.denied own-account',
  )
  expect(await refused(esp.does('officers.propose-change', { kind: 'reset', id: admin.id, reason: 'x' }, as))).toBe(
    'access.denied own-account',
  )
  const own = { kind: 'change', id: admin.id, version: 1, change: { roles: ['supervisor'] }, reason: 'I would like to' }
  expect(await refused(esp.does('officers.propose-change', own, as))).toBe('access.denied own-account')
})

test('a grave role is given by two administrators, and each step is in the journal', async () => {
  const [one, two] = [{ officer: await officer(['administrator']) }, { officer: await officer(['administrator']) }]
  const plain = await officer(['desk'])
  const input = {
    kind: 'change',
    id: plain.id,
    version: 1,
    change: { roles: ['desk', 'supervisor'], clearance: 2 },
    reason: 'leads the unit from March',
  }
  const { id } = await esp.does('officers.propose-change', input, one)
  expect((await esp.does('officers.find-changes', { waiting: true }, two)).rows).toMatchObject([
    { id, kind: 'change', officer: plain.id, state: 'waiting', proposal: input },
  ])
  expect(await refused(esp.does('officers.confirm-change', { id }, one))).toBe('access.denied proposer')
  expect(await refused(esp.does('officers.confirm-change', { id }, { officer: { ...two.officer, id: plain.id } }))).toBe(
    'access.denied concerned',
  )
  expect(await esp.does('officers.confirm-change', { id }, two)).toEqual({ kind: 'change', officer: plain.id })
  expect(await esp.does('officers.read-one', { id: plain.id }, one)).toMatchObject({
    roles: ['desk', 'supervisor'],
    clearance: 2,
    version: 2,
  })
  expect(await refused(esp.does('officers.confirm-change', { id }, two))).toBe('state.conflict settled')
  expect((await journalOf('officers.account-changed')).find(({ subject }) => subject === plain.id)).toMatchObject({
    detail: { proposed_by: one.officer.id, roles_before: 'desk', roles: 'desk supervisor', clearance_before: 1, clearance: 2 },
  })
  expect((await esp.does('officers.find-changes', { waiting: false }, one)).rows[0]).toMatchObject({
    state: 'confirmed',
    settled_by: two.officer.id,
  })
})

test('a proposal falls when the account changed, the week is over, it was turned down, or its proposer left', async () => {
  const [one, two] = [{ officer: await officer(['administrator']) }, { officer: await officer(['administrator']) }]
  const plain = await officer(['desk'])
  const propose = async (version: number) =>
    (
      await esp.does(
        'officers.propose-change',
        { kind: 'change', id: plain.id, version, change: { roles: ['supervisor'] }, reason: 'x' },
        one,
      )
    ).id as string
  const confirm = (id: string) => refused(esp.does('officers.confirm-change', { id }, two))

  const overtaken = await propose(1)
  await esp.does('officers.change-one', { id: plain.id, version: 1, unit: 'border' }, two)
  expect(await confirm(overtaken)).toBe('state.conflict the account was changed since')
  expect(await refused(propose(1))).toBe('state.conflict is 2')

  const late = await propose(2)
  net.clock.move(7 * 86_400_000)
  expect(await confirm(late)).toBe('state.conflict expired')

  const rejected = await propose(2)
  await esp.does('officers.reject-change', { id: rejected }, two)
  expect(await confirm(rejected)).toBe('state.conflict settled')

  const orphan = await propose(2)
  await esp.does('officers.change-one', { id: one.officer.id, version: 1, disabled: true }, two)
  expect(await confirm(orphan)).toBe('state.conflict proposer-left')
  expect(await confirm('no-such-change')).toBe('thing.unknown')
})

test('two administrators add a supervisor, renew a supervisor’s credentials, and give a grave token', async () => {
  const [one, two] = [{ officer: await officer(['administrator']) }, { officer: await officer(['administrator']) }]
  const added = await both({ kind: 'add', account: account('new-chief', ['supervisor'], 2) }, one, two)
  expect(added.confirmed).toEqual({ kind: 'add', officer: added.officer, password: expect.any(String) })
  expect(added.collected).toEqual({ officer: added.officer, totp_uri: expect.stringMatching(/^otpauth:/) })
  const signed = await esp.sessions.signIn({
    name: 'new-chief',
    password: added.confirmed.password,
    code: codeOf(added.collected.totp_uri, net.clock.now()),
    address: '192.0.2.1',
  })
  expect(signed.ok).toBe(true)
  const renewed = await both({ kind: 'reset', id: added.officer }, one, two)
  expect(renewed.confirmed.password).not.toBe(added.confirmed.password)
  expect(renewed.collected.totp_uri).not.toBe(added.collected.totp_uri)
  const token = {
    label: 'watch',
    roles: ['supervisor'],
    purposes: ['alert'],
    expires_at: new Date(net.clock.now().getTime() + 86_400_000).toISOString(),
  }
  const given = await both({ kind: 'token', id: added.officer, token }, one, two)
  const whole = `${given.confirmed.token_start}${given.collected.token_end}`
  expect((await esp.sessions.token(whole)).officer).toMatchObject({ id: added.officer, roles: ['supervisor'], clearance: 2 })
})

test('no single insider comes by an account that works: neither the proposer nor who confirms has all of it', async () => {
  const [one, two, three] = await Promise.all(['a', 'b', 'c'].map(async () => ({ officer: await officer(['administrator']) })))
  const propose = (input: object) => esp.does('officers.propose-change', { reason: 'x', ...input }, one)
  const desk = await officer(['desk'])
  for (const input of [
    { kind: 'add', account: account('straw-desk') },
    { kind: 'reset', id: desk.id },
  ]) {
    const { id } = await propose(input)
    expect(await refused(esp.does('officers.confirm-change', { id }, one))).toBe('access.denied proposer')
    // before the second has spoken there is nothing to collect, and nothing of the account has changed
    expect(await refused(esp.does('officers.collect-half', { id }, one))).toBe('state.conflict no-half')
    const confirmed = await esp.does('officers.confirm-change', { id }, two)
    expect(Object.keys(confirmed).sort()).toEqual(['kind', 'officer', 'password'])
    for (const other of [two, three]) {
      expect(await refused(esp.does('officers.collect-half', { id }, other))).toBe('access.denied not-proposer')
    }
    expect(JSON.stringify(await esp.does('officers.find-changes', {}, two))).not.toMatch(/otpauth|secret=/)
    const listed = (await esp.does('officers.find-changes', {}, one)).rows.find((row: { id: string }) => row.id === id)
    expect(listed).toMatchObject({ state: 'confirmed', half: 'waiting' })
    const collected = await esp.does('officers.collect-half', { id }, one)
    expect(Object.keys(collected).sort()).toEqual(['officer', 'totp_uri'])
    expect(await refused(esp.does('officers.collect-half', { id }, one))).toBe('state.conflict collected')
    // the half is gone from the database and its key from the vault
    expect(await esp.node.database.one(sql`select half_sealed from officers_change where id = ${id}`)).toEqual({ half_sealed: null })
  }
  const token = { label: 'x', roles: ['desk'], purposes: ['alert'], expires_at: new Date(net.clock.now().getTime() + 1e6).toISOString() }
  const { id } = await propose({ kind: 'token', id: desk.id, token })
  const { token_start } = await esp.does('officers.confirm-change', { id }, two)
  expect(token_start).toMatch(/^ptl_[\w-]{22}$/)
  expect(await refused(esp.sessions.token(token_start))).toBe('token.invalid')
  const { token_end } = await esp.does('officers.collect-half', { id }, one)
  expect(token_end).toMatch(/^[\w-]{21}$/)
  expect((await esp.sessions.token(token_start + token_end)).officer.id).toBe(desk.id)
})

test('a half that nobody collects lapses after a week, and its key is destroyed', async () => {
  const [one, two] = [{ officer: await officer(['administrator']) }, { officer: await officer(['administrator']) }]
  const { id } = await esp.does('officers.propose-change', { kind: 'reset', id: (await officer(['desk'])).id, reason: 'x' }, one)
  await esp.does('officers.confirm-change', { id }, two)
  const { half_slot } = await esp.node.database.one<{ half_slot: number }>(sql`select half_slot from officers_change where id = ${id}`)
  net.clock.move(7 * 86_400_000)
  expect(await refused(esp.does('officers.collect-half', { id }, one))).toBe('state.conflict lapsed')
  await net.settle()
  expect(await esp.node.database.one(sql`select half_sealed from officers_change where id = ${id}`)).toEqual({ half_sealed: null })
  expect(esp.node.vault.erasures()).toContain(half_slot)
})

test('a token is given, listed without its secret, used, withdrawn, and then opens nothing', async () => {
  const as = { officer: await officer(['administrator']) }
  const second = { officer: await officer(['administrator']) }
  const desk = await officer(['desk', 'front-line'])
  const expires_at = new Date(net.clock.now().getTime() + 30 * 86_400_000).toISOString()
  const wanted = { label: 'gates of Algeciras', roles: ['front-line'], purposes: ['border-control'], expires_at }
  const { confirmed, collected } = await both({ kind: 'token', id: desk.id, token: wanted }, as, second)
  const token = `${confirmed.token_start}${collected.token_end}`
  expect((await esp.sessions.token(token)).officer.roles).toEqual(['front-line'])
  const listed = await esp.does('officers.find-tokens', { officer: desk.id, live: true }, as)
  expect(listed).toMatchObject({
    total: 1,
    rows: [{ label: 'gates of Algeciras', created_by: second.officer.id, withdrawn_at: null }],
  })
  const { id } = listed.rows[0]
  expect(JSON.stringify(listed)).not.toContain(token.slice(4, 20))
  expect(await esp.does('officers.withdraw-token', { id }, as)).toEqual({ withdrawn: true })
  expect(await refused(esp.sessions.token(token))).toBe('token.invalid')
  expect(await refused(esp.does('officers.withdraw-token', { id }, as))).toBe('state.conflict withdrawn')
  expect((await esp.does('officers.find-tokens', { officer: desk.id, live: true }, as)).total).toBe(0)
  const bad = { label: 'x', purposes: ['alert'], expires_at }
  const propose = (more: object) =>
    refused(esp.does('officers.propose-change', { kind: 'token', id: desk.id, token: { ...bad, ...more }, reason: 'x' }, as))
  expect(await propose({ roles: ['analyst'] })).toMatch(/^input.malformed/)
  expect(await propose({ roles: ['desk'], expires_at: 'tomorrow' })).toMatch(/^input.malformed/)
})

test('two changes of one account at a time: the second sees that it came too late', async () => {
  const as = { officer: await officer(['administrator']) }
  const plain = await officer(['desk'])
  const change = (unit: string) => esp.does('officers.change-one', { id: plain.id, version: 1, unit }, as)
  const side_by_side = await Promise.allSettled([change('border'), change('harbour')])
  expect(side_by_side.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  const second = { officer: await officer(['administrator']) }
  const propose = (name: string) => esp.does('officers.propose-change', { kind: 'add', account: account(name), reason: 'x' }, as)
  const [first, again] = [await propose('twice'), await propose('TWICE')]
  expect(await refused(esp.does('officers.confirm-change', { id: first.id }, second))).toMatch(/^not refused/)
  expect(await refused(esp.does('officers.confirm-change', { id: again.id }, second))).toBe('state.conflict taken')
  expect(await refused(propose('Twice'))).toBe('state.conflict taken')
  expect(await refused(propose('no spaces'))).toMatch(/^input.malformed/)
})

test('lists are filtered and counted in the database, and only of the own member', async () => {
  const as = { officer: await officer(['administrator'], { at: mar }) }
  for (let i = 0; i < 3; i++) await officer(['desk', 'front-line'], { at: mar })
  await officer(['analyst'], { at: mar })
  const find = (filter: object) => mar.does('officers.find-many', filter, as)
  expect((await find({})).total).toBe(5)
  expect(await find({ role: 'front-line', limit: 2 })).toMatchObject({ total: 3, rows: [{}, {}] })
  expect((await find({ role: 'front-line', limit: 2, offset: 2 })).rows).toHaveLength(1)
  expect((await find({ words: '%' })).total).toBe(0)
  expect((await find({ words: 'OFFICER-' })).total).toBe(5)
  expect((await find({ disabled: true })).total).toBe(0)
  expect(JSON.stringify(await find({}))).not.toMatch(/argon2|totp"/)
})
