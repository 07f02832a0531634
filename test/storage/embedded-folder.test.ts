/** The embedded database on disk: one opening at a time, half-made folders, and processes that are killed. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openEmbedded } from '#kernel/database/embedded.ts'
import { openDatabase } from '#kernel/database/open.ts'
import { sql } from '#kernel/database/sql.ts'

const temporary = () => {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-embedded-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

test('what was written is there after closing and opening', async () => {
  const folder = join(temporary(), 'new', 'deep')
  const first = await openDatabase({ folder })
  await first.script(`create table note (text text)`)
  await first.transaction((writing) => writing.run(sql`insert into note values ('kept')`))
  await first.close()
  const second = await openEmbedded(folder)
  expect(await second.many(sql`select text from note`)).toEqual([{ text: 'kept' }])
  await second.close()
})

test('a second opening is refused in the same process, and the first lives on', async () => {
  const folder = temporary()
  const first = await openEmbedded(folder)
  await expect(openEmbedded(folder)).rejects.toMatchObject({
    code: 'folder-in-use',
    message: expect.stringContaining(`process ${process.pid}`),
  })
  expect(await first.one(sql`select 1 as x`)).toEqual({ x: 1 })
  await first.close()
  const again = await openEmbedded(folder)
  await again.close()
})

test('a half-made cluster is made anew', async () => {
  const folder = temporary()
  mkdirSync(join(folder, 'cluster.making', 'base'), { recursive: true })
  writeFileSync(join(folder, 'cluster.making', 'PG_VERSION'), '18\n')
  const database = await openEmbedded(folder)
  expect(await database.one(sql`select 1 as x`)).toEqual({ x: 1 })
  await database.close()
  expect(existsSync(join(folder, 'cluster.making'))).toBe(false)
})

test('a folder that is no database is refused, and the lock is free again', async () => {
  const folder = temporary()
  mkdirSync(join(folder, 'cluster'))
  writeFileSync(join(folder, 'cluster', 'PG_VERSION'), '12\n')
  await expect(openEmbedded(folder)).rejects.toMatchObject({ code: 'database-closed' })
  rmSync(join(folder, 'cluster'), { recursive: true })
  const database = await openEmbedded(folder)
  await database.close()
})

test('a database has a url or a folder, not both or none', () => {
  expect(() => openDatabase({})).toThrow(TypeError)
  expect(() => openDatabase({ url: 'postgresql://localhost/x', folder: 'memory' })).toThrow(TypeError)
})

test('calls while a long statement runs do not block the event loop', async () => {
  const database = await openEmbedded('memory')
  let ticks = 0
  const timer = setInterval(() => ticks++, 5)
  await database.one(sql`select count(*) as n from generate_series(1, 3000000) where sqrt(generate_series) > 1`)
  clearInterval(timer)
  await database.close()
  expect(ticks).toBeGreaterThan(5)
})

test('dead rows are vacuumed while the database is in use', async () => {
  const database = await openEmbedded('memory', { upkeep_ms: 50 })
  await database.script(
    `create table counter (id int4 primary key, value int4); insert into counter select i, 0 from generate_series(1, 500) i`,
  )
  for (let round = 0; round < 20; round++) await database.transaction((writing) => writing.run(sql`update counter set value = value + 1`))
  await vi.waitFor(
    async () => {
      const { vacuumed } = await database.one<{ vacuumed: Date | null }>(
        sql`select last_vacuum as vacuumed from pg_stat_user_tables where relname = 'counter'`,
      )
      expect(vacuumed).toBeInstanceOf(Date)
    },
    { timeout: 20_000 },
  )
  expect(await database.one(sql`select min(value) as value from counter`)).toEqual({ value: 20 })
  await database.close()
})

test('twelve processes killed in the middle of writing lose no acknowledged row and leave no lock', async () => {
  const folder = temporary()
  const acknowledged = new Set<number>()
  for (let round = 0; round < 12; round++) {
    const child = spawn(process.execPath, [fileURLToPath(new URL('./killed-writer.ts', import.meta.url)), folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const before = acknowledged.size
    for await (const line of createInterface(child.stdout)) {
      acknowledged.add(Number(line))
      if (acknowledged.size === before + 1) {
        if (round === 0)
          await expect(openEmbedded(folder)).rejects.toMatchObject({
            code: 'folder-in-use',
            message: expect.stringContaining(String(child.pid)),
          })
        setTimeout(() => child.kill('SIGKILL'), 20 + round * 15)
      }
    }
    await gone(child)
    expect(acknowledged.size).toBeGreaterThan(before)
  }
  const database = await openEmbedded(folder)
  const kept = new Set((await database.many<{ id: number }>(sql`select id from note`)).map(({ id }) => id))
  expect([...acknowledged].filter((id) => !kept.has(id))).toEqual([])
  expect(await database.one(sql`select count(*) as n from note where length(text) <> 500`)).toEqual({ n: 0 })
  await database.close()
  expect(readdirSync(folder).sort()).toEqual(['cluster', 'holder', 'lock'])
}, 600_000)

const gone = (child: ChildProcess) =>
  child.exitCode !== null || child.signalCode !== null ? undefined : new Promise((resolve) => child.once('exit', resolve))
