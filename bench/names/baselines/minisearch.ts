/** MiniSearch, full-text search in memory: words of the romanised name, prefixes and up to a fifth of the letters wrong. */
import MiniSearch from 'minisearch'
import { LOOKED_AT, packed, withDetails } from '../details.ts'
import type { Baseline, Engine } from '../engine.ts'
import { heapBytes } from '../heap.ts'
import { romanised, wordsOf } from '../romanised.ts'

function open(): Engine {
  const before = heapBytes()
  const index = new MiniSearch<{ id: number; name: string }>({ fields: ['name'], tokenize: (text) => text.split(' ') })
  const details: string[] = []
  return {
    about: 'MiniSearch 7.2 over any-ascii, prefix and fuzzy 0.2',
    add(records) {
      for (const record of records) {
        index.add({ id: record.id, name: romanised(record.name) })
        details[record.id] = packed(record)
      }
    },
    finish() {},
    search(subject, top) {
      const words = wordsOf(subject.name)
      // its scores grow with the number of words asked: divided, those of two queries can be compared
      const found = index
        .search(words.join(' '), { prefix: (term) => term.length > 3, fuzzy: 0.2 })
        .slice(0, LOOKED_AT)
        .map(({ id, score }) => ({ id: id as number, score: score / Math.max(1, words.length) }))
      return withDetails(found, subject, (id) => details[id]!, top)
    },
    bytes: () => ({ bytes: heapBytes() - before, counted: 'heap after collection' }),
  }
}

export const miniSearch: Baseline = {
  most: 1_000_000,
  beyond: '506 bytes of heap a record and 0.3 s of processor time a query at a million, both growing with it: gigabytes and seconds',
  open,
}
