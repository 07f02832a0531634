/** The Forum: meetings that carry commitments, declarations that are signed and proven, votes that are counted; and what a dishonest member may try. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Value from 'typebox/value'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { strategy } from '#capabilities/strategy/index.ts'
import { knownForum, seedOf as seedIn, thingsIn } from '#capabilities/strategy/saying.ts'
import { declarationHash } from '#capabilities/strategy/signing.ts'
import { thingId } from '#capabilities/strategy/thing-id.ts'
import { send } from '#kernel/applying.ts'
import type { Officer } from '#kernel/capability.ts'
import { digester, unsealing } from '#kernel/sealing.ts'
import { openArchive } from '#lib/tables/zip.ts'
import { verifyBundle } from '#wire/bundle.ts'
import type { Fields } from '#wire/fields.ts'
import { network, type TestNetwork } from './network.ts'

const en = (text: string) => ({ text, language: 'en' as const })
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const IDS = ['esp', 'mar', 'tun', 'frontex']
const SEED = 'ab'.repeat(16)

let net: TestNetwork
let forum: string
const soon = (ms: number) => new Date(net.clock.now().getTime() + ms).toISOString()
const does = async (id: string, action: string, input: object, officer: Partial<Officer> = {}) => {
  const output = await net.nodes[id]!.does(`strategy.${action}`, { forum, ...input }, { officer })
  const { output: schema } = strategy.actions.find(({ name }) => name === `strategy.${action}`)!
  expect([action, ...Value.Errors(schema, output).slice(0, 3)]).toEqual([action])
  return output as never
}
const refused = (id: string, action: string, input: object, officer: Partial<Officer> = {}) =>
  does(id, action, input, officer).then(
    () => undefined,
    ({ code, details }) => details?.[0]?.reason ?? code,
  )
const states = async (id: string, kind: string, set: object, thing: string | null = null): Promise<string> =>
  ((await does(id, 'state-thing', { thing, kind, set })) as { thing: string }).thing
const cannot = (id: string, kind: string, set: object, thing: string | null = null) => refused(id, 'state-thing', { thing, kind, set })

interface Out {
  readonly id: string
  readonly by: string
  readonly set: Fields
}
const find = async (id: string, ...kinds: string[]): Promise<Out[]> =>
  ((await does(id, 'find-things', { kinds, limit: 200, offset: 0 })) as { things: Out[] }).things

/** Says a word past the own application, as a node could that has been changed. */
async function saysPast(id: string, body: { kind: string; set: object; maker?: string; seed?: string; version?: number }) {
  const { node } = net.nodes[id]!
  const { maker = id, seed = SEED, version = Math.floor(net.clock.now().getTime() / 1_000) } = body
  const draft = {
    network: 'euromed',
    unit: 'spoc',
    classification: 'restricted',
    language: 'en',
    type: 'strategy.word.v1',
    case: forum,
    space: { id: forum, epoch: 0 },
    to: IDS.filter((one) => one !== id),
    body: { thing: thingId(maker, seed), maker, seed, kind: body.kind, version, set: body.set },
  } as const
  await node.database.transaction((writing) =>
    send({ ...node, handlers: new Map() } as typeof node, writing, { network: 'euromed', member: id }, draft),
  )
  await net.settle()
  return draft.body.thing
}

beforeAll(async () => {
  net = await network(IDS, { capabilities: [strategy] })
  const opened = (await net.nodes.esp!.does('strategy.open-forum', {
    network: 'euromed',
    title: en('Directors of police'),
    kind: 'strategic-forum',
    participants: ['mar', 'tun'],
    observers: ['frontex'],
    guests: [],
    quorum: 60,
  })) as { forum: string }
  forum = opened.forum
  await net.settle()
})
afterAll(() => net?.close())

