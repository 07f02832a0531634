/**
 * Addresses of crypto-assets: Bitcoin and kin (base58check; bech32 of BIP-173, bech32m of BIP-350), Ethereum and kin (EIP-55), Tron,
 * Monero, the XRP Ledger, Cardano, Stellar, TON, Solana. Recognised by their form, proved by their checksum where they have one.
 */
import { keccak_256 } from '@noble/hashes/sha3.js'
import { base32nopad, base58, base58xmr, base58xrp, bech32, bech32m } from '@scure/base'
import { hex, maybeBase64url, sameBytes, sha256, utf8 } from '#lib/bytes.ts'
import { fold } from './fold.ts'
import { type Normalised, refused } from './kinds.ts'

/** Version byte of base58check to system; 0x6f and 0xc4 are Bitcoin's test network. */
const VERSIONS: Record<number, string> = {
  0: 'bitcoin',
  5: 'bitcoin',
  111: 'bitcoin-test',
  196: 'bitcoin-test',
  48: 'litecoin',
  50: 'litecoin',
  30: 'dogecoin',
  22: 'dogecoin',
  76: 'dash',
  16: 'dash',
  65: 'tron',
}
/** Zcash has two version bytes: t1 and t3. */
const WIDE_VERSIONS: Record<string, string> = { '1cb8': 'zcash', '1cbd': 'zcash' }
const SEGWIT: Record<string, string> = { bc: 'bitcoin', tb: 'bitcoin-test', bcrt: 'bitcoin-test', ltc: 'litecoin' }

const SCHEME =
  /^(?:bitcoin|litecoin|dogecoin|ethereum|tron|monero|solana|ripple|xrpl|cardano|stellar|ton|btc|eth|ltc|trx|xmr|sol|xrp|ada|xlm|doge|usdt|usdc)\s?:\s?(?:\/\/)?/i

/** Ethereum and bech32 addresses become lower case, TON's its account; base58 is case-sensitive and stays as typed. */
export function normaliseCrypto(text: string): Normalised {
  const typed = fold(text)
    .replace(SCHEME, '')
    .replace(/[?@].*$/s, '')
    .replace(/\s/g, '')
  if (typed === '') return refused('empty')
  if (typed.length < 14 || typed.length > 110) return refused('bad-length')
  const account = ton(typed)
  if (account !== undefined) return account
  if (!/^[0-9A-Za-z]+$/.test(typed)) return refused('bad-character')
  return ethereum(typed) ?? segwit(typed) ?? cardano(typed) ?? monero(typed) ?? stellar(typed) ?? base58Check(typed) ?? refused('bad-form')
}

const found = (value: string, display: string, scheme: string, is_right: boolean | undefined): Normalised => ({
  ok: true,
  value,
  display,
  notes: [is_right === undefined ? 'checksum-not-required' : is_right ? 'checksum-ok' : 'checksum-wrong'],
  scheme,
})

/** All lower or all upper case carries no checksum: EIP-55. Every chain of Ethereum's kind writes its accounts so. */
function ethereum(typed: string): Normalised | undefined {
  if (!/^0x[0-9a-f]{40}$/i.test(typed)) return undefined
  const digits = typed.slice(2)
  const checksummed = eip55(digits.toLowerCase())
  const is_plain = digits === digits.toLowerCase() || digits === digits.toUpperCase()
  return found(`0x${digits.toLowerCase()}`, `0x${checksummed}`, 'ethereum', is_plain ? undefined : digits === checksummed)
}

function eip55(digits: string): string {
  const hash = keccak_256(utf8(digits))
  return [...digits].map((digit, i) => (((hash[i >> 1]! >> (i % 2 === 0 ? 4 : 0)) & 15) >= 8 ? digit.toUpperCase() : digit)).join('')
}

function segwit(typed: string): Normalised | undefined {
  const lower = typed.toLowerCase()
  const split = /^(bc|tb|bcrt|ltc)1([qpzry9x8gf2tvdw0s3jn54khce6mua7l]{8,87})$/.exec(lower)
  if (split === null || lower.length > 90) return undefined
  const is_mixed = typed !== lower && typed !== typed.toUpperCase()
  return found(lower, lower, SEGWIT[split[1]!]!, !is_mixed && isSegwit(lower))
}

/** Checksum by witness version (0 bech32, above it bech32m), program length and zero padding: BIP-173 and BIP-350. */
function isSegwit(address: string): boolean {
  const [plain, modified] = [bech32.decodeUnsafe(address), bech32m.decodeUnsafe(address)]
  const words = (plain ?? modified)?.words
  const version = words?.[0]
  if (words === undefined || version === undefined || version > 16 || (version === 0) !== (plain !== undefined)) return false
  const program = bech32.fromWordsUnsafe(words.slice(1))
  if (!program) return false
  return version === 0 ? program.length === 20 || program.length === 32 : program.length >= 2 && program.length <= 40
}

