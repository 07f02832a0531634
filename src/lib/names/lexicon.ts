/** All distinct parts of the names in an index, each once, as numbers; and the buckets of consonant skeletons that they are found by. */

import type { Script } from './fold.ts'
import { bitsOf } from './frequency.ts'
import { grown, powerOfTwo } from './growing.ts'
import { LONGEST_WORD } from './kernel.ts'
import { type Alphabet, EDGE, encode, greekInLatin, lettersOf } from './letters.ts'
import type { Part, Prefix } from './parts.ts'
import { consonantsOf, shortened, skeletonLength, skeletons } from './skeleton.ts'
import latin_pairs from './weights/latin-pairs.json' with { type: 'json' }

export const ALPHABETS: readonly Alphabet[] = ['latin', 'arabic', 'hebrew', 'cyrillic']
export const PREFIXES: readonly Prefix[] = ['', 'article', 'son', 'father', 'daughter', 'of', 'abd']

/** How a part is written: in one of the alphabets, in Greek (kept in Latin letters), or in a script that is only compared with itself. */
const [GREEK, OTHER] = [4, 5]
const INITIAL = 16
/** Bits of `marks`: script in the lowest three, prefix in the next three above the mark of an initial. */
const PREFIX_SHIFT = 5

/** Where a core begins to be worth a bucket of its own. */
const LEAST_CORE = 2
/** New parts that are looked through one by one before the buckets are made anew, as a share of all. */
const LOOSE_SHARE = 0.2
const LOOSE_LEAST = 512
/**
 * What is kept of a listed entry, in four numbers: where its letters begin; how many they are, with its alphabet and, lowest of
 * the rest, whether it is a core, then its prefix; what the letters of a Latin word cost by themselves; and its consonants.
 */
export const INFO = { length: 4, letters: 63, at: 6, core: 9 } as const
/** Letters by which entries are put in order. */
const RANKED = 4

export type Lexicon = ReturnType<typeof createLexicon>

