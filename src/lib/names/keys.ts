/** Keys under which two spellings of one name meet where names cannot be laid side by side: a pair of its parts, by their consonants. */
import { alphabetOf } from './letters.ts'
import { partsOf } from './parts.ts'
import { skeletonLength, skeletons } from './skeleton.ts'

/** Parts of one name that are paired, readings of each part, and keys of one name. */
const MOST_PARTS = 4
const MOST_READINGS = 3
export const MOST_NAME_KEYS = 24

/**
 * At most 24 keys, each of two parts of the name in no order; two names that share one have two parts that may be the same word. None for a name of one part,
 * for parts without consonants, and for scripts without a table. What a key lets through is for a person, or `compareNames`, to judge.
 */
export function nameKeys(text: string): string[] {
  const name = partsOf(text)
  if (!name.ok) return []
  const parts = name.parts
    .filter(({ kind }) => kind === 'name')
    .flatMap(({ core, script }) => {
      const alphabet = alphabetOf(script)
      const keys = alphabet === undefined || script === 'greek' ? [] : skeletons(core, alphabet).filter((key) => key > 0)
      return keys.length > 0 ? [keys.slice(0, MOST_READINGS)] : []
    })
    .slice(0, MOST_PARTS)
  const keys = new Set<string>()
  // two parts of one consonant each are shared by half of a country
  for (const [i, ones] of parts.entries())
    for (const others of parts.slice(i + 1))
      for (const one of ones)
        for (const other of others)
          if (skeletonLength(one) + skeletonLength(other) > 2) keys.add([one, other].sort((a, b) => a - b).join('.'))
  return [...keys].slice(0, MOST_NAME_KEYS)
}
