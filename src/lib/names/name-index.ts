/** An index of people by name, in memory: finds the best among many in any script, and may change while it serves. */
import { type ReadName, readName } from './compare.ts'
import { type Allowance, createDictionary, type Dictionary } from './dictionary.ts'
import type { Script } from './fold.ts'
import type { Alphabet } from './letters.ts'
import type { Part } from './parts.ts'
import {
  compareDates,
  compareNationality,
  compareReadPeople,
  compareSex,
  type PartialDate,
  type PersonComparison,
  type PersonName,
  readDate,
  refineOdds,
} from './people.ts'
import { type Likeness, modelBetween, partLikeness, SPREAD, scoreOfCost, wordOf } from './similarity.ts'

export type Added = { ok: true } | { ok: false; reason: string }

export type Candidate = { id: number; score: number; comparison: PersonComparison }

export type SearchOptions = { top: number; threshold?: number }

/** `bytes` counts the tables exactly and the kept text by its length. */
export type NameIndex = {
  /** Adds a person, or replaces the one of the same id; refuses a name that cannot be read. */
  add(id: number, person: PersonName): Added
  /** Says whether the id was there. */
  remove(id: number): boolean
  /** The best `top` (at most 100) with a score of `threshold` or more, best first; none for a name that cannot be read. */
  search(person: PersonName, options: SearchOptions): Candidate[]
  readonly size: number
  readonly bytes: number
}

const MOST_TOP = 100
/** Candidates compared in full for each one asked, and at least. */
const FULL_EACH = 1.5
const FULL_LEAST = 24
/** Pairs of parts that the full comparisons of one search may look at. */
const MOST_MET_PARTS = 2_400
/** Least likeness at which a token of the dictionary stands for a part of the query, and most such tokens. */
const NEAR_LEAST = 0.7
const NEAR_MOST = 80
/** A search of the dictionary goes on to dearer spellings until it has found so many. */
const NEAR_ENOUGH = 16
/** Shares of the budget that a search tries in turn, until it has enough. */
const SHARES = [0.5, 1]
const MOST_PARTS = 8
/** Nodes of the dictionaries that one query may open: some tens of milliseconds. */
const MOST_OPENED = 120_000
/** More than birth date, sex and nationality together can add. */
const MOST_ODDS = 3.5
const REMEMBERED = 20_000

type Held = PersonName & { id: number; date: PartialDate | undefined; terms: number[]; bits: number }
type Term = { text: string; script: Script; slots: number[]; row: Uint8Array; alphabet: Alphabet | undefined; least: number }
type NearTerm = { term: number; score: number }

