/** A list of people is checked in one go across borders: at a bounded pace, worked through hit by hit, and nothing of it stays. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import writeWorkbook from 'write-excel-file/node'
import { checks } from '#capabilities/checks/index.ts'
import { registers } from '#capabilities/registers/index.ts'
import { screening } from '#capabilities/screening/index.ts'
import type { Officer } from '#kernel/capability.ts'
import { sql } from '#kernel/database/sql.ts'
import { addAccount, changeAccount, prepareCredentials } from '#kernel/officers/index.ts'
import { sealing } from '#kernel/sealing.ts'
import { base64, utf8 } from '#lib/bytes.ts'
import { temporaryPostgresql } from '../storage/postgresql.ts'
import { network, PATIENT, type TestNetwork, type TestNode } from './network.ts'

const postgresql = await temporaryPostgresql()
afterAll(() => postgresql?.stop())
const ENGINES = [
  ['the embedded database', false],
  ['PostgreSQL', true],
] as const

const remarks = {
  reason: { text: 'wanted', language: 'en' },
  action_to_take: { code: 'arrest' },
  evaluation: { source: 'A', information: '1' },
  handling: [],
  classification: 'unclassified',
  sharing: { rule: 'network', networks: ['euromed'], members: [] as string[] },
  review_on: '2028-01-01',
  expires_on: '2029-12-31',
}
const person = (names: object[], more: object) => ({ person: { names, ...more } })

/** Letters of a name that nobody else has: where it is found, the person was kept. */
const CANARY = 'Quixzebryk'
const HEADING = 'Apellidos;Nombre;Fecha de nacimiento;Sexo;Nacionalidad;Nº pasaporte;País emisor;Asiento'
const LETTERS = 'bcdfghjklmnprstvz'
/** Somebody whom no register knows, the same for the same number. */
const nobody = (i: number) => {
  const syllable = (n: number) => `${LETTERS[n % 17]}${'aeiou'[Math.floor(n / 17) % 5]}`
  const surname = `${CANARY}${syllable(i * 7)}${syllable(i * 31 + 5)}`
  const given = `X${syllable(i * 13 + 2)}l${syllable(i * 3 + 1)}`
  return [
    surname,
    given,
    `${String((i % 28) + 1).padStart(2, '0')}/${String((i % 12) + 1).padStart(2, '0')}/${1950 + (i % 50)}`,
    i % 2 ? 'H' : 'M',
    'Española',
    `ZQ${String(100_000 + i)}`,
    'ES',
    `${i}A`,
  ]
}
const KNOWN = {
  wanted: ['Benali El Idrissi', 'Mohamed', '12/03/1985', 'H', 'Marroquí', 'MA7700001', 'MAR', '7C'],
  stolen: ['Doe', 'Jane', '03/04/1990', 'M', 'Utopia', 'L898902C3', 'UTO', '9F'],
  own: ['Ferreira Nkosi', 'Amadou', '21/11/1979', 'H', 'Senegal', '', '', '12B'],
}
/** Fifty passengers, three of whom are known to somebody. */
const passengers = (): string[][] =>
  Array.from({ length: 50 }, (_, i) => (i === 10 ? KNOWN.wanted : i === 24 ? KNOWN.stolen : i === 41 ? KNOWN.own : nobody(i)))
// Utopia is in no list of countries: its code is
const csvOf = (rows: readonly string[][]) => [HEADING, ...rows.map((row) => row.join(';'))].join('\r\n').replaceAll('Utopia', 'UTO')
const xlsxOf = async (rows: readonly string[][]) =>
  new Uint8Array(
    await writeWorkbook(
      [HEADING.split(';'), ...rows].map((row) =>
        row.map((value) => (value === '' ? null : { value: value.replace('Utopia', 'UTO'), type: String })),
      ) as never,
    ).toBuffer(),
  )

const OFFICERS = {
  desk: { id: '0190a000-0000-7000-8000-0000000000d1', unit: 'ports', roles: ['desk' as const], clearance: 2 as const },
  colleague: { id: '0190a000-0000-7000-8000-0000000000d2', unit: 'ports', roles: ['analyst' as const], clearance: 2 as const },
  supervisor: { id: '0190a000-0000-7000-8000-0000000000d3', unit: 'ports', roles: ['supervisor' as const], clearance: 2 as const },
  protection: { id: '0190a000-0000-7000-8000-0000000000d4', unit: 'legal', roles: ['data-protection' as const], clearance: 0 as const },
} satisfies Record<string, Partial<Officer>>
type Who = keyof typeof OFFICERS

async function withAccounts(node: TestNode) {
  const now = node.node.clock.now()
  const prepared = await prepareCredentials()
  await node.node.database.transaction(async (writing) => {
    for (const [name, { id, unit, roles, clearance }] of Object.entries(OFFICERS)) {
      const account = {
        sign_in_name: `s.${name}`,
        name,
        member: node.id,
        unit,
        roles,
        clearance,
        language: 'es' as const,
      }
      await addAccount({ writing, vault: sealing(node.node, writing), now }, id, account, prepared)
    }
  })
}

