/** What back-ups are sealed with, against the test vectors of the age format (C2SP CCTV) and, where it is installed, against the tool `age`. */
import { execFileSync, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import * as vectors from 'cctv-age'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hex, sha256 } from '#lib/bytes.ts'
import { identitiesIn, opener, sealer } from '#main/commands/age.ts'
import { keysCommand } from '#main/commands/keys.ts'
import { ran } from '../federation/command.ts'

interface Vector {
  readonly name: string
  readonly meta: Readonly<Record<string, readonly string[]>>
  readonly body: Uint8Array
}

/** Lines `name: value`, an empty one, and the file. */
function read(name: string, bytes: Uint8Array): Vector {
  const at = Buffer.from(bytes).indexOf('\n\n')
  const pairs = Buffer.from(bytes.subarray(0, at))
    .toString('utf8')
    .split('\n')
    .map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)] as const)
  const meta = Object.fromEntries([...Map.groupBy(pairs, ([key]) => key)].map(([key, all]) => [key, all.map(([, value]) => value)]))
  const body = bytes.subarray(at + 2)
  return { name, meta, body: meta.compressed ? inflateSync(body) : body }
}

/** Back-ups are never armoured, nor sealed under a passphrase. */
const ours = Object.entries(vectors as unknown as Readonly<Record<string, Uint8Array>>)
  .filter(([, bytes]) => bytes instanceof Uint8Array)
  .map(([name, bytes]) => read(name, bytes))
  .filter(({ meta }) => !meta.armored && !meta.passphrase && meta.identity)

async function* inPieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function whole(bytes: AsyncIterable<Uint8Array>) {
  const all: Uint8Array[] = []
  for await (const one of bytes) all.push(one)
  return Buffer.concat(all)
}

describe('the vectors of the format', () => {
  test('there are some of every kind', () => {
    const kinds = new Set(ours.map(({ meta }) => meta.expect![0]))
    expect([...kinds].sort()).toEqual(['HMAC failure', 'header failure', 'no match', 'payload failure', 'success'])
    expect(ours.length).toBeGreaterThan(50)
  })

  test.each(ours.map((vector) => [vector.name, vector] as const))('%s', async (_, { meta, body }) => {
    const [expected] = meta.expect!
    // in pieces, so that no border of theirs falls on one of the format
    const opened = whole(opener(meta.identity!)(inPieces(body, 1_001)))
    if (expected === 'success') return expect(hex(sha256(await opened))).toBe(meta.payload![0])
    await expect(opened).rejects.toMatchObject({ code: expected === 'payload failure' ? 'backup-damaged' : 'backup-sealed' })
  })
})

const installed = spawnSync('age', ['--version'], { timeout: 30_000 }).status === 0

describe('the tool age', () => {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-age-'))
  const key = join(folder, 'key')
  const text = randomBytes(300_000)
  let recipient: string
  beforeAll(async () => {
    recipient = (await ran(keysCommand, 'backup', '--to', key)).out.trim()
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test('a key is made once, for its owner alone, and opens what is sealed for it', async () => {
    await expect(ran(keysCommand, 'backup', '--to', key)).rejects.toThrow('there already')
    const sealed = await whole(sealer([recipient])(inPieces(text, 70_000)))
    expect(sealed.includes(text.subarray(0, 32))).toBe(false)
    expect(text.equals(await whole(opener(identitiesIn(key))(inPieces(sealed, 70_000))))).toBe(true)
  })

  test('a file without an end of its header is not read into memory in search of one', async () => {
    let taken = 0
    const endless = async function* () {
      yield Buffer.from('age-encryption.org/v1\n')
      for (; taken < 10_000; taken++) yield Buffer.alloc(65_536, 'A')
    }
    await expect(whole(opener(identitiesIn(key))(endless()))).rejects.toMatchObject({ code: 'backup-sealed' })
    expect(taken).toBeLessThan(10)
  })

  test.skipIf(!installed)(
    `opens what is sealed here, and seals what is opened here${installed ? '' : ' (not run: age is not installed)'}`,
    async () => {
      const sealed = join(folder, 'sealed.age')
      writeFileSync(sealed, await whole(sealer([recipient])(inPieces(text, 70_000))))
      const opened = execFileSync('age', ['--decrypt', '--identity', key, sealed], { timeout: 30_000, maxBuffer: 1e6 })
      expect(text.equals(opened)).toBe(true)
      const theirs = execFileSync('age', ['--encrypt', '--recipient', recipient], { input: text, timeout: 30_000, maxBuffer: 1e6 })
      expect(text.equals(await whole(opener(identitiesIn(key))(inPieces(theirs, 70_000))))).toBe(true)
      const [, made] = /^Public key: (age1\w+)$/m.exec(
        spawnSync('age-keygen', ['--output', join(folder, 'other')], { encoding: 'utf8' }).stderr,
      )!
      const both = await whole(sealer([recipient, made!])(inPieces(text, 70_000)))
      for (const path of [key, join(folder, 'other')])
        expect(text.equals(await whole(opener(identitiesIn(path))(inPieces(both, 70_000))))).toBe(true)
    },
  )
})
