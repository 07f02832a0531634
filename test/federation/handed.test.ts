/** From a team's space into a chart: taken with where each thing comes from, read again when asked, and gone from the chart with whatever its owner takes back. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Officer } from '#kernel/capability.ts'
import { sql } from '#kernel/database/sql.ts'
import { base64, utf8 } from '#lib/bytes.ts'
import { network, type TestNetwork, type TestNode } from './network.ts'
import { eraseTeam, foundedTeam } from './teams.ts'

/** Letters that nobody else has. */
const CANARY = 'Wexlipundra'
const AS = { officer: { unit: 'spoc', roles: ['analyst'], clearance: 2 } satisfies Partial<Officer>, purpose: 'investigation' as const }
const ELSEWHERE = { ...AS, officer: { ...AS.officer, unit: 'ports' } }

let net: TestNetwork
let esp: TestNode
let mar: TestNode
let space: string
let chart: string
let [person, port, boat, link] = ['', '', '', '']

const put = async (node: TestNode, kind: string, set: object, thing: string | null = null): Promise<string> =>
  (await node.does('operations.put-things', { space, things: [{ thing, kind, set }] })).things[0]
const does = (action: string, input: object, as: typeof AS = AS) => esp.does(`analysis.${action}`, input, as)
const refused = (action: string, input: object, as: typeof AS = AS) =>
  does(action, input, as).then(
    () => undefined,
    ({ code, details }) => ({ code, reasons: details?.map(({ reason }: { reason: string }) => reason) }),
  )
const matter = () => `space:${space}`
const begun = async (more: object = {}): Promise<string> =>
  (await does('begin-chart', { title: 'Team chart', reason: 'for the team', classification: 'restricted', ...more })).chart
/** Labels of what the chart shows, and of its links. */
async function shown(as: typeof AS = AS) {
  const { elements, links, link_kinds, gone } = await does('read-content', { chart }, as)
  return {
    labels: elements.label.filter((_: string, v: number) => !gone.includes(v)),
    links: links.kind.map((kind: number) => link_kinds[kind]),
    gone: gone.length,
  }
}
async function dump(): Promise<string> {
  const rows = [
    ...(await esp.node.database.many<{ row: string }>(
      sql`select row_to_json(t)::text || encode(coalesce(sealed, ''), 'escape') as row from analysis_handed t limit 1000`,
    )),
    ...(await esp.node.database.many<{ row: string }>(sql`select encode(sealed, 'escape') as row from analysis_block limit 1000`)),
  ]
  return rows.map(({ row }) => row).join('\n')
}

beforeAll(async () => {
  net = await network(['esp', 'mar', 'ita'])
  esp = net.nodes.esp!
  mar = net.nodes.mar!
  space = await foundedTeam(net, 'esp', ['mar'], 'Operation Alcatraz')
  person = await put(esp, 'person', {
    full_name: { name: `${CANARY} Ruiz` },
    source_grade: 'B',
    information_grade: '2',
    source: { text: 'Observation 7', language: 'en' },
  })
  port = await put(mar, 'place', { name: { name: `${CANARY} port` }, latitude: '35.89', longitude: '-5.5' })
  await net.settle()
  boat = await put(esp, 'object', { category: 'vessel', identifier: { name: `${CANARY} 9074729` } })
  link = await put(esp, 'link', {
    from: person,
    to: port,
    relation: { text: 'seen at', language: 'en' },
    since: '2026-10-01T08:00:00.000Z',
  })
  await put(esp, 'task', { title: { text: `${CANARY} no thing of a chart`, language: 'en' } })
  await net.settle()
  chart = await begun()
}, 120_000)
afterAll(() => net?.close())

