/** `portolan backup` and `portolan restore` over a node's folder: sealed for a key that lies elsewhere, signed by the node, and refused where either fails. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '#kernel/database/open.ts'
import { sql } from '#kernel/database/sql.ts'
import { storeAttachment } from '#kernel/post/attachments.ts'
import { hex, sha256, utf8 } from '#lib/bytes.ts'
import { identitiesIn, opener, sealer } from '#main/commands/age.ts'
import { backupCommand, restoreCommand } from '#main/commands/backup.ts'
import { keysCommand } from '#main/commands/keys.ts'
import { databaseFolder } from '#main/folders.ts'
import { linesOf, writeLines } from '#main/lines.ts'
import { ran } from './command.ts'
import { network, type TestNetwork } from './network.ts'

const DUMP = 'database.jsonl.gz'
/** A text may hold what other systems take for the end of a line. */
const TEXT = 'one\u2028two\u2029three\u0085four'

async function* pieces(bytes: Uint8Array) {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536)
}

async function whole(bytes: AsyncIterable<Uint8Array>) {
  const all: Uint8Array[] = []
  for await (const one of bytes) all.push(one)
  return Buffer.concat(all)
}

describe('a sealed back-up', () => {
  let net: TestNetwork
  let base: string
  let config: string
  let recipient: string
  const path = (name: string) => join(base, name)
  const sealedDump = (folder: string) => join(path(folder), `${DUMP}.age`)

  function configured(id: string, more: object = {}): string {
    const { folder, node } = net.nodes[id]!
    const file = path(`${id}.json`)
    const listener = { host: '127.0.0.1', port: 1 }
    const value = { id, name: id, folder, memberships: node.peers.memberships, officers: listener, partners: listener, ...more }
    writeFileSync(file, JSON.stringify(value))
    return file
  }

  /** A copy of the back-up with another dump in it. */
  async function changed(name: string, change: (dump: Buffer) => Buffer | Promise<Buffer>, sealed = true): Promise<string> {
    mkdirSync(path(name))
    writeFileSync(join(path(name), sealed ? `${DUMP}.age` : DUMP), await change(readFileSync(sealedDump('saved'))))
    return path(name)
  }

  const unsealed = async (dump: Uint8Array) => gunzipSync(await whole(opener(identitiesIn(path('key')))(pieces(dump)))).toString('utf8')
  const sealedAgain = (text: string) => whole(sealer([recipient])(pieces(gzipSync(text))))
  const restoring = (from: string, ...more: string[]) =>
    ran(restoreCommand, '--config', config, '--from', from, '--identity', path('key'), ...more)

  /** As somebody would who may write where back-ups lie: contents, counts and digest agree, the signature is what he has. */
  function forged(text: string, format?: string): string {
    const lines = text.trimEnd().split('\n')
    const { end } = JSON.parse(lines.pop()!) as { end: object }
    const body = lines.map((line, i) => (i === 0 && format ? line.replace('portolan-backup-2', format) : line.replace('three', 'forge')))
    const digest = hex(sha256(utf8(body.map((line) => `${line}\n`).join(''))))
    return [...body, JSON.stringify({ end: { ...end, sha256: digest } }), ''].join('\n')
  }

  beforeAll(async () => {
    net = await network(['esp', 'mar'])
    const esp = net.nodes.esp!
    base = join(esp.folder, '..')
    recipient = (await ran(keysCommand, 'backup', '--to', path('key'))).out.trim()
    await ran(keysCommand, 'backup', '--to', path('other-key'))
    config = configured('esp', { backup_recipients: [recipient] })
    const officer = {
      ...{ id: 'o-1', name: 'o', member: 'esp', unit: 'spoc', roles: ['desk' as const] },
      ...{ clearance: 2 as const, language: 'en' as const },
    }
    await storeAttachment(esp.node, new Uint8Array(100_000), 'scan.pdf', 'application/pdf', officer)
    await esp.node.database.transaction((writing) =>
      writing.run(sql`insert into node_state (name, value) values ('text', ${{ text: TEXT }}::jsonb)`),
    )
    await net.settle()
    await esp.close()
    const saved = await ran(backupCommand, '--config', config, '--to', path('saved'))
    expect(saved.code).toBe(0)
    expect(JSON.parse(saved.out)).toMatchObject({ node: 'esp', sealed: true, attachments: 1, attachments_lacking: 0 })
    // the disk is lost; keys and vault lie elsewhere
    rmSync(databaseFolder(esp.folder), { recursive: true })
    rmSync(join(esp.folder, 'attachments'), { recursive: true })
  })
  afterAll(async () => {
    await net.nodes.mar!.close()
    rmSync(base, { recursive: true, force: true })
  })

  test('shows nothing of the database, and is its owner’s alone', () => {
    expect(readdirSync(path('saved')).sort()).toEqual(['attachments', `${DUMP}.age`])
    expect(statSync(sealedDump('saved')).mode & 0o077).toBe(0)
    const bytes = readFileSync(sealedDump('saved'))
    expect(bytes.subarray(0, 22).toString('latin1')).toBe('age-encryption.org/v1\n')
    expect(bytes.includes(Buffer.from([0x1f, 0x8b, 8, 0]))).toBe(false)
  })

  test.each<[string, () => Promise<string>, string]>([
    ['cut short', () => changed('short', (dump) => dump.subarray(0, dump.length - 1)), 'backup-damaged'],
    [
      'with one byte changed',
      () => changed('byte', (dump) => Buffer.from(dump).fill(dump[dump.length - 99]! ^ 1, dump.length - 99, dump.length - 98)),
      'backup-damaged',
    ],
    ['with its head changed', () => changed('head', (dump) => Buffer.from(dump).fill('x', 30, 31)), 'backup-sealed'],
    ['that is no sealed file', () => changed('none', () => Buffer.from('nothing\n')), 'backup-sealed'],
    ['sealed around something else', () => changed('else', () => sealedAgain('{"format":"other"}\n')), 'backup-form'],
    [
      'changed and sealed again',
      async () => changed('again', async (dump) => sealedAgain((await unsealed(dump)).replace('three', 'forge'))),
      'backup-damaged',
    ],
    ['forged and sealed again', () => changed('forged', async (dump) => sealedAgain(forged(await unsealed(dump)))), 'backup-unsigned'],
    [
      'forged as of the form that nobody signed',
      () => changed('old', async (dump) => sealedAgain(forged(await unsealed(dump), 'portolan-backup-1'))),
      'backup-unsigned',
    ],
    ['of another node', () => ofMorocco(), 'backup-node'],
    ['that is not packed', () => changed('packed', () => whole(sealer([recipient])(pieces(Buffer.from('{}'))))), 'backup-damaged'],
  ])('%s is refused before a database is made', async (_, from, code) => {
    await expect(restoring(await from())).rejects.toMatchObject({ code, message: expect.stringContaining(`${code}: `) })
    expect(existsSync(databaseFolder(net.nodes.esp!.folder))).toBe(false)
  })

  async function ofMorocco(): Promise<string> {
    await net.nodes.mar!.close()
    const mar = configured('mar')
    expect((await ran(backupCommand, '--config', mar, '--to', path('mar-saved'), '--recipient', recipient)).code).toBe(0)
    return path('mar-saved')
  }

  test('opens with its own key alone, and not without', async () => {
    await expect(ran(restoreCommand, '--config', config, '--from', path('saved'))).rejects.toThrow('the back-up is sealed')
    const other = ['--config', config, '--from', path('saved'), '--identity', path('other-key')]
    await expect(ran(restoreCommand, ...other)).rejects.toMatchObject({ code: 'backup-sealed' })
    await expect(ran(backupCommand, '--config', config, '--to', path('x'), '--recipient', 'age1nonsense')).rejects.toThrow(
      'public key of age',
    )
  })

  test('loads into an empty database, files too, texts as they were; one of the older form where it is said to be believed', async () => {
    const esp = net.nodes.esp!
    const look = async () => {
      const database = await openDatabase({ folder: databaseFolder(esp.folder) })
      const { value } = await database.one<{ value: { text: string } }>(sql`select value from node_state where name = 'text'`)
      await database.close()
      rmSync(databaseFolder(esp.folder), { recursive: true })
      return value.text
    }
    const old = await changed('unsigned', async (dump) => gzipSync(forged(await unsealed(dump), 'portolan-backup-1')), false)
    cpSync(join(path('saved'), 'attachments'), join(old, 'attachments'), { recursive: true })
    const believed = await ran(restoreCommand, '--config', config, '--from', old, '--unsigned')
    expect(JSON.parse(believed.out)).toMatchObject({ node: 'esp', attachments: 1 })
    expect(await look()).toBe(TEXT.replace('three', 'forge'))
    rmSync(join(esp.folder, 'attachments'), { recursive: true })
    const told = await restoring(path('saved'))
    expect(told.code).toBe(0)
    expect(JSON.parse(told.out)).toMatchObject({ node: 'esp', keys_missing: 0, attachments: 1, attachments_adopted: 0 })
    expect(readdirSync(join(esp.folder, 'attachments'))).toEqual(readdirSync(join(path('saved'), 'attachments')))
    expect(await look()).toBe(TEXT)
  })
})

