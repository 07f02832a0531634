/** Learns letter costs from pairs of spellings by expectation maximisation over joint chunks of letters. */

/** A pair of encoded spellings (see letters.ts) of one name, and how much it counts. */
export type SpellingPair = { from: Uint8Array; to: Uint8Array; weight: number }

export type LearnOptions = { from_max: number; to_max: number; rounds: number; keep: number; rare: number }

/** One learnt chunk: letters on the `from` side, letters on the `to` side, and the natural cost of meeting. */
export type LearntChunk = { from: number[]; to: number[]; cost: number }

/**
 * The most likely chunks under which the pairs are written, at most `keep` of them. Costs are natural logarithms: −ln P(chunk)
 * less the cost of its `from` letters alone, so that all ways to cut the same word compare.
 */
export function learnChunks(pairs: readonly SpellingPair[], options: LearnOptions): LearntChunk[] {
  const chunks = new Map<number, number>()
  const keys: number[] = []
  const lattices = pairs.map((pair) => lattice(pair, options, chunks, keys))
  let counts = new Float64Array(keys.length)
  let cost = Float64Array.from(keys, startingCost)
  for (let round = 0; round < options.rounds; round++) {
    counts = new Float64Array(keys.length)
    for (const [i, edges] of lattices.entries()) expect(edges, pairs[i]!, cost, counts)
    const total = counts.reduce((sum, count) => sum + Math.max(0, count - options.rare), 0)
    cost = counts.map((count) => (count > options.rare ? -Math.log((count - options.rare) / total) : 40))
  }
  return kept(keys, cost, counts, pairs, options)
}

/** Edges of the cut lattice in order of their start: [start cell, end cell, chunk] thrice flat. */
function lattice(pair: SpellingPair, options: LearnOptions, chunks: Map<number, number>, keys: number[]): Int32Array {
  const { from, to } = pair
  const width = to.length + 1
  const edges: number[] = []
  for (let i = 0; i <= from.length; i++) {
    for (let j = 0; j <= to.length; j++) {
      for (let di = 0; di <= options.from_max && i + di <= from.length; di++) {
        for (let dj = di === 0 ? 1 : 0; dj <= (di === 0 ? 1 : options.to_max) && j + dj <= to.length; dj++) {
          if (edgesApart(from, i, di) !== edgesApart(to, j, dj)) continue
          const key = chunkKey(from, i, di) * 2 ** 20 + chunkKey(to, j, dj)
          let id = chunks.get(key)
          if (id === undefined) {
            id = keys.length
            chunks.set(key, id)
            keys.push(key)
          }
          edges.push(i * width + j, (i + di) * width + j + dj, id)
        }
      }
    }
  }
  return Int32Array.from(edges)
}

/** Edges meet edges only: 1 with the opening edge, 2 with the closing one, 3 with both. */
function edgesApart(row: Uint8Array, at: number, length: number): number {
  return (length > 0 && at === 0 ? 1 : 0) + (length > 0 && at + length === row.length ? 2 : 0)
}

export function chunkKey(row: Uint8Array, at: number, length: number): number {
  let key = 0
  for (let i = at; i < at + length; i++) key = key * 64 + row[i]!
  return key
}

export function chunkLetters(key: number): number[] {
  const letters: number[] = []
  for (let rest = key; rest > 0; rest = Math.floor(rest / 64)) letters.unshift(rest % 64)
  return letters
}

function startingCost(key: number): number {
  const from = chunkLetters(Math.floor(key / 2 ** 20)).length
  const to = chunkLetters(key % 2 ** 20).length
  return 3 * (from + to) + (from === 0 || to === 0 ? 3 : 0) + Math.abs(from - to)
}

/** Adds the expected use of each chunk in one pair. Both passes run over the same edges, forth and back. */
function expect(edges: Int32Array, pair: SpellingPair, cost: Float64Array, counts: Float64Array): void {
  const cells = (pair.from.length + 1) * (pair.to.length + 1)
  const forward = new Float64Array(cells)
  const backward = new Float64Array(cells)
  forward[0] = 1
  backward[cells - 1] = 1
  for (let e = 0; e < edges.length; e += 3) forward[edges[e + 1]!]! += forward[edges[e]!]! * Math.exp(-cost[edges[e + 2]!]!)
  for (let e = edges.length - 3; e >= 0; e -= 3) backward[edges[e]!]! += backward[edges[e + 1]!]! * Math.exp(-cost[edges[e + 2]!]!)
  const total = forward[cells - 1]!
  if (!(total > 1e-290)) return
  for (let e = 0; e < edges.length; e += 3) {
    const id = edges[e + 2]!
    counts[id]! += (pair.weight * forward[edges[e]!]! * Math.exp(-cost[id]!) * backward[edges[e + 1]!]!) / total
  }
}

function kept(
  keys: number[],
  cost: Float64Array,
  counts: Float64Array,
  pairs: readonly SpellingPair[],
  options: LearnOptions,
): LearntChunk[] {
  const alone = new Float64Array(64)
  let total = 0
  for (const { from, weight } of pairs)
    for (const letter of from) {
      alone[letter]! += weight
      total += weight
    }
  const order = [...keys.keys()].filter((id) => counts[id]! > options.rare).sort((a, b) => counts[b]! - counts[a]!)
  return order.slice(0, options.keep).map((id) => {
    const from = chunkLetters(Math.floor(keys[id]! / 2 ** 20))
    const to = chunkLetters(keys[id]! % 2 ** 20)
    const less = from.reduce((sum, letter) => sum - Math.log(alone[letter]! / total), 0)
    return { from, to, cost: cost[id]! - less }
  })
}
