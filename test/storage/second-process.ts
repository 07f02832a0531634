/** One of two processes of the contract test: migrates, then adds to two counters in the order that provokes deadlocks with the other. */
import { migrate } from '#kernel/database/migrate.ts'
import { openPostgresql } from '#kernel/database/postgresql.ts'
import { sql } from '#kernel/database/sql.ts'

const [url, side, rounds] = process.argv.slice(2) as [string, string, string]
const order = side === 'a' ? ['left', 'right'] : ['right', 'left']

const database = await openPostgresql(url, { connections: 4 })
const { applied } = await migrate(database, [
  {
    name: 'counting',
    migrations: [
      { id: '0001-counter', sql: 'create table counter (name text primary key, value int8 not null)' },
      { id: '0002-counters', sql: `insert into counter values ('left', 0), ('right', 0)` },
    ],
  },
])

/** The port tries three times; a counter under this much contention may need more. */
async function add(): Promise<void> {
  for (let attempt = 0; attempt < 50; attempt++) {
    try {
      return await database.transaction(async (writing) => {
        for (const name of order) await writing.run(sql`update counter set value = value + 1 where name = ${name}`)
      })
    } catch (error) {
      if ((error as { code?: string }).code !== '40P01') throw error
    }
  }
  throw new Error('fifty deadlocks in a row')
}

for (let round = 0; round < Number(rounds); round++) await add()
await database.close()
process.stdout.write(JSON.stringify({ applied }))
