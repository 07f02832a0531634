/** Every member states whom to reach; the others have it, newest first, and nobody speaks for another. */
import Value from 'typebox/value'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { directory } from '#capabilities/directory/index.ts'
import { applying } from '#kernel/applying.ts'
import { sql } from '#kernel/database/sql.ts'
import { sealing, settledDooms } from '#kernel/sealing.ts'
import { network, type TestNetwork, type TestNode } from './network.ts'

const DAY = 86_400_000
let net: TestNetwork
let esp: TestNode
let mar: TestNode
let fra: TestNode
beforeAll(async () => {
  net = await network(['esp', 'mar', 'fra'], { capabilities: [directory], kinds: { fra: 'organisation' } })
  ;({ esp, mar, fra } = net.nodes as Record<'esp' | 'mar' | 'fra', TestNode>)
  for (const node of [esp, mar, fra]) holdToSchema(node)
})
afterAll(() => net.close())

const spoc = (telephone: string) => ({
  id: 'spoc-24-7',
  unit: 'spoc',
  kind: 'single-point-of-contact',
  names: { en: 'Single point of contact', ar: 'نقطة الاتصال الوحيدة' },
  holder: 'Zubeida Xenakis',
  telephone: [telephone],
  email: [],
  languages: ['ar', 'fr'],
  hours: { kind: 'always' },
  crime_areas: [],
  deputies: [{ holder: 'Quentin Deputy', telephone: '+212 500 000 001' }],
})
const analysis = {
  ...spoc('+212 500 000 009'),
  id: 'analysis',
  kind: 'analysis',
  names: { fr: 'Analyse' },
  holder: 'Other Person',
  crime_areas: ['firearms'],
  deputies: [],
}
const NETWORK = { network: 'euromed' }
// biome-ignore lint/suspicious/noExplicitAny: held against the published schema above
const contacts = async (node: TestNode, input: object = {}) => (await node.does('directory.find-contacts', input)).rows as any[]

test('Morocco states its directory and both others find it', async () => {
  await mar.does('directory.change-unit', { ...NETWORK, unit: { id: 'spoc', kind: 'single-point-of-contact', names: { en: 'SPOC' } } })
  await mar.does('directory.change-contact', { ...NETWORK, contact: spoc('+212 500 000 000') })
  await mar.does('directory.change-contact', { ...NETWORK, contact: analysis })
  await net.settle()
  expect(await contacts(esp)).toEqual([])
  expect((await mar.does('directory.read-draft', NETWORK)).unpublished).toBe(true)

  expect((await mar.does('directory.publish', NETWORK)).told).toEqual(['esp', 'fra'])
  await net.settle()
  for (const node of [esp, fra, mar]) {
    const found = await contacts(node)
    expect(found.map(({ id }) => id)).toEqual(['spoc-24-7', 'analysis'])
    expect(found[0]).toMatchObject({
      member: 'mar',
      member_name: 'MAR',
      unit_names: { en: 'SPOC' },
      telephone: ['+212 500 000 000'],
      stale: false,
      deputies: [{ holder: 'Quentin Deputy' }],
    })
  }
  expect((await mar.does('directory.read-draft', NETWORK)).unpublished).toBe(false)
  await expect(mar.does('directory.publish', NETWORK)).rejects.toMatchObject({ code: 'state.conflict' })
})

test('they are found by crime area, kind, language and words; who names no area answers for all', async () => {
  const ids = async (input: object) => (await contacts(esp, input)).map(({ id }) => id)
  expect(await ids({ crime_area: 'firearms' })).toEqual(['spoc-24-7', 'analysis'])
  expect(await ids({ crime_area: 'cybercrime' })).toEqual(['spoc-24-7'])
  expect(await ids({ kind: 'analysis' })).toEqual(['analysis'])
  expect(await ids({ language: 'es' })).toEqual([])
  expect(await ids({ text: 'الاتصال' })).toEqual(['spoc-24-7'])
  expect(await ids({ text: 'quentin' })).toEqual(['spoc-24-7'])
  expect(await ids({ member: 'fra' })).toEqual([])
  expect(await ids({ network: 'netcop' })).toEqual([])
})

test('a newer statement replaces the whole, and the key of the old one is gone', async () => {
  const before = await esp.node.database.one<{ slot: number; sealed: Uint8Array }>(
    sql`select slot, sealed from directory_contact where id = 'analysis'`,
  )
  expect(esp.node.vault.open(before.slot, 'directory.contact:euromed/mar/analysis', before.sealed)).toBeDefined()
  await mar.does('directory.change-contact', { ...NETWORK, contact: spoc('+212 600 000 000') })
  await mar.does('directory.remove-contact', { ...NETWORK, id: 'analysis' })
  net.clock.move(5_000)
  await mar.does('directory.publish', NETWORK)
  await net.settle()
  expect((await contacts(esp)).map(({ id, telephone }) => [id, telephone[0]])).toEqual([['spoc-24-7', '+212 600 000 000']])
  expect(esp.node.vault.open(before.slot, 'directory.contact:euromed/mar/analysis', before.sealed)).toBeUndefined()
})

