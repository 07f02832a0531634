/** Labelled pairs of names through the node's own comparison: reading them, scoring them, and what a threshold makes of them. */
import { comparePeople, foldName, type PersonComparison, type PersonName } from '#lib/names/index.ts'
import { guessDelimiter, guessFields, isoDate, maybeCountry, maybeSex, plainWords, readRows } from '#lib/tables/index.ts'
import { scoreAsHit } from './matching.ts'

export const MAX_PAIRS = 20_000
/** Of a file of pairs; what one request holds. */
export const MAX_PAIRS_CHARACTERS = 400_000
/** Faults of one file that are told. */
const MOST_FAULTS = 20
const MAX_NAME = 260

/** Two people as two registers write them, and whether they are one; the label is what the measurement believes. */
export interface LabelledPair {
  readonly a: PersonName
  readonly b: PersonName
  readonly is_match: boolean
}

export interface Fault {
  readonly line: number
  readonly field: string
  readonly reason: string
}

export type PairsRead =
  | { readonly ok: true; readonly pairs: readonly LabelledPair[] }
  | { readonly ok: false; readonly faults: readonly Fault[] }

const FIELDS = ['name1', 'name2', 'is_match', 'birth_date1', 'birth_date2', 'sex1', 'sex2', 'nationality1', 'nationality2'] as const
type Field = (typeof FIELDS)[number]
const NEEDED: readonly Field[] = ['name1', 'name2', 'is_match']

const YES = new Set(['1', 'true', 't', 'yes', 'y', 'oui', 'si', 'نعم', 'match', 'same'])
const NO = new Set(['0', 'false', 'f', 'no', 'n', 'non', 'لا', 'different'])

/** Reads pairs from CSV with the headings `name1`, `name2`, `is_match` and, where known, `birth_date1`, `birth_date2`, sex and nationality. */
export function readPairs(text: string): PairsRead {
  const bytes = new TextEncoder().encode(text)
  const delimiter = guessDelimiter(text.split(/\r?\n/, 1)[0] ?? '')
  const { rows, fault } = readRows(bytes, { delimiter, line: 1, most: MAX_PAIRS + 2, is_last: true })
  if (fault) return refused([{ line: fault.line, field: 'row', reason: fault.reason }])
  const [head, ...body] = rows
  const columns = new Map(guessFields(head?.cells ?? [], FIELDS, {}).map(({ column, field }) => [field, column]))
  const missing = NEEDED.filter((field) => !columns.has(field))
  if (missing.length > 0) return refused(missing.map((field) => ({ line: 1, field, reason: 'no-such-column' })))
  if (body.length === 0) return refused([{ line: 1, field: 'row', reason: 'empty' }])
  if (body.length > MAX_PAIRS) return refused([{ line: body.at(-1)!.line, field: 'row', reason: 'too-many-rows' }])
  const faults: Fault[] = []
  const pairs: LabelledPair[] = []
  for (const { cells, line } of body) {
    const cell = (field: Field) => (columns.has(field) ? (cells[columns.get(field)!] ?? '').trim() : '')
    const read = pairOf(cell)
    if ('reason' in read) faults.push({ line, ...read })
    else pairs.push(read)
    if (faults.length >= MOST_FAULTS) break
  }
  return faults.length > 0 ? refused(faults) : { ok: true, pairs }
}

const refused = (faults: readonly Fault[]): PairsRead => ({ ok: false, faults: faults.slice(0, MOST_FAULTS) })

function pairOf(cell: (field: Field) => string): LabelledPair | Omit<Fault, 'line'> {
  const label = plainWords(cell('is_match'))
  if (!YES.has(label) && !NO.has(label)) return { field: 'is_match', reason: 'unknown-code' }
  const people: PersonName[] = []
  for (const side of [1, 2] as const) {
    const person = personOf(side, cell)
    if ('reason' in person) return person
    people.push(person)
  }
  return { a: people[0]!, b: people[1]!, is_match: YES.has(label) }
}

function personOf(side: 1 | 2, cell: (field: Field) => string): PersonName | Omit<Fault, 'line'> {
  const name = cell(`name${side}`)
  if (name.length > MAX_NAME) return { field: `name${side}`, reason: 'too-long' }
  if (!foldName(name).ok) return { field: `name${side}`, reason: 'name-unreadable' }
  const typed = { birth_date: cell(`birth_date${side}`), sex: cell(`sex${side}`), nationality: cell(`nationality${side}`) }
  const birth_date = typed.birth_date === '' ? undefined : isoDate(typed.birth_date, 'day-first')
  if (typed.birth_date !== '' && birth_date === undefined) return { field: `birth_date${side}`, reason: 'not-a-date' }
  const sex = maybeSex(typed.sex)
  if (typed.sex !== '' && sex === undefined) return { field: `sex${side}`, reason: 'unknown-code' }
  const nationality = maybeCountry(typed.nationality)
  if (typed.nationality !== '' && nationality === undefined) return { field: `nationality${side}`, reason: 'unknown-code' }
  return { name, ...(birth_date && { birth_date }), ...(sex && { sex }), ...(nationality && { nationality }) }
}