describe('lines that go through a seal', () => {
  test('are never many at once, whatever the size', async () => {
    const net = join(process.env.TMPDIR ?? '/tmp', `portolan-lines-${process.pid}`)
    mkdirSync(net)
    const file = join(net, 'many.jsonl.age')
    await ran(keysCommand, 'backup', '--to', join(net, 'key'))
    const [, recipient] = /public key: (\S+)/.exec(readFileSync(join(net, 'key'), 'utf8'))!
    const line = 'x'.repeat(99_999)
    let given = 0
    let ahead = 0
    await writeLines(
      file,
      (async function* () {
        for (let i = 0; i < 400; i++) {
          yield line
          given += 100_000
          ahead = Math.max(ahead, given - (existsSync(file) ? statSync(file).size : 0))
        }
      })(),
      sealer([recipient!]),
    )
    expect(given).toBe(40_000_000)
    expect(ahead).toBeLessThan(8_000_000)
    let taken = 0
    const open = opener(identitiesIn(join(net, 'key')))
    const counting = linesOf(file, (bytes) =>
      open(
        (async function* () {
          for await (const chunk of bytes) {
            taken += chunk.length
            yield chunk
          }
        })(),
      ),
    )
    let read = 0
    ahead = 0
    for await (const one of counting) {
      read += one.length + 1
      ahead = Math.max(ahead, taken - read)
    }
    expect(read).toBe(given)
    expect(ahead).toBeLessThan(8_000_000)
    rmSync(net, { recursive: true })
  })
})
