/** The only SQL about officers: accounts, sessions, tokens, attempts. */
import type { MemberId, UnitId } from '#wire/address.ts'
import type { Language, Role } from '#wire/vocabulary.ts'
import type { Officer } from '../capability.ts'
import type { Reader, Writer } from '../database/port.ts'
import { allOf, sql } from '../database/sql.ts'
import { type AttemptKind, delayAfter, FORGET_AFTER_MS, KEPT_ATTEMPTS } from './attempts.ts'

export interface AccountRow {
  readonly id: string
  readonly sign_in_name: string
  readonly name: string
  readonly member: MemberId
  readonly unit: UnitId
  readonly roles: readonly Role[]
  readonly clearance: 0 | 1 | 2
  readonly language: Language
  readonly password: string | null
  readonly password_once: boolean
  readonly totp_slot: number | null
  readonly totp: Uint8Array | null
  readonly totp_step: number
  readonly oidc_subject: string | null
  readonly disabled: boolean
  readonly version: number
  readonly created_at: Date
  readonly changed_at: Date
  readonly reset_at: Date | null
  readonly signed_in_at: Date | null
}

export const officerOf = ({ id, name, member, unit, roles, clearance, language }: Officer): Officer => ({
  id,
  name,
  member,
  unit,
  roles,
  clearance,
  language,
})

export const maybeAccount = (reading: Reader, id: string) => reading.maybeOne<AccountRow>(sql`select * from officer where id = ${id}`)

export const maybeAccountNamed = (reading: Reader, sign_in_name: string) =>
  reading.maybeOne<AccountRow>(sql`select * from officer where sign_in_name = ${sign_in_name}`)

export const maybeAccountOfSubject = (reading: Reader, subject: string) =>
  reading.maybeOne<AccountRow>(sql`select * from officer where oidc_subject = ${subject}`)

/** Holds the account until the transaction ends, so that two changes go one after the other. */
export const maybeAccountHeld = (writing: Writer, id: string) =>
  writing.maybeOne<AccountRow>(sql`select * from officer where id = ${id} for update`)

export interface AccountFilter {
  readonly member: MemberId
  readonly unit?: UnitId
  readonly role?: Role
  readonly disabled?: boolean
  /** Part of the name or the sign-in name. */
  readonly words?: string
}

