/**
 * What an owner holds of one kind, evaluated under the key of one edition: given whole to askers, who look up in it what they got evaluated.
 *
 *     set = key id (16) ‖ n tags of 16 bytes in ascending order     n is 2^10, 2^12 … 2^20: made up with random tags, which nobody can tell from others
 *
 * A set is given once in its edition. A second one would tell by comparison how many entries are real: what changes is evaluated anew under the next key.
 */
import { concat, hex, maybeHex, sameBytes } from '../bytes.ts'
import type { Output } from './asking.ts'
import { KEY_ID, type PublicKey } from './key.ts'
import type { Chance } from './suite.ts'

/** Length of a tag: two unlike values share one in a set of 2^20 with a chance of 2^-108. */
export const TAG = 16
export const SET_SIZES = [10, 12, 14, 16, 18, 20].map((power) => 2 ** power)

export interface BlindSet {
  readonly key_id: Uint8Array
  /** Tags in ascending order, back to back. */
  readonly tags: Uint8Array
}

/** The entry of an output in a set: its first 16 bytes. */
export const tagOf = ({ bytes }: Output): Uint8Array => bytes.slice(0, TAG)

/**
 * The bytes of a set from the owner's outputs, the same value once. Refuses `set-too-large` beyond 2^20. Throws TypeError for outputs of another key
 * and for chance of another length or that repeats itself.
 */
export function setOf(
  key: PublicKey,
  outputs: Iterable<Output>,
  chance: Chance,
): { readonly ok: true; readonly bytes: Uint8Array } | { readonly ok: false; readonly reason: 'set-too-large' } {
  const tags = new Set<string>()
  for (const output of outputs) {
    if (!sameBytes(output.key_id, key.id)) throw new TypeError('an output of another key')
    tags.add(hex(tagOf(output)))
    if (tags.size > SET_SIZES.at(-1)!) return { ok: false, reason: 'set-too-large' }
  }
  const size = SET_SIZES.find((size) => tags.size <= size)!
  const padding = chance((size - tags.size) * TAG)
  if (padding.length !== (size - tags.size) * TAG) throw new TypeError('chance of another length')
  const spelled = hex(padding)
  for (let at = 0; at < spelled.length; at += 2 * TAG) tags.add(spelled.slice(at, at + 2 * TAG))
  if (tags.size !== size) throw new TypeError('chance repeats itself')
  // the order of lower-case hexadecimal is that of its bytes
  return { ok: true, bytes: concat(key.id, maybeHex([...tags].sort().join(''))!) }
}

/** Reads a partner's set. Refuses `size-wrong` (no published size), `edition-other` (of another key), `order-wrong` (not ascending, or a tag twice). */
export function readSet(
  key: PublicKey,
  bytes: Uint8Array,
): { readonly ok: true; readonly set: BlindSet } | { readonly ok: false; readonly reason: 'size-wrong' | 'edition-other' | 'order-wrong' } {
  const [key_id, tags] = [bytes.slice(0, KEY_ID), bytes.slice(KEY_ID)]
  if (!SET_SIZES.some((size) => tags.length === size * TAG)) return { ok: false, reason: 'size-wrong' }
  if (!sameBytes(key_id, key.id)) return { ok: false, reason: 'edition-other' }
  for (let at = TAG; at < tags.length; at += TAG) {
    if (Buffer.compare(tags.subarray(at - TAG, at), tags.subarray(at, at + TAG)) >= 0) return { ok: false, reason: 'order-wrong' }
  }
  return { ok: true, set: { key_id, tags } }
}

/** Whether the owner holds what was evaluated. Throws TypeError where set and output are of two keys: it would say no to everything. */
export function holds({ key_id, tags }: BlindSet, output: Output): boolean {
  if (!sameBytes(key_id, output.key_id)) throw new TypeError('set and output are of two keys')
  const tag = tagOf(output)
  let [from, to] = [0, tags.length / TAG]
  while (from < to) {
    const middle = (from + to) >>> 1
    const order = Buffer.compare(tag, tags.subarray(middle * TAG, (middle + 1) * TAG))
    if (order === 0) return true
    if (order < 0) to = middle
    else from = middle + 1
  }
  return false
}
