/** Where a plan stands: of each action what was last reported, what is late, what stands in the way, what it waits for. Pure. */
import type { MemberId } from '#wire/address.ts'
import { decimalOf, microOf } from './results.ts'
import { codeIn, live, membersIn, pointing, type Thing } from './things.ts'
import { ACTION_STATES } from './vocabulary.ts'

export type ActionState = (typeof ACTION_STATES)[number]
const OVER: readonly string[] = ['done', 'dropped']
const DAY_MS = 86_400_000

export interface ActionStanding {
  readonly action: Thing
  /** As the leader reported last; else as anybody who takes part did; else as the plan says. */
  readonly state: ActionState
  readonly reported: { readonly by: MemberId; readonly on: string } | undefined
  /** Days after its end, not done and not dropped. */
  readonly overdue_days: number
  /** Days after its beginning, nothing begun. */
  readonly late_start_days: number
  /** Days since anybody reported, of an action that goes on; undefined where it has not begun. */
  readonly silent_days: number | undefined
  /** Actions it waits for that end after it begins, and are not done. */
  readonly clashes: readonly string[]
  /** Who has reported something that stands in the way, newest first. */
  readonly obstacles: readonly Thing[]
  /** What was reached of the indicator's target, from 0; undefined where no target or no value was said. */
  readonly share: number | undefined
}

const daysBetween = (from: string, until: string): number =>
  Math.max(0, Math.round((Date.parse(until.slice(0, 10)) - Date.parse(from.slice(0, 10))) / DAY_MS))

/** What stands of some things, looked at once: each by its id, and the reports on each action, newest first. */
export interface Looked {
  readonly byId: ReadonlyMap<string, Thing>
  reportsOn(action: string): readonly Thing[]
}
export function lookedAt(things: readonly Thing[]): Looked {
  const reports = new Map<string, Thing[]>()
  for (const one of things) {
    const action = one.kind === 'progress' && live(one) ? codeIn(one, 'action') : undefined
    if (action === undefined) continue
    const there = reports.get(action)
    if (there) there.push(one)
    else reports.set(action, [one])
  }
  for (const some of reports.values()) some.sort((a, b) => latestFirst(b) - latestFirst(a))
  return { byId: new Map(things.map((one) => [one.id, one])), reportsOn: (action) => reports.get(action) ?? [] }
}

/** `today` is a day, ISO 8601. */
export function standingOf(action: Thing, { byId, reportsOn }: Looked, today: string): ActionStanding {
  const reports = reportsOn(action.id)
  const leading = leadingOf(action, reports)
  const said = codeIn(leading, 'state') ?? codeIn(action, 'state')
  const state = ACTION_STATES.find((one) => one === said) ?? 'planned'
  const [from, until] = [codeIn(action, 'from') ?? today, codeIn(action, 'until') ?? today]
  const goes_on = !OVER.includes(state)
  const begun = from <= today
  const [reached, target] = [codeIn(leading, 'reached'), codeIn(action, 'target')]
  return {
    action,
    state,
    reported: leading && { by: leading.by, on: codeIn(leading, 'until') ?? leading.said_at.slice(0, 10) },
    overdue_days: goes_on && until < today ? daysBetween(until, today) : 0,
    late_start_days: state === 'planned' && begun ? daysBetween(from, today) : 0,
    silent_days: goes_on && begun ? daysBetween(reports[0] ? (codeIn(reports[0], 'until') ?? from) : from, today) : undefined,
    clashes: membersIn(action, 'depends_on').filter((id) => {
      const other = byId.get(id)
      return other && live(other) && (codeIn(other, 'until') ?? '') > from && !OVER.includes(reportedState(other, reportsOn(id)))
    }),
    obstacles: reports.filter(({ set }) => set.obstacles !== undefined),
    share: reached !== undefined && target !== undefined && Number(target) > 0 ? Number(reached) / Number(target) : undefined,
  }
}
const latestFirst = (one: Thing): number => Date.parse(codeIn(one, 'until') ?? one.said_at) * 1_000 + (Date.parse(one.said_at) % 1_000)

const leadingOf = (action: Thing, reports: readonly Thing[]): Thing | undefined =>
  reports.find(({ by }) => by === action.set.leader) ?? reports[0]
const reportedState = (action: Thing, reports: readonly Thing[]): string =>
  codeIn(leadingOf(action, reports), 'state') ?? codeIn(action, 'state') ?? 'planned'

export interface PlanStanding {
  readonly plan: Thing
  readonly actions: readonly ActionStanding[]
  readonly by_state: Readonly<Record<ActionState, number>>
  readonly late: number
  readonly with_obstacles: number
  readonly budget: readonly { readonly currency: string; readonly amount: string }[]
  /** Members of the plan that have reported on nothing though they lead something that has begun. */
  readonly silent: readonly MemberId[]
}

/** Actions in the order they begin. */
export function planOf(plan: Thing, things: readonly Thing[], today: string, looked = lookedAt(things)): PlanStanding {
  const actions = pointing(things, 'action', 'plan', plan.id)
    .sort((a, b) => ((codeIn(a, 'from') ?? '') < (codeIn(b, 'from') ?? '') ? -1 : 1))
    .map((action) => standingOf(action, looked, today))
  const budget = new Map<string, bigint>()
  for (const { action } of actions) {
    const [amount, currency] = [codeIn(action, 'budget'), codeIn(action, 'currency')]
    if (amount && currency) budget.set(currency, (budget.get(currency) ?? 0n) + microOf(amount))
  }
  const leaders = actions.filter(({ silent_days }) => silent_days !== undefined)
  const silent = new Set(leaders.filter(({ reported }) => reported === undefined).flatMap(({ action }) => codeIn(action, 'leader') ?? []))
  return {
    plan,
    actions,
    by_state: Object.fromEntries(ACTION_STATES.map((state) => [state, actions.filter((one) => one.state === state).length])) as Record<
      ActionState,
      number
    >,
    late: actions.filter(isLate).length,
    with_obstacles: actions.filter(({ obstacles }) => obstacles.length > 0).length,
    budget: [...budget].sort().map(([currency, micro]) => ({ currency, amount: decimalOf(micro) })),
    silent: [...silent].sort(),
  }
}
export const isLate = ({ overdue_days, late_start_days, state, clashes }: ActionStanding): boolean =>
  overdue_days > 0 || late_start_days > 0 || state === 'delayed' || clashes.length > 0
