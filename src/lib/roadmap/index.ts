/** A roadmap: actions with days and what each waits for, laid out on a line of time, with what cannot be as planned. Pure; days are whole and both ends count. */
// the whole of the tables reads files, which no page can
import { isDay } from '../tables/dates.ts'

export interface PlannedAction {
  readonly id: string
  /** ISO 8601, `2026-03-31`. */
  readonly start: string
  /** The last day of it. */
  readonly end: string
  /** Ids of the actions that have to be over before it starts. */
  readonly after?: readonly string[]
  /** Actions of one group stand together. */
  readonly group?: string
}

export const MAX_ACTIONS = 2_000
export const MAX_AFTER = 50
/** A hundred years: what is longer is a slip of the pen. */
const MAX_DAYS = 36_525

/** `twice`: a second action of that id · `not-a-day` · `ends-before-start` · `too-long`: a hundred years and more. */
export interface ActionFault {
  readonly id: string
  readonly reason: 'twice' | 'not-a-day' | 'ends-before-start' | 'too-long'
}

export interface Bar {
  readonly id: string
  readonly group: string
  /** From 0, within all groups; no two bars of a row share a day. */
  readonly row: number
  readonly start: string
  readonly end: string
  readonly days: number
  /** Days from the first day of the roadmap. */
  readonly offset: number
}

/** An action that is planned to start before one that it waits for is over. */
export interface Clash {
  readonly id: string
  readonly after: string
  /** Days by which it starts too early: 1 where it starts on the last day of the other. */
  readonly days: number
}

/** What the plan comes to when everybody waits for those they wait for. */
export interface Slip {
  readonly id: string
  readonly days: number
  readonly start: string
  readonly end: string
  /** The action that holds it up. */
  readonly held_by: string
}

export interface Roadmap {
  /** First and last day; undefined where nothing can be laid out. */
  readonly from: string | undefined
  readonly to: string | undefined
  readonly groups: readonly { readonly group: string; readonly first_row: number; readonly rows: number }[]
  readonly bars: readonly Bar[]
  readonly clashes: readonly Clash[]
  /** Actions that would start later than planned, the worst first; those in or behind a circle have none, for nobody can say. */
  readonly slips: readonly Slip[]
  /** Actions that wait for one another in a circle, each from its smallest id on. */
  readonly circles: readonly (readonly string[])[]
  /** Waits for what is not in the plan. */
  readonly unknown: readonly { readonly id: string; readonly after: string }[]
  readonly faults: readonly ActionFault[]
}

interface Action extends PlannedAction {
  readonly first: number
  readonly last: number
  readonly waits_for: readonly string[]
}

/**
 * Lays actions out. An action that is faulty is told and left out; a circle is told and drawn all the same. As few rows a group as can be, in the
 * order of start, then end, then id. Throws TypeError beyond the bounds.
 */
export function layOutRoadmap(planned: readonly PlannedAction[]): Roadmap {
  if (planned.length > MAX_ACTIONS || planned.some(({ after = [] }) => after.length > MAX_AFTER))
    throw new TypeError(`a roadmap has at most ${MAX_ACTIONS} actions, each after ${MAX_AFTER} others`)
  const { actions, faults } = soundOf(planned)
  const sorted = [...actions.values()].sort((a, b) => a.first - b.first || a.last - b.last || compare(a.id, b.id))
  const unknown = sorted.flatMap(({ id, waits_for }) => waits_for.filter((other) => !actions.has(other)).map((after) => ({ id, after })))
  const first = sorted[0]?.first ?? 0
  const last = sorted.reduce((latest, one) => Math.max(latest, one.last), first)
  const circles = circlesIn(actions)
  return {
    from: sorted.length === 0 ? undefined : dayOf(first),
    to: sorted.length === 0 ? undefined : dayOf(last),
    ...rowsOf(sorted, first),
    clashes: clashesOf(sorted, actions),
    slips: slipsOf(sorted, actions, circles),
    circles,
    unknown,
    faults,
  }
}

const DAY_MS = 86_400_000
const numberOf = (day: string): number => Date.parse(`${day}T00:00:00.000Z`) / DAY_MS
const dayOf = (number: number): string => new Date(number * DAY_MS).toISOString().slice(0, 10)
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function soundOf(planned: readonly PlannedAction[]): { actions: ReadonlyMap<string, Action>; faults: ActionFault[] } {
  const actions = new Map<string, Action>()
  const faults: ActionFault[] = []
  for (const one of planned) {
    const { id, start, end, after = [] } = one
    const are_days = isDay(start) && isDay(end)
    const [first, last] = are_days ? [numberOf(start), numberOf(end)] : [0, 0]
    const reason = !are_days
      ? 'not-a-day'
      : last < first
        ? 'ends-before-start'
        : last - first > MAX_DAYS
          ? 'too-long'
          : actions.has(id)
            ? 'twice'
            : undefined
    if (reason) faults.push({ id, reason })
    else actions.set(id, { ...one, first, last, waits_for: [...new Set(after)] })
  }
  return { actions, faults }
}

