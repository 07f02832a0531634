/** What perfect knowledge of names would find: true namesakes cannot be told apart, by whatever means. */
import { nameKey, type QueryOptions, queryOf, type RegionQuery, recordOf, region } from '../../demo/population/index.ts'
import type { Order } from './one-engine.ts'

export interface Ceiling {
  readonly id_1: number
  readonly id_10: number
}

/** For each query, how many records bear the whole name asked for (and the birth date of the one meant, where a date is asked). */
export function ceilings(order: Order): { with_details: Ceiling; name_alone: Ceiling } {
  const { seed, size: population, query_seed, absent, queries } = order
  const options: QueryOptions = { seed, population, query_seed, absent }
  const present = (from: number) =>
    Array.from({ length: queries }, (_, i) => queryOf(options, from + i)).filter((query) => query.id !== undefined)
  const [detailed, alone] = [present(0), present(queries)]
  const keyOf = ({ id, key, birth_date }: RegionQuery, is_detailed: boolean) =>
    is_detailed && birth_date !== undefined ? `${key} ${recordOf(seed, id!).birth_date}` : key
  const counts = new Map<string, number>()
  for (const query of detailed) counts.set(keyOf(query, true), 0)
  for (const query of alone) counts.set(keyOf(query, false), 0)
  const count = (key: string) => {
    const known = counts.get(key)
    if (known !== undefined) counts.set(key, known + 1)
  }
  for (const record of region({ seed, count: population })) {
    const key = nameKey(record.identity)
    count(key)
    count(`${key} ${record.birth_date}`)
  }
  const ceiling = (some: readonly RegionQuery[], is_detailed: boolean): Ceiling => {
    const mean = (places: number) =>
      Number((some.reduce((sum, query) => sum + Math.min(1, places / counts.get(keyOf(query, is_detailed))!), 0) / some.length).toFixed(4))
    return { id_1: mean(1), id_10: mean(10) }
  }
  return { with_details: ceiling(detailed, true), name_alone: ceiling(alone, false) }
}
