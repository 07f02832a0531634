/**
 * An index of people by name, in memory, in flat rows: finds the best among ten million in any script, and may change while it serves.
 * New records lie on a pile that is looked through whole; a full pile becomes a segment, and segments of a size are merged.
 */

import { MATCH_THRESHOLD } from './compare.ts'
import { evidenceOf, SUPPOSED } from './evidence.ts'
import { createNationalities, dateOf, nationalityOf, readFacts, sexOf, sexText, textOfDate } from './facts.ts'
import { foldName } from './fold.ts'
import { createLexicon, type Stored } from './lexicon.ts'
import { createMeeting, type Met, type Question } from './meeting.ts'
import {
  compareDates,
  compareNationality,
  compareSex,
  type DateVerdict,
  type PersonComparison,
  type PersonName,
  readDate,
} from './people.ts'
import { createReading } from './reading.ts'
import { bytesOfSegment, createPile, merged, placeOfDate, placeOfId, type Segment, segmentOf } from './segment.ts'
import { fromBytes, toPieces } from './stored.ts'

export type Added = { ok: true } | { ok: false; reason: string }

/** `score` is the likelihood that the record is the person asked for, given what else the index holds; its reasons are made when asked for. */
export type Candidate = {
  id: number
  score: number
  /** The record as the index holds it: parts of the name as they are folded, apart by spaces. */
  readonly person: PersonName
  readonly comparison: PersonComparison
}

export type SearchOptions = { top: number; threshold?: number }

export type NameIndex = {
  /** Adds a person, or replaces the one of the same id; refuses a name that cannot be read. */
  add(id: number, person: PersonName): Added
  /** The same for a name as UTF-8, without looking for an older record of the id: for filling from a table. Says whether it could be read. */
  fill(id: number, bytes: Uint8Array, from: number, to: number, facts: number): boolean
  /** The number of a nationality for `fill`. */
  nationality(code: string): number
  /** Brings what was filled into its final order and gives back what filling took; may be called at any time. */
  settle(): void
  /** The whole index as bytes, to be written one piece after the other; settles it first. */
  store(): Uint8Array[]
  /** Says whether the id was there. */
  remove(id: number): boolean
  /** The best `top` (at most 100) with a score of `threshold` or more, best first; none for a name that cannot be read. */
  search(person: PersonName, options: SearchOptions): Candidate[]
  readonly size: number
  readonly bytes: number
}

const MOST_TOP = 100
/** Records on the pile before it becomes a segment. */
const PILE = 4_096
/** Records filled before they become a segment: the whole of what an index is mostly filled with at once. */
const FILL = 2 ** 24
/** Segments of about one size before they are merged; those larger than `MOST_MERGED` only when asked to settle. */
const FANOUT = 6
const MOST_MERGED = 400_000
/** From this score on nothing better is looked for. */
const CERTAIN = 0.9

/** An index as `store` wrote it, ready to serve and to change. */
export function loadNameIndex(bytes: Uint8Array): { ok: true; index: NameIndex } | { ok: false; reason: string } {
  const read = fromBytes(bytes)
  if (!read.ok) return read
  const rows = read.rows as unknown as Stored & Omit<Segment, 'size' | 'gone' | 'gone_count' | 'by_id'>
  const wanted = ['pool', 'ends', 'marks', 'cores', 'uses', 'bits', 'ids', 'facts', 'starts', 'tokens', 'postings', 'places']
  const codes = (read.facts as { nationalities?: unknown }).nationalities
  if (wanted.some((name) => !(name in rows)) || !Array.isArray(codes)) return { ok: false, reason: 'the stored index lacks a part' }
  return { ok: true, index: createNameIndex({ rows, nationalities: codes as string[] }) }
}