/** A part as it is kept: 0 is none. Letters are numbers of their alphabet; of other scripts, UTF-16 units cut in two. */
export function createLexicon() {
  let count = 1
  let pool = new Uint8Array(1 << 12)
  let ends = new Int32Array(1 << 8)
  let marks = new Uint16Array(1 << 8)
  let cores = new Uint8Array(1 << 8)
  let uses = new Int32Array(1 << 8)
  let bits = new Uint8Array(1 << 8)
  let table = new Int32Array(1 << 10)
  let buckets = noBuckets()
  let in_buckets = 0
  /** Entries in the order of their letters, as far as they stand in buckets; newer ones after them. A rank is a place here. */
  let listed = new Int32Array(0)
  let listed_count = 0
  /** Parts that are listed: those below this number. */
  let listed_up_to = 1
  /** What comparing needs of a listed entry, side by side: see `INFO`. */
  let info = new Int32Array(0)
  let row = new Int32Array(1 << 10)
  let gathered = 0

  const begin = (number: number) => (number === 0 ? 0 : ends[number - 1]!)

  const slotOf = (letters: Uint8Array, length: number, script: number): number => {
    let hash = 2166136261 ^ script
    for (let i = 0; i < length; i++) hash = Math.imul(hash ^ letters[i]!, 16777619)
    const mask = table.length - 1
    let slot = (hash ^ (hash >>> 15)) & mask
    for (;;) {
      const number = table[slot]!
      if (number === 0 || same(number, letters, length, script)) return slot
      slot = (slot + 1) & mask
    }
  }

  const same = (number: number, letters: Uint8Array, length: number, script: number): boolean => {
    const from = begin(number)
    if (ends[number]! - from !== length || (marks[number]! & 7) !== script) return false
    for (let i = 0; i < length; i++) if (pool[from + i] !== letters[i]) return false
    return true
  }

  const rehash = () => {
    table = new Int32Array(powerOfTwo(count * 2.2))
    for (let number = 1; number < count; number++) {
      const letters = pool.subarray(begin(number), ends[number]!)
      table[slotOf(letters, letters.length, marks[number]! & 7)] = number
    }
  }

  const numberOf = (part: Part): number => {
    const { letters, script } = lettersOfPart(part)
    if (letters.length === 0) return 0
    if (count * 1.6 > table.length) rehash()
    const slot = slotOf(letters, letters.length, script)
    const known = table[slot]!
    if (known !== 0) return known
    const number = count++
    pool = grown(pool, begin(number) + letters.length)
    ends = grown(ends, count)
    marks = grown(marks, count)
    cores = grown(cores, count)
    uses = grown(uses, count)
    bits = grown(bits, count)
    const from = begin(number)
    pool.set(letters, from)
    ends[number] = from + letters.length
    const core = part.prefix === '' ? 0 : Math.max(0, letters.length - coreLength(part, script))
    marks[number] = script | (PREFIXES.indexOf(part.prefix) << PREFIX_SHIFT) | (part.kind === 'initial' ? INITIAL : 0)
    cores[number] = core
    bits[number] = Math.round(bitsOf(part) * 8)
    table[slot] = number
    return number
  }

  const find = (part: Part): number => {
    const { letters, script } = lettersOfPart(part)
    return letters.length === 0 ? 0 : table[slotOf(letters, letters.length, script)]!
  }

  const alphabetOf = (number: number): Alphabet | undefined => {
    const script = marks[number]! & 7
    return script === GREEK ? 'latin' : ALPHABETS[script]
  }

  const alphabetAt = (number: number): number => {
    const script = marks[number]! & 7
    return script === GREEK ? 0 : script
  }

  const textOf = (number: number): string => {
    const alphabet = alphabetOf(number)
    const letters = pool.subarray(begin(number), ends[number]!)
    if (alphabet) return [...letters].map((letter) => lettersOf(alphabet)[letter - 2]!).join('')
    let text = ''
    for (let i = 0; i + 1 < letters.length; i += 2) text += String.fromCharCode(letters[i]! * 256 + letters[i + 1]!)
    return text
  }

  /** Makes the buckets of all parts anew: sorted keys, and for each the ranks of its entries. */
  const makeBuckets = () => {
    const full = createPairs(count * 3)
    const short = createPairs(count * 8)
    list()
    for (let rank = 0; rank < listed_count; rank++) {
      const number = listed[rank]! >> 1
      const alphabet = alphabetOf(number)!
      const text = textOf(number)
      const keys = skeletons((listed[rank]! & 1) === 1 ? text.slice(cores[number]!) : text, alphabet)
      for (const key of keys) full.add(key, rank)
      for (const key of shorter(keys)) short.add(key, rank)
    }
    buckets = { full: full.sorted(), short: short.sorted(), upTo: count }
    in_buckets = listed_count
  }

  /** An entry is a part doubled, or that and one for its core; those that a bucket is worth. */
  const entriesOf = (number: number, add: (entry: number) => void): void => {
    if (!alphabetOf(number) || (marks[number]! & INITIAL) !== 0) return
    add(number * 2)
    if (cores[number]! > 0 && ends[number]! - begin(number) - cores[number]! >= LEAST_CORE) add(number * 2 + 1)
  }

  /** A number by which entries are in order of their script and then of their letters; its lowest 26 bits are the entry. */
  const placeInOrder = (entry: number): number => {
    const number = entry >> 1
    let key = marks[number]! & 7
    const from = begin(number) + ((entry & 1) === 1 ? cores[number]! : 0)
    for (let at = from; at < from + RANKED; at++) key = key * 64 + (at < ends[number]! ? pool[at]! & 63 : 0)
    return key * 2 ** 26 + entry
  }

  /** Lists all entries by script and then by letters (four of them, which is where most is shared), so that those with one beginning come one after the other. */
  const list = () => {
    const order = new Float64Array(2 * count)
    let length = 0
    for (let number = 1; number < count; number++)
      entriesOf(number, (entry) => {
        order[length++] = placeInOrder(entry)
      })
    listed = new Int32Array(length)
    info = new Int32Array(length * INFO.length)
    listed_count = 0
    for (const one of order.subarray(0, length).sort()) enlist(one % 2 ** 26)
    listed_up_to = count
  }

  const enlist = (entry: number) => {
    const number = entry >> 1
    const from = begin(number) + ((entry & 1) === 1 ? cores[number]! : 0)
    const [to, alphabet, at] = [ends[number]!, alphabetOf(number)!, alphabetAt(number)]
    listed = grown(listed, listed_count + 1)
    info = grown(info, (listed_count + 1) * INFO.length)
    listed[listed_count] = entry
    const base = listed_count++ * INFO.length
    info[base] = from
    info[base + 1] = (to - from) | (at << INFO.at) | ((((marks[number]! >> PREFIX_SHIFT) << 1) | (entry & 1)) << INFO.core)
    info[base + 2] = at === 0 ? letterCost(pool, from, to) : 0
    info[base + 3] = consonantsOf(pool, from, to, alphabet)
  }

  /**
   * The ranks of the entries of the same skeleton, or with `far` of those with a consonant more, less or other; some come several times. They stand in `row` up to the answer, until the next call.
   */
  const inBuckets = (keys: readonly number[], far: boolean): number => {
    if (count - buckets.upTo > LOOSE_LEAST + LOOSE_SHARE * count) makeBuckets()
    gathered = 0
    if (!far) {
      for (const key of keys) take(buckets.full, key)
      for (; listed_up_to < count; listed_up_to++) entriesOf(listed_up_to, enlist)
      for (let rank = in_buckets; rank < listed_count; rank++) {
        row = grown(row, gathered + 1)
        row[gathered++] = rank
      }
      return gathered
    }
    for (const key of shorter(keys)) {
      take(buckets.full, key)
      if (skeletonLength(key) > 1) take(buckets.short, key)
    }
    for (const key of keys) take(buckets.short, key)
    return gathered
  }

  const take = ({ keys, starts, entries }: Buckets, key: number): void => {
    let low = 0
    let high = keys.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (keys[middle]! < key) low = middle + 1
      else high = middle
    }
    if (keys[low] !== key) return
    const from = starts[low]!
    const to = starts[low + 1]!
    row = grown(row, gathered + to - from)
    row.set(entries.subarray(from, to), gathered)
    gathered += to - from
  }

  return {
    numberOf,
    /** The number of a part, 0 where it is not held. */
    find,
    hasCore: (number: number): boolean => cores[number]! > 0,
    alphabetOf,
    /** Its place in `ALPHABETS`, or a number beyond. */
    alphabetAt,
    textOf,
    inBuckets,
    makeBuckets,
    /** The entries of parts, wholes and cores, in the order of their scripts and letters. */
    entriesInOrder(numbers: readonly number[]): Int32Array {
      const order = new Float64Array(2 * numbers.length)
      let length = 0
      for (const number of numbers) {
        order[length++] = placeInOrder(2 * number)
        if (cores[number]! > 0) order[length++] = placeInOrder(2 * number + 1)
      }
      order.subarray(0, length).sort()
      const entries = new Int32Array(length)
      for (let i = 0; i < length; i++) entries[i] = order[i]! % 2 ** 26
      return entries
    },
    /** The entry of a rank: a part doubled, odd for its core. */
    entryOf: (rank: number): number => listed[rank]!,
    /** Of the entry of each rank what `INFO` says. */
    get info() {
      return info
    },
    get ranks() {
      return listed_count
    },
    prefixNumber: (number: number): number => marks[number]! >> PREFIX_SHIFT,
    isInitial: (number: number): boolean => (marks[number]! & INITIAL) !== 0,
    scriptOf: (number: number): Script => (['latin', 'arabic', 'hebrew', 'cyrillic', 'greek', 'other'] as const)[marks[number]! & 7]!,
    /** Letters of the part without its particle. */
    coreLength: (number: number): number => ends[number]! - begin(number) - cores[number]!,
    /** Where the letters of an entry lie in the pool. */
    from: (entry: number): number => begin(entry >> 1) + ((entry & 1) === 1 ? cores[entry >> 1]! : 0),
    to: (entry: number): number => ends[entry >> 1]!,
    used: (number: number, by: number): void => {
      uses[number]! += by
    },
    uses: (number: number): number => uses[number]!,
    /** How common the part is in general, as a share of people. */
    prior: (number: number): number => PRIORS[bits[number]!]!,
    /** What `inBuckets` gathered. */
    get row() {
      return row
    },
    get pool() {
      return pool
    },
    /** One more than the highest number. */
    get count() {
      return count
    },
    get bytes() {
      const rows = [pool, ends, marks, cores, uses, bits, table]
      return (
        rows.reduce((sum, row) => sum + row.byteLength, 0) +
        bytesOf(buckets.full) +
        bytesOf(buckets.short) +
        listed.byteLength +
        info.byteLength
      )
    },
    /** Gives back what growing took too much of. */
    trim: (): void => {
      pool = pool.slice(0, ends[count - 1]!)
      ends = ends.slice(0, count)
      marks = marks.slice(0, count)
      cores = cores.slice(0, count)
      uses = uses.slice(0, count)
      bits = bits.slice(0, count)
      makeBuckets()
    },
    stored: () => ({
      pool: pool.slice(0, ends[count - 1]!),
      ends: ends.slice(0, count),
      marks: marks.slice(0, count),
      cores: cores.slice(0, count),
      uses: uses.slice(0, count),
      bits: bits.slice(0, count),
    }),
    restore: (rows: Stored): void => {
      pool = rows.pool
      ends = rows.ends
      marks = rows.marks
      cores = rows.cores
      uses = rows.uses
      bits = rows.bits
      count = ends.length
      rehash()
      makeBuckets()
    },
  }
}

