/** The held parts that an asked part may be: each with the natural logarithm of how likely the one is written where the other is meant. */
import { equivalentsOf } from './equivalents.ts'
import { FINDING } from './finding.ts'
import { type Asked, asked, costOf } from './kernel.ts'
import { type Alphabet, EDGE } from './letters.ts'
import { ALPHABETS, type Lexicon, lettersOfPart } from './lexicon.ts'
import type { Part, Prefix } from './parts.ts'
import { modelBetween } from './similarity.ts'
import { skeletonLength, skeletons } from './skeleton.ts'
import latin_pairs from './weights/latin-pairs.json' with { type: 'json' }

/** Held parts near an asked one, the likeliest first. */
export type Near = { tokens: Int32Array; likely: Float64Array; length: number }

/** Dearer than this above a good spelling is not near; and above the best found. */
const FURTHEST = 860
const FURTHEST_FROM_BEST = 560
/** Parts looked for among the neighbouring skeletons if none of the same is this good. */
const GOOD_ENOUGH = 190
/** And across scripts only if nothing is even this good. */
const NOTHING_GOOD = 330
const MOST_NEAR = 160
/** What the habit of another official language costs. */
const EQUIVALENT = 80

/** Natural logarithms that a particle on one side, or another one, takes. */
const WITHOUT: Record<Prefix, number> = { '': 0, article: 0.22, of: 0.22, son: 0.75, daughter: 0.75, father: 1.05, abd: 2.2 }
const OTHER_PREFIX = 1.2

const LETTER_COSTS = Int16Array.from(latin_pairs.costs.flatMap((row) => row.split(' ').map(Number)))
const LETTERS = latin_pairs.costs.length

/** What the letters of a Latin word cost by themselves, one after the other. */
function letterCost(pool: Uint8Array, from: number, to: number): number {
  let sum = 0
  let last = EDGE
  for (let at = from; at < to; at++) {
    sum += LETTER_COSTS[(last - 1) * LETTERS + pool[at]! - 1]!
    last = pool[at]!
  }
  return sum + LETTER_COSTS[(last - 1) * LETTERS]!
}

/** Which consonants a word has, a bit each; in other alphabets than Latin, which letters. */
function consonantsOf(pool: Uint8Array, from: number, to: number, alphabet: Alphabet): number {
  let set = 0
  for (let at = from; at < to; at++) set |= 1 << (pool[at]! & 31)
  return alphabet === 'latin' ? set & ~VOWELS : set
}

// the numbers of a, e, i, o, u, w, y and h
const VOWELS = [2, 6, 10, 16, 22, 24, 26, 9].reduce((set, letter) => set | (1 << letter), 0)
const MOST_OTHER_CONSONANTS = 3

function ones(set: number): number {
  let count = 0
  for (let rest = set; rest !== 0; rest &= rest - 1) count++
  return count
}

export type Form = { letters: Uint8Array; core: boolean; own: number; models: (Asked | undefined)[]; keys: number[] }