export async function manyAccounts(reading: Reader, filter: AccountFilter, { limit, offset }: { limit: number; offset: number }) {
  const words = filter.words === undefined ? undefined : `%${filter.words.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
  const where = allOf([
    sql`member = ${filter.member}`,
    ...(filter.unit === undefined ? [] : [sql`unit = ${filter.unit}`]),
    ...(filter.role === undefined ? [] : [sql`${filter.role} = any(roles)`]),
    ...(filter.disabled === undefined ? [] : [sql`disabled = ${filter.disabled}`]),
    ...(words === undefined ? [] : [sql`(lower(name) like ${words} or sign_in_name like ${words})`]),
  ])
  const rows = await reading.many<AccountRow>(
    sql`select * from officer where ${where} order by sign_in_name limit ${limit} offset ${offset}`,
  )
  const { total } = await reading.one<{ total: number }>(sql`select count(*) as total from officer where ${where}`)
  return { rows, total }
}

export const manyEnabled = (reading: Reader, limit: number) =>
  reading.many<AccountRow>(sql`select * from officer where not disabled order by created_at, id limit ${limit}`)

/** How many enabled accounts of a member have a role. */
export const countWithRole = async (reading: Reader, member: MemberId, role: Role): Promise<number> =>
  (
    await reading.one<{ count: number }>(
      sql`select count(*) as count from officer where member = ${member} and not disabled and ${role} = any(roles)`,
    )
  ).count

export async function insertAccount(
  writing: Writer,
  row: Omit<AccountRow, 'totp_step' | 'version' | 'changed_at' | 'reset_at' | 'signed_in_at'>,
) {
  const added = await writing.run(sql`
    insert into officer (id, sign_in_name, name, member, unit, roles, clearance, language, password, password_once, totp_slot, totp,
      oidc_subject, disabled, created_at, changed_at)
    values (${row.id}, ${row.sign_in_name}, ${row.name}, ${row.member}, ${row.unit}, ${[...row.roles]}::text[], ${row.clearance}, ${row.language},
      ${row.password}, ${row.password_once}, ${row.totp_slot}, ${row.totp}, ${row.oidc_subject}, ${row.disabled},
      ${row.created_at.toISOString()}::timestamptz, ${row.created_at.toISOString()}::timestamptz)
    on conflict do nothing`)
  return added === 1
}

export type AccountChange = Pick<AccountRow, 'name' | 'unit' | 'roles' | 'clearance' | 'language' | 'oidc_subject' | 'disabled'>

/** Writes the new state and raises the version, which ends the sessions; false where the subject belongs to another account. */
export async function updateAccount(writing: Writer, id: string, change: AccountChange, now: Date): Promise<boolean> {
  if (change.oidc_subject !== null) {
    const other = await maybeAccountOfSubject(writing, change.oidc_subject)
    if (other && other.id !== id) return false
  }
  await writing.run(sql`
    update officer set name = ${change.name}, unit = ${change.unit}, roles = ${[...change.roles]}::text[], clearance = ${change.clearance},
      language = ${change.language}, oidc_subject = ${change.oidc_subject}, disabled = ${change.disabled},
      version = version + 1, changed_at = ${now.toISOString()}::timestamptz
    where id = ${id}`)
  return true
}

export const updateLanguage = (writing: Writer, id: string, language: Language) =>
  writing.run(sql`update officer set language = ${language} where id = ${id}`)

export const updatePassword = (writing: Writer, id: string, password: string, now: Date) =>
  writing.run(sql`
    update officer set password = ${password}, password_once = false, version = version + 1, changed_at = ${now.toISOString()}::timestamptz
    where id = ${id}`)

export const updateCredentials = (
  writing: Writer,
  id: string,
  made: { password: string; totp_slot: number; totp: Uint8Array },
  now: Date,
) =>
  writing.run(sql`
    update officer set password = ${made.password}, password_once = true, totp_slot = ${made.totp_slot}, totp = ${made.totp}, totp_step = 0,
      version = version + 1, changed_at = ${now.toISOString()}::timestamptz, reset_at = ${now.toISOString()}::timestamptz
    where id = ${id}`)

/** Marks the code's step as used; false where another sign-in used it or a later one first. */
export const takeStep = async (writing: Writer, id: string, step: number): Promise<boolean> =>
  (await writing.run(sql`update officer set totp_step = ${step} where id = ${id} and totp_step < ${step}`)) === 1

export const markSignedIn = (writing: Writer, id: string, now: Date) =>
  writing.run(sql`update officer set signed_in_at = ${now.toISOString()}::timestamptz where id = ${id}`)

export interface SessionRow {
  readonly id: string
  readonly how: 'password' | 'oidc' | 'demonstration'
  readonly purpose: string | null
  readonly place: string | null
  readonly used_at: Date
  readonly expires_at: Date
  /** Of the account when the session began. */
  readonly session_version: number
}

export const maybeSession = (reading: Reader, digest: Uint8Array) =>
  reading.maybeOne<AccountRow & Omit<SessionRow, 'id'> & { session: string }>(sql`
    select officer.*, s.id as session, s.how, s.purpose, s.place, s.used_at, s.expires_at, s.version as session_version
    from officer_session s join officer on officer.id = s.officer where s.digest = ${digest}`)

export interface NewSession {
  readonly digest: Uint8Array
  readonly id: string
  readonly officer: string
  readonly version: number
  readonly how: SessionRow['how']
  readonly now: Date
  readonly expires_at: Date
}

/** Adds a session and ends the officer's oldest beyond `kept`. */
export async function insertSession(writing: Writer, session: NewSession, kept: number) {
  const now = session.now.toISOString()
  await writing.run(sql`
    insert into officer_session (digest, id, officer, version, how, created_at, used_at, expires_at)
    values (${session.digest}, ${session.id}, ${session.officer}, ${session.version}, ${session.how}, ${now}::timestamptz, ${now}::timestamptz,
      ${session.expires_at.toISOString()}::timestamptz)`)
  await writing.run(sql`
    delete from officer_session where officer = ${session.officer} and id not in (
      select id from officer_session where officer = ${session.officer} order by created_at desc, id desc limit ${kept})`)
}

export const touchSession = (writing: Writer, digest: Uint8Array, now: Date) =>
  writing.run(sql`update officer_session set used_at = ${now.toISOString()}::timestamptz where digest = ${digest}`)

export const updateShift = (writing: Writer, id: string, purpose: string | null, place: string | null) =>
  writing.run(sql`update officer_session set purpose = ${purpose}, place = ${place} where id = ${id}`)

/** Those of the officers who have a session that was used since. */
export const officersInSession = async (reading: Reader, officers: readonly string[], now: Date, used_since: Date): Promise<string[]> =>
  (
    await reading.many<{ officer: string }>(sql`select distinct officer from officer_session
      where officer = any(${[...officers]}::text[]) and expires_at > ${now} and used_at > ${used_since}`)
  ).map(({ officer }) => officer)

export const deleteSession = (writing: Writer, digest: Uint8Array) => writing.run(sql`delete from officer_session where digest = ${digest}`)

export interface TokenRow {
  readonly id: string
  readonly officer: string
  readonly label: string
  readonly roles: readonly Role[]
  readonly purposes: readonly string[]
  readonly created_by: string
  readonly created_at: Date
  readonly expires_at: Date
  readonly used_at: Date | null
  readonly withdrawn_at: Date | null
}

/** The account of a token with what the token says of itself. */
export const maybeTokenOf = (reading: Reader, digest: Uint8Array) =>
  reading.maybeOne<
    AccountRow & {
      token: string
      token_roles: readonly Role[]
      token_purposes: readonly string[]
      token_expires_at: Date
      token_used_at: Date | null
      token_withdrawn_at: Date | null
    }
  >(sql`
    select officer.*, t.id as token, t.roles as token_roles, t.purposes as token_purposes, t.expires_at as token_expires_at,
      t.used_at as token_used_at, t.withdrawn_at as token_withdrawn_at
    from officer_token t join officer on officer.id = t.officer where t.digest = ${digest}`)

export const maybeTokenById = (reading: Reader, id: string) =>
  reading.maybeOne<TokenRow>(sql`
    select id, officer, label, roles, purposes, created_by, created_at, expires_at, used_at, withdrawn_at
    from officer_token where id = ${id}`)

export const insertToken = (writing: Writer, token: Omit<TokenRow, 'used_at' | 'withdrawn_at'>, digest: Uint8Array) =>
  writing.run(sql`
    insert into officer_token (id, digest, officer, label, roles, purposes, created_by, created_at, expires_at)
    values (${token.id}, ${digest}, ${token.officer}, ${token.label}, ${[...token.roles]}::text[], ${[...token.purposes]}::text[],
      ${token.created_by}, ${token.created_at.toISOString()}::timestamptz, ${token.expires_at.toISOString()}::timestamptz)`)

export const countLiveTokens = async (reading: Reader, officer: string, now: Date): Promise<number> =>
  (
    await reading.one<{ count: number }>(sql`
      select count(*) as count from officer_token
      where officer = ${officer} and withdrawn_at is null and expires_at > ${now.toISOString()}::timestamptz`)
  ).count

export const touchToken = (writing: Writer, id: string, now: Date) =>
  writing.run(sql`update officer_token set used_at = ${now.toISOString()}::timestamptz where id = ${id}`)

export const withdrawToken = async (writing: Writer, id: string, now: Date): Promise<boolean> =>
  (await writing.run(
    sql`update officer_token set withdrawn_at = ${now.toISOString()}::timestamptz where id = ${id} and withdrawn_at is null`,
  )) === 1

export async function manyTokens(
  reading: Reader,
  { member, officer, live, now }: { member: MemberId; officer?: string; live?: boolean; now: Date },
  { limit, offset }: { limit: number; offset: number },
) {
  const valid = sql`(t.withdrawn_at is null and t.expires_at > ${now.toISOString()}::timestamptz)`
  const where = allOf([
    sql`o.member = ${member}`,
    ...(officer === undefined ? [] : [sql`t.officer = ${officer}`]),
    ...(live === undefined ? [] : [live ? valid : sql`not ${valid}`]),
  ])
  const from = sql`from officer_token t join officer o on o.id = t.officer where ${where}`
  const rows = await reading.many<TokenRow & { officer_name: string }>(sql`
    select t.id, t.officer, o.name as officer_name, t.label, t.roles, t.purposes, t.created_by, t.created_at, t.expires_at, t.used_at, t.withdrawn_at
    ${from} order by t.created_at desc, t.id limit ${limit} offset ${offset}`)
  const { total } = await reading.one<{ total: number }>(sql`select count(*) as total ${from}`)
  return { rows, total }
}

/**
 * Counts an attempt before it is judged, so that attempts at the same moment do not slip through together.
 * Answers when it may be tried at the earliest where it is locked.
 */
export async function beginAttempt(
  writing: Writer,
  kind: AttemptKind,
  key: Uint8Array,
  known: boolean,
  now: Date,
): Promise<Date | undefined> {
  const at = now.toISOString()
  const forget = new Date(now.getTime() - FORGET_AFTER_MS).toISOString()
  const counted = await writing.maybeOne<{ failures: number }>(sql`
    insert into officer_attempt as a (kind, key, known, failures, last_at) values (${kind}, ${key}, ${known}, 1, ${at}::timestamptz)
    on conflict (kind, key) do update set known = ${known}, last_at = ${at}::timestamptz,
      failures = case when a.last_at < ${forget}::timestamptz then 1 else a.failures + 1 end
    where a.locked_until is null or a.locked_until <= ${at}::timestamptz
    returning failures`)
  if (counted === undefined) {
    const { locked_until } = await writing.one<{ locked_until: Date }>(
      sql`select locked_until from officer_attempt where kind = ${kind} and key = ${key}`,
    )
    return locked_until
  }
  const delay_ms = delayAfter(kind, counted.failures)
  if (delay_ms > 0) {
    const until = new Date(now.getTime() + delay_ms).toISOString()
    await writing.run(sql`update officer_attempt set locked_until = ${until}::timestamptz where kind = ${kind} and key = ${key}`)
  }
  return undefined
}

/** Takes back what a successful attempt counted: the account starts anew, the address only loses this one. */
export async function forgiveAttempt(writing: Writer, keys: Record<AttemptKind, Uint8Array>) {
  await writing.run(sql`
    delete from officer_attempt where (kind = 'pair' and key = ${keys.pair}) or (kind = 'name' and key = ${keys.name})`)
  await writing.run(sql`
    update officer_attempt set failures = greatest(failures - 1, 0), locked_until = null where kind = 'address' and key = ${keys.address}`)
}

export const forgetAttemptsAt = (writing: Writer, key: Uint8Array) =>
  writing.run(sql`delete from officer_attempt where kind = 'name' and key = ${key}`)

/** Keeps the tables small: forgotten attempts, those beyond the bound, ended sessions. */
export async function sweep(writing: Writer, now: Date) {
  const forget = new Date(now.getTime() - FORGET_AFTER_MS).toISOString()
  await writing.run(sql`delete from officer_attempt where last_at < ${forget}::timestamptz`)
  await writing.run(sql`
    delete from officer_attempt where (kind, key) in (
      select kind, key from officer_attempt where not known order by last_at desc, kind, key offset ${KEPT_ATTEMPTS})`)
  await writing.run(sql`delete from officer_session where expires_at < ${now.toISOString()}::timestamptz`)
}
