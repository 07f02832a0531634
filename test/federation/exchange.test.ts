/** Requests and answers across borders: what each side sees, what handling codes forbid, what recall and erasure reach. */
import { readdirSync, readFileSync } from 'node:fs'
import Value from 'typebox/value'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exchange } from '#capabilities/exchange/index.ts'
import { proven } from '#capabilities/exchange/originals.ts'
import { applying } from '#kernel/applying.ts'
import type { Officer } from '#kernel/capability.ts'
import { sql } from '#kernel/database/sql.ts'
import { readAttachment, storeAttachment } from '#kernel/post/attachments.ts'
import { signerOf } from '#kernel/post/calls.ts'
import { signedStatement } from '#kernel/post/originals.ts'
import { sealing, settledDooms } from '#kernel/sealing.ts'
import { signCompact } from '#lib/envelope/index.ts'
import { encodeStatement, STATEMENT_TYP, type Statement } from '#wire/statement.ts'
import { network, type TestNetwork, type TestNode } from './network.ts'

const HOUR = 3_600_000
const text = (words: string) => ({ text: words, language: 'en' })
const ASKED = {
  subject: { kind: 'document', document: 'passport', number: 'L898902C3', issuer: 'UTO' },
  questions: [{ code: 'behind-hit' }],
  reason: text('Presented at a land border.'),
  reply_class: 'urgent-direct',
  crime_area: 'document-fraud',
}
const ANSWER = { final: true, result: 'information', facts: [{ question: 'behind-hit', text: text('Stolen in 2025.') }] }

let net: TestNetwork
let esp: TestNode
let mar: TestNode
let fra: TestNode
beforeAll(async () => {
  net = await network(['esp', 'mar', 'fra'], { capabilities: [exchange] })
  ;({ esp, mar, fra } = net.nodes as Record<'esp' | 'mar' | 'fra', TestNode>)
  for (const node of [esp, mar, fra]) holdToSchema(node)
})
afterAll(() => net.close())

/** Everything due is done, the fifteen-second duty as well. */
async function pass(hours = 0) {
  net.clock.move(hours * HOUR + 16_000)
  await net.settle()
}
async function ask(more: object = {}, partners = ['mar']) {
  const sent = await esp.does('exchange.open-request', { ...ASKED, partners, title: 'A passport', ...more })
  await net.settle()
  return sent as { case: string; requests: { partner: string; id: string }[] }
}
const read = (node: TestNode, id: string, officer: Partial<Officer> = {}) => node.does('exchange.read-case', { case: id }, { officer })
const inboxOf = async (node: TestNode, id: string) =>
  (await node.does('exchange.find-inbox', { limit: 200 })).rows.find((row: { id: string }) => row.id === id)
/** The mark of a proof that waits for a person. */
const inboxMark = async (node: TestNode, id: string) =>
  (await node.does('exchange.find-inbox', { kind: 'executed', limit: 200 })).rows.find((row: { id: string }) => row.id === id)?.mark
const caseAt = async (node: TestNode, message: string): Promise<string> =>
  (await node.node.database.one<{ case_id: string }>(sql`select case_id from exchange_message where id = ${message}`)).case_id
// biome-ignore lint/suspicious/noExplicitAny: held against the published schema above
const messageIn = (conversation: any, id: string) => conversation.messages.rows.find((row: { id: string }) => row.id === id)
interface Order {
  readonly id: string
  readonly kind: string
  readonly partner: string
  readonly result: string | null
  readonly proof: string | null
  readonly executed_at: string | null
}
const ordersOf = ({ orders }: { orders: Order[] }, kind: string) => orders.filter((order) => order.kind === kind)
/** The name that a member uses to Spain for a case of its own database. */
const wireOf = async (node: TestNode, id: string): Promise<string> =>
  (
    await node.node.database.one<{ wire_case: string }>(
      sql`select wire_case from exchange_party where case_id = ${id} and partner = 'esp' order by since limit 1`,
    )
  ).wire_case
/** Asked, opened and answered; answers the ids on both sides. */
async function answered(answer: object = {}, request: object = {}) {
  const sent = await ask(request)
  const there = await caseAt(mar, sent.requests[0]!.id)
  await mar.does('exchange.mark-opened', { case: there })
  const { message } = await mar.does('exchange.answer', { request: sent.requests[0]!.id, ...ANSWER, ...answer })
  await pass()
  return { here: sent.case, there, request: sent.requests[0]!.id, answer: message as string }
}

