/** The vault keeps its promises: sealed stays sealed, destroyed stays destroyed, in every process on the folder. */
import { execFile } from 'node:child_process'
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { utf8 } from '#lib/bytes.ts'
import { openEmbedded } from '../database/embedded.ts'
import { migrate } from '../database/migrate.ts'
import type { Database } from '../database/port.ts'
import { sql } from '../database/sql.ts'
import { openVault, type Vault, vaultMigrations } from './index.ts'

const master = new Uint8Array(32).fill(7)
const secret = utf8('the witness lives in Tunis')

let database: Database
let folder: string
let vault: Vault

beforeAll(async () => {
  database = await openEmbedded('memory')
})
afterAll(() => database.close())

beforeEach(async () => {
  await database.script('drop sequence if exists vault_slot; drop table if exists migration')
  await migrate(database, [{ name: 'vault', migrations: vaultMigrations }])
  folder = mkdtempSync(join(tmpdir(), 'portolan-vault-'))
  vault = openVault(folder, master)
  const opened = vault
  const made = folder
  onTestFinished(async () => {
    await opened.close()
    rmSync(made, { recursive: true, force: true })
  })
})

const newKey = (from = vault) => database.transaction((writing) => from.newKey(writing))
const newKeys = (count: number, from = vault) => database.transaction((writing) => from.newKeys(writing, count))
const another = (key = master) => {
  const opened = openVault(folder, key)
  onTestFinished(() => opened.close())
  return opened
}

describe('sealing', () => {
  test('what is sealed opens again, also after a restart', async () => {
    const slot = await newKey()
    const sealed = vault.seal(slot, 'record/1', secret)
    expect(vault.open(slot, 'record/1', sealed)).toEqual(secret)
    expect(another().open(slot, 'record/1', sealed)).toEqual(secret)
    expect(Buffer.from(sealed).includes('Tunis')).toBe(false)
  })

  test('the same content sealed twice differs, and the empty content is one too', async () => {
    const slot = await newKey()
    expect(vault.seal(slot, 'a', secret)).not.toEqual(vault.seal(slot, 'a', secret))
    expect(vault.open(slot, 'a', vault.seal(slot, 'a', new Uint8Array()))).toEqual(new Uint8Array())
  })

  test('every changed byte, another slot, another place and a cut are refused', async () => {
    const [slot, other] = (await newKeys(2)) as [number, number]
    const sealed = vault.seal(slot, 'record/1', secret)
    for (let i = 0; i < sealed.length; i++) {
      const changed = sealed.slice()
      changed[i]! ^= 1
      expect(() => vault.open(slot, 'record/1', changed)).toThrow(expect.objectContaining({ code: 'vault-sealed' }))
    }
    for (let length = 0; length < sealed.length; length++) {
      expect(() => vault.open(slot, 'record/1', sealed.subarray(0, length))).toThrow(expect.objectContaining({ code: 'vault-sealed' }))
    }
    expect(() => vault.open(other, 'record/1', sealed)).toThrow(expect.objectContaining({ code: 'vault-sealed' }))
    expect(() => vault.open(slot, 'record/2', sealed)).toThrow(expect.objectContaining({ code: 'vault-sealed' }))
  })

  test('another master key is refused before it seals anything', () => {
    expect(() => openVault(folder, new Uint8Array(32).fill(8))).toThrow(expect.objectContaining({ code: 'vault-master' }))
    expect(() => openVault(folder, new Uint8Array(31))).toThrow(TypeError)
    expect(readdirSync(folder).sort()).toEqual(['erased.log', 'master.check', 'slots'])
  })

  test('a slot nobody made is refused', () => {
    expect(() => vault.seal(99, 'a', secret)).toThrow(expect.objectContaining({ code: 'vault-missing' }))
    expect(() => vault.seal(-1, 'a', secret)).toThrow(TypeError)
    expect(() => vault.open(1.5, 'a', secret)).toThrow(TypeError)
  })
})

