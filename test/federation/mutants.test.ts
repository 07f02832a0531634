/** Throws mutants at one node's door: none may break it, slip through it, or make it grow beyond what it counts. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '#kernel/database/sql.ts'
import { newId } from '#kernel/identity.ts'
import { exportJournal } from '#kernel/journal-export.ts'
import { verifyJournal } from '#kernel/journal-verify.ts'
import { readKept } from '#kernel/post/dispatch.ts'
import { hex, sha256, utf8 } from '#lib/bytes.ts'
import { canonicalJson, type Json } from '#lib/canonical-json.ts'
import { peekCompact, seal, sealingKey, signCompact, verifyCompact, verifyingKey } from '#lib/envelope/index.ts'
import { uuidv7 } from '#lib/uuid.ts'
import { capabilities as product } from '#main/capabilities.ts'
import { TYPES_FOLDER } from '#main/published-types.ts'
import { RECEIPT_TYP, REFUSAL_TYP, type Receipt, type SignedRefusalBody } from '#wire/receipt.ts'
import { isRefusalCode } from '#wire/refusal.ts'
import { STATEMENT_TYP } from '#wire/statement.ts'
import { sized } from '../depth.ts'
import { drill, drillTypes } from './drill/index.ts'
import { hostile } from './hostile.ts'
import { nonsense, type ProvenCall, proven, unproven } from './mutants/calls.ts'
import { type Chance, chanceOf } from './mutants/chance.ts'
import { mutantEnvelope, mutantJws } from './mutants/envelopes.ts'
import { mutated, Raw, respelled, written } from './mutants/json.ts'
import { network, type TestNetwork } from './network.ts'

/** A machine that is shared takes its time to boot databases. */
const BOOT_MS = 180_000

const SEED = Number(process.env.PORTOLAN_SEED ?? 20_260_302)
const COUNT = sized(12_000, 100_000, process.env.PORTOLAN_MUTANTS)
const BATCH = 64
/** Of a hundred: soundly signed and sealed, of which some are right; sealed only; damaged; again; calls. */
const SHARES = { signed: 24, parcel: 2, unsigned: 4, envelope: 59, repeat: 3, call: 2, unproven: 6 } as const
type Kind = keyof typeof SHARES
/** What a refusal, or a statement kept, may add to the database at most. */
const BYTES_EACH = 2_500
const HEAP_GROWTH_BYTES = 96 * 1024 * 1024

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void
const heap = () => {
  collect()
  return process.memoryUsage().heapUsed
}

interface Sent {
  readonly envelope: string
  readonly kind: Kind
  /** The signed text, where the signature is sound. */
  readonly text?: string
}

