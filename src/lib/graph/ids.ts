/** Ids as numbers: each text of bytes gets the next number the first time it comes, held in flat arrays so that millions make no strings. */

export interface Ids {
  readonly size: number
  /** The number of the text between two places; −1 where it is new and there is no room for it. */
  numberOf(bytes: Uint8Array, from: number, to: number): number
  textOf(number: number): string
}

/** Keeps at most `most` ids of `most_bytes` together. */
export function createIds({ most, most_bytes }: { most: number; most_bytes: number }): Ids {
  let held = new Uint8Array(1 << 16)
  let ends = new Int32Array(1 << 10)
  let table = new Int32Array(1 << 11).fill(-1)
  let size = 0
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  const beginOf = (number: number) => (number === 0 ? 0 : ends[number - 1]!)

  function grow() {
    const wider = new Int32Array(table.length * 2).fill(-1)
    for (let number = 0; number < size; number++) {
      let at = hash(held, beginOf(number), ends[number]!) & (wider.length - 1)
      while (wider[at]! >= 0) at = (at + 1) & (wider.length - 1)
      wider[at] = number
    }
    table = wider
  }

  return {
    get size() {
      return size
    },
    numberOf(bytes, from, to) {
      let at = hash(bytes, from, to) & (table.length - 1)
      for (; table[at]! >= 0; at = (at + 1) & (table.length - 1)) {
        const number = table[at]!
        if (isSame(held, beginOf(number), ends[number]!, bytes, from, to)) return number
      }
      const begin = beginOf(size)
      const end = begin + (to - from)
      if (size === most || end > most_bytes) return -1
      if (end > held.length) held = copied(held, new Uint8Array(Math.min(most_bytes, Math.max(end, held.length * 2))))
      if (size === ends.length) ends = copied(ends, new Int32Array(Math.min(most, size * 2)))
      held.set(bytes.subarray(from, to), begin)
      ends[size] = end
      table[at] = size++
      if (size * 2 > table.length) grow()
      return size - 1
    },
    textOf: (number) => decoder.decode(held.subarray(beginOf(number), ends[number]!)),
  }
}

function copied<Of extends Uint8Array<ArrayBuffer> | Int32Array<ArrayBuffer>>(short: Of, long: Of): Of {
  long.set(short)
  return long
}

/** FNV-1a with a last stirring, for the low bits choose the place. */
function hash(bytes: Uint8Array, from: number, to: number): number {
  let h = 0x811c9dc5
  for (let i = from; i < to; i++) h = Math.imul(h ^ bytes[i]!, 0x01000193)
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d)
  return (h ^ (h >>> 13)) >>> 0
}

export function isSame(a: Uint8Array, a_from: number, a_to: number, b: Uint8Array, b_from: number, b_to: number): boolean {
  if (a_to - a_from !== b_to - b_from) return false
  for (let i = a_from, j = b_from; i < a_to; i++, j++) if (a[i] !== b[j]) return false
  return true
}