describe('a request and its answer', () => {
  test('both sides see the same states, times and deadline', async () => {
    const sent = await ask({ hit: { member: 'mar', record: 'DOC-17' } })
    const id = sent.requests[0]!.id
    const [before] = (await read(esp, sent.case)).requests
    expect(before).toMatchObject({ id, state: 'delivered', holds: 'answerer', ball: 'mar', pressure: 'calm' })
    expect(Date.parse(before.due_at) - Date.parse(before.delivered_at)).toBe(8 * HOUR)

    const there = await caseAt(mar, id)
    expect(await inboxOf(mar, id)).toMatchObject({ kind: 'request', partner: 'esp', reply_class: 'urgent-direct', assigned_to: null })
    const closed = await read(mar, there)
    expect(closed.case.title).toBeNull()
    expect(messageIn(closed, id)).toMatchObject({ withheld: 'unopened', content: null })

    await pass(1)
    expect(await mar.does('exchange.mark-opened', { case: there })).toMatchObject({ opened: [id], seen: 1 })
    await pass()
    const open = await read(mar, there)
    expect(open.case.title).toBe('L898902C3 · UTO')
    expect(messageIn(open, id).content).toMatchObject({ kind: 'request', body: { subject: ASKED.subject, hit: { record: 'DOC-17' } } })
    expect((await read(esp, sent.case)).requests[0]).toMatchObject({ state: 'opened', ball: 'mar' })

    const { message: question } = await mar.does('exchange.ask-clarification', { request: id, text: text('Front page only?') })
    await pass()
    expect((await read(esp, sent.case)).requests[0]).toMatchObject({ state: 'opened', holds: 'asker', ball: 'esp' })
    await esp.does('exchange.answer-clarification', { message: question, text: text('Yes.') })
    await pass()
    expect((await read(mar, there)).requests[0]).toMatchObject({ holds: 'answerer', ball: 'mar' })

    await mar.does('exchange.answer', { request: id, ...ANSWER, final: false })
    await mar.does('exchange.answer', { request: id, ...ANSWER, handling: [{ code: 'H1' }], evaluation: { source: 'A', information: '1' } })
    await pass()
    const [asker] = (await read(esp, sent.case)).requests
    const [answerer] = (await read(mar, there)).requests
    expect(asker).toMatchObject({ state: 'answered', ball: null, limit: 'kept' })
    for (const field of ['state', 'holds', 'delivered_at', 'opened_at', 'due_at', 'final_at', 'limit'])
      expect([field, asker[field]]).toEqual([field, answerer[field]])
    await expect(mar.does('exchange.answer', { request: id, ...ANSWER })).rejects.toMatchObject({ code: 'state.conflict' })
  })

  test('two partners are asked, and neither can tell that there is another', async () => {
    const sent = await ask({ hit: { member: 'mar', record: 'DOC-18' } }, ['mar', 'fra'])
    const [toMar, toFra] = sent.requests.map(({ id }) => id) as [string, string]
    const seen = async (node: TestNode, id: string) => {
      const conversation = await (async () => {
        const there = await caseAt(node, id)
        await node.does('exchange.mark-opened', { case: there })
        return read(node, there)
      })()
      return messageIn(conversation, id)
    }
    const [inMar, inFra] = [await seen(mar, toMar), await seen(fra, toFra)]
    expect(inMar.content.body.hit).toEqual({ record: 'DOC-18' })
    expect(inFra.content.body.hit).toBeUndefined()
    expect(JSON.stringify(inMar)).not.toContain('"fra"')
    expect(JSON.stringify(inFra)).not.toContain('"mar"')
    const names = await esp.node.database.many<{ wire_case: string }>(
      sql`select wire_case from exchange_party where case_id = ${sent.case}`,
    )
    expect(new Set(names.map(({ wire_case }) => wire_case)).size).toBe(2)
    await pass()
  })

  test('a file goes with the answer and opens at the other side', async () => {
    const bytes = new TextEncoder().encode('scan of page two')
    const officer = { id: '0190a000-0000-7000-8000-000000000001' } as Officer
    const upload = await storeAttachment(mar.node, bytes, 'page-two.txt', 'text/plain', officer)
    const { here, answer } = await answered({ attachments: [upload] })
    const [file] = messageIn(await read(esp, here), answer).attachments
    expect(file).toMatchObject({ id: `${answer}_0`, name: 'page-two.txt', size: bytes.length })
    const named = await esp.does('exchange.read-attachment', { attachment: file.id })
    expect(await readAttachment(esp.node, named)).toEqual(bytes)
  })

  test('a refusal says its ground; a deferral leaves the ball and lets an answer follow', async () => {
    const sent = await ask()
    const there = await caseAt(mar, sent.requests[0]!.id)
    await mar.does('exchange.refuse', {
      request: sent.requests[0]!.id,
      ground: 'harm-to-investigation',
      deferred_until: new Date(net.clock.now().getTime() + 48 * HOUR).toISOString(),
    })
    await pass()
    expect((await read(esp, sent.case)).requests[0]).toMatchObject({
      state: 'refused',
      code: 'harm-to-investigation',
      ball: 'mar',
      pressure: 'calm',
    })
    await mar.does('exchange.answer', { request: sent.requests[0]!.id, ...ANSWER })
    await pass()
    expect((await read(esp, sent.case)).requests[0]).toMatchObject({ state: 'answered', ball: null })
    expect((await read(mar, there)).requests[0]).toMatchObject({ state: 'answered' })
  })

  test('a partner that is down: the request waits, its limit does not run, and an answer still finds its way', async () => {
    net.wire.cut.add('mar')
    const sent = await ask()
    await pass(9)
    expect((await read(esp, sent.case)).requests[0]).toMatchObject({ state: 'waiting', holds: 'nobody', due_at: null, pressure: 'none' })
    expect(messageIn(await read(esp, sent.case), sent.requests[0]!.id).delivery.state).toBe('waiting')
    net.wire.cut.delete('mar')
    await pass(1)
    expect((await read(esp, sent.case)).requests[0]).toMatchObject({ state: 'delivered', pressure: 'calm' })
  })
})

