/** Administration of officers through the one door of a real node, and over HTTP where credentials are used. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Officer } from '#kernel/capability.ts'
import { sql } from '#kernel/database/sql.ts'
import { newId } from '#kernel/identity.ts'
import { networksOf } from '#kernel/networks.ts'
import { addAccount } from '#kernel/officers/index.ts'
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
    password: 'quay lantern copper 41',
  }
  await node.database.transaction((writing) => addAccount({ writing, vault: sealing(node, writing), now: node.clock.now() }, id, made))
  return { id, name, member: at.id, unit: 'spoc', roles, clearance, language: 'en' }
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

test('an administrator adds a desk officer, who signs in with what was shown once, and must change the password first', async () => {
  const admin = await officer(['administrator'])
  const made = await esp.does('officers.add-one', account('Nadia.Haddad'), { officer: admin })
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
  expect(await call('GET', '/api/officers/find-colleagues')).toMatchObject({
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
  expect(await call('GET', '/api/officers/find-colleagues?words=nadia')).toMatchObject({ total: 1, rows: [{ id: made.id, unit: 'spoc' }] })
  expect(await call('GET', '/api/officers/find-many')).toMatchObject({ error: { code: 'access.denied' } })
  await app.close()
  expect(JSON.stringify(await journalOf('officers.add-one'))).not.toContain(made.password)
  expect((await journalOf('officers.account-added')).at(-1)).toMatchObject({ subject: made.id, detail: { roles: 'desk', clearance: 1 } })
})

test('nobody but an administrator of the same member administers, and no token hands out credentials', async () => {
  const target = await officer(['desk'])
  for (const role of ['front-line', 'desk', 'analyst', 'supervisor', 'data-protection'] as const) {
    const as = { officer: await officer([role], { clearance: 2 }) }
    expect(await refused(esp.does('officers.add-one', account(`by-${role}`), as)), role).toBe('access.denied')
    expect(await refused(esp.does('officers.reset-one', { id: target.id }, as)), role).toBe('access.denied')
    expect(await refused(esp.does('officers.change-one', { id: target.id, version: 1, roles: ['supervisor'] }, as)), role).toBe(
      'access.denied',
    )
    if (role !== 'data-protection') expect(await refused(esp.does('officers.find-many', {}, as)), role).toBe('access.denied')
  }
  const admin = await officer(['administrator'])
  for (const channel of ['api', 'export', 'stream'] as const) {
    expect(await refused(esp.does('officers.reset-one', { id: target.id }, { officer: admin, channel })), channel).toBe('access.denied')
  }
  // a node may serve several members: an administrator of one reaches nothing of the other
  const foreign = { ...admin, member: 'mar' }
  expect(await refused(esp.does('officers.read-one', { id: target.id }, { officer: foreign }))).toBe('access.denied')
  expect(await refused(esp.does('officers.reset-one', { id: target.id }, { officer: foreign }))).toBe('access.denied')
  expect((await esp.does('officers.find-many', {}, { officer: foreign })).total).toBe(0)
  expect((await journalOf('officers.reset-one')).at(-1)).toMatchObject({ outcome: 'refused', detail: { code: 'access.denied' } })
})

test('an administrator can not raise himself, nor make a straw man, nor take over a supervisor', async () => {
  const admin = await officer(['administrator'])
  const as = { officer: admin }
  const chief = await officer(['supervisor'], { clearance: 2 })
  const plain = await officer(['desk'])
  const tries: [string, object][] = [
    ['officers.add-one', account('straw-supervisor', ['supervisor'])],
    ['officers.add-one', account('straw-administrator', ['administrator'])],
    ['officers.add-one', account('straw-cleared', ['desk'], 2)],
    ['officers.change-one', { id: plain.id, version: 1, roles: ['data-protection'] }],
    ['officers.change-one', { id: plain.id, version: 1, clearance: 2 }],
    ['officers.change-one', { id: chief.id, version: 1, oidc_subject: 'my-own-identity' }],
    ['officers.reset-one', { id: chief.id }],
    [
      'officers.add-token',
      { officer: chief.id, label: 'x', roles: ['supervisor'], purposes: ['alert'], expires_at: '2026-04-01T00:00:00.000Z' },
    ],
  ]
  for (const [action, input] of tries) expect(await refused(esp.does(action, input, as)), action).toBe('access.denied second-administrator')
  expect(await refused(esp.does('officers.change-one', { id: admin.id, version: 1, roles: ['administrator', 'supervisor'] }, as))).toBe(
    'access.denied own-account',
  )
  expect(await refused(esp.does('officers.reset-one', { id: admin.id }, as))).toBe('access.denied own-account')
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
  expect((await journalOf('officers.account-changed')).at(-1)).toMatchObject({
    subject: plain.id,
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
  const both = async (input: object) =>
    esp.does('officers.confirm-change', { id: (await esp.does('officers.propose-change', { reason: 'agreed', ...input }, one)).id }, two)
  const added = await both({ kind: 'add', account: account('new-chief', ['supervisor'], 2) })
  expect(added).toMatchObject({ kind: 'add', password: expect.any(String), totp_uri: expect.stringMatching(/^otpauth:/) })
  const signed = await esp.sessions.signIn({
    name: 'new-chief',
    password: added.password,
    code: codeOf(added.totp_uri, net.clock.now()),
    address: '192.0.2.1',
  })
  expect(signed.ok).toBe(true)
  const renewed = await both({ kind: 'reset', id: added.officer })
  expect(renewed.password).not.toBe(added.password)
  const given = await both({
    kind: 'token',
    id: added.officer,
    token: {
      label: 'watch',
      roles: ['supervisor'],
      purposes: ['alert'],
      expires_at: new Date(net.clock.now().getTime() + 86_400_000).toISOString(),
    },
  })
  expect((await esp.sessions.token(given.token)).officer).toMatchObject({ id: added.officer, roles: ['supervisor'], clearance: 2 })
})

test('a token is given, listed without its secret, used, withdrawn, and then opens nothing', async () => {
  const as = { officer: await officer(['administrator']) }
  const desk = await officer(['desk', 'front-line'])
  const expires_at = new Date(net.clock.now().getTime() + 30 * 86_400_000).toISOString()
  const { id, token } = await esp.does(
    'officers.add-token',
    { officer: desk.id, label: 'gates of Algeciras', roles: ['front-line'], purposes: ['border-control'], expires_at },
    as,
  )
  expect((await esp.sessions.token(token)).officer.roles).toEqual(['front-line'])
  const listed = await esp.does('officers.find-tokens', { officer: desk.id, live: true }, as)
  expect(listed).toMatchObject({ total: 1, rows: [{ id, label: 'gates of Algeciras', created_by: as.officer.id, withdrawn_at: null }] })
  expect(JSON.stringify(listed)).not.toContain(token.slice(4))
  expect(await esp.does('officers.withdraw-token', { id }, as)).toEqual({ withdrawn: true })
  expect(await refused(esp.sessions.token(token))).toBe('token.invalid')
  expect(await refused(esp.does('officers.withdraw-token', { id }, as))).toBe('state.conflict withdrawn')
  expect((await esp.does('officers.find-tokens', { officer: desk.id, live: true }, as)).total).toBe(0)
  const bad = { officer: desk.id, label: 'x', purposes: ['alert'], expires_at }
  expect(await refused(esp.does('officers.add-token', { ...bad, roles: ['analyst'] }, as))).toMatch(/^input.malformed/)
  expect(await refused(esp.does('officers.add-token', { ...bad, roles: ['desk'], expires_at: 'tomorrow' }, as))).toMatch(/^input.malformed/)
})

test('two changes of one account at a time: the second sees that it came too late', async () => {
  const as = { officer: await officer(['administrator']) }
  const plain = await officer(['desk'])
  const change = (unit: string) => esp.does('officers.change-one', { id: plain.id, version: 1, unit }, as)
  const both = await Promise.allSettled([change('border'), change('harbour')])
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(await refused(esp.does('officers.add-one', account('twice'), as))).toMatch(/^not refused/)
  expect(await refused(esp.does('officers.add-one', account('TWICE'), as))).toBe('state.conflict taken')
  expect(await refused(esp.does('officers.add-one', account('no spaces'), as))).toMatch(/^input.malformed/)
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
