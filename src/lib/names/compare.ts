/** Compares two names part by part and says why: which part met which, by what rule, and what met nothing. */
import { bitsOf } from './frequency.ts'
import { type Part, partsOf } from './parts.ts'
import { type Likeness, partLikeness, type Rule, wordLikeness, wordOf } from './similarity.ts'

/** A stretch of the original text; `start` and `end` are UTF-16 offsets. */
export type Stretch = { text: string; start: number; end: number }

/** One part of `a` against one of `b`; `null` on the side where nothing met it. */
export type PartReason = { a: Stretch | null; b: Stretch | null; rule: Rule; score: number }

/** `refused` says why a name could not be read; the score is then 0. */
export type NameComparison = { score: number; match: boolean; reasons: PartReason[]; refused?: string }

/** The one threshold of `match`. */
export const MATCH_THRESHOLD = 0.72

/** A name read once, for many comparisons. */
export type ReadName = { text: string; parts: Part[]; bits: number[] }

export type Read = { ok: true; name: ReadName } | { ok: false; reason: string }

export function readName(text: string): Read {
  const read = partsOf(text)
  if (!read.ok) return read
  const parts = read.parts.slice(0, MAX_PARTS)
  return { ok: true, name: { text, parts, bits: parts.map(bitsOf) } }
}

const MAX_PARTS = 14

/** Compares two names in any scripts. The same whichever comes first; never above 0.99 on a name alone. */
export function compareNames(a: string, b: string): NameComparison {
  const x = readName(a)
  const y = readName(b)
  if (!x.ok) return refusal(x.reason)
  if (!y.ok) return refusal(y.reason)
  return compareRead(x.name, y.name)
}

const refusal = (reason: string): NameComparison => ({ score: 0, match: false, reasons: [], refused: reason })

export function compareRead(a: ReadName, b: ReadName, likeness: (a: Part, b: Part) => Likeness = partLikeness): NameComparison {
  const pairs = align(a, b, likeness)
  const score = scoreOf(a, b, pairs)
  return { score, match: score >= MATCH_THRESHOLD, reasons: reasonsOf(a, b, pairs) }
}

/** Parts `i` of a and `j` of b that meet: one to one, or one to two neighbours that were written joined. */
type Pair = { i: number[]; j: number[]; likeness: Likeness; bits: number }

/** Least likeness at which two parts are said to meet. */
const LEAST = 0.7
/** And across scripts, where likeness is counted on a wider scale. */
const LEAST_ACROSS = 0.75
/** And for two parts written joined, where more letters hide more. */
const LEAST_JOINED = 0.82

/** In a long part the same share of wrong letters is more of them: two errors in eight letters are rarely one name. */
function leastFor(a: Part, b: Part): number {
  const letters = Math.max(a.core.length, b.core.length)
  if (a.script !== b.script) return LEAST_ACROSS
  return letters < 7 ? LEAST : letters === 7 ? LEAST + 0.04 : LEAST + 0.07
}

