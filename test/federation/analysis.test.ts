/** A chart from its file to its end: taken in whole or not at all, sealed, kept to its unit, taken out as handling allows, forgotten. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Officer } from '#kernel/capability.ts'
import { sql } from '#kernel/database/sql.ts'
import { base64, utf8 } from '#lib/bytes.ts'
import { temporaryPostgresql } from '../storage/postgresql.ts'
import { network, type TestNetwork, type TestNode } from './network.ts'

const postgresql = await temporaryPostgresql()
afterAll(() => postgresql?.stop())
const ENGINES = [['the embedded database', false] as const, ...(postgresql ? [['PostgreSQL', true] as const] : [])]

/** Letters of a name that nobody else has: where they are found, the chart was kept. */
const CANARY = 'Quixzebryk'
const LINKS =
  'source,target,weight,kind,handling,evaluation,classification\n' +
  `${CANARY}one,${CANARY}two,2,calls,,B2,restricted\n` +
  `${CANARY}two,C,1,calls,H1,A1,\n` +
  'C,D,1,meets,H2,,\n' +
  'D,D,1,meets,,,\n' +
  'C,D,1,meets,H2,,\n'

const OFFICERS = {
  analyst: { id: '0190a000-0000-7000-8000-0000000000a1', unit: 'drugs', roles: ['analyst'], clearance: 2 },
  colleague: { id: '0190a000-0000-7000-8000-0000000000a2', unit: 'drugs', roles: ['analyst'], clearance: 2 },
  uncleared: { id: '0190a000-0000-7000-8000-0000000000a3', unit: 'drugs', roles: ['analyst'], clearance: 0 },
  elsewhere: { id: '0190a000-0000-7000-8000-0000000000a4', unit: 'ports', roles: ['analyst'], clearance: 2 },
  supervisor: { id: '0190a000-0000-7000-8000-0000000000a5', unit: 'drugs', roles: ['supervisor'], clearance: 2 },
  desk: { id: '0190a000-0000-7000-8000-0000000000a6', unit: 'drugs', roles: ['desk'], clearance: 2 },
  protection: { id: '0190a000-0000-7000-8000-0000000000a7', unit: 'legal', roles: ['data-protection'], clearance: 0 },
} satisfies Record<string, Partial<Officer>>
type Who = keyof typeof OFFICERS

