/** The journal as partners and administrators meet it: receipts that can be held against it, and the command line over a node at rest and at work. */
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { backup } from '#kernel/backup.ts'
import { openDatabase } from '#kernel/database/open.ts'
import { sql } from '#kernel/database/sql.ts'
import { exportJournal, newestCheckpoint, proveInclusion } from '#kernel/journal-export.ts'
import { type JournalReport, verifyInclusionOf, verifyJournal } from '#kernel/journal-verify.ts'
import { storeAttachment } from '#kernel/post/attachments.ts'
import { Usage } from '#main/commands/arguments.ts'
import { backupCommand, restoreCommand } from '#main/commands/backup.ts'
import { doctorCommand, examine, examineDatabase, type Finding } from '#main/commands/doctor.ts'
import { journalCommand } from '#main/commands/journal.ts'
import { keysCommand } from '#main/commands/keys.ts'
import { openControl } from '#main/control.ts'
import { databaseFolder } from '#main/open-node.ts'
import type { Receipt } from '#wire/receipt.ts'
import { ran } from './command.ts'
import { drill, drillTypes } from './drill/index.ts'
import { network, type TestNetwork, type TestNode } from './network.ts'

async function* journalOf({ node }: TestNode) {
  const lines: string[] = []
  await exportJournal(node, async (line) => void lines.push(line))
  yield* lines
}

describe('two nodes and their journals', () => {
  let net: TestNetwork
  let esp: TestNode
  let mar: TestNode
  beforeAll(async () => {
    net = await network(['esp', 'mar'], { capabilities: [drill], types: drillTypes })
    esp = net.nodes.esp!
    mar = net.nodes.mar!
    for (let number = 0; number < 5; number++) await esp.does('drill.say', { network: 'euromed', to: ['mar'], number })
    await net.settle()
  })
  afterAll(() => net.close())

  const stated = (id: string) => net.roster().members.find((one) => one.id === id)!.journal

  test('Spain holds Morocco to its receipt: what it promised is in its journal', async () => {
    const rows = await esp.node.database.many<{ receipt: string }>(sql`select receipt from outbox`)
    expect(rows).toHaveLength(5)
    for (const row of rows) {
      const receipt = JSON.parse(Buffer.from(row.receipt.split('.')[1]!, 'base64url').toString('utf8')) as Receipt
      const proof = await proveInclusion(mar.node, receipt.journal.entry)
      expect(verifyInclusionOf(receipt.journal, proof!, stated('mar'))).toMatchObject({ ok: true })
      expect(await proveInclusion(esp.node, receipt.journal.entry)).toBeUndefined()
    }
  })

  test('each verifies by the key in the roster, and not by the other', async () => {
    for (const node of [esp, mar])
      expect(await verifyJournal(journalOf(node), { verifier_key: stated(node.id) }), node.id).toMatchObject({ ok: true, altered: [] })
    await expect(verifyJournal(journalOf(esp), { verifier_key: stated('mar') })).rejects.toThrow('portolan/mar')
  })

  test('a checkpoint that Spain kept catches Morocco when it forgets a message and signs anew', async () => {
    const { note } = (await newestCheckpoint(mar.node.database))!
    await esp.does('drill.say', { network: 'euromed', to: ['mar'], number: 6 })
    await net.settle()
    expect(await verifyJournal(journalOf(mar), { verifier_key: stated('mar'), earlier: [note] })).toMatchObject({
      ok: true,
      held: [{ verdict: 'agrees' }],
    })
    await mar.node.database.transaction((writing) =>
      writing.run(sql`delete from journal_entry where event = 'post.received' and sequence < 5`),
    )
    const report = await verifyJournal(journalOf(mar), { verifier_key: stated('mar') })
    expect(report.ok).toBe(false)
    expect(report.missing.length).toBeGreaterThan(0)
    expect(report.altered.map(({ reason }) => reason)).toContain('missing')
  })
})