test('an older statement that comes late changes nothing, and nobody states for another', async () => {
  const say = (node: TestNode, body: object) =>
    node.node.database.transaction(async (writing) => {
      const how = applying(node.node, writing, node.node.keys.addresses[0]!, 'sent', net.clock.now(), sealing(node.node, writing))
      await how.send({
        network: 'euromed',
        to: ['esp'],
        type: 'directory.statement.v1',
        unit: 'spoc',
        classification: 'unclassified',
        language: 'en',
        body,
      })
      await settledDooms(writing)
    })
  await say(mar, { version: 5, stated_at: '2026-01-01T00:00:00.000Z', units: [], contacts: [] })
  await say(fra, { version: 9_000_000_000, stated_at: '2026-01-01T00:00:00.000Z', units: [], contacts: [] })
  await net.settle()
  expect((await contacts(esp)).map(({ member, id }) => [member, id])).toEqual([['mar', 'spoc-24-7']])
})

test('a directory that would not hold together is refused', async () => {
  await expect(mar.does('directory.remove-unit', { ...NETWORK, id: 'spoc' })).rejects.toMatchObject({
    code: 'state.conflict',
    details: [{ path: '/contacts/spoc-24-7/unit' }],
  })
  await expect(mar.does('directory.change-contact', { ...NETWORK, contact: { ...spoc('+212 1'), telephone: [] } })).rejects.toMatchObject({
    code: 'input.malformed',
  })
  await expect(mar.does('directory.change-contact', { network: 'netcop', contact: spoc('+212 600 000 000') })).rejects.toMatchObject({
    code: 'thing.unknown',
  })
})

test('after ninety days a contact point is unconfirmed everywhere until its member confirms it', async () => {
  net.clock.move(90 * DAY)
  await net.settle()
  expect(await contacts(esp, { stale: true })).toMatchObject([{ id: 'spoc-24-7', stale: true }])
  expect((await fra.does('directory.find-members', NETWORK)).rows.find(({ id }: { id: string }) => id === 'mar')).toMatchObject({
    contacts: 1,
    stale: 1,
  })
  const due = await mar.node.database.many<{ subject: string }>(
    sql`select subject from journal_entry where event = 'directory.confirmation-due'`,
  )
  expect(due.map(({ subject }) => subject)).toEqual(['contact:euromed/mar/spoc-24-7'])
  expect(await esp.node.database.many(sql`select 1 from journal_entry where event = 'directory.confirmation-due'`)).toEqual([])

  await mar.does('directory.confirm', NETWORK)
  net.clock.move(60_000)
  await net.settle()
  expect(await contacts(esp, { stale: true })).toEqual([])
  expect((await contacts(esp))[0].last_confirmed).toBe((await contacts(mar))[0].last_confirmed)
})

test('a member that states its own directory and lacks ours is sent it', async () => {
  await esp.node.database.transaction((writing) => writing.run(sql`delete from directory_contact where member = 'mar'`))
  await esp.node.database.transaction((writing) => writing.run(sql`delete from directory_statement where member = 'mar'`))
  await mar.node.database.transaction((writing) => writing.run(sql`delete from directory_sent where partner = 'esp'`))
  expect(await contacts(esp)).toEqual([])
  await esp.does('directory.change-unit', { ...NETWORK, unit: { id: 'spoc', kind: 'headquarters', names: { es: 'Sede' } } })
  await esp.does('directory.publish', NETWORK)
  await net.settle()
  expect((await contacts(esp)).map(({ member }) => member)).toEqual(['mar'])
  expect(await esp.does('directory.read-member', { ...NETWORK, member: 'mar' })).toMatchObject({
    id: 'mar',
    own: false,
    units: [{ id: 'spoc' }],
    contacts: [{ id: 'spoc-24-7' }],
  })
})

test('only administrators and supervisors edit; all others read', async () => {
  for (const role of ['front-line', 'desk', 'analyst', 'data-protection'] as const) {
    const as = { officer: { roles: [role] } }
    await expect(esp.does('directory.publish', NETWORK, as)).rejects.toMatchObject({ code: 'access.denied' })
    await expect(esp.does('directory.read-draft', NETWORK, as)).rejects.toMatchObject({ code: 'access.denied' })
    expect((await esp.does('directory.find-contacts', {}, as)).total).toBe(1)
  }
  expect((await esp.does('directory.read-draft', NETWORK, { officer: { roles: ['administrator'] } })).units).toHaveLength(1)
})

test('no name or number of an official stands in the database in clear', async () => {
  for (const node of [esp, mar]) {
    const rows = await node.node.database.many<{ row: string }>(sql`
      select t::text as row from directory_contact t union all select t::text from directory_statement t union all select t::text from directory_draft t`)
    const all = rows
      .map(
        ({ row }) =>
          row + [...row.matchAll(/\\x([0-9a-f]+)/g)].map(([, digits]) => Buffer.from(digits!, 'hex').toString('latin1')).join(''),
      )
      .join('\n')
    expect(all).not.toMatch(/Zubeida|Quentin|600 000 000/)
  }
})

/** Every answer in these tests is held against the schema that the action publishes. */
function holdToSchema(node: TestNode) {
  const does = node.does.bind(node)
  node.does = async (name, input, as) => {
    const output = await does(name, input, as)
    const action = directory.actions.find((one) => one.name === name)!
    expect([name, ...Value.Errors(action.output, output).slice(0, 3)]).toEqual([name])
    return output
  }
}
