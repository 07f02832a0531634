/** Writes rows and prints each id once it is acknowledged, until it is killed. */
import { openEmbedded } from '#kernel/database/embedded.ts'
import { sql } from '#kernel/database/sql.ts'

const BOUND = 1_000_000

const database = await openEmbedded(process.argv[2]!)
await database.script('create table if not exists note (id int8 generated always as identity primary key, text text not null)')
for (let i = 0; i < BOUND; i++) {
  const { id } = await database.transaction((writing) =>
    writing.one<{ id: number }>(sql`insert into note (text) values (${'x'.repeat(500)}) returning id`),
  )
  process.stdout.write(`${id}\n`)
}
