/** Back-up and restore of a node's database: one engine-neutral dump, loaded into an empty database under a new epoch and a new log. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { sameBytes, utf8 } from '#lib/bytes.ts'
import { canonicalJson } from '#lib/canonical-json.ts'
import { type GeneralJws, publicOf, signCompact, type VerifyingKey, verifyCompact, verifyingKey } from '#lib/envelope/index.ts'
import type { Address } from '#wire/address.ts'
import type { Roster } from '#wire/roster.ts'
import type { Capability } from './capability.ts'
import type { Clock } from './clock.ts'
import type { Database, Reader, Writer } from './database/port.ts'
import { type Sql, sql } from './database/sql.ts'
import { newId } from './identity.ts'
import type { Journal } from './journal.ts'
import type { KeyRing } from './keys.ts'
import type { Vault } from './vault/index.ts'

/** The second is signed by the node that wrote it; the first, of older versions, by nobody. */
export const BACKUP_FORMAT = 'portolan-backup-2'
const UNSIGNED_FORMAT = 'portolan-backup-1'
const BACKUP_TYP = 'portolan-backup+jws'

export interface BackupHeader {
  readonly format: typeof BACKUP_FORMAT | typeof UNSIGNED_FORMAT
  readonly node: string
  readonly epoch: string
  readonly taken_at: string
  /** What was applied, in the order of application. */
  readonly migrations: readonly AppliedMigration[]
}

export interface AppliedMigration {
  readonly capability: string
  readonly id: string
  readonly sha256: string
}

/**
 * `backup-form`: no back-up · `backup-sealed`: the keys given do not open it · `backup-damaged`: not as it was written · `backup-node`: of
 * another node · `backup-unsigned`: not signed by this node · `backup-migrations`: of another version · `backup-target`: not empty.
 */
export class BackupFailure extends Error {
  override readonly name = 'BackupFailure'
  readonly code:
    | 'backup-form'
    | 'backup-sealed'
    | 'backup-damaged'
    | 'backup-node'
    | 'backup-unsigned'
    | 'backup-migrations'
    | 'backup-target'

  constructor(code: BackupFailure['code'], message: string) {
    super(`${code}: ${message}`)
    this.code = code
  }
}

/** Leases are of processes that no longer run; the migrations stand in the header. */
const LEFT_OUT = ['lease', 'migration']
const SLICE_BYTES = 4 * 1024 * 1024
const MAX_LINE = 256 * 1024 * 1024
const ERASED_AT_ONCE = 1_000
/** Nothing is sent over a link before its backfill is done; the backfill takes this away. */
const HELD_UNTIL = new Date('9999-12-31T00:00:00.000Z')

/**
 * Writes the whole database as of one moment: a header; for each table a line with its columns and one line a row; the sequences; the end
 * with counts, the SHA-256 of all before and the node's signature over it. Values are PostgreSQL's own text, bytea in base64, times in UTC
 * with microseconds. On the embedded database everything else waits meanwhile. Keys, vault and attachments are not in it.
 */
export async function backup(
  {
    id,
    database,
    clock,
    keys,
  }: { readonly id: string; readonly database: Database; readonly clock: Clock; readonly keys: Pick<KeyRing, 'journal'> },
  write: (line: string) => Promise<void>,
): Promise<{ rows: number; sha256: string }> {
  const hash = createHash('sha256')
  let started = false
  const line = (text: string) => {
    hash.update(text).update('\n')
    return write(text)
  }
  return database.transaction(async (reading) => {
    await reading.run(sql`set transaction isolation level repeatable read, read only`)
    // a transaction that is tried again would write its lines twice
    if (started) throw new BackupFailure('backup-damaged', 'the database broke off the back-up: start it again')
    started = true
    const header: BackupHeader = {
      format: BACKUP_FORMAT,
      node: id,
      epoch: await epochOf(reading),
      taken_at: clock.now().toISOString(),
      migrations: await appliedMigrations(reading),
    }
    await line(JSON.stringify(header))
    const rows: Record<string, number> = {}
    for (const table of await tablesOf(reading)) {
      await line(JSON.stringify({ table: table.name, columns: table.columns.map(({ name, type }) => [name, type]) }))
      rows[table.name] = await dump(reading, table, line)
    }
    await line(JSON.stringify({ sequences: await sequencesOf(reading) }))
    const sha256 = hash.digest('hex')
    const signature = signCompact(signedOf(header, sha256), keys.journal.key, BACKUP_TYP)
    await write(JSON.stringify({ end: { rows, sha256, signature } }))
    return { rows: Object.values(rows).reduce((sum, count) => sum + count, 0), sha256 }
  })
}

