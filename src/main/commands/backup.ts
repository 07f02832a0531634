/** `portolan backup` and `portolan restore`: a folder with the database and the attachments; keys and vault are kept apart. */
import { constants, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  adoptAttachments,
  BackupFailure,
  backup,
  backupCheck,
  checkBackup,
  checking,
  digestOfFile,
  restore,
  trustOf,
} from '#kernel/backup.ts'
import type { Capability } from '#kernel/capability.ts'
import { systemClock } from '#kernel/clock.ts'
import { migrate } from '#kernel/database/migrate.ts'
import { openDatabase } from '#kernel/database/open.ts'
import type { Database } from '#kernel/database/port.ts'
import { sql } from '#kernel/database/sql.ts'
import { createJournal } from '#kernel/journal.ts'
import { type KeyRing, readKeyRing } from '#kernel/keys.ts'
import { openVault } from '#kernel/vault/index.ts'
import { capabilities as product } from '../capabilities.ts'
import { type NodeConfig, readConfig } from '../config.ts'
import { callControl } from '../control.ts'
import { blobsFolder, databaseFolder, keysFolder, vaultFolder } from '../folders.ts'
import { type Change, linesOf, writeLines, written } from '../lines.ts'
import { migrationSets } from '../open-node.ts'
import { identitiesIn, opener, sealer } from './age.ts'
import { demand, readArguments, Usage } from './arguments.ts'

const DATABASE = 'database.jsonl.gz'
/** Ends the name of the dump where it is sealed: not by older versions, and not after `--unsealed`. */
const SEALED = '.age'
const ATTACHMENTS = 'attachments'
const MAX_RECIPIENTS = 10
const PUT_BACK_AT_ONCE = 500

interface Attached {
  readonly file: string
  readonly sealed_sha256: string
}

/**
 * `backup --config FILE --to FOLDER [--recipient age1…]… [--unsealed]`: the database as of one moment, signed by the node and sealed for the
 * recipients that the configuration names (`backup_recipients`), or for those stated; and every attachment that it names, as it lies encrypted
 * on the disk. The node may run. Exit code 1 when an attachment is missing or damaged: the rest is whole.
 */
export async function backupCommand(args: readonly string[]): Promise<number> {
  const { values } = readArguments(args, {
    config: { type: 'string' },
    to: { type: 'string' },
    recipient: { type: 'string', multiple: true },
    unsealed: { type: 'boolean' },
  })
  const config = readConfig(demand(values.config, 'config'))
  const to = demand(values.to, 'to')
  const seal = maybeSeal(config, values)
  if (existsSync(to)) throw new Usage(`${to} is there already`)
  const keys = readKeyRing(keysFolder(config.folder))
  const folder = `${to}.part`
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, ATTACHMENTS), { recursive: true, mode: 0o700 })
  const attached: Attached[] = []
  // what a running node says is held against its signature here already, not on the day of the restore
  const check = backupCheck(trustOf({ id: config.id, keys }))
  const path = join(folder, seal ? `${DATABASE}${SEALED}` : DATABASE)
  await writeLines(path, checking(noting(dumped(config, keys), attached), check), seal)
  const { epoch, taken_at } = check.end()
  let lacking = 0
  for (const { file, sealed_sha256 } of attached) {
    const state = await copied(file, blobsFolder(config.folder), join(folder, ATTACHMENTS), sealed_sha256)
    if (state === 'copied') continue
    lacking++
    process.stderr.write(`attachment ${file} is ${state}\n`)
  }
  const database_bytes = statSync(path).size
  renameSync(folder, to)
  process.stdout.write(
    `${JSON.stringify({ node: config.id, epoch, taken_at, sealed: seal !== undefined, database_bytes, attachments: attached.length - lacking, attachments_lacking: lacking })}\n`,
  )
  process.stderr.write(
    `keys and vault are not in it: copy ${keysFolder(config.folder)} and ${vaultFolder(config.folder)} to another place, each on its own\n`,
  )
  return lacking === 0 ? 0 : 1
}

function maybeSeal({ backup_recipients = [] }: NodeConfig, stated: { recipient?: string[]; unsealed?: boolean }): Change | undefined {
  if (stated.unsealed && stated.recipient) throw new Usage('--recipient or --unsealed')
  if (stated.unsealed) return undefined
  const recipients = stated.recipient ?? backup_recipients
  if (recipients.length === 0 || recipients.length > MAX_RECIPIENTS)
    throw new Usage(
      `for whom is it sealed? name 1 to ${MAX_RECIPIENTS} public keys as backup_recipients in the configuration (portolan keys backup makes one), or say --unsealed`,
    )
  return sealer(recipients)
}

/** The dump, asked of the node where it runs, else taken from its database. */
async function* dumped({ id, folder, database_url }: NodeConfig, keys: KeyRing): AsyncGenerator<string> {
  const running = await callControl(folder, { command: 'backup' })
  if (running) return yield* running
  const database = await openDatabase(database_url ? { url: database_url } : { folder: databaseFolder(folder) })
  try {
    yield* written((write) => backup({ id, database, clock: systemClock, keys }, write))
  } finally {
    await database.close()
  }
}

