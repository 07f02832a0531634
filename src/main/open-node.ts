/** Assembles a node from its configuration: database, keys, peers, journal, doors and loops. */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Access, createAccess, readPolicies } from '#kernel/access.ts'
import { createBells } from '#kernel/bells.ts'
import type { Capability } from '#kernel/capability.ts'
import { type Clock, systemClock } from '#kernel/clock.ts'
import { migrate, readMigrations } from '#kernel/database/migrate.ts'
import { openDatabase } from '#kernel/database/open.ts'
import type { Database } from '#kernel/database/port.ts'
import { sql } from '#kernel/database/sql.ts'
import { newId } from '#kernel/identity.ts'
import { createJournal, openLog } from '#kernel/journal.ts'
import { readKeyRing } from '#kernel/keys.ts'
import { type Loops, startLoops } from '#kernel/loops.ts'
import type { Node } from '#kernel/node.ts'
import { createSessions, OFFICER_MIGRATIONS, type Sessions } from '#kernel/officers/index.ts'
import { createPeers, type Membership } from '#kernel/peers.ts'
import { createDoor, type Door } from '#kernel/perform.ts'
import { createPartnersDoor, type PartnersDoor } from '#kernel/post/door.ts'
import { httpTransport } from '#kernel/post/http-transport.ts'
import { INTAKE_LIMITS, type IntakeLimits } from '#kernel/post/intake.ts'
import type { Transport } from '#kernel/post/transport.ts'
import { keepMemories, warmMemories } from '#kernel/remembering.ts'
import { type Report, silentReport } from '#kernel/report.ts'
import { destroyDoomed, unsealing } from '#kernel/sealing.ts'
import { openVault, vaultMigrations } from '#kernel/vault/index.ts'
import type { GeneralJws } from '#lib/envelope/index.ts'
import { compileTypes, type PublishedType } from '#wire/types.ts'
import { blobsFolder, databaseFolder, derivedFolder, keysFolder, rostersFolder, vaultFolder } from './folders.ts'
import { readPublishedTypes } from './published-types.ts'

export interface NodeParts {
  readonly id: string
  readonly folder: string
  readonly database_url?: string
  readonly memberships: readonly Membership[]
  readonly capabilities: readonly Capability[]
  readonly clock?: Clock
  readonly transport?: Transport
  readonly report?: Report
  /** Types beside those in `types/`; for tests. */
  readonly further_types?: readonly PublishedType[]
  /** Other bounds of what partners and officers may leave here. */
  readonly limits?: Partial<IntakeLimits>
  /** Its contents are made up; what it hands out says so. */
  readonly demonstration?: boolean
  readonly loops?: { readonly manual?: boolean; readonly gap_patience_ms?: number }
}

export interface OpenNode {
  readonly node: Node
  readonly door: Door
  readonly partners: PartnersDoor
  readonly sessions: Sessions
  readonly loops: Loops
  /** Brings into memory what questions need; resolves when it is there. Questions do not need it called: the first would do it. */
  warm(): Promise<void>
  /** Stops the loops, lets what runs end, closes the database. */
  close(): Promise<void>
}

export { databaseFolder, keysFolder, rostersFolder } from './folders.ts'

export const migrationSets = (capabilities: readonly Capability[]) => [
  { name: 'vault', migrations: vaultMigrations },
  { name: 'kernel', migrations: readMigrations(new URL('../kernel/migrations/', import.meta.url)) },
  { name: 'officer-accounts', migrations: readMigrations(OFFICER_MIGRATIONS) },
  ...capabilities.map(({ name, migrations }) => ({ name, migrations: readMigrations(migrations) })),
]

export async function openNode(parts: NodeParts): Promise<OpenNode> {
  mkdirSync(parts.folder, { recursive: true, mode: 0o700 })
  const database = await openDatabase(parts.database_url ? { url: parts.database_url } : { folder: databaseFolder(parts.folder) })
  try {
    return await assemble(parts, database)
  } catch (failure) {
    await database.close()
    throw failure
  }
}