describe.each(ENGINES)('on %s', (_, on_postgresql) => {
  let net: TestNetwork
  let esp: TestNode
  beforeAll(async () => {
    net = await network(['esp', 'mar'], on_postgresql ? { database_urls: { esp: await postgresql!.url('analysis_esp') } } : {})
    esp = net.nodes.esp!
  }, 120_000)
  afterAll(() => net?.close())

  const does = (action: string, input: object, who: Who = 'analyst') =>
    esp.does(`analysis.${action}`, input, { officer: OFFICERS[who] as Partial<Officer>, purpose: 'investigation' })
  const refused = (action: string, input: object, who: Who = 'analyst') =>
    does(action, input, who).then(
      () => undefined,
      ({ code, details }) => ({ code, reasons: details?.map(({ reason }: { reason: string }) => reason) }),
    )
  const begun = async (more: object = {}): Promise<string> =>
    (await does('begin-chart', { title: `Ring ${CANARY}`, reason: `told by ${CANARY}`, classification: 'restricted', ...more })).chart
  async function sent(chart: string, text: string, holds = 'links', part = 60): Promise<string> {
    const bytes = utf8(text)
    const { import: id } = await does('begin-import', { chart, holds, file_name: `${CANARY}.csv`, bytes: bytes.length })
    for (let at = 0, position = 0; at < bytes.length; at += part, position++)
      await does('add-part', { chart, import: id, position, data: base64(bytes.subarray(at, at + part)) })
    return id
  }
  async function taken(chart: string, text: string, holds = 'links') {
    const id = await sent(chart, text, holds)
    await does('prepare-import', { chart, import: id })
    return does('run-import', { chart, import: id, bad_rows: 'leave-out' })
  }
  const contentOf = (chart: string, who: Who = 'analyst') => does('read-content', { chart }, who)
  /** Everything that the database holds of charts, as text. */
  async function dump(): Promise<string> {
    const texts = [
      await esp.node.database.many<{ row: string }>(sql`select row_to_json(t)::text as row from analysis_chart t limit 1000`),
      await esp.node.database.many<{ row: string }>(sql`select row_to_json(t)::text as row from analysis_import t limit 1000`),
      await esp.node.database.many<{ row: string }>(sql`select encode(sealed, 'escape') as row from analysis_block limit 1000`),
      await esp.node.database.many<{ row: string }>(sql`select encode(sealed, 'escape') as row from analysis_part limit 1000`),
    ]
    return texts.flatMap((rows) => rows.map(({ row }) => row)).join('\n')
  }

  test('a file is looked at and then taken in: what repeats and what ties to itself is counted', async () => {
    const chart = await begun()
    const id = await sent(chart, LINKS)
    expect(await refused('run-import', { chart, import: id, bad_rows: 'leave-out' })).toEqual({
      code: 'state.conflict',
      reasons: ['not-prepared'],
    })
    await does('prepare-import', { chart, import: id })
    const [one] = (await does('find-imports', { chart })).rows
    expect(one).toMatchObject({ state: 'prepared', fault: null, file_name: `${CANARY}.csv` })
    expect(one.found).toMatchObject({ rows: 5, bad: 0, links: 3, elements: 4, self_loops: 1, repeated: 1 })
    // nothing is in the chart by being looked at
    expect((await contentOf(chart)).links.source).toEqual([])
    expect(await does('run-import', { chart, import: id, bad_rows: 'refuse-all' })).toEqual({ edition: 1, elements: 4, links: 3 })
    expect((await does('find-imports', { chart })).rows).toEqual([])
    const content = await contentOf(chart)
    expect(content.elements.key).toEqual([`${CANARY}one`, `${CANARY}two`, 'C', 'D'])
    expect(content.provenances[1].handling).toEqual([{ code: 'H1' }])
    // an import beside another one is not written over it
    const more = await sent(chart, 'source,target\nD,E\n')
    await does('prepare-import', { chart, import: more })
    await taken(chart, 'source,target\nE,F\n')
    expect(await does('run-import', { chart, import: more, bad_rows: 'leave-out' })).toMatchObject({ edition: 3, elements: 6, links: 5 })
  })

  test('nothing is half taken in: a bad row refuses all unless it is left out, and wrong columns always', async () => {
    const chart = await begun()
    const bad = await sent(chart, 'source,target,weight\nA,B,1\nB,,1\n')
    await does('prepare-import', { chart, import: bad })
    expect(await refused('run-import', { chart, import: bad, bad_rows: 'refuse-all' })).toEqual({ code: 'import.invalid', reasons: ['1'] })
    expect((await does('read-chart', { chart })).elements).toBe(0)
    expect(await does('run-import', { chart, import: bad, bad_rows: 'leave-out' })).toMatchObject({ elements: 2, links: 1 })
    const wrong = await sent(chart, 'id,name\nA,Anna\n')
    await does('prepare-import', { chart, import: wrong })
    const { found } = (await does('find-imports', { chart })).rows[0]
    const columns = found.mapping.columns.filter(({ field }: { field: string }) => field !== 'target')
    const reading = { mapping: { ...found.mapping, columns } }
    await does('prepare-import', { chart, import: wrong, reading })
    expect((await does('find-imports', { chart })).rows[0].found.faults).toEqual([{ path: '/columns/target', reason: 'column-missing' }])
    expect(await refused('run-import', { chart, import: wrong, bad_rows: 'leave-out' })).toEqual({
      code: 'import.invalid',
      reasons: ['column-missing'],
    })
    const half = (await does('begin-import', { chart, holds: 'links', file_name: 'x', bytes: 100 })).import
    await does('add-part', { chart, import: half, position: 0, data: base64(utf8('source,target\n')) })
    expect(await refused('prepare-import', { chart, import: half })).toEqual({ code: 'state.conflict', reasons: ['parts-missing'] })
    expect(await refused('begin-import', { chart, holds: 'links', file_name: 'x', bytes: 200_000_000 })).toEqual({
      code: 'input.too-large',
      reasons: ['more than 33554432'],
    })
  })

  test('kept to its unit and clearance, in lists, counts and by its id', async () => {
    const chart = await begun()
    await taken(chart, LINKS)
    const sees = async (who: Who) => {
      const { rows, total } = await does('find-charts', {}, who)
      return { listed: rows.some(({ id }: { id: string }) => id === chart), counted: total > 0 }
    }
    for (const who of ['analyst', 'colleague', 'supervisor'] as const) {
      expect(await sees(who)).toEqual({ listed: true, counted: true })
      expect((await contentOf(chart, who)).elements.key).toHaveLength(4)
    }
    for (const who of ['uncleared', 'elsewhere'] as const) {
      expect(await sees(who)).toEqual({ listed: false, counted: false })
      expect(await refused('read-chart', { chart }, who)).toEqual({ code: 'access.denied', reasons: undefined })
      expect(await refused('read-content', { chart }, who)).toEqual({ code: 'access.denied', reasons: undefined })
      expect(await refused('export-chart', { chart, form: 'graphml', use: 'working' }, who)).toMatchObject({ code: 'access.denied' })
    }
    expect(await refused('find-charts', {}, 'desk')).toMatchObject({ code: 'access.denied' })
    expect(await refused('merge-elements', { chart, into: 0, from: [1] }, 'supervisor')).toMatchObject({ code: 'access.denied' })
    const watched = await does('find-member-charts', {}, 'protection')
    expect(watched.rows.find(({ id }: { id: string }) => id === chart)).toMatchObject({
      title: null,
      elements: 4,
      purpose: 'investigation',
    })
    expect(JSON.stringify(watched)).not.toContain(CANARY)
    expect(await refused('read-content', { chart }, 'protection')).toMatchObject({ code: 'access.denied' })
    expect(
      await esp
        .does('analysis.read-content', { chart }, { officer: OFFICERS.analyst as Partial<Officer>, purpose: null })
        .catch(({ code }) => code),
    ).toBe('purpose.missing')
  })

  test('two elements are merged and parted again; views are kept', async () => {
    const chart = await begun()
    await taken(chart, LINKS)
    const { merge } = await does('merge-elements', { chart, into: 0, from: [1] })
    await does('merge-elements', { chart, into: 2, from: [3] }, 'colleague')
    expect((await does('read-chart', { chart })).merged).toMatchObject([
      { into: 0, from: [1], by: OFFICERS.analyst.id },
      { into: 2, from: [3], by: OFFICERS.colleague.id },
    ])
    expect(await refused('merge-elements', { chart, into: 0, from: [99] })).toEqual({
      code: 'input.malformed',
      reasons: ['element-unknown'],
    })
    await does('undo-merge', { chart, merge })
    expect(await refused('undo-merge', { chart, merge })).toEqual({ code: 'state.conflict', reasons: ['merge-unknown'] })
    expect((await does('read-chart', { chart })).merged).toMatchObject([{ into: 2, from: [3] }])
    await does('save-view', { chart, name: 'ring', settings: '{"size":"degree"}' })
    await does('save-view', { chart, name: 'ring', settings: '{"size":"core"}' })
    expect((await does('read-chart', { chart })).views).toMatchObject([{ name: 'ring', settings: '{"size":"core"}' }])
    await does('remove-view', { chart, name: 'ring' })
    expect((await does('read-chart', { chart })).views).toEqual([])
  })

  test('an export refuses what handling forbids and says how many, or leaves it out and says so; the journal has it', async () => {
    const chart = await begun()
    await taken(chart, LINKS)
    const form = 'links-csv'
    expect(await refused('export-chart', { chart, form, use: 'evidence' })).toEqual({
      code: 'handling.forbids',
      reasons: ['no-evidence', 'no-sharing'],
    })
    const evidence = await does('export-chart', { chart, form, use: 'evidence', leave_out: true })
    expect(evidence).toMatchObject({ links: 1, left_out_links: 2, next: null })
    expect(evidence.content).not.toMatch(/H1|H2/)
    const working = await does('export-chart', { chart, form, use: 'working' })
    expect(working.content.split('\r\n')).toHaveLength(5)
    expect(working.content).toMatch(/,H1,/)
    const entries = await esp.node.database.many<{ told: string }>(
      sql`select convert_from(row, 'UTF8') as told from journal_entry where event = 'analysis.exported' and subject = ${`chart:${chart}`} limit 10`,
    )
    expect(entries.some(({ told }) => /"left_out_links":2.*"use":"evidence"/.test(told))).toBe(true)
  })

  test('nothing of it stands in clear, and once it is forgotten nothing of it stays but that it was', async () => {
    const chart = await begun()
    await taken(chart, LINKS)
    const waiting = await sent(chart, LINKS)
    await does('prepare-import', { chart, import: waiting })
    expect(await dump()).not.toContain(CANARY)
    const kept = await esp.node.database.one<{ slot: number; sealed: Uint8Array }>(
      sql`select slot, sealed from analysis_chart where id = ${chart}::uuid`,
    )
    expect(esp.node.vault.open(kept.slot, 'analysis.chart', kept.sealed)).toBeDefined()
    await does('erase-chart', { chart }, 'supervisor')
    await net.settle()
    // whoever kept the sealed bytes, in a back-up, opens them no more
    expect(esp.node.vault.open(kept.slot, 'analysis.chart', kept.sealed)).toBeUndefined()
    expect(await refused('read-content', { chart })).toMatchObject({ code: 'thing.unknown' })
    const row = await esp.node.database.one<{ sealed: unknown; work: unknown; elements: number }>(
      sql`select sealed, work, elements from analysis_chart where id = ${chart}::uuid`,
    )
    expect(row).toEqual({ sealed: null, work: null, elements: 4 })
    const left = await esp.node.database.one<{ n: number }>(sql`select count(*) as n from analysis_block where chart = ${chart}::uuid`)
    expect(left.n).toBe(0)
    if (!on_postgresql) {
      const files = readdirSync(esp.folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
      const found = files.map(({ parentPath, name }) => join(parentPath, name)).filter((file) => readFileSync(file).includes(CANARY))
      expect(found).toEqual([])
    }
  })

  test('a chart whose time is over is forgotten by itself, a file that nobody took in after a day', async () => {
    const chart = await begun({ keep_days: 2 })
    await taken(chart, LINKS)
    await sent(chart, LINKS)
    net.clock.move(25 * 3_600_000)
    await net.settle()
    expect((await does('find-imports', { chart })).rows).toEqual([])
    expect((await contentOf(chart)).links.source).toHaveLength(3)
    net.clock.move(24 * 3_600_000)
    await net.settle()
    expect(await refused('read-chart', { chart })).toMatchObject({ code: 'thing.unknown' })
  })
})

if (!postgresql) test.skip('not run: charts on PostgreSQL, which is not installed here', () => {})
