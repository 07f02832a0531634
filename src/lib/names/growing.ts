/** Flat rows of numbers that grow: no object for each of ten million. */

type Flat =
  | Uint8Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>

/** Places up to which a row is doubled; longer ones grow by half. */
const DOUBLED = 2 ** 23

/** The row itself, or a longer copy of it where it has fewer than `wanted` places. */
export function grown<T extends Flat>(row: T, wanted: number): T {
  if (wanted <= row.length) return row
  const longer = new (row.constructor as new (length: number) => T)(
    Math.max(wanted, Math.ceil(row.length * (row.length < DOUBLED ? 2 : 1.5))),
  )
  longer.set(row as never)
  return longer
}

/** The smallest power of two that is at least `size`. */
export const powerOfTwo = (size: number): number => 2 ** Math.ceil(Math.log2(Math.max(2, size)))
