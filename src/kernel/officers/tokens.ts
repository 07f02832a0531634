/** API tokens of national systems: never more than their officer may, for stated purposes, until a date. */
import { Refusal } from '#wire/refusal.ts'
import type { Purpose, Role } from '#wire/vocabulary.ts'
import type { Writer } from '../database/port.ts'
import { newTokenSecret, tokenDigest } from './keys.ts'
import * as store from './store.ts'

export const TOKEN_LONGEST_MS = 366 * 86_400_000
export const TOKENS_PER_OFFICER = 20

export interface NewToken {
  readonly officer: string
  readonly label: string
  readonly roles: readonly Role[]
  readonly purposes: readonly Purpose[]
  readonly expires_at: Date
  /** The id of the officer who gives it. */
  readonly created_by: string
}

/** Why an account can not have such a token; `undefined` when it can. */
export function tokenFault(
  account: Pick<store.AccountRow, 'disabled' | 'roles'>,
  { roles, expires_at }: Pick<NewToken, 'roles' | 'expires_at'>,
  now: Date,
): Refusal | undefined {
  if (account.disabled) return new Refusal('state.conflict', { details: [{ path: '/officer', reason: 'disabled' }] })
  if (roles.length === 0 || roles.some((role) => !account.roles.includes(role)))
    return new Refusal('input.malformed', { details: [{ path: '/roles', reason: 'not all are roles of the officer' }] })
  const lasts_ms = expires_at.getTime() - now.getTime()
  if (!(lasts_ms > 0 && lasts_ms <= TOKEN_LONGEST_MS))
    return new Refusal('input.malformed', { details: [{ path: '/expires_at', reason: 'not within 366 days' }] })
  return undefined
}

/** Makes a token; the secret is answered once. Roles that its officer lacks, or a date out of bounds, are `input.malformed`. */
export async function addToken({ writing, now }: { writing: Writer; now: Date }, id: string, token: NewToken): Promise<string> {
  const account = await store.maybeAccountHeld(writing, token.officer)
  if (!account) throw new Refusal('thing.unknown')
  const fault = tokenFault(account, token, now)
  if (fault) throw fault
  if ((await store.countLiveTokens(writing, token.officer, now)) >= TOKENS_PER_OFFICER) {
    throw new Refusal('quota.exceeded', { inside: `${TOKENS_PER_OFFICER} live tokens for ${token.officer}` })
  }
  const secret = newTokenSecret()
  await store.insertToken(writing, { id, created_at: now, ...token }, tokenDigest(secret)!)
  return secret
}
