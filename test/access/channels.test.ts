/** What may not be seen is neither listed, counted, searched, exported nor streamed: every role against things of every classification, unit and handling code. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Channel, Officer } from '#kernel/capability.ts'
import { sql } from '#kernel/database/sql.ts'
import { CLASSIFICATIONS, type Classification, ROLES, type Role } from '#wire/vocabulary.ts'
import { network, type TestNetwork, type TestNode } from '../federation/network.ts'
import { type Asking, allowed } from './expected.ts'

const UNITS = ['spoc', 'drugs'] as const
const LEVELS = [0, 1, 2] as const
/** Of no unit, or kept to one. */
const KEPT_TO = ['', ...UNITS] as const

/** Something with a word in it that stands nowhere else: where the word is found, the thing was told. */
interface Thing {
  readonly id: string
  readonly canary: string
  readonly classification: Classification
  readonly unit: string
  /** The thing that it lies in: who may not see that, does not see this. */
  readonly within?: Thing
}

let words = 0
/** Letters alone, so that it is a name, a number and a reference alike. */
const newCanary = () => `QZX${(++words + 1_000).toString(26).replace(/\d/g, (digit) => 'QRSTUVWXYZ'[Number(digit)]!)}QK`.toUpperCase()

interface Asker {
  readonly role: Role
  readonly clearance: 0 | 1 | 2
  readonly unit: (typeof UNITS)[number]
}
const ASKERS: readonly Asker[] = ROLES.flatMap((role) => LEVELS.flatMap((clearance) => UNITS.map((unit) => ({ role, clearance, unit }))))
/** A third of the things, another third for the next asker: all of them meet every role, unit and clearance beside others. */
const thirdFor = (asker: Asker, all: readonly Thing[]) => all.filter((_, i) => (i + Math.floor(i / 3) + ASKERS.indexOf(asker)) % 3 === 0)
const nameOf = ({ role, clearance, unit }: Asker) => `${role}, clearance ${clearance}, ${unit}`

let net: TestNetwork
let esp: TestNode
let mar: TestNode
let fra: TestNode
const things: Thing[] = []
const records: Thing[] = []
const cases: Thing[] = []
const requests: Thing[] = []
const answers: Thing[] = []
const messagesOf = (one: Thing) => [...requests, ...answers].filter(({ within }) => within === one)

const askingOf = ({ role, clearance, unit }: Asker, action: string, thing?: Thing): Asking => ({
  action,
  roles: [role],
  clearance,
  own_member: true,
  unit: !thing || thing.unit === '' ? 'none' : thing.unit === unit ? 'own' : 'other',
  classification: (thing ? CLASSIFICATIONS.indexOf(thing.classification) : 0) as 0 | 1 | 2,
  has_purpose: true,
  channel: 'page',
})
/** By the table, for the thing and for what it lies in. */
const may = (asker: Asker, action: string, thing?: Thing): boolean =>
  allowed(askingOf(asker, action, thing)) && (!thing?.within || may(asker, action, thing.within))

const text = (said: string) => ({ text: said, language: 'en' })
const officerOf = ({ role, clearance, unit }: Asker): Partial<Officer> => ({
  id: `o-${role}-${clearance}-${unit}`,
  roles: [role],
  clearance,
  unit,
})
const as = (asker: Asker, channel: Channel = 'page') => ({ officer: officerOf(asker), channel })

/** Whatever an asker got of a call: the output, or the refusal as it goes out. */
async function got(asker: Asker, action: string, input: object = {}, channel: Channel = 'page') {
  try {
    const output = await esp.does(action, input, as(asker, channel))
    return { output, told: JSON.stringify(output) }
  } catch (thrown) {
    const { code, details } = thrown as { code: string; details: unknown }
    return { code, told: JSON.stringify({ code, details }) }
  }
}
const canariesIn = (told: string) => {
  const upper = told.toUpperCase()
  return things.filter(({ canary }) => upper.includes(canary)).map(({ canary }) => canary)
}
const canariesOf = (some: readonly Thing[]) => some.map(({ canary }) => canary).sort()

