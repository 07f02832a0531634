/** What a node believes of its partners' answers: their own signed word about this very statement, envelope or question, and nothing else. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '#kernel/database/sql.ts'
import { newId } from '#kernel/identity.ts'
import { askPartner } from '#kernel/post/ask.ts'
import type { PartnersDoor } from '#kernel/post/door.ts'
import { hex, sha256, utf8 } from '#lib/bytes.ts'
import { canonicalJson, type Json } from '#lib/canonical-json.ts'
import {
  newSigningKey,
  open,
  peekCompact,
  readEnvelope,
  type SigningKey,
  seal,
  sealingKey,
  signCompact,
  signingKey,
} from '#lib/envelope/index.ts'
import { RECEIPT_TYP, REFUSAL_TYP, type Receipt, type SignedRefusalBody } from '#wire/receipt.ts'
import { STATEMENT_TYP } from '#wire/statement.ts'
import { drill, drillTypes } from '../federation/drill/index.ts'
import { hostile } from '../federation/hostile.ts'
import { network, type TestNetwork } from '../federation/network.ts'

/** A machine that is shared takes its time to boot databases. */
const BOOT_MS = 180_000

type Answers = { answers: ({ receipt: string } | { refusal: string })[] }

describe('an answer is believed', () => {
  let net: TestNetwork
  let mar: SigningKey
  let fra: SigningKey
  let sound: PartnersDoor
  const stranger = signingKey(newSigningKey())
  beforeAll(async () => {
    net = await network(['esp', 'mar', 'fra'], { capabilities: [drill], types: drillTypes })
    mar = hostile(net, 'mar', 'esp').signer
    fra = hostile(net, 'fra', 'esp').signer
    sound = net.nodes.mar!.partners
  }, BOOT_MS)
  afterEach(() => {
    net.wire.doors.set('mar', sound)
  })
  afterAll(() => net.close())

  /** Morocco's door, which does all it should and then says something else. */
  const lying = (path: string, change: (body: string, asked: string) => string | undefined) =>
    net.wire.doors.set('mar', {
      ...sound,
      async handle(call) {
        const reply = await sound.handle(call)
        const body = call.path === path && reply.status === 200 ? change(reply.body, Buffer.from(call.body).toString('utf8')) : reply.body
        return body === undefined ? { ...reply, status: 500, body: '{}' } : { ...reply, body }
      },
    })
  const payload = <T>(jws: string): T => {
    const read = peekCompact(jws)
    if (!read.ok) throw new Error('unreadable')
    return JSON.parse(Buffer.from(read.payload).toString('utf8')) as T
  }
  const signed = (value: object, key: SigningKey, typ: string) => signCompact(utf8(canonicalJson(value as unknown as Json)), key, typ)

  let number = 1
  /** Says a number to Morocco, whose first answer is changed; answers how it stands before and after Morocco is honest again. */
  async function said(
    change: (answer: Answers['answers'][number], envelope: string) => Answers['answers'][number] | undefined,
  ): Promise<string[]> {
    const { id } = (await net.nodes.esp!.does('drill.say', { network: 'euromed', to: ['mar'], number: number++ })) as { id: string }
    lying('/partner/v1/post', (body, asked) => {
      const { envelopes } = JSON.parse(asked) as { envelopes: string[] }
      const answers = (JSON.parse(body) as Answers).answers
        .map((answer, i) => change(answer, envelopes[i]!))
        .filter((answer) => answer !== undefined)
      return JSON.stringify({ answers })
    })
    const state = async () =>
      (await net.nodes.esp!.node.database.one<{ state: string }>(sql`select state from outbox where id = ${id}`)).state
    await net.settle()
    const before = await state()
    net.wire.doors.set('mar', sound)
    net.clock.move(61_000)
    await net.settle()
    expect(await net.nodes.mar!.node.database.many(sql`select 1 as one from drill_effect where id = ${id}`)).toHaveLength(1)
    return [before, await state()]
  }
  const receipt =
    (change: Partial<Receipt>, key: () => SigningKey = () => mar, typ = RECEIPT_TYP) =>
    (answer: Answers['answers'][number]) =>
      'receipt' in answer ? { receipt: signed({ ...payload<Receipt>(answer.receipt), ...change }, key(), typ) } : answer
  const refusal =
    (change: Partial<SignedRefusalBody>, key: () => SigningKey = () => mar, typ = REFUSAL_TYP) =>
    (_: unknown, envelope: string) => ({
      refusal: signed(
        {
          envelope_sha256: hex(sha256(utf8(envelope))),
          from: 'esp',
          to: 'mar',
          code: 'message.malformed',
          refused_at: net.clock.now().toISOString(),
          ...change,
        },
        key(),
        typ,
      ),
    })

  test('as a receipt, when it is the true one', async () => {
    expect(await said((answer) => answer)).toEqual(['delivered', 'delivered'])
  })

  test.each<[string, (answer: Answers['answers'][number], envelope: string) => Answers['answers'][number] | undefined]>([
    ['signed by another member', receipt({}, () => fra)],
    ['signed by a stranger', receipt({}, () => stranger)],
    ['about another statement', receipt({ id: '0190a000-0000-7000-8000-000000000001' })],
    ['about other bytes', receipt({ sha256: 'ab'.repeat(32) })],
    ['of another receiver', receipt({ to: 'fra' })],
    ['signed as something else', receipt({}, () => mar, REFUSAL_TYP)],
    ['that is missing', () => undefined],
    ['a refusal of another envelope', refusal({ envelope_sha256: 'ab'.repeat(32) })],
    ['a refusal signed by another member', refusal({}, () => fra)],
    ['a refusal signed by nobody known', refusal({}, () => stranger)],
    ['a refusal signed as something else', refusal({}, () => mar, RECEIPT_TYP)],
  ])('not %s: the message stays and is tried again', async (_, change) => {
    expect(await said(change)).toEqual(['waiting', 'delivered'])
  })

  test('as a refusal, when the partner signed it: a passing one waits, a final one ends', async () => {
    expect(await said(refusal({ code: 'call.busy', retry_after_s: 30 }))).toEqual(['waiting', 'delivered'])
    expect(await said(refusal({ code: 'message.malformed' }))).toEqual(['refused', 'refused'])
  })

  const own = { network: 'euromed', member: 'esp' }
  const ask = () =>
    askPartner(net.nodes.esp!.node, own, {
      network: 'euromed',
      to: 'mar',
      type: 'drill.question.v1',
      unit: 'spoc',
      language: 'en',
      body: { number: 21 },
      timeout_ms: 60_000,
    })
  /** An answer of Morocco's making, sealed to Spain, to the question in the envelope that came. */
  function answering(header: object, { body = { double: 42 } as object, key = mar, typ = STATEMENT_TYP, parcel = {} as object } = {}) {
    const question = net.wire.seen.filter(({ path }) => path === '/partner/v1/ask').length
    expect(question).toBeGreaterThan(0)
    const statement = {
      header: {
        id: newId(net.clock.now()),
        network: 'euromed',
        type: 'drill.reply.v1',
        from: { member: 'mar', unit: 'registers' },
        to: { member: 'esp' },
        sent_at: net.clock.now().toISOString(),
        handling: [],
        classification: 'restricted',
        language: 'en',
        ...header,
      },
      body,
      attachments: [],
    }
    const to = sealingKey(
      net
        .roster()
        .members.find(({ id }) => id === 'esp')!
        .keys.find(({ use }) => use === 'seal')!.jwk,
    )
    return JSON.stringify({
      answer: seal(
        utf8(
          JSON.stringify({
            network: 'euromed',
            epoch: newId(net.clock.now()),
            sequence: 0,
            roster_version: 1,
            statement: signed(statement, key, typ),
            ...parcel,
          }),
        ),
        to,
        { sender: 'mar', sender_key: mar.kid },
      ),
    })
  }
  /** The id of the question is inside the seal: Morocco's node reads it, and so does its true answer. */
  let truth: { header: { in_reply_to: string } }
  const falsely = (make: (in_reply_to: string) => string) =>
    lying('/partner/v1/ask', (body) => {
      truth = payload(opened((JSON.parse(body) as { answer: string }).answer))
      return make(truth.header.in_reply_to)
    })
  function opened(envelope: string): string {
    const read = readEnvelope(envelope)
    const parcel = read.ok && open(read.envelope, net.nodes.esp!.node.keys.opener(read.envelope.kid)!.key)
    if (parcel === false || !parcel.ok) throw new Error('not opened')
    return (JSON.parse(Buffer.from(parcel.plaintext).toString('utf8')) as { statement: string }).statement
  }

  test('to a question, when it is the true one', async () => {
    expect((await ask())?.body).toEqual({ double: 42 })
  })

  test.each<[string, (in_reply_to: string) => string]>([
    ['to another question', () => answering({ in_reply_to: '0190a000-0000-7000-8000-000000000001' })],
    ['to none', () => answering({})],
    ['of another type', (in_reply_to) => answering({ in_reply_to, type: 'drill.said.v1' }, { body: { number: 1 } })],
    ['of another network', (in_reply_to) => answering({ in_reply_to, network: 'netcop' })],
    ['from another member', (in_reply_to) => answering({ in_reply_to, from: { member: 'fra', unit: 'registers' } })],
    ['to another member', (in_reply_to) => answering({ in_reply_to, to: { member: 'fra' } })],
    ['signed by another member', (in_reply_to) => answering({ in_reply_to }, { key: fra })],
    ['signed by a stranger', (in_reply_to) => answering({ in_reply_to }, { key: stranger })],
    ['signed as something else', (in_reply_to) => answering({ in_reply_to }, { typ: RECEIPT_TYP })],
    ['not of the published form', (in_reply_to) => answering({ in_reply_to, more: true })],
    ['with a body not of its type', (in_reply_to) => answering({ in_reply_to }, { body: { double: 'x' } })],
    ['in a parcel without a statement', (in_reply_to) => answering({ in_reply_to }, { parcel: { statement: 7 } })],
    ['that does not open', () => JSON.stringify({ answer: 'x.y.z' })],
  ])('not one %s', async (_, make) => {
    falsely(make)
    await expect(ask()).rejects.toMatchObject({ code: 'message.unverifiable' })
  })

  test("no refusal of a question is believed but the partner's own, about this envelope; the rest is no answer", async () => {
    const refusing = (change: Partial<SignedRefusalBody>, key = mar) =>
      lying('/partner/v1/ask', (_, asked) =>
        JSON.stringify(refusal(change, () => key)(undefined, (JSON.parse(asked) as { envelope: string }).envelope)),
      )
    refusing({ code: 'quota.exceeded' })
    await expect(ask()).rejects.toMatchObject({ code: 'quota.exceeded' })
    refusing({ code: 'quota.exceeded' }, fra)
    expect(await ask()).toBeUndefined()
    refusing({ code: 'quota.exceeded', envelope_sha256: 'ab'.repeat(32) })
    expect(await ask()).toBeUndefined()
    lying('/partner/v1/ask', () => undefined)
    expect(await ask()).toBeUndefined()
    net.wire.doors.delete('mar')
    expect(await ask()).toBeUndefined()
  })

  test('a wait is heard: from the signed refusal, and from a door that cannot take more, which is believed in nothing else', async () => {
    lying('/partner/v1/ask', (_, asked) =>
      JSON.stringify(
        refusal({ code: 'quota.exceeded', retry_after_s: 90 })(undefined as never, (JSON.parse(asked) as { envelope: string }).envelope),
      ),
    )
    await expect(ask()).rejects.toMatchObject({ code: 'quota.exceeded', retry_after_s: 90 })
    const door = (status: number, error: object) =>
      net.wire.doors.set('mar', {
        ...sound,
        handle: async () => ({ status, body: JSON.stringify({ error }), contentType: 'application/json' }),
      })
    door(429, { code: 'call.too-many', retry_after_s: 10 })
    await expect(ask()).rejects.toMatchObject({ code: 'call.too-many', retry_after_s: 10 })
    door(503, { code: 'node.restoring' })
    await expect(ask()).rejects.toMatchObject({ code: 'node.restoring', retry_after_s: undefined })
    for (const error of [{ code: 'quota.exceeded' }, { code: 'member.suspended' }, { code: 7 }, {}]) {
      door(429, error)
      expect(await ask()).toBeUndefined()
    }
    net.wire.doors.set('mar', { ...sound, handle: async () => ({ status: 502, body: '<html>', contentType: 'application/json' }) })
    expect(await ask()).toBeUndefined()
  })

  test('questions are asked within five minutes of the clock, and answered for known types alone', async () => {
    const esp = hostile(net, 'esp', 'mar')
    const asked = async (header: object, body: object = { number: 1 }) => {
      const reply = JSON.parse(
        (
          await esp.call(
            'POST',
            '/partner/v1/ask',
            utf8(
              JSON.stringify({
                envelope: esp.envelope({ header: { type: 'drill.question.v1', ...header }, body, parcel: { sequence: 0 } }),
              }),
            ),
          )
        ).body,
      ) as { answer?: string; refusal?: string }
      return reply.answer ? 'answer' : payload<SignedRefusalBody>(reply.refusal!).code
    }
    const at = (ms: number) => new Date(net.clock.now().getTime() + ms).toISOString()
    expect(await asked({})).toBe('answer')
    expect(await asked({ sent_at: at(299_000) })).toBe('answer')
    expect(await asked({ sent_at: at(-299_000) })).toBe('answer')
    expect(await asked({ sent_at: at(301_000) })).toBe('message.clock')
    expect(await asked({ sent_at: at(-301_000) })).toBe('message.clock')
    expect(await asked({ type: 'drill.said.v1' })).toBe('message.type-unknown')
    expect(await asked({ type: 'future.thing.v1' })).toBe('message.type-unknown')
    expect(await asked({}, { number: 'x' })).toBe('message.body-invalid')
    expect(await asked({ to: { member: 'fra' } })).toBe('message.misaddressed')
    const { node } = net.nodes.mar!
    const rows = await node.database.many<{ subject: string }>(sql`select subject from journal_entry where event = 'post.asked' limit 100`)
    expect(rows.every(({ subject }) => /^commitment:[0-9a-f]{64}$/.test(subject))).toBe(true)
    expect(new Set(rows.map(({ subject }) => subject)).size).toBe(rows.length)
    expect(await node.database.many(sql`select 1 as one from inbox where type = 'drill.question.v1'`)).toEqual([])
  })
})
