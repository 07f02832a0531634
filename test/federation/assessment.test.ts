/** A threat assessment across nodes: contributions under national control, read by who holds them, adopted, and published without a country's figure. */
import { execFileSync, spawnSync } from 'node:child_process'
import Value from 'typebox/value'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AssessmentReading } from '#capabilities/strategy/assessing.ts'
import { strategy } from '#capabilities/strategy/index.ts'
import type { Officer } from '#kernel/capability.ts'
import { writeArchive } from '#lib/documents/archive.ts'
import { openArchive } from '#lib/tables/zip.ts'
import type { Fields } from '#wire/fields.ts'
import { network, type TestNetwork } from './network.ts'

const en = (text: string) => ({ text, language: 'en' as const })
const DAY_MS = 86_400_000
const SECRET = 'Puerto Escondido'
const has_poppler = spawnSync('pdftotext', ['-v'], { timeout: 30_000 }).status === 0

let net: TestNetwork
let forum: string
let assessment: string
const does = async (id: string, action: string, input: object, officer: Partial<Officer> = {}) => {
  const output = await net.nodes[id]!.does(`strategy.${action}`, input, { officer })
  const { output: schema } = strategy.actions.find(({ name }) => name === `strategy.${action}`)!
  expect([action, ...Value.Errors(schema, output).slice(0, 3)]).toEqual([action])
  return output as never
}
const refused = (id: string, action: string, input: object, officer: Partial<Officer> = {}) =>
  does(id, action, input, officer).then(
    () => undefined,
    ({ code, details }) => ({ code, reason: details?.[0]?.reason }),
  )
const states = async (id: string, kind: string, set: object, thing: string | null = null): Promise<string> =>
  ((await does(id, 'state-thing', { forum, thing, kind, set })) as { thing: string }).thing
const cannot = (id: string, kind: string, set: object, thing: string | null = null) =>
  refused(id, 'state-thing', { forum, thing, kind, set })
const puts = async (id: string, kind: string, set: object): Promise<string> =>
  ((await does(id, 'put-thing', { forum, thing: null, kind, set })) as { thing: string }).thing
const reads = (id: string) => does(id, 'read-assessment', { forum, assessment }) as Promise<AssessmentReading>
const firearms = async (id: string) => (await reads(id)).areas.find(({ crime_area }) => crime_area === 'firearms')!

let called: Fields
const answer = (more: object = {}) => ({
  assessment,
  crime_area: 'firearms',
  counting_unit: en('weapons seized'),
  quantity: '7319',
  magnitude: '4',
  likelihood: '3',
  vulnerability: '2',
  impact: '1',
  text: en(SECRET),
  limitations: en('The south is not counted'),
  ...more,
})

beforeAll(async () => {
  net = await network(['esp', 'mar', 'tun', 'frontex'], { capabilities: [strategy] })
  ;({ forum } = (await does('esp', 'open-forum', {
    network: 'euromed',
    title: en('Strategic Cooperation Forum'),
    kind: 'strategic-forum',
    participants: ['mar', 'tun'],
    observers: ['frontex'],
    guests: [],
    quorum: 60,
  })) as { forum: string })
  called = {
    title: en('EMTA'),
    due: new Date(net.clock.now().getTime() + DAY_MS).toISOString(),
    from: '2025-01-01',
    until: '2025-12-31',
    areas: ['cybercrime', 'firearms'],
    combiner: 'product',
    state: 'call',
  }
  await net.settle()
  assessment = await states('esp', 'assessment', called)
  await net.settle()
})
afterAll(() => net.close())

test('what a country says to the chair is not at a third member, and is read only as far as it is held', async () => {
  const desk = { roles: ['desk'], unit: 'port' } as Partial<Officer>
  const { draft } = (await does('mar', 'save-draft', { forum, draft: null, thing: null, kind: 'contribution', set: answer() }, desk)) as {
    draft: string
  }
  // a draft of a unit is the unit's, and the supervisor's
  const drafts = async (officer: Partial<Officer>) =>
    ((await does('mar', 'find-drafts', { forum }, officer)) as { drafts: object[] }).drafts
  expect((await drafts({ roles: ['desk'], unit: 'cyber' })).length).toBe(0)
  expect((await drafts({})).length).toBe(1)
  expect((await firearms('mar')).contributions).toEqual([])
  await does('mar', 'state-thing', { forum, thing: null, kind: 'contribution', set: answer(), draft })
  await net.settle()
  const members = async (id: string) => (await firearms(id)).contributions.map(({ member }) => member)
  expect(await Promise.all(['esp', 'mar', 'tun'].map(members))).toEqual([['mar'], ['mar'], []])
  expect((await reads('esp')).holds).toBe('all')
  expect(await reads('tun')).toMatchObject({ holds: 'shared', response_rate: null })
  expect(JSON.stringify(await reads('tun'))).not.toContain(SECRET)
  expect(await cannot('tun', 'contribution', answer({ crime_area: 'child-abuse' }))).toMatchObject({ reason: 'not asked about' })
  const { counting_unit: _, ...without } = answer()
  expect(await cannot('tun', 'contribution', without)).toMatchObject({ code: 'input.malformed' })
})

