/** Seals contents under keys that can be destroyed: a slot on disk and the node's master key together make a content key. */
import { type KeyObject, randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { concat, hex, sameBytes, utf8 } from '#lib/bytes.ts'
import { contentKey, decryptContent, deriveKey, encryptContent } from '#lib/envelope/content.ts'
import type { Migration } from '../database/migrate.ts'
import type { Writer } from '../database/port.ts'
import { sql } from '../database/sql.ts'
import { ErasedLog } from './erased-log.ts'
import { SlotFiles } from './slot-files.ts'

/** For the set `vault`: slot numbers come from the database, so that processes sharing it never take one twice. */
export const vaultMigrations: readonly Migration[] = [{ id: '0001-slot', sql: 'create sequence vault_slot;\n' }]

/** `vault-master`: another master key; `vault-missing`: no such slot; `vault-taken`: the slot was kept before; `vault-sealed`: the bytes do not open. */
export class VaultFailure extends Error {
  readonly code: 'vault-master' | 'vault-missing' | 'vault-taken' | 'vault-erased' | 'vault-sealed' | 'vault-closed'

  constructor(code: VaultFailure['code'], message: string) {
    super(message)
    this.name = 'VaultFailure'
    this.code = code
  }
}

export interface Vault {
  /** A new key, on the disk before this resolves; answers its slot. A transaction rolled back wastes a key, nothing worse. */
  newKey(writing: Writer): Promise<number>
  /** `count` new keys at once, at most 10,000. Refuses (`vault-taken`) a sequence that a restored database set back. */
  newKeys(writing: Writer, count: number): Promise<number[]>
  /** Seals under a slot's key, bound to `aad`. Refuses (`vault-erased`) a destroyed slot. */
  seal(slot: number, aad: string, plaintext: Uint8Array): Uint8Array
  /** Opens; `undefined` where the key was destroyed. Refuses (`vault-sealed`) other bytes, another slot or another `aad`. */
  open(slot: number, aad: string, sealed: Uint8Array): Uint8Array | undefined
  /** Destroys keys for good: noted, overwritten with zeros and synced before this resolves. Destroying twice does no harm. */
  destroy(slots: readonly number[]): Promise<void>
  /** Every slot destroyed so far, oldest first, for a restore to replay. */
  erasures(): number[]
  /** The first slot beyond the files, none of which was ever taken. */
  highWater(): number
  /** Moves the sequence past every slot in the files: the first act on a restored database, whose own number may be old. */
  skipUsed(writing: Writer): Promise<void>
  close(): Promise<void>
}

const KEYS_AT_ONCE = 10_000
/** Slots drawn in vain after a crash: what a few large transactions may have held. */
const MOST_WASTED = 50_000
const CACHED_KEYS = 50_000
const CHECKED_ERASURES = 65_536
const VERSION = 1

/** Opens the vault in `folder`, making it where there is none. Refuses (`vault-master`) another master key than it was made with. */
export function openVault(folder: string, master: Uint8Array): Vault {
  if (master.length !== 32) throw new TypeError('a master key has 32 bytes')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  checkMaster(folder, master)
  const erased = new ErasedLog(join(folder, 'erased.log'))
  const slots = new SlotFiles(join(folder, 'slots'))
  const cache = new Map<number, KeyObject>()
  const secret = contentKey(master)
  /** Being destroyed: closed from the moment that it was asked for, whatever the disk still has to do. */
  const closed = new Set<number>()

  let closing: Promise<void> | undefined

  const catchUp = () => {
    if (closing !== undefined) throw new VaultFailure('vault-closed', 'the vault is closed')
    for (const slot of erased.refresh()) cache.delete(slot)
  }

  let caughtUp = false
  /** The same, once for a run of seals or openings that nothing comes between: to ask the disk costs as much as to seal. */
  const catchUpOnce = () => {
    if (caughtUp && closing === undefined) return
    catchUp()
    caughtUp = true
    queueMicrotask(() => {
      caughtUp = false
    })
  }

  const keep = (slot: number, bytes: Uint8Array): KeyObject => {
    const key = contentKey(deriveKey(secret, bytes, `portolan-vault-1|${slot}`))
    if (cache.size >= CACHED_KEYS) cache.delete(cache.keys().next().value!)
    cache.set(slot, key)
    return key
  }

  /** The content key; `undefined` where it was destroyed. */
  const keyOf = (slot: number): KeyObject | undefined => {
    checkSlot(slot)
    catchUpOnce()
    if (closed.has(slot) || erased.has(slot)) return undefined
    const known = cache.get(slot)
    if (known !== undefined) {
      cache.delete(slot)
      cache.set(slot, known)
      return known
    }
    const bytes = slots.read(slot)
    if (bytes === undefined) throw new VaultFailure('vault-missing', `the vault holds no slot ${slot}`)
    return isZero(bytes) ? undefined : keep(slot, bytes)
  }

  const newKeys = async (writing: Writer, count: number): Promise<number[]> => {
    if (!Number.isInteger(count) || count < 1 || count > KEYS_AT_ONCE) throw new TypeError(`new keys come 1 to ${KEYS_AT_ONCE} at a time`)
    const fresh: number[] = []
    for (let drawn = 0; fresh.length < count && drawn < count + MOST_WASTED; ) {
      const wanted = count - fresh.length
      const rows = await writing.many<{ slot: number }>(sql`select nextval('vault_slot') as slot from generate_series(1, ${wanted}::int)`)
      await slots.make(rows.map(({ slot }) => slot))
      catchUp()
      for (const { slot } of rows) {
        const before = erased.has(slot) ? 'kept' : slots.take(slot)
        if (before === 'kept') throw new VaultFailure('vault-taken', `slot ${slot} was used before: the database is older than the vault`)
        // a crash takes back what the sequence said to transactions that were never committed
        if (before === 'fresh') fresh.push(slot)
      }
      drawn += wanted
    }
    if (fresh.length < count) throw new VaultFailure('vault-taken', 'the slots that come next were all taken before')
    writing.afterCommit(() => slots.keep(fresh))
    return fresh
  }

  /** A process that died between the note and the overwriting left keys behind: they go now. */
  const finish = () => {
    catchUp()
    const left = erased.all().slice(-CHECKED_ERASURES)
    return slots.destroy(left.filter((slot) => !isZero(slots.read(slot) ?? new Uint8Array(1))))
  }
  const finished = finish()
  finished.catch(() => {}) // told by the first call that waits for it

  return {
    newKey: async (writing) => (await newKeys(writing, 1))[0]!,
    newKeys,
    seal(slot, aad, plaintext) {
      const key = keyOf(slot)
      if (key === undefined) throw new VaultFailure('vault-erased', `the key in slot ${slot} was destroyed`)
      return seal(key, aad, plaintext)
    },
    open(slot, aad, sealed) {
      const key = keyOf(slot)
      return key === undefined ? undefined : unseal(key, aad, sealed)
    },
    async destroy(doomed) {
      doomed.forEach(checkSlot)
      for (const slot of doomed) {
        closed.add(slot)
        cache.delete(slot)
      }
      await finished
      for (let at = 0; at < doomed.length; at += KEYS_AT_ONCE) {
        const part = doomed.slice(at, at + KEYS_AT_ONCE)
        const missing = part.find((slot) => slots.read(slot) === undefined)
        if (missing !== undefined) throw new VaultFailure('vault-missing', `the vault holds no slot ${missing}`)
        await erased.append(part)
        catchUp()
        await slots.destroy(part)
        for (const slot of part) closed.delete(slot)
      }
    },
    erasures() {
      catchUp()
      return erased.all()
    },
    highWater: () => slots.end(),
    async skipUsed(writing) {
      await writing.one(sql`select setval('vault_slot', greatest(last_value, ${slots.end()}::bigint)) as slot from vault_slot`)
    },
    close() {
      closing ??= finished
        .catch(() => {})
        .then(async () => {
          cache.clear()
          slots.close()
          await erased.close()
        })
      return closing
    },
  }
}

/** A version byte, then nonce, ciphertext and tag. */
const seal = (key: KeyObject, aad: string, plaintext: Uint8Array): Uint8Array =>
  concat(Uint8Array.of(VERSION), encryptContent(plaintext, key, utf8(aad)))

function unseal(key: KeyObject, aad: string, sealed: Uint8Array): Uint8Array {
  const opened = sealed[0] === VERSION ? decryptContent(sealed.subarray(1), key, utf8(aad)) : undefined
  if (!opened?.ok) throw new VaultFailure('vault-sealed', 'sealed bytes do not open: other bytes, another slot or another place')
  return opened.plaintext
}

/** A fingerprint of the master key lies beside the slots, so that a wrong key is refused before it seals anything. */
function checkMaster(folder: string, master: Uint8Array): void {
  const path = join(folder, 'master.check')
  const mine = utf8(`${hex(deriveKey(master, new Uint8Array(), 'portolan-vault-master-1'))}\n`)
  const draft = `${path}.${hex(randomBytes(8))}`
  try {
    writeFileSync(draft, mine, { mode: 0o600, flush: true })
    linkSync(draft, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    unlinkSync(draft)
  }
  if (!sameBytes(readFileSync(path), mine)) throw new VaultFailure('vault-master', 'the vault was made with another master key')
}

function checkSlot(slot: number): void {
  if (!Number.isSafeInteger(slot) || slot < 0) throw new TypeError('a slot is a whole number')
}

const isZero = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0)
