/** All distinct parts of the names in an index, each once, as numbers; and the buckets of consonant skeletons that they are found by. */

import type { Script } from './fold.ts'
import { bitsOf } from './frequency.ts'
import { grown, powerOfTwo } from './growing.ts'
import { asked, costOf, LONGEST_WORD } from './kernel.ts'
import { type Alphabet, encode, greekInLatin, lettersOf } from './letters.ts'
import type { Part, Prefix } from './parts.ts'
import { modelBetween } from './similarity.ts'
import { shortened, skeletonLength, skeletons } from './skeleton.ts'

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

export type Lexicon = ReturnType<typeof createLexicon>

/** A part as it is kept: 0 is none. Letters are numbers of their alphabet; of other scripts, UTF-16 units cut in two. */
export function createLexicon() {
  let count = 1
  let pool = new Uint8Array(1 << 12)
  let ends = new Int32Array(1 << 8)
  let marks = new Uint16Array(1 << 8)
  let cores = new Uint8Array(1 << 8)
  /** What writing a Latin part as itself costs, and its core. */
  let own = new Uint16Array(1 << 8)
  let own_core = new Uint16Array(1 << 8)
  let uses = new Int32Array(1 << 8)
  let bits = new Uint8Array(1 << 8)
  let table = new Int32Array(1 << 10)
  let buckets = noBuckets()

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
    own = grown(own, count)
    own_core = grown(own_core, count)
    uses = grown(uses, count)
    bits = grown(bits, count)
    const from = begin(number)
    pool.set(letters, from)
    ends[number] = from + letters.length
    const core = part.prefix === '' ? 0 : Math.max(0, letters.length - coreLength(part, script))
    marks[number] = script | (PREFIXES.indexOf(part.prefix) << PREFIX_SHIFT) | (part.kind === 'initial' ? INITIAL : 0)
    cores[number] = core
    bits[number] = Math.round(bitsOf(part) * 8)
    if (script === 0 || script === GREEK) {
      own[number] = ownCost(letters)
      own_core[number] = core > 0 ? ownCost(letters.subarray(core)) : own[number]!
    }
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

  const textOf = (number: number): string => {
    const alphabet = alphabetOf(number)
    const letters = pool.subarray(begin(number), ends[number]!)
    if (alphabet) return [...letters].map((letter) => lettersOf(alphabet)[letter - 2]!).join('')
    let text = ''
    for (let i = 0; i + 1 < letters.length; i += 2) text += String.fromCharCode(letters[i]! * 256 + letters[i + 1]!)
    return text
  }

  /** Makes the buckets of all parts anew: sorted keys, and for each the parts (doubled; odd for their cores). */
  const makeBuckets = () => {
    const full = createPairs(count * 3)
    const short = createPairs(count * 8)
    const add = (word: string, alphabet: Alphabet, entry: number) => {
      const keys = skeletons(word, alphabet)
      for (const key of keys) full.add(key, entry)
      for (const key of shorter(keys)) short.add(key, entry)
    }
    for (let number = 1; number < count; number++) {
      const alphabet = alphabetOf(number)
      if (!alphabet || (marks[number]! & INITIAL) !== 0) continue
      const text = textOf(number)
      add(text, alphabet, number * 2)
      if (cores[number]! > 0 && text.length - cores[number]! >= LEAST_CORE) add(text.slice(cores[number]!), alphabet, number * 2 + 1)
    }
    buckets = { full: full.sorted(), short: short.sorted(), upTo: count }
  }

  /** Calls back for each entry (a part doubled; odd for its core) of the same skeleton, or of one with a consonant more, less or other. */
  const inBuckets = (keys: readonly number[], far: boolean, take: (entry: number) => void): void => {
    if (count - buckets.upTo > LOOSE_LEAST + LOOSE_SHARE * count) makeBuckets()
    if (!far) {
      for (const key of keys) each(buckets.full, key, take)
      for (let number = buckets.upTo; number < count; number++) {
        if (!alphabetOf(number) || (marks[number]! & INITIAL) !== 0) continue
        take(number * 2)
        if (cores[number]! > 0) take(number * 2 + 1)
      }
      return
    }
    const less = shorter(keys)
    for (const key of less) {
      each(buckets.full, key, take)
      if (skeletonLength(key) > 1) each(buckets.short, key, take)
    }
    for (const key of keys) each(buckets.short, key, take)
  }

  return {
    numberOf,
    /** The number of a part, 0 where it is not held. */
    find,
    hasCore: (number: number): boolean => cores[number]! > 0,
    alphabetOf,
    textOf,
    inBuckets,
    makeBuckets,
    prefixOf: (number: number): Prefix => PREFIXES[marks[number]! >> PREFIX_SHIFT]!,
    isInitial: (number: number): boolean => (marks[number]! & INITIAL) !== 0,
    scriptOf: (number: number): Script => (['latin', 'arabic', 'hebrew', 'cyrillic', 'greek', 'other'] as const)[marks[number]! & 7]!,
    /** Letters of the part without its particle. */
    coreLength: (number: number): number => ends[number]! - begin(number) - cores[number]!,
    /** Where the letters of an entry lie in the pool. */
    from: (entry: number): number => begin(entry >> 1) + ((entry & 1) === 1 ? cores[entry >> 1]! : 0),
    to: (entry: number): number => ends[entry >> 1]!,
    ownCost: (entry: number): number => ((entry & 1) === 1 ? own_core : own)[entry >> 1]!,
    used: (number: number, by: number): void => {
      uses[number]! += by
    },
    uses: (number: number): number => uses[number]!,
    /** How common the part is in general, as a share of people. */
    prior: (number: number): number => 2 ** (bits[number]! / -8),
    get pool() {
      return pool
    },
    /** One more than the highest number. */
    get count() {
      return count
    },
    get bytes() {
      const rows = [pool, ends, marks, cores, own, own_core, uses, bits, table]
      return rows.reduce((sum, row) => sum + row.byteLength, 0) + bytesOf(buckets.full) + bytesOf(buckets.short)
    },
    /** Gives back what growing took too much of. */
    trim: (): void => {
      pool = pool.slice(0, ends[count - 1]!)
      ends = ends.slice(0, count)
      marks = marks.slice(0, count)
      cores = cores.slice(0, count)
      own = own.slice(0, count)
      own_core = own_core.slice(0, count)
      uses = uses.slice(0, count)
      bits = bits.slice(0, count)
      makeBuckets()
    },
    stored: () => ({
      pool: pool.slice(0, ends[count - 1]!),
      ends: ends.slice(0, count),
      marks: marks.slice(0, count),
      cores: cores.slice(0, count),
      own: own.slice(0, count),
      own_core: own_core.slice(0, count),
      uses: uses.slice(0, count),
      bits: bits.slice(0, count),
    }),
    restore: (rows: Stored): void => {
      pool = rows.pool
      ends = rows.ends
      marks = rows.marks
      cores = rows.cores
      own = rows.own
      own_core = rows.own_core
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
  own: Uint16Array<ArrayBuffer>
  own_core: Uint16Array<ArrayBuffer>
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

const LATIN = modelBetween('latin', 'latin')!
const ownCost = (letters: Uint8Array): number => Math.min(65_535, costOf(asked(letters, LATIN), letters, 0, letters.length, 60_000))

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

function each({ keys, starts, entries }: Buckets, key: number, take: (entry: number) => void): void {
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (keys[middle]! < key) low = middle + 1
    else high = middle
  }
  if (keys[low] !== key) return
  for (let at = starts[low]!; at < starts[low + 1]!; at++) take(entries[at]!)
}
