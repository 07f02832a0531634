import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hex, utf8 } from '#lib/bytes.ts'
import { canonicalJson } from '#lib/canonical-json.ts'
import { newSigningKey, signingKey } from '#lib/envelope/index.ts'
import { entryOf, formatCheckpoint, leafHash, nodeHash, parseCheckpoint, signNote, verifierKey } from '#lib/log/index.ts'
import { movableClock } from './clock.ts'
import { openEmbedded } from './database/embedded.ts'
import { migrate, readMigrations } from './database/migrate.ts'
import type { Database, Writer } from './database/port.ts'
import { sql } from './database/sql.ts'
import { createJournal, type Journal } from './journal.ts'
import { exportJournal, newestCheckpoint, proveInclusion } from './journal-export.ts'
import { type JournalReport, proveFromExport, type VerifyOptions, verifyInclusionOf, verifyJournal } from './journal-verify.ts'
import type { KeyRing } from './keys.ts'

const signer = { name: 'portolan/esp', key: signingKey(newSigningKey()) }
const stranger = { name: 'portolan/esp', key: signingKey(newSigningKey()) }
const keys = { journal: signer } as KeyRing
const verifier_key = verifierKey(signer.name, signer.key.publicJwk)

interface Book {
  readonly database: Database
  readonly journal: Journal
  write(subject: string, event?: string): Promise<string>
  sequence(): Promise<number>
  erase(subject: string): Promise<number>
  tamper(work: (writing: Writer) => Promise<unknown>): Promise<void>
  lines(): Promise<string[]>
  verify(options?: VerifyOptions): Promise<JournalReport>
}

async function book(): Promise<Book> {
  const database = await openEmbedded('memory')
  await migrate(database, [{ name: 'kernel', migrations: readMigrations(new URL('./migrations/', import.meta.url)) }])
  const clock = movableClock(new Date('2026-03-02T08:00:00.000Z'))
  const journal = createJournal(keys, clock)
  const lines = async () => {
    const all: string[] = []
    await exportJournal({ database, keys }, async (line) => void all.push(line))
    return all
  }
  return {
    database,
    journal,
    write(subject, event = 'record.read') {
      clock.move(7)
      return database.transaction(
        async (writing) =>
          (await journal.append(writing, { event, network: 'euromed', actor: 'officer-1', subject, detail: { n: 1 } }))[0]!,
      )
    },
    sequence: () => journal.sequence(database),
    erase(subject) {
      clock.move(7)
      return database.transaction((writing) => journal.erase(writing, subject, 'retention', 'officer-2'))
    },
    tamper: async (work) => void (await database.transaction(work)),
    lines,
    verify: async (options = { verifier_key }) => verifyJournal(stream(await lines()), options),
  }
}

async function* stream(lines: readonly string[]) {
  yield* lines
}

/** Twenty entries under checkpoints of five each; `case:7` erased and said to be. */
async function filled(): Promise<Book> {
  const one = await book()
  for (let i = 0; i < 20; i++) {
    await one.write(`case:${i}`)
    if (i % 5 === 4) await one.sequence()
  }
  await one.erase('case:7')
  await one.sequence()
  return one
}

/** The export of a book as an insider leaves it; the database forgets it again. */
async function tampered({ database }: Book, work: (writing: Writer) => Promise<unknown>): Promise<string[]> {
  const lines: string[] = []
  const rolledBack = new Error('rolled back')
  await expect(
    database.transaction(async (writing) => {
      await work(writing)
      await exportJournal({ database: writing, keys }, async (line) => void lines.push(line))
      throw rolledBack
    }),
  ).rejects.toBe(rolledBack)
  return lines
}

const at = (sequence: number) => sql`(select id from journal_entry where sequence = ${sequence})`
const named = ({ altered }: JournalReport) => altered.map(({ sequence, reason }) => `${sequence} ${reason}`)