/** One node's lists, as its officers see them. */
function listsOf(net: TestNetwork, id: string) {
  const esp = () => net.nodes[id]!
  const does = (action: string, input: object, who: Who = 'desk') =>
    esp().does(`screening.${action}`, input, { officer: OFFICERS[who] as Partial<Officer>, purpose: 'border-control' })
  const refused = (action: string, input: object, who: Who = 'desk') =>
    does(action, input, who).then(
      () => undefined,
      ({ code, details }) => ({ code, reason: details?.[0]?.reason }),
    )
  async function sent(bytes: Uint8Array, who: Who = 'desk', part = 1_000): Promise<string> {
    const { list } = await does('begin-list', { file_name: `lista ${CANARY}.csv`, bytes: bytes.length }, who)
    for (let at = 0, position = 0; at < bytes.length; at += part, position++)
      await does('add-part', { list, position, data: base64(bytes.subarray(at, at + part)) }, who)
    return list
  }
  async function prepared(bytes: Uint8Array, reading?: object, who: Who = 'desk') {
    const list = await sent(bytes, who)
    await does('prepare-list', { list, ...(reading && { reading }) }, who)
    await net.settle()
    return does('read-list', { list }, who)
  }
  const start = (list: string, more: object = {}, who: Who = 'desk') =>
    does(
      'start-list',
      { list, ground: 'border-checks', reason: `Ferry of Monday, ${CANARY}`, partners: ['fra', 'mar'], bad_rows: 'leave-out', ...more },
      who,
    )
  /** Seconds pass, and everything due is done. */
  async function pass(seconds: number) {
    for (let i = 0; i < seconds; i++) {
      net.clock.move(1_000)
      await net.settle()
    }
  }
  const progress = (list: string) => does('read-progress', { list })
  async function asked(list: string, most_s = 60) {
    for (let i = 0; i < most_s; i++) {
      await pass(1)
      if ((await progress(list)).state === 'asked') return
    }
    throw new Error(`not asked through: ${JSON.stringify(await progress(list))}`)
  }
  return { does, refused, sent, prepared, start, pass, progress, asked }
}

/** Everything that the database holds, as text. */
async function dump({ node }: TestNode): Promise<string> {
  const tables = await node.database.many<{ name: string }>(
    sql`select table_name as name from information_schema.tables where table_schema = 'public' and starts_with(table_name, 'screening_')`,
  )
  expect(tables.length).toBeGreaterThan(5)
  const journal = await node.database.many<{ t: string }>(
    sql`select convert_from(row, 'UTF8') as t from journal_entry where row is not null`,
  )
  const rows = await node.database.many<{ t: string }>(sql`
    select row_to_json(t)::text as t from screening_list t union all select row_to_json(t)::text from screening_line t union all select row_to_json(t)::text from screening_hit t
    union all select row_to_json(t)::text from screening_question t union all select row_to_json(t)::text from screening_part t union all select row_to_json(t)::text from screening_bad t`)
  return [...journal, ...rows].map(({ t }) => t).join('\n')
}

/** Every file of a node, searched byte by byte for a text in the spellings that a program might leave behind. */
function foundInFiles(folder: string, text: string): string[] {
  const spellings = [
    Buffer.from(text, 'utf8'),
    Buffer.from(text, 'utf16le'),
    Buffer.from(Buffer.from(text).toString('hex')),
    Buffer.from(base64(utf8(text)).slice(0, -4)),
  ]
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => {
      const bytes = readFileSync(path)
      return spellings.some((spelling) => bytes.includes(spelling))
    })
}

