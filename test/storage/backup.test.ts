/** A back-up is the same whichever engine it is taken from, and loads into either; what is damaged or does not fit is refused before a row is written. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { adoptAttachments, type BackupFailure, type BackupHeader, backup, checkBackup, restore, trustOf } from '#kernel/backup.ts'
import { movableClock } from '#kernel/clock.ts'
import { openEmbedded } from '#kernel/database/embedded.ts'
import { migrate, readMigrations } from '#kernel/database/migrate.ts'
import type { Database } from '#kernel/database/port.ts'
import { openPostgresql } from '#kernel/database/postgresql.ts'
import { sql } from '#kernel/database/sql.ts'
import { createJournal } from '#kernel/journal.ts'
import { exportJournal } from '#kernel/journal-export.ts'
import { verifyJournal } from '#kernel/journal-verify.ts'
import { makeMemberKeys, makeNodeKeys, readKeyRing } from '#kernel/keys.ts'
import { openVault, type Vault, vaultMigrations } from '#kernel/vault/index.ts'
import { hex, sha256, utf8 } from '#lib/bytes.ts'
import { canonicalJson } from '#lib/canonical-json.ts'
import { newSigningKey, type SigningKey, signCompact, signingKey } from '#lib/envelope/index.ts'
import { temporaryPostgresql } from './postgresql.ts'

const postgresql = await temporaryPostgresql()
const base = mkdtempSync(join(tmpdir(), 'portolan-backup-'))
afterAll(async () => {
  await postgresql?.stop()
  rmSync(base, { recursive: true })
})

const clock = movableClock(new Date('2026-03-02T08:00:00.000Z'))
const EPOCH = '019cacd0-0000-7000-8000-000000000001'
const THINGS = `
  create table "Odd ""table""" (id int8 generated always as identity primary key, "a column" text not null, twice int4 generated always as (length("a column") * 2) stored);
  create table thing (
    id uuid primary key, parent uuid references thing (id), n int8, exact numeric, real float8, yes boolean, at timestamptz, day date, bytes bytea, parts bytea[], tags text[],
    body jsonb, big text, odd int8 references "Odd ""table""" (id));
  create table pair_a (id int4 primary key, other int4);
  create table pair_b (id int4 primary key, other int4 references pair_a (id));
  alter table pair_a add foreign key (other) references pair_b (id) deferrable initially deferred`
const sets = [
  { name: 'vault', migrations: vaultMigrations },
  { name: 'kernel', migrations: readMigrations(new URL('../../src/kernel/migrations/', import.meta.url)) },
  { name: 'things', migrations: [{ id: '0001-things', sql: THINGS }] },
]

const engines = {
  embedded: async () => openEmbedded('memory'),
  ...(postgresql && { postgresql: async () => openPostgresql(await postgresql.url('backup')) }),
}
type Engine = keyof typeof engines

async function made(engine: Engine): Promise<Database> {
  const database = await engines[engine]!()
  await migrate(database, sets)
  return database
}

function parts(folder: string) {
  makeNodeKeys(join(base, folder, 'keys'), 'esp')
  const address = { network: 'euromed', member: 'esp' }
  const files = readKeyRing(join(base, folder, 'keys'))
  if (files.addresses.length === 0) makeMemberKeys(join(base, folder, 'keys'), address, clock.now(), 30)
  const keys = readKeyRing(join(base, folder, 'keys'))
  return { keys, vault: openVault(join(base, folder, 'vault'), keys.master), own: [address] }
}

/** Two thousand things of every type, and a node's state. */
async function filled(database: Database, vault: Vault, keys: ReturnType<typeof readKeyRing>) {
  const journal = createJournal(keys, clock)
  await database.transaction(async (writing) => {
    await writing.run(sql`insert into node_state (name, value) values ('epoch', ${{ epoch: EPOCH }}::jsonb)`)
    await writing.run(
      sql`insert into "Odd ""table""" ("a column") select ${'a "quoted" €\t\n\\'}::text || n from generate_series(1, 7) as n`,
    )
    await writing.run(sql`
      insert into thing select lpad(to_hex(n), 32, '0')::uuid, case when n % 3 = 0 then lpad(to_hex(n + 1), 32, '0')::uuid end, 9007199254740993 + n, n / 7.0, n / 7.0::float8, n % 2 = 0,
        '2026-01-01T00:00:00.000001Z'::timestamptz + n * interval '1.000001 second', '2026-01-01'::date + n, sha256(n::text::bytea), array[sha256('a'::bytea), null], ${['x', 'ü"\\', null, '']}::text[],
        jsonb_build_object('n', 12345678901234567890.5, 'text', ${'\u2028'}::text), case when n % 500 = 0 then repeat('ß', 400000) end, 1 + n % 7 from generate_series(1, 2000) as n`)
    await writing.run(sql`update thing set at = 'infinity', real = 'NaN' where n % 100 = 0`)
    await writing.run(sql`insert into pair_a values (1, 2)`)
    await writing.run(sql`insert into pair_b values (2, 1)`)
    const slots = await vault.newKeys(writing, 3)
    await writing.run(
      sql`insert into vault_scope (scope, slot) select * from unnest(array['case:1', 'case:2', 'case:3']::text[], ${slots}::bigint[])`,
    )
    await writing.run(
      sql`insert into correspondent (network, own, partner, next_sequence, attempts, next_attempt_at) values ('euromed', 'esp', 'mar', 9, 3, ${clock.now()})`,
    )
    await writing.run(sql`
      insert into outbox (network, own, partner, id, epoch, sequence, type, digest, slot, sealed, blobs, state, queued_at)
      select 'euromed', 'esp', 'mar', gen_random_uuid(), ${EPOCH}::text, n, 'drill.said.v1', ${new Uint8Array(1)}::bytea, 0, ${new Uint8Array(1)}::bytea, '{}', case when n % 2 = 0 then 'delivered' else 'waiting' end, ${clock.now()}::timestamptz from generate_series(1, 8) as n`)
    await journal.append(writing, { event: 'record.read', subject: 'case:1' }, { event: 'record.read', subject: 'case:2' })
  })
  await journal.sequence(database)
  return journal
}