describe('making keys', () => {
  test('the keys are on the disk when the call returns, each its own', async () => {
    const slots = await newKeys(3_000)
    expect(new Set(slots).size).toBe(3_000)
    const files = readdirSync(join(folder, 'slots')).sort()
    expect(files).toEqual(['000000.slots', '000000.taken', '000001.slots', '000001.taken', '000002.slots', '000002.taken'])
    const keys = slots.map((slot) => {
      const file = readFileSync(join(folder, 'slots', `00000${Math.floor(slot / 1024)}.slots`))
      return file.subarray((slot % 1024) * 32, (slot % 1024) * 32 + 32).toString('hex')
    })
    expect(new Set(keys).size).toBe(3_000)
    expect(keys).not.toContain('0'.repeat(64))
    expect(statSync(join(folder, 'slots', '000000.slots')).mode & 0o077).toBe(0)
  })

  test('bounds are told', async () => {
    await expect(newKeys(0)).rejects.toThrow(TypeError)
    await expect(newKeys(10_001)).rejects.toThrow(TypeError)
  })

  test('a transaction rolled back does not make a slot come twice', async () => {
    const slots: number[] = []
    await database
      .transaction(async (writing) => {
        slots.push(await vault.newKey(writing))
        throw new Error('no')
      })
      .catch(() => {})
    slots.push(await newKey())
    expect(new Set(slots).size).toBe(2)
  })

  test('a crash that takes the sequence back wastes the keys of what was never committed, and gives none twice', async () => {
    const [kept] = await newKeys(1)
    const lost: number[] = []
    await database
      .transaction(async (writing) => {
        lost.push(...(await vault.newKeys(writing, 40)))
        throw new Error('killed')
      })
      .catch(() => {})
    await database.script(`select setval('vault_slot', ${kept}, true)`)
    const next = await newKeys(3)
    expect(next.filter((slot) => slot <= Math.max(...lost))).toEqual([])
  })

  test('a database older than the vault is noticed instead of giving a key to two records', async () => {
    const [first] = await newKeys(5)
    const sealed = vault.seal(first!, 'a', secret)
    await vault.destroy([2])
    for (const restored of [1, 2]) {
      await database.script(`select setval('vault_slot', ${restored}, false)`)
      await expect(newKey()).rejects.toMatchObject({ code: 'vault-taken' })
    }
    expect(vault.open(first!, 'a', sealed)).toEqual(secret)
    await database.script(`select setval('vault_slot', 1, false)`)
    expect(vault.highWater()).toBe(1_024)
    await database.transaction((writing) => vault.skipUsed(writing))
    expect(await newKey()).toBeGreaterThanOrEqual(1_024)
  })

  test('several vaults on one folder make the same files at once and agree on every key', async () => {
    const others = [vault, another(), another(), another()]
    const batches = await Promise.all(others.map((from) => newKeys(1_500, from)))
    expect(new Set(batches.flat()).size).toBe(6_000)
    for (const slot of batches.flat().filter((slot) => slot % 97 === 0)) {
      const sealed = others[0]!.seal(slot, 'a', secret)
      for (const other of others) expect(other.open(slot, 'a', sealed)).toEqual(secret)
    }
    expect(readdirSync(join(folder, 'slots')).filter((name) => !/^\d{6}\.(slots|taken)$/.test(name))).toEqual([])
  })

  test('the high water mark of an empty vault is 0', () => {
    expect(vault.highWater()).toBe(0)
  })

  test('more files than are kept open', async () => {
    const sealed = new Map<number, Uint8Array>()
    for (let file = 0; file < 40; file++) {
      await database.script(`select setval('vault_slot', ${file * 1024 + 5}, false)`)
      const slot = await newKey()
      sealed.set(slot, vault.seal(slot, 'a', secret))
    }
    const cold = another()
    for (const [slot, bytes] of sealed) expect(cold.open(slot, 'a', bytes)).toEqual(secret)
    await cold.destroy([...sealed.keys()])
    for (const [slot, bytes] of sealed) expect(vault.open(slot, 'a', bytes)).toBeUndefined()
  })
})