/** What is signed: of which node, from when, and everything that stands before. */
const signedOf = ({ format, node, epoch, taken_at }: BackupHeader, sha256: string): Uint8Array =>
  utf8(canonicalJson({ format, node, epoch, taken_at, sha256 }))

async function dump(reading: Writer, table: Table, line: (text: string) => Promise<void>): Promise<number> {
  const values = table.columns.map(({ quoted, type }) => written(quoted, type)).join(', ')
  await reading.run(
    statement(`declare backup_rows no scroll cursor for select array_to_json(array[${values}]::text[])::text as line from ${table.quoted}`),
  )
  let count = 0
  let longest = 0
  for (
    let size = 10;
    ;
    size = longest * 1_000 <= SLICE_BYTES ? 1_000 : longest * 100 <= SLICE_BYTES ? 100 : longest * 10 <= SLICE_BYTES ? 10 : 1
  ) {
    const rows = await reading.many<{ line: string }>(statement(`fetch forward ${size} from backup_rows`))
    for (const row of rows) {
      longest = Math.max(longest, row.line.length)
      await line(row.line)
    }
    count += rows.length
    if (rows.length < size) break
  }
  await reading.run(sql`close backup_rows`)
  return count
}

function written(quoted: string, type: string): string {
  if (type === 'bytea') return `replace(encode(${quoted}, 'base64'), chr(10), '')`
  if (type === 'timestamp with time zone') {
    return `case when isfinite(${quoted}) then to_char(${quoted} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') else ${quoted}::text end`
  }
  return `${quoted}::text`
}

export interface Restoring {
  readonly id: string
  readonly database: Database
  readonly vault: Pick<Vault, 'erasures' | 'skipUsed' | 'highWater'>
  readonly journal: Pick<Journal, 'append' | 'reopen'>
  readonly clock: Clock
  readonly capabilities: readonly Pick<Capability, 'name' | 'forget'>[]
  /** The members that this node serves. */
  readonly own: readonly Address[]
  /** Whose signature a back-up has to carry: who can put other bytes in its place could put an account of his own there. */
  readonly trust: BackupTrust
}

export interface BackupTrust {
  readonly node: string
  readonly signed_by: VerifyingKey
  /** Also takes the first form, which nobody signed: an operator who knows where it lay since says so. */
  readonly unsigned?: boolean
}

/** A node trusts what it signed itself. */
export const trustOf = ({ id, keys }: { readonly id: string; readonly keys: Pick<KeyRing, 'journal'> }): BackupTrust => ({
  node: id,
  signed_by: verifyingKey(publicOf(keys.journal.key.publicJwk)),
})

export interface RestoreReport {
  readonly header: BackupHeader
  readonly rows: number
  readonly epoch: string
  /** Keys that were destroyed since the node was founded; nothing that they sealed opens. */
  readonly erasures: number
  /** Links whose partners are asked for what is missing before their mail is taken. */
  readonly links: number
  /** Scopes whose keys the vault does not hold: the vault is older than the back-up. */
  readonly keys_missing: number
}

/**
 * Loads a back-up into an empty database that has exactly its migrations, all in one transaction: verifies digest and signature first,
 * replays the erasures that the vault remembers, opens a new epoch and a new log, and marks every link as to be backfilled. Throws
 * BackupFailure. `read` is called twice, and what comes the second time is verified again.
 */
