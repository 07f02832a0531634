/** Two teams of different countries hold the same without knowing: found blind, proved, told as far as each allows, and told to nobody else. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { send } from '#kernel/applying.ts'
import { sql } from '#kernel/database/sql.ts'
import { askPartner } from '#kernel/post/ask.ts'
import { network, type TestNetwork, type TestNode } from './network.ts'
import { foundedTeam } from './teams.ts'

interface Coincidence {
  id: string
  partner: string
  reference: string
  kind: string
  matter: string
  thing: string
  unit: string
  rule: string
  target: boolean
  theirs: { rule: string; unit: string; matter?: string } | null
  outcome: string | null
}
const met = async (node: TestNode, as: Parameters<TestNode['does']>[2] = {}, settled = false) =>
  ((await node.does('coincidences.find-many', { settled, limit: 50, offset: 0 }, as)) as { coincidences: Coincidence[] }).coincidences
const analyst = { officer: { roles: ['analyst' as const], clearance: 2 as const } }
const byKind = (all: readonly Coincidence[]) => all.map(({ kind }) => kind).sort()

/** Time goes on by a turn of the comparison, and what is due moves. */
async function turn(net: TestNetwork, minutes = 2): Promise<void> {
  net.clock.move(minutes * 60_000)
  await net.settle()
}

const put = async (node: TestNode, space: string, kind: 'object' | 'person', set: Record<string, unknown>): Promise<string> => {
  const { things } = (await node.does('operations.put-things', { space, things: [{ thing: null, kind, set }] })) as { things: string[] }
  return things[0]!
}
const telephone = (value: string) => ({ category: 'telephone', identifier: { name: value } })
const rule = (node: TestNode, space: string, rule: 'apart' | 'contact' | 'told') =>
  node.does('coincidences.change-rule', { matter: `space:${space}`, rule })

