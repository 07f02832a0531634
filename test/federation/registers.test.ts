/** The registers of one node: keeping records, importing a country's own file, exporting, expiring, erasing. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { checks } from '#capabilities/checks/index.ts'
import { registers } from '#capabilities/registers/index.ts'
import { sql } from '#kernel/database/sql.ts'
import { keepMemories, warmMemories } from '#kernel/remembering.ts'
import { sealedFiles } from '#kernel/sealed-files.ts'
import { temporaryPostgresql } from '../storage/postgresql.ts'
import { network, PATIENT, type TestNetwork } from './network.ts'

const postgresql = await temporaryPostgresql()
afterAll(() => postgresql?.stop())
const ENGINES = (
  [
    ['the embedded database', false],
    ['PostgreSQL', true],
  ] as const
).filter(([, on_postgresql]) => !on_postgresql || postgresql)
let databases = 0
const esp = async (on_postgresql: boolean) =>
  network(['esp'], {
    capabilities: [registers, checks],
    ...(on_postgresql && { database_urls: { esp: await postgresql!.url(`registers_${++databases}`) } }),
  })

const stated = {
  reason: { text: 'wanted for robbery', language: 'en' },
  action_to_take: { code: 'arrest' },
  evaluation: { source: 'B', information: '2' },
  handling: [{ code: 'H2' }],
  classification: 'unclassified',
  sharing: { rule: 'national', networks: [] as string[], members: [] as string[] },
  review_on: '2027-01-01',
  expires_on: '2028-12-31',
}
const person = (text: string, more: object = {}) => ({
  person: { names: [{ kind: 'main', text }], birth_date: '1990-05-17', sex: 'M', ...more },
})

describe.each(ENGINES)('keeping records on %s', (_, on_postgresql) => {
  let net: TestNetwork
  const does = (action: string, input: unknown, as: object = {}) => net.nodes.esp!.does(action, input, as)
  const second = { officer: { id: 'officer-of-data-protection', roles: ['data-protection'] } }
  beforeAll(async () => {
    net = await esp(on_postgresql)
  })
  afterAll(() => net.close())

  const ownHits = async (subjects: object[], as: object = {}) => {
    const { check } = await does('checks.run', { subjects }, as)
    await net.nodes.esp!.door.idle()
    const { answers } = await does('checks.read-one', { check }, as)
    return answers[0].hits
  }

  test('a firearm is found by what can be read of its serial, on the record or in the question', async () => {
    const gun = (reference: string, serial: string) =>
      does('registers.add-one', { ...stated, reference, subject: { firearm: { category: 'handgun', serial, make: 'Beretta' } } })
    await gun('ESP-G1', 'KX77*120')
    await gun('ESP-G2', 'KX775120')
    const found = async (text: string) =>
      (await does('registers.find-many', { text })).rows.map((row: { reference: string }) => row.reference).sort()
    expect(await found('KX77 5120')).toEqual(['ESP-G1', 'ESP-G2'])
    expect(await found('KX77?120')).toEqual(['ESP-G1', 'ESP-G2'])
    expect(await found('KX774120')).toEqual(['ESP-G1'])
    expect(await found('…7*120')).toEqual(['ESP-G1', 'ESP-G2'])
    expect(await found('*7**')).toEqual([])
  })

  test('a record is added, found by name, number and reference, changed and read in both versions', async () => {
    const { record } = await does('registers.add-one', {
      ...stated,
      reference: 'ESP-100',
      subject: person('Juan Carlos Pérez Gómez', { documents: [{ number: 'XDA123456', issuer: 'ESP' }] }),
    })
    for (const text of ['Perez Gomez', 'XDA-123456', 'esp-10']) {
      const { rows, total } = await does('registers.find-many', { text })
      expect({ text, total, title: rows[0]?.title }).toEqual({ text, total: 1, title: 'Juan Carlos Pérez Gómez' })
    }
    const changed = await does('registers.change-one', { record, version: 1, ...stated, subject: person('Juan Carlos Pérez Gutiérrez') })
    expect(changed).toEqual({ record, version: 2 })
    const read = await does('registers.read-one', { record })
    expect(read).toMatchObject({
      reference: 'ESP-100',
      version: 2,
      evidential: true,
      subject: { person: { names: [{ text: 'Juan Carlos Pérez Gutiérrez' }] } },
    })
    expect(read.versions.map(({ version }: { version: number }) => version)).toEqual([1])
    expect((await does('registers.read-version', { record, version: 1 })).subject.person.names[0].text).toBe('Juan Carlos Pérez Gómez')
    expect((await does('registers.find-many', { text: 'XDA123456' })).total).toBe(0)
    await expect(does('registers.change-one', { record, version: 1, ...stated, subject: person('Another') })).rejects.toMatchObject({
      code: 'state.conflict',
    })
    await expect(does('registers.add-one', { ...stated, reference: 'ESP-100', subject: person('Another') })).rejects.toMatchObject({
      code: 'state.conflict',
    })
  })

  test('nothing of a person stands in clear in the database', async () => {
    const tables = ['registers_record', 'registers_version', 'registers_key', 'registers_change', 'checks_check', 'checks_answer']
    for (const table of tables) {
      const column = { parts: [`select coalesce(string_agg(t::text, ' '), '') as text from ${table} t`], values: [] }
      const { text } = await net.nodes.esp!.node.database.one<{ text: string }>({ ...sql``, ...column })
      // digests and sealed bytes are told in hex, in which any year may stand by chance
      expect(text.replace(/\\x[0-9a-f]+/g, '')).not.toMatch(/P.rez|XDA|1990|robbery/i)
    }
  })

  test('only the owning unit changes a record, or a supervisor; classification and unit cut every list before it is counted', async () => {
    const desk = (unit: string, clearance = 2) => ({ officer: { roles: ['desk'], unit, clearance } })
    const { record } = await does(
      'registers.add-one',
      { ...stated, classification: 'restricted', subject: person('Secret Person') },
      desk('drugs'),
    )
    await does('registers.add-one', { ...stated, only_unit: 'drugs', subject: person('Unit Person') }, desk('drugs'))
    await expect(does('registers.withdraw-one', { record }, desk('ports'))).rejects.toMatchObject({ code: 'record.not-owner' })
    const total = async (as: object) => (await does('registers.find-many', { unit: 'drugs' }, as)).total
    expect(await total(desk('drugs'))).toBe(2)
    expect(await total(desk('drugs', 0))).toBe(1)
    expect(await total(desk('ports'))).toBe(1)
    expect(await total(desk('ports', 0))).toBe(0)
    await expect(does('registers.read-one', { record }, desk('ports', 0))).rejects.toMatchObject({ code: 'access.denied' })
    for (const role of ['administrator', 'data-protection', 'front-line']) {
      const as = { officer: { roles: [role] } }
      await expect(does('registers.find-many', {}, as)).rejects.toMatchObject({ code: 'access.denied' })
    }
    const reserved = [{ person: { names: [{ text: 'Unit Person' }], birth_date: '1990-05-17' } }]
    expect(await ownHits(reserved, { officer: { unit: 'drugs' } })).toHaveLength(1)
    expect(await ownHits(reserved, { officer: { unit: 'ports' } })).toEqual([])
    await does('registers.withdraw-one', { record }, { officer: { roles: ['supervisor'] } })
  })

  test('bad input is refused with the place and the reason', async () => {
    const refused = (input: object) => does('registers.add-one', { ...stated, ...input }).catch(({ code, details }) => ({ code, details }))
    expect(await refused({ subject: { vehicle: { plate: '!' } } })).toMatchObject({
      code: 'input.malformed',
      details: [{ path: '/plate' }],
    })
    expect(await refused({ subject: person('Ana'), expires_on: '2020-01-01' })).toMatchObject({
      details: [{ path: '/expires_on', reason: 'in-the-past' }],
    })
    expect(await refused({ subject: person('Ana'), review_on: '2040-01-01' })).toMatchObject({
      details: [{ path: '/review_on', reason: 'review-too-late' }],
    })
    expect(await refused({ subject: person('Ana'), sharing: { rule: 'members', networks: ['euromed'], members: [] } })).toMatchObject({
      details: [{ reason: 'member-missing' }],
    })
    expect(await refused({ subject: person('Ana'), sharing: { rule: 'network', networks: ['atlantis'], members: [] } })).toMatchObject({
      details: [{ reason: 'network-unknown' }],
    })
    expect(await refused({ subject: person('Ana'), handling: [{ code: 'H3' }] })).toMatchObject({
      details: [{ path: '/words', reason: 'words-missing' }],
    })
    expect(await refused({ subject: person('12345') })).toMatchObject({ details: [{ reason: 'name-unreadable' }] })
  })

  test('firearms with worn serials, look-alikes only on request, and a bank account', async () => {
    const add = (subject: object) => does('registers.add-one', { ...stated, action_to_take: { code: 'seize' }, subject })
    await add({ firearm: { category: 'handgun', serial: 'AB12?456', make: 'Beretta' } })
    await add({ identifier: { kind: 'bank-account', value: 'ES91 2100 0418 4502 0005 1332' } })
    await add({ document: { number: 'O0I1234', type: 'passport', document_status: 'lost', issuer: 'FRA' } })
    const [worn] = await ownHits([{ firearm: { serial: 'AB123456', make: 'BERETTA' } }])
    expect(worn.reasons).toEqual([
      { subject: 0, field: 'serial', verdict: 'worn', asked: 'AB123456', held: 'AB12*456' },
      { subject: 0, field: 'make', verdict: 'equal' },
    ])
    expect(await ownHits([{ identifier: { kind: 'bank-account', value: 'ES9121000418450200051332' } }])).toHaveLength(1)
    const read = async (input: object) => {
      const { check } = await does('checks.run', input)
      await net.nodes.esp!.door.idle()
      return (await does('checks.read-one', { check })).answers[0].hits
    }
    expect(await read({ subjects: [{ document: { number: '001I234' } }] })).toEqual([])
    const [alike] = await read({ subjects: [{ document: { number: 'OOI1234' } }], alternatives: true })
    expect(alike.reasons[0]).toEqual({ subject: 0, field: 'document_number', verdict: 'look-alike', asked: 'OOI1234', held: 'O0I1234' })
    expect(await read({ subjects: [{ document: { number: 'O0I1234', issuer: 'ESP' } }] })).toEqual([])
  })

  test('an erased record is gone with its key, from lists, checks and the index in memory', async () => {
    const { record } = await does('registers.add-one', { ...stated, subject: person('Leopoldo Alas Clarín') })
    const asked = [{ person: { names: [{ text: 'Leopoldo Alas Clarin' }], birth_date: '1990-05-17' } }]
    expect(await ownHits(asked)).toHaveLength(1)
    const { slot, sealed } = await net.nodes.esp!.node.database.one<{ slot: number; sealed: Uint8Array }>(
      sql`select slot, sealed from registers_record where id = ${record}`,
    )
    const { proposal } = await does('registers.propose-erasure', { record, ground: 'data-subject' })
    // one officer alone changes nothing
    expect(await ownHits(asked)).toHaveLength(1)
    expect(await does('registers.confirm-erasure', { proposal }, second)).toEqual({ record })
    expect(await ownHits(asked)).toEqual([])
    await vi.waitFor(() => expect(net.nodes.esp!.node.vault.open(slot, 'registers.record', sealed) === undefined).toBe(true), PATIENT)
    await expect(does('registers.read-one', { record })).rejects.toMatchObject({ code: 'thing.unknown' })
  })

  test('erasing a record destroys the key of what was written down of the names, and the node writes anew without it', async () => {
    const { node } = net.nodes.esp!
    const files = sealedFiles(node.derived, node.vault)
    const text = () =>
      files.read('registers.names.esp', async (_facts, pieces) => {
        const all: Uint8Array[] = []
        for await (const piece of pieces) all.push(piece)
        return Buffer.concat(all).toString()
      })
    const { record } = await does('registers.add-one', { ...stated, subject: person('Rosalía de Castro') })
    await warmMemories(node)
    await keepMemories(node, false)
    expect(await text()).toContain('Rosalía de Castro')
    const { proposal } = await does('registers.propose-erasure', { record, ground: 'data-subject' })
    expect(await text()).toContain('Rosalía de Castro')
    await does('registers.confirm-erasure', { proposal }, second)
    await vi.waitFor(() => expect(text()).rejects.toMatchObject({ code: 'gone' }), PATIENT)
    net.clock.move(600_000)
    await keepMemories(node, false)
    expect(await text()).toContain('Juan Carlos')
    expect(await text()).not.toContain('Rosalía')
  })

  test('erasing a record takes two officers: the proposer does not confirm, a week ends it, either takes it back', async () => {
    const { record } = await does('registers.add-one', { ...stated, subject: person('Emilia Pardo Bazán') })
    const propose = (as: object = {}) => does('registers.propose-erasure', { record, ground: 'wrong-person' }, as)
    const { proposal } = await propose()
    await expect(does('registers.confirm-erasure', { proposal })).rejects.toMatchObject({
      code: 'access.denied',
      details: [{ reason: 'proposer' }],
    })
    await expect(propose(second)).rejects.toMatchObject({ code: 'state.conflict', details: [{ reason: 'waits' }] })
    for (const roles of [['desk'], ['analyst'], ['administrator'], ['front-line']])
      await expect(does('registers.confirm-erasure', { proposal }, { officer: { id: 'other', roles } })).rejects.toMatchObject({
        code: 'access.denied',
      })
    await expect(does('registers.confirm-erasure', { proposal }, { ...second, channel: 'api' })).rejects.toMatchObject({
      code: 'access.denied',
    })
    // who reads the record, and who erases by right and reads nothing, see that it waits
    expect((await does('registers.read-one', { record })).erasure).toMatchObject({ id: proposal, ground: 'wrong-person', state: 'waiting' })
    expect((await does('registers.find-erasures', { waiting: true }, second)).rows).toMatchObject([{ id: proposal, thing: record }])
    await does('registers.reject-erasure', { proposal }, second)
    await expect(does('registers.confirm-erasure', { proposal }, second)).rejects.toMatchObject({ details: [{ reason: 'settled' }] })
    const late = await propose()
    net.clock.move(7 * 86_400_000)
    await expect(does('registers.confirm-erasure', { proposal: late.proposal }, second)).rejects.toMatchObject({
      details: [{ reason: 'expired' }],
    })
    expect((await does('registers.read-one', { record })).erasure).toBeNull()
    const again = await propose(second)
    expect(await does('registers.confirm-erasure', { proposal: again.proposal })).toEqual({ record })
    await expect(does('registers.confirm-erasure', { proposal: again.proposal })).rejects.toMatchObject({ code: 'thing.unknown' })
    const entries = await net.nodes.esp!.node.database.many<{ row: Uint8Array }>(
      sql`select row from journal_entry where event = 'registers.erased' and subject = ${`record:${record}`}`,
    )
    expect(entries.map(({ row }) => JSON.parse(Buffer.from(row).toString()).detail)).toMatchObject([
      { ground: 'wrong-person', proposed_by: second.officer.id },
    ])
  })

  test('reviews fall due, are told once, and are confirmed for five years at most', async () => {
    const { record } = await does('registers.add-one', { ...stated, review_on: '2026-03-10', subject: person('Review Me') })
    expect((await does('registers.find-due-reviews', {})).total).toBe(0)
    const due = await does('registers.find-due-reviews', { by: '2026-03-10' })
    expect(due.rows.map(({ id }: { id: string }) => id)).toEqual([record])
    net.clock.move(9 * 86_400_000)
    await net.settle()
    net.clock.move(3_700_000)
    await net.settle()
    const { n } = await net.nodes.esp!.node.database.one<{ n: number }>(
      sql`select count(*) as n from journal_entry where event = 'registers.review-due' and subject = ${record}`,
    )
    expect(n).toBe(1)
    await does('registers.review-one', { record, version: 1, review_on: '2029-03-10' })
    expect((await does('registers.find-due-reviews', { by: '2026-12-31' })).total).toBe(0)
  })

  test('an export for evidence leaves out H1, disarms formulas, and can be imported again', async () => {
    await does('registers.add-one', {
      ...stated,
      reference: 'EV-1',
      handling: [{ code: 'H1' }],
      subject: { vehicle: { plate: '1234 BCD', country: 'ESP', make: '=cmd()' } },
    })
    await does('registers.add-one', {
      ...stated,
      reference: 'EV-2',
      subject: { vehicle: { plate: '5678 BCD', country: 'ESP', colour: 'red, dark' } },
    })
    const all = await does('registers.export-many', { kind: 'vehicle' })
    expect(all).toMatchObject({ rows: 2, total: 2, left_out: 0, next: null })
    expect(all.csv).toContain(`'=cmd()`)
    expect(all.csv).toContain('"red, dark"')
    const evidence = await does('registers.export-many', { kind: 'vehicle', evidential: true })
    expect(evidence).toMatchObject({ rows: 1, left_out: 1 })
    expect(evidence.csv).not.toContain('EV-1')
    await expect(does('registers.export-many', { kind: 'vehicle' }, { officer: { roles: ['desk'] } })).rejects.toMatchObject({
      code: 'access.denied',
    })
  })
})

describe.each(ENGINES)('importing a file on %s', (_, on_postgresql) => {
  let net: TestNetwork
  const does = (action: string, input: unknown, as: object = {}) => net.nodes.esp!.does(action, input, as)
  beforeAll(async () => {
    net = await esp(on_postgresql)
  })
  afterAll(() => net.close())

  const defaults = { ...stated, reference_prefix: 'WANTED' }

  async function sent(kind: string, csv: string, part = 100_000): Promise<string> {
    const { import: id } = await does('registers.begin-import', { kind, file_name: 'personas buscadas.csv', bytes: Buffer.byteLength(csv) })
    for (let at = 0, position = 0; at < csv.length; at += part, position++)
      await does('registers.add-import-part', { import: id, position, text: csv.slice(at, at + part) })
    return id
  }
  const mapped = async (id: string, more: object = {}) => {
    const { mapping } = await does('registers.preview-import', { import: id })
    return does('registers.preview-import', { import: id, mapping: { ...mapping, ...more }, defaults })
  }

  const HEADING = 'Apellidos;Nombre;Fecha de nacimiento;Sexo;Nacionalidad;Expediente\r\n'
  const row = (i: number) =>
    `García ${'abcdefghij'[i % 10]}${'klmnopqrst'[Math.floor(i / 10) % 10]}ez;José "${i}";${String((i % 28) + 1).padStart(2, '0')}/0${(i % 9) + 1}/19${60 + (i % 40)};H;ES;EXP-${i}\r\n`.replace(
      /"/g,
      '',
    )

  test('headings are recognised, the first rows are shown as records, and every fault of a row is named', async () => {
    const csv = `${HEADING}${row(1)}López;;31/02/1980;H;ES;EXP-2\r\nPérez;Ana;1980-02-28;mujer;XQ;EXP 3\r\n`
    const id = await sent('person', csv)
    const suggested = await does('registers.preview-import', { import: id })
    expect(suggested.mapping).toMatchObject({
      delimiter: ';',
      has_header: true,
      columns: ['family_name', 'given_name', 'birth_date', 'sex', 'nationality', 'reference'].map((field, column) => ({ column, field })),
    })
    const tried = await mapped(id)
    expect(tried.ready).toBe(true)
    expect(tried.rows[0]).toMatchObject({ line: 2, reference: 'EXP-1', detail: expect.stringContaining('1961'), faults: [] })
    expect(tried.rows[1]).toMatchObject({ line: 3, faults: [{ field: 'birth_date', reason: 'not-a-date' }] })
    expect(tried.rows[2].faults).toEqual([
      { field: 'nationality', reason: 'unknown-country' },
      { field: 'reference', reason: 'bad-form' },
    ])
    await does('registers.run-import', { import: id, bad_rows: 'refuse-all' })
    await net.nodes.esp!.door.idle()
    const read = await does('registers.read-import', { import: id })
    expect(read).toMatchObject({ state: 'refused', rows_read: 3, rows_bad: 2, rows_staged: 1, file_name: 'personas buscadas.csv' })
    const { rows } = await does('registers.find-import-errors', { import: id })
    expect(rows).toEqual([
      { line: 3, field: 'birth_date', reason: 'not-a-date' },
      { line: 4, field: 'nationality', reason: 'unknown-country' },
    ])
    expect((await does('registers.find-many', { kind: 'person' })).total).toBe(0)
    expect((await does('registers.find-many', { text: 'EXP-1' })).total).toBe(0)
  })

  test('1,700 rows come in slices, cut anywhere into parts, and are live all at once', async () => {
    net.clock.move(60_000)
    await net.settle()
    const csv = HEADING + Array.from({ length: 1_700 }, (_, i) => row(i)).join('')
    const id = await sent('person', csv, 33_333)
    await mapped(id)
    const seen: number[] = []
    await does('registers.run-import', { import: id, bad_rows: 'refuse-all' })
    for (let state = 'running'; state === 'running'; ) {
      seen.push((await does('registers.find-many', { kind: 'person' })).total)
      state = (await does('registers.read-import', { import: id })).state
    }
    expect(seen.every((total) => total === 0 || total === 1_700)).toBe(true)
    expect(await does('registers.read-import', { import: id })).toMatchObject({
      state: 'done',
      rows_staged: 1_700,
      rows_bad: 0,
      bytes_read: Buffer.byteLength(csv),
    })
    expect((await does('registers.find-many', { kind: 'person' })).total).toBe(1_700)
    const { check } = await does('checks.run', {
      subjects: [{ person: { names: [{ family: 'Garcia bkez', given: 'Jose' }], birth_date: '1961-02-02' } }],
    })
    await net.nodes.esp!.door.idle()
    expect((await does('checks.read-one', { check })).answers[0].state).toBe('hit')
  })

  test('rows whose reference is used, or comes twice, are bad; the others may come in without them', async () => {
    const csv = `${HEADING}Nueva;Ana;1980-01-01;M;ES;EXP-5\r\nNueva;Eva;1980-01-01;F;ES;NEW-1\r\nNueva;Ida;1980-01-01;F;ES;NEW-1\r\n`
    const id = await sent('person', csv)
    await mapped(id)
    await does('registers.run-import', { import: id, bad_rows: 'leave-out' })
    await net.nodes.esp!.door.idle()
    expect(await does('registers.read-import', { import: id })).toMatchObject({ state: 'done', rows_staged: 1, rows_bad: 2 })
    expect((await does('registers.find-import-errors', { import: id })).rows).toEqual([
      { line: 2, field: 'reference', reason: 'taken' },
      { line: 4, field: 'reference', reason: 'repeated' },
    ])
    expect((await does('registers.find-many', { kind: 'person' })).total).toBe(1_701)
  })

  test('a quote left open ends the import with the line where it stands', async () => {
    const id = await sent('person', `${HEADING}${row(5000)}"López;Ana;1980-01-01;F;ES;Q-1\r\n${row(5001)}`)
    await mapped(id)
    await does('registers.run-import', { import: id, bad_rows: 'leave-out' })
    await net.nodes.esp!.door.idle()
    expect(await does('registers.read-import', { import: id })).toMatchObject({ state: 'refused' })
    expect((await does('registers.find-import-errors', { import: id })).rows).toEqual([{ line: 3, field: 'row', reason: 'unreadable' }])
  })

  test('parts are bounded, in order, and the same one twice does no harm', async () => {
    const { import: id } = await does('registers.begin-import', { kind: 'document', file_name: 'a.csv', bytes: 20 })
    const part = (position: number, text: string) =>
      does('registers.add-import-part', { import: id, position, text }).catch(({ code }) => code)
    expect(await part(1, 'x')).toBe('state.conflict')
    expect(await part(0, 'number,type')).toEqual({ bytes: 20, bytes_received: 11 })
    expect(await part(0, 'number,type')).toEqual({ bytes: 20, bytes_received: 11 })
    expect(await part(0, 'another')).toBe('state.conflict')
    expect(await part(1, 'x'.repeat(10))).toBe('input.too-large')
    expect(await does('registers.run-import', { import: id, bad_rows: 'leave-out' }).catch(({ code }) => code)).toBe('state.conflict')
    expect(
      await does('registers.begin-import', { kind: 'document', file_name: 'a.csv', bytes: 60 * 1024 * 1024 }).catch(({ code }) => code),
    ).toBe('input.too-large')
    expect(await does('registers.withdraw-import', { import: id })).toEqual({ state: 'withdrawn' })
  })

  test('an import that stopped with its process is resumed by the duty; what came to nothing is swept with its keys', async () => {
    const csv = HEADING + Array.from({ length: 1_200 }, (_, i) => row(10_000 + i)).join('')
    const id = await sent('person', csv)
    await mapped(id)
    // the process dies after the act: its work never runs
    await net.nodes.esp!.node.database.transaction(async (writing) => {
      const { access_class } = await writing.one<{ access_class: number }>(sql`select access_class from registers_record limit 1`)
      await writing.run(
        sql`update registers_import set state = 'running', record_class = ${access_class}, touched_at = ${net.clock.now()} where id = ${id}`,
      )
    })
    for (let i = 0; i < 4; i++) {
      net.clock.move(20_000)
      await net.settle()
    }
    expect(await does('registers.read-import', { import: id })).toMatchObject({ state: 'done', rows_staged: 1_200 })
    const { staged } = await net.nodes.esp!.node.database.one<{ staged: number }>(
      sql`select count(*) as staged from registers_record where import in (select id from registers_import where state <> 'done')`,
    )
    expect(staged).toBe(0)
    const { parts } = await net.nodes.esp!.node.database.one<{ parts: number }>(sql`select count(*) as parts from registers_import_part`)
    expect(parts).toBe(0)
  })
})

if (!postgresql) test.skip('not run: registers on PostgreSQL, which is not installed here', () => {})
