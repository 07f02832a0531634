/** Cookies of this node: named after it, since cookies ignore ports (RFC 6265, section 8.5). */

/** The value of a cookie; `undefined` where it is absent or stands twice with different values. */
export function maybeCookie(header: string | undefined, name: string): string | undefined {
  if (header === undefined || header.length > 8_192) return undefined
  const values = new Set<string>()
  for (const part of header.split(';')) {
    const equals = part.indexOf('=')
    if (equals > 0 && part.slice(0, equals).trim() === name) values.add(part.slice(equals + 1).trim())
  }
  return values.size === 1 ? [...values][0] : undefined
}

export interface CookieOptions {
  readonly secure: boolean
  readonly same_site: 'Strict' | 'Lax'
  readonly path: string
  /** Without it the cookie ends with the browser; 0 removes it. */
  readonly max_age_s?: number
}

/** Spells a cookie; the value must be of the characters of base64url. */
export function cookieOf(name: string, value: string, { secure, same_site, path, max_age_s }: CookieOptions): string {
  if (!/^[A-Za-z0-9_.-]*$/.test(value) || !/^[A-Za-z0-9_-]+$/.test(name)) throw new TypeError('not a cookie')
  const age = max_age_s === undefined ? '' : `; Max-Age=${max_age_s}`
  return `${name}=${value}; Path=${path}${age}; HttpOnly; SameSite=${same_site}${secure ? '; Secure' : ''}`
}
