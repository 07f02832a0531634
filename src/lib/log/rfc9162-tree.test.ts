/** The Merkle tree of RFC 9162 against its reference tree, its definition, and false claims. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import own from '../../../vectors/log/own.json' with { type: 'json' }
import reference from '../../../vectors/log/rfc6962-reference.json' with { type: 'json' }
import { hex, maybeHex, utf8 } from '../bytes.ts'
import {
  appendLeaves,
  type CompactRange,
  consistencyNodes,
  consistencyProof,
  emptyRange,
  emptyRoot,
  entryOf,
  inclusionNodes,
  inclusionProof,
  leafHash,
  type NodeAddress,
  nodeHash,
  rangeNodes,
  rangeOf,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from './index.ts'

const bytes = (text: string) => maybeHex(text)!

/** A log kept as a database would keep it: leaf hashes at level 0, completed subtrees above. */
function logOf(leaves: readonly Uint8Array[], batch = leaves.length) {
  const stored = new Map(leaves.map((hash, index) => [`0/${index}`, hash]))
  let range: CompactRange = emptyRange()
  for (let at = 0; at < leaves.length; at += batch) {
    const grown = appendLeaves(range, leaves.slice(at, at + batch))
    for (const { level, index, hash } of grown.nodes) {
      expect(stored.has(`${level}/${index}`)).toBe(false)
      stored.set(`${level}/${index}`, hash)
    }
    range = grown.range
  }
  return { range, stored, nodeAt: (level: number, index: number) => stored.get(`${level}/${index}`) }
}

/** The definition of RFC 9162, section 2.1.1, as it stands there. */
function treeHash(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return emptyRoot()
  if (leaves.length === 1) return leaves[0]!
  const k = 2 ** Math.ceil(Math.log2(leaves.length) - 1)
  return nodeHash(treeHash(leaves.slice(0, k)), treeHash(leaves.slice(k)))
}

const classic = reference.leaves.map((leaf) => leafHash(bytes(leaf)))
const many = Array.from({ length: 70 }, (_, i) => leafHash(utf8(`leaf ${i}`)))
const roots = Array.from({ length: many.length + 1 }, (_, size) => treeHash(many.slice(0, size)))
const log = logOf(many)

test('reference tree: roots of all sizes and all subtrees', () => {
  expect(hex(emptyRoot())).toBe(reference.empty_root)
  expect(hex(rootOf(emptyRange()))).toBe(reference.empty_root)
  for (const [i, root] of reference.roots.entries()) expect(hex(rootOf(logOf(classic.slice(0, i + 1)).range))).toBe(root)
  const { stored } = logOf(classic)
  expect(stored.size).toBe(15)
  for (const [level, row] of reference.nodes.entries()) expect(row.map((_, index) => hex(stored.get(`${level}/${index}`)!))).toEqual(row)
})

test.each(reference.inclusion)('reference tree: inclusion of $index in $size', ({ index, size, proof }) => {
  const { nodeAt } = logOf(classic)
  expect(inclusionProof(index, size, nodeAt).map(hex)).toEqual(proof)
  const root = bytes(reference.roots[size - 1]!)
  expect(verifyInclusion({ leaf: classic[index]!, index, size, proof: proof.map(bytes), root })).toBe(true)
})

test.each(reference.consistency)('reference tree: consistency of $first with $second', ({ first, second, proof }) => {
  const { nodeAt } = logOf(classic)
  expect(consistencyProof(first, second, nodeAt).map(hex)).toEqual(proof)
  const [first_root, second_root] = [bytes(reference.roots[first - 1]!), bytes(reference.roots[second - 1]!)]
  expect(verifyConsistency({ first, second, first_root, second_root, proof: proof.map(bytes) })).toBe(true)
})

test('own vector: entries, leaves and roots', () => {
  let range = emptyRange()
  for (const { nonce, row, entry, leaf, root_so_far } of own.rows) {
    expect(hex(entryOf(bytes(nonce), utf8(row)))).toBe(entry)
    expect(hex(leafHash(bytes(entry)))).toBe(leaf)
    range = appendLeaves(range, [bytes(leaf)]).range
    expect(hex(rootOf(range))).toBe(root_so_far)
  }
})

