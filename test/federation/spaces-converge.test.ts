/**
 * Whatever is cut, lost, doubled or late: all members of a team come to the same content, and nobody else ever holds a byte of it. The story is
 * told by a seed (`PORTOLAN_SEED` repeats one); `PORTOLAN_SPACE_EVENTS` says how long it is.
 */
import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '#kernel/database/sql.ts'
import { canonicalJson, type Json } from '#lib/canonical-json.ts'
import { sized } from '../depth.ts'
import { network, type TestNetwork, type TestNode } from './network.ts'
import { eraseTeam } from './teams.ts'

const SEED = Number(process.env.PORTOLAN_SEED ?? 20_261_128)
const EVENTS = sized(120, 10_000, process.env.PORTOLAN_SPACE_EVENTS)
const TEAM = ['esp', 'mar', 'fra', 'sen'] as const
const OUTSIDE = 'ita'
const IDS = [...TEAM, OUTSIDE]
const KINDS = ['task', 'message', 'event', 'person', 'result']

const en = (text: string) => ({ text, language: 'en' as const })
/** Even draws in [0, 1) from a seed: mulberry32. */
function drawsOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

let net: TestNetwork
let space = ''
/** Words that stand nowhere else and compress to nothing: where one is found, content was. */
const canaries: string[] = []
const canary = () => {
  const word = randomBytes(12).toString('hex')
  canaries.push(word)
  return word
}

beforeAll(async () => {
  net = await network(IDS)
  const { esp } = net.nodes as Record<string, TestNode>
  space = (
    (await esp!.does('operations.found-space', {
      network: 'euromed',
      title: en(`Team ${canary()}`),
      kind: 'investigation-team',
      parties: TEAM.slice(1).map((member) => ({ member, third_country: member === 'sen' })),
      clauses: [{ clause: 'purpose', value: en(`Purpose ${canary()}`) }],
    })) as { space: string }
  ).space
  await net.settle()
  for (const id of TEAM.slice(1)) {
    const node = net.nodes[id]!
    await node.does('operations.assign-unit', { space, unit: 'spoc' })
    const { clauses } = (await node.does('operations.read-space', { space })) as { clauses: { id: string; version: object }[] }
    await node.does('operations.agree-clauses', { space, clauses: clauses.map(({ id, version }) => ({ clause: id, version })) })
    await net.settle()
  }
  for (const id of TEAM) {
    const { signable } = (await net.nodes[id]!.does('operations.read-space', { space })) as { signable: { sha256: string } }
    await net.nodes[id]!.does('operations.sign-agreement', { space, agreement: signable.sha256 })
    await net.settle()
  }
  await esp!.does('operations.enter-state', { space, state: 'operational' })
  await net.settle()
}, 240_000)
afterAll(() => net.close())

interface Thing {
  id: string
  kind: string
  by: string
  entry: string
  fields: Record<string, unknown>
  missing: { why: string }[]
}

/** Everything that a member sees, page by page, in the order of ids. */
async function contentOf(id: string): Promise<Thing[]> {
  const all: Thing[] = []
  for (let offset = 0; ; offset += 1_000) {
    const { things, count } = (await net.nodes[id]!.does('operations.find-things', { space, kinds: KINDS, limit: 1_000, offset })) as {
      things: Thing[]
      count: number
    }
    all.push(...things)
    if (all.length >= count) return all.sort((a, b) => (a.id < b.id ? -1 : 1))
  }
}
const digestOf = (things: readonly Thing[]) =>
  createHash('sha256')
    .update(canonicalJson(things.map(({ id, kind, by, fields }) => ({ id, kind, by, fields })) as unknown as Json))
    .digest('hex')

/** Every file of a node and everything its vault still opens, as text to search in. */
async function bytesOf({ node, folder }: TestNode): Promise<{ files: Buffer[]; opened: string[] }> {
  const files: Buffer[] = []
  const walk = (path: string) => {
    for (const name of readdirSync(path)) {
      const inner = join(path, name)
      if (statSync(inner).isDirectory()) walk(inner)
      else files.push(readFileSync(inner))
    }
  }
  walk(folder)
  const opened: string[] = []
  const take = (slot: number, label: string, sealed: Uint8Array) => {
    const plain = node.vault.open(slot, label, sealed)
    if (!plain) return
    const text = Buffer.from(plain).toString('utf8')
    // a compact JWS: what it says is in its middle part
    opened.push(text, ...text.split('.').map((part) => Buffer.from(part, 'base64url').toString('utf8')))
  }
  type Row = { id: string; partner: string; slot: number; sealed: Uint8Array }
  for (const row of await node.database.many<Row>(sql`select id::text as id, partner, slot, sealed from inbox`))
    take(row.slot, `inbox:${row.id}`, row.sealed)
  for (const row of await node.database.many<Row>(sql`select id::text as id, partner, slot, sealed from outbox`))
    take(row.slot, `outbox:${row.id}:${row.partner}`, row.sealed)
  for (const [table, label] of [
    [sql`operations_space`, 'operations.space'],
    [sql`operations_entry`, 'operations.entry'],
    [sql`operations_contents`, 'operations.contents'],
  ] as const)
    for (const row of await node.database.many<Row>(sql`select slot, sealed from ${table} where sealed is not null`))
      take(row.slot, label, row.sealed)
  return { files, opened }
}
async function foundAt(id: string): Promise<number> {
  const { files, opened } = await bytesOf(net.nodes[id]!)
  const [words, found] = [new Set(canaries), new Set<string>()]
  // one pass over all bytes: a pass for each word takes an hour where there are ten thousand
  const look = (text: string) => {
    for (const [run] of text.matchAll(/[0-9a-f]{24,}/g))
      for (let i = 0; i + 24 <= run.length; i++) if (words.has(run.slice(i, i + 24))) found.add(run.slice(i, i + 24))
  }
  for (const text of opened) look(text)
  for (const bytes of files) look(bytes.toString('latin1'))
  return found.size
}

