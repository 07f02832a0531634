/** Addresses of crypto-assets: Bitcoin and kin (base58check; bech32 of BIP-173, bech32m of BIP-350), Ethereum (EIP-55), Tron, Monero. */
import { sameBytes, sha256, utf8 } from '#lib/bytes.ts'
import { fold } from './fold.ts'
import { keccak256 } from './keccak.ts'
import { type Normalised, refused } from './kinds.ts'

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

/** Version byte of base58check to system; 0x6f and 0xc4 are Bitcoin's test network. */
const VERSIONS: Record<number, string> = {
  0: 'bitcoin',
  5: 'bitcoin',
  111: 'bitcoin-test',
  196: 'bitcoin-test',
  48: 'litecoin',
  50: 'litecoin',
  30: 'dogecoin',
  65: 'tron',
}
const SEGWIT: Record<string, string> = { bc: 'bitcoin', tb: 'bitcoin-test', bcrt: 'bitcoin-test', ltc: 'litecoin' }

/** Ethereum and bech32 addresses become lower case; base58 is case-sensitive and stays as typed. */
export function normaliseCrypto(text: string): Normalised {
  const typed = fold(text)
    .replace(/^(?:bitcoin|litecoin|dogecoin|ethereum|tron|monero|btc|eth|ltc|trx|xmr)\s?:\s?/i, '')
    .replace(/[?@].*$/s, '')
    .replace(/\s/g, '')
  if (typed === '') return refused('empty')
  if (typed.length < 14 || typed.length > 110) return refused('bad-length')
  if (!/^[0-9A-Za-z]+$/.test(typed)) return refused('bad-character')
  return ethereum(typed) ?? segwit(typed) ?? monero(typed) ?? base58(typed) ?? refused('bad-form')
}

const found = (value: string, display: string, scheme: string, is_right: boolean | undefined): Normalised => ({
  ok: true,
  value,
  display,
  notes: [is_right === undefined ? 'checksum-not-required' : is_right ? 'checksum-ok' : 'checksum-wrong'],
  scheme,
})

/** All lower or all upper case carries no checksum: EIP-55. */
function ethereum(typed: string): Normalised | undefined {
  if (!/^0x[0-9a-f]{40}$/i.test(typed)) return undefined
  const digits = typed.slice(2)
  const checksummed = eip55(digits.toLowerCase())
  const is_plain = digits === digits.toLowerCase() || digits === digits.toUpperCase()
  return found(`0x${digits.toLowerCase()}`, `0x${checksummed}`, 'ethereum', is_plain ? undefined : digits === checksummed)
}

function eip55(digits: string): string {
  const hash = keccak256(utf8(digits))
  return [...digits].map((digit, i) => (((hash[i >> 1]! >> (i % 2 === 0 ? 4 : 0)) & 15) >= 8 ? digit.toUpperCase() : digit)).join('')
}

const BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3]
const BECH32_CONSTANT = 1
const BECH32M_CONSTANT = 0x2bc830a3

function segwit(typed: string): Normalised | undefined {
  const lower = typed.toLowerCase()
  const split = /^(bc|tb|bcrt|ltc)1([a-z0-9]{8,87})$/.exec(lower)
  if (split === null || lower.length > 90) return undefined
  const [, prefix = '', data = ''] = split
  const words = [...data].map((character) => BECH32.indexOf(character))
  if (words.includes(-1)) return undefined
  const is_mixed = typed !== lower && typed !== typed.toUpperCase()
  return found(lower, lower, SEGWIT[prefix]!, !is_mixed && isSegwit(prefix, words))
}

/** Checksum by witness version (0 bech32, above it bech32m), program length and zero padding: BIP-173 and BIP-350. */
function isSegwit(prefix: string, words: readonly number[]): boolean {
  const version = words[0]!
  const constant = polymod([...expanded(prefix), ...words])
  if (constant !== (version === 0 ? BECH32_CONSTANT : BECH32M_CONSTANT) || version > 16) return false
  const program = words.slice(1, -6)
  const bits = program.length * 5
  const length = bits >> 3
  const padding = bits % 8
  if (padding > 4 || (program.at(-1) ?? 0) & ((1 << padding) - 1)) return false
  return version === 0 ? length === 20 || length === 32 : length >= 2 && length <= 40
}

const expanded = (prefix: string) => {
  const codes = [...prefix].map((character) => character.charCodeAt(0))
  return [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)]
}

function polymod(words: readonly number[]): number {
  let check = 1
  for (const word of words) {
    const top = check >>> 25
    check = ((check & 0x1ffffff) << 5) ^ word
    for (let i = 0; i < 5; i++) if ((top >> i) & 1) check ^= GENERATOR[i]!
  }
  return check >>> 0
}

function base58(typed: string): Normalised | undefined {
  if (typed.length < 25 || typed.length > 35) return undefined
  const bytes = fromBase58(typed)
  if (bytes === undefined || bytes.length > 25) return undefined
  if (bytes.length === 25 && hasBase58Check(bytes)) {
    const scheme = VERSIONS[bytes[0]!]
    return scheme === undefined ? undefined : found(typed, typed, scheme, true)
  }
  const scheme = /^[13]/.test(typed) ? 'bitcoin' : /^T.{33}$/.test(typed) ? 'tron' : undefined
  return scheme === undefined ? undefined : found(typed, typed, scheme, false)
}

const hasBase58Check = (bytes: Uint8Array) => sameBytes(sha256(sha256(bytes.slice(0, -4))).slice(0, 4), bytes.slice(-4))

/** The number in base 58, big-endian, one zero byte for every leading 1. */
function fromBase58(text: string): Uint8Array | undefined {
  let number = 0n
  for (const character of text) {
    const digit = BASE58.indexOf(character)
    if (digit === -1) return undefined
    number = number * 58n + BigInt(digit)
  }
  const bytes: number[] = []
  for (; number > 0n; number >>= 8n) bytes.unshift(Number(number & 0xffn))
  const zeros = /^1*/.exec(text)![0].length
  return Uint8Array.from([...new Array<number>(zeros).fill(0), ...bytes])
}

const MONERO_BLOCK_BYTES = [0, -1, 1, 2, -1, 3, 4, 5, -1, 6, 7, 8]

/** Main-network addresses: standard and sub-address of 95 characters, integrated of 106; blocks of 11 characters hold 8 bytes. */
function monero(typed: string): Normalised | undefined {
  if (!/^[48]/.test(typed) || (typed.length !== 95 && typed.length !== 106)) return undefined
  const bytes: number[] = []
  for (let at = 0; at < typed.length; at += 11) {
    const block = typed.slice(at, at + 11)
    const size = MONERO_BLOCK_BYTES[block.length]!
    let number = 0n
    for (const character of block) {
      const digit = BASE58.indexOf(character)
      if (digit === -1) return undefined
      number = number * 58n + BigInt(digit)
    }
    if (size < 0 || number >= 1n << BigInt(size * 8)) return found(typed, typed, 'monero', false)
    for (let i = size - 1; i >= 0; i--) bytes.push(Number((number >> BigInt(i * 8)) & 0xffn))
  }
  const whole = Uint8Array.from(bytes)
  return found(typed, typed, 'monero', sameBytes(keccak256(whole.slice(0, -4)).slice(0, 4), whole.slice(-4)))
}
