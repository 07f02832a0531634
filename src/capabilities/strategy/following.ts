/** What is followed from meeting to meeting until it is shown done: its owners report on it, the chair accepts. Pure. */
import type { MemberId } from '#wire/address.ts'
import type { Forum } from './forum.ts'
import { codeIn, live, membersIn, pointing, type Thing } from './things.ts'

export const FOLLOWED_STATES = ['open', 'under-way', 'reported-done', 'returned', 'accepted'] as const
export type FollowedState = (typeof FOLLOWED_STATES)[number]

export interface Followed {
  readonly thing: Thing
  /** Where it was agreed: the meeting that it names, or that of its declaration. */
  readonly meeting: string | null
  readonly agreed_at: string
  /** Whose it is; of a recommendation that a member tracks, that member; empty where it is everybody's. */
  readonly owners: readonly MemberId[]
  readonly due: string | null
  readonly state: FollowedState
  /** By who may report, newest first. */
  readonly reports: readonly Thing[]
  /** Owners that never reported. */
  readonly silent: readonly MemberId[]
  readonly accepted_at: string | null
  /** Whole days after its day, where it is not done. */
  readonly overdue_days: number
  /** How many meetings it went on to, and the first of them. */
  readonly carried: number
  readonly carried_since: string | null
}

const DAY_MS = 86_400_000

export const ownersOf = (thing: Thing | undefined): readonly MemberId[] =>
  thing?.kind === 'tracked' ? [thing.by] : membersIn(thing, 'owners')

/** Reports by who may report: an owner, or whoever takes part where it is everybody's. Newest first. */
export function reportsOn(thing: Thing, things: readonly Thing[]): Thing[] {
  const owners = ownersOf(thing)
  return pointing(things, 'report', 'on', thing.id)
    .filter(({ by }) => owners.length === 0 || owners.includes(by))
    .sort(newestFirst)
}
const newestFirst = (a: Thing, b: Thing): number => (a.said_at > b.said_at ? -1 : a.said_at < b.said_at ? 1 : a.id < b.id ? -1 : 1)

/** Meetings that took or take place, in their order. */
export const meetingsIn = (things: readonly Thing[]): Thing[] =>
  things
    .filter((one) => one.kind === 'meeting' && live(one) && one.set.state !== 'cancelled')
    .sort((a, b) => (atOf(a) < atOf(b) ? -1 : atOf(a) > atOf(b) ? 1 : a.id < b.id ? -1 : 1))
export const atOf = (meeting: Thing): string => codeIn(meeting, 'at') ?? meeting.first_at

/** How something that is followed stands at a time (ISO 8601). An acceptance counts where an owner had reported it done before. */
export function followedAt(thing: Thing, things: readonly Thing[], at: string): Followed {
  const declaration = things.find(({ id }) => id === thing.set.declaration)
  const meeting = codeIn(thing, 'meeting') ?? codeIn(declaration, 'meeting') ?? null
  const agreed = things.find((one) => one.id === meeting && one.kind === 'meeting')
  const agreed_at = agreed ? atOf(agreed) : thing.first_at
  const reports = reportsOn(thing, things)
  const [said] = pointing(things, 'acceptance', 'on', thing.id).sort(newestFirst)
  const shown_done = (before: string) => reports.some((one) => one.set.state === 'done' && one.said_at <= before)
  const accepted = said?.set.accepted === true && shown_done(said.said_at)
  const returned = said?.set.accepted === false && !reports.some(({ said_at }) => said_at > said.said_at)
  const last = reports[0]?.set.state
  const state: FollowedState = accepted
    ? 'accepted'
    : returned
      ? 'returned'
      : last === 'done'
        ? 'reported-done'
        : last === 'under-way'
          ? 'under-way'
          : 'open'
  const accepted_at = accepted ? said.said_at : null
  const later = meetingsIn(things).filter((one) => one.id !== meeting && atOf(one) > agreed_at && atOf(one) <= (accepted_at ?? at))
  const owners = ownersOf(thing)
  const due = codeIn(thing, 'due') ?? null
  const done = accepted || state === 'reported-done'
  return {
    thing,
    meeting,
    agreed_at,
    owners,
    due,
    state,
    reports,
    silent: owners.filter((one) => !reports.some(({ by }) => by === one)),
    accepted_at,
    overdue_days: due === null || done ? 0 : Math.max(0, Math.floor((Date.parse(at.slice(0, 10)) - Date.parse(due)) / DAY_MS)),
    carried: later.length,
    carried_since: later[0]?.id ?? null,
  }
}

/** All that is followed of a kind, what is not accepted first, then by its day. */
export function followedIn(kind: string, things: readonly Thing[], at: string): Followed[] {
  const rank = ({ state, due }: Followed) => `${state === 'accepted' ? 1 : 0}${due ?? '9'}`
  return things
    .filter((one) => one.kind === kind && live(one))
    .map((one) => followedAt(one, things, at))
    .sort((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0))
}

/** What a meeting takes over: agreed before it, elsewhere, and not accepted before it began. */
export function commitmentsAt(meeting: Thing, things: readonly Thing[], now: string): Followed[] {
  const at = atOf(meeting)
  return followedIn('commitment', things, now)
    .filter((one) => one.agreed_at < at && one.meeting !== meeting.id && (one.accepted_at === null || one.accepted_at >= at))
    .map((one) => ({ ...one, carried: carriedBy(one, things, at) }))
}
const carriedBy = ({ meeting, agreed_at }: Followed, things: readonly Thing[], until: string): number =>
  meetingsIn(things).filter((one) => one.id !== meeting && atOf(one) > agreed_at && atOf(one) <= until).length

export interface Coming {
  readonly member: MemberId
  readonly part: 'chair' | 'participant' | 'observer' | 'guest'
  /** What it said, or nothing yet. */
  readonly says: string | null
  readonly thing: string | null
}

/** Who comes to a meeting, and of whom it is not known. A member's newest word counts. */
export function comingTo(meeting: Thing, things: readonly Thing[], { chair, participants, observers, guests }: Forum): Coming[] {
  const said = pointing(things, 'attendance', 'meeting', meeting.id).sort(newestFirst)
  const line =
    (part: Coming['part']) =>
    (member: MemberId): Coming => {
      const own = said.find(({ by }) => by === member)
      return { member, part: member === chair ? 'chair' : part, says: codeIn(own, 'says') ?? null, thing: own?.id ?? null }
    }
  return [...participants.map(line('participant')), ...observers.map(line('observer')), ...guests.map(line('guest'))]
}

/** The agenda in its order; what has no place comes last, as it was put. */
export const agendaOf = (meeting: Thing, things: readonly Thing[]): Thing[] =>
  pointing(things, 'item', 'meeting', meeting.id).sort((a, b) => orderOf(a) - orderOf(b) || (a.first_at < b.first_at ? -1 : 1))
const orderOf = ({ set }: Thing): number => (typeof set.order === 'number' ? set.order : Number.MAX_SAFE_INTEGER)