export async function restore(node: Restoring, read: () => AsyncIterable<string>): Promise<RestoreReport> {
  const header = await checkBackup(read(), node.trust)
  await demandSame(node.database, header)
  return node.database.transaction(async (writing) => {
    const tables = await tablesOf(writing)
    await demandEmpty(writing, tables)
    const foreign = await dropForeignKeys(writing)
    for (const { quoted } of tables) await writing.run(statement(`delete from ${quoted}`))
    // the file may have been changed since it was read first
    const again = backupCheck(node.trust)
    const rows = await load(writing, tables, checking(read(), again))
    again.end()
    for (const { table, name, definition } of foreign)
      await writing.run(statement(`alter table ${table} add constraint ${name} ${definition}`))
    await node.vault.skipUsed(writing)
    const erasures = await replayErasures(writing, node)
    const { missing } = await writing.one<{ missing: number }>(
      sql`select count(*) as missing from vault_scope where slot >= ${node.vault.highWater()}`,
    )
    const epoch = nextEpoch(header.epoch, node.clock.now())
    const links = await openEpoch(writing, node, header, epoch)
    await node.journal.reopen(writing, epoch)
    await node.journal.append(writing, {
      event: 'node.restored',
      subject: `node:${node.id}`,
      detail: { taken_at: header.taken_at, epoch_before: header.epoch, rows, erasures },
    })
    return { header, rows, epoch, erasures, links, keys_missing: missing }
  })
}

/** Reads a back-up to its end and holds it against its own digest, counts and signature; answers its header. Throws BackupFailure. */
export async function checkBackup(lines: AsyncIterable<string>, trust: BackupTrust): Promise<BackupHeader> {
  const check = backupCheck(trust)
  for await (const text of lines) check.take(text)
  return check.end()
}

interface BackupCheck {
  take(line: string): void
  end(): BackupHeader
}

/** Passes lines on and has each checked. */
export async function* checking(lines: AsyncIterable<string>, check: Pick<BackupCheck, 'take'>): AsyncGenerator<string> {
  for await (const line of lines) {
    check.take(line)
    yield line
  }
}

/** The same for who passes the lines on meanwhile. */
export function backupCheck({ node, signed_by, unsigned = false }: BackupTrust): BackupCheck {
  const hash = createHash('sha256')
  const rows: Record<string, number> = {}
  let header: BackupHeader | undefined
  let table: string | undefined
  let ended = false

  function finish({ rows: told, sha256, signature }: { rows: Record<string, number>; sha256: string; signature?: unknown }) {
    if (sha256 !== hash.digest('hex')) throw new BackupFailure('backup-damaged', 'the back-up is not as it was written: its digest differs')
    if (JSON.stringify(told) !== JSON.stringify(rows))
      throw new BackupFailure('backup-damaged', 'the back-up does not hold the rows that it says')
    if (header!.format === UNSIGNED_FORMAT) {
      if (unsigned) return
      throw new BackupFailure(
        'backup-unsigned',
        'the back-up is of an older form that nobody signed: say that it is to be believed (--unsigned)',
      )
    }
    const checked = verifyCompact(typeof signature === 'string' ? signature : '', BACKUP_TYP, (kid) =>
      kid === signed_by.kid ? signed_by : undefined,
    )
    if (!checked.ok || !sameBytes(checked.payload, signedOf(header!, sha256)))
      throw new BackupFailure('backup-unsigned', 'the back-up is not signed by this node')
  }

  return {
    take(text) {
      if (ended) throw new BackupFailure('backup-damaged', 'the back-up goes on after its end')
      const kind = kindOf(text)
      if (!header) {
        if (kind.format !== BACKUP_FORMAT && kind.format !== UNSIGNED_FORMAT)
          throw new BackupFailure('backup-form', `not a back-up of the form ${BACKUP_FORMAT}`)
        header = kind as unknown as BackupHeader
        if (header.node !== node) throw new BackupFailure('backup-node', `the back-up is of the node ${header.node}, and this is ${node}`)
      } else if (kind.row) {
        if (table === undefined) throw new BackupFailure('backup-damaged', 'a row before its table')
        rows[table]!++
      } else if (typeof kind.table === 'string') {
        table = kind.table
        rows[table] = 0
      } else if (kind.end) {
        ended = true
        return finish(kind.end as Parameters<typeof finish>[0])
      }
      hash.update(text).update('\n')
    },
    end() {
      if (!header || !ended) throw new BackupFailure('backup-damaged', 'the back-up stops before its end')
      return header
    },
  }
}

