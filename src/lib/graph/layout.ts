/**
 * Where the nodes of a graph stand in a picture: springs along the ties and repulsion between all, far nodes taken together (Barnes and Hut
 * 1986), from coarse to fine (Hu 2005). The same seed gives the same picture on every machine. Weights are not counted.
 */
import { type Chance, chanceOf, shuffle } from './chance.ts'
import { componentsOf } from './components.ts'
import type { Graph } from './graph.ts'

export interface LayoutOptions {
  readonly seed: number
  /** Called with the picture as it is so far, whole; the array is its own. What it answers `false` to ends the work there. */
  readonly onProgress?: (positions: Float32Array, done: number) => unknown
}

/** A length of a tie that is left alone: the unit of the picture. */
const LENGTH = 1
const REPULSION = 0.2
/** A cell is one body where its width is less than this share of its distance. */
const OPENING = 1.1
const [COARSEST_NODES, MOST_LEVELS] = [50, 24]
const [COARSE_ROUNDS, FINE_ROUNDS, FINEST_ROUNDS] = [150, 40, 24]
/** A cluster of a coarser level takes at most so many of the finer one. */
const MOST_TOGETHER = 5
const DEEPEST = 40

/** `x, y` by node. Each component is laid out by itself; they are then put side by side, the largest first. */
export function layoutOf(graph: Graph, { seed, onProgress }: LayoutOptions): Float32Array {
  const { nodes } = graph
  const components = componentsOf(graph)
  const members = membersOf(components.of, components.sizes)
  const places: { readonly nodes: Int32Array; readonly at: Float64Array }[] = []
  let done = 0
  let is_ended = false
  for (const [number, some] of members.entries()) {
    const at = is_ended ? new Float64Array(some.length * 2) : laidOut(linksWithin(graph, some), chanceOf(seed + number), progress)
    places.push({ nodes: some, at })
    done += some.length
    function progress(at: Float64Array, share: number) {
      // of the many small ones nobody waits for a picture
      if (!onProgress || some.length * 4 < nodes) return
      const all = [...places, { nodes: some, at }]
      if (onProgress(packed(nodes, all), (done + share * some.length) / nodes) === false) is_ended = true
      return is_ended ? false : undefined
    }
  }
  return packed(nodes, places)
}

function membersOf(of: Int32Array, sizes: readonly number[]): Int32Array[] {
  const members = sizes.map((size) => new Int32Array(size))
  const used = new Int32Array(sizes.length)
  for (let v = 0; v < of.length; v++) members[of[v]!]![used[of[v]!]!++] = v
  return members
}

interface Level {
  readonly starts: Int32Array
  readonly to: Int32Array
  readonly mass: Float64Array
  /** By node, which of the coarser level it is part of; none on the coarsest. */
  into?: Int32Array
}

function linksWithin({ around, nodes }: Graph, members: Int32Array): Level {
  const number = new Int32Array(members.length === nodes ? 0 : nodes)
  const is_all = members.length === nodes
  if (!is_all) for (let i = 0; i < members.length; i++) number[members[i]!] = i
  const starts = new Int32Array(members.length + 1)
  for (let i = 0; i < members.length; i++) starts[i + 1] = starts[i]! + around.starts[members[i]! + 1]! - around.starts[members[i]!]!
  const to = new Int32Array(starts[members.length]!)
  for (let i = 0, k = 0; i < members.length; i++)
    for (let j = around.starts[members[i]!]!; j < around.starts[members[i]! + 1]!; j++)
      to[k++] = is_all ? around.to[j]! : number[around.to[j]!]!
  return { starts, to, mass: new Float64Array(members.length).fill(1) }
}

type Progress = (at: Float64Array, share: number) => unknown

function laidOut(finest: Level, chance: Chance, progress: Progress): Float64Array {
  const levels = [finest]
  for (let level = finest; level.mass.length > COARSEST_NODES && levels.length < MOST_LEVELS; ) {
    const coarser = coarsened(level, chance)
    if (coarser.mass.length > level.mass.length * 0.9) {
      delete level.into
      break
    }
    levels.push(coarser)
    level = coarser
  }
  let at = scattered(levels.at(-1)!.mass.length, chance)
  const work = levels.map(({ mass, to }, i) => (mass.length + to.length) * roundsOf(i, levels.length))
  const all = work.reduce((sum, one) => sum + one, 0)
  let done = 0
  for (let i = levels.length - 1; i >= 0; i--) {
    const level = levels[i]!
    const rounds = roundsOf(i, levels.length)
    const finer = (positions: Float64Array) => spreadOver(levels, i, positions)
    const go_on = pulled(level, at, rounds, i === levels.length - 1 ? 1 : 0.35, (share) =>
      progress(finer(at), (done + share * work[i]!) / all),
    )
    done += work[i]!
    if (!go_on) return finer(at)
    if (i > 0) at = refined(levels[i - 1]!, at, chance)
  }
  return at
}

