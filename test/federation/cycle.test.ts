/**
 * A whole cycle of eight members, two regional organisations and an observer: assessment, endorsement, plan, actions, results of two teams,
 * evaluation, next cycle. Every figure of the year's report is worked out here again, from what was put in.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { operations } from '#capabilities/operations/index.ts'
import { openSigned } from '#capabilities/strategy/contents.ts'
import { strategy } from '#capabilities/strategy/index.ts'
import { signedWords } from '#capabilities/strategy/store/words.ts'
import { thingId } from '#capabilities/strategy/thing-id.ts'
import { send } from '#kernel/applying.ts'
import type { Officer } from '#kernel/capability.ts'
import { sql } from '#kernel/database/sql.ts'
import { unsealing } from '#kernel/sealing.ts'
import { readWorkbook } from '#lib/tables/index.ts'
import type { Fields } from '#wire/fields.ts'
import { network, type TestNetwork } from './network.ts'
import { foundedTeam } from './teams.ts'

const STATES = ['esp', 'mar', 'fra', 'ita', 'prt', 'tun', 'dza', 'mrt'] as const
const ORGANISATIONS = ['europol', 'afripol'] as const
const OBSERVER = 'unodc'
const EVERYBODY = [...STATES, ...ORGANISATIONS, OBSERVER]
const DAY_MS = 86_400_000
const en = (text: string) => ({ text, language: 'en' as const })

let net: TestNetwork
let forum: string
const does = async (id: string, action: string, input: object, officer: Partial<Officer> = {}) =>
  (await net.nodes[id]!.does(action.includes('.') ? action : `strategy.${action}`, input, { officer })) as never
const refused = (id: string, action: string, input: object, officer: Partial<Officer> = {}) =>
  does(id, action, input, officer).then(
    () => undefined,
    ({ code, details }) => [code, details?.[0]?.reason],
  )
const states = async (id: string, kind: string, set: object, thing: string | null = null): Promise<string> =>
  ((await does(id, 'state-thing', { forum, thing, kind, set })) as { thing: string }).thing
const cannot = (id: string, kind: string, set: object) => refused(id, 'state-thing', { forum, thing: null, kind, set })
interface Out {
  readonly id: string
  readonly kind: string
  readonly by: string
  readonly set: Fields
}
const find = async (id: string, ...kinds: string[]): Promise<Out[]> =>
  ((await does(id, 'find-things', { forum, kinds, limit: 500, offset: 0 })) as { things: Out[] }).things
const one = async (id: string, kind: string) => (await find(id, kind))[0]!
const day = (after: number) => new Date(net.clock.now().getTime() + after * DAY_MS).toISOString().slice(0, 10)
const instant = (after: number) => new Date(net.clock.now().getTime() + after * DAY_MS).toISOString()

/** What the teams come to: who claims it, and which of them tell of one and the same. */
const TEAM_RESULTS = {
  coast: [
    { by: 'esp', category: 'arrest', quantity: '7', unit: 'person', claimed_by: ['esp', 'mar'] },
    { by: 'mar', category: 'drugs', quantity: '120.5', unit: 'kg', claimed_by: ['mar'] },
    { by: 'fra', category: 'cash', quantity: '30000.25', unit: 'EUR', claimed_by: ['fra', 'esp'] },
  ],
  channel: [
    { by: 'ita', category: 'arrest', quantity: '4', unit: 'person', claimed_by: ['ita'] },
    { by: 'dza', category: 'drugs', quantity: '0.75', unit: 'kg', claimed_by: ['dza', 'ita'] },
  ],
}
/** Reported without a team. */
const REPORTED = { by: 'prt', category: 'firearm', quantity: '3', unit: 'piece', claimed_by: ['prt'] }

/** As a report in English writes them. */
const NAMES: Record<string, string> = { esp: 'Spain', mar: 'Morocco', fra: 'France', ita: 'Italy', prt: 'Portugal', dza: 'Algeria' }

