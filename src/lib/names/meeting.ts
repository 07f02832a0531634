/** Puts a question to segments: gathers the records that may be meant, weighs them, and puts the best part by part against what was asked. */
import type { PartReason, Stretch } from './compare.ts'
import { TYPING_COST } from './costs.ts'
import { equivalentsOf } from './equivalents.ts'
import { type Evidence, SUPPOSED } from './evidence.ts'
import { FINDING } from './finding.ts'
import { grown } from './growing.ts'
import type { Lexicon } from './lexicon.ts'
import { createNearness, type Form, formsOf, type Near, type Reach } from './near.ts'
import { type Part, partsOf } from './parts.ts'
import { MOST_KEPT } from './reading.ts'
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
  let in_order = new Float64Array(0)
  let floor = Number.NEGATIVE_INFINITY
  /** Places to be weighed, all of one segment, and what the facts of each tell. */
  const batch = new Int32Array(BATCH)
  const batch_likely = new Float64Array(BATCH)
  let batched = 0
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
    evidence = telling
    keep = most
    if (best_likely.length !== 4 * most) {
      best_likely = new Float64Array(4 * most)
      best_place = new Int32Array(4 * most)
      in_order = new Float64Array(4 * most)
    }
    best_segment = []
    best_count = 0
    floor = Number.NEGATIVE_INFINITY
    most_likely = asking.asked.reduce((sum, { weight }) => sum + Math.max(0, weight[0] ?? 0), 0)
    order = asking.asked.map((_, q) => q).sort((a, b) => asking.asked[a]!.uses - asking.asked[b]!.uses)
    ready(asking)
  }

  /** Turns to a question: what its parts tell as each token near one. */
  const ready = (asking: Question) => {
    question = asking
    forgetUnmet()
    texts.clear()
    for (const token of near_tokens) local[token] = 0
    near_tokens.length = 0
    if (local.length < lexicon.count) local = new Int32Array(lexicon.count + ROOM)
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
    weighBatch(segment)
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
    const walked = step(segment, q, windows, left, pairs, rest)
    weighBatch(segment)
    return walked
  }

  const step = (
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
          for (let at = from(places, start, stop, windows[w]!, segment.size); at < stop; at++) {
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
    if (segment.gone?.[place]) return
    batch[batched++] = place
    if (batched === BATCH) weighBatch(segment)
  }

  /** Weighs what was looked at, several at once: what is fetched for one need not wait for another. */
  const weighBatch = (rows: Segment | Rows) => {
    const { facts, starts, tokens } = rows
    for (let i = 0; i < batched; i++) batch_likely[i] = evidence.of(facts[batch[i]!]!)
    for (let i = 0; i < batched; i++) {
      const place = batch[i]!
      let likely = batch_likely[i]!
      if (likely + most_likely <= floor) continue
      for (let at = starts[place]!, end = starts[place + 1]!; at < end; at++) {
        const row = local[tokens[at]!]!
        if (row === 0) continue
        let best = weights[row]!
        for (let q = 1; q < width; q++) if (weights[row + q]! > best) best = weights[row + q]!
        likely += best
      }
      if (likely > floor) hold(rows, place, likely)
    }
    batched = 0
  }

  const hold = (rows: Segment | Rows, place: number, likely: number) => {
    if (likely - FAR_BEHIND > floor) floor = likely - FAR_BEHIND
    best_likely[best_count] = likely
    best_place[best_count] = place
    best_segment[best_count] = rows
    if (++best_count === best_likely.length) cut()
  }

  /** Leaves the best that are kept, in the order they came. */
  const cut = () => {
    const sorted = in_order.subarray(0, best_count)
    sorted.set(best_likely.subarray(0, best_count))
    const least_kept = sorted.sort()[best_count - keep]!
    let level = 0
    for (let i = best_count - keep; i < best_count && sorted[i] === least_kept; i++) level++
    let count = 0
    for (let i = 0; i < best_count; i++) {
      const likely = best_likely[i]!
      if (likely < least_kept || (likely === least_kept && level-- <= 0)) continue
      best_likely[count] = likely
      best_place[count] = best_place[i]!
      best_segment[count++] = best_segment[i]!
    }
    best_count = count
    floor = Math.max(floor, least_kept)
  }

  const gatherPile = (rows: Rows, gone: ReadonlySet<number>) => {
    for (let place = 0; place < rows.size; place++) {
      if (gone.has(place)) continue
      batch[batched++] = place
      if (batched === BATCH) weighBatch(rows)
    }
    weighBatch(rows)
  }

  /** The best of what was gathered, put part by part against what was asked; the best `top` are among them. */
  const end = (top: number): Met[] => {
    if (best_count > keep) cut()
    const by_likely = Array.from({ length: best_count }, (_, i) => i).sort((a, b) => best_likely[b]! - best_likely[a]!)
    const closely = by_likely.slice(0, Math.ceil(CLOSELY * keep)).map(tokensOf)
    compareUnmet(closely)
    const met: Met[] = []
    // what putting parts in order and initials can still add to what was gathered
    const still = FINDING.in_order + question.initials.length * FINDING.initial + 1e-6
    const best = new Float64Array(top).fill(Number.NEGATIVE_INFINITY)
    for (let rank = 0; rank < by_likely.length; rank++) {
      const i = by_likely[rank]!
      if (rank >= closely.length && best_likely[i]! + still < best[0]!) break
      const rows = best_segment[i]!
      const place = best_place[i]!
      const facts = rows.facts[place]!
      const tokens = closely[rank] ?? tokensOf(i)
      const found = align(question, tokens, rank < closely.length)
      const likely = found.likely + evidence.of(facts)
      if (found.met === 0 || likely < best[0]!) continue
      met.push({ id: rows.ids[place]!, facts, tokens, likely, whole: found.whole })
      best[0] = likely
      best.sort()
    }
    return met.sort((a, b) => b.likely - a.likely || a.id - b.id)
  }

  const tokensOf = (candidate: number): Uint32Array => {
    const { tokens, starts } = best_segment[candidate]!
    const place = best_place[candidate]!
    return tokens.subarray(starts[place]!, starts[place + 1]!)
  }

  /** The best reading of the question against the parts of one record, one to one; the answer is overwritten by the next. */
  const align = (asking: Question, tokens: Uint32Array, closely: boolean): Alignment => {
    best_alignment.likely = Number.NEGATIVE_INFINITY
    for (const reading of asking.readings) {
      alignReading(asking, reading, tokens, closely)
      if (alignment.likely > best_alignment.likely) [alignment, best_alignment] = [best_alignment, alignment]
    }
    return best_alignment
  }
  let alignment = noAlignment()
  let best_alignment = noAlignment()

  /** For each token a row of what asked parts tell as it that no search brought together, and of what the two cost as one: NaN where it was not looked at. */
  let unmet = new Int32Array(1 << 10)
  let unmet_weights = new Float64Array(1 << 10)
  let unmet_costs = new Float64Array(1 << 10)
  const unmet_tokens: number[] = []
  const wanted: number[][] = Array.from({ length: MOST_ASKED }, () => [])

  const forgetUnmet = () => {
    for (const token of unmet_tokens) unmet[token] = 0
    unmet_tokens.length = 0
    if (unmet.length < lexicon.count) unmet = new Int32Array(lexicon.count + ROOM)
  }

  /** Where what is known of a token and an asked part stands. */
  const unmetAt = (q: number, token: number): number => {
    if (unmet[token] === 0) {
      unmet[token] = unmet_tokens.push(token)
      const end = (unmet_tokens.length + 1) * MOST_ASKED
      unmet_weights = grown(unmet_weights, end)
      unmet_costs = grown(unmet_costs, end)
      unmet_costs.fill(Number.NaN, end - MOST_ASKED, end)
    }
    return unmet[token]! * MOST_ASKED + q
  }

  /** Compares the parts that are left over of these candidates, all of one asked part together. */
  const compareUnmet = (candidates: readonly Uint32Array[]) => {
    for (const tokens of candidates)
      for (const { parts } of question.readings) {
        tell(parts, tokens)
        pairUp(parts.length, tokens.length, 0)
        for (let i = 0; i < parts.length; i++)
          for (let r = 0; r < tokens.length && ((taken_parts >> i) & 1) === 0; r++) {
            if (((taken_tokens >> r) & 1) === 1 || lexicon.isInitial(tokens[r]!)) continue
            const at = unmetAt(parts[i]!, tokens[r]!)
            if (!Number.isNaN(unmet_costs[at]!)) continue
            unmet_costs[at] = Number.POSITIVE_INFINITY
            wanted[parts[i]!]!.push(tokens[r]!)
          }
      }
    for (let q = 0; q < question.asked.length; q++)
      if (wanted[q]!.length > 0) {
        compareWith(question.asked, q, wanted[q]!)
        wanted[q]!.length = 0
      }
  }

  const compareWith = (asked: readonly AskedPart[], q: number, tokens: readonly number[]) => {
    const { part, forms, chance } = asked[q]!
    const costs = nearness.between(part, forms, tokens)
    for (let i = 0; i < tokens.length; i++) {
      const at = unmetAt(q, tokens[i]!)
      const like = costs[i]! / -100
      unmet_costs[at] = costs[i]!
      unmet_weights[at] = like === Number.NEGATIVE_INFINITY ? like : like - Math.log(chance + Math.exp(like) * FINDING.badly_written)
    }
  }

  /** The same where it may not be known yet. */
  const unmetOf = (asked: readonly AskedPart[], q: number, token: number): number => {
    const at = unmetAt(q, token)
    if (Number.isNaN(unmet_costs[at]!)) compareWith(asked, q, [token])
    return at
  }

  /** What an asked part costs as a token, in hundredths: as the search found it, or by a close look. */
  const costOf = (asked: readonly AskedPart[], q: number, token: number): number => {
    const { tokens, likely } = asked[q]!.near
    const at = tokens.indexOf(token)
    return at >= 0 ? Math.round(likely[at]! * -100) : unmet_costs[unmetOf(asked, q, token)]!
  }

  // one record at a time is put against one reading: what each asked part tells as each of its parts, who is taken, and who met whom
  const telling = new Float64Array(MOST_ASKED * MOST_KEPT)
  const partner = new Int8Array(MOST_ASKED)
  let taken_parts = 0
  let taken_tokens = 0
  let taken = 0

  const tell = (parts: readonly number[], tokens: Uint32Array) => {
    taken_parts = 0
    taken_tokens = 0
    taken = 0
    for (let i = 0; i < parts.length; i++) {
      partner[i] = -1
      for (let r = 0; r < tokens.length; r++) telling[i * MOST_KEPT + r] = weights[local[tokens[r]!]! + parts[i]!]!
    }
  }

  /** Brings together what is not taken and tells more than `least`, the most telling first; answers what all tell. */
  const pairUp = (parts: number, tokens: number, least: number): number => {
    let sum = 0
    for (;;) {
      let most = least
      let part = -1
      let token = -1
      for (let i = 0; i < parts; i++) {
        if (((taken_parts >> i) & 1) === 1) continue
        for (let r = 0; r < tokens; r++) {
          if (((taken_tokens >> r) & 1) === 1 || telling[i * MOST_KEPT + r]! <= most) continue
          most = telling[i * MOST_KEPT + r]!
          part = i
          token = r
        }
      }
      if (part < 0) return sum
      sum += most
      taken++
      taken_parts |= 1 << part
      taken_tokens |= 1 << token
      partner[part] = token
    }
  }

  /** The same as `tell` for what is not taken, by a close look. */
  const tellClosely = (asked: readonly AskedPart[], parts: readonly number[], tokens: Uint32Array) => {
    for (let i = 0; i < parts.length; i++)
      for (let r = 0; r < tokens.length && ((taken_parts >> i) & 1) === 0; r++) {
        if (((taken_tokens >> r) & 1) === 1) continue
        const q = parts[i]!
        const token = tokens[r]!
        telling[i * MOST_KEPT + r] = !lexicon.isInitial(token)
          ? unmet_weights[unmetOf(asked, q, token)]!
          : initialMeets(textOf(token), asked[q]!.part)
            ? FINDING.initial
            : Number.NEGATIVE_INFINITY
      }
  }

  const texts = new Map<number, string>()
  const textOf = (token: number): string => {
    let text = texts.get(token)
    if (text === undefined) {
      text = lexicon.textOf(token)
      texts.set(token, text)
    }
    return text
  }

  const alignReading = (
    { asked, initials }: Question,
    { parts, price }: Question['readings'][number],
    tokens: Uint32Array,
    closely: boolean,
  ): void => {
    const count = parts.length
    tell(parts, tokens)
    let likely = price + pairUp(count, tokens.length, 0)
    // parts that no search brought together may still be one name, badly written
    if (closely && taken < count && taken < tokens.length) {
      tellClosely(asked, parts, tokens)
      likely += pairUp(count, tokens.length, FINDING.missed + FINDING.extra[0]! + 1)
    }
    const met = taken
    const missed = count - met
    likely += missed * FINDING.missed
    let extra = tokens.length - met
    for (const initial of initials) {
      const r = tokens.findIndex((token, at) => ((taken_tokens >> at) & 1) === 0 && initialMeets(initial.core, textOf(token)))
      if (r >= 0) {
        taken_tokens |= 1 << r
        extra--
        likely += FINDING.initial
      } else likely += FINDING.missed_initial
    }
    for (let i = 0; i < extra; i++) likely += FINDING.extra[Math.min(i, FINDING.extra.length - 1)]!
    if (missed > 0 && extra > 0) likely += FINDING.conflict
    if (met > 1) likely += inOrder(count) ? FINDING.in_order : FINDING.out_of_order
    alignment.likely = likely
    alignment.met = met
    alignment.reading = parts
    alignment.whole = missed === 0
    alignment.partners.set(partner)
  }

  /** Whether the parts that met come in the same order on both sides; those of a reading are in order. */
  const inOrder = (count: number): boolean => {
    let last = -1
    for (let i = 0; i < count; i++) {
      if (partner[i]! < 0) continue
      if (partner[i]! < last) return false
      last = partner[i]!
    }
    return true
  }

  /** Why a record was found: each asked part with what it met, then what met nothing on either side. Offsets of the record are those of its parts apart by spaces. */
  const reasons = (asking: Question, tokens: Uint32Array): PartReason[] => {
    // another question may have been asked since
    if (question !== asking) ready(asking)
    const { partners, reading } = align(asking, tokens, true)
    const pairs = reading.flatMap((q, i): [number, number][] => (partners[i]! < 0 ? [] : [[q, partners[i]!]]))
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
    const cost = costOf(asked, q, token)
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
      return local.byteLength + unmet.byteLength + weights.byteLength + seen.byteLength
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
/** Parts that may be new before a row of a number for each is made anew. */
const ROOM = 4_096
/** Records that are weighed together. */
const BATCH = 64
/** First step from where a place is guessed to be: two lines of memory. */
const NEAR_GUESS = 32

/** `partners`: for each part of the reading the part of the record that it met, −1 for none. */
type Alignment = { likely: number; met: number; partners: Int8Array; reading: number[]; whole: boolean }
const noAlignment = (): Alignment => ({ likely: 0, met: 0, partners: new Int8Array(MOST_ASKED), reading: [], whole: false })

/**
 * The first of the places between `at` and `stop` that is `place` or later, of `size` in all. Those of a name lie about as all do, so that the
 * search begins where it would stand if they lay evenly: fewer far jumps through memory than halving.
 */
function from(places: Uint32Array, at: number, stop: number, place: number, size: number): number {
  const guess = Math.min(stop - 1, at + Math.floor(((stop - at) * place) / size))
  let low = at
  let high = stop
  let step = NEAR_GUESS
  if (places[guess]! < place) {
    low = guess + 1
    for (; low + step < stop; step *= 4) {
      if (places[low + step]! >= place) {
        high = low + step
        break
      }
      low += step + 1
    }
  } else {
    high = guess
    for (; high - step > at; step *= 4) {
      if (places[high - step]! < place) {
        low = high - step + 1
        break
      }
      high -= step
    }
  }
  while (low < high) {
    const middle = (low + high) >> 1
    if (places[middle]! < place) low = middle + 1
    else high = middle
  }
  return low
}
