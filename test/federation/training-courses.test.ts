/** A course from the offer to its seats: offered to members, nominated for by each of them to the organiser alone, seats by a rule that each can check. */
import Value from 'typebox/value'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { training } from '#capabilities/training/index.ts'
import { applying } from '#kernel/applying.ts'
import type { Officer } from '#kernel/capability.ts'
import { sql } from '#kernel/database/sql.ts'
import { sealing, settledDooms } from '#kernel/sealing.ts'
import { temporaryPostgresql } from '../storage/postgresql.ts'
import { network, type TestNetwork, type TestNode } from './network.ts'

const postgresql = await temporaryPostgresql()
afterAll(() => postgresql?.stop())
const ENGINES = [['the embedded database', false] as const, ...(postgresql ? [['PostgreSQL', true] as const] : [])]

const en = (text: string) => ({ text, language: 'en' as const })
const TOPICS = [{ id: 'darkweb', title: en('About the dark web') }]
const IDS = ['esp', 'mar', 'tun', 'sen', 'ita']
const DAY_MS = 86_400_000
const person = (name: string) => ({ name, unit: 'Cybercrime', profile: 'investigator', language: 'fr', language_level: 'B2' })

interface Nominations {
  nominations: {
    member: string
    candidates: {
      candidate: string
      name: string
      late: boolean
      present: boolean
      outcome: { turn: number; waiting: number | null; reason: string } | null
    }[]
  }[]
}

