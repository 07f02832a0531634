/** Puts a question to segments: gathers the records that may be meant, weighs them, and puts the best part by part against what was asked. */
import type { PartReason, Stretch } from './compare.ts'
import { TYPING_COST } from './costs.ts'
import { equivalentsOf } from './equivalents.ts'
import { type Evidence, SUPPOSED } from './evidence.ts'
import { FINDING } from './finding.ts'
import type { Lexicon } from './lexicon.ts'
import { createNearness, type Form, formsOf, type Near, type Reach } from './near.ts'
import { type Part, partsOf } from './parts.ts'
import { placeOfDate, type Rows, type Segment } from './segment.ts'
import { initialMeets, type Rule } from './similarity.ts'

/** A part as asked, or a reading of it: a half of one part, or two parts in one. */
type AskedPart = {
  part: Part
  forms: Form[]
  near: Near
  /** For each near token, the log-likelihood ratio of its being meant; `chance` is what it is over. */
  weight: Float64Array
  chance: number
  /** How many records hold one of the near tokens. */
  uses: number
}

export type Question = {
  text: string
  asked: AskedPart[]
  initials: Part[]
  /** Parts that are read together: as written, or with one part read as two, or two as one. */
  readings: { parts: number[]; price: number }[]
  /** Whether a part was not looked for as widely as it might be. */
  narrow: boolean
}

/** `whole`: every part that was asked met one. */
export type Met = { id: number; facts: number; tokens: Uint32Array; likely: number; whole: boolean }

const MOST_PARTS = 8
const MOST_ASKED = 14
/** Parts, readings counted, up to which as many candidates are weighed as there is a budget for. */
const FEW_PARTS = 6
type Budget = { anywhere: number; each: number; two: number; kept: number }
/**
 * Records looked at that hold a rare part, wherever they are; that hold a commoner one, in the windows of the date asked; and gone through for
 * two parts; and candidates whose parts are put one against one. For a million records; more have more namesakes.
 */
const BUDGET: Record<'dated' | 'dateless', Budget> = {
  dated: { anywhere: 400, each: 2_000, two: 20_000, kept: 48 },
  dateless: { anywhere: 5_000, each: 0, two: 250_000, kept: 160 },
}
/** How much wider one looks among so many records than among a million. */
const widened = (records: number): number => Math.min(6, Math.max(1, (records / 1e6) ** 0.6))

