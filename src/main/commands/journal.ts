/** `portolan journal`: verifies the journal, exports it, proves that an entry is in it. */
import { existsSync, readFileSync, renameSync } from 'node:fs'
import { openDatabase } from '#kernel/database/open.ts'
import { exportJournal, proveInclusion } from '#kernel/journal-export.ts'
import { type Altered, type InclusionProof, type JournalReport, proveFromExport, verifyJournal } from '#kernel/journal-verify.ts'
import { readKeyRing } from '#kernel/keys.ts'
import { verifierKey } from '#lib/log/index.ts'
import { readConfig } from '../config.ts'
import { callControl } from '../control.ts'
import { databaseFolder, keysFolder } from '../folders.ts'
import { linesOf, writeLines, written } from '../lines.ts'
import { demand, readArguments, Usage } from './arguments.ts'

/**
 * - `journal verify --config FILE | EXPORT [--key VERIFIER-KEY] [--checkpoint NOTE]… [--json]`: 0 sound, 1 altered.
 * - `journal export --config FILE --to EXPORT`
 * - `journal prove --config FILE | EXPORT --entry HEX`: the inclusion proof, as JSON; 1 when the entry is in no log.
 */
export async function journalCommand(args: readonly string[]): Promise<number> {
  const [verb, ...rest] = args
  const { values, positionals } = readArguments(rest, {
    config: { type: 'string' },
    key: { type: 'string' },
    checkpoint: { type: 'string', multiple: true },
    to: { type: 'string' },
    entry: { type: 'string' },
    json: { type: 'boolean' },
  })
  const [file] = positionals
  if (positionals.length > 1 || (file !== undefined && values.config !== undefined)) throw new Usage('either --config or one file')
  if (file !== undefined && !existsSync(file)) throw new Usage(`${file} is not there`)
  switch (verb) {
    case 'verify': {
      const earlier = (values.checkpoint ?? []).map(read)
      const source = file === undefined ? journalOf(demand(values.config, 'config')) : undefined
      const key = values.key ?? source?.key
      const report = await verifyJournal(source ? source.lines() : linesOf(file!), { ...(key && { verifier_key: key }), earlier })
      process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : told(report))
      return report.ok ? 0 : 1
    }
    case 'export': {
      const to = demand(values.to, 'to')
      if (existsSync(to)) throw new Usage(`${to} is there already`)
      await writeLines(`${to}.part`, whole(journalOf(demand(values.config, 'config')).lines()))
      renameSync(`${to}.part`, to)
      return 0
    }
    case 'prove': {
      const entry = demand(values.entry, 'entry')
      if (!/^[0-9a-f]{64}$/.test(entry)) throw new Usage('--entry is 32 bytes in lower-case hexadecimal, as a receipt states it')
      const proof =
        file === undefined ? await journalOf(demand(values.config, 'config')).prove(entry) : await proveFromExport(linesOf(file), entry)
      if (!proof) process.stderr.write('the entry is in no log here, or not in sequence yet\n')
      else process.stdout.write(`${JSON.stringify(proof)}\n`)
      return proof ? 0 : 1
    }
    default:
      throw new Usage('journal verify | export | prove')
  }
}

interface JournalSource {
  /** The node's own verifier key. */
  readonly key: string
  lines(): AsyncIterable<string>
  prove(entry: string): Promise<InclusionProof | undefined>
}

/** The journal of a node: asked of it where it runs, else read from its database. */
function journalOf(config: string): JournalSource {
  const { folder, database_url } = readConfig(config)
  const keys = readKeyRing(keysFolder(folder))
  const opened = () => openDatabase(database_url ? { url: database_url } : { folder: databaseFolder(folder) })
  const asked = () => callControl(folder, { command: 'journal-export' })
  return {
    key: verifierKey(keys.journal.name, keys.journal.key.publicJwk),
    async *lines() {
      const running = await asked()
      if (running) return yield* running
      const database = await opened()
      try {
        yield* written((write) => exportJournal({ database, keys }, write))
      } finally {
        await database.close()
      }
    },
    async prove(entry) {
      const running = await asked()
      if (running) return proveFromExport(running, entry)
      const database = await opened()
      try {
        return await proveInclusion({ database, keys }, entry)
      } finally {
        await database.close()
      }
    },
  }
}

/** Refuses an export that its writer broke off. */
async function* whole(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let last = ''
  for await (const line of lines) {
    if (line.startsWith('{"error"')) throw new Error(`the node did not write its journal: ${line}`)
    last = line
    yield line
  }
  if (!last.startsWith('{"end"') && !last.startsWith('{"later"')) throw new Error('the export stops before its end')
}

function told(report: JournalReport): string {
  const lines = report.logs.map(
    ({ origin, size, root, entries, erased, missing, checkpoints_verified, consistent }) =>
      `${origin}: ${size} entries, ${entries} readable, ${erased} erased by rule, ${missing.length} missing; ${checkpoints_verified} checkpoints verified${consistent ? '' : '; NOT CONSISTENT'}; root ${root}`,
  )
  lines.push(...report.held.map(({ origin, size, verdict }) => `checkpoint held elsewhere over ${size} of ${origin}: ${verdict}`))
  lines.push(...report.altered.map(sentence))
  if (report.altered_count > report.altered.length) lines.push(`… and ${report.altered_count - report.altered.length} more`)
  if (report.key === 'stated') lines.push('the key is the one that the export states: give --key as the roster has it')
  lines.push(report.ok ? 'the journal is sound' : `THE JOURNAL IS NOT SOUND: ${report.altered_count} findings`)
  return `${lines.join('\n')}\n`
}

const sentence = ({ origin, sequence, to, id, reason, says }: Altered) =>
  `${reason.toUpperCase()} ${origin} ${to === undefined || to === sequence ? `entry ${sequence}` : `entries ${sequence} to ${to}`}${id ? ` (${id})` : ''}: ${says}`

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (failure) {
    throw new Usage(`${path}: ${failure instanceof Error ? failure.message : String(failure)}`)
  }
}