describe('a meeting', () => {
  let first: string
  let second: string
  let commitment: string
  const meeting = async (id: string, meeting: string) =>
    (await does(id, 'read-meeting', { meeting })) as {
      agenda: Out[]
      coming: { member: string; part: string; says: string | null }[]
      carried: { thing: Out; state: string; carried: number; overdue_days: number; silent: string[]; reports: Out[] }[]
      agreed: Out[]
    }

  test('has its agenda in order, and says of whom it is not known whether they come', async () => {
    first = await states('esp', 'meeting', { title: en('First'), at: soon(HOUR_MS), until: soon(3 * HOUR_MS), place: { name: 'Madrid' } })
    await net.settle()
    const put = (id: string, set: object) => does(id, 'put-thing', { thing: null, kind: 'item', set: { meeting: first, ...set } })
    await put('mar', { title: en('Boats'), order: 2 })
    await put('frontex', { title: en('Figures') })
    await put('esp', { title: en('Opening'), order: 1 })
    await states('mar', 'attendance', { meeting: first, says: 'comes', head: { name: 'A. Director' } })
    await states('frontex', 'attendance', { meeting: first, says: 'excused' })
    await net.settle()
    const { agenda, coming } = await meeting('tun', first)
    expect(agenda.map(({ set }) => (set.title as { text: string }).text)).toEqual(['Opening', 'Boats', 'Figures'])
    expect(coming.map(({ member, part, says }) => [member, part, says])).toEqual([
      ['esp', 'chair', null],
      ['mar', 'participant', 'comes'],
      ['tun', 'participant', null],
      ['frontex', 'observer', 'excused'],
    ])
    expect(await cannot('mar', 'attendance', { meeting: first, says: 'online' })).toBe('said already: change that')
  })

  test('takes over what was agreed before, until an owner has reported it done and the chair has accepted', async () => {
    const due = soon(10 * DAY_MS).slice(0, 10)
    commitment = await states('esp', 'commitment', {
      meeting: first,
      title: en('A contact point in each port'),
      owners: ['mar', 'tun'],
      due,
    })
    await net.settle()
    expect((await meeting('mar', first)).carried).toEqual([])
    expect((await meeting('mar', first)).agreed).toHaveLength(1)
    net.clock.move(30 * DAY_MS)
    second = await states('esp', 'meeting', { title: en('Second'), at: soon(HOUR_MS) })
    net.clock.move(2 * HOUR_MS)
    await net.settle()
    expect((await meeting('mar', second)).carried).toMatchObject([
      { thing: { id: commitment }, state: 'open', carried: 1, overdue_days: 20, silent: ['mar', 'tun'] },
    ])
    expect(await cannot('esp', 'acceptance', { on: commitment, accepted: true })).toBe('nobody reported it done')
    expect(await cannot('esp', 'report', { on: commitment, state: 'done', text: en('Theirs') })).toBe('not its owner')
    await states('mar', 'report', { on: commitment, state: 'done', text: en('Nineteen ports') })
    await net.settle()
    expect((await meeting('tun', second)).carried).toMatchObject([{ state: 'reported-done', overdue_days: 0, silent: ['tun'] }])
    await states('esp', 'acceptance', { on: commitment, meeting: second, accepted: false, text: en('And the others?') })
    await net.settle()
    expect((await meeting('tun', second)).carried).toMatchObject([{ state: 'returned', overdue_days: 20 }])
  })

  test('no report by who is not its owner, and no acceptance without one, makes a commitment done', async () => {
    // the observer reports, and a member that has no chair accepts, past their applications
    await saysPast('frontex', { kind: 'report', set: { on: commitment, state: 'done', text: en('Done') } })
    await saysPast('tun', { kind: 'acceptance', set: { on: commitment, accepted: true } })
    expect((await meeting('esp', second)).carried).toMatchObject([{ state: 'returned', reports: [{ by: 'mar' }] }])
    // the chair itself accepts, past its application, what nobody reported
    const other = await states('esp', 'commitment', { meeting: first, title: en('Never done'), owners: ['tun'] })
    await saysPast('esp', { kind: 'acceptance', set: { on: other, accepted: true } })
    const { followed } = (await does('mar', 'find-followed', { kind: 'commitment' })) as { followed: { thing: Out; state: string }[] }
    expect(followed.find(({ thing }) => thing.id === other)?.state).toBe('open')
  })

  test('accepted, it is taken over no more, and stays in the meetings where it was', async () => {
    net.clock.move(HOUR_MS)
    await states('tun', 'report', { on: commitment, state: 'done', text: en('And all of ours') })
    await net.settle()
    await states('esp', 'acceptance', { on: commitment, meeting: second, accepted: true })
    net.clock.move(DAY_MS)
    const third = await states('esp', 'meeting', { title: en('Third'), at: soon(-HOUR_MS) })
    await net.settle()
    const ids = async (id: string) => (await meeting('mar', id)).carried.map(({ thing, state, carried }) => [thing.id, state, carried])
    expect(await ids(second)).toContainEqual([commitment, 'accepted', 1])
    expect((await ids(third)).map(([id]) => id)).not.toContain(commitment)
    const [{ id: accepted }] = (await find('esp', 'acceptance')).filter(({ set }) => set.accepted === true) as [Out]
    expect(await refused('esp', 'withdraw-thing', { thing: accepted, reason: en('no') })).toBe('stays as it was given')
  })

  test('is a calendar that others read, and a report in four languages and three forms', async () => {
    const { content, sha256 } = (await does('frontex', 'take-calendar', {})) as { content: string; sha256: string }
    const calendar = Buffer.from(content, 'base64').toString('utf8')
    expect(calendar.match(/BEGIN:VEVENT/g)).toHaveLength(3)
    expect(calendar).toContain('SUMMARY:Second')
    expect(calendar).toContain(`UID:${first}@portolan`)
    expect(sha256).toMatch(/^[0-9a-f]{64}$/)
    const paper = async (form: string, language: string) =>
      Buffer.from(
        ((await does('mar', 'take-paper', { kind: 'meeting', thing: second, form, language })) as { content: string }).content,
        'base64',
      )
    const word = { en: 'accepted as done', fr: 'accepté comme accompli', ar: 'قُبل إنجازه', es: 'aceptado como cumplido' }
    for (const [language, accepted] of Object.entries(word)) {
      const document = xmlOf(await paper('docx', language), 'word/document.xml')
      expect(document).toContain('A contact point in each port')
      expect(document).toContain(accepted)
      expect(document.includes('w:bidi')).toBe(language === 'ar')
    }
    expect((await paper('xlsx', 'ar')).subarray(0, 2).toString()).toBe('PK')
    const pdf = await paper('pdf', 'ar')
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    if (HAS_POPPLER) expect(pdfText(pdf)).toContain('A contact point in each port')
    expect(await refused('mar', 'take-paper', { kind: 'declaration', thing: second, form: 'pdf', language: 'en' })).toBe('thing.unknown')
  })
})