/** The fewest rows in which no two bars share a day: each bar in the first row that is free. */
function rowsOf(sorted: readonly Action[], first: number): Pick<Roadmap, 'groups' | 'bars'> {
  const groups: { group: string; first_row: number; rows: number }[] = []
  const bars: Bar[] = []
  const byGroup = Map.groupBy(sorted, ({ group = '' }) => group)
  let base = 0
  for (const [group, those] of byGroup) {
    const free_from: number[] = []
    for (const { id, start, end, first: begins, last } of those) {
      const free = free_from.findIndex((day) => day <= begins)
      const row = free < 0 ? free_from.length : free
      free_from[row] = last + 1
      bars.push({ id, group, row: base + row, start, end, days: last - begins + 1, offset: begins - first })
    }
    groups.push({ group, first_row: base, rows: free_from.length })
    base += free_from.length
  }
  return { groups, bars }
}

const clashesOf = (sorted: readonly Action[], actions: ReadonlyMap<string, Action>): Clash[] =>
  sorted.flatMap(({ id, first, waits_for }) =>
    waits_for.flatMap((after) => {
      const other = actions.get(after)
      const days = other === undefined || after === id ? 0 : other.last + 1 - first
      return days > 0 ? [{ id, after, days }] : []
    }),
  )

/** Moves every action behind what it waits for, from those that wait for nothing on. */
function slipsOf(sorted: readonly Action[], actions: ReadonlyMap<string, Action>, circles: readonly (readonly string[])[]): Slip[] {
  const inCircle = new Set(circles.flat())
  const moved = new Map<string, { first: number; last: number; held_by?: string }>()
  const waiting = new Map(sorted.map((one) => [one.id, one.waits_for.filter((id) => actions.has(id)).length]))
  const followers = new Map<string, string[]>()
  for (const { id, waits_for } of sorted) for (const other of waits_for) followers.set(other, [...(followers.get(other) ?? []), id])
  const ready = sorted.filter(({ id }) => waiting.get(id) === 0)
  for (let one = ready.shift(); one; one = ready.shift()) {
    const { id, first, last, waits_for } = one
    let [begins, held_by] = [first, undefined as string | undefined]
    for (const other of waits_for) {
      const over = (moved.get(other)?.last ?? Number.NEGATIVE_INFINITY) + 1
      if (over > begins) [begins, held_by] = [over, other]
    }
    moved.set(id, { first: begins, last: begins + last - first, ...(held_by !== undefined && { held_by }) })
    for (const follower of followers.get(id) ?? []) {
      const left = waiting.get(follower)! - 1
      waiting.set(follower, left)
      if (left === 0 && !inCircle.has(follower)) ready.push(actions.get(follower)!)
    }
  }
  return sorted
    .flatMap(({ id, first }) => {
      const now = moved.get(id)
      return now?.held_by === undefined
        ? []
        : [{ id, days: now.first - first, start: dayOf(now.first), end: dayOf(now.last), held_by: now.held_by }]
    })
    .sort((a, b) => b.days - a.days || compare(a.id, b.id))
}

/** Strongly connected components of more than one, or of one that waits for itself (Tarjan, without recursion). */
function circlesIn(actions: ReadonlyMap<string, Action>): string[][] {
  const index = new Map<string, number>()
  const low = new Map<string, number>()
  const held = new Set<string>()
  const stack: string[] = []
  const circles: string[][] = []
  const waitsFor = (id: string) => actions.get(id)!.waits_for.filter((other) => actions.has(other))
  for (const root of actions.keys()) {
    if (index.has(root)) continue
    const work = [{ id: root, next: 0, others: waitsFor(root) }]
    while (work.length > 0) {
      const frame = work.at(-1)!
      const { id, others } = frame
      if (frame.next === 0 && !index.has(id)) {
        index.set(id, index.size)
        low.set(id, index.get(id)!)
        stack.push(id)
        held.add(id)
      }
      const other = others[frame.next++]
      if (other === undefined) {
        work.pop()
        const above = work.at(-1)
        if (above) low.set(above.id, Math.min(low.get(above.id)!, low.get(id)!))
        if (low.get(id) === index.get(id)) circles.push(...componentOf(id))
      } else if (!index.has(other)) work.push({ id: other, next: 0, others: waitsFor(other) })
      else if (held.has(other)) low.set(id, Math.min(low.get(id)!, index.get(other)!))
    }
  }
  return circles.sort((a, b) => compare(a[0]!, b[0]!))

  function componentOf(id: string): string[][] {
    const members: string[] = []
    for (let one = stack.pop()!; ; one = stack.pop()!) {
      held.delete(one)
      members.push(one)
      if (one === id) break
    }
    const is_circle = members.length > 1 || waitsFor(id).includes(id)
    return is_circle ? [members.sort(compare)] : []
  }
}
