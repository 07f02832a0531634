/** `portolan start`, `migrate`, `status`: runs a node, or brings its database forward. */
import { migrate } from '#kernel/database/migrate.ts'
import { openDatabase } from '#kernel/database/open.ts'
import { capabilities } from '../capabilities.ts'
import { readConfig } from '../config.ts'
import { callControl } from '../control.ts'
import { databaseFolder } from '../folders.ts'
import { migrationSets } from '../open-node.ts'
import { serve } from '../serve.ts'
import { demand, readArguments } from './arguments.ts'

/** `start --config FILE`: until SIGINT or SIGTERM. */
export async function startCommand(args: readonly string[]): Promise<number> {
  const { values } = readArguments(args, { config: { type: 'string' } })
  const running = await serve(readConfig(demand(values.config, 'config')))
  process.stdout.write(`${JSON.stringify({ ready: true, officers: running.officers_url, partners: running.partners_url })}\n`)
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
  })
  await running.close()
  return 0
}

/** `migrate --config FILE`: what a start does first, by itself. */
export async function migrateCommand(args: readonly string[]): Promise<number> {
  const { values } = readArguments(args, { config: { type: 'string' } })
  const { database_url, folder } = readConfig(demand(values.config, 'config'))
  const database = await openDatabase(database_url ? { url: database_url } : { folder: databaseFolder(folder) })
  try {
    const { applied } = await migrate(database, migrationSets(capabilities))
    process.stdout.write(`${JSON.stringify({ applied })}\n`)
  } finally {
    await database.close()
  }
  return 0
}

/** `status --config FILE`: what a running node says of itself. */
export async function statusCommand(args: readonly string[]): Promise<number> {
  const { values } = readArguments(args, { config: { type: 'string' } })
  const { folder } = readConfig(demand(values.config, 'config'))
  const lines = await callControl(folder, { command: 'status' })
  if (!lines) {
    process.stderr.write('no node runs on this folder\n')
    return 1
  }
  for await (const line of lines) process.stdout.write(`${line}\n`)
  return 0
}