describe('a journal that nobody touched', () => {
  let sound: Book
  beforeAll(async () => {
    sound = await filled()
  })
  afterAll(() => sound.database.close())

  test('verifies, and tells what was erased by rule', async () => {
    const report = await sound.verify()
    expect(report).toMatchObject({
      origin: 'portolan/esp',
      size: 21,
      entries: 20,
      erased: 1,
      missing: [],
      altered: [],
      checkpoints_verified: 5,
      consistent: true,
      key: 'given',
      ok: true,
    })
  })

  test('its export holds nothing beside the log: header, entries, checkpoints, end', async () => {
    const lines = (await sound.lines()).map((line) => Object.keys(JSON.parse(line) as object).join())
    expect(lines[0]).toBe('format,origin,verifier_key')
    expect(new Set(lines.slice(1, -1))).toEqual(new Set(['sequence,id,entry,row,nonce', 'checkpoint']))
    expect(lines.at(-1)).toBe('end')
  })

  test('an erasure that is not in sequence yet explains the row that is gone', async () => {
    const one = await filled()
    await one.erase('case:3')
    expect(await one.verify()).toMatchObject({ ok: true, erased: 2 })
    await one.database.close()
  })

  test('grows under the checkpoints that partners hold', async () => {
    const { note } = (await newestCheckpoint(sound.database))!
    await sound.write('case:30')
    await sound.sequence()
    const report = await sound.verify({ verifier_key, earlier: [note] })
    expect(report).toMatchObject({ ok: true, held: [{ size: 21, verdict: 'agrees' }] })
  })

  test('shows that a promised entry is in it', async () => {
    const entry = await sound.write('case:31')
    expect(await proveInclusion({ database: sound.database, keys }, entry)).toBeUndefined()
    await sound.sequence()
    const proof = (await proveInclusion({ database: sound.database, keys }, entry))!
    expect(await proveFromExport(stream(await sound.lines()), entry)).toEqual(proof)
    expect(await proveFromExport(stream(await sound.lines()), '00'.repeat(32))).toBeUndefined()
    const receipt = { origin: sound.journal.origin, entry }
    expect(verifyInclusionOf(receipt, proof, verifier_key)).toMatchObject({ ok: true, sequence: proof.sequence })
    expect(verifyInclusionOf(receipt, { ...proof, sequence: proof.sequence - 1 }, verifier_key)).toEqual({ ok: false, reason: 'proof' })
    expect(verifyInclusionOf({ ...receipt, entry: '00'.repeat(32) }, proof, verifier_key)).toEqual({ ok: false, reason: 'another-entry' })
    expect(verifyInclusionOf(receipt, proof, verifierKey('portolan/esp', stranger.key.publicJwk))).toEqual({
      ok: false,
      reason: 'checkpoint',
    })
  })

  test('an export cut short, or of another node, is refused', async () => {
    const lines = await sound.lines()
    expect((await verifyJournal(stream(lines.slice(0, -1)), { verifier_key })).ok).toBe(false)
    expect(named(await verifyJournal(stream(lines.slice(0, 9)), { verifier_key }))).toContain('7 end')
    await expect(verifyJournal(stream(lines), { verifier_key: verifierKey('portolan/mar', signer.key.publicJwk) })).rejects.toThrow(
      'portolan/mar',
    )
    await expect(verifyJournal(stream(lines.slice(1)), { verifier_key })).rejects.toThrow('header')
    await expect(verifyJournal(stream([]), { verifier_key })).rejects.toThrow('empty')
  })

  test('without a given key it says that the export vouches for itself', async () => {
    expect(await sound.verify({})).toMatchObject({ key: 'stated', ok: true })
  })
})