export type Stored = {
  pool: Uint8Array<ArrayBuffer>
  ends: Int32Array<ArrayBuffer>
  marks: Uint16Array<ArrayBuffer>
  cores: Uint8Array<ArrayBuffer>
  uses: Int32Array<ArrayBuffer>
  bits: Uint8Array<ArrayBuffer>
}

/** The letters of a part as they are kept, without edges. */
export function lettersOfPart(part: Part): { letters: Uint8Array; script: number } {
  const { whole, script } = part
  if (script === 'other') {
    const units = new Uint8Array(2 * Math.min(whole.length, LONGEST_WORD))
    for (let i = 0; i < units.length / 2; i++) {
      units[2 * i] = whole.charCodeAt(i) >> 8
      units[2 * i + 1] = whole.charCodeAt(i) & 255
    }
    return { letters: units, script: OTHER }
  }
  if (script === 'greek') return { letters: encode(greekInLatin(whole), 'latin').slice(1, -1), script: GREEK }
  return { letters: encode(whole, script).slice(1, -1), script: ALPHABETS.indexOf(script) }
}

function coreLength({ core, script }: Part, code: number): number {
  if (code === OTHER) return 2 * core.length
  return encode(script === 'greek' ? greekInLatin(core) : core, ALPHABETS[code === GREEK ? 0 : code]!).length - 2
}