beforeAll(async () => {
  const kinds = { europol: 'organisation', afripol: 'organisation', unodc: 'observer' } as const
  net = await network([...EVERYBODY], { capabilities: [operations, strategy], kinds })
  ;({ forum } = (await does('esp', 'open-forum', {
    network: 'euromed',
    title: en('Strategic Cooperation Forum'),
    kind: 'strategic-forum',
    participants: [...STATES.slice(1), ...ORGANISATIONS],
    observers: [OBSERVER],
    guests: [],
    quorum: 60,
  })) as { forum: string })
  await net.settle()
}, 300_000)
afterAll(() => net.close())

const teams: Record<string, string> = {}
const ids: Record<string, string> = {}

test('the assessment: all answer nationally, one late, one not at all; it is adopted with its limitations', async () => {
  ids.assessment = await states('esp', 'assessment', {
    title: en('EMTA'),
    due: instant(30),
    from: '2025-01-01',
    until: '2025-12-31',
    areas: ['drug-trafficking', 'firearms'],
    combiner: 'geometric-mean',
    state: 'call',
  })
  await net.settle()
  const answer = (crime_area: string, i: number) => ({
    assessment: ids.assessment,
    crime_area,
    counting_unit: en('seizures'),
    magnitude: String(i % 5),
    likelihood: '3',
    vulnerability: String((i + 2) % 5),
    impact: '2',
    limitations: en('Border posts only'),
  })
  for (const [i, id] of [...STATES, 'europol'].entries())
    if (id !== 'mrt' && id !== 'dza')
      for (const crime_area of ['drug-trafficking', 'firearms']) await states(id, 'contribution', answer(crime_area, i))
  net.clock.move(31 * DAY_MS)
  // late: it is kept, and its time of arrival says so
  await states('dza', 'contribution', answer('drug-trafficking', 1))
  expect(await cannot('unodc', 'contribution', answer('firearms', 1))).toEqual(['record.not-owner', undefined])
  await net.settle()
  const contributions = await find('esp', 'contribution')
  expect(contributions.length).toBe(7 * 2 + 1)
  const { set } = await one('esp', 'assessment')
  expect(
    await refused('esp', 'state-thing', { forum, thing: ids.assessment, kind: 'assessment', set: { ...set, state: 'adopted' } }),
  ).toEqual(['state.conflict', 'missing'])
  await states(
    'esp',
    'assessment',
    { ...set, limitations: en('One state did not answer, one was late.'), state: 'adopted' },
    ids.assessment,
  )
  await net.settle()
  // what each said stays between it and the chair
  expect((await find('fra', 'contribution')).map(({ by }) => by)).toEqual(['fra', 'fra'])
}, 300_000)

test('the Forum endorses a priority by a vote with a quorum; one without a quorum endorses nothing', async () => {
  ids.priority = await states('esp', 'priority', {
    title: en('Drug trafficking'),
    crime_area: 'drug-trafficking',
    tier: '1',
    assessment: ids.assessment,
    state: 'proposed',
  })
  ids.goal = await states('esp', 'goal', { priority: ids.priority, scope: 'specific', title: en('Fewer landings') })
  const consultation = {
    title: en('Endorsement'),
    question: en('Endorse it?'),
    about: [ids.priority],
    due: instant(10),
    quorum: 60,
    majority: 'two-thirds',
    state: 'open',
  }
  const [first, second] = [await states('esp', 'consultation', consultation), await states('esp', 'consultation', consultation)]
  await net.settle()
  // six of ten come to the first: four for it, one against, one abstains; five of ten to the second
  const votes: [string, string][] = [
    ['esp', 'yes'],
    ['mar', 'yes'],
    ['fra', 'yes'],
    ['ita', 'no'],
    ['europol', 'yes'],
    ['tun', 'abstain'],
  ]
  for (const [i, [id, says]] of votes.entries()) {
    await states(id, 'vote', { consultation: first, says })
    if (i < 5) await states(id, 'vote', { consultation: second, says: 'yes' })
  }
  await net.settle()
  net.clock.move(11 * DAY_MS)
  expect(await does('esp', 'close-consultation', { forum, consultation: first })).toMatchObject({ result: 'adopted' })
  expect(await does('esp', 'close-consultation', { forum, consultation: second })).toMatchObject({ result: 'no-quorum' })
  const { set } = await one('esp', 'priority')
  await states('esp', 'priority', { ...set, state: 'endorsed' }, ids.priority)
  await net.settle()
  for (const id of EVERYBODY) expect((await one(id, 'priority')).set.state).toBe('endorsed')
}, 300_000)