async function taken(database: Database, keys: ReturnType<typeof readKeyRing>): Promise<string[]> {
  const lines: string[] = []
  await backup({ id: 'esp', database, clock, keys }, async (line) => void lines.push(line))
  return lines
}

const reading = (lines: readonly string[]) =>
  async function* () {
    yield* lines
  }

const contents = async (database: Database) => ({
  things: await database.many(sql`select md5(t::text) as row from thing t order by id`),
  odd: await database.many(sql`select md5(t::text) as row from "Odd ""table""" t order by 1`),
  pairs: await database.many(sql`select * from pair_a join pair_b on pair_b.other = pair_a.id`),
  journal: await database.many(sql`select md5(t::text) as row from journal_entry t where log = 1 order by sequence`),
  keys: (await database.many(sql`select conname from pg_constraint where contype = 'f' order by 1`)).length,
})

const pairs = (Object.keys(engines) as Engine[]).flatMap((from) => (Object.keys(engines) as Engine[]).map((to) => [from, to] as const))

describe.each(pairs)('from %s to %s', (from, to) => {
  let source: Database
  let target: Database
  let lines: string[]
  const { keys, vault, own } = parts(`${from}-${to}`)
  beforeAll(async () => {
    source = await made(from)
    target = await made(to)
    await filled(source, vault, keys)
    lines = await taken(source, keys)
  })
  afterAll(async () => {
    await vault.close()
    await source.close()
    await target.close()
  })

  test('every value comes back as it was, whatever its type', async () => {
    await vault.destroy([1])
    const forgotten: number[] = []
    const capabilities = [{ name: 'things', forget: async (slots: readonly number[]) => void forgotten.push(...slots) }]
    const journal = createJournal(keys, clock)
    const report = await restore(
      { id: 'esp', database: target, vault, journal, clock, capabilities, own, trust: trustOf({ id: 'esp', keys }) },
      reading(lines),
    )
    expect(report).toMatchObject({ header: { node: 'esp', epoch: EPOCH }, erasures: 1, links: 1, keys_missing: 0 })
    expect(await contents(target)).toEqual(await contents(source))
    expect(forgotten).toEqual([1])
    expect(await target.many(sql`select scope from vault_scope order by 1`)).toHaveLength(2)
  })

  test('what waited is numbered first in the new epoch, and the link is held until its backfill', async () => {
    const link = await target.one(sql`select next_sequence, restoring, attempts, next_attempt_at from correspondent`)
    expect(link).toEqual({ next_sequence: 5, restoring: true, attempts: 0, next_attempt_at: new Date('9999-12-31T00:00:00.000Z') })
    const waiting = await target.many<{ epoch: string; sequence: number }>(
      sql`select epoch, sequence from outbox where state = 'waiting' order by sequence`,
    )
    expect(waiting.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4])
    const { value } = await target.one<{ value: { epoch: string } }>(sql`select value from node_state where name = 'epoch'`)
    expect(new Set(waiting.map(({ epoch }) => epoch))).toEqual(new Set([value.epoch]))
    expect(value.epoch > EPOCH).toBe(true)
  })

  test('numbers go on where they were: identities, sequences, keys', async () => {
    const { id } = await target.transaction((writing) =>
      writing.one<{ id: number }>(sql`insert into "Odd ""table""" ("a column") values ('next') returning id`),
    )
    expect(id).toBe(8)
    const slot = await target.transaction((writing) => vault.newKey(writing))
    expect(slot).toBeGreaterThanOrEqual(3)
  })

  test('the journal verifies across both logs', async () => {
    async function* exported() {
      const all: string[] = []
      await exportJournal({ database: target, keys }, async (line) => void all.push(line))
      yield* all
    }
    expect(await verifyJournal(exported())).toMatchObject({ ok: true, logs: [{ size: 2 }, { size: 1 }] })
  })

  test('a database with anything in it is refused, and so is one of another version', async () => {
    const journal = createJournal(keys, clock)
    const into = (database: Database, text: readonly string[] = lines) =>
      restore({ id: 'esp', database, vault, journal, clock, capabilities: [], own, trust: trustOf({ id: 'esp', keys }) }, reading(text))
    await expect(into(target)).rejects.toMatchObject({ code: 'backup-target' })
    const other = await engines[to]!()
    await migrate(other, sets.slice(0, 2))
    await expect(into(other)).rejects.toMatchObject({ code: 'backup-migrations', message: expect.stringContaining('things/0001-things') })
    await other.close()
  })
})

