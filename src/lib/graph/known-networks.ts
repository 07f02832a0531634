/** Networks that are known by heart, as graphs to try measures on. */
import { type Graph, graphOf } from './graph.ts'

/** From pairs of ends. */
export function graphFrom(nodes: number, pairs: readonly (readonly [number, number])[], is_directed = false): Graph {
  return graphOf(
    nodes,
    { from: Int32Array.from(pairs, ([a]) => a), to: Int32Array.from(pairs, ([, b]) => b), weights: undefined },
    { is_directed },
  )
}

/** A row of nodes, each tied to the next. */
export const path = (nodes: number, is_directed = false): Graph =>
  graphFrom(
    nodes,
    Array.from({ length: nodes - 1 }, (_, i) => [i, i + 1] as const),
    is_directed,
  )

/** Node 0 tied to all others, these not among themselves. */
export const star = (nodes: number): Graph =>
  graphFrom(
    nodes,
    Array.from({ length: nodes - 1 }, (_, i) => [0, i + 1] as const),
  )

/** Zachary's karate club of 1977: who meets outside the club; the members are numbered from 1. */
const CLUB =
  '1:2,3,4,5,6,7,8,9,11,12,13,14,18,20,22,32 2:3,4,8,14,18,20,22,31 3:4,8,9,10,14,28,29,33 4:8,13,14 5:7,11 6:7,11,17 7:17 9:31,33,34 10:34 14:34 15:33,34 16:33,34 19:33,34 20:34 21:33,34 23:33,34 24:26,28,30,33,34 25:26,28,32 26:32 27:30,34 28:34 29:32,34 30:33,34 31:33,34 32:33,34 33:34'

export const karateClub = (): Graph =>
  graphFrom(
    34,
    CLUB.split(' ').flatMap((row) => {
      const [member, others] = row.split(':')
      return others!.split(',').map((other) => [Number(member) - 1, Number(other) - 1] as const)
    }),
  )