test('every leaf of every tree up to 70 is proven, and each prefix', () => {
  for (let size = 0; size <= many.length; size++) {
    expect(rootOf(rangeOf(size, log.nodeAt))).toEqual(roots[size])
    for (let index = 0; index < size; index++) {
      const proof = inclusionProof(index, size, log.nodeAt)
      expect(verifyInclusion({ leaf: many[index]!, index, size, proof, root: roots[size]! })).toBe(true)
    }
    for (let first = 0; first <= size; first++) {
      const proof = consistencyProof(first, size, log.nodeAt)
      expect(verifyConsistency({ first, second: size, first_root: roots[first]!, second_root: roots[size]!, proof })).toBe(true)
    }
  }
})

test('the listed nodes are all that a proof asks for, each once, and few', () => {
  const asked: NodeAddress[] = []
  const asking = (level: number, index: number) => {
    asked.push({ level, index })
    return log.nodeAt(level, index)
  }
  for (let size = 1; size <= many.length; size++) {
    for (let index = 0; index < size; index++) {
      inclusionProof(index, size, asking)
      expect(inclusionNodes(index, size)).toEqual(asked)
      expect(new Set(asked.map(({ level, index }) => `${level}/${index}`)).size).toBe(asked.length)
      expect(asked.splice(0).length).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(size)))
      consistencyProof(index, size, asking)
      expect(consistencyNodes(index, size)).toEqual(asked.splice(0))
    }
  }
})

test('a log grows the same whatever the batches', () => {
  for (const batch of [1, 2, 3, 7, 64]) {
    const other = logOf(many, batch)
    expect(other.range).toEqual(log.range)
    expect(other.stored).toEqual(log.stored)
  }
})

test('sizes beyond 2^32 keep their arithmetic', () => {
  const size = 2 ** 40 + 5
  expect(rangeNodes(size)).toEqual([
    { level: 40, index: 0 },
    { level: 2, index: 2 ** 38 },
    { level: 0, index: 2 ** 40 + 4 },
  ])
  expect(inclusionNodes(2 ** 40 + 4, size)).toEqual([
    { level: 2, index: 2 ** 38 },
    { level: 40, index: 0 },
  ])
  expect(inclusionNodes(0, 2 ** 52)).toHaveLength(52)
  // The proof for the last leaf of this tree is two hashes, whatever they stand for.
  const [leaf, four, most] = [many[0]!, many[1]!, many[2]!]
  const claim = { leaf, index: size - 1, size, proof: [four, most], root: nodeHash(most, nodeHash(four, leaf)) }
  expect(verifyInclusion(claim)).toBe(true)
  expect(verifyInclusion({ ...claim, index: size - 2 })).toBe(false)
})

test('a false claim of inclusion is refused', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(), fc.nat(), fc.nat(), (size, i, j, bit) => {
      const index = i % size
      const proof = inclusionProof(index, size, log.nodeAt)
      const claim = { leaf: many[index]!, index, size, proof, root: roots[size]! }
      expect(verifyInclusion(claim)).toBe(true)
      const flip = (hash: Uint8Array) => hash.with(bit % 32, hash[bit % 32]! ^ (1 << (j % 8)))
      expect(verifyInclusion({ ...claim, leaf: flip(claim.leaf) })).toBe(false)
      expect(verifyInclusion({ ...claim, root: flip(claim.root) })).toBe(false)
      expect(verifyInclusion({ ...claim, proof: [...proof, many[0]!] })).toBe(false)
      expect(verifyInclusion({ ...claim, index: size })).toBe(false)
      expect(verifyInclusion({ ...claim, index: -1 })).toBe(false)
      expect(verifyInclusion({ ...claim, size: size - 0.5 })).toBe(false)
      if (j % size !== index) expect(verifyInclusion({ ...claim, index: j % size })).toBe(false)
      if (proof.length > 0) {
        expect(verifyInclusion({ ...claim, proof: proof.with(j % proof.length, flip(proof[j % proof.length]!)) })).toBe(false)
        expect(verifyInclusion({ ...claim, proof: proof.slice(1) })).toBe(false)
        expect(verifyInclusion({ ...claim, proof: proof.slice(0, -1) })).toBe(false)
        expect(verifyInclusion({ ...claim, proof: proof.with(0, proof[0]!.subarray(1)) })).toBe(false)
      }
    }),
    { numRuns: 300 },
  )
})

