/** `portolan backup` and `portolan restore`: a folder with the database and the attachments; keys and vault are kept apart. */
import { constants, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { adoptAttachments, backup, checkBackup, digestOfFile, restore } from '#kernel/backup.ts'
import { systemClock } from '#kernel/clock.ts'
import { migrate } from '#kernel/database/migrate.ts'
import { openDatabase } from '#kernel/database/open.ts'
import { createJournal } from '#kernel/journal.ts'
import { readKeyRing } from '#kernel/keys.ts'
import { openVault } from '#kernel/vault/index.ts'
import { capabilities } from '../capabilities.ts'
import { type NodeConfig, readConfig } from '../config.ts'
import { callControl } from '../control.ts'
import { databaseFolder, keysFolder } from '../folders.ts'
import { migrationSets } from '../open-node.ts'
import { demand, readArguments, Usage } from './arguments.ts'
import { linesOf, writeLines, written } from './lines.ts'

const DATABASE = 'database.jsonl.gz'
const ATTACHMENTS = 'attachments'
const LIST = 'attachments.jsonl'

interface Attached {
  readonly file: string
  readonly sealed_sha256: string
}

interface Listed extends Attached {
  readonly state: 'copied' | 'missing' | 'damaged'
}

/**
 * `backup --config FILE --to FOLDER`: the database as of one moment, every attachment that it names, and the list of these with their
 * digests. The node may run. Exit code 1 when an attachment is missing or damaged: the rest is whole.
 */
export async function backupCommand(args: readonly string[]): Promise<number> {
  const { values } = readArguments(args, { config: { type: 'string' }, to: { type: 'string' } })
  const config = readConfig(demand(values.config, 'config'))
  const to = demand(values.to, 'to')
  if (existsSync(to)) throw new Usage(`${to} is there already`)
  const folder = `${to}.part`
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, ATTACHMENTS), { recursive: true, mode: 0o700 })
  const attached: Attached[] = []
  await writeLines(join(folder, DATABASE), noting(dumped(config), attached))
  // what is on the disk now, read again
  const { taken_at, epoch } = await checkBackup(linesOf(join(folder, DATABASE)))
  const listed: Listed[] = []
  for (const one of attached) {
    listed.push({
      ...one,
      state: await copied(join(config.folder, ATTACHMENTS, one.file), join(folder, ATTACHMENTS, one.file), one.sealed_sha256),
    })
  }
  await writeLines(
    join(folder, LIST),
    (async function* () {
      for (const one of listed) yield JSON.stringify(one)
    })(),
  )
  renameSync(folder, to)
  const lacking = listed.filter(({ state }) => state !== 'copied')
  for (const { file, state } of lacking) process.stderr.write(`attachment ${file} is ${state}\n`)
  process.stdout.write(
    `${JSON.stringify({ node: config.id, epoch, taken_at, database_bytes: statSync(join(to, DATABASE)).size, attachments: listed.length - lacking.length, attachments_lacking: lacking.length })}\n`,
  )
  process.stderr.write(
    `keys and vault are not in it: copy ${keysFolder(config.folder)} and ${vaultFolder(config)} to another place, each on its own\n`,
  )
  return lacking.length === 0 ? 0 : 1
}

/** The dump, asked of the node where it runs, else taken from its database. */
async function* dumped({ id, folder, database_url }: NodeConfig): AsyncGenerator<string> {
  const running = await callControl(folder, { command: 'backup' })
  if (running) return yield* running
  const database = await openDatabase(database_url ? { url: database_url } : { folder: databaseFolder(folder) })
  try {
    yield* written((write) => backup({ id, database, clock: systemClock }, write))
  } finally {
    await database.close()
  }
}

/** Passes the lines on and notes which files the table of attachments names. */
async function* noting(lines: AsyncIterable<string>, into: Attached[]): AsyncGenerator<string> {
  let places: { file: number; sealed_sha256: number } | undefined
  for await (const line of lines) {
    if (line.startsWith('{"error"')) throw new Error(`the node did not write its back-up: ${line}`)
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
async function copied(from: string, to: string, sealed_sha256: string): Promise<Listed['state']> {
  if (!/^[0-9a-f]{32}$/.test(from.slice(-32)) || !existsSync(from)) return 'missing'
  await copyFile(from, to, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL)
  return (await digestOfFile(to)).sha256 === sealed_sha256 ? 'copied' : 'damaged'
}

/**
 * `restore --config FILE --from FOLDER`: into an empty database, with the node's own keys and vault in place; under a new epoch and a new
 * journal's log. The node asks its partners for what is missing when it starts.
 */
export async function restoreCommand(args: readonly string[]): Promise<number> {
  const { values } = readArguments(args, { config: { type: 'string' }, from: { type: 'string' } })
  const config = readConfig(demand(values.config, 'config'))
  const { id, folder, database_url, memberships } = config
  const from = demand(values.from, 'from')
  const path = join(from, DATABASE)
  if (!existsSync(path)) throw new Usage(`${path} is not there`)
  const running = await callControl(folder, { command: 'status' })
  if (running) {
    for await (const _ of running);
    throw new Error('the node is running: stop it first')
  }
  const keys = readKeyRing(keysFolder(folder))
  const header = await checkBackup(linesOf(path))
  if (header.node !== id) throw new Error(`the back-up is of the node ${header.node}, and the configuration of ${id}`)
  const database = await openDatabase(database_url ? { url: database_url } : { folder: databaseFolder(folder) })
  try {
    const taken = new Set(header.migrations.map((one) => `${one.capability}/${one.id}`))
    // as it was when the back-up was taken; the next start brings it forward
    const sets = migrationSets(capabilities).map(({ name, migrations }) => ({
      name,
      migrations: migrations.filter((one) => taken.has(`${name}/${one.id}`)),
    }))
    await migrate(database, sets)
    const vault = openVault(vaultFolder(config), keys.master)
    try {
      const journal = createJournal(keys, systemClock)
      const report = await restore({ id, database, vault, journal, clock: systemClock, capabilities, own: memberships }, () =>
        linesOf(path),
      )
      const files = await putBack(from, join(folder, ATTACHMENTS))
      const adopted = await adoptAttachments(database, join(folder, ATTACHMENTS), systemClock.now())
      const { header: of, ...rest } = report
      process.stdout.write(
        `${JSON.stringify({ node: of.node, taken_at: of.taken_at, epoch_before: of.epoch, ...rest, attachments: files, attachments_adopted: adopted })}\n`,
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

/** Copies what is not there; a file whose digest differs from its list is left out. */
async function putBack(from: string, to: string): Promise<number> {
  mkdirSync(to, { recursive: true, mode: 0o700 })
  let count = 0
  if (!existsSync(join(from, LIST))) return count
  for await (const line of linesOf(join(from, LIST))) {
    const { file, sealed_sha256, state } = JSON.parse(line) as Listed
    if (state !== 'copied' || existsSync(join(to, file))) continue
    if ((await copied(join(from, ATTACHMENTS, file), join(to, file), sealed_sha256)) === 'copied') count++
    else rmSync(join(to, file), { force: true })
  }
  return count
}

const vaultFolder = ({ folder }: NodeConfig) => join(folder, 'vault')
