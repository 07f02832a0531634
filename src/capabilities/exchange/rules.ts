/** The pure decisions of an exchange: states of a request, who holds the ball, time limits, what handling codes allow. */
import type { Handling } from '#wire/statement.ts'
import { REPLY_LIMIT_MS, type ReplyClass } from '#wire/vocabulary.ts'
import type { ExecutedV2Body, HandoverBody, Subject } from './bodies.ts'

export const STATES = ['waiting', 'delivered', 'opened', 'answered', 'refused', 'expired', 'recalled'] as const
export type RequestState = (typeof STATES)[number]

/** Who has to do something next. */
export const HOLDERS = ['asker', 'answerer', 'nobody'] as const
export type Holder = (typeof HOLDERS)[number]

/** Where a request stands; times as far as they are known here. */
export interface Progress {
  readonly state: RequestState
  readonly holds: Holder
  readonly reply_class: ReplyClass
  readonly sent_at: Date
  readonly delivered_at: Date | null
  readonly opened_at: Date | null
  readonly due_at: Date | null
  /** When the first refusal or the final answer was sent, whichever came first: the end of the time that statistics count. */
  readonly final_at: Date | null
  readonly deferred_until: Date | null
  readonly recalled_at: Date | null
  /** A ground of refusal, or the code with which the partner's node refused the message. */
  readonly code: string | null
}

export type RequestEvent =
  | { readonly kind: 'delivered'; readonly at: Date }
  | { readonly kind: 'undeliverable'; readonly at: Date; readonly code: string }
  | { readonly kind: 'opened'; readonly at: Date }
  | { readonly kind: 'question' }
  | { readonly kind: 'reply' }
  | { readonly kind: 'partial-answer' }
  | { readonly kind: 'final-answer'; readonly at: Date }
  | { readonly kind: 'refusal'; readonly at: Date; readonly ground: string; readonly deferred_until: Date | null }
  | { readonly kind: 'recall'; readonly at: Date }
  | { readonly kind: 'expiry' }

/** Why a message stands beside the course of its request; it is kept and shown all the same. */
export const MARKS = [
  'after-recall',
  'after-expiry',
  'after-final',
  'unknown-request',
  'not-a-party',
  'unverified',
  'not-permitted',
  'unknown-order',
] as const
export type Mark = (typeof MARKS)[number]

export interface Step {
  readonly progress: Progress
  readonly mark: Mark | null
}

/** A request as it starts: waiting where it was sent, delivered where it was received. */
export function begin(reply_class: ReplyClass, sent_at: Date, received_at: Date | null): Progress {
  const fresh: Progress = {
    state: 'waiting',
    holds: 'nobody',
    reply_class,
    sent_at,
    delivered_at: null,
    opened_at: null,
    due_at: null,
    final_at: null,
    deferred_until: null,
    recalled_at: null,
    code: null,
  }
  return received_at ? step(fresh, { kind: 'delivered', at: received_at }).progress : fresh
}

export const dueAt = (received_at: Date, reply_class: ReplyClass): Date => new Date(received_at.getTime() + REPLY_LIMIT_MS[reply_class])

const OPEN: readonly RequestState[] = ['waiting', 'delivered', 'opened']
export const isOpen = (state: RequestState): boolean => OPEN.includes(state)
/** A refusal that names a later time leaves the ball with the answerer. */
export const isDeferred = ({ state, deferred_until }: Pick<Progress, 'state' | 'deferred_until'>): boolean =>
  state === 'refused' && deferred_until !== null
export const awaitsAnswer = (progress: Pick<Progress, 'state' | 'deferred_until'>): boolean =>
  isOpen(progress.state) || isDeferred(progress)