describe('two teams, led by Spain and by France', () => {
  let net: TestNetwork
  let esp: TestNode
  let fra: TestNode
  let ours: string
  let theirs: string
  let shared: string
  const SECRETS = ['600111222', '611000111', 'AB1234567', 'Benali', 'بن علي', '1987-05-04']

  beforeAll(async () => {
    net = await network(['esp', 'fra', 'mar', 'ita'])
    esp = net.nodes.esp!
    fra = net.nodes.fra!
    ours = await foundedTeam(net, 'esp', ['mar'], 'Operation Levante')
    theirs = await foundedTeam(net, 'fra', ['ita'], 'Operation Mistral')
    shared = await put(esp, ours, 'object', telephone('+34 600 111 222'))
    // never ruled upon: what it holds is nobody's to find
    const quiet = await foundedTeam(net, 'esp', ['ita'], 'Operation Silencio')
    await put(esp, quiet, 'object', telephone('+33 6 12 34 56 78'))
    await put(esp, ours, 'object', telephone('+34 611 000 111'))
    await put(esp, ours, 'object', { category: 'document', identifier: { name: 'AB1234567' } })
    await put(esp, ours, 'person', { full_name: { name: 'Mohamed Benali' }, birth_date: '1987-05-04' })
    await put(fra, theirs, 'object', telephone('0034600111222'))
    await put(fra, theirs, 'object', telephone('+33 6 12 34 56 78'))
    await put(fra, theirs, 'person', { full_name: { name: 'محمد بن علي' }, birth_date: '1987-05-04' })
    await net.settle()
  })
  afterAll(() => net.close())

  test('nothing is compared until a supervisor of each team says so', async () => {
    await turn(net)
    expect([await met(esp), await met(fra)]).toEqual([[], []])
    await rule(esp, ours, 'told')
    await turn(net)
    expect([await met(esp), await met(fra)]).toEqual([[], []])
    expect(await esp.does('coincidences.find-counts', { network: 'euromed' })).toMatchObject({ counts: [] })
  })

  test('the same telephone, and the same person in two scripts, are found at both; nothing else is', async () => {
    net.wire.seen.length = 0
    await rule(fra, theirs, 'told')
    await turn(net)
    await turn(net)
    const [here, there] = [await met(esp), await met(fra)]
    expect(byKind(here)).toEqual(['person', 'telephone'])
    expect(byKind(there)).toEqual(['person', 'telephone'])
    expect(here.map(({ partner }) => partner)).toEqual(['fra', 'fra'])
    const [mine, other] = [here, there].map((all) => all.find(({ kind }) => kind === 'telephone')!)
    expect([mine!.thing, mine!.matter, other!.matter]).toEqual([shared, `space:${ours}`, `space:${theirs}`])
    expect([mine!.theirs, other!.theirs]).toEqual([
      { rule: 'told', unit: 'spoc', matter: 'team' },
      { rule: 'told', unit: 'spoc', matter: 'team' },
    ])
    expect(mine!.reference).toBe(other!.reference)
  })

  test('members that are in neither comparison learn nothing, and the journals tell of it', async () => {
    for (const id of ['mar', 'ita']) expect(await met(net.nodes[id]!)).toEqual([])
    const { counts } = (await esp.does('coincidences.find-counts', { network: 'euromed' })) as {
      counts: { partner: string; kind: string; found_by_us: number; found_by_them: number }[]
    }
    expect(counts.filter(({ found_by_us, found_by_them }) => found_by_us + found_by_them > 0).map(({ partner }) => partner)).toEqual(
      expect.arrayContaining(['fra']),
    )
    expect(new Set(counts.map(({ partner }) => partner))).toEqual(new Set(['fra']))
  })

  test('found again in later editions it stays one coincidence', async () => {
    await put(esp, ours, 'object', telephone('+34 622 333 444'))
    await turn(net, 25 * 60)
    await turn(net)
    expect(byKind(await met(esp))).toEqual(['person', 'telephone'])
    expect(byKind(await met(fra))).toEqual(['person', 'telephone'])
  })

  test('what is new on one side is found at once, without the other doing anything', async () => {
    await put(fra, theirs, 'object', { category: 'document', identifier: { name: 'AB 1234567' } })
    await turn(net)
    expect(byKind(await met(esp))).toEqual(['document', 'person', 'telephone'])
    expect(byKind(await met(fra))).toEqual(['document', 'person', 'telephone'])
  })

  test('what is withdrawn is found no more: its edition ends with it', async () => {
    const gone = await put(esp, ours, 'object', telephone('+34 633 444 555'))
    await turn(net, 25 * 60)
    await esp.does('operations.withdraw-thing', { space: ours, thing: gone, reason: { text: 'a mistake', language: 'en' } })
    await turn(net)
    await put(fra, theirs, 'object', telephone('+34 633 444 555'))
    await turn(net)
    await turn(net, 25 * 60)
    expect((await met(fra)).filter(({ kind }) => kind === 'telephone')).toHaveLength(1)
  })

  test('a target is told to supervisors alone, on the own side; the other side is told whom to call and no more', async () => {
    const thing = await put(esp, ours, 'object', { category: 'vehicle', identifier: { name: '1234 BCD' } })
    await esp.does('coincidences.mark-target', { matter: `space:${ours}`, thing, target: true })
    await put(fra, theirs, 'object', { category: 'vehicle', identifier: { name: '1234BCD' } })
    await turn(net)
    const target = (await met(esp)).find(({ kind }) => kind === 'plate')!
    expect([target.target, target.rule, target.theirs]).toEqual([true, 'contact', { rule: 'told', unit: 'spoc', matter: 'team' }])
    expect((await met(fra)).find(({ kind }) => kind === 'plate')!.theirs).toEqual({ rule: 'contact', unit: 'spoc' })
    expect(byKind(await met(esp, analyst))).toEqual(['document', 'person', 'telephone'])
    await expect(esp.does('coincidences.read-one', { id: target.id }, analyst)).rejects.toMatchObject({ code: 'access.denied' })
    expect(byKind(await met(esp, { officer: { unit: 'airport' } }))).toEqual([])
  })

  test('marked after it was found, it is out of sight from then on; unmarked, it is back', async () => {
    const mark = (target: boolean) => esp.does('coincidences.mark-target', { matter: `space:${ours}`, thing: shared, target })
    const id = (await met(esp, analyst)).find(({ thing }) => thing === shared)!.id
    await mark(true)
    expect((await met(esp, analyst)).map(({ thing }) => thing)).not.toContain(shared)
    await expect(esp.does('coincidences.read-one', { id }, analyst)).rejects.toMatchObject({ code: 'access.denied' })
    await mark(false)
    expect((await met(esp, analyst)).map(({ thing }) => thing)).toContain(shared)
  })

  test('what came of it is said, and it leaves the list', async () => {
    const [one] = await met(esp, analyst)
    await esp.does('coincidences.settle-one', { id: one!.id, outcome: 'cooperating', note: 'Spoke to Paris' }, analyst)
    expect((await met(esp, analyst)).map(({ id }) => id)).not.toContain(one!.id)
    expect((await esp.does('coincidences.read-one', { id: one!.id }, analyst)) as object).toMatchObject({
      outcome: 'cooperating',
      note: 'Spoke to Paris',
    })
  })

  test('a supervisor of another unit rules on nothing of this one', async () => {
    const before = await met(esp)
    await esp.does('coincidences.change-rule', { matter: `space:${ours}`, rule: 'apart' }, { officer: { unit: 'airport' } })
    await put(fra, theirs, 'object', telephone('+34 622 333 444'))
    await turn(net)
    expect((await met(esp)).length).toBe(before.length + 1)
  })

  test('put apart, the team is neither asked about nor found', async () => {
    await rule(esp, ours, 'apart')
    await turn(net)
    const before = (await met(fra)).length
    await put(fra, theirs, 'object', telephone('+34 611 000 111'))
    await turn(net)
    await turn(net, 25 * 60)
    expect((await met(fra)).length).toBe(before)
  })

  test('no value went over the wire or stands in a database outside of the teams', async () => {
    const wire = Buffer.concat(net.wire.seen.map(({ body }) => Buffer.from(body))).toString('latin1')
    for (const secret of SECRETS) expect(wire).not.toContain(Buffer.from(secret).toString('latin1'))
    for (const node of [esp, fra]) {
      for (const table of ['met', 'spoken', 'edition', 'theirs', 'asked', 'count', 'rule', 'target']) {
        const rows = await node.node.database.many<{ text: string }>({
          ...sql``,
          parts: [`select to_jsonb(t)::text as text from coincidences_${table} t limit 5000`],
        })
        const text = rows.map((row) => row.text).join('\n')
        for (const secret of SECRETS) expect([table, text.includes(secret)]).toEqual([table, false])
      }
    }
  })
})

