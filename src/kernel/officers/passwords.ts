/** Passwords: argon2id (RFC 9106) as a PHC string, the same work whether the account exists or not, a few at a time. */
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { Refusal } from '#wire/refusal.ts'
import { isInTransaction } from '../database/transactions.ts'

const argon = promisify(argon2)

/** The work of a derivation is no work for a transaction, which would hold its rows (and on the embedded database everybody) meanwhile. */
function derive(...parameters: Parameters<typeof argon>) {
  if (isInTransaction()) throw new TypeError('a password is derived outside of transactions')
  return argon(...parameters)
}

/** OWASP's second choice: 19 MiB, two passes, one lane. */
const COST = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 }
const SALT_BYTES = 16
const PHC = /^\$argon2id\$v=19\$m=(\d{1,6}),t=(\d{1,2}),p=(\d)\$([A-Za-z0-9+/]{11,64})\$([A-Za-z0-9+/]{22,128})$/
const DERIVED_AT_ONCE = 2
const DERIVED_WAITING = 32

export const PASSWORD_MIN_LENGTH = 12
export const PASSWORD_MAX_LENGTH = 200

/** Makes the string that is stored. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const tag = await derive('argon2id', { ...COST, message: spelled(password), nonce: salt })
  return `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${unpadded(salt)}$${unpadded(tag)}`
}

/** Compares in constant time; without a stored string it does the same work and answers false. */
export async function passwordFits(stored: string | null | undefined, password: string): Promise<boolean> {
  const read = stored ? readPhc(stored) : undefined
  const { cost, salt, tag } = read ?? NOBODY
  const made = await derive('argon2id', { ...cost, tagLength: tag.length, message: spelled(password), nonce: salt })
  return timingSafeEqual(made, tag) && read !== undefined
}

/** The same, bounded in number, `call.busy` beyond. */
export async function hashPasswordInTurn(password: string): Promise<string> {
  const leave = await turn()
  try {
    return await hashPassword(password)
  } finally {
    leave()
  }
}

/** The same for callers that have proved nothing. */
export async function passwordFitsInTurn(stored: string | null | undefined, password: string): Promise<boolean> {
  const leave = await turn()
  try {
    return await passwordFits(stored, password)
  } finally {
    leave()
  }
}

/** Why a new password is not taken; `undefined` when it is. Length counts, composition does not (NIST SP 800-63B, section 3.1.1.2). */
export function passwordFault(
  password: string,
  names: readonly string[],
): 'too-short' | 'too-long' | 'too-simple' | 'holds-name' | undefined {
  const text = spelled(password)
  if ([...text].length < PASSWORD_MIN_LENGTH) return 'too-short'
  if ([...text].length > PASSWORD_MAX_LENGTH) return 'too-long'
  if (new Set(text).size < 5) return 'too-simple'
  const lower = text.toLowerCase()
  if (names.some((name) => name.length >= 4 && lower.includes(name.toLowerCase()))) return 'holds-name'
  return undefined
}

const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789'

/** A one-time password that can be read out on the telephone: 20 letters and digits, 99 bits. */
export function newPassword(): string {
  const letters: string[] = []
  while (letters.length < 20) {
    // a byte over the largest multiple of 31 would make some letters likelier
    for (const byte of randomBytes(32)) if (byte < 248 && letters.length < 20) letters.push(ALPHABET[byte % ALPHABET.length]!)
  }
  return letters.join('').replace(/(.{5})(?=.)/g, '$1-')
}

function readPhc(stored: string) {
  const [, memory, passes, parallelism, salt, tag] = PHC.exec(stored) ?? []
  if (!memory) throw new TypeError('a stored password is not a PHC string of argon2id')
  return {
    cost: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    salt: Buffer.from(salt!, 'base64'),
    tag: Buffer.from(tag!, 'base64'),
  }
}

const NOBODY = {
  cost: { memory: COST.memory, passes: COST.passes, parallelism: COST.parallelism },
  salt: randomBytes(SALT_BYTES),
  tag: randomBytes(COST.tagLength),
}

let deriving = 0
const waiting: (() => void)[] = []

async function turn(): Promise<() => void> {
  if (deriving >= DERIVED_AT_ONCE) {
    if (waiting.length >= DERIVED_WAITING) throw new Refusal('call.busy', { inside: `${DERIVED_WAITING} sign-ins wait`, retry_after_s: 5 })
    await new Promise<void>((go) => waiting.push(go))
  } else deriving += 1
  return () => {
    const next = waiting.shift()
    if (next) next()
    else deriving -= 1
  }
}

const spelled = (password: string) => password.normalize('NFKC')
const unpadded = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').replace(/=+$/, '')
