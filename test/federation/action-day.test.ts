/** An action day between nodes: its phases and counts, one board at all of them, and a closing report that says the same and carries nothing it may not. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { send } from '#kernel/applying.ts'
import type { Officer } from '#kernel/capability.ts'
import { sql } from '#kernel/database/sql.ts'
import { readAttachment, storeAttachment } from '#kernel/post/attachments.ts'
import { hex, sha256 } from '#lib/bytes.ts'
import { readWorkbook } from '#lib/tables/index.ts'
import { openArchive } from '../../src/lib/tables/zip.ts'
import { network, type TestNetwork, type TestNode } from './network.ts'

const en = (text: string) => ({ text, language: 'en' as const })
const name = (name: string) => ({ name })
const CANARY = 'Qafzelwyth Ombrakudi'
const SECRET = 'complainant Vlotterheim'
let net: TestNetwork
let space = ''
const at = (id: string): TestNode => net.nodes[id]!

interface Board {
  checks: number
  hits: number
  arrests: number
  seizures: number
  officers: number
  phases: { phase: string; until: string | null }[]
  by_member: { member: string; checks: number; arrests: number }[]
  hours: { from: string; checks: number }[]
  totals: { category: string; quantity: string }[]
}
const board = (id: string) => at(id).does('operations.read-board', { space }) as Promise<Board>

interface Made {
  name: string
  media_type: string
  size: number
  sha256: string
  content: string
}
const report = (id: string, form: string, language = 'en') =>
  at(id).does('operations.closing-report', { space, form, language }) as Promise<Made>

/** Every cell of every sheet, by the name of the sheet. */
function cellsOf({ content }: Made): Map<string, string[][]> {
  const bytes = new Uint8Array(Buffer.from(content, 'base64'))
  const sheets = new Map<string, string[][]>()
  for (let sheet = 0, more = true; more; sheet++) {
    const read = readWorkbook(bytes, { sheet, most_rows: 1_000, most_columns: 20 })
    if (!read.ok) throw new Error(read.reason)
    sheets.set(
      read.sheets[sheet]!,
      read.rows.map(({ cells }) => [...cells]),
    )
    more = sheet + 1 < read.sheets.length
  }
  return sheets
}
const valueIn = (rows: readonly string[][] | undefined, label: string) => rows?.find(([first]) => first === label)?.[1]

async function put(id: string, kind: string, set: object, to?: string[]): Promise<string> {
  const { things } = (await at(id).does('operations.put-things', { space, things: [{ thing: null, kind, set }], ...(to && { to }) })) as {
    things: string[]
  }
  await net.settle()
  return things[0]!
}

beforeAll(async () => {
  net = await network(['esp', 'mar', 'fra'])
  const founding = {
    network: 'euromed',
    title: en('Estrecho'),
    kind: 'action-day',
    parties: [
      { member: 'mar', third_country: false },
      { member: 'fra', third_country: false },
    ],
    clauses: [
      { clause: 'purpose', value: en('Boats that carry drugs and people') },
      { clause: 'period', value: { from: '2026-03-01', until: '2026-12-01' } },
    ],
  }
  space = ((await at('esp').does('operations.found-space', founding)) as { space: string }).space
  await net.settle()
  for (const id of ['mar', 'fra']) {
    await at(id).does('operations.assign-unit', { space, unit: 'spoc' })
    const { clauses } = (await at(id).does('operations.read-space', { space })) as { clauses: { id: string; version: object }[] }
    await at(id).does('operations.agree-clauses', { space, clauses: clauses.map(({ id, version }) => ({ clause: id, version })) })
    await net.settle()
  }
  for (const id of ['esp', 'mar', 'fra']) {
    const { signable } = (await at(id).does('operations.read-space', { space })) as { signable: { sha256: string } }
    await at(id).does('operations.sign-agreement', { space, agreement: signable.sha256 })
    await net.settle()
  }
  await at('esp').does('operations.enter-state', { space, state: 'operational' })
  await net.settle()
})
afterAll(() => net.close())

const now = () => net.clock.now().toISOString()
const ago = (hours: number) => new Date(net.clock.now().getTime() - hours * 3_600_000).toISOString()