describe('what a partner may try', () => {
  let net: TestNetwork
  let esp: TestNode
  let mar: TestNode
  let ours: string
  beforeAll(async () => {
    net = await network(['esp', 'mar', 'fra'])
    esp = net.nodes.esp!
    mar = net.nodes.mar!
    ours = await foundedTeam(net, 'esp', ['fra'], 'Operation Levante')
    await put(esp, ours, 'object', telephone('+34 600 111 222'))
    await rule(esp, ours, 'told')
    await turn(net)
  })
  afterAll(() => net.close())

  /** Past the own application, as a node could that has been changed. */
  const asks = (of: TestNode, type: string, body: unknown) =>
    askPartner(
      of.node,
      { network: 'euromed', member: of.id },
      { to: 'esp', network: 'euromed', type, unit: 'spoc', language: 'en', body, timeout_ms: 5_000 },
    )
  const ask = (type: string, body: unknown) => asks(mar, type, body)
  const claims = (body: object) =>
    mar.node.database.transaction((writing) =>
      send(
        { ...mar.node, handlers: new Map() } as typeof mar.node,
        writing,
        { network: 'euromed', member: 'mar' },
        {
          ...{ network: 'euromed', to: ['esp'], type: 'coincidences.found.v1', unit: 'spoc', language: 'en', body },
        },
      ),
    )

  test('a tag taken from the set proves nothing: who did not have it evaluated is told nothing', async () => {
    const set = (await ask('coincidences.set-query.v1', { kind: 'telephone', part: 0 })) as unknown as {
      body: { edition: { key_id: string }; tags: string }
    }
    expect(Buffer.from(set.body.tags, 'base64url').length).toBe(1_024 * 16)
    // the real ones among them, which an asker cannot tell
    const real = await esp.node.database.many<{ tag: string }>(sql`select tag from coincidences_spoken where kind = 'telephone'`)
    expect(real.length).toBeGreaterThan(0)
    for (const { tag } of real) {
      expect(Buffer.from(set.body.tags, 'base64url').toString('hex')).toContain(tag)
      await claims({
        reference: '0190a000-0000-7000-8000-000000000001',
        kind: 'telephone',
        key_id: set.body.edition.key_id,
        tag,
        proof: '00'.repeat(32),
        side: { rule: 'told', unit: 'spoc', matter: 'team' },
      })
    }
    await net.settle()
    expect(await met(esp)).toEqual([])
  })

  test('who asks more than its quota waits until tomorrow, whatever it asks', async () => {
    await esp.does('coincidences.change-partner', { network: 'euromed', partner: 'mar', compared: true, daily: 20 })
    const set = (await ask('coincidences.set-query.v1', { kind: 'telephone', part: 0 })) as unknown as {
      body: { edition: { key_id: string } }
    }
    const request = Buffer.concat([Buffer.from(set.body.edition.key_id, 'hex'), Buffer.alloc(8 * 32, 7)]).toString('base64url')
    for (let i = 0; i < 2; i++)
      await expect(ask('coincidences.evaluation-query.v1', { kind: 'telephone', request })).rejects.toMatchObject({
        code: 'message.body-invalid',
      })
    await expect(ask('coincidences.evaluation-query.v1', { kind: 'telephone', request })).rejects.toMatchObject({ code: 'quota.exceeded' })
    net.clock.move(24 * 3_600_000)
    await expect(ask('coincidences.evaluation-query.v1', { kind: 'telephone', request })).rejects.toMatchObject({
      code: 'message.body-invalid',
    })
  })

  test('a partner that is not compared with gets what one gets that compares with nobody', async () => {
    await esp.does('coincidences.change-partner', { network: 'euromed', partner: 'mar', compared: false, daily: 0 })
    expect(((await ask('coincidences.set-query.v1', { kind: 'telephone', part: 0 })) as unknown as { body: unknown }).body).toEqual({
      kind: 'telephone',
      edition: null,
    })
  })

  test('a set has the same size whether anything is held', async () => {
    const sizes = await Promise.all(
      ['telephone', 'vin', 'person'].map(async (kind) => {
        const { body } = (await asks(net.nodes.fra!, 'coincidences.set-query.v1', { kind, part: 0 })) as unknown as {
          body: { tags: string }
        }
        return Buffer.from(body.tags, 'base64url').length
      }),
    )
    expect(sizes).toEqual([16_384, 16_384, 16_384])
  })

  test('an edition that is over, or never was, evaluates nothing and proves nothing', async () => {
    const key_id = 'ff'.repeat(16)
    const request = Buffer.concat([Buffer.from(key_id, 'hex'), Buffer.alloc(8 * 32, 7)]).toString('base64url')
    const answer = await asks(net.nodes.fra!, 'coincidences.evaluation-query.v1', { kind: 'telephone', request })
    expect((answer as unknown as { body: unknown }).body).toEqual({ kind: 'telephone', response: null })
    const side = { rule: 'contact', unit: 'spoc' }
    await claims({
      reference: '0190a000-0000-7000-8000-000000000002',
      kind: 'telephone',
      key_id,
      tag: '00'.repeat(16),
      proof: '00'.repeat(32),
      side,
    })
    await net.settle()
    expect(await met(esp)).toEqual([])
  })
})

