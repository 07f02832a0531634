/**
 * Every board and page of a region after ten years: 30 members, 300 actions a year, 5,000 courses, 200,000 lines of survey answers, in the embedded
 * database of one node; beside what reading the whole forum for a year costs. `npm run bench -- cycle [--years 10] [--actions 300]`
 */
import { parseArgs } from 'node:util'
import { keepWord } from '#capabilities/strategy/keeping.ts'
import { planOf } from '#capabilities/strategy/plans.ts'
import { knownForum, thingsIn } from '#capabilities/strategy/saying.ts'
import { thingId } from '#capabilities/strategy/thing-id.ts'
import { keepCourse } from '#capabilities/training/course-keeping.ts'
import { keepAnswer, keepSurvey } from '#capabilities/training/keeping.ts'
import { maybeSurvey } from '#capabilities/training/store/surveys.ts'
import { PROFILES } from '#capabilities/training/vocabulary.ts'
import { applying } from '#kernel/applying.ts'
import type { Applying, Officer } from '#kernel/capability.ts'
import { sealing, unsealing } from '#kernel/sealing.ts'
import { hex, sha256, utf8 } from '#lib/bytes.ts'
import type { Fields } from '#wire/fields.ts'
import { CRIME_AREAS } from '#wire/vocabulary.ts'
import { network } from '../test/federation/network.ts'

const { values } = parseArgs({ options: { years: { type: 'string' }, actions: { type: 'string' }, runs: { type: 'string' } } })
const YEARS = Number(values.years ?? 10)
const ACTIONS = Number(values.actions ?? 300)
const RUNS = Number(values.runs ?? 40)
const COURSES = 500 * YEARS
const SURVEYS = Math.ceil(1.4 * YEARS)
const MEMBERS = ['esp', ...Array.from({ length: 29 }, (_, i) => `m${String(i + 2).padStart(2, '0')}`)]
const PLANS = 11
const TOPICS = Array.from({ length: 60 }, (_, i) => ({ id: `topic-${i}`, title: { text: `Topic ${i}`, language: 'en' as const } }))

const net = await network(['esp', 'mar'])
const { node } = net.nodes.esp!
const seedOf = (name: string) => hex(sha256(utf8(name))).slice(0, 32)
const en = (text: string) => ({ text, language: 'en' as const })
const forum = thingId('esp', seedOf('forum'))
const FIRST = new Date().getUTCFullYear() - YEARS + 1
let said = 0

/** Words and records are put down as they are when they come in; nothing is sent, and the journal is left aside. */
async function batch(work: (how: Applying) => Promise<void>): Promise<void> {
  await node.database.transaction(async (writing) => {
    const how = applying(node, writing, { network: 'euromed', member: 'esp' }, 'received', new Date(), sealing(node, writing))
    await work({ ...how, record: async () => undefined })
  })
}
const waiting: ((how: Applying) => Promise<void>)[] = []
/** A few to a transaction, as they come in: many changes of one row in one transaction would be a cost of this bench alone. */
const AT_ONCE = 40
async function flush(): Promise<void> {
  while (waiting.length > 0) {
    const some = waiting.splice(0, AT_ONCE)
    await batch(async (how) => {
      for (const one of some) await one(how)
    })
  }
}
function word(author: string, name: string, kind: string, set: Fields): string {
  const seed = kind === 'forum' ? seedOf('forum') : seedOf(name)
  const thing = thingId(author, seed)
  said += 1
  const header = {
    id: `00000000-0000-7000-8000-${String(said).padStart(12, '0')}`,
    network: 'euromed',
    type: 'strategy.word.v1',
    from: { member: author, unit: 'node' },
    to: { space: forum, epoch: 0 },
    sent_at: new Date(Date.UTC(FIRST, 0, 1) + said * 60_000).toISOString(),
    handling: [],
    classification: 'restricted' as const,
    language: 'en' as const,
  }
  waiting.push((how) =>
    keepWord({ header, body: { thing, maker: author, seed, kind, version: 1, set } } as never, `e30.${seed.repeat(30)}.e30`, how),
  )
  return thing
}