describe(`${COUNT.toLocaleString('en')} mutants at the door, seed ${SEED}`, () => {
  let net: TestNetwork
  const chance: Chance = chanceOf(SEED)
  beforeAll(async () => {
    net = await network(['esp', 'mar'], { capabilities: [drill], types: drillTypes })
  }, BOOT_MS)
  afterAll(() => net.close())

  test('each is refused by a published code or has its one effect; the journal holds each, and the node stays small', {
    timeout: 900_000,
  }, async () => {
    const { node, partners } = net.nodes.mar!
    const { signer } = hostile(net, 'esp', 'mar')
    const sealing = sealingKey(
      net
        .roster()
        .members.find(({ id }) => id === 'mar')!
        .keys.find(({ use }) => use === 'seal')!.jwk,
    )
    const marKey = verifyingKey(
      net
        .roster()
        .members.find(({ id }) => id === 'mar')!
        .keys.find(({ use }) => use === 'sign')!.jwk,
    )
    const outside = { sender: 'esp', sender_key: signer.kid }
    const epoch = uuidv7(net.clock.now().getTime(), chance.bytes(10))
    const authority = '127.0.0.1:20001'
    let sequence = 1

    const statement = () => ({
      header: {
        id: uuidv7(net.clock.now().getTime(), chance.bytes(10)),
        network: 'euromed',
        type: 'drill.said.v1',
        from: { member: 'esp', unit: 'spoc' },
        to: { member: 'mar' },
        sent_at: net.clock.now().toISOString(),
        handling: chance.once(2) ? [] : [{ code: 'H3', words: 'ask first' }],
        classification: 'restricted',
        language: 'en',
        ...(chance.once(2) && {
          case: uuidv7(chance.below(50), new Uint8Array(10)),
          reply: { class: 'other' },
          purpose: 'investigation',
          keep_until: '2030-01-01T00:00:00.000Z',
        }),
        ...(chance.once(2) && {
          in_reply_to: uuidv7(7, new Uint8Array(10)),
          evaluation: { source: 'A', information: '1' },
          crime_area: 'cybercrime',
        }),
      },
      body: { number: chance.below(2 ** 31), ...(chance.once(2) && { text: 'said' }) },
      attachments: chance.once(4)
        ? [
            {
              name: 'photo.png',
              media_type: 'image/png',
              size: 1,
              sha256: 'ab'.repeat(32),
              sealed_sha256: 'cd'.repeat(32),
              key: 'A'.repeat(43),
            },
          ]
        : [],
    })
    const at = (ms: number) => new Date(net.clock.now().getTime() + ms).toISOString()
    /** Of the published form, and not for this door at this hour. */
    const elsewhere = () =>
      chance.of([
        { to: { member: 'fra' } },
        { to: { space: uuidv7(7, new Uint8Array(10)), epoch: chance.below(2 ** 31) } },
        { network: 'netcop' },
        { from: { member: 'mar', unit: 'spoc' } },
        {
          type: chance.of([
            'future.thing.v1',
            'drill.said.v2',
            'drill.question.v1',
            'drill.reply.v1',
            'portolan.statement.v1',
            'exchange.request.v1',
          ]),
        },
        { sent_at: at(chance.of([-60_000, 60_000, 119_000, 121_000, 86_400_000, -86_400_000, -400 * 86_400_000])) },
        { keep_until: at(chance.of([-1, 0, 1, 1_000])) },
      ])
    const sealed = (text: string) => seal(utf8(text), sealing, outside)
    const parcel = (jws: string) => ({ network: 'euromed', epoch, sequence: sequence++, roster_version: 1, statement: jws })
    const signed = (text: string | Uint8Array) => signCompact(typeof text === 'string' ? utf8(text) : text, signer, STATEMENT_TYP)
    const right = (of: object = statement()) => canonicalJson(of as Json)

    const kept: Sent[] = []
    const statements = Array.from({ length: 64 }, () => signed(right()))
    const pool = statements.map((one) => sealed(JSON.stringify(parcel(one))))
    const known: string[] = []

    function mutant(kind: Kind): Sent {
      switch (kind) {
        case 'signed': {
          for (;;) {
            const base = statement()
            // the same id with other words, now and then
            if (known.length > 0 && chance.once(12)) base.header.id = chance.of(known)
            const text = chance.of([
              () => right({ ...base, attachments: [] }),
              () => right({ ...base, attachments: [], header: { ...base.header, ...elsewhere() } }),
              () => respelled(right(base), chance),
              () => written({ ...base, attachments: [], body: mutated(base.body, chance) }),
              () => written({ ...base, attachments: [], body: mutated(base.body, chance) }),
              () => written({ ...base, attachments: mutated(base.attachments, chance) }),
              () => written({ ...base, attachments: [], header: mutated(base.header, chance) }),
              () => written(mutated(base, chance)),
              () => written(mutated(mutated(base, chance), chance)),
            ])()
            if (text.length > 400_000 || fails(text)) continue
            const bytes = utf8(text)
            if (chance.once(40)) bytes[chance.below(bytes.length)]! ^= 1 << chance.below(8)
            return { kind, envelope: sealed(JSON.stringify(parcel(signed(bytes)))), text: Buffer.from(bytes).toString('utf8') }
          }
        }
        case 'parcel': {
          const whole = parcel(signed(right()))
          const spoilt = chance.once(4) ? respelled(JSON.stringify(whole), chance) : written(mutated(whole, chance))
          // who names a newer roster makes the node fetch it, which is another test
          return { kind, envelope: sealed(spoilt.replace(/"roster_version":[2-9]\d*/, '"roster_version":1')) }
        }
        case 'unsigned': {
          const jws = chance.of(statements)
          for (;;) {
            const spoilt = mutantJws(jws, chance.of(statements), chance)
            if (!statements.includes(spoilt)) return { kind, envelope: sealed(JSON.stringify(parcel(spoilt))) }
          }
        }
        case 'repeat':
          return kept.length > 0 ? { ...chance.of(kept), kind } : { kind, envelope: pool[0]! }
        default:
          for (;;) {
            const envelope = mutantEnvelope(chance.of(pool), chance.of(pool), chance)
            if (!pool.includes(envelope)) return { kind: 'envelope', envelope }
          }
      }
    }

    const counts = new Map<Kind, Map<string, number>>()
    const count = (kind: Kind, code: string) => {
      const codes = counts.get(kind) ?? counts.set(kind, new Map()).get(kind)!
      codes.set(code, (codes.get(code) ?? 0) + 1)
    }
    const broken: string[] = []
    const effects = new Map<string, number>()
    let refusedSingly = 0
    let refusedCalls = 0
    let received = 0
    let asked = 0
    const countedOnly = new Map<string, number>()
    const counted = (code: string) => countedOnly.set(code, (countedOnly.get(code) ?? 0) + 1)

    async function handled(call: ProvenCall, what: () => string) {
      net.clock.move(50)
      const { status, body } = await partners.handle(call)
      if (status >= 500) broken.push(`${status} ${body} to ${what()}`)
      const read = JSON.parse(body) as {
        error?: { code: string }
        answers?: ({ receipt: string } | { refusal: string })[]
        refusal?: string
        answer?: string
      }
      if (read.error && !isRefusalCode(read.error.code)) broken.push(`unpublished ${body}`)
      return read
    }
    const call = (method: string, path: string, body: Uint8Array) =>
      proven({ method, authority, path, body }, signer, Math.floor(net.clock.now().getTime() / 1000), chance)

    async function post(batch: readonly Sent[]) {
      const { answers, error } = await handled(
        call('POST', '/partner/v1/post', utf8(JSON.stringify({ envelopes: batch.map(({ envelope }) => envelope) }))),
        () => JSON.stringify(batch),
      )
      if (!answers) return void broken.push(`a batch was refused: ${error?.code}`)
      answers.forEach((answer, i) => {
        const { kind, text, envelope } = batch[i]!
        if ('receipt' in answer) {
          count(kind, 'receipt')
          const receipt = JSON.parse(Buffer.from(checked(answer.receipt, RECEIPT_TYP)).toString('utf8')) as Receipt
          if (!effects.has(receipt.id)) received++
          const said = text === undefined ? undefined : soundOf(text)
          if (!said && kind !== 'repeat' && kind !== 'parcel') broken.push(`accepted: ${text ?? envelope}`)
          if (kind === 'repeat' || !said) {
            effects.set(receipt.id, effects.get(receipt.id) ?? 1)
            return
          }
          if (effects.has(said.id)) broken.push(`accepted twice: ${text}`)
          effects.set(said.id, said.type === 'drill.said.v1' ? 1 : 0)
          known.push(said.id)
          if (known.length > 200) known.shift()
          return
        }
        const refusal = JSON.parse(
          Buffer.from(chance.once(25) ? checked(answer.refusal, REFUSAL_TYP) : peeked(answer.refusal)).toString('utf8'),
        ) as SignedRefusalBody
        if (!isRefusalCode(refusal.code) || refusal.envelope_sha256 !== hex(sha256(utf8(envelope))))
          broken.push(`refusal of something else: ${answer.refusal}`)
        refusedSingly++
        if (refusal.code === 'message.type-unknown' && kind !== 'repeat') received++
        count(kind, refusal.code)
      })
      for (const one of batch) if (kept.length < 500 || chance.once(50)) kept[kept.length < 500 ? kept.length : chance.below(500)] = one
    }
    const peeked = (jws: string) => {
      const read = peekCompact(jws)
      return read.ok ? read.payload : utf8('{}')
    }
    const checked = (jws: string, typ: string) => {
      const read = verifyCompact(jws, typ, (kid) => (kid === marKey.kid ? marKey : undefined))
      if (!read.ok) broken.push(`not signed by the door: ${jws}`)
      return read.ok ? read.payload : utf8('{}')
    }

    async function ask(envelope: string) {
      const { error, refusal, answer } = await handled(call('POST', '/partner/v1/ask', utf8(JSON.stringify({ envelope }))), () => envelope)
      if (error) {
        refusedCalls++
        return count('call', error.code)
      }
      if (answer) {
        asked++
        return count('call', 'answer')
      }
      refusedSingly++
      count('call', (JSON.parse(Buffer.from(peeked(refusal!)).toString('utf8')) as SignedRefusalBody).code)
    }

    async function spoiltCall() {
      if (chance.once(3)) {
        const base = { ...statement(), body: { number: chance.below(1_000) }, attachments: [] }
        base.header.type = chance.once(4) ? 'drill.said.v1' : 'drill.question.v1'
        const text = chance.once(2) ? right(base) : written(mutated(base, chance))
        return fails(text) ? ask('') : ask(sealed(JSON.stringify({ ...parcel(signed(text)), sequence: 0 })))
      }
      if (chance.once(10)) {
        const body = chance.bytes(40)
        const { error } = await handled(
          call('PUT', `/partner/v1/attachment/${chance.once(2) ? hex(sha256(body)) : hex(chance.bytes(32))}`, body),
          () => 'attachment',
        )
        return refused(error?.code)
      }
      const backfill = {
        network: 'euromed',
        own: 'esp',
        partner: 'mar',
        epoch,
        their_epoch: node.epoch,
        received_through: 3,
        sent: { epoch, through: 2 },
      }
      const { method, path, body } = nonsense(chance.of(pool), backfill, chance)
      const { error, answers, refusal } = await handled(
        call(method, path, body),
        () => `${method} ${path} ${Buffer.from(body).toString('utf8').slice(0, 300)}`,
      )
      for (const answer of answers ?? []) {
        if ('refusal' in answer) refusedSingly++
        else {
          const { id } = JSON.parse(Buffer.from(checked(answer.receipt, RECEIPT_TYP)).toString('utf8')) as Receipt
          if (!effects.has(id)) received++
          effects.set(id, 1)
        }
      }
      if (refusal) refusedSingly++
      refused(error?.code)
    }
    function refused(code: string | undefined) {
      count('call', code ?? 'taken')
      if (code === undefined) return
      if (code === 'call.too-many' || code === 'thing.unknown') counted(code)
      else refusedCalls++
    }

    let earlier = call('POST', '/partner/v1/post', utf8('{"envelopes":["x"]}'))
    await handled(earlier, () => 'first')
    refusedSingly++
    async function spoiltProof() {
      const sound = call(
        chance.of(['POST', 'GET']),
        chance.of(['/partner/v1/post', '/partner/v1/roster/euromed/1']),
        utf8(JSON.stringify({ envelopes: [chance.of(pool)] })),
      )
      const { error } = await handled(unproven(sound, earlier, chance), () => 'unproven')
      if (error?.code !== 'call.unproven') broken.push(`not unproven: ${error?.code}`)
      counted('call.unproven')
      count('unproven', error?.code ?? 'taken')
      if (chance.once(50)) {
        earlier = call('POST', '/partner/v1/post', utf8('{"envelopes":["x"]}'))
        const { answers } = await handled(earlier, () => 'sound')
        refusedSingly += answers?.length ?? 0
      }
    }

    const size = async () =>
      (await node.database.one<{ size: number }>(sql`select pg_database_size(current_database())::bigint as size`)).size
    const began = performance.now()
    const cpu_before = process.cpuUsage()
    const size_before = await size()
    let heap_quarter = 0
    let thrown = 0
    const kinds = (Object.entries(SHARES) as [Kind, number][]).flatMap(([kind, share]) => Array.from({ length: share }, () => kind))
    let batch: Sent[] = []
    for (; thrown < COUNT; thrown++) {
      const kind = chance.of(kinds)
      if (kind === 'call') await spoiltCall()
      else if (kind === 'unproven') await spoiltProof()
      else if (batch.push(mutant(kind)) === BATCH) {
        await post(batch)
        batch = []
      }
      if ((thrown + 1) % Math.ceil(COUNT / 4) === 0) {
        net.clock.move(1_000)
        await net.settle()
        heap_quarter ||= heap()
      }
    }
    if (batch.length > 0) await post(batch)
    const threw_ms = performance.now() - began
    const cpu = process.cpuUsage(cpu_before)
    const cpu_ms = (cpu.user + cpu.system) / 1_000
    for (let i = 0; i < 4; i++) {
      net.clock.move(1_000)
      await net.settle()
    }
    const heap_growth = heap() - heap_quarter
    const size_growth = (await size()) - size_before
    const reached = [...(counts.get('signed') ?? [])].reduce((sum, [, many]) => sum + many, 0)

    console.log(table(counts, thrown, reached, { threw_ms, cpu_ms }, { heap_growth, size_growth }))
    expect(broken.slice(0, 5)).toEqual([])
    expect(reached).toBeGreaterThanOrEqual(thrown / 5)

    // what had a receipt had its one effect, and nothing else had any
    const had = await node.database.many<{ id: string }>(
      sql`select id from drill_effect where direction = 'received' order by id limit 1000000`,
    )
    expect(had.map(({ id }) => id)).toEqual(
      [...effects]
        .filter(([, many]) => many > 0)
        .map(([id]) => id)
        .sort(),
    )
    expect(
      await node.database.many(sql`select type, standing from inbox where standing not in ('applied', 'unknown-type') limit 10`),
    ).toEqual([])

    // each authenticated refusal is a leaf of its own; the others are counted
    const events = new Map(
      (
        await node.database.many<{ event: string; count: number }>(
          sql`select event, count(*) as count from journal_entry group by event limit 100`,
        )
      ).map(({ event, count }) => [event, count]),
    )
    expect(events.get('post.refused')).toBe(refusedSingly)
    expect(events.get('call.refused')).toBe(refusedCalls)
    expect(events.get('post.received')).toBe(received)
    expect(events.get('post.asked')).toBe(asked)
    await partners.flush()
    const totals = await node.database.many<{ code: string; count: number }>(
      sql`select code, sum(count)::bigint as count from refusal_count group by code order by code limit 100`,
    )
    expect(totals).toEqual([...countedOnly].map(([code, count]) => ({ code, count })).sort((a, b) => (a.code < b.code ? -1 : 1)))
    const report = await verifyJournal(exported())
    expect(report).toMatchObject({ ok: true, altered: [], missing: [] })
    expect(report.entries).toBeGreaterThanOrEqual(refusedSingly + refusedCalls + received)

    // memory and disk stay bounded
    expect(heap_growth).toBeLessThan(HEAP_GROWTH_BYTES)
    expect(size_growth / (refusedSingly + refusedCalls + received + asked)).toBeLessThan(BYTES_EACH)

    async function* exported() {
      const lines: string[] = []
      await exportJournal(node, async (line) => void lines.push(line))
      yield* lines
    }
  })
})