const roundsOf = (level: number, levels: number) => (level === levels - 1 ? COARSE_ROUNDS : level === 0 ? FINEST_ROUNDS : FINE_ROUNDS)

/** Within a square; nothing here depends on a machine's sines. */
function scattered(nodes: number, chance: Chance): Float64Array {
  const side = Math.sqrt(nodes) * LENGTH
  return Float64Array.from({ length: nodes * 2 }, () => (chance.share() - 0.5) * side)
}

/** Neighbours put together, the lightest first; what finds nobody free joins a neighbour's cluster while there is room. */
function coarsened(level: Level, chance: Chance): Level {
  const { starts, to, mass } = level
  const nodes = mass.length
  const into = new Int32Array(nodes).fill(-1)
  const together = new Int32Array(nodes)
  let clusters = 0
  const order = shuffle(
    Int32Array.from({ length: nodes }, (_, v) => v),
    chance,
  )
  const degree = (v: number) => starts[v + 1]! - starts[v]!
  for (const v of order) {
    if (into[v]! >= 0) continue
    let [best, least] = [-1, Number.POSITIVE_INFINITY]
    for (let k = starts[v]!; k < starts[v + 1]!; k++) {
      const u = to[k]!
      // who has few ties and is light is best put away first
      const cost = mass[u]! * degree(u)
      if (into[u]! < 0 && cost < least) [best, least] = [u, cost]
    }
    if (best >= 0) {
      together[clusters] = 2
      into[v] = clusters
      into[best] = clusters++
      continue
    }
    let [near, room] = [-1, MOST_TOGETHER]
    for (let k = starts[v]!; k < starts[v + 1]!; k++) {
      const cluster = into[to[k]!]!
      if (together[cluster]! < room) [near, room] = [cluster, together[cluster]!]
    }
    if (near >= 0) {
      into[v] = near
      together[near]!++
    } else {
      together[clusters] = 1
      into[v] = clusters++
    }
  }
  level.into = into
  return { mass: summed(mass, into, clusters), ...tiesBetween(level, into, clusters) }
}

function summed(mass: Float64Array, into: Int32Array, clusters: number): Float64Array {
  const sums = new Float64Array(clusters)
  for (let v = 0; v < mass.length; v++) sums[into[v]!]! += mass[v]!
  return sums
}

function tiesBetween({ starts, to, mass }: Level, into: Int32Array, clusters: number): Pick<Level, 'starts' | 'to'> {
  const first = new Int32Array(clusters + 1)
  for (let v = 0; v < mass.length; v++) first[into[v]! + 1]!++
  for (let c = 0; c < clusters; c++) first[c + 1]! += first[c]!
  const next = first.slice(0, clusters)
  const members = new Int32Array(mass.length)
  for (let v = 0; v < mass.length; v++) members[next[into[v]!]!++] = v
  const seen = new Int32Array(clusters).fill(-1)
  const ends = new Int32Array(to.length)
  const rows = new Int32Array(clusters + 1)
  let kept = 0
  for (let c = 0; c < clusters; c++) {
    for (let i = first[c]!; i < first[c + 1]!; i++) {
      const v = members[i]!
      for (let k = starts[v]!; k < starts[v + 1]!; k++) {
        const other = into[to[k]!]!
        if (other === c || seen[other] === c) continue
        seen[other] = c
        ends[kept++] = other
      }
    }
    rows[c + 1] = kept
  }
  return { starts: rows, to: ends.slice(0, kept) }
}

/** The next finer level, each node near its cluster; what is more needs more room. */
function refined({ mass, into }: Level, at: Float64Array, chance: Chance): Float64Array {
  const wider = Math.sqrt((2 * mass.length) / at.length)
  const finer = new Float64Array(mass.length * 2)
  for (let v = 0; v < mass.length; v++) {
    finer[2 * v] = at[2 * into![v]!]! * wider + (chance.share() - 0.5) * 0.3 * LENGTH
    finer[2 * v + 1] = at[2 * into![v]! + 1]! * wider + (chance.share() - 0.5) * 0.3 * LENGTH
  }
  return finer
}

/** A coarse picture as one of all nodes: each where its cluster stands. */
function spreadOver(levels: readonly Level[], from: number, at: Float64Array): Float64Array {
  let positions = at
  for (let i = from - 1; i >= 0; i--) {
    const { mass, into } = levels[i]!
    const wider = Math.sqrt((2 * mass.length) / positions.length)
    const finer = new Float64Array(mass.length * 2)
    for (let v = 0; v < mass.length; v++) {
      finer[2 * v] = positions[2 * into![v]!]! * wider
      finer[2 * v + 1] = positions[2 * into![v]! + 1]! * wider
    }
    positions = finer
  }
  return positions
}