function kindOf(text: string): Readonly<Record<string, unknown>> {
  if (text.length > MAX_LINE) throw new BackupFailure('backup-form', 'a line of the back-up is too long')
  if (text.startsWith('[')) return { row: true }
  try {
    const value = JSON.parse(text) as Record<string, unknown>
    if ('error' in value) throw new BackupFailure('backup-damaged', `the back-up failed: ${String(value.error)}`)
    return value
  } catch (error) {
    if (error instanceof BackupFailure) throw error
    throw new BackupFailure('backup-form', 'a line of the back-up is not JSON')
  }
}

async function demandSame(database: Reader, header: BackupHeader) {
  const spell = ({ capability, id, sha256 }: AppliedMigration) => `${capability}/${id} ${sha256.slice(0, 12)}`
  const here = new Set((await appliedMigrations(database)).map(spell))
  const there = new Set(header.migrations.map(spell))
  const [lacking, further] = [[...there].filter((one) => !here.has(one)), [...here].filter((one) => !there.has(one))]
  if (lacking.length + further.length === 0) return
  throw new BackupFailure(
    'backup-migrations',
    `the database is not in the state of the back-up:${lacking.length > 0 ? ` lacks ${lacking.join(', ')}` : ''}${further.length > 0 ? ` has besides ${further.join(', ')}` : ''}`,
  )
}

/** A database in use always has an epoch and a journal; tables that a migration fills by itself do not count. */
async function demandEmpty(writing: Writer, tables: readonly Table[]) {
  const telling = tables.filter(({ name }) =>
    ['node_state', 'journal_entry', 'roster', 'correspondent', 'outbox', 'inbox', 'vault_scope', 'officer'].includes(name),
  )
  for (const { name, quoted } of telling) {
    if (await writing.maybeOne(statement(`select 1 as one from ${quoted} limit 1`)))
      throw new BackupFailure('backup-target', `the database is not empty: ${name} has rows`)
  }
}

/** Dropped here and added again after the load, so that rows may come in any order and every reference is checked once. */
async function dropForeignKeys(writing: Writer) {
  const keys = await writing.many<{ table: string; name: string; definition: string }>(sql`
    select c.conrelid::regclass::text as table, quote_ident(c.conname) as name, pg_get_constraintdef(c.oid) as definition
    from pg_constraint c
    where c.contype = 'f' and c.connamespace = current_schema()::regnamespace order by 1, 2 limit 10000`)
  for (const { table, name } of keys) await writing.run(statement(`alter table ${table} drop constraint ${name}`))
  return keys
}