describe('what an insider with the database can do is named', () => {
  const cases: Record<string, { readonly does: (writing: Writer) => Promise<unknown>; readonly finds: readonly string[] }> = {
    'a row changed': {
      does: (w) =>
        w.run(
          sql`update journal_entry set row = convert_to(replace(convert_from(row, 'UTF8'), 'officer-1', 'officer-9'), 'UTF8') where sequence = 12`,
        ),
      finds: ['12 row'],
    },
    'a row changed to bytes that are no text': {
      does: (w) => w.run(sql`update journal_entry set row = ${Uint8Array.of(0xff, 0xfe)} where sequence = 12`),
      finds: ['12 row'],
    },
    'a column changed, the row left': {
      does: (w) => w.run(sql`update journal_entry set actor = 'officer-9', outcome = 'refused' where sequence = 4`),
      finds: ['4 columns'],
    },
    'a time moved by a microsecond': {
      does: (w) => w.run(sql`update journal_entry set at = at + interval '1 microsecond' where sequence = 4`),
      finds: ['4 columns'],
    },
    'the nonce taken away, and no leaf says so': {
      does: (w) => w.run(sql`update journal_entry set nonce = null where sequence = 9`),
      finds: ['9 row'],
    },
    'a row and its nonce taken away, and no leaf says so': {
      does: (w) => w.run(sql`update journal_entry set row = null, nonce = null, actor = null, subject = 'erased' where sequence = 9`),
      finds: ['9 erased'],
    },
    'an erasure reversed with other words': {
      does: (w) => w.run(sql`update journal_entry set row = ${utf8('{"id":"x"}')}, nonce = ${new Uint8Array(32)} where sequence = 7`),
      finds: ['7 row'],
    },
    'two entries changed over': {
      does: (w) =>
        w.run(sql`update journal_entry a set entry = b.entry from journal_entry b where (a.sequence, b.sequence) in ((2, 13), (13, 2))`),
      finds: ['2 row', '2 moved', '13 row', '13 moved'],
    },
    'two rows changed over in sequence': {
      does: async (w) => {
        await w.run(sql`update journal_entry set sequence = 999 where sequence = 2`)
        await w.run(sql`update journal_entry set sequence = 2 where sequence = 3`)
        await w.run(sql`update journal_entry set sequence = 3 where sequence = 999`)
      },
      finds: ['2 moved', '3 moved'],
    },
    'a row deleted': {
      does: (w) => w.run(sql`delete from journal_entry where sequence = 11`),
      finds: ['11 missing'],
    },
    'a row put back to wait for another place': {
      does: (w) => w.run(sql`update journal_entry set sequence = null, log = null where sequence = 11`),
      finds: ['11 missing'],
    },
    'a row written anew, its entry with it': {
      does: (w) => rewrite(w, 6),
      finds: ['6 entry'],
    },
    'a leaf hash of the tree changed': {
      does: (w) => w.run(sql`update journal_node set hash = ${new Uint8Array(32)} where level = 0 and index = 8`),
      finds: ['8 node'],
    },
    'a node hash of the tree changed': {
      does: (w) => w.run(sql`update journal_node set hash = ${new Uint8Array(32)} where level = 2 and index = 1`),
      finds: ['4 node', '0 node'],
    },
    'a node of the tree deleted': {
      does: (w) => w.run(sql`delete from journal_node where level = 3 and index = 1`),
      finds: ['8 node'],
    },
    'a row written anew, its entry and the whole tree with it': {
      does: async (w) => {
        await rewrite(w, 6)
        await retree(w)
      },
      finds: ['5 span'],
    },
    'a checkpoint signed by another key': {
      does: async (w) => {
        const { size, note } = (await newestCheckpoint(w))!
        await w.run(sql`update journal_checkpoint set note = ${signNote(textOf(note), stranger)} where size = ${size}`)
      },
      finds: ['20 checkpoint', '20 unsigned'],
    },
    'the key used to sign another tree': {
      does: (w) =>
        w.run(
          sql`update journal_checkpoint set note = ${signNote(formatCheckpoint({ origin: signer.name, size: 10, root: new Uint8Array(32).fill(9) }), signer)} where size = 10`,
        ),
      finds: ['9 checkpoint'],
    },
    'the newest checkpoint deleted': {
      does: (w) => w.run(sql`delete from journal_checkpoint where size = 21`),
      finds: ['20 unsigned'],
    },
    'the log set back, its newest checkpoint forgotten there': {
      does: async (w) => {
        await w.run(sql`delete from journal_entry where sequence >= 10`)
        await w.run(sql`update journal_head set size = 10`)
      },
      finds: ['14 checkpoint', '19 checkpoint', '20 checkpoint', '7 erased'],
    },
    'the head of the log changed': {
      does: (w) => w.run(sql`update journal_head set roots[1] = ${new Uint8Array(32)}`),
      finds: ['20 end'],
    },
  }

  let one: Book
  let sound: readonly string[]
  beforeAll(async () => {
    one = await filled()
    sound = await one.lines()
  })
  afterAll(async () => {
    expect(await one.lines()).toEqual(sound)
    await one.database.close()
  })

  for (const [title, { does, finds }] of Object.entries(cases)) {
    test(title, async () => {
      const report = await verifyJournal(stream(await tampered(one, does)), { verifier_key })
      expect(report.ok).toBe(false)
      expect(new Set(named(report))).toEqual(new Set(finds))
    })
  }

  test('even with the key: who rewrites and signs anew meets the checkpoints that partners hold', async () => {
    const { note } = (await newestCheckpoint(one.database))!
    const early = (await one.database.one<{ note: string }>(sql`select note from journal_checkpoint where size = 5`)).note
    const lines = await tampered(one, async (w) => {
      await rewrite(w, 6)
      await retree(w, true)
    })
    expect(await verifyJournal(stream(lines), { verifier_key })).toMatchObject({ ok: true })
    const report = await verifyJournal(stream(lines), { verifier_key, earlier: [note, early] })
    expect(report).toMatchObject({ ok: false, consistent: false })
    expect(report.held.map(({ size, verdict }) => `${size} ${verdict}`)).toEqual(['5 agrees', '21 disagrees'])
    expect(report.altered).toMatchObject([{ reason: 'span', sequence: 5, to: 20 }])
  })

  test('who sets the whole log back meets the partners who saw more', async () => {
    const { note } = (await newestCheckpoint(one.database))!
    const lines = await tampered(one, async (w) => {
      await w.run(sql`delete from journal_entry where sequence >= 15`)
      await w.run(sql`delete from journal_checkpoint where size > 15`)
      await retree(w, true)
    })
    const report = await verifyJournal(stream(lines), { verifier_key, earlier: [note] })
    expect(report.held).toMatchObject([{ size: 21, verdict: 'beyond' }])
    expect(named(report)).toContain('15 missing')
  })

  test('a held checkpoint of a stranger, or of a log that is not here, is no agreement', async () => {
    const { note } = (await newestCheckpoint(one.database))!
    const elsewhere = signNote(formatCheckpoint({ origin: 'portolan/esp/x', size: 3, root: new Uint8Array(32) }), {
      ...signer,
      name: 'portolan/esp/x',
    })
    const report = await one.verify({ verifier_key, earlier: [signNote(textOf(note), stranger), elsewhere] })
    expect(report.ok).toBe(false)
    expect(report.held.map(({ verdict }) => verdict)).toEqual(['not-signed', 'unknown-log'])
  })
})