const stated = (canary: string, more: object = {}) => ({
  reference: canary,
  reason: text(`because of ${canary}`),
  action_to_take: { code: 'arrest', words: `ask ${canary}` },
  evaluation: { source: 'B', information: '2' },
  contact: `desk ${canary}`,
  handling: [] as { code: string; words?: string }[],
  sharing: { rule: 'national', networks: [] as string[], members: [] as string[] },
  review_on: '2026-04-01',
  expires_on: '2028-12-31',
  subject: {
    document: {
      number: canary,
      issuer: 'UTO',
      type: 'passport',
      document_status: 'stolen',
      holder: { name: { kind: 'main', text: `Holder ${canary}` } },
    },
  },
  ...more,
})

async function addRecord(node: TestNode, classification: Classification, only_unit: string, more: object = {}): Promise<Thing> {
  const canary = newCanary()
  const { record } = await node.does(
    'registers.add-one',
    { ...stated(canary, more), classification, ...(only_unit && { only_unit }) },
    { officer: { unit: only_unit || 'spoc' } },
  )
  return { id: record, canary, classification, unit: only_unit }
}

async function pass() {
  net.clock.move(16_000)
  await net.settle()
}
const caseAt = async (node: TestNode, message: string) =>
  (await node.node.database.one<{ case_id: string }>(sql`select case_id from exchange_message where id = ${message}`)).case_id

const ASKED = {
  partners: ['mar'],
  reply_class: 'urgent-direct',
  crime_area: 'document-fraud',
  subject: { kind: 'document', document: 'passport', number: 'L898902C3', issuer: 'UTO' },
  questions: [{ code: 'behind-hit' }],
}

/** A request in a case, or in a new one; the case is answered. */
async function ask(classification: Classification, unit: string, into?: Thing): Promise<Thing> {
  const [canary, asked] = [newCanary(), newCanary()]
  const place = into ? { case: into.id } : { title: `Case ${canary}`, own_reference: canary, unit_only: unit !== '' }
  const input = { ...ASKED, ...place, classification, reason: text(`asked because ${asked}`) }
  const sent = await esp.does('exchange.open-request', input, { officer: { unit: unit || 'spoc' } })
  const within = into ?? { id: sent.case, canary, classification, unit }
  requests.push({ id: sent.requests[0].id, canary: asked, classification, unit, within })
  return within
}

/** Morocco answers, above the classification of the case too: what comes in is cut message by message. */
async function answerAll() {
  for (const request of requests) {
    await mar.does('exchange.mark-opened', { case: await caseAt(mar, request.id) })
    for (const classification of CLASSIFICATIONS) {
      const canary = newCanary()
      const { message } = await mar.does('exchange.answer', {
        request: request.id,
        final: classification === 'confidential',
        result: 'information',
        facts: [{ question: 'behind-hit', text: text(`said ${canary}`) }],
        classification,
      })
      answers.push({ id: message, canary, classification, unit: request.unit, within: request.within! })
    }
  }
}

beforeAll(async () => {
  net = await network(['esp', 'mar', 'fra'])
  ;({ esp, mar, fra } = net.nodes as Record<'esp' | 'mar' | 'fra', TestNode>)
  for (const classification of CLASSIFICATIONS) {
    for (const unit of KEPT_TO) {
      records.push(await addRecord(esp, classification, unit))
      cases.push(await ask(classification, unit))
    }
  }
  await ask('confidential', '', cases[0])
  await pass()
  await answerAll()
  await pass()
  things.push(...records, ...cases, ...requests, ...answers)
}, 120_000)
afterAll(() => net.close())

