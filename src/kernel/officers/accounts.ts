/** Accounts of officers: adding, changing, giving new credentials. Who may do so is decided by the door. */
import { utf8 } from '#lib/bytes.ts'
import { Refusal } from '#wire/refusal.ts'
import { type Language, ROLES, type Role } from '#wire/vocabulary.ts'
import type { Officer, Sealing } from '../capability.ts'
import type { Writer } from '../database/port.ts'
import { attemptKeyOfName } from './keys.ts'
import { hashPasswordInTurn, newPassword, passwordFault, passwordFitsInTurn } from './passwords.ts'
import * as store from './store.ts'
import { newSecret, provisioningUri } from './totp.ts'

export interface NewAccount {
  readonly sign_in_name: string
  readonly name: string
  readonly member: string
  readonly unit: string
  readonly roles: readonly Role[]
  readonly clearance: Officer['clearance']
  readonly language: Language
  /** Who the country's identity provider says it is; such an account may have no password. */
  readonly oidc_subject?: string
}

/** Credentials made ready before the transaction that gives them to an account: a derivation takes its time. */
export interface Prepared {
  readonly password: string
  readonly hash: string
  readonly totp_secret: string
  readonly once: boolean
}

/** Makes them; a password chosen beforehand (demonstration, tests) is no one-time password. */
export async function prepareCredentials(chosen: { readonly password?: string; readonly totp_secret?: string } = {}): Promise<Prepared> {
  const password = chosen.password ?? newPassword()
  return {
    password,
    hash: await hashPasswordInTurn(password),
    totp_secret: chosen.totp_secret ?? newSecret(),
    once: chosen.password === undefined,
  }
}

/** Shown once and kept nowhere in clear. */
export interface Credentials {
  /** To be changed at the first sign-in. */
  readonly password: string
  /** For an authenticator application (`otpauth://`). */
  readonly totp_uri: string
}

export interface Making {
  readonly writing: Writer
  readonly vault: Pick<Sealing, 'slotOf' | 'seal'>
  readonly now: Date
}

export const TOTP_LABEL = 'officer-totp'
const ISSUER = 'Portolan'

/** The one spelling of a sign-in name; refuses what could be mistaken for another (`input.malformed`). */
export function signInName(text: string): string {
  const name = text.normalize('NFKC').trim().toLowerCase()
  if (!/^[\p{L}\p{N}][\p{L}\p{M}\p{N}._@-]{1,63}$/u.test(name)) {
    throw new Refusal('input.malformed', { details: [{ path: '/sign_in_name', reason: 'letters, digits and . _ @ - only' }] })
  }
  return name
}

/** Adds an account; a name or subject that is taken is `state.conflict`. */
export async function addAccount(making: Making, id: string, account: NewAccount, prepared: Prepared): Promise<Credentials> {
  const { writing, now } = making
  const sign_in_name = signInName(account.sign_in_name)
  const made = await credentials(making, id, sign_in_name, prepared)
  const added = await store.insertAccount(writing, {
    id,
    sign_in_name,
    name: account.name,
    member: account.member,
    unit: account.unit,
    roles: inOrder(account.roles),
    clearance: account.clearance,
    language: account.language,
    oidc_subject: account.oidc_subject ?? null,
    disabled: false,
    created_at: now,
    ...made.row,
    password_once: prepared.once,
  })
  if (!added) throw new Refusal('state.conflict', { details: [{ path: '/sign_in_name', reason: 'taken' }] })
  return made.shown
}

/** Writes what changed; another version than the one seen is `state.conflict`. Sessions of the account end. */
export async function changeAccount(
  { writing, now }: Omit<Making, 'vault'>,
  { id, version, change }: { id: string; version?: number; change: Partial<store.AccountChange> },
): Promise<store.AccountRow> {
  const account = await accountHeld(writing, id)
  if (version !== undefined && account.version !== version) {
    throw new Refusal('state.conflict', { details: [{ path: '/version', reason: `is ${account.version}` }] })
  }
  const { name, unit, roles, clearance, language, oidc_subject, disabled } = { ...account, ...change }
  const written = await store.updateAccount(
    writing,
    id,
    { name, unit, roles: inOrder(roles), clearance, language, oidc_subject, disabled },
    now,
  )
  if (!written) throw new Refusal('state.conflict', { details: [{ path: '/oidc_subject', reason: 'taken' }] })
  return accountHeld(writing, id)
}

/** Gives a new one-time password and a new secret for codes; sessions end, lock-out on the name is lifted. */
export async function resetAccount(making: Making, id: string, prepared: Prepared): Promise<Credentials> {
  const account = await accountHeld(making.writing, id)
  const { row, shown } = await credentials(making, id, account.sign_in_name, prepared)
  await store.updateCredentials(making.writing, id, row, making.now)
  await store.forgetAttemptsAt(making.writing, attemptKeyOfName(account.sign_in_name))
  return shown
}

export type PasswordChange =
  | { changed: true }
  | { changed: false; reason: 'current' | NonNullable<ReturnType<typeof passwordFault>> | 'same' }

/** The judgement of a new password, made before the transaction that writes it. */
export interface Judged {
  /** Of the account that was judged. */
  readonly version: number
  readonly fits: boolean
  readonly fault: Exclude<PasswordChange, { changed: true }>['reason'] | undefined
  readonly hash: string | undefined
}

export async function judgePasswordChange(
  account: store.AccountRow,
  { current, next }: { current: string; next: string },
): Promise<Judged> {
  const fits = await passwordFitsInTurn(account.password, current)
  const fault = passwordFault(next, [account.sign_in_name, ...account.name.split(/\s+/)]) ?? (current === next ? 'same' : undefined)
  return { version: account.version, fits, fault, hash: fits && !fault ? await hashPasswordInTurn(next) : undefined }
}

/** Changes one's own password; a fault is answered, not thrown, so that what the attempt counted is kept. All sessions end. */
export async function changePassword({ writing, now }: Omit<Making, 'vault'>, id: string, judged: Judged): Promise<PasswordChange> {
  const account = await accountHeld(writing, id)
  const locked = await store.beginAttempt(writing, 'name', attemptKeyOfName(account.sign_in_name), true, now)
  if (locked) throw new Refusal('session.locked', { retry_after_s: Math.ceil((locked.getTime() - now.getTime()) / 1000) })
  if (account.version !== judged.version) throw new Refusal('state.conflict', { details: [{ path: '/current', reason: 'changed' }] })
  if (!judged.fits) return { changed: false, reason: 'current' }
  if (judged.fault || judged.hash === undefined) return { changed: false, reason: judged.fault ?? 'current' }
  await store.updatePassword(writing, id, judged.hash, now)
  await store.forgetAttemptsAt(writing, attemptKeyOfName(account.sign_in_name))
  return { changed: true }
}

async function accountHeld(writing: Writer, id: string): Promise<store.AccountRow> {
  const account = await store.maybeAccountHeld(writing, id)
  if (!account) throw new Refusal('thing.unknown')
  return account
}

async function credentials({ vault }: Making, id: string, label: string, { password, hash, totp_secret }: Prepared) {
  const totp_slot = await vault.slotOf(`officer:${id}`)
  return {
    row: { password: hash, totp_slot, totp: vault.seal(totp_slot, TOTP_LABEL, utf8(totp_secret)) },
    shown: { password, totp_uri: provisioningUri(ISSUER, label, totp_secret) },
  }
}

const inOrder = (roles: readonly Role[]): Role[] => ROLES.filter((role) => roles.includes(role))