/** Rounds of forces, each node moved by one step along its own; the step grows while that helps and shrinks where it does not. Answers whether it went to its end. */
function pulled(level: Level, at: Float64Array, rounds: number, first_step: number, told: (share: number) => unknown): boolean {
  const { starts, to, mass } = level
  const nodes = mass.length
  const force = new Float64Array(nodes * 2)
  const tree = createTree(nodes)
  let step = first_step * LENGTH
  let before = Number.POSITIVE_INFINITY
  let gains = 0
  for (let round = 0; round < rounds; round++) {
    tree.build(at, mass)
    tree.repel(at, force)
    let energy = 0
    for (let v = 0; v < nodes; v++) {
      const [x, y] = [at[2 * v]!, at[2 * v + 1]!]
      let fx = force[2 * v]!
      let fy = force[2 * v + 1]!
      for (let k = starts[v]!; k < starts[v + 1]!; k++) {
        const u = to[k]!
        const dx = at[2 * u]! - x
        const dy = at[2 * u + 1]! - y
        const pull = Math.sqrt(dx * dx + dy * dy) / LENGTH
        fx += pull * dx
        fy += pull * dy
      }
      force[2 * v] = fx
      force[2 * v + 1] = fy
      energy += fx * fx + fy * fy
    }
    for (let v = 0; v < nodes; v++) {
      const [fx, fy] = [force[2 * v]!, force[2 * v + 1]!]
      const strong = Math.sqrt(fx * fx + fy * fy)
      if (strong === 0) continue
      const far = Math.min(step, strong)
      at[2 * v]! += (fx / strong) * far
      at[2 * v + 1]! += (fy / strong) * far
    }
    if (energy < before) {
      if (++gains >= 5) {
        gains = 0
        step /= 0.9
      }
    } else {
      gains = 0
      step *= 0.9
    }
    // at the end things come to rest
    if (round > rounds * 0.6) step *= 0.93
    before = energy
    if (round % 4 === 3 && told((round + 1) / rounds) === false) return false
  }
  return true
}

