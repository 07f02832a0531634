/** What directors look at first, by level: each is made of what was stated once, and shows no more than its level asks for. Pure. */
import type { MemberId } from '#wire/address.ts'
import { type Followed, followedIn } from './following.ts'
import type { Forum } from './forum.ts'
import { isLate, lookedAt, type PlanStanding, planOf } from './plans.ts'
import { inAction } from './rules.ts'
import { codeIn, live, newestOfEach, pointing, type Thing } from './things.ts'

export interface PriorityLine {
  readonly thing: Thing
  readonly agree: number
  readonly object: number
  readonly waiting: number
}
export interface DeclarationLine {
  readonly thing: Thing
  readonly signed: number
  readonly of: number
}

/** For who answers for a policy: what is endorsed, what was signed, what was promised. No action, no member's own figures. */
export interface PoliticalBoard {
  readonly priorities: readonly PriorityLine[]
  readonly declarations: readonly DeclarationLine[]
  readonly commitments: { readonly open: number; readonly reported: number; readonly accepted: number; readonly overdue: number }
  readonly plans: { readonly plans: number; readonly actions: number; readonly done: number; readonly late: number }
}

/** Kinds that the political board reads beside the plans of a year; and what is said on those of them that it shows. */
export const POLITICAL = ['priority', 'declaration', 'commitment', 'meeting'] as const
export const ON_POLITICAL = ['position', 'signature', 'report', 'acceptance'] as const

export function politicalBoard(
  things: readonly Thing[],
  plans: readonly PlanStanding[],
  { participants }: Forum,
  now: string,
): PoliticalBoard {
  const commitments = followedIn('commitment', things, now)
  const positions = (id: string) => newestOfEach(pointing(things, 'position', 'on', id)).filter(({ by }) => participants.includes(by))
  return {
    priorities: things
      .filter((one) => one.kind === 'priority' && live(one) && one.set.state !== 'dropped')
      .sort((a, b) => ((codeIn(a, 'tier') ?? '9') < (codeIn(b, 'tier') ?? '9') ? -1 : 1))
      .map((thing) => {
        const said = positions(thing.id)
        const of = (says: string) => said.filter(({ set }) => set.says === says).length
        return { thing, agree: of('agree'), object: of('object'), waiting: participants.length - said.length }
      }),
    declarations: things
      .filter((one) => one.kind === 'declaration' && live(one) && one.set.state !== 'draft')
      .map((thing) => ({
        thing,
        signed: newestOfEach(pointing(things, 'signature', 'declaration', thing.id)).filter(({ by }) => participants.includes(by)).length,
        of: participants.length,
      })),
    commitments: {
      open: commitments.filter(({ state }) => state !== 'accepted' && state !== 'reported-done').length,
      reported: commitments.filter(({ state }) => state === 'reported-done').length,
      accepted: commitments.filter(({ state }) => state === 'accepted').length,
      overdue: commitments.filter(({ overdue_days }) => overdue_days > 0).length,
    },
    plans: {
      plans: plans.length,
      actions: plans.reduce((sum, { actions }) => sum + actions.length, 0),
      done: plans.reduce((sum, { by_state }) => sum + by_state.done, 0),
      late: plans.reduce((sum, { late }) => sum + late, 0),
    },
  }
}

/** For who steers: beside it every plan, who has fallen silent, what stands in the way, what is asked and not answered. */
export interface StrategicBoard {
  readonly plans: readonly PlanStanding[]
  readonly recommendations: readonly Followed[]
  readonly consultations: readonly { readonly thing: Thing; readonly voted: number; readonly of: number }[]
  readonly assessments: readonly { readonly thing: Thing; readonly answered: number; readonly of: number }[]
  readonly alerts: readonly Thing[]
}
export const STRATEGIC = ['consultation', 'assessment', 'alert'] as const
export const ON_STRATEGIC = ['vote', 'contribution'] as const