export function createNameIndex(): NameIndex {
  const dictionaries = new Map<Alphabet, Dictionary>()
  const terms: Term[] = []
  const term_numbers = new Map<string, number>()
  const people: (Held | undefined)[] = []
  const free: number[] = []
  const slots = new Map<number, number>()
  let met = new Float32Array(1024)
  let stamp = new Int32Array(1024)
  let turn = 0
  let text_bytes = 0
  const remembered = new Map<string, NearTerm[]>()

  const termOf = (text: string, script: Script): number => {
    const known = term_numbers.get(text)
    if (known !== undefined) return known
    const number = terms.length
    const word = wordOf(text, script)
    terms.push({ text, script, slots: [], row: word.row, alphabet: word.alphabet, least: word.least })
    term_numbers.set(text, number)
    if (word.alphabet && word.row.length > 2) {
      if (!dictionaries.has(word.alphabet)) dictionaries.set(word.alphabet, createDictionary())
      dictionaries.get(word.alphabet)!.add(word.row, number)
    }
    text_bytes += text.length * 2 + word.row.length
    remembered.clear()
    return number
  }

  const add = (id: number, person: PersonName): Added => {
    if (!Number.isSafeInteger(id)) throw new TypeError('an id is a whole number')
    const read = readName(person.name)
    if (!read.ok) return read
    remove(id)
    const wanted = read.name.parts.filter((part) => part.kind !== 'initial').slice(0, MOST_PARTS)
    const numbers = [...new Set(wanted.flatMap((part) => termsOf(part).map((text) => termOf(text, part.script))))]
    const bits = read.name.bits.reduce((sum, one) => sum + one, 0)
    const { name, birth_date, sex, nationality } = person
    const held: Held = { id, name, birth_date, sex, nationality, date: readDate(birth_date), terms: numbers, bits }
    const slot = free.pop() ?? people.length
    people[slot] = held
    slots.set(id, slot)
    for (const number of numbers) terms[number]!.slots.push(slot)
    if (slot >= met.length) {
      met = grown(met, new Float32Array(met.length * 2))
      stamp = grown(stamp, new Int32Array(stamp.length * 2))
    }
    text_bytes += heldBytes(held)
    return { ok: true }
  }

  const remove = (id: number): boolean => {
    const slot = slots.get(id)
    if (slot === undefined) return false
    const held = people[slot]!
    for (const number of held.terms) {
      const row = terms[number]!.slots
      row[row.indexOf(slot)] = row.at(-1)!
      row.pop()
    }
    text_bytes -= heldBytes(held)
    people[slot] = undefined
    slots.delete(id)
    free.push(slot)
    return true
  }

  const search = (person: PersonName, options: SearchOptions): Candidate[] => {
    const top = Math.min(MOST_TOP, Math.max(1, Math.floor(options.top)))
    const read = readName(person.name)
    if (!read.ok) return []
    const query = { ...person, read: read.name }
    const touched = gather(read.name)
    const chosen = preselect(query, touched, read.name, Math.max(FULL_LEAST, Math.ceil(top * FULL_EACH)))
    for (const slot of touched) met[slot] = 0
    const likeness = remembering()
    const candidates: Candidate[] = []
    let met_parts = 0
    for (const slot of chosen) {
      const { id, name, birth_date, sex, nationality } = people[slot]!
      const other = readName(name)
      if (!other.ok) continue
      met_parts += other.name.parts.length * read.name.parts.length
      if (met_parts > MOST_MET_PARTS) break
      const comparison = compareReadPeople(query, { name, birth_date, sex, nationality, read: other.name }, likeness)
      candidates.push({ id, score: comparison.score, comparison })
    }
    const threshold = options.threshold ?? 0
    return candidates
      .filter(({ score }) => score > 0 && score >= threshold)
      .sort((a, b) => b.score - a.score || a.id - b.id)
      .slice(0, top)
  }

  /** Adds up, for every record that shares a near token, how much of the query it meets; rare parts go first. */
  const gather = (name: ReadName): number[] => {
    const touched: number[] = []
    for (const { near, bits } of reaching(name)) {
      turn++
      for (const { term, score } of near)
        for (const slot of terms[term]!.slots) {
          if (stamp[slot] === turn) continue
          stamp[slot] = turn
          if (met[slot] === 0) touched.push(slot)
          met[slot]! += bits * score
        }
    }
    return touched
  }

  const reaching = (name: ReadName): { near: NearTerm[]; bits: number }[] => {
    const allowance = { nodes: MOST_OPENED }
    const parts = name.parts.map((part, i) => ({ part, bits: name.bits[i]! })).filter(({ part }) => part.kind !== 'initial')
    const reached = parts
      .slice(0, MOST_PARTS)
      .map(({ part, bits }) => ({ near: bestOf(termsOf(part).map((text) => near(text, part.script, allowance))), bits }))
    for (const { part, bits } of joinedParts(name))
      reached.push({ near: near(part.text, part.script, allowance, SHARES.slice(0, 1)).filter(({ score }) => score > 0.85), bits })
    for (const { part, bits } of parts)
      for (const half of halves(part)) reached.push({ near: [{ term: half, score: 0.95 }], bits: bits / 2 })
    return reached
  }

  /** A long part that is not known may be two that were joined: both halves then stand in the dictionary. */
  const halves = (part: Part): number[] => {
    if (part.whole.length < 7 || term_numbers.has(part.whole)) return []
    for (let cut = 3; cut <= part.whole.length - 3; cut++) {
      const first = term_numbers.get(part.whole.slice(0, cut))
      const second = term_numbers.get(part.whole.slice(cut))
      if (first !== undefined && second !== undefined) return [first, second]
    }
    return []
  }

  const near = (text: string, script: Script, allowance: Allowance, shares: readonly number[] = SHARES): NearTerm[] => {
    const key = `${shares.length}${text}`
    const known = remembered.get(key)
    if (known) return known
    const found = search_terms(text, script, shares, allowance)
    if (remembered.size >= REMEMBERED) remembered.clear()
    if (allowance.nodes > 0) remembered.set(key, found)
    return found
  }

  const search_terms = (text: string, script: Script, shares: readonly number[], allowance: Allowance): NearTerm[] => {
    const word = wordOf(text, script)
    const exact = term_numbers.get(text)
    if (!word.alphabet || word.row.length < 4) return exact === undefined ? [] : [{ term: exact, score: 1 }]
    const found: NearTerm[] = []
    for (const [alphabet, dictionary] of dictionaries) {
      const model = modelBetween(word.alphabet, alphabet)
      if (!model) continue
      const across = alphabet !== word.alphabet
      const letters = word.row.length - 2
      const slack = Math.min(across ? 1150 : 700, (1 - NEAR_LEAST) * 100 * (across ? SPREAD.across : SPREAD.within) * (letters + 1))
      const base = across ? (word.alphabet === 'latin' ? 30 * letters : word.least) : word.alphabet === 'latin' ? word.least : 0
      for (const { number, cost } of dictionary.near(
        word.row,
        model,
        shares.map((share) => base + slack * share),
        NEAR_ENOUGH,
        NEAR_MOST,
        allowance,
      )) {
        const term = terms[number]!
        if (term.slots.length === 0) continue
        const least = across && word.alphabet === 'latin' ? term.least : across || alphabet === 'latin' ? word.least : 0
        const score = term.text === text ? 1 : scoreOfCost(cost - least, letters, term.row.length - 2, across)
        if (score >= NEAR_LEAST) found.push({ term: number, score })
      }
    }
    return found.sort((a, b) => b.score - a.score).slice(0, NEAR_MOST)
  }

  const preselect = (query: PersonName, touched: number[], name: ReadName, most: number): number[] => {
    const mass = name.bits.reduce((sum, one) => sum + one, 0)
    const date = readDate(query.birth_date)
    const best: { slot: number; worth: number }[] = []
    let least = Number.NEGATIVE_INFINITY
    for (const slot of touched) {
      const held = people[slot]!
      const shared = Math.min(1, met[slot]! / Math.max(mass, 0.6 * mass + 0.4 * held.bits))
      if (best.length >= 4 * most && 8 * shared + MOST_ODDS <= least) continue
      const odds = refineOdds(
        compareDates(date, held.date),
        compareSex(query.sex, held.sex),
        compareNationality(query.nationality, held.nationality),
      )
      const worth = 8 * shared + odds
      if (best.length >= 4 * most && worth <= least) continue
      best.push({ slot, worth })
      if (best.length < 8 * most) continue
      best.sort((a, b) => b.worth - a.worth)
      best.length = 4 * most
      least = best.at(-1)!.worth
    }
    return best
      .sort((a, b) => b.worth - a.worth)
      .slice(0, most)
      .map(({ slot }) => slot)
  }

  return {
    add,
    remove,
    search,
    get size() {
      return slots.size
    },
    get bytes() {
      const tries = [...dictionaries.values()].reduce((sum, dictionary) => sum + dictionary.bytes(), 0)
      const postings = terms.reduce((sum, term) => sum + term.slots.length * 8, 0)
      return tries + postings + text_bytes + met.byteLength + stamp.byteLength + slots.size * 40
    },
  }
}