/** Each published type that a capability takes, with its valid examples as they stand in `types/`. */
const published = [...product.flatMap(({ messages }) => messages)].map(({ type, apply, answer, audience }) => {
  const [capability, name, version] = type.split('.') as [string, string, string]
  const folder = join(TYPES_FOLDER, capability, name, version, 'valid')
  return {
    type,
    apply: apply !== undefined,
    answer: answer !== undefined,
    space: audience === 'space',
    bodies: readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as object),
  }
})

describe(`mutants of the published types, seed ${SEED}`, () => {
  let net: TestNetwork
  const chance = chanceOf(SEED)
  const many = Math.ceil(Math.max(COUNT, 30_000) / 20)
  beforeAll(async () => {
    net = await network(['esp', 'mar'])
  }, BOOT_MS)
  afterAll(() => net.close())

  test(`of ${many.toLocaleString('en')} bodies near the schemas, none that was given a receipt fails in application, and no question breaks the node`, {
    timeout: 600_000,
  }, async () => {
    const { node } = net.nodes.mar!
    const esp = hostile(net, 'esp', 'mar')
    const cases = Array.from({ length: 40 }, () => newId(net.clock.now()))
    const ids: string[] = []
    const counts = new Map<string, number>()
    const count = (word: string) => counts.set(word, (counts.get(word) ?? 0) + 1)
    const failures: string[] = []
    let sequence = 1
    const epoch = newId(net.clock.now())

    const spaces = published.flatMap(({ bodies }) => bodies.flatMap((body) => ('thing' in body ? [String(body.thing)] : [])))
    const forged = ({ type, bodies, space }: (typeof published)[number], number: number) => {
      const id = newId(net.clock.now())
      ids.push(id)
      const body = chance.once(4) ? chance.of(bodies) : mutated(chance.of(bodies), chance)
      const text = written({
        header: {
          id,
          network: 'euromed',
          type,
          from: { member: 'esp', unit: 'spoc' },
          to: space ? { space: chance.of([...spaces, id]), epoch: chance.below(3) } : { member: 'mar' },
          sent_at: net.clock.now().toISOString(),
          handling: chance.of([[], [{ code: 'H1' }], [{ code: 'H2' }, { code: 'H3', words: 'ask' }]]),
          classification: chance.of(['unclassified', 'restricted', 'confidential']),
          language: 'en',
          ...(chance.once(6) ? {} : { case: chance.of(cases) }),
          ...(chance.once(2) && { in_reply_to: chance.of(ids) }),
          ...(chance.once(2) && { reply: { class: 'other' } }),
          ...(chance.once(2) && { purpose: 'investigation' }),
          ...(chance.once(3) && { keep_until: '2030-01-01T00:00:00.000Z' }),
        },
        // an example may name earlier statements by id: let it name some that are there
        body: new Raw(
          safe(written(body)).replace(/"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"/g, (own) =>
            chance.once(2) ? `"${chance.of(ids)}"` : own,
          ),
        ),
        attachments: [],
      })
      return esp.envelope({ payload: () => text, parcel: { epoch, sequence: number } })
    }

    const queued = published.filter(({ apply, answer }) => apply || !answer)
    for (let thrown = 0; thrown < many; thrown += BATCH) {
      net.clock.move(1_000)
      const batch = Array.from({ length: BATCH }, () => chance.of(queued))
      const answers = await esp.post(...batch.map((one) => forged(one, sequence++)))
      for (const [i, answer] of answers.entries()) count(`${batch[i]!.type} ${answer}`)
      if (answers.length !== BATCH) failures.push(answers.join(' '))
      await net.settle()
    }
    for (const one of published.filter(({ answer }) => answer)) {
      const { type } = one
      for (let i = 0; i < many / 20; i++) {
        net.clock.move(100)
        const { status, body } = await esp.call('POST', '/partner/v1/ask', utf8(JSON.stringify({ envelope: forged(one, 0) })))
        const read = JSON.parse(body) as { answer?: string; refusal?: string }
        count(`${type} asked ${read.answer ? 'answer' : read.refusal ? 'refusal' : status}`)
        if (status !== 200) failures.push(`${type} ${body}`)
      }
    }
    for (let i = 0; i < 10; i++) {
      net.clock.move(61_000)
      await net.settle()
    }
    console.log(
      [...counts]
        .sort()
        .map(([word, times]) => `${word}: ${times}`)
        .join('\n'),
    )
    expect(failures).toEqual([])
    const failed = await node.database.many<{ id: string; slot: number; sealed: Uint8Array }>(
      sql`select id, slot, sealed from inbox where standing not in ('applied', 'unknown-type') limit 5`,
    )
    expect(failed.map((row) => JSON.stringify(readKept(node, row)))).toEqual([])
    expect([...counts].filter(([word]) => word.endsWith(' receipt')).length).toBe(queued.length)
  })
})