test('the plan: its driver opens it, actions wait for each other, members that are not of the forum cannot lead one', async () => {
  const year = net.clock.now().getUTCFullYear()
  ids.year = String(year)
  const plan = { title: en('Plan against drugs'), year, priority: ids.priority, driver: 'mar', co_drivers: ['esp'], state: 'draft' }
  expect(await cannot('esp', 'plan', plan)).toEqual(['state.conflict', 'only the driver'])
  ids.plan = await states('mar', 'plan', plan)
  const conditions = {
    resources: en('Ten officers'),
    opportunities: en('A new centre'),
    challenges: en('Distance'),
    limitations: en('No vessel in winter'),
  }
  expect(await refused('mar', 'state-thing', { forum, thing: ids.plan, kind: 'plan', set: { ...plan, state: 'agreed' } })).toEqual([
    'state.conflict',
    'missing',
  ])
  await states('mar', 'plan', { ...plan, ...conditions, state: 'agreed' }, ids.plan)
  await net.settle()
  teams.coast = `space:${await foundedTeam(net, 'esp', ['mar', 'fra'], 'Coast')}`
  teams.channel = `space:${await foundedTeam(net, 'ita', ['dza'], 'Channel')}`
  const action = (title: string, leader: string, more: object = {}) => ({
    plan: ids.plan,
    goal: ids.goal,
    title: en(title),
    type: 'investigation',
    leader,
    from: day(0),
    until: day(60),
    state: 'planned',
    ...more,
  })
  expect(await cannot('mar', 'action', action('x', 'atlantis'))).toEqual(['state.conflict', 'not of the forum'])
  ids.coast = await states(
    'mar',
    'action',
    action('Coast', 'esp', { participants: ['mar', 'fra', 'europol'], team: teams.coast, budget: '1200.10', currency: 'EUR' }),
  )
  ids.channel = await states(
    'mar',
    'action',
    action('Channel', 'ita', { participants: ['dza', 'afripol'], team: teams.channel, budget: '0.20', currency: 'EUR' }),
  )
  ids.follow = await states(
    'mar',
    'action',
    action('Follow the money', 'prt', { from: day(30), until: day(90), depends_on: [ids.coast], budget: '900', currency: 'MAD' }),
  )
  ids.schools = await states('mar', 'action', action('Schools', 'tun', { type: 'awareness-campaign', until: day(20), target: '500' }))
  await net.settle()
}, 300_000)

test('results of two teams are taken over with whose they are: reported by two, counted once', async () => {
  for (const [name, results] of Object.entries(TEAM_RESULTS))
    for (const { by, ...result } of results)
      await does(by, 'operations.put-things', {
        space: teams[name]!.slice(6),
        things: [{ thing: null, kind: 'result', set: { ...result, happened_at: instant(0) } }],
      })
  await net.settle()
  const progress = (id: string, action: string, more: object = {}) =>
    states(id, 'progress', { action, from: day(0), until: day(25), state: 'active', text: en('Under way'), ...more })
  expect(await cannot('mrt', 'progress', { action: ids.coast, from: day(0), until: day(1), state: 'active', text: en('x') })).toEqual([
    'state.conflict',
    'not in the action',
  ])
  const take = async (id: string, name: 'coast' | 'channel', report: string) => {
    const team = teams[name]!.slice(6)
    const { results } = (await does(id, 'find-team-results', { forum, team })) as { results: { id: string; category: string }[] }
    expect(results.map(({ category }) => category).sort()).toEqual(TEAM_RESULTS[name].map(({ category }) => category).sort())
    await does(id, 'take-team-results', { forum, progress: report, team, results: results.map((result) => result.id) })
  }
  await take('esp', 'coast', await progress('esp', ids.coast!, { state: 'done', obstacles: en('No interpreter for two weeks') }))
  await take('mar', 'coast', await progress('mar', ids.coast!))
  await take('ita', 'channel', await progress('ita', ids.channel!, { state: 'delayed' }))
  expect(await refused('fra', 'find-team-results', { forum, team: teams.channel!.slice(6) })).toEqual(['thing.unknown', undefined])
  // a unit that does not work in the team is not told that there is one
  expect(await refused('fra', 'find-team-results', { forum, team: teams.coast!.slice(6) }, { unit: 'port', roles: ['desk'] })).toEqual([
    'thing.unknown',
    undefined,
  ])
  const report = await progress('prt', ids.follow!)
  const { by: _, ...set } = REPORTED
  await states('prt', 'result', { ...set, progress: report })
  await net.settle()
}, 300_000)