describe('time limits', () => {
  test('what is due soon and overdue comes before supervisors on both sides, once, and into the journal', async () => {
    const sent = await ask()
    const id = sent.requests[0]!.id
    const kinds = async (node: TestNode) =>
      (await node.does('exchange.find-notices', { limit: 200 })).rows
        .filter(({ request }: { request: string }) => request === id)
        .map(({ kind }: { kind: string }) => kind)
    await pass(5.9)
    expect([await kinds(esp), await kinds(mar)]).toEqual([[], []])
    await pass(0.2)
    expect([await kinds(esp), await kinds(mar)]).toEqual([['due-soon'], ['due-soon']])
    await pass(2)
    await pass(2)
    expect([await kinds(esp), await kinds(mar)]).toEqual([
      ['overdue', 'due-soon'],
      ['overdue', 'due-soon'],
    ])
    const journalled = await mar.node.database.many<{ event: string }>(
      sql`select event from journal_entry where subject = ${`statement:${id}`} and event in ('exchange.overdue', 'exchange.due-soon') order by event`,
    )
    expect(journalled.map(({ event }) => event)).toEqual(['exchange.due-soon', 'exchange.overdue'])
    const overdue = await esp.does('exchange.find-cases', { due: 'overdue', limit: 200 })
    expect(overdue.rows.map((row: { id: string }) => row.id)).toContain(sent.case)
    await esp.does('exchange.dismiss-notices', { requests: [id] })
    expect(await kinds(esp)).toEqual([])
  })

  test('both sides count the same', async () => {
    const span = { network: 'euromed', from: '2026-01-01T00:00:00.000Z', until: '2027-01-01T00:00:00.000Z' }
    const figures = async (node: TestNode, partner: string, side: string) =>
      (await node.does('exchange.partner-statistics', span)).rows
        .filter((row: { partner: string; side: string }) => row.partner === partner && row.side === side)
        .map(({ partner: _, side: __, ...row }: Record<string, unknown>) => row)
    const [asked, wereAsked] = [await figures(esp, 'mar', 'we-asked'), await figures(mar, 'esp', 'we-were-asked')]
    expect(asked.length).toBeGreaterThan(0)
    expect(asked).toEqual(wereAsked)
    // the counting rule, applied once more to the conversations themselves
    const cases = (await esp.does('exchange.find-cases', { partner: 'mar', limit: 200 })).rows as { id: string }[]
    const requests = (await Promise.all(cases.map(({ id }) => read(esp, id))))
      .flatMap((one) => one.requests)
      .filter(({ partner }) => partner === 'mar')
    const times = requests
      .filter(({ final_at }) => final_at)
      .map(({ final_at, delivered_at }) => Date.parse(final_at) - Date.parse(delivered_at))
      .sort((a, b) => a - b)
    const middle = ((times[Math.floor((times.length - 1) / 2)] ?? 0) + (times[Math.ceil((times.length - 1) / 2)] ?? 0)) / 2
    expect(asked).toMatchObject([
      {
        reply_class: 'urgent-direct',
        limit_ms: 8 * HOUR,
        requests: requests.length,
        median_ms: middle,
        missed: requests.filter(({ limit }) => limit === 'missed').length,
        kept: requests.filter(({ limit }) => limit === 'kept').length,
      },
    ])
    expect(asked[0].missed).toBeGreaterThan(0)
    expect(asked[0].kept).toBeGreaterThan(0)
  })
})

describe('handling codes', () => {
  test('H2: blocked until the maker has signed, then passed on as the maker signed it', async () => {
    const { here, answer } = await answered({ handling: [{ code: 'H2' }] })
    await expect(esp.does('exchange.forward', { message: answer, to: 'fra' })).rejects.toMatchObject({
      code: 'handling.forbids',
      details: [{ reason: 'no-onward-permission' }],
    })

    const { message: request } = await esp.does('exchange.request-permission', {
      message: answer,
      use: 'onward',
      audience: ['fra'],
      reason: text('The holder lives there.'),
    })
    await pass()
    expect(await inboxOf(mar, request)).toMatchObject({ kind: 'permission-request' })
    await expect(
      mar.does('exchange.decide-permission', { message: request, granted: true }, { officer: { roles: ['desk'] } }),
    ).rejects.toMatchObject({ code: 'access.denied' })
    await mar.does('exchange.decide-permission', { message: request, granted: true })
    await pass()
    expect((await read(esp, here)).permissions).toMatchObject([
      { statement: answer, use: 'onward', audience: ['fra'], granted: true, by: 'mar' },
    ])

    const { message: forward } = await esp.does('exchange.forward', { message: answer, to: 'fra', note: text('From our case.') })
    await pass()
    const got = messageIn(await read(fra, await caseAt(fra, forward)), forward)
    expect(got).toMatchObject({
      origin: 'mar',
      partner: 'esp',
      target: answer,
      mark: null,
      handling: [{ code: 'H2' }],
      content: { kind: 'forward', body: { original: { id: answer, origin: 'mar', content: { kind: 'answer' } } } },
    })

    // H2 binds France as well; what Morocco takes back reaches it by way of Spain
    await expect(fra.does('exchange.forward', { message: forward, to: 'esp' })).rejects.toMatchObject({ code: 'partner.unknown' })
    await mar.does('exchange.recall', { message: answer, erase: true })
    await pass()
    expect(messageIn(await read(esp, here), answer)).toMatchObject({ withheld: 'erased', content: null })
    expect(messageIn(await read(fra, await caseAt(fra, forward)), forward)).toMatchObject({ withheld: 'erased', content: null })
    const [proof] = (await read(mar, await caseAt(mar, answer))).orders.filter((order: { statement: string }) => order.statement === answer)
    expect(proof).toMatchObject({ kind: 'erase', result: 'erased' })
    const proofSaid = messageIn(await read(mar, await caseAt(mar, answer)), proof.proof)
    expect(proofSaid.content).toMatchObject({ kind: 'executed', body: { order: proof.id, passed_on: 1 } })
  })

  test('a member that passes H2 on without permission is found out by the receiver', async () => {
    const { answer } = await answered({ handling: [{ code: 'H2' }] })
    // a node that does not hold to the rules: it writes the permission into its own database
    await esp.node.database.transaction((writing) =>
      writing.run(sql`insert into exchange_permission (member, id, statement, use, audience, granted, granted_by, at)
        values ('esp', ${crypto.randomUUID()}, ${answer}, 'onward', '{fra}', true, 'mar', ${net.clock.now()})`),
    )
    const { message } = await esp.does('exchange.forward', { message: answer, to: 'fra' })
    await pass()
    expect(await inboxOf(fra, message)).toMatchObject({ mark: 'not-permitted' })
  })

  test('a forged original is not shown', async () => {
    const { here, answer } = await answered()
    const row = await esp.node.database.one<{ slot: number; sealed: Uint8Array }>(sql`select slot, sealed from inbox where id = ${answer}`)
    const signed = new TextDecoder().decode(esp.node.vault.open(row.slot, `inbox:${answer}`, row.sealed)!)
    const statement = JSON.parse(Buffer.from(signed.split('.')[1]!, 'base64url').toString('utf8')) as Statement
    const mine = esp.node.keys.addresses[0]!
    const altered = encodeStatement({ ...statement, body: { ...(statement.body as object), result: 'nothing-held' } })
    const [head, , signature] = signed.split('.') as [string, string, string]
    // signed by the one who passes it on; and under Morocco's own signature, of other words
    for (const original of [
      signCompact(altered, signerOf(esp.node, mine), STATEMENT_TYP),
      `${head}.${Buffer.from(altered).toString('base64url')}.${signature}`,
    ]) {
      const forward = await within(
        esp,
        async (how) =>
          (
            await how.send({
              network: 'euromed',
              to: ['fra'],
              type: 'exchange.forward.v1',
              unit: 'spoc',
              language: 'en',
              body: { original },
            })
          ).header.id,
      )
      await pass()
      expect(await inboxOf(fra, forward)).toMatchObject({ mark: 'unverified' })
      expect(messageIn(await read(fra, await caseAt(fra, forward)), forward)).toMatchObject({
        withheld: 'unverified',
        content: null,
        attachments: [],
      })
    }
    expect(here).toBeTruthy()
  })

  test('H1 blocks evidence and leaves a working copy; H3 asks', async () => {
    const { here, answer } = await answered({ handling: [{ code: 'H1' }, { code: 'H3', words: 'Only the task force.' }] })
    const exporting = (more: object) => esp.does('exchange.export-case', { case: here, form: 'json', use: 'evidence', ...more })
    await expect(exporting({})).rejects.toMatchObject({
      code: 'handling.forbids',
      details: [{ reason: 'no-evidence-permission' }, { reason: 'words-unacknowledged' }],
    })
    await expect(exporting({ use: 'working' })).rejects.toMatchObject({
      details: [{ path: `/messages/${answer}`, reason: 'words-unacknowledged' }],
    })
    expect(
      JSON.parse((await exporting({ use: 'working', acknowledged: [answer] })).content).messages.map(({ id }: { id: string }) => id),
    ).toContain(answer)
    expect(JSON.parse((await exporting({ without: [answer] })).content).messages.map(({ id }: { id: string }) => id)).not.toContain(answer)

    const { message } = await esp.does('exchange.request-permission', { message: answer, use: 'evidence', reason: text('Trial.') })
    await pass()
    await mar.does('exchange.decide-permission', { message, granted: true })
    await pass()
    const printed = await exporting({ form: 'text', acknowledged: [answer] })
    expect(printed).toMatchObject({ media_type: 'text/plain; charset=utf-8' })
    expect(printed.content).toContain('H3 (Only the task force.)')
    expect(printed.content).toContain('facts.0.text.text: Stolen in 2025.')
  })
})

