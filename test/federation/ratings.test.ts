/** Groups of a chart rated by several: each rater once and in their own name, scores with ranges, taken out as handling allows, gone with the chart. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Officer } from '#kernel/capability.ts'
import { sql } from '#kernel/database/sql.ts'
import { base64, maybeBase64, utf8 } from '#lib/bytes.ts'
import { SLEIPNIR_ATTRIBUTES, type SleipnirLevel } from '#lib/risk/index.ts'
import { readWorkbook } from '#lib/tables/index.ts'
import { network, type TestNetwork, type TestNode } from './network.ts'

const CANARY = 'Vexilquorn'
const OFFICERS = {
  analyst: { id: '0190a000-0000-7000-8000-0000000000b1', unit: 'drugs', roles: ['analyst'], clearance: 2 },
  colleague: { id: '0190a000-0000-7000-8000-0000000000b2', unit: 'drugs', roles: ['analyst'], clearance: 2 },
  supervisor: { id: '0190a000-0000-7000-8000-0000000000b3', unit: 'drugs', roles: ['supervisor'], clearance: 2 },
  elsewhere: { id: '0190a000-0000-7000-8000-0000000000b4', unit: 'ports', roles: ['analyst'], clearance: 2 },
} satisfies Record<string, Partial<Officer>>
type Who = keyof typeof OFFICERS

let net: TestNetwork
let esp: TestNode
beforeAll(async () => {
  net = await network(['esp', 'mar'])
  esp = net.nodes.esp!
}, 120_000)
afterAll(() => net?.close())

const does = (action: string, input: object, who: Who = 'analyst') =>
  esp.does(`analysis.${action}`, input, { officer: OFFICERS[who] as Partial<Officer>, purpose: 'threat-analysis' })
const refused = (action: string, input: object, who: Who = 'analyst') =>
  does(action, input, who).then(
    () => undefined,
    ({ code, details }) => ({ code, reasons: details?.map(({ reason }: { reason: string }) => reason) }),
  )
const all = (level: SleipnirLevel, but: readonly string[] = []) =>
  SLEIPNIR_ATTRIBUTES.filter((one) => !but.includes(one)).map((attribute) => ({ attribute, level }))
const rating = (more: object) => ({
  rater: `${CANARY} one`,
  country: 'ESP',
  answers: all('high'),
  reason: `said by ${CANARY}`,
  source: `${CANARY} minutes`,
  evaluation: 'B2',
  handling: [],
  classification: 'restricted',
  ...more,
})

/** A chart with three elements, of which the third is under H1. */
async function chart(): Promise<string> {
  const { chart } = await does('begin-chart', { title: `Groups ${CANARY}`, reason: 'a workshop', classification: 'restricted' })
  const bytes = utf8('key,label,kind,handling\nO1,Organisation one,organisation,\nO2,Organisation two,organisation,\nP1,Person,person,H1\n')
  const { import: id } = await does('begin-import', { chart, holds: 'elements', file_name: 'o.csv', bytes: bytes.length })
  await does('add-part', { chart, import: id, position: 0, data: base64(bytes) })
  await does('prepare-import', { chart, import: id })
  await does('run-import', { chart, import: id, bad_rows: 'refuse-all' })
  return chart
}
const named = async (chart: string, name: string, elements: number[]): Promise<number> =>
  (await does('keep-group', { chart, name, elements })).group

test('a group is rated by several: the most is 760, what was not answered is a range, countries stand apart', async () => {
  const id = await chart()
  const group = await named(id, 'Organisation one', [0])
  const other = await named(id, 'Organisation two', [1])
  const unrated = await named(id, 'Both', [0, 1])
  await does('rate-group', { chart: id, group, ...rating({}) })
  await does(
    'rate-group',
    { chart: id, group, ...rating({ rater: 'two', country: 'MAR', answers: all('low', ['corruption']) }) },
    'colleague',
  )
  await does('rate-group', { chart: id, group: other, ...rating({ rater: 'three', country: 'FRA', answers: all('medium') }) })
  const read = await does('read-ratings', { chart: id }, 'supervisor')
  expect(read.maximum).toBe(760)
  expect(read.attributes[0]).toEqual({ name: 'corruption', weight: 19 })
  const [first, second, third] = read.groups
  // 171 without corruption, which may be worth up to 76
  const scores = new Map(
    first.ratings.map(({ rater, least, most }: { rater: string; least: number; most: number }) => [rater, [least, most]]),
  )
  expect(Object.fromEntries(scores)).toEqual({ [`${CANARY} one`]: [760, 760], two: [171, 247] })
  expect(first.middle).toEqual({ least: 465.5, most: 503.5 })
  expect(first.countries).toMatchObject([
    { country: 'ESP', raters: 1, middle: { least: 760, most: 760 } },
    { country: 'MAR', raters: 1, middle: { least: 171, most: 247 } },
  ])
  expect(second.middle).toEqual({ least: 380, most: 380 })
  expect(first.place).toEqual({ best: 1, worst: 1 })
  // without the first rater 171 to 247 stand against 380
  expect(first.over_all).toEqual({ best: 1, worst: 2 })
  expect(third).toMatchObject({ id: unrated, middle: null, place: null, ratings: [] })
})

