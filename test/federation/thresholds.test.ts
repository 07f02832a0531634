/** From which score on a name is a hit: by purpose, set by the member that answers, changed by two officers, told with each answer. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checks } from '#capabilities/checks/index.ts'
import { registers } from '#capabilities/registers/index.ts'
import { LEAST_THRESHOLD, MOST_THRESHOLD, STANDARD } from '#capabilities/registers/thresholds.ts'
import type { Officer } from '#kernel/capability.ts'
import { sql } from '#kernel/database/sql.ts'
import { newId } from '#kernel/identity.ts'
import { addAccount, prepareCredentials } from '#kernel/officers/index.ts'
import { sealing } from '#kernel/sealing.ts'
import { compareNames } from '#lib/names/index.ts'
import type { Refusal } from '#wire/refusal.ts'
import { PURPOSES, type Role } from '#wire/vocabulary.ts'
import { network, type TestNetwork, type TestNode } from './network.ts'

const DAY_MS = 86_400_000
const HELD = 'محمد عبد القادر المنصوري'
const ASKED = 'Mohamed Mansouri'

let net: TestNetwork
let esp: TestNode
let mar: TestNode
beforeAll(async () => {
  net = await network(['esp', 'mar', 'ita'], { capabilities: [registers, checks] })
  esp = net.nodes.esp!
  mar = net.nodes.mar!
  for (const id of ['mar', 'ita'])
    await net.nodes[id]!.does('registers.add-one', {
      reference: `${id.toUpperCase()}-1`,
      reason: { text: 'wanted', language: 'en' },
      action_to_take: { code: 'locate' },
      evaluation: { source: 'A', information: '1' },
      handling: [],
      classification: 'unclassified',
      sharing: { rule: 'network', networks: ['euromed'], members: [] },
      review_on: '2027-01-01',
      expires_on: '2028-12-31',
      subject: { person: { names: [{ kind: 'main', text: HELD }] } },
    })
})
afterAll(() => net.close())

let count = 0
async function officer(...roles: Role[]): Promise<Officer> {
  const { node } = mar
  const id = newId(node.clock.now())
  const name = `officer-${++count}`
  const shown = { name, member: 'mar', unit: 'spoc', roles, clearance: 1 as const, language: 'en' as const }
  const made = { ...shown, sign_in_name: name }
  const prepared = await prepareCredentials({ password: 'quay lantern copper 41' })
  await node.database.transaction((writing) =>
    addAccount({ writing, vault: sealing(node, writing), now: node.clock.now() }, id, made, prepared),
  )
  return { id, ...shown }
}

const refused = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    ({ code, details = [] }: Refusal) => [code, ...details.map(({ reason }) => reason)].join(' '),
  )

async function asked(purpose: (typeof PURPOSES)[number], partner = 'mar') {
  const { check } = await esp.does('checks.run', { subjects: [{ person: { names: [{ text: ASKED }] } }] }, { purpose })
  await net.settle()
  const { answers } = await esp.does('checks.read-one', { check }, { purpose })
  return answers.find((one: { partner: string }) => one.partner === partner)
}

const present = async (purpose: string) => {
  const { rows } = await mar.does('registers.read-thresholds', {})
  return rows.find((row: { purpose: string }) => row.purpose === purpose)
}

/** Sets a threshold with the eyes of two. */
async function agreed(purpose: string, threshold: number): Promise<void> {
  const [one, two] = [await officer('supervisor'), await officer('supervisor')]
  const { change } = await mar.does('registers.propose-threshold', { purpose, threshold, reason: 'a trial' }, { officer: one })
  await mar.does('registers.confirm-threshold', { change }, { officer: two })
}