describe('recall, correction, erasure', () => {
  test('a recalled request: an answer that crosses it is kept and marked', async () => {
    const sent = await ask()
    const id = sent.requests[0]!.id
    net.wire.cut.add('esp')
    const { message } = await mar.does('exchange.answer', { request: id, ...ANSWER })
    await esp.does('exchange.recall', { message: id, erase: false })
    net.wire.cut.delete('esp')
    await pass(1)
    const conversation = await read(esp, sent.case)
    expect(conversation.requests[0].state).toBe('recalled')
    expect(messageIn(conversation, message)).toMatchObject({ mark: 'after-recall', content: { kind: 'answer' } })
    expect(conversation.orders).toMatchObject([{ kind: 'recall', statement: id, result: 'withdrawn' }])
    expect((await read(mar, await caseAt(mar, id))).requests[0].state).toBe('recalled')
  })

  test('only the maker of a statement can recall it, and learns nothing about others', async () => {
    const { here, answer } = await answered()
    await expect(esp.does('exchange.recall', { message: answer, erase: true })).rejects.toMatchObject({ code: 'record.not-owner' })
    // France, which got to know the id, orders Spain to erase what Morocco said
    const order = await within(
      fra,
      async (how) =>
        (
          await how.send({
            network: 'euromed',
            to: ['esp'],
            type: 'exchange.recall.v1',
            unit: 'spoc',
            language: 'en',
            body: { statement: answer, erase: true },
          })
        ).header.id,
    )
    await pass()
    expect(messageIn(await read(esp, here), answer).content).toMatchObject({ kind: 'answer' })
    const proof = await fra.node.database.one<{ result: string }>(sql`select result from exchange_order where id = ${order}`)
    expect(proof.result).toBe('not-held')
  })

  test('an answer from a member that was not asked stands apart', async () => {
    const sent = await ask()
    const said = await within(
      fra,
      async (how) =>
        (
          await how.send({
            network: 'euromed',
            to: ['esp'],
            type: 'exchange.answer.v1',
            unit: 'spoc',
            language: 'en',
            in_reply_to: sent.requests[0]!.id,
            body: ANSWER,
          })
        ).header.id,
    )
    await pass()
    expect((await read(esp, sent.case)).requests[0].state).toBe('delivered')
    expect(await inboxOf(esp, said)).toMatchObject({ mark: 'unknown-request', case: null, partner: 'fra' })
    await esp.does('exchange.file-message', { message: said, case: sent.case })
    expect(messageIn(await read(esp, sent.case), said)).toMatchObject({ partner: 'fra', mark: 'unknown-request' })
  })

  test('a correction stands at what it corrects, proved by the partner', async () => {
    const { here, answer } = await answered()
    await mar.does('exchange.correct', { message: answer, reason: text('A digit was wrong.'), answer: { ...ANSWER, reference: 'R-2' } })
    await pass()
    const conversation = await read(esp, here)
    const { corrected_by } = messageIn(conversation, answer)
    expect(messageIn(conversation, corrected_by).content).toMatchObject({ kind: 'correction', body: { answer: { reference: 'R-2' } } })
    expect((await read(mar, await caseAt(mar, answer))).orders).toMatchObject([{ kind: 'correct', result: 'corrected' }])
  })

  test('what was to be kept until a time is erased on both sides, and a stub stays', async () => {
    const until = new Date(net.clock.now().getTime() + 3 * HOUR).toISOString()
    const sent = await ask({ keep_until: until, subject: { kind: 'person', full_name: 'Someone To Forget' } })
    const id = sent.requests[0]!.id
    const there = await caseAt(mar, id)
    await mar.does('exchange.mark-opened', { case: there })
    const sentRow = await esp.node.database.one<{ slot: number; sealed: Uint8Array }>(
      sql`select slot, sealed from outbox where id = ${id} and partner = 'mar'`,
    )
    const cameRow = await mar.node.database.one<{ slot: number; sealed: Uint8Array }>(sql`select slot, sealed from inbox where id = ${id}`)
    const inPost = () => [
      esp.node.vault.open(sentRow.slot, `outbox:${id}:mar`, sentRow.sealed),
      mar.node.vault.open(cameRow.slot, `inbox:${id}`, cameRow.sealed),
    ]
    expect(inPost()).not.toContain(undefined)
    await pass(3.1)
    expect(inPost()).toEqual([undefined, undefined])
    for (const [node, about] of [
      [esp, sent.case],
      [mar, there],
    ] as const) {
      const conversation = await read(node, about)
      expect(conversation.requests[0]).toMatchObject({ state: 'expired' })
      expect(messageIn(conversation, id)).toMatchObject({ withheld: 'erased', content: null })
      const row = await node.node.database.one<{ slot: number; sealed: Uint8Array | null }>(
        sql`select slot, sealed from exchange_message where id = ${id}`,
      )
      expect(row.sealed).toBeNull()
    }
  })

  test('an erased case leaves no key: the sealed bytes of a back-up do not open', async () => {
    const { here, answer } = await answered()
    const kept = await esp.node.database.many<{ id: string; slot: number; sealed: Uint8Array }>(
      sql`select id, slot, sealed from exchange_message where case_id = ${here}`,
    )
    const post = await esp.node.database.one<{ slot: number; sealed: Uint8Array }>(sql`select slot, sealed from inbox where id = ${answer}`)
    expect(esp.node.vault.open(post.slot, `inbox:${answer}`, post.sealed)).toBeDefined()
    const officer = { id: 'officer-of-data-protection', roles: ['data-protection'] as const }
    const propose = (as: object = {}) => esp.does('exchange.propose-erasure', { case: here, ground: 'data-subject' }, as)
    await expect(propose({ officer })).rejects.toMatchObject({ code: 'state.conflict' })
    await esp.does('exchange.close-case', { case: here })
    await expect(propose({ officer: { roles: ['desk'] } })).rejects.toMatchObject({ code: 'access.denied' })
    const { proposal } = await propose({ officer })
    expect((await esp.does('exchange.read-case', { case: here })).erasure).toMatchObject({ id: proposal, state: 'waiting' })
    await expect(esp.does('exchange.confirm-erasure', { proposal }, { officer })).rejects.toMatchObject({
      code: 'access.denied',
      details: [{ reason: 'proposer' }],
    })
    expect(await esp.does('exchange.confirm-erasure', { proposal })).toEqual({ case: here, erased: true })
    expect((await esp.does('exchange.find-erasures', {}, { officer })).rows[0]).toMatchObject({ id: proposal, state: 'confirmed' })
    for (const { id, slot, sealed } of kept) expect(esp.node.vault.open(slot, `exchange.message:${id}`, sealed)).toBeUndefined()
    expect(esp.node.vault.open(post.slot, `inbox:${answer}`, post.sealed)).toBeUndefined()
    expect((await esp.does('exchange.find-cases', { limit: 200 })).rows.map(({ id }: { id: string }) => id)).not.toContain(here)
  })
})

