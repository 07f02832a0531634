/** Who is calling: signing in, the session that a cookie opens, the token that a national system shows. */
import { maybeText } from '#lib/bytes.ts'
import { Refusal } from '#wire/refusal.ts'
import { PURPOSES, type Purpose } from '#wire/vocabulary.ts'
import type { Officer, Unsealing } from '../capability.ts'
import type { Clock } from '../clock.ts'
import type { Database, Reader, Writer } from '../database/port.ts'
import { newId } from '../identity.ts'
import { signInName, TOTP_LABEL } from './accounts.ts'
import type { AttemptKind } from './attempts.ts'
import { attemptKeyOfAddress, attemptKeyOfName, attemptKeyOfPair, networkOf, newSessionSecret, sessionDigest, tokenDigest } from './keys.ts'
import { passwordFitsInTurn } from './passwords.ts'
import * as store from './store.ts'
import { newSecret, stepOf } from './totp.ts'

export const SESSION_IDLE_MS = 30 * 60_000
export const SESSION_LONGEST_MS = 12 * 3_600_000
const SESSIONS_PER_OFFICER = 10
/** How stale the stored time of last use may be: a write a minute, not one a request. */
const TOUCH_MS = 60_000
const SWEEP_EVERY = 64

/** Which of these officers have a session that is neither over nor left alone. */
export const signedIn = async (reading: Reader, officers: readonly string[], now: Date): Promise<ReadonlySet<string>> =>
  new Set(await store.officersInSession(reading, officers, now, new Date(now.getTime() - SESSION_IDLE_MS)))

/** A caller that has proved who it is. */
export interface Session {
  /** Names it in the journal; opens nothing. */
  readonly id: string
  readonly officer: Officer
  readonly how: 'password' | 'oidc' | 'demonstration' | 'token'
  readonly purpose: Purpose | null
  readonly place: string | null
  /** What it may state as its purpose. */
  readonly purposes: readonly Purpose[]
  readonly expires_at: Date
  /** A one-time password was used: nothing is allowed before it is changed. */
  readonly change_password: boolean
}

export interface SignInAttempt {
  readonly name: string
  readonly password: string
  readonly code: string
  /** The caller's IP address. */
  readonly address: string
  /** The secret of a session that the caller had before; it ends. */
  readonly replacing?: string
}

export type Why = 'unknown' | 'password' | 'code' | 'disabled' | 'locked' | 'changed-meanwhile'
export type SignedIn =
  | { readonly ok: true; readonly secret: string; readonly session: Session }
  /** `officer` where the account exists; for the journal, never for the caller. */
  | { readonly ok: false; readonly refusal: Refusal; readonly officer: string | undefined; readonly why: Why }

export interface Sessions {
  /** Password and code; an unknown name costs the same work and gets the same refusal. */
  signIn(attempt: SignInAttempt): Promise<SignedIn>
  /** A session for an officer whom something else has identified. */
  signInAs(by: { id: string } | { oidc_subject: string }, how: 'oidc' | 'demonstration', replacing?: string): Promise<SignedIn>
  /** The session of a cookie: `session.missing` or `session.expired`. `touch` counts it as used. */
  session(secret: string, touch: boolean): Promise<Session>
  /** The standing purpose and place of a session. */
  shift(session: string, purpose: Purpose | null, place: string | null): Promise<void>
  end(secret: string): Promise<void>
  /** The session of an API token: `token.invalid` where it is unknown, expired, withdrawn or without a role that its officer still has. */
  token(secret: string): Promise<Session>
  /** Whom a demonstration offers; never asked elsewhere. */
  demonstrationOfficers(): Promise<readonly Officer[]>
}

