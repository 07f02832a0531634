/** Chance that a seed repeats: the same seed draws the same numbers on every machine (mulberry32). */

export interface Chance {
  /** A number from 0 up to and without 1. */
  share(): number
  /** A whole number from 0 up to and without `bound`. */
  below(bound: number): number
}

export function chanceOf(seed: number): Chance {
  let state = seed | 0
  const share = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  return { share, below: (bound) => Math.floor(share() * bound) }
}

/** Puts the numbers in an order by chance, in place (Fisher and Yates). */
export function shuffle(numbers: Int32Array, chance: Chance): Int32Array {
  for (let i = numbers.length - 1; i > 0; i--) {
    const j = chance.below(i + 1)
    const kept = numbers[i]!
    numbers[i] = numbers[j]!
    numbers[j] = kept
  }
  return numbers
}

/** `many` different numbers below `bound`, ascending. */
export function sample(bound: number, many: number, chance: Chance): Int32Array {
  const all = Int32Array.from({ length: bound }, (_, i) => i)
  return many >= bound ? all : shuffle(all, chance).slice(0, many).sort()
}
