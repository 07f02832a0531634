/** The held parts that an asked part may be: each with the natural logarithm of how likely the one is written where the other is meant. */
import { equivalentsOf } from './equivalents.ts'
import { FINDING } from './finding.ts'
import { type Asked, asked, costOf } from './kernel.ts'
import type { Alphabet } from './letters.ts'
import { ALPHABETS, INFO, type Lexicon, letterCost, lettersOfPart, PREFIXES } from './lexicon.ts'
import type { Part, Prefix } from './parts.ts'
import { modelBetween } from './similarity.ts'
import { consonantsOf, skeletonLength, skeletons } from './skeleton.ts'

/** Held parts near an asked one, the likeliest first. */
/** `further`: whether none is so good that it would be idle to look among neighbouring skeletons. */
export type Near = { tokens: Int32Array; likely: Float64Array; length: number; further: boolean }
/** Where to look: at what has the same skeleton, at neighbouring ones too, or at those across scripts as well. */
export type Reach = 'same' | 'neighbours' | 'everywhere'

/** Dearer than this above a good spelling is not near; and above the best found. */
const FURTHEST = 860
const FURTHEST_FROM_BEST = 560
/** Parts looked for among the neighbouring skeletons if none of the same is this good. */
const GOOD_ENOUGH = 190
/** And across scripts only if nothing is even this good. */
const NOTHING_GOOD = 330
const MOST_NEAR = 96
/** More than there are parts. */
const UNIT = 2 ** 26
const LATIN = ALPHABETS.indexOf('latin')
/** What the habit of another official language costs. */
const EQUIVALENT = 80

/** Natural logarithms that a particle on one side, or another one, takes. */
const WITHOUT: Record<Prefix, number> = { '': 0, article: 0.22, of: 0.22, son: 0.75, daughter: 0.75, father: 1.05, abd: 2.2 }
const OTHER_PREFIX = 1.2

/** Consonants that two words of one alphabet have not in common where one is a slip of the pen. */
const MOST_OTHER_CONSONANTS = 3

function ones(set: number): number {
  let count = 0
  for (let rest = set; rest !== 0; rest &= rest - 1) count++
  return count
}

export type Form = { letters: Uint8Array; core: boolean; consonants: number; models: (Asked | undefined)[]; keys: number[] }

