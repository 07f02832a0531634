/** Double metaphone finds candidates, Jaro-Winkler ranks them: the usual pair for names in Latin letters. */
import { jaroWinkler } from '@skyra/jaro-winkler'
import { doubleMetaphone } from 'double-metaphone'
import { LOOKED_AT, packed, withDetails } from '../details.ts'
import type { Baseline, Engine, Found } from '../engine.ts'
import { heapBytes } from '../heap.ts'
import { romanised } from '../romanised.ts'

/** Candidates that share the rarest codes with the query, compared letter by letter. */
const MOST_RANKED = 2_000

function open(): Engine {
  const before = heapBytes()
  const names: string[] = []
  const details: string[] = []
  const postings = new Map<string, number[]>()
  const codes = new Map<string, readonly string[]>()
  const likenesses = new Map<string, number>()
  let size = 0

  const codesOf = (word: string): readonly string[] => {
    const known = codes.get(word)
    if (known) return known
    const made = [...new Set(doubleMetaphone(word))].filter((code) => code !== '')
    codes.set(word, made)
    return made
  }

  const candidates = (words: readonly string[]): number[] => {
    const weight = new Map<number, number>()
    for (const code of new Set(words.flatMap(codesOf))) {
      const ids = postings.get(code) ?? []
      const rarity = Math.log(1 + size / (1 + ids.length))
      for (const id of ids) weight.set(id, (weight.get(id) ?? 0) + rarity)
    }
    return [...weight]
      .sort((a, b) => b[1] - a[1])
      .slice(0, MOST_RANKED)
      .map(([id]) => id)
  }

  const alike = (a: string, b: string): number => {
    const key = `${a} ${b}`
    const known = likenesses.get(key)
    if (known !== undefined) return known
    const made = jaroWinkler(a, b)
    likenesses.set(key, made)
    return made
  }

  /** Each word meets its likest of the other name; the shorter name decides by two thirds. */
  const likeness = (a: readonly string[], b: readonly string[]): number => {
    const mean = (some: readonly string[], others: readonly string[]) =>
      some.reduce((sum, one) => sum + others.reduce((best, other) => Math.max(best, alike(one, other)), 0), 0) / Math.max(1, some.length)
    const [short, long] = a.length < b.length ? [a, b] : [b, a]
    return (2 * mean(short, long) + mean(long, short)) / 3
  }

  return {
    about: 'double-metaphone 2.0 and @skyra/jaro-winkler 1.1 over any-ascii',
    add(records) {
      for (const record of records) {
        const name = romanised(record.name)
        names[record.id] = name
        details[record.id] = packed(record)
        for (const code of new Set(name.split(' ').flatMap(codesOf))) {
          const ids = postings.get(code)
          if (ids) ids.push(record.id)
          else postings.set(code, [record.id])
        }
        size++
      }
    },
    finish() {},
    search(subject, top) {
      likenesses.clear()
      const words = romanised(subject.name).split(' ').filter(Boolean)
      const ranked: Found[] = candidates(words)
        .map((id) => ({ id, score: likeness(words, names[id]!.split(' ')) }))
        .sort((a, b) => b.score - a.score)
        .slice(0, LOOKED_AT)
      return withDetails(ranked, subject, (id) => details[id]!, top)
    },
    bytes: () => ({ bytes: heapBytes() - before, counted: 'heap after collection' }),
  }
}

export const doubleMetaphoneJaroWinkler: Baseline = { most: 10_000_000, beyond: 'ten million is the most that is asked here', open }
