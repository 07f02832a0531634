/** A graph as flat arrays: nodes are the numbers 0, 1, 2…; what each is tied to stands in one row after the other. */

/** Rows of ties: node `v` has `to[starts[v]]` up to and without `to[starts[v + 1]]`, ascending, each once. */
export interface Ties {
  readonly starts: Int32Array
  readonly to: Int32Array
  /** One weight a tie; none where every tie weighs 1. */
  readonly weights: Float64Array | undefined
}

export interface Graph {
  readonly nodes: number
  readonly is_directed: boolean
  /** Ties, each counted once; in a directed graph there and back are two. */
  readonly edges: number
  /** Ties that go out; in an undirected graph `out`, `into` and `around` are one. */
  readonly out: Ties
  readonly into: Ties
  /** Ties whatever their direction; there and back are one, of both their weights. */
  readonly around: Ties
}

/** Ties as they come, in any order, also several times. */
export interface EdgeList {
  readonly from: Int32Array
  readonly to: Int32Array
  readonly weights: Float64Array | undefined
}

/**
 * Builds a graph. The same tie said several times is one, its weights added; without weights it weighs 1. A tie of a node with itself is
 * dropped. Throws TypeError for ends that are no nodes, for arrays of unlike length, and for weights that are not above 0.
 */
export function graphOf(nodes: number, edges: EdgeList, { is_directed }: { is_directed: boolean }): Graph {
  checked(nodes, edges)
  const out = rowsOf(nodes, edges, is_directed ? 'there' : 'both')
  if (!is_directed) return { nodes, is_directed, edges: out.to.length / 2, out, into: out, around: out }
  return { nodes, is_directed, edges: out.to.length, out, into: turned(nodes, out), around: rowsOf(nodes, listOf(out), 'both') }
}

export const degreeIn = ({ starts }: Ties, node: number): number => starts[node + 1]! - starts[node]!

function checked(nodes: number, { from, to, weights }: EdgeList) {
  if (from.length !== to.length || (weights && weights.length !== from.length)) throw new TypeError('ends and weights go by pairs')
  for (let i = 0; i < from.length; i++) {
    if (!(from[i]! >= 0 && from[i]! < nodes && to[i]! >= 0 && to[i]! < nodes)) throw new TypeError('a tie of what is no node')
    if (weights && !(weights[i]! > 0 && weights[i]! < Number.POSITIVE_INFINITY)) throw new TypeError('a weight is a number above 0')
  }
}

/** Sorts by the second end and then by the first, by counting; then puts together what is the same. */
function rowsOf(nodes: number, edges: EdgeList, way: 'there' | 'both'): Ties {
  const by_target = placed(nodes, edges, way)
  const rows = turned(nodes, by_target)
  return merged(nodes, rows)
}

/** Rows by the target, holding the sources. */
function placed(nodes: number, { from, to, weights }: EdgeList, way: 'there' | 'both'): Ties {
  const starts = new Int32Array(nodes + 1)
  const is_both = way === 'both'
  for (let i = 0; i < from.length; i++) {
    if (from[i] === to[i]) continue
    starts[to[i]! + 1]!++
    if (is_both) starts[from[i]! + 1]!++
  }
  for (let v = 0; v < nodes; v++) starts[v + 1]! += starts[v]!
  const next = starts.slice(0, nodes)
  const ends = new Int32Array(starts[nodes]!)
  const weighed = weights && new Float64Array(ends.length)
  for (let i = 0; i < from.length; i++) {
    const [a, b] = [from[i]!, to[i]!]
    if (a === b) continue
    const at = next[b]!++
    ends[at] = a
    if (weighed) weighed[at] = weights[i]!
    if (!is_both) continue
    const back = next[a]!++
    ends[back] = b
    if (weighed) weighed[back] = weights[i]!
  }
  return { starts, to: ends, weights: weighed }
}

/** The same ties seen from their other ends; each row comes out ascending. */
function turned(nodes: number, { starts, to, weights }: Ties): Ties {
  const back = new Int32Array(nodes + 1)
  for (let k = 0; k < to.length; k++) back[to[k]! + 1]!++
  for (let v = 0; v < nodes; v++) back[v + 1]! += back[v]!
  const next = back.slice(0, nodes)
  const ends = new Int32Array(to.length)
  const weighed = weights && new Float64Array(to.length)
  for (let v = 0; v < nodes; v++) {
    for (let k = starts[v]!; k < starts[v + 1]!; k++) {
      const at = next[to[k]!]!++
      ends[at] = v
      if (weighed) weighed[at] = weights[k]!
    }
  }
  return { starts: back, to: ends, weights: weighed }
}

/** Neighbours that stand several times in an ascending row become one, in place; weights are added. */
function merged(nodes: number, { starts, to, weights }: Ties): Ties {
  let kept = 0
  let begin = 0
  for (let v = 0; v < nodes; v++) {
    const end = starts[v + 1]!
    const row = kept
    for (let k = begin; k < end; k++) {
      if (kept > row && to[kept - 1] === to[k]) {
        if (weights) weights[kept - 1]! += weights[k]!
        continue
      }
      to[kept] = to[k]!
      if (weights) weights[kept] = weights[k]!
      kept++
    }
    begin = end
    starts[v + 1] = kept
  }
  if (kept === to.length) return { starts, to, weights }
  return { starts, to: to.slice(0, kept), weights: weights?.slice(0, kept) }
}

function listOf({ starts, to, weights }: Ties): EdgeList {
  const from = new Int32Array(to.length)
  for (let v = 0; v + 1 < starts.length; v++) from.fill(v, starts[v], starts[v + 1])
  return { from, to, weights }
}

/** Each tie once, as it was given: of an undirected graph from the lower number to the higher. */
export function edgesOf({ out, is_directed, edges }: Graph): EdgeList {
  if (is_directed) return listOf(out)
  const [from, to] = [new Int32Array(edges), new Int32Array(edges)]
  const weights = out.weights && new Float64Array(edges)
  let at = 0
  for (let v = 0; v + 1 < out.starts.length; v++) {
    for (let k = out.starts[v]!; k < out.starts[v + 1]!; k++) {
      if (out.to[k]! < v) continue
      from[at] = v
      to[at] = out.to[k]!
      if (weights) weights[at] = out.weights![k]!
      at++
    }
  }
  return { from, to, weights }
}