describe('a name is a hit from a score on', () => {
  test('every purpose has one within the bounds; a border stops nobody whom a search would not find', async () => {
    const { rows, least, most } = await mar.does('registers.read-thresholds', {})
    expect(rows.map(({ purpose }: { purpose: string }) => purpose)).toEqual([...PURPOSES])
    for (const { threshold, standard, set_at } of rows) {
      expect([threshold, set_at]).toEqual([standard, null])
      expect(threshold).toBeGreaterThanOrEqual(least)
      expect(threshold).toBeLessThanOrEqual(most)
    }
    const strict = Math.max(...PURPOSES.map((purpose) => STANDARD[purpose]))
    expect(STANDARD['border-control']).toBe(strict)
    expect(STANDARD['identify-dead']).toBeLessThan(STANDARD['wanted-person'])
    expect(STANDARD['wanted-person']).toBeLessThan(STANDARD['border-control'])
  })

  test('the member that answers applies it before anything leaves, and tells it whatever it found', async () => {
    const wide = await asked('investigation')
    expect(wide).toMatchObject({ state: 'hit', threshold: STANDARD.investigation })
    const { score } = wide.hits[0]
    const above = Math.min(MOST_THRESHOLD, Math.floor(score * 100 + 1) / 100)
    await agreed('investigation', above)
    expect(await asked('investigation')).toMatchObject({ state: 'no-hit', hits: [], threshold: above })
    // its partner answers by its own
    expect(await asked('investigation', 'ita')).toMatchObject({ state: 'hit', threshold: STANDARD.investigation })
    await agreed('investigation', Math.floor(score * 100) / 100)
    expect(await asked('investigation')).toMatchObject({ state: 'hit' })
  })

  test('what no threshold of the comparison itself would find is found where the purpose is wide, and says that it is weak', async () => {
    await agreed('forensic', LEAST_THRESHOLD)
    // whatever the comparison makes of them: one that it finds too weak by itself, and not hopeless
    const text = ['Mansouri Karim', 'Abdelkader', 'Mohamed Manzoni', 'Kader Mansour', 'Mohamed Nasri', 'Salim Mansouri'].find((name) => {
      const { score } = compareNames(name, HELD)
      return score > LEAST_THRESHOLD + 0.02 && score < STANDARD.investigation - 0.01
    })
    expect(text).toBeDefined()
    const { check } = await esp.does('checks.run', { subjects: [{ person: { names: [{ text }] } }] }, { purpose: 'forensic' })
    await net.settle()
    const { answers } = await esp.does('checks.read-one', { check }, { purpose: 'forensic' })
    const { state, hits } = answers.find((one: { partner: string }) => one.partner === 'mar')
    expect(state).toBe('hit')
    expect(hits[0].score).toBeLessThan(STANDARD.investigation)
    expect(hits[0].reasons[0]).toMatchObject({ field: 'name', verdict: 'similar' })
  })

  test('a partner that knows the first version only is asked in it, and tells no threshold', async () => {
    const { handlers } = net.nodes.ita!.node
    const second = handlers.get('checks.query.v2')!
    ;(handlers as Map<string, unknown>).delete('checks.query.v2')
    try {
      expect(await asked('wanted-person', 'ita')).toMatchObject({ state: 'hit', threshold: null })
      const before = net.wire.seen.filter(({ to }) => to === 'ita').length
      expect(await asked('wanted-person', 'ita')).toMatchObject({ state: 'hit', threshold: null })
      // it is remembered: one call and no more
      expect(net.wire.seen.filter(({ to }) => to === 'ita').length - before).toBe(1)
    } finally {
      ;(handlers as Map<string, unknown>).set('checks.query.v2', second)
    }
    net.clock.move(2 * 3_600_000)
    expect((await asked('wanted-person', 'ita')).threshold).toBe(STANDARD['wanted-person'])
  })
})