describe('the command line', () => {
  let net: TestNetwork
  let esp: TestNode
  let config: string
  let folder: string
  let folderOfAll: string
  beforeAll(async () => {
    net = await network(['esp', 'mar'])
    esp = net.nodes.esp!
    folder = esp.folder
    folderOfAll = join(folder, '..')
    config = join(folderOfAll, 'esp.json')
    const { node } = esp
    const [membership] = node.peers.memberships
    writeFileSync(
      config,
      JSON.stringify({
        id: 'esp',
        name: 'Spain',
        folder,
        memberships: [membership],
        officers: { host: '127.0.0.1', port: 1 },
        partners: { host: '127.0.0.1', port: 2 },
      }),
    )
    await node.database.transaction((writing) =>
      node.journal.append(writing, ...Array.from({ length: 30 }, (_, i) => ({ event: 'record.read', subject: `record:${i}` }))),
    )
    const officer = {
      id: 'o-1',
      name: 'o',
      member: 'esp',
      unit: 'spoc',
      roles: ['desk' as const],
      clearance: 2 as const,
      language: 'en' as const,
    }
    for (let i = 0; i < 3; i++) await storeAttachment(node, new Uint8Array(100_000 + i), `scan-${i}.pdf`, 'application/pdf', officer)
    await net.settle()
  })
  afterAll(async () => {
    await net.nodes.mar!.close()
    rmSync(folderOfAll, { recursive: true, force: true })
  })

  const control = () =>
    openControl(folder, esp, {
      'journal-export': ({ node }, _, write) => exportJournal(node, write),
      backup: async ({ node }, _, write) => void (await backup(node, write)),
      status: async (_, __, write) => write('{"node":"esp"}'),
      doctor: async ({ node }, _, write) => {
        for (const one of await examineDatabase({
          database: node.database,
          keys: node.keys,
          memberships: node.peers.memberships,
          now: node.clock.now(),
        }))
          await write(JSON.stringify(one))
      },
    })
  const path = (name: string) => join(folderOfAll, name)

  test('while the node runs, its journal, back-up and health are asked of it', async () => {
    await expect(ran(journalCommand, 'verify', '--config', config)).rejects.toThrow('in use')
    const open = await control()
    expect(await ran(journalCommand, 'verify', '--config', config)).toMatchObject({
      code: 0,
      out: expect.stringContaining('the journal is sound'),
    })
    expect((await ran(journalCommand, 'export', '--config', config, '--to', path('journal.jsonl'))).code).toBe(0)
    await expect(ran(backupCommand, '--config', config, '--to', path('saved'))).rejects.toThrow('for whom is it sealed')
    const saved = await ran(backupCommand, '--config', config, '--to', path('saved'), '--unsealed')
    expect(saved.code).toBe(0)
    expect(JSON.parse(saved.out)).toMatchObject({ node: 'esp', sealed: false, attachments: 3, attachments_lacking: 0 })
    expect(readdirSync(path('saved')).sort()).toEqual(['attachments', 'database.jsonl.gz'])
    expect(statSync(join(path('saved'), 'database.jsonl.gz')).mode & 0o077).toBe(0)
    await expect(ran(restoreCommand, '--config', config, '--from', path('saved'))).rejects.toThrow('running')
    await expect(ran(backupCommand, '--config', config, '--to', path('saved'), '--unsealed')).rejects.toThrow('there already')
    const doctor = await ran(doctorCommand, '--config', config, '--json')
    const findings = doctor.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Finding)
    expect(findings.filter(({ level }) => level === 'fail')).toEqual([])
    expect(findings.map(({ check }) => check)).toEqual(
      expect.arrayContaining(['config', 'private', 'disk', 'pages', 'vault', 'node', 'database', 'clock', 'roster', 'keys', 'journal']),
    )
    await open.close()
  })

  test('a node that breaks off leaves no file that looks whole', async () => {
    const open = await openControl(folder, esp, {
      'journal-export': async (_, __, write) => {
        await write('{"format":"portolan-journal-1"}')
        throw new Error('the disk is gone')
      },
    })
    await expect(ran(journalCommand, 'export', '--config', config, '--to', path('broken.jsonl'))).rejects.toThrow('the disk is gone')
    await expect(ran(backupCommand, '--config', config, '--to', path('broken'), '--unsealed')).rejects.toThrow('no command backup')
    expect(existsSync(path('broken.jsonl')) || existsSync(path('broken'))).toBe(false)
    await open.close()
  })

  test('an export is verified offline, by a key and a checkpoint from elsewhere', async () => {
    const { note } = (await newestCheckpoint(esp.node.database))!
    writeFileSync(path('note'), note)
    const key = net.roster().members[0]!.journal
    const told = await ran(journalCommand, 'verify', path('journal.jsonl'), '--key', key, '--checkpoint', path('note'), '--json')
    expect(JSON.parse(told.out) as JournalReport).toMatchObject({ ok: true, key: 'given', held: [{ verdict: 'agrees' }] })
    expect((await ran(journalCommand, 'verify', path('journal.jsonl'))).out).toContain('give --key')
    const lines = readFileSync(path('journal.jsonl'), 'utf8').split('\n')
    writeFileSync(
      path('altered.jsonl'),
      lines.map((line) => (line.includes('record:7\\"') ? line.replace('record:7', 'record:8') : line)).join('\n'),
    )
    const altered = await ran(journalCommand, 'verify', path('altered.jsonl'), '--key', key)
    expect(altered.code).toBe(1)
    expect(altered.out).toMatch(/^ROW portolan\/esp entry \d+ \([0-9a-f-]{36}\): row and nonce do not give the entry$/m)
    const entry = (JSON.parse(lines[3]!) as { entry: string }).entry
    expect(JSON.parse((await ran(journalCommand, 'prove', path('journal.jsonl'), '--entry', entry)).out)).toEqual(
      await proveInclusion(esp.node, entry),
    )
    expect((await ran(journalCommand, 'prove', path('journal.jsonl'), '--entry', '00'.repeat(32))).code).toBe(1)
  })

  test('asked wrongly it says how', async () => {
    for (const args of [
      [],
      ['verify'],
      ['verify', path('nowhere')],
      ['prove', '--config', config, '--entry', 'x'],
      ['export', '--config', config],
      ['verify', '--what'],
    ]) {
      await expect(ran(journalCommand, ...args), args.join(' ')).rejects.toBeInstanceOf(Usage)
    }
  })

  test('a node at rest is backed up, lost, restored, and found sound', async () => {
    await esp.close()
    net.wire.doors.delete('esp')
    const before = await ran(journalCommand, 'verify', '--config', config, '--json')
    const report = JSON.parse(before.out) as JournalReport
    expect(report).toMatchObject({ ok: true })
    const recipient = (await ran(keysCommand, 'backup', '--to', path('key'))).out.trim()
    expect((await ran(backupCommand, '--config', config, '--to', path('second'), '--recipient', recipient)).code).toBe(0)
    const restoring = ['--config', config, '--from', path('second'), '--identity', path('key')]
    await expect(ran(restoreCommand, ...restoring)).rejects.toMatchObject({ code: 'backup-target' })
    rmSync(databaseFolder(folder), { recursive: true })
    rmSync(join(folder, 'attachments'), { recursive: true })
    const restored = await ran(restoreCommand, ...restoring)
    expect(restored.code).toBe(0)
    expect(JSON.parse(restored.out)).toMatchObject({ node: 'esp', links: 1, attachments: 3, attachments_adopted: 0, keys_missing: 0 })
    const after = JSON.parse((await ran(journalCommand, 'verify', '--config', config, '--json')).out) as JournalReport
    expect(after).toMatchObject({ ok: true, size: 1, logs: [{ size: report.size, root: report.root }, {}] })
    const entry = await proofOf(folder)
    expect((await ran(journalCommand, 'prove', '--config', config, '--entry', entry)).code).toBe(0)
  })

  test('the doctor names what is wrong and what to do', async () => {
    const at = new Date('2026-03-03T08:00:00.000Z')
    const look = async (now = at) => (await examine(config, now)).filter(({ level }) => level !== 'ok')
    const names = (found: readonly Finding[]) => found.map(({ check, level }) => `${check} ${level}`)
    const resting = await look()
    expect(names(resting).filter((name) => !name.startsWith('pages'))).toEqual(['node warn', 'partner warn'])
    expect(resting.every(({ next }) => next)).toBe(true)
    chmodSync(join(folder, 'keys', 'node.json'), 0o644)
    expect(await look()).toContainEqual({
      check: 'private',
      level: 'fail',
      says: `others may read ${join(folder, 'keys', 'node.json')}`,
      next: `chmod 600 ${join(folder, 'keys', 'node.json')}`,
    })
    chmodSync(join(folder, 'keys', 'node.json'), 0o600)
    expect(names(await look(new Date('2026-12-20T00:00:00.000Z')))).toContain('roster warn')
    expect((await look(new Date('2027-01-02T00:00:00.000Z'))).find(({ check }) => check === 'roster')).toMatchObject({
      level: 'warn',
      says: expect.stringContaining('48 more hours'),
    })
    expect(names(await look(new Date('2028-01-05T00:00:00.000Z')))).toEqual(expect.arrayContaining(['roster fail', 'keys fail']))
    const master = readFileSync(join(folder, 'vault', 'master.check'))
    writeFileSync(join(folder, 'vault', 'master.check'), `${'0'.repeat(64)}\n`)
    expect(names(await look())).toContain('vault fail')
    writeFileSync(join(folder, 'vault', 'master.check'), master)
    const database = await openDatabase({ folder: databaseFolder(folder) })
    await database.transaction((writing) => writing.run(sql`update journal_head set roots[1] = ${new Uint8Array(32)}`))
    await database.close()
    expect(await look()).toContainEqual({
      check: 'journal',
      level: 'fail',
      says: 'the newest checkpoint does not sign the head of the log',
      next: 'portolan journal verify',
    })
    expect((await ran(doctorCommand, '--config', config)).code).toBe(1)
    writeFileSync(path('bad.json'), '{"id":"ESP"}')
    expect(await examine(path('bad.json'))).toMatchObject([{ check: 'config', level: 'fail' }])
  })
})

/** Any entry of the open log. */
async function proofOf(folder: string): Promise<string> {
  const database = await openDatabase({ folder: databaseFolder(folder) })
  const { entry } = await database.one<{ entry: Uint8Array }>(sql`select entry from journal_entry where log = 2 and sequence = 0`)
  await database.close()
  return Buffer.from(entry).toString('hex')
}
