/** One thread: from a threat to a priority, a goal, an action, a team, a result, a course and an effect, walked both ways. Pure. */
import { codeIn, live, type Thing } from './things.ts'

/** The stations of the thread in their order; what is of none is not in it. */
export const STATIONS = [
  'assessment',
  'priority',
  'goal',
  'plan',
  'action',
  'elsewhere',
  'progress',
  'result',
  'evaluation',
  'recommendation',
] as const
export type Station = (typeof STATIONS)[number]

/** Which field of a kind points to what came before it on the thread. */
const UP: { readonly [kind: string]: readonly string[] } = {
  contribution: ['assessment'],
  priority: ['assessment'],
  goal: ['priority'],
  plan: ['priority'],
  action: ['plan', 'goal', 'alert'],
  progress: ['action'],
  result: ['progress'],
  evaluation: ['plan'],
  recommendation: ['evaluation'],
}
const STATION: { readonly [kind: string]: Station } = {
  assessment: 'assessment',
  contribution: 'assessment',
  alert: 'assessment',
  priority: 'priority',
  goal: 'goal',
  plan: 'plan',
  action: 'action',
  progress: 'progress',
  result: 'result',
  evaluation: 'evaluation',
  recommendation: 'recommendation',
}
/** Kinds that the thread is made of. */
export const THREADED = Object.keys(STATION)

export interface Knot {
  /** A thing's id, or the address of a team or a course. */
  readonly id: string
  readonly station: Station
  readonly thing: Thing | undefined
  /** How it was reached: it is what was asked about, or came before it, or after. */
  readonly way: 'here' | 'before' | 'after'
}
export interface Thread {
  readonly knots: readonly Knot[]
  readonly ties: readonly { readonly from: string; readonly to: string }[]
  /** How many were left off beyond `MOST_KNOTS`. */
  readonly left_off: number
}
export const MOST_KNOTS = 300

/** The thread through one thing: all it rests on, and all that came of it. */
export function threadOf(start: string, things: readonly Thing[]): Thread {
  const alive = things.filter((one) => live(one) && Object.hasOwn(STATION, one.kind))
  const byId = new Map(alive.map((one) => [one.id, one]))
  const up = (id: string): string[] => {
    const thing = byId.get(id)
    if (!thing) return alive.filter((one) => addressesOf(one).includes(id)).map((one) => one.id)
    return (UP[thing.kind] ?? []).flatMap((field) => codeIn(thing, field) ?? []).filter((one) => byId.has(one))
  }
  const below = new Map<string, string[]>()
  for (const one of alive) for (const id of up(one.id)) below.set(id, [...(below.get(id) ?? []), one.id])
  const down = (id: string): string[] => {
    const thing = byId.get(id)
    return thing ? [...(below.get(id) ?? []), ...addressesOf(thing)] : []
  }
  const before = walked(start, up)
  const after = walked(start, down)
  const all = [...before, start, ...after.filter((id) => !before.includes(id))]
  const kept = new Set(all.slice(0, MOST_KNOTS))
  const knots = [...kept].map((id): Knot => {
    const thing = byId.get(id)
    return {
      id,
      station: thing ? STATION[thing.kind]! : 'elsewhere',
      thing,
      way: id === start ? 'here' : before.includes(id) ? 'before' : 'after',
    }
  })
  const ties = [...kept].flatMap((to) =>
    up(to)
      .filter((from) => kept.has(from))
      .map((from) => ({ from, to })),
  )
  return { knots, ties, left_off: all.length - kept.size }
}

/** Teams and courses that an action is carried out by. */
const addressesOf = (thing: Thing): string[] =>
  thing.kind === 'action' ? [codeIn(thing, 'team'), codeIn(thing, 'course')].filter((one) => one !== undefined) : []

function walked(start: string, next: (id: string) => readonly string[]): string[] {
  const seen = new Set([start])
  const queue = [start]
  for (let id = queue.shift(); id !== undefined; id = queue.shift())
    for (const one of next(id))
      if (!seen.has(one)) {
        seen.add(one)
        queue.push(one)
      }
  seen.delete(start)
  return [...seen]
}