describe('a restored node opens a new log', () => {
  test('whose first leaf names the one before; both verify, and an erasure reaches back', async () => {
    const one = await filled()
    const before = (await newestCheckpoint(one.database))!
    await one.database.transaction((writing) => one.journal.reopen(writing, '019cf000-0000-7000-8000-000000000001'))
    expect(one.journal.origin).toBe('portolan/esp/019cf000-0000-7000-8000-000000000001')
    await one.write('case:40')
    await one.erase('case:2')
    await one.sequence()
    const report = await one.verify({ verifier_key, earlier: [before.note] })
    expect(report).toMatchObject({
      ok: true,
      origin: one.journal.origin,
      size: 3,
      logs: [
        { origin: 'portolan/esp', size: 21, erased: 2, consistent: true },
        { size: 3, erased: 0 },
      ],
    })
    expect(parseCheckpoint(textOf((await newestCheckpoint(one.database))!.note))).toMatchObject({
      ok: true,
      origin: one.journal.origin,
      size: 3,
    })
    await one.tamper((w) => w.run(sql`delete from journal_entry where log = 1 and sequence = 20`))
    await one.tamper((w) => w.run(sql`delete from journal_checkpoint where log = 1 and size = 21`))
    await one.tamper((w) => w.run(sql`delete from journal_node where log = 1 and level = 0 and index = 20`))
    expect(named(await one.verify())).toContain('0 opening')
    await one.database.close()
  })

  test('another process learns of it before it signs', async () => {
    const one = await filled()
    const other = createJournal(keys, movableClock(new Date('2026-03-03T08:00:00.000Z')))
    await one.database.transaction((writing) => one.journal.reopen(writing, '019cf000-0000-7000-8000-000000000002'))
    await one.database.transaction((writing) => other.append(writing, { event: 'record.read', subject: 'case:50' }))
    await other.sequence(one.database)
    expect(other.origin).toBe(one.journal.origin)
    expect(await one.verify()).toMatchObject({ ok: true, size: 2 })
    await one.database.close()
  })
})

