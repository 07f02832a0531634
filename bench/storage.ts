/** Measures the two databases and the vault, each beside its bare driver: `node bench/storage.ts [seconds]`. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import pg from 'pg'
import { openEmbedded } from '#kernel/database/embedded.ts'
import { migrate } from '#kernel/database/migrate.ts'
import type { Database } from '#kernel/database/port.ts'
import { openPostgresql } from '#kernel/database/postgresql.ts'
import { sql } from '#kernel/database/sql.ts'
import { openVault, vaultMigrations } from '#kernel/vault/index.ts'
import { temporaryPostgresql } from '../test/storage/postgresql.ts'

const seconds = Number(process.argv[2] ?? 2)
if (!(seconds > 0 && seconds <= 60)) throw new TypeError('seconds a figure: 0 to 60')

const TABLE = 'create table note (id int8 generated always as identity primary key, text text not null)'
const BATCH = 1_000
const folder = mkdtempSync(join(tmpdir(), 'portolan-bench-'))

/** Repeats for the given time, `lanes` side by side, and prints how many a second. */
async function rate(what: string, lanes: number, each: number, work: () => Promise<unknown>): Promise<void> {
  await work()
  const from = performance.now()
  const until = from + seconds * 1_000
  let done = 0
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      while (performance.now() < until) {
        await work()
        done += each
      }
    }),
  )
  const aSecond = done / ((performance.now() - from) / 1_000)
  process.stdout.write(`${what.padEnd(72)}${Math.round(aSecond).toLocaleString('en').padStart(10)} /s\n`)
}

const text = 'x'.repeat(200)
const texts = Array.from({ length: BATCH }, () => text)

async function measure(name: string, database: Database): Promise<void> {
  await database.script(TABLE)
  const insert = () => database.transaction((writing) => writing.run(sql`insert into note (text) values (${text})`))
  await rate(`${name}: transactions of one insert, one after the other`, 1, 1, insert)
  await rate(`${name}: transactions of one insert, 8 side by side`, 8, 1, insert)
  await rate(`${name}: rows in batches of ${BATCH}, a transaction each`, 1, BATCH, () =>
    database.transaction((writing) => writing.run(sql`insert into note (text) select * from unnest(${texts}::text[])`)),
  )
  await rate(`${name}: reads by key, one after the other`, 1, 1, () => database.one(sql`select text from note where id = ${1}`))
  await rate(`${name}: reads by key, 8 side by side`, 8, 1, () => database.one(sql`select text from note where id = ${1}`))
}

try {
  const from = performance.now()
  const embedded = await openEmbedded(join(folder, 'embedded'))
  process.stdout.write(`embedded: a new folder opened in ${Math.round(performance.now() - from)} ms\n`)
  await measure('embedded', embedded)

  await migrate(embedded, [{ name: 'vault', migrations: vaultMigrations }])
  const vault = openVault(join(folder, 'vault'), new Uint8Array(32).fill(1))
  await rate('vault: new keys, a transaction each', 1, 1, () => embedded.transaction((writing) => vault.newKey(writing)))
  await rate(`vault: new keys by ${BATCH}`, 1, BATCH, () => embedded.transaction((writing) => vault.newKeys(writing, BATCH)))
  const slots = await embedded.transaction((writing) => vault.newKeys(writing, BATCH))
  const body = new Uint8Array(1_024)
  let turn = 0
  await rate('vault: seal and open 1 KB', 1, 1, async () => {
    const slot = slots[turn++ % BATCH]!
    vault.open(slot, 'bench', vault.seal(slot, 'bench', body))
  })
  await vault.close()
  await embedded.close()

  const reopening = performance.now()
  await (await openEmbedded(join(folder, 'embedded'))).close()
  process.stdout.write(`embedded: an existing folder opened and closed in ${Math.round(performance.now() - reopening)} ms\n`)

  const bare = await PGlite.create(join(folder, 'bare'))
  await bare.exec(TABLE)
  await rate('baseline PGlite in the calling thread: one insert', 1, 1, () => bare.query('insert into note (text) values ($1)', [text]))
  await rate('baseline PGlite in the calling thread: read by key', 1, 1, () => bare.query('select text from note where id = $1', [1]))
  await bare.close()

  const server = await temporaryPostgresql()
  if (server === undefined) process.stdout.write('postgresql: not measured, no server is here\n')
  else {
    const database = await openPostgresql(await server.url('bench'))
    await measure('postgresql (8 connections)', database)
    await database.close()
    const client = new pg.Client(await server.url('baseline'))
    await client.connect()
    await client.query(TABLE)
    const named = (name: string, command: string, values: unknown[]) => client.query({ name, text: command, values })
    await rate('baseline pg, one connection: one insert', 1, 1, () => named('i', 'insert into note (text) values ($1)', [text]))
    await rate('baseline pg, one connection: read by key', 1, 1, () => named('r', 'select text from note where id = $1', [1]))
    await client.end()
    await server.stop()
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