async function assemble(parts: NodeParts, database: Database): Promise<OpenNode> {
  const { id, folder, memberships, capabilities } = parts
  const clock = parts.clock ?? systemClock
  const report = parts.report ?? silentReport
  await migrate(database, migrationSets(capabilities))
  const keys = readKeyRing(keysFolder(folder))
  const vault = openVault(vaultFolder(folder), keys.master)
  const journal = createJournal(keys, clock, await openLog(database))
  const peers = createPeers(memberships, { database, journal, clock })
  const types = compileTypes([...readPublishedTypes(), ...(parts.further_types ?? [])])
  const handlers = new Map(capabilities.flatMap(({ messages }) => messages.map((handler) => [handler.type, handler])))
  const transport = parts.transport ?? httpTransport()
  const access: Access = createAccess(readPolicies(capabilities.map(({ policy }) => policy)))
  const epoch = await epochOf(database, clock)
  const node: Node = {
    id,
    clock,
    database,
    keys,
    peers,
    journal,
    access,
    vault,
    types,
    capabilities,
    handlers,
    transport,
    bells: createBells(),
    report,
    blobs: blobsFolder(folder),
    derived: derivedFolder(folder),
    limits: { ...INTAKE_LIMITS, ...parts.limits },
    epoch,
    demonstration: parts.demonstration ?? false,
  }
  await peers.refresh(database)
  await offerRosterFiles(node, folder)
  await destroyDoomed(node)
  await understand(node)
  const partners = createPartnersDoor(node)
  const door = createDoor(node)
  const loops = startLoops(node, partners, parts.loops)
  const sessions = createSessions({ database, vault: unsealing(node), clock })
  return {
    node,
    door,
    partners,
    sessions,
    loops,
    warm: () => warmMemories(node),
    async close() {
      await loops.stop()
      await door.idle()
      await keepMemories(node, true)
      await partners.flush().catch(() => undefined)
      await transport.close()
      await vault.close()
      await database.close()
    },
  }
}

/** The node's epoch: made once, renewed by a restore. */
async function epochOf(database: Database, clock: Clock): Promise<string> {
  return database.transaction(async (writing) => {
    await writing.run(
      sql`insert into node_state (name, value) values ('epoch', ${{ epoch: newId(clock.now()) }}::jsonb) on conflict do nothing`,
    )
    const { value } = await writing.one<{ value: { epoch: string } }>(sql`select value from node_state where name = 'epoch'`)
    return value.epoch
  })
}

/** Rosters that an administrator put into the folder are offered like those of partners; oldest first. */
export async function offerRosterFiles(node: Node, folder: string): Promise<void> {
  const path = rostersFolder(folder)
  mkdirSync(path, { recursive: true, mode: 0o700 })
  const read = readdirSync(path)
    .filter((name) => name.endsWith('.json'))
    .map((name) => ({ name, jws: JSON.parse(readFileSync(join(path, name), 'utf8')) as GeneralJws }))
    .map((one) => ({
      ...one,
      version: (JSON.parse(Buffer.from(one.jws.payload, 'base64url').toString('utf8')) as { version: number }).version,
    }))
    .sort((a, b) => a.version - b.version)
  for (const { name, jws, version } of read) {
    const network = (JSON.parse(Buffer.from(jws.payload, 'base64url').toString('utf8')) as { network: string }).network
    if ((node.peers.maybeRoster(network)?.roster.version ?? 0) >= version) continue
    const outcome = await node.peers.offer(jws, 'administrator')
    node.report('roster.offered', { name, network, version, outcome })
  }
}

/** What came in before its type was known is applied now that it is. */
async function understand({ database, types, handlers }: Node) {
  const known = types.names.filter((name) => handlers.has(name))
  await database.transaction((writing) =>
    writing.run(sql`update inbox set standing = 'kept' where standing = 'unknown-type' and type = any(${known}::text[])`),
  )
}
