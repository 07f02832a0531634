/** The append-only Merkle tree of RFC 9162, section 2.1, as values: hashes, a growing right edge, proofs and their verification. */
import { sameBytes, sha256 } from '../bytes.ts'

const LEAF = Uint8Array.of(0)
const NODE = Uint8Array.of(1)

/** The log entry of a row: SHA-256(nonce ‖ row). It stays when nonce (32 bytes) and row are erased. */
export function entryOf(nonce: Uint8Array, row: Uint8Array): Uint8Array {
  if (nonce.length !== 32) throw new TypeError('the nonce of a log entry has 32 bytes')
  return sha256(nonce, row)
}

export const leafHash = (entry: Uint8Array): Uint8Array => sha256(LEAF, entry)
export const nodeHash = (left: Uint8Array, right: Uint8Array): Uint8Array => sha256(NODE, left, right)
export const emptyRoot = (): Uint8Array => sha256()

/** A complete subtree: `level` 0 are leaf hashes, `index` counts from the left within the level. */
export type NodeAddress = { readonly level: number; readonly index: number }
export type TreeNode = NodeAddress & { readonly hash: Uint8Array }
export type NodeAt = (level: number, index: number) => Uint8Array | undefined

/** A tree of `size` leaves by the roots of its complete subtrees, largest first: all that is needed to grow it. */
export type CompactRange = { readonly size: number; readonly roots: readonly Uint8Array[] }

export const emptyRange = (): CompactRange => ({ size: 0, roots: [] })

/** Reads a tree's range back from its stored nodes (levels from 0); see `rangeNodes` for which. */
export function rangeOf(size: number, nodeAt: NodeAt): CompactRange {
  return { size, roots: rangeNodes(size).map((address) => stored(address, nodeAt)) }
}

/** Appends leaf hashes; `nodes` are the subtrees of level 1 and up that became complete and that proofs will need. */
export function appendLeaves(range: CompactRange, leafHashes: readonly Uint8Array[]): { range: CompactRange; nodes: TreeNode[] } {
  checkRange(range)
  const roots = [...range.roots]
  const nodes: TreeNode[] = []
  let size = range.size
  for (const leaf of leafHashes) {
    let hash = leaf
    let index = size
    for (let level = 1; index % 2 === 1; level++) {
      hash = nodeHash(roots.pop()!, hash)
      index = (index - 1) / 2
      nodes.push({ level, index, hash })
    }
    roots.push(hash)
    size++
  }
  return { range: { size, roots }, nodes }
}

/** The root of the whole tree. */
export function rootOf(range: CompactRange): Uint8Array {
  checkRange(range)
  return range.size === 0 ? emptyRoot() : folded(range.roots)
}

/** Which complete subtrees make up a tree of this size, largest first. */
export const rangeNodes = (size: number): NodeAddress[] => covering({ from: 0, to: wholeNumber(size) })

/** Which stored nodes `inclusionProof` will ask for. */
export const inclusionNodes = (index: number, size: number): NodeAddress[] => inclusionSpans(index, size).flatMap(covering)

/** Which stored nodes `consistencyProof` will ask for. */
export const consistencyNodes = (first: number, second: number): NodeAddress[] => consistencySpans(first, second).flatMap(covering)

/** The path from leaf `index` to the root of the tree of `size` leaves: RFC 9162, section 2.1.3.1. */
export const inclusionProof = (index: number, size: number, nodeAt: NodeAt): Uint8Array[] =>
  inclusionSpans(index, size).map((span) => hashOf(span, nodeAt))

/** The proof that the tree of `first` leaves is a prefix of that of `second`: RFC 9162, section 2.1.4.1; empty if either is trivial. */
export const consistencyProof = (first: number, second: number, nodeAt: NodeAt): Uint8Array[] =>
  consistencySpans(first, second).map((span) => hashOf(span, nodeAt))

/** Whether `leaf` (a leaf hash) is at `index` in the tree with this size and root: RFC 9162, section 2.1.3.2. */
export function verifyInclusion(claim: {
  leaf: Uint8Array
  index: number
  size: number
  proof: readonly Uint8Array[]
  root: Uint8Array
}): boolean {
  const { leaf, index, size, proof, root } = claim
  if (!isSize(index) || !isSize(size) || index >= size || ![leaf, root, ...proof].every(isHash)) return false
  let fn = index
  let sn = size - 1
  let hash = leaf
  for (const step of proof) {
    if (sn === 0) return false
    if (fn % 2 === 1 || fn === sn) {
      hash = nodeHash(step, hash)
      while (fn % 2 === 0 && fn !== 0) {
        fn /= 2
        sn = half(sn)
      }
    } else {
      hash = nodeHash(hash, step)
    }
    fn = half(fn)
    sn = half(sn)
  }
  return sn === 0 && sameBytes(hash, root)
}