export function createNearness(lexicon: Lexicon) {
  let best_cost = new Int32Array(1 << 10)
  let stamp = new Int32Array(1 << 10)
  /** The last turn in which an entry was compared, by form: buckets share many entries. */
  let compared = new Int32Array(1 << 11)
  let turn = 0
  const found: number[] = []

  /** Held parts near an asked one; `wide` looks among neighbouring skeletons even where the same one has good answers. */
  const near = (part: Part, forms: readonly Form[], wide: boolean): Near => {
    turn++
    if (best_cost.length < lexicon.count) {
      best_cost = new Int32Array(lexicon.count * 2)
      stamp = new Int32Array(lexicon.count * 2)
      compared = new Int32Array(lexicon.count * 4)
      turn = 1
    }
    found.length = 0
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
    if (part.script !== 'other') {
      const alphabet: Alphabet = part.script === 'greek' ? 'latin' : part.script
      let best = itself > 0 ? 0 : FURTHEST
      const compare = (form: Form, entry: number) => {
        const mark = 2 * turn + (form.core ? 1 : 0)
        if (compared[entry] === mark) return
        compared[entry] = mark
        const cost = costBetween(form, alphabet, part.prefix, entry, Math.min(FURTHEST, best + FURTHEST_FROM_BEST))
        if (cost > FURTHEST) return
        if (cost < best) best = cost
        take(entry >> 1, cost)
      }
      for (const form of forms) lexicon.inBuckets(form.keys, false, (entry) => compare(form, entry))
      if (wide || best > GOOD_ENOUGH)
        for (const form of forms) {
          const own = consonantsOf(form.letters, 0, form.letters.length, alphabet)
          lexicon.inBuckets(form.keys, true, (entry) => {
            // within one alphabet a slip of the pen leaves most consonants as they are; counting them is far cheaper than comparing
            if (lexicon.alphabetOf(entry >> 1) === alphabet) {
              const other = consonantsOf(lexicon.pool, lexicon.from(entry), lexicon.to(entry), alphabet)
              if (ones(own ^ other) > MOST_OTHER_CONSONANTS) return
            } else if (!wide && best < NOTHING_GOOD) return
            compare(form, entry)
          })
        }
    }
    const ordered = found.sort((a, b) => best_cost[a]! - best_cost[b]! || a - b).slice(0, MOST_NEAR)
    return {
      tokens: Int32Array.from(ordered),
      likely: Float64Array.from(ordered, (token) => best_cost[token]! / -100),
      length: ordered.length,
    }
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

  /** Hundredths of a natural logarithm above a good spelling. */
  const costBetween = (form: Form, alphabet: Alphabet, prefix: Prefix, entry: number, limit: number): number => {
    const number = entry >> 1
    const penalty = 100 * prefixPenalty(prefix, form.core, lexicon.prefixOf(number), (entry & 1) === 1)
    const other = lexicon.alphabetOf(number)!
    const at = ALPHABETS.indexOf(other)
    let word = form.models[at]
    if (word === undefined) {
      const model = modelBetween(alphabet, other)
      if (!model) return FURTHEST + 1
      word = asked(form.letters, model)
      form.models[at] = word
    }
    const [from, to] = [lexicon.from(entry), lexicon.to(entry)]
    const base =
      alphabet === other
        ? alphabet === 'latin'
          ? (form.own + lexicon.ownCost(entry)) / 2
          : 0
        : other === 'latin'
          ? FINDING.letters * letterCost(lexicon.pool, from, to) +
            FINDING.good_to_latin +
            FINDING.good_to_latin_letter * form.letters.length
          : FINDING.good_from_latin
    const share = alphabet !== other ? FINDING.across : alphabet === 'latin' ? FINDING.within_latin : FINDING.within_other
    const cost = costOf(word, lexicon.pool, from, to, (limit - penalty) / share + base)
    return Math.max(0, Math.round((cost - base) * share)) + penalty
  }

  return {
    near,
    /** What one asked part costs as one held one, however far apart; hundredths above a good spelling, or Infinity. */
    between(part: Part, forms: readonly Form[], token: number): number {
      if (part.script === 'other' || !lexicon.alphabetOf(token)) return lexicon.find(part) === token ? 0 : Number.POSITIVE_INFINITY
      const alphabet: Alphabet = part.script === 'greek' ? 'latin' : part.script
      let best = Number.POSITIVE_INFINITY
      for (const form of forms)
        for (const entry of lexicon.hasCore(token) ? [2 * token, 2 * token + 1] : [2 * token])
          best = Math.min(best, costBetween(form, alphabet, part.prefix, entry, FURTHEST))
      return best > FURTHEST ? Number.POSITIVE_INFINITY : best
    },
  }
}

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
  const itself = alphabet === 'latin' ? asked(letters, modelBetween('latin', 'latin')!) : undefined
  return {
    letters,
    core,
    own: itself ? costOf(itself, letters, 0, letters.length, 30_000) : 0,
    models: itself ? [itself] : [],
    keys: skeletons(text, alphabet),
  }
}

/** A core against a core of the same particle costs nothing; against a whole, what the particle tells. */
function prefixPenalty(asked: Prefix, asked_core: boolean, held: Prefix, held_core: boolean): number {
  if (asked_core && held_core) return asked === held ? 0 : OTHER_PREFIX
  if (asked_core) return held === '' ? WITHOUT[asked] : OTHER_PREFIX
  if (held_core) return asked === '' ? WITHOUT[held] : OTHER_PREFIX
  return 0
}
