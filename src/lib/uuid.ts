/** UUID version 7 (RFC 9562, section 5.7): 48 bits of milliseconds, then chance. */

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** Builds one from a time and ten bytes of chance. */
export function uuidv7(now_ms: number, chance: Uint8Array): string {
  if (chance.length < 10) throw new TypeError('a UUIDv7 needs ten bytes of chance')
  const time = now_ms.toString(16).padStart(12, '0')
  const tail = Buffer.from(chance.subarray(0, 10))
  tail[0] = 0x70 | (tail[0]! & 0x0f)
  tail[2] = 0x80 | (tail[2]! & 0x3f)
  const digits = tail.toString('hex')
  return `${time.slice(0, 8)}-${time.slice(8, 12)}-${digits.slice(0, 4)}-${digits.slice(4, 8)}-${digits.slice(8, 20)}`
}
