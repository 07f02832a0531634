/** Bytes and their spellings: UTF-8, hexadecimal, base64 (RFC 4648), SHA-256. */
import { createHash, timingSafeEqual } from 'node:crypto'

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export const utf8 = (text: string): Uint8Array => encoder.encode(text)

/** Decodes UTF-8; `undefined` where the bytes are not well-formed. */
export function maybeText(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes)
  } catch {
    return undefined
  }
}

export const hex = (bytes: Uint8Array): string => buffer(bytes).toString('hex')
export const base64 = (bytes: Uint8Array): string => buffer(bytes).toString('base64')
export const base64url = (bytes: Uint8Array): string => buffer(bytes).toString('base64url')

/** Reads base64url without padding (RFC 4648, section 5), canonical form only: `undefined` for anything else. */
export function maybeBase64url(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'base64url')
  return bytes.toString('base64url') === text ? plain(bytes) : undefined
}

/** Reads padded base64 (RFC 4648, section 4), canonical form only: `undefined` for anything else. */
export function maybeBase64(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? plain(bytes) : undefined
}

/** Reads lower-case hexadecimal: `undefined` for anything else. */
export function maybeHex(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'hex')
  return bytes.toString('hex') === text ? plain(bytes) : undefined
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** Compares without telling by its time where the difference is. */
export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b)

export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return plain(hash.digest())
}

const buffer = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
const plain = (bytes: Buffer) => new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
