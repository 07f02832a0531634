/** PostgreSQL's pg_trgm over romanised names: Debian's server where it is installed, else PGlite in this process. */
import { readFileSync } from 'node:fs'
import { PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import pg from 'pg'
import type { RegionRecord } from '../../../demo/population/index.ts'
import { temporaryPostgresql } from '../../../test/storage/postgresql.ts'
import { LOOKED_AT, packed, withDetails } from '../details.ts'
import type { Baseline, Engine, Found } from '../engine.ts'
import { romanised } from '../romanised.ts'

const TABLE = 'create table person (id int primary key, name text not null, details text not null)'
const INDEX = 'create index person_name on person using gin (name gin_trgm_ops)'
const INSERT = 'insert into person select * from unnest($1::int[], $2::text[], $3::text[])'
const SEARCH = `select id, details, similarity(name, $1) as score from person where name % $1 order by score desc, id limit ${LOOKED_AT}`
const SIZE = "select pg_total_relation_size('person')::text as bytes"

interface Session {
  readonly about: string
  script(text: string): Promise<unknown>
  rows<T>(text: string, values: readonly unknown[]): Promise<readonly T[]>
  outside_ms?(): number
  close(): Promise<void>
}

export async function openTrigrams(is_embedded = false): Promise<Engine> {
  const session = (is_embedded ? undefined : await serverSession()) ?? (await embeddedSession())
  await session.script('create extension if not exists pg_trgm')
  await session.script(TABLE)
  return {
    about: session.about,
    async add(records: readonly RegionRecord[]) {
      const values = [records.map(({ id }) => id), records.map(({ name }) => romanised(name)), records.map(packed)]
      await session.rows(INSERT, values)
    },
    async finish() {
      await session.script(INDEX)
      await session.script('analyze person')
    },
    async search(subject, top) {
      const rows = await session.rows<Found & { details: string }>(SEARCH, [romanised(subject.name)])
      const details = new Map(rows.map((row) => [row.id, row.details]))
      return withDetails(rows, subject, (id) => details.get(id)!, top)
    },
    async bytes() {
      const [row] = await session.rows<{ bytes: string }>(SIZE, [])
      return { bytes: Number(row!.bytes), counted: 'table and indexes on disk' }
    },
    ...(session.outside_ms && { outside_ms: session.outside_ms }),
    close: () => session.close(),
  }
}

async function serverSession(): Promise<Session | undefined> {
  const server = await temporaryPostgresql()
  if (server === undefined) return undefined
  const client = new pg.Client(await server.url('names'))
  await client.connect()
  await client.query(
    "set maintenance_work_mem = '512MB'; set work_mem = '64MB'; set max_parallel_workers_per_gather = 0; set max_parallel_maintenance_workers = 0",
  )
  const { version, pid } = (await client.query("select current_setting('server_version') as version, pg_backend_pid() as pid")).rows[0] as {
    version: string
    pid: number
  }
  return {
    about: `pg_trgm in PostgreSQL ${version} (server) over any-ascii`,
    script: (text) => client.query(text),
    rows: async (text, values) => (await client.query({ name: text.slice(0, 40), text, values: [...values] })).rows,
    // nanoseconds on a processor, of the one backend
    outside_ms: () => Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6,
    async close() {
      await client.end()
      await server.stop()
    },
  }
}

async function embeddedSession(): Promise<Session> {
  const database = await PGlite.create({ extensions: { pg_trgm } })
  await database.exec("set maintenance_work_mem = '256MB'")
  return {
    about: 'pg_trgm in PGlite (embedded) over any-ascii',
    script: (text) => database.exec(text),
    rows: async <T>(text: string, values: readonly unknown[]) => (await database.query<T>(text, [...values])).rows,
    close: () => database.close(),
  }
}

export const trigrams: Baseline = { most: 10_000_000, beyond: 'ten million is the most that is asked here', open: () => openTrigrams() }