test('what arrives after the day is marked as late by the time of its arrival', async () => {
  net.clock.move(2 * DAY_MS)
  await states('tun', 'contribution', answer({ magnitude: '2', likelihood: '2', impact: '2', shared: true }))
  await net.settle()
  const { contributions, risk, silent } = await firearms('esp')
  expect(contributions.map(({ member, doubts }) => [member, doubts])).toEqual([
    ['mar', []],
    ['tun', ['late']],
  ])
  // 4·3·2·1 = 24 and 2·2·2·2 = 16
  expect(risk).toEqual({ middle: { least: 20, most: 20 }, whole: { least: 16, most: 24 }, countries: 2 })
  expect(silent).toEqual(['esp'])
  expect((await reads('esp')).response_rate).toBeCloseTo(2 / 3)
  expect((await firearms('mar')).contributions.map(({ member }) => member)).toEqual(['mar', 'tun'])
})

test('it is adopted with a chapter of limitations, and its chapters stay as they were adopted', async () => {
  const chapter = { assessment, part: 'summary', title: en('Summary'), text: en('Open summary'), public: true, order: 1 }
  await puts('esp', 'chapter', chapter)
  await puts('esp', 'chapter', { ...chapter, part: 'networks', title: en('Networks'), text: en(SECRET), public: false, order: 2 })
  expect(await refused('mar', 'put-thing', { forum, thing: null, kind: 'chapter', set: chapter })).toMatchObject({
    code: 'record.not-owner',
  })
  expect(await cannot('esp', 'assessment', { ...called, state: 'adopted' }, assessment)).toMatchObject({ reason: 'missing' })
  const limits = { ...chapter, part: 'limitations', title: en('Limits'), text: en('Figures are national'), public: false }
  const limited = await puts('esp', 'chapter', limits)
  expect(await cannot('esp', 'assessment', { ...called, state: 'published' }, assessment)).toMatchObject({
    reason: 'no public limitations',
  })
  await does('esp', 'put-thing', { forum, thing: limited, kind: 'chapter', set: { ...limits, public: true } })
  await states('mar', 'position', { on: assessment, says: 'agree' })
  await states('esp', 'assessment', { ...called, state: 'adopted' }, assessment)
  await net.settle()
  expect((await reads('tun')).positions).toEqual([
    { member: 'esp', says: null, reason: null },
    { member: 'mar', says: 'agree', reason: null },
    { member: 'tun', says: null, reason: null },
  ])
  expect(await refused('esp', 'put-thing', { forum, thing: limited, kind: 'chapter', set: limits })).toMatchObject({ reason: 'closed' })
  expect(await cannot('mar', 'contribution', answer({ crime_area: 'cybercrime' }))).toMatchObject({ reason: 'closed' })
  expect(await cannot('esp', 'assessment', { ...called, state: 'drafting' }, assessment)).toMatchObject({ reason: 'adopted already' })
})

const textOf = (form: string, bytes: Uint8Array): string => {
  if (form === 'pdf')
    return has_poppler
      ? execFileSync('pdftotext', ['-', '-'], { input: bytes, encoding: 'utf8', timeout: 60_000 }).replace(/\s+/gu, ' ')
      : ''
  const archive = openArchive(bytes)!
  return archive.names.map((name) => new TextDecoder().decode(archive.read(name, 10_000_000) as Uint8Array)).join('\n')
}

test('the public version is made once it is published, and has no byte of a contribution or of a chapter that is not public', async () => {
  const taken = async (id: string, version: string, form: string, language = 'en') => {
    const { content } = (await does(id, 'take-assessment', { forum, assessment, version, form, language })) as { content: string }
    return textOf(form, Buffer.from(content, 'base64'))
  }
  expect(await refused('esp', 'take-assessment', { forum, assessment, version: 'public', form: 'xlsx', language: 'en' })).toMatchObject({
    reason: 'not published',
  })
  await states('esp', 'assessment', { ...called, state: 'published' }, assessment)
  for (const form of ['xlsx', 'docx', ...(has_poppler ? ['pdf'] : [])]) {
    const [closed, open] = [await taken('esp', 'restricted', form), await taken('esp', 'public', form)]
    for (const word of [SECRET, '7319', 'weapons seized'])
      expect([form, word, closed.includes(word), open.includes(word)]).toEqual([form, word, true, false])
    expect([open.includes('Open summary'), open.includes('Figures are national')]).toEqual([true, true])
  }
  expect(await taken('esp', 'restricted', 'docx', 'ar')).toContain('تقييم التهديدات')
  // a third member's holds what was shared with it, and says so
  const third = await taken('tun', 'restricted', 'xlsx')
  expect([third.includes('weapons seized'), third.includes('not in the chair')]).toEqual([true, true])
  expect(await refused('frontex', 'read-assessment', { forum, assessment: forum })).toMatchObject({ code: 'thing.unknown' })
})

