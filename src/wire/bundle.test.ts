/** Bundles: by vectors made elsewhere, by changing each byte, and at their bounds. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { utf8 } from '#lib/bytes.ts'
import { canonicalJson, type Json } from '#lib/canonical-json.ts'
import {
  BUNDLE_REASONS,
  BUNDLE_REFUSALS,
  type Bundle,
  type BundleReason,
  encodeBundle,
  MAX_BUNDLE_BYTES,
  MAX_BUNDLE_STATEMENTS,
  MAX_ENTRIES,
  MAX_RECEIPTS,
  verifyBundle,
} from './bundle.ts'
import { compileTypes } from './types.ts'

interface Case {
  readonly title: string
  readonly trusted?: string
  readonly bundle: Bundle
  readonly refused?: string
  readonly expected?: Readonly<Record<string, unknown>> & { readonly reasons: readonly BundleReason[] }
}
const { cases } = JSON.parse(readFileSync(new URL('../../vectors/bundle/own.json', import.meta.url), 'utf8')) as { cases: readonly Case[] }
const bytesOf = (bundle: unknown) => utf8(canonicalJson(bundle as Json))
const [first] = cases
const { bundle: good, trusted } = first!
const genesis = { trusted: trusted! }

test.each(cases.map((one) => [one.title, one] as const))('%s', (_, { trusted, bundle, refused, expected }) => {
  const verified = verifyBundle(bytesOf(bundle), trusted === undefined ? {} : { trusted })
  if (refused !== undefined) return expect(verified).toEqual({ ok: false, reason: refused })
  if (!verified.ok) return expect.unreachable(verified.reason)
  const [one] = verified.report.statements
  const told = Object.fromEntries(Object.keys(expected!).map((key) => [key, (one as unknown as Record<string, unknown>)[key] ?? null]))
  expect(told).toEqual(expected)
  expect(verified.report).toMatchObject({ ok: expected!.ok, rosters: trusted === undefined ? 'stated' : 'compared' })
})

test('the vectors show every reason that there is, but those that the next tests show', () => {
  const reasons = new Set(cases.flatMap(({ expected }) => expected?.reasons ?? []))
  expect(BUNDLE_REASONS.filter((reason) => !reasons.has(reason))).toEqual(['statement'])
  const refusals = new Set(cases.flatMap(({ refused }) => refused ?? []))
  expect(BUNDLE_REFUSALS.filter((reason) => !refusals.has(reason))).toEqual(['too-large', 'not-canonical'])
})

test('the cases that safeguards stand on are among them', () => {
  const titles = cases.map(({ title }) => title)
  for (const title of [
    'another network compared',
    'signed by another member',
    'signed by a key after its end',
    'said by a suspended member',
    'said in the name of another network',
    'a compromised key, and nobody had the statement before',
    'a member on the same node is no other',
    'an entry about another statement',
    'a checkpoint signed by another',
    'one byte of the way changed',
    'a receipt signed by another',
    'in no journal',
  ])
    expect(titles).toContain(title)
})

test('who said it, when, and in whose journal it is', () => {
  const verified = verifyBundle(bytesOf(good), genesis)
  if (!verified.ok) return expect.unreachable(verified.reason)
  const { report } = verified
  expect(report).toMatchObject({ network: 'euromed', first_roster: trusted, newest_version: 2, ok: true })
  const [one] = report.statements
  expect(one!.statement).toMatchObject({
    header: { from: { member: 'tun', unit: 'spoc' }, sent_at: '2026-03-01T09:00:00.000Z' },
    body: { text: 'Déclaration commune – إعلان مشترك' },
  })
  expect(one!.held).toEqual([
    { member: 'tun', as: 'sender', shown_by: 'entry', at: '2026-03-01T09:00:00.100Z' },
    { member: 'ita', as: 'recipient', shown_by: 'receipt', at: '2026-03-01T09:00:05.000Z' },
  ])
})

test('several statements are judged one by one', () => {
  const broken = cases.find(({ title }) => title === 'one byte of the way changed')!.bundle
  const verified = verifyBundle(bytesOf({ ...good, statements: [...good.statements, ...broken.statements] }), genesis)
  if (!verified.ok) return expect.unreachable(verified.reason)
  expect(verified.report.statements.map(({ ok }) => ok)).toEqual([true, false])
  expect(verified.report.ok).toBe(false)
})

test('no byte of a bundle can be another one', () => {
  const bytes = bytesOf(good)
  const proven = (changed: Uint8Array) => {
    const verified = verifyBundle(changed, genesis)
    return verified.ok && verified.report.ok
  }
  expect(proven(bytes)).toBe(true)
  let tried = 0
  // a prime step, so that each part of the bundle has its turn
  for (let at = 0; at < bytes.length; at += 7) {
    const changed = bytes.slice()
    changed[at] = changed[at]! ^ 1
    if (proven(changed)) expect.unreachable(`byte ${at}: ${Buffer.from(bytes.slice(at - 20, at + 20))}`)
    tried++
  }
  expect(tried).toBeGreaterThan(1_000)
})

test('what is no statement says so, and takes nothing with it', () => {
  const [one] = good.statements
  const [header] = one!.jws.split('.')
  const nothing = `${header}.${Buffer.from('{"header":{}}').toString('base64url')}.${'A'.repeat(86)}`
  const verified = verifyBundle(bytesOf({ ...good, statements: [{ ...one, jws: nothing }, one] }), genesis)
  if (!verified.ok) return expect.unreachable(verified.reason)
  expect(verified.report.statements[0]).toMatchObject({ statement: undefined, reasons: ['statement', 'in-no-journal'], ok: false })
  expect(verified.report.statements[1]).toMatchObject({ ok: true })
})

test('beyond its bounds it is not read, and not written', () => {
  expect(verifyBundle(new Uint8Array(MAX_BUNDLE_BYTES + 1))).toEqual({ ok: false, reason: 'too-large' })
  const [one] = good.statements
  const many = (statements: Bundle['statements']) => ({ ...good, statements })
  const beyond: [Bundle, string][] = [
    [many(Array.from({ length: MAX_BUNDLE_STATEMENTS + 1 }, () => one!)), 'form'],
    [many([{ ...one!, entries: Array.from({ length: MAX_ENTRIES + 1 }, () => one!.entries[0]!) }]), 'form'],
    [many([{ ...one!, receipts: Array.from({ length: MAX_RECEIPTS + 1 }, () => one!.receipts[0]!) }]), 'form'],
    // 101 statements with 200 receipts each
    [many(Array.from({ length: 101 }, () => ({ ...one!, receipts: Array.from({ length: 200 }, () => one!.receipts[0]!) }))), 'too-large'],
  ]
  for (const [bundle, reason] of beyond) {
    expect(verifyBundle(bytesOf(bundle), genesis)).toEqual({ ok: false, reason })
    expect(() => encodeBundle(bundle)).toThrow(TypeError)
  }
  expect(verifyBundle(encodeBundle(good), genesis)).toMatchObject({ ok: true, report: { ok: true } })
})

test.each(['', '[]', 'null', '{"format":7}', '{"format":"portolan-bundle-1"}'])('not a bundle: %s', (text) => {
  expect(verifyBundle(utf8(text))).toEqual({ ok: false, reason: text === '' ? 'not-canonical' : 'form' })
})

test('another spelling of the same is refused', () => {
  expect(verifyBundle(utf8(JSON.stringify(good, null, 2)))).toEqual({ ok: false, reason: 'not-canonical' })
  expect(() => verifyBundle(bytesOf(good), { trusted: 'AB' })).toThrow(TypeError)
})

test('the published schema takes and refuses the same', () => {
  const schema = JSON.parse(readFileSync(new URL('../../types/portolan/bundle/v1/schema.json', import.meta.url), 'utf8')) as object
  const types = compileTypes([{ type: 'portolan.bundle.v1', schema }])
  for (const { title, bundle, refused } of cases)
    expect([title, types.faults('portolan.bundle.v1', bundle).length > 0]).toEqual([title, refused === 'form' || refused === 'format'])
})
