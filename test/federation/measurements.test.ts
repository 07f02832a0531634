/** What the comparison of names is worth: a data protection officer measures it beside the node's work, and nothing stays that was not saved. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checks } from '#capabilities/checks/index.ts'
import { registers } from '#capabilities/registers/index.ts'
import { STANDARD } from '#capabilities/registers/thresholds.ts'
import type { Officer } from '#kernel/capability.ts'
import { sql } from '#kernel/database/sql.ts'
import { newId } from '#kernel/identity.ts'
import { addAccount, prepareCredentials } from '#kernel/officers/index.ts'
import { sealing } from '#kernel/sealing.ts'
import type { Refusal } from '#wire/refusal.ts'
import type { Role } from '#wire/vocabulary.ts'
import { network, type TestNetwork, type TestNode } from './network.ts'

const MINUTE_MS = 60_000
const FILE = [
  'name1,name2,is_match,birth_date1,birth_date2',
  'Mohamed Benali,محمد بن علي,1,1985-03-12,1985-03-12',
  'Khadija Bouazza,BOUAZZA KHADIJA,1,,',
  'Quirina Zacatecas,Quirino Zacatecas,0,1990-01-02,1961-07-08',
  'Anna Kowalska,Юрий Соколов,0,,',
].join('\n')

let net: TestNetwork
let esp: TestNode
beforeAll(async () => {
  net = await network(['esp'], { capabilities: [registers, checks] })
  esp = net.nodes.esp!
})
afterAll(() => net.close())

let count = 0
async function officer(...roles: Role[]): Promise<Officer> {
  const { node } = esp
  const id = newId(node.clock.now())
  const name = `officer-${++count}`
  const shown = { name, member: 'esp', unit: 'spoc', roles, clearance: 1 as const, language: 'en' as const }
  const made = { ...shown, sign_in_name: name }
  const prepared = await prepareCredentials({ password: 'quay lantern copper 41' })
  await node.database.transaction((writing) =>
    addAccount({ writing, vault: sealing(node, writing), now: node.clock.now() }, id, made, prepared),
  )
  return { id, ...shown }
}
/** As if signed in at a page now. */
const signIn = ({ id }: Officer) =>
  esp.node.database.transaction((writing) => {
    const now = esp.node.clock.now()
    return writing.run(sql`insert into officer_session (digest, id, officer, version, how, created_at, used_at, expires_at)
      values (${new TextEncoder().encode(newId(now))}, ${newId(now)}, ${id}, 1, 'password', ${now}, ${now}, ${new Date(now.getTime() + 11 * 3_600_000)})`)
  })
const signOut = ({ id }: Officer) =>
  esp.node.database.transaction((writing) => writing.run(sql`delete from officer_session where officer = ${id}`))

const refused = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    ({ code, details = [] }: Refusal) => [code, ...details.map(({ path, reason }) => `${path} ${reason}`)].join(' '),
  )
const by = (officer: Officer) => (action: string, input: object) => esp.does(`registers.${action}`, input, { officer, purpose: null })
const kept = async () =>
  (await esp.node.database.many<{ id: string }>(sql`select id::text as id from registers_measurement`)).map(({ id }) => id)

async function measured(one: Officer, input: object): Promise<string> {
  const { measurement } = await by(one)('begin-measurement', input)
  await esp.door.idle()
  return measurement
}