test('an analyst of the unit takes what stands, with where each thing comes from; nobody else sees the space', async () => {
  expect((await does('find-handed', { chart })).rows).toEqual([
    { matter: matter(), title: 'Operation Alcatraz', classification: 'restricted', standing: 0, changed: 0, gone: 0, taken_at: null },
  ])
  expect(await does('take-over', { chart, matter: matter() })).toEqual({ added: 4, renewed: 0, same: 0, gone: 0, left_out: 0 })
  const { elements, links, provenances, link_kinds } = await does('read-content', { chart })
  expect([...elements.label].sort()).toEqual([`${CANARY} 9074729`, `${CANARY} Ruiz`, `${CANARY} port`])
  const at = (label: string) => elements.label.indexOf(label)
  expect([elements.lat[at(`${CANARY} port`)], elements.lon[at(`${CANARY} port`)]]).toEqual([35.89, -5.5])
  expect(links.source.map((v: number) => elements.label[v])).toEqual([`${CANARY} Ruiz`])
  expect(link_kinds[links.kind[0]]).toBe('seen at')
  expect(links.begin[0]).toBe('2026-10-01T08:00:00.000Z')
  const from = (label: string) => provenances[elements.provenance[at(label)]]
  expect(from(`${CANARY} Ruiz`)).toMatchObject({
    evaluation: 'B2',
    handling: [],
    classification: 'restricted',
    from: { matter: matter(), title: 'Operation Alcatraz', thing: person, by: 'esp' },
  })
  expect(from(`${CANARY} Ruiz`).source).toContain('Observation 7')
  // what Morocco said in the team stays Morocco's
  expect(from(`${CANARY} port`)).toMatchObject({ handling: [{ code: 'H2' }], from: { by: 'mar', thing: port } })
  expect(await refused('take-over', { chart: await begun({ classification: 'unclassified' }), matter: matter() })).toEqual({
    code: 'state.conflict',
    reasons: ['above-the-chart'],
  })
  const { chart: theirs } = await does('begin-chart', { title: 'x', reason: 'another unit', classification: 'restricted' }, ELSEWHERE)
  expect((await does('find-handed', { chart: theirs }, ELSEWHERE)).rows).toEqual([])
  expect(await refused('take-over', { chart: theirs, matter: matter() }, ELSEWHERE)).toMatchObject({ code: 'thing.unknown' })
  const ita = net.nodes.ita!
  const { chart: abroad } = await ita.does('analysis.begin-chart', { title: 'x', reason: 'no member', classification: 'restricted' }, AS)
  expect(await ita.does('analysis.take-over', { chart: abroad, matter: matter() }, AS).catch(({ code }) => code)).toBe('thing.unknown')
  const told = await esp.node.database.many<{ told: string }>(
    sql`select convert_from(row, 'UTF8') as told from journal_entry where event = 'analysis.taken-over' and subject = ${matter()} limit 10`,
  )
  expect(told).toHaveLength(1)
  expect(told[0]!.told).toContain(chart)
})

test('nothing of it stands in clear in the chart, its numbers stay beside a file, and it goes out only as its owners allow', async () => {
  expect(await dump()).not.toContain(CANARY)
  const bytes = utf8('source,target,kind\nOwn A,Own B,knows\n')
  const { import: id } = await does('begin-import', { chart, holds: 'links', file_name: 'own.csv', bytes: bytes.length })
  await does('add-part', { chart, import: id, position: 0, data: base64(bytes) })
  await does('prepare-import', { chart, import: id })
  await does('run-import', { chart, import: id, bad_rows: 'refuse-all' })
  // a file beside it bakes nothing of it in: under the chart's own key there is none of it
  const { slot } = await esp.node.database.one<{ slot: number }>(sql`select slot from analysis_chart where id = ${chart}::uuid`)
  const blocks = await esp.node.database.many<{ position: number; sealed: Uint8Array }>(
    sql`select position, sealed from analysis_block where chart = ${chart}::uuid order by position limit 10`,
  )
  const own = blocks.map(({ position, sealed }) => Buffer.from(esp.node.vault.open(slot, `analysis.block:${position}`, sealed)!).toString())
  expect(own.join('')).toContain('Own A')
  expect(own.join('')).not.toContain(CANARY)
  expect((await shown()).labels).toHaveLength(5)
  expect(await does('take-over', { chart, matter: matter() })).toMatchObject({ added: 0, same: 4 })
  expect(await refused('export-chart', { chart, form: 'elements-csv', use: 'sharing' })).toMatchObject({ code: 'handling.forbids' })
  const shared = await does('export-chart', { chart, form: 'elements-csv', use: 'sharing', leave_out: true })
  expect(shared.content).toContain(`${CANARY} Ruiz`)
  expect(shared.content).toContain(person)
  expect(shared.content).not.toContain(`${CANARY} port`)
})