describe('a partner that says whatever is valid', () => {
  test('600 valid statements that name what they should not: nothing throws, and nothing of the others moves', async () => {
    const { here, answer } = await answered({ handling: [{ code: 'H2' }] })
    const waiting = await ask()
    // all that was here between Spain and Morocco; what France hands over of its own may name Morocco as a party
    const since = net.clock.now()
    await pass()
    const kept = () =>
      Promise.all([
        esp.node.database.many(
          sql`select * from exchange_request where partner = 'mar' and sent_at <= ${since} and direction = 'out' and id in (select id from exchange_message where partner = 'mar') order by id`,
        ),
        esp.node.database.many(sql`select * from exchange_message where partner = 'mar' order by id`),
        esp.node.database.many(
          sql`select id, owner, state, access_class, erased_at from exchange_case where id = any(${[here, waiting.case]}::uuid[]) order by id`,
        ),
        esp.node.database.many(sql`select * from exchange_order where partner = 'mar' order by id`),
        esp.node.database.many(sql`select * from exchange_party where partner = 'mar' and since <= ${since} order by wire_case`),
      ])
    const before = await kept()
    const known = await esp.node.database.many<{ id: string }>(
      sql`select id from exchange_message union select wire_case from exchange_party union select id from exchange_case limit 400`,
    )
    const pool = [answer, waiting.requests[0]!.id, ...known.map(({ id }) => id)]
    let seed = 20260302
    const chance = (below: number) => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0
      return Math.floor((seed / 2 ** 32) * below)
    }
    const some = () => (chance(8) === 0 ? crypto.randomUUID() : pool[chance(pool.length)]!)
    const bodies = exchange.messages.flatMap(({ type }) => {
      const folder = new URL(`../../types/${type.replaceAll('.', '/')}/valid/`, import.meta.url)
      return readdirSync(folder).map((name) => ({ type, text: readFileSync(new URL(name, folder), 'utf8') }))
    })
    const said = new Map<string, number>()
    for (let i = 0; i < 600; i++) {
      const { type, text: example } = bodies[chance(bodies.length)]!
      const body = JSON.parse(
        example
          .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, some)
          .replaceAll('"tun"', chance(2) ? '"esp"' : '"mar"'),
      )
      const id = crypto.randomUUID()
      pool.push(id)
      const statement = {
        header: {
          id,
          network: 'euromed',
          type,
          from: { member: 'fra', unit: 'spoc' },
          to: { member: 'esp' },
          sent_at: net.clock.now().toISOString(),
          handling: [],
          classification: 'restricted',
          language: 'en',
          ...(chance(4) && { case: some() }),
          ...(chance(4) && { in_reply_to: some() }),
          ...(chance(5) === 0 && { keep_until: '9999-12-31T23:59:59.999Z' }),
        },
        body,
        attachments: [],
      } as unknown as Statement<never>
      await within(esp, async (how) => esp.node.handlers.get(type)!.apply!(statement, { ...how, direction: 'received' }, ''))
      said.set(type, (said.get(type) ?? 0) + 1)
    }
    expect(said.size).toBe(exchange.messages.length)
    expect(before.map((rows) => rows.length).every((count) => count > 0)).toBe(true)
    expect(await kept()).toEqual(before)
    await pass()
    expect((await esp.does('exchange.find-inbox', { partner: 'fra', limit: 200 })).total).toBeGreaterThan(100)
    for (const row of (await esp.does('exchange.find-cases', { limit: 200 })).rows) await read(esp, row.id)
  })
})