describe.each(ENGINES.filter(([, on_postgresql]) => !on_postgresql || postgresql))('a list on %s', (_, on_postgresql) => {
  let net: TestNetwork
  let esp: TestNode
  let lists: ReturnType<typeof listsOf>
  beforeAll(async () => {
    const urls = async () => ({ esp: await postgresql!.url('screening_esp'), mar: await postgresql!.url('screening_mar') })
    net = await network(['esp', 'mar', 'fra'], {
      capabilities: [registers, checks, screening],
      ...(on_postgresql && { database_urls: await urls() }),
    })
    esp = net.nodes.esp!
    lists = listsOf(net, 'esp')
    await withAccounts(esp)
    const wanted = person([{ kind: 'main', text: 'محمد بنعلي الإدريسي' }], { birth_date: '1985-03-12', sex: 'M', nationalities: ['MAR'] })
    await net.nodes.mar!.does('registers.add-one', { ...remarks, reference: 'MAR-W', subject: wanted })
    const stolen = { document: { number: 'L898902C3', issuer: 'UTO', type: 'passport', document_status: 'stolen' } }
    await net.nodes.mar!.does('registers.add-one', { ...remarks, reference: 'MAR-S', subject: stolen, action_to_take: { code: 'seize' } })
    const own = person([{ kind: 'main', family: 'Ferreira Nkosi', given: 'Amadou' }], { birth_date: '1979-11-21' })
    await esp.does('registers.add-one', {
      ...remarks,
      sharing: { rule: 'national', networks: [], members: [] },
      reference: 'ESP-1',
      subject: own,
    })
  })
  afterAll(() => net.close())

  const count = async (table: 'line' | 'question' | 'hit' | 'part' | 'bad', list: string) => {
    const tables = {
      line: sql`screening_line`,
      question: sql`screening_question`,
      hit: sql`screening_hit`,
      part: sql`screening_part`,
      bad: sql`screening_bad`,
    }
    return (await esp.node.database.one<{ n: number }>(sql`select count(*) as n from ${tables[table]} where list = ${list}::uuid`)).n
  }
  const leaves = async (event: string, list: string) =>
    (
      await esp.node.database.many<{ row: Uint8Array; actor: string }>(
        sql`select row, actor from journal_entry where event = ${event} and subject = ${`list:${list}`} order by id`,
      )
    ).map(({ row, actor }) => ({ actor, detail: JSON.parse(Buffer.from(row).toString('utf8')).detail }))

  describe.each(['CSV', 'XLSX'] as const)('of fifty passengers in %s', (form) => {
    let list: string
    let kept: { slot: number; sealed: Uint8Array; line: number }[]
    const bytesOf = async () => (form === 'CSV' ? utf8(csvOf(passengers())) : xlsxOf(passengers()))

    test('is understood: headings, dates, sexes and countries in Spanish; nobody is asked, and nothing stands in clear', async () => {
      const asked_before = net.wire.seen.length
      const read = await lists.prepared(await bytesOf())
      list = read.id
      expect(read).toMatchObject({ state: 'prepared', fault: null, rows: 50, lines: 50, bad: 0, file_name: `lista ${CANARY}.csv` })
      expect(read.found).toMatchObject({
        format: form === 'CSV' ? 'csv' : 'xlsx',
        ambiguous_dates: expect.any(Number),
        mapping: { heading_line: 1, date_order: 'day-first', sex_letters: 'h-m' },
        faults: [],
      })
      expect(read.found.mapping.columns.map(({ field }: { field: string }) => field)).toEqual([
        'family_name',
        'given_name',
        'birth_date',
        'sex',
        'nationality',
        'document_number',
        'document_issuer',
        'reference',
      ])
      expect(read.found.shown[10]).toMatchObject({
        line: 12,
        reference: '7C',
        subjects: [
          { document: { number: 'MA7700001', issuer: 'MAR' } },
          {
            person: { names: [{ family: 'Benali El Idrissi', given: 'Mohamed' }], birth_date: '1985-03-12', sex: 'M', nationality: 'MAR' },
          },
        ],
      })
      expect(net.wire.seen.length).toBe(asked_before)
      expect(await dump(esp)).not.toContain(CANARY)
    })

    test('is asked about at a bounded pace; who is clear is forgotten at once, key and all', async () => {
      await lists.start(list)
      const asked_before = net.wire.seen.length
      await net.settle()
      expect(await lists.progress(list)).toMatchObject({ state: 'asking', lines: 50, staged: 50 })
      // the file went when its people were laid out
      expect(await count('part', list)).toBe(0)
      const first = net.wire.seen.slice(asked_before).filter(({ path }) => path === '/partner/v1/ask')
      expect(first.filter(({ to }) => to === 'mar').length).toBe(1)
      expect(first.filter(({ to }) => to === 'fra').length).toBe(1)
      kept = await esp.node.database.many(sql`select slot, sealed, line from screening_line where list = ${list}::uuid order by line`)
      await lists.pass(3)
      const second = net.wire.seen.slice(asked_before).filter(({ path, to }) => path === '/partner/v1/ask' && to === 'mar')
      // five a second, and one for the beginning
      expect(second.length).toBe(16)
      const { clear } = await lists.progress(list)
      expect(clear).toBeGreaterThan(8)
      expect(await count('line', list)).toBe(50 - clear)
      const gone = kept.filter(({ line }) => line < 8)
      expect(gone.length).toBeGreaterThan(0)
      await vi.waitFor(() => {
        for (const { slot, sealed } of gone) expect(esp.node.vault.open(slot, 'screening.line', sealed)).toBeUndefined()
      }, PATIENT)
    })

    test('goes on after the node was stopped in the middle', async () => {
      await esp.restart()
      await lists.asked(list)
      const progress = await lists.progress(list)
      expect(progress).toMatchObject({ state: 'asked', complete: true, lines: 50, clear: 47, hits: 3 })
      expect(
        progress.partners.map(({ partner, hit, no_hit, refused, no_answer }: Record<string, number | string>) => [
          partner,
          hit,
          no_hit,
          refused,
          no_answer,
        ]),
      ).toEqual([
        ['esp', 1, 49, 0, 0],
        ['fra', 0, 50, 0, 0],
        ['mar', 2, 48, 0, 0],
      ])
      // nobody was asked twice
      expect(await count('line', list)).toBe(3)
    })

    test('is one leaf at its start, one for each person, and none that names anybody', async () => {
      const [started] = await leaves('screening.started', list)
      expect(started).toMatchObject({
        actor: OFFICERS.desk.id,
        detail: { lines: 50, ground: 'border-checks', purpose: 'border-control', partners: 'esp fra mar' },
      })
      const asked = await leaves('screening.asked', list)
      expect(asked.map(({ detail }) => detail.line).sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i + 2))
      expect(asked[0]).toMatchObject({ actor: OFFICERS.desk.id, detail: { purpose: 'border-control', partners: 'esp fra mar' } })
      expect(await dump(esp)).not.toContain(CANARY)
    })

    test('is worked through: surest first, with reasons; confirmed, discarded, taken back', async () => {
      const { rows, total } = await lists.does('find-hits', { list })
      expect(total).toBe(3)
      expect(rows.map(({ score }: { score: number }) => score)).toEqual(
        [...rows.map(({ score }: { score: number }) => score)].sort((a: number, b: number) => b - a),
      )
      expect(rows[0]).toMatchObject({
        line: 26,
        reference: '9F',
        partner: 'mar',
        state: 'open',
        hit: { reference: 'MAR-S', action_to_take: { code: 'seize' } },
      })
      const wanted = rows.find(({ line }: { line: number }) => line === 12)
      expect(wanted.hit.reasons.find(({ field }: { field: string }) => field === 'name').parts.length).toBeGreaterThanOrEqual(2)
      const own = rows.find(({ own }: { own: boolean }) => own)
      expect(own).toMatchObject({ line: 43, hit: { reference: 'ESP-1' } })
      expect(await lists.does('confirm-hit', { list, hit: wanted.id })).toEqual({ hit: wanted.id, state: 'confirmed' })
      expect(await lists.refused('discard-hit', { list, hit: own.id, ground: 'other' })).toMatchObject({
        code: 'input.malformed',
        reason: 'missing',
      })
      await lists.does('discard-hit', { list, hit: own.id, ground: 'other', words: `a cousin of ${CANARY}` })
      await lists.does('discard-hit', { list, hit: rows[0].id, ground: 'document-differs' })
      expect(await lists.progress(list)).toMatchObject({ hits: 3, confirmed: 1, discarded: 2 })
      await lists.does('reopen-hit', { list, hit: rows[0].id })
      expect(await lists.progress(list)).toMatchObject({ confirmed: 1, discarded: 1 })
      const open = await lists.does('find-hits', { list, state: 'open' })
      expect(open.rows.map(({ id }: { id: string }) => id)).toEqual([rows[0].id])
      const [discarded] = (await lists.does('find-hits', { list, state: 'discarded' })).rows
      expect(discarded).toMatchObject({ ground: 'other', words: `a cousin of ${CANARY}` })
      const decided = await leaves('screening.decided', list)
      expect(decided.map(({ detail }) => detail.decision).sort()).toEqual(['confirmed', 'discarded', 'discarded', 'open'])
      const line = await lists.does('read-line', { list, line: 12 })
      expect(line).toMatchObject({
        purpose: 'border-control',
        subjects: [{ document: {} }, { person: {} }],
        hits: [{ hit: { reference: 'MAR-W' } }],
      })
    })

    test('is closed: its keys are gone, the counts and the leaves stay', async () => {
      const held = await esp.node.database.many<{ slot: number; sealed: Uint8Array }>(
        sql`select slot, sealed from screening_line where list = ${list}::uuid union all select slot, sealed from screening_list where id = ${list}::uuid`,
      )
      expect(held).toHaveLength(4)
      expect(await lists.refused('close-list', { list })).toMatchObject({ code: 'state.conflict', reason: 'undecided' })
      await lists.does('close-list', { list, leave_undecided: true })
      for (const table of ['line', 'question', 'hit', 'part', 'bad'] as const) expect([table, await count(table, list)]).toEqual([table, 0])
      await vi.waitFor(() => {
        for (const { slot, sealed } of [...held, ...kept])
          for (const label of ['screening.line', 'screening.list']) {
            expect(esp.node.vault.open(slot, label, sealed)).toBeUndefined()
          }
      }, PATIENT)
      const [line] = (await lists.does('find-lists', { open: false, limit: 1 })).rows
      expect(line).toMatchObject({
        id: list,
        state: 'closed',
        ending: 'closed',
        file_name: null,
        lines: 50,
        clear: 47,
        hits: 3,
        confirmed: 1,
        discarded: 1,
        silent: 0,
      })
      expect((await leaves('screening.forgotten', list))[0]).toMatchObject({
        detail: { lines: 50, hits: 3, confirmed: 1, discarded: 1, undecided: 1, ending: 'closed' },
      })
      for (const action of ['find-hits', 'find-silent']) expect((await lists.does(action, { list })).total).toBe(0)
      expect(await lists.refused('read-line', { list, line: 12 })).toMatchObject({ code: 'thing.unknown' })
      expect(await lists.refused('reopen-hit', { list, hit: list })).toMatchObject({ code: 'state.conflict' })
      expect(await dump(esp)).not.toContain(CANARY)
      if (!on_postgresql) expect(foundInFiles(esp.folder, CANARY)).toEqual([])
      for (const partner of ['mar', 'fra']) expect(foundInFiles(net.nodes[partner]!.folder, CANARY)).toEqual([])
    })
  })

  test('the search of files would find a name that is there', async () => {
    await esp.node.database.transaction((writing) =>
      writing.run(
        sql`insert into screening_quota (member, per_list, per_officer_day, per_unit_day, set_by) values ('xxx', 1, 1, 1, ${`Plain${CANARY}`})`,
      ),
    )
    expect(await esp.node.database.one(sql`select set_by from screening_quota where member = 'xxx'`)).toEqual({ set_by: `Plain${CANARY}` })
    await esp.node.database.transaction((writing) => writing.run(sql`delete from screening_quota where member = 'xxx'`))
    if (on_postgresql) return
    await esp.restart()
    expect(foundInFiles(esp.folder, `Plain${CANARY}`).length).toBeGreaterThan(0)
  })
})

