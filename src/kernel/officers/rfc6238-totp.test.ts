/** RFC 6238: the vectors of appendix B, the window, and one use for each code. */
import { generateSync, generateURI } from 'otplib'
import { expect, test } from 'vitest'
import { newSecret, provisioningUri, stepOf } from './totp.ts'

const SEEDS = {
  sha1: '12345678901234567890',
  sha256: '12345678901234567890123456789012',
  sha512: '1234567890123456789012345678901234567890123456789012345678901234',
}
const VECTORS: [number, keyof typeof SEEDS, string][] = [
  [59, 'sha1', '94287082'],
  [59, 'sha256', '46119246'],
  [59, 'sha512', '90693936'],
  [1111111109, 'sha1', '07081804'],
  [1111111109, 'sha256', '68084774'],
  [1111111109, 'sha512', '25091201'],
  [1111111111, 'sha1', '14050471'],
  [1111111111, 'sha256', '67062674'],
  [1111111111, 'sha512', '99943326'],
  [1234567890, 'sha1', '89005924'],
  [1234567890, 'sha256', '91819424'],
  [1234567890, 'sha512', '93441116'],
  [2000000000, 'sha1', '69279037'],
  [2000000000, 'sha256', '90698825'],
  [2000000000, 'sha512', '38618901'],
  [20000000000, 'sha1', '65353130'],
  [20000000000, 'sha256', '77737706'],
  [20000000000, 'sha512', '47863826'],
]

test.each(VECTORS)('appendix B at %i s with %s is %s', (epoch, algorithm, code) => {
  expect(generateSync({ secret: new TextEncoder().encode(SEEDS[algorithm]), algorithm, digits: 8, epoch })).toBe(code)
})

// appendix B's SHA-1 seed in base32; its last six digits are the six-digit code of the same step
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

test('our own check takes the six digits of the SHA-1 vectors and names the step', () => {
  for (const [epoch, algorithm, code] of VECTORS) {
    if (algorithm === 'sha1') expect(stepOf(code.slice(2), SECRET, new Date(epoch * 1000), 0)).toBe(Math.floor(epoch / 30))
  }
})

test('a code is taken one step early or late, not two, and once', () => {
  const now = new Date('2026-03-01T08:00:10.000Z')
  const step = Math.floor(now.getTime() / 30_000)
  const code = (offset: number) => generateSync({ secret: SECRET, epoch: (step + offset) * 30 })
  expect(stepOf(code(-1), SECRET, now, 0)).toBe(step - 1)
  expect(stepOf(code(0), SECRET, now, 0)).toBe(step)
  expect(stepOf(code(1), SECRET, now, 0)).toBe(step + 1)
  expect(stepOf(code(-2), SECRET, now, 0)).toBeUndefined()
  expect(stepOf(code(2), SECRET, now, 0)).toBeUndefined()
  expect(stepOf(code(0), SECRET, now, step)).toBeUndefined()
  expect(stepOf(code(-1), SECRET, now, step)).toBeUndefined()
})

test('what is not six digits is no code', () => {
  for (const code of ['', '12345', '1234567', '١٢٣٤٥٦', ' 12345', '12345a', '-12345']) {
    expect(stepOf(code, SECRET, new Date(59_000), 0)).toBeUndefined()
  }
})

test('a fresh secret has 160 bits and its address is what applications scan', () => {
  const secret = newSecret()
  expect(secret).toMatch(/^[A-Z2-7]{32}$/)
  const uri = new URL(provisioningUri('Portolan', 'marina@esp', secret))
  expect(uri.protocol).toBe('otpauth:')
  expect(uri.searchParams.get('secret')).toBe(secret)
  expect(uri.href).toBe(new URL(generateURI({ issuer: 'Portolan', label: 'marina@esp', secret, digits: 6, period: 30 })).href)
})