test('one rater rates a group once; nobody says otherwise in another’s name, and withdraws only what is their own, or a supervisor', async () => {
  const id = await chart()
  const group = await named(id, 'Organisation one', [0])
  const { rating: mine } = await does('rate-group', { chart: id, group, ...rating({}) })
  // the same rater, however it is written
  expect(await refused('rate-group', { chart: id, group, ...rating({ rater: ` ${CANARY} ONE ` }) }, 'colleague')).toEqual({
    code: 'state.conflict',
    reasons: ['written-by-another'],
  })
  const { rating: anew } = await does('rate-group', { chart: id, group, ...rating({ answers: all('nil') }) })
  expect((await does('read-ratings', { chart: id })).groups[0].ratings).toMatchObject([{ id: anew, least: 0, most: 0 }])
  expect(await refused('withdraw-rating', { chart: id, rating: mine })).toMatchObject({ code: 'thing.unknown' })
  expect(await refused('withdraw-rating', { chart: id, rating: anew }, 'colleague')).toMatchObject({ code: 'access.denied' })
  expect(await refused('remove-group', { chart: id, group }, 'colleague')).toEqual({ code: 'state.conflict', reasons: ['rated-by-others'] })
  await does('withdraw-rating', { chart: id, rating: anew }, 'supervisor')
  expect((await does('read-ratings', { chart: id })).groups[0].ratings).toEqual([])
  expect(await does('remove-group', { chart: id, group }, 'colleague')).toEqual({ ratings: 0 })
})

test('what is not of the method or above the chart is refused, and nobody of another unit rates or reads', async () => {
  const id = await chart()
  const group = await named(id, 'Organisation one', [0])
  const reasons = async (more: object) => (await refused('rate-group', { chart: id, group, ...rating(more) }))?.reasons
  expect(await reasons({ classification: 'confidential' })).toEqual(['above-the-chart'])
  expect(await reasons({ answers: [...all('high', ['mobility']), { attribute: 'corruption', level: 'low' }] })).toEqual(['answered-twice'])
  expect(await reasons({ handling: [{ code: 'H3' }] })).toEqual(['handling-unknown'])
  expect((await refused('rate-group', { chart: id, group, ...rating({ answers: [{ attribute: 'charm', level: 'high' }] }) }))?.code).toBe(
    'input.malformed',
  )
  expect(await refused('rate-group', { chart: id, group: 99, ...rating({}) })).toEqual({
    code: 'state.conflict',
    reasons: ['group-unknown'],
  })
  expect(await refused('keep-group', { chart: id, name: 'x', elements: [99] })).toEqual({
    code: 'input.malformed',
    reasons: ['element-unknown'],
  })
  expect(await refused('read-ratings', { chart: id }, 'elsewhere')).toMatchObject({ code: 'access.denied' })
  expect(await refused('rate-group', { chart: id, group, ...rating({}) }, 'supervisor')).toMatchObject({ code: 'access.denied' })
})

test('taken out as a workbook without what handling forbids, and no middle tells what was left out', async () => {
  const id = await chart()
  const group = await named(id, 'Organisation one', [0])
  const held = await named(id, 'With the person', [1, 2])
  await does('rate-group', { chart: id, group, ...rating({}) })
  await does('rate-group', {
    chart: id,
    group,
    ...rating({ rater: 'secret two', country: 'MAR', answers: all('nil'), handling: [{ code: 'H2' }] }),
  })
  await does('rate-group', { chart: id, group: held, ...rating({}) })
  expect(await refused('export-ratings', { chart: id, use: 'evidence', language: 'en' })).toEqual({
    code: 'handling.forbids',
    reasons: ['no-evidence', 'no-sharing'],
  })
  const sheets = async (use: string, leave_out: boolean) => {
    const made = await does('export-ratings', { chart: id, use, language: 'fr', leave_out })
    const bytes = maybeBase64(made.content)!
    const cells: string[][] = []
    for (let sheet = 0; sheet < 7; sheet++) {
      const read = readWorkbook(bytes, { sheet, most_rows: 500, most_columns: 20 })
      if (read.ok) cells.push(...read.rows.map((row) => [...row.cells]))
    }
    return { made, cells, text: cells.map((row) => row.join('|')).join('\n') }
  }
  const evidence = await sheets('evidence', true)
  expect(evidence.made).toMatchObject({ groups: 1, ratings: 1, left_out_groups: 1, left_out_ratings: 2 })
  expect(evidence.text).not.toMatch(/secret two|With the person/)
  expect(evidence.text).toMatch(/Organisation one\|1\|760\|760\|760\|760/)
  const working = await sheets('working', false)
  expect(working.made).toMatchObject({ groups: 2, ratings: 3, left_out_ratings: 0 })
  expect(working.text).toMatch(/Organisation one\|2\|380\|380\|0\|760/)
  expect(working.text).toMatch(/secret two/)
  expect(working.text).toMatch(/Corruption/)
  const told = await esp.node.database.many<{ told: string }>(
    sql`select convert_from(row, 'UTF8') as told from journal_entry where event = 'analysis.exported' and subject = ${`chart:${id}`} limit 10`,
  )
  expect(told.some(({ told }) => /"left_out_ratings":2.*"use":"evidence"/.test(told))).toBe(true)
})

test('nothing of a rating stands in clear, and nothing of it stays once the chart is forgotten', async () => {
  const id = await chart()
  const group = await named(id, `${CANARY} group`, [0])
  await does('rate-group', { chart: id, group, ...rating({}) })
  const rows = () =>
    esp.node.database.many<{ row: string }>(
      sql`select row_to_json(t)::text || encode(sealed, 'escape') || encode(rater, 'escape') as row from analysis_rating t where chart = ${id}::uuid limit 10`,
    )
  const before = await rows()
  expect(before).toHaveLength(1)
  expect(before[0]!.row).not.toContain(CANARY)
  await does('erase-chart', { chart: id })
  expect(await rows()).toEqual([])
})
