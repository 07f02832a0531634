/** The product's own index. */
import { readFacts } from '#lib/names/facts.ts'
import { createNameIndex } from '#lib/names/index.ts'
import type { Baseline, Engine } from './engine.ts'

function open(): Engine {
  const index = createNameIndex()
  const encoder = new TextEncoder()
  const bytes = new Uint8Array(4_096)
  return {
    about: 'src/lib/names',
    add(records) {
      for (const { id, name, birth_date, sex, nationality } of records) {
        const { written } = encoder.encodeInto(name, bytes)
        if (!index.fill(id, bytes, 0, written, readFacts(birth_date, sex, index.nationality(nationality ?? ''))))
          throw new Error(`${name}: no name to go by`)
      }
    },
    finish: () => index.settle(),
    search: (subject, top) => index.search(subject, { top }),
    bytes: () => ({ bytes: index.bytes, counted: 'by the index itself' }),
  }
}

export const ours: Baseline = { most: Number.POSITIVE_INFINITY, beyond: '', open }
