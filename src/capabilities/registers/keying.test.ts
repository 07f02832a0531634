/** Records kept by an earlier release get the keys that this one looks for, in bounded rounds, and lose none that they had. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Applying } from '#kernel/capability.ts'
import { openEmbedded } from '#kernel/database/embedded.ts'
import { migrate, readMigrations } from '#kernel/database/migrate.ts'
import type { Database } from '#kernel/database/port.ts'
import { sql } from '#kernel/database/sql.ts'
import { openVault, type Vault, vaultMigrations } from '#kernel/vault/index.ts'
import { sha256, utf8 } from '#lib/bytes.ts'
import { duties } from './duties.ts'
import type { Subject } from './kinds.ts'
import { keysAsked } from './look-up-keys.ts'
import type { AskedSubject } from './query.ts'
import { RECORD_LABEL } from './store/compared.ts'
import { knownId as id, knownRecord } from './store/known-record.ts'
import { insertRecord, recordsUnderKeys, replaceKeys } from './store/records.ts'

const NOW = new Date('2026-03-02T08:00:00.000Z')
const folder = mkdtempSync(join(tmpdir(), 'portolan-keying-'))
let database: Database
let vault: Vault

beforeAll(async () => {
  database = await openEmbedded('memory')
  await migrate(database, [
    { name: 'vault', migrations: vaultMigrations },
    { name: 'registers', migrations: readMigrations(new URL('./migrations/', import.meta.url)) },
  ])
  vault = openVault(folder, randomBytes(32))
})
afterAll(async () => {
  await vault.close()
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})

const digest = (label: string, value: string) => sha256(utf8(`${label} ${value}`))

/** As an earlier release kept it: one key of the number as it stood, and no mark of a newer keying. */
async function keptBefore(n: number, subject: Subject, old: [label: string, value: string], member = 'esp'): Promise<void> {
  await database.transaction(async (writing) => {
    const slot = await vault.newKey(writing)
    const sealed = vault.seal(slot, RECORD_LABEL, utf8(JSON.stringify({ subject, remarks: {} })))
    const kind = subject.document ? ('document' as const) : ('identifier' as const)
    await insertRecord(writing, knownRecord(n, { member, kind, slot, sealed }))
    await replaceKeys(writing, id(n), [{ label: old[0], digest: digest(...old) }])
    await writing.run(sql`update registers_record set keyed = 1 where id = ${id(n)}::uuid`)
  })
}

const round = (own = 'esp') =>
  database.transaction(async (writing) => {
    const opening = {
      digest,
      openJson: (slot: number, label: string, sealed: Uint8Array) => {
        const plain = vault.open(slot, label, sealed)
        return plain === undefined ? undefined : JSON.parse(Buffer.from(plain).toString())
      },
    }
    await duties.find(({ name }) => name === 'key')!.run({ writing, own, now: NOW, vault: opening } as unknown as Applying)
  })

const found = async (asked: AskedSubject, with_look_alikes: boolean) => {
  const digests = keysAsked(asked, with_look_alikes, 'esp').map(({ label, value }) => digest(label, value))
  return (await recordsUnderKeys(database, digests, 10)).map(({ record }) => record)
}
const unkeyed = async () => (await database.one<{ n: number }>(sql`select count(*) as n from registers_record where keyed < 2`)).n

test('what was found before is found, and so is what only the newer keys find', async () => {
  await keptBefore(1, { document: { number: 'OO8B5', type: 'passport', document_status: 'lost' } }, ['registers.document', 'OO8B5'])
  await keptBefore(2, { identifier: { kind: 'bank-account', value: '21000418450200051332' } }, [
    'registers.bank-account',
    '21000418450200051332',
  ])
  await keptBefore(3, { identifier: { kind: 'imo', value: '9074792' } }, ['registers.imo', '9074792'], 'mar')
  const document = { document: { number: '00885' } }
  const account = { identifier: { kind: 'bank-account' as const, value: 'ES9121000418450200051332' } }
  expect(await found({ document: { number: 'OO8B5' } }, false)).toEqual([id(1)])
  expect(await found(document, true)).toEqual([])
  // an IBAN is also looked for under its national number, which was there before
  expect(await found(account, false)).toEqual([id(2)])
  await round()
  expect(await found({ document: { number: 'OO8B5' } }, false)).toEqual([id(1)])
  expect(await found(document, true)).toEqual([id(1)])
  expect(await found(account, false)).toEqual([id(2)])
  // another member's are that member's to key
  expect(await unkeyed()).toBe(1)
  await round('mar')
  expect(await unkeyed()).toBe(0)
  expect(await found({ identifier: { kind: 'imo', value: '9074729' } }, true)).toEqual([id(3)])
})

test('a record whose key is destroyed is left as it is and not tried for ever', async () => {
  await keptBefore(4, { identifier: { kind: 'imo', value: '9074729' } }, ['registers.imo', '9074729'])
  const { slot } = await database.one<{ slot: number }>(sql`select slot from registers_record where id = ${id(4)}::uuid`)
  await vault.destroy([slot])
  await round()
  expect(await unkeyed()).toBe(0)
})