/** Passes the lines on and notes which files the table of attachments names. */
async function* noting(lines: AsyncIterable<string>, into: Attached[]): AsyncGenerator<string> {
  let places: { file: number; sealed_sha256: number } | undefined
  for await (const line of lines) {
    if (line.startsWith('{')) {
      const { table, columns } = JSON.parse(line) as { table?: string; columns?: [string, string][] }
      const at = (name: string) => columns!.findIndex(([column]) => column === name)
      places = table === 'attachment' ? { file: at('file'), sealed_sha256: at('sealed_sha256') } : undefined
    } else if (places) {
      const row = JSON.parse(line) as string[]
      into.push({ file: row[places.file]!, sealed_sha256: row[places.sealed_sha256]! })
    }
    yield line
  }
}

/** A copy of its own (shared blocks where the file system can), held against the digest. */
async function copied(file: string, from: string, to: string, sealed_sha256: string): Promise<'copied' | 'missing' | 'damaged'> {
  if (!/^[0-9a-f]{32}$/.test(file) || !existsSync(join(from, file))) return 'missing'
  await copyFile(join(from, file), join(to, file), constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL)
  return (await digestOfFile(join(to, file))).sha256 === sealed_sha256 ? 'copied' : 'damaged'
}

/**
 * `restore --config FILE --from FOLDER [--identity FILE] [--unsigned]`: into an empty database, with the node's own keys and vault in place;
 * under a new epoch and a new journal's log. The node asks its partners for what is missing when it starts.
 */
export async function restoreCommand(args: readonly string[], capabilities: readonly Capability[] = product): Promise<number> {
  const { values } = readArguments(args, {
    config: { type: 'string' },
    from: { type: 'string' },
    identity: { type: 'string' },
    unsigned: { type: 'boolean' },
  })
  const { id, folder, database_url, memberships } = readConfig(demand(values.config, 'config'))
  const from = demand(values.from, 'from')
  const read = readerOf(from, values.identity)
  const running = await callControl(folder, { command: 'status' })
  if (running) {
    for await (const _ of running);
    throw new Error('the node is running: stop it first')
  }
  const keys = readKeyRing(keysFolder(folder))
  const trust = { ...trustOf({ id, keys }), unsigned: values.unsigned ?? false }
  const { migrations } = await checkBackup(read(), trust)
  const database = await openDatabase(database_url ? { url: database_url } : { folder: databaseFolder(folder) })
  try {
    const taken = new Set(migrations.map((one) => `${one.capability}/${one.id}`))
    // as it was when the back-up was taken; the next start brings it forward
    const sets = migrationSets(capabilities).map((set) => ({
      name: set.name,
      migrations: set.migrations.filter((one) => taken.has(`${set.name}/${one.id}`)),
    }))
    await migrate(database, sets)
    const vault = openVault(vaultFolder(folder), keys.master)
    try {
      const journal = createJournal(keys, systemClock)
      const node = { id, database, vault, journal, clock: systemClock, capabilities, own: memberships, trust }
      const { header, ...report } = await restore(node, read)
      const attachments = await putBack(database, join(from, ATTACHMENTS), blobsFolder(folder))
      const attachments_adopted = await adoptAttachments(database, blobsFolder(folder), systemClock.now())
      process.stdout.write(
        `${JSON.stringify({ node: header.node, taken_at: header.taken_at, epoch_before: header.epoch, ...report, attachments, attachments_adopted })}\n`,
      )
      if (report.keys_missing > 0)
        process.stderr.write(
          `the vault is older than the back-up: ${report.keys_missing} keys are missing, and what they sealed does not open\n`,
        )
    } finally {
      await vault.close()
    }
  } finally {
    await database.close()
  }
  return 0
}

/** Reads the dump of a back-up, opened where it is sealed; whatever keeps it from being read to its end is a BackupFailure. */
function readerOf(from: string, identity: string | undefined): () => AsyncGenerator<string> {
  const plain = join(from, DATABASE)
  const sealed = existsSync(`${plain}${SEALED}`)
  if (!sealed && !existsSync(plain)) throw new Usage(`neither ${plain}${SEALED} nor ${plain} is there`)
  if (sealed && identity === undefined) throw new Usage('the back-up is sealed: --identity FILE')
  const open = sealed ? opener(identitiesIn(identity!)) : undefined
  return async function* () {
    try {
      yield* linesOf(sealed ? `${plain}${SEALED}` : plain, open)
    } catch (failure) {
      if (failure instanceof BackupFailure || (failure instanceof Error && 'syscall' in failure)) throw failure
      throw new BackupFailure(
        'backup-damaged',
        `it cannot be read to its end: ${failure instanceof Error ? failure.message : String(failure)}`,
      )
    }
  }
}

/** Copies the files that the restored database names and that are not there; a damaged one is left out. Answers how many. */
async function putBack(database: Database, from: string, to: string): Promise<number> {
  mkdirSync(to, { recursive: true, mode: 0o700 })
  let count = 0
  for (let after = ''; ; ) {
    const rows = await database.many<Attached>(
      sql`select file, sealed_sha256 from attachment where file collate "C" > ${after}::text order by file collate "C" limit ${PUT_BACK_AT_ONCE}`,
    )
    for (const { file, sealed_sha256 } of rows) {
      after = file
      if (existsSync(join(to, file))) continue
      const state = await copied(file, from, to, sealed_sha256)
      if (state === 'copied') count++
      else rmSync(join(to, file), { force: true })
    }
    if (rows.length < PUT_BACK_AT_ONCE) return count
  }
}