/** A square cut in four again and again, in flat arrays that are used for every round. */
function createTree(bodies: number) {
  let room = Math.max(64, bodies * 2)
  let child = new Int32Array(room * 4)
  let [sum_x, sum_y, weight] = [new Float64Array(room), new Float64Array(room), new Float64Array(room)]
  let width = new Float64Array(room)
  // bodies that share a leaf stand in a chain
  const next = new Int32Array(bodies)
  const stack = new Int32Array(4 * DEEPEST + 64)
  let cells = 0
  let masses: Float64Array

  function grow() {
    room *= 2
    const wider = <Of extends Int32Array | Float64Array>(old: Of, size: number): Of => {
      const copy = new (old.constructor as new (length: number) => Of)(size)
      copy.set(old as never)
      return copy
    }
    child = wider(child, room * 4)
    sum_x = wider(sum_x, room)
    sum_y = wider(sum_y, room)
    weight = wider(weight, room)
    width = wider(width, room)
  }

  function cell(wide: number): number {
    if (cells === room) grow()
    child.fill(0, cells * 4, cells * 4 + 4)
    sum_x[cells] = 0
    sum_y[cells] = 0
    weight[cells] = 0
    width[cells] = wide
    return cells++
  }

  return {
    /** A child is 0 where there is none, above 0 a cell, below 0 the first body of a leaf (−1 − body). */
    build(at: Float64Array, mass: Float64Array) {
      masses = mass
      cells = 0
      let [left, low, right, high] = [
        Number.POSITIVE_INFINITY,
        Number.POSITIVE_INFINITY,
        Number.NEGATIVE_INFINITY,
        Number.NEGATIVE_INFINITY,
      ]
      for (let i = 0; i < at.length; i += 2) {
        left = Math.min(left, at[i]!)
        right = Math.max(right, at[i]!)
        low = Math.min(low, at[i + 1]!)
        high = Math.max(high, at[i + 1]!)
      }
      const side = Math.max(right - left, high - low, 1e-9)
      const root = cell(side)
      // number 0 is the root and never a child
      for (let body = 0; body < mass.length; body++) {
        const [x, y, m] = [at[2 * body]!, at[2 * body + 1]!, mass[body]!]
        let here = root
        let [x0, y0, half] = [left, low, side / 2]
        next[body] = -1
        for (let deep = 0; ; deep++) {
          sum_x[here]! += x * m
          sum_y[here]! += y * m
          weight[here]! += m
          const is_right = x >= x0 + half
          const is_high = y >= y0 + half
          const slot = here * 4 + Number(is_right) + 2 * Number(is_high)
          const found = child[slot]!
          if (is_right) x0 += half
          if (is_high) y0 += half
          if (found === 0) {
            child[slot] = -1 - body
            break
          }
          if (found > 0) {
            here = found
            half /= 2
            continue
          }
          const other = -1 - found
          if (deep >= DEEPEST) {
            next[body] = other
            child[slot] = -1 - body
            break
          }
          // the leaf becomes a cell, and its one body goes down first
          const below = cell(half)
          child[slot] = below
          const [ox, oy, om] = [at[2 * other]!, at[2 * other + 1]!, mass[other]!]
          sum_x[below] = ox * om
          sum_y[below] = oy * om
          weight[below] = om
          const quarter = half / 2
          child[below * 4 + Number(ox >= x0 + quarter) + 2 * Number(oy >= y0 + quarter)] = -1 - other
          here = below
          half = quarter
        }
      }
      for (let c = 0; c < cells; c++) {
        sum_x[c]! /= weight[c]!
        sum_y[c]! /= weight[c]!
      }
    },
    repel(at: Float64Array, force: Float64Array) {
      const strength = REPULSION * LENGTH * LENGTH
      const opening = OPENING * OPENING
      for (let v = 0; v < masses.length; v++) {
        const [x, y, m] = [at[2 * v]!, at[2 * v + 1]!, masses[v]!]
        let [fx, fy] = [0, 0]
        let top = 0
        stack[top++] = 0
        while (top > 0) {
          const here = stack[--top]!
          for (let slot = here * 4; slot < here * 4 + 4; slot++) {
            const found = child[slot]!
            if (found === 0) continue
            if (found > 0) {
              const dx = x - sum_x[found]!
              const dy = y - sum_y[found]!
              const far = dx * dx + dy * dy
              if (width[found]! * width[found]! < opening * far) {
                const push = (strength * m * weight[found]!) / far
                fx += push * dx
                fy += push * dy
              } else stack[top++] = found
              continue
            }
            for (let other = -1 - found; other >= 0; other = next[other]!) {
              if (other === v) continue
              let dx = x - at[2 * other]!
              let dy = y - at[2 * other + 1]!
              let far = dx * dx + dy * dy
              if (far < 1e-12) {
                // who stands on the same spot is pushed the way of the numbers
                dx = v < other ? -1e-4 : 1e-4
                dy = 1e-4 * ((v % 7) - 3)
                far = dx * dx + dy * dy
              }
              const push = (strength * m * masses[other]!) / far
              fx += push * dx
              fy += push * dy
            }
          }
        }
        force[2 * v] = fx
        force[2 * v + 1] = fy
      }
    },
  }
}

/** Components side by side in rows, the largest first, about half as wide again as high; the whole around 0. */
function packed(nodes: number, places: readonly { readonly nodes: Int32Array; readonly at: Float64Array }[]): Float32Array {
  const gap = 1.5 * LENGTH
  const boxes = places.map(({ at }) => {
    let [left, low, right, high] = [0, 0, 0, 0]
    for (let i = 0; i < at.length; i += 2) {
      left = i === 0 ? at[i]! : Math.min(left, at[i]!)
      right = i === 0 ? at[i]! : Math.max(right, at[i]!)
      low = i === 0 ? at[i + 1]! : Math.min(low, at[i + 1]!)
      high = i === 0 ? at[i + 1]! : Math.max(high, at[i + 1]!)
    }
    return { left, low, wide: right - left + gap, high: high - low + gap }
  })
  const area = boxes.reduce((sum, { wide, high }) => sum + wide * high, 0)
  const row_width = Math.max(boxes[0]?.wide ?? 0, Math.sqrt(area * 1.5))
  const positions = new Float32Array(nodes * 2)
  let [x, y, row_high] = [0, 0, 0]
  let [most_x, most_y] = [0, 0]
  for (const [i, { nodes: some, at }] of places.entries()) {
    const { left, low, wide, high } = boxes[i]!
    if (x > 0 && x + wide > row_width) {
      x = 0
      y += row_high
      row_high = 0
    }
    for (let k = 0; k < some.length; k++) {
      positions[2 * some[k]!] = at[2 * k]! - left + x
      positions[2 * some[k]! + 1] = at[2 * k + 1]! - low + y
    }
    x += wide
    row_high = Math.max(row_high, high)
    most_x = Math.max(most_x, x)
    most_y = Math.max(most_y, y + row_high)
  }
  for (let i = 0; i < positions.length; i += 2) {
    positions[i]! -= (most_x - gap) / 2
    positions[i + 1]! -= (most_y - gap) / 2
  }
  return positions
}