describe('lists and those who do not answer', () => {
  let net: TestNetwork
  let esp: TestNode
  let lists: ReturnType<typeof listsOf>
  beforeAll(async () => {
    net = await network(['esp', 'mar', 'fra'], { capabilities: [registers, checks, screening] })
    esp = net.nodes.esp!
    lists = listsOf(net, 'esp')
    await withAccounts(esp)
  })
  afterAll(() => net.close())
  const some = (n: number, from = 0) => utf8(csvOf(Array.from({ length: n }, (_, i) => nobody(from + i))))
  const askedOf = (member: string) => net.wire.seen.filter(({ to, path }) => to === member && path === '/partner/v1/ask').length

  test('a partner that is down delays nobody, is tried ever less, then is no answer; asked again at will, the persons are clear', async () => {
    net.wire.cut.add('mar')
    const { id: list } = await lists.prepared(some(30))
    await lists.start(list)
    await lists.pass(10)
    const early = await lists.progress(list)
    const of = (partner: string, progress = early) => progress.partners.find((one: { partner: string }) => one.partner === partner)
    expect(of('fra').no_hit).toBe(30)
    expect(of('esp').no_hit).toBe(30)
    await lists.asked(list, 120)
    const late = await lists.progress(list)
    expect(of('mar', late)).toMatchObject({ no_answer: 30, no_hit: 0 })
    expect(late).toMatchObject({ clear: 0, hits: 0 })
    const { rows, total } = await lists.does('find-silent', { list, limit: 3 })
    expect([total, rows.length, rows[0].partners]).toEqual([30, 3, [{ partner: 'mar', name: 'MAR' }]])
    expect(rows[0].subjects[1].person.names[0].family).toContain(CANARY)
    net.wire.cut.delete('mar')
    const { forget_at } = late
    expect(await lists.does('ask-again', { list, lines: [2, 3] })).toEqual({ state: 'asking', questions: 2 })
    await lists.pass(70)
    expect(of('mar', await lists.progress(list))).toMatchObject({ no_answer: 28, no_hit: 2 })
    expect(await lists.does('ask-again', { list })).toEqual({ state: 'asking', questions: 28 })
    await lists.asked(list)
    // asking again does not move the deadline
    expect(await lists.progress(list)).toMatchObject({ clear: 30, forget_at })
    await lists.does('close-list', { list })
  })

  test("a partner's own quota is respected: it is left alone as long as it asks for, and then asked on", async () => {
    await net.nodes.mar!.does('registers.change-quota', { quota_per_hour: 12 }, { officer: { roles: ['supervisor'] } })
    net.clock.move(3_600_000 - (net.clock.now().getTime() % 3_600_000) + 1_000)
    await net.settle()
    const { id: list } = await lists.prepared(some(30, 100))
    await lists.start(list, { partners: ['mar'] })
    const before = askedOf('mar')
    await lists.pass(20)
    const waiting = await lists.progress(list)
    const [mar] = waiting.partners.filter(({ own }: { own: boolean }) => !own)
    expect(mar).toMatchObject({ no_hit: 12, refused: 0, no_answer: 0, said: 'quota.exceeded' })
    expect(askedOf('mar') - before).toBe(13)
    const until = new Date(mar.resting_until)
    expect(until.getTime() % 3_600_000).toBeLessThan(2_000)
    // not once more before the time it named
    net.clock.move(until.getTime() - net.clock.now().getTime() - 1_000)
    await net.settle()
    expect(askedOf('mar') - before).toBe(13)
    await lists.pass(20)
    expect(askedOf('mar') - before).toBe(26)
    await net.nodes.mar!.does('registers.change-quota', { quota_per_hour: 100_000 }, { officer: { roles: ['supervisor'] } })
    net.clock.move(3_600_000)
    await lists.asked(list)
    expect(await lists.progress(list)).toMatchObject({ clear: 30 })
    await lists.does('close-list', { list })
  })

  test('a partner that refuses is told as such, and its persons are forgotten like those of no hit', async () => {
    await net.nodes.fra!.does(
      'registers.change-sharing-rule',
      { network: 'euromed', partner: 'esp', purpose: '', kind: '', verdict: 'refuse', ground: 'disproportionate' },
      { officer: { roles: ['supervisor'] } },
    )
    const { id: list } = await lists.prepared(some(5, 200))
    await lists.start(list, { partners: ['fra'] })
    await lists.asked(list)
    const { partners, clear } = await lists.progress(list)
    expect([clear, partners.find(({ partner }: { partner: string }) => partner === 'fra')]).toEqual([
      5,
      expect.objectContaining({ refused: 5, no_hit: 0 }),
    ])
    await lists.does('close-list', { list })
  })

  test('a list is paused, resumed and ended before its time; who was not asked about is forgotten', async () => {
    const { id: list } = await lists.prepared(some(40, 300))
    await lists.start(list, { partners: ['mar'] })
    await net.settle()
    await lists.does('pause-list', { list })
    const before = askedOf('mar')
    await lists.pass(5)
    expect([askedOf('mar') - before, (await lists.progress(list)).state]).toEqual([0, 'paused'])
    expect(await lists.refused('close-list', { list })).toMatchObject({ code: 'state.conflict', reason: 'paused' })
    await lists.does('resume-list', { list })
    await lists.pass(2)
    expect(askedOf('mar') - before).toBeGreaterThan(5)
    await lists.does('stop-list', { list })
    const stopped = await lists.does('read-list', { list })
    expect(stopped).toMatchObject({ state: 'asked', stopped: true, forget_at: expect.any(String) })
    expect(stopped.clear + stopped.unasked).toBe(40)
    expect(stopped.unasked).toBeGreaterThan(0)
    const left = await esp.node.database.one<{ n: number }>(sql`select count(*) as n from screening_line where list = ${list}::uuid`)
    expect(left.n).toBe(0)
    await lists.pass(3)
    expect((await lists.progress(list)).state).toBe('asked')
    await lists.does('close-list', { list })
  })

  test('an account that is closed asks nobody any more', async () => {
    const { id: list } = await lists.prepared(some(40, 400), undefined, 'colleague')
    await lists.start(list, { partners: ['mar'] }, 'colleague')
    await net.settle()
    const change = (disabled: boolean) =>
      esp.node.database.transaction((writing) =>
        changeAccount({ writing, now: net.clock.now() }, { id: OFFICERS.colleague.id, change: { disabled } }),
      )
    await change(true)
    const before = askedOf('mar')
    await lists.pass(5)
    expect(askedOf('mar') - before).toBe(0)
    expect(await lists.does('read-list', { list }, 'colleague')).toMatchObject({ state: 'paused', paused_by: 'access-lost' })
    await change(false)
    await lists.does('resume-list', { list }, 'colleague')
    await lists.pass(20)
    expect(await lists.does('read-list', { list }, 'colleague')).toMatchObject({ state: 'asked', clear: 40 })
    await lists.does('close-list', { list }, 'colleague')
  })

  test('what a hit above the clearance holds is neither shown nor counted, nor decided on', async () => {
    const secret = person([{ kind: 'main', text: 'Ottokar Wendelin' }], { birth_date: '1961-06-30' })
    await esp.does('registers.add-one', {
      ...remarks,
      classification: 'confidential',
      sharing: { rule: 'national', networks: [], members: [] },
      reference: 'ESP-SECRET',
      subject: secret,
    })
    const { id: list } = await lists.prepared(utf8('name,born\nOttokar Wendelin,1961-06-30\n'))
    await lists.start(list, { partners: [] })
    await lists.asked(list)
    const [hit] = (await lists.does('find-hits', { list })).rows
    expect(hit.hit.reference).toBe('ESP-SECRET')
    const low = (action: string, input: object) =>
      esp.does(`screening.${action}`, input, { officer: { ...OFFICERS.desk, clearance: 1 } as Partial<Officer> })
    expect(await low('find-hits', { list })).toEqual({ rows: [], total: 0 })
    expect(await low('read-progress', { list })).toMatchObject({ hits: 0 })
    expect((await low('find-lists', {})).rows.find(({ id }: { id: string }) => id === list)).toMatchObject({ hits: 0 })
    expect((await low('read-line', { list, line: 2 })).hits).toEqual([])
    await expect(low('confirm-hit', { list, hit: hit.id })).rejects.toMatchObject({ code: 'thing.unknown' })
    await lists.does('close-list', { list, leave_undecided: true })
  })
})

