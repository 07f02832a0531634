/** Chance from a seed: the same numbers give the same draws on every machine. Not for secrets. */

export interface Chance {
  /** In [0, 1). */
  next(): number
  /** A whole number from 0 up to and without `n`. */
  below(n: number): number
  /** True with probability `p`. */
  is(p: number): boolean
  pick<T>(list: readonly T[]): T
}

/** The small fast counter generator of C. Doty-Humphrey (PractRand, sfc32), started from up to three numbers. */
export function chanceOf(first: number, second = 0, third = 0): Chance {
  let a = first | 0
  let b = second | 0
  let c = third | 0
  let counter = 1
  function bits(): number {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    c |= 0
    return sum >>> 0
  }
  for (let i = 0; i < 12; i++) bits()
  const next = () => bits() / 4_294_967_296
  const below = (n: number) => Math.floor(next() * n)
  return { next, below, is: (p) => next() < p, pick: (list) => list[below(list.length)]! }
}

/** Draws from a list whose place decides how often: the share of place k falls as 1 / (k + 1)^exponent (Zipf). */
export function skewed<T>(list: readonly T[], exponent = 0.85): (chance: Chance) => T {
  if (list.length === 0) throw new TypeError('nothing to draw from')
  const until = new Float64Array(list.length)
  let sum = 0
  for (let k = 0; k < list.length; k++) until[k] = sum += 1 / (k + 1) ** exponent
  return (chance) => {
    const aim = chance.next() * sum
    let low = 0
    let high = list.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (until[middle]! > aim) high = middle
      else low = middle + 1
    }
    return list[low]!
  }
}

/** Draws a key by its weight. */
export function weighted<K extends string>(weights: Readonly<Partial<Record<K, number>>>): (chance: Chance) => K {
  const entries = Object.entries(weights) as [K, number][]
  const sum = entries.reduce((total, [, weight]) => total + weight, 0)
  return (chance) => {
    let aim = chance.next() * sum
    for (const [key, weight] of entries) {
      aim -= weight
      if (aim < 0) return key
    }
    return entries.at(-1)![0]
  }
}

/** The list in an order that depends on its length alone, so that an alphabet does not decide what is common. */
export function shuffled<T>(list: readonly T[]): T[] {
  const mixed = [...list]
  const chance = chanceOf(0x5eed, list.length)
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = chance.below(i + 1)
    ;[mixed[i], mixed[j]] = [mixed[j]!, mixed[i]!]
  }
  return mixed
}
