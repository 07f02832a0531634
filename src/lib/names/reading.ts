/**
 * Reads names as bytes into numbers of parts. Each distinct word is understood once, by the same grammar as single comparisons
 * (`partsOf`); words that belong together (ben Ali, Abd el Kader, Nour al Din) are understood once as a run.
 */
import { MAX_NAME_LENGTH, MAX_TOKENS } from './fold.ts'
import { grown, powerOfTwo } from './growing.ts'
import type { Lexicon } from './lexicon.ts'
import { bindings, type Part, partsOf } from './parts.ts'

/** Bytes of UTF-8 that a name may have, and parts of it that are kept. */
const MOST_BYTES = 3 * MAX_NAME_LENGTH
export const MOST_KEPT = 12
/** Words and runs remembered; beyond them all are forgotten and understood again. */
const MOST_WORDS = 2_000_000

/** Capital letters of ASCII as small ones: names are written in either, and are one. */
const lower = (byte: number) => (byte >= 65 && byte <= 90 ? byte | 32 : byte)

/** A word binds to the next one (ben), to the one before (din), or is an article that does so before a din. */
const [TO_NEXT, TO_LAST, ARTICLE] = [1, 2, 4]

export function createReading(lexicon: Lexicon) {
  /** Two places a word: its hash, and its number plus one. */
  let table = new Int32Array(1 << 13)
  let count = 0
  let pool = new Uint8Array(1 << 14)
  let ends = new Int32Array(1 << 10)
  let binding = new Uint8Array(1 << 10)
  /** Parts of word or run `n`: `parts[part_ends[n - 1]]` to before `parts[part_ends[n]]`. */
  let part_ends = new Int32Array(1 << 10)
  let parts = new Int32Array(1 << 11)
  let runs = new Map<number, number>()
  /** States of runs: numbers of their parts in `run_parts`, made when a run ends there. */
  let run_parts: (Int32Array | undefined)[] = [undefined]
  const decoder = new TextDecoder()
  const words = new Int32Array(MAX_TOKENS + 1)
  const out = new Int32Array(MOST_KEPT)

  const begin = (row: Int32Array, number: number) => (number === 0 ? 0 : row[number - 1]!)

  const wordOf = (bytes: Uint8Array, from: number, to: number): number => {
    let hash = 2166136261
    for (let i = from; i < to; i++) hash = Math.imul(hash ^ lower(bytes[i]!), 16777619)
    const mask = table.length / 2 - 1
    let slot = (hash ^ (hash >>> 15)) & mask
    for (;;) {
      const number = table[2 * slot + 1]! - 1
      if (number < 0) break
      if (table[2 * slot] === hash && isWord(number, bytes, from, to)) return number
      slot = (slot + 1) & mask
    }
    table[2 * slot] = hash
    return learn(bytes, from, to, slot)
  }

  const isWord = (number: number, bytes: Uint8Array, from: number, to: number): boolean => {
    const start = begin(ends, number)
    if (ends[number]! - start !== to - from) return false
    for (let i = start, j = from; j < to; i++, j++) if (pool[i] !== lower(bytes[j]!)) return false
    return true
  }

  const learn = (bytes: Uint8Array, from: number, to: number, slot: number): number => {
    const number = count++
    const start = begin(ends, number)
    pool = grown(pool, start + to - from)
    ends = grown(ends, count)
    binding = grown(binding, count)
    part_ends = grown(part_ends, count)
    for (let i = start, j = from; j < to; i++, j++) pool[i] = lower(bytes[j]!)
    ends[number] = start + to - from
    const text = decoder.decode(pool.subarray(start, ends[number]!))
    const { to_next, to_last, article } = bindings(text)
    binding[number] = (to_next ? TO_NEXT : 0) | (to_last ? TO_LAST : 0) | (article ? ARTICLE : 0)
    const numbers = numbersOf(text)
    const at = begin(part_ends, number)
    parts = grown(parts, at + numbers.length)
    parts.set(numbers, at)
    part_ends[number] = at + numbers.length
    table[2 * slot + 1] = number + 1
    if (count * 3.2 > table.length) rehash()
    return number
  }

  const rehash = () => {
    const old = table
    table = new Int32Array(2 * powerOfTwo(count * 3))
    const mask = table.length / 2 - 1
    for (let at = 0; at < old.length; at += 2) {
      if (old[at + 1] === 0) continue
      const hash = old[at]!
      let slot = (hash ^ (hash >>> 15)) & mask
      while (table[2 * slot + 1] !== 0) slot = (slot + 1) & mask
      table[2 * slot] = hash
      table[2 * slot + 1] = old[at + 1]!
    }
  }

  /** Titles tell nothing of who somebody is and are left out, unless there is nothing else. */
  const numbersOf = (text: string): Int32Array => {
    const read = partsOf(text)
    if (!read.ok) return new Int32Array(0)
    return Int32Array.from(
      read.parts.filter((part) => part.kind !== 'title'),
      lexicon.numberOf,
    ).filter((number) => number > 0)
  }

  /** Parts of the run of words `first` to `last`. */
  const runOf = (first: number, last: number): Int32Array => {
    let state = 0
    for (let i = first; i <= last; i++) {
      const key = state * 2_097_152 + words[i]!
      let next = runs.get(key)
      if (next === undefined) {
        next = run_parts.push(undefined) - 1
        runs.set(key, next)
      }
      state = next
    }
    const known = run_parts[state]
    if (known) return known
    const text: string[] = []
    for (let i = first; i <= last; i++) text.push(decoder.decode(pool.subarray(begin(ends, words[i]!), ends[words[i]!]!)))
    const numbers = numbersOf(text.join(' '))
    run_parts[state] = numbers
    return numbers
  }

  const forget = () => {
    table = new Int32Array(1 << 13)
    count = 0
    pool = new Uint8Array(1 << 14)
    ends = new Int32Array(1 << 10)
    binding = new Uint8Array(1 << 10)
    part_ends = new Int32Array(1 << 10)
    parts = new Int32Array(1 << 11)
    runs = new Map()
    run_parts = [undefined]
  }

  return {
    /** The numbers of the parts of a name, in order. */
    out,
    /** Reads the name in `bytes`; says how many parts it has in `out`, 0 for a name that cannot be read. */
    read(bytes: Uint8Array, from: number, to: number): number {
      if (to - from > MOST_BYTES) return 0
      if (count + run_parts.length > MOST_WORDS) forget()
      let many = 0
      for (let at = from; at < to; ) {
        while (at < to && bytes[at]! <= 32) at++
        let end = at
        while (end < to && bytes[end]! > 32) end++
        if (end > at) {
          if (many === MAX_TOKENS) return 0
          words[many++] = wordOf(bytes, at, end)
        }
        at = end
      }
      let length = 0
      for (let first = 0; first < many && length < MOST_KEPT; ) {
        let last = first
        while (last + 1 < many && bound(words[last]!, words[last + 1]!, last + 2 < many ? words[last + 2]! : -1)) last++
        if (last === first) {
          const number = words[first]!
          for (let i = begin(part_ends, number); i < part_ends[number]! && length < MOST_KEPT; i++) out[length++] = parts[i]!
        } else {
          const numbers = runOf(first, last)
          for (let i = 0; i < numbers.length && length < MOST_KEPT; i++) out[length++] = numbers[i]!
        }
        first = last + 1
      }
      return length > 0 ? length : rest(bytes, from, to)
    },
    forget,
    get bytes() {
      return (
        table.byteLength +
        pool.byteLength +
        ends.byteLength +
        binding.byteLength +
        part_ends.byteLength +
        parts.byteLength +
        runs.size * 64 +
        run_parts.reduce((sum, row) => sum + 16 + (row ? row.byteLength + 100 : 0), 0)
      )
    },
  }

  function bound(word: number, next: number, after: number): boolean {
    if ((binding[word]! & TO_NEXT) !== 0) return true
    if ((binding[next]! & TO_LAST) !== 0) return true
    return (binding[next]! & ARTICLE) !== 0 && after >= 0 && (binding[after]! & TO_LAST) !== 0
  }

  /** A name of nothing but titles is a name after all. */
  function rest(bytes: Uint8Array, from: number, to: number): number {
    const read = partsOf(decoder.decode(bytes.subarray(from, to)))
    if (!read.ok) return 0
    let length = 0
    for (const part of read.parts as Part[]) {
      const number = length < MOST_KEPT ? lexicon.numberOf(part) : 0
      if (number > 0) out[length++] = number
    }
    return length
  }
}