test('a strategy that was published is taken over once, with its source, and each priority is endorsed by the members', async () => {
  const take = (id: string) =>
    does(id, 'take-over', { forum, strategy: '2024', language: 'fr' }) as Promise<{ taken: number; there: number }>
  expect(await refused('mar', 'take-over', { forum, strategy: '2024', language: 'fr' })).toMatchObject({ code: 'record.not-owner' })
  const { taken } = await take('esp')
  expect(taken).toBeGreaterThan(20)
  expect(await take('esp')).toEqual({ taken: 0, there: taken })
  await net.settle()
  const { things } = (await does('tun', 'find-things', { forum, kinds: ['priority', 'goal'], limit: 200, offset: 0 })) as {
    things: { id: string; kind: string; set: Fields }[]
  }
  const priorities = things.filter(({ kind }) => kind === 'priority')
  expect([priorities.length, things.length]).toEqual([11, taken])
  const drugs = priorities.find(({ set }) => set.source === 'published:priority-2024-drugs')!
  expect(things.filter(({ kind, set }) => kind === 'goal' && set.priority === drugs.id)).toHaveLength(2)
  const endorse = { ...drugs.set, tier: '1', state: 'endorsed' }
  const why = { reason: 'not endorsed by the members' }
  expect(await cannot('esp', 'priority', endorse, drugs.id)).toMatchObject(why)
  // one of three is less than sixty percent
  await states('mar', 'position', { on: drugs.id, says: 'agree' })
  await net.settle()
  expect(await cannot('esp', 'priority', endorse, drugs.id)).toMatchObject(why)
  const objects = await states('tun', 'position', { on: drugs.id, says: 'object' })
  await net.settle()
  expect(await cannot('esp', 'priority', endorse, drugs.id)).toMatchObject(why)
  await states('tun', 'position', { on: drugs.id, says: 'abstain' }, objects)
  await net.settle()
  const { tier: _, ...without } = endorse
  expect(await cannot('esp', 'priority', without, drugs.id)).toMatchObject({ reason: 'missing' })
  await states('esp', 'priority', endorse, drugs.id)
})

test('a questionnaire is read into drafts of the own unit, and into nobody else’s', async () => {
  const next = await states('esp', 'assessment', {
    ...called,
    title: en('EMTA 2'),
    due: new Date(net.clock.now().getTime() + DAY_MS).toISOString(),
  })
  await net.settle()
  const [port, cyber] = [{ roles: ['desk'], unit: 'port' } as Partial<Officer>, { roles: ['desk'], unit: 'cyber' } as Partial<Officer>]
  const own = answer({ assessment: next })
  await does('mar', 'save-draft', { forum, draft: null, thing: null, kind: 'contribution', set: own }, cyber)
  const made = (await does('mar', 'make-questionnaire', { forum, assessment: next, language: 'en' }, port)) as { content: string }
  const blank = { forum, assessment: next, language: 'en', content: made.content }
  expect(await does('mar', 'read-questionnaire', blank, port)).toEqual({ drafts: [], refused: null, faults: [], fault_count: 0 })
  const fill = (cells: Readonly<Record<string, string>>) => {
    const archive = openArchive(Buffer.from(made.content, 'base64'))!
    const parts = archive.names.map((name) => ({ name, content: new TextDecoder().decode(archive.read(name, 10_000_000) as Uint8Array) }))
    const bytes = writeArchive(
      parts.map(({ name, content }) => ({
        name,
        content: !name.endsWith('sheet2.xml')
          ? content
          : Object.entries(cells).reduce(
              (text, [cell, value]) =>
                text.replace(
                  new RegExp(`<c r="${cell}" s="(\\d)"(/>|[^>]*>.*?</c>)`),
                  (_, style) => `<c r="${cell}" s="${style}" t="inlineStr"><is><t>${value}</t></is></c>`,
                ),
              content,
            ),
      })),
    )
    return { ...blank, content: Buffer.from(bytes).toString('base64') }
  }
  expect(await does('mar', 'read-questionnaire', fill({ D5: 'weapons', F5: 'much', O5: 'none' }), port)).toMatchObject({
    drafts: [],
    refused: 'cells',
    faults: [{ cell: 'F5', reason: 'not-a-choice' }],
  })
  const good = fill({ D5: 'weapons', F5: '3', O5: 'none' })
  expect(await does('mar', 'read-questionnaire', good, port)).toMatchObject({ drafts: [{ crime_area: 'firearms' }], refused: null })
  // the second time it fills the same draft in
  await does('mar', 'read-questionnaire', good, port)
  const drafts = async (officer: Partial<Officer>) =>
    ((await does('mar', 'find-drafts', { forum }, officer)) as { drafts: { unit: string; set: Fields }[] }).drafts
  expect((await drafts(port)).map(({ set }) => set.counting_unit)).toEqual([en('weapons')])
  expect((await drafts(cyber)).map(({ set }) => set)).toEqual([own])
})
