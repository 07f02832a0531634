/** Files of sealed pieces: what was written comes back; anything else, and anything whose key is destroyed, does not. */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openEmbedded } from './database/embedded.ts'
import { migrate } from './database/migrate.ts'
import type { Database } from './database/port.ts'
import { SealedFileFailure, type SealedFiles, sealedFiles } from './sealed-files.ts'
import { openVault, type Vault, vaultMigrations } from './vault/index.ts'

describe('sealed files', () => {
  const base = mkdtempSync(join(tmpdir(), 'portolan-sealed-'))
  const folder = join(base, 'derived')
  let database: Database
  let vault: Vault
  let files: SealedFiles
  let slot: number
  const newSlot = () => database.transaction((writing) => vault.newKey(writing))
  const pieces = [Buffer.from('Karim Benali'), Buffer.from('Giulia Romano'), Buffer.alloc(300_000, 7)]
  async function* given(all: readonly Uint8Array[] = pieces) {
    yield* all
  }
  const read = (name = 'a') =>
    files.read(name, async (facts, from) => {
      const all: Uint8Array[] = []
      for await (const piece of from) all.push(piece)
      return { facts, text: Buffer.concat(all).toString() }
    })
  const failure = async (name = 'a') => {
    const error: unknown = await read(name).then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    return error instanceof SealedFileFailure ? error.code : error
  }

  beforeAll(async () => {
    database = await openEmbedded('memory')
    await migrate(database, [{ name: 'vault', migrations: vaultMigrations }])
    vault = openVault(join(base, 'vault'), randomBytes(32))
    files = sealedFiles(folder, vault)
    slot = await newSlot()
  })
  afterAll(async () => {
    await vault.close()
    await database.close()
    rmSync(base, { recursive: true, force: true })
  })

  test('what was written is read, nothing of it stands in the file, and nothing unfinished is left', async () => {
    await files.write('a', { slot, counter: 7 }, given())
    expect(await read()).toEqual({ facts: { slot, counter: 7 }, text: Buffer.concat(pieces).toString() })
    expect(await files.maybeFacts('a')).toEqual({ slot, counter: 7 })
    expect(readFileSync(join(folder, 'a')).includes('Benali')).toBe(false)
    expect(readdirSync(folder)).toEqual(['a'])
  })

  test('a file of nothing is a file', async () => {
    await files.write('nothing', { slot }, given([]))
    expect(await read('nothing')).toEqual({ facts: { slot }, text: '' })
  })

  test('no file, or one of another form, is none', async () => {
    expect(await read('b')).toBeUndefined()
    expect(await files.maybeFacts('b')).toBeUndefined()
    for (const text of ['', 'portolan-derived-2 {"slot":1}\n', 'portolan-derived-1 {\n', 'portolan-derived-1 {}\n', 'x'.repeat(9_000)]) {
      writeFileSync(join(folder, 'b'), text)
      expect(await read('b')).toBeUndefined()
    }
  })

  test('a byte changed anywhere, an end cut off, a piece left out or in another place is noticed', async () => {
    await files.write('a', { slot, counter: 7 }, given())
    const sound = readFileSync(join(folder, 'a'))
    const head = sound.indexOf('\n') + 1
    const [nothing, one, two] = [0, pieces[0]!.length, pieces[1]!.length].map((length) => 4 + length + 29) as [number, number, number]
    const places = [head + 40, head + nothing + 10, head + nothing + one + 20, sound.length - 1, sound.length - 150_000]
    const changed = places.map((place) => Buffer.from(sound).fill(sound[place]! ^ 1, place, place + 1))
    const cut = [sound.length - 1, head + nothing + one, head + nothing, head].map((length) => sound.subarray(0, length))
    const rest = sound.subarray(head + nothing)
    const moved = [
      Buffer.concat([sound.subarray(0, head + nothing), rest.subarray(one)]),
      Buffer.concat([sound.subarray(0, head + nothing), rest.subarray(one, one + two), rest.subarray(0, one), rest.subarray(one + two)]),
      Buffer.concat([Buffer.from(sound.toString('latin1', 0, head).replace('7', '8')), sound.subarray(head)]),
    ]
    for (const bytes of [...changed, ...cut, ...moved]) {
      writeFileSync(join(folder, 'a'), bytes)
      expect(await failure()).toBe('damaged')
    }
    writeFileSync(join(folder, 'other'), sound)
    expect(await failure('other')).toBe('damaged')
    expect(await files.maybeFacts('other')).toBeUndefined()
    writeFileSync(join(folder, 'a'), sound)
    expect(await failure()).toBeUndefined()
  })

  test('once its key is destroyed a file opens no more, and one that is being written is not finished', async () => {
    const doomed = await newSlot()
    await files.write('a', { slot: doomed }, given())
    const writing = files.write(
      'late',
      { slot: doomed },
      (async function* () {
        yield pieces[0]!
        await vault.destroy([doomed])
        yield pieces[1]!
      })(),
    )
    await expect(writing).rejects.toMatchObject({ code: 'vault-erased' })
    expect(await failure()).toBe('gone')
    expect(await files.maybeFacts('a')).toBeUndefined()
    expect(existsSync(join(folder, 'late'))).toBe(false)
  })
})