async function load(writing: Writer, tables: readonly Table[], lines: AsyncIterable<string>): Promise<number> {
  const known = new Map(tables.map((table) => [table.name, table]))
  let insert: Sql | undefined
  let columns: readonly Column[] = []
  let into: Table | undefined
  let slice: string[] = []
  let bytes = 0
  let rows = 0
  const flush = async () => {
    if (slice.length === 0 || !into) return
    // names and types are those of the database's own catalogue, never those of the file
    const names = columns.map(({ quoted }) => quoted).join(', ')
    const values = columns.map(({ type }, i) => (type === 'bytea' ? `decode(r ->> ${i}, 'base64')` : `(r ->> ${i})::${type}`)).join(', ')
    insert ??= statement(`insert into ${into.quoted} (${names}) overriding system value select ${values} from json_array_elements(`)
    rows += await writing.run(sql`${insert}${`[${slice.join(',')}]`}::json) as j (r)`)
    slice = []
    bytes = 0
  }
  for await (const text of lines) {
    if (text.startsWith('[')) {
      slice.push(text)
      bytes += text.length
      if (bytes >= SLICE_BYTES || slice.length >= 1_000) await flush()
      continue
    }
    await flush()
    const kind = kindOf(text)
    if (typeof kind.table === 'string') {
      into = known.get(kind.table)
      if (!into) throw new BackupFailure('backup-form', `the database has no table ${kind.table}`)
      columns = (kind.columns as [string, string][]).map(([name, type]) => {
        const column = into!.columns.find((one) => one.name === name && one.type === type)
        if (!column) throw new BackupFailure('backup-form', `${into!.name} has no column ${name} of type ${type}`)
        return column
      })
      insert = undefined
    } else if (kind.sequences) {
      const here = new Map((await sequencesOf(writing)).map(([name]) => [name, true]))
      for (const [name, last, called] of kind.sequences as [string, string, boolean][]) {
        if (here.has(name))
          await writing.one(sql`select setval(quote_ident(${name}::text)::regclass, ${last}::bigint, ${called}::boolean) as last`)
      }
    }
  }
  return rows
}

/** What the vault has destroyed since stays destroyed: no scope may use such a key, and what search derived goes. */
async function replayErasures(writing: Writer, { vault, capabilities }: Restoring): Promise<number> {
  const slots = vault.erasures()
  for (let from = 0; from < slots.length; from += ERASED_AT_ONCE) {
    const part = slots.slice(from, from + ERASED_AT_ONCE)
    await writing.run(sql`delete from vault_scope where slot = any(${part}::bigint[])`)
    await writing.run(sql`delete from vault_doomed where slot = any(${part}::bigint[])`)
    for (const capability of capabilities) await capability.forget?.(part, writing)
  }
  return slots.length
}

/** Begins every link's numbering anew: what waited goes first, and nothing moves before the partner was asked what is missing. */
async function openEpoch(writing: Writer, { clock, own }: Restoring, header: BackupHeader, epoch: string): Promise<number> {
  const state = (name: string, value: object) =>
    writing.run(
      sql`insert into node_state (name, value) values (${name}, ${value}::jsonb) on conflict (name) do update set value = excluded.value`,
    )
  await state('epoch-before', { epoch: header.epoch })
  await state('epoch', { epoch })
  await state('restored', { at: clock.now().toISOString(), taken_at: header.taken_at })
  for (const { network, member } of own) {
    const row = await writing.maybeOne<{ jws: GeneralJws }>(
      sql`select jws from roster where network = ${network} and standing = 'accepted' order by version desc limit 1`,
    )
    const members = row
      ? (JSON.parse(Buffer.from(row.jws.payload, 'base64url').toString('utf8')) as Roster).members.map(({ id }) => id)
      : []
    const partners = members.filter((id) => id !== member)
    // the first mail with a partner may have come after the back-up
    await writing.run(
      sql`insert into correspondent (network, own, partner) select ${network}::text, ${member}::text, unnest(${partners}::text[]) on conflict do nothing`,
    )
  }
  await writing.run(sql`
    update outbox as o set epoch = ${epoch}, sequence = w.number from (
      select network, own, partner, id, row_number() over (partition by network, own, partner order by epoch collate "C", sequence) as number
      from outbox where state in ('waiting', 'held')) as w
    where o.network = w.network and o.own = w.own and o.partner = w.partner and o.id = w.id`)
  return writing.run(sql`
    update correspondent as c set restoring = true, attempts = 0, failing_since = null, gap_since = null, next_attempt_at = ${HELD_UNTIL},
      next_sequence = 1 + (select count(*) from outbox o where o.network = c.network and o.own = c.own and o.partner = c.partner and o.epoch = ${epoch})`)
}

