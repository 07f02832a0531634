/** Signed requests: RFC 9421 B.2.6, RFC 9530, the own vector, and what is refused. */
import { sign } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import own from '../../../vectors/http-signature/own.json' with { type: 'json' }
import b26 from '../../../vectors/http-signature/rfc9421-b26.json' with { type: 'json' }
import { base64, utf8 } from '../bytes.ts'
import { newSigningKey, type PrivateJwk, signingKey, verifyingKey } from '../envelope/keys.ts'
import { contentDigest, type ReceivedHeaders, signatureBase, signRequest, verifyRequest } from './index.ts'

const key = signingKey(own.private as PrivateJwk)
const keyOf = (kid: string) => (kid === key.kid ? verifyingKey(key.publicJwk) : undefined)
const call = { ...own.call, body: utf8(own.call.body) }
const clock = { now_s: own.created_s + 30, tolerance_s: 60 }
const at = { created_s: own.created_s, nonce: own.nonce }

test('RFC 9421 B.2.6: the signature base and its Ed25519 signature', () => {
  const base = signatureBase(b26.components as [string, string][], b26.params)
  expect(base.split('\n')).toHaveLength(7)
  expect(base64(sign(null, utf8(base), signingKey(b26.private as PrivateJwk).privateKey))).toBe(b26.signature)
})

test('RFC 9530: the digest of the example in appendix D', () => {
  expect(contentDigest(utf8('{"hello": "world"}\n'))).toBe('sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:')
})

test('own vector: the headers, byte for byte', () => {
  expect(signRequest(call, key, at)).toEqual(own.headers)
  expect(verifyRequest({ ...call, headers: own.headers }, keyOf, clock)).toEqual({
    ok: true,
    kid: own.kid,
    nonce: own.nonce,
    created_s: own.created_s,
  })
})

test('the authority is compared in lower case', () => {
  expect(verifyRequest({ ...call, authority: 'Node.Tunisia.example:8443', headers: own.headers }, keyOf, clock).ok).toBe(true)
})

const { 'signature-input': input, signature, 'content-digest': digest } = own.headers
const params = input.slice('call='.length)
const resigned = (changed: string): ReceivedHeaders => {
  const base = own.signature_base.replace(params, changed)
  return { ...own.headers, 'signature-input': `call=${changed}`, signature: `call=:${base64(sign(null, utf8(base), key.privateKey))}:` }
}

test('parameters may stand in another order', () => {
  const { 1: list, 2: rest } = /^(\([^)]*\))(.*)$/.exec(params)!
  const reversed = `${list};${rest!.slice(1).split(';').reverse().join(';')}`
  expect(verifyRequest({ ...call, headers: resigned(reversed) }, keyOf, clock).ok).toBe(true)
})