/** JSON text that can be read again: the spoilt spellings were thrown above. */
function safe(text: string): string {
  return parsed(text) === undefined ? '{}' : text
}

/** The drill fails on negative numbers on purpose, and its column holds 32 bits: such are not sent, for nobody would be wrong. */
function fails(text: string): boolean {
  const number = parsed(text)?.body?.number
  return typeof number === 'number' && Number.isInteger(number) && (number < 0 || number >= 2 ** 31)
}

const isInstant = (text: string) => !Number.isNaN(Date.parse(text)) && new Date(text).toISOString() === text

/** A header as any text may claim it. */
interface ClaimedHeader extends Record<string, unknown> {
  readonly id: string
  readonly type: string
  readonly sent_at: string
  readonly keep_until?: string
  readonly language: string
  readonly from?: { readonly member?: unknown }
  readonly to?: { readonly member?: unknown }
}

function parsed(text: string): { header?: ClaimedHeader; body?: Record<string, unknown>; attachments?: unknown[] } | undefined {
  try {
    return JSON.parse(text) ?? undefined
  } catch {
    return undefined
  }
}

/** Whether a statement may be accepted at all, told apart from the product's own schemas. */
function soundOf(text: string): { id: string; type: string } | undefined {
  const read = parsed(text)
  if (!read?.header || !read.body || !Array.isArray(read.attachments) || Object.keys(read).length !== 3) return undefined
  const { header, body } = read
  try {
    if (canonicalJson(read as unknown as Json) !== text) return undefined
  } catch {
    return undefined
  }
  const names = [
    'case',
    'classification',
    'crime_area',
    'evaluation',
    'from',
    'handling',
    'id',
    'in_reply_to',
    'keep_until',
    'language',
    'network',
    'purpose',
    'reply',
    'sent_at',
    'to',
    'type',
  ]
  const sound =
    Object.keys(header).every((name) => names.includes(name)) &&
    header.network === 'euromed' &&
    header.from?.member === 'esp' &&
    header.to?.member === 'mar' &&
    /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(header.id) &&
    isInstant(header.sent_at) &&
    (header.keep_until === undefined || isInstant(header.keep_until)) &&
    ['en', 'fr', 'ar', 'es'].includes(header.language) &&
    read.attachments.length === 0 &&
    (header.type === 'drill.said.v1'
      ? Number.isInteger(body.number) &&
        Object.keys(body).every(
          (name) => name === 'number' || (name === 'text' && typeof body.text === 'string' && body.text.length <= 4_000),
        )
      : (header.type === 'drill.question.v1' && Number.isInteger(body.number)) ||
        (header.type === 'drill.reply.v1' && Number.isInteger(body.double)))
  return sound ? { id: header.id, type: header.type } : undefined
}