export function createNearness(lexicon: Lexicon) {
  let best_cost = new Int32Array(1 << 10)
  let stamp = new Int32Array(1 << 10)
  /** The last turn in which an entry was compared, by rank and form: buckets share many entries. */
  let compared = new Int32Array(1 << 11)
  let turn = 0
  let ranks = new Int32Array(1 << 10)
  let bases = new Float64Array(1 << 10)
  const found: number[] = []
  let ordered = new Float64Array(1 << 10)

  const begin = () => {
    turn++
    if (best_cost.length < lexicon.count) {
      best_cost = new Int32Array(lexicon.count * 2)
      stamp = new Int32Array(lexicon.count * 2)
      turn = 1
      compared.fill(0)
    }
    found.length = 0
  }

  const roomFor = (entries: number) => {
    ranks = new Int32Array(2 * entries)
    bases = new Float64Array(2 * entries)
  }

  /** Held parts near an asked one; `before` are those of the same skeleton, where they were looked for. */
  const near = (part: Part, forms: readonly Form[], reach: Reach, before?: Near): Near => {
    begin()
    if (before) for (let i = 0; i < before.length; i++) take(before.tokens[i]!, Math.round(before.likely[i]! * -100))
    const itself = lexicon.find(part)
    if (itself > 0) take(itself, 0)
    if (part.prefix !== '') {
      const bare = lexicon.find({ ...part, whole: part.core, prefix: '' })
      if (bare > 0) take(bare, Math.round(100 * WITHOUT[part.prefix]))
    }
    if (part.script === 'latin')
      for (const core of equivalentsOf(part.core)) {
        const whole = part.whole.slice(0, part.whole.length - part.core.length) + core
        const other = lexicon.find({ ...part, core, whole })
        if (other > 0) take(other, EQUIVALENT)
      }
    let best = itself > 0 ? 0 : before && before.length > 0 ? -100 * before.likely[0]! : FURTHEST
    if (part.script !== 'other') {
      const alphabet: Alphabet = part.script === 'greek' ? 'latin' : part.script
      const compareAll = (form: Form, far: boolean) => {
        const count = gather(form, alphabet, far, !far || reach === 'everywhere' || best >= NOTHING_GOOD)
        const { info, pool } = lexicon
        for (let start = 0; start < count; ) {
          // those of one alphabet together
          const at = (info[ranks[start]! * INFO.length + 1]! >> INFO.at) & 7
          let end = start
          let highest = Number.NEGATIVE_INFINITY
          for (; end < count; end++) {
            const place = ranks[end]! * INFO.length
            if (((info[place + 1]! >> INFO.at) & 7) !== at) break
            bases[end] = baseOf(form, alphabet, at, info[place + 2]!)
            if (bases[end]! > highest) highest = bases[end]!
          }
          const word = wordOf(form, alphabet, at)
          const share = shareOf(alphabet, at)
          const penalties = penaltiesOf(part.prefix, form.core)
          for (let i = start; word && i < end; i++) {
            const place = ranks[i]! * INFO.length
            const marks = info[place + 1]!
            const limit = Math.min(FURTHEST, best + FURTHEST_FROM_BEST)
            const penalty = penalties[marks >> INFO.core]!
            const from = info[place]!
            const most = (limit - penalty) / share + bases[i]!
            const written = costOf(word, pool, from, from + (marks & INFO.letters), most, limit / share + highest)
            if (written > most) continue
            const cost = costAbove(written, bases[i]!, share) + penalty
            if (cost < best) best = cost
            take(lexicon.entryOf(ranks[i]!) >> 1, cost)
          }
          start = end
        }
      }
      if (!before) for (const form of forms) compareAll(form, false)
      if (reach === 'everywhere' || (reach === 'neighbours' && best > GOOD_ENOUGH)) for (const form of forms) compareAll(form, true)
    }
    // cost and token in one number, so that sorting them is sorting numbers
    if (ordered.length < found.length) ordered = new Float64Array(2 * found.length)
    for (let i = 0; i < found.length; i++) ordered[i] = best_cost[found[i]!]! * UNIT + found[i]!
    ordered.subarray(0, found.length).sort()
    const length = Math.min(found.length, MOST_NEAR)
    const tokens = new Int32Array(length)
    const likely = new Float64Array(length)
    for (let i = 0; i < length; i++) {
      tokens[i] = ordered[i]! % UNIT
      likely[i] = best_cost[tokens[i]!]! / -100
    }
    return {
      tokens,
      likely,
      length,
      further: part.script !== 'other' && reach === 'same' && best > GOOD_ENOUGH,
    }
  }

  /** The ranks of the entries to compare a form with, each once, in the order of their letters; says how many. */
  const gather = (form: Form, alphabet: Alphabet, far: boolean, across: boolean): number => {
    let count = 0
    const at = ALPHABETS.indexOf(alphabet)
    const found = lexicon.inBuckets(form.keys, far)
    const { row, info } = lexicon
    if (ranks.length < found) roomFor(found)
    if (compared.length < lexicon.ranks) compared = new Int32Array(lexicon.ranks * 2)
    const mark = 2 * turn + (form.core ? 1 : 0)
    for (let i = 0; i < found; i++) {
      const rank = row[i]!
      if (compared[rank] === mark) continue
      compared[rank] = mark
      const place = rank * INFO.length
      // within one alphabet a slip of the pen leaves most consonants as they are; counting them is far cheaper than comparing
      if (((info[place + 1]! >> INFO.at) & 7) === at) {
        if (ones(form.consonants ^ info[place + 3]!) > MOST_OTHER_CONSONANTS) continue
      } else if (!across) continue
      ranks[count++] = rank
    }
    ranks.subarray(0, count).sort()
    return count
  }

  const take = (token: number, cost: number) => {
    if (stamp[token] === turn) {
      if (cost < best_cost[token]!) best_cost[token] = cost
      return
    }
    stamp[token] = turn
    best_cost[token] = cost
    found.push(token)
  }

  /** The entries of tokens of one alphabet: takes for each token what a form costs as it. */
  const compareEntries = (form: Form, alphabet: Alphabet, prefix: Prefix, at: number, entries: Int32Array) => {
    const word = wordOf(form, alphabet, at)
    if (!word) return
    const { pool } = lexicon
    const penalties = penaltiesOf(prefix, form.core)
    const share = shareOf(alphabet, at)
    let count = 0
    let highest = Number.NEGATIVE_INFINITY
    for (let i = 0; i < entries.length; i++) {
      const entry = entries[i]!
      const from = lexicon.from(entry)
      const to = lexicon.to(entry)
      // a slip of the pen leaves most consonants as they are
      if (alphabet === ALPHABETS[at] && ones(form.consonants ^ consonantsOf(pool, from, to, alphabet)) > MOST_OTHER_CONSONANTS) continue
      const base = baseOf(form, alphabet, at, at === LATIN ? letterCost(pool, from, to) : 0)
      ranks[count] = entry
      bases[count++] = base
      if (base > highest) highest = base
    }
    for (let i = 0; i < count; i++) {
      const entry = ranks[i]!
      const token = entry >> 1
      const penalty = penalties[(lexicon.prefixNumber(token) << 1) | (entry & 1)]!
      const limit = (FURTHEST - penalty) / share + bases[i]!
      const written = costOf(word, pool, lexicon.from(entry), lexicon.to(entry), limit, FURTHEST / share + highest)
      const cost = costAbove(written, bases[i]!, share) + penalty
      if (cost <= FURTHEST) take(token, cost)
    }
  }

  return {
    near,
    /** What one asked part costs as each of some held ones, however far apart; hundredths above a good spelling, or Infinity. */
    between(part: Part, forms: readonly Form[], tokens: readonly number[]): Float64Array {
      if (part.script === 'other') {
        const itself = lexicon.find(part)
        return Float64Array.from(tokens, (token) => (token === itself ? 0 : Number.POSITIVE_INFINITY))
      }
      begin()
      const alphabet: Alphabet = part.script === 'greek' ? 'latin' : part.script
      const entries = lexicon.entriesInOrder(tokens)
      if (ranks.length < entries.length) roomFor(entries.length)
      for (const form of forms)
        for (let start = 0; start < entries.length; ) {
          const at = lexicon.alphabetAt(entries[start]! >> 1)
          let end = start + 1
          while (end < entries.length && lexicon.alphabetAt(entries[end]! >> 1) === at) end++
          if (at < ALPHABETS.length) compareEntries(form, alphabet, part.prefix, at, entries.subarray(start, end))
          start = end
        }
      const costs = new Float64Array(tokens.length).fill(Number.POSITIVE_INFINITY)
      for (let i = 0; i < tokens.length; i++) if (stamp[tokens[i]!] === turn) costs[i] = best_cost[tokens[i]!]!
      return costs
    },
  }
}

