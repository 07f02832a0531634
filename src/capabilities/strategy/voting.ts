/** Counting votes: one a member that takes part, its newest in time; and counting them again where another counted. Pure. */
import type { MemberId } from '#wire/address.ts'
import type { Forum } from './forum.ts'
import { codeIn, newestOfEach, pointing, type Thing } from './things.ts'

export const RESULTS = ['adopted', 'rejected', 'no-quorum'] as const
export type Result = (typeof RESULTS)[number]

export interface Tally {
  readonly result: Result
  readonly counted: readonly string[]
  readonly yes: number
  readonly no: number
  readonly abstain: number
  readonly entitled: number
}

/** How long after its end a vote may come in that was given before: as far as clocks may differ. */
const GRACE_MS = 240_000

/** Whether a vote was given, and had come here, before the consultation was over. */
export const inTime = ({ said_at, came_at }: Thing, { set }: Thing): boolean => {
  const due = String(set.due)
  return said_at < due && Date.parse(came_at) < Date.parse(due) + GRACE_MS
}

/**
 * Counts the votes on a consultation: one a member that takes part now, its newest. Who abstains is there, and neither for it nor against it; a
 * majority is of yes and no.
 */
export function tallyOf(consultation: Thing, things: readonly Thing[], { participants }: Pick<Forum, 'participants'>): Tally {
  const votes = newestOfEach(pointing(things, 'vote', 'consultation', consultation.id).filter((one) => inTime(one, consultation)))
  return countOf(
    consultation,
    votes.filter(({ by }) => participants.includes(by)),
    participants.length,
  )
}

function countOf({ set }: Thing, votes: readonly Thing[], entitled: number): Tally {
  const of = (says: string) => votes.filter((one) => one.set.says === says).length
  const [yes, no, abstain] = [of('yes'), of('no'), of('abstain')]
  const enough = votes.length * 100 >= Number(set.quorum) * entitled
  const carried =
    set.majority === 'unanimity' ? no === 0 && yes > 0 : set.majority === 'two-thirds' ? yes > 0 && yes * 3 >= (yes + no) * 2 : yes > no
  const counted = votes.map((one) => one.id).sort()
  return { result: enough ? (carried ? 'adopted' : 'rejected') : 'no-quorum', counted, yes, no, abstain, entitled }
}

/** How many have to vote, abstentions included, for a quorum of so many percent. */
export const neededFor = (quorum: number, entitled: number): number => Math.ceil((quorum * entitled) / 100)

/** What may be wrong with an outcome, as this node sees it. */
export const DOUBTS = ['not-here', 'not-in-time', 'not-entitled', 'two-of-one', 'other-numbers'] as const
export type Doubt = (typeof DOUBTS)[number]

/**
 * Counts again what the chair counted, from the votes that are here: `votes` as they stood at the end. Who had the right to vote then is who
 * takes part now or has left since.
 */
export function doubtsOf(outcome: Thing, consultation: Thing, votes: readonly Thing[], forum: Forum): Doubt[] {
  const doubts = new Set<Doubt>()
  const ids = Array.isArray(outcome.set.counted) ? outcome.set.counted : []
  const counted = ids.flatMap((id) => votes.find((one) => one.id === id && one.set.consultation === consultation.id) ?? [])
  if (counted.length < ids.length) doubts.add('not-here')
  if (counted.some(({ said_at }) => said_at >= String(consultation.set.due))) doubts.add('not-in-time')
  const entitled: readonly MemberId[] = [...forum.participants, ...forum.left]
  if (counted.some(({ by }) => !entitled.includes(by))) doubts.add('not-entitled')
  if (new Set(counted.map(({ by }) => by)).size < counted.length) doubts.add('two-of-one')
  const again = countOf(consultation, counted, Number(outcome.set.entitled))
  const same = (['result', 'yes', 'no', 'abstain'] as const).every((field) => again[field] === outcome.set[field])
  if (!same) doubts.add('other-numbers')
  return [...doubts]
}

/** Members with more than one vote on a consultation that say different things. */
export function contradicting(consultation: Thing, votes: readonly Thing[]): MemberId[] {
  const said = new Map<MemberId, Set<string>>()
  for (const one of pointing(votes, 'vote', 'consultation', consultation.id))
    said.set(one.by, (said.get(one.by) ?? new Set()).add(codeIn(one, 'says') ?? ''))
  return [...said].flatMap(([member, words]) => (words.size > 1 ? [member] : []))
}
