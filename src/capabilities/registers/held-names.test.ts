/** The register in memory, in two processes over one database: current after every kind of change, brought in once. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Unsealing } from '#kernel/capability.ts'
import { openEmbedded } from '#kernel/database/embedded.ts'
import { migrate, readMigrations } from '#kernel/database/migrate.ts'
import type { Database, Reader } from '#kernel/database/port.ts'
import { sql, textOf } from '#kernel/database/sql.ts'
import { openVault, type Vault, vaultMigrations } from '#kernel/vault/index.ts'
import { utf8 } from '#lib/bytes.ts'
import type { Content } from './kinds.ts'
import { countChange, RECORD_LABEL } from './store/compared.ts'
import { knownId as id, knownRecord } from './store/known-record.ts'
import { eraseRecord, insertRecord } from './store/records.ts'

const NOW = new Date('2026-03-02T08:00:00.000Z')
const processOf = (n: number): Promise<typeof import('./held-names.ts')> => import(/* @vite-ignore */ `./held-names.ts?process=${n}`)

describe('names held in memory', () => {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-held-'))
  let database: Database
  let vault: Vault
  let unsealing: Unsealing
  let first: typeof import('./held-names.ts')
  let second: typeof import('./held-names.ts')

  beforeAll(async () => {
    database = await openEmbedded('memory')
    await migrate(database, [
      { name: 'vault', migrations: vaultMigrations },
      { name: 'registers', migrations: readMigrations(new URL('./migrations/', import.meta.url)) },
    ])
    vault = openVault(folder, randomBytes(32))
    unsealing = {
      open: (slot, label, sealed) => vault.open(slot, label, sealed),
      openJson: <T>(slot: number, label: string, sealed: Uint8Array) => {
        const plain = vault.open(slot, label, sealed)
        return plain === undefined ? undefined : (JSON.parse(Buffer.from(plain).toString()) as T)
      },
    }
    first = await processOf(1)
    second = await processOf(2)
  })
  afterAll(async () => {
    await vault.close()
    await database.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const hold = (n: number, subject: Content['subject'], member = 'esp') =>
    database.transaction(async (writing) => {
      const slot = await vault.newKey(writing)
      const sealed = vault.seal(slot, RECORD_LABEL, utf8(JSON.stringify({ subject, remarks: {} })))
      const kind = subject.person ? ('person' as const) : ('firearm' as const)
      await insertRecord(writing, knownRecord(n, { member, kind, slot, sealed }))
      await countChange(writing, { record: id(n) }, NOW)
    })
  const person = (text: string) => ({ person: { names: [{ text }] } })
  const asked = (text: string, reading: Reader = database, member = 'esp') =>
    Promise.all([first, second].map((process) => process.recordsByName(reading, unsealing, member, { names: [{ text }] }, 0.6)))

  test('two processes are two', () => expect(first.recordsByName).not.toBe(second.recordsByName))

  test('both see what was there, what was added, changed and erased, and nothing of another member', async () => {
    await hold(1, person('Karim Benali'))
    await hold(2, person('Giulia Romano'), 'ita')
    expect(await asked('كريم بنعلي')).toEqual([[id(1)], [id(1)]])
    await hold(3, person('Mohamed Alaoui'))
    expect(await asked('Muhammad Al-Alawi')).toEqual([[id(3)], [id(3)]])
    expect(await asked('Giulia Romano')).toEqual([[], []])
    expect(await asked('Giulia Romano', database, 'ita')).toEqual([[id(2)], [id(2)]])
    await database.transaction(async (writing) => {
      await eraseRecord(writing, id(3), NOW, 'o')
      await countChange(writing, { record: id(3) }, NOW)
    })
    expect(await asked('Mohamed Alaoui')).toEqual([[], []])
  })

  test('many who ask at once bring it in once', async () => {
    const third = await processOf(3)
    let pages = 0
    const counting: Reader = {
      many: (query) => {
        if (textOf(query).includes('order by slot limit')) pages++
        return database.many(query)
      },
      one: (query) => database.one(query),
      maybeOne: (query) => database.maybeOne(query),
    }
    const found = await Promise.all(
      Array.from({ length: 20 }, () => third.recordsByName(counting, unsealing, 'esp', { names: [{ text: 'Karim Benali' }] }, 0.6)),
    )
    expect(found).toEqual(Array.from({ length: 20 }, () => [id(1)]))
    expect(pages).toBe(1)
  })

  test('one whose reading fails does not fail the others', async () => {
    const fourth = await processOf(4)
    const broken: Reader = {
      one: (query) => database.one(query),
      maybeOne: (query) => database.maybeOne(query),
      many: () => Promise.reject(new Error('the reader is over')),
    }
    const ask = (reading: Reader) => fourth.recordsByName(reading, unsealing, 'esp', { names: [{ text: 'Karim Benali' }] }, 0.6)
    const [failed, fine] = await Promise.allSettled([ask(broken), ask(database)])
    expect([failed.status, fine.status]).toEqual(['rejected', 'fulfilled'])
    expect(fine).toMatchObject({ value: [id(1)] })
  })

  test('serials with worn characters are compared on either side', async () => {
    await hold(10, { firearm: { category: 'handgun', serial: 'PX12345' } })
    await hold(11, { firearm: { category: 'handgun', serial: 'GL?8765' } })
    const worn = async (serial: string, look_alikes = false) =>
      (await second.recordsByWornSerial(database, unsealing, 'esp', serial, look_alikes)).records
    expect(await worn('PX1?345')).toEqual([id(10)])
    expect(await worn('GL98765')).toEqual([id(11)])
    expect(await worn('PXI?345')).toEqual([])
    expect(await worn('PXI?345', true)).toEqual([id(10)])
    expect(await worn('PX12346')).toEqual([])
    await database.transaction(async (writing) => {
      await eraseRecord(writing, id(11), NOW, 'o')
      await countChange(writing, { record: id(11) }, NOW)
    })
    expect(await worn('GL98765')).toEqual([])
  })

  test('a shortened list of changes, and a restored database, are read anew', async () => {
    await hold(20, person('Salma Haddad'))
    await database.transaction((writing) => writing.run(sql`delete from registers_change`))
    await hold(21, person('Yassine Tazi'))
    expect(await asked('Salma Haddad')).toEqual([[id(20)], [id(20)]])
    expect(await asked('Yassine Tazi')).toEqual([[id(21)], [id(21)]])
    await database.transaction(async (writing) => {
      await writing.run(sql`delete from registers_record where id = ${id(21)}`)
      await writing.run(sql`update registers_head set counter = 1`)
    })
    expect(await asked('Yassine Tazi')).toEqual([[], []])
    expect(await asked('Salma Haddad')).toEqual([[id(20)], [id(20)]])
  })
})