const PRIORS = Float64Array.from({ length: 256 }, (_, eighths) => 2 ** (eighths / -8))

/** Keys with a consonant less, of those keys that can spare one. */
const shorter = (keys: readonly number[]): number[] => [...new Set(keys.filter((key) => skeletonLength(key) > 2).flatMap(shortened))]

/** Sorted keys; the entries of key `i` are `entries[starts[i]]` to before `entries[starts[i + 1]]`. */
type Buckets = { keys: Int32Array; starts: Int32Array; entries: Int32Array }
const NO_BUCKETS: Buckets = { keys: new Int32Array(0), starts: new Int32Array(1), entries: new Int32Array(0) }
const noBuckets = () => ({ full: NO_BUCKETS, short: NO_BUCKETS, upTo: 1 })
const bytesOf = ({ keys, starts, entries }: Buckets) => keys.byteLength + starts.byteLength + entries.byteLength

/** Pairs of key and entry, packed in one number each so that sorting them is sorting numbers. */
function createPairs(room: number) {
  const UNIT = 2 ** 25
  let packed = new Float64Array(room)
  let length = 0
  return {
    add(key: number, entry: number) {
      packed = grown(packed, length + 1)
      packed[length++] = key * UNIT + entry
    },
    sorted(): Buckets {
      const rows = packed.subarray(0, length).sort()
      const keys = new Int32Array(length)
      const starts = new Int32Array(length + 1)
      const entries = new Int32Array(length)
      let distinct = 0
      for (let at = 0; at < length; at++) {
        const key = Math.floor(rows[at]! / UNIT)
        if (distinct === 0 || keys[distinct - 1] !== key) {
          keys[distinct] = key
          starts[distinct++] = at
        }
        entries[at] = rows[at]! - key * UNIT
      }
      starts[distinct] = length
      return { keys: keys.slice(0, distinct), starts: starts.slice(0, distinct + 1), entries }
    },
  }
}

const LETTER_COSTS = Int16Array.from(latin_pairs.costs.flatMap((row) => row.split(' ').map(Number)))
const LETTERS = latin_pairs.costs.length

/** What the letters of a Latin word cost by themselves, one after the other. */
export function letterCost(pool: Uint8Array, from: number, to: number): number {
  let sum = 0
  let last = EDGE
  for (let at = from; at < to; at++) {
    sum += LETTER_COSTS[(last - 1) * LETTERS + pool[at]! - 1]!
    last = pool[at]!
  }
  return sum + LETTER_COSTS[(last - 1) * LETTERS]!
}
