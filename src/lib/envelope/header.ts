/** Protected headers of JOSE objects: strict reading, so that one header has no second meaning. */
import { maybeBase64url, maybeText } from '../bytes.ts'

const MAX_CHARACTERS = 2048

/**
 * Reads a protected header: base64url of a JSON object without white space, odd escapes or repeated members, in any order.
 * `undefined` for anything else.
 */
export function maybeHeader(encoded: string): Record<string, unknown> | undefined {
  if (encoded.length > MAX_CHARACTERS) return undefined
  const bytes = maybeBase64url(encoded)
  const text = bytes && maybeText(bytes)
  if (text === undefined) return undefined
  try {
    const value = JSON.parse(text)
    const plain = typeof value === 'object' && value !== null && !Array.isArray(value)
    // Written again it must be the same text: a repeated member, a space or an escape would be lost.
    return plain && JSON.stringify(value) === text ? value : undefined
  } catch {
    return undefined
  }
}

/** Whether the object has exactly these members. */
export function hasExactly(value: Record<string, unknown>, members: readonly string[]): boolean {
  return Object.keys(value).length === members.length && members.every((member) => Object.hasOwn(value, member))
}

/** A short word in visible ASCII without quotes or backslashes, as types and member identifiers are. */
export const isWord = (value: unknown): value is string => typeof value === 'string' && /^[\x21\x23-\x5b\x5d-\x7e]{1,128}$/.test(value)
