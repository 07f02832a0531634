/** A check crosses borders: own registers and partners at once, each answer with its reasons, and nobody learns more than the rules let them. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { checks } from '#capabilities/checks/index.ts'
import { registers } from '#capabilities/registers/index.ts'
import { sql } from '#kernel/database/sql.ts'
import { temporaryPostgresql } from '../storage/postgresql.ts'
import { network, PATIENT, type TestNetwork } from './network.ts'

const postgresql = await temporaryPostgresql()
afterAll(() => postgresql?.stop())
const ENGINES = [
  ['the embedded database', false],
  ['PostgreSQL', true],
] as const

const SPECIMEN = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10'

const remarks = {
  reason: { text: 'stolen from a traveller', language: 'en' },
  action_to_take: { code: 'seize', words: 'Keep the document and ask us.' },
  evaluation: { source: 'A', information: '1' },
  handling: [{ code: 'H1' }],
  classification: 'unclassified',
  sharing: { rule: 'network', networks: ['euromed'], members: [] as string[] },
  review_on: '2028-01-01',
  expires_on: '2029-12-31',
}
const stolenPassport = {
  ...remarks,
  subject: { document: { number: 'L898902C3', issuer: 'UTO', type: 'passport', document_status: 'stolen' } },
}
const wanted = (names: object[], more: object = {}) => ({
  ...remarks,
  action_to_take: { code: 'arrest' },
  subject: { person: { names, birth_date: '1985-03-12', sex: 'M', nationalities: ['MAR'] } },
  ...more,
})

describe.each(ENGINES.filter(([, on_postgresql]) => !on_postgresql || postgresql))('checks across borders on %s', (_, on_postgresql) => {
  let net: TestNetwork
  const node = (id: string) => net.nodes[id]!
  beforeAll(async () => {
    const urls = async () => ({ esp: await postgresql!.url('checks_esp'), mar: await postgresql!.url('checks_mar') })
    net = await network(['esp', 'mar', 'fra'], { capabilities: [registers, checks], ...(on_postgresql && { database_urls: await urls() }) })
    await node('mar').does('registers.add-one', { ...stolenPassport, reference: 'MAR-1' })
  })
  afterAll(() => net.close())

  const check = async (input: object, as: object = {}) => {
    const { check } = await node('esp').does('checks.run', input, as)
    await net.settle()
    return node('esp').does('checks.read-one', { check }, as)
  }
  const by = (read: Awaited<ReturnType<typeof check>>, partner: string) =>
    read.answers.find((one: { partner: string }) => one.partner === partner)

  test('the ICAO specimen is recognised and hits in Morocco, with reasons and the action to take', async () => {
    const { candidates } = await node('esp').does('checks.recognise', { text: SPECIMEN })
    expect(candidates[0]).toMatchObject({ as: 'mrz', mrz: { valid: true, document_number: 'L898902C3' } })
    const read = await check({ text: SPECIMEN, as: 'mrz', place: 'Algeciras' })
    expect(read.complete).toBe(true)
    expect(by(read, 'esp')).toMatchObject({ state: 'no-hit', own: true })
    expect(by(read, 'fra')).toMatchObject({ state: 'no-hit', own: false })
    const { state, hits } = by(read, 'mar')
    expect(state).toBe('hit')
    expect(hits).toHaveLength(1)
    expect(hits[0]).toMatchObject({
      reference: 'MAR-1',
      score: 1,
      subjects: [0],
      document_status: 'stolen',
      action_to_take: { code: 'seize' },
      handling: [{ code: 'H1' }],
      owner: { member: 'mar' },
    })
    expect(hits[0].reasons).toContainEqual({ subject: 0, field: 'document_number', verdict: 'equal' })
  })

  test('the owner is told by whom, when and why; the question itself is nowhere at the partner', async () => {
    const before = (await node('mar').does('registers.find-notices', {})).total
    await check({ text: SPECIMEN, as: 'mrz' })
    const { rows, total } = await node('mar').does('registers.find-notices', {})
    expect(total).toBe(before + 1)
    expect(rows[0]).toMatchObject({ by_member: 'esp', reference: 'MAR-1', purpose: 'investigation', shown: true })
    await check({ subjects: [{ document: { number: 'ZZ9999999' } }] })
    const dump = await node('mar').node.database.many<{ t: string }>(
      sql`select row_to_json(n)::text as t from registers_notice n union all select convert_from(row, 'UTF8') from journal_entry where row is not null`,
    )
    expect(dump.length).toBeGreaterThan(3)
    expect(dump.some(({ t }) => t.includes('ZZ9999999') || t.includes('L898902C3'))).toBe(false)
  })

  test('a name asked in Latin letters meets a record held in Arabic, and says part by part why', async () => {
    await node('mar').does('registers.add-one', wanted([{ kind: 'main', text: 'محمد بنعلي الإدريسي' }], { reference: 'MAR-2' }))
    const read = await check({ subjects: [{ person: { names: [{ text: 'Mohamed Benali El Idrissi' }], birth_date: '1985-03-12' } }] })
    const [hit] = by(read, 'mar').hits
    expect(hit).toMatchObject({ reference: 'MAR-2', kind: 'person', action_to_take: { code: 'arrest' } })
    expect(hit.score).toBeGreaterThan(0.8)
    expect(hit.score).toBeLessThan(1)
    const name = hit.reasons.find(({ field }: { field: string }) => field === 'name')
    expect(name.parts.length).toBeGreaterThanOrEqual(2)
    expect(name.parts.every(({ rule }: { rule: string }) => rule !== 'missing')).toBe(true)
    for (const { asked } of name.parts) expect(name.asked.slice(asked.start, asked.end)).toBe(asked.text)
    expect(hit.reasons).toContainEqual({ subject: 0, field: 'birth_date', verdict: 'equal' })
    const other = await check({ subjects: [{ person: { names: [{ text: 'Mohamed Benali El Idrissi' }], birth_date: '1961-10-30' } }] })
    expect(by(other, 'mar').state).toBe('no-hit')
  })

  test('a record that may not be shown answers no hit, and its owner is told all the same', async () => {
    const plate = (number: string, sharing: object, more: object = {}) => ({
      ...remarks,
      sharing,
      reference: `MAR-${number.replace(' ', '')}`,
      subject: { vehicle: { plate: number, country: 'MAR' } },
      ...more,
    })
    await node('mar').does('registers.add-one', plate('11111 AB', { rule: 'national', networks: [], members: [] }))
    await node('mar').does('registers.add-one', plate('22222 AB', { rule: 'members', networks: ['euromed'], members: ['fra'] }))
    await node('mar').does(
      'registers.add-one',
      plate('33333 AB', { rule: 'network', networks: ['euromed'], members: [] }, { classification: 'confidential' }),
    )
    for (const number of ['11111 AB', '22222 AB']) {
      const read = await check({ subjects: [{ vehicle: { plate: number, country: 'MAR' } }] })
      expect(by(read, 'mar')).toMatchObject({ state: 'no-hit', hits: [] })
    }
    const low = await check({ subjects: [{ vehicle: { plate: '33333 AB' } }] }, { officer: { clearance: 1 } })
    expect(by(low, 'mar').state).toBe('no-hit')
    const high = await check({ subjects: [{ vehicle: { plate: '33333 AB' } }] }, { officer: { clearance: 2 } })
    expect(by(high, 'mar').state).toBe('hit')
    const { rows } = await node('mar').does('registers.find-notices', {})
    const told = rows.filter(({ reference }: { reference: string }) => /MAR-\d{5}AB/.test(reference))
    expect(told.map(({ reference, shown }: { reference: string; shown: boolean }) => `${reference} ${shown}`).sort()).toEqual([
      'MAR-11111AB false',
      'MAR-22222AB false',
      'MAR-33333AB false',
      'MAR-33333AB true',
    ])
    const french = await node('fra').does('checks.run', { subjects: [{ vehicle: { plate: '22222 AB', country: 'MAR' } }] })
    await net.settle()
    const read = await node('fra').does('checks.read-one', { check: french.check })
    expect(by(read, 'mar').state).toBe('hit')
  })

  test('refusal is decided from who asks and why, never from the record', async () => {
    const rule = await node('mar').does('registers.change-sharing-rule', {
      network: '',
      partner: 'esp',
      purpose: 'threat-analysis',
      kind: 'document',
      verdict: 'refuse',
      ground: 'disproportionate',
    })
    for (const number of ['L898902C3', 'ZZ0000001']) {
      const read = await check({ subjects: [{ document: { number } }] }, { purpose: 'threat-analysis' })
      expect(by(read, 'mar')).toMatchObject({ state: 'refused', ground: 'disproportionate', hits: [] })
      expect(by(read, 'fra').state).toBe('no-hit')
    }
    const mixed = await check({ text: SPECIMEN, as: 'mrz' }, { purpose: 'threat-analysis' })
    expect(by(mixed, 'mar')).toMatchObject({ state: 'no-hit', refused: [{ subject: 0, ground: 'disproportionate' }] })
    await node('mar').does('registers.remove-sharing-rule', { id: rule.id })
    expect(by(await check({ text: SPECIMEN, as: 'mrz' }, { purpose: 'threat-analysis' }), 'mar').state).toBe('hit')
  })

  test('numbers are met across borders as they are written there: an account, a worn serial, a slip', async () => {
    const hold = (reference: string, subject: object) => node('mar').does('registers.add-one', { ...remarks, reference, subject })
    await hold('MAR-N1', { identifier: { kind: 'bank-account', value: '011 519 0000012050005349 21', country: 'MAR' } })
    await hold('MAR-N2', { identifier: { kind: 'telephone', value: '0661234567' } })
    await hold('MAR-N3', { firearm: { category: 'handgun', serial: 'PX*2345', make: 'Beretta', calibre: '9 mm Parabellum' } })
    await hold('MAR-N4', { identifier: { kind: 'imo', value: '9074729' } })
    await hold('MAR-N5', { vehicle: { plate: '12345 | و | 6', country: 'MAR' } })
    const told = async (input: object) => {
      const { state, hits } = by(await check(input), 'mar')
      return [
        state,
        ...hits.flatMap((hit: { reference: string; reasons: { field: string; verdict: string }[] }) => [
          hit.reference,
          ...hit.reasons.map(({ field, verdict }) => `${field} ${verdict}`),
        ]),
      ]
    }
    expect(await told({ text: 'MA64 0115 1900 0001 2050 0053 4921' })).toEqual(['hit', 'MAR-N1', 'identifier equal'])
    expect(await told({ text: '+212 661-234567' })).toEqual(['hit', 'MAR-N2', 'identifier compatible'])
    const gun = { firearm: { serial: 'PX12345', make: 'P. Beretta', calibre: '9x19' } }
    expect(await told({ subjects: [gun] })).toEqual(['hit', 'MAR-N3', 'serial worn', 'make equal', 'calibre equal'])
    expect(await told({ text: 'IMO 9074792' })).toEqual(['no-hit'])
    expect(await told({ text: 'IMO 9074792', alternatives: true })).toEqual(['hit', 'MAR-N4', 'identifier near'])
    expect(await told({ text: '12345 E 6', as: 'plate' })).toEqual(['hit', 'MAR-N5', 'plate compatible', 'plate_country equal'])
    await expect(node('esp').does('checks.run', { text: 'serial A*1*' })).rejects.toMatchObject({ code: 'input.malformed' })
  })

  test('a partner that asks too much is refused, with the code', async () => {
    expect(by(await check({ subjects: [{ document: { number: 'L898902C3' } }] }), 'mar').state).toBe('hit')
    await node('mar').does('registers.change-quota', { quota_per_hour: 1 })
    const read = await check({ subjects: [{ document: { number: 'L898902C3' } }] })
    expect(by(read, 'mar')).toMatchObject({ state: 'refused', refusal: 'quota.exceeded' })
    await node('mar').does('registers.change-quota', { quota_per_hour: 1_000 })
    expect(by(await check({ subjects: [{ document: { number: 'L898902C3' } }] }), 'mar').state).toBe('hit')
  })

  test('a partner that is down is shown as no answer', async () => {
    net.wire.cut.add('mar')
    const read = await check({ subjects: [{ document: { number: 'L898902C3' } }] })
    net.wire.cut.delete('mar')
    expect(by(read, 'mar')).toMatchObject({ state: 'no-answer', hits: [] })
    expect(by(read, 'fra').state).toBe('no-hit')
    expect(read.counts).toEqual({ waiting: 0, hit: 0, no_hit: 2, refused: 0, no_answer: 1 })
  })

  test.each([
    ['mar', 'fra'],
    ['fra', 'mar'],
  ])('while %s says nothing the answer of %s is there', async (slow, quick) => {
    let let_go = () => {}
    const silence = new Promise<void>((resolve) => {
      let_go = resolve
    })
    net.wire.tamper = async (call, to) => {
      if (to === slow) await silence
      return call
    }
    try {
      const { check: id } = await node('esp').does('checks.run', { subjects: [{ document: { number: 'L898902C3' } }], timeout_ms: 15_000 })
      const states = await vi.waitFor(async () => {
        const read = await node('esp').does('checks.read-one', { check: id })
        expect(by(read, quick).state).not.toBe('waiting')
        return [by(read, slow).state, by(read, quick).state]
      }, PATIENT)
      // one look at both: had they been asked one after the other, the slow one would have been given up by now
      expect(states).toEqual(['waiting', quick === 'mar' ? 'hit' : 'no-hit'])
    } finally {
      let_go()
      net.wire.tamper = undefined
      await net.settle()
    }
  })

  test('answers are followed by their order, until complete', async () => {
    const { check: id } = await node('esp').does('checks.run', { subjects: [{ document: { number: 'L898902C3', issuer: 'UTO' } }] })
    await net.settle()
    const all = await node('esp').does('checks.read-answers', { check: id })
    expect(all.complete).toBe(true)
    expect(all.answers.map(({ partner }: { partner: string }) => partner).sort()).toEqual(['esp', 'fra', 'mar'])
    expect(all.after).toBe(3)
    expect((await node('esp').does('checks.read-answers', { check: id, after: 2 })).answers).toHaveLength(1)
    expect(await node('esp').does('checks.read-answers', { check: id, after: 3 })).toEqual({ answers: [], after: 3, complete: true })
  })

  test('the same check sent twice is asked once; another one under its id is a conflict', async () => {
    const id = '01890a5d-ac96-774b-bcce-b302099a8057'
    const input = { id, subjects: [{ document: { number: 'AB1234567' } }] }
    const asked = () => net.wire.seen.filter(({ path }) => path === '/partner/v1/ask').length
    const before = asked()
    await node('esp').does('checks.run', input)
    await net.settle()
    await node('esp').does('checks.run', input)
    await net.settle()
    expect(asked() - before).toBe(2)
    await expect(node('esp').does('checks.run', { id, subjects: [{ document: { number: 'AB7654321' } }] })).rejects.toMatchObject({
      code: 'state.conflict',
    })
  })

  test('officers see their own checks, supervisors those of their unit, administrators and others none', async () => {
    const officer = { id: 'officer-7', roles: ['front-line'] as const, unit: 'ports', clearance: 0 as const }
    const { check: id } = await node('esp').does('checks.run', { subjects: [{ document: { number: 'L898902C3' } }] }, { officer })
    await net.settle()
    expect((await node('esp').does('checks.find-many', {}, { officer })).rows.map((row: { id: string }) => row.id)).toEqual([id])
    const colleague = { ...officer, id: 'officer-8' }
    expect((await node('esp').does('checks.find-many', {}, { officer: colleague })).total).toBe(0)
    await expect(node('esp').does('checks.read-one', { check: id }, { officer: colleague })).rejects.toMatchObject({
      code: 'access.denied',
    })
    const supervisor = { ...officer, id: 'officer-9', roles: ['supervisor'] as const }
    expect((await node('esp').does('checks.find-unit-many', {}, { officer: supervisor })).total).toBe(1)
    expect((await node('esp').does('checks.read-one', { check: id }, { officer: supervisor })).title).toBe('L898902C3')
    for (const other of [
      { ...supervisor, unit: 'airports' },
      { ...supervisor, roles: ['administrator'] as const },
      { ...supervisor, roles: ['data-protection'] as const },
    ]) {
      await expect(node('esp').does('checks.read-one', { check: id }, { officer: other })).rejects.toMatchObject({ code: 'access.denied' })
    }
    await expect(
      node('esp').does('checks.run', { subjects: [{ document: { number: 'L898902C3' } }] }, { purpose: null }),
    ).rejects.toMatchObject({ code: 'purpose.missing' })
  })

  test('withdrawn and expired records answer nobody', async () => {
    const { record } = await node('mar').does('registers.add-one', {
      ...stolenPassport,
      subject: { document: { number: 'WD1234567', type: 'passport', document_status: 'lost' } },
      reference: 'MAR-W',
    })
    await node('mar').does('registers.add-one', {
      ...stolenPassport,
      subject: { document: { number: 'EX1234567', type: 'passport', document_status: 'lost' } },
      reference: 'MAR-E',
      review_on: '2026-04-01',
      expires_on: '2026-04-01',
    })
    const state = async (number: string) => by(await check({ subjects: [{ document: { number } }] }), 'mar').state
    expect(await state('WD1234567')).toBe('hit')
    expect(await state('EX1234567')).toBe('hit')
    await node('mar').does('registers.withdraw-one', { record })
    expect(await state('WD1234567')).toBe('no-hit')
    net.clock.move(60 * 86_400_000)
    // no duty has run yet: the day alone decides
    const { check: id } = await node('esp').does('checks.run', { subjects: [{ document: { number: 'EX1234567' } }] })
    await node('esp').door.idle()
    expect(by(await node('esp').does('checks.read-one', { check: id }), 'mar').state).toBe('no-hit')
    await net.settle()
    const { rows } = await node('mar').does('registers.find-many', { text: 'MAR-E' })
    expect(rows[0]).toMatchObject({ reference: 'MAR-E', status: 'expired' })
  })

  test('after thirty days a check is gone, its key with it', async () => {
    const { total } = await node('esp').does('checks.find-many', {})
    expect(total).toBeGreaterThan(0)
    const { slot } = await node('esp').node.database.one<{ slot: number }>(sql`select slot from checks_check order by asked_at limit 1`)
    net.clock.move(31 * 86_400_000)
    for (let i = 0; i < 3; i++) {
      await net.settle()
      net.clock.move(120_000)
    }
    expect((await node('esp').does('checks.find-many', {})).total).toBe(0)
    await vi.waitFor(() => expect(node('esp').node.vault.open(slot, 'checks.check', new Uint8Array(40))).toBeUndefined(), PATIENT)
  })
})

if (!postgresql) test.skip('not run: checks on PostgreSQL, which is not installed here', () => {})