describe('lists, their bounds and their time', () => {
  let net: TestNetwork
  let esp: TestNode
  let lists: ReturnType<typeof listsOf>
  beforeAll(async () => {
    net = await network(['esp', 'mar'], { capabilities: [registers, checks, screening] })
    esp = net.nodes.esp!
    lists = listsOf(net, 'esp')
    await withAccounts(esp)
  })
  afterAll(() => net.close())
  const some = (n: number, from = 0) => utf8(csvOf(Array.from({ length: n }, (_, i) => nobody(from + i))))
  const own = { partners: [] as string[] }

  test('bad rows are listed with line and reason; nothing starts before the officer says what becomes of them', async () => {
    const rows = [
      nobody(1),
      ['', '', '01/01/1980', 'H', 'ES', '', '', ''],
      [...nobody(2).slice(0, 2), '31/02/1980', 'Q', 'Atlantis', 'X?', '', ''],
      nobody(1),
      ['Pérez', 'Ana', '5/6/85', 'M', 'ES', '', '', ''],
    ]
    const read = await lists.prepared(utf8(csvOf(rows)))
    expect(read).toMatchObject({ rows: 5, lines: 1, bad: 4 })
    const { rows: bad, total } = await lists.does('find-bad-lines', { list: read.id })
    expect(bad).toEqual([
      { line: 3, field: 'full_name', reason: 'missing' },
      { line: 4, field: 'birth_date', reason: 'not-a-date' },
      { line: 4, field: 'nationality', reason: 'unknown-country' },
      { line: 4, field: 'sex', reason: 'unknown-code' },
      { line: 5, field: 'row', reason: 'repeated' },
      { line: 6, field: 'birth_date', reason: 'two-digit-year' },
    ])
    expect(total).toBe(6)
    expect(await lists.refused('start-list', { list: read.id, ground: 'other', reason: 'why not', bad_rows: 'refuse-all' })).toMatchObject({
      code: 'import.invalid',
    })
    expect((await lists.does('read-list', { list: read.id })).state).toBe('prepared')
    await lists.start(read.id, own)
    await lists.asked(read.id)
    expect(await lists.progress(read.id)).toMatchObject({ lines: 1, clear: 1 })
    await lists.does('close-list', { list: read.id })
  })

  test('dates that can be read two ways are told, and asked with the year alone unless the officer says which', async () => {
    const csv = utf8('name,dob\nAna Gil,03/04/1985\nEva Sol,05/06/1990\n')
    const read = await lists.prepared(csv)
    expect(read.found).toMatchObject({ ambiguous_dates: 2, mapping: { date_order: 'unknown' } })
    expect(
      read.found.shown.map(({ subjects }: { subjects: { person: { birth_date: string } }[] }) => subjects[0]!.person.birth_date),
    ).toEqual(['1985', '1990'])
    await lists.does('prepare-list', { list: read.id, reading: { mapping: { ...read.found.mapping, date_order: 'month-first' } } })
    await net.settle()
    const again = await lists.does('read-list', { list: read.id })
    expect(again.found.shown[0].subjects[0].person.birth_date).toBe('1985-03-04')
    await lists.does('close-list', { list: read.id })
  })

  test('a file that is no list is refused in words, and may be read otherwise', async () => {
    const old = await lists.prepared(Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 1, 2, 3, 4))
    expect(old).toMatchObject({ state: 'prepared', fault: 'old-or-locked', found: null, lines: 0 })
    expect(await lists.refused('start-list', { list: old.id, ground: 'other', reason: 'why not', bad_rows: 'leave-out' })).toMatchObject({
      code: 'state.conflict',
      reason: 'old-or-locked',
    })
    await lists.does('close-list', { list: old.id })
    // what was read is not the whole file: leaving out the rest is no choice
    const torn = await lists.prepared(utf8('name,born\nAna Gil,1980\n"Eva Sol,1981\nIda Paz,1982\n'))
    expect(torn).toMatchObject({ state: 'prepared', fault: 'broken-row', lines: 1, bad: 1 })
    expect(await lists.refused('start-list', { list: torn.id, ground: 'other', reason: 'why not', bad_rows: 'leave-out' })).toMatchObject({
      code: 'state.conflict',
      reason: 'broken-row',
    })
    await lists.does('close-list', { list: torn.id })
    const latin = Uint8Array.from(Buffer.from('nombre;apellidos\nJos\xe9;Nu\xf1ez\n', 'latin1'))
    const wrong = await lists.prepared(latin, { encoding: 'utf-8' })
    expect(wrong.fault).toBe('not-of-this-encoding')
    await lists.does('prepare-list', { list: wrong.id })
    await net.settle()
    expect(await lists.does('read-list', { list: wrong.id })).toMatchObject({ fault: null, lines: 1, found: { encoding: 'windows-1252' } })
    await lists.does('close-list', { list: wrong.id })
    expect(await lists.refused('begin-list', { file_name: 'x', bytes: 6 * 1024 * 1024 })).toMatchObject({ code: 'input.too-large' })
    const { list } = await lists.does('begin-list', { file_name: 'x', bytes: 6 })
    const part = (position: number, text: string) => lists.refused('add-part', { list, position, data: base64(utf8(text)) })
    expect(await part(1, 'abc')).toMatchObject({ code: 'state.conflict', reason: 'out-of-order' })
    expect(await part(0, 'abc')).toBe(undefined)
    expect(await part(0, 'abc')).toBe(undefined)
    expect(await part(0, 'abd')).toMatchObject({ reason: 'another-part' })
    expect(await part(1, 'abcdef')).toMatchObject({ code: 'input.too-large' })
    expect(await lists.refused('add-part', { list, position: 1, data: '!!!!' })).toMatchObject({ reason: 'not-base64' })
    expect(await lists.refused('prepare-list', { list })).toMatchObject({ reason: 'parts-missing' })
    await lists.does('close-list', { list })
  })

  test('quotas: a list, an officer’s day, a unit’s day; changed by a supervisor, told in the refusal', async () => {
    expect(await lists.does('read-quota', {})).toMatchObject({ per_list: 5_000, per_officer_day: 10_000, per_unit_day: 20_000 })
    expect(await lists.refused('change-quota', { per_list: 20, per_officer_day: 30, per_unit_day: 50 })).toMatchObject({
      code: 'access.denied',
    })
    net.clock.move(86_400_000)
    await net.settle()
    await lists.does('change-quota', { per_list: 20, per_officer_day: 30, per_unit_day: 50 }, 'supervisor')
    const started = async (n: number, who: Who, from: number) => {
      const { id: list } = await lists.prepared(some(n, from), undefined, who)
      const refusal = await lists.refused(
        'start-list',
        { list, ground: 'other', reason: 'quota', partners: [], bad_rows: 'leave-out' },
        who,
      )
      return refusal === undefined ? 'started' : [refusal.code, refusal.reason]
    }
    expect(await started(21, 'desk', 0)).toEqual(['quota.exceeded', 'list'])
    expect(await started(20, 'desk', 100)).toBe('started')
    expect(await started(11, 'desk', 200)).toEqual(['quota.exceeded', 'officer-day'])
    expect(await started(10, 'desk', 300)).toBe('started')
    expect(await started(20, 'colleague', 400)).toBe('started')
    expect(await started(1, 'colleague', 500)).toEqual(['quota.exceeded', 'unit-day'])
    expect(await lists.does('read-quota', {})).toMatchObject({ officer_today: 30, unit_today: 50, set_by: OFFICERS.supervisor.id })
    // the next day counts anew
    net.clock.move(86_400_000)
    await net.settle()
    expect(await started(5, 'desk', 600)).toBe('started')
    await lists.does('change-quota', { per_list: 5_000, per_officer_day: 10_000, per_unit_day: 20_000 }, 'supervisor')
  })

  test('nobody but its officer sees whom a list names: neither colleague nor supervisor nor data protection; they see that it was run, and why', async () => {
    const { id: list } = await lists.prepared(some(3, 700))
    await lists.start(list, { ...own, ground: 'passenger-data' })
    await lists.asked(list)
    for (const who of ['colleague', 'supervisor'] as const) {
      for (const [action, more] of [
        ['read-list', {}],
        ['read-progress', {}],
        ['find-hits', {}],
        ['find-silent', {}],
        ['find-bad-lines', {}],
        ['read-line', { line: 2 }],
        ['close-list', {}],
      ] as const)
        expect([who, action, await lists.refused(action, { list, ...more }, who)]).toMatchObject([who, action, { code: 'thing.unknown' }])
      expect((await lists.does('find-lists', {}, who)).rows.some(({ id }: { id: string }) => id === list)).toBe(false)
    }
    expect(await lists.refused('read-list', { list }, 'protection')).toMatchObject({ code: 'access.denied' })
    expect(await lists.refused('find-unit-lists', {}, 'colleague')).toMatchObject({ code: 'access.denied' })
    for (const [who, action] of [
      ['supervisor', 'find-unit-lists'],
      ['protection', 'find-member-lists'],
    ] as const) {
      const { rows } = await lists.does(action, {}, who)
      const line = rows.find(({ id }: { id: string }) => id === list)
      expect(line).toMatchObject({
        officer: OFFICERS.desk.id,
        unit: 'ports',
        purpose: 'border-control',
        ground: 'passenger-data',
        lines: 3,
        clear: 3,
        file_name: null,
      })
      expect(JSON.stringify(rows)).not.toContain(CANARY)
    }
    const { id: running } = await lists.prepared(some(60, 800))
    await lists.start(running, { partners: ['mar'] })
    await net.settle()
    expect(await lists.refused('stop-list', { list: running }, 'colleague')).toMatchObject({ code: 'access.denied' })
    expect(await lists.does('stop-list', { list: running }, 'supervisor')).toEqual({ state: 'asked' })
    for (const id of [list, running]) await lists.does('close-list', { list: id })
  })

  test('is forgotten at the deadline that was chosen, decided or not', async () => {
    const { id: list } = await lists.prepared(some(2, 900))
    await lists.start(list, { ...own, kept_h: 2 })
    await lists.asked(list)
    const { forget_at } = await lists.progress(list)
    expect(new Date(forget_at).getTime() - net.clock.now().getTime()).toBeLessThanOrEqual(2 * 3_600_000)
    const { slot, sealed } = await esp.node.database.one<{ slot: number; sealed: Uint8Array }>(
      sql`select slot, sealed from screening_list where id = ${list}::uuid`,
    )
    net.clock.move(2 * 3_600_000 - 60_000)
    await net.settle()
    expect((await lists.progress(list)).state).toBe('asked')
    net.clock.move(120_000)
    await net.settle()
    expect(await lists.does('read-list', { list })).toMatchObject({ state: 'closed', ending: 'deadline', file_name: null, reason: null })
    await vi.waitFor(() => expect(esp.node.vault.open(slot, 'screening.list', sealed)).toBeUndefined(), PATIENT)
    expect(await lists.refused('start-list', { list, ground: 'other', reason: 'again', bad_rows: 'leave-out', kept_h: 73 })).toMatchObject({
      code: 'input.malformed',
    })
  })

  test('is given up when nobody goes on with it, and ended when it is never asked through', async () => {
    const { id: idle } = await lists.prepared(some(2, 950))
    net.wire.cut.add('mar')
    const { id: endless } = await lists.prepared(some(2, 960))
    await lists.start(endless, { partners: ['mar'] })
    await lists.pass(2)
    await lists.does('pause-list', { list: endless })
    net.clock.move(25 * 3_600_000)
    await net.settle()
    expect(await lists.does('read-list', { list: idle })).toMatchObject({ state: 'closed', ending: 'abandoned' })
    expect((await lists.progress(endless)).state).toBe('paused')
    net.clock.move(48 * 3_600_000)
    await net.settle()
    expect(await lists.does('read-list', { list: endless })).toMatchObject({ state: 'asked', stopped: true })
    net.clock.move(73 * 3_600_000)
    await net.settle()
    expect((await lists.progress(endless)).state).toBe('closed')
    net.wire.cut.delete('mar')
  })

  test('counts go after three years', async () => {
    expect((await lists.does('find-lists', { open: false })).total).toBeGreaterThan(5)
    net.clock.move(3 * 366 * 86_400_000)
    await esp.node.database.transaction((writing) => screening.duties![2]!.run({ writing, now: net.clock.now() } as never))
    expect((await lists.does('find-lists', { open: false })).total).toBe(0)
  })
})

if (!postgresql) test.skip('not run: screening on PostgreSQL, which is not installed here', () => {})