describe('a measurement', () => {
  test('of the built-in set runs beside other work, and says what each threshold makes of it', async () => {
    const one = await officer('data-protection')
    const { measurement, pairs } = await by(one)('begin-measurement', { source: 'synthetic' })
    // others are served while it runs
    const meanwhile = await by(one)('read-measurement', { measurement })
    expect([meanwhile.state, meanwhile.done < pairs, meanwhile.curve]).toEqual(['running', true, []])
    await esp.door.idle()
    const read = await by(one)('read-measurement', { measurement })
    expect(read).toMatchObject({ state: 'done', done: pairs, pairs, source: 'synthetic', kept: false, names_alone: false })
    expect(read.groups.reduce((sum: number, { matches, others }: any) => sum + [...matches, ...others].reduce((a, b) => a + b, 0), 0)).toBe(
      pairs,
    )
    const at = (threshold: number) => read.curve.find((one: { threshold: number }) => Math.abs(one.threshold - threshold) < 1e-9)
    expect(at(STANDARD['identify-dead']).recall).toBeGreaterThan(at(STANDARD['border-control']).recall)
    for (const { purpose, figures } of read.purposes) expect(figures).toEqual(at(STANDARD[purpose as keyof typeof STANDARD]))
    // those that change side between two purposes are as many as the figures say
    const [wide, narrow] = [at(STANDARD['identify-dead']), at(STANDARD['border-control'])]
    const changing = await by(one)('find-measured-pairs', { measurement, least: wide.threshold, most: narrow.threshold, limit: 50 })
    expect(changing.total).toBe(wide.found + wide.false_hits - narrow.found - narrow.false_hits)
    for (const { score, parts, a } of changing.rows) {
      expect(score).toBeGreaterThanOrEqual(wide.threshold)
      expect(score).toBeLessThan(narrow.threshold)
      for (const { asked } of parts) if (asked) expect(a.name.slice(asked.start, asked.end)).toBe(asked.text)
    }
    const wrong = await by(one)('find-measured-pairs', { measurement, least: narrow.threshold, most: 1.01, is_match: false })
    expect(wrong.total).toBe(narrow.false_hits)
    await by(one)('remove-measurement', { measurement })
  })

  test('of a file counts its pairs, with birth dates or with names alone', async () => {
    const one = await officer('data-protection')
    const measurement = await measured(one, { source: 'upload', text: FILE, file_name: 'trial.csv' })
    const read = await by(one)('read-measurement', { measurement })
    expect(read).toMatchObject({ source: 'upload', title: 'trial.csv', pairs: 4, state: 'done' })
    expect(read.groups.map(({ scripts }: { scripts: string }) => scripts).sort()).toEqual(['Arabic Latin', 'Cyrillic Latin', 'Latin'])
    const alone = await measured(one, { source: 'again', measurement, names_alone: true })
    const scores = async (id: string) =>
      new Map(
        (await by(one)('find-measured-pairs', { measurement: id, least: 0, most: 1.01 })).rows.map((row: any) => [row.number, row.score]),
      )
    const [dated, undated] = [await scores(measurement), await scores(alone)]
    // the same birth date makes a name surer, another one takes from it
    expect(dated.get(0)).toBeGreaterThan(undated.get(0) as number)
    expect(dated.get(2)).toBeLessThan(undated.get(2) as number)
    expect(dated.get(1)).toBe(undated.get(1))
  })

  test('a bad file is refused by line, and nothing of it stays', async () => {
    const one = await officer('data-protection')
    const before = await kept()
    const text = 'name1,name2,is_match\nAna,Eva,perhaps\n,Eva,0\n'
    expect(await refused(by(one)('begin-measurement', { source: 'upload', text }))).toBe(
      'import.invalid /line/2/is_match unknown-code /line/3/name1 name-unreadable',
    )
    expect(await refused(by(one)('begin-measurement', { source: 'upload' }))).toBe('input.malformed /text missing')
    expect(await kept()).toEqual(before)
  })

  test('is not begun, read or seen by those who are not to', async () => {
    const [one, supervisor, administrator] = [await officer('data-protection'), await officer('supervisor'), await officer('administrator')]
    const measurement = await measured(one, { source: 'upload', text: FILE, file_name: 'trial.csv' })
    expect(await refused(by(supervisor)('begin-measurement', { source: 'synthetic' }))).toBe('access.denied')
    // unsaved it is its officer's alone
    for (const other of [supervisor, administrator, await officer('data-protection')]) {
      expect(await refused(by(other)('read-measurement', { measurement }))).toBe('thing.unknown')
      const { rows } = await by(other)('find-measurements', {})
      expect(rows.map(({ id }: { id: string }) => id)).not.toContain(measurement)
    }
    await by(one)('keep-measurement', { measurement, title: 'Trial of May' })
    for (const other of [supervisor, administrator])
      expect(await by(other)('read-measurement', { measurement })).toMatchObject({ title: 'Trial of May', kept: true })
    // its pairs may be of real people: an administrator sees figures and no name
    const pairs = { measurement, least: 0, most: 1.01 }
    expect((await by(supervisor)('find-measured-pairs', pairs)).total).toBe(4)
    expect(await refused(by(administrator)('find-measured-pairs', pairs))).toBe('access.denied')
    expect(await refused(by(await officer('desk', 'analyst', 'front-line'))('find-measurements', {}))).toBe('access.denied')
  })
})

