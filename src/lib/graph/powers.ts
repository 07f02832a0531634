/** Eigenvector centrality and PageRank: numbers that are what their neighbours make of them, found by going round until nothing moves. */
import type { Graph, Ties } from './graph.ts'

/** Ties looked at in going round, and rounds, at most. */
const MOST_STEPS = 4_000_000_000
const MOST_ROUNDS = 20_000

const roundsFor = (ties: number) => Math.max(100, Math.min(MOST_ROUNDS, Math.floor(MOST_STEPS / Math.max(1, ties))))

/**
 * By ties that come in, weights not counted, of Euclidean length 1, from all nodes alike; goes round until the sum of what moves is below
 * 10⁻¹² a node. Undefined where that never comes, as in a directed graph without circles.
 */
export function eigenvectorOf({ nodes, into }: Graph): Float64Array | undefined {
  let now = new Float64Array(nodes).fill(1 / Math.sqrt(Math.max(1, nodes)))
  let next = new Float64Array(nodes)
  for (let round = roundsFor(into.to.length + nodes); round > 0; round--) {
    let square = 0
    for (let v = 0; v < nodes; v++) {
      // a node keeps its own, so that two halves do not swing
      const sum = now[v]! + sumOver(into, v, now)
      next[v] = sum
      square += sum * sum
    }
    const length = Math.sqrt(square) || 1
    let moved = 0
    for (let v = 0; v < nodes; v++) {
      next[v]! /= length
      moved += Math.abs(next[v]! - now[v]!)
    }
    ;[now, next] = [next, now]
    if (moved < nodes * 1e-12) return now
  }
  return undefined
}

function sumOver({ starts, to }: Ties, v: number, values: Float64Array): number {
  let sum = 0
  for (let k = starts[v]!, end = starts[v + 1]!; k < end; k++) sum += values[to[k]!]!
  return sum
}

export const DAMPING = 0.85

/** Sum 1, damping .85, weights counted; a node without ties that go out hands on to all alike. */
export function pageRankOf({ nodes, out, into }: Graph): Float64Array {
  const given = new Float64Array(nodes)
  for (let v = 0; v < nodes; v++) {
    if (!out.weights) given[v] = out.starts[v + 1]! - out.starts[v]!
    else for (let k = out.starts[v]!; k < out.starts[v + 1]!; k++) given[v]! += out.weights[k]!
  }
  let now = new Float64Array(nodes).fill(1 / Math.max(1, nodes))
  let next = new Float64Array(nodes)
  const share = new Float64Array(nodes)
  for (let round = roundsFor(into.to.length + nodes); round > 0; round--) {
    let idle = 0
    for (let v = 0; v < nodes; v++) {
      if (given[v] === 0) idle += now[v]!
      share[v] = given[v] === 0 ? 0 : now[v]! / given[v]!
    }
    const base = (1 - DAMPING + DAMPING * idle) / nodes
    let moved = 0
    for (let v = 0; v < nodes; v++) {
      let sum = 0
      if (!into.weights) sum = sumOver(into, v, share)
      else for (let k = into.starts[v]!, end = into.starts[v + 1]!; k < end; k++) sum += share[into.to[k]!]! * into.weights[k]!
      next[v] = base + DAMPING * sum
      moved += Math.abs(next[v]! - now[v]!)
    }
    ;[now, next] = [next, now]
    if (moved < 1e-13) break
  }
  return now
}
