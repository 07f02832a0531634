/** Brings a database forward: numbered scripts, each applied once, in one transaction of its own, never changed afterwards. */
import { readdirSync, readFileSync } from 'node:fs'
import { hex, sha256, utf8 } from '#lib/bytes.ts'
import { DatabaseFailure, isDuplicate } from './failure.ts'
import type { Database } from './port.ts'
import { sql } from './sql.ts'

export interface Migration {
  /** As `0001-inbox`: four digits, then words. */
  readonly id: string
  readonly sql: string
}

/** The migrations of one capability, in the order of their ids. */
export interface MigrationSet {
  readonly name: string
  readonly migrations: readonly Migration[]
}

const LOCK = 7_077_101 // any number, the same in every node: processes that start at once go one after the other
const BOUND = 10_000

/**
 * Applies what is missing, set by set. Safe when several processes start at once. Refuses (`migration-changed`) when a script that was
 * applied has other bytes now; throws TypeError for a script that ends its own transaction or ids out of order.
 */
export async function migrate(database: Database, sets: readonly MigrationSet[]): Promise<{ applied: string[] }> {
  for (const set of sets) checkSet(set)
  await database.script(`begin; select pg_advisory_xact_lock(${LOCK});
    create table if not exists migration (
      capability text not null, id text not null, sha256 text not null, applied_at timestamptz not null default now(),
      primary key (capability, id));
    commit`)
  const applied: string[] = []
  for (const { name, migrations } of sets) {
    for (const migration of migrations) if (await apply(database, name, migration)) applied.push(`${name}/${migration.id}`)
  }
  return { applied }
}

async function apply(database: Database, name: string, migration: Migration): Promise<boolean> {
  const hash = hex(sha256(utf8(migration.sql)))
  if (await wasApplied(database, name, migration.id, hash)) return false
  try {
    await database.script(`begin; select pg_advisory_xact_lock(${LOCK});
      insert into migration (capability, id, sha256) values ('${name}', '${migration.id}', '${hash}');
      ${migration.sql}
      ;commit`)
    return true
  } catch (error) {
    if (isDuplicate(error, 'migration_pkey') && (await wasApplied(database, name, migration.id, hash))) return false
    throw error
  }
}

async function wasApplied(database: Database, name: string, id: string, hash: string): Promise<boolean> {
  const known = await database.maybeOne<{ sha256: string }>(sql`select sha256 from migration where capability = ${name} and id = ${id}`)
  if (known === undefined) return false
  if (known.sha256 !== hash) throw new DatabaseFailure('migration-changed', `migration ${name}/${id} was applied with other text`)
  return true
}

function checkSet({ name, migrations }: MigrationSet): void {
  if (!/^[a-z][a-z0-9-]{0,62}$/.test(name)) throw new TypeError(`the set's name ${JSON.stringify(name)} is not lower-case words`)
  if (migrations.length > BOUND) throw new TypeError(`${name} has more than ${BOUND} migrations`)
  migrations.forEach((migration, i) => {
    if (!/^\d{4}-[a-z0-9-]{1,60}$/.test(migration.id))
      throw new TypeError(`the migration id ${JSON.stringify(migration.id)} is not like 0001-inbox`)
    if (i > 0 && migration.id.slice(0, 4) <= migrations[i - 1]!.id.slice(0, 4))
      throw new TypeError(`${name}/${migration.id} is out of order`)
    if (/^\s*(commit|rollback|end)\s*(work|transaction)?\s*;/im.test(migration.sql.replace(/\$(\w*)\$.*?\$\1\$/gs, ''))) {
      throw new TypeError(`${name}/${migration.id} ends its own transaction`)
    }
  })
}

/** Reads the *.sql files of a folder, sorted; a file's name without its ending is the id. */
export function readMigrations(folder: URL): Migration[] {
  const base = folder.href.endsWith('/') ? folder : new URL(`${folder.href}/`)
  const names = readdirSync(base).filter((name) => name.endsWith('.sql'))
  return names.sort().map((name) => ({ id: name.slice(0, -'.sql'.length), sql: readFileSync(new URL(name, base), 'utf8') }))
}