function align(a: ReadName, b: ReadName, likeness: (a: Part, b: Part) => Likeness): Pair[] {
  const all: (Pair & { gain: number })[] = []
  const add = (i: number[], j: number[], found: Likeness) => {
    if (
      found.score <
      (found.rule === 'joined'
        ? LEAST_JOINED
        : found.rule === 'particle' || found.rule === 'truncated'
          ? LEAST
          : leastFor(a.parts[i[0]!]!, b.parts[j[0]!]!))
    )
      return
    const mass_a = i.reduce((sum, at) => sum + a.bits[at]!, 0)
    const mass_b = j.reduce((sum, at) => sum + b.bits[at]!, 0)
    const bits = found.rule === 'initial' ? 3 : (mass_a + mass_b) / 2
    const apart = Math.abs(i[0]! / a.parts.length - j[0]! / b.parts.length)
    all.push({ i, j, likeness: found, bits, gain: bits * (found.score - 0.45) - apart * 0.2 })
  }
  const single = a.parts.map((part) => b.parts.map((other) => likeness(part, other)))
  for (const [i, row] of single.entries())
    for (const [j, found] of row.entries()) {
      const cut = cutOff(a, i, b, j)
      add([i], [j], cut.score > found.score ? cut : found)
    }
  const better = (found: Likeness, one: Likeness, two: Likeness) =>
    found.score > Math.max(one.score, two.score) + 0.05 ? found : NOT_JOINED
  for (const [i, j] of joins(a, b))
    add([i], [j, j + 1], better(joinLikeness(a.parts[i]!, b.parts[j]!, b.parts[j + 1]!), single[i]![j]!, single[i]![j + 1]!))
  for (const [j, i] of joins(b, a))
    add([i, i + 1], [j], better(joinLikeness(b.parts[j]!, a.parts[i]!, a.parts[i + 1]!), single[i]![j]!, single[i + 1]![j]!))
  all.sort((x, y) => y.gain - x.gain)
  const used_a = new Set<number>()
  const used_b = new Set<number>()
  const chosen: Pair[] = []
  for (const pair of all) {
    if (pair.i.some((at) => used_a.has(at)) || pair.j.some((at) => used_b.has(at))) continue
    for (const at of pair.i) used_a.add(at)
    for (const at of pair.j) used_b.add(at)
    chosen.push(pair)
  }
  return chosen.sort((x, y) => x.i[0]! - y.i[0]!)
}

/** Part `i` of one name that is long enough to be parts `j` and `j + 1` of the other, written joined. */
function joins(one: ReadName, two: ReadName): [number, number][] {
  const found: [number, number][] = []
  one.parts.forEach((part, i) => {
    for (let j = 0; j + 1 < two.parts.length; j++) {
      const length = two.parts[j]!.whole.length + two.parts[j + 1]!.whole.length
      if (
        part.script === two.parts[j]!.script
          ? Math.abs(part.whole.length - length) <= 2
          : part.whole.length >= 5 && part.whole.length <= length + 5
      )
        found.push([i, j])
    }
  })
  return found
}

/** A name that fills its field (Doc 9303: 30 or 39 places, often fewer on forms) may end in the middle of its last part. */
function cutOff(a: ReadName, i: number, b: ReadName, j: number): Likeness {
  const [x, y] = [a.parts[i]!, b.parts[j]!]
  const cut = (name: ReadName, at: number, short: Part, long: Part) =>
    (name.text.includes('<') || name.text.length >= FULL_FIELD) &&
    at === name.parts.length - 1 &&
    short.whole.length >= 3 &&
    short.whole.length < long.whole.length &&
    long.whole.startsWith(short.whole)
  return cut(a, i, x, y) || cut(b, j, y, x) ? { score: 0.85, rule: 'truncated' } : NOT_CUT
}

const FULL_FIELD = 28
const NOT_CUT: Likeness = { score: 0, rule: 'truncated' }
const NOT_JOINED: Likeness = { score: 0, rule: 'joined' }

function joinLikeness(one: Part, first: Part, second: Part): Likeness {
  if (first.kind !== 'name' || second.kind !== 'name' || first.script !== second.script) return NOT_JOINED
  const whole = wordOf(one.whole, one.script)
  const found = wordLikeness(whole, wordOf(first.whole + second.whole, first.script))
  return { score: found.score * 0.98, rule: 'joined' }
}

