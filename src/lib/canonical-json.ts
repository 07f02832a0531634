/** Canonical JSON (RFC 8785) within I-JSON (RFC 7493): one value has one spelling, and no other spelling is read. */
import { maybeText } from './bytes.ts'

/** A JSON value; members that are `undefined` are left out. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined }

export type CanonicalRefusal = 'too-large' | 'utf-8' | 'syntax' | 'too-deep' | 'value' | 'not-canonical'

const MAX_DEPTH = 32
const MAX_BYTES = 1024 * 1024

/**
 * Writes the canonical form. Throws TypeError for what partners would refuse: NaN, infinities, integers beyond 2^53-1, lone surrogates,
 * U+0000, a `__proto__` member, anything that is not plain JSON, nesting deeper than `max_depth`.
 */
export function canonicalJson(value: Json, limits: { max_depth?: number } = {}): string {
  return written(value, limits.max_depth ?? MAX_DEPTH)
}

/** Reads bytes that are exactly the canonical form of a value; every other spelling is refused, repeated members among them. */
export function parseCanonical(
  bytes: Uint8Array,
  limits: { max_bytes?: number; max_depth?: number } = {},
): { ok: true; value: Json } | { ok: false; reason: CanonicalRefusal } {
  if (bytes.length > (limits.max_bytes ?? MAX_BYTES)) return { ok: false, reason: 'too-large' }
  const text = maybeText(bytes)
  if (text === undefined) return { ok: false, reason: 'utf-8' }
  let value: Json
  try {
    value = JSON.parse(text)
  } catch {
    return { ok: false, reason: 'syntax' }
  }
  try {
    return canonicalJson(value, limits) === text ? { ok: true, value } : { ok: false, reason: 'not-canonical' }
  } catch (error) {
    if (error instanceof TooDeep) return { ok: false, reason: 'too-deep' }
    if (error instanceof TypeError) return { ok: false, reason: 'value' }
    throw error
  }
}

class TooDeep extends TypeError {}

function written(value: unknown, depth_left: number): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return text(value)
  if (typeof value === 'number') return number(value)
  if (typeof value !== 'object') throw new TypeError(`canonical JSON has no ${typeof value}`)
  if (depth_left === 0) throw new TooDeep('canonical JSON is nested too deep')
  return Array.isArray(value) ? array(value, depth_left - 1) : object(value, depth_left - 1)
}

function array(value: readonly unknown[], depth_left: number): string {
  const items: string[] = []
  for (const item of value) items.push(written(item, depth_left)) // a hole comes as `undefined`, which is refused
  return `[${items.join(',')}]`
}

function object(value: object, depth_left: number): string {
  const prototype = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) throw new TypeError('canonical JSON has plain objects only')
  const members: string[] = []
  // The default order of sort is by UTF-16 code units, which is what RFC 8785, section 3.2.3 asks for.
  for (const key of Object.keys(value).sort()) {
    if (key === '__proto__') throw new TypeError('canonical JSON has no __proto__ member')
    const member = (value as Record<string, unknown>)[key]
    if (member !== undefined) members.push(`${text(key)}:${written(member, depth_left)}`)
  }
  return `{${members.join(',')}}`
}

function text(value: string): string {
  if (!value.isWellFormed()) throw new TypeError('canonical JSON has no lone surrogates')
  if (value.includes('\0')) throw new TypeError('canonical JSON has no U+0000')
  return JSON.stringify(value)
}

function number(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError('canonical JSON has finite numbers only')
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) throw new TypeError('canonical JSON writes large integers as strings')
  return JSON.stringify(value)
}