/** Epochs sort by their time, even where the clock was set back. */
function nextEpoch(before: string, now: Date): string {
  const epoch = newId(now)
  if (epoch.slice(0, 13) > before.slice(0, 13)) return epoch
  return newId(new Date(Number.parseInt(before.slice(0, 13).replace('-', ''), 16) + 1))
}

/**
 * Gives a row to every file that has none, so that attachments stored after the back-up are found again by the statements that come back;
 * what no statement names is swept in a day. Answers how many.
 */
export async function adoptAttachments(database: Database, blobs: string, now: Date): Promise<number> {
  const names = (await readdir(blobs).catch((): string[] => [])).filter((name) => /^[0-9a-f]{32}$/.test(name))
  let adopted = 0
  for (let from = 0; from < names.length; from += 500) {
    const part = names.slice(from, from + 500)
    const held = new Set(
      (await database.many<{ file: string }>(sql`select file from attachment where file = any(${part}::text[])`)).map(({ file }) => file),
    )
    for (const file of part.filter((name) => !held.has(name))) {
      const { sha256, size } = await digestOfFile(join(blobs, file))
      adopted += await database.transaction((writing) =>
        writing.run(sql`
          insert into attachment (id, sealed_sha256, file, size, uploaded_by, uploaded_at)
          values (${newId(now)}, ${sha256}, ${file}, ${size}, 'restore', ${now}) on conflict do nothing`),
      )
    }
  }
  return adopted
}

export async function digestOfFile(path: string): Promise<{ sha256: string; size: number }> {
  const hash = createHash('sha256')
  let size = 0
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(chunk)
    size += chunk.length
  }
  return { sha256: hash.digest('hex'), size }
}

interface Column {
  readonly name: string
  readonly quoted: string
  readonly type: string
}

interface Table {
  readonly name: string
  readonly quoted: string
  readonly columns: readonly Column[]
}

/** The tables of the database with the columns that are not computed from others. */
async function tablesOf(reading: Reader): Promise<Table[]> {
  const rows = await reading.many<{ table: string; quoted_table: string; name: string; quoted: string; type: string }>(sql`
    select c.relname::text as table, quote_ident(c.relname) as quoted_table, a.attname::text as name, quote_ident(a.attname) as quoted, format_type(a.atttypid, a.atttypmod) as type
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> all(${LEFT_OUT}::text[])
      and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by c.relname collate "C", a.attnum limit 100000`)
  return [...Map.groupBy(rows, (row) => row.table)].map(([name, columns]) => ({ name, quoted: columns[0]!.quoted_table, columns }))
}

async function sequencesOf(reading: Reader): Promise<[string, string, boolean][]> {
  const names = await reading.many<{ name: string; quoted: string }>(sql`
    select relname::text as name, quote_ident(relname) as quoted from pg_class
    where relnamespace = current_schema()::regnamespace and relkind = 'S' order by relname collate "C" limit 10000`)
  const sequences: [string, string, boolean][] = []
  for (const { name, quoted } of names) {
    const { last, called } = await reading.one<{ last: string; called: boolean }>(
      statement(`select last_value::text as last, is_called as called from ${quoted}`),
    )
    sequences.push([name, last, called])
  }
  return sequences
}

async function appliedMigrations(reading: Reader): Promise<AppliedMigration[]> {
  return reading.many<AppliedMigration>(sql`select capability, id, sha256 from migration order by applied_at, capability, id limit 10000`)
}

async function epochOf(reading: Reader): Promise<string> {
  const state = await reading.maybeOne<{ value: { epoch: string } }>(sql`select value from node_state where name = 'epoch'`)
  if (!state) throw new BackupFailure('backup-form', 'the database has no epoch: no node was ever started on it')
  return state.value.epoch
}

/** A statement whose text names tables as the catalogue spells and quotes them. */
const statement = (text: string): Sql => sql(Object.assign([text], { raw: [text] }))