/** The letters of a form readied for the words of an alphabet; none where nothing was learnt between the two. */
function wordOf(form: Form, alphabet: Alphabet, at: number): Asked | undefined {
  const known = form.models[at]
  if (known) return known
  const model = modelBetween(alphabet, ALPHABETS[at]!)
  if (!model) return undefined
  const word = asked(form.letters, model)
  form.models[at] = word
  return word
}

const shareOf = (alphabet: Alphabet, at: number): number =>
  alphabet !== ALPHABETS[at] ? FINDING.across : at === LATIN ? FINDING.within_latin : FINDING.within_other

/** What a good spelling costs, which is taken off; of a Latin word with what its letters cost by themselves. */
function baseOf(form: Form, alphabet: Alphabet, at: number, letters: number): number {
  if (alphabet === ALPHABETS[at]) return 0
  if (at !== LATIN) return FINDING.good_from_latin
  return FINDING.letters * letters + FINDING.good_to_latin + FINDING.good_to_latin_letter * form.letters.length
}

const costAbove = (written: number, base: number, share: number): number => Math.max(0, Math.round((written - base) * share))

/** How an asked part can be read: whole, and without its particle. None for scripts without letter costs. */
export function formsOf(part: Part): Form[] {
  if (part.script === 'other') return []
  const alphabet: Alphabet = part.script === 'greek' ? 'latin' : part.script
  const whole = lettersOfPart(part).letters
  const forms = [form(whole, part.whole, alphabet, false)]
  if (part.prefix !== '' && part.core.length >= 2 && part.core !== part.whole) {
    const core = lettersOfPart({ ...part, whole: part.core }).letters
    const found = form(core, part.core, alphabet, true)
    // a core of one consonant stands in a bucket with half of all short names: it is looked up as it is written only
    forms.push(found.keys.every((key) => skeletonLength(key) < 2) ? { ...found, keys: [] } : found)
  }
  return forms
}

function form(letters: Uint8Array, text: string, alphabet: Alphabet, core: boolean): Form {
  return { letters, core, consonants: consonantsOf(letters, 0, letters.length, alphabet), models: [], keys: skeletons(text, alphabet) }
}

/** By held prefix (doubled) and whether it is left off (one more): a core against a core of the same particle costs nothing; against a whole, what the particle tells. */
function penaltiesOf(asked: Prefix, asked_core: boolean): Float64Array {
  return PENALTIES.get(asked)![asked_core ? 1 : 0]!
}

function prefixPenalty(asked: Prefix, asked_core: boolean, held: Prefix, held_core: boolean): number {
  if (!asked_core && !held_core) return 0
  if (asked_core && held_core) return asked === held ? 0 : OTHER_PREFIX
  if (asked_core) return held === '' ? WITHOUT[asked] : OTHER_PREFIX
  return asked === '' ? WITHOUT[held] : OTHER_PREFIX
}

/** In hundredths. */
const PENALTIES = new Map(
  PREFIXES.map((asked) => [
    asked,
    [false, true].map((asked_core) =>
      Float64Array.from(PREFIXES.flatMap((held) => [false, true].map((core) => 100 * prefixPenalty(asked, asked_core, held, core)))),
    ),
  ]),
)