describe('the records of a unit, and a team of another country', () => {
  let net: TestNetwork
  let esp: TestNode
  let fra: TestNode
  let team: string
  const records = new Map<string, string>()
  const add = async (
    name: string,
    subject: object,
    sharing: object = { rule: 'network', networks: ['euromed'], members: [] },
    more = {},
  ) => {
    const { record } = (await esp.does('registers.add-one', {
      reason: { text: 'wanted for robbery', language: 'en' },
      action_to_take: { code: 'inquiry-check' },
      evaluation: { source: 'B', information: '2' },
      handling: [],
      classification: 'restricted',
      sharing,
      review_on: '2027-01-01',
      expires_on: '2028-12-31',
      subject,
      ...more,
    })) as { record: string }
    records.set(name, record)
  }
  const of = (value: string) => ({ identifier: { kind: 'telephone', value } })

  beforeAll(async () => {
    net = await network(['esp', 'fra', 'mar'])
    esp = net.nodes.esp!
    fra = net.nodes.fra!
    team = await foundedTeam(net, 'fra', ['mar'], 'Operation Mistral')
    await add('telephone', of('+34 600 111 222'))
    await add('person', { person: { names: [{ text: 'Mohamed Benali' }], birth_date: '1987-05-04', sex: 'M' } })
    await add('plate', { vehicle: { plate: '123 TUN 4567', country: 'TUN' } })
    // what not every partner could find by a check is compared with none
    await add('national', of('+34 600 111 333'), { rule: 'national', networks: [], members: [] })
    await add('for one', of('+34 600 111 444'), { rule: 'members', networks: ['euromed'], members: ['fra'] })
    await add('confidential', of('+34 600 111 555'), undefined, { classification: 'confidential' })
    for (const last of ['222', '333', '444', '555']) await put(fra, team, 'object', telephone(`0034600111${last}`))
    await put(fra, team, 'person', { full_name: { name: 'محمد بن علي' }, birth_date: '1987-05-04' })
    await rule(fra, team, 'told')
    await net.settle()
    await turn(net)
  })
  afterAll(() => net.close())

  const ruled = (rule: 'apart' | 'told', officer = {}) =>
    esp.does('coincidences.change-rule', { matter: 'register:spoc', rule }, { officer })

  test('are compared once a supervisor of that unit says so, and nobody else', async () => {
    await ruled('told', { unit: 'airport' })
    await turn(net)
    await turn(net)
    expect([await met(esp), await met(fra)]).toEqual([[], []])
    await ruled('told')
    await turn(net)
    await turn(net)
    const [here, there] = [await met(esp), await met(fra)]
    expect(here.map(({ kind, thing, matter }) => [kind, thing, matter]).sort()).toEqual([
      ['person', records.get('person'), 'register:spoc'],
      ['telephone', records.get('telephone'), 'register:spoc'],
    ])
    expect(byKind(there)).toEqual(['person', 'telephone'])
    expect(there[0]!.theirs).toEqual({ rule: 'told', unit: 'spoc', matter: 'register' })
  })

  test('and no more of a kind that a sharing rule keeps from anybody', async () => {
    await esp.does('registers.change-sharing-rule', {
      network: 'euromed',
      partner: 'mar',
      purpose: '',
      kind: 'identifier',
      verdict: 'refuse',
      ground: 'disproportionate',
    })
    await add('later', of('+34 600 111 666'))
    await put(fra, team, 'object', telephone('0034600111666'))
    // both are new: the next edition of either is where they would meet
    await turn(net, 25 * 60)
    await turn(net, 25 * 60)
    expect(byKind(await met(fra))).toEqual(['person', 'telephone'])
  })
})