const began = performance.now()
word('esp', 'forum', 'forum', {
  title: en('Forum'),
  kind: 'strategic-forum',
  chairs: ['esp'],
  participants: MEMBERS,
  quorum: 60,
  state: 'open',
})
await flush()
const assessment = { id: '' }
for (let year = FIRST; year < FIRST + YEARS; year++) {
  const plans: string[] = []
  {
    assessment.id = word('esp', `assessment ${year}`, 'assessment', {
      title: en(`Assessment ${year}`),
      due: `${year}-01-31T00:00:00.000Z`,
      from: `${year - 1}-01-01`,
      until: `${year - 1}-12-31`,
      areas: CRIME_AREAS.slice(0, PLANS),
      combiner: 'geometric-mean',
      limitations: en('None'),
      state: 'adopted',
    })
    for (const member of MEMBERS)
      for (const crime_area of CRIME_AREAS.slice(0, PLANS))
        word(member, `contribution ${year} ${member} ${crime_area}`, 'contribution', {
          assessment: assessment.id,
          crime_area,
          counting_unit: en('seizures'),
          magnitude: String((year + member.length) % 5),
          likelihood: '3',
          vulnerability: '2',
          impact: '2',
          limitations: en('None'),
        })
    for (let i = 0; i < PLANS; i++) {
      const priority = word('esp', `priority ${year} ${i}`, 'priority', {
        title: en(`Priority ${i} of ${year}`),
        crime_area: CRIME_AREAS[i]!,
        tier: '1',
        assessment: assessment.id,
        state: 'endorsed',
      })
      for (const member of MEMBERS) word(member, `position ${year} ${i} ${member}`, 'position', { on: priority, says: 'agree' })
      const driver = MEMBERS[i]!
      plans.push(
        word(driver, `plan ${year} ${i}`, 'plan', {
          title: en(`Plan ${i} of ${year}`),
          year,
          priority,
          driver,
          state: 'running',
        }),
      )
    }
    const declaration = word('esp', `declaration ${year}`, 'declaration', {
      title: en(`Declaration ${year}`),
      text: en('x'),
      state: 'open',
    })
    for (const member of MEMBERS)
      word(member, `signature ${year} ${member}`, 'signature', { declaration, sha256: '0'.repeat(64), signatory: { name: 'A' } })
    for (let i = 0; i < 8; i++) {
      const commitment = word('esp', `commitment ${year} ${i}`, 'commitment', {
        title: en(`Commitment ${i}`),
        owners: [MEMBERS[i]!],
        due: `${year}-12-31`,
      })
      word(MEMBERS[i]!, `report ${year} ${i}`, 'report', { on: commitment, state: 'under-way', text: en('x') })
    }
  }
  for (let first = 0; first < ACTIONS; first += 50) {
    for (let i = first; i < Math.min(ACTIONS, first + 50); i++) {
      const leader = MEMBERS[i % MEMBERS.length]!
      const action = word(leader, `action ${year} ${i}`, 'action', {
        plan: plans[i % PLANS]!,
        title: en(`Action ${i} of ${year}`),
        type: 'investigation',
        leader,
        participants: [MEMBERS[(i + 7) % MEMBERS.length]!],
        from: `${year}-0${1 + (i % 9)}-01`,
        until: `${year}-12-0${1 + (i % 9)}`,
        budget: '1000.50',
        currency: 'EUR',
        state: 'planned',
      })
      for (const [half, by] of [leader, leader, MEMBERS[(i + 7) % MEMBERS.length]!].entries()) {
        const progress = word(by, `progress ${year} ${i} ${half}`, 'progress', {
          action,
          from: `${year}-01-01`,
          until: `${year}-0${3 + half}-30`,
          state: half === 1 && i % 3 > 0 ? 'done' : 'active',
          text: en('Under way, as planned.'),
          ...(i % 5 === 0 && { obstacles: en('No interpreter') }),
        })
        if (half === 1)
          word(by, `result ${year} ${i}`, 'result', {
            progress,
            category: 'arrest',
            quantity: '3',
            unit: 'person',
            claimed_by: [by],
          })
      }
    }
  }
}
await flush()
const words = said
for (let first = 0; first < COURSES; first += 250)
  await batch(async (how) => {
    for (let i = first; i < Math.min(COURSES, first + 250); i++) {
      const organiser = MEMBERS[i % MEMBERS.length]!
      const day = `${FIRST + (i % YEARS)}-${String(1 + (i % 12)).padStart(2, '0')}-15`
      await keepCourse(
        how,
        'esp',
        { network: 'euromed', member: organiser },
        {
          course: `00000000-0000-7000-9000-${String(i).padStart(12, '0')}`,
          version: 1,
          state: 'open',
          kind: 'residential',
          title: en(`Course ${i}`),
          topics: [TOPICS[i % 60]!],
          profiles: [PROFILES[0]],
          languages: ['en'],
          institution: 'Academy',
          place: 'Rabat',
          from: day,
          to: day,
          nominate_by: `${FIRST}-01-01T00:00:00.000Z`,
          seats: 20,
          looked_back: 5,
        },
        new Date(),
        MEMBERS,
      )
    }
  })