describe.each(ASKERS.map((asker) => [nameOf(asker), asker] as const))('%s', (_, asker) => {
  /** A list: who may not list at all is refused, who may sees and counts what may be seen and nothing else. */
  async function holdsList(action: string, input: object, among: readonly Thing[], channel: Channel) {
    const { output, code, told } = await got(asker, action, input, channel)
    const seen = may(asker, action) ? among.filter((thing) => may(asker, action, thing)) : []
    expect([action, channel, code]).toEqual([action, channel, may(asker, action) ? undefined : 'access.denied'])
    expect([action, channel, canariesIn(told).sort()]).toEqual([action, channel, canariesOf(seen)])
    if (output) expect([action, output.total]).toEqual([action, seen.length])
  }

  test('lists and their counts, on every channel', async () => {
    for (const channel of ['page', 'api', 'stream', 'export'] as const) {
      await holdsList('registers.find-many', { limit: 200 }, records, channel)
      await holdsList('registers.find-due-reviews', { by: '2027-01-01', limit: 200 }, records, channel)
      await holdsList('exchange.find-cases', { limit: 200 }, cases, channel)
    }
  })

  test('a search finds what a list would show, and counts no more', async () => {
    for (const record of thirdFor(asker, records)) await holdsList('registers.find-many', { text: record.canary }, [record], 'page')
    for (const one of thirdFor(asker, cases)) await holdsList('exchange.find-cases', { text: one.canary }, [one], 'page')
  })

  test('single things', async () => {
    for (const record of records) {
      const { code, told } = await got(asker, 'registers.read-one', { record: record.id })
      const is_seen = may(asker, 'registers.read-one', record)
      expect([record, code, canariesIn(told)]).toEqual([record, is_seen ? undefined : 'access.denied', is_seen ? [record.canary] : []])
    }
    for (const one of cases) {
      const { output, code, told } = await got(asker, 'exchange.read-case', { case: one.id })
      const seen = [one, ...messagesOf(one)].filter((thing) => may(asker, 'exchange.read-case', thing))
      expect([one, code, canariesIn(told).sort()]).toEqual([one, seen.length > 0 ? undefined : 'access.denied', canariesOf(seen)])
      if (output)
        expect([one, output.messages.total >= seen.length - 1, output.messages.total]).toEqual([one, true, output.messages.rows.length])
    }
  })

  test('acts on one message or one request, above its case too', async () => {
    // what is permitted is refused for another reason, so that nothing is changed by asking
    for (const answer of thirdFor(asker, answers)) {
      const { code } = await got(asker, 'exchange.recall', { message: answer.id, erase: false })
      expect([answer, code]).toEqual([answer, may(asker, 'exchange.recall', answer) ? 'record.not-owner' : 'access.denied'])
    }
    for (const request of requests) {
      const { code } = await got(asker, 'exchange.ask-clarification', { request: request.id, text: text('Which?') })
      expect([request, code]).toEqual([request, may(asker, 'exchange.ask-clarification', request) ? 'state.conflict' : 'access.denied'])
    }
  })

  test('exports', async () => {
    for (const channel of ['page', 'export'] as const) await holdsList('registers.export-many', { kind: 'document' }, records, channel)
    for (const [i, one] of cases.entries()) {
      const form = i % 2 === 0 ? 'json' : 'text'
      const { code, told } = await got(asker, 'exchange.export-case', { case: one.id, form, use: 'working' })
      const seen = [one, ...messagesOf(one)].filter((thing) => may(asker, 'exchange.export-case', thing))
      expect([one, code, canariesIn(told).sort()]).toEqual([one, seen.length > 0 ? undefined : 'access.denied', canariesOf(seen)])
    }
  })

  test('the inbox, and figures that count what may not be seen by nobody', async () => {
    const { output: inbox, code } = await got(asker, 'exchange.find-inbox', { kind: 'answer', limit: 200 })
    expect(code).toBe(may(asker, 'exchange.find-inbox') ? undefined : 'access.denied')
    const expected = answers.filter((message) => may(asker, 'exchange.find-inbox', message))
    if (inbox) {
      expect(inbox.rows.map(({ id }: { id: string }) => id).sort()).toEqual(expected.map(({ id }) => id).sort())
      expect(inbox.total).toBe(expected.length)
    }
    const span = { network: 'euromed', from: '2026-01-01T00:00:00.000Z', until: '2027-01-01T00:00:00.000Z' }
    const { output: figures, code: refused } = await got(asker, 'exchange.partner-statistics', span)
    expect(refused).toBe(may(asker, 'exchange.partner-statistics') ? undefined : 'access.denied')
    if (figures) {
      const counted = figures.rows.reduce((sum: number, row: { requests: number }) => sum + row.requests, 0)
      expect(counted).toBe(requests.filter((request) => may(asker, 'exchange.partner-statistics', request)).length)
    }
  })

  test('whatever else the role may call tells no contents', async () => {
    const calls: [string, object][] = [
      ['registers.find-notices', { limit: 200 }],
      ['exchange.find-notices', { limit: 200, seen: true }],
      ['oversight.find-journal', { limit: 200 }],
      ['oversight.find-unit-journal', { limit: 200 }],
      ['oversight.find-accesses', { subject: `record:${records[0]!.id}`, limit: 200 }],
      ['oversight.find-outbox', { state: ['delivered', 'waiting'], limit: 200 }],
      ['oversight.find-failed', { limit: 200 }],
      ['oversight.read-network', {}],
      ['oversight.read-partners', {}],
      ['oversight.read-statistics', {}],
      ['directory.find-contacts', { network: 'euromed' }],
      ['officers.find-many', { limit: 200 }],
    ]
    for (const [action, input] of calls) {
      const { told, code } = await got(asker, action, input)
      if (!may(asker, action) && action !== 'oversight.find-unit-journal') expect([action, code]).toEqual([action, 'access.denied'])
      expect([action, canariesIn(told)]).toEqual([action, []])
    }
  })
})