/** What the pair is compared by: names alone, or with what else is known of the two. */
const known = ({ name, ...rest }: PersonName, names_alone: boolean): PersonName => (names_alone ? { name } : { name, ...rest })

/** The comparison of a pair and its score, exactly as a check of one against a record of the other would have it. */
export function compared({ a, b }: LabelledPair, names_alone: boolean): { comparison: PersonComparison; score: number } {
  const comparison = comparePeople(known(a, names_alone), known(b, names_alone))
  return { comparison, score: scoreAsHit(a.name, b.name, comparison) }
}

/** Scores are kept in ten-thousandths, two bytes a pair. */
export const SCORE_UNIT = 10_000
const BINS = 100

/** Scores a slice of the pairs into `scores`. */
export function scoreSlice(pairs: readonly LabelledPair[], names_alone: boolean, scores: Uint16Array, from: number, to: number): void {
  for (let i = from; i < Math.min(to, pairs.length); i++) scores[i] = Math.round(compared(pairs[i]!, names_alone).score * SCORE_UNIT)
}

/** How many pairs of one kind have a score in each hundredth: `matches[80]` counts those from 0.80 to below 0.81. */
export interface Histogram {
  readonly matches: readonly number[]
  readonly others: readonly number[]
}

export interface Group extends Histogram {
  /** The scripts of the two names, in the order of the alphabet: `Arabic Latin`. */
  readonly scripts: string
}

/** The scores by the scripts of the two names, the largest group first: a comparison that is good on the whole can be bad for some. */
export function groupsOf(pairs: readonly LabelledPair[], scores: Uint16Array): Group[] {
  const groups = new Map<string, { matches: number[]; others: number[] }>()
  pairs.forEach(({ a, b, is_match }, i) => {
    const scripts = [...new Set([scriptOf(a.name), scriptOf(b.name)])].sort().join(' ')
    const group = groups.get(scripts) ?? { matches: Array(BINS).fill(0), others: Array(BINS).fill(0) }
    group[is_match ? 'matches' : 'others'][binOf(scores[i]!)]!++
    groups.set(scripts, group)
  })
  const size = ({ matches, others }: Histogram) => sum(matches) + sum(others)
  return [...groups].map(([scripts, histogram]) => ({ scripts, ...histogram })).sort((x, y) => size(y) - size(x))
}

const binOf = (score: number) => Math.min(BINS - 1, Math.floor((score * BINS) / SCORE_UNIT))

const SCRIPTS: readonly (readonly [string, RegExp])[] = [
  ['Arabic', /\p{Script=Arabic}/u],
  ['Cyrillic', /\p{Script=Cyrillic}/u],
  ['Greek', /\p{Script=Greek}/u],
  ['Hebrew', /\p{Script=Hebrew}/u],
]
const scriptOf = (name: string) => SCRIPTS.find(([, script]) => script.test(name))?.[0] ?? 'Latin'

/** What a threshold makes of labelled pairs. */
export interface Figures {
  readonly threshold: number
  /** Matches at or above the threshold, others at or above it, matches below. */
  readonly found: number
  readonly false_hits: number
  readonly missed: number
  /** Of the hits, how many are right; null where there is no hit. */
  readonly precision: number | null
  /** Of the matches, how many are hits; null where there is no match. */
  readonly recall: number | null
  readonly f1: number | null
  /** False hits among a thousand pairs that are no match; null where there is none. */
  readonly false_per_thousand: number | null
}

/** Counts at one threshold, a whole number of hundredths. */
export function figuresAt({ matches, others }: Histogram, threshold: number): Figures {
  const from = Math.round(threshold * BINS)
  const found = sum(matches.slice(from))
  const false_hits = sum(others.slice(from))
  const all_matches = sum(matches)
  const all_others = sum(others)
  const precision = share(found, found + false_hits)
  const recall = share(found, all_matches)
  return {
    threshold,
    found,
    false_hits,
    missed: all_matches - found,
    precision,
    recall,
    f1:
      precision === null || recall === null
        ? null
        : precision + recall === 0
          ? 0
          : rounded((2 * precision * recall) / (precision + recall)),
    false_per_thousand: all_others === 0 ? null : rounded((1_000 * false_hits) / all_others),
  }
}

/** The figures of all groups together at each hundredth between two thresholds. */
export function curveOf(groups: readonly Histogram[], least: number, most: number): Figures[] {
  const whole = together(groups)
  const [from, to] = [Math.round(least * BINS), Math.round(most * BINS)]
  return Array.from({ length: to - from + 1 }, (_, i) => figuresAt(whole, (from + i) / BINS))
}

export const together = (groups: readonly Histogram[]): Histogram => ({
  matches: Array.from({ length: BINS }, (_, i) => sum(groups.map(({ matches }) => matches[i]!))),
  others: Array.from({ length: BINS }, (_, i) => sum(groups.map(({ others }) => others[i]!))),
})

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)
const rounded = (value: number) => Math.round(value * 10_000) / 10_000
const share = (part: number, whole: number): number | null => (whole === 0 ? null : rounded(part / whole))