describe.each(ENGINES)('a course on %s', (_, on_postgresql) => {
  let net: TestNetwork
  let course: string
  const at = (id: string) => net.nodes[id]!
  const in_days = (days: number) => new Date(net.clock.now().getTime() + days * DAY_MS)
  const day = (days: number) => in_days(days).toISOString().slice(0, 10)
  const does = async (node: TestNode, action: string, input: object, officer: Partial<Officer> = {}) => {
    const output = await node.does(`training.${action}`, input, { officer })
    const { output: schema } = training.actions.find(({ name }) => name === `training.${action}`)!
    expect([action, ...Value.Errors(schema, output).slice(0, 3)]).toEqual([action])
    return output as never
  }
  const refused = (node: TestNode, action: string, input: object, officer: Partial<Officer> = {}) =>
    does(node, action, input, officer).then(
      () => undefined,
      ({ code, details }) => ({ code, reason: details?.[0]?.reason }),
    )
  const offered = (more: object = {}) => ({
    network: 'euromed',
    state: 'open',
    kind: 'residential',
    title: en('Dark web evidence'),
    topics: TOPICS,
    profiles: ['investigator'],
    languages: ['en', 'fr'],
    institution: 'National Police Academy',
    place: 'Ávila',
    from: day(60),
    to: day(64),
    nominate_by: in_days(30).toISOString(),
    seats: 4,
    looked_back: 10,
    members: ['mar', 'tun', 'sen'],
    ...more,
  })
  const found = async (id: string) =>
    (
      (await does(at(id), 'find-courses', { from: '2020-01-01', to: '2120-01-01', limit: 50, offset: 0 })) as {
        courses: { id: string; state: string; seats: number; title: { text: string } }[]
      }
    ).courses
  const named = async (id: string, which = course) =>
    ((await does(at(id), 'read-candidates', { course: which })) as Nominations).nominations
  const shares = async (id: string, which = course) =>
    (
      (await does(at(id), 'read-course', { course: which })) as {
        shares: { member: string; seats_before: number; nominated: number; seats: number }[]
      }
    ).shares
  const told = async (id: string, which = course) =>
    (await named(id, which)).flatMap(({ candidates }) =>
      candidates.map(({ name, outcome }) => `${name}: ${outcome === null ? 'open' : `${outcome.waiting ?? 'seat'} ${outcome.reason}`}`),
    )
  const nominates = (id: string, ...candidates: object[]) => does(at(id), 'nominate', { course, candidates })
  /** Says something that no page of its node would. */
  const says = (id: string, to: string, type: string, body: object) => {
    const { node } = at(id)
    return node.database.transaction(async (writing) => {
      const how = applying(node, writing, { network: 'euromed', member: id }, 'sent', net.clock.now(), sealing(node, writing))
      await how.send({ network: 'euromed', to: [to], type, unit: 'spoc', language: 'en', body })
      await settledDooms(writing)
    })
  }

  beforeAll(async () => {
    const urls = async () => ({ esp: await postgresql!.url('courses_esp'), mar: await postgresql!.url('courses_mar') })
    net = await network(IDS, { capabilities: [training], ...(on_postgresql && { database_urls: await urls() }) })
  })
  afterAll(() => net.close())

  test('is offered by a supervisor in person, to members, with days that can be kept', async () => {
    expect(await refused(at('esp'), 'open-course', offered(), { roles: ['desk'] })).toMatchObject({ code: 'access.denied' })
    expect(await refused(at('esp'), 'open-course', offered({ members: ['atlantis'] }))).toMatchObject({ code: 'partner.unknown' })
    for (const wrong of [
      { from: day(64), to: day(60) },
      { nominate_by: in_days(62).toISOString() },
      { nominate_by: in_days(-1).toISOString() },
      { from: day(3_000), to: day(3_001) },
      { topics: [...TOPICS, ...TOPICS] },
    ])
      expect([wrong, await refused(at('esp'), 'open-course', offered(wrong))]).toMatchObject([wrong, { code: 'state.conflict' }])
    expect(await refused(at('esp'), 'open-course', offered({ seats: 0 }))).toMatchObject({ code: 'input.malformed' })
    ;({ course } = await does(at('esp'), 'open-course', offered()))
    await net.settle()
    for (const id of ['esp', 'mar', 'tun', 'sen']) expect(await found(id)).toMatchObject([{ id: course, state: 'open', seats: 4 }])
    expect(await found('ita')).toEqual([])
  })

  test('may answer a need: then its topics are those of a survey that is here', async () => {
    const survey = (
      (await does(at('esp'), 'open-survey', {
        network: 'euromed',
        title: en('Needs 2027'),
        due: in_days(30).toISOString(),
        topics: TOPICS,
        members: ['mar'],
      })) as { survey: string }
    ).survey
    expect(await refused(at('esp'), 'open-course', offered({ survey, topics: [{ id: 'horses', title: en('Horses') }] }))).toMatchObject({
      reason: 'not a topic of the survey',
    })
    expect(await refused(at('esp'), 'open-course', offered({ survey: '00000000-0000-4000-8000-000000000000' }))).toMatchObject({
      code: 'thing.unknown',
    })
    const { course: second } = (await does(at('esp'), 'open-course', offered({ survey, members: [] }))) as { course: string }
    expect(await does(at('esp'), 'read-course', { course: second })).toMatchObject({ survey, invited: ['esp'] })
    await does(at('esp'), 'change-course', { course: second, state: 'cancelled' })
  })

  test('each member nominates by a supervisor, to the organiser alone; names are read by supervisors only', async () => {
    const candidates = [person('Salma Bennani'), person('Idris Alami')]
    expect(await refused(at('mar'), 'nominate', { course, candidates }, { roles: ['desk'] })).toMatchObject({ code: 'access.denied' })
    expect(await refused(at('mar'), 'nominate', { course, candidates: [] })).toMatchObject({ reason: 'nobody is named' })
    expect(await refused(at('ita'), 'nominate', { course, candidates })).toMatchObject({ code: 'thing.unknown' })
    expect(await refused(at('mar'), 'nominate', { course, candidates: [{ ...candidates[0], birth_date: '1990-01-01' }] })).toMatchObject({
      code: 'input.malformed',
    })
    expect(await refused(at('mar'), 'nominate', { course, candidates: Array.from({ length: 51 }, () => candidates[0]) })).toMatchObject({
      code: 'input.malformed',
    })
    expect(await nominates('mar', ...candidates, person('Omar Tazi'))).toEqual({ course, late: false })
    await net.settle()
    net.clock.move(60_000)
    await nominates('esp', person('Lucía Ortega'), person('Pablo Ruiz'))
    net.clock.move(60_000)
    await nominates('tun', person('Amel Trabelsi'))
    await net.settle()
    expect((await named('esp')).map(({ member, candidates }) => [member, candidates.map(({ name }) => name)])).toEqual([
      ['mar', ['Salma Bennani', 'Idris Alami', 'Omar Tazi']],
      ['esp', ['Lucía Ortega', 'Pablo Ruiz']],
      ['tun', ['Amel Trabelsi']],
    ])
    expect((await named('tun')).map(({ member }) => member)).toEqual(['tun'])
    expect(await named('sen')).toEqual([])
    expect(await refused(at('esp'), 'read-candidates', { course }, { roles: ['analyst'] })).toMatchObject({ code: 'access.denied' })
  })

  test('a nomination again takes the place of the one before; nobody else’s candidate can be named', async () => {
    const [mar] = await named('mar')
    const [salma, idris, omar] = mar!.candidates
    const plain = ({ late, outcome, present, ...one }: NonNullable<typeof salma>) => one
    const [other] = (await named('tun'))[0]!.candidates
    expect(await refused(at('mar'), 'nominate', { course, candidates: [plain(other!)] })).toMatchObject({
      reason: 'was not nominated before',
    })
    expect(await refused(at('mar'), 'nominate', { course, candidates: [plain(salma!), plain(salma!)] })).toMatchObject({
      reason: 'the same candidate twice',
    })
    await nominates('mar', plain(salma!), plain(omar!), plain(idris!))
    await net.settle()
    expect((await named('esp'))[0]!.candidates.map(({ name }) => name)).toEqual(['Salma Bennani', 'Omar Tazi', 'Idris Alami'])
  })

  test('who was not invited is not counted; an older word and a stranger’s word change nothing', async () => {
    const before = await named('esp')
    const candidate = { candidate: '0190a000-0000-7000-8000-0000000000e9', ...person('Nobody Asked') }
    await says('ita', 'esp', 'training.nomination.v1', { course, version: 1, candidates: [candidate] })
    await says('mar', 'esp', 'training.nomination.v1', { course, version: 1, candidates: [candidate] })
    const body = { course, version: 9_000_000_000_000, ...offered({ state: 'cancelled', title: en('Taken over') }) } as Record<
      string,
      unknown
    >
    const { network: __, members: ___, ...said } = body
    await says('ita', 'mar', 'training.course.v1', said)
    await net.settle()
    expect(await named('esp')).toEqual(before)
    expect((await found('mar')).map(({ state }) => state)).toEqual(['open'])
  })

  test('a late nomination is marked by the time of receipt; a person put in another’s place is late as well', async () => {
    expect(await refused(at('esp'), 'give-seats', { course })).toMatchObject({ reason: 'nominations are still open' })
    net.clock.move(31 * DAY_MS)
    expect(await nominates('sen', person('Awa Diop'))).toEqual({ course, late: true })
    const [salma, omar, idris] = (await named('mar'))[0]!.candidates.map(({ late, outcome, present, ...one }) => one)
    await nominates('mar', salma!, { ...omar!, name: 'Somebody Else' }, idris!)
    await net.settle()
    const all = (await named('esp')).flatMap(({ candidates }) => candidates)
    expect(all.filter(({ late }) => late).map(({ name }) => name)).toEqual(['Somebody Else', 'Awa Diop'])
  })

  test('seats are given by the rule, as worked by hand; each member learns of its own, with numbers by country', async () => {
    expect(await refused(at('mar'), 'give-seats', { course })).toMatchObject({ reason: 'another member organises it' })
    // no seats before: in the order of receipt Morocco, Spain, Tunisia; one each, the fourth to Morocco's second in time; late ones after Spain's second
    expect(await does(at('esp'), 'give-seats', { course })).toEqual({ course, seats: 4, waiting: 3 })
    await net.settle()
    expect(await told('esp')).toEqual([
      'Salma Bennani: seat first-round',
      'Somebody Else: 2 no-seat-left',
      'Idris Alami: seat later-round',
      'Lucía Ortega: seat first-round',
      'Pablo Ruiz: 1 no-seat-left',
      'Amel Trabelsi: seat first-round',
      'Awa Diop: 3 no-seat-left',
    ])
    expect(await told('tun')).toEqual(['Amel Trabelsi: seat first-round'])
    expect(await told('sen')).toEqual(['Awa Diop: 3 no-seat-left'])
    const numbers = [
      { member: 'mar', seats_before: 0, nominated: 3, seats: 2 },
      { member: 'esp', seats_before: 0, nominated: 2, seats: 1 },
      { member: 'tun', seats_before: 0, nominated: 1, seats: 1 },
      { member: 'sen', seats_before: 0, nominated: 1, seats: 0 },
    ]
    expect(await shares('tun')).toEqual(numbers)
    expect([...(await shares('esp'))].sort((a, b) => a.member.localeCompare(b.member))).toEqual(
      [...numbers].sort((a, b) => a.member.localeCompare(b.member)),
    )
  })

  test('there are never fewer seats than given; seats beyond them, or of nobody nominated, are not believed', async () => {
    expect(await refused(at('esp'), 'change-course', { course, state: 'closed', seats: 3 })).toMatchObject({ reason: '4 are given' })
    const before = [await told('mar'), await shares('mar')]
    const [mine] = (await named('mar'))[0]!.candidates
    const seat = { candidate: mine!.candidate, turn: 1, reason: 'first-round' }
    const claims = (member: string, seats: number) => ({
      course,
      version: 9_000_000_000_000,
      outcomes: [seat],
      shares: [{ member, seats_before: 0, nominated: 3, seats }],
    })
    await says('tun', 'mar', 'training.seats.v1', claims('mar', 1))
    await says('esp', 'sen', 'training.seats.v1', claims('sen', 5))
    await net.settle()
    expect([await told('mar'), await shares('mar')]).toEqual(before)
    expect(await told('sen')).toEqual(['Awa Diop: 3 no-seat-left'])
  })

  test('closed, nobody new comes in; who is taken back leaves a seat to the head of the waiting list, and who has one keeps it', async () => {
    await does(at('esp'), 'change-course', { course, state: 'closed' })
    await net.settle()
    expect(await refused(at('sen'), 'nominate', { course, candidates: [person('Too Late')] })).toMatchObject({ reason: 'closed' })
    const [salma, , idris] = (await named('mar'))[0]!.candidates.map(({ late, outcome, present, ...one }) => one)
    await nominates('mar', salma!)
    // a node that looked away says more than its page would
    await says('sen', 'esp', 'training.nomination.v1', {
      course,
      version: 9_000_000_000_000,
      candidates: [{ candidate: '0190a000-0000-7000-8000-0000000000e8', ...person('Too Late') }],
    })
    await net.settle()
    expect(idris!.name).toBe('Idris Alami')
    expect(await does(at('esp'), 'give-seats', { course })).toEqual({ course, seats: 4, waiting: 0 })
    await net.settle()
    expect(await told('esp')).toEqual([
      'Salma Bennani: seat kept',
      'Lucía Ortega: seat kept',
      'Pablo Ruiz: seat later-round',
      'Amel Trabelsi: seat kept',
    ])
  })

  test('seats of courses before count: the next one begins with who had the fewest', async () => {
    const { course: next } = (await does(at('esp'), 'open-course', offered({ from: day(90), to: day(91), seats: 2, most_each: 1 }))) as {
      course: string
    }
    await net.settle()
    for (const id of ['esp', 'mar', 'sen'])
      await does(at(id), 'nominate', { course: next, candidates: [person(`One of ${id}`), person(`Two of ${id}`)] })
    await net.settle()
    net.clock.move(31 * DAY_MS)
    await does(at('esp'), 'give-seats', { course: next })
    await net.settle()
    // before: Spain 2, Morocco 1, Tunisia 1, Senegal 0; two seats, one each at most
    expect(await told('esp', next)).toEqual([
      'One of esp: 1 no-seat-left',
      'Two of esp: 2 no-seat-left',
      'One of mar: seat first-round',
      'Two of mar: 4 country-full',
      'One of sen: seat first-round',
      'Two of sen: 3 country-full',
    ])
    expect(await shares('mar', next)).toContainEqual({ member: 'esp', seats_before: 2, nominated: 2, seats: 0 })
  })

  test('nothing of names stands in clear', async () => {
    for (const id of ['esp', 'mar'])
      for (const table of ['course', 'nomination', 'seats']) {
        const rows = await at(id).node.database.many<{ text: string }>({
          ...sql``,
          parts: [`select to_jsonb(t)::text as text from training_${table} t limit 100`],
        })
        const sealed = /\\x([0-9a-f]+)/g
        const bytes = rows.flatMap(({ text }) =>
          [...text.matchAll(sealed)].map(([, digits]) => Buffer.from(digits!, 'hex').toString('utf8')),
        )
        const all = [...rows.map(({ text }) => text), ...bytes].join('\n')
        expect([id, table, bytes.length > 0, /Salma|Dark web|Cybercrime/.test(all)]).toEqual([id, table, true, false])
      }
  })

  test('names go a year after the course, here and there and out of the post; numbers by country stay; the course goes after five', async () => {
    const readable = async (id: string) => {
      const { node } = at(id)
      const rows = await node.database.many<{ id: string; slot: number; sealed: Uint8Array; label: string }>(
        sql`select id::text as id, slot, sealed, 'outbox:' || id::text || ':' || partner as label from outbox where type = 'training.nomination.v1'
          union all select id::text as id, slot, sealed, 'inbox:' || id::text as label from inbox where type = 'training.nomination.v1'`,
      )
      return rows.filter(({ slot, label, sealed }) => node.vault.open(slot, label, sealed) !== undefined).length
    }
    expect(await readable('mar')).toBeGreaterThan(0)
    net.clock.move(500 * DAY_MS)
    await net.settle()
    for (const id of ['esp', 'mar', 'tun']) expect([id, await named(id)]).toEqual([id, []])
    expect(await shares('esp')).toContainEqual({ member: 'mar', seats_before: 0, nominated: 0, seats: 1 })
    for (const id of ['esp', 'tun', 'sen']) expect([id, await readable(id)]).toEqual([id, 0])
    net.clock.move(6 * 366 * DAY_MS)
    await net.settle()
    for (const id of ['esp', 'mar', 'tun']) expect([id, await found(id)]).toEqual([id, []])
  })
})

if (!postgresql) test.skip('not run: courses on PostgreSQL, which is not installed here', () => {})