describe('checks and their stream', () => {
  let held: Thing[]
  let abroad: Thing[]
  let hidden: Thing[]
  beforeAll(async () => {
    held = records
    const shared = { sharing: { rule: 'network', networks: ['euromed'], members: [] } }
    abroad = []
    for (const classification of CLASSIFICATIONS) abroad.push(await addRecord(mar, classification, '', shared))
    hidden = [
      await addRecord(mar, 'unclassified', ''),
      await addRecord(mar, 'unclassified', 'drugs'),
      await addRecord(mar, 'unclassified', '', { sharing: { rule: 'members', networks: ['euromed'], members: ['fra'] } }),
    ]
    things.push(...abroad, ...hidden)
  })

  const ASKING_ROLES = ['front-line', 'desk', 'analyst', 'supervisor'] as const
  // a hit says whom to ask and what to do, where the canary stands: the query itself holds the number, so only the other words count
  const toldIn = (output: unknown) => {
    const hits = JSON.stringify((output as { answers: { hits: unknown }[] }).answers.map(({ hits: found }) => found)).toUpperCase()
    return [...held, ...abroad, ...hidden].filter(({ canary }) => hits.includes(`ASK ${canary}`)).map(({ canary }) => canary)
  }
  const seenBy = ({ clearance, unit }: Omit<Asker, 'role'>) =>
    [...held.filter((one) => one.unit === '' || one.unit === unit), ...abroad].filter(
      ({ classification }) => CLASSIFICATIONS.indexOf(classification) <= clearance,
    )
  const checkAll = async (asker: Asker, asked: readonly Thing[]) => {
    const made: string[] = []
    for (let i = 0; i < asked.length; i += 3) {
      const subjects = asked.slice(i, i + 3).map(({ canary }) => ({ document: { number: canary } }))
      made.push((await esp.does('checks.run', { subjects }, as(asker))).check)
    }
    await net.settle()
    return made
  }
  const streamed = async (asker: Asker, checks: readonly string[]) => {
    const told: string[] = []
    for (const check of checks) {
      const output = await esp.does('checks.read-answers', { check }, as(asker, 'stream'))
      expect(output.complete).toBe(true)
      told.push(...toldIn(output))
      // nothing of a hit that is not shown, not even its state
      for (const answer of output.answers) expect(answer.state === 'hit').toBe(answer.hits.length > 0)
    }
    return told.sort()
  }

  test.each(LEVELS.flatMap((clearance) => UNITS.map((unit) => [clearance, unit] as const)))(
    'clearance %i of %s: the stream, the page and the list show the same hits, and no others',
    async (clearance, unit) => {
      const asker: Asker = { role: ASKING_ROLES[clearance + (unit === 'spoc' ? 0 : 1)]!, clearance, unit }
      const expected = canariesOf(seenBy(asker))
      const checks = await checkAll(asker, [...held, ...abroad, ...hidden])
      expect(await streamed(asker, checks)).toEqual(expected)
      const read = await Promise.all(checks.map((check) => esp.does('checks.read-one', { check }, as(asker))))
      expect(read.flatMap(toldIn).sort()).toEqual(expected)
      const listed = await esp.does('checks.find-many', { limit: 200 }, as(asker))
      expect(listed.total).toBe(checks.length)
      const hits = (rows: { counts: { hit: number } }[]) => rows.reduce((sum, { counts }) => sum + counts.hit, 0)
      expect(hits(listed.rows)).toBe(
        read.flatMap(({ answers }) => answers).filter(({ state }: { state: string }) => state === 'hit').length,
      )
    },
  )

  test("another's check: the unit's supervisor follows it up to the own clearance, nobody else does", async () => {
    const asker: Asker = { role: 'desk', clearance: 2, unit: 'drugs' }
    const checks = await checkAll(asker, [...held, ...abroad])
    for (const other of ASKERS) {
      if (nameOf(other) === nameOf(asker)) continue
      const is_supervisor = other.role === 'supervisor' && other.unit === 'drugs'
      if (is_supervisor) {
        expect(await streamed(other, checks)).toEqual(
          canariesOf(seenBy(asker).filter(({ classification }) => CLASSIFICATIONS.indexOf(classification) <= other.clearance)),
        )
        const { rows } = await esp.does('checks.find-unit-many', { limit: 200 }, as(other))
        expect(rows.some(({ id }: { id: string }) => id === checks[0])).toBe(true)
        continue
      }
      for (const action of ['checks.read-answers', 'checks.read-one']) {
        const { code, told } = await got(other, action, { check: checks[0] }, 'stream')
        expect([nameOf(other), code, canariesIn(told)]).toEqual([nameOf(other), 'access.denied', []])
      }
      const { output } = await got(other, 'checks.find-many', { limit: 200 })
      if (output) expect(output.rows.every(({ officer }: { officer: string }) => officer === officerOf(other).id)).toBe(true)
      const { told } = await got(other, 'checks.find-unit-many', { limit: 200 })
      if (other.unit !== 'drugs') expect(told).not.toContain(checks[0])
    }
  })

  test('who had a hit is told within the class of the record, and to data protection', async () => {
    for (const asker of ASKERS) {
      const { output, code } = await got(asker, 'registers.find-notices', { limit: 200 })
      expect([nameOf(asker), code]).toEqual([nameOf(asker), may(asker, 'registers.find-notices') ? undefined : 'access.denied'])
      if (!output) continue
      const seen = records.filter((record) => may(asker, 'registers.find-notices', record)).map(({ canary }) => canary)
      expect(new Set(output.rows.map(({ reference }: { reference: string }) => reference))).toEqual(new Set(seen))
      expect(output.total).toBe(output.rows.length)
    }
  })
})