const HAS_POPPLER = spawnSync('pdftotext', ['-v'], { timeout: 30_000 }).status === 0
function pdfText(bytes: Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-'))
  try {
    writeFileSync(join(folder, 'paper.pdf'), bytes)
    return execFileSync('pdftotext', [join(folder, 'paper.pdf'), '-'], { encoding: 'utf8', timeout: 60_000 })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
function xmlOf(bytes: Uint8Array, name: string): string {
  const part = openArchive(bytes)?.read(name, 8 * 1024 * 1024)
  return part instanceof Uint8Array ? new TextDecoder().decode(part) : expect.unreachable(String(part))
}

describe('a declaration', () => {
  let declaration: string
  const set = { title: en('Declaration'), text: en('We work together.\n\nWe meet every year.'), state: 'open' }
  const signature = (hash = declarationHash(set as never)) => ({ declaration, sha256: hash, signatory: { name: 'A. Director' } })
  const read = async (id: string) =>
    (await does(id, 'read-declaration', { declaration })) as {
      sha256: string
      closed_at: string | null
      signatures: { member: string; state: string }[]
      unsigned: string[]
      comments: Out[]
    }
  const signed = async (id: string) => (await read(id)).signatures.map(({ member, state }) => `${member} ${state}`).sort()

  test('is drafted together, opened, and signed by each member on the text that stands', async () => {
    const draft = { title: set.title, text: en('We shall work together.'), state: 'draft' }
    declaration = await states('esp', 'declaration', draft)
    await net.settle()
    expect(await cannot('mar', 'signature', signature(declarationHash(draft as never)))).toBe('closed')
    await does('frontex', 'put-thing', {
      thing: null,
      kind: 'comment',
      set: { on: declaration, text: en('Shorter'), wording: en('We work together.') },
    })
    net.clock.move(HOUR_MS)
    await states('esp', 'declaration', set, declaration)
    await does('esp', 'put-thing', {
      thing: null,
      kind: 'rendering',
      set: { declaration, title: { text: 'إعلان', language: 'ar' }, text: { text: 'نعمل معًا.', language: 'ar' } },
    })
    await net.settle()
    expect(await read('tun')).toMatchObject({
      sha256: declarationHash(set as never),
      closed_at: null,
      unsigned: ['esp', 'mar', 'tun'],
      comments: [{ by: 'frontex' }],
    })
    expect(await cannot('mar', 'signature', signature(declarationHash(draft as never)))).toBe('another text')
    expect(await cannot('frontex', 'signature', signature())).toBe('record.not-owner')
    expect(await refused('mar', 'state-thing', { thing: null, kind: 'signature', set: signature() }, { roles: ['desk', 'analyst'] })).toBe(
      'access.denied',
    )
    await states('mar', 'signature', signature())
    await states('esp', 'signature', signature())
    await net.settle()
    expect(await signed('tun')).toEqual(['esp signed', 'mar signed'])
    expect((await read('frontex')).unsigned).toEqual(['tun'])
    expect(await refused('esp', 'withdraw-thing', { thing: declaration, reason: en('no') })).toBe('stays as it was given')
    expect(await cannot('esp', 'declaration', { ...set, state: 'draft' }, declaration)).toBe('signed already')
  })

  test('is a bundle with all its signatures, which the command verifies with nothing else; and not with one byte changed', async () => {
    const genesis = net.nodes.tun!.node.peers.memberships[0]!.genesis_sha256
    const taken = (await does('tun', 'take-bundle', { declaration })) as { content: string; statements: number; left_out: number }
    expect(taken).toMatchObject({ statements: 3, left_out: 0 })
    const bytes = new Uint8Array(Buffer.from(taken.content, 'base64'))
    const verified = verifyBundle(bytes, { trusted: genesis })
    if (!verified.ok) return expect.unreachable(verified.reason)
    expect(verified.report.ok).toBe(true)
    const said = verified.report.statements.map(({ statement }) => {
      const { kind, set } = statement!.body as { kind: string; set: Fields }
      return [statement!.header.from.member, kind, kind === 'signature' ? set.sha256 : declarationHash(set)]
    })
    const hash = declarationHash(set as never)
    expect(said.sort()).toEqual([
      ['esp', 'declaration', hash],
      ['esp', 'signature', hash],
      ['mar', 'signature', hash],
    ])
    const folder = mkdtempSync(join(tmpdir(), 'portolan-'))
    const command = (name: string, bundle: Uint8Array) => {
      writeFileSync(join(folder, name), bundle)
      return spawnSync(
        process.execPath,
        [join(import.meta.dirname, '../../src/main/cli.ts'), 'bundle', 'verify', join(folder, name), '--roster-hash', genesis],
        { encoding: 'utf8', timeout: 120_000 },
      )
    }
    try {
      expect(command('sound', bytes)).toMatchObject({ status: 0 })
      const at = Buffer.from(bytes).indexOf('"jws":"') + 300
      const changed = Uint8Array.from(bytes, (byte, i) => (i === at ? (byte === 65 ? 66 : 65) : byte))
      expect(command('changed', changed)).toMatchObject({ status: 1 })
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
    expect(await refused('tun', 'take-bundle', { declaration }, { roles: ['desk', 'analyst'] })).toBe('access.denied')
  })

  test('is a paper with its signature block, in Arabic with the translation beside what is signed', async () => {
    const { content } = (await does('mar', 'take-paper', { kind: 'declaration', thing: declaration, form: 'docx', language: 'ar' })) as {
      content: string
    }
    const document = xmlOf(Buffer.from(content, 'base64'), 'word/document.xml')
    for (const part of ['We meet every year.', 'نعمل معًا.', 'A. Director', 'مشاركون لم يوقّعوا', declarationHash(set as never)])
      expect(document).toContain(part)
  })

  test('a text changed under its signatures has none of them; put back it has them again', async () => {
    net.clock.move(HOUR_MS)
    await expect(cannot('esp', 'declaration', { ...set, text: en('We work.') }, declaration)).resolves.toBe('signed already')
    const [there] = (await find('esp', 'declaration')).filter(({ id }) => id === declaration)
    expect(there!.set.text).toEqual(set.text)
    // the chair says another text, past its application
    const seed = await seedOf('esp', declaration)
    await saysPast('esp', { kind: 'declaration', seed, set: { ...set, text: en('We obey Spain.') } })
    expect(await signed('tun')).toEqual(['esp another-text', 'mar another-text'])
    expect((await read('tun')).unsigned).toEqual(['esp', 'mar', 'tun'])
    net.clock.move(HOUR_MS)
    await saysPast('esp', { kind: 'declaration', seed, set })
    expect(await signed('tun')).toEqual(['esp signed', 'mar signed'])
  })

  test('nobody but the chair changes it; an older version that comes again changes nothing', async () => {
    const seed = await seedOf('esp', declaration)
    await saysPast('mar', { kind: 'declaration', maker: 'esp', seed, version: 9_000_000_000, set: { ...set, text: en('Forged') } })
    await saysPast('mar', { kind: 'declaration', set: { ...set, text: en('Of mine') } })
    await saysPast('esp', { kind: 'declaration', seed, version: 1, set: { ...set, text: en('Replayed') } })
    for (const id of ['tun', 'frontex']) {
      expect(await find(id, 'declaration')).toMatchObject([{ id: declaration, by: 'esp', set: { text: set.text } }])
      expect(await signed(id)).toEqual(['esp signed', 'mar signed'])
    }
  })

  test('a signature after the close, of who only looks on, or on another text counts nowhere; one that was given is not taken back', async () => {
    net.clock.move(HOUR_MS)
    await states('esp', 'declaration', { ...set, state: 'closed' }, declaration)
    net.clock.move(HOUR_MS)
    await net.settle()
    expect(await cannot('tun', 'signature', signature())).toBe('closed')
    await saysPast('tun', { kind: 'signature', set: signature() })
    await saysPast('frontex', { kind: 'signature', set: signature() })
    const [own] = (await find('mar', 'signature')).filter(({ by }) => by === 'mar')
    await saysPast('mar', { kind: 'signature', seed: await seedOf('mar', own!.id), set: signature('0'.repeat(64)) })
    for (const id of ['esp', 'frontex']) expect(await signed(id)).toEqual(['esp signed', 'mar signed', 'tun late'])
    expect((await read('esp')).unsigned).toEqual(['tun'])
    expect(await cannot('esp', 'declaration', set, declaration)).toBe('closed')
  })
})

/** The seed of a thing, as every node that has it knows it. */
async function seedOf(id: string, thing: string): Promise<string> {
  const { node } = net.nodes[id]!
  const viewing = { reading: node.database, vault: { ...unsealing(node), digest: digester(node) }, officer: { member: id } as Officer }
  const known = await knownForum(viewing, forum)
  const there = (await thingsIn(viewing, known)).find((one) => one.id === thing)!
  return seedIn(viewing, known, there)
}

describe('a consultation', () => {
  const asked = (more: object = {}) => ({
    title: en('Tiers'),
    question: en('Shall drugs be of the first tier?'),
    due: soon(HOUR_MS),
    quorum: 60,
    majority: 'simple',
    state: 'open',
    ...more,
  })
  const read = async (id: string, consultation: string) =>
    (await does(id, 'read-consultation', { consultation })) as {
      over: boolean
      votes: { vote: Out; counts: boolean }[]
      silent: string[]
      contradicting: string[]
      tally: { result: string; yes: number; no: number; abstain: number; entitled: number }
      needed: number
      outcome: Out | null
      doubts: string[]
    }

  test('says how many are needed, who has not voted, and that there was no quorum', async () => {
    const consultation = await states('esp', 'consultation', asked())
    await net.settle()
    await states('mar', 'vote', { consultation, says: 'yes' })
    await net.settle()
    expect(await read('tun', consultation)).toMatchObject({
      over: false,
      needed: 2,
      silent: ['esp', 'tun'],
      tally: { result: 'no-quorum', yes: 1, entitled: 3 },
      outcome: null,
    })
    expect(await cannot('esp', 'consultation', asked({ question: en('Shall all be?') }), consultation)).toBe('voted already')
    expect(await cannot('esp', 'consultation', asked({ state: 'closed' }), consultation)).toBe('not counted yet')
    net.clock.move(2 * HOUR_MS)
    expect(await cannot('tun', 'vote', { consultation, says: 'yes' })).toBe('closed')
    await does('esp', 'close-consultation', { consultation })
    await net.settle()
    expect(await read('tun', consultation)).toMatchObject({ outcome: { set: { result: 'no-quorum' } }, silent: ['esp', 'tun'], doubts: [] })
    expect(await cannot('esp', 'outcome', { consultation, result: 'no-quorum', yes: 1, no: 0, abstain: 0, entitled: 3 })).toBe(
      'counted already',
    )
  })

  test('a vote after the end, of who does not take part, or the second of one member changes nothing', async () => {
    const consultation = await states('esp', 'consultation', asked())
    await net.settle()
    const vote = await states('mar', 'vote', { consultation, says: 'yes' })
    await states('esp', 'vote', { consultation, says: 'yes' })
    await saysPast('frontex', { kind: 'vote', seed: '01'.repeat(16), set: { consultation, says: 'no' } })
    await net.settle()
    // within what clocks may differ by
    net.clock.move(HOUR_MS + 60_000)
    await saysPast('tun', { kind: 'vote', seed: '02'.repeat(16), set: { consultation, says: 'no' } })
    // a second vote of one member, as from another channel of it, late as well
    await saysPast('mar', { kind: 'vote', seed: '03'.repeat(16), set: { consultation, says: 'no' } })
    expect(await read('esp', consultation)).toMatchObject({ tally: { yes: 2, no: 0 }, contradicting: ['mar'] })
    expect(await refused('mar', 'withdraw-thing', { thing: vote, reason: en('no') })).toBe('stays as it was given')
    expect(await does('esp', 'close-consultation', { consultation })).toMatchObject({ result: 'adopted' })
    await net.settle()
    // changed afterwards, past the application: the count stands
    await saysPast('mar', { kind: 'vote', seed: await seedOf('mar', vote), set: { consultation, says: 'no' } })
    expect(await read('tun', consultation)).toMatchObject({ outcome: { set: { yes: 2, no: 0 } }, doubts: [], silent: ['tun'] })
  })

  test('of two votes of one member in time the newer counts, and that they contradict each other is seen', async () => {
    const consultation = await states('esp', 'consultation', asked({ majority: 'unanimity' }))
    await net.settle()
    await states('mar', 'vote', { consultation, says: 'yes' })
    await states('tun', 'vote', { consultation, says: 'yes' })
    await net.settle()
    net.clock.move(60_000)
    await saysPast('mar', { kind: 'vote', seed: '04'.repeat(16), set: { consultation, says: 'no' } })
    expect(await read('esp', consultation)).toMatchObject({ tally: { result: 'rejected', yes: 1, no: 1 }, contradicting: ['mar'] })
  })

  test('a vote that came to the chair after the end was not counted, and every node sees the same', async () => {
    const consultation = await states('esp', 'consultation', asked())
    await net.settle()
    await states('mar', 'vote', { consultation, says: 'yes' })
    await net.settle()
    net.wire.cut.add('tun>esp')
    await states('tun', 'vote', { consultation, says: 'no' })
    await net.settle()
    net.clock.move(3 * HOUR_MS)
    net.wire.cut.clear()
    await net.settle()
    expect(await does('esp', 'close-consultation', { consultation })).toMatchObject({ result: 'no-quorum' })
    await net.settle()
    const { votes, outcome, doubts } = await read('mar', consultation)
    expect(outcome!.set).toMatchObject({ yes: 1, no: 0 })
    expect(votes.map(({ vote, counts }) => [vote.by, counts])).toEqual([
      ['mar', true],
      ['tun', false],
    ])
    expect(doubts).toEqual([])
  })

  test('an outcome that the chair makes up is doubted, and one that another makes up is none', async () => {
    const consultation = await states('esp', 'consultation', asked())
    await net.settle()
    const vote = await states('mar', 'vote', { consultation, says: 'no' })
    await net.settle()
    const made = { consultation, result: 'adopted', counted: [vote], yes: 3, no: 0, abstain: 0, entitled: 3 }
    await saysPast('tun', { kind: 'outcome', seed: '05'.repeat(16), set: made })
    expect((await read('mar', consultation)).outcome).toBe(null)
    net.clock.move(2 * HOUR_MS)
    await saysPast('esp', { kind: 'outcome', seed: '06'.repeat(16), set: { ...made, counted: [vote, thingId('tun', SEED)] } })
    expect((await read('mar', consultation)).doubts).toEqual(['not-here', 'other-numbers'])
  })
})

describe('the commitments of 2015', () => {
  test('are taken over by the chair, each once, with where it is from', async () => {
    expect(await refused('mar', 'take-commitments', { language: 'fr' })).toBe('record.not-owner')
    expect(await does('esp', 'take-commitments', { language: 'fr' })).toEqual({ taken: 8, there: 0 })
    expect(await does('esp', 'take-commitments', { language: 'en' })).toEqual({ taken: 0, there: 8 })
    await net.settle()
    const sourced = (await find('tun', 'commitment')).filter(({ set }) => String(set.source).startsWith('published:algeciras-'))
    expect(sourced).toHaveLength(8)
    expect(sourced.every(({ set }) => (set.title as { language: string }).language === 'fr')).toBe(true)
  })
})

describe('a group', () => {
  test('each member states its own standing on an instrument, once, and reports on what it tracks itself', async () => {
    await states('mar', 'instrument', { instrument: 'untoc-2000', title: en('Convention'), state: 'in-force' })
    expect(await cannot('mar', 'instrument', { instrument: 'untoc-2000', title: en('Convention'), state: 'none' })).toBe(
      'said already: change that',
    )
    expect(await cannot('tun', 'instrument', { instrument: 'x-unknown', state: 'none' })).toBe('missing')
    const tracked = await states('tun', 'tracked', { title: en('Beneficial owners'), by_body: { name: 'FATF' }, due: '2026-03-01' })
    await net.settle()
    expect(await cannot('mar', 'report', { on: tracked, state: 'done', text: en('x') })).toBe('not its owner')
    await states('tun', 'report', { on: tracked, state: 'under-way', text: en('A law is before parliament') })
    await net.settle()
    const { followed } = (await does('mar', 'find-followed', { kind: 'tracked' })) as {
      followed: { state: string; owners: string[]; overdue_days: number }[]
    }
    expect(followed).toMatchObject([{ state: 'under-way', owners: ['tun'] }])
    expect(followed[0]!.overdue_days).toBeGreaterThan(0)
  })
})