test.each([
  ['no signature', { signature: undefined }, 'missing'],
  ['no input', { 'signature-input': undefined }, 'missing'],
  ['no digest', { 'content-digest': undefined }, 'missing'],
  ['a header given twice', { signature: [signature, signature] }, 'malformed'],
  ['another label', { 'signature-input': input.replace('call=', 'sig1='), signature: signature.replace('call=', 'sig1=') }, 'malformed'],
  ['two labels', { 'signature-input': `${input}, other=()`, signature }, 'malformed'],
  ['a component less', resigned(params.replace(' "content-digest"', '')), 'malformed'],
  ['components in another order', resigned(params.replace('"@method" "@authority"', '"@authority" "@method"')), 'malformed'],
  ['another tag', resigned(params.replace('portolan-call', 'other')), 'malformed'],
  ['no tag', resigned(params.replace(';tag="portolan-call"', '')), 'malformed'],
  ['no nonce', resigned(params.replace(`;nonce="${own.nonce}"`, '')), 'malformed'],
  ['short nonce', resigned(params.replace(own.nonce, 'short')), 'malformed'],
  ['no created', resigned(params.replace(`;created=${own.created_s}`, '')), 'malformed'],
  ['created as text', resigned(params.replace(`created=${own.created_s}`, `created="${own.created_s}"`)), 'malformed'],
  ['created twice', resigned(`${params};created=${own.created_s}`), 'malformed'],
  ['created with a leading zero', resigned(params.replace('created=', 'created=0')), 'malformed'],
  ['created negative', resigned(params.replace('created=', 'created=-')), 'malformed'],
  ['an extra parameter', resigned(`${params};alg="ed25519"`), 'malformed'],
  ['expires', resigned(`${params};expires=${own.created_s + 9}`), 'malformed'],
  ['__proto__ as parameter', resigned(`${params};__proto__="x"`), 'malformed'],
  ['63 bytes', { signature: `call=:${base64(new Uint8Array(63))}:` }, 'malformed'],
  ['not base64', { signature: 'call=:????:' }, 'malformed'],
  ['zero signature', { signature: `call=:${base64(new Uint8Array(64))}:` }, 'signature'],
  ['unknown key', resigned(params.replace(own.kid, signingKey(newSigningKey()).kid)), 'unknown-key'],
  ['another digest algorithm', { 'content-digest': digest.replace('sha-256', 'sha-512') }, 'malformed'],
  ['digest of another body', { 'content-digest': contentDigest(utf8('other')) }, 'signature'],
  ['input far too long', { 'signature-input': `call=${params}${';a="b"'.repeat(1000)}` }, 'malformed'],
] as [string, ReceivedHeaders, string][])('refused: %s', (_, headers, reason) => {
  expect(verifyRequest({ ...call, headers: { ...own.headers, ...headers } }, keyOf, clock)).toEqual({ ok: false, reason })
})

test('refused: a body, method, path or authority that was not signed', () => {
  const verdict = (other: Partial<typeof call>) => verifyRequest({ ...call, ...other, headers: own.headers }, keyOf, clock)
  expect(verdict({ body: utf8('{}') })).toEqual({ ok: false, reason: 'digest' })
  expect(verdict({ method: 'PUT' })).toEqual({ ok: false, reason: 'signature' })
  expect(verdict({ path: '/post/' })).toEqual({ ok: false, reason: 'signature' })
  expect(verdict({ authority: 'node.algeria.example:8443' })).toEqual({ ok: false, reason: 'signature' })
  expect(verdict({ path: '/post?debug=1' })).toEqual({ ok: false, reason: 'malformed' })
  expect(verdict({ path: '/post\n"@method": GET' })).toEqual({ ok: false, reason: 'malformed' })
})

test('refused: a clock too far away, on either side, or no number', () => {
  const verdict = (now_s: number) => verifyRequest({ ...call, headers: own.headers }, keyOf, { now_s, tolerance_s: 60 })
  expect(verdict(own.created_s + 60).ok).toBe(true)
  expect(verdict(own.created_s - 60).ok).toBe(true)
  for (const now_s of [own.created_s + 61, own.created_s - 61, Number.NaN]) expect(verdict(now_s)).toEqual({ ok: false, reason: 'clock' })
})

test('misuse throws', () => {
  expect(() => signRequest({ ...call, path: '/a?b' }, key, at)).toThrow(TypeError)
  expect(() => signRequest({ ...call, method: 'post' }, key, at)).toThrow(TypeError)
  expect(() => signRequest(call, key, { ...at, nonce: '"' })).toThrow(TypeError)
  expect(() => signRequest(call, key, { ...at, created_s: 1.5 })).toThrow(TypeError)
})

test('headers changed in any character are refused', () => {
  fc.assert(
    fc.property(fc.constantFrom('content-digest', 'signature-input', 'signature'), fc.nat(), fc.nat(), (name, where, by) => {
      const text = own.headers[name as 'signature']
      const i = where % text.length
      const other = String.fromCharCode(((text.charCodeAt(i) - 32 + 1 + (by % 94)) % 95) + 32)
      const headers = { ...own.headers, [name]: text.slice(0, i) + other + text.slice(i + 1) }
      expect(verifyRequest({ ...call, headers }, keyOf, clock).ok).toBe(false)
    }),
    { numRuns: 500 },
  )
})