test('a member that is withdrawn in mid-cycle: what it said stays, what it leads falls silent and is named', async () => {
  const { set } = await one('esp', 'forum')
  await states('esp', 'forum', { ...set, participants: [...STATES, ...ORGANISATIONS].filter((id) => id !== 'tun') }, forum)
  await net.settle()
  net.clock.move(40 * DAY_MS)
  expect(await cannot('tun', 'progress', { action: ids.schools, from: day(-9), until: day(0), state: 'done', text: en('x') })).toEqual([
    'state.conflict',
    'left',
  ])
  const plan = (await does('fra', 'read-plan', { forum, plan: ids.plan })) as {
    late: number
    silent: string[]
    by_state: Record<string, number>
    budget: object[]
    standings: { action: Out; overdue_days: number; late_start_days: number; clashes: string[]; state: string }[]
  }
  expect(plan).toMatchObject({
    silent: ['tun'],
    by_state: { planned: 1, active: 1, delayed: 1, done: 1, dropped: 0 },
    budget: [
      { currency: 'EUR', amount: '1200.3' },
      { currency: 'MAD', amount: '900' },
    ],
  })
  const of = (id: string) => plan.standings.find(({ action }) => action.id === id)!
  // forty days on: an end after twenty is twenty days over, a beginning at nought forty
  expect(of(ids.schools!)).toMatchObject({ overdue_days: 20, late_start_days: 40 })
  // what it waits for is done
  expect(of(ids.follow!).clashes).toEqual([])
  expect(plan.late).toBe(2)
}, 300_000)

test('evaluation: a recommendation is followed until it is accepted as done', async () => {
  ids.evaluation = await states('esp', 'evaluation', {
    plan: ids.plan,
    question: en('Did landings fall?'),
    finding: en('By a third.'),
    independent: true,
  })
  ids.recommendation = await states('esp', 'recommendation', {
    evaluation: ids.evaluation,
    title: en('Interpreters on call'),
    owners: ['mar'],
    due: day(30),
  })
  await net.settle()
  expect(await cannot('fra', 'report', { on: ids.recommendation, state: 'done', text: en('x') })).toEqual([
    'state.conflict',
    'not its owner',
  ])
  expect(await cannot('esp', 'acceptance', { on: ids.recommendation, accepted: true })).toEqual([
    'state.conflict',
    'nobody reported it done',
  ])
  await states('mar', 'report', { on: ids.recommendation, state: 'done', text: en('Four of them.') })
  await net.settle()
  await states('esp', 'acceptance', { on: ids.recommendation, accepted: true })
  await net.settle()
}, 300_000)

test('each level has its board, made of what was stated once', async () => {
  const political = (await does('fra', 'read-political-board', { forum })) as object
  expect(political).toMatchObject({
    plans: { plans: 1, actions: 4, done: 1, late: 2 },
    commitments: { open: 0, reported: 0, accepted: 0, overdue: 0 },
    priorities: [{ agree: 0, object: 0, waiting: 9 }],
  })
  // sums, and nobody's own figures
  expect(JSON.stringify(political)).not.toContain('by_member')
  expect(await does('fra', 'read-strategic-board', { forum })).toMatchObject({
    plans: [{ late: 2, with_obstacles: 1, silent: ['tun'] }],
    recommendations: [],
    assessments: [],
    totals: [
      { category: 'arrest', quantity: '11' },
      { category: 'cash', quantity: '30000.25' },
      { category: 'drugs', quantity: '121.25' },
      { category: 'firearm', quantity: '3' },
    ],
  })
  const tasks = async (id: string) =>
    ((await does(id, 'read-technical-board', { forum })) as { tasks: { kind: string; thing: Out }[] }).tasks.map(({ kind, thing }) => [
      kind,
      thing.id,
    ])
  expect(await tasks('ita')).toEqual([['late-action', ids.channel]])
  expect(await tasks('fra')).toEqual([])
}, 300_000)