describe('an action day', () => {
  test('phases, counts and results of three countries come to one board at each of them', async () => {
    await put('esp', 'phase', { phase: 'intelligence', from: ago(30), until: ago(3) })
    await put('esp', 'phase', { phase: 'field', from: ago(3) })
    await put('esp', 'post', { name: name('Algeciras'), member: 'esp', telephone: name('+34 956 00 00 00'), place: name('Muelle Norte') })
    await put('mar', 'post', { name: name('طنجة المتوسط'), member: 'mar', telephone: name('+212 539 00 00 00') })
    await put('esp', 'count', { post: name('Algeciras'), at: ago(2), persons: 310, vehicles: 45, premises: 2, hits: 4, officers: 24 })
    await put('esp', 'count', { post: name('Algeciras'), at: ago(1), persons: 120, hits: 1, new_cases: 1, officers: 22 })
    await put('fra', 'count', { post: name('Sète'), at: ago(1), persons: 80, vehicles: 12, hits: 2, officers: 9 })
    const first = await put('esp', 'result', {
      category: 'arrest',
      quantity: '3',
      unit: 'person',
      crime_area: 'drug-trafficking',
      happened_at: ago(2),
      claimed_by: ['esp'],
    })
    await put('mar', 'result', {
      category: 'arrest',
      quantity: '3',
      unit: 'person',
      happened_at: ago(2),
      claimed_by: ['mar'],
      same_as: first,
    })
    await put('mar', 'result', { category: 'drugs', quantity: '120.5', unit: 'kg', happened_at: ago(1), claimed_by: ['mar'] })
    const boards = await Promise.all(['esp', 'mar', 'fra'].map(board))
    expect(boards[0]).toMatchObject({ checks: 569, hits: 7, arrests: 3, seizures: 1, officers: 31 })
    expect(boards[0]!.phases.map(({ phase, until }) => [phase, until === null])).toEqual([
      ['intelligence', false],
      ['field', true],
    ])
    expect(boards[0]!.by_member.map(({ member, checks, arrests }) => [member, checks, arrests])).toEqual([
      ['esp', 477, 3],
      ['fra', 92, 0],
      ['mar', 0, 3],
    ])
    expect(boards[0]!.hours.reduce((sum, { checks }) => sum + checks, 0)).toBe(569)
    expect(boards[1]).toEqual(boards[0])
    expect(boards[2]).toEqual(boards[0])
  })

  test('the closing report says what the board says, at each member and in each language', async () => {
    await put('esp', 'event', { title: en('Boat without lights'), category: 'crossing', happened_at: ago(40), state: 'open' })
    await put('fra', 'incident', { category: 'injury', at: ago(1), text: en('An officer slipped on the quay') })
    await put('fra', 'complaint', { about: en(SECRET), received_at: now(), state: 'open' })
    for (const id of ['esp', 'fra']) {
      const seen = await board(id)
      const sheets = cellsOf(await report(id, 'xlsx'))
      const totals = sheets.get('The action in numbers')
      for (const [label, value] of [
        ['All checks', seen.checks],
        ['Hits', seen.hits],
        ['Arrests', seen.arrests],
        ['Seizures', seen.seizures],
        ['Officers in the field', seen.officers],
      ] as const)
        expect([label, valueIn(totals, label)]).toEqual([label, String(value)])
      const countries = sheets.get('By country')
      expect(valueIn(countries, 'Spain')).toBe('477')
      expect(valueIn(countries, 'Morocco')).toBe('0')
      expect(valueIn(sheets.get('Results, each counted once'), 'Drugs')).toBe('120.5')
      expect(valueIn(sheets.get('Arrests by crime area'), 'Drug trafficking')).toBe('3')
      const hours = sheets.get('By hour')!
      const checks = hours.flatMap(([, checks]) => (/^\d+$/.test(checks ?? '') ? [Number(checks)] : []))
      expect(checks.reduce((sum, one) => sum + one, 0)).toBe(seen.checks)
      const main = sheets.get('Closing report')!
      expect(valueIn(main, 'Posts that told no count')).toContain('طنجة المتوسط')
      expect(valueIn(main, 'Counts told by a post that is not')).toBeUndefined()
      expect(valueIn(main, 'Counts told by a post that is not entered')).toBe('Sète')
      expect(valueIn(main, 'Events first reported later than 24 hours')).toBe('1')
      expect(sheets.get('Complaints')).toContainEqual(['open', '1'])
    }
    for (const [language, label] of [
      ['fr', 'Tous les contrôles'],
      ['ar', 'جميع عمليات التحقق'],
      ['es', 'Todos los controles'],
    ] as const) {
      const sheets = cellsOf(await report('mar', 'xlsx', language))
      expect(
        [...sheets.values()].some((rows) => valueIn(rows, label) === '569'),
        language,
      ).toBe(true)
    }
  })

  test('operational contents and what complaints are about are in no report, and are said to be left out', async () => {
    await put('esp', 'person', { full_name: name(CANARY), source_grade: 'B' }, ['fra'])
    await put('esp', 'evidence', { title: en(CANARY), handling: 'H2', sha256: 'ab'.repeat(32) }, ['fra'])
    await put('esp', 'referral', { category: 'victim', to: name(CANARY), at: now(), note: en(CANARY) }, ['fra'])
    // it is there for those it is for
    const held = JSON.stringify(
      await at('fra').does('operations.find-things', { space, kinds: ['person', 'evidence', 'complaint'], limit: 100, offset: 0 }),
    )
    expect([held.includes(CANARY), held.includes(SECRET)]).toEqual([true, true])
    for (const id of ['esp', 'fra', 'mar']) {
      const sheets = cellsOf(await report(id, 'xlsx'))
      const main = sheets.get('Closing report')!
      expect([valueIn(main, 'Persons'), valueIn(main, 'Evidence')]).toEqual(['1', '1'])
      const everything = JSON.stringify([...sheets])
      expect(everything).toContain('Boat without lights')
      for (const word of [CANARY, SECRET]) expect(everything).not.toContain(word)
      const archive = openArchive(new Uint8Array(Buffer.from((await report(id, 'docx')).content, 'base64')))!
      const text = new TextDecoder().decode(archive.read('word/document.xml', 10_000_000) as Uint8Array)
      expect(text).toContain('Boat without lights')
      for (const word of [CANARY, SECRET]) expect(text).not.toContain(word)
    }
    expect(valueIn(cellsOf(await report('fra', 'xlsx')).get('Closing report'), 'H2')).toBe('1')
    // what the maker named others for is missing there, and said to be
    const gaps = cellsOf(await report('mar', 'xlsx')).get('Contents that are not here')!
    expect(gaps).toContainEqual(['Not for your member: the sender named others.', '3'])
  })

  test('evidence is opened by those it is for, whole, for a purpose, and each opening is in the journal', async () => {
    const bytes = new TextEncoder().encode('photograph of the manifest')
    const digest = hex(sha256(bytes))
    const officer = { id: '0190a000-0000-7000-8000-000000000001' } as Officer
    const file = await storeAttachment(at('esp').node, bytes, 'manifest.txt', 'text/plain', officer)
    const { things: ids } = (await at('esp').does('operations.put-things', {
      space,
      things: [{ thing: null, kind: 'evidence', set: { title: en('The manifest'), sha256: digest, handling: 'H1' } }],
      to: ['fra'],
      attachments: [file],
    })) as { things: string[] }
    await net.settle()
    await put('fra', 'custody', { evidence: ids[0], step: 'received', at: now(), sha256: digest })
    const seen = async (id: string) =>
      (
        (await at(id).does('operations.find-things', { space, kinds: ['evidence', 'custody'], limit: 100, offset: 0 })) as {
          things: { id: string; kind: string; attachments: { id: string; name: string; sha256: string }[] }[]
        }
      ).things
    const [attached] = (await seen('fra')).find(({ id }) => id === ids[0])!.attachments
    expect(attached).toMatchObject({ name: 'manifest.txt', sha256: digest })
    const asking = { space, attachment: attached!.id }
    const named = await at('fra').does('operations.read-attachment', asking)
    expect(await readAttachment(at('fra').node, named)).toEqual(bytes)
    // the chain is for all, the evidence is not
    expect((await seen('mar')).map(({ kind }) => kind)).toContain('custody')
    expect((await seen('mar')).find(({ id }) => id === ids[0])!.attachments).toEqual([])
    await expect(at('mar').does('operations.read-attachment', asking)).rejects.toMatchObject({ code: 'thing.unknown' })
    await expect(at('fra').does('operations.read-attachment', asking, { purpose: null })).rejects.toMatchObject({ code: 'purpose.missing' })
    await expect(at('fra').does('operations.read-attachment', asking, { officer: { roles: ['front-line'] } })).rejects.toMatchObject({
      code: 'access.denied',
    })
    await expect(at('fra').does('operations.read-attachment', asking, { officer: { unit: 'ports' } })).rejects.toMatchObject({
      code: 'access.denied',
    })
    const { n } = await at('fra').node.database.one<{ n: number }>(
      sql`select count(*) as n from journal_entry where event = 'operations.read-attachment' and convert_from(row, 'UTF8') like ${`%statement:${attached!.id.slice(0, 36)}%`}`,
    )
    expect(n).toBe(4)
    // once it is erased everywhere nothing is handed out any more
    await at('fra').does('operations.take-contents', { space, entry: attached!.id.slice(0, 36) })
    await net.settle()
    net.clock.move(120_000)
    await net.settle()
    await expect(at('fra').does('operations.read-attachment', asking)).rejects.toMatchObject({ code: 'thing.unknown' })
  })

  test('a report is made for a purpose, by those who work in the team, and the journal says which copy it was', async () => {
    const asking = { space, form: 'pdf', language: 'ar' }
    await expect(at('esp').does('operations.closing-report', asking, { purpose: null })).rejects.toMatchObject({ code: 'purpose.missing' })
    await expect(at('esp').does('operations.closing-report', asking, { officer: { roles: ['front-line'] } })).rejects.toMatchObject({
      code: 'access.denied',
    })
    await expect(at('esp').does('operations.closing-report', asking, { officer: { unit: 'ports' } })).rejects.toMatchObject({
      code: 'access.denied',
    })
    await expect(at('esp').does('operations.closing-report', { ...asking, form: 'html' })).rejects.toMatchObject({
      code: 'input.malformed',
    })
    const made = await report('esp', 'pdf', 'ar')
    expect(made).toMatchObject({ media_type: 'application/pdf' })
    expect(Buffer.from(made.content, 'base64').subarray(0, 5).toString()).toBe('%PDF-')
    const rows = await at('esp').node.database.many<{ told: string }>(
      sql`select convert_from(row, 'UTF8') as told from journal_entry where event = 'operations.report-made' limit 100`,
    )
    const told = rows.map((row) => JSON.parse(row.told) as { detail: { sha256: string; form: string; language: string } })
    expect(told.map(({ detail }) => detail)).toContainEqual({ form: 'pdf', language: 'ar', sha256: made.sha256 })
  })

  test('who follows a team is woken at each member by what came, and the time moves on with every change', async () => {
    const woken: Record<string, number> = {}
    const stop = ['esp', 'mar', 'fra'].map((id) =>
      at(id).node.bells.listen(`space:${space}`, () => {
        woken[id] = (woken[id] ?? 0) + 1
      }),
    )
    const elsewhere = at('fra').node.bells.listen('space:0190a000-0000-7000-8000-0000000000ee', () => {
      throw new Error('woken for another space')
    })
    const last = async (id: string) => ((await at(id).does('operations.read-last-change', { space })) as { after: string }).after
    const before = await last('fra')
    await put('mar', 'decision', { title: en('a') })
    const then = await last('fra')
    // in the same instant of the clock
    await put('mar', 'decision', { title: en('b') })
    expect([before < then, then < (await last('fra'))]).toEqual([true, true])
    for (const id of ['esp', 'mar', 'fra']) expect(woken[id], id).toBeGreaterThan(0)
    // contents that come apart, after their entry, are a change too
    const heard = woken.fra!
    await put('esp', 'person', { full_name: name('Followed') }, ['fra'])
    expect(woken.fra! - heard).toBeGreaterThan(1)
    for (const one of [...stop, elsewhere]) one()
    await expect(at('fra').does('operations.read-last-change', { space }, { officer: { unit: 'ports' } })).rejects.toMatchObject({
      code: 'access.denied',
    })
    const { things } = (await at('esp').does('operations.find-things', { space, kinds: ['person'], limit: 10, offset: 0 })) as {
      things: { id: string; fields: object }[]
    }
    const followed = things.find((one) => JSON.stringify(one.fields).includes('Followed'))!
    await at('esp').does('operations.withdraw-thing', { space, thing: followed.id, reason: en('a test') })
    await net.settle()
  })

  test('posts of two countries speak to each other: the one that is meant acknowledges, and nobody in its name', async () => {
    type Talk = {
      messages: {
        id: string
        by: string
        text: { text: string } | null
        from: string | null
        to: string | null
        open: string[]
        acknowledged: object[]
      }[]
      posts: { id: string; member: string; name: string }[]
      waiting: number
      waiting_urgent: number
    }
    const talk = (id: string, post?: string) =>
      at(id).does('operations.read-conversation', { space, ...(post && { post }), limit: 50, offset: 0 }) as Promise<Talk>
    const postOf = async (member: string) => (await talk('fra')).posts.find((one) => one.member === member)!.id
    const [algeciras, tanger] = [await postOf('esp'), await postOf('mar')]
    const call = await put('esp', 'message', { text: en('Boat turns south'), from: algeciras, to: tanger, urgent: true })
    const seen = async (id: string, post?: string) => {
      const { waiting, waiting_urgent, messages } = await talk(id, post)
      return [waiting, waiting_urgent, messages.find((one) => one.id === call)!.open]
    }
    expect(await seen('mar', tanger)).toEqual([1, 1, [tanger]])
    expect(await seen('esp', algeciras)).toEqual([0, 0, [tanger]])
    const heard = { message: call, post: tanger }
    // neither the sender nor a third one acknowledges in the name of a post; nor is another's message changed
    for (const id of ['esp', 'fra'])
      await expect(put(id, 'acknowledgement', heard)).rejects.toMatchObject({
        code: 'state.conflict',
        details: [{ path: '/things/0/set/post', reason: 'not a post of the own member' }],
      })
    await expect(put('fra', 'message', { text: en('x'), from: tanger })).rejects.toMatchObject({ code: 'state.conflict' })
    await expect(
      at('mar').does('operations.put-things', { space, things: [{ thing: call, kind: 'message', set: { urgent: false } }] }),
    ).rejects.toMatchObject({ code: 'record.not-owner' })
    // the front line at the post does, and answers; another unit does not even read
    const front = { officer: { roles: ['front-line' as const] } }
    await at('mar').does(
      'operations.put-things',
      {
        space,
        things: [
          { thing: null, kind: 'acknowledgement', set: heard },
          { thing: null, kind: 'message', set: { text: en('We see it'), from: tanger, to: algeciras, answers: call } },
        ],
      },
      front,
    )
    await net.settle()
    expect(await seen('mar', tanger)).toEqual([0, 0, []])
    expect(await seen('esp', algeciras)).toEqual([1, 0, []])
    const [esp, fra] = [await talk('esp'), await talk('fra')]
    expect(fra.messages).toEqual(esp.messages)
    expect(esp.messages[0]).toMatchObject({ by: 'mar', text: en('We see it'), from: tanger, to: algeciras, open: [algeciras] })
    expect(esp.messages[1]!.acknowledged).toMatchObject([{ post: tanger, by: 'mar' }])
    const asking = { space, limit: 50, offset: 0 }
    await expect(at('esp').does('operations.read-conversation', asking, { officer: { unit: 'ports' } })).rejects.toMatchObject({
      code: 'access.denied',
    })
    await expect(at('esp').does('operations.read-conversation', asking, { officer: { roles: ['data-protection'] } })).rejects.toMatchObject(
      {
        code: 'access.denied',
      },
    )
  })

  test("a member's ill-formed words stop nobody's board and report", async () => {
    const { node } = at('fra')
    const thing = node.id === 'fra' ? '0190a000-0000-7000-8000-0000000000bb' : ''
    const chain = await node.database.one<{ through: number; digest: Uint8Array }>(
      sql`select through, digest from operations_author where member = 'fra' and author = 'fra' and space = ${space}::uuid and not governing`,
    )
    await node.database.transaction((writing) =>
      send(
        { ...node, handlers: new Map() } as typeof node,
        writing,
        { network: 'euromed', member: 'fra' },
        {
          network: 'euromed',
          unit: 'spoc',
          classification: 'restricted',
          language: 'en',
          type: 'operations.entry.v1',
          case: space,
          space: { id: space, epoch: 1 },
          to: ['esp', 'mar'],
          body: {
            n: chain.through + 1,
            previous: Buffer.from(chain.digest).toString('hex'),
            at: now(),
            tick: 900,
            acts: [
              {
                do: 'put',
                thing,
                kind: 'result',
                set: { category: 'drugs', quantity: 'abc', unit: 'kg', happened_at: 'whenever', claimed_by: 'x' },
              },
              { do: 'put', thing: thing.replace('bb', 'bc'), kind: 'count', set: { post: 'x', at: '9', persons: 'many', hits: -4 } },
              { do: 'put', thing: thing.replace('bb', 'bd'), kind: 'phase', set: { phase: 'x', from: 'y' } },
            ],
          },
        },
      ),
    )
    await net.settle()
    const { things } = (await at('esp').does('operations.find-things', { space, kinds: ['result'], limit: 100, offset: 0 })) as {
      things: { id: string }[]
    }
    expect(things.map(({ id }) => id)).toContain(thing)
    expect(await board('esp')).toMatchObject({ checks: 569, hits: 7, arrests: 3 })
    expect((await report('esp', 'pdf')).size).toBeGreaterThan(1_000)
  })
})
