// The browser's own verification agrees with the node's, and is not fooled.
import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { hex, utf8 } from '#lib/bytes.ts'
import { newSigningKey, publicOf, signingKey } from '#lib/envelope/index.ts'
import {
  appendLeaves,
  emptyRange,
  entryOf,
  formatCheckpoint,
  inclusionProof,
  leafHash,
  rootOf,
  signNote,
  verifierKey,
} from '#lib/log/index.ts'
import { type Claim, computeProof } from './proof.ts'

const jwk = newSigningKey()
const NAME = 'portolan/esp'
const rows = Array.from({ length: 23 }, (_, i) => `{"event":"checks.run","n":${i}}`)
const nonces = rows.map(() => new Uint8Array(randomBytes(32)))
const entries = rows.map((row, i) => entryOf(nonces[i]!, utf8(row)))

function claimOf(index: number, size: number): Claim {
  const leaves = entries.slice(0, size).map(leafHash)
  const { range, nodes } = appendLeaves(emptyRange(), leaves)
  const stored = new Map([
    ...leaves.map((hash, i) => [`0/${i}`, hash] as const),
    ...nodes.map(({ level, index: at, hash }) => [`${level}/${at}`, hash] as const),
  ])
  const proof = inclusionProof(index, size, (level, at) => stored.get(`${level}/${at}`))
  const note = signNote(formatCheckpoint({ origin: NAME, size, root: rootOf(range) }), { name: NAME, key: signingKey(jwk) })
  return {
    row: rows[index]!,
    nonce: hex(nonces[index]!),
    entry: hex(entries[index]!),
    sequence: index,
    proof: proof.map(hex),
    note,
    verifier_keys: [verifierKey(NAME, publicOf(jwk))],
  }
}

test('every entry of trees of every size to 23 reaches the signed root', async () => {
  let checked = 0
  for (let size = 1; size <= rows.length; size++)
    for (let index = 0; index < size; index++) {
      expect(await computeProof(claimOf(index, size))).toMatchObject({ row: 'matches', inclusion: 'reaches', signature: 'signed', size })
      checked++
    }
  expect(checked).toBe(276)
})

test('another row, another place, a step less or another text is found out', async () => {
  const claim = claimOf(5, 13)
  expect((await computeProof({ ...claim, row: `${claim.row} ` }))!.row).toBe('differs')
  expect((await computeProof({ ...claim, entry: hex(entries[6]!) }))!.inclusion).toBe('misses')
  expect((await computeProof({ ...claim, sequence: 4 }))!.inclusion).toBe('misses')
  expect((await computeProof({ ...claim, proof: claim.proof.slice(1) }))!.inclusion).toBe('misses')
  expect((await computeProof({ ...claim, proof: [...claim.proof, claim.proof[0]!] }))!.inclusion).toBe('misses')
  expect((await computeProof({ ...claim, note: claim.note!.replace('\n13\n', '\n14\n') }))!.signature).toBe('refused')
})

test('what cannot be known is said and not guessed', async () => {
  const claim = claimOf(5, 13)
  expect((await computeProof({ ...claim, row: null, nonce: null }))!.row).toBe('erased')
  expect((await computeProof({ ...claim, sequence: null }))!.inclusion).toBe('waiting')
  expect((await computeProof({ ...claim, note: null }))!).toMatchObject({ inclusion: 'waiting', signature: 'none' })
  expect((await computeProof({ ...claim, verifier_keys: [verifierKey(NAME, publicOf(newSigningKey()))] }))!.signature).toBe('none')
})