test('the thread leads from a result of the second team back to the threat, and from the threat to all results', async () => {
  const walk = async (start: string) =>
    (await does('fra', 'read-thread', { forum, start })) as { knots: { id: string; way: string; thing: Out | null }[] }
  const result = (await find('fra', 'result')).find(({ set }) => set.team === teams.channel)!
  const before = (await walk(result.id)).knots.filter(({ way }) => way === 'before').map(({ id }) => id)
  for (const id of [ids.assessment, ids.priority, ids.goal, ids.plan, ids.channel]) expect(before).toContain(id)
  expect(before).not.toContain(ids.coast)
  const after = (await walk(ids.assessment!)).knots.filter(({ way }) => way === 'after')
  expect(after.filter(({ thing }) => thing?.kind === 'result').length).toBe(3 + 3 + 2 + 1)
  for (const team of Object.values(teams)) expect(after.map(({ id }) => id)).toContain(team)
}, 300_000)

test('every figure of the year’s report is what was put in', async () => {
  const { content } = (await does('fra', 'take-year-report', { forum, year: Number(ids.year), form: 'xlsx', language: 'en' })) as {
    content: string
  }
  const bytes = new Uint8Array(Buffer.from(content, 'base64'))
  const rows: string[][] = []
  for (let sheet = 0; ; sheet++) {
    const read = readWorkbook(bytes, { sheet, most_rows: 500, most_columns: 20 })
    if (!read.ok) break
    rows.push(...read.rows.map(({ cells }) => cells.map((cell) => String(cell ?? ''))))
  }
  // worked out from what was put in, with numbers of its own
  const all = [...Object.values(TEAM_RESULTS).flat(), REPORTED]
  const words: Record<string, string> = {
    arrest: 'Arrests',
    drugs: 'Drugs',
    cash: 'Cash and assets',
    firearm: 'Firearms',
    person: 'persons',
    kg: 'kg',
    EUR: 'EUR',
    piece: 'pieces',
  }
  const sums = new Map<string, { quantity: number; results: number }>()
  const claims = new Map<string, { quantity: number; results: number }>()
  const add = (to: typeof sums, name: string, quantity: string) => {
    const known = to.get(name) ?? { quantity: 0, results: 0 }
    to.set(name, { quantity: known.quantity + Number(quantity), results: known.results + 1 })
  }
  for (const { category, unit, quantity, claimed_by } of all) {
    add(sums, `${words[category]}|${words[unit]}`, quantity)
    for (const member of claimed_by) add(claims, `${words[category]}|${member}|${words[unit]}`, quantity)
  }
  const has = (cells: readonly string[]) => rows.some((row) => row.join('|').includes(cells.join('|')))
  for (const [name, { quantity, results }] of sums) {
    const [category, unit] = name.split('|') as [string, string]
    expect([category, has([category, String(quantity), unit, String(results)])]).toEqual([category, true])
  }
  for (const [name, { quantity, results }] of claims) {
    const [category, member, unit] = name.split('|') as [string, string, string]
    expect([name, has([category, NAMES[member]!, String(quantity), unit, String(results)])]).toEqual([name, true])
  }
  const counted = rows.filter(
    (row) =>
      Object.values(words)
        .slice(0, 4)
        .includes(row[0] ?? '') && row.length >= 4,
  )
  expect(counted.length).toBe(sums.size + claims.size)
  for (const [label, figure] of [
    ['Actions', '4'],
    ['Done', '1'],
    ['Late or delayed', '2'],
    ['With obstacles', '1'],
  ])
    expect([label, has([label!, figure!])]).toEqual([label, true])
}, 300_000)