test('ten thousand entries in one pass', async () => {
  const one = await book()
  await one.database.transaction((writing) =>
    one.journal.append(writing, ...Array.from({ length: 10_000 }, (_, i) => ({ event: 'check.made', subject: `check:${i}` }))),
  )
  while ((await one.sequence()) > 0);
  const report = await one.verify()
  await one.database.close()
  expect(report).toMatchObject({ ok: true, size: 10_000, entries: 10_000, checkpoints_verified: 5 })
})

const textOf = (note: string) => note.slice(0, note.indexOf('\n\n') + 1)

/** Replaces a row with another that is sound in itself. */
async function rewrite(writing: Writer, sequence: number) {
  const { row } = await writing.one<{ row: Uint8Array }>(sql`select row from journal_entry where sequence = ${sequence}`)
  const event = JSON.parse(Buffer.from(row).toString('utf8')) as Record<string, string>
  const anew = utf8(canonicalJson({ ...event, actor: 'officer-9' }))
  const nonce = new Uint8Array(32).fill(5)
  await writing.run(
    sql`update journal_entry set row = ${anew}, nonce = ${nonce}, entry = ${entryOf(nonce, anew)}, actor = 'officer-9' where id = ${at(sequence)}`,
  )
}

/** Builds every stored hash anew from the rows; with `sign`, the checkpoints too. */
async function retree(writing: Writer, sign = false) {
  const rows = await writing.many<{ entry: Uint8Array }>(sql`select entry from journal_entry where sequence is not null order by sequence`)
  let level = rows.map(({ entry }) => leafHash(entry))
  const roots = (size: number) => treeRoot(rows.slice(0, size).map(({ entry }) => leafHash(entry)))
  await writing.run(sql`delete from journal_node`)
  for (let height = 0; level.length > 0; height++) {
    await writing.run(
      sql`insert into journal_node (level, index, hash) select ${height}::int, i - 1, h from unnest(${level}::bytea[]) with ordinality as u (h, i)`,
    )
    level = Array.from({ length: Math.floor(level.length / 2) }, (_, i) => nodeHash(level[2 * i]!, level[2 * i + 1]!))
  }
  const { size, range } = await headOf(writing, rows.length)
  await writing.run(sql`update journal_head set size = ${size}, roots = ${range}::bytea[]`)
  if (!sign) return
  const notes = await writing.many<{ size: number }>(sql`select size from journal_checkpoint`)
  for (const one of notes)
    await writing.run(
      sql`update journal_checkpoint set note = ${signNote(formatCheckpoint({ origin: signer.name, size: one.size, root: roots(one.size) }), signer)} where size = ${one.size}`,
    )
}

async function headOf(writing: Writer, size: number) {
  const range: Uint8Array[] = []
  let from = 0
  for (let width = 2 ** 20, level = 20; width >= 1; width /= 2, level--) {
    if (from + width > size) continue
    range.push(
      (await writing.one<{ hash: Uint8Array }>(sql`select hash from journal_node where level = ${level} and index = ${from / width}`)).hash,
    )
    from += width
  }
  return { size, range }
}

/** RFC 9162, section 2.1.1, as it is written there. */
function treeRoot(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 1) return leaves[0]!
  let k = 1
  while (k * 2 < leaves.length) k *= 2
  return nodeHash(treeRoot(leaves.slice(0, k)), treeRoot(leaves.slice(k)))
}

test('the tests build their trees as the log does', async () => {
  const one = await filled()
  const rows = await one.database.many<{ entry: Uint8Array }>(
    sql`select entry from journal_entry where sequence is not null order by sequence`,
  )
  expect(hex(treeRoot(rows.map(({ entry }) => leafHash(entry))))).toBe((await one.verify()).root)
  await one.database.close()
})
