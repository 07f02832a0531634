/** Signing in, staying in, being put out; lock-out; tokens: told against a real database and vault. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Refusal } from '#wire/refusal.ts'
import { temporaryPostgresql } from '../../../test/storage/postgresql.ts'
import { sql } from '../database/sql.ts'
import { newId } from '../identity.ts'
import { changeAccount, resetAccount } from './accounts.ts'
import { ALLOWANCES, delayAfter, KEPT_ATTEMPTS } from './attempts.ts'
import { accounts, addToken, changePassword, type Judged, judgePasswordChange, prepareCredentials } from './index.ts'
import { networkOf } from './keys.ts'
import * as store from './store.ts'
import { codeOf, openTrial, TRIAL_PASSWORD } from './trial.ts'

const postgresql = await temporaryPostgresql()
afterAll(() => postgresql?.stop())

const engines = [
  { engine: 'embedded', there: true, url: async () => undefined },
  {
    engine: postgresql ? 'postgresql' : 'postgresql (not run: neither TEST_DATABASE_URL nor a Debian server is here)',
    there: postgresql !== undefined,
    url: () => postgresql!.url('officers'),
  },
]

for (const { engine, there, url } of engines) {
  describe.skipIf(!there)(engine, () => {
    let trial: Awaited<ReturnType<typeof openTrial>>
    beforeAll(async () => {
      trial = await openTrial(await url())
    })
    afterAll(() => trial.close())

    const refusal = async (work: Promise<unknown>): Promise<Refusal> => {
      const error = await work.then(
        () => undefined,
        (thrown) => thrown,
      )
      expect(error).toBeInstanceOf(Refusal)
      return error as Refusal
    }
    let last = 0
    /** An address nobody used before. */
    const fresh = () => `192.0.2.${++last}`
    const nextStep = () => trial.clock.move(30_000)

    async function signedIn(officer: { code: () => string }, name: string) {
      nextStep()
      const signed = await trial.sessions.signIn({ name, password: TRIAL_PASSWORD, code: officer.code(), address: fresh() })
      if (!signed.ok) throw new TypeError(signed.why)
      return signed
    }

    test('name, password and code open a session; each part wrong gets the same refusal', async () => {
      const marina = await trial.officer({ sign_in_name: 'Marina.Ruiz' })
      const signed = await signedIn(marina, ' marina.ruiz ')
      expect(signed.session.officer).toMatchObject({ id: marina.id, member: 'esp', roles: ['desk'], clearance: 1 })
      expect((await trial.sessions.session(signed.secret, true)).id).toBe(signed.session.id)
      nextStep()
      const right = { name: 'marina.ruiz', password: TRIAL_PASSWORD, code: marina.code() }
      for (const wrong of [{ name: 'nobody' }, { name: 'a b' }, { password: 'another password 1' }, { code: '000000' }, { code: '' }]) {
        const refused = await trial.sessions.signIn({ ...right, ...wrong, address: fresh() })
        expect(refused.ok ? '' : refused.refusal.code).toBe('session.refused')
      }
    })

    test('a code signs in once, also when two sign-ins use it at the same moment', async () => {
      const nadia = await trial.officer({ sign_in_name: 'nadia' })
      nextStep()
      const attempt = { name: 'nadia', password: TRIAL_PASSWORD, code: nadia.code() }
      const both = await Promise.all([1, 2, 3].map(() => trial.sessions.signIn({ ...attempt, address: fresh() })))
      expect(both.filter(({ ok }) => ok)).toHaveLength(1)
      const replay = await trial.sessions.signIn({ ...attempt, address: fresh() })
      expect(replay).toMatchObject({ ok: false, why: 'code' })
    })

    test('the database holds neither the secret of a session nor the secret of the codes', async () => {
      const omar = await trial.officer({ sign_in_name: 'omar' })
      const { secret } = await signedIn(omar, 'omar')
      const rows = await trial.database.many<Record<string, unknown>>(sql`select * from officer_session`)
      const accounts = await trial.database.many<Record<string, unknown>>(sql`select * from officer`)
      const text = JSON.stringify([rows, accounts], (_key, value) =>
        value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
      )
      expect(text).not.toContain(secret)
      expect(text).not.toContain(Buffer.from(secret, 'base64url').toString('latin1'))
      expect(text).not.toContain(new URL(omar.totp_uri).searchParams.get('secret'))
    })

    test('a session ends after half an hour unused and after twelve hours in any case', async () => {
      const pilar = await trial.officer({ sign_in_name: 'pilar' })
      const idle = await signedIn(pilar, 'pilar')
      trial.clock.move(29 * 60_000)
      await trial.sessions.session(idle.secret, true)
      trial.clock.move(29 * 60_000)
      await trial.sessions.session(idle.secret, false)
      trial.clock.move(60_000)
      expect((await refusal(trial.sessions.session(idle.secret, true))).code).toBe('session.expired')
      expect((await refusal(trial.sessions.session(idle.secret, true))).code).toBe('session.missing')

      const long = await signedIn(pilar, 'pilar')
      for (let minutes = 0; minutes < 12 * 60 - 20; minutes += 20) {
        trial.clock.move(20 * 60_000)
        await trial.sessions.session(long.secret, true)
      }
      trial.clock.move(20 * 60_000)
      expect((await refusal(trial.sessions.session(long.secret, true))).inside).toBe('its time is over')
    })

    test('a change of role, a new password, a reset and being disabled each end the sessions', async () => {
      const quentin = await trial.officer({ sign_in_name: 'quentin' })
      const now = () => trial.clock.now()
      const changes: (() => Promise<unknown>)[] = [
        () =>
          trial.database.transaction((writing) =>
            changeAccount({ writing, now: now() }, { id: quentin.id, change: { roles: ['analyst'] } }),
          ),
        () =>
          trial.database.transaction((writing) => changeAccount({ writing, now: now() }, { id: quentin.id, change: { disabled: true } })),
      ]
      for (const change of changes) {
        const { secret } = await signedIn(quentin, 'quentin')
        await change()
        expect((await refusal(trial.sessions.session(secret, true))).code).toBe('session.expired')
      }
      nextStep()
      expect(
        await trial.sessions.signIn({ name: 'quentin', password: TRIAL_PASSWORD, code: quentin.code(), address: fresh() }),
      ).toMatchObject({
        ok: false,
        why: 'disabled',
      })
      await trial.database.transaction((writing) => changeAccount({ writing, now: now() }, { id: quentin.id, change: { disabled: false } }))
      const before = await signedIn(quentin, 'quentin')
      const prepared = await prepareCredentials()
      const reset = await trial.database.transaction((writing) =>
        resetAccount({ writing, vault: trial.sealed(writing), now: now() }, quentin.id, prepared),
      )
      expect((await refusal(trial.sessions.session(before.secret, true))).code).toBe('session.expired')
      nextStep()
      const once = await trial.sessions.signIn({
        name: 'quentin',
        password: reset.password,
        code: codeOf(reset.totp_uri, now()),
        address: fresh(),
      })
      if (!once.ok) throw new TypeError(once.why)
      expect(once.session.change_password).toBe(true)
      const judged = async (current: string, next: string) =>
        judgePasswordChange((await accounts.maybeAccount(trial.database, quentin.id))!, { current, next })
      const write = (judgement: Judged) =>
        trial.database.transaction((writing) => changePassword({ writing, now: now() }, quentin.id, judgement))
      const change = async (current: string, next: string) => write(await judged(current, next))
      expect(await change('not the current one', 'walnut harbour 77 mist')).toEqual({ changed: false, reason: 'current' })
      expect(await change(reset.password, 'quentin harbour 77')).toEqual({ changed: false, reason: 'holds-name' })
      expect(await change(reset.password, reset.password)).toEqual({ changed: false, reason: 'same' })
      const late = await judged(reset.password, 'poplar harbour 78 mist')
      expect(await change(reset.password, 'walnut harbour 77 mist')).toEqual({ changed: true })
      // what was judged of another state of the account is not written
      expect((await refusal(write(late))).code).toBe('state.conflict')
      expect((await refusal(trial.sessions.session(once.secret, true))).code).toBe('session.expired')
    })

    test('signing in ends the session that the browser had, and keeps no more than ten', async () => {
      const rosa = await trial.officer({ sign_in_name: 'rosa' })
      const first = await signedIn(rosa, 'rosa')
      nextStep()
      const second = await trial.sessions.signIn({
        name: 'rosa',
        password: TRIAL_PASSWORD,
        code: rosa.code(),
        address: fresh(),
        replacing: first.secret,
      })
      expect(second.ok && second.secret).not.toBe(first.secret)
      expect((await refusal(trial.sessions.session(first.secret, true))).code).toBe('session.missing')
      for (let i = 0; i < 12; i++) await signedIn(rosa, 'rosa')
      const { count } = await trial.database.one<{ count: number }>(
        sql`select count(*) as count from officer_session where officer = ${rosa.id}`,
      )
      expect(count).toBe(10)
    })

    test('five failures from an address lock the name there, for longer each time; elsewhere the officer still gets in', async () => {
      const samir = await trial.officer({ sign_in_name: 'samir' })
      const thief = fresh()
      const guess = () => trial.sessions.signIn({ name: 'samir', password: 'wrong password 1', code: '000000', address: thief })
      for (let i = 0; i < 5; i++) expect(await guess()).toMatchObject({ ok: false, why: 'password' })
      const locked = await guess()
      expect(locked).toMatchObject({ ok: false, why: 'locked', officer: samir.id })
      if (locked.ok) return
      expect(locked.refusal).toMatchObject({ code: 'session.locked', retry_after_s: 2 })
      nextStep()
      const right = await trial.sessions.signIn({ name: 'samir', password: TRIAL_PASSWORD, code: samir.code(), address: fresh() })
      expect(right.ok).toBe(true)
      trial.clock.move(2_000)
      await guess()
      const longer = await guess()
      expect(longer.ok ? 0 : longer.refusal.retry_after_s).toBeGreaterThan(2)
    })

    test('guesses at the same moment do not slip past the lock together', async () => {
      await trial.officer({ sign_in_name: 'tomas' })
      const address = fresh()
      const all = await Promise.all(
        Array.from({ length: 20 }, () => trial.sessions.signIn({ name: 'tomas', password: 'wrong password 1', code: '000000', address })),
      )
      const judged = all.filter((one) => !one.ok && one.why !== 'locked')
      expect(judged).toHaveLength(ALLOWANCES.pair.free)
    })

    test('a name that nobody has locks like one that somebody has', async () => {
      const address = fresh()
      const guess = () => trial.sessions.signIn({ name: 'no-such-officer', password: 'wrong password 1', code: '000000', address })
      for (let i = 0; i < 5; i++) expect(await guess()).toMatchObject({ ok: false, refusal: { code: 'session.refused' } })
      expect(await guess()).toMatchObject({ ok: false, refusal: { code: 'session.locked' } })
    })

    test('one address that tries many names is locked at all of them', async () => {
      const address = fresh()
      for (let i = 0; i < ALLOWANCES.address.free; i++)
        await trial.sessions.signIn({ name: `name-${i}`, password: 'p', code: '1', address })
      const next = await trial.sessions.signIn({ name: 'yet-another', password: 'p', code: '1', address })
      expect(next).toMatchObject({ ok: false, why: 'locked' })
    })

    test('the table of attempts is bounded, and a known account is not pushed out of it', async () => {
      const now = trial.clock.now().toISOString()
      await trial.database.transaction((writing) =>
        writing.run(sql`
      insert into officer_attempt (kind, key, known, failures, last_at)
      select 'pair', decode(lpad(to_hex(i), 8, '0'), 'hex'), false, 1, ${now}::timestamptz from generate_series(1, ${KEPT_ATTEMPTS + 500}) i`),
      )
      await trial.database.transaction((writing) => store.sweep(writing, trial.clock.now()))
      const { unknown, known } = await trial.database.one<{ unknown: number; known: number }>(sql`
    select count(*) filter (where not known) as unknown, count(*) filter (where known) as known from officer_attempt`)
      expect(unknown).toBe(KEPT_ATTEMPTS)
      expect(known).toBeGreaterThan(0)
      trial.clock.move(86_400_001)
      await trial.database.transaction((writing) => store.sweep(writing, trial.clock.now()))
      expect((await trial.database.one<{ count: number }>(sql`select count(*) as count from officer_attempt`)).count).toBe(0)
    })

    test('a token has no more than its officer: fewer roles, stated purposes, an end', async () => {
      const vera = await trial.officer({ sign_in_name: 'vera', roles: ['desk', 'supervisor'] })
      const now = trial.clock.now()
      const give = (more: object) =>
        trial.database.transaction((writing) =>
          addToken({ writing, now }, newId(now), {
            officer: vera.id,
            label: 'border gates',
            roles: ['desk'],
            purposes: ['border-control'],
            expires_at: new Date(now.getTime() + 86_400_000),
            created_by: 'someone',
            ...more,
          }),
        )
      expect((await refusal(give({ roles: ['administrator'] }))).code).toBe('input.malformed')
      expect((await refusal(give({ roles: [] }))).code).toBe('input.malformed')
      expect((await refusal(give({ expires_at: now }))).code).toBe('input.malformed')
      expect((await refusal(give({ expires_at: new Date(now.getTime() + 400 * 86_400_000) }))).code).toBe('input.malformed')

      const secret = await give({})
      expect(secret).toMatch(/^ptl_[A-Za-z0-9_-]{43}$/)
      const session = await trial.sessions.token(secret)
      expect(session).toMatchObject({ how: 'token', officer: { roles: ['desk'] }, purposes: ['border-control'], purpose: 'border-control' })
      // another last letter than it has: one secret in sixteen ends with an A
      expect((await refusal(trial.sessions.token(`${secret.slice(0, -1)}${secret.endsWith('A') ? 'E' : 'A'}`))).code).toBe('token.invalid')
      expect((await refusal(trial.sessions.session(secret.slice(4), true))).code).toBe('session.missing')

      await trial.database.transaction((writing) => changeAccount({ writing, now }, { id: vera.id, change: { roles: ['analyst'] } }))
      expect((await refusal(trial.sessions.token(secret))).inside).toMatch(/none of its roles/)
      await trial.database.transaction((writing) => changeAccount({ writing, now }, { id: vera.id, change: { roles: ['desk'] } }))
      expect((await trial.sessions.token(secret)).officer.roles).toEqual(['desk'])
      await trial.database.transaction((writing) => store.withdrawToken(writing, session.id.slice('token:'.length), now))
      expect((await refusal(trial.sessions.token(secret))).inside).toMatch(/withdrawn/)

      const short = await give({ expires_at: new Date(now.getTime() + 1_000) })
      trial.clock.move(1_000)
      expect((await refusal(trial.sessions.token(short))).inside).toMatch(/expired/)
    })

    test('an identity provider and a demonstration open sessions for enabled accounts alone', async () => {
      const walid = await trial.officer({ sign_in_name: 'walid', oidc_subject: 'ministry|42' })
      expect(await trial.sessions.signInAs({ oidc_subject: 'ministry|42' }, 'oidc')).toMatchObject({
        ok: true,
        session: { officer: { id: walid.id } },
      })
      expect(await trial.sessions.signInAs({ oidc_subject: 'ministry|43' }, 'oidc')).toMatchObject({ ok: false, why: 'unknown' })
      await trial.database.transaction((writing) =>
        changeAccount({ writing, now: trial.clock.now() }, { id: walid.id, change: { disabled: true } }),
      )
      expect(await trial.sessions.signInAs({ id: walid.id }, 'demonstration')).toMatchObject({ ok: false, why: 'disabled' })
    })
  })
}

test('delays grow, and end at their bound', () => {
  expect([4, 5, 6, 7].map((failures) => delayAfter('pair', failures))).toEqual([0, 2_000, 4_000, 8_000])
  expect(delayAfter('pair', 1e6)).toBe(15 * 60_000)
  expect(delayAfter('name', 1e6)).toBe(60_000)
})

test('an address of IPv6 counts by its network, since one person is given 2^64', () => {
  expect(networkOf('192.0.2.7')).toBe('192.0.2.7')
  expect(networkOf('::ffff:192.0.2.7')).toBe('192.0.2.7')
  expect(networkOf('2001:db8:0:1::9')).toBe('2001:db8:0:1::/64')
  expect(networkOf('2001:DB8:0:1:aaaa:bbbb:cccc:dddd')).toBe('2001:db8:0:1::/64')
  expect(networkOf('::1')).toBe('0:0:0:0::/64')
})