/** What a part is found by: its core after a sure particle, both where the particle is only guessed or often joined. */
function termsOf(part: Part): string[] {
  if (part.prefix === '' || part.prefix === 'abd') return [part.whole]
  if (part.sure && (part.prefix === 'article' || part.prefix === 'of')) return [part.core]
  return [part.core, part.whole]
}

function joinedParts(name: ReadName): { part: { text: string; script: Script }; bits: number }[] {
  const found: { part: { text: string; script: Script }; bits: number }[] = []
  for (let i = 0; i + 1 < name.parts.length && i < MOST_PARTS; i++) {
    const [first, second] = [name.parts[i]!, name.parts[i + 1]!]
    if (first.kind !== 'name' || second.kind !== 'name' || first.script !== second.script) continue
    if (first.whole.length + second.whole.length > 14) continue
    found.push({ part: { text: first.whole + second.whole, script: first.script }, bits: (name.bits[i]! + name.bits[i + 1]!) / 2 })
  }
  return found
}

function bestOf(lists: NearTerm[][]): NearTerm[] {
  if (lists.length === 1) return lists[0]!
  return lists.flat().sort((a, b) => b.score - a.score)
}

/** Remembers likenesses within one search: the same few tokens meet again and again. */
function remembering(): (a: Part, b: Part) => Likeness {
  const known = new Map<Part, Map<string, Likeness>>()
  return (a, b) => {
    let row = known.get(a)
    if (!row) {
      row = new Map()
      known.set(a, row)
    }
    const key = `${b.whole} ${b.core} ${b.sure} ${b.kind}`
    const found = row.get(key) ?? partLikeness(a, b)
    row.set(key, found)
    return found
  }
}

function grown<T extends Float32Array | Int32Array>(from: T, to: T): T {
  to.set(from)
  return to
}

const heldBytes = (held: Held) => 2 * (held.name.length + (held.birth_date?.length ?? 0)) + 8 * held.terms.length + 120