export function createSessions({ database, vault, clock }: { database: Database; vault: Pick<Unsealing, 'open'>; clock: Clock }): Sessions {
  const decoy = newSecret()
  let attempts = 0

  async function begin(account: store.AccountRow, how: 'password' | 'oidc' | 'demonstration', writing: Writer, replacing?: string) {
    const now = clock.now()
    const secret = newSessionSecret()
    const id = newId(now)
    const expires_at = new Date(now.getTime() + SESSION_LONGEST_MS)
    const before = replacing === undefined ? undefined : sessionDigest(replacing)
    if (before) await store.deleteSession(writing, before)
    await store.insertSession(
      writing,
      { digest: sessionDigest(secret)!, id, officer: account.id, version: account.version, how, now, expires_at },
      SESSIONS_PER_OFFICER,
    )
    await store.markSignedIn(writing, account.id, now)
    const session: Session = {
      id,
      officer: store.officerOf(account),
      how,
      purpose: null,
      place: null,
      purposes: PURPOSES,
      expires_at,
      change_password: how === 'password' && account.password_once,
    }
    return { ok: true as const, secret, session }
  }

  return {
    async signIn({ name, password, code, address, replacing }) {
      const sign_in_name = maybeSignInName(name)
      const account = sign_in_name === undefined ? undefined : await store.maybeAccountNamed(database, sign_in_name)
      const keys = attemptKeys(sign_in_name ?? name, address)
      const locked = await database.transaction(async (writing) => {
        attempts += 1
        if (attempts % SWEEP_EVERY === 0) await store.sweep(writing, clock.now())
        for (const kind of ['address', 'pair', 'name'] as const) {
          const until = await store.beginAttempt(writing, kind, keys[kind], kind === 'name' && account !== undefined, clock.now())
          if (until) return until
        }
        return undefined
      })
      if (locked) {
        const retry_after_s = Math.max(1, Math.ceil((locked.getTime() - clock.now().getTime()) / 1000))
        return { ok: false, refusal: new Refusal('session.locked', { retry_after_s }), officer: account?.id, why: 'locked' }
      }
      const fits = await passwordFitsInTurn(account?.password, password)
      const step = stepOf(code, secretOf(account), clock.now(), account?.totp_step ?? 0)
      const why: Why | undefined =
        account === undefined
          ? 'unknown'
          : !fits
            ? 'password'
            : step === undefined || account.totp === null
              ? 'code'
              : account.disabled
                ? 'disabled'
                : undefined
      if (why || !account) return refused(why ?? 'unknown', account?.id)
      return database.transaction(async (writing) => {
        const current = await store.maybeAccountHeld(writing, account.id)
        if (current?.version !== account.version) return refused('changed-meanwhile', account.id)
        if (!(await store.takeStep(writing, account.id, step!))) return refused('code', account.id)
        await store.forgiveAttempt(writing, keys)
        return begin(current, 'password', writing, replacing)
      })
    },

    signInAs(by, how, replacing) {
      return database.transaction(async (writing) => {
        const account = 'id' in by ? await store.maybeAccount(writing, by.id) : await store.maybeAccountOfSubject(writing, by.oidc_subject)
        if (!account) return refused('unknown', undefined)
        if (account.disabled) return refused('disabled', account.id)
        return begin(account, how, writing, replacing)
      })
    },

    async session(secret, touch) {
      const digest = sessionDigest(secret)
      const row = digest && (await store.maybeSession(database, digest))
      if (!digest || !row) throw new Refusal('session.missing', { inside: 'no such session' })
      const now = clock.now()
      const idle_ms = now.getTime() - row.used_at.getTime()
      const ended =
        now >= row.expires_at
          ? 'its time is over'
          : idle_ms >= SESSION_IDLE_MS
            ? 'it was idle'
            : row.disabled
              ? 'the account is disabled'
              : row.version !== row.session_version
                ? 'the account was changed'
                : undefined
      if (ended) {
        await database.transaction((writing) => store.deleteSession(writing, digest))
        throw new Refusal('session.expired', { inside: ended })
      }
      if (touch && idle_ms >= TOUCH_MS) await database.transaction((writing) => store.touchSession(writing, digest, now))
      return {
        id: row.session,
        officer: store.officerOf(row),
        how: row.how,
        purpose: maybePurpose(row.purpose),
        place: row.place,
        purposes: PURPOSES,
        expires_at: row.expires_at,
        change_password: row.how === 'password' && row.password_once,
      }
    },

    async shift(session, purpose, place) {
      await database.transaction((writing) => store.updateShift(writing, session, purpose, place))
    },

    async end(secret) {
      const digest = sessionDigest(secret)
      if (digest) await database.transaction((writing) => store.deleteSession(writing, digest))
    },

    async token(secret) {
      const digest = tokenDigest(secret)
      const row = digest && (await store.maybeTokenOf(database, digest))
      if (!row) throw new Refusal('token.invalid', { inside: 'no such token' })
      const now = clock.now()
      const roles = row.roles.filter((role) => row.token_roles.includes(role))
      const why = row.token_withdrawn_at
        ? 'withdrawn'
        : now >= row.token_expires_at
          ? 'expired'
          : row.disabled
            ? 'its officer is disabled'
            : roles.length === 0
              ? 'its officer has none of its roles'
              : undefined
      if (why) throw new Refusal('token.invalid', { inside: `token ${row.token}: ${why}` })
      if (now.getTime() - (row.token_used_at?.getTime() ?? 0) >= TOUCH_MS) {
        await database.transaction((writing) => store.touchToken(writing, row.token, now))
      }
      const purposes = PURPOSES.filter((purpose) => row.token_purposes.includes(purpose))
      return {
        id: `token:${row.token}`,
        officer: { ...store.officerOf(row), roles },
        how: 'token',
        purpose: purposes.length === 1 ? purposes[0]! : null,
        place: null,
        purposes,
        expires_at: row.token_expires_at,
        change_password: false,
      }
    },

    async demonstrationOfficers() {
      return (await store.manyEnabled(database, 50)).map(store.officerOf)
    },
  }

  function secretOf(account: store.AccountRow | undefined): string {
    if (!account || account.totp === null || account.totp_slot === null) return decoy
    const opened = vault.open(account.totp_slot, TOTP_LABEL, account.totp)
    return (opened && maybeText(opened)) ?? decoy
  }
}

const refused = (why: Why, officer: string | undefined): SignedIn => ({
  ok: false,
  refusal: new Refusal('session.refused', { inside: `${officer ?? 'unknown name'}: ${why}` }),
  officer,
  why,
})

function attemptKeys(name: string, address: string): Record<AttemptKind, Uint8Array> {
  const network = networkOf(address)
  return { address: attemptKeyOfAddress(network), pair: attemptKeyOfPair(name, network), name: attemptKeyOfName(name) }
}

function maybeSignInName(name: string): string | undefined {
  try {
    return signInName(name)
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}

const maybePurpose = (text: string | null): Purpose | null => PURPOSES.find((purpose) => purpose === text) ?? null