describe('what was not saved goes', () => {
  test('with the session of its officer; what was saved stays until its time is over', async () => {
    const one = await officer('data-protection')
    await signIn(one)
    const unsaved = await measured(one, { source: 'upload', text: FILE, file_name: 'unsaved.csv' })
    const saved = await measured(one, { source: 'upload', text: FILE, file_name: 'saved.csv' })
    await by(one)('keep-measurement', { measurement: saved, title: 'saved' })
    net.clock.move(20 * MINUTE_MS)
    await net.settle()
    expect(await kept()).toEqual(expect.arrayContaining([unsaved, saved]))
    await signOut(one)
    net.clock.move(MINUTE_MS)
    await net.settle()
    expect(await kept()).toContain(saved)
    expect(await kept()).not.toContain(unsaved)
    net.clock.move(366 * 24 * 60 * MINUTE_MS)
    await net.settle()
    expect(await kept()).not.toContain(saved)
  })

  test('nothing of the pairs stands in clear, and with the row its key is gone', async () => {
    const one = await officer('data-protection')
    const measurement = await measured(one, { source: 'upload', text: FILE, file_name: 'zacatecas.csv' })
    const { text } = await esp.node.database.one<{ text: string }>(
      sql`select coalesce(string_agg(t::text, ' '), '') as text from registers_measurement t`,
    )
    expect(text).not.toMatch(/zacatecas|Quirin/i)
    const { slot, sealed_pairs } = await esp.node.database.one<{ slot: number; sealed_pairs: Uint8Array }>(
      sql`select slot, sealed_pairs from registers_measurement where id = ${measurement}::uuid`,
    )
    const open = () => esp.node.vault.open(slot, 'registers.measurement-pairs', sealed_pairs)
    expect(Buffer.from(open()!).toString()).toContain('Zacatecas')
    await by(one)('remove-measurement', { measurement })
    expect(await kept()).not.toContain(measurement)
    expect(open()).toBeUndefined()
  })

  test('removed while it runs it stops; and of a process that went away it says so', async () => {
    const one = await officer('data-protection')
    const { measurement } = await by(one)('begin-measurement', { source: 'synthetic' })
    await by(one)('remove-measurement', { measurement })
    await esp.door.idle()
    expect(await kept()).not.toContain(measurement)
    const next = await measured(one, { source: 'upload', text: FILE, file_name: 'trial.csv' })
    await esp.node.database.transaction((writing) =>
      writing.run(sql`update registers_measurement set state = 'running' where id = ${next}::uuid`),
    )
    net.clock.move(2 * MINUTE_MS)
    await net.settle()
    expect((await by(one)('read-measurement', { measurement: next })).state).toBe('interrupted')
    expect(await refused(by(one)('keep-measurement', { measurement: next, title: 'x' }))).toBe('state.conflict /measurement interrupted')
  })

  test('no officer has more than ten unsaved ones', async () => {
    const one = await officer('data-protection')
    for (let i = 0; i < 10; i++) await measured(one, { source: 'upload', text: FILE, file_name: `${i}.csv` })
    expect(await refused(by(one)('begin-measurement', { source: 'upload', text: FILE }))).toBe('quota.exceeded /source too-many-unsaved')
  })
})