function table(
  counts: ReadonlyMap<Kind, ReadonlyMap<string, number>>,
  thrown: number,
  reached: number,
  { threw_ms, cpu_ms }: { threw_ms: number; cpu_ms: number },
  grown: { heap_growth: number; size_growth: number },
): string {
  const kinds = [...counts.keys()]
  const codes = [...new Set([...counts.values()].flatMap((one) => [...one.keys()]))].sort()
  const lines = codes.map((code) => [code, ...kinds.map((kind) => String(counts.get(kind)!.get(code) ?? ''))])
  const sums = ['all', ...kinds.map((kind) => String([...counts.get(kind)!.values()].reduce((sum, many) => sum + many, 0)))]
  const text = [['code', ...kinds], ...lines, sums]
    .map(([first, ...rest]) => first!.padEnd(24) + rest.map((cell) => cell.padStart(10)).join(''))
    .join('\n')
  return `${text}\n${thrown} mutants in ${(threw_ms / 1000).toFixed(1)} s (${(cpu_ms / 1000).toFixed(1)} s of processor), seed ${SEED}; ${reached} soundly signed and sealed; heap grew ${(grown.heap_growth / 1e6).toFixed(1)} MB after the first quarter, the database ${(grown.size_growth / 1e6).toFixed(1)} MB`
}
