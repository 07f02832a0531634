/** What is compared, by name. */
import { bruteForce } from './baselines/brute-force.ts'
import { doubleMetaphoneJaroWinkler } from './baselines/double-metaphone.ts'
import { miniSearch } from './baselines/minisearch.ts'
import { trigrams } from './baselines/trigrams.ts'
import type { Baseline } from './engine.ts'
import { ours } from './ours.ts'

export const ENGINES: Readonly<Record<string, Baseline>> = {
  ours,
  'brute force': bruteForce,
  trigrams,
  minisearch: miniSearch,
  'double metaphone': doubleMetaphoneJaroWinkler,
}
