/** Token buckets, one a key, in bounded number: the least recently used is forgotten, and a forgotten one is full. */

export interface Rates {
  /** Takes one; answers 0, or how many seconds to wait. */
  take(key: string): number
}

export function createRates({ per_s, burst, kept }: { per_s: number; burst: number; kept: number }, now_ms: () => number): Rates {
  const buckets = new Map<string, { left: number; at: number }>()
  return {
    take(key) {
      const at = now_ms()
      const bucket = buckets.get(key) ?? { left: burst, at }
      buckets.delete(key)
      bucket.left = Math.min(burst, bucket.left + (Math.max(0, at - bucket.at) / 1000) * per_s)
      bucket.at = at
      buckets.set(key, bucket)
      if (buckets.size > kept) buckets.delete(buckets.keys().next().value!)
      if (bucket.left < 1) return Math.max(1, Math.ceil((1 - bucket.left) / per_s))
      bucket.left -= 1
      return 0
    },
  }
}
