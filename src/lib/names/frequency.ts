/** How much a part of a name tells: the rarer the name, the more bits. */
import type { Part } from './parts.ts'
import common from './weights/common.json' with { type: 'json' }

/** Bits of names that the table does not know, of titles and of initials. */
const RARE_BITS = 15
const TITLE_BITS = 0.7
const INITIAL_BITS = 2.5

const BITS = new Map<string, number>(
  Object.entries(common.names).flatMap(([bits, names]) => names.split(' ').map((name): [string, number] => [name, Number(bits)])),
)

export function bitsOf(part: Part): number {
  if (part.kind === 'title') return TITLE_BITS
  if (part.kind === 'initial') return INITIAL_BITS
  const known = BITS.get(part.whole) ?? (part.prefix && part.sure ? BITS.get(part.core) : undefined)
  if (known !== undefined) return known
  return part.whole.length <= 3 ? RARE_BITS - 3 : RARE_BITS
}