test(`${EVENTS} events through cuts, lost answers and repeats: all members come to one content`, { timeout: 3_600_000 }, async () => {
  console.log(`seed ${SEED}`)
  const draw = drawsOf(SEED)
  const among = <T>(of: readonly T[]): T => of[Math.floor(draw() * of.length)]!
  const known: { thing: string; kind: string; by: string }[] = []
  net.wire.loseAnswer = () => draw() < 0.08
  net.wire.tamper = async (call) => (draw() < 0.05 ? undefined : call)
  let said = 0
  let entries = 0
  while (said < EVENTS) {
    net.wire.cut.clear()
    for (const a of TEAM) for (const b of TEAM) if (a !== b && draw() < 0.3) net.wire.cut.add(`${a}>${b}`)
    for (let burst = 0; burst < 6 && said < EVENTS; burst++) {
      const id = among(TEAM)
      const kind = among(KINDS)
      // things of all members are changed by all, from what each has seen
      const seen = kind === 'task' ? known.filter((one) => one.kind === 'task').slice(-40) : []
      const told = canaries.length
      const olds = Array.from({ length: 1 + Math.floor(draw() * 12) }, () => (seen.length > 0 && draw() < 0.5 ? among(seen).thing : null))
      const things = olds
        .filter((thing, i) => thing === null || olds.indexOf(thing) === i)
        .map((thing) => ({
          thing,
          kind,
          set: thing ? { state: among(['open', 'doing', 'done']), detail: en(canary()) } : firstWords(kind),
        }))
      try {
        const { things: ids } = (await net.nodes[id]!.does('operations.put-things', { space, things })) as { things: string[] }
        for (const thing of ids) known.push({ thing, kind, by: id })
        said += things.length
        entries += 1
      } catch (refusal) {
        // a thing that has not reached this member yet can not be changed there: nothing was said
        if ((refusal as { code?: string }).code !== 'input.malformed') throw refusal
        canaries.length = told
      }
    }
    for (let turn = 0; turn < 4; turn++) await net.nodes[among(TEAM)]!.loops.round()
    net.clock.move(1 + Math.floor(draw() * 40_000))
  }
  net.wire.cut.clear()
  net.wire.loseAnswer = undefined
  net.wire.tamper = undefined
  for (let i = 0; i < 4; i++) {
    net.clock.move(120_000)
    await net.settle()
  }
  const before = await Promise.all(TEAM.map(contentOf))
  // what the third country put is held back from the others, and from the leader's own list, until it is verified
  const third = before[0]!.filter(({ by }) => by === 'sen')
  expect(third.length).toBeGreaterThan(0)
  for (const at of [0, 1, 2])
    expect(before[at]!.filter(({ by }) => by === 'sen').every(({ missing }) => missing[0]?.why === 'not-verified')).toBe(true)
  for (const id of ['mar', 'fra']) {
    const { n } = await net.nodes[id]!.node.database.one<{ n: number }>(
      sql`select count(*) as n from operations_contents where entry in (select id from operations_entry where author = 'sen')`,
    )
    expect([id, n]).toEqual([id, 0])
  }
  for (;;) {
    const { entries } = (await net.nodes.esp!.does('operations.find-awaiting', { space })) as { entries: { entry: string }[] }
    if (entries.length === 0) break
    for (const { entry } of entries) await net.nodes.esp!.does('operations.verify-upload', { space, entry, accepted: true })
    await net.settle()
  }
  const contents = await Promise.all(TEAM.map(contentOf))
  const digests = contents.map(digestOf)
  console.log(JSON.stringify({ events: said, entries, things: contents[0]!.length, canaries: canaries.length, digest: digests[0] }))
  expect(new Set(digests).size).toBe(1)
  expect(contents[0]!.every(({ missing }) => missing.length === 0)).toBe(true)
})

function firstWords(kind: string): Record<string, unknown> {
  if (kind === 'task') return { title: en(canary()), state: 'open' }
  if (kind === 'message') return { text: en(canary()) }
  if (kind === 'event') return { title: en(canary()), category: 'crossing', happened_at: '2026-03-02T07:00:00.000Z' }
  if (kind === 'person') return { full_name: { name: canary() } }
  return {
    category: 'arrest',
    quantity: '1',
    unit: 'person',
    happened_at: '2026-03-02T07:00:00.000Z',
    claimed_by: ['esp'],
    place: { name: canary() },
  }
}

test('a byte of it is found at each member, and none in the database, logs and files of who is not one', { timeout: 600_000 }, async () => {
  const found = Object.fromEntries(await Promise.all(IDS.map(async (id) => [id, await foundAt(id)] as const)))
  console.log(JSON.stringify({ canaries: canaries.length, found }))
  for (const id of TEAM) expect([id, found[id]]).toEqual([id, canaries.length])
  expect(found[OUTSIDE]).toBe(0)
})

test('erased, its keys are destroyed at every member', { timeout: 600_000 }, async () => {
  await net.nodes.esp!.does('operations.enter-state', { space, state: 'closed' })
  await eraseTeam(net.nodes.esp!, space)
  const rounds = 6 + Math.ceil(EVENTS / 500)
  for (let i = 0; i < rounds; i++) {
    net.clock.move(20_000)
    await net.settle()
  }
  for (const id of TEAM) expect([id, await foundAt(id)]).toEqual([id, 0])
})