let lines = 0
for (let i = 0; i < SURVEYS; i++)
  await batch(async (how) => {
    const survey = `00000000-0000-7000-a000-${String(i).padStart(12, '0')}`
    const body = {
      survey,
      version: 1,
      state: 'open' as const,
      title: en(`Survey ${i}`),
      due: new Date(Date.now() + 86_400_000).toISOString(),
      topics: TOPICS,
    }
    await keepSurvey(how, 'esp', { network: 'euromed', member: 'esp' }, body, new Date(), MEMBERS)
    const row = (await maybeSurvey(how.writing, 'esp', survey))!
    for (const [m, member] of MEMBERS.entries()) {
      const all = TOPICS.flatMap(({ id }, k) =>
        PROFILES.slice(0, 8).map((profile) => ({
          topic: id,
          profile,
          officers: 1 + ((m + k) % 40),
          urgency: 1 + (k % 4),
          proficiency: 1 + (m % 4),
        })),
      )
      lines += all.length
      await keepAnswer(
        how,
        row,
        TOPICS.map(({ id }) => id),
        member,
        { survey, version: 1, lines: all, irrelevant: [] } as never,
        new Date(),
      )
    }
  })
const filled_s = Math.round((performance.now() - began) / 100) / 10

const does = (action: string, input: object) => net.nodes.esp!.does(action, input)
const year = FIRST + YEARS - 1
const of_year = (await does('strategy.find-plans', { forum, year })) as {
  plans: { plan: { id: string; set: { priority: string } }; actions: number }[]
}
const plan = of_year.plans[0]!.plan
const sorted = (times: number[]) => times.sort((a, b) => a - b)
const share = (times: readonly number[], at: number) =>
  Math.round(times[Math.min(times.length - 1, Math.floor(times.length * at))]! * 10) / 10
async function timed(work: () => Promise<unknown>) {
  for (let i = 0; i < 3; i++) await work()
  const times: number[] = []
  for (let i = 0; i < RUNS; i++) {
    const start = performance.now()
    await work()
    times.push(performance.now() - start)
  }
  sorted(times)
  return { p50_ms: share(times, 0.5), p95_ms: share(times, 0.95) }
}

const boards = {
  'strategy.find-forums': await timed(() => does('strategy.find-forums', { limit: 50, offset: 0 })),
  'strategy.read-political-board': await timed(() => does('strategy.read-political-board', { forum })),
  'strategy.read-strategic-board': await timed(() => does('strategy.read-strategic-board', { forum })),
  'strategy.read-technical-board': await timed(() => does('strategy.read-technical-board', { forum })),
  'strategy.find-plans': await timed(() => does('strategy.find-plans', { forum, year })),
  'strategy.read-plan': await timed(() => does('strategy.read-plan', { forum, plan: plan.id })),
  'strategy.read-thread': await timed(() => does('strategy.read-thread', { forum, start: plan.set.priority })),
  'training.find-courses': await timed(() =>
    does('training.find-courses', { from: `${year}-01-01`, to: `${year}-12-31`, limit: 200, offset: 0 }),
  ),
  'training.find-surveys': await timed(() => does('training.find-surveys', { limit: 50, offset: 0 })),
  'training.read-results': await timed(() =>
    does('training.read-results', { survey: '00000000-0000-7000-a000-000000000000', late: false }),
  ),
}
/** The year out of the whole forum, as it would be without knowing what belongs to which plan. */
const baseline = await (async () => {
  const officer = { member: 'esp' } as Officer
  const reading = node.database
  const viewing = { reading, vault: unsealing(node), officer } as never
  return timed(async () => {
    const known = await knownForum(viewing, forum)
    const things = await thingsIn(viewing, known, [
      'plan',
      'action',
      'progress',
      'result',
      'coordinator',
      'evaluation',
      'recommendation',
      'report',
      'acceptance',
      'comment',
    ])
    return things.filter((one) => one.kind === 'plan' && one.set.year === year).map((one) => planOf(one, things, `${year}-06-30`))
  })
})()
console.log(
  JSON.stringify(
    {
      members: MEMBERS.length,
      years: YEARS,
      actions: YEARS * ACTIONS,
      words,
      courses: COURSES,
      answer_lines: lines,
      plans_in_year: of_year.plans.length,
      actions_in_year: of_year.plans.reduce((sum, { actions }) => sum + actions, 0),
      filled_s,
      asked_p95_ms: 200,
      boards,
      slowest_p95_ms: Math.max(...Object.values(boards).map(({ p95_ms }) => p95_ms)),
      baseline_whole_forum: {
        ...baseline,
        times_find_plans: Math.round((baseline.p50_ms / boards['strategy.find-plans'].p50_ms) * 10) / 10,
      },
    },
    null,
    2,
  ),
)
await net.close()