describe('a threshold is changed by two', () => {
  const propose = (by: Officer, input: object = {}) =>
    mar.does(
      'registers.propose-threshold',
      { purpose: 'border-control', threshold: 0.86, reason: 'Too many travellers are stopped.', ...input },
      { officer: by },
    )

  test('one proposes and nothing changes; the same officer cannot confirm; another does, and the journal tells both', async () => {
    const [one, two] = [await officer('supervisor'), await officer('data-protection')]
    const { change } = await propose(one)
    expect((await present('border-control')).threshold).toBe(STANDARD['border-control'])
    expect(await refused(mar.does('registers.confirm-threshold', { change }, { officer: one }))).toBe('access.denied proposer')
    expect((await present('border-control')).threshold).toBe(STANDARD['border-control'])
    await mar.does('registers.confirm-threshold', { change }, { officer: two })
    expect(await present('border-control')).toMatchObject({ threshold: 0.86, proposed_by: one.id, confirmed_by: two.id })
    const told = await mar.node.database.many<{ row: Uint8Array; actor: string }>(
      sql`select row, actor from journal_entry where event = 'registers.threshold-changed' and subject = 'threshold:border-control'`,
    )
    expect(told).toHaveLength(1)
    const last = JSON.parse(Buffer.from(told.at(-1)!.row).toString())
    expect([last.subject, last.detail.before, last.detail.threshold, last.detail.proposed_by, told.at(-1)!.actor]).toEqual([
      'threshold:border-control',
      STANDARD['border-control'],
      0.86,
      one.id,
      two.id,
    ])
    expect(await refused(mar.does('registers.confirm-threshold', { change }, { officer: two }))).toBe('state.conflict settled')
  })

  test('never by a token, never by a desk, never by the data protection officer alone', async () => {
    const [one, two] = [await officer('supervisor'), await officer('supervisor')]
    const { change } = await propose(one, { purpose: 'alert', threshold: 0.77 })
    const by = (channel: 'api' | 'page', officer: Officer) =>
      refused(mar.does('registers.confirm-threshold', { change }, { officer, channel }))
    expect(await by('api', two)).toBe('access.denied')
    expect(await by('page', await officer('desk', 'analyst', 'front-line', 'administrator'))).toBe('access.denied')
    expect(await refused(propose(await officer('data-protection'), { purpose: 'forensic' }))).toBe('access.denied')
    expect(await by('page', two)).toBe('done')
  })

  test('out of bounds, unchanged, or finer than a hundredth is refused, and one change of a purpose waits at a time', async () => {
    const one = await officer('supervisor')
    const tried = (threshold: number) => refused(propose(one, { purpose: 'security-check', threshold }))
    expect(await tried(MOST_THRESHOLD + 0.01)).toBe('input.malformed out-of-bounds')
    expect(await tried(LEAST_THRESHOLD - 0.01)).toBe('input.malformed out-of-bounds')
    expect(await tried(0.815)).toBe('input.malformed too-fine')
    expect(await tried(STANDARD['security-check'])).toBe('input.malformed unchanged')
    expect(await tried(0.9)).toBe('done')
    expect(await tried(0.91)).toBe('state.conflict another-waits')
    // what nobody confirmed in a week stands in nobody's way
    net.clock.move(8 * DAY_MS)
    expect(await tried(0.91)).toBe('done')
    const all = await mar.does('registers.find-threshold-changes', {})
    const rows = all.rows.filter(({ purpose }: { purpose: string }) => purpose === 'security-check')
    expect(rows.map(({ threshold, state }: { threshold: number; state: string }) => [threshold, state])).toEqual([
      [0.91, 'waiting'],
      [0.9, 'expired'],
    ])
    const { total } = await mar.does('registers.find-threshold-changes', { waiting: true })
    expect(total).toBe(1)
    await mar.does('registers.reject-threshold', { change: rows[0].id }, { officer: one })
    expect((await mar.does('registers.find-threshold-changes', { waiting: true })).total).toBe(0)
    expect(await refused(mar.does('registers.confirm-threshold', { change: rows[1].id }))).toBe('state.conflict expired')
  })

  test('a proposal of one who is no supervisor any more cannot be confirmed', async () => {
    const [one, two] = [await officer('supervisor'), await officer('supervisor')]
    const { change } = await propose(one, { purpose: 'identification', threshold: 0.7 })
    await mar.node.database.transaction((writing) => writing.run(sql`update officer set roles = array['desk'] where id = ${one.id}`))
    expect(await refused(mar.does('registers.confirm-threshold', { change }, { officer: two }))).toBe('state.conflict proposer-left')
  })
})
