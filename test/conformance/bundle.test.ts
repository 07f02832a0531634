/** A bundle verified by another implementation in another language: python3-jwcrypto for the signatures, the tree and the note worked out anew. */
import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { utf8 } from '#lib/bytes.ts'
import { canonicalJson, type Json } from '#lib/canonical-json.ts'
import { verifyBundle } from '#wire/bundle.ts'

const PYTHON = '/usr/bin/python3'
const installed = spawnSync(PYTHON, ['-c', 'import jwcrypto'], { timeout: 30_000 }).status === 0
const why = installed ? '' : ' (not run: python3-jwcrypto is not installed)'

test.skipIf(!installed)(`python finds in each bundle what we find in it${why}`, () => {
  const { cases } = JSON.parse(readFileSync(new URL('../../vectors/bundle/own.json', import.meta.url), 'utf8')) as {
    cases: { title: string; bundle: Json; refused?: string }[]
  }
  const judged = cases.filter(({ refused }) => refused === undefined || refused === 'roster-other')
  const script = new URL('./bundle_peer.py', import.meta.url).pathname
  const found = JSON.parse(
    execFileSync(PYTHON, [script], { input: JSON.stringify(judged.map(({ bundle }) => bundle)), encoding: 'utf8', timeout: 60_000 }),
  )
  const ours = judged.map(({ bundle }) => {
    const verified = verifyBundle(utf8(canonicalJson(bundle)))
    if (!verified.ok) return expect.unreachable(verified.reason)
    const [{ signature, held }] = verified.report.statements as [(typeof verified.report.statements)[number]]
    return { signature: signature === 'ok', entries: held.filter(({ shown_by }) => shown_by === 'entry').length }
  })
  expect(judged.length).toBeGreaterThan(30)
  expect(judged.map(({ title }, i) => [title, found[i]])).toEqual(judged.map(({ title }, i) => [title, ours[i]]))
  expect(ours.filter(({ signature }) => !signature).length).toBeGreaterThan(2)
  expect(ours.filter(({ entries }) => entries === 0).length).toBeGreaterThan(8)
})
