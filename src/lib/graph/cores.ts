/** Core numbers: the largest k for which a node is in a part where each has k ties (Batagelj and Zaveršnik 2003). */
import { degreeIn, type Graph, type Ties } from './graph.ts'

/** In a directed graph ties in and out are counted together. */
export function coreNumbers({ nodes, is_directed, out, into }: Graph): Int32Array {
  const sides: readonly Ties[] = is_directed ? [out, into] : [out]
  const core = new Int32Array(nodes)
  let most = 0
  for (let v = 0; v < nodes; v++) {
    for (const side of sides) core[v]! += degreeIn(side, v)
    most = Math.max(most, core[v]!)
  }
  // nodes in the order of the ties they have left, and where each count begins
  const begins = new Int32Array(most + 2)
  for (let v = 0; v < nodes; v++) begins[core[v]! + 1]!++
  for (let degree = 0; degree <= most; degree++) begins[degree + 1]! += begins[degree]!
  const [order, place, next] = [new Int32Array(nodes), new Int32Array(nodes), begins.slice()]
  for (let v = 0; v < nodes; v++) {
    place[v] = next[core[v]!]!++
    order[place[v]!] = v
  }
  for (let i = 0; i < nodes; i++) {
    const u = order[i]!
    for (const { starts, to } of sides) {
      for (let k = starts[u]!; k < starts[u + 1]!; k++) {
        const v = to[k]!
        if (core[v]! <= core[u]!) continue
        // to the front of those with as many, and out of them
        const front = Math.max(begins[core[v]!]!, i + 1)
        const other = order[front]!
        order[place[v]!] = other
        place[other] = place[v]!
        order[front] = v
        place[v] = front
        begins[core[v]!] = front + 1
        core[v]!--
      }
    }
  }
  return core
}
