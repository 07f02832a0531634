/** What the tables of sessions, tokens and attempts are looked up by: digests, so that a copy of the database opens nothing. */
import { randomBytes } from 'node:crypto'
import { base64url, maybeBase64url, sha256, utf8 } from '#lib/bytes.ts'

const SECRET_BYTES = 32
export const TOKEN_PREFIX = 'ptl_'

/** A session's secret: 256 bits of chance. */
export const newSessionSecret = (): string => base64url(randomBytes(SECRET_BYTES))
/** An API token, which scanners of leaked secrets can recognise by its prefix. */
export const newTokenSecret = (): string => TOKEN_PREFIX + base64url(randomBytes(SECRET_BYTES))

/** The digest under which a session's secret is stored; `undefined` for what cannot be one. */
export const sessionDigest = (secret: string): Uint8Array | undefined => digestOf('session', secret)
/** The same for an API token. */
export const tokenDigest = (secret: string): Uint8Array | undefined =>
  secret.startsWith(TOKEN_PREFIX) ? digestOf('token', secret.slice(TOKEN_PREFIX.length)) : undefined

function digestOf(label: string, secret: string): Uint8Array | undefined {
  const bytes = secret.length <= 64 ? maybeBase64url(secret) : undefined
  return bytes?.length === SECRET_BYTES ? sha256(utf8(`portolan-${label}-1\0`), bytes) : undefined
}

export const attemptKeyOfName = (sign_in_name: string): Uint8Array => sha256(utf8(`name\0${sign_in_name}`))
export const attemptKeyOfPair = (sign_in_name: string, network: string): Uint8Array => sha256(utf8(`pair\0${network}\0${sign_in_name}`))
export const attemptKeyOfAddress = (network: string): Uint8Array => sha256(utf8(`address\0${network}`))

/** What counts as one address: all of IPv4, the first 64 bits of IPv6, since one person is given as many. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  if (mapped) return mapped[1]!
  if (!address.includes(':')) return address
  const [head = '', tail] = address.replace(/%.*$/, '').toLowerCase().split('::')
  const groups = head === '' ? [] : head.split(':')
  if (tail !== undefined) {
    const after = tail === '' ? [] : tail.split(':')
    while (groups.length + after.length < 8) groups.push('0')
    groups.push(...after)
  }
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}