describe('erasing', () => {
  test('a destroyed key opens nothing again, here or after a restart, and its bytes are gone', async () => {
    const [kept, gone] = (await newKeys(2)) as [number, number]
    const sealedKept = vault.seal(kept, 'a', secret)
    const sealedGone = vault.seal(gone, 'a', secret)
    await vault.destroy([gone])
    for (const witness of [vault, another()]) {
      expect(witness.open(gone, 'a', sealedGone)).toBeUndefined()
      expect(() => witness.seal(gone, 'a', secret)).toThrow(expect.objectContaining({ code: 'vault-erased' }))
      expect(witness.open(kept, 'a', sealedKept)).toEqual(secret)
      expect(witness.erasures()).toEqual([gone])
    }
    const file = readFileSync(join(folder, 'slots', '000000.slots'))
    expect(file.subarray(gone * 32, gone * 32 + 32)).toEqual(Buffer.alloc(32))
    expect(file.subarray(kept * 32, kept * 32 + 32)).not.toEqual(Buffer.alloc(32))
  })

  test('destroying twice does no harm; a slot nobody made is refused', async () => {
    const slot = await newKey()
    await vault.destroy([slot, slot])
    await vault.destroy([slot])
    expect(vault.erasures()).toEqual([slot])
    await expect(vault.destroy([12_345])).rejects.toMatchObject({ code: 'vault-missing' })
    expect(vault.erasures()).toEqual([slot])
  })

  test('a destruction by another process is honoured at once, though the key is still in our memory', async () => {
    const slot = await newKey()
    const sealed = vault.seal(slot, 'a', secret)
    expect(vault.open(slot, 'a', sealed)).toEqual(secret)
    const program = `import { openVault } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)}
      const vault = openVault(${JSON.stringify(folder)}, new Uint8Array(32).fill(7))
      await vault.destroy([${slot}])
      await vault.close()`
    await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program])
    expect(vault.open(slot, 'a', sealed)).toBeUndefined()
  })

  test('an old copy of the slot files put back does not bring a key back', async () => {
    const slot = await newKey()
    const sealed = vault.seal(slot, 'a', secret)
    const path = join(folder, 'slots', '000000.slots')
    const backup = readFileSync(path)
    await vault.destroy([slot])
    await vault.close()
    writeFileSync(path, backup)
    const restored = openVault(folder, master)
    expect(restored.open(slot, 'a', sealed)).toBeUndefined()
    await restored.close()
    expect(readFileSync(path).subarray(slot * 32, slot * 32 + 32)).toEqual(Buffer.alloc(32))
  })

  test('a torn line in the log erases nothing, and the next erasure is still read', async () => {
    const [one, twelve, hundred] = [1, 12, 123]
    await newKeys(200)
    await vault.destroy([hundred])
    const line = readFileSync(join(folder, 'erased.log'), 'utf8').trim()
    for (const torn of ['1', '12', '123', '12 ', line.replace('123', '12'), line.slice(0, -1).replace('123', '1')]) {
      appendFileSync(join(folder, 'erased.log'), torn)
      await vault.destroy([hundred])
    }
    expect(vault.erasures()).toEqual([hundred])
    for (const slot of [one, twelve]) expect(vault.open(slot, 'a', vault.seal(slot, 'a', secret))).toEqual(secret)
    await vault.destroy([twelve])
    expect(another().erasures()).toEqual([hundred, twelve])
  })

  test('erasures by thousands are listed in order', async () => {
    const slots = await newKeys(2_500)
    await vault.destroy(slots.slice(0, 1_200))
    await vault.destroy(slots.slice(1_200))
    expect(another().erasures()).toEqual(slots)
  })

  test('making and destroying at once on many files ends right', async () => {
    const batches = await Promise.all(Array.from({ length: 8 }, () => newKeys(600)))
    const sealed = batches.flat().map((slot) => ({ slot, bytes: vault.seal(slot, 'a', secret) }))
    const doomed = sealed.filter(({ slot }) => slot % 3 === 0).map(({ slot }) => slot)
    const half = Math.ceil(doomed.length / 2)
    await Promise.all([vault.destroy(doomed.slice(0, half)), newKeys(500), vault.destroy(doomed.slice(half)), newKeys(500)])
    const cold = another()
    for (const { slot, bytes } of sealed) expect(cold.open(slot, 'a', bytes) === undefined).toBe(slot % 3 === 0)
    expect(await database.one(sql`select last_value as n from vault_slot`)).toEqual({ n: 8 * 600 + 1_000 })
  })
})