describe('cases', () => {
  test('a case goes over to another member, and the answer goes to the new owner', async () => {
    const sent = await ask()
    const id = sent.requests[0]!.id
    await esp.does('exchange.hand-over', { case: sent.case, to: 'fra', title: 'Forged passports' })
    await pass()
    expect((await read(esp, sent.case)).case).toMatchObject({ owner: 'fra', own: false, state: 'closed' })
    const there = await caseAt(mar, id)
    expect((await read(mar, there)).case.owner).toBe('fra')
    expect((await read(mar, there)).requests[0]).toMatchObject({ partner: 'fra', state: 'delivered' })

    const { message } = await mar.does('exchange.answer', { request: id, ...ANSWER })
    await pass()
    const over = await caseAt(fra, message)
    const taken = await read(fra, over)
    expect(taken.case).toMatchObject({ own: true, title: 'Forged passports' })
    expect(taken.requests).toMatchObject([{ id, partner: 'mar', state: 'answered' }])
    expect(messageIn(taken, message)).toMatchObject({ mark: null, content: { kind: 'answer' } })
  })

  test('each member that a hand-over was sent to proves once, by a signed statement, what it did', async () => {
    const sent = await ask()
    const there = await caseAt(mar, sent.requests[0]!.id)
    await esp.does('exchange.hand-over', { case: sent.case, to: 'fra', title: 'Forged passports' })
    await pass()
    const before = await read(esp, sent.case)
    const orders = ordersOf(before, 'hand-over')
    expect(orders.map(({ partner, result }) => [partner, result]).sort()).toEqual([
      ['fra', 'taken-over'],
      ['mar', 'owner-changed'],
    ])
    for (const order of orders) {
      const proof = messageIn(before, order.proof!)
      expect(proof).toMatchObject({
        kind: 'executed',
        direction: 'in',
        partner: order.partner,
        in_reply_to: order.id,
        mark: null,
        content: { body: { order: order.id, handed: { new_owner: 'fra' }, executed_at: order.executed_at } },
      })
      expect(proof.seen_at).not.toBeNull()
      // whoever holds it can prove it: the statement as it was signed, by the partner's key, says which case and whose
      const { wire_case } = await esp.node.database.one<{ wire_case: string }>(
        sql`select wire_case from exchange_message where id = ${order.id}`,
      )
      const place = { network: 'euromed', own: 'esp', partner: order.partner, id: order.proof!, direction: 'in' } as const
      const signed = (await signedStatement(esp.node.database, sealing(esp.node, esp.node.database as never), place))!
      expect(await proven(esp.node.database, 'euromed', signed)).toMatchObject({
        header: { type: 'exchange.executed.v2', from: { member: order.partner } },
        body: { handed: { thing: { kind: 'case', id: wire_case } } },
      })
      const [head, payload, signature] = signed.split('.') as [string, string, string]
      const other = Buffer.from(Buffer.from(payload, 'base64url').toString('utf8').replace('"fra"', '"mar"')).toString('base64url')
      expect(other).not.toBe(payload)
      expect(await proven(esp.node.database, 'euromed', `${head}.${other}.${signature}`)).toBeUndefined()
    }

    // the other side knows that it gave the proof, and both journals say what happened
    expect(ordersOf(await read(mar, there), 'hand-over')).toMatchObject([{ direction: 'in', partner: 'esp', result: 'owner-changed' }])
    const events = async (node: TestNode) =>
      (
        await node.node.database.many<{ event: string }>(
          sql`select event from journal_entry where event in ('exchange.hand-over-proved', 'exchange.case-taken-over', 'exchange.owner-changed') order by sequence`,
        )
      ).map(({ event }) => event)
    const said = { esp: await events(esp), mar: await events(mar), fra: await events(fra) }
    expect(said.esp.slice(-2)).toEqual(['exchange.hand-over-proved', 'exchange.hand-over-proved'])
    expect(said.mar.at(-1)).toBe('exchange.owner-changed')
    expect(said.fra.at(-1)).toBe('exchange.case-taken-over')

    // a repeat of all that was ever said proves nothing twice
    const proofs = async (node: TestNode) =>
      (
        await node.node.database.one<{ count: number }>(
          sql`select count(*) as count from outbox where type = 'exchange.executed.v2' and partner = 'esp'`,
        )
      ).count
    const given = [await proofs(mar), await proofs(fra)]
    for (const node of [esp, mar, fra]) await replay(node)
    await pass()
    expect([await proofs(mar), await proofs(fra)]).toEqual(given)
    expect(ordersOf(await read(esp, sent.case), 'hand-over')).toEqual(orders)
    expect({ esp: await events(esp), mar: await events(mar), fra: await events(fra) }).toEqual(said)
  })

  test('a proof of what was not handed over proves nothing', async () => {
    const [sent, other] = [await ask(), await ask()]
    const there = await caseAt(mar, sent.requests[0]!.id)
    const [wire, otherWire] = [await wireOf(mar, there), await wireOf(mar, await caseAt(mar, other.requests[0]!.id))]
    // the hand-over has not come to Morocco yet; France has it and has proved it
    net.wire.cut.add('esp>mar')
    await esp.does('exchange.hand-over', { case: sent.case, to: 'fra' })
    await pass()
    const orderTo = async (member: string) => ordersOf(await read(esp, sent.case), 'hand-over').find(({ partner }) => partner === member)!
    const [order, toFra] = [await orderTo('mar'), await orderTo('fra')]
    expect([order.result, toFra.result]).toEqual([null, 'taken-over'])

    const says = (node: TestNode, name: string, body: object, type = 'exchange.executed.v2') =>
      within(node, async (how) => {
        const { header } = await how.send({
          network: 'euromed',
          to: ['esp'],
          type,
          unit: 'node',
          language: 'en',
          case: name,
          body: { ...body, executed_at: net.clock.now().toISOString(), passed_on: 0 },
        })
        return header.id
      })
    const handed = { thing: { kind: 'case', id: wire }, new_owner: 'fra' }
    const honest = { order: order.id, handed, result: 'owner-changed' }
    const fraWire = await wireOf(fra, await caseAt(fra, toFra.id))
    const lies = [
      await says(mar, wire, { ...honest, order: crypto.randomUUID() }),
      await says(mar, wire, { ...honest, order: other.requests[0]!.id }),
      await says(mar, wire, { order: toFra.id, handed: { ...handed, thing: { kind: 'case', id: fraWire } }, result: 'not-owner' }),
      await says(mar, wire, { ...honest, handed: { ...handed, thing: { kind: 'case', id: otherWire } } }),
      await says(mar, wire, { ...honest, handed: { ...handed, thing: { kind: 'record', id: wire } } }),
      await says(mar, wire, { ...honest, handed: { ...handed, new_owner: 'esp' } }),
      await says(mar, wire, { ...honest, result: 'taken-over' }),
      await says(mar, wire, { order: order.id, statement: order.id, result: 'erased' }),
      await says(mar, wire, { order: order.id, statement: order.id, result: 'withdrawn' }, 'exchange.executed.v1'),
      await says(fra, fraWire, honest),
    ]
    await pass()
    for (const lie of lies) expect(await inboxMark(esp, lie)).toBe('unknown-order')
    expect(await orderTo('mar')).toEqual(order)
    expect(await orderTo('fra')).toEqual(toFra)

    net.wire.cut.clear()
    await pass()
    expect(await orderTo('mar')).toMatchObject({ result: 'owner-changed' })
  })

  test('a proof of a recall proves what was recalled and nothing else', async () => {
    const { answer, there } = await answered()
    net.wire.cut.add('mar>esp')
    const { order } = await mar.does('exchange.recall', { message: answer, erase: false })
    await pass()
    const says = (body: object) =>
      within(esp, async (how) => {
        const { header } = await how.send({
          network: 'euromed',
          to: ['mar'],
          type: 'exchange.executed.v1',
          unit: 'node',
          language: 'en',
          body: { order, executed_at: net.clock.now().toISOString(), passed_on: 0, ...body },
        })
        return header.id
      })
    const lies = [await says({ statement: order, result: 'withdrawn' }), await says({ statement: answer, result: 'erased' })]
    await pass()
    for (const lie of lies) expect(await inboxMark(mar, lie)).toBe('unknown-order')
    expect(ordersOf(await read(mar, there), 'recall')).toMatchObject([{ statement: answer, result: null }])
    net.wire.cut.clear()
    await pass()
    expect(ordersOf(await read(mar, there), 'recall')).toMatchObject([{ statement: answer, result: 'withdrawn' }])
  })

  test('a member that does not own the case hands nothing over', async () => {
    const sent = await ask()
    const there = await caseAt(mar, sent.requests[0]!.id)
    await expect(mar.does('exchange.hand-over', { case: there, to: 'fra' })).rejects.toMatchObject({ code: 'state.conflict' })
    const { wire_case } = await mar.node.database.one<{ wire_case: string }>(
      sql`select wire_case from exchange_party where case_id = ${there}`,
    )
    await within(mar, (how) =>
      how.send({
        network: 'euromed',
        to: ['esp'],
        type: 'exchange.handover.v1',
        unit: 'spoc',
        language: 'en',
        case: wire_case,
        body: { thing: { kind: 'case', id: wire_case }, new_owner: 'mar' },
      }),
    )
    await pass()
    expect((await read(esp, sent.case)).case).toMatchObject({ owner: 'esp', own: true })
  })

  test('lists are cut by unit and clearance before they are counted', async () => {
    const secret = await esp.does('exchange.open-case', { network: 'euromed', title: 'Confidential thing', classification: 'confidential' })
    const own = await esp.does('exchange.open-case', { network: 'euromed', title: 'Unit thing', unit_only: true })
    const found = async (officer: Partial<Officer>) => {
      const { rows, total } = await esp.does('exchange.find-cases', { text: 'thing' }, { officer })
      expect(total).toBe(rows.length)
      return rows.map(({ id }: { id: string }) => id)
    }
    expect((await found({})).sort()).toEqual([secret.case, own.case].sort())
    expect(await found({ clearance: 1 })).toEqual([own.case])
    expect(await found({ unit: 'narcotics' })).toEqual([secret.case])
    expect(await found({ roles: ['administrator'] }).catch((refusal: { code: string }) => refusal.code)).toBe('access.denied')
    await expect(read(esp, own.case, { unit: 'narcotics' })).rejects.toMatchObject({ code: 'access.denied' })
    await expect(read(esp, secret.case, { clearance: 1 })).rejects.toMatchObject({ code: 'access.denied' })
    await expect(
      esp.does(
        'exchange.open-request',
        { ...ASKED, case: own.case, partners: ['mar'], classification: 'confidential' },
        { officer: { clearance: 1 } },
      ),
    ).rejects.toMatchObject({ code: 'access.denied' })

    // moved to another unit, the case and all in it go with it
    await esp.does('exchange.open-request', { ...ASKED, case: own.case, partners: ['mar'] })
    await esp.does('exchange.assign-case', { case: own.case, unit: 'narcotics' })
    await expect(read(esp, own.case)).rejects.toMatchObject({ code: 'access.denied' })
    expect((await read(esp, own.case, { unit: 'narcotics' })).messages.total).toBe(1)
    await net.settle()
  })

  test('a message above the clearance is not in the conversation, nor in its count', async () => {
    const { here, answer } = await answered({ classification: 'confidential' })
    const low = await read(esp, here, { clearance: 1 })
    expect(messageIn(low, answer)).toBeUndefined()
    expect(low.messages.total).toBe((await read(esp, here)).messages.total - 1)
    expect(
      (await esp.does('exchange.find-inbox', { limit: 200 }, { officer: { clearance: 1 } })).rows.map(({ id }: { id: string }) => id),
    ).not.toContain(answer)
  })

  test('everything applied twice is as if applied once', async () => {
    const { here } = await answered({ handling: [{ code: 'H2' }] })
    const before = JSON.stringify(await read(esp, here))
    for (const node of [esp, mar]) await replay(node)
    await pass()
    expect(JSON.stringify(await read(esp, here)).replaceAll(/"touched_at":"[^"]*"/g, '')).toBe(
      before.replaceAll(/"touched_at":"[^"]*"/g, ''),
    )
  })

  test('the database holds no name, number or word of a case in clear', async () => {
    await answered(
      { text: text('zanzibarine') },
      { subject: { kind: 'person', full_name: 'Quetzalcoatlus Northropi' }, title: 'Xylophagous' },
    )
    for (const node of [esp, mar]) {
      const tables = [
        'exchange_case',
        'exchange_party',
        'exchange_request',
        'exchange_message',
        'exchange_order',
        'exchange_permission',
        'exchange_notice',
      ]
      for (const table of tables) {
        const rows = await node.node.database.many<{ row: string }>(
          table === 'exchange_message' ? sql`select m::text as row from exchange_message m` : everything(table),
        )
        const all = rows.map(({ row }) => row + Buffer.from(row.match(/\\x([0-9a-f]+)/)?.[1] ?? '', 'hex').toString('latin1')).join('\n')
        expect(all).not.toMatch(/Quetzal|zanzibar|Xyloph/)
      }
    }
  })
})

