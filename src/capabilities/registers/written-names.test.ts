/** Names written down for the next start: what a start finds is what it would have opened record by record, and nothing erased is in it. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Remembering, Unsealing } from '#kernel/capability.ts'
import { openEmbedded } from '#kernel/database/embedded.ts'
import { migrate, readMigrations } from '#kernel/database/migrate.ts'
import type { Database } from '#kernel/database/port.ts'
import { sql } from '#kernel/database/sql.ts'
import type { Node } from '#kernel/node.ts'
import { type SealedFiles, sealedFiles } from '#kernel/sealed-files.ts'
import { sealing, settledDooms, unsealing } from '#kernel/sealing.ts'
import { openVault, type Vault, vaultMigrations } from '#kernel/vault/index.ts'
import { utf8 } from '#lib/bytes.ts'
import type { Content } from './kinds.ts'
import { countChange, deleteChanges, RECORD_LABEL } from './store/compared.ts'
import { knownId as id, knownRecord } from './store/known-record.ts'
import { eraseRecord, insertRecord } from './store/records.ts'
import { destroyWritten } from './written-names.ts'

type Process = typeof import('./held-names.ts')
const NOW = new Date('2026-03-02T08:00:00.000Z')
let processes = 0
/** A process that has just started: it holds nothing. */
const newProcess = (): Promise<Process> => import(/* @vite-ignore */ `./held-names.ts?written=${++processes}`)