describe('handling codes', () => {
  const CODES = ['H0', 'H1', 'H2', 'H3'] as const
  const handlingOf = (code: (typeof CODES)[number]) => (code === 'H3' ? { code, words: 'Only the task force.' } : { code })

  test('records for evidence: H1 is left out and counted, the others go with their codes', async () => {
    const made = new Map<string, string>()
    const sharing = { rule: 'national', networks: [], members: [] }
    for (const code of CODES) {
      const canary = newCanary()
      await esp.does('registers.add-one', {
        ...stated(canary, {
          handling: [handlingOf(code)],
          sharing,
          subject: { vehicle: { plate: `${canary.slice(3, 7)} 12`, country: 'ESP', make: canary } },
        }),
        classification: 'unclassified',
      })
      made.set(code, canary)
    }
    const supervisor = { officer: { roles: ['supervisor'] as Role[], clearance: 0 as const } }
    const codesIn = (csv: string) => CODES.filter((code) => csv.includes(made.get(code)!))
    const working = await esp.does('registers.export-many', { kind: 'vehicle' }, supervisor)
    expect([codesIn(working.csv), working.rows, working.left_out]).toEqual([[...CODES], 4, 0])
    const evidence = await esp.does('registers.export-many', { kind: 'vehicle', evidential: true }, supervisor)
    expect([codesIn(evidence.csv), evidence.rows, evidence.left_out]).toEqual([['H0', 'H2', 'H3'], 3, 1])
    const lines = (evidence.csv as string).split('\n')
    for (const code of ['H0', 'H2', 'H3']) expect(lines.find((line) => line.includes(made.get(code)!))).toContain(code)
    expect(evidence.csv).toContain('Only the task force.')
  })

  // what each code stops, and what lifts it (Europol's handling codes; protocol.md, "Owner's control")
  const STOPS: Record<(typeof CODES)[number], Record<'working' | 'evidence' | 'forward', string[]>> = {
    H0: { working: [], evidence: [], forward: [] },
    H1: { working: [], evidence: ['no-evidence-permission'], forward: [] },
    H2: { working: [], evidence: [], forward: ['no-onward-permission'] },
    H3: { working: ['words-unacknowledged'], evidence: ['words-unacknowledged'], forward: ['words-unacknowledged'] },
  }

  test.each(CODES)('%s on an answer of a partner: working copy, evidence, passing on; no role lifts it', async (code) => {
    const canary = newCanary()
    const sent = await esp.does('exchange.open-request', {
      title: 'Handling',
      partners: ['mar'],
      classification: 'unclassified',
      reply_class: 'other',
      subject: { kind: 'document', document: 'passport', number: 'L898902C3', issuer: 'UTO' },
      questions: [{ code: 'behind-hit' }],
      reason: text('for the codes'),
    })
    await pass()
    await mar.does('exchange.mark-opened', { case: await caseAt(mar, sent.requests[0].id) })
    const { message } = await mar.does('exchange.answer', {
      request: sent.requests[0].id,
      final: true,
      result: 'information',
      facts: [{ question: 'behind-hit', text: text(`said ${canary}`) }],
      handling: [handlingOf(code)],
      classification: 'unclassified',
    })
    await pass()
    const stopped = async (action: string, input: object, officer: Partial<Officer>) => {
      try {
        const output = await esp.does(action, input, { officer })
        return { reasons: [], told: JSON.stringify(output) }
      } catch (thrown) {
        const { code: refused, details = [] } = thrown as { code: string; details?: { reason: string }[] }
        return { reasons: refused === 'handling.forbids' ? details.map(({ reason }) => reason) : [refused], told: JSON.stringify(details) }
      }
    }
    for (const role of ROLES) {
      const officer = { roles: [role], clearance: 2 as const }
      const may_export = role === 'desk' || role === 'supervisor'
      for (const use of ['working', 'evidence'] as const) {
        for (const form of ['json', 'text']) {
          const { reasons, told } = await stopped('exchange.export-case', { case: sent.case, form, use }, officer)
          expect([role, use, reasons]).toEqual([role, use, may_export ? STOPS[code][use] : ['access.denied']])
          expect([role, use, told.includes(canary)]).toEqual([role, use, reasons.length === 0])
        }
        if (!may_export) continue
        const acknowledged = await stopped('exchange.export-case', { case: sent.case, form: 'json', use, acknowledged: [message] }, officer)
        expect(acknowledged.reasons).toEqual(STOPS[code][use].filter((reason) => reason !== 'words-unacknowledged'))
        const without = await stopped('exchange.export-case', { case: sent.case, form: 'text', use, without: [message] }, officer)
        expect([without.reasons, without.told.includes(canary)]).toEqual([[], false])
      }
    }
    for (const role of ROLES) {
      const { reasons } = await stopped('exchange.forward', { message, to: 'fra' }, { roles: [role], clearance: 2 })
      expect([role, reasons]).toEqual([role, role === 'desk' || role === 'supervisor' ? STOPS[code].forward : ['access.denied']])
    }
    const { reasons } = await stopped('exchange.forward', { message, to: 'fra', acknowledged: true }, { roles: ['desk'] })
    expect(reasons).toEqual(STOPS[code].forward.filter((reason) => reason !== 'words-unacknowledged'))
    await pass()
    // the copy that was passed on lies in the own case, as bound as what it copies
    const copied = await stopped(
      'exchange.export-case',
      { case: sent.case, form: 'json', use: 'evidence', without: [message] },
      { roles: ['supervisor'] },
    )
    if (code === 'H1') expect(copied.reasons).toEqual(Array(3).fill('no-evidence-permission'))
    if (code === 'H3') expect(copied.reasons).toEqual(['words-unacknowledged'])
    expect(copied.told.includes(canary)).toBe(code === 'H0')
    const { count } = await fra.node.database.one<{ count: number }>(
      sql`select count(*) as count from exchange_message where kind = 'forward' and target = ${message}`,
    )
    // twice by desk and supervisor, once more acknowledged; never what H2 forbids
    expect(count).toBe({ H0: 3, H1: 3, H2: 0, H3: 1 }[code])
  })
})