test('a false claim of consistency is refused', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 70 }), fc.nat(), fc.nat(), fc.nat(), (second, i, j, bit) => {
      const first = 1 + (i % (second - 1))
      const proof = consistencyProof(first, second, log.nodeAt)
      const claim = { first, second, first_root: roots[first]!, second_root: roots[second]!, proof }
      expect(verifyConsistency(claim)).toBe(true)
      const flip = (hash: Uint8Array) => hash.with(bit % 32, hash[bit % 32]! ^ (1 << (j % 8)))
      expect(verifyConsistency({ ...claim, first_root: flip(claim.first_root) })).toBe(false)
      expect(verifyConsistency({ ...claim, second_root: flip(claim.second_root) })).toBe(false)
      expect(verifyConsistency({ ...claim, proof: proof.with(j % proof.length, flip(proof[j % proof.length]!)) })).toBe(false)
      expect(verifyConsistency({ ...claim, proof: proof.slice(1) })).toBe(false)
      expect(verifyConsistency({ ...claim, proof: proof.slice(0, -1) })).toBe(false)
      expect(verifyConsistency({ ...claim, proof: [...proof, many[0]!] })).toBe(false)
      expect(verifyConsistency({ ...claim, proof: [] })).toBe(false)
      expect(verifyConsistency({ ...claim, first: second, second: first })).toBe(false)
    }),
    { numRuns: 300 },
  )
})

test('trees of one size are consistent only if they are the same, and every tree follows the empty one', () => {
  const root = roots[5]!
  expect(verifyConsistency({ first: 5, second: 5, first_root: root, second_root: root, proof: [] })).toBe(true)
  expect(verifyConsistency({ first: 5, second: 5, first_root: root, second_root: roots[6]!, proof: [] })).toBe(false)
  expect(verifyConsistency({ first: 5, second: 5, first_root: root, second_root: root, proof: [root] })).toBe(false)
  expect(verifyConsistency({ first: 0, second: 5, first_root: emptyRoot(), second_root: root, proof: [] })).toBe(true)
  expect(verifyConsistency({ first: 0, second: 5, first_root: root, second_root: root, proof: [] })).toBe(false)
  expect(verifyConsistency({ first: 0, second: 0, first_root: root, second_root: root, proof: [] })).toBe(false)
})

test('a proof longer than its tree is refused, even where all hashes meet', () => {
  const [a, b, c, d, above] = many as [Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array]
  expect(verifyInclusion({ leaf: a, index: 0, size: 1, proof: [above], root: nodeHash(above, a) })).toBe(false)
  const first_root = nodeHash(nodeHash(a, b), c)
  const second_root = nodeHash(nodeHash(a, b), nodeHash(c, d))
  const claim = { first: 3, second: 4, first_root, second_root, proof: [c, d, nodeHash(a, b)] }
  expect(verifyConsistency(claim)).toBe(true)
  const raised = { first_root: nodeHash(above, first_root), second_root: nodeHash(above, second_root) }
  expect(verifyConsistency({ ...claim, ...raised, proof: [...claim.proof, above] })).toBe(false)
})

test('misuse throws', () => {
  expect(() => inclusionProof(5, 5, log.nodeAt)).toThrow(TypeError)
  expect(() => consistencyProof(6, 5, log.nodeAt)).toThrow(TypeError)
  expect(() => inclusionProof(0, 5, () => undefined)).toThrow(/missing/)
  expect(() => rootOf({ size: 3, roots: [] })).toThrow(TypeError)
  expect(() => entryOf(new Uint8Array(31), utf8('row'))).toThrow(TypeError)
  expect(() => rangeNodes(2 ** 53)).toThrow(TypeError)
})
