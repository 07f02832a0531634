/** Every record compared in full with the product's own comparison: what an index could find at best with it. */
import { comparePeople } from '#lib/names/index.ts'
import type { RegionRecord } from '../../../demo/population/index.ts'
import type { Baseline, Engine } from '../engine.ts'

function open(): Engine {
  const held: RegionRecord[] = []
  return {
    about: 'comparePeople of src/lib/names with every record',
    add(records) {
      for (const record of records) held.push(record)
    },
    finish() {},
    search: (subject, top) =>
      held
        .map((record) => ({ id: record.id, score: comparePeople(subject, record).score }))
        .sort((a, b) => b.score - a.score || a.id - b.id)
        .slice(0, top),
    bytes: () => ({ bytes: held.reduce((sum, { name }) => sum + 2 * name.length + 40, 0), counted: 'names and details' }),
  }
}

export const bruteForce: Baseline = { most: 20_000, beyond: '0.07 ms of processor time a record compared: seconds a query', open }