test('what is said anew is told as changed, and read again when asked', async () => {
  await put(esp, 'person', { full_name: { name: `${CANARY} Ruiz Gil` } }, person)
  await net.settle()
  expect((await shown()).labels).toContain(`${CANARY} Ruiz`)
  expect((await does('find-handed', { chart })).rows[0]).toMatchObject({ standing: 3, changed: 1, gone: 0 })
  expect(await does('take-over', { chart, matter: matter() })).toMatchObject({ added: 0, renewed: 1, same: 3 })
  expect((await shown()).labels).toContain(`${CANARY} Ruiz Gil`)
})

test('what is withdrawn is gone from the chart at once, with every link to it, and its mergings count for nobody', async () => {
  const { elements } = await does('read-content', { chart })
  const [a, b] = [elements.label.indexOf(`${CANARY} port`), elements.label.indexOf('Own A')]
  await does('merge-elements', { chart, into: a, from: [b] })
  await mar.does('operations.withdraw-thing', { space, thing: port, reason: { text: 'wrong port', language: 'en' } })
  await net.settle()
  const { labels, links, gone } = await shown()
  expect(labels).not.toContain(`${CANARY} port`)
  expect(gone).toBe(1)
  expect(links).toEqual(['knows'])
  const { content } = await does('export-chart', { chart, form: 'elements-csv', use: 'working' })
  expect(content).not.toContain(`${CANARY} port`)
  // who was merged into it stands by itself again
  expect(content).toMatch(/^Own A,Own A,person/m)
  expect((await does('find-handed', { chart })).rows[0]).toMatchObject({ gone: 1 })
  await does('take-over', { chart, matter: matter() })
  expect(await esp.node.database.one(sql`select sealed from analysis_handed where thing = ${port}`)).toEqual({ sealed: null })
})

test('who loses the space loses it in the chart too, and has it again with the space', async () => {
  const supervisor = { officer: { roles: ['supervisor' as const], clearance: 2 as const, unit: 'spoc' } }
  await esp.does('operations.assign-unit', { space, unit: 'ports' }, supervisor)
  expect((await shown()).labels.sort()).toEqual(['Own A', 'Own B'])
  expect((await does('find-handed', { chart })).rows[0]).toMatchObject({ title: null, standing: 0, gone: 4 })
  await esp.does('operations.assign-unit', { space, unit: 'spoc' }, { officer: { ...supervisor.officer, unit: 'ports' } })
  expect((await shown()).labels).toContain(`${CANARY} Ruiz Gil`)
})

test('after four weeks it is erased in the chart with the space, and whoever kept the sealed bytes opens them no more', async () => {
  const kept = await esp.node.database.one<{ slots: number[]; sealed: Uint8Array }>(
    sql`select slots, sealed from analysis_handed where thing = ${person}`,
  )
  const opened = () =>
    kept.slots.reduceRight<Uint8Array | undefined>(
      (bytes, slot, i) => bytes && esp.node.vault.open(Number(slot), `analysis.handed:${i}`, bytes),
      kept.sealed,
    )
  expect(Buffer.from(opened()!).toString()).toContain(CANARY)
  // a thing that no erasure of operational data takes, to see that it alone stays
  await put(esp, 'event', { title: { text: 'Convoy', language: 'en' }, category: 'crime', happened_at: '2026-11-01T08:00:00.000Z' })
  await net.settle()
  await does('take-over', { chart, matter: matter() })
  net.clock.move(28 * 86_400_000 + 120_000)
  await net.settle()
  expect((await shown()).labels.sort()).toEqual(['Convoy', 'Own A', 'Own B'])
  expect(opened()).toBeUndefined()
  expect([boat, link].every((id) => id !== '')).toBe(true)
})

test('with the space everything from it goes; what the chart has of its own stays', async () => {
  await esp.does('operations.enter-state', { space, state: 'closed' })
  await esp.does('operations.enter-state', { space, state: 'evaluated' })
  await net.settle()
  await eraseTeam(esp, space)
  net.clock.move(120_000)
  await net.settle()
  expect((await shown()).labels.sort()).toEqual(['Own A', 'Own B'])
  expect((await does('find-handed', { chart })).rows).toMatchObject([{ title: null, standing: 0 }])
  const { gone } = await does('let-go', { chart, matter: matter() })
  expect(gone).toBeGreaterThan(0)
  expect(await esp.node.database.one<{ n: number }>(sql`select count(*) as n from analysis_handed where sealed is not null`)).toEqual({
    n: 0,
  })
})