describe('a back-up that is not as it was written', () => {
  let lines: string[]
  let target: Database
  const { keys, vault, own } = parts('damaged')
  beforeAll(async () => {
    const source = await made('embedded')
    await filled(source, vault, keys)
    lines = await taken(source, keys)
    await source.close()
    target = await made('embedded')
  })
  afterAll(async () => {
    await target.close()
    await vault.close()
  })

  const middle = () => lines.findIndex((line) => line.startsWith('["0'))
  const without = (i: number) => lines.filter((_, at) => at !== i)
  const cases: [string, () => string[], BackupFailure['code']][] = [
    ['a letter changed', () => lines.map((line, i) => (i === middle() ? line.replace('"0', '"1') : line)), 'backup-damaged'],
    ['a row left out', () => without(middle()), 'backup-damaged'],
    ['cut short', () => lines.slice(0, -1), 'backup-damaged'],
    ['gone on with', () => [...lines, '["x"]'], 'backup-damaged'],
    ['told that it failed', () => [...lines.slice(0, 20), '{"error":"the disk is full"}'], 'backup-damaged'],
    ['no back-up at all', () => ['{"format":"something-1"}'], 'backup-form'],
    ['no JSON', () => ['hello'], 'backup-form'],
    ['empty', () => [], 'backup-damaged'],
    ['of a table that is not here', () => rewritten((line) => line.replace('{"table":"thing"', '{"table":"sting"')), 'backup-form'],
    ['of a column that is not here', () => rewritten((line) => line.replace('["tags","text[]"]', '["rags","text[]"]')), 'backup-form'],
    // who can write where back-ups lie, and has no key of the node
    ['forged and signed by nobody', () => forged(undefined), 'backup-unsigned'],
    ['forged and signed by somebody else', () => forged(signingKey(newSigningKey())), 'backup-unsigned'],
    ['forged under the signature of the sound one', () => forged('kept'), 'backup-unsigned'],
    ['forged as one of the older form', () => forged(undefined, 'portolan-backup-1'), 'backup-unsigned'],
    ['of another node', () => rewritten((line) => line.replace('"node":"esp"', '"node":"mar"')), 'backup-node'],
  ]
  /** A forger who knows the digest, and has the key that he is given. */
  function forged(by: SigningKey | 'kept' | undefined, format = 'portolan-backup-2'): string[] {
    const changed = rewritten((line) => line.replace('"portolan-backup-2"', `"${format}"`), undefined)
    const body = changed.slice(0, -1).map((line) => (line.includes('"a \\"quoted') ? line.replace('quoted', 'forged') : line))
    const { end } = JSON.parse(changed.at(-1)!) as { end: { rows: object } }
    const { node, epoch, taken_at } = JSON.parse(body[0]!) as BackupHeader
    const digest = hex(sha256(utf8(body.map((line) => `${line}\n`).join(''))))
    const signature =
      by === 'kept'
        ? (JSON.parse(lines.at(-1)!) as { end: { signature: string } }).end.signature
        : by && signCompact(utf8(canonicalJson({ format, node, epoch, taken_at, sha256: digest })), by, 'portolan-backup+jws')
    return [...body, JSON.stringify({ end: { rows: end.rows, sha256: digest, ...(signature && { signature }) } })]
  }
  /** A forger within the node, who has its key. */
  function rewritten(change: (line: string) => string, by: SigningKey | undefined = keys.journal.key): string[] {
    const body = lines.slice(0, -1).map(change)
    const end = JSON.parse(change(lines.at(-1)!)) as { end: { rows: Record<string, number> } }
    const rows = Object.fromEntries(
      Object.entries(end.end.rows).map(([name, count]) => [change(`{"table":"${name}"`).slice(10, -1), count]),
    )
    const { format, node, epoch, taken_at } = JSON.parse(body[0]!) as BackupHeader
    const digest = hex(sha256(utf8(body.map((line) => `${line}\n`).join(''))))
    const signature = by && signCompact(utf8(canonicalJson({ format, node, epoch, taken_at, sha256: digest })), by, 'portolan-backup+jws')
    return [...body, JSON.stringify({ end: { rows, sha256: digest, ...(signature && { signature }) } })]
  }

  test.each(cases)('%s', async (_, text, code) => {
    const journal = createJournal(keys, clock)
    await expect(
      restore(
        { id: 'esp', database: target, vault, journal, clock, capabilities: [], own, trust: trustOf({ id: 'esp', keys }) },
        reading(text()),
      ),
    ).rejects.toMatchObject({ code })
    expect(await target.many(sql`select 1 from thing union all select 1 from node_state`)).toEqual([])
  })

  test('one that is changed between being verified and being loaded', async () => {
    const journal = createJournal(keys, clock)
    let reading_again = false
    const read = async function* () {
      for (const line of lines) yield reading_again ? line.replace('quoted', 'forged') : line
      reading_again = true
    }
    await expect(
      restore({ id: 'esp', database: target, vault, journal, clock, capabilities: [], own, trust: trustOf({ id: 'esp', keys }) }, read),
    ).rejects.toMatchObject({ code: 'backup-damaged' })
    expect(await target.many(sql`select 1 from thing union all select 1 from node_state`)).toEqual([])
  })

  test('one of the older form goes in where the operator says that it is to be believed', async () => {
    const text = forged(undefined, 'portolan-backup-1')
    expect(await checkBackup(reading(text)(), { ...trustOf({ id: 'esp', keys }), unsigned: true })).toMatchObject({
      node: 'esp',
      epoch: EPOCH,
    })
    // that says nothing for one of the newer form
    await expect(checkBackup(reading(forged(undefined))(), { ...trustOf({ id: 'esp', keys }), unsigned: true })).rejects.toMatchObject({
      code: 'backup-unsigned',
    })
  })

  test('afterwards the sound one still goes in', async () => {
    expect(((await checkBackup(reading(lines)(), trustOf({ id: 'esp', keys }))) satisfies BackupHeader).migrations).toHaveLength(
      sets.flatMap(({ migrations }) => migrations).length,
    )
    const journal = createJournal(keys, clock)
    await restore(
      { id: 'esp', database: target, vault, journal, clock, capabilities: [], own, trust: trustOf({ id: 'esp', keys }) },
      reading(lines),
    )
    expect((await contents(target)).things).toHaveLength(2_000)
  })
})

