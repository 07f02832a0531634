/** Chance that a seed alone decides, so that a run can be repeated. */

export interface Chance {
  /** From 0 up to, not including, 1. */
  next(): number
  below(bound: number): number
  of<T>(things: readonly T[]): T
  /** True once in `n`. */
  once(n: number): boolean
  bytes(length: number): Uint8Array
}

/** xorshift32 over the seed. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0 || 1
  const next = () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
  const below = (bound: number) => Math.floor(next() * bound)
  return {
    next,
    below,
    of: (things) => things[below(things.length)]!,
    once: (n) => below(n) === 0,
    bytes: (length) => Uint8Array.from({ length }, () => below(256)),
  }
}
