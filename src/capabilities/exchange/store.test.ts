/** What lists, counts and duties read: cut by class before they count, in the order that the work needs. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openEmbedded } from '#kernel/database/embedded.ts'
import { migrate, readMigrations } from '#kernel/database/migrate.ts'
import type { Database } from '#kernel/database/port.ts'
import { begin, step } from './rules.ts'
import {
  caseFigures,
  casesPage,
  figures,
  inboxPage,
  insertCase,
  insertMessage,
  insertRequest,
  type MessageRow,
  messagesPage,
  type RequestRow,
  requestsOverdue,
  requestsToWarn,
} from './store.ts'

const START = new Date('2026-03-02T08:00:00.000Z')
const at = (hours: number) => new Date(START.getTime() + hours * 3_600_000)
const idOf = (number: number) => `01995f3e-0000-7000-8000-${String(number).padStart(12, '0')}`
const OPEN = 1
const HIDDEN = 2

let database: Database
beforeAll(async () => {
  database = await openEmbedded('memory')
  await migrate(database, [{ name: 'exchange', migrations: readMigrations(new URL('./migrations/', import.meta.url)) }])
  await database.transaction(async (writing) => {
    for (const [number, access_class, assigned_to] of [
      [1, OPEN, null],
      [2, OPEN, 'officer'],
      [3, HIDDEN, null],
    ] as const) {
      await insertCase(writing, {
        member: 'esp',
        id: idOf(number),
        network: 'euromed',
        owner: 'esp',
        lead_unit: '',
        unit_only: false,
        crime_area: 'firearms',
        classification: 1,
        state: 'open',
        assigned_to,
        opened_at: at(number),
        keep_until: null,
        access_class,
        slot: number,
        sealed: new Uint8Array([number]),
      })
    }
    // number, case, class, hours after the start when it came, when it was answered
    for (const [number, about, access_class, came, answered] of [
      [11, 1, OPEN, 0, 4],
      [12, 1, OPEN, 0, 10],
      [13, 2, OPEN, 0, null],
      [14, 2, OPEN, 3, null],
      [15, 3, HIDDEN, 0, null],
      [16, 1, HIDDEN, 0, 1],
    ] as const) {
      const fresh = begin('urgent-direct', at(came), at(came))
      const progress = answered === null ? fresh : step(fresh, { kind: 'final-answer', at: at(answered) }).progress
      const request: RequestRow = {
        ...progress,
        member: 'esp',
        id: idOf(number),
        network: 'euromed',
        direction: 'in',
        case_id: idOf(about),
        partner: 'mar',
        unit: 'drugs',
        crime_area: null,
        purpose: null,
        classification: 1,
        access_class,
      }
      await insertMessage(writing, { ...message(number, about, access_class, came), kind: 'request' })
      await insertRequest(writing, request)
    }
    await insertMessage(writing, { ...message(21, null, OPEN, 1), mark: 'unknown-request' })
  })
})
afterAll(() => database.close())

const message = (number: number, about: number | null, access_class: number, came: number): MessageRow => ({
  member: 'esp',
  id: idOf(number),
  network: 'euromed',
  direction: 'in',
  kind: 'answer',
  case_id: about === null ? null : idOf(about),
  request_id: about === null ? null : idOf(number),
  partner: 'mar',
  origin: 'mar',
  target: null,
  in_reply_to: null,
  wire_case: null,
  at: at(came),
  sent_at: at(came),
  classification: 1,
  access_class,
  mark: null,
  seen_at: null,
  keep_until: null,
  recalled_at: null,
  corrected_by: null,
  erased_at: null,
  slot: 100 + number,
  sealed: new Uint8Array([number]),
})
const numbers = (rows: readonly { id: string }[]) => rows.map(({ id }) => Number(id.slice(-3)))

describe('lists', () => {
  const all = { member: 'esp', classes: [OPEN], now: at(7) }
  test('cases are cut by class before they are counted and paged', async () => {
    const { rows, total } = await casesPage(database, all, 1, 0)
    expect([numbers(rows), total]).toEqual([[2], 2])
    expect((await casesPage(database, { ...all, classes: [OPEN, HIDDEN] }, 10, 0)).total).toBe(3)
    expect((await casesPage(database, { ...all, classes: [] }, 10, 0)).total).toBe(0)
    expect((await casesPage(database, { ...all, member: 'mar' }, 10, 0)).total).toBe(0)
  })
  test('figures of a case count only what may be seen', async () => {
    const [seen] = await caseFigures(database, 'esp', [idOf(1)], [OPEN], at(7))
    expect(seen).toMatchObject({ requests: 2, partners: ['mar'] })
    expect((await caseFigures(database, 'esp', [idOf(1)], [OPEN, HIDDEN], at(7)))[0]).toMatchObject({ requests: 3 })
  })
  test('cases are found by what presses, and put in its order', async () => {
    expect(numbers((await casesPage(database, { ...all, due: 'due-soon' }, 10, 0)).rows)).toEqual([2])
    expect(numbers((await casesPage(database, { ...all, due: 'overdue' }, 10, 0)).rows)).toEqual([])
    expect(numbers((await casesPage(database, { ...all, now: at(8), due: 'overdue' }, 10, 0)).rows)).toEqual([2])
    expect(numbers((await casesPage(database, { ...all, sort: 'due' }, 10, 0)).rows)).toEqual([2, 1])
  })
  test('the inbox has first what no officer has, then what is due first; nothing of a hidden case', async () => {
    const { rows, total } = await inboxPage(database, { member: 'esp', classes: [OPEN] }, 10, 0)
    expect([numbers(rows), total]).toEqual([[11, 12, 21, 13, 14], 5])
    expect(rows[0]).toMatchObject({ lead_unit: 'drugs', reply_class: 'urgent-direct' })
    expect(numbers((await inboxPage(database, { member: 'esp', classes: [OPEN], assigned_to: 'officer' }, 1, 1)).rows)).toEqual([14])
  })
  test('a conversation gives the newest page, oldest first, and counts only what may be seen', async () => {
    const { rows, total } = await messagesPage(database, 'esp', idOf(1), [OPEN], 1, 0)
    expect([numbers(rows), total]).toEqual([[12], 2])
  })
})

describe('deadlines and figures', () => {
  test('at three quarters of the limit, and at its end', async () => {
    const due = async (hours: number) => [
      numbers(await requestsToWarn(database, 'esp', at(hours), 10)),
      numbers(await requestsOverdue(database, 'esp', at(hours), 10)),
    ]
    expect(await due(5.99)).toEqual([[], []])
    expect(await due(6)).toEqual([[13, 15], []])
    expect(await due(8)).toEqual([
      [13, 15],
      [13, 15],
    ])
  })
  test('median, kept and missed by the counting rule', async () => {
    const [row, ...others] = await figures(database, 'esp', 'euromed', [OPEN], at(0), at(24), at(9))
    expect(others).toEqual([])
    // answered after 4 h and 10 h; 13 ran out at 8 h, 14 has until 11 h
    expect(row).toMatchObject({
      partner: 'mar',
      direction: 'in',
      requests: 4,
      answered: 2,
      open: 2,
      overdue: 1,
      kept: 1,
      missed: 2,
      median_ms: 7 * 3_600_000,
    })
    expect(await figures(database, 'esp', 'euromed', [OPEN], at(2), at(24), at(9))).toMatchObject([{ requests: 1, median_ms: null }])
  })
})