/** Takes a request one step on. Nothing is refused: what comes too late or out of turn changes nothing and carries a mark. */
export function step(before: Progress, event: RequestEvent): Step {
  const stays = (mark: Mark | null = null): Step => ({ progress: before, mark })
  const goes = (change: Partial<Progress>): Step => ({ progress: { ...before, ...change }, mark: null })
  const late = (): Step => stays(before.state === 'recalled' ? 'after-recall' : before.state === 'expired' ? 'after-expiry' : 'after-final')

  switch (event.kind) {
    case 'delivered': {
      if (before.delivered_at) return stays()
      const times = { delivered_at: event.at, due_at: dueAt(event.at, before.reply_class) }
      // a receipt learned late still gives its time, whatever has happened since
      return before.state === 'waiting' ? goes({ ...times, state: 'delivered', holds: 'answerer' }) : goes(times)
    }
    case 'undeliverable':
      return before.state === 'waiting' ? goes({ state: 'refused', holds: 'asker', final_at: event.at, code: event.code }) : stays()
    case 'opened':
      if (before.opened_at) return stays()
      return before.state === 'waiting' || before.state === 'delivered'
        ? goes({ opened_at: event.at, state: 'opened', holds: 'answerer' })
        : goes({ opened_at: event.at })
    case 'question':
      return awaitsAnswer(before) ? goes({ holds: 'asker' }) : late()
    case 'reply':
      return awaitsAnswer(before) ? goes({ holds: 'answerer' }) : late()
    case 'partial-answer':
      return awaitsAnswer(before) ? goes({ state: opened(before), holds: 'answerer' }) : late()
    case 'final-answer':
      if (!awaitsAnswer(before)) return late()
      return goes({ state: 'answered', holds: 'nobody', final_at: before.final_at ?? event.at, deferred_until: null, code: null })
    case 'refusal':
      if (!awaitsAnswer(before)) return late()
      return goes({
        state: 'refused',
        code: event.ground,
        deferred_until: event.deferred_until,
        holds: event.deferred_until ? 'answerer' : 'nobody',
        final_at: before.final_at ?? event.at,
      })
    case 'recall':
      if (before.state === 'recalled') return stays()
      return goes({ state: 'recalled', holds: 'nobody', recalled_at: event.at })
    case 'expiry':
      return isOpen(before.state) ? goes({ state: 'expired', holds: 'nobody' }) : stays()
  }
}

// an answer shows that a person has opened the request, even where the notice of it is still under way
const opened = ({ state }: Progress): RequestState => (isOpen(state) ? 'opened' : state)

export const PRESSURES = ['none', 'calm', 'due-soon', 'overdue'] as const
export type Pressure = (typeof PRESSURES)[number]

/** The part of the time limit after which an answer is due soon. */
export const DUE_SOON_PART = 0.75

/** How pressing a request is now; a deferral moves the limit to the time that it names. */
export function pressure(progress: Progress, now: Date): Pressure {
  const { delivered_at, due_at } = limitOf(progress)
  if (!awaitsAnswer(progress) || !delivered_at || !due_at) return 'none'
  if (now >= due_at) return 'overdue'
  const soon = delivered_at.getTime() + DUE_SOON_PART * (due_at.getTime() - delivered_at.getTime())
  return now.getTime() >= soon ? 'due-soon' : 'calm'
}

const limitOf = ({ delivered_at, due_at, deferred_until }: Progress) => ({ delivered_at, due_at: deferred_until ?? due_at })

/**
 * The counting rule of the statistics, by its name: time to answer = sending time of the final answer or of the first refusal
 * (a deferral is one), whichever was first, minus the receipt's time of the request. Both sides hold both times, so both sides count the same.
 */
export const COUNTING_RULE = 'receipt-to-final.v1'

/** Kept within the limit, missed, or still running without either. */
export function kept(
  { delivered_at, due_at, final_at }: Pick<Progress, 'delivered_at' | 'due_at' | 'final_at'>,
  now: Date,
): 'kept' | 'missed' | null {
  if (!delivered_at || !due_at) return null
  if (final_at) return final_at <= due_at ? 'kept' : 'missed'
  return now > due_at ? 'missed' : null
}

/** One message as the handling rules see it. */
export interface Handled {
  /** The member who made it and whose codes bind; the own member is bound by nothing it set itself. */
  readonly origin: string
  readonly own: string
  readonly handling: readonly Handling[]
  readonly recalled: boolean
  readonly erased: boolean
}

export interface Permit {
  readonly use: 'onward' | 'evidence'
  readonly granted: boolean
  readonly audience: readonly string[]
  readonly until: Date | null
  readonly by: string
}

export type Hindrance = 'recalled' | 'erased' | 'no-onward-permission' | 'no-evidence-permission' | 'words-unacknowledged'

