/** What the people of a node see of the network and of the journal, and what they do not. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { oversight } from '#capabilities/oversight/index.ts'
import { sql } from '#kernel/database/sql.ts'
import { maybeBase64, maybeHex, sha256, utf8 } from '#lib/bytes.ts'
import { leafHash, openNote, parseCheckpoint, verifyInclusion } from '#lib/log/index.ts'
import { drill, drillTypes } from './drill/index.ts'
import { network, type TestNetwork } from './network.ts'

const HOUR_MS = 3_600_000
const ANA = { officer: { id: 'officer-ana', roles: ['data-protection' as const] }, purpose: null }
const BEA = { officer: { id: 'officer-bea', roles: ['data-protection' as const] }, purpose: null }
const ADMIN = { officer: { id: 'officer-adm', roles: ['administrator' as const] }, purpose: null }
const CASE = '0190a000-0000-7000-8000-0000000000ca'

describe('oversight', () => {
  let net: TestNetwork
  beforeAll(async () => {
    net = await network(['esp', 'mar', 'fra'], { capabilities: [drill, oversight], types: drillTypes })
  })
  afterAll(() => net.close())
  const refused = (promise: Promise<unknown>) =>
    promise.then(
      () => 'done',
      (refusal: { code: string }) => refusal.code,
    )
  const about = (subject: string) =>
    net.nodes.esp!.node.database.many<{ row: Uint8Array | null }>(sql`select row from journal_entry where subject = ${subject}`)

  test('everybody sees which partner is down, and since when', async () => {
    const { esp } = net.nodes
    await esp!.does('drill.say', { network: 'euromed', to: ['mar', 'fra'], number: 1 })
    await net.settle()
    net.wire.cut.add('mar')
    await esp!.does('drill.say', { network: 'euromed', to: ['mar', 'fra'], number: 2 })
    await net.settle()
    const seen = await esp!.does('oversight.read-partners', {}, { officer: { roles: ['front-line'] }, purpose: null })
    expect(seen.networks[0]).toMatchObject({
      network: 'euromed',
      title: 'EUROMED Police',
      own: 'esp',
      roster: { state: 'valid', grace_hours_left: null },
    })
    expect(seen.networks[0].partners).toEqual([
      { id: 'mar', name: 'MAR', kind: 'state', state: 'not-answering', since: net.clock.now().toISOString() },
      { id: 'fra', name: 'FRA', kind: 'state', state: 'answering', since: net.clock.now().toISOString() },
    ])
    expect(await refused(esp!.does('oversight.read-network', {}, { officer: { roles: ['desk'] } }))).toBe('access.denied')
  })

  test('an administrator sees what waits on each link, and hears of a partner silent for a day', async () => {
    const { esp } = net.nodes
    net.clock.move(25 * HOUR_MS)
    await net.settle()
    const state = await esp!.does('oversight.read-network', {}, ADMIN)
    const link = (id: string) => state.networks[0].members.find((one: { id: string }) => one.id === id).link
    expect(link('mar')).toMatchObject({
      state: 'not-answering',
      waiting: 1,
      held: 0,
      silence_hours: 25,
      receipts_counted: 1,
      median_delivery_ms: 0,
    })
    expect(link('mar').attempts).toBeGreaterThan(1)
    expect(link('fra')).toMatchObject({ state: 'silent', waiting: 0, failing_since: null })
    expect(state.alarms.map(({ code, member }: { code: string; member: string }) => `${code} ${member}`)).toEqual([
      'partner-not-answering mar',
      'partner-silent fra',
    ])
    expect(state.networks[0].roster).toMatchObject({ version: 1, state: 'valid' })
    expect(state.node).toMatchObject({ failed: 0, unknown_type: 0 })
    expect(state.node.journal).toMatchObject({ unsequenced: 0, checkpoint_size: state.node.journal.size })
    const { rows, total } = await esp!.does('oversight.find-outbox', {}, ADMIN)
    expect(total).toBe(1)
    expect(rows[0]).toMatchObject({ partner: 'mar', type: 'drill.said.v1', state: 'waiting', code: null })
    expect((await esp!.does('oversight.find-outbox', { state: ['delivered'], partner: 'fra' }, ADMIN)).total).toBe(2)
    net.wire.cut.delete('mar')
    net.clock.move(120_000)
    await net.settle()
    expect((await esp!.does('oversight.find-outbox', {}, ADMIN)).total).toBe(0)
  })

  test('a roster that ran out shows its grace, and a rival one raises the alarm', async () => {
    const { esp } = net.nodes
    const before = net.roster()
    const signed = net.signed({ ...before, title: 'EUROMED Police (forged)' })
    await esp!.node.peers.offer(signed, 'mar')
    await net.publish(() => ({ expires_at: new Date(net.clock.now().getTime() - HOUR_MS).toISOString() }), ['esp', 'mar', 'fra'])
    const state = await esp!.does('oversight.read-network', {}, ADMIN)
    expect(state.networks[0].rivals).toMatchObject([{ version: 1 }])
    expect(state.networks[0].roster).toMatchObject({ version: 2, state: 'grace', grace_hours_left: 71 })
    expect(state.alarms.map(({ code }: { code: string }) => code)).toEqual(expect.arrayContaining(['roster-rival', 'roster-grace']))
    await net.publish(() => ({ expires_at: '2027-01-01T00:00:00.000Z' }), ['esp', 'mar', 'fra'])
  })

  test('a call that proves nobody is counted by the hour', async () => {
    const { esp } = net.nodes
    for (let i = 0; i < 3; i++)
      await esp!.partners.handle({ method: 'POST', path: '/partner/v1/post', authority: '127.0.0.1:20000', headers: {}, body: utf8('{}') })
    await net.settle()
    const { node } = await esp!.does('oversight.read-network', {}, ADMIN)
    expect(node.unproven).toEqual([{ hour: `${net.clock.now().toISOString().slice(0, 13)}:00:00.000Z`, code: 'call.unproven', count: 3 }])
  })

  test('a message that failed is shown without content and applied once its cause is gone', async () => {
    const { esp, mar } = net.nodes
    await esp!.does('drill.say', { network: 'euromed', to: ['mar'], number: -7, text: 'a secret word' })
    for (let i = 0; i < 12; i++) {
      await net.settle()
      net.clock.move(60_000)
    }
    const listed = await mar!.does('oversight.find-failed', {}, ADMIN)
    expect(listed).toMatchObject({
      total: 1,
      rows: [{ partner: 'esp', type: 'drill.said.v1', standing: 'failed', code: 'node.failed', attempts: 8 }],
    })
    expect(JSON.stringify(listed)).not.toContain('secret')
    const [{ id }] = listed.rows
    expect(await refused(mar!.does('oversight.retry-failed', { network: 'euromed', partner: 'fra', ids: [id] }, ADMIN))).toBe(
      'state.conflict',
    )
    expect(await refused(mar!.does('oversight.retry-failed', { network: 'euromed', partner: 'esp', ids: [id] }, ANA))).toBe('access.denied')
    expect(await mar!.does('oversight.retry-failed', { network: 'euromed', partner: 'esp', ids: [id] }, ADMIN)).toEqual({ retried: 1 })
    const handler = drill.messages[0]!
    const { apply } = handler
    Object.assign(handler, { apply: async () => {} })
    await net.settle()
    Object.assign(handler, { apply })
    expect((await mar!.does('oversight.find-failed', {}, ADMIN)).total).toBe(0)
    expect(await mar!.node.database.many(sql`select standing from inbox where id = ${id}`)).toEqual([{ standing: 'applied' }])
  })

  test('data protection reads who did what; an administrator does not, a supervisor sees the own unit without things', async () => {
    const { esp } = net.nodes
    await esp!.does('drill.find', { number: 1 }, { officer: { id: 'officer-luz', unit: 'border' } })
    net.clock.move(1)
    await refused(esp!.does('oversight.find-outbox', {}, { officer: { id: 'officer-luz', unit: 'border' } }))
    const journal = await esp!.does('oversight.find-journal', { actor: 'officer-luz' }, ANA)
    expect(journal.total).toBe(2)
    expect(journal.rows).toMatchObject([
      { event: 'oversight.find-outbox', outcome: 'refused', code: 'access.denied' },
      { event: 'drill.find', outcome: 'done', purpose: 'investigation', unit: 'border', subject: 'drill:esp' },
    ])
    expect(await refused(esp!.does('oversight.find-journal', {}, ADMIN))).toBe('access.denied')
    const unit = await esp!.does('oversight.find-unit-journal', {}, { officer: { unit: 'border', roles: ['supervisor'] } })
    expect(unit.rows.map(({ event }: { event: string }) => event)).toEqual(['oversight.find-outbox', 'drill.find'])
    expect(Object.keys(unit.rows[0])).not.toContain('subject')
    expect(await refused(esp!.does('oversight.find-journal', { subject: 'BENALI Omar' }, ANA))).toBe('input.malformed')
    expect(
      (await esp!.does('oversight.find-journal', { event: 'oversight.find-journal', actor: 'officer-ana' }, ANA)).total,
    ).toBeGreaterThan(0)
  })

  test('an entry comes with a proof that holds without this node', async () => {
    const { esp } = net.nodes
    await net.settle()
    const { rows } = await esp!.does('oversight.find-journal', { event: 'drill.find' }, ANA)
    const read = await esp!.does('oversight.read-entry', { id: rows[0].id }, ANA)
    expect(read.verified).toEqual({ row: 'intact', inclusion: 'proven', checkpoint: 'signed' })
    const [member] = net.roster().members
    const opened = openNote(read.checkpoint.note, [member!.journal])
    const stated = opened.ok ? parseCheckpoint(opened.text) : { ok: false as const }
    if (!stated.ok) throw new Error('the checkpoint does not open with the key in the roster')
    const entry = sha256(maybeHex(read.nonce)!, utf8(read.row))
    expect(
      verifyInclusion({
        leaf: leafHash(entry),
        index: read.line.sequence,
        size: stated.size,
        proof: read.proof.map((hash: string) => maybeHex(hash)!),
        root: stated.root,
      }),
    ).toBe(true)
    const { rows: checkpoints } = await esp!.does('oversight.read-checkpoints', { limit: 2 }, ADMIN)
    expect(checkpoints[0].size).toBeGreaterThan(checkpoints[1].size)
    expect(openNote(checkpoints[1].note, checkpoints[1].verifier_keys).ok).toBe(true)
    expect(maybeBase64(checkpoints[0].note.split('\n')[2])).toHaveLength(32)
  })

  test('a row changed in the database is found out, and so is one that vanished', async () => {
    const { database } = net.nodes.esp!.node
    const { rows } = await net.nodes.esp!.does('oversight.find-journal', { event: 'drill.say' }, ANA)
    const [one, two] = rows as [{ id: string }, { id: string }]
    const verified = async (id: string) => (await net.nodes.esp!.does('oversight.read-entry', { id }, ANA)).verified
    await database.transaction((writing) => writing.run(sql`update journal_entry set actor = 'officer-nobody' where id = ${one.id}`))
    expect(await verified(one.id)).toMatchObject({ row: 'altered', inclusion: 'proven' })
    await database.transaction((writing) => writing.run(sql`update journal_entry set row = null, nonce = null where id = ${two.id}`))
    expect(await verified(two.id)).toMatchObject({ row: 'missing', inclusion: 'proven' })
    await database.transaction((writing) => writing.run(sql`update journal_entry set entry = ${new Uint8Array(32)} where id = ${two.id}`))
    expect(await verified(two.id)).toMatchObject({ inclusion: 'broken' })
  })

  test('erasing takes two officers, neither of whom did it, and leaves a leaf that says so', async () => {
    const { esp } = net.nodes
    const subject = `case:${CASE}`
    await esp!.node.database.transaction(async (writing) => {
      for (let i = 0; i < 120; i++)
        await esp!.node.journal.append(writing, {
          event: 'exchange.read-case',
          actor: 'officer-luz',
          subject,
          detail: { purpose: 'investigation' },
        })
    })
    await net.settle()
    expect((await esp!.does('oversight.find-accesses', { subject }, ANA)).total).toBe(120)
    const own = { officer: { id: 'officer-luz', roles: ['data-protection' as const] }, purpose: null }
    const propose = (as: object, what = subject) =>
      esp!.does('oversight.propose-erasure', { subject: what, ground: 'data-subject-request', reference: 'DSR 2026/14' }, as)
    expect(await refused(propose(own))).toBe('access.denied')
    expect(await refused(propose(ANA, 'none'))).toBe('input.malformed')
    expect(await refused(propose(ANA, 'case:0190a000-0000-7000-8000-0000000000cb'))).toBe('thing.unknown')
    const { erasure, entries } = await propose(ANA)
    expect(entries).toBe(121)
    expect(await refused(propose(BEA))).toBe('state.conflict')
    expect(await refused(esp!.does('oversight.confirm-erasure', { erasure }, ANA))).toBe('access.denied')
    expect(await refused(esp!.does('oversight.confirm-erasure', { erasure }, own))).toBe('access.denied')
    const { rows: before } = await esp!.does('oversight.find-journal', { event: 'exchange.read-case', limit: 1 }, ANA)
    expect(await esp!.does('oversight.confirm-erasure', { erasure }, BEA)).toEqual({ erasure, entries: 121 })
    expect(await refused(esp!.does('oversight.confirm-erasure', { erasure }, BEA))).toBe('state.conflict')
    expect((await about(subject)).filter(({ row }) => row !== null)).toHaveLength(0)
    await net.settle()
    const read = await esp!.does('oversight.read-entry', { id: before[0].id }, ANA)
    expect(read).toMatchObject({
      row: null,
      nonce: null,
      line: { actor: null, subject: 'erased', erased: true },
      erasure: { by: 'officer-bea', reason: 'data-subject-request' },
    })
    expect(read.verified).toEqual({ row: 'erased', inclusion: 'proven', checkpoint: 'signed' })
    const { rows } = await esp!.does('oversight.find-erasures', { subject }, ANA)
    expect(rows).toMatchObject([
      { id: erasure, subject: '', state: 'done', proposed_by: 'officer-ana', decided_by: 'officer-bea', entries: 121 },
    ])
  })

  test('statistics count what the journal says, and outlive what was erased', async () => {
    const { esp } = net.nodes
    net.clock.move(60_000)
    await net.settle()
    const read = await esp!.does('oversight.read-statistics', { event: 'exchange.' }, { officer: { roles: ['supervisor'] }, purpose: null })
    const count = (event: string) =>
      read.days.filter((row: { event: string }) => row.event === event).reduce((sum: number, row: { count: number }) => sum + row.count, 0)
    expect(count('exchange.read-case')).toBe(120)
    expect(read.uncounted).toBeLessThan(20)
    const all = await esp!.does('oversight.read-statistics', {}, { officer: { roles: ['supervisor'] }, purpose: null })
    expect(all.purposes).toEqual(expect.arrayContaining([expect.objectContaining({ event: 'drill.say', purpose: 'investigation' })]))
    expect(all.days).toEqual(expect.arrayContaining([expect.objectContaining({ event: 'post.delivered', outcome: 'done' })]))
  })

  test('after a restore opened another log, entries of both are proven and counted', async () => {
    const { esp } = net.nodes
    const { rows: old } = await esp!.does('oversight.find-journal', { event: 'drill.find', limit: 1 }, ANA)
    await esp!.node.database.transaction((writing) => esp!.node.journal.reopen(writing, '0190a000-0000-7000-8000-0000000000e2'))
    await esp!.does('drill.find', { number: 99 }, { officer: { id: 'officer-luz' } })
    for (let i = 0; i < 3; i++) {
      net.clock.move(60_000)
      await net.settle()
    }
    const { rows: fresh } = await esp!.does('oversight.find-journal', { event: 'drill.find', limit: 1 }, ANA)
    expect(fresh[0]).toMatchObject({ log: 2, detail: { place: null } })
    for (const { id } of [old[0], fresh[0]]) {
      const { verified } = await esp!.does('oversight.read-entry', { id }, ANA)
      expect(verified).toEqual({ row: 'intact', inclusion: 'proven', checkpoint: 'signed' })
    }
    const { days, uncounted } = await esp!.does(
      'oversight.read-statistics',
      { event: 'drill.find' },
      { officer: { roles: ['supervisor'] }, purpose: null },
    )
    expect(days.reduce((sum: number, { count }: { count: number }) => sum + count, 0)).toBe(2)
    expect(uncounted).toBeLessThan(5)
    const { rows, next } = await esp!.does('oversight.read-checkpoints', { limit: 2 }, ADMIN)
    expect(rows[0].log).toBe(2)
    expect((await esp!.does('oversight.read-checkpoints', { limit: 1, ...next }, ADMIN)).rows[0].size).toBeLessThan(Number.MAX_SAFE_INTEGER)
    expect((await esp!.does('oversight.read-network', {}, ADMIN)).node.journal).toMatchObject({ log: 2 })
  })
})
