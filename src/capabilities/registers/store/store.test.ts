/** The store on the embedded database: what lists count, how changes are numbered, what is swept. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openEmbedded } from '#kernel/database/embedded.ts'
import { migrate, readMigrations } from '#kernel/database/migrate.ts'
import type { Database } from '#kernel/database/port.ts'
import { sql } from '#kernel/database/sql.ts'
import { utf8 } from '#lib/bytes.ts'
import { forget } from '../forgetting.ts'
import { changesAfter, comparedFrom, countChange, deleteChanges, head } from './compared.ts'
import { finishImport, insertImport, removeStaged, stageKeys, stageRecords, takenReferences, unsweptImports } from './imports.ts'
import { askedThisHour, countAsked, insertNotices } from './notices.ts'
import {
  answeringRecords,
  expireRecords,
  findRecords,
  insertRecord,
  maybeRecord,
  type NewRecord,
  recordsUnderKeys,
  replaceKeys,
  tellReviews,
} from './records.ts'

const NOW = new Date('2026-03-02T08:00:00.000Z')
const id = (n: number) => `01890a5d-ac96-774b-bcce-${String(n).padStart(12, '0')}`

const row = (n: number, over: Partial<NewRecord> = {}): NewRecord => ({
  id: id(n),
  member: 'esp',
  unit: 'spoc',
  only_unit: '',
  kind: 'person',
  reference: `R-${n}`,
  status: 'active',
  classification: 'unclassified',
  access_class: 1,
  sharing: 'members',
  networks: ['euromed'],
  members: ['fra', 'mar'],
  review_on: '2026-06-01',
  expires_on: '2027-06-01',
  version: 1,
  created_at: NOW,
  changed_at: new Date(NOW.getTime() + n),
  changed_by: 'officer',
  slot: n,
  sealed: utf8(`sealed ${n}`),
  ...over,
})

describe('the store', () => {
  let database: Database
  beforeAll(async () => {
    database = await openEmbedded('memory')
    await migrate(database, [{ name: 'registers', migrations: readMigrations(new URL('../migrations/', import.meta.url)) }])
  })
  afterAll(() => database.close())
  beforeEach(() => database.script('truncate registers_record, registers_import, registers_change cascade; delete from registers_quota'))

  const add = (...rows: NewRecord[]) =>
    database.transaction(async (writing) => {
      for (const one of rows) await insertRecord(writing, one)
    })
  const list = (filter: object, page = { limit: 10, offset: 0, by: 'changed' as const }) =>
    findRecords(database, { member: 'esp', classes: [1], ...filter }, page)

  test('a record comes back as it went in', async () => {
    await add(row(1))
    expect(await maybeRecord(database, 'esp', id(1))).toEqual(row(1))
    expect(await maybeRecord(database, 'fra', id(1))).toBeUndefined()
  })

  test('classes cut before counting and paging; filters and search too', async () => {
    await add(row(1), row(2, { access_class: 2 }), row(3, { kind: 'vehicle' }), row(4, { member: 'fra' }), row(5, { status: 'erased' }))
    expect(await list({})).toMatchObject({ total: 2, rows: [{ id: id(3) }, { id: id(1) }] })
    expect(await list({ classes: [] })).toEqual({ total: 0, rows: [] })
    expect(await list({ classes: [1, 2] }, { limit: 1, offset: 1, by: 'changed' })).toMatchObject({ total: 3, rows: [{ id: id(2) }] })
    expect((await list({ kind: 'vehicle' })).total).toBe(1)
    expect((await list({ search: { ids: [id(2), id(1)], reference: 'r-3' } })).rows.map((one) => one.id)).toEqual([id(1), id(3)])
  })

  test('a reference is used once by a member, and another member may use it', async () => {
    await add(row(1), row(2, { member: 'fra', reference: 'R-1' }))
    await expect(add(row(3, { reference: 'R-1' }))).rejects.toMatchObject({ code: '23505' })
  })

  test('changes are numbered without gaps in the order of their commits, however they run', async () => {
    const before = (await head(database)).counter
    await Promise.all(Array.from({ length: 20 }, (_, n) => database.transaction((writing) => countChange(writing, { record: id(n) }, NOW))))
    await database
      .transaction((writing) => countChange(writing, { record: id(99) }, NOW).then(() => Promise.reject(new Error('undone'))))
      .catch(() => {})
    const changes = await changesAfter(database, before, 100)
    expect(changes.map(({ counter }) => counter)).toEqual(Array.from({ length: 20 }, (_, n) => before + n + 1))
    expect((await head(database)).counter).toBe(before + 20)
    await database.transaction((writing) => deleteChanges(writing, new Date(NOW.getTime() + 1), 5))
    expect((await changesAfter(database, before, 100))[0]!.counter).toBe(before + 6)
  })

  test('rows of an import exist for nobody until it is done', async () => {
    const slots = { slot: 900, sealed: utf8('s'), text_slot: 901 }
    const alike = {
      member: 'esp',
      unit: 'spoc',
      officer: 'o',
      only_unit: '',
      kind: 'person' as const,
      classification: 'unclassified',
      access_class: 1,
      sharing: { rule: 'national' as const, networks: [], members: [] },
      now: NOW,
    }
    const begin = (n: number) => insertImportOf(n, slots)
    const insertImportOf = (n: number, { slot, sealed, text_slot }: typeof slots) =>
      database.transaction((writing) =>
        insertImport(writing, {
          id: id(n),
          member: 'esp',
          unit: 'spoc',
          officer: 'o',
          kind: 'person',
          access_class: 1,
          bytes: 1,
          begun_at: NOW,
          slot,
          sealed,
          text_slot,
        }),
      )
    const stage = (from: number, n: number) =>
      database.transaction(async (writing) => {
        const { reference, review_on, expires_on, slot, sealed } = row(n)
        await stageRecords(writing, [{ id: id(n), reference: reference!, review_on, expires_on, slot, sealed }], {
          ...alike,
          import: id(from),
        })
        await stageKeys(writing, [{ record: id(n), label: 'registers.document', digest: utf8(`digest ${n}`) }])
      })
    await begin(50)
    await begin(51)
    await stage(50, 1)
    await stage(51, 2)
    const seen = async () => (await list({})).rows.map((one) => one.id)
    expect(await seen()).toEqual([])
    expect(await maybeRecord(database, 'esp', id(1))).toBeUndefined()
    expect(await answeringRecords(database, 'esp', [id(1), id(2)], '2026-03-02')).toEqual([])
    expect(await comparedFrom(database, 'esp', -1, 10)).toEqual([])
    expect(await takenReferences(database, 'esp', ['R-1', 'R-2', 'R-3'], id(50))).toEqual(
      expect.arrayContaining([
        { reference: 'R-1', here: true },
        { reference: 'R-2', here: false },
      ]),
    )
    await database.transaction(async (writing) => {
      await finishImport(writing, id(50), 'done', NOW)
      await finishImport(writing, id(51), 'refused', NOW)
    })
    expect(await seen()).toEqual([id(1)])
    expect((await answeringRecords(database, 'esp', [id(1), id(2)], '2026-03-02')).map((one) => one.id)).toEqual([id(1)])
    const removed = await database.transaction(async (writing) => {
      const unswept = await unsweptImports(writing, 10)
      expect(unswept).toEqual([{ id: id(51) }])
      return removeStaged(writing, id(51), 10)
    })
    expect(removed).toEqual([{ slot: 2 }])
    expect(await recordsUnderKeys(database, [utf8('digest 1'), utf8('digest 2')], 10)).toEqual([{ record: id(1) }])
  })

  test('the last day still answers; then records expire with their keys, once, and within the bound', async () => {
    await add(row(1, { expires_on: '2026-03-01' }), row(2, { expires_on: '2026-03-02' }), row(3, { expires_on: '2026-02-01' }))
    await database.transaction((writing) => replaceKeys(writing, id(1), [{ label: 'registers.document', digest: utf8('k') }]))
    expect((await answeringRecords(database, 'esp', [id(1), id(2), id(3)], '2026-03-02')).map((one) => one.id)).toEqual([id(2)])
    const expire = () => database.transaction((writing) => expireRecords(writing, '2026-03-02', NOW, 1))
    expect([await expire(), await expire(), await expire()]).toEqual([[id(3)], [id(1)], []])
    expect(await recordsUnderKeys(database, [utf8('k')], 10)).toEqual([])
  })

  test('what stood under destroyed keys is forgotten after a restore, and the index is told', async () => {
    await add(row(1), row(2))
    await database.transaction((writing) => replaceKeys(writing, id(1), [{ label: 'registers.document', digest: utf8('k') }]))
    const before = (await head(database)).counter
    await database.transaction((writing) => forget([1, 77], writing))
    expect(await list({})).toMatchObject({ total: 1, rows: [{ id: id(2) }] })
    expect(await maybeRecord(database, 'esp', id(1))).toMatchObject({ status: 'erased', reference: null, sealed: null })
    expect(await recordsUnderKeys(database, [utf8('k')], 10)).toEqual([])
    expect(await changesAfter(database, before, 10)).toMatchObject([{ record: id(1) }])
    await database.transaction((writing) => forget([1], writing))
    expect((await head(database)).counter).toBe(before + 1)
  })

  test('a due review is told once', async () => {
    await add(row(1, { review_on: '2026-03-02' }), row(2, { review_on: '2026-03-03' }))
    const tell = () => database.transaction((writing) => tellReviews(writing, '2026-03-02', 10))
    expect([await tell(), await tell()]).toEqual([[id(1)], []])
  })

  test('a repeated question tells its owner once; questions are counted by the hour', async () => {
    await add(row(1))
    const notice = {
      id: id(70),
      record: id(1),
      network: 'euromed',
      by_member: 'mar',
      by_unit: 'spoc',
      purpose: 'alert',
      statement: id(80),
      subject_kind: 'person',
      score: 0.9,
      shown: true,
      at: NOW,
    }
    await database.transaction(async (writing) => {
      await insertNotices(writing, [notice])
      await insertNotices(writing, [{ ...notice, id: id(71) }])
      for (let i = 0; i < 3; i++) await countAsked(writing, 'esp', 'euromed', 'mar', NOW)
    })
    expect((await database.one<{ n: number }>(sql`select count(*) as n from registers_notice`)).n).toBe(1)
    expect(await askedThisHour(database, 'esp', 'euromed', 'mar', NOW)).toBe(3)
    expect(await askedThisHour(database, 'esp', 'euromed', 'fra', NOW)).toBe(0)
  })
})
