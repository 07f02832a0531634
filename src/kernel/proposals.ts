/** Four eyes: what one officer proposes about a thing, another confirms within a week; either takes it back. Each capability says what it is for. */
import Type, { type Static } from 'typebox'
import { Refusal } from '#wire/refusal.ts'
import type { Act, View } from './capability.ts'
import type { Reader } from './database/port.ts'
import { sql } from './database/sql.ts'
import { maybeAccount } from './officers/store.ts'

export const PROPOSAL_LASTS_MS = 7 * 86_400_000

export interface Proposal {
  readonly id: string
  readonly member: string
  readonly kind: string
  readonly thing: string
  readonly ground: string
  readonly proposed_by: string
  readonly proposed_at: Date
  readonly expires_at: Date
  readonly state: 'waiting' | 'confirmed' | 'rejected' | 'expired'
  readonly settled_by: string | null
  readonly settled_at: Date | null
}

/** As it stands now: what nobody confirmed in time has expired. */
export const stateOf = ({ state, expires_at }: Pick<Proposal, 'state' | 'expires_at'>, now: Date): Proposal['state'] =>
  state === 'waiting' && now >= expires_at ? 'expired' : state

export type WhyNot = 'settled' | 'expired' | 'proposer' | 'proposer-left'

/** Why an officer can not confirm; `undefined` when he can. */
export function whyNotConfirm(
  proposal: Pick<Proposal, 'state' | 'expires_at' | 'proposed_by'>,
  { officer, now, proposer_is_here }: { officer: string; now: Date; proposer_is_here: boolean },
): WhyNot | undefined {
  const state = stateOf(proposal, now)
  if (state === 'expired') return 'expired'
  if (state !== 'waiting') return 'settled'
  if (proposal.proposed_by === officer) return 'proposer'
  if (!proposer_is_here) return 'proposer-left'
  return undefined
}

interface Wanted {
  readonly kind: string
  readonly thing: string
  readonly access_class: number
  readonly ground: string
}

/** Proposes; a thing about which the same is proposed already is `state.conflict`. */
export async function propose(act: Act, { kind, thing, access_class, ground }: Wanted): Promise<{ id: string; expires_at: Date }> {
  const { writing, officer, now } = act
  const id = act.newId()
  const expires_at = new Date(now.getTime() + PROPOSAL_LASTS_MS)
  await writing.run(sql`
    update proposal set state = 'expired' where kind = ${kind} and thing = ${thing} and state = 'waiting' and expires_at <= ${now}`)
  const added = await writing.run(sql`
    insert into proposal (id, member, kind, thing, access_class, ground, proposed_by, proposed_at, expires_at, state)
    values (${id}, ${officer.member}, ${kind}, ${thing}, ${access_class}, ${ground}, ${officer.id}, ${now}, ${expires_at}, 'waiting')
    on conflict do nothing`)
  if (added === 0) throw conflict('waits')
  return { id, expires_at }
}

/** The second officer's yes: answers what was proposed, held until the transaction ends. Refuses the proposer himself. */
export async function confirm({ writing, officer, now }: Act, kind: string, id: string): Promise<Proposal> {
  const proposal = await held(writing, officer.member, kind, id)
  const proposer = await maybeAccount(writing, proposal.proposed_by)
  const why = whyNotConfirm(proposal, { officer: officer.id, now, proposer_is_here: proposer === undefined || !proposer.disabled })
  if (why === 'proposer') throw new Refusal('access.denied', { details: [{ path: '/proposal', reason: why }] })
  if (why) throw conflict(why)
  await settle(writing, id, 'confirmed', officer.id, now)
  return proposal
}

/** Turned down by another, or taken back by who proposed it. */
export async function reject({ writing, officer, now }: Act, kind: string, id: string): Promise<Proposal> {
  const proposal = await held(writing, officer.member, kind, id)
  if (stateOf(proposal, now) !== 'waiting') throw conflict(stateOf(proposal, now) === 'expired' ? 'expired' : 'settled')
  await settle(writing, id, 'rejected', officer.id, now)
  return proposal
}

export const maybeProposal = (reading: Reader, member: string, kind: string, id: string): Promise<Proposal | undefined> =>
  reading.maybeOne(sql`select * from proposal where id = ${id}::uuid and member = ${member} and kind = ${kind}`)

/** What waits about one thing. */
export const maybeWaiting = ({ reading, officer, now }: View, kind: string, thing: string): Promise<Proposal | undefined> =>
  reading.maybeOne(sql`
    select * from proposal
    where member = ${officer.member} and kind = ${kind} and thing = ${thing} and state = 'waiting' and expires_at > ${now}`)

/** Newest first, within the access classes that the officer may see. */
export async function findProposals(
  { reading, officer, now }: View,
  { kind, classes, waiting }: { kind: string; classes: readonly number[]; waiting?: boolean | undefined },
  { limit, offset }: { limit: number; offset: number },
): Promise<{ rows: Proposal[]; total: number }> {
  const stands = sql`(state = 'waiting' and expires_at > ${now})`
  const where = sql`member = ${officer.member} and kind = ${kind} and access_class = any(${[...classes]}::int[])
    and (${waiting === undefined}::boolean or ${stands} = ${waiting ?? false}::boolean)`
  const rows = await reading.many<Proposal>(
    sql`select * from proposal where ${where} order by proposed_at desc, id desc limit ${limit} offset ${offset}`,
  )
  const { total } = await reading.one<{ total: number }>(sql`select count(*) as total from proposal where ${where}`)
  return { rows, total }
}

/** As it is answered, with the grounds that the capability publishes. */
export const proposalOut = <const Ground extends string>(grounds: readonly Ground[]) =>
  Type.Object(
    {
      id: Type.String({ format: 'uuid' }),
      thing: Type.String({ maxLength: 64 }),
      ground: Type.Enum([...grounds]),
      proposed_by: Type.String({ maxLength: 120 }),
      proposed_at: Type.String({ format: 'date-time' }),
      expires_at: Type.String({ format: 'date-time' }),
      state: Type.Enum(['waiting', 'confirmed', 'rejected', 'expired']),
      settled_by: Type.Union([Type.String({ maxLength: 120 }), Type.Null()]),
      settled_at: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
    },
    { additionalProperties: false },
  )

export const toldOf = <const Ground extends string>(
  proposal: Proposal,
  _grounds: readonly Ground[],
  now: Date,
): Static<ReturnType<typeof proposalOut<Ground>>> => {
  const { id, thing, ground, proposed_by, proposed_at, expires_at, settled_by, settled_at } = proposal
  return {
    id,
    thing,
    ground: ground as Ground,
    proposed_by,
    proposed_at: proposed_at.toISOString(),
    expires_at: expires_at.toISOString(),
    state: stateOf(proposal, now),
    settled_by,
    settled_at: settled_at?.toISOString() ?? null,
  } as Static<ReturnType<typeof proposalOut<Ground>>>
}

async function held(writing: Act['writing'], member: string, kind: string, id: string): Promise<Proposal> {
  const proposal = await writing.maybeOne<Proposal>(
    sql`select * from proposal where id = ${id}::uuid and member = ${member} and kind = ${kind} for update`,
  )
  if (!proposal) throw new Refusal('thing.unknown', { inside: `proposal ${id}` })
  return proposal
}

const settle = (writing: Act['writing'], id: string, state: 'confirmed' | 'rejected', by: string, now: Date) =>
  writing.run(sql`update proposal set state = ${state}, settled_by = ${by}, settled_at = ${now} where id = ${id}::uuid`)

const conflict = (reason: string) => new Refusal('state.conflict', { details: [{ path: '/proposal', reason }] })