describe('names written down', () => {
  const base = mkdtempSync(join(tmpdir(), 'portolan-written-'))
  const derived = join(base, 'derived')
  const path = join(derived, 'registers.names.esp')
  let database: Database
  let vault: Vault
  let held: Pick<Node, 'vault' | 'keys'>
  let files: SealedFiles
  let opened = 0
  let clock = NOW
  let counting: Unsealing

  beforeAll(async () => {
    database = await openEmbedded('memory')
    await migrate(database, [
      { name: 'vault', migrations: vaultMigrations },
      { name: 'kernel', migrations: readMigrations(new URL('../../kernel/migrations/', import.meta.url)) },
      { name: 'registers', migrations: readMigrations(new URL('./migrations/', import.meta.url)) },
    ])
    vault = openVault(join(base, 'vault'), randomBytes(32))
    held = { vault, keys: undefined as never }
    files = sealedFiles(derived, vault)
    const plain = unsealing(held)
    counting = {
      open: plain.open,
      openJson: <T>(slot: number, label: string, sealed: Uint8Array) => {
        opened++
        return plain.openJson<T>(slot, label, sealed)
      },
    }
  })
  afterAll(async () => {
    await vault.close()
    await database.close()
    rmSync(base, { recursive: true, force: true })
  })

  const transaction: Remembering['transaction'] = (work) =>
    database.transaction(async (writing) => {
      const result = await work(writing, sealing(held, writing))
      await settledDooms(writing)
      return result
    })
  const how = (other: Partial<Remembering> = {}): Remembering => ({
    own: 'esp',
    now: clock,
    epoch: 'one',
    reading: database,
    vault: counting,
    files,
    transaction,
    ...other,
  })

  const hold = (n: number, subject: Content['subject']) =>
    transaction(async (writing, sealed) => {
      const [slot] = (await sealed.newSlots(1)) as [number]
      const kind = subject.person ? 'person' : 'firearm'
      const sealed_record = sealed.seal(slot, RECORD_LABEL, utf8(JSON.stringify({ subject, remarks: {} })))
      await insertRecord(writing, knownRecord(n, { kind, slot, sealed: sealed_record }))
      await countChange(writing, { record: id(n) }, NOW)
    })
  /** As the action of the two officers does. */
  const erase = (n: number) =>
    transaction(async (writing, sealed) => {
      const { slot } = await writing.one<{ slot: number }>(sql`select slot from registers_record where id = ${id(n)}`)
      await eraseRecord(writing, id(n), NOW, 'o')
      await countChange(writing, { record: id(n) }, NOW)
      sealed.destroy([slot])
      await destroyWritten(sealed, 'esp')
    })
  const asked = async (process: Process, text: string) =>
    (await process.recordsByName(database, counting, 'esp', { names: [{ text }] }, 0.6)).map((record) => Number(record.slice(-4)))
  const person = (text: string): Content['subject'] => ({ person: { names: [{ text }], birth_date: '1980-05-05', sex: 'M' } })

  /** Starts a process and answers what it holds and how many records it had to open for that. */
  async function started(with_how = how()): Promise<{ process: Process; records: number; opened: number }> {
    const process = await newProcess()
    const before = opened
    const { records } = await process.warm(database, counting, 'esp', with_how)
    return { process, records, opened: opened - before }
  }
  /** A first start, and its file. */
  async function written(): Promise<Process> {
    rmSync(derived, { recursive: true, force: true })
    const { process } = await started()
    await process.keep(how(), false)
    return process
  }

  test('a start after the first opens no record, and answers the same', async () => {
    await hold(1, person('Karim Benali'))
    await hold(2, { person: { names: [{ text: 'محمد العلوي' }, { text: 'Mohamed Alaoui' }], nationalities: ['MAR'] } })
    await hold(3, { firearm: { category: 'handgun', serial: 'PX12345' } })
    const first = await written()
    const { process, records, opened: count } = await started()
    expect([records, count]).toEqual([2, 0])
    for (const text of ['كريم بنعلي', 'Muhammad Al-Alawi', 'Anna Eriksson'])
      expect(await asked(process, text)).toEqual(await asked(first, text))
    expect(await asked(process, 'Muhammad Al-Alawi')).toEqual([2])
    expect((await process.recordsByWornSerial(database, counting, 'esp', 'PX1?345', false)).records).toEqual([id(3)])
    expect(readFileSync(path).includes('Benali')).toBe(false)
  })

  test('what has changed since is opened alone', async () => {
    await written()
    await hold(4, person('Giulia Romano'))
    await transaction(async (writing) => {
      await writing.run(sql`update registers_record set status = 'withdrawn' where id = ${id(1)}`)
      await countChange(writing, { record: id(1) }, NOW)
    })
    const { process, opened: count } = await started()
    expect(count).toBe(1)
    expect(await asked(process, 'Giulia Romano')).toEqual([4])
    expect(await asked(process, 'Karim Benali')).toEqual([])
  })

  test('few changes wait; many are written with what the older file says of the rest', async () => {
    const process = await written()
    const before = readFileSync(path)
    await hold(5, person('Ahmed Mansouri'))
    await process.keep(how(), false)
    await process.keep(how(), true)
    expect(readFileSync(path).equals(before)).toBe(true)
    for (let n = 100; n < 600; n++) await hold(n, person(`Person Number ${n}`))
    const at = opened
    await process.keep(how(), true)
    expect(opened - at).toBe(500)
    expect(readFileSync(path).equals(before)).toBe(false)
    const again = await started()
    expect([again.records, again.opened]).toEqual([503, 0])
    expect(await asked(again.process, 'Ahmed Mansouri')).toEqual([5])
    expect(await asked(again.process, 'Giulia Romano')).toEqual([4])
  })

  test('a file that is missing, damaged, of another form, epoch, member or database, or ahead of this one is made anew from the records', async () => {
    const whole = 505
    await written()
    const sound = readFileSync(path)
    const { counter } = await database.one<{ counter: number }>(sql`select counter from registers_head`)
    const change = (from: string, to: string) =>
      Buffer.concat([Buffer.from(sound.toString('utf8', 0, 400).replace(from, to)), sound.subarray(400)])
    const not = [
      undefined,
      Buffer.from(sound).fill(0, sound.length - 40, sound.length - 20),
      sound.subarray(0, sound.length - 1_000),
      change('"form":1', '"form":2'),
      change(`"counter":${counter}`, `"counter":${counter - 1}`),
      Buffer.alloc(sound.length),
    ]
    for (const bytes of not) {
      rmSync(path, { force: true })
      if (bytes) writeFileSync(path, bytes)
      expect(await started()).toMatchObject({ records: whole - 2, opened: whole - 1 })
    }
    writeFileSync(path, sound)
    expect(await started(how({ epoch: 'two' }))).toMatchObject({ opened: whole - 1 })
    expect((await started()).opened).toBe(0)
    // a database set back to before the file, which then went another way
    await database.transaction(async (writing) => {
      await writing.run(sql`update registers_head set counter = counter - 1`)
      await writing.run(sql`delete from registers_change where counter = ${counter}`)
    })
    expect(await started()).toMatchObject({ opened: whole - 1 })
    await database.transaction((writing) => countChange(writing, { record: id(700) }, NOW))
    expect(await started()).toMatchObject({ opened: whole - 1 })
  })

  test('where the list of changes was shortened beyond the file, all is opened; the last change always stays', async () => {
    await written()
    await database.transaction((writing) => deleteChanges(writing, new Date(NOW.getTime() + 1), 10_000))
    expect((await started()).opened).toBe(0)
    for (let n = 0; n < 2; n++) await database.transaction((writing) => countChange(writing, { record: id(700) }, NOW))
    await database.transaction((writing) => deleteChanges(writing, new Date(NOW.getTime() + 1), 10_000))
    expect((await started()).opened).toBeGreaterThan(500)
  })

  test('erasing a record destroys the key of the file; a new file is made later, without it', async () => {
    const process = await written()
    const dead = readFileSync(path)
    await erase(4)
    expect(await files.maybeFacts('registers.names.esp')).toBeUndefined()
    await expect(
      files.read('registers.names.esp', async (_, pieces) => {
        for await (const _piece of pieces) throw new Error('it opened')
      }),
    ).rejects.toMatchObject({ code: 'gone' })
    const after = await started()
    expect(after.opened).toBeGreaterThan(500)
    expect(await asked(after.process, 'Giulia Romano')).toEqual([])
    await process.keep(how(), true)
    expect(readFileSync(path).equals(dead)).toBe(true)
    await process.keep(how(), false)
    const text = await files.read('registers.names.esp', async (_, pieces) => {
      const all: Uint8Array[] = []
      for await (const piece of pieces) all.push(piece)
      return Buffer.concat(all).toString()
    })
    expect(text).toContain('Ahmed Mansouri')
    expect(text).not.toContain('Romano')
    expect((await started()).opened).toBe(0)
    // not after each erasure: it opens every record
    await erase(5)
    const at = opened
    await process.keep(how(), false)
    expect(opened - at).toBeLessThan(10)
    clock = new Date(NOW.getTime() + 600_000)
    await process.keep(how(), false)
    expect((await started()).opened).toBe(0)
  })

  test('an erasure while the file is being written leaves none that opens', async () => {
    rmSync(derived, { recursive: true, force: true })
    const { process } = await started()
    let interrupted = false
    const slow: SealedFiles = {
      ...files,
      write: async (name, facts, pieces) =>
        files.write(
          name,
          facts,
          (async function* () {
            for await (const piece of pieces) {
              yield piece
              if (!interrupted) await erase(100)
              interrupted = true
            }
          })(),
        ),
    }
    await process.keep(how({ files: slow }), false)
    expect(interrupted).toBe(true)
    expect(await files.maybeFacts('registers.names.esp')).toBeUndefined()
    expect(readdirSync(derived)).toEqual([])
  })

  test('who held the register before an erasure writes no file with what was erased', async () => {
    rmSync(derived, { recursive: true, force: true })
    const { process } = await started()
    let counted = false
    // erased between the last look at the register and the key of the file
    const late: Remembering['transaction'] = async (work) => {
      if (!counted) await erase(101)
      counted = true
      return transaction(work)
    }
    await process.keep(how({ transaction: late }), false)
    expect(counted).toBe(true)
    expect(readdirSync(base).includes('derived') ? readdirSync(derived) : []).toEqual([])
    await process.keep(how(), false)
    const text = await files.read('registers.names.esp', async (_, pieces) => {
      const all: Uint8Array[] = []
      for await (const piece of pieces) all.push(piece)
      return Buffer.concat(all).toString()
    })
    expect(text).toContain('Person Number 102')
    expect(text).not.toContain('Person Number 101')
  })
})