const everything = (table: string) =>
  ({
    exchange_case: sql`select t::text as row from exchange_case t`,
    exchange_party: sql`select t::text as row from exchange_party t`,
    exchange_request: sql`select t::text as row from exchange_request t`,
    exchange_order: sql`select t::text as row from exchange_order t`,
    exchange_permission: sql`select t::text as row from exchange_permission t`,
    exchange_notice: sql`select t::text as row from exchange_notice t`,
  })[table]!

/** Work inside a node as a dishonest member would do it: past the actions, with its real keys. */
function within<T>(node: TestNode, work: (how: ReturnType<typeof applying>) => Promise<T>): Promise<T> {
  return node.node.database.transaction(async (writing) => {
    const done = await work(
      applying(node.node, writing, node.node.keys.addresses[0]!, 'sent', node.node.clock.now(), sealing(node.node, writing)),
    )
    await settledDooms(writing)
    return done
  })
}

/** Applies once more all that this node ever received or sent. */
async function replay(node: TestNode) {
  for (const [table, direction] of [
    ['inbox', 'received'],
    ['outbox', 'sent'],
  ] as const) {
    const rows = await node.node.database.many<{ id: string; partner: string; type: string; slot: number; sealed: Uint8Array }>(
      table === 'inbox'
        ? sql`select id, partner, type, slot, sealed from inbox order by received_at, sequence`
        : sql`select id, partner, type, slot, sealed from outbox order by queued_at, sequence`,
    )
    for (const row of rows) {
      const bytes = node.node.vault.open(row.slot, table === 'inbox' ? `inbox:${row.id}` : `outbox:${row.id}:${row.partner}`, row.sealed)
      if (!bytes) continue
      const statement = JSON.parse(Buffer.from(new TextDecoder().decode(bytes).split('.')[1]!, 'base64url').toString('utf8')) as Statement
      await within(node, async (how) => node.node.handlers.get(row.type)!.apply!(statement as Statement<never>, { ...how, direction }, ''))
    }
  }
}

/** Every answer in these tests is held against the schema that the action publishes. */
function holdToSchema(node: TestNode) {
  const does = node.does.bind(node)
  node.does = async (name, input, as) => {
    const output = await does(name, input, as)
    const action = exchange.actions.find((one) => one.name === name)!
    expect([name, ...Value.Errors(action.output, output).slice(0, 3)]).toEqual([name])
    return output
  }
}
