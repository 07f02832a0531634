/** Which account an action is about, and the refusals that all of them share. */
import type { ClassAttributes, View } from '#kernel/capability.ts'
import { accounts } from '#kernel/officers/index.ts'
import { Refusal } from '#wire/refusal.ts'

type Asking = Pick<View, 'officer' | 'reading'>

/** All accounts of a member are one class: who may administer, may administer each. */
export const classOfAccounts = (member: string): ClassAttributes => ({ kind: 'officer', member, classification: 'unclassified', unit: '' })

export const ownAccounts = (_input: unknown, { officer }: Asking): ClassAttributes => classOfAccounts(officer.member)

export const onAccount = async ({ id }: { id: string }, { reading }: Asking): Promise<ClassAttributes> =>
  classOfAccounts((await oneAccount(reading, id)).member)

/** The account, or `thing.unknown`. */
export async function oneAccount(reading: View['reading'], id: string): Promise<accounts.AccountRow> {
  const account = await accounts.maybeAccount(reading, id)
  if (!account) throw new Refusal('thing.unknown')
  return account
}

/** An administrator leaves his own account to others. */
export function notOneself({ officer }: Asking, id: string): void {
  if (officer.id === id) throw new Refusal('access.denied', { details: [{ path: '/id', reason: 'own-account' }] })
}

/** Refuses what has to be proposed and confirmed by another administrator. */
export function alone(needs_two: boolean, path: string): void {
  if (needs_two) throw new Refusal('access.denied', { details: [{ path, reason: 'second-administrator' }] })
}