export function strategicBoard(
  things: readonly Thing[],
  plans: readonly PlanStanding[],
  { participants }: Forum,
  now: string,
): StrategicBoard {
  const votes = (id: string) =>
    newestOfEach(pointing(things, 'vote', 'consultation', id)).filter(({ by }) => participants.includes(by)).length
  const answers = (id: string) => new Set(pointing(things, 'contribution', 'assessment', id).map(({ by }) => by)).size
  return {
    plans,
    recommendations: followedIn('recommendation', things, now).filter(({ state }) => state !== 'accepted'),
    consultations: things
      .filter((one) => one.kind === 'consultation' && live(one) && one.set.state === 'open')
      .map((thing) => ({ thing, voted: votes(thing.id), of: participants.length })),
    assessments: things
      .filter((one) => one.kind === 'assessment' && live(one) && ['call', 'drafting'].includes(codeIn(one, 'state') ?? ''))
      .map((thing) => ({ thing, answered: answers(thing.id), of: participants.length })),
    alerts: things.filter((one) => one.kind === 'alert' && live(one) && one.set.state !== 'closed'),
  }
}

/** What the own member has to do: what is due first. */
export interface Task {
  readonly kind: 'contribute' | 'vote' | 'sign' | 'report-action' | 'late-action' | 'report-commitment' | 'report-recommendation'
  readonly thing: Thing
  /** ISO 8601, a day or a time; null where there is none. */
  readonly due: string | null
}
export const TECHNICAL = [...POLITICAL, ...STRATEGIC] as const
export const ON_TECHNICAL = [...ON_POLITICAL, ...ON_STRATEGIC] as const

/** Whether a board of a year still shows it: what was closed or endorsed for another year says nothing to this one. */
export function isCurrent(one: Thing, plans: readonly Thing[]): boolean {
  if (!live(one)) return false
  switch (one.kind) {
    case 'priority':
      return one.set.state !== 'endorsed' || plans.length === 0 || plans.some(({ set }) => set.priority === one.id)
    case 'assessment':
      return ['call', 'drafting'].includes(codeIn(one, 'state') ?? '')
    case 'consultation':
      return one.set.state === 'open'
    case 'declaration':
      return one.set.state !== 'draft'
    default:
      return true
  }
}
const MOST_TASKS = 200
const SILENT_DAYS = 90

export function technicalBoard(things: readonly Thing[], plans: readonly PlanStanding[], own: MemberId, now: string): Task[] {
  const mine = (kind: string, field: string, id: string) => pointing(things, kind, field, id).some(({ by }) => by === own)
  const open = (kind: string, ...states: string[]) =>
    things.filter((one) => one.kind === kind && live(one) && states.includes(codeIn(one, 'state') ?? ''))
  const followed = (kind: 'commitment' | 'recommendation') =>
    followedIn(kind, things, now)
      .filter(
        ({ owners, state, reports }) =>
          owners.includes(own) && !['accepted', 'reported-done'].includes(state) && (reports.length === 0 || state === 'returned'),
      )
      .map(({ thing, due }): Task => ({ kind: `report-${kind}`, thing, due }))
  const actions = plans
    .flatMap((plan) => plan.actions)
    .filter(({ action, state }) => inAction(action, own) && state !== 'done' && state !== 'dropped')
  const tasks: Task[] = [
    ...open('assessment', 'call')
      .filter(({ id }) => !mine('contribution', 'assessment', id))
      .map((thing): Task => ({ kind: 'contribute', thing, due: codeIn(thing, 'due') ?? null })),
    ...open('consultation', 'open')
      .filter(({ id }) => !mine('vote', 'consultation', id))
      .map((thing): Task => ({ kind: 'vote', thing, due: codeIn(thing, 'due') ?? null })),
    ...open('declaration', 'open')
      .filter(({ id }) => !mine('signature', 'declaration', id))
      .map((thing): Task => ({ kind: 'sign', thing, due: null })),
    ...actions
      .filter((one) => isLate(one) || (one.silent_days ?? 0) > SILENT_DAYS)
      .map(
        (one): Task => ({
          kind: isLate(one) ? 'late-action' : 'report-action',
          thing: one.action,
          due: codeIn(one.action, 'until') ?? null,
        }),
      ),
    ...followed('commitment'),
    ...followed('recommendation'),
  ]
  return tasks.sort((a, b) => ((a.due ?? '9') < (b.due ?? '9') ? -1 : (a.due ?? '9') > (b.due ?? '9') ? 1 : 0)).slice(0, MOST_TASKS)
}

export function standingsOf(plans: readonly Thing[], things: readonly Thing[], today: string): PlanStanding[] {
  const looked = lookedAt(things)
  return plans.map((plan) => planOf(plan, things, today, looked))
}