export function createNameIndex(from?: {
  rows: Stored & Omit<Segment, 'size' | 'gone' | 'gone_count' | 'by_id'>
  nationalities: string[]
}): NameIndex {
  const lexicon = createLexicon()
  const nationalities = createNationalities()
  const reading = createReading(lexicon)
  const meeting = createMeeting(lexicon)
  const encoder = new TextEncoder()
  const buffer = new Uint8Array(2_048)
  let segments: Segment[] = []
  let pile = createPile()
  const gone_from_pile = new Set<number>()
  let filling = false
  let largest = Number.NEGATIVE_INFINITY
  let least = 0
  const by_nationality = new Int32Array(512)
  let live = 0

  if (from) {
    lexicon.restore(from.rows)
    nationalities.restore(from.nationalities)
    const { ids, facts, starts, tokens, postings, places } = from.rows
    const segment: Segment = {
      size: ids.length,
      ids,
      facts,
      starts,
      tokens,
      postings,
      places,
      gone: undefined,
      gone_count: 0,
      by_id: undefined,
    }
    if (segment.size > 0) segments.push(segment)
    live = segment.size
    for (const id of ids) if (id > largest) largest = id
    for (const fact of facts) by_nationality[nationalityOf(fact)]!++
  }

  const put = (id: number, bytes: Uint8Array, from: number, to: number, facts: number): boolean => {
    const count = reading.read(bytes, from, to)
    if (count === 0) return false
    pile.add(id, facts, reading.out, count)
    for (let i = 0; i < count; i++) lexicon.used(reading.out[i]!, 1)
    by_nationality[nationalityOf(facts)]!++
    if (id > largest) largest = id
    if (id < least) least = id
    live++
    return true
  }

  const add = (id: number, person: PersonName): Added => {
    if (!Number.isSafeInteger(id)) throw new TypeError('an id is a whole number')
    const read = foldName(person.name)
    if (!read.ok) return read
    if (id <= largest) remove(id)
    const { written } = encoder.encodeInto(person.name, buffer)
    if (!put(id, buffer, 0, written, readFacts(person.birth_date, person.sex, nationalities.numberOf(person.nationality))))
      return { ok: false, reason: 'the name has no part to go by' }
    if (pile.size >= PILE && !filling) close()
    return { ok: true }
  }

  const fill = (id: number, bytes: Uint8Array, from: number, to: number, facts: number): boolean => {
    filling = true
    const fine = put(id, bytes, from, to, facts)
    if (pile.size >= FILL) close()
    return fine
  }

  /** Makes a segment of the pile, and one of several of a size. */
  const close = () => {
    if (pile.size === 0) return
    const rows = pile.rows()
    segments.push(segmentOf(withoutGone(rows), lexicon.count, small()))
    pile = createPile()
    gone_from_pile.clear()
    for (;;) {
      const size = (segment: Segment) => Math.floor(Math.log(Math.max(1, (segment.size - segment.gone_count) / PILE)) / Math.log(FANOUT))
      const last = size(segments.at(-1)!)
      const alike = segments.filter((segment) => size(segment) === last)
      if (alike.length < FANOUT || alike.reduce((sum, one) => sum + one.size, 0) > MOST_MERGED) return
      segments = [...segments.filter((segment) => !alike.includes(segment)), merged(alike, lexicon.count, small())]
    }
  }

  const small = () => largest < 2 ** 32 && least >= 0

  const withoutGone = (rows: ReturnType<typeof pile.rows>) => {
    if (gone_from_pile.size === 0) return rows
    const kept = createPile()
    for (let at = 0; at < rows.size; at++)
      if (!gone_from_pile.has(at))
        kept.add(
          rows.ids[at]!,
          rows.facts[at]!,
          Int32Array.from(rows.tokens.subarray(rows.starts[at]!, rows.starts[at + 1]!)),
          rows.starts[at + 1]! - rows.starts[at]!,
        )
    return kept.rows()
  }

  const settle = () => {
    filling = false
    close()
    if (segments.length > 1 || segments.some((segment) => segment.gone_count > 0)) segments = [merged(segments, lexicon.count, small())]
    reading.forget()
    lexicon.trim()
    meeting.forget()
  }

  const remove = (id: number): boolean => {
    if (live === 0) return false
    for (let at = 0; at < pile.size; at++)
      if (pile.id(at) === id && !gone_from_pile.has(at)) {
        gone_from_pile.add(at)
        const { facts, starts, tokens } = pile.rows()
        forgotten(facts[at]!, tokens.subarray(starts[at]!, starts[at + 1]!))
        return true
      }
    for (const segment of segments) {
      const place = placeOfId(segment, id)
      if (place < 0) continue
      segment.gone ??= new Uint8Array(segment.size)
      segment.gone[place] = 1
      segment.gone_count++
      forgotten(segment.facts[place]!, segment.tokens.subarray(segment.starts[place]!, segment.starts[place + 1]!))
      if (segment.gone_count === segment.size) segments = segments.filter((one) => one !== segment)
      return true
    }
    return false
  }

  const forgotten = (facts: number, tokens: Uint32Array) => {
    for (const token of tokens) lexicon.used(token, -1)
    by_nationality[nationalityOf(facts)]!--
    live--
  }

  const counts = {
    get size() {
      return live
    },
    between: (from: number, to: number) =>
      segments.reduce((sum, { facts, size }) => sum + placeOfDate(facts, size, to + 1) - placeOfDate(facts, size, from), 0),
    nationality: (number: number) => by_nationality[number]!,
  }

  const search = (person: PersonName, options: SearchOptions): Candidate[] => {
    const top = Math.min(MOST_TOP, Math.max(1, Math.floor(options.top)))
    const facts = readFacts(person.birth_date, person.sex, nationalities.numberOf(person.nationality))
    const evidence = evidenceOf(facts, counts)
    const odds_of_chance = Math.log(live + SUPPOSED)
    const scoreOf = ({ likely }: Met) => probability(likely - odds_of_chance)
    let question = meeting.question(person.name, live, false)
    if (!question) return []
    const answer = (asking: Question) => {
      meeting.begin(asking, evidence, live, top)
      for (const segment of segments) meeting.gather(segment)
      if (pile.size > 0) meeting.gatherPile(pile.rows(), gone_from_pile)
      return meeting.end(top)
    }
    let met = answer(question)
    // slips of the pen are looked for where the name as it is written finds nobody for certain
    if (question.narrow && !(met[0]?.whole && scoreOf(met[0]) >= CERTAIN)) {
      question = meeting.question(person.name, live, true)!
      met = answer(question)
    }
    const asked = question
    const candidates: Candidate[] = []
    for (const one of met.slice(0, top)) {
      const { id, facts, tokens } = one
      const score = scoreOf(one)
      if (score < (options.threshold ?? 0)) break
      candidates.push({
        id,
        score,
        get person() {
          return personOf(tokens, facts)
        },
        get comparison() {
          return explained(asked, tokens, person, facts, score)
        },
      })
    }
    return candidates
  }

  const personOf = (tokens: Uint32Array, facts: number): PersonName => {
    const birth_date = textOfDate(dateOf(facts))
    const sex = sexText(sexOf(facts))
    const nationality = nationalities.codeOf(nationalityOf(facts))
    return {
      name: [...tokens].map(lexicon.textOf).join(' '),
      ...(birth_date !== undefined && { birth_date }),
      ...(sex !== undefined && { sex }),
      ...(nationality !== undefined && { nationality }),
    }
  }

  const explained = (question: Question, tokens: Uint32Array, person: PersonName, facts: number, score: number): PersonComparison => {
    const birth_date: DateVerdict = compareDates(readDate(person.birth_date), readDate(textOfDate(dateOf(facts))))
    return {
      score,
      match: score >= MATCH_THRESHOLD,
      reasons: meeting.reasons(question, tokens),
      birth_date: { verdict: birth_date },
      sex: { verdict: compareSex(person.sex, sexText(sexOf(facts))) },
      nationality: { verdict: compareNationality(person.nationality, nationalities.codeOf(nationalityOf(facts))) },
    }
  }

  const store = (): Uint8Array[] => {
    settle()
    const none = {
      ids: new Uint32Array(0),
      facts: new Uint32Array(0),
      starts: new Uint32Array(1),
      tokens: new Uint32Array(0),
      postings: new Uint32Array(1),
      places: new Uint32Array(0),
    }
    const { ids, facts, starts, tokens, postings, places } = segments[0] ?? none
    return toPieces({ nationalities: nationalities.codes }, { ...lexicon.stored(), ids, facts, starts, tokens, postings, places })
  }

  return {
    add,
    fill,
    store,
    settle,
    remove,
    search,
    nationality: nationalities.numberOf,
    get size() {
      return live
    },
    get bytes() {
      return (
        lexicon.bytes +
        reading.bytes +
        meeting.bytes +
        pile.bytes +
        by_nationality.byteLength +
        segments.reduce((sum, segment) => sum + bytesOfSegment(segment), 0)
      )
    },
  }
}

/** Never 0 and never 1; six places, so that sure and very sure stay apart. */
const probability = (log_odds: number): number =>
  Math.round(Math.min(0.999_999, Math.max(0.000_001, 1 / (1 + Math.exp(-log_odds)))) * 1_000_000) / 1_000_000