const has = (handled: Handled, code: Handling['code']) =>
  handled.origin !== handled.own && handled.handling.some((each) => each.code === code)

/** The words of H3 that a user has to acknowledge. */
export const wordsOf = (handled: Handled): readonly string[] =>
  has(handled, 'H3') ? handled.handling.filter(({ code }) => code === 'H3').map(({ words }) => words ?? '') : []

// the owner's newest word counts, so a later denial withdraws an earlier grant
function permits(handled: Handled, given: readonly Permit[], now: Date, fits: (permit: Permit) => boolean): boolean {
  const newest = given.find((permit) => permit.by === handled.origin && fits(permit))
  return newest?.granted === true && (!newest.until || now < newest.until)
}

/** What stands in the way of passing it on to a member; empty when nothing does. `given` comes newest first. */
export function hindersForward(
  handled: Handled,
  to: string,
  given: readonly Permit[],
  now: Date,
  acknowledged: boolean,
): readonly Hindrance[] {
  return [
    ...gone(handled),
    ...(has(handled, 'H2') && !permits(handled, given, now, ({ use, audience }) => use === 'onward' && audience.includes(to))
      ? (['no-onward-permission'] as const)
      : []),
    ...(wordsOf(handled).length > 0 && !acknowledged ? (['words-unacknowledged'] as const) : []),
  ]
}

/** What stands in the way of exporting it for a use; `given` comes newest first. */
export function hindersExport(
  handled: Handled,
  use: 'working' | 'evidence',
  given: readonly Permit[],
  now: Date,
  acknowledged: boolean,
): readonly Hindrance[] {
  return [
    ...gone(handled),
    ...(use === 'evidence' && has(handled, 'H1') && !permits(handled, given, now, (permit) => permit.use === 'evidence')
      ? (['no-evidence-permission'] as const)
      : []),
    ...(wordsOf(handled).length > 0 && !acknowledged ? (['words-unacknowledged'] as const) : []),
  ]
}

/** An order with what is known here of its making. */
export interface Ordered {
  readonly kind: 'recall' | 'erase' | 'correct' | 'hand-over'
  readonly statement: string
  /** By which name the one who carries it out knows the case. */
  readonly wire_case: string | null
  /** What a hand-over said; `undefined` once that is erased. */
  readonly handover?: Pick<HandoverBody, 'thing' | 'new_owner'> | undefined
}

const DONE = { recall: 'withdrawn', erase: 'erased', correct: 'corrected' } as const

/** Whether a proof of execution by a member is one of this order: of what was ordered, and with a result that this member can have. */
export function proves(order: Ordered, { statement, handed, result }: ExecutedV2Body, by: string): boolean {
  if (order.kind !== 'hand-over') return statement === order.statement && (result === DONE[order.kind] || result === 'not-held')
  if (handed?.thing.kind !== 'case' || handed.thing.id !== order.wire_case) return false
  if (order.handover && order.handover.new_owner !== handed.new_owner) return false
  return result === (handed.new_owner === by ? 'taken-over' : 'owner-changed') || result === 'not-held' || result === 'not-owner'
}

const gone = ({ recalled, erased }: Handled): readonly Hindrance[] => (erased ? ['erased'] : recalled ? ['recalled'] : [])

/** One line that names the subject by its data alone, in no language. */
export function subjectLine(subject: Subject): string {
  const parts = (() => {
    switch (subject.kind) {
      case 'person':
        return [subject.full_name, subject.family_name, subject.given_names, subject.birth_date, subject.document_number]
      case 'document':
        return [subject.number, subject.issuer]
      case 'vehicle':
        return [subject.plate, subject.plate_country, subject.vin, subject.make, subject.model]
      case 'firearm':
        return [subject.serial, subject.make, subject.model, subject.calibre]
      case 'identifier':
        return [subject.value]
      case 'other':
        return [subject.description]
    }
  })()
  return parts
    .filter((part) => part !== undefined)
    .join(' · ')
    .slice(0, 300)
}

/** A time of the wire as a Date; `null` for none and for one that no calendar has. */
export function timeOf(instant: string | undefined): Date | null {
  if (instant === undefined) return null
  const at = new Date(instant)
  const year = at.getUTCFullYear()
  return year >= 1900 && year < 2200 ? at : null
}