/** Whether the second tree only adds to the first: RFC 9162, section 2.1.4.2. Every tree adds to the empty one. */
export function verifyConsistency(claim: {
  first: number
  second: number
  first_root: Uint8Array
  second_root: Uint8Array
  proof: readonly Uint8Array[]
}): boolean {
  const { first, second, first_root, second_root, proof } = claim
  if (!isSize(first) || !isSize(second) || first > second || ![first_root, second_root, ...proof].every(isHash)) return false
  if (first === second) return proof.length === 0 && sameBytes(first_root, second_root) && (first > 0 || sameBytes(first_root, emptyRoot()))
  if (first === 0) return proof.length === 0 && sameBytes(first_root, emptyRoot())
  if (proof.length === 0) return false
  let fn = first - 1
  let sn = second - 1
  while (fn % 2 === 1) {
    fn = half(fn)
    sn = half(sn)
  }
  // A first tree that is complete is itself the first step; the proof then leaves it out.
  const [start, ...steps] = fn === 0 ? [first_root, ...proof] : proof
  let old = start!
  let now = start!
  for (const step of steps) {
    if (sn === 0) return false
    if (fn % 2 === 1 || fn === sn) {
      old = nodeHash(step, old)
      now = nodeHash(step, now)
      while (fn % 2 === 0 && fn !== 0) {
        fn = half(fn)
        sn = half(sn)
      }
    } else {
      now = nodeHash(now, step)
    }
    fn = half(fn)
    sn = half(sn)
  }
  return sn === 0 && sameBytes(old, first_root) && sameBytes(now, second_root)
}

/** Leaves `from` up to and without `to`; `from` is a multiple of the smallest power of two that is not less than the length. */
type Span = { from: number; to: number }

function inclusionSpans(index: number, size: number): Span[] {
  if (wholeNumber(index) >= wholeNumber(size)) throw new TypeError(`leaf ${index} is not in a tree of ${size}`)
  const spans: Span[] = []
  let from = 0
  let to = size
  while (to - from > 1) {
    const middle = from + largestPowerBelow(to - from)
    if (index < middle) {
      spans.push({ from: middle, to })
      to = middle
    } else {
      spans.push({ from, to: middle })
      from = middle
    }
  }
  return spans.reverse()
}

function consistencySpans(first: number, second: number): Span[] {
  if (wholeNumber(first) > wholeNumber(second)) throw new TypeError(`a tree of ${first} is not a prefix of one of ${second}`)
  if (first === 0) return []
  const spans: Span[] = []
  let from = 0
  let to = second
  while (to !== first) {
    const middle = from + largestPowerBelow(to - from)
    if (first <= middle) {
      spans.push({ from: middle, to })
      to = middle
    } else {
      spans.push({ from, to: middle })
      from = middle
    }
  }
  if (from > 0) spans.push({ from, to })
  return spans.reverse()
}

/** The complete subtrees of a span, from the left. */
function covering({ from, to }: Span): NodeAddress[] {
  const addresses: NodeAddress[] = []
  let at = from
  for (let width = largestPowerBelow(to - from + 1), level = Math.log2(width); at < to; width /= 2, level--) {
    if (at + width > to) continue
    addresses.push({ level, index: at / width })
    at += width
  }
  return addresses
}

const hashOf = (span: Span, nodeAt: NodeAt): Uint8Array => folded(covering(span).map((address) => stored(address, nodeAt)))

function stored({ level, index }: NodeAddress, nodeAt: NodeAt): Uint8Array {
  const hash = nodeAt(level, index)
  if (hash === undefined) throw new TypeError(`node ${index} of level ${level} is missing`)
  return hash
}

const folded = (hashes: readonly Uint8Array[]): Uint8Array => hashes.reduceRight((right, left) => nodeHash(left, right))

/** The largest power of two that is less than `n`; 1 for 1 and below. */
function largestPowerBelow(n: number): number {
  let power = 1
  while (power * 2 < n) power *= 2
  return power
}

const half = (n: number): number => Math.floor(n / 2)
const isHash = (hash: Uint8Array): boolean => hash.length === 32
const isSize = (n: number): boolean => Number.isSafeInteger(n) && n >= 0

function wholeNumber(n: number): number {
  if (!isSize(n)) throw new TypeError(`${n} is not a number of leaves`)
  return n
}

function checkRange(range: CompactRange): void {
  if (rangeNodes(range.size).length !== range.roots.length) throw new TypeError('this range does not have the roots of its size')
}