test('files that the restored database does not know find their rows again', async () => {
  const database = await made('embedded')
  const { mkdirSync, writeFileSync } = await import('node:fs')
  const blobs = join(base, 'blobs')
  mkdirSync(blobs)
  const [one, two] = ['0'.repeat(32), '1'.repeat(32)]
  writeFileSync(join(blobs, one!), 'one')
  writeFileSync(join(blobs, two!), 'two')
  writeFileSync(join(blobs, `${one}.part`), 'under way')
  await database.transaction((writing) =>
    writing.run(
      sql`insert into attachment (id, sealed_sha256, file, size, uploaded_by, uploaded_at) values (gen_random_uuid(), ${hex(sha256(utf8('one')))}, ${one!}, 3, 'x', ${clock.now()})`,
    ),
  )
  expect(await adoptAttachments(database, blobs, clock.now())).toBe(1)
  expect(await database.one(sql`select sealed_sha256, claimed from attachment where file = ${two!}`)).toEqual({
    sealed_sha256: hex(sha256(utf8('two'))),
    claimed: false,
  })
  await database.close()
})

describe.skipIf(!postgresql)(`on PostgreSQL${postgresql ? '' : ' (not run: no PostgreSQL is here)'}`, () => {
  test('the back-up is of one moment, and the node goes on meanwhile', async () => {
    const { keys, vault } = parts('moment')
    const url = await postgresql!.url('moment')
    const database = await openPostgresql(url)
    const other = await openPostgresql(url)
    await migrate(database, sets)
    await filled(database, vault, keys)
    const lines: string[] = []
    let during = 0
    await backup({ id: 'esp', database, clock, keys }, async (line) => {
      lines.push(line)
      if (lines.length === 2) {
        await other.transaction(async (writing) => {
          during += await writing.run(
            sql`delete from thing where n % 2 = 0 and parent is null and not exists (select 1 from thing c where c.parent = thing.id)`,
          )
          await writing.run(sql`insert into pair_a values (9, null)`)
        })
      }
    })
    expect(during).toBeGreaterThan(100)
    const { end } = JSON.parse(lines.at(-1)!) as { end: { rows: Record<string, number> } }
    expect(end.rows).toMatchObject({ thing: 2_000, pair_a: 1 })
    await other.close()
    await database.close()
    await vault.close()
  })
})