/** Shelley addresses (CIP-19): bech32 without its limit of ninety characters. */
function cardano(typed: string): Normalised | undefined {
  if (!/^(?:addr|stake)1[qpzry9x8gf2tvdw0s3jn54khce6mua7l]{20,106}$/.test(typed)) return undefined
  return found(typed, typed, 'cardano', bech32.decodeUnsafe(typed, false) !== undefined)
}

/** Systems of base58 addresses with four bytes of a doubled SHA-256 behind them, and those that begin like one of them. */
function base58Check(typed: string): Normalised | undefined {
  if (typed.length < 25 || typed.length > 44) return undefined
  const xrp = /^r/.test(typed) && typed.length <= 35 ? maybeBytes(base58xrp, typed) : undefined
  if (xrp?.length === 25) return xrp[0] === 0 ? found(typed, typed, 'xrp', hasCheck(xrp)) : undefined
  const bytes = maybeBytes(base58, typed)
  if (bytes === undefined) return undefined
  // thirty-two bytes are a public key: nothing in it tells a slip of the pen
  if (bytes.length === 32) return found(typed, typed, 'solana', undefined)
  if (bytes.length > 26) return undefined
  const wide = WIDE_VERSIONS[hex(bytes.slice(0, 2))]
  if (bytes.length === 26 && wide !== undefined) return found(typed, typed, wide, hasCheck(bytes))
  if (bytes.length === 25 && hasCheck(bytes)) {
    const scheme = VERSIONS[bytes[0]!]
    return scheme === undefined ? undefined : found(typed, typed, scheme, true)
  }
  const scheme = /^[13]/.test(typed)
    ? 'bitcoin'
    : /^T.{33}$/.test(typed)
      ? 'tron'
      : /^[LM].{33}$/.test(typed)
        ? 'litecoin'
        : /^D.{33}$/.test(typed)
          ? 'dogecoin'
          : undefined
  return scheme === undefined ? undefined : found(typed, typed, scheme, false)
}

const hasCheck = (bytes: Uint8Array) => sameBytes(sha256(sha256(bytes.slice(0, -4))).slice(0, 4), bytes.slice(-4))

function maybeBytes(coder: { decode(text: string): Uint8Array }, text: string): Uint8Array | undefined {
  try {
    return coder.decode(text)
  } catch {
    return undefined
  }
}

/** Network bytes of Monero's main network: standard, integrated and sub-address. */
const MONERO = new Set([18, 19, 42])

/** Standard and sub-addresses have 95 characters, integrated ones 106; the last four bytes are of Keccak-256. */
function monero(typed: string): Normalised | undefined {
  if (!/^[48]/.test(typed) || (typed.length !== 95 && typed.length !== 106)) return undefined
  if (!/^[1-9A-HJ-NP-Za-km-z]+$/.test(typed)) return undefined
  const bytes = maybeBytes(base58xmr, typed)
  const is_right =
    bytes !== undefined && MONERO.has(bytes[0]!) && sameBytes(keccak_256(bytes.slice(0, -4)).slice(0, 4), Uint8Array.from(bytes.slice(-4)))
  return found(typed, typed, 'monero', is_right)
}

/** Public keys of Stellar accounts (SEP-23): version 6 << 3, key, CRC-16 low byte first, in base32. */
function stellar(typed: string): Normalised | undefined {
  const upper = typed.toUpperCase()
  if (!/^G[A-Z2-7]{55}$/.test(upper)) return undefined
  const bytes = maybeBytes(base32nopad, upper)
  if (bytes === undefined || bytes.length !== 35) return undefined
  const crc = crc16(bytes.slice(0, 33))
  return found(upper, upper, 'stellar', bytes[33] === (crc & 255) && bytes[34] === crc >> 8)
}

/**
 * TON (TEP-2): a tag, the workchain, 32 bytes of account and CRC-16, in base64; or `0:` and 64 hexadecimal digits. The tag only says how
 * money bounces, so that the value is the raw form, in which both spellings of one account meet.
 */
function ton(typed: string): Normalised | undefined {
  const raw = /^(0|-1):([0-9a-f]{64})$/i.exec(typed)
  if (raw !== null) return found(typed.toLowerCase(), typed.toLowerCase(), 'ton', undefined)
  if (!/^[EUk0][QWfw][A-Za-z0-9_+/-]{46}$/.test(typed)) return undefined
  const bytes = maybeBase64url(typed.replaceAll('+', '-').replaceAll('/', '_'))
  if (bytes === undefined || bytes.length !== 36 || (bytes[0]! & 0x3f) !== 0x11) return undefined
  // there are two workchains: the basic one, and the masterchain
  if (bytes[1] !== 0 && bytes[1] !== 255) return undefined
  const crc = crc16(bytes.slice(0, 34))
  const account = `${bytes[1] === 255 ? -1 : 0}:${hex(bytes.slice(2, 34))}`
  return found(account, typed, 'ton', bytes[34] === crc >> 8 && bytes[35] === (crc & 255))
}

/** CRC-16/XMODEM, which TON and Stellar both use. */
function crc16(bytes: Uint8Array): number {
  let crc = 0
  for (const byte of bytes) {
    crc ^= byte << 8
    for (let i = 0; i < 8; i++) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff
  }
  return crc
}