/** What is met against what is not: a part missing on one side costs little, parts that contradict each other much. */
function scoreOf(a: ReadName, b: ReadName, pairs: Pair[]): number {
  const alone_a =
    alone(
      a,
      pairs.flatMap((pair) => pair.i),
    ) + abdAlone(a, sideA, b, sideB, pairs)
  const alone_b =
    alone(
      b,
      pairs.flatMap((pair) => pair.j),
    ) + abdAlone(b, sideB, a, sideA, pairs)
  const conflict = Math.min(alone_a, alone_b)
  const missing = Math.max(alone_a, alone_b) - conflict
  let met = 0
  let mass = 0
  let names = 0
  for (const pair of pairs) {
    const { bits } = pair
    mass += bits
    met += bits * sharpened(pair.likeness.score)
    if (pair.likeness.rule !== 'initial') names++
  }
  if (mass === 0) return 0
  const plain = met / (mass + CONFLICT * conflict + MISSING * missing)
  const lonely = names < 2 && missing > 0 ? LONELY : 1
  const clash = conflict >= CLASH_BITS ? CLASH : 1
  return round(Math.max(0, plain * lonely * clash * turnedSons(a, b, pairs) * (0.99 - COMMON * 2 ** (-met / 8))))
}

/** "Abd" is half a name: where only one side has it, it stands against whatever else the other has. */
function abdAlone(name: ReadName, at: (pair: Pair) => number[], other: ReadName, met: (pair: Pair) => number[], pairs: Pair[]): number {
  const lacking = pairs.filter((pair) => {
    if (pair.i.length > 1 || pair.j.length > 1) return false
    return name.parts[at(pair)[0]!]!.prefix === 'abd' && other.parts[met(pair)[0]!]!.prefix !== 'abd'
  })
  return lacking.length * ABD_BITS
}

/** Who is whose child: "Salman bin Muhammad" is not "Muhammad bin Salman". */
function turnedSons(a: ReadName, b: ReadName, pairs: Pair[]): number {
  const child = (name: ReadName, at: number) =>
    name.parts[at]!.sure && (name.parts[at]!.prefix === 'son' || name.parts[at]!.prefix === 'daughter')
  const turned = (of_a: boolean) =>
    pairs.some(({ i, j }) => child(a, i[0]!) === of_a && child(b, j[0]!) !== of_a && i.length === 1 && j.length === 1)
  return turned(true) && turned(false) && !inOrder(pairs) ? TURNED_SONS : 1
}

const sideA = (pair: Pair) => pair.i
const sideB = (pair: Pair) => pair.j
const ABD_BITS = 4
const CONFLICT = 1.1
const MISSING = 0.22
const CLASH = 0.78
const CLASH_BITS = 2
const TURNED_SONS = 0.75
const LONELY = 0.8
const COMMON = 0.3

const alone = (name: ReadName, used: number[]) => name.bits.reduce((sum, bits, i) => (used.includes(i) ? sum : sum + bits), 0)

/** Small differences hardly count, large ones fast. */
const sharpened = (score: number) => (score >= 0.9 ? score : Math.max(0, 0.9 - (0.9 - score) * 1.6))

const round = (score: number) => Math.round(score * 10_000) / 10_000

function reasonsOf(a: ReadName, b: ReadName, pairs: Pair[]): PartReason[] {
  const order = inOrder(pairs)
  const reasons: PartReason[] = pairs.map((pair) => ({
    a: stretch(a, pair.i),
    b: stretch(b, pair.j),
    rule: pair.likeness.rule === 'same' && !order ? 'order' : pair.likeness.rule,
    score: round(pair.likeness.score),
  }))
  const left = (name: ReadName, used: number[]) => name.parts.map((_, at) => at).filter((at) => !used.includes(at))
  for (const i of left(
    a,
    pairs.flatMap((pair) => pair.i),
  ))
    reasons.push({ a: stretch(a, [i]), b: null, rule: 'missing', score: 0 })
  for (const j of left(
    b,
    pairs.flatMap((pair) => pair.j),
  ))
    reasons.push({ a: null, b: stretch(b, [j]), rule: 'missing', score: 0 })
  return reasons
}

const inOrder = (pairs: Pair[]) => pairs.every((pair, at) => at === 0 || pairs[at - 1]!.j[0]! < pair.j[0]!)

function stretch(name: ReadName, at: number[]): Stretch {
  const { start } = name.parts[at[0]!]!
  const { end } = name.parts[at.at(-1)!]!
  return { text: name.text.slice(start, end), start, end }
}