export function createMeeting(lexicon: Lexicon) {
  const nearness = createNearness(lexicon)
  let remembered = new Map<string, { near: Near; forms: Form[] }>()
  /** For each token a row of weights by asked part; 0 for tokens that are near none. */
  let local = new Int32Array(1 << 10)
  let weights = new Float32Array(1 << 12)
  const near_tokens: number[] = []
  let width = 0
  let seen = new Uint8Array(0)
  let turn = 0
  // the best so far: likelihood, segment, place
  let best_likely = new Float64Array(0)
  let best_segment: (Segment | Rows)[] = []
  let best_place = new Int32Array(0)
  let best_count = 0
  let floor = Number.NEGATIVE_INFINITY
  let keep = 0
  let question: Question
  let evidence: Evidence
  let order: number[] = []
  /** More than all parts of the question can tell. */
  let most_likely = 0

  const nearOf = (part: Part, reach: Reach): { near: Near; forms: Form[] } => {
    const key = `${reach}${part.script}${part.prefix}${part.core.length} ${part.whole}`
    const known = remembered.get(key)
    if (known) return known
    const before = reach === 'neighbours' ? nearOf(part, 'same') : undefined
    const forms = before?.forms ?? formsOf(part)
    const near = before && !before.near.further ? before.near : nearness.near(part, forms, reach, before?.near)
    const found = { near, forms }
    if (remembered.size > 5_000) remembered = new Map()
    remembered.set(key, found)
    return found
  }

  const askedPart = (part: Part, live: number, reach: Reach): AskedPart => {
    const { near, forms } = nearOf(part, reach)
    const total = live + SUPPOSED
    const weight = new Float64Array(near.length)
    // what is written like this by chance: some name that is held, or one that is not
    let chance = FINDING.unheld / total
    let uses = 0
    for (let i = 0; i < near.length; i++) {
      const token = near.tokens[i]!
      uses += lexicon.uses(token)
      chance += (Math.exp(near.likely[i]!) * (lexicon.uses(token) + SUPPOSED * lexicon.prior(token))) / total
    }
    for (let i = 0; i < near.length; i++) weight[i] = near.likely[i]! - Math.log(chance)
    return { part, forms, near, weight, chance, uses }
  }

  /** Reads a name; with `wide` its parts are also looked for where a slip of the pen would have put them. */
  const readQuestion = (text: string, live: number, wide: boolean): Question | undefined => {
    const read = partsOf(text)
    if (!read.ok) return undefined
    const parts = read.parts.filter((part) => part.kind !== 'initial' && part.kind !== 'title').slice(0, MOST_PARTS)
    const initials = read.parts.filter((part) => part.kind === 'initial').slice(0, 4)
    const asked = parts.map((part) => askedPart(part, live, parts.length === 1 ? 'everywhere' : wide ? 'neighbours' : 'same'))
    const plain = asked.map((_, i) => i)
    const readings: Question['readings'] = [{ parts: plain, price: 0 }]
    const reread = (instead: Part[], of: number[]) => {
      if (asked.length + instead.length > MOST_ASKED || readings.length > 4) return
      const numbers = instead.map((part) => asked.push(askedPart(part, live, wide ? 'neighbours' : 'same')) - 1)
      readings.push({
        parts: [...plain.filter((i) => !of.includes(i)), ...numbers].sort((a, b) => asked[a]!.part.start - asked[b]!.part.start),
        price: FINDING.reread,
      })
    }
    for (const i of plain) {
      const halves = halvesOf(asked[i]!)
      if (halves) reread(halves, [i])
    }
    for (let i = 0; i + 1 < plain.length; i++) {
      const joined = joinedOf(parts[i]!, parts[i + 1]!)
      if (joined) reread([joined], [i, i + 1])
    }
    return { text, asked, initials, readings, narrow: asked.some(({ near }) => near.further) }
  }

  /** A long part that is not held may be two that were joined, both of which are. */
  const halvesOf = ({ part, near }: AskedPart): [Part, Part] | undefined => {
    const { whole, script } = part
    if (whole.length < 7 || script === 'other' || (near.length > 0 && near.likely[0]! > -0.4)) return undefined
    let best: [Part, Part] | undefined
    let most = 0
    for (let cut = 3; cut <= whole.length - 3; cut++) {
      const middle = Math.round(part.start + ((part.end - part.start) * cut) / whole.length)
      const first = partOf(whole.slice(0, cut), { ...part, end: middle })
      const second = partOf(whole.slice(cut), { ...part, start: middle })
      if (!first || !second) continue
      const uses = Math.min(lexicon.uses(lexicon.find(first)), lexicon.uses(lexicon.find(second)))
      if (uses <= most) continue
      most = uses
      best = [first, second]
    }
    return best
  }

  const partOf = (text: string, within: Part): Part | undefined => {
    const read = partsOf(text)
    if (!read.ok || read.parts.length !== 1) return undefined
    return { ...read.parts[0]!, kind: 'name', start: within.start, end: within.end }
  }

  const joinedOf = (first: Part, second: Part): Part | undefined => {
    if (first.script !== second.script || first.script === 'other' || first.whole.length + second.whole.length > 20) return undefined
    const joined = partOf(first.whole + second.whole, { ...first, end: second.end })
    return joined && lexicon.find(joined) > 0 ? joined : undefined
  }

  /** Readies for a question; `top` of `records` are wanted. */
  const begin = (asking: Question, telling: Evidence, records: number, top: number) => {
    const dated = telling.windows.length > 0
    const kept = dated ? BUDGET.dated.kept * Math.sqrt(widened(records)) : BUDGET.dateless.kept
    // long names have many readings, and each is put against each candidate
    const most = Math.max(Math.round(kept * Math.min(1, FEW_PARTS / asking.asked.length)), 2 * top)
    question = asking
    evidence = telling
    keep = most
    between.clear()
    if (best_likely.length !== 4 * most) {
      best_likely = new Float64Array(4 * most)
      best_place = new Int32Array(4 * most)
    }
    best_segment = []
    best_count = 0
    floor = Number.NEGATIVE_INFINITY
    for (const token of near_tokens) local[token] = 0
    near_tokens.length = 0
    if (local.length < lexicon.count) local = new Int32Array(lexicon.count * 2)
    width = asking.asked.length
    weights.fill(0, 0, width)
    asking.asked.forEach(({ near, weight }, q) => {
      for (let i = 0; i < near.length; i++) {
        const token = near.tokens[i]!
        if (local[token] === 0) {
          near_tokens.push(token)
          local[token] = near_tokens.length * width
          if (weights.length < (near_tokens.length + 1) * width) {
            const longer = new Float32Array(weights.length * 2)
            longer.set(weights)
            weights = longer
          }
          weights.fill(0, near_tokens.length * width, (near_tokens.length + 1) * width)
        }
        weights[local[token]! + q] = Math.max(0, weight[i]!)
      }
    })
    most_likely = asking.asked.reduce((sum, { weight }) => sum + Math.max(0, weight[0] ?? 0), 0)
    order = asking.asked.map((_, q) => q).sort((a, b) => asking.asked[a]!.uses - asking.asked[b]!.uses)
  }

  const gather = (segment: Segment) => {
    if (seen.length < segment.size) {
      seen = new Uint8Array(segment.size)
      turn = 0
    }
    // two marks a turn: held once (one less) and looked at
    turn += 2
    if (turn > 255) {
      seen.fill(0)
      turn = 2
    }
    const { windows, otherwise, else_most } = evidence
    let most = otherwise
    const likely_windows: number[] = []
    let places = 0
    for (const { near, from, to, most: telling } of windows) {
      const first = placeOfDate(segment.facts, segment.size, from)
      const end = placeOfDate(segment.facts, segment.size, to + 1)
      // a short stretch is gone through faster than the places of each part in it are found
      if (near && end - first <= SHORT * near_tokens.length) for (let place = first; place < end; place++) look(segment, place, false)
      else if (first < end) {
        likely_windows.push(first, end)
        places += end - first
        most = Math.max(most, telling)
      }
    }
    if (windows.length === 0) search(segment, undefined, 1, BUDGET.dateless, most + else_most)
    else search(segment, likely_windows, places / segment.size, BUDGET.dated, most + else_most)
  }

  /**
   * Looks at what holds a rare part, the rarest first, wherever it is; of what holds a common one, only in the `windows` (from, to, from, to …),
   * which are such a `share` of all; and of what holds a still commoner one, only at what holds two parts: the places of each are gone through
   * in order, which costs little, and noted. It ends where nothing that was not looked at yet can be among the best: that it lacks the parts
   * gone through bounds what its parts can tell, and `most` what the rest can.
   */
  const search = (segment: Segment, windows: readonly number[] | undefined, share: number, budget: Budget, most: number) => {
    const wider = widened(segment.size)
    let [anywhere, each, two] = [budget.anywhere * wider, budget.each * wider, budget.two * wider]
    /** Parts whose places were all looked at or noted; and the most that one of those tells that were noted, since two would have been looked at. */
    const gone_through = new Set<number>()
    let noted = 0
    for (const q of order) {
      const { uses, weight, near } = question.asked[q]!
      if (near.length === 0 || weight[0]! <= 0) continue
      if (best_count > keep) cut()
      const rest = most + noted + mostWithout(gone_through) - weight[0]!
      if (rest + weight[0]! <= floor) return
      const expected = uses * share
      if (uses <= anywhere || order.length === 1)
        anywhere -= walk(segment, q, undefined, order.length === 1 ? anywhere + each : anywhere, false, rest)
      else if (expected <= each) {
        each -= walk(segment, q, windows, each, false, rest)
        // more than was expected: what was left out may be anything
        if (each < 0) continue
      } else if (expected <= two) {
        two -= walk(segment, q, windows, two, true, rest)
        if (two < 0) continue
        noted = Math.max(noted, weight[0]!)
      } else continue
      gone_through.add(q)
    }
  }

  /** The most that the parts of a reading tell together, those left out that were gone through. */
  const mostWithout = (gone_through: ReadonlySet<number>): number => {
    let most = 0
    for (const { parts } of question.readings) {
      let sum = 0
      for (const q of parts) if (!gone_through.has(q)) sum += Math.max(0, question.asked[q]!.weight[0] ?? 0)
      if (sum > most) most = sum
    }
    return most
  }

  /**
   * Goes through the records in the windows, or everywhere, that hold a token near an asked part, at most `left` of them, and says how many;
   * with `pairs` it looks only at those that hold another part as well. Tokens that tell too little beside the `rest` of what such a record can
   * tell are left out.
   */
  const walk = (
    segment: Segment,
    q: number,
    windows: readonly number[] | undefined,
    left: number,
    pairs: boolean,
    rest: number,
  ): number => {
    const { postings, places } = segment
    const { near, weight } = question.asked[q]!
    let walked = 0
    for (let i = 0; i < near.length; i++) {
      if (weight[i]! <= 0 || rest + weight[i]! <= floor) return walked
      const token = near.tokens[i]!
      if (token + 1 >= postings.length) continue
      const start = postings[token]!
      const stop = postings[token + 1]!
      if (windows === undefined) {
        for (let at = start; at < stop; at++) {
          if (++walked > left) return walked
          look(segment, places[at]!, pairs)
        }
      } else if (stop - start <= FEW) {
        for (let at = start; at < stop; at++) {
          const place = places[at]!
          for (let w = 0; w < windows.length; w += 2) {
            if (place < windows[w]! || place >= windows[w + 1]!) continue
            if (++walked > left) return walked
            look(segment, place, pairs)
            break
          }
        }
      } else
        for (let w = 0; w < windows.length; w += 2) {
          const end = windows[w + 1]!
          for (let at = from(places, start, stop, windows[w]!); at < stop; at++) {
            const place = places[at]!
            if (place >= end) break
            if (++walked > left) return walked
            look(segment, place, pairs)
          }
        }
    }
    return walked
  }

  const look = (segment: Segment, place: number, pairs: boolean) => {
    if (seen[place] === turn) return
    if (pairs && seen[place] !== turn - 1) {
      seen[place] = turn - 1
      return
    }
    seen[place] = turn
    if (!segment.gone?.[place]) weigh(segment, place)
  }

  /** The sum of the best that each part of the record meets, without regard to what meets twice. */
  const weigh = (rows: Segment | Rows, place: number) => {
    const { starts, tokens } = rows
    let likely = evidence.of(rows.facts[place]!)
    if (likely + most_likely <= floor) return
    for (let i = starts[place]!; i < starts[place + 1]!; i++) {
      const row = local[tokens[i]!]!
      if (row === 0) continue
      let best = weights[row]!
      for (let q = 1; q < width; q++) if (weights[row + q]! > best) best = weights[row + q]!
      likely += best
    }
    if (likely <= floor) return
    if (likely - FAR_BEHIND > floor) floor = likely - FAR_BEHIND
    best_likely[best_count] = likely
    best_place[best_count] = place
    best_segment[best_count] = rows
    if (++best_count === best_likely.length) cut()
  }

  const cut = () => {
    const sorted = Array.from({ length: best_count }, (_, i) => i).sort((a, b) => best_likely[b]! - best_likely[a]!)
    const kept = sorted.slice(0, keep)
    floor = Math.max(floor, best_likely[kept.at(-1)!]!)
    const [likely, places, segments] = [
      kept.map((i) => best_likely[i]!),
      kept.map((i) => best_place[i]!),
      kept.map((i) => best_segment[i]!),
    ]
    best_likely.set(likely)
    best_place.set(places)
    best_segment = segments
    best_count = kept.length
  }

  const gatherPile = (rows: Rows, gone: ReadonlySet<number>) => {
    for (let place = 0; place < rows.size; place++) if (!gone.has(place)) weigh(rows, place)
  }

  const end = (): Met[] => {
    if (best_count > keep) cut()
    const met: Met[] = []
    const by_likely = Array.from({ length: best_count }, (_, i) => i).sort((a, b) => best_likely[b]! - best_likely[a]!)
    for (const [rank, i] of by_likely.entries()) {
      const rows = best_segment[i]!
      const place = best_place[i]!
      const tokens = rows.tokens.subarray(rows.starts[place]!, rows.starts[place + 1]!)
      const facts = rows.facts[place]!
      const { likely, met: parts, whole } = align(question, tokens, rank < CLOSELY * keep)
      if (parts > 0) met.push({ id: rows.ids[place]!, facts, tokens: tokens.slice(), likely: likely + evidence.of(facts), whole })
    }
    return met.sort((a, b) => b.likely - a.likely || a.id - b.id)
  }

  /** The best reading of the question against the parts of one record, one to one. */
  const align = (asking: Question, tokens: Uint32Array, closely: boolean): Alignment => {
    let best = NOTHING
    for (const reading of asking.readings) {
      const found = alignReading(asking, reading, tokens, closely)
      if (found.likely > best.likely) best = found
    }
    return best
  }

  const between = new Map<number, number>()
  const betweenOf = (asked: AskedPart[], q: number, token: number): number => {
    const key = token * MOST_ASKED + q
    let cost = between.get(key)
    if (cost === undefined) {
      cost = nearness.between(asked[q]!.part, asked[q]!.forms, token)
      between.set(key, cost)
    }
    return cost
  }

  const alignReading = (
    { asked, initials }: Question,
    { parts, price }: Question['readings'][number],
    tokens: Uint32Array,
    closely: boolean,
  ): Alignment => {
    const used_parts = new Set<number>()
    const used_tokens = new Set<number>()
    const pairs: [number, number][] = []
    let likely = price
    const pairUp = (weightOf: (q: number, token: number) => number, least: number) => {
      for (;;) {
        let most = least
        let pair: [number, number] | undefined
        for (const q of parts) {
          if (used_parts.has(q)) continue
          for (let r = 0; r < tokens.length; r++) {
            if (used_tokens.has(r)) continue
            const weight = weightOf(q, tokens[r]!)
            if (weight > most) {
              most = weight
              pair = [q, r]
            }
          }
        }
        if (!pair) return
        likely += most
        used_parts.add(pair[0])
        used_tokens.add(pair[1])
        pairs.push(pair)
      }
    }
    pairUp((q, token) => weights[local[token]! + q] ?? 0, 0)
    // parts that no search brought together may still be one name, badly written
    if (closely && used_parts.size < parts.length && used_tokens.size < tokens.length) {
      pairUp(
        (q, token) => {
          if (lexicon.isInitial(token))
            return initialMeets(lexicon.textOf(token), asked[q]!.part) ? FINDING.initial : Number.NEGATIVE_INFINITY
          const cost = betweenOf(asked, q, token)
          if (cost === Number.POSITIVE_INFINITY) return cost * -1
          const like = cost / -100
          return like - Math.log(asked[q]!.chance + Math.exp(like) * FINDING.badly_written)
        },
        FINDING.missed + FINDING.extra[0]! + 1,
      )
    }
    let missed = 0
    for (const q of parts) if (!used_parts.has(q)) missed++
    likely += missed * FINDING.missed
    for (const initial of initials) {
      const r = tokens.findIndex((token, at) => !used_tokens.has(at) && initialMeets(initial.core, lexicon.textOf(token)))
      if (r >= 0) {
        used_tokens.add(r)
        likely += FINDING.initial
      } else likely += FINDING.missed_initial
    }
    const extra = tokens.length - used_tokens.size
    for (let i = 0; i < extra; i++) likely += FINDING.extra[Math.min(i, FINDING.extra.length - 1)]!
    if (missed > 0 && extra > 0) likely += FINDING.conflict
    pairs.sort((a, b) => asked[a[0]]!.part.start - asked[b[0]]!.part.start)
    if (pairs.length > 1) likely += pairs.every(([, r], i) => i === 0 || pairs[i - 1]![1] < r) ? FINDING.in_order : FINDING.out_of_order
    return { likely, met: pairs.length, pairs, reading: parts, whole: missed === 0 }
  }

  /** Why a record was found: each asked part with what it met, then what met nothing on either side. Offsets of the record are those of its parts apart by spaces. */
  const reasons = (asking: Question, tokens: Uint32Array): PartReason[] => {
    const { pairs, reading } = align(asking, tokens, true)
    const stretches: Stretch[] = []
    for (let at = 0, i = 0; i < tokens.length; i++) {
      const text = lexicon.textOf(tokens[i]!)
      stretches.push({ text, start: at, end: at + text.length })
      at += text.length + 1
    }
    const stretchOf = ({ start, end }: Part): Stretch => ({ text: asking.text.slice(start, end), start, end })
    const ordered = pairs.every(([, r], i) => i === 0 || pairs[i - 1]![1] < r)
    const found: PartReason[] = pairs.map(([q, r]) => {
      const { part } = asking.asked[q]!
      const { rule, score } = ruleOf(asking.asked, q, tokens[r]!)
      const reread = q >= asking.readings[0]!.parts.length
      return { a: stretchOf(part), b: stretches[r]!, rule: reread ? 'joined' : rule === 'same' && !ordered ? 'order' : rule, score }
    })
    const met = new Set(pairs.map(([, r]) => r))
    for (const initial of asking.initials) {
      const r = tokens.findIndex((token, at) => !met.has(at) && initialMeets(initial.core, lexicon.textOf(token)))
      if (r >= 0) met.add(r)
      found.push({ a: stretchOf(initial), b: r >= 0 ? stretches[r]! : null, rule: r >= 0 ? 'initial' : 'missing', score: r >= 0 ? 0.8 : 0 })
    }
    for (const q of reading)
      if (!pairs.some(([one]) => one === q)) found.push({ a: stretchOf(asking.asked[q]!.part), b: null, rule: 'missing', score: 0 })
    stretches.forEach((stretch, r) => {
      if (!met.has(r)) found.push({ a: null, b: stretch, rule: 'missing', score: 0 })
    })
    return found
  }

  /** By what rule an asked part met a token, and how nearly: 1 for the same letters, less by what their differences cost. */
  const ruleOf = (asked: AskedPart[], q: number, token: number): { rule: Rule; score: number } => {
    const { part } = asked[q]!
    if (lexicon.isInitial(token)) return { rule: 'initial', score: 0.8 }
    if (lexicon.find(part) === token) return { rule: 'same', score: 1 }
    const cost = betweenOf(asked, q, token)
    const score = Math.round(Math.max(0.5, Math.min(0.98, 1 - cost / 2_400)) * 10_000) / 10_000
    const across = lexicon.scriptOf(token) !== part.script
    if (across) return { rule: 'transliteration', score }
    const text = lexicon.textOf(token)
    const core = text.slice(text.length - lexicon.coreLength(token))
    if (core === part.core || core === part.whole || text === part.core) return { rule: 'particle', score }
    const known = [...equivalentsOf(part.core)].includes(core)
    return { rule: known || cost < TYPING_COST * 0.72 ? 'spelling' : 'typing', score }
  }

  return {
    question: readQuestion,
    begin,
    gather,
    gatherPile,
    end,
    forget: () => remembered.clear(),
    reasons,
    get bytes() {
      return local.byteLength + weights.byteLength + seen.byteLength
    },
  }
}

/** What is this much less likely than something else is not worth a place among the answers. */
const FAR_BEHIND = 16
/** Share of the candidates, the best, whose parts are compared even where no search brought them together. */
const CLOSELY = 0.5
/** Places of a stretch, for each part near the asked ones, up to which it is gone through from end to end. */
const SHORT = 24
/** Places of a part that are looked through one by one rather than by halving. */
const FEW = 24

type Alignment = { likely: number; met: number; pairs: [number, number][]; reading: number[]; whole: boolean }
const NOTHING: Alignment = { likely: Number.NEGATIVE_INFINITY, met: 0, pairs: [], reading: [], whole: false }

/** The first of the places between `at` and `stop` that is `place` or later. */
function from(places: Uint32Array, at: number, stop: number, place: number): number {
  let low = at
  let high = stop
  while (low < high) {
    const middle = (low + high) >> 1
    if (places[middle]! < place) low = middle + 1
    else high = middle
  }
  return low
}
