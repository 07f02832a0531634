/** Ids of things, bound to their makers: a UUID of version 8 (RFC 9562, section 5.8) out of a hash of the maker and a seed. */
import { hex, sha256, utf8 } from '#lib/bytes.ts'
import type { MemberId } from '#wire/address.ts'

/** The id of the thing that a member makes with a seed (32 hexadecimal digits). */
export function thingId(maker: MemberId, seed: string): string {
  const bytes = sha256(utf8(`portolan.strategy.thing.v1\n${maker}\n${seed}`)).slice(0, 16)
  bytes[6] = (bytes[6]! & 0x0f) | 0x80
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const digits = hex(bytes)
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join('-')
}
