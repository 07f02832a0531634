/** Patrols and a desk at several nodes: a line from a telephone is put once, reports are owed, cards are printed, and a return waits for a person. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { standsAgainstRights } from '#capabilities/operations/rules.ts'
import type { Channel, Officer } from '#kernel/capability.ts'
import { readWorkbook } from '#lib/tables/index.ts'
import { network, type TestNetwork, type TestNode } from './network.ts'
import { foundedTeam } from './teams.ts'

const en = (text: string) => ({ text, language: 'en' as const })
const name = (name: string) => ({ name })
const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

interface Thing {
  id: string
  entry: string
  kind: string
  fields: Record<string, { value: unknown }>
}

/** Every sheet of a workbook, row by row, as text. */
function sheetsOf(bytes: Uint8Array): string[][][] {
  const sheets: string[][][] = []
  for (let sheet = 0; sheet < 10; sheet++) {
    const read = readWorkbook(bytes, { sheet, most_rows: 1_000, most_columns: 20 })
    if (!read.ok) break
    sheets.push(read.rows.map(({ cells }) => [...cells]))
  }
  return sheets
}

describe('patrols of a team', { timeout: 120_000 }, () => {
  let net: TestNetwork
  let space: string
  let esp: TestNode
  let fra: TestNode
  beforeAll(async () => {
    net = await network(['esp', 'fra'])
    ;[esp, fra] = [net.nodes.esp!, net.nodes.fra!]
    space = await foundedTeam(net, 'esp', ['fra'], 'Mixed patrols')
  }, 120_000)
  afterAll(() => net.close())

  const put = (node: TestNode, things: readonly object[], more: object = {}, how: { officer?: Partial<Officer>; channel?: Channel } = {}) =>
    node.does('operations.put-things', { space, things, ...more }, how) as Promise<{ entry: string; things: string[] }>
  const one = async (node: TestNode, kind: string, set: object, thing: string | null = null) =>
    (await put(node, [{ thing, kind, set }])).things[0]!
  const things = async (node: TestNode, kind: string) =>
    ((await node.does('operations.find-things', { space, kinds: [kind], limit: 100, offset: 0 })) as { things: Thing[] }).things
  const said = async (node: TestNode) =>
    ((await node.does('operations.read-log', { space, limit: 1, offset: 0 })) as { count: number }).count

  test('what ends before it begins, and a place that is nowhere, are refused', async () => {
    const times = { from: '2026-03-02T12:00:00.000Z', until: '2026-03-02T10:00:00.000Z' }
    const set = { title: en('Beach'), members: ['esp', 'fra'], ...times }
    await expect(put(esp, [{ thing: null, kind: 'patrol', set }])).rejects.toMatchObject({
      code: 'input.malformed',
      details: [{ path: '/things/0/set/until' }],
    })
    const patrol = await one(esp, 'patrol', { ...set, until: '2026-03-02T20:00:00.000Z' })
    await expect(put(esp, [{ thing: patrol, kind: 'patrol', set: { until: '2026-03-02T11:00:00.000Z' } }])).rejects.toMatchObject({
      code: 'input.malformed',
    })
    for (const [latitude, longitude] of [
      ['90.1', '0'],
      ['0', '180.1'],
    ])
      await expect(put(esp, [{ thing: patrol, kind: 'patrol', set: { latitude, longitude } }])).rejects.toMatchObject({
        code: 'input.malformed',
      })
    await put(esp, [{ thing: patrol, kind: 'patrol', set: { latitude: '-90', longitude: '180' } }])
  })

  test('a line that is sent again is put once, and says nothing anew', async () => {
    const patrol = (await things(esp, 'patrol'))[0]!.id
    const line = { thing: id(1), kind: 'patrol-log', set: { patrol, at: '2026-03-02T13:00:00.000Z', text: en('A boat without lights') } }
    const first = await put(esp, [line], { once: true })
    const before = await said(esp)
    expect(await put(esp, [line], { once: true })).toEqual(first)
    const more = { ...line, thing: id(2), set: { ...line.set, text: en('It lands') } }
    expect((await put(esp, [line, more], { once: true })).things).toEqual([id(1), id(2)])
    expect(await said(esp)).toBe(before + 1)
    await net.settle()
    expect((await things(fra, 'patrol-log')).map((thing) => thing.id).sort()).toEqual([id(1), id(2)])
  })

  test('nobody puts once what another member, or another kind, has under that id; nor anything without one', async () => {
    const line = (thing: string | null, kind = 'patrol-log') => ({
      thing,
      kind,
      set: { ...(kind === 'patrol-log' ? { patrol: id(9) } : { category: 'other' }), at: '2026-03-02T13:00:00.000Z', text: en('x') },
    })
    await expect(put(fra, [line(id(1))], { once: true })).rejects.toMatchObject({ code: 'state.conflict' })
    await expect(put(esp, [line(id(1), 'incident')], { once: true })).rejects.toMatchObject({ code: 'state.conflict' })
    await expect(put(esp, [line(null)], { once: true })).rejects.toMatchObject({ code: 'input.malformed' })
    await expect(put(esp, [line(id(3)), line(id(3))], { once: true })).rejects.toMatchObject({ code: 'input.malformed' })
  })

  test('the key of what waits on a telephone is the same for an officer and a space, and another for anybody else', async () => {
    const front: Partial<Officer> = { id: 'front', roles: ['front-line'] }
    const key = async (of: object, officer: Partial<Officer> = {}) =>
      ((await esp.does('operations.read-device-key', of, { officer })) as { key: string }).key
    const own = await key({ space }, front)
    expect(own).toMatch(/^[0-9a-f]{64}$/)
    expect(await key({ space }, front)).toBe(own)
    expect(await key({ space }, { id: 'another', roles: ['front-line'] })).not.toBe(own)
    const other = await foundedTeam(net, 'esp', ['fra'], 'Another team')
    expect(await key({ space: other }, front)).not.toBe(own)
    await expect(key({ space }, { id: 'front', roles: ['front-line'], unit: 'elsewhere' })).rejects.toMatchObject({ code: 'access.denied' })
    await esp.does('operations.enter-state', { space: other, state: 'closed' })
    await esp.does('operations.enter-state', { space: other, state: 'evaluated' })
    await net.settle()
    await expect(key({ space: other }, front)).rejects.toMatchObject({ code: 'state.conflict' })
  })

  test('an incident is owed as an event within 24 hours, at every member; over time it is said, reported it is not', async () => {
    const now = net.clock.now().getTime()
    const incident = await one(fra, 'incident', {
      category: 'use-of-force',
      at: new Date(now - 3_600_000).toISOString(),
      text: en('Held by the arm'),
    })
    await net.settle()
    const due = async (node: TestNode) =>
      (
        (await node.does('operations.find-due', {})) as {
          teams: { space: string; over: number; running: number; next_at: string | null }[]
        }
      ).teams
    const next_at = new Date(now + 23 * 3_600_000).toISOString()
    for (const node of [esp, fra]) expect(await due(node)).toEqual([{ space, over: 0, running: 1, next_at }])
    net.clock.move(24 * 3_600_000)
    for (const node of [esp, fra]) expect(await due(node)).toEqual([{ space, over: 1, running: 0, next_at: null }])
    // another unit is not told that there is anything
    expect(((await esp.does('operations.find-due', {}, { officer: { unit: 'elsewhere' } })) as { teams: object[] }).teams).toEqual([])
    await one(esp, 'event', {
      title: en('Force used'),
      category: 'violence',
      happened_at: new Date(now).toISOString(),
      incident,
      state: 'open',
    })
    await net.settle()
    for (const node of [esp, fra]) expect(await due(node)).toEqual([])
  })

  const bytesOf = ({ content }: { content: string }) => new Uint8Array(Buffer.from(content, 'base64'))
  const paper = (node: TestNode, asked: object) =>
    node.does('operations.make-paper', { space, language: 'ar', ...asked }) as Promise<{ content: string; name: string }>

  test('a powers card is printed while it holds, and not once it was taken back', async () => {
    const card = await one(esp, 'powers-card', {
      officer: name('إدريس العلمي'),
      member: 'fra',
      host: 'esp',
      powers: en('Observes'),
      executive: false,
      from: '2026-03-01',
      until: '2026-03-31',
    })
    const printed = bytesOf(await paper(esp, { paper: 'powers-card', thing: card, form: 'pdf' }))
    expect(Buffer.from(printed.slice(0, 5)).toString()).toBe('%PDF-')
    await expect(paper(esp, { paper: 'powers-card', form: 'pdf' })).rejects.toMatchObject({ code: 'input.malformed' })
    const patrol = (await things(esp, 'patrol'))[0]!.id
    await expect(paper(esp, { paper: 'powers-card', thing: patrol, form: 'pdf' })).rejects.toMatchObject({ code: 'thing.unknown' })
    const {
      things: [own],
    } = await put(fra, [
      {
        thing: null,
        kind: 'powers-card',
        set: {
          officer: name('A. Martin'),
          member: 'fra',
          host: 'esp',
          powers: en('Everything'),
          executive: true,
          from: '2026-03-01',
          until: '2026-03-31',
        },
      },
    ])
    await expect(paper(fra, { paper: 'powers-card', thing: own, form: 'pdf' })).rejects.toMatchObject({ code: 'state.conflict' })
    await esp.does('operations.withdraw-thing', { space, thing: card, reason: en('He has left') })
    await expect(paper(esp, { paper: 'powers-card', thing: card, form: 'pdf' })).rejects.toMatchObject({ code: 'thing.unknown' })
  })

  test('both members count the desk alike, in a workbook', async () => {
    const request = (received_at: string, more: object = {}) => ({
      thing: null,
      kind: 'desk-request',
      set: {
        type: 'vehicle',
        channel: 'telephone',
        urgency: 'urgent',
        asked_by: 'esp',
        asked_of: 'fra',
        received_at,
        state: 'open',
        ...more,
      },
    })
    await put(esp, [
      request('2026-02-27T10:00:00.000Z'),
      request('2026-02-28T23:59:00.000Z', { state: 'answered', answered_at: '2026-03-01T00:29:00.000Z' }),
    ])
    await put(fra, [request('2026-03-01T00:00:00.000Z'), request('2026-03-01T00:00:00.000Z', { state: 'withdrawn' })])
    await net.settle()
    const [first, second] = await Promise.all(
      [esp, fra].map(async (node) => sheetsOf(bytesOf(await paper(node, { paper: 'desk', form: 'xlsx', language: 'en' })))),
    )
    const months = first!.flat().filter((row) => /^2026-\d\d$/.test(row[0] ?? '') && row.length === 8)
    // received, urgent, answered, refused, open, hours to the answer, of how many
    expect(months).toEqual([
      ['2026-02', '2', '2', '1', '0', '1', '0.5', '1'],
      ['2026-03', '1', '1', '0', '0', '1', '–', '0'],
    ])
    const numbers = (sheets: string[][][]) => sheets.map((rows) => rows.filter((row) => /^2026-\d\d$/.test(row[0] ?? '')))
    expect(numbers(second!)).toEqual(numbers(first!))
  })

  test('no two words on one case pass each other by, and no program clears a return', async () => {
    const kind = 'identity-case'
    const cleared = { non_refoulement: 'cleared', minor: 'cleared', asylum: 'cleared', assessed_by: name('Officer R.') }
    const thing = await one(esp, kind, { reference: name('RET-7'), state: 'opened' })
    await expect(put(esp, [{ thing, kind, set: cleared }], {}, { channel: 'api' })).rejects.toMatchObject({ code: 'state.conflict' })
    await one(esp, kind, cleared, thing)
    await expect(put(esp, [{ thing, kind, set: { state: 'returned' } }], {}, { channel: 'api' })).rejects.toMatchObject({
      code: 'state.conflict',
    })
    const both = [
      { thing, kind, set: { asylum: 'stop' } },
      { thing, kind, set: { state: 'returned' } },
    ]
    await expect(put(esp, both)).rejects.toMatchObject({ code: 'input.malformed' })
    // a program may always stop one
    await put(esp, [{ thing, kind, set: { asylum: 'stop' } }], {}, { channel: 'api' })
    await expect(one(esp, kind, { state: 'returned' }, thing)).rejects.toMatchObject({ code: 'state.conflict' })
    await expect(one(esp, kind, { asylum: 'open' }, thing)).rejects.toMatchObject({ code: 'state.conflict' })
  })

  test('what two members say at once of a case may stand against the rule, and is then seen to, alike at both', async () => {
    const kind = 'identity-case'
    const thing = await one(esp, kind, {
      reference: name('RET-8'),
      state: 'opened',
      non_refoulement: 'cleared',
      minor: 'cleared',
      asylum: 'cleared',
      assessed_by: name('Officer R.'),
    })
    await net.settle()
    await one(esp, kind, { state: 'returned' }, thing)
    await one(fra, kind, { asylum: 'stop', note: en('A claim was made today') }, thing)
    await net.settle()
    for (const node of [esp, fra]) {
      const found = (await things(node, kind)).find((one) => one.id === thing)!
      expect([node.id, found.fields.state!.value, found.fields.asylum!.value, standsAgainstRights(found as never)]).toEqual([
        node.id,
        'returned',
        'stop',
        true,
      ])
    }
  })
})