test('what a changed node says that it may not: a meeting of its own, a thing with another’s id, what is said apart; none of it stands', async () => {
  const past = async (from: string, body: object) => {
    const { node } = net.nodes[from]!
    const draft = {
      network: 'euromed',
      unit: 'spoc',
      classification: 'restricted',
      language: 'en',
      type: 'strategy.word.v1',
      case: forum,
    } as const
    await node.database.transaction((writing) =>
      send(
        { ...node, handlers: new Map() } as typeof node,
        writing,
        { network: 'euromed', member: from },
        {
          ...draft,
          space: { id: forum, epoch: 0 },
          to: ['esp'],
          body,
        },
      ),
    )
    await net.settle()
  }
  const seed = 'ab'.repeat(16)
  const meeting = { title: en('Planted'), at: instant(1) }
  await past('fra', { thing: thingId('fra', seed), maker: 'fra', seed, kind: 'meeting', version: 1, set: meeting })
  expect((await find('esp', 'meeting')).length).toBe(0)
  const goal = await one('esp', 'goal')
  await past('fra', {
    thing: goal.id,
    maker: 'fra',
    seed,
    kind: 'practice',
    version: 2_000_000_000_000,
    set: { title: en('Planted'), text: en('x') },
  })
  await past('fra', {
    thing: goal.id,
    maker: 'esp',
    seed,
    kind: 'goal',
    version: 2_000_000_000_000,
    set: { scope: 'common', title: en('Planted') },
  })
  expect((await one('esp', 'goal')).set).toEqual(goal.set)
  expect((await find('esp', 'practice')).length).toBe(0)
  // who does not belong says nothing
  await past('tun', {
    thing: thingId('tun', seed),
    maker: 'tun',
    seed,
    kind: 'vote',
    version: 1,
    set: { consultation: goal.id, says: 'yes' },
  })
  expect((await find('esp', 'vote')).filter(({ set }) => set.consultation === goal.id)).toEqual([])
  // a passage counts by the signature of who made what it carries: one letter changed, it is refused; whole, it changes nothing the second time
  const { signed } = await signedWord('esp', goal.id)
  const passes = async (words: string[]) => {
    const { node } = net.nodes.fra!
    await node.database.transaction((writing) =>
      send(
        node,
        writing,
        { network: 'euromed', member: 'fra' },
        {
          network: 'euromed',
          unit: 'spoc',
          classification: 'restricted',
          language: 'en',
          type: 'strategy.passage.v1',
          case: forum,
          to: ['ita'],
          body: { forum, words },
        },
      ),
    )
    await net.settle()
  }
  const refusals = async () =>
    (
      await net.nodes.ita!.node.database.one<{ n: number }>(
        sql`select count(*) as n from journal_entry where event = 'strategy.passage-refused'`,
      )
    ).n
  const [kept, versions] = [(await one('ita', 'goal')).set, await refusals()]
  const at = signed.indexOf('.') + 40
  await passes([`${signed.slice(0, at)}${signed[at] === 'A' ? 'B' : 'A'}${signed.slice(at + 1)}`])
  expect(await refusals()).toBe(versions + 1)
  await passes([signed])
  expect(await refusals()).toBe(versions + 1)
  expect((await one('ita', 'goal')).set).toEqual(kept)
  const dropped = await net.nodes.esp!.node.database.many<{ told: string }>(
    sql`select convert_from(row, 'UTF8') as told from journal_entry where event = 'strategy.word-dropped' order by id limit 10`,
  )
  expect(dropped.map(({ told }) => (JSON.parse(told) as { detail: { why: string } }).detail.why)).toEqual(['not-its-id', 'not-its-id'])
}, 300_000)

test('the next cycle rests on the one before', async () => {
  await states('esp', 'assessment', {
    title: en('EMTA, next'),
    due: instant(30),
    from: '2026-01-01',
    until: '2026-12-31',
    areas: ['drug-trafficking'],
    combiner: 'geometric-mean',
    before: ids.assessment,
    state: 'call',
  })
  await net.settle()
  const [next] = await find('afripol', 'assessment')
  expect(next!.set.before).toBe(ids.assessment)
}, 300_000)

/** A word as it was signed, out of what a node keeps. */
async function signedWord(id: string, thing: string): Promise<{ signed: string }> {
  const { node } = net.nodes[id]!
  const key = { holder: id, forum }
  const { statement } = await node.database.one<{ statement: string }>(
    sql`select statement::text as statement from strategy_word where holder = ${id} and thing = ${thing}::uuid and latest`,
  )
  const row = (await signedWords(node.database, key, 'euromed', [statement]))[0]!
  return { signed: openSigned(unsealing(node), row)! }
}
